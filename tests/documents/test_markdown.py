"""Markdown: footnotes, Pandoc's citations, numbers that stand for sources, and nothing of what is code."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck import api
from citecheck.api.installed import readers
from citecheck.documents import read as read_bytes
from citecheck.documents.beside import Beside
from citecheck.documents.markdown import MarkdownReader
from citecheck.model import Document
from tests.documents.soundness import problems
from tests.documents.timing import least_seconds

SHARED = Path(__file__).parents[3] / "shared" / "data" / "documents" / "markdown"
FLOOR = 1.0
"""What the documents of the shared set are read with, each of them."""


def read(text: str, beside: Beside | None = None) -> Document:
    """Give what is read of a text."""
    document = MarkdownReader().read_with("a.md", text, beside or Beside())
    assert [] == problems(document)
    return document


def seen(document: Document) -> list[tuple[str, str | None, str]]:
    """Give each marker: its label, the label of its entry, and where it stands."""
    return [
        (marker.label, None if marker.entry is None else document.entries[marker.entry].label, marker.where)
        for marker in document.markers
    ]


def test_footnotes_are_entries_and_their_markers_stand_where_they_stand() -> None:
    """In tables and quotations, too; paragraphs of a note are one entry; what nobody defines is an orphan."""
    text = """# Lakes

Baikal is deep.[^a] > old[^1_2]

| Lake | Depth |
| --- | --- |
| Baikal | 1,642 m[^a] |

> Quoted *words*[^no].

[^a]: Kim, [Lakes](https://a.example/b_(c)).

    Second paragraph, <https://b.example>.
[^1_2]: https://c.example/d
"""
    document = read(text)

    assert [
        ("a", "a", "body"), ("1_2", "1_2", "body"), ("a", "a", "table"), ("no", None, "body"),
    ] == seen(document)  # fmt: skip
    assert [
        ("a", "Kim, Lakes. Second paragraph, https://b.example."), ("1_2", "https://c.example/d"),
    ] == [(entry.label, entry.raw) for entry in document.entries]  # fmt: skip
    links = [(link.url, link.span.of(text) if link.span else "") for entry in document.entries for link in entry.links]
    assert [(url, url) for url in ("https://a.example/b_(c)", "https://b.example", "https://c.example/d")] == links
    assert ["[^a]", "[^1_2]", "[^a]", "[^no]"] == [marker.span.of(text) for marker in document.markers]
    assert "Lakes" == document.title
    assert [("Lakes", "heading"), ("Baikal is deep.[a] > old[1_2]", "paragraph")] == [
        (block.text, block.kind) for block in document.blocks[:2]
    ]


def test_more_brackets_than_are_read_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands before them is read, and the finding says from which line on nothing is."""
    monkeypatch.setattr("citecheck.documents.markdown._MOST", 3)

    document = read("A[^1]\n\n[^1]: b\n\nC [x] [y] [z]\n\nD\n")

    assert ["A[1]"] == [block.text for block in document.blocks]
    assert ["on line 5" in notice.message for notice in document.notices] == [True]


def test_addresses_in_code_are_no_links() -> None:
    """They are examples; those around them are links."""
    document = read("See `curl https://a.example/x` and https://b.example/y.\n\n    https://c.example\n")

    assert ["https://b.example/y"] == [link.url for link in document.links]


def test_an_export_of_300_links_has_each_with_its_claims() -> None:
    """As answer engines write them: bare addresses as footnotes of several answers; hidden ones support nothing."""
    lines, notes = ["# Answers", ""], []
    for number in range(300):
        label = f"{number // 30 + 1}_{number % 30 + 1}"
        notes.append(f"[^{label}]: https://site-{number}.example/page?id={number}")
        if number % 30 < 25:
            lines += [f"The lake number {number} is {number + 10} metres deep[^{label}].", ""]
        else:
            lines += [f'<span style="display:none">[^{label}]</span>', ""]
    text = "\n".join([*lines, *notes, ""])

    (document,) = api.map_document(read(text)).documents

    assert 300 == len(document.references) == len(document.citations) == len(document.links)
    cited = {one.reference: claim.text for claim in document.claims for one in claim.citations}
    hidden = {one.reference for one in document.citations if one.where == "hidden"}
    assert (250, 50) == (len(cited), len(hidden))
    assert set() == hidden & cited.keys()
    for number, reference in enumerate(document.references):
        (link,) = reference.links
        assert f"https://site-{number}.example/page?id={number}" == link.url
        if reference.id in cited:
            assert f"The lake number {number} is {number + 10} metres deep." == cited[reference.id]
    places = {link.url: link.places[0].reference for link in document.links}
    assert {reference.links[0].url: reference.id for reference in document.references} == places


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[@a]", [("a", None)]),
        ("[see @a, p. 3; also -@b pp. 4-5, and *more*]", [("a", "p. 3"), ("b", "pp. 4-5, and more")]),
        ("[@a] @b says.", [("a", None), ("b", None)]),
        ("[@x] @b [p. 30; see @c, ch. 2] says.", [("x", None), ("b", "p. 30"), ("c", "ch. 2")]),
        ("[@x] @b [-@c p. 30] says.", [("x", None), ("b", None), ("c", "p. 30")]),
        ("[@{a b}] [@{a,b}]", [("a,b", None)]),
        ("[@doi:10.1000/a.b; @пункт3.]", [("doi:10.1000/a.b", None), ("пункт3", ".")]),
        ("[@a](http://b.example) [@a][b] `[@a]` \\[@a\\] me@a.example", []),
        ("@a alone is a name.", []),
        ("^[A note with [@a].]", [("note 1", None), ("a", None)]),
        ("$x[@a]$ <!-- [@a] -->", []),
    ],
)
def test_citations_by_key(text: str, expected: list[tuple[str, str | None]]) -> None:
    """As Pandoc has them; not in links, code or addresses, nor a name alone where nothing else is cited so."""
    document = read(f"Words {text} end.\n\n[b]: http://c.example\n")

    assert expected == [(marker.label, marker.page) for marker in document.markers]
    assert all(marker.entry is not None for marker in document.markers)


def test_bibliographies_beside_the_document_have_the_keys(tmp_path: Path) -> None:
    """In .bib and CSL-JSON; the entries that are cited are the document's, in their files' lines; others stay out."""
    (tmp_path / "a.bib").write_text(
        "@book{un, title={No}}\n\n@book{kim, author={Kim, A}, title={Dogs}, year=1997}\n", encoding="utf-8"
    )
    (tmp_path / "b.json").write_text(json.dumps([{"id": "lee", "type": "book", "title": "Birds"}]), encoding="utf-8")
    text = "---\nbibliography: [a.bib, b.json, ../c.bib]\nreferences:\n- id: own\n  type: book\n  title: Own\n---\n"
    document = read(f"{text}\n[@kim; @lee; @own; @gone]\n", Beside(tmp_path / "a.md"))

    assert [("kim", "kim"), ("lee", "lee"), ("own", "own"), ("gone", "gone")] == [one[:2] for one in seen(document)]
    raws = {entry.label: entry.raw for entry in document.entries}
    assert {"kim": "Kim, A (1997). Dogs.", "lee": "Birds.", "own": "Own.", "gone": ""} == raws
    kim = next(entry for entry in document.entries if entry.label == "kim")
    part = document.part(kim.span.start)
    assert part is not None
    assert (str(tmp_path / "a.bib"), 3) == (part.path, document.line(kim.span.start))
    assert ["document-include-refused"] == [notice.rule for notice in document.notices]


def test_a_key_that_no_bibliography_has_is_an_orphan(tmp_path: Path) -> None:
    """Where all of them were read."""
    (tmp_path / "a.bib").write_text("@book{kim, title={Dogs}}\n", encoding="utf-8")

    document = read("---\nbibliography: a.bib\n---\n[@kim; @lee]\n", Beside(tmp_path / "a.md"))

    assert [("kim", "kim"), ("lee", None)] == [one[:2] for one in seen(document)]


@pytest.mark.parametrize(
    ("text", "expected", "entries"),
    [
        ("A [1][2]. B [1, 3] C [2-3].\n\n## Sources\n\n1. Kim\n2. Lee\n3. Ito\n", "121323", ["1", "2", "3"]),
        ("A [1] B [7].\n\n## References\n\n[1] Kim 1997.\n[2] Lee\n  2001.\n", "1", ["1", "2"]),
        ("A [1].\n\n## References\n\n- [1] Kim 1997.\n- [2] Lee\n", "1", ["1", "2"]),
        ("A [1](https://a.example) B [[2]](https://b.example) [1](https://a.example)", "121", ["1", "2"]),
        ("A [1].\n\n[1]: https://a.example 'Kim'\n", "1", ["1"]),
        ("A<sup>1</sup> B<sup>2</sup> m<sup>7</sup>.\n\n## Notes\n\n1. Kim\n2. Lee\n", "12", ["1", "2"]),
        ("A <sup>[1](#r1)</sup>\n\n## References\n\n1. <a id='r1'></a> Kim\n", "1", ["1"]),
        ("See [12](https://a.example/issues/12).", "", []),
        ("A[^a] [1](https://a.example).\n\n[^a]: Kim\n", "a", ["a"]),
        ("A[^a].\n\n[^a]: Kim\n\n## References\n\n1. Lee\n", "a", ["a", "1"]),
        ("- [ ] todo [1]\n- x[0] = y[1]\n", "", []),
    ],
)
def test_numbers_that_stand_for_sources(text: str, expected: str, entries: list[str]) -> None:
    """In brackets, raised, as links; lists under a heading; where there are footnotes, only what is named is numbered."""
    document = read(text)

    assert expected == "".join(marker.label for marker in document.markers if marker.entry is not None)
    assert entries == [entry.label for entry in document.entries]


def test_a_second_definition_in_csl_json_says_what_the_first_is() -> None:
    """As Ethereum's proposals have it (EIP-1, "Linking to other EIPs and external resources"); no note of its own."""
    item = json.dumps({"type": "article-journal", "title": "Cats", "DOI": "10.1000/c", "author": [{"family": "Kim"}]})
    document = read(f"A.[^1]\n\n[^1]: Kim, Cats.\n[^1]:\n    ```csl-json\n    {item}\n    ```\n")

    (entry,) = document.entries
    assert {"title": "Cats", "DOI": "10.1000/c"}.items() <= {one.variable: one.value for one in entry.given}.items()


@pytest.mark.parametrize(
    ("head", "title", "language"),
    [
        ("---\ntitle: A\nlang: de-CH\n---\n", "A", "de-CH"),
        ("+++\ntitle = 'A'\nlanguage = 'fr'\n+++\n", "A", "fr"),
        ("---\ntitle: [1]\nlang: {}\nbibliography: 3\n---\n", "H", None),
        ("---\na: &a [x]\nb: *a\n---\n", "H", None),
        ("---\n: : :\n\t-\n---\n", "H", None),
        ("---\nno end\n", "H", None),
        ("", "H", None),
    ],
)
def test_the_head_is_read_and_is_no_text(head: str, title: str, language: str | None) -> None:
    """In YAML without aliases, or TOML; what cannot be read says nothing."""
    document = read(f"{head}\n# H\n\nWords.\n")

    assert (title, language) == (document.title, document.language)
    assert "Words." == document.blocks[-1].text


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.md", "anything", "markdown"),
        ("a.txt", "A.[^1]\n\n[^1]: Kim\n", "markdown"),
        ("-", "A [@kim, p. 3]. B [see @lee].", "markdown"),
        ("a.txt", "A.[1]\n\n1. ^ Kim\n", "wikipedia-text"),
        ("a.txt", "Mail me@[a.example]. [@you]", "wikipedia-text"),
    ],
)
def test_markdown_is_told_by_its_name_or_its_signs(path: str, text: str, expected: str) -> None:
    """A footnote's definition, or two groups of keys."""
    assert expected == read_bytes(path, text.encode(), readers()).format


PIECES = (
    "[^a]", "[^a]: ", "^[", "[@a; @b]", "@a [p. 3]", "[1](http://a.example)", "[1]", "`", "```\n", "*", "_", "<span style='display:none'>",
    "</span>", "<sup>", "</sup>", "| a | b |\n|---|---|\n", "> ", "- ", "1. ", "    ", "\t", "\n", "\n\n", "# References\n", "---\n", "\\",
    "![a](b)", "[a]: http://b.example\n", "&amp;", "$", "$$\n", "!!! note\n", "\r\n", "\r", "\0", "é", "語",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Set `a\nb c` so[^a].", ["[^a]"]),
        ("| a \\| b[^a] | c[^a] \\| d |\n|--|--|\n| x | `p \\| q`[^a] |", ["[^a]"] * 3),
        ("a\\\n  b[^a] *c* \n   d[^a]", ["[^a]", "[^a]"]),
        ("!!! note\n    Dogs[^a]", ["[^a]"]),
        ("[@k]: x\n\n@kim says -@lee[^a] @{a b}, [@{a/b}] and [-@c d]", ["@kim", "@lee", "[^a]", "@{a/b}", "@c"]),
    ],
)
def test_markers_stand_where_they_are_written(text: str, places: list[str]) -> None:
    """Behind code over several lines, escaped pipes, hard breaks, titles that stand nowhere, keys in the text."""
    document = read(f"{text}\n\n[^a]: Kim\n")

    assert places == [marker.span.of(document.text) for marker in document.markers if marker.label != "k"]
    assert all(marker.at.of(document.blocks[marker.block or 0].text) == marker.text for marker in document.markers)


@pytest.mark.parametrize(
    "line",
    [
        "a: !!timestamp x",
        "a: !!bool x",
        'a: !!int ""',
        "a: !!float ''",
        "a: &x [*x]",
        "a: [",
        "? [a]\n: b",
        "date: 2020-99-99",
    ],
)
def test_a_head_that_cannot_be_read_is_told(line: str) -> None:
    """What it would have said of title and bibliography is missing; it is no text all the same."""
    document = read(f"---\n{line}\n---\n\nCats sleep[^a].\n\n[^a]: Kim\n")

    assert ["document-incomplete"] == [notice.rule for notice in document.notices]
    assert ["Cats sleep[a]."] == [block.text for block in document.blocks]


def test_half_a_pair_in_a_head_is_replaced() -> None:
    """YAML's escapes can write it, and no report could."""
    text = '---\ntitle: "a \\ud800"\nreferences:\n- {id: k, type: book, title: "b \\udc00"}\n---\n\nCats [@k].\n'
    document = read(text)

    assert "a \ufffd" == document.title
    assert "\ufffd" in document.entries[0].raw


def test_tables_do_not_grow_without_bound() -> None:
    """A row with one cell has as many as the head of its table, of which a few hundred bytes could make millions."""
    table = f"|{'a|' * 64}\n|{'-|' * 64}\n" + "|b|\n" * 64

    assert len(MarkdownReader().read("a.md", f"{table}\n" * 40).blocks) < 2_000


@settings(max_examples=50)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=40).map("".join))
def test_any_markdown_is_read(text: str) -> None:
    """Without an error, and soundly."""
    read(text)


@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "[^",
        "[@a;",
        "^[",
        "*a",
        "`",
        "<span>",
        "[1]",
        "[1](",
        "> ",
        "@a ",
        "@a [",
        "![",
        "[^a]: b\n",
        "- a\n",
        "|a",
        "_*",
        "\\",
        "&",
    ],
)
def test_time_grows_with_the_length(unit: str) -> None:
    """Four times as many of anything take four times as long, or little more."""

    def seconds(count: int) -> float:
        text = f"A[^1] {unit * count}\n\n[^1]: b\n"
        return least_seconds(lambda: read(text), 2)

    assert seconds(800) < 9 * max(seconds(200), 0.01)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared documents are not here")
@pytest.mark.parametrize("name", sorted(path.name.removesuffix(".truth.json") for path in SHARED.glob("*.truth.json")))
def test_the_shared_documents_are_read_as_well_as_before(name: str) -> None:
    """Each definition is an entry under its label, each use a marker that leads to it."""
    truth = json.loads((SHARED / f"{name}.truth.json").read_text(encoding="utf-8"))
    document = read_bytes(str(SHARED / name), (SHARED / name).read_bytes(), readers(), beside=Beside(SHARED / name))
    labels = {entry.label for entry in document.entries}
    uses = Counter(use["label"] for use in truth["uses"] if use["label"] in truth["definitions"])
    found = Counter(marker.label for marker in document.markers if marker.entry is not None and marker.label in uses)

    assert set(truth["definitions"]) <= labels
    assert sum((uses & found).values()) >= FLOOR * sum((uses | found).values())
