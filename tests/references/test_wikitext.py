"""References become citation templates that mwparserfromhell reads with the same parameters."""

from __future__ import annotations

import html
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mwparserfromhell
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.model import Field, Name, PartialDate, Reference
from citecheck.references.latex import printable
from citecheck.references.wikitext import cited, to_wikitext

CASES = tomllib.loads((Path(__file__).parent / "wikitext_cases.toml").read_text(encoding="utf-8"))["case"]
HOSTILE = [
    "}}", "{{", "{{{", "{", "}", "|", "=", "[[", "]]", "[", "]", "[http://x y]", "<ref>", "</ref>", "<!--", "-->", "<nowiki>",
    "<b", "&amp;", "&#124;", "&", "''", "'''", "'", "~~~~", "__TOC__", "\n", "\n* ", "\n==", "\x00", "\u202e", "\ud800", "-{", "  ",
]  # fmt: skip

texts = st.sampled_from(HOSTILE) | st.text(max_size=20) | st.lists(st.sampled_from(HOSTILE), max_size=5).map("".join)
names = st.builds(Name, family=texts, given=texts, native=texts) | st.builds(Name, literal=texts)
fields = (
    st.builds(
        Field,
        variable=st.sampled_from(["title", "URL", "page", "locator", "note", "x", "DOI", "container-title"]),
        value=texts,
    )
    | st.builds(Field, variable=st.sampled_from(["author", "editor"]), value=st.lists(names, max_size=3).map(tuple))
    | st.builds(
        Field, variable=st.sampled_from(["issued", "accessed"]), value=st.builds(PartialDate, st.integers(1, 9999))
    )
)
references = st.builds(
    Reference,
    st.just("ref-1"),
    texts,
    texts,
    st.sampled_from(["book", "webpage", "chapter"]),
    st.lists(fields, max_size=8).map(tuple),
)


def as_read(line: str) -> tuple[str, dict[str, str]]:
    """Give the one template of a line as mwparserfromhell reads it, entities read as a browser does."""
    (template,) = mwparserfromhell.parse(line).filter_templates()
    return str(template.name).strip(), {str(one.name): html.unescape(str(one.value)).strip() for one in template.params}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_templates(case: dict[str, Any], make_reference: Callable[..., Reference]) -> None:
    """Each reference of the table gives the template that it shows, and its parameters read back."""
    reference = make_reference(case["fields"], case["kind"])
    line = to_wikitext([reference], ["key"])

    assert f"{case['wikitext']}\n" == line
    assert cited(reference)[:2] == as_read(line)


@given(st.lists(references, max_size=3))
def test_hostile_references_read_back(made: list[Reference]) -> None:
    """Whatever the words: one line and one template for each, its parameters equal, nothing else in the line but text."""
    text = to_wikitext(made, ["key"] * len(made))

    lines = text.splitlines()
    text.encode("utf-8")
    assert len(made) == len(lines)
    assert [cited(one)[:2] for one in made] == [as_read(line) for line in lines]
    for line in lines:
        assert not mwparserfromhell.parse(line).filter_tags() + mwparserfromhell.parse(line).filter_wikilinks()


@given(texts)
def test_a_title_is_what_it_was(title: str) -> None:
    """The title that the template means is the title of the reference, on one line."""
    reference = Reference("ref-1", "1", "", "book", (Field("title", title),))

    assert printable(title) == as_read(to_wikitext([reference], ["key"]))[1].get("title", "")


def test_a_megabyte_of_title_reads_back(make_reference: Callable[..., Reference]) -> None:
    """A title of a million characters comes back whole; a step that is not linear would not end here."""
    title = "}}{{|<'" * 140_000

    line = to_wikitext([make_reference({"title": title}, "book")], ["key"])

    assert title == html.unescape(line.removeprefix("{{cite book |title=").removesuffix("}}\n"))
