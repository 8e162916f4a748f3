"""
The files that belong to a document: a chapter that it includes, its bibliography.

A document may be a stranger's, and what it includes ends in a report that others see. So a file is given only where it lies,
all links resolved, below one directory: the document's own, or the one that the user named. How many there are, how deep
they include each other and how large they are together is bounded.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from citecheck.documents.decode import decode
from citecheck.documents.files import load
from citecheck.documents.naming import NO_NAME, is_address
from citecheck.errors import SourceError
from citecheck.model import Notice, Span

REFUSED: Final = "document-include-refused"
MISSING: Final = "document-include-missing"
MOST: Final = 200
"""Files that one document includes, however often."""
DEEPEST: Final = 16
"""Files that include each other; TeX itself has room for 15 (tex.web, max_in_open)."""
_LONGEST: Final = 300
"""Code points of a name that are shown."""


@dataclass(frozen=True, slots=True)
class Included:
    """A file that belongs to a document."""

    path: str
    """As the document names files: relative to the working directory, or absolute, as the document itself was named."""
    text: str
    chain: tuple[str, ...]
    """The files that include each other down to this one, itself the last, all links resolved."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a file is not given."""

    rule: str
    message: str

    def notice(self, span: Span | None) -> Notice:
        """Give what is said of the document, at the place that names the file."""
        return Notice(self.rule, self.message, span)


class Beside:
    """The files that one document may include."""

    def __init__(
        self, path: str | os.PathLike[str] = NO_NAME, root: str | None = None, max_bytes: int = 25_000_000
    ) -> None:
        """
        Say which document it is.

        Args:
            path: Of the document; for an address and for what was piped in there are no files.
            root: The directory that holds all that may be included; the document's own where None.
            max_bytes: What all files are together at the most.
        """
        name = os.fspath(path)
        self._folder = None if name == NO_NAME or is_address(name) else os.path.dirname(name)  # noqa: PTH120 - as named
        self._left = max_bytes
        self._count = 0
        self._own = os.path.realpath(name)
        self._root = os.path.realpath(self._folder or ".") if root is None else os.path.realpath(root)

    def open(self, name: str, suffixes: Sequence[str] = ("",), inside: Included | None = None) -> Included | Refused:
        """
        Give a file that the document names.

        Args:
            name: As written, relative to the directory of the document.
            suffixes: What may stand behind the name, tried in order: `("", ".tex")`.
            inside: The file that includes it; the document itself where None.
        """
        told = f"“{name[:_LONGEST]}”"
        if self._folder is None:
            return Refused(
                REFUSED, f"{told} is not read: a document that is no file includes no files. Save it beside them."
            )
        chain = (self._own,) if inside is None else inside.chain
        found = refused = None
        for suffix in suffixes:
            shown = os.path.join(self._folder, name + suffix)  # noqa: PTH118 - as named
            try:
                real = os.path.realpath(shown)
                exists = self._holds(real) and os.path.isfile(real)  # noqa: PTH113 - no path of ours
            except (OSError, ValueError):  # a NUL, a lone surrogate, links in a circle
                continue
            if exists:
                found = (shown, real)
                break
            if not self._holds(real):
                refused = Refused(
                    REFUSED,
                    f"{told} is not read: it lies outside of {self._root} or is hidden. If it belongs to the document, "
                    "name a directory that holds both with --root.",
                )
        if found is None:
            return refused or Refused(
                MISSING, f"There is no file {told}: what it holds is missing here. Put it beside the document."
            )
        return self._read(*found, told, chain)

    def _read(self, shown: str, real: str, told: str, chain: tuple[str, ...]) -> Included | Refused:
        """Give a file that is there, as far as the bounds allow."""
        if real in chain:
            return Refused(REFUSED, f"{told} includes itself, which would never end. It is read once.")
        if len(chain) > DEEPEST:
            return Refused(REFUSED, f"{told} is not read: {DEEPEST} files include each other already.")
        self._count += 1
        if self._count > MOST:
            return Refused(REFUSED, f"{told} is not read: the document includes over {MOST} files.")
        try:
            data = load(real, self._left)
            text = decode(shown, data).text
        except SourceError as problem:
            return Refused(REFUSED, f"{told} is not read: {problem}")
        self._left -= len(data)
        return Included(shown, text, (*chain, real))

    def _holds(self, real: str) -> bool:
        """Tell whether a path lies below the root, and nothing on the way there is hidden."""
        root = self._root.rstrip(os.sep) + os.sep
        return real.startswith(root) and not any(part.startswith(".") for part in Path(real[len(root) :]).parts)
