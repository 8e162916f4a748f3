"""Packages: what a bomb, a liar or a wreck says is not believed, and what can be read of a damaged one is read."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.documents import packages
from citecheck.documents.docx import DocxReader
from citecheck.documents.odt import OdtReader
from citecheck.documents.packages import Damaged, Package
from citecheck.errors import NotText
from tests.documents.office_files import docx, docx_members, note, noted, odt, odt_members, p, packed

MAIN = "word/document.xml"


def local(name: bytes, data: bytes, *, method: int = 8, flags: int = 0, size: int | None = None) -> bytes:
    """Give a member as it stands in an archive."""
    return (
        struct.pack("<4sHHHHHLLLHH", b"PK\x03\x04", 20, flags, method, 0, 0, 0, len(data), size or 0, len(name), 0)
        + name
        + data
    )


def central(
    name: bytes, packed_size: int, start: int, *, method: int = 8, flags: int = 0, size: int = 0, extra: bytes = b""
) -> bytes:
    """Give a record of an archive's directory."""
    head = struct.pack(
        "<4sHHHHHHLLLHHHHHLL", b"PK\x01\x02", 20, 20, flags, method, 0, 0, 0, packed_size, size, len(name), len(extra), 0, 0, 0, 0, start
    )  # fmt: skip
    return head + name + extra


def ended(members: bytes, directory: bytes, count: int = 1) -> bytes:
    """Give an archive."""
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(members), 0)
    return members + directory + end


def deflated(data: bytes) -> bytes:
    """Give data as a member packs it."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    return pack.compress(data) + pack.flush()


def overlapping() -> bytes:
    """Give an archive of which many members are the same bytes, as Fifield's bomb has them."""
    body = local(b"a", deflated(b"x" * 100_000))
    return ended(body, b"".join(central(b"m%d" % at, len(body) - 31, 0) for at in range(50)), 50)


def test_members_are_read_by_name_without_case() -> None:
    """Stored or deflated, behind other bytes, with a slash of the other kind."""
    data = b"junk before" + packed({"A/b.xml": "x" * 10, "c": "y"}, stored=("c",)).replace(b"A/b.xml", b"A\\b.xml")

    package = Package(data)

    assert ["A/b.xml", "c"] == list(package)
    assert (b"x" * 10, b"y") == (package.read("a/B.xml"), package.read("C"))
    assert [] == package.losses


def test_zip64_is_read_where_it_says_the_truth() -> None:
    """The sizes in the extra field, the directory by its locator."""
    body = local(b"a", deflated(b"cats"))
    extra = struct.pack("<HHQQQ", 1, 24, 4, len(body) - 31, 0)
    directory = central(b"a", 0xFFFFFFFF, 0xFFFFFFFF, size=0xFFFFFFFF, extra=extra)
    end64 = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, len(directory), len(body))
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(body) + len(directory), 1)
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)

    assert b"cats" == Package(body + directory + end64 + locator + end).read("a")


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "ratio": (lambda: packed({"m": b"\0" * (5 << 20)}), "times its size"),
    "stored, and larger than the archive": (lambda: ended(local(b"m", b"x", method=0), central(b"m", 999, 0, method=0)), "beyond the end"),
    "overlap": (overlapping, "overlap"),
    "many members": (lambda: ended(b"", central(b"x", 0, 0) * (packages.MOST_MEMBERS + 1)), "more than 10,000 members"),
    "encrypted": (lambda: ended(local(b"m", b"x" * 20, flags=1), central(b"m", 20, 0, flags=1)), "encrypted"),
    "another method": (lambda: ended(local(b"m", b"x", method=12), central(b"m", 1, 0, method=12)), "method 12"),
    "twice": (lambda: ended(local(b"m", b"") + local(b"M", b""), central(b"m", 0, 0) + central(b"M", 0, 31), 2), "more than once"),
    "another name": (lambda: ended(local(b"n", b""), central(b"m", 0, 0)), "another name"),
    "no member there": (lambda: ended(b"x" * 40, central(b"m", 0, 3)), "does not stand"),
    "no deflate": (lambda: ended(local(b"m", b"\xff" * 9), central(b"m", 9, 0)), "cannot be unpacked"),
    "cut off": (lambda: packed({"m": "cats"})[:-30], "cut off"),
    "no directory": (lambda: ended(b"", b""), "no m"),
    "a directory of junk": (lambda: ended(b"", b"x" * 50), "directory is damaged"),
    "a directory larger than all": (lambda: b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 1, 1, 5_000, 0, 0), "larger than the archive"),
    "ZIP64 without its record": (lambda: b"x" * 30 + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 1, 1, 0xFFFFFFFF, 0, 0), "4 GiB"),
    "ZIP64 elsewhere": (
        lambda: struct.pack("<4sLQL", b"PK\x06\x07", 0, 1 << 60, 1) + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 1, 1, 0xFFFFFFFF, 0, 0),
        "does not stand where",
    ),
    "a ZIP64 lie": (
        lambda: ended(local(b"m", b""), central(b"m", 0xFFFFFFFF, 0, extra=struct.pack("<HHQ", 1, 8, 1 << 62))),
        "beyond the end",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_hostile_archives_are_refused(name: str) -> None:
    """With a clause that says why."""
    make, expected = BOMBS[name]

    with pytest.raises(Damaged, match=expected):
        Package(make()).read("m")


def test_a_member_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stored or deflated."""
    monkeypatch.setattr(packages, "LARGEST_MEMBER", 1_000)

    for stored in ((), ("m",)):
        with pytest.raises(Damaged, match="m unpacks to more than"):
            Package(packed({"m": "x" * 1_001}, stored=stored)).read("m")


def test_members_together_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each may be small."""
    monkeypatch.setattr(packages, "LARGEST_TOGETHER", 1_000)
    package = Package(packed({"a": "x" * 600, "b": "y" * 600}))
    package.read("a")

    with pytest.raises(Damaged, match="the archive unpacks to more than"):
        package.read("b")


def test_names_that_lead_out_are_not_read() -> None:
    """And that is told."""
    package = Package(packed({"../a": "x", "/b": "x", "c:/d": "x", "e/../../f": "x", "g": "x", "h" * 600: "x"}))

    assert ["g"] == list(package)
    assert ["5 of its members have names that lead out of it, and were not read"] == package.losses


def test_what_can_be_unpacked_of_a_damaged_member_is_read() -> None:
    """A checksum that is wrong, data that break off."""
    whole = deflated(bytes(range(256)) * 40)
    wrong = ended(local(b"m", whole), central(b"m", len(whole), 0))
    short = ended(local(b"m", whole[:100]), central(b"m", 100, 0))

    for data, expected in ((wrong, "checksum"), (short, "cut off or damaged")):
        package = Package(data)
        assert package.read("m")
        assert expected in " ".join(package.losses)


def test_a_declared_size_is_not_believed() -> None:
    """It says five bytes, and is four."""
    body = local(b"m", deflated(b"cats"), size=5)

    assert b"cats" == Package(ended(body, central(b"m", len(body) - 31, 0, size=5))).read("m")


def changed(name: str, content: str | bytes | None) -> bytes:
    """Give a Word document of which one member is other or missing."""
    members = docx_members(p("Cats sleep", note(1), "."), footnotes=noted(1, "Kim"))
    if content is None:
        del members[name]
    else:
        members[name] = content
    return packed(members)


def bare(name: str) -> str:
    """Give the XML of a member of a Word document."""
    return str(docx_members(p("Cats sleep", note(1), "."), footnotes=noted(1, "Kim"))[name])


def twice() -> bytes:
    """Give a document with two texts."""
    return packed(docx_members(p("One.")) | {"word/Document.xml": bare(MAIN)})


WHOLE = docx(p("Cats sleep", note(1), "."), footnotes=noted(1, "Kim"))
BILLION = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
XXE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
WRECKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "cut in half": (lambda: WHOLE[: len(WHOLE) // 2], "cut off"),
    "its last byte": (lambda: WHOLE[:-1], "cut off"),
    "bytes from its middle": (lambda: WHOLE[:400] + WHOLE[900:], "larger than|does not stand|overlap|damaged|beyond"),
    "a member of nothing": (lambda: changed(MAIN, ""), "no XML"),
    "a main part that is missing": (lambda: changed(MAIN, None), "no text"),
    "a main part without a body": (lambda: changed(MAIN, "<x/>"), "no text"),
    "no XML": (lambda: changed(MAIN, b"\x00\x01\x02"), "no XML"),
    "entities": (lambda: changed(MAIN, BILLION + bare(MAIN)), "document type"),
    "an entity that is a file": (lambda: changed(MAIN, XXE + bare(MAIN)), "document type"),
    "entities in UTF-16": (lambda: changed(MAIN, (BILLION + "<x/>").encode("utf-16")), "document type"),
    "a broken end": (lambda: changed(MAIN, bare(MAIN)[:-40]), "broken XML"),
    "a tag that is not closed": (lambda: changed(MAIN, bare(MAIN).replace("</w:p>", "")), "broken XML"),
    "too deep": (lambda: changed(MAIN, bare(MAIN).replace("<w:body>", "<w:body>" + "<w:sdt>" * 5_000)), "broken XML|no text|no XML"),
    "a bomb": (lambda: changed(MAIN, bare(MAIN).replace("</w:body>", " " * (9 << 20) + "</w:body>")), "times its size"),
    "notes that are missing": (lambda: changed("word/footnotes.xml", None), "1 footnotes are called whose text is missing"),
    "notes that are no XML": (lambda: changed("word/footnotes.xml", "<"), "no XML"),
    "notes with entities": (lambda: changed("word/footnotes.xml", XXE + bare("word/footnotes.xml")), "document type"),
    "styles that are broken": (lambda: changed("word/styles.xml", bare("word/styles.xml")[:-9]), "broken XML"),
    "relationships that are broken": (lambda: changed("word/_rels/document.xml.rels", "<Relationships"), "XML|missing"),
    "another file inside": (lambda: docx(p("Cats.") + '<w:altChunk r:id="x"/>'), "includes another file"),
    "names that lead out": (lambda: changed("../../evil", "x"), "lead out"),
    "a member twice": (twice, "more than once"),
    "a password": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
    "an ODT with a password": (lambda: packed(odt_members("<text:p/>") | {"META-INF/manifest.xml": "<m:encryption-data/>"}), "password"),
    "an ODT without text": (lambda: packed(odt_members("") | {"content.xml": "<x/>"}), "no text"),
    "an ODT without content": (lambda: packed({"mimetype": "application/vnd.oasis.opendocument.text"}), "no content.xml"),
    "an ODT that is cut off": (lambda: odt("<text:p>Cats</text:p>")[:-200], "cut off"),
    "an ODT with entities": (lambda: packed(odt_members("") | {"content.xml": XXE + "<x>&a;</x>"}), "document type"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRECKS)
def test_a_broken_document_ends_in_a_sentence(name: str) -> None:
    """It is no text, or the document says what of it was lost."""
    make, expected = WRECKS[name]
    data = make()
    reader = next(one for one in (DocxReader(), OdtReader()) if one.recognises_bytes("a.docx", data))

    try:
        document = reader.read_bytes("a.docx", data)
    except NotText as problem:
        told = str(problem)
    else:
        told = " ".join(one.message for one in document.notices if one.rule == "document-incomplete")

    assert any(words in told for words in expected.split("|")), told
    assert told.endswith(".")


@pytest.mark.parametrize(
    ("data", "expected"),
    [(b"words", "no archive"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1Word", "Word 97"), (b"", "no archive")],
)
def test_what_is_no_word_document_at_all_is_refused(data: bytes, expected: str) -> None:
    """Where its name or its user says that it is one."""
    with pytest.raises(NotText, match=expected):
        DocxReader().read_bytes("a.docx", data)
    with pytest.raises(NotText, match="no XML"):
        OdtReader().read_bytes("a.odt", data)


@given(st.binary(max_size=400), st.integers(0, 3_000), st.integers(0, 60))
@settings(max_examples=50)
def test_any_bytes_end_in_a_document_or_a_sentence(junk: bytes, at: int, cut: int) -> None:
    """A document with bytes put in, or taken out, anywhere."""
    data = WHOLE[:at] + junk + WHOLE[at + cut :]
    for reader in (DocxReader(), OdtReader()):
        reader.recognises_bytes("x", data)
        try:
            document = reader.read_bytes("x", data)
        except NotText:
            continue
        assert all(marker.entry is None or marker.entry < len(document.entries) for marker in document.markers)


def test_zipfile_agrees() -> None:
    """On what an archive holds, the standard library's reader says the same."""
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            name: Package(WHOLE).read(name) for name in Package(WHOLE)
        }
