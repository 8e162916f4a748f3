"""
Pages: what the bytes of a web page say of themselves; pure, nothing here asks.

* `Page`: title, headings, the size of its text, where it sends a browser on, whether it says that it is an article.
* `anchors.py`: whether it has the place that a fragment names; `quotes.py`: the same for the words that one quotes.
* `missing.py`: a page that says that there is no page: the soft 404.
"""

from citecheck.pages.anchors import Anchored, anchored
from citecheck.pages.missing import says_missing
from citecheck.pages.page import Page, Refresh, read

__all__ = ["Anchored", "Page", "Refresh", "anchored", "read", "says_missing"]
