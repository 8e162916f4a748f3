"""What PDFium tells of a page: runs with their places, links with what they lead to, in the words of the reader."""

from __future__ import annotations

import msgspec
import pytest

from citecheck.documents.pdf_child import answer
from citecheck.documents.pdf_sheets import Area, Copy, Sheet
from tests.documents.pdf_evil import EVIL, parts, sound, stream, written


def read(body: bytes) -> Copy:
    """Give what is read of a PDF."""
    return msgspec.msgpack.decode(answer(body), type=Copy)


def page(content: bytes, *, more: dict[int, bytes] | None = None, add: bytes = b"", catalog: bytes = b"") -> Sheet:
    """Give the one page of a document with that content."""
    objects = parts(stream(content), catalog=catalog) | (more or {})
    objects[3] = objects[3].replace(b"/Contents", add + b" /Contents")
    return read(written(objects)).sheets[0]


def said(sheet: Sheet) -> list[str]:
    """Give the words of the runs."""
    return [run.text for run in sheet.runs]


def test_runs_have_places_from_the_top() -> None:
    """Points from the left and from the top of the page, and the size of the letters."""
    run = read(sound()).sheets[0].runs[0]

    assert ("The Light of the Harbour", 72.0, 72.0, 11.0) == (run.text, run.x0, run.y, run.size)
    assert 180 < run.x1 < 210


def test_a_scaled_type_has_the_size_that_is_seen() -> None:
    """A type of one point, made ten times as large."""
    runs = page(b"BT /F1 1 Tf 10 0 0 10 72 700 Tm (Light) Tj ET").runs

    assert [("Light", 10.0)] == [(run.text, run.size) for run in runs]


def test_a_page_that_is_turned_is_read_as_it_is_seen() -> None:
    """Its words run from left to right, and what stands askew is left out."""
    body = b"BT /F1 10 Tf 0 1 -1 0 100 72 Tm (Upright) Tj ET BT /F1 10 Tf 1 0 0 1 72 300 Tm (Askew) Tj ET"
    copy = read(written({**parts(stream(body)), 3: parts()[3].replace(b"/Contents", b"/Rotate 90 /Contents")}))
    sheet = copy.sheets[0]

    assert (["Upright"], 5, (792.0, 612.0)) == (said(sheet), copy.turned, (sheet.width, sheet.height))
    assert (72.0, 100.0) == (sheet.runs[0].x0, sheet.runs[0].y)


def test_links_part_runs_and_lead_to_addresses_and_places() -> None:
    """A link over a word is a run of its own; a place has its name."""
    link = b"<< /Type /Annot /Subtype /Link /Rect [%b] /Border [0 0 0] %b >>"
    more = {
        20: link % (b"93 696 103 712", b"/A << /S /URI /URI (https://a.example/b) >>"),
        21: link % (b"115 696 125 712", b"/Dest (cite.berg)"),
        22: b"<< /Names [(cite.berg) [3 0 R /XYZ 72 400 null] (page.1) [3 0 R /FitH 792]] >>",
        23: link % (b"0 0 10 10", b"/A << /S /GoTo /D [3 0 R /FitH 300] >>"),
        24: link % (b"0 0 10 10", b"/A << /S /Named /N /NextPage >>"),
    }
    body = b"BT /F1 10 Tf 1 0 0 1 72 700 Tm (Built [1] and [2] so) Tj ET"
    sheet = page(body, more=more, add=b"/Annots [20 0 R 21 0 R 23 0 R 24 0 R]", catalog=b"/Names << /Dests 22 0 R >>")
    over = {run.text.strip(): sheet.areas[run.area] for run in sheet.runs if run.area >= 0}

    assert "Built [1] and [2] so" == "".join(said(sheet))
    assert {"https://a.example/b", ""} == {area.url for area in over.values()}
    assert [(0, 72.0, 392.0, "cite.berg")] == [(a.page, a.x, a.y, a.name) for a in over.values() if not a.url]
    assert [Area(0, 782, 10, 792, "", 0, 0.0, 492.0)] == [area for area in sheet.areas if area.x0 == 0]


def test_words_that_are_drawn_one_by_one_are_one_run() -> None:
    """Programs place every word, or every letter, by itself."""
    body = b"BT /F1 10 Tf 1 0 0 1 72 700 Tm (Li) Tj ET BT /F1 10 Tf 1 0 0 1 79.8 700 Tm (ght) Tj ET"

    assert ["Light"] == said(page(body))


def test_a_raised_number_is_a_run_of_its_own() -> None:
    """It is smaller and stands higher."""
    body = b"BT /F1 10 Tf 1 0 0 1 72 700 Tm (Light) Tj /F1 6 Tf 1 0 0 1 93.9 704 Tm (3) Tj ET"

    assert [("Light", 92.0, 10.0), ("3", 88.0, 6.0)] == [(run.text, run.y, run.size) for run in page(body).runs]


def test_old_fonts_of_tex_are_read_by_their_encoding() -> None:
    """Ligatures have codes of their own, and the code of a bracket is a dash where there are such."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /CMR10 >>"
    copy = read(written({**parts(stream(b"BT /F1 10 Tf 72 700 Td (o\\016ce 3{5) Tj ET")), 5: font}))

    assert ["office 3–5"] == said(copy.sheets[0])


@pytest.mark.parametrize(
    ("name", "reason"),
    [("encrypted", "it is encrypted"), ("cut-in-half", "it is broken"), ("only-a-head", "it is broken")],
)
def test_what_cannot_be_read_has_a_reason(name: str, reason: str) -> None:
    """And nothing else."""
    assert Copy(reason) == read(EVIL[name]())


def test_what_a_document_says_of_itself() -> None:
    """Its title, its language, what it calls its pages, and pages that cannot be read."""
    objects = parts(
        pages=b"<< /Type /Pages /Kids [3 0 R 30 0 R] /Count 2 >>",
        catalog=b"/Lang (de) /PageLabels << /Nums [0 << /S /r /St 4 >>] >>",
    )
    copy = read(written({**objects, 6: b"<< /Title (Das Licht) >>", 30: b"(no page)"}, more=b"/Info 6 0 R"))

    assert ("Das Licht", "de", "iv", [2]) == (copy.title, copy.language, copy.sheets[0].label, copy.broken)


def test_an_error_of_ours_is_told_of_that_file_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it is."""
    monkeypatch.setattr("citecheck.documents.pdf_child.Reading.copy", lambda _: next(iter(())))

    assert read(sound()).reason.startswith("its reader failed (StopIteration")
    monkeypatch.setattr("citecheck.documents.pdf_child.Reading.copy", lambda _: bytearray(1 << 60))
    assert "reading it takes too much memory" == read(sound()).reason
