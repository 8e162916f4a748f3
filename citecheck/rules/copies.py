"""Copies in archives that references link: whose they are, of what and of when, and whether they are shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final, get_args
from urllib.parse import unquote

from citecheck.lexicon.copies import Copy, archive_named, copy_of
from citecheck.model import Dossier, Finding, LinkVerdict, PartialDate, Severity, Snapshot, Suggestion
from citecheck.rules.check import Check, check
from citecheck.rules.dates import sure_date
from citecheck.rules.linked import Linked, linked

_ALL: Final[tuple[LinkVerdict, ...]] = get_args(LinkVerdict)
_SLACK: Final = dt.timedelta(days=1)
"""How far a date may be from a timestamp, which is of UTC, and be that of the same day."""
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
        named, shown = copy.date, _day(link)
        if (
            named is not None
            and shown is not None
            and not _agree(named, PartialDate(shown.year, shown.month, shown.day))
        ):
            yield link.finding(
                "archive-date-mismatch",
                f"The address of {link.name} names a copy of {named.iso()}, and the archive shows one of "
                f"{shown.isoformat()} in its place.",
                suggestion=_write(link.check.final_url),
            )
        stated = None if link.reference is None else sure_date(link.reference, "archived")
        if stated is not None and named is not None and not _agree(named, stated):
            yield link.finding(
                "archive-date-mismatch",
                f"The archive date of {link.name} is {stated.iso()}, and the copy is of {named.iso()}.",
                suggestion=Suggestion(f"Write the archive date {named.iso()}", "archived", named.iso()),
            )


@check("archive-original-mismatch")
def archive_original_mismatch(dossier: Dossier) -> Iterator[Finding]:
    """Find copies of another page than the one that the reference links."""
    for link, copy in _copies(dossier):
        if copy.original is None or link.reference is None:
            continue
        entry = dossier.document.entries[link.reference.entry]
        originals = [one.url for one in entry.links if one.role == "original"]
        if originals and all(_bare(copy.original) != _bare(one) for one in originals):
            yield link.finding(
                "archive-original-mismatch",
                f"The copy of {link.name} is one of {copy.original}, and the reference links {originals[0]}",
            )


@check("snapshot-broken")
def snapshot_broken(dossier: Dossier) -> Iterator[Finding]:
    """Find copies that references link and that their archive does not show, or that show another page."""
    for link, _ in _copies(dossier):
        copy = link.check.copy
        if copy is None or copy.playback != "broken":
            continue
        better = next((one.memento for one in _of_original(link) if one.playback == "verified"), None)
        yield link.finding(
            "snapshot-broken",
            f"The copy that {link.name} links does not show what was cited. {link.check.reason}",
            suggestion=_write(better),
        )


@check("url-status-mismatch")
def url_status_mismatch(dossier: Dossier) -> Iterator[Finding]:
    """Find references that send their readers to a dead address, or away from one that is alive."""
    for link in linked(dossier, "live", "moved", *_GONE):
        if link.reference is None or link.role != "original" or not link.has_copy:
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


def _copies(dossier: Dossier) -> Iterator[tuple[Linked, Copy]]:
    """Give the links to copies at each of their places, with what their addresses say."""
    for link in linked(dossier, *_ALL):
        if link.role == "archive" and (copy := copy_of(link.check.url)) is not None:
            yield link, copy


def _about_archive(rule: str, link: Linked, copy: Copy, why: str) -> Finding:
    """Give a finding about an archive, with the copy that may take the place of the one that is linked."""
    better = next((one.memento for one in _of_original(link) if one.playback != "broken"), None)
    archive = archive_named(copy.archive)
    return link.finding(rule, f"The archive of {link.name} {why}. {archive.reason}", suggestion=_write(better))


def _of_original(link: Linked) -> tuple[Snapshot, ...]:
    """Give the snapshots that were found of the originals of the same reference."""
    if link.reference is None:
        return ()
    entry = link.dossier.document.entries[link.reference.entry]
    originals = {one.url for one in entry.links if one.role == "original"}
    return tuple(one for one in link.dossier.snapshots if one.original in originals and one.status == "archived")


def _write(copy: str | None) -> Suggestion | None:
    """Give the suggestion to link a copy, None where there is none."""
    return None if copy is None else Suggestion(f"Link the copy {copy}", "archive-url", copy)


def _day(link: Linked) -> dt.date | None:
    """Give the day of which an archive says that it made a copy."""
    copy = link.check.copy
    if copy is None or copy.captured_at is None:
        return None
    return dt.date.fromisoformat(copy.captured_at[:10])


def _agree(one: PartialDate, other: PartialDate) -> bool:
    """Tell whether two dates may mean the same day, as far as each tells."""
    return one.earliest() - _SLACK <= other.latest() and other.earliest() - _SLACK <= one.latest()


def _bare(url: str) -> str:
    """Give an address without what makes no other page of it: scheme, `www.`, a usual port, a closing slash, a fragment."""
    rest = url.partition("://")[2].partition("#")[0]
    host, slash, path = rest.partition("/")
    host = host.casefold().removesuffix(":80").removesuffix(":443").removeprefix("www.")
    return f"{host}{slash}{unquote(path)}".rstrip("/?").casefold()


RULES: Final[tuple[Check, ...]] = (
    archive_untrusted,
    archive_defunct,
    archive_date_mismatch,
    archive_original_mismatch,
    snapshot_broken,
    url_status_mismatch,
)
