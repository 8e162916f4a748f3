"""reStructuredText, as docutils, Sphinx and Python's proposals have it: the format `rst`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from citecheck.documents.beside import MISSING, REFUSED, Beside, Refused
from citecheck.documents.bibliography_files import SUFFIXES, BibliographyFiles
from citecheck.documents.draft import Draft
from citecheck.documents.keyed_entries import add_known_by_key
from citecheck.documents.lines import split_lines
from citecheck.documents.notices import missing
from citecheck.documents.parted_text import FileText, PartedText
from citecheck.model import Document, Notice, Span

if TYPE_CHECKING:
    from citecheck.documents.rst_walk import Walk

_ENDS: Final = dict.fromkeys(map(ord, "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), " ") | {0: "\ufffd"}
"""What Python takes for the end of a line, and docutils with it; a NUL."""
_NOTE: Final = re.compile(r"^\.\.[ \t]{1,10}\[(?:#?[\w.+-]{1,60}|#|\*)\][ \t]", re.MULTILINE)
_USE: Final = re.compile(r"\[(?:#?[\w.+-]{1,60}|#|\*)\]_(?!\w)")
_PEP: Final = re.compile(r"\ufeff?PEP:[ \t]{0,10}\d{1,5}[ \t]{0,10}\r?\n")
_TITLE: Final = re.compile(r"^Title:[ \t]{0,10}(?P<title>\S[^\r\n]{0,300})", re.MULTILINE)
_FILES: Final = re.compile(
    r"^[ \t]{0,100}\.\.[ \t]{1,10}(?P<kind>include|literalinclude)::[ \t]{1,10}(?P<name>\S[^\r\n]{0,300})"
    r"|^[ \t]{1,100}:(?:file|url):[ \t]{1,10}(?P<option>\S[^\r\n]{0,300})"
    r"|^[ \t]{0,100}\.\.[ \t]{1,10}(?P<raw>raw)::",
    re.MULTILINE,
)
_BIBLIOGRAPHY: Final = re.compile(
    r"^[ \t]{0,100}\.\.[ \t]{1,10}(?:foot)?bibliography::[ \t]{1,10}(?P<names>\S[^\r\n]{0,500})", re.MULTILINE
)
_SAMPLE: Final = 400_000
_LARGEST: Final = 5_000_000
"""Code points of a text that docutils is given: it reads some 400,000 a second."""
_MOST_TOLD: Final = 50
_DEEPEST: Final = 60
"""Steps of indentation; docutils calls itself for each, several times over."""


class RstReader:
    """Reads footnotes, citations, and the roles of sphinxcontrib-bibtex; no file that it includes."""

    name = "rst"
    title = "reStructuredText"

    def recognises(self, path: str, text: str) -> bool:
        """Tell whether *text* has footnotes as only reStructuredText has them, defined and used."""
        del path
        sample = text[:_SAMPLE]
        return _NOTE.search(sample) is not None and _USE.search(sample) is not None

    def read(self, path: str, text: str) -> Document:
        """Give the document; nothing beside it is read."""
        return self.read_with(path, text, Beside())

    def read_with(self, path: str, text: str, beside: Beside) -> Document:
        """Give the document with the bibliographies that it names."""
        from citecheck.documents.rst_walk import Walk  # noqa: PLC0415 - docutils is loaded when there is something to parse

        lines = split_lines(text)
        head = next((number for number, line in enumerate(lines) if line.blank), 0) if _PEP.match(text) else 0
        walk = Walk(lines)
        cut: list[Notice] = []
        body = "\n".join("" if number < head else line.text.translate(_ENDS) for number, line in enumerate(lines))
        if len(body) > _LARGEST:
            cut.append(
                _lost(f"The text is longer than {_LARGEST:,} characters; only its beginning was read. Audit its parts.")
            )
            body = body[:_LARGEST]
        cut += _walked(walk, body)
        whole = PartedText()
        whole.add(FileText(path, text), 0, len(text))
        _add_cited(walk.draft, text, beside, whole)
        title = _TITLE.search(text[: lines[head].start]) if head else None
        walk.draft.notices += [*cut, *_refused(text)]
        document = walk.draft.document(
            path,
            self.name,
            whole.text,
            title=title["title"].strip() if title else walk.title,
            parts=whole.parts if len(whole.parts) > 1 else (),
        )
        return replace(
            document, notices=(*document.notices, *missing(document.entries, document.markers, optional=True))
        )


def _walked(walk: Walk, body: str) -> list[Notice]:
    """Go through a text, and give what is said of it where it is not gone through to its end."""
    from citecheck.documents.rst_bounds import bounded  # noqa: PLC0415 - as above
    from citecheck.documents.rst_parsing import doctree  # noqa: PLC0415 - as above
    from citecheck.documents.rst_substitutions import LEFT  # noqa: PLC0415 - as above

    told = "The text is nested so deeply that it was read only in part. Take out some of its levels of indentation."
    if _depth(body) > _DEEPEST:
        return [_lost(told)]
    try:
        short = bounded(body)
        tree = doctree(short)
    except RecursionError:
        return [_lost(told)]
    except Exception as problem:  # noqa: BLE001 - docutils breaks off at some texts, with whatever Python raises
        return [_lost(f"docutils cannot read the text ({type(problem).__name__}). Check it with rst2html --strict.")]
    try:
        walk.node(tree)
    except RecursionError:
        return [_lost(told)]
    notices: list[Notice] = []
    if tree.get(LEFT):
        told = "What names between bars (|name|) stand for is too much or in a circle, so they are left. Write it out."
        notices.append(_lost(told))
    if len(short) < len(body):
        told = "The text has thousands of rules, targets, lists, columns or rows; it was read up to there. Audit its parts."
        notices.append(_lost(told))
    return notices


def _add_cited(draft: Draft, text: str, beside: Beside, whole: PartedText) -> None:
    """Add the entries of the keys that the document cites."""
    wanted = [str(key[1]) for key in draft.open_keys() if isinstance(key, tuple) and key[0] == "@"]
    if not wanted:
        return
    bibliographies = BibliographyFiles()
    named, lost = 0, 0
    for found in _BIBLIOGRAPHY.finditer(text):
        for name in found["names"].split():
            named += 1
            got = beside.open(name, ("", *SUFFIXES))
            if isinstance(got, Refused):
                lost += 1
                draft.notices.append(got.notice(Span(found.start("names"), found.end("names"))))
            else:
                bibliographies.add(got)
    bibliographies.attach(draft, wanted, whole, lambda key: ("@", key))
    if not named:
        told = "The document cites by keys, and its bibliography is named elsewhere: what the keys stand for is not known. Name it: `.. bibliography:: references.bib`."
        draft.notices.append(Notice(MISSING, told))
    if lost or not named:
        add_known_by_key(draft, [key for key in wanted if not draft.has_entry(("@", key))], lambda key: ("@", key))


def _refused(text: str) -> list[Notice]:
    """Say which files were not put into the document."""
    told: list[Notice] = []
    for found in _FILES.finditer(text):
        name = found["name"] or found["option"]
        what = (
            f"“{name.strip()[:200]}” is not read"
            if name
            else "What is written for one output alone (`raw`) is not read"
        )
        why = (
            "files are never put into reStructuredText here. Audit them by themselves."
            if name
            else "it is no text of the document. Write it as text if it is to be audited."
        )
        told.append(Notice(REFUSED, f"{what}: {why}", Span(found.start(), found.end())))
        if len(told) == _MOST_TOLD:
            break
    return told


def _lost(message: str) -> Notice:
    """Say what of the text was not read."""
    return Notice("document-incomplete", message)


def _depth(text: str) -> int:
    """Give how many steps of indentation, or marks of nested lists on one line, the text has at the most."""
    deepest, steps = 0, [0]
    for line in text.split("\n"):
        bare = line.lstrip()
        if not bare:
            continue
        indent = len(line) - len(bare)
        while steps and steps[-1] > indent:
            steps.pop()
        if not steps or steps[-1] < indent:
            steps.append(indent)
        marks = len(bare[:1_000]) - len(bare[:1_000].lstrip("-*+> |"))
        deepest = max(deepest, len(steps) + marks // 2)
    return deepest
