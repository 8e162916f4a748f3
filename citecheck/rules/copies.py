"""Copies in archives that references link: whose they are, of what and of when, and whether they are shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final, get_args

from citecheck.lexicon.copies import Copy, archive_named, copy_of
from citecheck.model import Dossier, Finding, LinkCheck, LinkVerdict, PartialDate, Reference, Severity, Suggestion
from citecheck.rules.check import Check, check
from citecheck.rules.dates import sure_date
from citecheck.rules.linked import Linked, linked
from citecheck.rules.place import named
from citecheck.rules.same_page import likeness, page_key

_ALL: Final[tuple[LinkVerdict, ...]] = get_args(LinkVerdict)
_SLACK: Final = 1
"""Days that a date may be from a timestamp, which is of UTC, and be that of the same day."""
_LIVE: Final = frozenset({"live", "no", "n", "false", "não", "nao"})
_DEAD: Final = frozenset({"dead", "yes", "y", "true", "sim", "sí", "si", "sì"})
"""Values of `url-status` (CS1) and of what stood for it before and elsewhere."""
_GONE: Final[dict[LinkVerdict, str]] = {"dead": "is dead", "soft-404": "answers, but not with its page"}


@check("archive-untrusted")
def archive_untrusted(dossier: Dossier) -> Iterator[Finding]:
    """Find links to archives whose copies cannot be relied upon."""
    for link, copy in _copies(dossier):
        if copy.trust == "untrusted":
            yield _about_archive("archive-untrusted", link, copy, "cannot be relied upon")


@check("archive-defunct")
def archive_defunct(dossier: Dossier) -> Iterator[Finding]:
    """Find links to archives that are no more."""
    for link, copy in _copies(dossier):
        if copy.trust == "defunct":
            yield _about_archive("archive-defunct", link, copy, "is no more")


@check("archive-date-mismatch")
def archive_date_mismatch(dossier: Dossier) -> Iterator[Finding]:
    """Find archive dates that are not those of the copy, and copies that are not of the time that their address tells."""
    for link, copy in _copies(dossier):
        told, shown = copy.date, _shown(link)
        if told is not None and shown is not None and not _agree(told, shown):
            yield link.finding(
                "archive-date-mismatch",
                f"The address of {link.name} names a copy of {told.iso()}, and the archive shows one of "
                f"{shown.iso()} in its place.",
                suggestion=_write(_where(link, copy)),
            )
            continue
        day, stated = shown or told, _stated(link.reference)
        if stated is not None and day is not None and not any(_agree(one, stated) for one in (day, *_days(link))):
            yield link.finding(
                "archive-date-mismatch",
                f"The archive date of {link.name} is {stated.iso()}, and the copy is of {day.iso()}.",
                suggestion=Suggestion(f"Write the archive date {day.iso()}", "archived", day.iso()),
            )


@check("archive-original-mismatch")
def archive_original_mismatch(dossier: Dossier) -> Iterator[Finding]:
    """
    Find copies of another page than the one that the reference links.

    An archive date says that a copy belongs to the address beside it; a note in prose may link one page and the copy of
    another.
    """
    checks = {one.url: one for one in dossier.links}
    cited = _cited(dossier)
    for link, copy in _copies(dossier):
        originals = _linked_as(link, "original")
        if copy.original is None or link.reference is None or not originals or _stated(link.reference) is None:
            continue
        likes = {
            likeness(way, end)
            for url in originals
            for way in _ways(url, checks.get(url))
            for end in _ways(copy.original, link.check)
        }
        other = _whose(cited.get(page_key(copy.original), ()), link.reference)
        if "same" in likes or ("maybe" in likes and other is None):
            continue
        whose = "" if other is None else f", which {named(other)} cites"
        yield link.finding(
            "archive-original-mismatch",
            f"The copy of {link.name} is one of {copy.original}{whose}, and the reference links {originals[0]}",
            severity=None if other is not None or "other" in likes else "note",
        )


@check("snapshot-broken")
def snapshot_broken(dossier: Dossier) -> Iterator[Finding]:
    """Find copies that references link and that their archive does not show, or that show another page."""
    for link, copy in _copies(dossier):
        if link.check.copy is None or link.check.copy.playback != "broken":
            continue
        yield link.finding(
            "snapshot-broken",
            f"The copy that {link.name} links does not show what was cited. {link.check.reason}",
            suggestion=_write(_better(link, copy)),
        )


@check("url-status-mismatch")
def url_status_mismatch(dossier: Dossier) -> Iterator[Finding]:
    """Find references that send their readers to a dead address, or away from one that is alive."""
    for link in linked(dossier, "live", *_GONE):
        if link.reference is None or link.role != "original" or not _has_copy_of_it(link):
            continue
        status = link.reference.text("url-status").casefold().strip()
        if status in _LIVE and link.check.verdict in _GONE:
            said = (
                f"calls it live, so that readers are led there and not to the copy, but it {_GONE[link.check.verdict]}"
            )
            yield _status(link, said, "dead")
        elif status in _DEAD and link.check.verdict == "live":
            yield _status(link, "calls it dead, but it answers with its page", "live", "note")


def _status(link: Linked, said: str, value: str, severity: Severity | None = None) -> Finding:
    """Give a finding about what a reference says of its address."""
    return link.finding(
        "url-status-mismatch",
        f"The reference {link.name} {said}.",
        severity=severity,
        suggestion=Suggestion(f"Write url-status={value}", "url-status", value),
    )


def _about_archive(rule: str, link: Linked, copy: Copy, why: str) -> Finding:
    """Give a finding about an archive, with the copy that may take the place of the one that is linked."""
    archive = archive_named(copy.archive)
    better = _write(_better(link, copy))
    return link.finding(rule, f"The archive of {link.name} {why}. {archive.reason}", suggestion=better)


# --- The copies and the links beside them


def _copies(dossier: Dossier) -> Iterator[tuple[Linked, Copy]]:
    """Give the links to copies at each of their places, with what their addresses say."""
    for link in linked(dossier, *_ALL):
        if link.role == "archive" and (copy := copy_of(link.check.url)) is not None:
            yield link, copy


def _linked_as(link: Linked, role: str) -> list[str]:
    """Give the addresses that the reference of a link names in a role."""
    if link.reference is None:
        return []
    return [one.url for one in link.dossier.document.entries[link.reference.entry].links if one.role == role]


def _has_copy_of_it(link: Linked) -> bool:
    """Tell whether a reference links a copy of this address, and not of another one beside it: a chapter, a second work."""
    if len(_linked_as(link, "original")) == 1:
        return link.has_copy
    copies = (copy_of(url) for url in _linked_as(link, "archive"))
    return any(one and one.original and likeness(one.original, link.check.url) == "same" for one in copies)


def _better(link: Linked, copy: Copy) -> str | None:
    """Give a copy of the same page that was found and is shown, None where there is none."""
    originals = _linked_as(link, "original")
    if len(originals) > 1:
        originals = [one for one in originals if copy.original and likeness(copy.original, one) == "same"]
    found = (one for one in link.dossier.snapshots if one.original in originals and one.status == "archived")
    shown = (one.memento for one in found if one.playback == "verified")
    return next((memento for memento in shown if memento != link.check.url), None)


def _write(copy: str | None) -> Suggestion | None:
    """Give the suggestion to link a copy, None where there is none."""
    return None if copy is None else Suggestion(f"Link the copy {copy}", "archive-url", copy)


# --- Of when


def _stated(reference: Reference | None) -> PartialDate | None:
    """Give the archive date that a reference has."""
    return None if reference is None else sure_date(reference, "archived")


def _shown(link: Linked) -> PartialDate | None:
    """Give the day of which an archive says that it made a copy."""
    copy = link.check.copy
    if copy is None or copy.captured_at is None:
        return None
    day = dt.date.fromisoformat(copy.captured_at[:10])
    return PartialDate(day.year, day.month, day.day)


def _where(link: Linked, copy: Copy) -> str | None:
    """Give the address of the copy that an archive shows in place of another, None where it is one of another page."""
    final = link.check.final_url or ""
    shown = copy_of(final)
    is_shown = link.check.copy is not None and link.check.copy.playback == "verified"
    same = (
        shown is not None and (shown.original or "") and likeness(shown.original or "", copy.original or "") == "same"
    )
    return final if is_shown and same else None


def _days(link: Linked) -> Iterator[PartialDate]:
    """Give the days of all copies that a reference links: of several works in one note the date may be the other's."""
    for url in _linked_as(link, "archive"):
        copy = copy_of(url)
        if copy is not None and copy.date is not None:
            yield copy.date


def _agree(one: PartialDate, other: PartialDate) -> bool:
    """Tell whether two dates may mean the same day, as far as each tells."""
    return _before(one, other) and _before(other, one)


def _before(one: PartialDate, other: PartialDate) -> bool:
    """Tell whether the first day of a date is not after the last day of another."""
    return one.earliest().toordinal() - _SLACK <= other.latest().toordinal()


# --- Of what


def _ways(url: str, check: LinkCheck | None) -> Iterator[str]:
    """Give an address and those that it led to, those of copies without their archive."""
    yield url
    if check is None:
        return
    for one in (check.final_url, *(hop.url for hop in check.chain)):
        copy = copy_of(one) if one else None
        if copy is not None and copy.original is not None:
            yield copy.original
        elif one:
            yield one


def _cited(dossier: Dossier) -> dict[str, list[Reference]]:
    """Give the references that link a page, by its key."""
    found: dict[str, list[Reference]] = {}
    for reference in dossier.references:
        for link in dossier.document.entries[reference.entry].links:
            if link.role == "original":
                found.setdefault(page_key(link.url), []).append(reference)
    return found


def _whose(references: Iterable[Reference], mine: Reference) -> Reference | None:
    """Give the reference of another work to which a page belongs, None where there is none."""
    title = mine.text("title").casefold()
    others = (one for one in references if one.id != mine.id and one.text("title"))
    return next((one for one in others if title and one.text("title").casefold() != title), None)


RULES: Final[tuple[Check, ...]] = (
    archive_untrusted,
    archive_defunct,
    archive_date_mismatch,
    archive_original_mismatch,
    snapshot_broken,
    url_status_mismatch,
)
