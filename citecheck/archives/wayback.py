"""
The Wayback Machine of the Internet Archive: its services, how each wants to be asked, and what to ask it.

Playback may be asked twenty times as often as the index, so it is asked first, and the index decides what playback
leaves open; see `search.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from citecheck.archives.archive import Anchor, Ask, Inquiry, Question, Terms, Wanted, dated
from citecheck.archives.availability import Hint, both_sides_question, hint_question, read_hint
from citecheck.archives.capture import Capture, stamp_of
from citecheck.archives.cdx import Rows, first_after, last_before, nearest_to, newest, read_index, same_words
from citecheck.archives.playback import AS_CAPTURED, Played, read_playback
from citecheck.archives.search import Search
from citecheck.archives.services import Services
from citecheck.web import Request
from citecheck.web.hosts import Manners
from citecheck.web.pace import host_key

INDEX: Final = "the archive's index"
HINT: Final = "the archive's availability API"
_ANY_TIME: Final = "2"
"""A timestamp of one digit: playback takes it for the last that there is."""


@dataclass(frozen=True, slots=True)
class Wayback:
    """The Wayback Machine of the Internet Archive, or a mirror of it."""

    services: Services = field(default_factory=Services)
    terms: Terms = field(default_factory=Terms)

    @property
    def name(self) -> str:
        """What reports call it."""
        return "wayback"

    @property
    def manners(self) -> Mapping[str, Manners]:
        """
        How each service wants to be asked.

        The Internet Archive's limits as its clients report them: 24 questions a minute to the index (EDGI's wayback,
        0.5.1), twenty to the availability API, 600 to playback, of which 480 are used; who goes on after a refusal is
        locked out for an hour. The index takes up to a minute for an answer, so several are under way.
        """
        return {
            INDEX: Manners(at_once=6, interval=2.55),
            HINT: Manners(at_once=1, interval=3.0),
            host_key(self.services.wayback): Manners(at_once=8, interval=0.125),
        }

    @property
    def places(self) -> Mapping[str, str]:
        """How the addresses of each service begin."""
        return {
            INDEX: self.services.cdx,
            HINT: self.services.availability,
            host_key(self.services.wayback): f"{self.services.wayback}/web/",
        }

    def service(self, url: str) -> str | None:
        """Give the service that an address asks, None where it is another's."""
        return next((service for service, place in self.places.items() if url.startswith(place)), None)

    def find(self, original: str, wanted: Wanted) -> Inquiry:
        """Give the inquiry for the snapshot that serves a reference best, as the protocol says."""
        return dated(Search(self, original, wanted).steps())

    def nearest(self, original: str, wanted: Wanted) -> Question[Played]:
        """Give the question for the capture nearest to a day, of whatever status, or for the last one."""
        when = timestamp(wanted.anchor) or _ANY_TIME
        return self._play(f"{self.services.wayback}/web/{when}{AS_CAPTURED}/{original}", original, wanted, None)

    def played(self, capture: Capture, original: str, wanted: Wanted) -> Question[Played]:
        """Give the question for what a capture shows."""
        return self._play(capture.playable_at(AS_CAPTURED), original, wanted, capture)

    def _play(self, url: str, original: str, wanted: Wanted, capture: Capture | None) -> Question[Played]:
        """Give the question for what an address of playback shows."""
        base, at, title = self.services.wayback, None if capture is None else capture.at, wanted.title
        return Question(
            Ask(host_key(base), Request(url, limits=self.terms.limits)),
            Played,
            lambda exchange: read_playback(exchange, base, original, at, title),
            f"{original}\0{title}\0{at}",
        )

    def listed_near(self, original: str, anchor: Anchor | None) -> Question[Rows]:
        """Give the question for the captures nearest to a day, or for the last ones."""
        when = timestamp(anchor)
        at = self.services.cdx
        return self._listed(newest(at, original) if when is None else nearest_to(at, original, when))

    def listed_before(self, original: str, anchor: Anchor | None) -> Question[Rows]:
        """Give the question for the last captures up to a day that are no errors and no redirects."""
        return self._listed(last_before(self.services.cdx, original, timestamp(anchor)))

    def listed_after(self, original: str, anchor: Anchor) -> Question[Rows]:
        """Give the question for the first captures after a day that are no errors and no redirects."""
        return self._listed(first_after(self.services.cdx, original, timestamp(anchor) or ""))

    def same_words(self, original: str, digest: str) -> Question[Rows]:
        """Give the question for other addresses of the site whose captures hold the same bytes."""
        return self._listed(same_words(self.services.cdx, original, digest))

    def _listed(self, url: str) -> Question[Rows]:
        """Give a question to the index."""
        base = self.services.wayback
        return Question(Ask(INDEX, Request(url)), Rows, lambda exchange: read_index(exchange, base))

    def hinted(self, original: str, anchor: Anchor | None, *, both_sides: bool) -> Question[Hint]:
        """Give the question to the availability API: for captures on both sides of a day, or for the nearest."""
        base, at, when = self.services.wayback, self.services.availability, timestamp(anchor)
        if both_sides and when is not None:
            request = both_sides_question(at, original, when, self.terms.limits)
        else:
            request = hint_question(at, original, when, self.terms.limits)
        return Question(Ask(HINT, request), Hint, lambda exchange: read_hint(exchange, base))


def timestamp(anchor: Anchor | None) -> str | None:
    """Give the time to ask for as an index writes it, None where no day is wanted."""
    return None if anchor is None else stamp_of(anchor.moment)
