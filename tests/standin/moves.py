"""What a connection can be told to do, move by move; a reply is a row of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Send:
    """These bytes go out at once."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing happens for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Drip:
    """These bytes go out one by one, so many seconds apart."""

    data: bytes
    every: float


@dataclass(frozen=True, slots=True)
class Repeat:
    """These bytes go out again and again until the other side has enough."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Hang:
    """Nothing happens any more; the connection stays open."""


@dataclass(frozen=True, slots=True)
class Close:
    """The connection is closed in good order."""


@dataclass(frozen=True, slots=True)
class Reset:
    """The connection is torn down with a TCP reset."""


@dataclass(frozen=True, slots=True)
class Tunnel:
    """The connection becomes one to this port of another host (the answer to CONNECT)."""

    port: int


Move = Send | Wait | Drip | Repeat | Hang | Close | Reset | Tunnel
Reply = tuple[Move, ...]
