"""Bytes to text: which encoding a file is in, and what is said when that had to be guessed."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from citecheck.errors import NotText
from citecheck.model import Notice

RULE = "document-encoding"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16-LE
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# First bytes of what people hand over by mistake, and what to do with it.
_MAGIC = (
    (b"%PDF-", "a PDF", "Save its text (pdftotext) and audit that."),
    (b"PK\x03\x04", "a ZIP archive or an office document", "Save the document as plain text or HTML and audit that."),
    (b"\xd0\xcf\x11\xe0", "an old office document", "Save the document as plain text or HTML and audit that."),
    (b"\x89PNG", "a PNG image", "Audit the text it shows instead."),
    (b"\xff\xd8\xff", "a JPEG image", "Audit the text it shows instead."),
    (b"GIF8", "a GIF image", "Audit the text it shows instead."),
    (b"\x1f\x8b", "a gzip file", "Unpack it (gunzip) and audit what is in it."),
    (b"BZh", "a bzip2 file", "Unpack it (bunzip2) and audit what is in it."),
    (b"\xfd7zXZ", "an xz file", "Unpack it (unxz) and audit what is in it."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it and audit what is in it."),
    (b"\x7fELF", "a program", "Name a text document."),
    (b"MZ\x90", "a program", "Name a text document."),
    (b"SQLite format 3", "an SQLite database", "Name a text document."),
)

# WHATWG Encoding: these labels all mean windows-1252; `utf-16` in a meta element means UTF-8, for a page that
# can be read so far is not UTF-16.
_META_ALIASES = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
_META = re.compile(rb"<meta\s[^>]{0,200}?charset\s{0,8}=\s{0,8}[\"']?\s{0,8}([a-zA-Z0-9_.:-]{1,40})", re.IGNORECASE)
_META_REACH = 4096
_XML = re.compile(rb"\s{0,100}<\?xml\s[^>]{0,100}?encoding\s{0,8}=\s{0,8}[\"']([a-zA-Z0-9_.:-]{1,40})[\"']")
"""An XML declaration (XML 1.0, 4.3.3)."""

# Five bytes mean nothing in windows-1252; WHATWG Encoding reads them as C1 controls.
_CP1252 = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in range(256))

_CONTROL = bytes(b for b in range(32) if b not in b"\t\n\r\f\x0b\x1b\x08") + b"\x7f"
_SAMPLE = 65_536


class Decoded(NamedTuple):
    """The text of a file and what is to be said of its encoding."""

    text: str
    notices: tuple[Notice, ...]


def decode(path: str, data: bytes, told: str | None = None) -> Decoded:
    """
    Give the text of *data*, newlines kept, a byte order mark left out.

    Tried in this order: byte order mark, UTF-16 by its zero bytes, UTF-8, the encoding that a server told, for XML
    and HTML the one it declares, and last UTF-8 with a few broken bytes or windows-1252, with a notice.

    Args:
        path: For messages and for its suffix.
        data: The whole file.
        told: An encoding's label, as in `Content-Type`; one that is not known is not heeded.

    Raises:
        NotText: There is nothing in it, or it is binary.

    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _some(path, _marked(path, data[len(mark) :], encoding))
    _refuse_magic(path, data)
    wide = _wide(data)
    if wide:
        return _some(path, _marked(path, data, wide))
    _refuse_binary(path, data)
    try:
        return _some(path, Decoded(data.decode("utf-8"), ()))
    except UnicodeDecodeError as problem:
        return _some(path, _guessed(path, data, problem, told))


def _some(path: str, decoded: Decoded) -> Decoded:
    if not decoded.text or decoded.text.isspace():
        raise NotText(f"{path} is empty: there is no text in it. Name a document with text.")
    return decoded


def _refuse_magic(path: str, data: bytes) -> None:
    for magic, kind, advice in _MAGIC:
        if data.startswith(magic):
            raise NotText(f"{path} is {kind}, not text. {advice}")


def _refuse_binary(path: str, data: bytes) -> None:
    if b"\0" in data:
        raise NotText(f"{path} is binary (it holds NUL bytes), not text. Name a text document.")
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROL))
    if controls * 20 > len(sample):
        raise NotText(f"{path} is binary ({controls} control characters at its head), not text. Name a text document.")


def _wide(data: bytes) -> str | None:
    """Give UTF-16 in the byte order that puts the zero bytes of Latin text in every second place."""
    sample = data[: _SAMPLE & ~1]
    if len(sample) < 4 or len(data) % 2 or b"\0" not in sample:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd * 10 >= half * 3 and even * 20 <= odd:
        encoding = "utf-16-le"
    elif even * 10 >= half * 3 and odd * 20 <= even:
        encoding = "utf-16-be"
    else:
        return None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    controls = sum(map(text[:_SAMPLE].count, map(chr, _CONTROL)))
    return None if controls * 20 > min(len(text), _SAMPLE) else encoding


def _marked(path: str, data: bytes, encoding: str) -> Decoded:
    """Decode what is known to be *encoding*; what is broken in it is replaced and noticed."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as problem:
        text = data.decode(encoding, "replace")
        line = data[: problem.start].decode(encoding, "replace").count("\n") + 1
        return Decoded(text, (_broken(path, encoding.upper(), line),))
    if "\0" in text[:_SAMPLE]:
        raise NotText(f"{path} is binary (it holds NUL characters), not text. Name a text document.")
    return Decoded(text, ())


def _guessed(path: str, data: bytes, problem: UnicodeDecodeError, told: str | None) -> Decoded:
    """Decode what is not clean UTF-8."""
    declared = _codec(told or "") or _declared(path, data)
    if declared is not None:
        return Decoded(data.decode(declared, "replace"), ())
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = len(text) - len(text.encode("ascii", "ignore")) - bad
    if good >= 4 * bad:
        line = data.count(b"\n", 0, problem.start) + 1
        return Decoded(text, (_broken(path, "UTF-8", line),))
    said = (
        f"{path} is not UTF-8; windows-1252 (Western European) was assumed. "
        "If letters look wrong, convert it: iconv -f ENCODING -t UTF-8."
    )
    return Decoded(codecs.charmap_decode(data, "strict", _CP1252)[0], (Notice(RULE, said),))


def _declared(path: str, data: bytes) -> str | None:
    """Give the encoding that XML or an HTML page declares, when it is one that we know and that is not UTF-8."""
    head = data[:_META_REACH]
    if found := _XML.match(head):
        return _codec(found[1].decode("ascii"))
    if not path.casefold().endswith((".html", ".htm", ".xhtml")) and b"<html" not in head.lower():
        return None
    found = _META.search(head)
    return _codec(found[1].decode("ascii")) if found else None


def _codec(label: str) -> str | None:
    """Give the name of the encoding that a label means, None where it is none of text or is UTF-8 in some form."""
    label = label.casefold()
    try:
        name = codecs.lookup(_META_ALIASES.get(label, label)).name
    except LookupError:
        return None
    try:
        "".encode(name)
    except (LookupError, UnicodeError):  # `rot13` and `hex` are codecs, but of no text; `undefined` is for none at all
        return None
    return None if name in {"utf-8", "utf-7", "idna", "punycode"} or name.startswith("utf-") else name


def _broken(path: str, encoding: str, line: int) -> Notice:
    return Notice(
        RULE,
        f"{path} is {encoding} with broken bytes, the first on line {line}; each was replaced by U+FFFD. "
        "Save the document again as UTF-8.",
    )
