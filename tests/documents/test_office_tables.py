"""The tables of office documents: what they name is there."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

import pytest

from citecheck.documents.style_names import office_table, role_of


def table(room: str, name: str) -> dict[str, Any]:
    """Give a table."""
    return tomllib.loads(files(f"citecheck.{room}").joinpath(name).read_text(encoding="utf-8"))


CSL = table("references", "csl.toml")
VARIABLES = frozenset(CSL["names"]) | frozenset(CSL["dates"]) | frozenset(CSL["texts"])


@pytest.mark.parametrize("name", ["managed_works.toml", "citavi_works.toml", "odt_marks.toml"])
def test_values_are_variables_and_types_of_csl(name: str) -> None:
    """Whatever a program calls them."""
    for part, values in table("documents", name).items():
        of_dates = part.endswith("dates")
        named = set(values) if of_dates else set(values.values())
        assert set() == named - (frozenset(CSL["types"]) if part.endswith("types") else VARIABLES), part


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("heading 1", ("heading", 1)),
        ("Überschrift 2", ("heading", 2)),
        ("Titre 3", ("heading", 3)),
        ("Heading_20_9", ("heading", 6)),
        ("見出し 1", ("heading", 1)),
        ("Titre", ("title", 1)),
        ("Title Page", ("", 0)),
        ("Caption", ("caption", 0)),
        ("toc 4", ("contents", 0)),
        ("Contents_20_2", ("contents", 0)),
        ("Bibliography 1", ("bibliography", 0)),
        ("EndNote Bibliography", ("bibliography", 0)),
        ("Source Code", ("code", 0)),
        ("Normal", ("", 0)),
        ("", ("", 0)),
        ("x" * 10_000, ("", 0)),
    ],
)
def test_a_style_is_known_by_its_name(name: str, expected: tuple[str, int]) -> None:
    """In the languages of office programs."""
    assert expected == role_of(name)


def test_names_of_styles_are_written_as_they_are_compared() -> None:
    """Folded, each once."""
    for names in office_table("styles").values():
        assert names == [name.casefold() for name in names]
        assert len(names) == len(set(names))
