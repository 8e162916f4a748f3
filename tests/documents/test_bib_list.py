"""A .bib file is a list of references, and a copy from which a text gets its links back."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.documents.bib_list import BibListReader
from citecheck.documents.restoring import matches, restore_links
from citecheck.documents.wikipedia_text import WikipediaTextReader

REFERENCES = Path(__file__).parents[2] / "references"
BIB = """@comment{made by hand}
@article{holm1976, author={Holm, Ada}, title={On moles}, journal={Quays}, year=1976, doi={10.1000/q.12}}

@online{berg, title={Old moles}, url={https://b.example/}, archiveurl={https://web.archive.org/web/2005/https://b.example/}}
"""


def test_each_entry_is_a_reference() -> None:
    """Its key is its label, its words are as CS1 prints them, its place is that of the entry."""
    document = BibListReader().read("a.bib", BIB)

    assert [
        ("holm1976", 'Holm, Ada (1976). "On moles". Quays. doi:10.1000/q.12.'),
        ("berg", '"Old moles".'),
    ] == [(entry.label, entry.raw) for entry in document.entries]
    assert ["@article{holm1976,", "@online{berg, title"] == [
        entry.span.of(BIB)[:n] for entry, n in zip(document.entries, (18, 19), strict=True)
    ]
    assert ["}", "}"] == [entry.span.of(BIB)[-1] for entry in document.entries]
    assert [
        [("https://doi.org/10.1000/q.12", "identifier")],
        [("https://b.example/", "original"), ("https://web.archive.org/web/2005/https://b.example/", "archive")],
    ] == [[(link.url, link.role) for link in entry.links] for entry in document.entries]


def test_an_entry_that_is_lost_is_told() -> None:
    """A brace that is missing costs an entry, and the file says so at its place; a file without entries, too."""
    lost = "@misc{a, title={x}\n@book{b, title={Y}, year=2000}\n"
    document = BibListReader().read("a.bib", lost)

    assert ["b"] == [entry.label for entry in document.entries]
    assert [("document-notice", "@misc{a, title={x}")] == [
        (notice.rule, notice.span.of(lost) if notice.span else "") for notice in document.notices
    ]
    assert ["document-no-references"] == [notice.rule for notice in BibListReader().read("b.bib", "none").notices]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("-", "\ufeff\n@book{a,\n title={x}}", True),
        ("-", "@all: please read", False),
        ("-", "a@b{c, d}", False),
    ],
)
def test_a_bib_file_is_recognised(path: str, text: str, expected: bool) -> None:
    """By its first entry."""
    assert expected == BibListReader().recognises(path, text)


def test_a_text_gets_its_links_from_its_bibliography() -> None:
    """The sample's export has the addresses that its text has not; each goes to the reference that it is of."""
    text, bib = REFERENCES / "sample.txt", REFERENCES / "sample.bib"
    document = WikipediaTextReader().read("a.txt", text.read_text(encoding="utf-8"))
    copy = BibListReader().read("a.bib", bib.read_text(encoding="utf-8"))

    restored = restore_links(document, copy)

    assert [str(number) for number in (3, 5, 7, 10, 14, 15)] == [e.label for e in restored.entries if e.links]
    assert [(at, at) for at in range(15)] == [(one.entry, one.copy) for one in matches(document.entries, copy.entries)]
