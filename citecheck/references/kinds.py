"""Which CSL type a reference is, from its fields and from the words of its container."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from citecheck.model import Field, PartialDate
from citecheck.references.wording import genres, has_word, phrases

_SITE: Final = re.compile(
    r"[\w-]{2,60}\.(?:com|org|net|gov|edu|int|info|co|tv|de|uk|fr|jp|ru|io|eu|ch|ca|au)\b|\bweb\s?site\b", re.IGNORECASE
)
_ONLINE: Final = frozenset({"accessed", "URL", "archived", "archive-url"})
_SCHOLARLY: Final = frozenset({"DOI", "PMID", "PMCID", "JSTOR", "bibcode"})
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
    """Give the type of what is part of something, from the words of its container; the first that fits."""
    container = _text(fields, "container-title").casefold()
    magazine = container in phrases("magazines") or container.endswith("magazine")
    dated, read_online = "issued" in fields, bool(fields.keys() & _ONLINE)
    scholarly = bool(fields.keys() & _SCHOLARLY) or ("volume" in fields and bool(fields.keys() & {"issue", "page"}))
    tests: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("paper-conference", lambda: has_word(container, phrases("meetings"))),
        ("entry-encyclopedia", lambda: has_word(container, phrases("encyclopedias"))),
        ("chapter", lambda: bool(fields.keys() & {"ISBN", "edition", "editor"})),
        ("article-journal", lambda: scholarly and not magazine),
        ("webpage", lambda: container in _VIDEO or _SITE.search(container) is not None),
        ("article-magazine", lambda: magazine),
        ("article-newspaper", lambda: has_word(container, phrases("newspapers"))),
        ("article-journal", lambda: bool(fields.keys() & {"volume", "issue"})),
        ("article-journal", lambda: has_word(container, phrases("journals")) and (dated or "accessed" not in fields)),
        ("article-newspaper", lambda: _has_day(fields) and not has_word(container, phrases("publishers"))),
        ("article-newspaper", lambda: not read_online and (dated or "page" in fields)),
    )
    return next((kind for kind, fits in tests if fits()), "webpage")


def kind_of(fields: dict[str, Field]) -> str:
    """Give the CSL type of a reference with these fields; `document` where nothing tells."""
    by_genre = _genre_kind(fields)
    if by_genre is not None:
        return by_genre
    titled, read_online = "title" in fields, bool(fields.keys() & _ONLINE)
    tests = (
        ("broadcast", bool(fields.keys() & {"season", "network"})),
        ("", "container-title" in fields),
        ("paper-conference", "event-title" in fields),
        ("book", bool(fields.keys() & {"ISBN", "publisher-place"})),
        ("book", titled and bool(fields.keys() & {"edition", "OCLC"})),
        ("article", "arXiv" in fields),
        ("book", titled and "publisher" in fields and "page" not in fields and not read_online),
        ("book", titled and "locator" in fields and "author" in fields),
        ("webpage", read_online),
    )
    kind = next((kind for kind, fits in tests if fits), "document")
    return kind or _of_container(fields)
