"""What one would rather look at than read: links by host and by age, and what archives hold of those that are gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from citecheck.model import SEVERITIES, AuditReport, DocumentReport, LinkCheck, LinkVerdict
from citecheck.reports.html_text import shown
from citecheck.reports.wording import issued

GONE: Final[frozenset[LinkVerdict]] = frozenset({"dead", "soft-404", "invalid"})
WELL: Final[frozenset[LinkVerdict]] = frozenset({"live", "moved"})
MOST_HOSTS: Final = 8
MOST_YEARS: Final = 16
"""More years than that are put together, five to a bar."""
MOST_RUNS: Final = 30
_FEWEST: Final = 4
"""Fewer links are no chart."""
_FIRST_PAGE: Final = 1990
_LAST_PAGE: Final = 2100


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: how many links are well, in doubt, gone."""

    name: str
    well: int
    doubtful: int
    gone: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.well + self.doubtful + self.gone

    def said(self, words: Sequence[str]) -> str:
        """Give the same in words for gone, in doubt and well: `3 gone, 1 well`."""
        numbers = (self.gone, self.doubtful, self.well)
        told = zip(numbers, words, strict=True)
        return ", ".join(
            f"{number} {word.removesuffix('s') if number == 1 else word}" for number, word in told if number
        )


@dataclass(frozen=True, slots=True)
class Charts:
    """The charts of an audit; each empty where there is nothing to see."""

    hosts: tuple[Bar, ...]
    """Those with the most links that are gone, then those with the most links."""
    more_hosts: int
    """How many hosts are not among them."""
    years: tuple[Bar, ...]
    """By the year in which the links were read, or else published; every year between the first and the last."""
    runs: tuple[Bar, ...]
    """Findings over the last runs, this one last: notes are well, warnings in doubt, errors gone."""
    gone: int
    """Links that are gone."""
    kept: int
    """Those of them of which an archive has a copy that is not known to be broken."""

    @property
    def highest(self) -> int:
        """The most links of a year."""
        return max((bar.total for bar in self.years), default=0)

    @property
    def any(self) -> bool:
        """Whether there is something to see."""
        return bool(self.hosts or self.years or self.runs)

    @property
    def most(self) -> int:
        """The most findings of a run."""
        return max((bar.total for bar in self.runs), default=0)


def charts(report: AuditReport) -> Charts:
    """Give the charts of an audit; links that were not asked are in none of them."""
    asked = [(document, check) for document in report.documents for check in document.links if _asked(check)]
    if len(asked) < _FEWEST:
        return Charts((), 0, (), _runs(report), 0, 0)
    hosts = _bars((_host(check.url), check) for _, check in asked)
    worst = sorted(hosts, key=lambda bar: (-bar.gone, -bar.total, bar.name))
    gone = [(document, check) for document, check in asked if check.verdict in GONE]
    copies = {id(document): _with_copies(document) for document in report.documents}
    return Charts(
        hosts=tuple(worst[:MOST_HOSTS]),
        more_hosts=max(len(worst) - MOST_HOSTS, 0),
        years=tuple(_years(report.documents)),
        runs=_runs(report),
        gone=len(gone),
        kept=sum(check.url in copies[id(document)] for document, check in gone),
    )


def _runs(report: AuditReport) -> tuple[Bar, ...]:
    """Give a bar for each of the last runs; none where there is no earlier one."""
    if not report.earlier:
        return ()
    figures = [(run.as_of, run.findings) for run in report.earlier[1 - MOST_RUNS :]]
    figures.append((report.run.as_of, report.counts.findings))
    return tuple(
        Bar(shown(as_of, 40), *(found.get(severity, 0) for severity in reversed(SEVERITIES)))
        for as_of, found in figures
    )


def _asked(check: LinkCheck) -> bool:
    """Tell whether the verdict of a link says something of it."""
    return check.verdict not in {"unchecked", "skipped"}


def _host(url: str) -> str:
    """Give the host of an address, for people."""
    try:
        return shown(urlsplit(url).hostname or "no host", 60)
    except ValueError:
        return "no host"


def _bars(named: Iterable[tuple[str, LinkCheck]]) -> list[Bar]:
    """Give a bar for each name."""
    found: dict[str, Counter[str]] = {}
    for name, check in named:
        kind = "well" if check.verdict in WELL else "gone" if check.verdict in GONE else "doubtful"
        found.setdefault(name, Counter())[kind] += 1
    return [Bar(name, kinds["well"], kinds["doubtful"], kinds["gone"]) for name, kinds in found.items()]


def _years(documents: Iterable[DocumentReport]) -> Iterator[Bar]:
    """Give a bar for each year, or for each five."""
    dated = [(year, check) for document in documents for year, check in _dated(document)]
    if len({year for year, _ in dated}) < 2:
        return
    first, last = min(year for year, _ in dated), max(year for year, _ in dated)
    step = 1 if last - first < MOST_YEARS else 5
    bars = {bar.name: bar for bar in _bars((_span(year, step), check) for year, check in dated)}
    for start in range(first - first % step, last + 1, step):
        name = _span(start, step)
        yield bars.get(name, Bar(name, 0, 0, 0))


def _span(year: int, step: int) -> str:
    """Give the name of the bar that a year belongs to."""
    start = year - year % step
    return str(year) if step == 1 else f"{start}–{start + step - 1}"


def _dated(document: DocumentReport) -> Iterator[tuple[int, LinkCheck]]:
    """Give the links of references with the year of which they speak."""
    years = {reference.id: _year(reference.csl) for reference in document.references}
    for check in document.links:
        named = (years.get(place.reference or "") for place in check.places)
        year = next((year for year in named if year is not None), None)
        if year is not None and _asked(check):
            yield year, check


def _year(csl: dict[str, Any]) -> int | None:
    """Give the year in which a source was read, or else published; None where that is no year of the web."""
    for variable in ("accessed", "issued"):
        year = issued({"issued": csl.get(variable)})[:4]
        if year.isdecimal() and _FIRST_PAGE <= int(year) <= _LAST_PAGE:
            return int(year)
    return None


def _with_copies(document: DocumentReport) -> set[str]:
    """Give the addresses of which an archive has a copy."""
    return {one.original for one in document.snapshots if one.status == "archived" and one.playback != "broken"}
