"""What need not be told: findings that somebody has looked at and does not want to hear of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from citecheck.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Ignore:
    """
    A wish not to be told of some findings, with its reason: those that all of it fits.

    The wish names at least one of rules, address, path and fingerprint.
    """

    reason: str
    """Why, for whoever reads the report; never empty."""
    rules: tuple[str, ...] = ()
    """Ids, or families as `link-*`; empty for all."""
    url: str | None = None
    """A pattern for the address that a finding is about: `a.example`, `*.a.example`, `a.example/x/*`, `http://*`."""
    path: str | None = None
    """A pattern for the document's path in its repository, in which `*` also stands for slashes: `docs/*`, `*.md`."""
    fingerprint: str | None = None
    """Of the one finding that is meant."""
    until: dt.date | None = None
    """The last day on which it counts; None for always."""
    place: str = ""
    """Where it is written: `citecheck.toml:12`, `line 40`; "" for one of a program."""

    def counts_on(self, day: dt.date) -> bool:
        """Tell whether it has not ended before a day."""
        return self.until is None or day <= self.until

    def __str__(self) -> str:
        """Give all that it names, as text: `link-dead a.example until 2026-12-31: it is being moved`."""
        of = (", ".join(self.rules), self.url, self.path, self.fingerprint, self.until and f"until {self.until}")
        return f"{' '.join(str(part) for part in of if part) or 'all'}: {self.reason}"


@dataclass(frozen=True, slots=True)
class IgnoredFinding:
    """A finding that somebody does not want to be told of, and why."""

    finding: Finding
    reason: str
    until: str | None = None
    """The last day on which it is ignored, ISO 8601; null for always."""
    place: str = ""
    """Where that is written: `citecheck.toml:12`, `line 40`."""
