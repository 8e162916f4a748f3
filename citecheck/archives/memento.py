"""
An archive that speaks Memento (RFC 7089): its TimeGate leads to the copy nearest to a day, its TimeMap lists them all.

How it is searched is the same as for the Wayback Machine (`search.py`); here is what it is asked for that. A TimeGate
stands in for playback at a time, a TimeMap for the index. "Not archived" takes both: a TimeMap that lists nothing, and a
TimeGate that knows nothing.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import urldefrag, urlencode, urlsplit

from citecheck.archives.archive import Anchor, Ask, Inquiry, Question, Terms, Wanted, asked, dated
from citecheck.archives.availability import Hint
from citecheck.archives.capture import Capture
from citecheck.archives.cdx import Rows
from citecheck.archives.listing import Listed, kept, listed_count, read_listing
from citecheck.archives.playback import Played, read_playback
from citecheck.archives.search import Search
from citecheck.archives.timegate import Led, accept_datetime, read_gate
from citecheck.archives.timemap import Holder, TimeMapPage
from citecheck.web import Exchange, Request
from citecheck.web.hosts import Manners, host_name
from citecheck.web.pace import host_key

_MOST_ONWARD: Final = 3
"""Addresses of one TimeGate that are asked one after the other."""
_MOST_PAGES: Final = 4
"""Pages of one TimeMap that are read beside the first."""
_OWN_PAGE: Final = "The archive shows a page of its own in place of the copy, which was not seen."
_FRAMED: Final = "The archive shows the copy in a frame, which tells nothing of it; it was not seen."


@dataclass(frozen=True, slots=True)
class MementoArchive:
    """An archive, by the addresses of its services; each of these is followed by the original's, as it stands."""

    name: str
    """What reports call it."""
    timegate: str = ""
    """"" where it has none."""
    timemap: str = ""
    """"" where it has none; with `query` it is asked for the original as `url`, in a query."""
    query: tuple[tuple[str, str], ...] = ()
    """What else is in the query."""
    bases: tuple[str, ...] = ()
    """How the addresses of its mementos begin, the usual one first. None: it lists those of other archives."""
    modifier: str = ""
    """What follows the timestamp in the address of the bytes as captured: `id_`, `mp_`; "" where none is known."""
    follow: bool = True
    """Whether the TimeGate may be followed: it may where what it leads to is the copy, and no frame around it."""
    framed: bool = False
    """Whether all that it shows is a frame around the copy: then nothing can be told of what is in it."""
    at_once: int = 2
    interval: float = 1.0
    """Seconds between the starts of two requests."""
    terms: Terms = field(default_factory=Terms)

    @property
    def manners(self) -> Mapping[str, Manners]:
        """How each of its hosts wants to be asked."""
        return dict.fromkeys(self.places, Manners(self.at_once, self.interval))

    @property
    def places(self) -> Mapping[str, str]:
        """How the addresses of each of its hosts begin."""
        addresses = (self.timegate, self.timemap, *self.bases)
        return {host_key(url): f"{_origin(url)}/" for url in reversed(addresses) if url}

    @property
    def holder(self) -> Holder:
        """Where its mementos are."""
        return Holder(self.bases)

    def service(self, url: str) -> str | None:
        """Give the service that an address asks, None where it is another's."""
        host = host_key(url)
        return host if host in self.places else None

    def find(self, original: str, wanted: Wanted) -> Inquiry:
        """Give the inquiry for the snapshot that serves a reference best, as the protocol says."""
        return dated(self._whole(Search(self, original, wanted).steps(), original, wanted))

    # --- The questions of a search

    def nearest(self, original: str, wanted: Wanted) -> Question[Played] | None:
        """Give the question for the capture nearest to a day, or for the last one."""
        if not self.timegate:
            return None
        if not self.follow:
            return self._gate(self._at(self.timegate, original), original, wanted)
        request = Request(
            self._at(self.timegate, original), headers=accept_datetime(wanted.anchor), limits=self.terms.limits
        )
        return Question(
            Ask(host_key(self.timegate), request),
            Played,
            lambda exchange: self._read_led(exchange, original, wanted.title),
            f"{self.name}\0{original}\0{wanted.title}",
        )

    def played(self, capture: Capture, original: str, wanted: Wanted) -> Question[Played]:
        """Give the question for what a capture shows."""
        url = capture.playable_at(self.modifier) if self.modifier else capture.uri
        request = Request(url, limits=self.terms.limits, led_to=not self.bases)
        return Question(
            Ask(host_key(url), request),
            Played,
            lambda exchange: self._read(exchange, original, capture, wanted.title),
            f"{self.name}\0{original}\0{wanted.title}\0{capture.at}",
        )

    def listed_near(self, original: str, anchor: Anchor | None) -> Question[Rows] | None:
        """Give the question for all captures: those nearest to a day are kept."""
        if not self.timemap:
            return None
        url = self._at(self.timemap, original)
        if self.query:
            url = f"{self.timemap}?{urlencode((('url', original), *self.query))}"
        return self._page(url, original, anchor)

    def listed_before(self, original: str, anchor: Anchor | None) -> Question[Rows]:
        """Give the same question: it has brought them all."""
        return self._page(self._at(self.timemap, original), original, anchor)

    def listed_after(self, original: str, anchor: Anchor) -> Question[Rows]:
        """Give the same question: it has brought them all."""
        return self._page(self._at(self.timemap, original), original, anchor)

    def same_words(self, original: str, digest: str) -> None:
        """Give no question: TimeMaps are of one address."""

    def hinted(self, original: str, anchor: Anchor | None, *, both_sides: bool) -> Question[Hint] | None:
        """Give no question: there is no third service."""

    def _gate(self, url: str, original: str, wanted: Wanted) -> Question[Played]:
        """Give the question to a TimeGate that is not followed."""
        headers = accept_datetime(wanted.anchor)
        return Question(
            Ask(host_key(url), Request(url, headers=headers, follow=False, limits=self.terms.limits)),
            Led,
            lambda exchange: read_gate(exchange, self.holder, original),
            f"{self.name}\0{original}",
        )

    def _page(self, url: str, original: str, anchor: Anchor | None) -> Question[Rows]:
        """Give the question for a TimeMap, or for a page of one."""
        return Question(
            Ask(host_key(url), Request(url)),
            Listed,
            lambda exchange: read_listing(exchange, self.holder, original, anchor),
            f"{self.name}\0{original}\0{anchor}",
        )

    @staticmethod
    def _at(service: str, original: str) -> str:
        """Give the address at which a service is asked about an original."""
        return service + urldefrag(original).url

    # --- What takes more than one question

    def _whole(self, inquiry: Inquiry, original: str, wanted: Wanted) -> Inquiry:
        """Give an inquiry that is sent what a TimeGate leads to, and all pages of a TimeMap."""
        try:
            question = next(inquiry)
            while True:
                told = yield question
                if isinstance(told, Led) and not told.again:
                    told = yield from self._shown(told, original, wanted)
                elif isinstance(told, Listed) and (told.further or told.left_out):
                    told = yield from self._all_pages(told, original, wanted.anchor)
                question = inquiry.send(told)
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]  # of an inquiry it is a snapshot

    def _shown(self, led: Led, original: str, wanted: Wanted) -> Generator[Question[Any], Any, Played]:
        """Give what the copy shows to which a TimeGate leads."""
        told: Played = led
        for _ in range(_MOST_ONWARD):
            if not isinstance(told, Led) or not told.onward:
                break
            told = yield from asked(self._gate(told.onward, original, wanted), self.terms.patience)
        named = told.named if isinstance(told, Led) else None
        if isinstance(told, Led) and told.onward:
            why = "The archive's TimeGate sends on and on."
            return Played(failure=why, reason=why)
        if named is None:
            return replace(told, again=False)
        played = yield from asked(self.played(named, original, wanted), self.terms.patience)
        if played.outcome == "absent":
            why = "The archive leads to this copy and does not show it."
            return replace(played, outcome="broken", reason=why, entry=named)
        return replace(played, entry=played.entry or named, again=False)

    def _all_pages(self, first: Listed, original: str, anchor: Anchor | None) -> Generator[Question[Any], Any, Listed]:
        """Give what a TimeMap tells with the pages of it that serve best."""
        captures, count, problem = first.captures, first.count, first.failure
        own = [page for page in first.further if self._is_mine(page)]
        for page in own[:_MOST_PAGES]:
            told: Rows = yield from asked(self._page(page.url, original, anchor), self.terms.patience)
            problem = problem or told.failure
            captures, count = (*captures, *told.captures), count + told.count
        left = len(first.further) - len(own[:_MOST_PAGES]) + first.left_out
        if left and not problem:
            problem = f"{left} pages of the archive's TimeMap were not read."
        return Listed(failure=problem, count=listed_count(count), captures=kept(captures, anchor))

    def _is_mine(self, page: TimeMapPage) -> bool:
        """Tell whether a page of a TimeMap is on the host that gave the first one."""
        return host_name(page.url) == host_name(self.timemap) and page.url.startswith(("http://", "https://"))

    # --- What came

    def _read_led(self, exchange: Exchange, original: str, title: str) -> Played:
        """Judge what a TimeGate led to that was followed."""
        played = self._read(exchange, original, None, title)
        if exchange.error is None and not self.holder.own(exchange.url) and exchange.url != exchange.request.url:
            why = f"The archive's TimeGate leads out of the archive, to {host_name(exchange.url)}."
            return Played(failure=why, reason=why)
        return played

    def _read(self, exchange: Exchange, original: str, capture: Capture | None, title: str) -> Played:
        """Judge an attempt to see a copy."""
        base = self._base(exchange.url, exchange.request.url)
        played = read_playback(exchange, base, original, None if capture is None else capture.at, title)
        played = self._spelled(played, original)
        speaks = exchange.error is None and exchange.status == 200 and "memento-datetime" not in exchange.headers
        if speaks and played.outcome == "broken" and exchange.url.startswith(f"{base}/"):
            return _unseen(played, _OWN_PAGE)
        if self.framed and played.shown is not None:
            return _unseen(played, _FRAMED)
        return played

    def _base(self, url: str, asked_for: str) -> str:
        """Give the beginning of a memento's address that is the archive's, spelled as in *url*."""
        if not self.bases:
            return _origin(url if host_name(url) == host_name(asked_for) else asked_for)
        scheme = url.partition("://")[0]
        spelled = (f"{scheme}://{base.partition('://')[2]}" for base in self.bases)
        return next((base for base in spelled if url.startswith(f"{base}/")), self.bases[0])

    def _spelled(self, played: Played, original: str) -> Played:
        """Give what came of a copy with its captures as the archive spells them; those of others are left out."""
        entry, shown, before, after = (
            self._own(one, original) for one in (played.entry, played.shown, played.before, played.after)
        )
        return replace(played, entry=entry, shown=shown, before=before, after=after)

    def _own(self, capture: Capture | None, original: str) -> Capture | None:
        """Give a capture of this archive as it spells it; None for others."""
        uri = "" if capture is None else self.holder.own(capture.uri)
        if capture is None or not uri:
            return None
        return replace(capture, uri=uri, original=capture.original or original)


def _unseen(played: Played, why: str) -> Played:
    """Give what is known of a copy that nobody could look at."""
    return replace(
        played,
        failure=why,
        reason=why,
        outcome="unknown",
        shown=None,
        content=None,
        digest="",
        doubt="",
        bears_title=None,
    )


def _origin(url: str) -> str:
    """Give scheme and authority of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
