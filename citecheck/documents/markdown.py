"""Markdown, as CommonMark, GitHub and Pandoc have it, with footnotes and citations: the format `markdown`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from citecheck.documents.beside import MISSING, REFUSED, Beside, Refused
from citecheck.documents.bibliography_files import SUFFIXES, BibliographyFiles
from citecheck.documents.keyed_entries import add_known_by_key
from citecheck.documents.lines import split_lines
from citecheck.documents.markdown_metadata import Metadata, metadata
from citecheck.documents.notices import missing
from citecheck.documents.parted_text import FileText, PartedText
from citecheck.documents.record_entries import INCOMPLETE, record_parts
from citecheck.model import Document, Notice, ReferenceEntry, Span
from citecheck.references.from_csl import csl_record

if TYPE_CHECKING:
    from citecheck.documents.draft import Draft

_DEFINITION: Final = re.compile(r"^ {0,3}\[\^[^\s\[\]^]{1,200}\]:[ \t]", re.MULTILINE)
_GROUP: Final = re.compile(r"\[[^\[\]\n]{0,100}(?<![\w@./])@[^\W_][^\[\]\n]{0,200}\](?![(\[])")
_HEAD: Final = 5_000
"""Code points in which LaTeX has its class."""
_BROKEN_HEAD: Final = Notice(
    INCOMPLETE,
    "The head of the file cannot be read, so its title and bibliography are not known. "
    "Check it with a linter of YAML or TOML; anchors and aliases are not read.",
)
_MOST: Final = 200_000
"""Opening brackets of a text that is read; a book of 300 pages has some thousands."""
_SAMPLE: Final = 400_000
"""Code points that are looked at to tell the format."""


class MarkdownReader:
    """Reads footnotes, inline notes, Pandoc's citations, numbered links and lists of sources."""

    name = "markdown"
    title = "Markdown"

    def recognises(self, path: str, text: str) -> bool:
        """Tell whether *text* has what only Markdown has: a footnote's definition, or Pandoc's citations in brackets."""
        del path
        sample = text[:_SAMPLE]
        if sample[:200].lstrip("\ufeff \t\r\n").startswith(("<", "\\", "{")) or "\\documentclass" in sample[:_HEAD]:
            return False
        groups = zip(range(2), _GROUP.finditer(sample), strict=False)
        return _DEFINITION.search(sample) is not None or sum(1 for _ in groups) > 1

    def read(self, path: str, text: str) -> Document:
        """Give the document; nothing beside it is read."""
        return self.read_with(path, text, Beside())

    def read_with(self, path: str, text: str, beside: Beside) -> Document:
        """Give the document with the bibliographies that it names."""
        from citecheck.documents.markdown_walk import Walk  # noqa: PLC0415 - the parser is loaded when there is Markdown

        about = metadata(text)
        lines = split_lines(text)
        end = _end(text)
        walk = Walk(text, lines if end is None else [line for line in lines if line.end < end], about.end)
        if about.bibliographies or about.references:
            walk.sources.has_keys = True
        walk.go()
        whole = PartedText()
        whole.add(FileText(path, text), 0, len(text))
        _add_cited(walk.draft, about, beside, whole)
        document = walk.draft.document(
            path,
            self.name,
            whole.text,
            title=about.title or walk.title,
            language=about.language,
            parts=whole.parts if len(whole.parts) > 1 else (),
        )
        told = missing(document.entries, document.markers, optional=True)
        broken = [*([_BROKEN_HEAD] if about.broken else []), *([] if end is None else [_cut(text, end)])]
        return replace(document, notices=(*document.notices, *broken, *told))


def _end(text: str) -> int | None:
    """Give where a text has more brackets than are read, None where it has not: each may cost some tenths of a millisecond."""
    if text.count("[") <= _MOST:
        return None
    at = -1
    for _ in range(_MOST):
        at = text.find("[", at + 1)
    return at


def _cut(text: str, end: int) -> Notice:
    """Say what of a text was not read."""
    line = text.count("\n", 0, end) + 1
    return Notice(
        "document-incomplete",
        f"The text has more than {_MOST:,} opening brackets; what stands on line {line} and after was not read. Audit its parts.",
    )


def _add_cited(draft: Draft, about: Metadata, beside: Beside, whole: PartedText) -> None:
    """Add the entries of the keys that the document cites."""
    files = BibliographyFiles()
    lost: list[Notice] = []
    for name in about.bibliographies:
        got = beside.open(name, ("", *SUFFIXES))
        if isinstance(got, Refused):
            lost.append(got.notice(None))
        elif not files.add(got):
            lost.append(Notice(REFUSED, f"“{name[:300]}” is no bibliography that is read. Save it as .bib."))
    draft.notices += lost
    written = _written(about)
    wanted = [str(key[1]) for key in draft.open_keys() if isinstance(key, tuple) and key[0] == "@"]
    for key in wanted:
        if key in written:
            draft.add_entry(("@", key), written[key])
    files.attach(draft, wanted, whole, lambda key: ("@", key))
    if not about.bibliographies and not about.references and any(not draft.has_entry(("@", key)) for key in wanted):
        told = "The document cites by keys and names no bibliography: what the keys stand for is not known. Name it in the head of the file: `bibliography: references.bib`."
        draft.notices.append(Notice(MISSING, told))
    if lost or not (about.bibliographies or about.references):
        add_known_by_key(draft, [key for key in wanted if not draft.has_entry(("@", key))], lambda key: ("@", key))


def _written(about: Metadata) -> dict[str, ReferenceEntry]:
    """Give the entries that the head of the file describes itself."""
    found: dict[str, ReferenceEntry] = {}
    for item in about.references:
        record = csl_record(item)
        if record.key:
            raw, fields, links = record_parts(record)
            found.setdefault(record.key, ReferenceEntry(record.key, raw, Span(0, about.end), links, fields))
    return found
