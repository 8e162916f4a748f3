"""Bytes to text, and what is refused."""

from __future__ import annotations

import codecs

import pytest

from citecheck.documents.decode import RULE, decode
from citecheck.errors import NotText

TEXT = 'Zürich – 北 "quoted"\r\nsecond line\n'


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
    ],
)
def test_unicode_is_read_without_a_word(data: bytes) -> None:
    """Every Unicode encoding gives the same text, newlines kept, the mark left out."""
    assert (TEXT, ()) == decode("a.txt", data)


def test_windows_1252_is_assumed_and_said() -> None:
    """What is no UTF-8 at all is read as windows-1252, and the notice says what to do."""
    text, notices = decode("a.txt", "Zürich “quoted” naïve".encode("cp1252") + b"\x81")

    assert "Zürich “quoted” naïve\x81" == text
    assert [RULE] == [notice.rule for notice in notices]
    assert "windows-1252" in notices[0].message
    assert "iconv" in notices[0].message


def test_broken_utf8_is_mended_and_said() -> None:
    """A few bad bytes are replaced; the notice names the line of the first."""
    text, notices = decode("a.txt", "äöü\näöü\n".encode() + b"\xff bad\n" + "äöüß".encode() * 4)

    assert "äöü\näöü\n\ufffd bad\n" == text[:14]
    assert ["line 3"] == [notice.message[notice.message.index("line") :][:6] for notice in notices]


def test_broken_utf16_is_mended_and_said() -> None:
    """The byte order mark is believed even when a surrogate stands alone."""
    text, notices = decode("a.txt", codecs.BOM_UTF16_LE + "ab\n".encode("utf-16-le") + b"\x00\xd8x\x00")

    assert "ab\n" == text[:3]
    assert [RULE] == [notice.rule for notice in notices]


@pytest.mark.parametrize(
    ("path", "charset", "expected"),
    [
        ("a.html", "iso-8859-2", "<meta charset='iso-8859-2'>Łódź"),
        ("a.html", "latin1", "<meta charset='latin1'>“ab”"),
        ("a.htm", "shift_jis", "<meta charset='shift_jis'>日本"),
    ],
)
def test_html_may_declare_its_charset(path: str, charset: str, expected: str) -> None:
    """A page's meta element is believed where it is no UTF-8; latin1 means windows-1252 there."""
    data = expected.encode("cp1252" if charset == "latin1" else charset)

    assert (expected, ()) == decode(path, data)


def test_xml_may_declare_its_encoding() -> None:
    """Whatever the name of the file; one that is not known is passed over."""
    text = "<?xml version='1.0' encoding=\"ISO-8859-2\"?><a>Łódź</a>"

    assert (text, ()) == decode("a.nxml", text.encode("iso-8859-2"))
    assert 1 == len(decode("a.xml", b"<?xml version='1.0' encoding='hex'?><a>\xe9</a>")[1])


def test_only_html_declares_a_charset() -> None:
    """A plain text that talks of a meta element is not read by it."""
    text, notices = decode("a.txt", b"<meta charset='iso-8859-2'>\xa3")

    assert "£" == text[-1]
    assert 1 == len(notices)


@pytest.mark.parametrize("label", ["hex", "rot13", "utf-7", "no-such", "utf-16"])
def test_an_odd_charset_is_not_believed(label: str) -> None:
    """Codecs that are none of text, unknown ones and UTF-16 in ASCII bytes are passed over."""
    text, notices = decode("a.html", f"<meta charset={label}>".encode() + b"\xe9")

    assert "é" == text[-1]
    assert 1 == len(notices)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"\x89PNG\r\n", "PNG"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"text\x00text\x00\x00\x01", "NUL"),
        (bytes(range(1, 9)) * 10 + b"text", "control characters"),
        (codecs.BOM_UTF16_LE + b"a\x00\x00\x00", "NUL"),
        (b"a\x00\x00\x00", "NUL"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, said: str) -> None:
    """The message names the file and the kind."""
    with pytest.raises(NotText, match=said) as caught:
        decode("the-file", data)

    assert "the-file" in str(caught.value)
