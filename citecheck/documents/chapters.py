"""Which files of a directory are chapters of others: they are read with the documents that include them, not again by themselves."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Final

from citecheck.documents.beside import Beside
from citecheck.documents.files import load
from citecheck.documents.suffixes import formats_of
from citecheck.errors import SourceError

_FORMAT: Final = ("latex",)
_CLASS: Final = b"\\documentclass"
_HEAD: Final = 100_000
"""Bytes in which a document of LaTeX has its class."""


def chapters_among(paths: Sequence[str], root: str | None, max_bytes: int) -> frozenset[str]:
    """
    Give those of some files that a document of LaTeX among them includes.

    Args:
        paths: Of the documents of a directory.
        root: The directory below which what is included lies; that of each document where None.
        max_bytes: The largest document that is read.
    """
    named = [path for path in paths if formats_of(path) == _FORMAT]
    if len(named) < 2:
        return frozenset()
    included: set[str] = set()
    for path in named:
        try:
            data = load(path, max_bytes)
        except SourceError:
            continue
        if _CLASS in data[:_HEAD]:
            included |= _parts(path, data, root, max_bytes)
    return frozenset(path for path in named if os.path.realpath(path) in included)


def _parts(path: str, data: bytes, root: str | None, max_bytes: int) -> set[str]:
    """Give the files that a document includes, all links resolved."""
    from citecheck.documents.latex_reader import LatexReader  # noqa: PLC0415 - only a directory with LaTeX needs it

    document = LatexReader().read_with(path, data.decode("utf-8", "replace"), Beside(path, root, max_bytes))
    return {os.path.realpath(part.path) for part in document.parts} - {os.path.realpath(path)}
