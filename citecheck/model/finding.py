"""Rules and what they found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from citecheck.model.span import Span

Severity: TypeAlias = Literal["error", "warning", "note"]
SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "note")
"""Worst first."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One question that is asked of every dossier, as the catalogue shows it."""

    id: str
    """A kebab name, never renamed: `claim-anachronism`."""
    severity: Severity
    title: str
    """What it finds, in a few words."""
    help: str
    """Why it matters and what to do, in a sentence or two."""
    precision: Literal["very-high", "high", "medium", "low"]
    """How often a finding is right: SARIF's scale."""
    strict: bool = False
    """Whether it only runs under `--strict`."""
    web: bool = False
    """Whether it judges answers of the web: where there are none it finds nothing, and that says nothing."""
    links: bool = False
    """Whether it judges links alone, so that a check of links asks it."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A change that would resolve a finding, for a person to judge."""

    text: str
    """What to do, as a sentence."""
    variable: str | None = None
    """The CSL variable to change, if it is one."""
    value: str | None = None
    """Its new value: a date as ISO 8601, an address, a name."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a person should look at, in the shape of the published JSON."""

    rule: str
    severity: Severity
    message: str
    line: int | None = None
    span: Span | None = None
    reference: str | None = None
    claim: str | None = None
    url: str | None = None
    related: tuple[str, ...] = ()
    """Ids of other references or claims that belong to it."""
    fingerprint: str = ""
    """Stable while the document is edited elsewhere; see `rules/fingerprint.py`."""
    state: Literal["new", "known"] = "new"
    suggestion: Suggestion | None = None
    file: str | None = None
    """Of a document in several files, the one that `line` is a line of, where that is not the document's own."""
