"""Rendered MediaWiki pages: every skin's notes, markers and the text between."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from citecheck.documents.html_walk import names
from citecheck.documents.wikipedia_html import WikipediaHtmlReader
from citecheck.model import Document


def mark(target: str, label: str) -> str:
    """Give a footnote marker as the Cite extension prints it."""
    return f'<sup id="cite_ref-{target}" class="reference"><a href="#cite_note-{target}">[{label}]</a></sup>'


def note(target: str, words: str) -> str:
    """Give a note as the Cite extension prints it."""
    return (
        f'<li id="cite_note-{target}"><span class="mw-cite-backlink"><b><a href="#cite_ref-{target}">^</a></b></span> '
        f'<span class="reference-text">{words}</span></li>'
    )


PAGE = f"""\
<!DOCTYPE html>
<html lang="en"><head><title>Port of Lind - Wikipedia</title><style>p {{ x: "<p>" }}</style></head>
<body><div id="mw-navigation"><p>Menu</p></div><h1 id="firstHeading">Port of <i>Lind</i></h1>
<div id="mw-content-text"><div class="mw-parser-output">
<div class="hatnote">Not to be taken for Lund.</div>
<table class="infobox"><tr><th>Founded</th><td>1888{mark("1", "1")}</td></tr></table>
<p>The port of&#160;<b>Lind</b> &amp; its docks{
    mark("Carr_1992-2", "2")
}<sup class="reference">:<span>12–17</span></sup>
are old.{
    mark("n", "note 1")
}<br>They <a href="/wiki/Freeze">freeze</a> <a class="external" href="//example.org/ice">often</a>.</p>
<div class="thumb"><div class="thumbcaption">A pier{mark("1", "1")}</div></div>
<h2><span class="mw-headline">History</span><span class="mw-editsection">[edit]</span></h2>
<ul><li>Rails{mark("9", "9")}<li>Roads
</ul>
<table class="wikitable"><caption>Ships</caption><tr><td>12<td>{mark("1", "1")}</table>
<p style="display: none">unseen{mark("1", "1")}</p>
<h2>Notes</h2><ol class="references" data-mw-group="note">{note("n", f"As told.{mark('1', '1')}")}</ol>
<h2>References</h2><div class="reflist"><ol class="references">
{
    note(
        "1",
        '<cite>Kim (1997). <a class="external text" href="https://example.org/a?b&amp;c">"Rails"</a>.'
        ' <a class="external" href="https://web.archive.org/web/1/https://example.org/a">Archived</a>.'
        ' <a href="/wiki/Doi">doi</a>:<a class="external" href="https://doi.org/10.1/x">10.1/x</a>.</cite>'
        '<span class="Z3988" title="ctx">unseen</span><span style="display:none">unseen</span>',
    )
}
{note("Carr_1992-2", "Carr&#160;1992,<br>p.&#8201;5.")}
</ol></div>
<h2>Further reading</h2><ul><li>Lee (2006). <a class="external" href="http://example.org/lee">Canal</a>.</li></ul>
<h2>See also</h2><ul><li><a href="/wiki/Canal">Canal of 1999</a></li></ul>
</div></div><div id="footer"><p>Footer</p></div></body></html>
"""


def read(text: str) -> Document:
    """Give the document."""
    return WikipediaHtmlReader().read("a.html", text)


def test_a_page_is_read_as_it_is_seen() -> None:
    """Title, language and blocks of the article, nothing of the page around it."""
    document = read(PAGE)

    assert ("Port of Lind", "en", PAGE) == (document.title, document.language, document.text)
    assert [
        ("infobox", "", "Founded"),
        ("infobox", "", "1888[1]"),
        ("paragraph", "", "The port of Lind & its docks[2]:12–17 are old.[note 1] They freeze often."),
        ("caption", "", "A pier[1]"),
        ("heading", "History", "History"),
        ("list-item", "History", "Rails[9]"),
        ("list-item", "History", "Roads"),
        ("caption", "History", "Ships"),
        ("table-cell", "History", "12"),
        ("table-cell", "History", "[1]"),
        ("heading", "Notes", "Notes"),
        ("heading", "References", "References"),
        ("heading", "Further reading", "Further reading"),
        ("heading", "See also", "See also"),
    ] == [(block.kind, block.section, block.text) for block in document.blocks]


def test_markers_name_their_entries() -> None:
    """Links decide which entry a marker names, its words are its label, its place is told."""
    assert [
        ("[1]", "1", 1, "infobox", None), ("[2]", "2", 2, "body", "12–17"), ("[note 1]", "note 1", 0, "body", None),
        ("[1]", "1", 1, "caption", None), ("[9]", "9", None, "body", None), ("[1]", "1", 1, "table", None),
        ("[1]", "1", 1, "hidden", None), ("[1]", "1", 1, "reference", None),
    ] == [(m.text, m.label, m.entry, m.where, m.page) for m in read(PAGE).markers]  # fmt: skip


def test_markers_stand_where_they_say() -> None:
    """The span covers the element; the place in the block or entry holds the words."""
    document = read(PAGE)

    for marker in document.markers:
        assert marker.span.of(PAGE).startswith("<sup")
        assert marker.span.of(PAGE).endswith("</sup>")
        if marker.block is not None:
            assert marker.text == marker.at.of(document.blocks[marker.block].text)
        elif marker.where == "reference":
            assert marker.text == marker.at.of(document.entries[0].raw)


def test_entries_are_what_is_seen() -> None:
    """Backlinks, hidden words and markup are left out of `raw`; the span covers the item."""
    document = read(PAGE)

    assert [
        ("note 1", "As told.[1]"),
        ("1", 'Kim (1997). "Rails". Archived. doi:10.1/x.'),
        ("2", "Carr 1992, p. 5."),
        ("", "Lee (2006). Canal."),
    ] == [(entry.label, entry.raw) for entry in document.entries]
    assert [True, True, True, False] == [entry.numbered for entry in document.entries]
    assert note("1", "")[:40] == document.entries[1].span.of(PAGE)[:40]
    assert document.entries[1].span.of(PAGE).endswith("</li>")


def test_links_have_roles() -> None:
    """Outward links of an entry are its links; inward ones are not."""
    document = read(PAGE)

    assert [
        ("https://example.org/a?b&c", "original"),
        ("https://web.archive.org/web/1/https://example.org/a", "archive"),
        ("https://doi.org/10.1/x", "identifier"),
    ] == [(link.url, link.role) for link in document.entries[1].links]
    assert "https://example.org/a?b&amp;c" == PAGE[slice(*(document.entries[1].links[0].span or (0, 0)))]
    assert ["https://example.org/ice"] == [link.url for link in document.links]


def test_links_to_articles_are_no_links_of_a_reference() -> None:
    """A saved page spells them whole; a document that is cited from a wiki is linked as what stands outside."""
    words = (
        '<a href="https://en.wikipedia.org/wiki/Harbour" title="Harbour">Harbour</a>, '
        '<a class="external text" href="https://commons.wikimedia.org/wiki/File:Chart.pdf">chart</a>. '
        '<a class="external text" href="https://en.wikipedia.org/w/index.php?title=Template:Cite&amp;action=edit">edit</a>'
    )
    text = f'<html>cite_note<ol><li id="cite_note-1"><span class="reference-text">{words}</span></li></ol></html>'

    (entry,) = read(text).entries

    assert ["https://commons.wikimedia.org/wiki/File:Chart.pdf"] == [link.url for link in entry.links]


def test_blocks_lead_back_to_the_source() -> None:
    """A piece of the same length holds the same words; others are character references."""
    for block in read(PAGE).blocks:
        for at, span in block.pieces:
            if at.end - at.start == span.end - span.start:
                assert at.of(block.text).split() == span.of(PAGE).split()
            else:
                assert span.of(PAGE).startswith("&")


@pytest.mark.parametrize(
    "item",
    [
        '<li id="cite_note-1"><b><a href="#cite_ref-1">^</a></b> Kim</li>',
        '<li id="cite_note-1">^ <a href="#cite_ref-1-0">a</a> <a href="#cite_ref-1-1">b</a> Kim</li>',
        '<li id="cite_note-1"><span class="mw-cite-backlink">↑ <sup><a href="#cite_ref-1">1,0</a></sup></span> <span class="reference-text">Kim</span>',
        '<li id="cite_note-1" about="#cite_note-1"><a href="./X#cite_ref-1" rel="mw:referencedBy"><span class="mw-linkback-text">↑ </span></a> <span class="mw-reference-text">Kim</span></li>',
        '<li id="cite_note-1"><span class="noprint renvois_vers_le_texte"><a href="#a">a</a> et <a href="#b">b</a> </span><span class="reference-text">Kim</span></li>',
        '<li id="cite_note-1"><div class="pcs-ref"><div class="pcs-ref-backlink-container"><a class="pcs-ref-back-link" href="./X#pcs-ref-back-link-cite_note-1">[1]</a></div><div class="pcs-ref-body"><span class="reference-text">Kim</span></div></div></li>',
    ],
)
@pytest.mark.parametrize(
    "marker",
    [
        '<sup class="reference"><a href="#cite_note-1"><span>[</span>1<span>]</span></a></sup>',
        '<sup class="reference"><a href="#cite_note-1">&#91;1&#93;</a></sup>',
        '<sup class="mw-ref" typeof="mw:Extension/ref"><a href="./X#cite_note-1"><span class="mw-reflink-text">[1]</span></a></sup>',
        '<span class="mw-ref reference"><a href="./X#cite_note-1"><span class="mw-reflink-text">[1]</span></a></span>',
        '<a href="#cite_note-1">[1]</a>',
    ],
)
def test_every_skin_is_read(item: str, marker: str) -> None:
    """Skins since 2009, mobile pages and Parsoid print the same note in their own ways."""
    document = read(f"<html><body><p>Text{marker}.</p><ol class='references'>{item}</ol></body></html>")

    assert [("1", "Kim")] == [(entry.label, entry.raw) for entry in document.entries]
    assert [("[1]", "1", 0)] == [(m.text, m.label, m.entry) for m in document.markers]
    assert ["Text[1]."] == [block.text for block in document.blocks]


def test_names_with_escapes_are_the_same() -> None:
    """A link may escape what the identifier spells out."""
    document = read(f"<html>{mark('M%C3%BCller%2C_A', '1')}<ol>{note('Müller,_A', 'Müller')}</ol></html>")

    assert [0] == [marker.entry for marker in document.markers]


def test_labels_without_markers_are_places() -> None:
    """An entry that nothing names is labelled by its place, in a group of its own with the group's name."""
    page = (
        f'<html><ol>{note("a", "A")}{note("b", "B")}</ol><ol data-mw-group="lower-alpha">{note("c", "C")}</ol></html>'
    )

    assert ["1", "2", "lower-alpha 1"] == [entry.label for entry in read(page).entries]


def test_sections_that_a_tap_opens_are_seen() -> None:
    """Mobile pages fold sections away; their words are the article's all the same."""
    page = f'<html><section style="display: none"><p>Folded{mark("1", "1")}</p></section>cite_note</html>'

    assert ["body"] == [marker.where for marker in read(page).markers]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.html", PAGE, True),
        ("-", PAGE, True),
        ("a.html", "<html><body><p>Some page</p></body></html>", False),
        ("a.txt", "Text that talks of cite_note and <p>", False),
        ("a.html", "cite_note without any markup", False),
    ],
)
def test_mediawiki_is_recognised(path: str, text: str, expected: bool) -> None:
    """Only HTML with the marks of MediaWiki is read."""
    assert expected == WikipediaHtmlReader().recognises(path, text)


def test_the_table_of_names_is_whole() -> None:
    """Every list of the data file has names, and none twice."""
    table = tomllib.loads(files("citecheck.documents").joinpath("mediawiki.toml").read_text(encoding="utf-8"))

    for kind, listed in table.items():
        assert len(listed) == len(names(kind)) > 0
