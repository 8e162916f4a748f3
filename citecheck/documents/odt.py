"""
OpenDocument texts: the format `odt` (OASIS ODF 1.0 to 1.3), in a package or flat.

The text is extracted, as that of a Word document is: notes are reference entries, and so are the works that a reference
manager or LibreOffice itself cites and the items of a list of references.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from citecheck.documents.managed_works import ManagedWorks
from citecheck.documents.manuscript_text import document_of
from citecheck.documents.manuscripts import Manuscript
from citecheck.documents.odt_styles import OdtStyles
from citecheck.documents.odt_walk import OdtFile, OdtWalk
from citecheck.documents.package_xml import attribute, child, lesser_part, parsed, part, words
from citecheck.documents.packages import LARGEST_MEMBER, Damaged, Package, is_archive
from citecheck.documents.style_names import office_table
from citecheck.errors import NotText

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from citecheck.model import Document

_HEAD: Final = 2_048
_MANIFEST: Final = "META-INF/manifest.xml"
_BREF: Final = "ZOTERO_BREF_"


class _Parts(NamedTuple):
    content: Element
    styles: Element | None
    meta: Element | None
    losses: list[str]


class OdtReader:
    """Reads an OpenDocument text by its parts, within the bounds of `packages`."""

    name = "odt"
    title = "OpenDocument text"

    def recognises_bytes(self, path: str, data: bytes) -> bool:  # noqa: ARG002 - the protocol's signature
        """Tell whether *data* is a package that says it is such a text, one that is cut off included, or a flat one."""
        types = tuple(one.encode() for one in office_table("odt")["types"])
        if not is_archive(data):
            head = data[:_HEAD]
            return b"<office:document" in head and any(b'office:mimetype="%s"' % one in head for one in types)
        try:
            return Package(data).read("mimetype").strip() in types
        except Damaged:
            return data[30:38] == b"mimetype" and data[38:].startswith(types)

    def read_bytes(self, path: str, data: bytes) -> Document:
        """
        Give the document that *data* is.

        Raises:
            NotText: Its text cannot be read.
        """
        try:
            return document_of(_manuscript(_packed(data) if is_archive(data) else _flat(data)), path, self.name)
        except Damaged as problem:
            told = "Open it in its program, save it again without a password, and audit that."
            raise NotText(f"{path} cannot be read as an OpenDocument text: {problem}. {told}") from None


def _packed(data: bytes) -> _Parts:
    """Give the parts of a package."""
    package = Package(data)
    if _MANIFEST in package and b"encryption-data" in package.read(_MANIFEST):
        raise Damaged("it is protected with a password")
    content = part(package, "content.xml")
    if content is None:
        raise Damaged("the archive has no content.xml")
    return _Parts(content, lesser_part(package, "styles.xml"), lesser_part(package, "meta.xml"), package.losses)


def _flat(data: bytes) -> _Parts:
    """Give the parts of a flat file, which has all in one."""
    if len(data) > LARGEST_MEMBER:
        raise Damaged(f"it has more than {LARGEST_MEMBER >> 20} MiB")
    root, whole = parsed(data, "the file")
    losses = [] if whole else ["the file is broken XML, and was read as far as it goes"]
    return _Parts(root, root, root, losses)


def _manuscript(parts: _Parts) -> Manuscript:
    """Give what the parts say."""
    body = child(parts.content, "office:body", "office:text")
    if body is None:
        raise Damaged("it has no text")
    manuscript = Manuscript(losses=parts.losses)
    meta = child(parts.meta, "office:meta")
    works = ManagedWorks(manuscript.works, {})
    styles = OdtStyles(parts.content, parts.styles)
    file = OdtFile(styles, works, manuscript.works, _kept(meta))
    manuscript.paragraphs = OdtWalk(file).walk(body)
    both = len({note.group for note in file.notes.values()}) > 1
    for kind in ("footnote", "endnote"):
        for key, note in file.notes.items():
            if note.group == kind:
                group = kind if both and kind == "endnote" else ""
                manuscript.notes[key] = replace(note, group=group)
    manuscript.title = " ".join(words(child(meta, "dc:title")).split()) or file.title or None
    manuscript.language = words(child(meta, "dc:language")).strip() or styles.language or None
    if works.unread:
        manuscript.losses.append(f"{works.unread:,} citations of a reference manager cannot be read")
    return manuscript


def _kept(meta: Element | None) -> dict[str, str]:
    """Give the instructions that Zotero keeps as properties, in pieces, for its bookmarks by their names."""
    pieces: dict[str, dict[int, str]] = {}
    for one in meta if meta is not None else ():
        name, _, number = attribute(one, "meta:name").rpartition("_")
        if name.startswith(_BREF) and number.isascii() and number.isdecimal() and len(number) <= 4:
            pieces.setdefault(name, {})[int(number)] = words(one)
    return {name: "".join(text for _, text in sorted(held.items())) for name, held in pieces.items()}
