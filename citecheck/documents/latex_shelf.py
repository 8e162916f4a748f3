"""The bibliographies of a LaTeX document: those that it names, and what becomes of the keys that it cites."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Final

from citecheck.documents.beside import Beside, Included, Refused
from citecheck.documents.bib_list import bib_entries
from citecheck.documents.bibliography_files import SUFFIXES, BibliographyFiles
from citecheck.documents.draft import Draft
from citecheck.documents.keyed_entries import add_known_by_key
from citecheck.documents.latex_bbl import biblatex_entries
from citecheck.documents.notices import NO_REFERENCES
from citecheck.documents.parted_text import FileText, PartedText
from citecheck.model import Notice, Span

ALL: Final = "*"
"""What `\\nocite` says of all entries."""


@dataclass(slots=True)
class Shelf:
    """What is known of the bibliographies so far."""

    beside: Beside
    named: dict[str, tuple[Span, str]] = field(default_factory=dict)
    """The names of files, where they are named, and the folder of the file that names them."""
    embedded: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Files whose text stands in the document (`filecontents`): it, and where it begins."""
    cited: dict[str, Span] = field(default_factory=dict)
    """The keys that are cited or `\\nocite`d, each with its first place."""
    listed: bool = False
    """Whether a `thebibliography` was read."""
    everything: bool = False
    """Whether the document lists all that its bibliographies hold."""
    refused: list[tuple[Refused, Span]] = field(default_factory=list)
    _files: BibliographyFiles = field(default_factory=BibliographyFiles)
    read: int = 0
    """Bibliographies that could be read."""

    def cite(self, key: str, span: Span) -> None:
        """Remember a key."""
        if key == ALL:
            self.everything = True
        else:
            self.cited.setdefault(key, span)

    def load(self, draft: Draft) -> None:
        """Read the files that are named."""
        for name, (span, folder) in self.named.items():
            if name in self.embedded:
                self._embed(name, draft)
                continue
            found = self.open(name, SUFFIXES[:1], folder)
            if isinstance(found, Refused):
                self.refused.append((found, span))
            else:
                self.read += self._files.add(found)

    def open(self, name: str, suffixes: Iterable[str], folder: str) -> Included | Refused:
        """Give a file by its name as TeX looks for it, and beside the file that names it."""
        tried = ("",) if PurePath(name).suffix in set(suffixes) else (*suffixes, "")
        first = self.beside.open(name, tried)
        if isinstance(first, Refused) and folder:
            other = self.beside.open(f"{folder}/{name}", tried)
            return first if isinstance(other, Refused) else other
        return first

    def attach(self, draft: Draft, text: PartedText) -> None:
        """Add the entries that are cited."""
        keys: list[Hashable] = [key for key in self.cited if not draft.has_entry(key)]
        if self.everything:
            keys += [key for key in self._files if key not in self.cited]
        self._files.attach(draft, keys, text)

    def attach_biblatex(self, draft: Draft, included: Included, text: PartedText) -> None:
        """Add the entries that are cited from what biber wrote."""
        file = FileText(included.path, included.text)
        for entry in biblatex_entries(included.text):
            if (entry.label in self.cited or self.everything) and not draft.has_entry(entry.label):
                text.part()
                moved = text.add(file, entry.span.start, entry.span.end)
                draft.add_entry(entry.label, replace(entry, span=entry.span.shifted(moved)))
        self.read += 1

    def finish(self, draft: Draft) -> None:
        """Give each key that nobody can look up an entry that says no more than the key, and say what is missing."""
        told = ""
        if self.refused or not (self.read or self.listed):
            bare = [key for key in self.cited if not draft.has_entry(key)]
            add_known_by_key(draft, bare, places={key: self.cited[key] for key in bare})
            if bare:
                told = f" {len(bare)} of the works cited {'are' if len(bare) > 1 else 'is'} known by the key alone."
        if self.read or self.listed:
            draft.notices.extend(refused.notice(span) for refused, span in self.refused)
        else:
            for refused, span in self.refused:
                draft.notices.append(replace(refused, message=refused.message + told).notice(span))
                told = ""
            if told:
                message = f"The document names no bibliography.{told} Audit the main file, which names it."
                draft.notices.append(Notice(NO_REFERENCES, message))

    def _embed(self, name: str, draft: Draft) -> None:
        """Add the entries of a file whose text stands in the document."""
        text, start = self.embedded[name]
        self.read += 1
        for entry in bib_entries(text):
            if (entry.label in self.cited or self.everything) and not draft.has_entry(entry.label):
                draft.add_entry(entry.label, replace(entry, span=entry.span.shifted(start)))
