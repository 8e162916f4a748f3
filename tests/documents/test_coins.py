"""What an editor typed, as a rendered page keeps it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.documents.coins import Given, coins, typed
from citecheck.documents.wikipedia_html import WikipediaHtmlReader
from citecheck.model import Field, PartialDate
from citecheck.references.parse import parse

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    Path(__file__).with_name("coins_cases.toml").read_text(encoding="utf-8")
)
COINS = "rft.genre=book&amp;rft.btitle=Harbours&amp;rft.aulast=Berg&amp;rft.aufirst=Jonas&amp;rft.isbn=0742554414"


def told(fields: tuple[Field, ...]) -> dict[str, object]:
    """Give fields as the table writes them."""
    found: dict[str, object] = {}
    for field in fields:
        value: object = field.value
        if isinstance(field.value, PartialDate):
            value = field.value.iso()
        elif isinstance(field.value, tuple):
            value = [name.display() for name in field.value]
        found["title_is" if field.variable == "title" else field.variable] = value
    return found


@pytest.mark.parametrize("case", CASES["coins"], ids=[case["about"] for case in CASES["coins"]])
def test_a_coins_is_read(case: dict[str, Any]) -> None:
    """Keys become CSL variables; what is no value is left out."""
    assert {key: value for key, value in case.items() if key not in {"about", "title"}} == told(coins(case["title"]))


@pytest.mark.parametrize("case", CASES["typed"], ids=[case["about"] for case in CASES["typed"]])
def test_a_call_is_read(case: dict[str, Any]) -> None:
    """Parameters become CSL variables, their links and emphasis undone."""
    assert {key: value for key, value in case.items() if key not in {"about", "data"}} == told(typed(case["data"]))


def page(words: str) -> str:
    """Give a page with one note."""
    return f'<html>cite_note<ol><li id="cite_note-1"><span class="reference-text">{words}</span></li></ol></html>'


def test_a_note_with_one_citation_has_its_fields() -> None:
    """And they beat what its words seem to say; the printed ISBN, which has its hyphens, stays."""
    words = f'Berg, Jonas. Harbours. ISBN 0-7425-5441-4.<span title="{COINS}" class="Z3988">unseen</span>'
    entry = WikipediaHtmlReader().read("a.html", page(words)).entries[0]

    assert "Berg, Jonas. Harbours. ISBN 0-7425-5441-4." == entry.raw
    assert {"title_is": "Harbours", "author": ["Berg, Jonas"]} == told(entry.given)
    (reference,) = parse([entry])
    assert ("Harbours", "0-7425-5441-4") == (reference.text("title"), reference.text("ISBN"))


def test_a_note_with_two_citations_has_none() -> None:
    """For it would be neither."""
    both = f'<span title="{COINS}" class="Z3988"></span>' * 2

    assert () == WikipediaHtmlReader().read("a.html", page(f"Berg. Lind.{both}")).entries[0].given


def test_others_that_the_text_names_are_not_lost() -> None:
    """The text says "et al.", which no key of COinS can hold."""
    kept = Given()
    kept.take(frozenset({"Z3988"}), "rft.btitle=Harbours&rft.aulast=Berg&rft.aufirst=Jonas", "")

    assert {"title_is": "Harbours"} == told(kept.fields("Berg, Jonas; et al. Harbours."))


def test_the_title_is_what_is_quoted() -> None:
    """Templates of 2011 said that a page is a book and its site a chapter of it."""
    kept = Given()
    kept.take(frozenset({"Z3988"}), "rft.genre=bookitem&rft.btitle=On+moles&rft.atitle=Courier.example", "")

    found = told(kept.fields('Berg, Jonas (1976). "On moles". Courier.example.'))

    assert {"title_is": "On moles", "container-title": "Courier.example"} == found


def test_an_unnumbered_work_has_its_fields() -> None:
    """Bibliographies are made of the same templates."""
    text = f'<html>cite_note<h2>Further reading</h2><ul><li>Berg (1976). Harbours.<span title="{COINS}" class="Z3988"></span></li></ul>'

    assert "Harbours" == told(WikipediaHtmlReader().read("a.html", text).entries[0].given)["title_is"]


@given(st.text(max_size=300), st.text(max_size=300))
def test_whatever_stands_there_is_no_error(title: str, data: str) -> None:
    """Both come from a page that anybody may have written."""
    for text in (title, data, f'{{"parts":[{{"template":{data}}}]}}'):
        assert isinstance(coins(text) + typed(text), tuple)
