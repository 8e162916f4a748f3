"""What an archive is to the rest of the house: somebody who knows what to ask for a snapshot, and to read the answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from citecheck.model import PartialDate, Snapshot
from citecheck.web import Exchange, Request
from citecheck.web.hosts import Manners


@dataclass(frozen=True, slots=True)
class Ask:
    """One request of an inquiry."""

    service: str
    """Whose clock it keeps: a key of `Archive.manners`."""
    request: Request
    seconds: float = 0.0
    """Not before these are over."""
    shared: bool = False
    """Whether the answer serves all who ask for the address: it is asked once."""
    deferred: bool = False
    """Whether it may as well come after all that was not yet asked: what failed is best asked again much later."""


Inquiry: TypeAlias = Generator[Ask, Exchange, Snapshot]
"""Yields what to ask, is sent what came of it, and returns the snapshot."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day, or the span of days, for which a snapshot is wanted."""

    date: PartialDate
    kind: Literal["accessed", "issued"]

    @property
    def first(self) -> dt.date:
        """The first day that it can mean."""
        return self.date.earliest()

    @property
    def last(self) -> dt.date:
        """The last day that it can mean."""
        return max(self.date.latest(), self.first)

    def drift(self, day: dt.date) -> int:
        """Give the days from the anchor to *day*, negative before it, 0 within it."""
        if day > self.last:
            return (day - self.last).days
        return min((day - self.first).days, 0)


class Archive(Protocol):
    """A web archive."""

    @property
    def name(self) -> str:
        """What reports call it: `wayback`."""
        ...

    @property
    def manners(self) -> Mapping[str, Manners]:
        """How each of its services wants to be asked."""
        ...

    def service(self, url: str) -> str | None:
        """Give the service that an address asks, None where it is another's."""
        ...

    def find(self, original: str, anchor: Anchor | None) -> Inquiry:
        """
        Give the inquiry for the snapshot of an original that serves the reference best.

        Args:
            original: An http(s) address.
            anchor: None where the reference has no date; then the last good snapshot is wanted.
        """
        ...


def inquire(inquiry: Inquiry, fetch: Callable[[Request], Exchange]) -> Snapshot:
    """Give what an inquiry finds, asking one after the other and waiting for nobody."""
    try:
        ask = next(inquiry)
        while True:
            ask = inquiry.send(fetch(ask.request))
    except StopIteration as done:
        snapshot: Snapshot = done.value
        return snapshot
