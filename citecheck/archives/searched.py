"""What an archive is to a search: who knows how to ask each of its services what."""

from __future__ import annotations

from typing import Protocol

from citecheck.archives.archive import Anchor, Question, Terms, Wanted
from citecheck.archives.availability import Hint
from citecheck.archives.capture import Capture
from citecheck.archives.cdx import Rows
from citecheck.archives.playback import Played


class Searched(Protocol):
    """An archive as a search needs it: how to ask it what; None where it has no service that could be asked."""

    @property
    def name(self) -> str:
        """What reports call it."""
        ...

    @property
    def terms(self) -> Terms:
        """How it is asked and what is made of its answers."""
        ...

    def nearest(self, original: str, wanted: Wanted) -> Question[Played] | None:
        """Give the question for the capture nearest to a day, of whatever status, or for the last one."""
        ...

    def played(self, capture: Capture, original: str, wanted: Wanted) -> Question[Played]:
        """Give the question for what a capture shows."""
        ...

    def listed_near(self, original: str, anchor: Anchor | None) -> Question[Rows] | None:
        """Give the question for the captures nearest to a day, or for the last ones."""
        ...

    def listed_before(self, original: str, anchor: Anchor | None) -> Question[Rows]:
        """Give the question for the last captures up to a day; asked where those nearest to it were not all."""
        ...

    def listed_after(self, original: str, anchor: Anchor) -> Question[Rows]:
        """Give the question for the first captures after a day."""
        ...

    def same_words(self, original: str, digest: str) -> Question[Rows] | None:
        """Give the question for other addresses of the site whose captures hold the same bytes."""
        ...

    def hinted(self, original: str, anchor: Anchor | None, *, both_sides: bool) -> Question[Hint] | None:
        """Give the question to a service that names a copy, where the index is silent."""
        ...
