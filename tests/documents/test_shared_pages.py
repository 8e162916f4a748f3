"""Real pages, which are not part of this project: read where they lie beside it, else skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.documents.restoring import matches, restore_links
from citecheck.documents.wikipedia_html import WikipediaHtmlReader
from citecheck.documents.wikipedia_text import WikipediaTextReader
from citecheck.model import Document

PAGES = Path(__file__).parents[3] / "shared/data/documents/html"
PAIRS = sorted(
    (other, page)
    for page in PAGES.glob("*_parsoid.html")
    for other in PAGES.glob(page.name.replace("parsoid", "mobileview"))
)
COPIES = sorted(page for page in PAGES.glob("*.html") if page.with_suffix(".seed.txt").exists())[:24]

needs_pages = pytest.mark.skipif(not PAGES.is_dir(), reason="there are no pages in ../shared/data/documents/html")


def read(path: Path) -> Document:
    """Give a page or text as its reader sees it."""
    reader = WikipediaHtmlReader() if path.suffix == ".html" else WikipediaTextReader()
    return reader.read(path.name, path.read_text(encoding="utf-8"))


def citations(document: Document) -> list[tuple[str, str, str, str | None]]:
    """Give each citation: its marker, the letters of its reference, where it stands, its page."""
    return [
        (
            marker.text,
            "" if marker.entry is None else "".join(filter(str.isalnum, document.entries[marker.entry].raw)),
            marker.where,
            marker.page,
        )
        for marker in document.markers
    ]


@needs_pages
@pytest.mark.parametrize(("php", "parsoid"), PAIRS, ids=[page.stem for page, _ in PAIRS])
def test_both_parsers_of_mediawiki_give_the_same_citations(php: Path, parsoid: Path) -> None:
    """The same revision, printed by the PHP parser and by Parsoid: markers, references and links are the same."""
    one, other = read(php), read(parsoid)

    assert citations(one) == citations(other) != []
    assert [entry.label for entry in one.entries] == [entry.label for entry in other.entries]


@needs_pages
def test_there_are_pairs() -> None:
    """A folder without pairs would prove nothing."""
    assert 3 == len(PAIRS)


@needs_pages
@pytest.mark.parametrize("page", COPIES, ids=[page.stem for page in COPIES])
def test_the_text_gets_its_links_back_from_the_page(page: Path) -> None:
    """
    At least 97 of 100, none of them wrong.

    The truth are the labels, which matching does not look at: the [7] of the text has the links of the page's [7].
    """
    copy, text = read(page), read(page.with_suffix(".seed.txt"))
    true = {entry.label: {link.url for link in entry.links} for entry in copy.entries if entry.numbered}
    restored = restore_links(text, copy)
    found = [(entry.label, link.url) for entry in restored.entries if entry.numbered for link in entry.links]
    wanted = {(entry.label, url) for entry in text.entries if entry.numbered for url in true.get(entry.label, ())}

    assert [] == [one for one in found if one not in wanted]
    assert len(wanted & set(found)) >= 0.97 * len(wanted)
    assert all(0 <= match.copy < len(copy.entries) for match in matches(text.entries, copy.entries))
