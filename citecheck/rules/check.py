"""The shape of a check, and how the built-in ones are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from citecheck.model import Dossier, Finding, Rule
from citecheck.rules.catalogue import catalogue


class Check(Protocol):
    """One question that is asked of every dossier."""

    @property
    def rule(self) -> Rule:
        """How the catalogue describes it; its id is the `rule` of every finding."""
        ...

    def __call__(self, dossier: Dossier) -> Iterator[Finding]:
        """Give what it finds, in any order, without fingerprints; it must be quick and must not ask the world."""
        ...


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A check whose rule stands in the catalogue of this package."""

    id: str
    find: Callable[[Dossier], Iterator[Finding]]

    @property
    def rule(self) -> Rule:
        """The catalogue's entry, read when it is first wanted."""
        return catalogue()[self.id]

    def __call__(self, dossier: Dossier) -> Iterator[Finding]:
        """Give what the function finds."""
        return self.find(dossier)


def check(id_: str) -> Callable[[Callable[[Dossier], Iterator[Finding]]], BuiltIn]:
    """Make the function below it the built-in check of rule *id_*."""

    def make(find: Callable[[Dossier], Iterator[Finding]]) -> BuiltIn:
        return BuiltIn(id_, find)

    return make
