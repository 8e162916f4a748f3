"""Documents: from a file, an address or bytes to what a reader sees."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from citecheck.api.installed import readers
from citecheck.config import Settings
from citecheck.documents import Beside, load, restore_links, too_large
from citecheck.documents import read as read_bytes
from citecheck.documents.naming import NO_NAME, is_address, shown
from citecheck.errors import SourceError
from citecheck.model import Document

if TYPE_CHECKING:
    from citecheck.gathering import Gatherer, Policy

Source: TypeAlias = "str | os.PathLike[str] | bytes | Document"
"""A file by its path, an http(s) address, the bytes of a document, or a document already read."""


def read(
    source: Source,
    *,
    path: str | None = None,
    settings: Settings | None = None,
    gatherer: Gatherer | None = None,
) -> Document:
    """
    Give a document as its reader sees it.

    Args:
        source: A path, an address, bytes, or a document, which comes back as it is.
        path: What to call the document in reports, if not by its path; `-` for bytes.
        settings: `from_` names the reader, `max_bytes` the limit; the rest says how an address is asked.
        gatherer: Who fetches what an address names; one for this document alone where None.

    Raises:
        SourceMissing: There is no such file or page.
        SourceUnreachable: Nobody gave what the address names.
        SourceTooLarge: It is over the limit.
        SourceError: It cannot be read, or no reader knows its format.
        UsageError: There is no reader of that name.
    """
    if isinstance(source, Document):
        return source
    settings = settings or Settings()
    if isinstance(source, bytes):
        name, data = path or NO_NAME, source
    elif is_address(os.fspath(source)):
        return _fetched(os.fspath(source), path, settings, gatherer)
    else:
        name, data = path or os.fspath(source), load(os.fspath(source), settings.max_bytes)
    if len(data) > settings.max_bytes:
        raise too_large(name, settings.max_bytes)
    beside = Beside(NO_NAME if isinstance(source, bytes) else source, settings.root, settings.max_bytes)
    return read_bytes(shown(name), data, readers(settings.from_), settings.from_, beside=beside)


def gatherer_of(settings: Settings, policy: Policy | None = None, stop: Callable[[], bool] | None = None) -> Gatherer:
    """
    Give the one way to the world for a run; use it in a `with`.

    Args:
        settings: How the world is asked.
        policy: That, in place of what the settings say.
        stop: Looked at while a document is waited for.
    """
    from citecheck.gathering import Gatherer  # noqa: PLC0415 - whoever only reads or exports needs no network
    from citecheck.gathering.settings import policy_of  # noqa: PLC0415

    return Gatherer(policy or policy_of(settings), stop)


def _fetched(url: str, path: str | None, settings: Settings, gatherer: Gatherer | None) -> Document:
    """Give the document that an address names."""
    if settings.offline:
        raise SourceError(
            f"{shown(url)} is an address, and --offline asks nobody: save the page as a file, and name the file."
        )
    if gatherer is None:
        with gatherer_of(settings) as alone:
            return _fetched(url, path, settings, alone)
    got = gatherer.fetch(url, settings.max_bytes)
    name, known = shown(path or url), settings.from_ or got.format
    document = read_bytes(name, got.data, readers(known), known, got.encoding, got.fallback)
    return replace(document, origin=got.origin, notices=(*got.notices, *document.notices))


def with_links(
    documents: Iterable[Document], settings: Settings, gatherer: Gatherer | None = None
) -> Iterator[Document]:
    """Give documents with the links that their references have in the copy that the settings name, if they name one."""
    if settings.links_from is None:
        yield from documents
        return
    copy = read(settings.links_from, settings=replace(settings, from_=None), gatherer=gatherer)
    for document in documents:
        yield restore_links(document, copy)


def today() -> dt.date:
    """Give today, UTC."""
    return dt.datetime.now(dt.UTC).date()
