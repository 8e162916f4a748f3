"""
What an archive is to the rest of the house: somebody who knows what to ask for a snapshot, and to read the answers.

An inquiry yields questions and is sent what was read of their answers, not the answers: pages need not be kept while it
waits for its next turn, and what was read can be written down, so that nothing is asked twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, Literal, Protocol, TypeAlias, TypeVar

from citecheck.model import PartialDate, Snapshot, SnapshotAnchor
from citecheck.web import Exchange, Limits, Request
from citecheck.web.hosts import Manners


@dataclass(frozen=True, slots=True)
class Ask:
    """One request."""

    service: str
    """Whose clock it keeps: a host, or a key of `Archive.manners`."""
    request: Request
    seconds: float = 0.0
    """Not before these are over."""
    shared: bool = False
    """Whether the answer serves all who ask for the address: it is asked once."""
    deferred: bool = False
    """Whether it may as well come after all that was not yet asked: what failed is best asked again much later."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was read of an answer; each kind of question has its own."""

    failure: str = ""
    """Why it tells nothing, as a sentence."""
    again: bool = False
    """Whether the same question may be answered a little later."""
    asked_at: str = ""
    """RFC 3339, UTC; "" where nobody was asked."""


T = TypeVar("T", bound=Told)


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """One request of an inquiry, and how its answer is read."""

    ask: Ask
    kind: type[T]
    """What is read of it."""
    read: Callable[[Exchange], T]
    """Reads the answer, for the same answer always the same."""
    by: str = ""
    """What reading goes by beside the answer: two questions are the same if this and their requests are."""

    def told(self, exchange: Exchange) -> T:
        """Give what an answer tells."""
        return replace(self.read(exchange), asked_at=exchange.asked_at)


Inquiry: TypeAlias = Generator[Question[Any], Any, Snapshot]
"""Yields questions, is sent what was read of each answer, and returns the snapshot."""


def asked(question: Question[T], patience: float) -> Generator[Question[Any], Any, T]:
    """
    Ask, and once more where that may help.

    Args:
        question: What to ask.
        patience: Seconds before the second time.
    """
    told: T = yield question
    if told.again:
        ask = question.ask
        told = yield replace(question, ask=replace(ask, seconds=patience))
    return told


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

    @property
    def moment(self) -> dt.datetime:
        """The time to ask for: the end of the day of reading, the beginning of that of publication."""
        if self.kind == "accessed":
            return dt.datetime.combine(self.last, dt.time(23, 59, 59), dt.UTC)
        return dt.datetime.combine(self.first, dt.time(), dt.UTC)

    @property
    def told(self) -> SnapshotAnchor:
        """The same as a report has it."""
        return SnapshotAnchor(self.date.iso(), self.kind)

    def drift(self, day: dt.date) -> int:
        """Give the days from the anchor to *day*, negative before it, 0 within it."""
        if day > self.last:
            return (day - self.last).days
        return min((day - self.first).days, 0)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reference wants of a snapshot: a day, and the title of what it cites."""

    anchor: Anchor | None = None
    """None where the reference has no date; then the last good snapshot is wanted."""
    title: str = ""
    """As the reference has it, "" where it has none."""
    issued: PartialDate | None = None
    """When it was published, as the reference has it."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How an archive is asked and what is made of its answers: the same for all."""

    patience: float = 5.0
    """Seconds before a question that failed is asked once more."""
    limits: Limits | None = None
    """Of what is read of a page that is played back; those of the session where None."""
    max_drift: int = 90
    """Days from the anchor up to which a snapshot is near it."""


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

    @property
    def places(self) -> Mapping[str, str]:
        """How the addresses of each service begin: who asks the same place shares its turns."""
        ...

    def service(self, url: str) -> str | None:
        """Give the service that an address asks, None where it is another's."""
        ...

    def find(self, original: str, wanted: Wanted) -> Inquiry:
        """
        Give the inquiry for the snapshot of an original that serves a reference best.

        Args:
            original: An http(s) address.
            wanted: What it is wanted for.
        """
        ...


def dated(inquiry: Inquiry) -> Inquiry:
    """Give an inquiry whose snapshot says when the first of its questions was asked."""
    first = ""
    try:
        question = next(inquiry)
        while True:
            told = yield question
            first = first or told.asked_at
            question = inquiry.send(told)
    except StopIteration as done:
        snapshot: Snapshot = done.value
        return replace(snapshot, checked_at=first or None)


def inquire(inquiry: Inquiry, fetch: Callable[[Request], Exchange]) -> Snapshot:
    """Give what an inquiry finds, asking one after the other and waiting for nobody."""
    try:
        question = next(inquiry)
        while True:
            question = inquiry.send(question.told(fetch(question.ask.request)))
    except StopIteration as done:
        snapshot: Snapshot = done.value
        return snapshot
