"""Any text at all: no exception, nothing lost, no runaway."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from citecheck.model import ReferenceEntry, Span
from citecheck.references.parse import parse, read_reference
from citecheck.references.style import Style, separator

PARTS = st.sampled_from(
    [
        '"', "“", "”", "«", "(", ")", "[", "]", ". ", ", ", "; ", ": ", " – ", " ", "\u00a0", "Smith, J.", "et al.", "(2004)", "31 June 2004",
        "Retrieved 5 May 2007", "Archived from the original on", "pp. 3–4", "12 (3): 4", "ISBN 0-306-40615-2", "doi:10.1/x", "In ", " (ed.)",
        "https://example.org/(a", "(in Korean)", "Vol. 3", "and ", "& ", "백나리", "tides", "The Coastal Times", "London: ", "\ud800", "—", "²", "Inc.", "(help)",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=120), st.lists(PARTS, max_size=14).map("".join))
STYLES = st.builds(Style, st.sampled_from([".", ","]), st.booleans(), st.booleans(), st.sampled_from([None, "de"]))


@settings(max_examples=300, deadline=2000)
@given(raw=TEXTS, style=STYLES)
@example(raw="\ud800", style=Style())
@example(raw="(2004)", style=Style())
def test_every_letter_is_accounted_for(raw: str, style: Style) -> None:
    """Each letter and figure lies in a field, in fixed wording or in the residue; spans lie inside the text."""
    reading = read_reference(raw, style, separator(raw))

    spans = [*reading.taken, *reading.residue()]
    covered = bytearray(len(raw))
    for span in spans:
        assert 0 <= span.start <= span.end <= len(raw)
        covered[span.start : span.end] = b"\x01" * (span.end - span.start)
    assert [] == [raw[at] for at in (match.start() for match in re.finditer(r"[^\W_]", raw)) if not covered[at]]


@settings(max_examples=200, deadline=2000)
@given(raws=st.lists(TEXTS, max_size=4))
def test_one_reference_for_each_entry(raws: list[str]) -> None:
    """Any list gives as many references, in order, with confidences between 0 and 1 and values in their spans."""
    references = parse([ReferenceEntry(label="", raw=raw, span=Span(0, len(raw))) for raw in raws])

    assert raws == [reference.raw for reference in references]
    for reference in references:
        for field in reference.fields:
            assert 0 < field.confidence <= 1
            assert field.value


@pytest.mark.parametrize(
    "unit",
    [
        '"', '"a ', '"a "b', "(", ")", "[", "{", "“", "«", ",", ".", " ", ";", "1", "A. ", "- ", "In ", " and ", "& ", "p. ", "http://", "ed. ",
        "doi:10.1000/", "Retrieved 2007 ", "(2004) ", "Smith, J.; ", "McCormack, G and ", "ISBN 0 ", "et al. ", "|x= (help) ", "\n", "May 4, 2004, ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("head", ["", 'Smith, J. (2004). "T". '])
def test_twenty_thousand_of_anything_end_soon(unit: str, head: str) -> None:
    """A long run of one mark costs no more than a long text does."""
    raw = head + unit * (20_000 // len(unit))

    (reference,) = parse([ReferenceEntry(label="1", raw=raw, span=Span(0, len(raw)))])

    assert raw == reference.raw
