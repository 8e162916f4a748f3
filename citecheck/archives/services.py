"""Where the services of the Wayback Machine are, so that mirrors and tests can stand in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

_WAYBACK: Final = "https://web.archive.org"
_AVAILABILITY: Final = "https://archive.org/wayback/available"


@dataclass(frozen=True, slots=True)
class Services:
    """The addresses of the services, without a slash at their end."""

    wayback: str = _WAYBACK
    """Below its `/web/` are the mementos: the address of every snapshot that is found begins with it."""
    cdx: str = f"{_WAYBACK}/cdx/search/cdx"
    availability: str = _AVAILABILITY

    @classmethod
    def of(cls, wayback: str | None = None, cdx: str | None = None, availability: str | None = None) -> Self:
        """
        Give the services of one archive.

        Args:
            wayback: Its base; the other two are below it unless they are given. The Internet Archive's where None.
            cdx: The index.
            availability: The availability API.
        """
        base = (wayback or _WAYBACK).rstrip("/")
        near = f"{base}/wayback/available" if wayback else _AVAILABILITY
        return cls(base, (cdx or f"{base}/cdx/search/cdx").rstrip("/"), (availability or near).rstrip("/"))
