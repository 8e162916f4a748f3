"""Identifiers and addresses are taken as printed, and nothing that only looks like one."""

from __future__ import annotations

import pytest

from citecheck.references.identifiers import take_identifiers, trimmed_address
from citecheck.references.reading import Reading


def taken(raw: str) -> dict[str, str]:
    """Give what is taken from a text."""
    reading = Reading(raw)
    take_identifiers(reading)
    return {variable: str(field.value) for variable, field in reading.fields.items()}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("doi:10.1234/ab(c)12.", {"DOI": "10.1234/ab(c)12"}),
        ("doi:10.1234/ab (inactive 2020-01-01).", {"DOI": "10.1234/ab"}),
        ("see 10.1234/bare.", {"DOI": "10.1234/bare"}),
        ("ISBN 0-306-40615-2.", {"ISBN": "0-306-40615-2"}),
        ("ISBN 978 0 306 40615 7", {"ISBN": "978 0 306 40615 7"}),
        ("ISBN 0-8044-2957-X", {"ISBN": "0-8044-2957-X"}),
        ("ISSN 0378-5955", {"ISSN": "0378-5955"}),
        ("arXiv:1706.02582 [cs.LG]", {"arXiv": "1706.02582"}),
        ("arXiv:hep-th/9901001v2", {"arXiv": "hep-th/9901001v2"}),
        ("PMID 123. PMC 4567 .", {"PMID": "123", "PMCID": "4567"}),
        ("JSTOR 3028750. OCLC 5203.", {"JSTOR": "3028750", "OCLC": "5203"}),
        ("Bibcode:2009Natur.461..489D.", {"bibcode": "2009Natur.461..489D"}),
        ("hdl:2027/mdp.123.", {"handle": "2027/mdp.123"}),
        ("OL 123M", {"OL": "123M"}),
        ("https://doi.org/10.1234/x.", {"URL": "https://doi.org/10.1234/x", "DOI": "10.1234/x"}),
        ("(http://example.org/a_(b))", {"URL": "http://example.org/a_(b)"}),
        ("www.example.org/page", {"URL": "www.example.org/page"}),
        ("www.example.org. 5 May 2004", {}),
        ("https://web.archive.org/web/1/http://a.example/", {"archive-url": "https://web.archive.org/web/1/http://a.example/"}),
        ("https://arquivo.pt/wayback/2007/http://a.example/", {"archive-url": "https://arquivo.pt/wayback/2007/http://a.example/"}),
        ("www.webcitation.org/5eWaHRbn4", {"archive-url": "www.webcitation.org/5eWaHRbn4"}),
        ("https://archive.org/details/olms", {"URL": "https://archive.org/details/olms"}),
        ('"RFC 2119 and ISBN 0-306-40615-2". Times', {}),
        ("Olympia 100M is no OL", {}),
    ],
)  # fmt: skip
def test_what_is_taken(raw: str, expected: dict[str, str]) -> None:
    """Each identifier goes to its variable, without the punctuation around it."""
    assert expected == taken(raw)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("http://a/b).", "http://a/b"), ("http://a/b_(c)", "http://a/b_(c)"), ("http://a/?", "http://a/"), (")", "")],
)
def test_addresses_lose_the_punctuation_of_the_sentence(text: str, expected: str) -> None:
    """A closing bracket stays only where the address opened it."""
    assert expected == trimmed_address(text)
