"""
References that no template printed: `Title, p. 790`, `Author and Author`, `Title, Publisher, Year.`, short forms, notes.

Only what is plain is taken. A sentence of explanation gives no fields at all: it is residue as a whole.
"""

from __future__ import annotations

import re
from typing import Final

from citecheck.lexicon.dates import month_number
from citecheck.model import Span
from citecheck.references.body import read_body
from citecheck.references.dating import put_date
from citecheck.references.lead import put_names, reads_as_prose
from citecheck.references.names import is_body, is_name_list, split_names
from citecheck.references.pieces import put_pages
from citecheck.references.pinpoints import find_pages
from citecheck.references.reading import Reading
from citecheck.references.style import Separator, Style

_SHORT: Final = re.compile(r"(?P<names>[^\d()\"“”]{2,80}?),?\s\(?(?P<date>[12][0-9]{3}[a-z]?)\)?\Z")
_SIGNALS: Final = re.compile(
    r"(?:Ibid|Id|Op\. cit|Loc\. cit|Ebd|Ebenda|Idem|See also|See|Cf|Compare|Vgl|Siehe|Voir|Véase)\b\.?:?\s?(?:also\s|e\.g\.,?\s)?",
    re.IGNORECASE,
)


def is_note(text: str) -> bool:
    """Tell whether a text is a sentence of explanation rather than a reference."""
    words = text.split()
    if len(words) < 4:
        return False
    return reads_as_prose(text)


def read_plain(reading: Reading, style: Style) -> None:
    """Take the fields of a reference of hand-made shape."""
    raw = reading.raw
    spans = [reading.trimmed(*span) for span in reading.free()]
    spans = [span for span in spans if span.start < span.end]
    if not spans:
        return
    whole = spans[0]
    if signal := _SIGNALS.match(whole.of(raw)):
        reading.spend(whole.start, whole.start + signal.end())
        whole = reading.trimmed(whole.start + signal.end(), whole.end)
    if whole.start == whole.end or is_note(whole.of(raw)):
        return
    pages = find_pages(whole.of(raw))
    if pages is not None:
        put_pages(reading, whole, pages, quoted=False)
        whole = reading.trimmed(whole.start, whole.start + pages.start)
    if whole.start == whole.end:
        return
    if _take_short(reading, whole, paged=pages is not None):
        return
    _take_list(reading, whole, style)


def _take_short(reading: Reading, whole: Span, *, paged: bool) -> bool:
    """Take names alone, or a short form that leans on a bibliography: `Smith 2004`, `Smith & Jones (2004)`, `Berger`."""
    text = whole.of(reading.raw)
    if (
        (match := _SHORT.match(text)) is not None
        and _are_families(match["names"])
        and not month_number(match["names"].split()[-1])
    ):
        put_names(reading, "author", Span(whole.start, whole.start + match.end("names")), 0.9)
        put_date(reading, "issued", Span(whole.start + match.start("date"), whole.start + match.end("date")), 0.95)
        return True
    names, _ = split_names(text)
    several = len(names) > 1 and is_name_list(text)
    if several or (paged and _are_families(text)):
        put_names(reading, "author", whole, 0.85 if several else 0.7)
        return True
    return False


def _are_families(text: str) -> bool:
    """Tell whether a text is one to four bare family names: `Smith`, `Smith & Jones`, `Smith, Jones, and Brown`."""
    text = text.strip(" ,")
    parts = [
        part.strip() for part in re.split(r",\s(?:and\s|&\s)?|\s(?:and|&|und|et|y)\s|\set al\.?", text) if part.strip()
    ]
    if not 1 <= len(parts) <= 4:
        return False
    return all(
        len(part.split()) <= 2
        and part[:1].isupper()
        and part.replace("-", "").replace(" ", "").replace("'", "").replace("’", "").isalpha()
        and not is_body(part)
        for part in parts
    )


def _take_list(reading: Reading, whole: Span, style: Style) -> None:
    """Take `Title, Publisher, Year` by its commas, or by its stops where it has some."""
    separator: Separator = "." if len(reading.pieces(".", whole.start, whole.end)) > 1 else ","
    read_body(reading, whole.start, separator, style)
