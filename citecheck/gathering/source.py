"""Where the answers of a run come from: the network, the network with a recorder beside it, or a recording."""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

from citecheck.archives import Archive, Ask
from citecheck.gathering.breaker import MEMENTO, Breaker
from citecheck.gathering.budget import Budget
from citecheck.gathering.policy import Policy
from citecheck.links import intervals
from citecheck.model import Provenance
from citecheck.web import Exchange, Session, WebError
from citecheck.web.hosts import Manners, known_manners
from citecheck.web.pace import Crew, Later, Work
from citecheck.web.session import Walk
from citecheck.web.turns import fetch_in_turn, retry_after

if TYPE_CHECKING:
    from citecheck.web.adapter import Recorder, Replay

T = TypeVar("T")

LIVE: Final = "Answers are from the web, as it was during this run."
_SLOWEST: Final = 0.001
"""How many times as often as they bear archives are asked at least."""
_MOST_SHARED: Final = 64
"""Answers that are kept for other tasks; the one that was not wanted for longest goes first."""


class Source:
    """Gives the exchange of each request that is asked, each host and service in its own time."""

    def __init__(self, policy: Policy, archive: Archive) -> None:
        """
        Open the source.

        Args:
            policy: How to ask.
            archive: Whose services are asked in turns that all processes of this machine share.

        Raises:
            CassetteError: The recording cannot be read or written.
        """
        self._policy = policy
        self.archive = archive
        faster = max(policy.archive_speed, _SLOWEST)
        special = {
            name: policy.archive_manners or replace(own, interval=own.interval / faster)
            for name, own in archive.manners.items()
        }
        self._special = frozenset(special)
        self._manners = special
        self._budget = Budget(None if policy.replay else policy.budget, archive.places)
        self._replay: Replay | None = None
        self.provenance = Provenance("live", policy.label or LIVE)
        self._notices: tuple[str, ...] = ()
        self._shared: dict[str, Future[Exchange]] = {}
        adapter: Recorder | Replay | None = None
        if policy.replay is not None:
            from citecheck.gathering.recordings import refusals, replayed  # noqa: PLC0415 - most runs have no use for YAML

            cassette, adapter = replayed(policy, policy.replay)
            self._replay = adapter
            self.provenance, self._notices = cassette.provenance(), cassette.notices
            self.crew: Crew = _Alone()
            self._breaker = Breaker(recorded=refusals(cassette, archive.service))
        else:
            if policy.record is not None:
                from citecheck.gathering.recordings import recorder  # noqa: PLC0415 - as above

                adapter, self.provenance = recorder(policy, policy.record)
            asked_for = {host: Manners(at_once=1, interval=seconds) for host, seconds in intervals().items()}
            manners = {**asked_for, **known_manners(policy.manners), **special}
            self.crew = Crew(policy.jobs, policy.manners, manners, shared=(self._budget, self._special))
            self._breaker = Breaker()
        self.session = Session(policy.settings(), adapter)

    @property
    def is_replay(self) -> bool:
        """Whether nobody is asked, and so nobody need be waited for."""
        return self._replay is not None

    @property
    def intervals(self) -> Mapping[str, float]:
        """Seconds between two questions to each service of an archive that is still asked."""
        return {name: one.interval for name, one in self._manners.items() if not self._breaker.is_open(name)}

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person should know of the recording."""
        missed = self._replay.missed if self._replay is not None else []
        count = len(missed)
        told = f"{count:,} requests are not in the recording, the first {missed[0]}." if missed else ""
        return (*self._notices, told.replace("1 requests are", "1 request is")) if told else self._notices

    def fetch(self, ask: Ask) -> Future[Exchange]:
        """Queue a request, and give its future; what tasks share is asked once."""
        if not ask.shared:
            return self._fetch(ask)
        future = self._shared.pop(ask.request.url, None) or self._fetch(ask)
        self._shared[ask.request.url] = future
        if len(self._shared) > _MOST_SHARED:
            del self._shared[next(iter(self._shared))]
        return future

    def _fetch(self, ask: Ask) -> Future[Exchange]:
        """Queue a request in the turn of its host or service."""
        if ask.service not in self._special:
            return fetch_in_turn(self.session, ask.request, self.crew, ask.seconds)
        step = functools.partial(self._step, ask, self.session.walk(ask.request))
        return self.crew.submit(ask.service, step, ask.seconds)

    def _step(self, ask: Ask, walk: Walk) -> Exchange | Later[Exchange]:
        """Make one hop at a service of an archive, as long as that does not turn requests away."""
        service = ask.service
        if self._breaker.is_open(service) or self._is_closed(service):
            return _refused(ask)
        began = time.time()
        exchange = walk.step()
        hop = walk.last
        if hop is not None and hop.status == 429 and MEMENTO not in hop.headers:
            self._turned_away(service, began, max(retry_after(hop.headers) or 0.0, self._policy.pause))
        if exchange is None:
            return Later(service, functools.partial(self._step, ask, walk))
        error = exchange.error
        if error is not None and error.kind == "refused":
            self._turned_away(service, began)  # how the Internet Archive locks out who did not heed its 429
        elif error is not None and error.kind == "not-recorded" and self._breaker.was_open(service):
            return _refused(ask)
        return exchange

    def _turned_away(self, service: str, began: float, pause: float | None = None) -> None:
        """Note a refusal, and let all wait for *pause* seconds; None where nobody even listened."""
        counts = self._budget.refuse(service, began, silently=pause is None)
        if pause is not None:
            self._budget.hold(service, pause)
            self.crew.hold(service, pause)
        if counts or self.is_replay:
            self._breaker.count(service)
        if self._breaker.is_open(service):
            self.crew.free(service)

    def _is_closed(self, service: str) -> bool:
        """Tell whether nobody of this machine asks a service any more for a while."""
        if self.is_replay or self._budget.closed_until(service) is None:
            return False
        self._breaker.open(service)
        self.crew.free(service)
        return True

    def close(self, *, at_once: bool) -> None:
        """
        End it.

        Args:
            at_once: Whether requests under way are left to themselves: they end by their own deadlines, and nobody
                hears of it.
        """
        if at_once:
            self.crew.cancel()
            threading.Thread(target=self.crew.close, name="citecheck farewell", daemon=True).start()
        else:
            self.crew.close()
        self.session.close()
        self._budget.close()


class _Alone(Crew):
    """A crew of nobody: work is done where it is submitted, in the order of asking, so that a replay is the same each time."""

    def __init__(self) -> None:
        super().__init__(1, paced=False)

    def submit(self, key: str, work: Work[T], seconds: float = 0.0) -> Future[T]:
        """Do the work and give its future."""
        del key, seconds
        future: Future[T] = Future()
        try:
            outcome = work()
            while isinstance(outcome, Later):
                outcome = outcome.work()
        except Exception as problem:  # noqa: BLE001 - it belongs to who waits for the future
            future.set_exception(problem)
        else:
            future.set_result(outcome)
        return future


def _refused(ask: Ask) -> Exchange:
    """Give the exchange of a request that was not made."""
    message = f"It turned requests away time and again, so {ask.service} was not asked any more in this run."
    return Exchange(ask.request, (), error=WebError("failed", message, "throttled"))
