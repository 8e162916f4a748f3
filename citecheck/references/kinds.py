"""Which CSL type a reference is, from its fields and from the words of its container."""

from __future__ import annotations

import re
from typing import Final

from citecheck.model import Field, PartialDate
from citecheck.references.wording import genres, has_word, phrases

_SITE: Final = re.compile(r"[\w-]{2,60}\.(?:com|org|net|gov|edu|int|info|co|tv|de|uk|fr|jp|ru|io|eu|ch|ca|au)\b|\bweb\s?site\b", re.IGNORECASE)
_VIDEO: Final = frozenset({"youtube", "vimeo", "dailymotion"})


def _text(fields: dict[str, Field], variable: str) -> str:
    """Give a text field's value, "" where it is absent."""
    found = fields.get(variable)
    return found.value if found is not None and isinstance(found.value, str) else ""


def _genre_kind(fields: dict[str, Field]) -> str | None:
    """Give the type that a bracketed genre or medium speaks for."""
    word = (_text(fields, "genre") or _text(fields, "medium")).casefold()
    if word.endswith(("thesis", "dissertation")):
        return "thesis"
    return genres().get(word)


def _has_day(fields: dict[str, Field]) -> bool:
    """Tell whether the date of publication names a day."""
    issued = fields.get("issued")
    return issued is not None and isinstance(issued.value, PartialDate) and issued.value.day is not None


def _of_container(fields: dict[str, Field]) -> str:
    """Give the type of what is part of something, from the words of its container."""
    container = _text(fields, "container-title").casefold()
    paged = "page" in fields
    if has_word(container, phrases("meetings")):
        return "paper-conference"
    if has_word(container, phrases("encyclopedias")):
        return "entry-encyclopedia"
    if "ISBN" in fields or "edition" in fields or "editor" in fields:
        return "chapter"
    if ("volume" in fields and ("issue" in fields or paged)) or fields.keys() & {"DOI", "PMID", "PMCID", "JSTOR", "bibcode"}:
        return "article-magazine" if container in phrases("magazines") else "article-journal"
    if container in _VIDEO or _SITE.search(container):
        return "webpage"
    if container in phrases("magazines") or container.endswith("magazine"):
        return "article-magazine"
    if has_word(container, phrases("newspapers")):
        return "article-newspaper"
    if "volume" in fields or "issue" in fields or has_word(container, phrases("journals")):
        return "article-journal"
    if _has_day(fields) and not has_word(container, phrases("publishers")):
        return "article-newspaper"
    if fields.keys() & {"accessed", "URL", "archived", "archive-url"}:
        return "webpage"
    return "article-newspaper" if paged or "issued" in fields else "webpage"


def kind_of(fields: dict[str, Field]) -> str:
    """Give the CSL type of a reference with these fields; `document` where nothing tells."""
    by_genre = _genre_kind(fields)
    if by_genre is not None:
        return by_genre
    if fields.keys() & {"season", "network"}:
        return "broadcast"
    if "container-title" in fields:
        return _of_container(fields)
    if "event-title" in fields:
        return "paper-conference"
    if "ISBN" in fields or "publisher-place" in fields or ("title" in fields and fields.keys() & {"edition", "OCLC"}):
        return "book"
    if "arXiv" in fields:
        return "article"
    if "title" in fields and fields.keys() & {"publisher"} and not fields.keys() & {"accessed", "URL", "archived", "page"}:
        return "book"
    if "title" in fields and "locator" in fields and "author" in fields:
        return "book"
    if fields.keys() & {"URL", "accessed", "archived", "archive-url"}:
        return "webpage"
    return "document"
