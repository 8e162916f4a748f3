"""Links from a copy: which reference is which, none forced, in time that grows with the lists."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.documents.restoring import matches, restore_links
from citecheck.model import Document, Link, ReferenceEntry, Restored, Span

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).with_name("restoring.toml")).read_text(encoding="utf-8"))[
    "case"
]


def entries(lines: list[str]) -> list[ReferenceEntry]:
    """Give numbered references; an address follows ` @ `."""
    found = []
    for number, line in enumerate(lines, start=1):
        raw, _, url = line.partition(" @ ")
        found.append(ReferenceEntry(str(number), raw, Span(0, 0), (Link(url),) if url else ()))
    return found


def document(path: str, *listed: ReferenceEntry) -> Document:
    """Give a document with these references."""
    return Document(path, "wikipedia-text", "", entries=listed)


@pytest.mark.parametrize("case", CASES, ids=[case["about"] for case in CASES])
def test_references_are_matched_on_their_words(case: dict[str, Any]) -> None:
    """Each with the one of the copy that it is, or with none."""
    text, copy = entries(case["text"]), entries(case["copy"])
    found = {match.entry: match for match in matches(text, copy)}

    assert case["same"] == [found[place].copy if place in found else -1 for place in range(len(text))]
    assert all(0.6 < match.confidence <= 1.0 for match in found.values())


def test_links_say_where_they_came_from() -> None:
    """A link that the text prints itself stays as it is; new ones name the copy and how sure the match is."""
    own = Link("https://a.example/", span=Span(3, 5))
    text = document("a.txt", ReferenceEntry("1", "Berg (2011). Notes.", Span(0, 9), (own,)))
    archived = Link("https://web.archive.org/web/1/https://a.example/", "archive", Span(7, 9))
    copy = document(
        "a.html", ReferenceEntry("1", "Berg (2011). Notes.", Span(0, 9), (Link("https://a.example/"), archived))
    )

    restored = restore_links(text, copy)

    assert (own, Link(archived.url, "archive", None, Restored("a.html", 1.0))) == restored.entries[0].links
    assert ["1 of 1 references stand in a.html, and 1 of them have links from there."] == [
        notice.message for notice in restored.notices
    ]


def test_another_document_gives_nothing() -> None:
    """And the notice asks whether it is the right one."""
    text = document("a.txt", *entries(["Berg (2011). Notes."]))
    restored = restore_links(text, document("b.html", *entries(["Quay and canal @ https://q.example/"])))

    assert text.entries == restored.entries
    assert "Is it the same document?" in restored.notices[-1].message


WORDS = st.lists(st.sampled_from(["Berg", "2011", "Notes", "Harbour", "p. 3", "港", ""]), max_size=6).map(" ".join)


@given(st.lists(WORDS, max_size=12), st.lists(WORDS, max_size=12))
def test_nothing_is_matched_twice_unless_it_is_the_same(text: list[str], copy: list[str]) -> None:
    """Each reference of the text has at most one answer; one of the copy answers twice only to the same words."""
    mine, theirs = entries(text), entries(copy)
    found = matches(mine, theirs)

    assert len(found) == len({match.entry for match in found})
    for match in found:
        others = [other for other in found if other.copy == match.copy]
        assert len(others) == 1 or len({"".join(mine[one.entry].raw.split()) for one in others}) == 1
    assert found == matches(mine, theirs)


def test_a_list_matches_itself() -> None:
    """Whatever it holds, as long as the words differ."""
    listed = entries([f"Author {n} ({1900 + n}). Title number {n * 7}. @ https://a.example/{n}" for n in range(500)])

    assert [(n, n, 1.0) for n in range(500)] == [tuple(match) for match in matches(listed, listed)]
