"""Links by identifier: which addresses are made of one, and what their resolvers and witnesses say."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from citecheck.links import Identifier, asked_as, at_resolver, identified, told, witnessed
from citecheck.links.identifiers import resolvers
from citecheck.model import LinkCheck
from citecheck.web import Exchange, Headers, Request, WebError
from citecheck.web.exchange import Hop

CASES: list[dict[str, str]] = tomllib.loads(Path(__file__).with_name("identifiers.toml").read_text(encoding="utf-8"))[
    "case"
]
DOI = "https://doi.org/10.1000/182"


def made(url: str = DOI) -> Identifier:
    """Give the identifier of an address that is made of one."""
    found = identified(url)
    assert found is not None
    return found


def exchange(*hops: tuple[str, int | None], location: str = "", body: bytes = b"", error: str = "") -> Exchange:
    """Give an exchange of addresses and statuses, in the end with a `Location`, a body, or an error of a kind."""
    heads = [Hop(url, "GET", "", status) for url, status in hops]
    if location:
        heads[-1] = Hop(hops[-1][0], "GET", "", hops[-1][1], headers=Headers((("Location", location),)))
    return Exchange(
        Request(hops[0][0]), tuple(heads), body=body, error=WebError("failed", "It failed.", error) if error else None
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["url"])
def test_an_address_is_told_by_its_host_and_path(case: dict[str, str]) -> None:
    """Any spelling of a resolver's address; nothing that only looks like one."""
    found = identified(asked_as(case["url"]))

    assert (case.get("name"), case.get("witness")) == (
        (None, None) if found is None else (found.resolver.name, found.witness)
    )


def test_an_endless_address_is_no_identifier() -> None:
    """A megabyte is not looked at, however it begins."""
    assert identified(f"https://doi.org/10.1000/{'9' * 1_000_000}") is None


@pytest.mark.parametrize(
    ("known", "hops", "location"),
    [
        (True, ((DOI, 302), ("https://publisher.example/", 403)), ""),
        (True, (("http://dx.doi.org/10.1000/182", 301), (DOI, 302), ("https://publisher.example/", None)), ""),
        (True, ((DOI, 302),), "https://publisher.example/"),
        (False, ((DOI, 404),), ""),
        (False, (("http://doi.org/10.1000/182", 301), (DOI, 404)), ""),
        (None, ((DOI, 403),), ""),
        (None, ((DOI, 503),), ""),
        (None, ((DOI, None),), ""),
        (None, ((DOI, 302),), "/elsewhere"),
        (None, ((DOI, 302),), "https://dx.doi.org/10.1000/182"),
        (None, ((DOI, 200),), ""),
    ],
)
def test_a_redirect_to_somebody_else_is_a_yes(
    known: bool | None, hops: tuple[tuple[str, int | None], ...], location: str
) -> None:
    """404 is a no; anything else, a redirect to itself included, is no word about the identifier."""
    assert known == told(made(), exchange(*hops, location=location))


def test_only_a_resolver_tells_by_its_redirects() -> None:
    """ArXiv shows its papers itself: where it sends on, that says nothing of the number."""
    url = "https://arxiv.org/abs/2101.00001"

    assert told(made(url), exchange((url, 302), ("https://elsewhere.example/", 200))) is None


PUBLISHED = "https://www.pnas.org/doi/10.1073/pnas.1"
LEADS = b'{"responseCode":1,"values":[{"index":1,"type":"URL","data":{"format":"string","value":"%s"}},{"data":7},4]}'
HANDLE = b'{"responseCode":%d,"handle":"10.1000/182","values":[]}'
PUBMED = "https://pubmed.ncbi.nlm.nih.gov/31452104/"
SUMMARY = b'{"header":{"type":"esummary"},"result":{"uids":["31452104"],"31452104":{"uid":"31452104"%s}}}'
UNKNOWN = b',"error":"cannot get document summary"'


@pytest.mark.parametrize(
    ("known", "url", "status", "body"),
    [
        (True, DOI, 200, HANDLE % 1),
        (False, DOI, 404, HANDLE % 100),
        (None, DOI, 500, HANDLE % 2),
        (None, DOI, 200, HANDLE % 200),
        (None, DOI, 404, b"<html>Not found</html>"),
        (None, DOI, 200, b'{"responseCode":[1]}'),
        (None, DOI, 200, b"[" * 100_000),
        (None, DOI, 200, b"[1]"),
        (None, DOI, 200, b'{"responseCode":true}'),
        (True, PUBMED, 200, SUMMARY % b""),
        (False, PUBMED, 200, SUMMARY % UNKNOWN),
        (None, PUBMED, 429, b'{"error":"API rate limit exceeded"}'),
        (None, PUBMED, 200, b'{"result":{"31452104":[]}}'),
        (None, PUBMED, 200, SUMMARY % b',"error":"backend failure"'),
        (True, PUBLISHED, 200, LEADS % b"http://www.pnas.org/cgi/doi/10.1073/pnas.1"),
        (None, PUBLISHED, 200, LEADS % b"https://elsewhere.example/10.1073/pnas.1"),
        (None, PUBLISHED, 404, HANDLE % 100),
        (None, PUBLISHED, 200, b'{"responseCode":1,"values":{}}'),
        (True, "https://www.worldcat.org/isbn/9780306406157", 200, b"{}"),
        (None, "https://www.worldcat.org/isbn/9780306406157", 404, b"{}"),
        (None, "https://www.worldcat.org/isbn/9780306406157", 503, b""),
        (True, "https://www.jstor.org/stable/2346178", 200, HANDLE % 1),
        (None, "https://www.jstor.org/stable/2346178", 404, HANDLE % 100),
    ],
)
def test_a_witness_speaks_plainly_or_not_at_all(known: bool | None, url: str, status: int, body: bytes) -> None:
    """One that does not know all that there are can only say yes; what cannot be read says nothing."""
    assert known == witnessed(made(url), exchange((url, status), body=body))


def test_a_witness_that_fails_says_nothing() -> None:
    """Whatever the reason."""
    assert witnessed(made(), exchange((DOI, None), error="reset")) is None


@pytest.mark.parametrize(
    ("verdict", "known", "expected", "says"),
    [
        ("live", True, "live", "doi.org knows this DOI. It says."),
        ("moved", True, "live", "doi.org knows this DOI. It says."),
        ("blocked", True, "live", "doi.org knows this DOI, so the link is good; its page was not seen. It says."),
        ("unreachable", True, "live", "its page was not seen. It says."),
        ("dead", True, "soft-404", "doi.org knows this DOI, but the page that it leads to is gone. It says."),
        ("soft-404", True, "soft-404", "but the page that it leads to is gone. It says."),
        ("dead", False, "dead", "doi.org knows no such DOI."),
        ("blocked", False, "dead", "doi.org knows no such DOI."),
        ("blocked", None, "blocked", "It says."),
        ("skipped", True, "skipped", "It says."),
        ("invalid", True, "invalid", "It says."),
    ],
)
def test_the_resolver_decides(verdict: Any, known: bool | None, expected: str, says: str) -> None:  # noqa: ANN401 - a verdict
    """A publisher's wall neither kills a link nor leaves it open; a page that is gone is told as just that."""
    found = at_resolver(LinkCheck(DOI, verdict, 403, reason="It says."), made(), known=known, by=DOI)

    assert (expected, 403) == (found.verdict, found.http_status)
    assert found.reason.endswith(says)


def test_the_table_is_sound() -> None:
    """Every row has a way to be read, a witness with a place for the identifier, and hosts without `www.`."""
    rows = {row for rows in resolvers().values() for row in rows}

    assert {"handle", "handle-here", "esummary", "status"} == {row.reads for row in rows}
    assert {True} == {row.witness.startswith("https://") and "{id}" in row.witness for row in rows}
    assert [] == [host for host in resolvers() if host.startswith("www.") or host != host.lower()]
