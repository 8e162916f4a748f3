"""Addresses in text, and what each is to its reference."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from citecheck.documents.addresses import addresses, is_wiki_page, role, trim


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See http://a.org/x.", ["http://a.org/x"]),
        ("(https://a.org/x_(y)), and", ["https://a.org/x_(y)"]),
        ("<http://a.org>", ["http://a.org"]),
        ("«http://a.org/é»", ["http://a.org/é"]),
        ("HTTP://A.ORG/x; http://b.org", ["HTTP://A.ORG/x", "http://b.org"]),
        ("http:// nothing", []),
        ("no address", []),
    ],
)
def test_an_address_ends_where_the_sentence_goes_on(text: str, expected: list[str]) -> None:
    """Punctuation and brackets around an address are not part of it, brackets of its own are."""
    assert expected == [url for _, url in addresses(text)]


def test_an_address_is_where_its_span_says() -> None:
    """The span covers exactly the address."""
    text = "Kim. http://a.org/b?c=1, 2007."

    ((span, url),) = addresses(text)

    assert "http://a.org/b?c=1" == url == span.of(text)


def test_many_closing_brackets_are_trimmed_at_once() -> None:
    """Trimming looks at each code point once."""
    assert "http://a/" == trim("http://a/" + ")" * 50_000)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://web.archive.org/web/2007/http://a.org", "archive"),
        ("https://archive.ph/AbC", "archive"),
        ("https://web.archive.org/", "original"),
        ("https://web.archive.org/web/2007/https://doi.org/10.1/x", "archive"),
        ("https://www.webcitation.org/5eWaHRbn4", "archive"),
        ("http://pandora.nla.gov.au/pan/14231/20120727-0512/a.org/x", "archive"),
        ("https://www.google.com/search?q=olm", "original"),
        ("http://a.org/?u=https://web.archive.org/web/2007/http://b.org", "original"),
        ("https://archive.org/details/book", "original"),
        ("https://doi.org/10.1000/1", "identifier"),
        ("https://www.jstor.org/stable/1", "identifier"),
        ("https://www.jstor.org/about", "original"),
        ("https://pubmed.ncbi.nlm.nih.gov/1", "identifier"),
        ("http://user@web.archive.org:80/web/1/x", "archive"),
        ("https://notdoi.org/", "original"),
        ("https://", "original"),
        ("//doi.org/10.1/x", "identifier"),
    ],
)
def test_the_host_tells_the_role(url: str, expected: str) -> None:
    """A copy in an archive and a resolver of identifiers are not the original resource."""
    assert expected == role(url)


def test_every_host_of_the_table_has_its_role() -> None:
    """No row of the table is shadowed by another."""
    table = tomllib.loads(files("citecheck.documents").joinpath("hosts.toml").read_text(encoding="utf-8"))

    for kind, listed in table.items():
        assert sorted(set(listed)) == sorted(listed)
        expected = "original" if kind == "wiki" else kind
        assert {expected} == {role(f"https://www.{address}/1") for address in listed}
        assert {kind == "wiki"} == {is_wiki_page(f"https://en.{address}/wiki/1") for address in listed}
