"""HTML is cut into tags and words that stand where they say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.documents.html_tokens import Tag, Words, tokens, visible
from citecheck.model import Span


def cut(text: str) -> list[str]:
    """Give what was found, tags by name and words as they are."""
    return [
        token.span.of(text) if isinstance(token, Words) else f"{'/' * token.closing}{token.name}"
        for token in tokens(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a<b>c</b>d", ["a", "b", "c", "/b", "d"]),
        ("<P Class=x>y", ["p", "y"]),
        ("1 < 2 <b", ["1 ", "<", " 2 ", "b"]),
        ("a<!-- <b> -->c", ["a", "c"]),
        ("a<!DOCTYPE html>b<?x y>c", ["a", "b", "c"]),
        ("<script>if (a<b) x</script >c", ["script", "/script", "c"]),
        ("<title>A & B</title>", ["title", "A & B", "/title"]),
        ("<style>b{}", ["style"]),
        ("<!-- never closed <b>", []),
        ('<a title="a>b">c', ["a", "c"]),
        ("<br/>x", ["br", "x"]),
    ],
)
def test_tags_are_found_as_the_standard_finds_them(text: str, expected: list[str]) -> None:
    """Comments, declarations and scripts are no content; a lone `<` is text."""
    assert expected == cut(text)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        (
            "<a href=\"http://a.org/?b&amp;c=1\" class='x y' id=z>",
            {"href": "http://a.org/?b&c=1", "class": "x y", "id": "z"},
        ),
        ("<a HREF = x>", {"href": "x"}),
        ("<a href=1 href=2>", {"href": "1"}),
        ("<p hidden>", {"hidden": ""}),
        ("<p onclick='x' id='y'/>", {"id": "y"}),
        ("<a =b id=c>", {"id": "c"}),
    ],
)
def test_attributes_are_read(tag: str, expected: dict[str, str]) -> None:
    """Quoted or not, entities resolved, the first of a repeated one."""
    (found,) = tokens(tag)

    assert isinstance(found, Tag)
    assert expected == {name: value for name, (value, _) in found.attributes.items()}


def test_an_attribute_stands_where_it_is_written() -> None:
    """The span covers the value, without its quotes."""
    text = 'x<a class="y" href="http://a.org/&amp;">'

    tag = next(token for token in tokens(text) if isinstance(token, Tag))

    assert "http://a.org/&amp;" == tag.attributes["href"].span.of(text)


def test_references_are_resolved() -> None:
    """Each character reference is one run; what only looks like one is text."""
    text = "a&amp;b &copy &nosuch; &#65;&"

    assert [
        ("a", "a"),
        ("&", "&amp;"),
        ("b ", "b "),
        ("©", "&copy"),
        (" &nosuch; ", " &nosuch; "),
        ("A", "&#65;"),
        ("&", "&"),
    ] == [(seen, span.of(text)) for seen, span in visible(text, Span(0, len(text)))]


@given(
    st.lists(
        st.sampled_from(["<", ">", "a", "/", "!", "--", '"', "'", "=", " ", "&amp;", "title", "script", "\ud800"])
    ).map("".join)
)
def test_tokens_follow_each_other(text: str) -> None:
    """Tokens never overlap and never leave the text."""
    at = 0
    for token in tokens(text):
        assert at <= token.span.start < token.span.end <= len(text)
        at = token.span.end
