"""Exports: the references of a document in a bibliography format, and what is wrong with a bibliography."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from citecheck.api.sources import Source, read, today, with_links
from citecheck.config import Settings, suggestion
from citecheck.documents import load, too_large
from citecheck.documents.decode import decode
from citecheck.documents.naming import NO_NAME, is_address, shown
from citecheck.errors import UsageError
from citecheck.model import Document

if TYPE_CHECKING:
    from citecheck.bibliography import Message
    from citecheck.references.export import Onto
    from citecheck.references.latex import Dialect

DIALECTS: Final = ("biblatex", "bibtex")
"""Exports that are BibTeX."""
BIB_NAMES: Final = ("bib", "bibtex", "biblatex")
"""What `--from` may call a .bib file that is to be checked."""


@dataclass(frozen=True, slots=True)
class Exported:
    """An export, and what is to be said of it."""

    text: str
    onto: Onto
    """What it took over from the file that it replaces."""
    gaps: str
    """Which references are incomplete, in a line; "" when all are whole."""


def export(
    source: Source,
    to: str = "biblatex",
    *,
    every: bool = False,
    archive_fields: bool = False,
    settings: Settings | None = None,
) -> str:
    """
    Give the references of a document in a bibliography format.

    Args:
        source: The document.
        to: `biblatex`, `bibtex`, `csl-json`, `ris`, `wikitext`, `json`.
        every: Whether unnumbered bibliography entries are exported too.
        archive_fields: Whether archived copies stand in `archiveurl` and `archivedate`, which a document has with
            `citecheck.dbx`; for biblatex alone.
        settings: As for `read`; `links_from` names another copy of the document, a file.

    Raises:
        UsageError: There is no such target.
        SourceError: The document cannot be read.
        ExportError: What was written would not read back.
    """
    return exported(source, to, every=every, archive_fields=archive_fields, settings=settings).text


def exported(  # noqa: PLR0913 - what can be asked of an export, each with a name
    source: Source,
    to: str = "biblatex",
    *,
    every: bool = False,
    archive_fields: bool = False,
    onto: str | None = None,
    settings: Settings | None = None,
) -> Exported:
    """
    Export, and give what is to be said of it; arguments and errors as `export`.

    Args:
        source: As for `export`.
        to: As for `export`.
        every: As for `export`.
        archive_fields: As for `export`.
        onto: The text of a .bib file that the export replaces: the same works keep its keys, other entries stay.
        settings: As for `export`.
    """
    from citecheck.references.bibtex import to_bibtex  # noqa: PLC0415 - with all below: whoever checks links need not wait
    from citecheck.references.export import BIB_FILES, EXPORTERS, Onto, export_onto  # noqa: PLC0415
    from citecheck.references.gaps import told  # noqa: PLC0415
    from citecheck.references.keys import citation_keys  # noqa: PLC0415
    from citecheck.references.parse import parse  # noqa: PLC0415

    if to not in EXPORTERS:
        raise UsageError(f"There is no export to {to!r}{suggestion(to, EXPORTERS)} Known: {', '.join(EXPORTERS)}.")
    if archive_fields and to != "biblatex":
        raise UsageError(f"Fields for archived copies are biblatex's: {to} has none. Export to biblatex.")
    settings = settings or Settings()
    if settings.links_from and is_address(settings.links_from):
        raise UsageError("--links-from: an export is offline. Save the page as a file, and name the file.")
    document = next(with_links((read(source, settings=settings),), settings))
    parsed = parse(document.entries, document.language)
    references = tuple(one for one in parsed if every or document.entries[one.entry].numbered)
    took = Onto()
    if onto is not None and to in BIB_FILES:
        dialect: Dialect = "biblatex" if to == "biblatex" else "bibtex"
        text, took = export_onto(references, dialect, onto, archive_fields=archive_fields)
    elif archive_fields:
        text = to_bibtex(references, citation_keys(references), archive_fields=True)
    else:
        text = EXPORTERS[to](references, citation_keys(references))
    return Exported(text, took, told(references))


def lint(
    source: str | os.PathLike[str] | bytes | Document,
    to: str = "biblatex",
    *,
    every: bool = False,
    settings: Settings | None = None,
    as_of: dt.date | None = None,
) -> tuple[Message, ...]:
    """
    Give what is wrong with a .bib file, or with the one that a document would be exported to.

    Args:
        source: A .bib file, told by its name or its first entry; or a document.
        to: The program that the file is for: `biblatex` or `bibtex`.
        every: As for `export`; of a .bib file every entry is looked at.
        settings: As for `read`.
        as_of: The day that counts as today; None for today, UTC.

    Raises:
        UsageError: *to* is no dialect of BibTeX.
        SourceError: The file cannot be read.
        ExportError: What was written would not read back.
    """
    from citecheck.bibliography import is_bib  # noqa: PLC0415 - as above
    from citecheck.bibliography import lint as lint_text  # noqa: PLC0415

    if to not in DIALECTS:
        raise UsageError(f"Only BibTeX can be checked, not {to!r}. Choose `biblatex` or `bibtex`.")
    dialect: Dialect = "bibtex" if to == "bibtex" else "biblatex"
    as_of = as_of or today()
    if not isinstance(source, Document):
        settings = settings or Settings()
        path = NO_NAME if isinstance(source, bytes) else shown(os.fspath(source))
        data = source if isinstance(source, bytes) else load(os.fspath(source), settings.max_bytes)
        if len(data) > settings.max_bytes:
            raise too_large(path, settings.max_bytes)
        decoded = decode(path, data)
        if settings.from_ in BIB_NAMES or (settings.from_ is None and is_bib(path, decoded.text)):
            notices = [notice.message for notice in decoded.notices]
            return lint_text(decoded.text, dialect, as_of=as_of, notices=notices)
        source = read(data, path=path, settings=settings)
    return lint_text(export(source, to, every=every, settings=settings), dialect, as_of=as_of)
