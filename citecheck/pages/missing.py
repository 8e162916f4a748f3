"""
A page that answers with 200 and says that there is no page: the soft 404, by its own words.

Sure words (`page not found`) in a part of the title or as the first heading, or words that are sure only on a page with
little else on it (`404`, `not found`). A page that declares itself an article is about the words, not one of them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from citecheck.lexicon.words import words
from citecheck.pages.page import Page

_SHORT: Final = 1500
"""Code points of text up to which a page has little on it: an error page with a menu; measured on pages of templates."""
_PARTS: Final = re.compile(r"\s*[|·•»›«‹:：｜–—]+\s*|\s+[-~/]+\s+|(?<=\w)[.!?。！]+\s+")
"""What divides a title: the page and the site, a number and its words."""
_MOST_PARTS: Final = 12


def says_missing(page: Page) -> str:
    """Give the words with which a page says that it is not there, "" where it does not."""
    if page.is_article:
        return ""
    titled = _parts(page.title)
    for part in titled:
        if _bare(part) in words("page-missing"):
            return part
    if page.length > _SHORT:
        return ""
    for part in (part for heading in page.headings for part in _parts(heading)):
        if _bare(part) in words("page-missing"):
            return part
    return next((part for part in titled if _is_weak(part)), "")


def _parts(title: str) -> list[str]:
    """Give the parts of a title, folded, the whole of it first."""
    folded = unicodedata.normalize("NFKC", title).casefold().replace("’", "'")
    return list(dict.fromkeys(map(_plain, (folded, *_PARTS.split(folded)[:_MOST_PARTS]))))


def _plain(text: str) -> str:
    """Give the words of a text, one space between them."""
    return " ".join(re.sub(r"[^\w']+", " ", text).split())


def _bare(part: str) -> str:
    """Give a part without the numbers and exclamations that error pages put around their words."""
    found = part.split()
    decoration = words("error-words")
    while found and found[0] in decoration:
        found.pop(0)
    while found and found[-1] in decoration:
        found.pop()
    return " ".join(found)


def _is_weak(part: str) -> bool:
    """Tell whether a part says `404`, `not found` and nothing else."""
    return _bare(part) in words("page-missing-weak") or (not _bare(part) and ("404" in part or "410" in part))
