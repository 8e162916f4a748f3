"""HTML at large: pages of many generators and by hand, what is a marker on them and what is none."""

from __future__ import annotations

import time
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.documents import html_signs
from citecheck.documents.html_page import HtmlReader
from citecheck.documents.wikipedia_html import WikipediaHtmlReader
from citecheck.model import Document
from tests.documents.soundness import problems

CASES = tomllib.loads(Path(__file__).with_name("html_pages.toml").read_text(encoding="utf-8"))["page"]
SHARED = Path(__file__).parents[3] / "shared/data/documents/html_footnotes"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="there are no pages in ../shared/data/documents")
MANY = 110

HOSTILE = {
    "nested": "<div>", "odd ends": "</div>", "paragraphs": "<b><p>", "items": "<ol><li>x", "open": "<a ", "tables": "<table><tr><td>",
    "raised": "x<sup>1</sup> ", "links": '<a href="#a">[1]', "one target": '<p id=a>x<a href="#a">1</a>', "notes": '<li id="fn1">x<a href="#fn1">1</a>',
    "brackets": "<p>[1, 2–9] x</p>", "lines": "[1] a<br>", "named": "<a name=x></a><sup>1</sup> a<br>", "same label": "<p>x<sup>1</sup></p><p class=footnote><sup>1</sup> y</p>",
    "margins": "<p>x<span class=sidenote>some words</span>", "nested margins": "x<span class=sidenote>some words ", "headings": "<h2>Notes</h2>",
    "terms": "<dl><dt>a<dd>b", "signs": "<p>a* ", "nested notes": "<div class=footnote id=a>x y z", "works": "<h2>References</h2><div>Kim 2001 and words",
    "wrapped": '<sup id=f><a href="#x">1</a></sup>',
}  # fmt: skip


def read(text: str) -> Document:
    """Give the document."""
    return HtmlReader().read("a.html", text)


def named(document: Document) -> list[str]:
    """Give the label of each marker with the words of its note."""
    raws = [entry.raw for entry in document.entries]
    return [f"{m.label} {None if m.entry is None else raws[m.entry]}" for m in document.markers]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_page_is_read(case: dict[str, object]) -> None:
    """Each marker leads to its note, whose words are without label and links back; what only looks like one is none."""
    document = read(str(case["html"]))

    assert case["marks"] == named(document)
    found = [entry.raw for entry in document.entries]
    assert case.get("entries", list(dict.fromkeys(found))) == found
    blocks = [block.text for block in document.blocks if block.kind != "heading"]
    assert case.get("blocks", blocks) == blocks
    assert [] == problems(document)


def test_a_marker_and_its_note_stand_where_they_say() -> None:
    """The marker takes its superscript and brackets, the note its element, the links the addresses as written."""
    text = (
        '<p>Ice melts <sup>[<a href="#n1">1</a>]</sup>.</p><h2>Notes</h2><ol><li id="n1">Kim, '
        '<a href="https://kim.example/?a&amp;b">Ice</a>.</li></ol><p><a href="//lee.example/">Lee</a></p>'
    )
    document = read(text)

    (marker,), (entry,) = document.markers, document.entries
    assert ("[1]", "1", "[1]") == (marker.text, marker.label, marker.at.of(document.blocks[0].text))
    assert '<sup>[<a href="#n1">1</a>]</sup>' == marker.span.of(text)
    assert text[text.index("<li") : text.index("</ol>")] == entry.span.of(text)
    assert [("https://kim.example/?a&b", "https://kim.example/?a&amp;b")] == [
        (link.url, link.span.of(text)) for link in entry.links if link.span
    ]
    assert ["https://lee.example/"] == [link.url for link in document.links]
    assert "Ice melts " == document.blocks[0].text[: marker.at.start]


def test_title_language_and_what_is_missing_are_told() -> None:
    """The heading of the page comes before what its window says; a page without notes has blocks all the same."""
    document = read(
        '<html lang="de"><title>Eis | Seite</title><nav>Menu</nav><h1>Eis</h1><pre>x = 1</pre><p>Es ist kalt.</p>'
    )

    assert ("Eis", "de") == (document.title, document.language)
    assert ["Eis", "Es ist kalt."] == [block.text for block in document.blocks]
    assert ["document-no-references", "document-no-markers"] == [notice.rule for notice in document.notices]
    assert "Eis | Seite" == read("<title>Eis | Seite</title><p>Es ist kalt.").title


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.html", "<p>Ice.</p>", True),
        ("a.xhtml", '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', True),
        ("-", "<!-- saved --> <!DOCTYPE html><p>Ice.", True),
        ("a.txt", "<html><p>Ice.", True),
        ("a.txt", "<p>Ice.", False),
        ("a.md", "# Ice\n<p>Ice</p>", False),
        ("a.html", "no markup", False),
        ("a.html", '<div class="mw-parser-output"><p>Ice.', False),
        ("a.html", '<article article-type="research"><front><p>x</p></front></article>', False),
        ("a.xml", '<TEI xmlns="http://www.tei-c.org/ns/1.0"><p>x</p></TEI>', False),
    ],
)
def test_html_is_recognised(path: str, text: str, expected: bool) -> None:
    """By how it begins or the end of its name; never a page of MediaWiki, nor other XML."""
    assert expected == HtmlReader().recognises(path, text)


@given(
    st.lists(
        st.sampled_from((
            "<p>", "</p>", "<li id=fn1>", "<ol class=footnotes>", "</ol>", "<sup>1</sup>", "<a href='#fn1' id=r>[1]</a>", "<a href='#r'>", "↩", "</a>", "<br>",
            "<a name=fn2>", "[1]", "[1–3]", "1. ", "*", "<span class=sidenote>", "</span>", "words of a note", "&amp;", "<h2>Notes</h2>", "<hr>", "<table>", "<td>",
            "<div class=footnote id=fn3>", "</div>", "<aside hidden id=fn1>", "<label for=fn1>1</label>", "<main>", "<pre>", "<dt>", "<dd>", "x<sup>2</sup>", " ", "\ud800", "(", ")",
        )),
        max_size=40,
    ).map("".join)
)  # fmt: skip
@settings(max_examples=50)
def test_any_page_is_read(text: str) -> None:
    """Whatever is open or closed; all that is said of it lies in it."""
    document = read(text)

    assert [] == problems(document)
    for marker in document.markers:
        if marker.block is not None:
            assert " ".join(marker.text.split()) == " ".join(marker.at.of(document.blocks[marker.block].text).split())


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_a_page_takes_time_in_proportion(unit: str) -> None:
    """Four times the page takes about four times as long: the least of three runs, with room for noise."""
    times = [min(_time(f"<html>{unit * MANY * factor}") for _ in range(3)) for factor in (1, 4)]

    assert times[1] < 8 * max(times[0], 0.03)


def test_the_table_of_words_is_folded_and_used() -> None:
    """Names are compared in lower case; what nothing asks for would be forgotten."""
    folder = Path(html_signs.__file__).parent
    table = tomllib.loads((folder / "html.toml").read_text(encoding="utf-8"))
    source = "".join(file.read_text(encoding="utf-8") for file in folder.glob("html_*.py"))

    assert [] == [kind for kind in table if f'"{kind}"' not in source]
    assert [] == [word for kind in table for word in table[kind] if word != word.casefold()]


def _time(text: str) -> float:
    begun = time.process_time()
    read(text)
    return time.process_time() - begun


@needs_shared
def test_real_pages_are_read_like_a_converter_reads_them() -> None:
    """As many notes and as many markers as its Markdown has; this floor only rises."""
    right = total = 0
    for expected in sorted(SHARED.glob("*.expected.md")):
        page = expected.with_name(expected.name.replace(".expected.md", ".html"))
        text, told = page.read_text(encoding="utf-8"), expected.read_text(encoding="utf-8")
        if WikipediaHtmlReader().recognises(page.name, text):
            continue
        document = read(text)
        notes = sum(line.startswith("[^") for line in told.splitlines())
        uses = told.count("[^") - notes
        counts = Counter({"notes": len(document.entries), "uses": sum(m.entry is not None for m in document.markers)})
        total += 1
        right += counts == Counter({"notes": notes, "uses": uses})

    assert (25, 25) == (right, total)
