"""PDFs read as sources: paragraphs, running heads, what the file says of itself, and what has no text."""

from __future__ import annotations

import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from citecheck.model import Page
from citecheck.pages.source import source_of
from tests.pages.pdfs import pdf

FIRST = (
    "The Lighthouse of Blaholm",
    "Nils Aas and Karin Lund, 14 March 2008",
    "",
    "1 Introduction",
    "The lighthouse was built in 1834 after the loss of the brig Patience and her",
    "fifty-two people. It is 29 metres high, and its light reaches over seven-",
    "teen nautical miles of the coast, as far as the skerries in the north of",
    "Olm.",
    "The light was electrified in 1936 and has been worked from afar since the",
    "year 1974.",
)


def read(body: bytes) -> Page:
    """Read a PDF."""
    return source_of(body, "application/pdf", "http://a.example/a.pdf")


def test_lines_are_joined_to_paragraphs() -> None:
    """A heading stays alone, a word that was parted is whole, a paragraph ends with a short line."""
    assert [
        "The Lighthouse of Blaholm",
        "Nils Aas and Karin Lund, 14 March 2008",
        "1 Introduction",
        (
            "The lighthouse was built in 1834 after the loss of the brig Patience and her fifty-two people. It is 29 metres high, "
            "and its light reaches over seventeen nautical miles of the coast, as far as the skerries in the north of Olm."
        ),
        "The light was electrified in 1936 and has been worked from afar since the year 1974.",
    ] == read(pdf([FIRST])).text.split("\n")


def test_what_repeats_at_the_edges_is_left_out() -> None:
    """Running heads and numbers of pages are on every page, and no words of it; what stands once stays."""
    pages = [
        [
            "Annals of the Coast 12",
            *(f"Sentence {page}{line} tells of the coast and of its people." for line in range(9)),
            f"{page}",
        ]
        for page in range(40, 45)
    ]
    text = read(pdf(pages)).text

    assert "Annals" not in text
    assert not {"40", "41", "44"} & set(text.replace("\n", " ").split())
    assert 45 == text.count("tells of the coast")


@pytest.mark.parametrize(
    ("info", "title", "authors", "issued"),
    [
        (
            {"Title": "The Lighthouse of Blaholm", "Author": "Nils Aas and Karin Lund"},
            "",
            ("Nils Aas", "Karin Lund"),
            "",
        ),
        ({"Title": "Microsoft Word - draft7.doc", "Author": "office2"}, "", (), ""),
        ({"Title": "A template for reports of the ministry", "Author": "Per Holm"}, "", (), ""),
        ({"CreationDate": "D:20080320101500+01'00'"}, "", (), "2008-03-14"),
        ({"CreationDate": "D:20081120"}, "", (), "2008"),
        ({"CreationDate": "D:20190101"}, "", (), ""),
        ({"CreationDate": "D:19749999"}, "", (), ""),
        ({"CreationDate": "yesterday"}, "", (), ""),
    ],
)
def test_what_a_file_says_of_itself_counts_where_its_text_bears_it_out(
    info: dict[str, str], title: str, authors: tuple[str, ...], issued: str
) -> None:
    """Names and titles that stand at its head; of when it was made the day that is printed near it, or the year."""
    page = read(pdf([FIRST], info))

    assert (title or "The Lighthouse of Blaholm", authors, issued) == (page.title, page.authors, page.issued)


def test_an_xmp_packet_tells_of_publication() -> None:
    """Title, authors, day and journal in the words of Dublin Core and PRISM; entities in it are not followed."""
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/">'
        "<rdf:Description><dc:title><rdf:Alt><rdf:li>The Lighthouse of Blaholm</rdf:li></rdf:Alt></dc:title>"
        "<dc:creator><rdf:Seq><rdf:li>Nils Aas</rdf:li><rdf:li>Karin Lund</rdf:li></rdf:Seq></dc:creator>"
        "<prism:publicationDate>2008-03-14</prism:publicationDate>"
        "<prism:publicationName>Annals of the Coast</prism:publicationName></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    page = read(pdf([FIRST], {"Title": "untitled"}, packet))

    assert ("The Lighthouse of Blaholm", ("Nils Aas", "Karin Lund")) == (page.title, page.authors)
    assert ("2008-03-14", "Annals of the Coast") == (page.issued, page.site)
    assert read(pdf([FIRST], xmp="<x:xmpmeta><&broken;</x:xmpmeta>")).text


def test_an_encrypted_pdf_has_a_reason() -> None:
    """Without its password nothing of it is read; one that anybody may read is."""
    for password, reason in (("secret", "The PDF is encrypted."), ("", "")):
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([FIRST]))))
        writer.encrypt(user_password=password, owner_password=password, algorithm="RC4-128")
        written = io.BytesIO()
        writer.write(written)

        assert reason == read(written.getvalue()).reason


def test_pictures_of_pages_have_a_reason() -> None:
    """A number on each page is no text layer."""
    page = read(pdf([[str(number)] for number in range(30)]))

    assert ("", False) == (page.text, page.whole)
    assert "no text layer" in page.reason


def test_of_a_long_pdf_the_first_pages_are_read() -> None:
    """Two hundred of them, and it says so."""
    page = read(pdf([[f"The page with the number {number} has some words of its own."] for number in range(230)]))

    assert not page.whole
    assert "Only the first 200 pages of the PDF were read." == page.reason
    assert "number 199 has" in page.text
    assert "number 200 has" not in page.text


def test_a_part_of_a_pdf_is_none() -> None:
    """Its table of contents stands at the end."""
    page = source_of(pdf([FIRST])[:500], "application/pdf", whole=False)

    assert ("", "The PDF is too large to be read.") == (page.text, page.reason)


@settings(max_examples=60)
@given(st.integers(0, 3000), st.binary(max_size=40), st.integers(0, 40))
def test_a_damaged_pdf_has_text_or_a_reason(at: int, bytes_: bytes, gone: int) -> None:
    """Whatever is broken in it."""
    body = pdf([FIRST] * 2)
    page = read(body[:at] + bytes_ + body[at + gone :])

    assert page.text or page.reason


def test_a_pdf_of_much_text_ends() -> None:
    """A million letters are read in seconds."""
    lines = [f"The sentence with the number {number} is as long as any." for number in range(2000)]
    began = time.process_time()
    page = read(pdf([lines] * 60))

    assert time.process_time() - began < 30
    assert len(page.text) <= 1_000_000
