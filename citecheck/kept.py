"""
Files that are committed and read again by later runs: JSON, a row a line, sorted, so that two branches merge as text does.

`decoded` reads one and says what is wrong with it; `listed` writes the rows of one of its lists.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import msgspec


class Stored(msgspec.Struct):
    """What every such file has; keys that this version does not know are passed over."""

    schema_version: int


S = TypeVar("S", bound=Stored)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of such files, and how it is spoken of."""

    name: str
    """`baseline`."""
    version: int
    largest: int
    """The most bytes of one that are read."""
    error: type[Exception]
    """What is raised."""
    advice: str
    """What to do about one that cannot be read, as a sentence."""

    def decoded(self, data: bytes, type_: type[S], file: str) -> S:
        """
        Give what a file holds.

        Args:
            data: Its bytes.
            type_: What it is.
            file: What it is called in messages.

        Raises:
            Exception: The error of this kind: it is too large, no such file, or of another version.
        """
        if len(data) > self.largest:
            raise self.error(f"{file}: a {self.name} has at most {self.largest:,} bytes. {self.advice}")
        try:
            found = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=type_)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            hint = " It holds marks of a merge: keep both sides' lines." if b"<<<<<<<" in data else ""
            raise self.error(f"{file}: this is no {self.name}: {error}.{hint} {self.advice}") from error
        if found.schema_version != self.version:
            said = f"its version is {found.schema_version}; this citecheck reads {self.version}"
            raise self.error(f"{file}: {said}. {self.advice}")
        return found


def listed(rows: Iterable[object]) -> str:
    """Give a list of JSON, a row a line, as it stands one level deep in an object."""
    lines = ",\n".join(f"    {json.dumps(msgspec.to_builtins(row), ensure_ascii=False)}" for row in rows)
    return f"[\n{lines}\n  ]" if lines else "[]"
