"""The format `references` answers one entry for each line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.documents.reference_list import ReferenceListReader


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kim.\nLee.\n", [("1", "Kim."), ("2", "Lee.")]),
        ("Kim.\r\n\r\nLee.", [("1", "Kim."), ("2", ""), ("3", "Lee.")]),
        ("7. Kim.\n[12] Lee.\n", [("7", "Kim."), ("12", "Lee.")]),
        ("1999. Title\n12.5 million\n", [("1", "1999. Title"), ("2", "12.5 million")]),
        (" Kim \u00a0 (1997).\u00a0\n", [("1", "Kim (1997).")]),
        ("", []),
        ("\n", [("1", "")]),
    ],
)
def test_each_line_is_an_entry(text: str, expected: list[tuple[str, str]]) -> None:
    """Labels are the lines' own numbers or their places; white space is folded."""
    document = ReferenceListReader().read("-", text)

    assert expected == [(entry.label, entry.raw) for entry in document.entries]
    assert 0 == len(document.blocks) + len(document.markers) + len(document.notices)


def test_addresses_of_a_line_are_its_links() -> None:
    """A link stands where the document says."""
    text = "Kim.\nLee. http://a.org/x. https://doi.org/10.1/x"

    links = ReferenceListReader().read("-", text).entries[1].links

    assert [("http://a.org/x", "original"), ("https://doi.org/10.1/x", "identifier")] == [
        (x.url, x.role) for x in links
    ]
    assert [link.url for link in links] == [link.span.of(text) for link in links if link.span]


@given(st.text())
def test_no_line_is_lost(text: str) -> None:
    """There are as many entries as line feeds, and one more for a last line without one."""
    entries = ReferenceListReader().read("-", text).entries

    assert text.count("\n") + (not text.endswith("\n") and bool(text)) == len(entries)
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    assert lines[: len(entries)] == [entry.span.of(text) for entry in entries]
