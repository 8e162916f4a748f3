"""What is wrong at one place of a .bib file, in words, and the table of all that can be."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from citecheck.model import Severity


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """One thing to look at; messages are ordered by their line."""

    line: int
    """1-based; 0 for the file as a whole."""
    code: str
    """A kebab name from `messages.toml`: `key-duplicate`."""
    key: str
    """The entry's citation key, "" outside of entries."""
    text: str
    """What is wrong and what to do."""

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return codes()[self.code].severity

    def display(self, path: str) -> str:
        """Give the message on one line as compilers write theirs, so that editors can jump to the place."""
        key = f"{self.key}: " if self.key else ""
        line = f":{self.line}" if self.line else ""
        return f"{path}{line}: {self.severity}: {key}{self.text} [{self.code}]"


@dataclass(frozen=True, slots=True)
class Code:
    """One sort of message."""

    severity: Severity
    title: str
    """What it finds, as a phrase."""


@cache
def codes() -> Mapping[str, Code]:
    """Give every sort of message, in the order of the table."""
    text = files("citecheck.bibliography").joinpath("messages.toml").read_text(encoding="utf-8")
    return MappingProxyType({code: Code(**row) for code, row in tomllib.loads(text).items()})


def shown(text: str, limit: int = 60) -> str:
    """Give a value on one line and in quotation marks, shortened."""
    words = " ".join(text[: 4 * limit].split())
    return f"“{words[:limit].rstrip()} …”" if len(words) > limit else f"“{words}”"
