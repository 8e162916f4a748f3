"""
References against what their pages say of themselves: title, date of publication, authors.

A page is rewritten, renamed and dated anew, and its metadata are filled in by programs: so only what plainly differs
counts, and a snapshot from when the reference was read may speak for it where the page of today does not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from citecheck.claims import Source, behind
from citecheck.model import Dossier, Finding, PartialDate, Reference, Suggestion
from citecheck.pages import share_of
from citecheck.rules.check import Check, check
from citecheck.rules.dates import ONE_DAY, sure_date
from citecheck.rules.place import at_reference, named, quoted

_SURE: Final = 0.8
"""Confidence of a title or an author from which something is built on it."""
_FOREIGN: Final = 0.34
"""Share of a title's words below which a page does not bear it: half of it is enough for `bears`, and in between nobody
knows."""
_FIRST: Final = 6000
"""Code points of a page's text that are searched for a title or a byline; a title may also be quoted far below."""
_NAME: Final = re.compile(r"[^\W\d_]{3,40}")
_ISO: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_DATED_TWICE: Final = frozenset({"article-magazine", "article-journal", "chapter", "book", "paper-conference"})
"""Kinds of works that come out in an issue of a month and on a web page of a day: of these only years are compared."""


@check("title-mismatch")
def title_mismatch(dossier: Dossier) -> Iterator[Finding]:
    """Find references whose page bears another title."""
    for reference, sources in _read(dossier):
        title = reference.field("title")
        if title is None or title.confidence < _SURE:
            continue
        names = [
            reference.text(variable) for variable in ("title", "original-title", "translated-title", "short-title")
        ]
        shares = [_best_share([name for name in names if name], source) for source in sources]
        known = [share for share in shares if share is not None]
        if not known or max(known) >= _FOREIGN:
            continue
        shown = sources[0]
        yield at_reference(
            dossier,
            "title-mismatch",
            reference,
            f"{named(reference)} names {quoted(reference.text('title'))}, but the page is titled "
            f"{quoted(shown.page.title)} and does not bear that title anywhere near its top. Check that the link leads to "
            "what was cited.",
            url=shown.url,
        )


@check("date-mismatch")
def date_mismatch(dossier: Dossier) -> Iterator[Finding]:
    """Find references that are dated otherwise than their page says it is."""
    for reference, sources in _read(dossier):
        cited = sure_date(reference, "issued")
        told = [(source, date) for source in sources if (date := _date(source.page.issued)) is not None]
        if cited is None or not told or any(_agree(cited, date, reference.kind) for _, date in told):
            continue
        source, date = told[0]
        yield at_reference(
            dossier,
            "date-mismatch",
            reference,
            f"{named(reference)} is dated {cited.iso()}; its page says that it was published on {date.iso()}. Correct the "
            "date, or say which edition was read.",
            url=source.url,
            severity="warning" if date.year != cited.year else "note",
            suggestion=Suggestion(f"Date it {date.iso()}, as its page says.", variable="issued", value=date.iso()),
        )


@check("author-mismatch")
def author_mismatch(dossier: Dossier) -> Iterator[Finding]:
    """Find references whose authors are not those that their page names."""
    for reference, sources in _read(dossier):
        authors = reference.field("author")
        families = [_folded(name.family) for name in reference.names("author") if name.family]
        told = [source for source in sources if source.page.authors]
        if authors is None or authors.confidence < _SURE or not families or not told:
            continue
        if any(_names_one(families, source) for source in sources):
            continue
        source = told[0]
        yield at_reference(
            dossier,
            "author-mismatch",
            reference,
            f"{named(reference)} names {quoted(reference.names('author')[0].family)} as its author; its page names "
            f"{quoted(', '.join(source.page.authors[:3]))}, and nobody of that name near its top.",
            url=source.url,
        )


def _read(dossier: Dossier) -> Iterator[tuple[Reference, Sequence[Source]]]:
    """Give each reference with the pages behind it that have words; those of identifiers are pages of their works, too."""
    if not dossier.pages:
        return
    found = behind(dossier)
    for reference in dossier.references:
        sources = [one for one in found[reference.id].sources if one.page.text.strip() or one.page.title]
        if sources and len({_site_of(one) for one in sources}) == 1:  # several works: nobody knows whose page it is
            yield reference, sources


def _site_of(source: Source) -> str:
    """Give what a page is a copy of."""
    return source.link.copy.original or source.link.url if source.link.copy is not None else source.link.url


def _best_share(names: Sequence[str], source: Source) -> float | None:
    """Give the share of a title's words that a page bears, of several names of a work the best."""
    top = f"{source.page.title}\n{source.page.text[:_FIRST]}"
    shares = [share for name in names if (share := share_of(name, top)) is not None]
    return max(shares) if shares and source.page.title else None


def _date(iso: str) -> PartialDate | None:
    """Give the date that a page names, None where it names none."""
    found = _ISO.fullmatch(iso[:10])
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        date = PartialDate(year or 0, month, day)
        date.earliest()
    except ValueError:
        return None
    return date


def _agree(cited: PartialDate, told: PartialDate, kind: str) -> bool:
    """Tell whether two dates may be one: a day more or less is a matter of time zones."""
    if kind in _DATED_TWICE:
        return abs(cited.latest().year - told.latest().year) <= 1
    return cited.earliest() - ONE_DAY <= told.latest() and told.earliest() - ONE_DAY <= cited.latest()


def _names_one(families: Sequence[str], source: Source) -> bool:
    """Tell whether a page names one of some authors, in its metadata or near its top or its end."""
    page = source.page
    said = _folded("\n".join((*page.authors, page.title, page.text[:_FIRST], page.text[-_FIRST:])))
    return any(set(_NAME.findall(family)) <= set(_NAME.findall(said)) or family in said for family in families)


def _folded(text: str) -> str:
    """Give a text without case and accents."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return "".join(mark for mark in parted if not unicodedata.combining(mark))


RULES: Final[tuple[Check, ...]] = (title_mismatch, date_mismatch, author_mismatch)
