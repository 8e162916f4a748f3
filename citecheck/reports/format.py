"""What every report format is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from citecheck.model import AuditReport


class Format(Protocol):
    """
    A way to write an audit down.

    Everything that comes from a document is hostile: a format escapes it for its own medium. The answer ends with a
    newline, holds no lone surrogate, and depends on nothing but the report.
    """

    @property
    def name(self) -> str:
        """The word for `--format`: `markdown`."""

    @property
    def extension(self) -> str:
        """The extension of its files, without the dot: `md`."""

    def render(self, report: AuditReport) -> str:
        """Give the whole report in this format."""


@runtime_checkable
class Piecewise(Protocol):
    """A format whose reports grow with what was checked, and which can do without holding them whole."""

    def pieces(self, report: AuditReport) -> Iterator[str]:
        """Give the same as `render`, piece by piece."""


@runtime_checkable
class Fitting(Protocol):
    """A format of lines, which can be of another width."""

    def fitted(self, width: int) -> Format:
        """Give the format that writes no line of more than *width* columns."""
