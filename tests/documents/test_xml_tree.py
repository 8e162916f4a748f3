"""XML is cut and read as a tree with places, whatever is wrong with it; nothing is expanded and nothing is loaded."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.documents.xml_tokens import Fault, Tag, Words, xml_tokens
from citecheck.documents.xml_tree import DEEPEST, Element, parse, words


@pytest.mark.parametrize(
    ("text", "seen", "fault"),
    [
        ("<a>x<b/>y</a>", "xy", ""),
        ("<a>&lt;&#x41;&eacute;&nbsp;&none; & &amp</a>", "<Aé &none; & &amp", ""),
        ("<a><![CDATA[&lt;<b>]]></a>", "&lt;<b>", ""),
        ("<!DOCTYPE a [<!ENTITY x 'y]>'><!-- ]> ' --><?p ]> ?><!ENTITY % z SYSTEM \"u\">]><a>&x;%z;</a>", "&x;%z;", ""),
        ("<!DOCTYPE a PUBLIC '>' \"]\"><a>x</a>", "x", ""),
        ("<a><b>x</a>y", "xy", "closes “a” while “b” in it is open"),
        ("<a>x</b>y</a>", "xy", "closes an element “b” that is not open"),
        ("<a>x", "x", "ends before its element “a” does"),
        ("<a>1 < 2</a>", "1 < 2", "has a “<” that begins no tag"),
        ("<a b='c>x</a>", "x", "has a tag “<a” that is not whole"),
        ("<a b=<c>x</c></a>", "x", "has a tag “<a” that is not whole"),
        ("<a>x<!-- y</a>", "x", "has a comment or instruction that is not closed"),
        ("<a>x<![CDATA[y</a>", "xy</a>", "has a CDATA section that is not closed"),
        ("<!DOCTYPE a [ <b> ", "", "has a declaration that is not closed"),
    ],
)
def test_what_is_seen_and_what_is_wrong(text: str, seen: str, fault: str) -> None:
    """The words of any text, and the first place where it is no XML."""
    tree = parse(text)

    assert seen == words(text, tree.root)
    assert fault == (tree.fault.what if tree.fault else "")
    assert (["document-incomplete"] if fault else []) == [notice.rule for notice in tree.notices(text)]


def test_elements_have_places_and_attributes() -> None:
    """Names are without prefixes, values have their references resolved; of a repeated name the first counts."""
    text = '<x:a xml:id="1" id=\'2\' x:href="a?b&amp;c"><b>y</b><b/></x:a>'
    (top,) = parse(text).root.elements()

    assert ("a", text, "1", "a?b&c") == (top.name, top.span.of(text), top.get("id"), top.get("href"))
    assert "a?b&amp;c" == top.attributes["href"].span.of(text)
    assert ["<b>y</b>", "<b/>"] == [child.span.of(text) for child in top.elements()]


def test_what_lies_too_deep_keeps_its_words() -> None:
    """A hundred thousand elements in each other are no deeper than the bound, and it is told where it was reached."""
    text = "<a>" * 100_000 + "x" + "</a>" * 100_000 + "y"
    tree = parse(text)
    depth, element = 0, tree.root
    while child := next(element.elements(), None):
        depth, element = depth + 1, child

    assert (DEEPEST, "xy", None) == (depth, words(text, tree.root), tree.fault)
    assert [3 * DEEPEST] == [notice.span.start for notice in tree.notices(text) if notice.span]


@given(st.text(alphabet=st.sampled_from("<>/!?-[]&;'\"=ab \n"), max_size=80))
@settings(max_examples=50)
def test_any_text_is_cut(text: str) -> None:
    """What is cut stands in order and does not overlap; elements lie inside of each other."""
    at = 0
    for token in xml_tokens(text):
        if isinstance(token, Fault):
            assert 0 <= token.at <= len(text)
        else:
            assert isinstance(token, Tag | Words)
            assert at <= token.span.start <= token.span.end <= len(text)
            at = token.span.end
    waiting: list[Element] = [parse(text).root]
    while waiting:
        element = waiting.pop()
        for child in element.elements():
            assert element.start <= child.start <= child.end <= element.end
            waiting.append(child)
