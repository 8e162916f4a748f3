"""LaTeX: the format `latex`."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from citecheck.documents.beside import Beside, Included
from citecheck.documents.latex_bbl import is_biblatex
from citecheck.documents.latex_commands import command
from citecheck.documents.latex_environments import begin, end
from citecheck.documents.latex_walk import Walk
from citecheck.documents.notices import missing
from citecheck.model import Document

SUFFIXES: Final = (".tex", ".latex", ".ltx")
_UNTOLD: Final = frozenset({"", ".txt", ".text"})
"""Suffixes that say nothing of a format."""
_CLASS: Final = re.compile(r"^[ \t]{0,8}\\(?:documentclass|documentstyle|begin\{document\})", re.MULTILINE)
_CITE: Final = re.compile(r"\\[A-Za-z]{0,20}cite[A-Za-z]{0,20}\*?(?:\[[^\]\r\n]{0,200}\]){0,2}\{[^{}\\]{1,200}\}")
_OTHERS: Final = re.compile(
    r"^(?:```|~~~|#{1,6} |={2,6}[^=\n]{1,80}={2,6}\s{0,9}$)|\{\{|<ref[ >]|<html|\[\^|\]\(http", re.MULTILINE
)
"""Signs of Markdown, wikitext and HTML."""
_HEAD: Final = 200_000
_FEW: Final = 3


class LatexReader:
    """Reads what LaTeX prints of a document, its notes and its bibliography."""

    name = "latex"
    title = "LaTeX"

    def recognises(self, path: str, text: str) -> bool:
        """Tell whether *text* is LaTeX, by the end of its name, or by its class or commands that cite."""
        if path.casefold().endswith(SUFFIXES):
            return True
        head = text[:_HEAD]
        if PurePath(path).suffix.casefold() not in _UNTOLD or _OTHERS.search(head):
            return False
        return _CLASS.search(head) is not None or len(_CITE.findall(head)) >= _FEW

    def read(self, path: str, text: str) -> Document:
        """Give the document without the files that it includes."""
        return self.read_with(path, text, Beside())

    def read_with(self, path: str, text: str, beside: Beside) -> Document:
        """Give the document; what it includes stands behind the command that names it, its entries at the end."""
        walk = Walk(path, text, beside, {"command": command, "begin": begin, "end": end})
        walk.run()
        walk.finish()
        shelf, draft = walk.shelf, walk.draft
        shelf.load(draft)
        _take_bbl(walk)
        shelf.attach(draft, walk.text)
        shelf.finish(draft)
        parts = walk.text.parts
        document = draft.document(
            path,
            self.name,
            walk.text.text,
            title=walk.title,
            language=walk.language,
            parts=parts if len(parts) > 1 else (),
        )
        return _told(document)


def _take_bbl(walk: Walk) -> None:
    """Read what BibTeX or biber wrote beside the document, where no bibliography can be had otherwise."""
    if walk.shelf.read or walk.shelf.listed or not (walk.shelf.cited or walk.shelf.everything):
        return
    found = walk.shelf.beside.open(f"{walk.stem}.bbl")
    if not isinstance(found, Included):
        return
    if is_biblatex(found.text):
        walk.shelf.attach_biblatex(walk.draft, found, walk.text)
    else:
        walk.text.part()
        walk.read(found)
        walk.finish()


def _told(document: Document) -> Document:
    """Give a document with notices of what is not there; notes are a list of their own where there is another."""
    notices = (*document.notices, *missing(document.entries, document.markers))
    if any(entry.group != "note" for entry in document.entries):
        return replace(document, notices=notices)
    return replace(document, notices=notices, entries=tuple(replace(entry, group="") for entry in document.entries))
