"""
The shelf: the pages of earlier runs as they were read, a file for each, named by the digest of the bytes that came.

So a page that many references name is read once, and a run that takes its answers from the store can still quote them.
A file that cannot be read is as good as none; one that cannot be written costs a notice to nobody, the page is read anew.
"""

from __future__ import annotations

import contextlib
import os
import re
import time
import uuid
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from citecheck.gathering.store_validity import seconds
from citecheck.model import Page

FOLDER: Final = "pages-1"
"""In the folder of the cache; its number grows with what is read out of the same bytes."""
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_LARGEST: Final = 8 << 20
"""Bytes of a page that is read from a file, packed and unpacked."""
_TOUCHED: Final = 86_400.0
"""Seconds after which a file that is used is marked as used."""


class Shelf:
    """A folder of pages; several processes may use it at once."""

    def __init__(self, folder: Path | None, now: Callable[[], float] = time.time) -> None:
        """
        Use a folder, which is made with the first page.

        Args:
            folder: That of the cache, None to keep and find nothing.
            now: Gives seconds since the epoch.
        """
        self._folder = None if folder is None else folder / FOLDER
        self._now = now

    def has(self, digest: str) -> bool:
        """Tell whether there is a page of that digest; what is in its file is not looked at."""
        path = self._path(digest)
        return path is not None and path.is_file()

    def take(self, digest: str) -> Page | None:
        """Give the page of that digest, None where there is none to be read."""
        path = self._path(digest)
        if path is None:
            return None
        try:
            with path.open("rb") as file:
                packed = file.read(_LARGEST)
            page = msgspec.msgpack.decode(zlib.decompressobj().decompress(packed, _LARGEST), type=Page)
            if self._now() - path.stat().st_mtime > _TOUCHED:
                os.utime(path)
        except (OSError, zlib.error, msgspec.MsgspecError, ValueError):
            return None
        return page if page.sha256 == digest else None

    def put(self, page: Page) -> None:
        """Keep a page."""
        path = self._path(page.sha256)
        if path is None:
            return
        try:
            packed = zlib.compress(msgspec.msgpack.encode(page), 1)
        except UnicodeEncodeError:  # halves of characters
            return
        aside = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}.tmp")
        with contextlib.suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            aside.write_bytes(packed)
            aside.replace(path)
            return
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)

    def prune(self) -> None:
        """Remove what has not been used for long."""
        oldest = self._now() - seconds("prune", "answers")
        for path in self._files():
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def _files(self) -> Iterator[Path]:
        """Give the files that are there."""
        with contextlib.suppress(OSError):
            yield from () if self._folder is None else self._folder.iterdir()

    def _path(self, digest: str) -> Path | None:
        """Give the file of a digest."""
        if self._folder is None or _DIGEST.fullmatch(digest) is None:
            return None
        return self._folder / digest
