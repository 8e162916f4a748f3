"""Documents in TEI, as GROBID and as scholars write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.documents.tei import TeiReader
from citecheck.model import Document, FieldValue, PartialDate
from tests.documents.soundness import problems

HEADER = (
    '<teiHeader xml:lang="en"><fileDesc><titleStmt><title level="a" type="main">On moles</title></titleStmt><sourceDesc><biblStruct>'
    "<analytic><title>On moles</title></analytic></biblStruct></sourceDesc></fileDesc><profileDesc><abstract><div><p><s>We dig.</s>"
    "<s>We sleep.</s></p></div></abstract></profileDesc></teiHeader>"
)
LIST = """<back><div type="references"><listBibl>
<biblStruct xml:id="b0"><analytic><title level="a" type="main">Moles</title><author><persName><forename type="first">Ada</forename>
<forename type="middle">B</forename><surname>Holm</surname></persName></author><idno type="DOI">10.1000/q</idno></analytic><monogr>
<title level="j">Quays</title><imprint><biblScope unit="volume">4</biblScope><biblScope unit="page" from="1" to="9" />
<date type="published" when="1999-05">1999</date></imprint></monogr><note type="raw_reference">[1] A. B. Holm. Moles. Quays 4:1-9.</note></biblStruct>
<biblStruct xml:id="b1"><monogr><title level="m">Old moles</title><author><persName><surname>Berg</surname></persName></author><imprint>
<publisher>Quay Press</publisher><date type="published" when="2001" /></imprint></monogr><ptr target="https://b.example/" /></biblStruct>
<bibl xml:id="b2"><author>Kim, Ann</author>, <title level="m">Voles</title>, <pubPlace>Leiden</pubPlace>, <date>2002</date>.</bibl>
</listBibl></div></back>"""


def read(body: str, back: str = LIST) -> Document:
    """Give a document."""
    return TeiReader().read(
        "-", f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{HEADER}<text><body>{body}</body>{back}</text></TEI>'
    )


def shown(value: FieldValue) -> str:
    """Give a value as text."""
    if isinstance(value, PartialDate):
        return value.iso()
    return value if isinstance(value, str) else " + ".join(name.display() for name in value)


def cited(document: Document) -> list[str]:
    """Give the citations of the text: what is seen of each, and its entry."""
    return [
        f"{one.text}>{None if one.entry is None else document.entries[one.entry].label}"
        for one in document.markers
        if one.where != "reference"
    ]


@pytest.mark.parametrize(
    ("body", "text", "markers"),
    [
        (
            '<p><s>Moles dig <ref type="bibr" target="#b0">[1]</ref>, <ref type="bibr" target="#b2">[3]</ref>.</s><s>So.</s></p>',
            "Moles dig [1], [3]. So.",
            ["[1]>1", "[3]>3"],
        ),
        (
            '<p>A <ref type="bibr" target="#b0">[1]</ref>-<ref type="bibr" target="#b2">[3]</ref> b <ref type="bibr" target="#b0">[1-3]</ref></p>',
            "A [1]-[3] b [1-3]",
            ["[1]>1", "2>2", "[3]>3", "2>2", "3>3", "[1-3]>1"],
        ),
        (
            '<p>A <ref type="bibr" target="#b1">(Berg et al., 2001;</ref><ref type="bibr" target="#b2">Kim, 2002)</ref>. <ref type="bibr" target="#b1">Berg (2001)</ref> dug.</p>',
            "A (Berg et al., 2001;Kim, 2002). Berg (2001) dug.",
            ["(Berg et al., 2001;>2", "Kim, 2002)>3", "(2001)>2"],
        ),
        (
            '<p>See <ref type="figure" target="#f0">Fig. 1</ref> and <ref type="bibr">(Lee, 1999)</ref>, <ref type="bibr" target="#b9">[9]</ref>.</p>',
            "See Fig. 1 and (Lee, 1999), [9].",
            ["[9]>None"],
        ),
        (
            '<p>Let <formula notation="TeX">x</formula> be<formula xml:id="e0">E = 1<label>(1)</label></formula>so.</p><figure xml:id="f0"><head>Fig. 1</head><label>1</label><figDesc>Holes <ref type="bibr" target="#b0">[1]</ref>.</figDesc></figure>',
            "Let x be so. | Holes [1].",
            ["[1]>1"],
        ),
        (
            '<p>A <choice><sic>teh</sic><corr>the</corr></choice> <sic>b</sic></p><figure type="table"><head>Counts</head><table><row><cell>Mole</cell><cell><p>7</p></cell></row></table></figure><list><item>One</item></list><p>a<lb/>b<lb break="no"/>c</p>',
            "A the b | Counts | Mole | 7 | One | a bc",
            [],
        ),
    ],
    ids=["sentences", "ranges", "names", "unknown", "formulas", "blocks"],
)
def test_a_body_is_read(body: str, text: str, markers: list[str]) -> None:
    """Each gives these blocks and these citations."""
    document = read(body)

    assert f"We dig. We sleep. | {text}" == " | ".join(block.text for block in document.blocks)
    assert markers == cited(document)
    assert ("On moles", "en") == (document.title, document.language)


def test_the_bibliography() -> None:
    """As printed where it is kept, else in the manner of CS1; what the tags say is given."""
    document = read("")

    assert [
        ("1", "A. B. Holm. Moles. Quays 4:1-9.", ["https://doi.org/10.1000/q"]),
        ("2", "Berg (2001). Old moles. Quay Press.", ["https://b.example/"]),
        ("3", "Kim, Ann, Voles, Leiden, 2002.", []),
    ] == [(entry.label, entry.raw, [link.url for link in entry.links]) for entry in document.entries]
    assert {
        "title": "Moles",
        "container-title": "Quays",
        "author": "Holm, Ada B",
        "DOI": "10.1000/q",
        "volume": "4",
        "page": "1–9",
        "issued": "1999-05",
        "type": "article-journal",
    } == {field.variable: shown(field.value) for field in document.entries[0].given}
    assert ["Voles"] == [
        f.span.of(document.entries[2].raw) for f in document.entries[2].given if f.span and f.variable == "title"
    ]


def test_numbers_that_lead_nowhere_are_places_in_the_list_where_the_others_are() -> None:
    """Three citations that agree are enough; none are not."""
    sure = "".join(f'<ref type="bibr" target="#b{n}">[{n + 1}]</ref> x ' for n in range(3))

    assert ["[1]>1", "[2]>2", "[3]>3", "[2]>2"] == cited(read(f'<p>{sure}<ref type="bibr">[2]</ref></p>'))
    assert [] == cited(read('<p><ref type="bibr">[2]</ref></p>'))


def test_notes() -> None:
    """One in a sentence is an entry, one that is named and cites too; others explain."""
    document = read(
        '<div><head>Digging</head><p>A<note place="foot" n="2">See <ref type="bibr" target="#b0">Holm</ref>.</note> b<ref type="foot" '
        'target="#f0">1</ref> c<ref type="foot" target="#f1">3</ref>.</p></div><note place="foot" n="1" xml:id="f0">At https://n.example/.</note>'
        '<note place="foot" n="3" xml:id="f1">We think.</note>'
    )

    assert "A[2] b1 c." == document.blocks[-1].text
    assert ["[2]>2", "1>1"] == cited(document)
    assert [("note", "See Holm."), ("note", "At https://n.example/.")] == [
        (entry.group, entry.raw) for entry in document.entries[:2]
    ]
    assert ["https://n.example/"] == [link.url for link in document.entries[1].links]


def test_notes_are_the_references_of_a_document_without_a_list() -> None:
    """All of them."""
    document = read(
        '<p>A<note n="1">Kim, <hi>Moles</hi>.</note> b<ref target="#n2">2</ref>.</p><note xml:id="n2" n="2">Ibid.</note>',
        "",
    )

    assert [("1", "Kim, Moles."), ("2", "Ibid.")] == [(entry.label, entry.raw) for entry in document.entries]
    assert ["[1]>1", "2>2"] == cited(document)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<?xml version='1.0'?>\n<TEI xmlns='http://www.tei-c.org/ns/1.0'>", True),
        ("\ufeff<!-- a --><tei:TEI xmlns:tei='x'>", True),
        ("<TEI.2>", True),
        ("<article><TEI>", False),
        ("TEI <TEI> is", False),
        ("", False),
    ],
)
def test_tei_is_recognised(text: str, expected: bool) -> None:
    """By its outermost element."""
    assert expected == TeiReader().recognises("-", text)


WORDS = ["<TEI>", "<text>", "<p>", "</p>", "<ref type='bibr' target='#a'>", "</ref>", "<note n='1'>", "</note>", "<biblStruct xml:id='a'>", "<bibl xml:id='b'>",
         "<listBibl>", "<head>", "<cell>", "<figure>", "<s>", "1", "–", "(", ")", "[2-9]", " x ", "&amp;", "&x;", "<", "<!--", "]]>"]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=5), max_size=40).map("".join))
@settings(max_examples=50)
def test_any_text_is_read(text: str) -> None:
    """Everything stands inside of the text, markers inside of their blocks and the list."""
    assert [] == problems(TeiReader().read("-", text))
