"""
What several runs say of links: which fail for now, and which are dead.

One run cannot tell an outage from a death. With a history a link is dead when it failed three times that are at least two days
apart, and one success takes all of that back. The rule is that of InternetArchiveBot, which wants three failed passes three
days apart (`parse.php`, `live_state`); both numbers are settings. Only what says that a page is not there counts as a
failure: hosts that are out of order, or that answer people only, never make a link dead, however often.

The file is committed or kept by a job: JSON, an address a line, sorted, so that two branches merge as text does; where both sides
have a line for an address, the later one counts. It also has the figures of the last runs, for the trend.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from citecheck.errors import HistoryError
from citecheck.kept import Kind, Stored, listed
from citecheck.model import SEVERITIES, AuditReport, DocumentReport, EarlierRun, LinkCheck, LinkHistory, LinkVerdict

VERSION: Final = 1
LARGEST: Final = 1 << 27
"""The most bytes of a history that are read: 128 MiB, some 500,000 addresses."""
MOST_RUNS: Final = 200
FORGOTTEN: Final = 400
"""Days after which an address that nobody names any more is forgotten."""
_MOST: Final = 1 << 40
"""Findings or links of one run: more of them no run has."""
_KIND: Final = Kind(
    "history", VERSION, LARGEST, HistoryError, "Name another file; a new one is begun where there is none."
)

_LIVING: Final[frozenset[LinkVerdict]] = frozenset({"live", "moved"})
_FAILING: Final[frozenset[LinkVerdict]] = frozenset({"dead", "soft-404"})
_ANSWERS: Final[frozenset[LinkVerdict]] = _LIVING | _FAILING | {"blocked", "unreachable"}


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one address; times are RFC 3339, UTC."""

    url: str
    last_seen: str
    """When it was asked last."""
    last_live: str | None = None
    failures: int = 0
    """In a row, each at least so many days after the one before."""
    first_failed: str | None = None
    last_failed: str | None = None
    """The last failure that counts."""


@dataclass(frozen=True, slots=True)
class PastRun:
    """The figures of a run."""

    of: str
    """A digest of what was audited: runs of other documents are another row of figures."""
    as_of: str
    findings: dict[str, int]
    links: dict[str, int]


@dataclass(frozen=True, slots=True)
class History:
    """What is known of addresses and of runs."""

    links: tuple[Record, ...] = ()
    runs: tuple[PastRun, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """When a link that fails is dead."""

    failures: int
    """Failures that make it dead."""
    days: int
    """Days that lie between two failures which both count, at the least."""


class _File(Stored):
    """The file as it is stored."""

    links: tuple[Record, ...] = ()
    runs: tuple[PastRun, ...] = ()


def load(data: bytes, name: str) -> History:
    """
    Give the history that a file holds; of two lines for one address the later one, and none that no run can have written.

    Args:
        data: Its bytes.
        name: What it is called in messages.

    Raises:
        HistoryError: It is too large, no history, or of another version.
    """
    found = _KIND.decoded(data, _File, name)
    latest: dict[str, Record] = {}
    for record in filter(_is_possible, found.links):
        if record.url not in latest or record.last_seen > latest[record.url].last_seen:
            latest[record.url] = record
    return History(tuple(latest.values()), tuple(filter(_is_counted, found.runs)))


def dump(history: History) -> str:
    """Give a history as its file: an address a line, sorted; a run a line, in the order of their days."""
    links = sorted(history.links, key=lambda one: one.url)
    runs = sorted(history.runs, key=lambda one: (one.as_of, one.of))
    return f'{{\n  "schema_version": {VERSION},\n  "links": {listed(links)},\n  "runs": {listed(runs)}\n}}\n'


def teller(
    history: History, name: Callable[[str], str], rule: Rule
) -> Callable[[Iterable[LinkCheck]], tuple[LinkCheck, ...]]:
    """
    Give the function that gives links with what several runs say of them, this one included.

    Args:
        history: As the runs before left it.
        name: Gives what an address is called in the file: without its secrets.
        rule: When a link is dead.
    """
    known = {record.url: record for record in history.links}

    def told(check: LinkCheck) -> LinkCheck:
        url = name(check.url)
        record = _after(known.get(url), url, check, rule)
        return check if record is None else replace(check, history=_state(record, rule))

    return lambda checks: tuple(map(told, checks))


def updated(history: History, report: AuditReport, rule: Rule) -> History:
    """Give the history after a run; addresses of the report are without secrets already."""
    known = {record.url: record for record in history.links}
    for check in (check for document in report.documents for check in document.links):
        record = _after(known.get(check.url), check.url, check, rule)
        if record is not None:
            known[check.url] = record
    latest = max((record.last_seen for record in known.values()), default="")
    today = min(latest, report.run.as_of)  # one line with a day far ahead makes nobody forget the others
    kept = (record for record in known.values() if _days(record.last_seen, today) <= FORGOTTEN)
    here = PastRun(_subject(report.documents), report.run.as_of, *_figures(report))
    others = [run for run in history.runs if (run.of, run.as_of) != (here.of, here.as_of)]
    runs = sorted((*others, here), key=lambda one: one.as_of)[-MOST_RUNS:]
    return History(tuple(kept), tuple(runs))


def earlier(history: History, report: AuditReport) -> tuple[EarlierRun, ...]:
    """Give the figures of the runs of the same documents before the day of a report, the oldest first."""
    of, day = _subject(report.documents), report.run.as_of
    return tuple(
        EarlierRun(run.as_of, {severity: run.findings.get(severity, 0) for severity in SEVERITIES}, dict(run.links))
        for run in sorted(history.runs, key=lambda one: one.as_of)[-MOST_RUNS:]
        if run.of == of and run.as_of < day
    )


def _after(before: Record | None, url: str, check: LinkCheck, rule: Rule) -> Record | None:
    """Give the record of an address after one more answer; None where nothing is known of it yet."""
    at = check.checked_at
    if at is None or check.verdict not in _ANSWERS or (before is not None and at <= before.last_seen):
        return before
    known = replace(before, last_seen=at) if before is not None else Record(url, at)
    if check.verdict in _LIVING:
        return replace(known, last_live=at, failures=0, first_failed=None, last_failed=None)
    if check.verdict in _FAILING and (known.last_failed is None or _days(known.last_failed, at) >= rule.days):
        return replace(known, failures=known.failures + 1, first_failed=known.first_failed or at, last_failed=at)
    return known


def _state(record: Record, rule: Rule) -> LinkHistory:
    """Give what a record says."""
    state: Literal["ok", "failing", "dead"] = "dead" if record.failures >= rule.failures else "failing"
    if not record.failures:
        state = "ok"
    return LinkHistory(state, record.failures, rule.failures, record.first_failed, record.last_live)


def _is_possible(record: Record) -> bool:
    """Tell whether a run can have written a record: its times are times, and it counts failures from 0 on."""
    times = (record.last_seen, record.last_live, record.first_failed, record.last_failed)
    try:
        for time in times:
            _time(time or record.last_seen)
    except ValueError:
        return False
    return record.failures >= 0


def _is_counted(run: PastRun) -> bool:
    """Tell whether a run can have had such figures."""
    return all(0 <= number < _MOST for number in (*run.findings.values(), *run.links.values()))


def _days(earlier_at: str, later_at: str) -> float:
    """Give the days from one time to another; none where one of them is no time."""
    try:
        return (_time(later_at) - _time(earlier_at)) / dt.timedelta(days=1)
    except ValueError:
        return 0


def _time(text: str) -> dt.datetime:
    """Give a time; one without a zone is UTC."""
    time = dt.datetime.fromisoformat(text)
    return time if time.tzinfo is not None else time.replace(tzinfo=dt.UTC)


def _figures(report: AuditReport) -> tuple[dict[str, int], dict[str, int]]:
    """Give how many findings of each severity and links of each verdict a report has."""
    links = Counter(check.verdict for document in report.documents for check in document.links)
    return {severity: report.counts.findings.get(severity, 0) for severity in SEVERITIES}, dict(sorted(links.items()))


def _subject(documents: Iterable[DocumentReport]) -> str:
    """Give a digest of what was audited."""
    names = "\n".join(sorted(document.known_as for document in documents))
    return hashlib.sha256(names.encode("utf-8", "surrogatepass")).hexdigest()[:16]
