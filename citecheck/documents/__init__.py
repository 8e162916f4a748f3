"""
Bytes to `Document`: a document's text, and where its blocks, footnote markers and reference entries stand.

* `Reader`: one document format; `read()` finds the one that recognises a text.
* `load()`, `expand()`: the bytes of a file, the documents in a directory.
* decoding: bytes -> text, with a notice where the encoding had to be guessed.
* restoring: the links that a text copy lost, from another copy of the same document.
* thread (`weaving.py`): visible text that remembers where in the source each run stood.
* block: a paragraph, heading, list item, cell or caption; entry: an item of a reference list.
* frame: the number, caret and backlinks (`1. ^ a b`) that a list item carries besides its words.
* marker class: markers numbered together (`[1]`, `[a]`, `[note 1]`), which answer to one list.

* draft (`draft.py`): a document under construction, which every reader but those of MediaWiki fills; part: a run of its text
  that is from another file.

Readers, each with the files that share its name: `wikipedia_text.py` (with `lines`, `outline`, `numbered_lists`, `numbering`,
`text_blocks`, `text_notes`), `wikipedia_html.py` (with `html_tokens`, `html_walk`, `html_drafts`, `coins`), `wikipedia_json.py`,
`wikitext.py` (with `cite_*`); `html_page.py`, `markdown.py`, `notebook.py`, `rst.py`, `latex_reader.py`, `plain_text.py`, `pdf.py`,
`docx.py` and `odt.py` (with `packages`, `manuscript*`, `typed_*`, `managed_works`), `jats.py` and `tei.py` (with `xml_*`,
`cited_line`); lists: `bib_list.py`, `csl_list.py`, `ris_list.py`, `reference_list.py`, `url_list.py`. What is cited by author and
year is found for all of them by `author_date*.py`.
"""

from __future__ import annotations

import dataclasses
import difflib
import hashlib
from collections.abc import Sequence

from citecheck.documents.author_date_words import may_be_short
from citecheck.documents.beside import Beside
from citecheck.documents.chapters import chapters_among
from citecheck.documents.decode import decode
from citecheck.documents.files import MAX_BYTES, expand, load, too_large
from citecheck.documents.reader import AnyReader, FileReader, Reader, WithFiles
from citecheck.documents.restoring import restore_links
from citecheck.documents.suffixes import formats_of, in_folders, named_formats
from citecheck.errors import NotText, UsageError
from citecheck.model import Document

__all__ = [
    "MAX_BYTES",
    "AnyReader",
    "Beside",
    "FileReader",
    "Reader",
    "WithFiles",
    "chapters_among",
    "expand",
    "in_folders",
    "load",
    "read",
    "restore_links",
    "too_large",
]


def read(  # noqa: PLR0913, PLR0917 - what is known of a file before it is read
    path: str,
    data: bytes,
    readers: Sequence[AnyReader],
    format: str | None = None,  # noqa: A002 - the word of `--from FORMAT`
    encoding: str | None = None,
    fallback: str | None = None,
    beside: Beside | None = None,
) -> Document:
    """
    Give the document that *data* is.

    Args:
        path: As the user named it, for messages and for its suffix; `-` for a pipe.
        data: The whole file.
        readers: Asked in this order whether they recognise the text.
        format: The name of a reader, which is then not asked.
        encoding: The one that a server declares.
        fallback: The name of the reader to use where none recognises the text.
        beside: Gives the files that belong to the document; none where it is left out.

    Raises:
        NotText: *data* is empty, binary, or no reader recognises it.
        UsageError: There is no reader of that name.

    """
    possible = readers if format is not None else _possible(path, readers)
    chosen = _named(format, readers) if format is not None else _of_bytes(path, data, readers, possible)
    if isinstance(chosen, FileReader):
        return _finished(chosen.read_bytes(path, data), data)
    text, notices = decode(path, data, encoding)
    if chosen is None:
        chosen = _of_text(path, text, possible)
    if chosen is None and fallback is not None:
        chosen = _named(fallback, readers)
    if isinstance(chosen, WithFiles):
        document = chosen.read_with(path, text, beside or Beside())
    elif isinstance(chosen, Reader):
        document = chosen.read(path, text)
    else:
        formats = ", ".join(sorted(reader.name for reader in readers))
        raise NotText(f"no reader recognises {path}; formats: {formats}. Name its format with --from FORMAT.")
    return _finished(dataclasses.replace(document, notices=(*notices, *document.notices)), data)


def _finished(document: Document, data: bytes) -> Document:
    """Give a document with what no reader sees by itself: its citations by author and year, the digest of its bytes."""
    if (
        (document.blocks and any(not entry.numbered for entry in document.entries))
        or not document.markers
        or any(may_be_short(entry.raw) for entry in document.entries)
    ):
        from citecheck.documents.author_date_labels import with_author_dates  # noqa: PLC0415 - it parses references

        document = with_author_dates(document)
    return dataclasses.replace(document, sha256=hashlib.sha256(data).hexdigest())


def _possible(path: str, readers: Sequence[AnyReader]) -> Sequence[AnyReader]:
    """Give the readers that a file of that name may be for: all, unless the end of its name says more."""
    names = formats_of(path)
    if names is None:
        return readers
    by_name = {reader.name: reader for reader in readers}
    named = [by_name[name] for name in names if name in by_name]
    return [*named, *(reader for reader in readers if reader.name not in named_formats())]


def _of_bytes(path: str, data: bytes, readers: Sequence[AnyReader], possible: Sequence[AnyReader]) -> FileReader | None:
    """Give the reader of what is no text that recognises a file, or that its name asks for: it says what is wrong."""
    of_files = (reader for reader in readers if isinstance(reader, FileReader))
    found = next((reader for reader in of_files if reader.recognises_bytes(path, data)), None)
    alone = possible[0] if len(possible) == 1 else None
    return alone if found is None and isinstance(alone, FileReader) else found


def _of_text(path: str, text: str, possible: Sequence[AnyReader]) -> Reader | None:
    """Give the reader that recognises a text, or that its name alone asks for."""
    of_text = [reader for reader in possible if isinstance(reader, Reader)]
    found = next((reader for reader in of_text if reader.recognises(path, text)), None)
    names = formats_of(path) or ()
    alone = next((reader for reader in of_text if names == (reader.name,)), None)
    return alone if found is None else found


def _named(name: str, readers: Sequence[AnyReader]) -> AnyReader:
    for reader in readers:
        if reader.name == name:
            return reader
    names = sorted(reader.name for reader in readers)
    close = difflib.get_close_matches(name, names, n=1)
    hint = f" Did you mean {close[0]}?" if close else ""
    raise UsageError(f"there is no format {name!r}.{hint} Formats: {', '.join(names)}.")
