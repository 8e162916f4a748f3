"""
Pages: what the bytes of a web page say of themselves; pure, nothing here asks.

* `Glimpse`: title, headings, its own text, where it sends a browser on, whether it says that it is an article.
* `Evidence`: points, and the words on which they rest.
* `anchors.py`: whether it has the place that a fragment names; `quotes.py`: the same for the words that one quotes.
* `source.py`: a page read as a source of claims: `prose.py` its words, `metadata.py` what it says of itself, `pdf.py` PDFs.
* `fragments.py`: the end of an address that shows a quote on its page.
* `missing.py`: a page that says that there is no page: the soft 404.
* `parked.py`: a page in place of a site: parked, for sale, not set up, taken over.
* `walls.py`: a page before the page: a challenge, a login, a question for consent.
* `likeness.py`: two pages that say the same.
* `instead.py`: whether it is the page that was asked for, or what came in its place.
* `addresses.py`: what the path of an address tells of its page.
* `titles.py`: whether it bears the title that a reference names.
* `sent.py`: whether it is HTML, and in which encoding.
* `cues.py`: the signs, and how they are looked for.
"""

from citecheck.pages.addresses import is_deep, is_home
from citecheck.pages.anchors import Anchored, anchored
from citecheck.pages.fragments import text_fragment
from citecheck.pages.glimpse import Glimpse, Refresh, read, refresh
from citecheck.pages.instead import Came, Instead, doubt, instead, walled
from citecheck.pages.likeness import alike
from citecheck.pages.missing import Evidence, missing
from citecheck.pages.parked import parked, usurped
from citecheck.pages.sent import media_type
from citecheck.pages.titles import bears, share_of, stands_in
from citecheck.pages.walls import wall

__all__ = [
    "Anchored",
    "Came",
    "Evidence",
    "Glimpse",
    "Instead",
    "Refresh",
    "alike",
    "anchored",
    "bears",
    "doubt",
    "instead",
    "is_deep",
    "is_home",
    "media_type",
    "missing",
    "parked",
    "read",
    "refresh",
    "share_of",
    "stands_in",
    "text_fragment",
    "usurped",
    "wall",
    "walled",
]
