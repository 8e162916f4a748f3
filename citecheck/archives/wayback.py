"""
The Wayback Machine: index first, then playback; the availability API only where the index is silent.

"Archived" stands on a capture that the index lists and playback confirms, where playback answers at all. "Not archived"
takes two services that agree: an index without a row, and playback that knows nothing. All else is unknown.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Final

from citecheck.archives.archive import Anchor, Ask, Inquiry
from citecheck.archives.availability import hint_question, read_hint
from citecheck.archives.capture import Capture, stamp
from citecheck.archives.cdx import ROWS, NotAnIndexError, first_after, last_before, nearest_to, newest, read_rows
from citecheck.archives.choice import Choice, choose
from citecheck.archives.failure import EXCLUDED, failure, is_worth_a_second
from citecheck.archives.playback import AS_CAPTURED, Played, read_playback
from citecheck.archives.services import Services
from citecheck.model import Candidate, Snapshot
from citecheck.model.link import Playback
from citecheck.web import Exchange, Request
from citecheck.web.hosts import Manners
from citecheck.web.pace import host_key

INDEX: Final = "the archive's index"
HINT: Final = "the archive's availability API"
_MOST_PLAYED: Final = 3
"""Captures of one original that are played back in search of a good one."""
_ANY_TIME: Final = "2"
"""A timestamp of one digit: playback takes it for the nearest that there is."""

_Asking = Generator[Ask, Exchange, Exchange]


@dataclass(frozen=True, slots=True)
class _Listed:
    """What the index told of an original."""

    captures: tuple[Capture, ...] = ()
    failure: str = ""
    """Why it told nothing, or not all that was asked."""


@dataclass(frozen=True, slots=True)
class Wayback:
    """The Wayback Machine of the Internet Archive, or a mirror of it."""

    services: Services = field(default_factory=Services)
    patience: float = 5.0
    """Seconds before a question that failed is asked once more."""

    @property
    def name(self) -> str:
        """What reports call it."""
        return "wayback"

    @property
    def manners(self) -> Mapping[str, Manners]:
        """
        How each service wants to be asked.

        The Internet Archive's limits as its clients report them: 24 to 30 questions a minute to the index, twenty to
        the availability API, 600 to playback; who goes on after a refusal is locked out for an hour.
        """
        return {
            INDEX: Manners(at_once=2, interval=2.5),
            HINT: Manners(at_once=1, interval=3.0),
            host_key(self.services.wayback): Manners(at_once=4, interval=0.125),
        }

    def service(self, url: str) -> str | None:
        """Give the service that an address asks, None where it is another's."""
        places = {
            self.services.cdx: INDEX,
            self.services.availability: HINT,
            f"{self.services.wayback}/web/": host_key(self.services.wayback),
        }
        return next((service for place, service in places.items() if url.startswith(place)), None)

    def find(self, original: str, anchor: Anchor | None) -> Inquiry:
        """Give the inquiry for the snapshot that serves a reference best, as the protocol says."""
        listed = yield from self._listed(original, anchor)
        choice = choose(listed.captures, anchor)
        if choice.good or (choice.redirects and not listed.failure):
            before = f"Not all copies are known. {listed.failure} " if listed.failure else ""
            return (yield from self._played(original, choice, before))
        if listed.failure == EXCLUDED:
            return self._unknown(original, EXCLUDED)
        if listed.failure:
            return (yield from self._hinted(original, anchor, listed.failure))
        if choice.bad:
            copies = "The only copy holds" if len(choice.bad) == 1 else "All copies hold"
            return self._not_archived(original, f"{copies} an error or nothing, not the page.", choice)
        return (yield from self._doubted(original, anchor))

    def _listed(self, original: str, anchor: Anchor | None) -> Generator[Ask, Exchange, _Listed]:
        """Ask the index until the rule can choose: once as a rule, at most three times."""
        when = _timestamp(anchor)
        at = self.services.cdx
        question = newest(at, original) if when is None else nearest_to(at, original, when)
        count, listed = yield from self._rows(question)
        captures = listed.captures
        if listed.failure or count < ROWS or choose(captures, anchor).is_before:
            return listed
        _, earlier = yield from self._rows(last_before(at, original, when))
        captures += earlier.captures
        problem = earlier.failure
        if when is not None and not choose(captures, anchor).good:
            _, later = yield from self._rows(first_after(at, original, when))
            captures += later.captures
            problem = problem or later.failure
        return _Listed(tuple(dict.fromkeys(captures)), problem)

    def _rows(self, question: str) -> Generator[Ask, Exchange, tuple[int, _Listed]]:
        """Ask the index one question, and give the number of its rows with what can be used of them."""
        exchange = yield from self._ask(INDEX, question)
        problem = failure(exchange)
        if problem:
            return 0, _Listed(failure=problem)
        try:
            count, captures = read_rows(exchange.body)
        except NotAnIndexError as error:
            return 0, _Listed(failure=f"The archive's index gave an answer that cannot be read: {error}.")
        return count, _Listed(captures)

    def _ask(self, service: str, url: str) -> _Asking:
        """Ask once, and once more where that may help."""
        exchange = yield Ask(service, Request(url))
        if is_worth_a_second(exchange) and "memento-datetime" not in exchange.headers:
            exchange = yield Ask(service, Request(url), self.patience)
        return exchange

    def _play(self, url: str) -> _Asking:
        """Ask playback."""
        return self._ask(host_key(self.services.wayback), url)

    def _played(self, original: str, choice: Choice, before: str) -> Inquiry:
        """Play captures back, the best first, and give the first that shows; *before* begins the reason."""
        base = self.services.wayback
        rejected: dict[Capture, str] = {}
        tried = (*choice.good, *choice.redirects)[:_MOST_PLAYED]
        for capture in tried:
            exchange = yield from self._play(capture.memento(base, AS_CAPTURED))
            played = read_playback(exchange, base, capture.at)
            if played.outcome == "excluded":
                return self._unknown(original, EXCLUDED)
            if played.outcome == "verified" or (played.outcome == "unknown" and capture in choice.good):
                return self._archived(original, choice, capture, played, rejected, before)
            rejected[capture] = _why_rejected(played)
            if played.outcome == "unknown":
                return self._unknown(original, f"All copies are redirects. {played.reason}")
        if not choice.good:
            return self._of_redirects(original, choice, rejected)
        best = choice.good[0]
        shown = "does not show the best" if len(tried) == 1 else f"shows none of the {len(tried)} best"
        return Snapshot(
            original,
            "archived",
            self.name,
            best.memento(base),
            best.captured_at,
            "broken",
            _drift(choice, best),
            f"{before}The archive lists copies, but {shown}: {rejected[best]}",
            choice.candidates(base, None, rejected),
        )

    def _of_redirects(self, original: str, choice: Choice, rejected: dict[Capture, str]) -> Snapshot:
        """Give the answer where every copy is a redirect and those that were played back lead to no page."""
        if len(rejected) < len(choice.redirects):
            count = f"All {len(choice.redirects)} copies are redirects; the {len(rejected)} best lead to no copy."
            return self._unknown(original, count)
        return self._not_archived(original, "All copies are redirects that lead to no copy.", choice, rejected)

    def _hinted(self, original: str, anchor: Anchor | None, problem: str) -> Inquiry:
        """Ask the availability API, because another service failed for the reason *problem*."""
        exchange = yield from self._ask(HINT, hint_question(self.services.availability, original, _timestamp(anchor)))
        capture = None if failure(exchange) else read_hint(exchange.body)
        choice = choose(() if capture is None else (capture,), anchor)
        if choice.good:
            return (yield from self._played(original, choice, f"{problem} The availability API names a copy. "))
        return self._unknown(original, problem)

    def _doubted(self, original: str, anchor: Anchor | None) -> Inquiry:
        """Ask playback for any copy, because the index has none: it is behind at times."""
        base = self.services.wayback
        exchange = yield from self._play(f"{base}/web/{_timestamp(anchor) or _ANY_TIME}{AS_CAPTURED}/{original}")
        played = read_playback(exchange, base, None)
        if played.outcome == "excluded":
            return self._unknown(original, EXCLUDED)
        if played.outcome == "unknown":
            return (yield from self._hinted(original, anchor, f"The archive's index lists no copy. {played.reason}"))
        if played.outcome == "absent":
            return self._not_archived(original, "Neither the archive's index nor its playback knows a copy.")
        choice = choose(() if played.found is None else (played.found,), anchor)
        if played.outcome == "verified" and choice.good:
            before = "The archive's index does not list it yet. "
            return self._archived(original, choice, choice.good[0], played, {}, before)
        return self._unknown(
            original, f"The archive's index lists no copy, and its playback does not confirm that. {played.reason}"
        )

    def _archived(  # noqa: PLR0913, PLR0917 - what a snapshot says, each by name
        self, original: str, choice: Choice, capture: Capture, played: Played, rejected: dict[Capture, str], before: str
    ) -> Snapshot:
        """Give the snapshot that is a capture."""
        playback: Playback = "verified" if played.outcome == "verified" else "unverified"
        base = self.services.wayback
        return Snapshot(
            original,
            "archived",
            self.name,
            capture.memento(base),
            capture.captured_at,
            playback,
            _drift(choice, capture),
            " ".join(filter(None, (f"{before}{_why_taken(choice, capture)}", played.reason))),
            choice.candidates(base, capture, rejected),
        )

    def _not_archived(
        self, original: str, reason: str, choice: Choice | None = None, rejected: dict[Capture, str] | None = None
    ) -> Snapshot:
        """Give the answer that there is no copy."""
        considered: tuple[Candidate, ...] = ()
        if choice is not None:
            considered = choice.candidates(self.services.wayback, None, rejected or {})
        return Snapshot(original, "not-archived", self.name, reason=reason, candidates=considered)

    def _unknown(self, original: str, reason: str) -> Snapshot:
        """Give the answer that nobody knows, and why."""
        return Snapshot(original, "unknown", self.name, reason=reason)


def _timestamp(anchor: Anchor | None) -> str | None:
    """Give the time to ask for: the end of the day of reading, the beginning of that of publication."""
    if anchor is None:
        return None
    return stamp(anchor.last, "235959") if anchor.kind == "accessed" else stamp(anchor.first)


def _drift(choice: Choice, capture: Capture) -> int | None:
    """Give the days from the access date to a capture, None without one."""
    anchor = choice.anchor
    return anchor.drift(capture.day) if anchor is not None and anchor.kind == "accessed" else None


def _why_rejected(played: Played) -> str:
    """Give why a capture that the index lists is not taken."""
    return "The archive lists this copy and does not show it." if played.outcome == "absent" else played.reason


def _why_taken(choice: Choice, capture: Capture) -> str:
    """Give the rule by which a capture was taken, as a sentence."""
    anchor = choice.anchor
    if anchor is None:
        return "The last good copy."
    if anchor.kind == "issued":
        return "The good copy nearest to the date of publication."
    drift = anchor.drift(capture.day)
    if drift == 0:
        return "Captured when the page was read."
    days = "a day" if abs(drift) == 1 else f"{abs(drift):,} days"
    if drift < 0:
        return f"The last good copy before the page was read, {days} earlier."
    return f"No good copy is as old as the reading; this is the first after it, {days} later."
