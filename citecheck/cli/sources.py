"""From what a user names to documents: files, directories, standard input."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citecheck import api
from citecheck.cli.console import Console
from citecheck.cli.places import led_out
from citecheck.config import Settings
from citecheck.documents import chapters_among, expand, load
from citecheck.documents.naming import is_address, shown
from citecheck.errors import NotText, SourceError, SourceUnreachable
from citecheck.model import AuditReport, Document
from citecheck.reports import json_report

if TYPE_CHECKING:
    from citecheck.gathering import Gatherer

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://")


class Documents:
    """The documents that a user names, read one after the other; what cannot be read is told of and remembered."""

    def __init__(
        self,
        names: Sequence[str],
        settings: Settings,
        console: Console,
        gatherer: Gatherer | None = None,
        urls: str | None = None,
        *,
        pass_over: bool = False,
    ) -> None:
        """
        Name the documents.

        Args:
            names: Files, directories, addresses, `-` for standard input.
            settings: How they are read.
            console: Who hears of what cannot be read.
            gatherer: Who fetches addresses.
            urls: A list of addresses, read after them; a file, or `-`.
            pass_over: Whether files that are no documents are passed over, as those of a directory are.
        """
        self._names = names
        self._urls = urls
        self._settings = settings
        self._console = console
        self._gatherer = gatherer
        self._pass_over = pass_over
        self.failed = False
        """Whether something could not be read."""
        self.unreachable = False
        """Whether something is on the web, and nobody gave it."""

    def __iter__(self) -> Iterator[Document]:
        """Give each document as it is read."""
        for name in self._names:
            try:
                if name == "-":
                    yield one(name, self._settings)
                elif is_address(name):
                    yield self._fetched(name)
                elif Path(name).is_dir():
                    yield from self._directory(name)
                else:
                    self._console.detail(f"reading {shown(name)}")
                    yield one(name, self._settings)
            except NotText as error:
                if self._pass_over:
                    self._console.warning(f"passed over: {error}")
                else:
                    self._tell(error)
            except SourceError as error:
                self._tell(error)
        if self._urls is not None:
            try:
                yield one(self._urls, replace(self._settings, from_="urls"))
            except SourceError as error:
                self._tell(error)

    def _fetched(self, url: str) -> Document:
        """Give the document at an address, and say which one that is."""
        self._console.detail(f"fetching {shown(url)}")
        document = api.read(url, settings=self._settings, gatherer=self._gatherer)
        if document.origin is not None and document.origin.revision is not None:
            made = f" of {document.origin.revised_at}" if document.origin.revised_at else ""
            self._console.note(f"read revision {document.origin.revision}{made}: {document.origin.url}")
        return document

    def _directory(self, name: str) -> Iterator[Document]:
        """Give the documents of a directory; a file in it that is no document is passed over."""
        _check_read(name)
        number = 0
        paths = expand(name, self._settings.include, self._settings.exclude, self._settings.max_bytes)
        chapters = chapters_among(paths, self._settings.root, self._settings.max_bytes)
        for path in paths:
            if path in chapters:
                self._console.detail(f"{shown(path)} is part of a document that is read")
                number += 1
                continue
            self._console.detail(f"reading {shown(path)}")
            try:
                document = one(path, self._settings)
            except NotText as error:
                self._console.warning(f"passed over: {error}")
            except SourceError as error:
                self._tell(error)
            else:
                yield document
            number += 1
        if number == 0:
            raise SourceError(
                f"{shown(name)} holds no document: no file of a format that is read and not ignored. "
                "Name the files, or use --include; `citecheck plugins` lists the formats."
            )

    def _tell(self, error: SourceError) -> None:
        """Say what cannot be read, and go on."""
        self._console.problem(str(error))
        if isinstance(error, SourceUnreachable):
            self.unreachable = True
        else:
            self.failed = True


def one(name: str, settings: Settings) -> Document:
    """Give one document: a file, or standard input for `-`."""
    if name == "-":
        return api.read(standard_input(settings.max_bytes), path=name, settings=settings)
    _check_read(name)
    return api.read(name, settings=settings)


def _check_read(name: str) -> None:
    """
    Raise where a link of a repository leads out of it: the report, which others see, would have what lies there.

    Raises:
        SourceError: The message names the place.
    """
    target = None if is_address(name) else led_out(name, of_repository=True)
    if target is not None:
        raise SourceError(
            f"{shown(name)} leads to {shown(target)} by a link, out of the repository. If you mean that, name it itself."
        )


def stored(name: str) -> AuditReport:
    """
    Give a stored audit: a file, or standard input for `-`.

    Raises:
        SourceError: There is no such file, or it cannot be read.
        ReportError: It is no stored audit.
    """
    return json_report.load(standard_input(json_report.LARGEST) if name == "-" else load(name, json_report.LARGEST))


def standard_input(limit: int) -> bytes:
    """Give what is piped in, at most one byte more than *limit*."""
    if sys.stdin is None:
        raise SourceError("standard input is closed. Pipe a document in, or name a file.")
    return sys.stdin.buffer.read(limit + 1)


def titled(names: Sequence[str], wiki: str | None) -> tuple[str, ...]:
    """
    Give what is to be read: with a wiki, names are titles of its articles.

    Raises:
        UsageError: There is no such wiki, or a name cannot be a title.
    """
    if wiki is None:
        return tuple(names)
    from citecheck.gathering import address_of  # noqa: PLC0415 - only this option needs it

    return tuple(name if name == "-" or is_address(name) else address_of(wiki, name) for name in names)


def refuse_addresses(names: Sequence[str], advice: str) -> None:
    """
    Refuse what is an address and not a file.

    Raises:
        click.UsageError: One of *names* is a URL.
    """
    for name in names:
        if _URL.match(name):
            raise click.UsageError(f"{name} is an address. {advice}")
