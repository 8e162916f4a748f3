"""The scanner finds the same templates, links and references as mwparserfromhell, where nothing is torn."""

from __future__ import annotations

from collections.abc import Iterator

import mwparserfromhell
from hypothesis import given
from hypothesis import strategies as st

from citecheck.documents.wikitext_scan import Braced, Node, Tag, scan

WORDS = st.sampled_from(["olm", "a b", "1913", "ž", "x=y", ", ", "''it''"])
NESTED = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: "{{t|" + "|".join(parts) + "}}"),
        inner.map(lambda label: f"[[Page|{label}]]"),
        st.lists(inner, min_size=1, max_size=3).map(" ".join),
        inner.filter(lambda words: "<ref" not in words).map(lambda words: f"<ref name=n>{words}</ref>"),
        inner.map(lambda words: words + "<!-- {{no}} <ref>no</ref> -->"),
        inner.map(lambda words: words + "<nowiki>{{no}} [[no]]</nowiki>"),
    ),
    max_leaves=12,
)


def found(text: str, nodes: Iterator[Node]) -> Iterator[tuple[str, str]]:
    """Give kind and source of every template, link and reference, outer ones first."""
    for node in nodes:
        if isinstance(node, Tag):
            if node.name == "ref" and node.inner is not None:
                yield "ref", text[node.start : node.end]
                yield from found(text, scan(text, *node.inner))
        elif isinstance(node, Braced):
            yield node.kind, text[node.start : node.end]
            for part in node.parts:
                yield from found(text, iter(part.nodes))


def by_peer(text: str) -> list[tuple[str, str]]:
    """Give what mwparserfromhell finds."""
    code = mwparserfromhell.parse(text)
    return [
        *(("template", str(node)) for node in code.filter_templates()),
        *(("link", str(node)) for node in code.filter_wikilinks()),
        *(("ref", str(node)) for node in code.filter_tags(matches=lambda node: str(node.tag) == "ref")),
    ]


@given(NESTED)
def test_what_is_closed_is_found_as_mwparserfromhell_finds_it(text: str) -> None:
    """Two readers of the same rules agree."""
    assert sorted(by_peer(text)) == sorted(found(text, scan(text, 0, len(text))))


@given(NESTED, st.data())
def test_what_is_torn_off_is_text(text: str, data: st.DataObject) -> None:
    """Nodes of a torn page lie in it, in order, and overlap nowhere."""
    torn = text[: data.draw(st.integers(0, len(text)))]
    at = 0
    for node in scan(torn, 0, len(torn)):
        assert at <= node.start < node.end <= len(torn)
        at = node.end
