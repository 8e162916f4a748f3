"""
Word documents: the format `docx` (ECMA-376, ISO/IEC 29500, transitional and strict).

The text is extracted: paragraphs, headings, lists, tables, captions, text boxes. Notes are reference entries, and so are
the works that a reference manager cites and the items of a list of references.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from citecheck.documents.docx_notes import NoteKind, NoteNumbers, sections_of
from citecheck.documents.docx_styles import Numbering, Styles
from citecheck.documents.docx_walk import DocxFile, DocxWalk, marked_notes
from citecheck.documents.managed_works import ManagedWorks, word_sources
from citecheck.documents.manuscript_text import document_of
from citecheck.documents.manuscripts import Manuscript, PlacedNote
from citecheck.documents.package_xml import attribute, child, lesser_part, name_of, part, words
from citecheck.documents.packages import Damaged, Package, is_archive
from citecheck.documents.style_names import office_table
from citecheck.errors import NotText
from citecheck.references.records import Record

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from citecheck.model import Document

_TYPES: Final = "[Content_Types].xml"
_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
"""The stream in which a document with a password lies (MS-OFFCRYPTO)."""
_USUAL: Final = "word/document.xml"
_BREF: Final = "ZOTERO_BREF_"
_MOST_SOURCES: Final = 40


@dataclass(frozen=True, slots=True)
class _Related:
    """The parts and addresses that a part names."""

    parts: Mapping[str, tuple[str, ...]]
    """By the last word of their kind: `footnotes`."""
    targets: Mapping[str, str]
    """Addresses by id."""

    def first(self, kind: str) -> str:
        """Give the first part of a kind, "" where there is none."""
        return next(iter(self.parts.get(kind, ())), "")


class DocxReader:
    """Reads a Word document by its parts, within the bounds of `packages`."""

    name = "docx"
    title = "Word document"

    def recognises_bytes(self, path: str, data: bytes) -> bool:
        """Tell whether *data* is a package whose main part is a Word document, or what is left of one."""
        if data.startswith(_OLD):
            return _LOCKED in data and path.casefold().endswith((".docx", ".docm", ".dotx"))
        if not is_archive(data):
            return False
        try:
            types = Package(data).read(_TYPES)
        except Damaged:
            return b"word/document.xml" in data
        return any(main.encode() in types for main in office_table("docx")["main"])

    def read_bytes(self, path: str, data: bytes) -> Document:
        """
        Give the document that *data* is.

        Raises:
            NotText: Its main part cannot be read.
        """
        try:
            return document_of(_manuscript(_package(data)), path, self.name)
        except Damaged as problem:
            told = "Open it in its program, save it again as .docx without a password, and audit that."
            raise NotText(f"{path} cannot be read as a Word document: {problem}. {told}") from None


def _package(data: bytes) -> Package:
    if data.startswith(_OLD):
        locked = _LOCKED in data
        raise Damaged("it is protected with a password" if locked else "it is one of Word 97 to 2003, a .doc")
    if not is_archive(data):
        raise Damaged("it is no archive, as one is")
    return Package(data)


def _manuscript(package: Package) -> Manuscript:
    """Give what a package says."""
    outer = _related(package, "")
    main = outer.first("officeDocument") or _USUAL
    root = part(package, main)
    body = child(root, "w:body")
    if body is None:
        raise Damaged(f"{main} has no text")
    related = _related(package, main)
    settings = lesser_part(package, related.first("settings"))
    manuscript = Manuscript(losses=package.losses)
    sections = sections_of(body)
    styles = Styles(lesser_part(package, related.first("styles")))
    kinds: tuple[NoteKind, ...] = ("footnote", "endnote")
    file = DocxFile(
        styles=styles,
        numbering=Numbering(lesser_part(package, related.first("numbering"))),
        numbers={kind: NoteNumbers(kind, settings, sections) for kind in kinds},
        works=ManagedWorks(manuscript.works, _sources(package, related)),
        marked=marked_notes(body),
        kept=_kept(lesser_part(package, outer.first("custom-properties"))),
        losses=package.losses,
    )
    manuscript.paragraphs = DocxWalk(file, related.targets).walk(body)
    for kind in kinds:
        _add_notes(package, related, kind, file, manuscript)
    core = lesser_part(package, outer.first("core-properties"))
    title = " ".join(words(child(core, "dc:title")).split())
    manuscript.title = title or file.title or None
    manuscript.language = styles.language if styles.language not in {"", "x-none"} else None
    if file.works.unread:
        manuscript.losses.append(f"{file.works.unread:,} citations of a reference manager cannot be read")
    return manuscript


def _add_notes(package: Package, related: _Related, kind: NoteKind, file: DocxFile, manuscript: Manuscript) -> None:
    """Add the notes of a kind that are called, in the order in which they are."""
    called = {own: label for called_kind, own, label in reversed(file.notes) if called_kind == kind}
    order = dict.fromkeys(own for called_kind, own, _ in file.notes if called_kind == kind)
    name = related.first(f"{kind}s")
    root = lesser_part(package, name) if order else None
    elements: dict[str, Element] = {}
    for element in root if root is not None else ():
        if name_of(element) == f"w:{kind}" and attribute(element, "w:type", "normal") == "normal":
            elements.setdefault(attribute(element, "w:id"), element)
    targets = _related(package, name).targets if order and name else {}
    group = "endnote" if kind == "endnote" and manuscript.notes else ""
    lost = 0
    for own in order:
        if own not in elements:
            lost += 1
            continue
        paragraphs = DocxWalk(file, targets).walk(elements[own])
        manuscript.notes[kind, own] = PlacedNote(called[own], group, paragraphs)
    if lost:
        manuscript.losses.append(f"{lost:,} {kind}s are called whose text is missing")


def _related(package: Package, name: str) -> _Related:
    """Give what a part names; the package itself is the part without a name."""
    folder, _, file = name.rpartition("/")
    root = lesser_part(package, f"{folder}/_rels/{file}.rels".lstrip("/"))
    parts: dict[str, tuple[str, ...]] = {}
    targets: dict[str, str] = {}
    for one in root if root is not None else ():
        target = one.get("Target", "")
        if one.get("TargetMode") == "External":
            targets[one.get("Id", "")] = target
            continue
        kind = one.get("Type", "").rpartition("/")[2]
        place = posixpath.normpath(target if target.startswith("/") else f"{folder}/{target}").lstrip("/")
        parts[kind] = (*parts.get(kind, ())[:_MOST_SOURCES], place)
    return _Related(parts, targets)


def _kept(properties: Element | None) -> dict[str, str]:
    """Give the instructions that Zotero keeps as properties, in pieces, for its bookmarks by their names."""
    pieces: dict[str, dict[int, str]] = {}
    for one in properties if properties is not None else ():
        name, _, number = one.get("name", "").rpartition("_")
        if name.startswith(_BREF) and number.isascii() and number.isdecimal() and len(number) <= 4:
            pieces.setdefault(name, {})[int(number)] = words(one)
    return {name: "".join(text for _, text in sorted(held.items())) for name, held in pieces.items()}


def _sources(package: Package, related: _Related) -> dict[str, Record]:
    """Give the sources of Word's own bibliography by their tags."""
    found: dict[str, Record] = {}
    for tag, record in _all_sources(package, related):
        found.setdefault(tag, record)
    return found


def _all_sources(package: Package, related: _Related) -> Iterator[tuple[str, Record]]:
    for name in related.parts.get("customXml", ()):
        root = lesser_part(package, name)
        if root is not None and name_of(root) == "b:Sources":
            yield from word_sources(root)
