"""
Made-up documents of every format, of any length: a piece of the format repeated, its labels numbered through.

The formats that are text stand in `documents.toml`. Archives hold their parts as they are, not packed, so that their bytes are
those of their XML and nobody takes them for a bomb.
"""

from __future__ import annotations

import io
import json
import tomllib
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from benchmarks.made_pdf import pdf

NUMBER: Final = "§"
"""What stands for the number of the copy."""


@dataclass(frozen=True, slots=True)
class Made:
    """A kind of document: what it is called and how one of some copies is made."""

    name: str
    format: str
    """The name of its reader."""
    suffix: str
    entries: int
    markers: int
    """How many there are in each copy."""
    make: Callable[[int], bytes]
    beside: Callable[[int], tuple[str, bytes]] | None = None
    """The file that belongs to the document."""


def numbered(piece: str, copies: int, join: str = "") -> str:
    """Give a piece as often as asked for, numbered from 1."""
    return join.join(piece.replace(NUMBER, str(number)) for number in range(1, copies + 1))


@cache
def kinds() -> tuple[Made, ...]:
    """Give all kinds, those that are text first."""
    rows = {row["name"]: row for row in tomllib.loads(_TABLE.read_text(encoding="utf-8"))["document"]}
    return (*(_of_text(row, rows) for row in rows.values()), *_of_others(rows))


_TABLE: Final = Path(__file__).with_suffix("").with_name("documents.toml")


def _of_text(row: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]]) -> Made:
    """Give the kind that a row of the table describes."""
    beside = rows[row["beside"]] if "beside" in row else None
    return Made(
        row["name"],
        row["format"],
        row["suffix"],
        row["entries"],
        row["markers"],
        lambda copies: _text(row, copies).encode(),
        None if beside is None else lambda copies: (row["beside_name"], _text(beside, copies).encode()),
    )


def _text(row: Mapping[str, Any], copies: int) -> str:
    """Give a text of some copies."""
    join = row.get("join", "")
    body, listed = (numbered(row.get(part, ""), copies, join if part in row else "") for part in ("body", "list"))
    return "".join((row.get("head", ""), body, row.get("between", ""), listed, row.get("foot", "")))


def _of_others(rows: Mapping[str, Mapping[str, Any]]) -> Iterable[Made]:
    """Give the kinds that are made of more than repeated text."""
    yield Made("wikipedia-json", "wikipedia-json", ".json", 1, 2, lambda copies: _answer(rows, copies))
    yield Made("docx", "docx", ".docx", 1, 1, docx)
    yield Made("odt", "odt", ".odt", 1, 1, odt)
    yield Made("epub", "epub", ".epub", 1, 2, lambda copies: epub(_text(rows["html"], copies)))
    yield Made("pdf", "pdf", ".pdf", 1, 2, pdf)


def _answer(rows: Mapping[str, Mapping[str, Any]], copies: int) -> bytes:
    """Give MediaWiki's answer with the page that the table describes."""
    return json.dumps({"parse": {"title": "Olms", "text": _text(rows["wikipedia-html"], copies)}}).encode()


def docx(copies: int) -> bytes:
    """Give a Word document (ECMA-376) with a footnote in each paragraph."""
    return _archive(
        {
            "[Content_Types].xml": f"{_XML}<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Default "
            "Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/><Override "
            f"PartName='/word/document.xml' ContentType='{_WORD}document.main+xml'/><Override "
            f"PartName='/word/footnotes.xml' ContentType='{_WORD}footnotes+xml'/></Types>",
            "_rels/.rels": _relationships("officeDocument", "word/document.xml"),
            "word/_rels/document.xml.rels": _relationships("footnotes", "footnotes.xml"),
            "word/document.xml": f"{_XML}<w:document {_W}><w:body>{numbered(_DOCX_BODY, copies)}</w:body></w:document>",
            "word/footnotes.xml": f"{_XML}<w:footnotes {_W}>{numbered(_DOCX_NOTE, copies)}</w:footnotes>",
        }
    )


def odt(copies: int) -> bytes:
    """Give an OpenDocument text (OASIS ODF 1.3) with a footnote in each paragraph."""
    kind = "application/vnd.oasis.opendocument.text"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return _archive(
        {
            "mimetype": kind,
            "META-INF/manifest.xml": f"{_XML}<m:manifest xmlns:m='{manifest}'><m:file-entry m:full-path='/' "
            f"m:media-type='{kind}'/><m:file-entry m:full-path='content.xml' m:media-type='text/xml'/></m:manifest>",
            "content.xml": f"{_XML}<office:document-content {_ODF} office:version='1.3'><office:body><office:text>"
            f"{numbered(_ODT_BODY, copies)}</office:text></office:body></office:document-content>",
        }
    )


def epub(page: str) -> bytes:
    """Give a book (EPUB 3.3) of one page."""
    xhtml = page.replace("<!DOCTYPE html><html", f"{_XML}<html xmlns='http://www.w3.org/1999/xhtml'").replace(
        "<hr>", "<hr/>"
    )
    return _archive(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": f"{_XML}<container version='1.0' xmlns='urn:oasis:names:tc:opendocument:xmlns:container'>"
            "<rootfiles><rootfile full-path='book.opf' media-type='application/oebps-package+xml'/></rootfiles></container>",
            "book.opf": _OPF,
            "page.xhtml": xhtml.replace('<meta charset="utf-8">', ""),
        }
    )


def _relationships(kind: str, target: str) -> str:
    """Give the part that says what another is."""
    base = "http://schemas.openxmlformats.org"
    return (
        f"{_XML}<Relationships xmlns='{base}/package/2006/relationships'><Relationship Id='r1' "
        f"Type='{base}/officeDocument/2006/relationships/{kind}' Target='{target}'/></Relationships>"
    )


def _archive(parts: Mapping[str, str]) -> bytes:
    """Give an archive of some parts, in their order, not packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return made.getvalue()


_XML: Final = '<?xml version="1.0" encoding="UTF-8"?>'
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_W: Final = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
_DOCX_BODY: Final = """
<w:p><w:pPr><w:pStyle w:val="Heading1"/><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>Cave §</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">The </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>olm of cave §</w:t></w:r><w:r>
<w:t xml:space="preserve"> lives in the water below the plain, where it is cold and where no light comes.</w:t></w:r>
<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="§"/></w:r><w:r>
<w:t xml:space="preserve"> Walkers saw it in spring, when the water was high, and told nobody of it for years.</w:t></w:r></w:p>"""
_DOCX_NOTE: Final = """
<w:footnote w:id="§"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Novak, Ana (1998). </w:t></w:r><w:r><w:rPr>
<w:i/></w:rPr><w:t>Olms of Cave §</w:t></w:r><w:r><w:t>. Ljubljana: Jama. https://example.org/olm/§</w:t></w:r></w:p></w:footnote>"""
_ODF: Final = " ".join(
    f"xmlns:{name}='urn:oasis:names:tc:opendocument:xmlns:{name}:1.0'" for name in ("office", "text", "style")
)
_ODT_BODY: Final = """<text:h text:outline-level="1">Cave §</text:h>
<text:p>The <text:span text:style-name="T1">olm of cave §</text:span> lives in the water below the plain, where it is cold and where no
light comes.<text:note text:id="ftn§" text:note-class="footnote"><text:note-citation>§</text:note-citation><text:note-body><text:p
>Novak, Ana (1998). Olms of Cave §. Ljubljana: Jama. https://example.org/olm/§</text:p></text:note-body></text:note> Walkers saw it in
spring, when the water was high, and told nobody of it for years.</text:p>
"""
_OPF: Final = f"""{_XML}<package version='3.0' unique-identifier='i' xmlns='http://www.idpf.org/2007/opf'>
<metadata xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:identifier id='i'>olms</dc:identifier><dc:title>Olms</dc:title>
<dc:language>en</dc:language></metadata><manifest><item id='p' href='page.xhtml' media-type='application/xhtml+xml'/></manifest>
<spine><itemref idref='p'/></spine></package>"""
