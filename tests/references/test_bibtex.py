"""A reference becomes the BibTeX entry that says the same, in both dialects."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from citecheck.errors import ExportError
from citecheck.model import Reference
from citecheck.references.bibtex import crosscheck, entry_to_bibtex, read, to_bibtex, write
from citecheck.references.entry import Entry, EntryField

CASES = tomllib.loads((Path(__file__).parent / "bibtex_cases.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_biblatex_entries(case: dict[str, Any], make_reference: Callable[..., Reference]) -> None:
    """Each reference of the table is written for biblatex as it shows."""
    assert case["biblatex"].strip() == entry_to_bibtex(make_reference(case["fields"], case["kind"]), "key")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_classic_entries(case: dict[str, Any], make_reference: Callable[..., Reference]) -> None:
    """Each reference of the table is written for classic BibTeX as it shows."""
    assert case["bibtex"].strip() == entry_to_bibtex(make_reference(case["fields"], case["kind"]), "key", "bibtex")


def test_a_file_has_its_entries_in_order(make_reference: Callable[..., Reference]) -> None:
    """Entries stand in the order of the references, a blank line between."""
    first, second = make_reference({"title": "One"}), make_reference({"title": "Two"}, label="note 2")

    text = to_bibtex([first, second], ["one", "two"])

    assert text == f"{entry_to_bibtex(first, 'one')}\n\n{entry_to_bibtex(second, 'two')}\n"
    assert "{fnnote2}" in text


def test_an_unnumbered_entry_has_its_own_keyword(make_reference: Callable[..., Reference]) -> None:
    """An item of a bibliography is told from footnote of the same number."""
    assert "{bib2}" in entry_to_bibtex(make_reference({"title": "One"}, id_="bib-2", label=""), "one")


def test_no_references_give_an_empty_file() -> None:
    """Nothing is written of nothing."""
    assert "" == to_bibtex([], [])


def test_two_entries_of_one_key_are_refused(make_reference: Callable[..., Reference]) -> None:
    """A file in which a key names two entries is not written; the message says what to do."""
    one = make_reference({"title": "One"})

    with pytest.raises(ExportError, match="make the keys differ"):
        to_bibtex([one, one], ["same", "same"])


@pytest.mark.parametrize("value", ["open {", "close }", "a\n@b{c, d = {e}", "end \\"])
def test_what_would_not_read_back_is_refused(value: str) -> None:
    """The read-back check catches a value that would break the file, whatever let it through."""
    with pytest.raises(ExportError):
        write([Entry("misc", "key", (EntryField("title", value),)), Entry("misc", "next", ())])


def test_reading_back_compares_every_value() -> None:
    """A file that lost an entry, or in which a value differs, does not pass as what was written."""
    entry = Entry("misc", "key", (EntryField("title", "One"), EntryField("month", "nov", bare=True)))
    text = write([entry])

    assert (entry,) == read(text)
    with pytest.raises(ExportError, match="2 entries were written, 1 read back"):
        crosscheck(text, [entry, entry])
    with pytest.raises(ExportError, match="'key' does not read back"):
        crosscheck(text.replace("One", "Two"), [entry])
