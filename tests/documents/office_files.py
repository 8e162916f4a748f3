"""Office documents made for tests: DOCX and ODT packages from the XML of their text."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from html import escape
from typing import Any, Final, TypedDict, Unpack

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES: Final = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATED: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_ODF: Final = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in {
        "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing", "meta": "meta",
        "fo": "xsl-fo-compatible",
    }.items()
)  # fmt: skip
_XLINK: Final = 'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
ODT: Final = "application/vnd.oasis.opendocument.text"

STYLES: Final = """
<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="de-DE"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Standard"/>
  <w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="berschrift1"/>
  <w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Titre3"><w:name w:val="Titre 3"/></w:style>
<w:style w:type="paragraph" w:styleId="Beschriftung"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Verz1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="Fn"><w:name w:val="footnote reference"/>
  <w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Unseen"><w:name w:val="Unseen"/><w:rPr><w:vanish/></w:rPr></w:style>
"""


class Parts(TypedDict, total=False):
    """What a Word document may have besides its text, as XML; addresses by the ids of relationships, other members."""

    footnotes: str
    endnotes: str
    styles: str
    numbering: str
    settings: str
    links: Mapping[str, str]
    others: Mapping[str, str]


def packed(members: Mapping[str, str | bytes], *, stored: tuple[str, ...] = ()) -> bytes:
    """Give a ZIP archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, how)
    return held.getvalue()


def docx_members(body: str, **more: Unpack[Parts]) -> dict[str, str | bytes]:
    """Give the members of a DOCX package whose text is the XML of *body*, in the namespaces that Word declares."""
    links, others = more.get("links", {}), more.get("others", {})

    def part(root: str, inner: str) -> str:
        return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {_SPACES}>{inner}</w:{root}>'

    external = "".join(
        f'<Relationship Id="{own}" Type="{R}/hyperlink" Target="{escape(url)}" TargetMode="External"/>'
        for own, url in links.items()
    )
    inner = "".join(
        f'<Relationship Id="p{kind}" Type="{R}/{kind}" Target="{kind}.xml"/>'
        for kind in ("styles", "footnotes", "endnotes", "numbering", "settings")
    )
    inner += "".join(
        f'<Relationship Id="x{place}" Type="{R}/customXml" Target="/{name}"/>'
        for place, name in enumerate(others)
        if name.startswith("customXml/")
    )
    return {
        "[Content_Types].xml": f'<Types><Override PartName="/word/document.xml" ContentType="{_TYPE}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATED}">'
        f'<Relationship Id="a" Type="{R}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="b" Type="{R}/custom-properties" Target="docProps/custom.xml"/>'
        f'<Relationship Id="c" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>',
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATED}">{inner}{external}</Relationships>',
        "word/_rels/footnotes.xml.rels": f'<Relationships xmlns="{_RELATED}">{external}</Relationships>',
        "word/styles.xml": part("styles", more.get("styles", STYLES)),
        "word/footnotes.xml": part("footnotes", more.get("footnotes", "")),
        "word/endnotes.xml": part("endnotes", more.get("endnotes", "")),
        "word/numbering.xml": part("numbering", more.get("numbering", "")),
        "word/settings.xml": part("settings", more.get("settings", "")),
        **others,
    }


def docx(body: str, **more: Unpack[Parts]) -> bytes:
    """Give a DOCX file, as `docx_members` does."""
    return packed(docx_members(body, **more))


def p(*inner: str, style: str = "", properties: str = "") -> str:
    """Give a paragraph of Word's; what is no XML is a run of words."""
    own = f'<w:pStyle w:val="{style}"/>' if style else ""
    runs = "".join(one if one.startswith("<") else run(one) for one in inner)
    return f"<w:p><w:pPr>{own}{properties}</w:pPr>{runs}</w:p>"


def run(text: str, properties: str = "") -> str:
    """Give a run of words."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def raised(text: str) -> str:
    """Give a superscript."""
    return run(text, '<w:vertAlign w:val="superscript"/>')


def note(own: int, kind: str = "footnote", mark: str = "") -> str:
    """Give the mark of a note, with one of its own or without."""
    custom = ' w:customMarkFollows="1"' if mark else ""
    follows = f"<w:t>{mark}</w:t>" if mark else ""
    return f'<w:r><w:rPr><w:rStyle w:val="Fn"/></w:rPr><w:{kind}Reference w:id="{own}"{custom}/>{follows}</w:r>'


def noted(own: int, *inner: str, kind: str = "footnote") -> str:
    """Give a note."""
    return f'<w:{kind} w:id="{own}">{p(f"<w:r><w:{kind}Ref/></w:r>", " ", *inner)}</w:{kind}>'


def field(code: str, *result: str, data: str = "", inside: str = "") -> str:
    """Give a complex field with its instruction in two runs and its result; *inside* stands in the instruction."""
    half = len(code) // 2
    held = f"<w:fldData>{data}</w:fldData>" if data else ""
    shown = "".join(one if one.startswith("<") else run(one) for one in result)
    codes = "".join(
        f'<w:r><w:instrText xml:space="preserve">{escape(part)}</w:instrText></w:r>'
        for part in (code[:half], code[half:])
    )
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{held}</w:fldChar></w:r>{codes}{inside}'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def csl(*items: Mapping[str, Any]) -> str:
    """Give a citation in CSL-JSON."""
    return json.dumps({"citationID": "x", "properties": {"noteIndex": 0}, "citationItems": list(items)})


def odt_members(body: str, *, automatic: str = "", styles: str = "", meta: str = "") -> dict[str, str | bytes]:
    """Give the members of an ODT package whose text is the XML of *body*."""
    head = f'<?xml version="1.0" encoding="UTF-8"?><office:document-%s {_ODF} {_XLINK} office:version="1.3">'
    return {
        "mimetype": ODT,
        "content.xml": head % "content" + f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        "styles.xml": head % "styles" + f"<office:styles>{styles}</office:styles></office:document-styles>",
        "meta.xml": head % "meta" + f"<office:meta>{meta}</office:meta></office:document-meta>",
    }


def odt(body: str, **more: str) -> bytes:
    """Give an ODT file, as `odt_members` does."""
    return packed(odt_members(body, **more), stored=("mimetype",))


def fodt(body: str) -> bytes:
    """Give a flat ODT file."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_ODF} {_XLINK} office:mimetype="{ODT}">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    ).encode()
