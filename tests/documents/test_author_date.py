"""Citations by author and year, and short forms in notes, as `author_date_cases.toml` has them."""

from __future__ import annotations

import re
import time
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.documents.author_date import with_short_forms
from citecheck.documents.draft import Draft
from citecheck.model import Document, Marker, Piece, ReferenceEntry, Span
from tests.documents.soundness import problems

CASES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("author_date_cases.toml").read_text(encoding="utf-8"))
MARKED = re.compile(r"⟦(?P<seen>[^⟦⟧|]+)\|(?P<key>[^⟦⟧|]+)⟧")
FEWEST = 120
FLOOR = 0.99


def document(texts: list[str], entries: list[str], notes: list[str]) -> Document:
    """Give a document of some paragraphs, notes with numbers that the first paragraph names, and a list without labels."""
    draft = Draft()
    text = ""
    for one in texts:
        draft.add_block("paragraph", one, (Piece(Span(0, len(one)), Span(len(text), len(text) + len(one))),))
        text += one + "\n\n"
    for number, one in enumerate([*notes, *entries]):
        numbered = number < len(notes)
        label = str(number + 1) if numbered else ""
        draft.add_entry(number, ReferenceEntry(label, one, Span(len(text), len(text) + len(one)), numbered=numbered))
        text += one + "\n"
    made = draft.document("-", "plain-text", text)
    named = (Marker("", str(n + 1), n, Span(0, 0), 0, Span(0, 0)) for n in range(len(notes)))
    return replace(made, markers=tuple(named) if texts else ())


def expected_of(group: dict[str, Any]) -> list[tuple[int, str, str]]:
    """Give the markers of a group: the text, the words, the key."""
    return [
        (number, found["seen"], found["key"])
        for number, text in enumerate(group.get("texts", ()))
        for found in MARKED.finditer(text)
    ]


def actual_of(group: dict[str, Any]) -> list[tuple[int, str, str]]:
    """Give the markers that are found in a group."""
    listed = CASES["lists"].get(group["list"], {})
    keys = list(listed)
    texts = [MARKED.sub(lambda found: found["seen"], text) for text in group.get("texts", ())]
    read = with_short_forms(document(texts, list(listed.values()), []))
    told = {notice.span for notice in read.notices if notice.rule == "citation-ambiguous"}
    assert [] == problems(read)
    return [
        (
            marker.block if marker.block is not None else -1,
            marker.text,
            keys[marker.entry] if marker.entry is not None else "?" if marker.span in told else "-",
        )
        for marker in read.markers
    ]


TEXTS = [group for group in CASES["group"] if "texts" in group]
NOTES = [group for group in CASES["group"] if "notes" in group]


@pytest.mark.parametrize("group", TEXTS, ids=lambda group: group["why"])
def test_each_citation_names_its_entry(group: dict[str, Any]) -> None:
    """And what cites nothing is none."""
    assert expected_of(group) == actual_of(group)


def test_precision_and_recall() -> None:
    """Of what is said to be a citation, and of what is one; a floor that only rises."""
    expected = [(place, *one) for place, group in enumerate(TEXTS) for one in expected_of(group)]
    actual = [(place, *one) for place, group in enumerate(TEXTS) for one in actual_of(group)]
    hits = len([one for one in actual if one in expected])

    assert FEWEST <= sum(len(group["texts"]) for group in TEXTS) + sum(len(group["notes"]) for group in NOTES)
    assert hits >= FLOOR * len(actual)
    assert hits >= FLOOR * len(expected)


@pytest.mark.parametrize("group", NOTES, ids=lambda group: group["why"])
def test_a_note_that_is_a_short_form_stands_for_its_entries(group: dict[str, Any]) -> None:
    """Those of the list, or a note before it that has the work in full."""
    listed = CASES["lists"].get(group["list"], {})
    notes = [note[0] for note in group["notes"]]
    names = [*(f"n{number + 1}" for number in range(len(notes))), *listed]
    read = with_short_forms(document(["Words."], list(listed.values()), notes))

    assert [] == problems(read)
    assert group["notes"] == [
        [entry.raw, *(names[work] for work in entry.works)] for entry in read.entries[: len(notes)]
    ]


SIGNS = (
    "(Smith, 2010)", "Smith (2010)", "(", ")", "[", "]", "2010", "2010a, b", "2010a–z", " ", ", ", "; ", "et al.", " and ", "&", "Smith",
    "van der", "ibid.", "op. cit.", "n.d.", "in press", "p. 5", ": 33", "1859/2003", "・", "田中", "等", "（", "）", "홍길동", "—", "\u202e", "\0",
)  # fmt: skip


@settings(max_examples=50)
@given(
    texts=st.lists(st.lists(st.sampled_from(SIGNS), min_size=1, max_size=12).map("".join), min_size=1, max_size=3),
    notes=st.lists(st.lists(st.sampled_from(SIGNS), max_size=6).map("".join), max_size=3),
)
def test_whatever_is_said_lies_in_the_text(texts: list[str], notes: list[str]) -> None:
    """Of any text, any list, any notes."""
    listed = [*CASES["lists"]["apa"].values()][:6] + notes
    texts = [" ".join(text.split()) for text in texts]
    assert [] == problems(with_short_forms(document([text for text in texts if text] or ["a"], listed, notes)))


WORST = {
    "years": "2010 ",
    "names": "Smith, ",
    "citations": "(Smith, 2010) ",
    "several": "(Young, 2015) ",
    "one bracket": "Smith 2010; ",
    "open brackets": "(Smith 2010 ",
    "brackets": "((((",
    "letters": "2010a, b, c, ",
    "joined": "Smith and ",
    "unparted": "田中・",
    "spaces": " ",
}


def spent(texts: list[str], entries: list[str], notes: list[str]) -> float:
    """Give the least CPU time of three."""
    made = document(texts, entries, notes)
    least = float("inf")
    for _ in range(3):
        start = time.process_time()
        with_short_forms(made)
        least = min(least, time.process_time() - start)
    return least


@pytest.mark.parametrize("worst", WORST)
def test_time_grows_with_the_text(worst: str) -> None:
    """Not with its square."""
    listed = [*CASES["lists"]["apa"].values()][:4]
    once, more = (
        spent(["Smith " + WORST[worst] * (size // len(WORST[worst])) + "x (Smith, 2010)"], listed, [])
        for size in (1_000, 4_000)
    )
    assert more < 8 * max(once, 0.01)


def test_time_grows_with_the_list_and_the_notes() -> None:
    """Though all entries are by one author, of one year, and every note says so."""
    entry = "Smith, J. (2010). Title number {}. Journal of Things, 3(2), 5–9."
    once, more = (
        spent(["(Smith, 2010) " * size], [entry.format(n) for n in range(size)], ["Smith, Title, 5.", "Ibid."] * size)
        for size in (12, 48)
    )
    assert more < 8 * once
