"""Links as archives write them: what the RFCs allow, what archives do all the same, and what nobody should."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.archives.web_links import WebLink, http_date, web_links

TEXTS = tomllib.loads(Path(__file__).with_name("web_links.toml").read_text(encoding="utf-8"))["text"]


def said(link: WebLink) -> str:
    """Give a link as the table has it."""
    at = "" if link.at is None else link.at.replace(tzinfo=None).isoformat()
    return f"{link.url} | {' '.join(sorted(link.relations))} | {at}".replace("|  |", "| |").rstrip()


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case["why"])
def test_links_are_read(case: dict[str, Any]) -> None:
    """Each with its relations and its time."""
    assert case["links"] == list(map(said, web_links(case["text"])))


def test_a_timemap_has_a_span_and_a_type() -> None:
    """Of its mementos, from the first to the last."""
    text = (
        '<http://a.example/timemap>; rel="self"; type="application/link-format"; '
        'from="Sun, 02 Jan 2005 03:04:05 GMT"; until=Mon, 03 Jan 2005 03:04:05 GMT'
    )
    (link,) = web_links(text)

    assert "application/link-format" == link.type
    assert ("2005-01-02", "2005-01-03") == (str(link.since)[:10], str(link.until)[:10])


def test_an_address_longer_than_any_is_passed_over() -> None:
    """What follows is read."""
    text = f'<http://a.example/{"x" * 9000}>; rel="memento", <http://b.example/>; rel="original"'

    assert ["http://b.example/"] == [link.url for link in web_links(text)]


def test_of_very_many_parameters_some_are_read() -> None:
    """And the next link is found."""
    text = f'<http://a.example/>; {"x=1; y=2; " * 5000}rel="memento", <http://b.example/>'

    assert ["http://a.example/", "http://b.example/"] == [link.url for link in web_links(text)]


@given(st.text("<>;,=\"' \\\nrelmntodai:/.x", max_size=200) | st.text(max_size=100))
def test_any_text_is_borne(text: str) -> None:
    """Whatever it is, it is read to its end, and no link is made of less than `<>`."""
    links = list(web_links(text))

    assert len(links) <= text.count("<")
    assert all(len(link.url) <= len(text) for link in links)


@given(st.text(max_size=80))
def test_any_date_is_borne(text: str) -> None:
    """It is one in UTC, or none."""
    found = http_date(text)

    assert found is None or found.utcoffset() is not None


@pytest.mark.parametrize(
    "part", ["<", ">", "<>", "<a>;", "<a>,", ";", "=", '"', "\\", '\\"', "<a>;x=", "<a>;x='", " ", "\n", ";x", ",", '<a>;x="\\']
)  # fmt: skip
def test_long_texts_cost_little(part: str) -> None:
    """Sixty thousand characters of what makes parsers stumble is read in a moment: each place is looked at a few times."""
    began = time.process_time()
    for start in ("", "<http://a.example/>; rel=", '<http://a.example/>; rel="'):
        for _ in web_links(start + part * (60_000 // len(part))):
            pass

    assert time.process_time() - began < 5.0
