"""Every target of the export table writes all references, in order, in its own language."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from citecheck.model import Field, Reference, Span
from citecheck.references.bibtex import read
from citecheck.references.csl import to_csl
from citecheck.references.export import EXPORTERS


@pytest.fixture
def references(make_reference: Callable[..., Reference]) -> list[Reference]:
    """Give three references, one of them empty, one with characters that UTF-8 does not have."""
    return [
        make_reference({"title": "One", "issued": "2001"}, "book"),
        make_reference({}),
        Reference(
            "ref-3", "3", "Th\ud800ree", "book", (Field("title", "Th\ud800ree", Span(0, 6), 0.5),), (Span(0, 1),)
        ),
    ]


def test_the_table_names_its_targets() -> None:
    """`--to` takes these names."""
    assert ["biblatex", "bibtex", "csl-json", "json", "ris", "wikitext"] == sorted(EXPORTERS)


@pytest.mark.parametrize("target", sorted(EXPORTERS))
def test_every_target_ends_its_text_with_one_newline(target: str, references: list[Reference]) -> None:
    """What is written can be written as UTF-8 and ends as a text file does; nothing of nothing fails."""
    text = EXPORTERS[target](references, ["a", "b", "c"])

    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    text.encode("utf-8")
    assert EXPORTERS[target]([], []).strip() in {"", "[]"}


@pytest.mark.parametrize("target", ["biblatex", "bibtex"])
def test_bib_files_have_every_key(target: str, references: list[Reference]) -> None:
    """One entry stands for each reference."""
    assert ["a", "b", "c"] == [entry.key for entry in read(EXPORTERS[target](references, ["a", "b", "c"]))]


def test_csl_json_is_an_array_of_items(references: list[Reference]) -> None:
    """The items are those of `to_csl`."""
    expected = [to_csl(reference, key) for reference, key in zip(references, "abc", strict=True)]

    assert expected == json.loads(EXPORTERS["csl-json"](references, ["a", "b", "c"]))


def test_json_has_every_view(references: list[Reference]) -> None:
    """An item has the names of the published report; spans still count after a broken character was replaced."""
    item = json.loads(EXPORTERS["json"](references, ["a", "b", "c"]))[2]

    assert item["raw"] == "Th\ufffdree"
    assert {
        "id": "ref-3",
        "label": "3",
        "key": "c",
        "raw": "Th\ufffdree",
        "kind": "book",
        "csl": to_csl(references[2], "c"),
        "spans": {"title": [0, 6]},
        "confidence": {"title": 0.5},
        "residue": [[0, 1]],
        "bibtex": "@misc{c,\n  title        = {Th\ufffdree},\n  keywords     = {fn3},\n}",
    } == item


def test_keys_must_be_as_many_as_references(references: list[Reference]) -> None:
    """A reference without a key is a mistake of the caller, not an entry less."""
    with pytest.raises(ValueError, match="zip"):
        EXPORTERS["biblatex"](references, ["a"])
