"""
Common Crawl: crawls of the web, one after the other, each with an index of its own; what they hold lies in large files.

Nothing is played back for people, so a hit is a witness that the page was there when it was captured, and no copy that
can be linked. A page that no index of a few knows may be in the hundred others, so there is no "not archived".
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urldefrag, urlencode

from citecheck.archives.archive import Anchor, Ask, Inquiry, Question, Terms, Told, Wanted, asked, dated
from citecheck.archives.capture import Capture
from citecheck.archives.cdx import ROWS, Rows
from citecheck.archives.choice import Choice, choose, strength, why_taken
from citecheck.archives.failure import failure, is_worth_a_second
from citecheck.archives.timemap import Holder, NotATimeMapError, read_timemap
from citecheck.model import Snapshot
from citecheck.web import Exchange, Request
from citecheck.web.hosts import Manners, host_name
from citecheck.web.pace import host_key

_MOST_CRAWLS: Final = 1000
"""Crawls that are listed; there were 115 in 2025."""
_NONE: Final = b"No Captures found"
"""With 404: what an index says that knows no capture."""
_IN_FILES: Final = "Common Crawl keeps it in large files, and there is no copy to link."


@dataclass(frozen=True, slots=True)
class Crawl:
    """A crawl."""

    id: str
    """`CC-MAIN-2025-33`."""
    index: str
    """The address of its index."""
    first: dt.date
    last: dt.date

    def distance(self, anchor: Anchor) -> int:
        """Give the days from the day that is wanted to the crawl, 0 where that was under way."""
        if self.last < anchor.first:
            return (anchor.first - self.last).days
        return max((self.first - anchor.last).days, 0)


@dataclass(frozen=True, slots=True)
class Crawls(Told):
    """What crawls there are."""

    crawls: tuple[Crawl, ...] = ()


@dataclass(frozen=True, slots=True)
class CommonCrawl:
    """The indexes of Common Crawl."""

    name: str = "commoncrawl"
    collections: str = "https://index.commoncrawl.org/collinfo.json"
    """Where the crawls are listed."""
    indexes: int = 3
    """Crawls whose index is asked: those nearest to the day, or the newest."""
    at_once: int = 1
    interval: float = 2.5
    """Seconds between the starts of two requests."""
    terms: Terms = field(default_factory=Terms)

    @property
    def manners(self) -> Mapping[str, Manners]:
        """How it wants to be asked."""
        return {host_key(self.collections): Manners(self.at_once, self.interval)}

    @property
    def places(self) -> Mapping[str, str]:
        """How its addresses begin."""
        return {host_key(self.collections): f"{self.collections.rpartition('/')[0]}/"}

    def service(self, url: str) -> str | None:
        """Give the service that an address asks, None where it is another's."""
        return next((service for service, place in self.places.items() if url.startswith(place)), None)

    def find(self, original: str, wanted: Wanted) -> Inquiry:
        """Give the inquiry for the capture that serves a reference best."""
        return dated(self._steps(urldefrag(original).url, original, wanted.anchor))

    def _steps(self, bare: str, original: str, anchor: Anchor | None) -> Inquiry:
        """Ask which crawls there are, and the indexes of some."""
        told = yield from asked(self._listed(), self.terms.patience)
        crawls = nearest(told.crawls, anchor)[: self.indexes]
        if told.failure or not crawls:
            return self._unknown(original, anchor, told.failure or "Common Crawl lists no crawl.")
        captures, problem = yield from self._captures(bare, crawls)
        choice = choose(captures, anchor)
        if choice.good:
            return self._archived(original, choice, problem)
        names = ", ".join(crawl.id for crawl in crawls)
        held = "hold no page" if captures else "know no capture"
        return self._unknown(original, anchor, problem or f"The crawls that were asked {held}: {names}. Others may.")

    def _captures(
        self, original: str, crawls: tuple[Crawl, ...]
    ) -> Generator[Question[Any], Any, tuple[tuple[Capture, ...], str]]:
        """Give what the indexes of crawls know, and why one of them told nothing."""
        captures: tuple[Capture, ...] = ()
        problem = ""
        for crawl in crawls:
            rows = yield from asked(self._index(crawl, original), self.terms.patience)
            captures, problem = (*captures, *rows.captures), problem or rows.failure
        return captures, problem

    def _listed(self) -> Question[Crawls]:
        """Give the question what crawls there are."""
        ask = Ask(host_key(self.collections), Request(self.collections), shared=True)
        return Question(ask, Crawls, read_crawls)

    def _index(self, crawl: Crawl, original: str) -> Question[Rows]:
        """Give the question what a crawl knows of an address."""
        query = urlencode({"url": original, "matchType": "exact", "output": "json", "limit": str(ROWS)})
        holder = Holder((crawl.index.removesuffix("-index"),))
        return Question(
            Ask(host_key(self.collections), Request(f"{crawl.index}?{query}")),
            Rows,
            lambda exchange: read_crawl(exchange, holder),
            crawl.index,
        )

    def _archived(self, original: str, choice: Choice, problem: str) -> Snapshot:
        """Give the snapshot that a capture is: without an address, for there is nothing to be shown."""
        taken, anchor = choice.good[0], choice.anchor
        before = f"Not all captures are known. {problem} " if problem else ""
        return Snapshot(
            original,
            "archived",
            self.name,
            captured_at=taken.captured_at,
            drift_days=None if anchor is None else anchor.drift(taken.day),
            reason=f"{before}{why_taken(anchor, taken)} {_IN_FILES}",
            candidates=choice.candidates(taken, {}),
            anchor=None if anchor is None else anchor.told,
            strength=strength(anchor, taken, self.terms.max_drift, same=False),
        )

    def _unknown(self, original: str, anchor: Anchor | None, reason: str) -> Snapshot:
        """Give the answer that nobody knows, and why."""
        return Snapshot(original, "unknown", self.name, reason=reason, anchor=None if anchor is None else anchor.told)


def nearest(crawls: tuple[Crawl, ...], anchor: Anchor | None) -> tuple[Crawl, ...]:
    """Give crawls by how near they were to a day, the newest first among equals, or where none is wanted."""
    newest = sorted(crawls, key=lambda crawl: crawl.last, reverse=True)
    return tuple(newest if anchor is None else sorted(newest, key=lambda crawl: crawl.distance(anchor)))


def read_crawls(exchange: Exchange) -> Crawls:
    """Give the crawls that an answer lists; those whose index is on another host are left out."""
    problem = failure(exchange)
    if problem:
        return Crawls(failure=problem, again=is_worth_a_second(exchange))
    try:
        told = json.loads(exchange.body)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, list):
        return Crawls(failure="Common Crawl's list of crawls cannot be read.")
    found = (_crawl(one) for one in told[:_MOST_CRAWLS] if isinstance(one, dict))
    here = host_name(exchange.url)
    return Crawls(crawls=tuple(one for one in found if one is not None and host_name(one.index) == here))


def read_crawl(exchange: Exchange, holder: Holder) -> Rows:
    """Give what the index of a crawl told, or why it did not."""
    if exchange.error is None and exchange.status == 404 and _NONE in exchange.body[:1000]:
        return Rows()
    problem = failure(exchange)
    if problem:
        return Rows(failure=problem, again=is_worth_a_second(exchange))
    try:
        found = read_timemap(exchange.body, holder)
    except NotATimeMapError as error:
        return Rows(failure=f"The index of a crawl cannot be read: {error}.")
    return Rows(count=found.count, captures=found.captures[:ROWS])


def _crawl(told: Mapping[str, Any]) -> Crawl | None:
    """Give the crawl that an item of the list tells of; None where it tells not enough."""
    words = [told.get(name) for name in ("id", "cdx-api", "from", "to")]
    if not all(isinstance(word, str) and len(word) <= 200 for word in words):
        return None
    id_, index, first, last = map(str, words)
    if not index.startswith(("https://", "http://")) or not index.endswith("-index"):
        return None
    try:
        days = dt.date.fromisoformat(first[:10]), dt.date.fromisoformat(last[:10])
    except ValueError:
        return None
    return Crawl(id_, index, *days)
