"""Links by identifier in a run: their resolvers are asked, their publishers' walls borne, their witnesses heard."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from citecheck.gathering import Policy, Question, ask
from citecheck.model import LinkCheck
from tests.standin import StandInWeb

HERE = Path(__file__).parent
EXPECTED = {
    "https://doi.org/10.1000/good": ("live", "doi.org knows this DOI. It answers (200) after a redirect."),
    "http://dx.doi.org/10.1000/good": ("live", "dx.doi.org knows this DOI."),
    "https://doi.org/10.1000/for-good": ("live", "doi.org knows this DOI. It leads to https://publisher.example/article."),
    "https://doi.org/10.1000/walled": ("live", "so the link is good; its page was not seen. The server refuses to answer"),
    "https://doi.org/10.1000/challenged": ("live", "wants to see a browser (403)"),
    "https://doi.org/10.1000/members": ("live", "a page to log in"),
    "https://doi.org/10.1000/down": ("live", "out of order (503)"),
    "https://doi.org/10.1000/lost": ("soft-404", "doi.org knows this DOI, but the page that it leads to is gone."),
    "https://doi.org/10.1000/no-host": ("soft-404", "There is no address for the name no-such-publisher.example."),
    "https://doi.org/10.1000/inside": ("skipped", "--allow-private"),
    "https://doi.org/10.1000/none": ("dead", "doi.org knows no such DOI."),
    "https://doi.org/10.1000/turned-away": ("live", "doi.org knows this DOI, so the link is good"),
    "https://doi.org/10.1000/turned-away-unknown": ("dead", "doi.org knows no such DOI."),
    "https://doi.org/10.1000/busy": ("unreachable", "The server is out of order (503)."),
    "https://hdl.handle.net/2027/spo.1": ("live", "hdl.handle.net knows this handle, so the link is good"),
    "https://hdl.handle.net/2027/none": ("dead", "hdl.handle.net knows no such handle."),
    "https://arxiv.org/abs/2101.00001": ("live", "doi.org knows this arXiv number, so the link is good"),
    "https://arxiv.org/abs/2101.00009": ("blocked", "The server refuses to answer (403)"),
    "https://arxiv.org/abs/9999.99999": ("dead", "The server knows no such page (404)."),
    "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1082884/": ("live", "eutils.ncbi.nlm.nih.gov knows this PMC number"),
    "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC9999999/": ("dead", "eutils.ncbi.nlm.nih.gov knows no such PMC number."),
    "https://pubmed.ncbi.nlm.nih.gov/31452104/": ("live", "It answers (200)."),
    "https://pubmed.ncbi.nlm.nih.gov/99999999/": ("dead", "The server knows no such page (404)."),
    "https://www.pnas.org/doi/10.1073/pnas.1": ("live", "doi.org knows this DOI, so the link is good"),
    "https://www.pnas.org/doi/10.1073/pnas.none": ("blocked", "The server refuses to answer (403)"),
    "https://www.worldcat.org/isbn/9780306406157": ("live", "openlibrary.org knows this ISBN"),
    "https://www.worldcat.org/isbn/9780306406150": ("blocked", "The server refuses to answer (403)"),
}  # fmt: skip


@pytest.fixture(scope="module")
def known() -> Iterator[StandInWeb]:
    """Give the web of resolvers."""
    with StandInWeb(HERE / "identifiers.toml") as started:
        yield started


@pytest.fixture
def checks(known: StandInWeb, policy_for: Callable[..., Policy]) -> Callable[..., dict[str, LinkCheck]]:
    """Give the function that asks addresses in that web."""

    def run(*urls: str, **changes: Any) -> dict[str, LinkCheck]:  # noqa: ANN401 - the fields of a policy
        known.log.clear()
        answers = ask([Question(url) for url in urls], policy_for(known, archives=False, **changes))
        return dict(answers.links)

    return run


def test_the_resolver_decides(checks: Callable[..., dict[str, LinkCheck]]) -> None:
    """Every kind of identifier, with everything that a resolver, a publisher and a witness may say."""
    found = checks(*EXPECTED)

    assert {url: verdict for url, (verdict, _) in EXPECTED.items()} == {url: one.verdict for url, one in found.items()}
    assert [] == [(url, found[url].reason) for url, (_, says) in EXPECTED.items() if says not in found[url].reason]


def test_the_wall_stays_in_evidence(checks: Callable[..., dict[str, LinkCheck]]) -> None:
    """Where the resolver led, and what came there, can be read off a link that is live."""
    url = "https://doi.org/10.1000/walled"
    found = checks(url)[url]

    assert ("live", 403, "https://publisher.example/walled") == (found.verdict, found.http_status, found.final_url)
    assert [302, 403] == [hop.status for hop in found.chain]


def test_nobody_is_asked_more_than_it_takes(checks: Callable[..., dict[str, LinkCheck]], known: StandInWeb) -> None:
    """A publisher that is down is not asked again once the resolver has spoken; no witness where there is no doubt."""
    checks("https://doi.org/10.1000/down", "https://doi.org/10.1000/none", "https://pubmed.ncbi.nlm.nih.gov/31452104/")

    assert {
        "https://doi.org/10.1000/down": 1,
        "https://publisher.example/down": 1,
        "https://doi.org/10.1000/none": 1,
        "https://pubmed.ncbi.nlm.nih.gov/31452104/": 1,
    } == Counter(known.log.urls())


def test_a_witness_is_asked_as_slowly_as_it_wants(
    checks: Callable[..., dict[str, LinkCheck]], known: StandInWeb
) -> None:
    """NCBI bears three requests a second, and one at a time; whatever other hosts bear."""
    checks(*(f"https://www.ncbi.nlm.nih.gov/pmc/articles/PMC10000{n}/" for n in range(3)))
    asked = [one.when for one in known.log.requests if one.host == "eutils.ncbi.nlm.nih.gov"]

    assert 3 == len(asked)
    assert 0.3 < min(later - earlier for earlier, later in itertools.pairwise(asked))


def test_a_recording_holds_the_witness(
    checks: Callable[..., dict[str, LinkCheck]], tmp_path: Path, known: StandInWeb
) -> None:
    """A replay gives the same answers and asks nobody; also of a page to which several links lead."""
    cassette = tmp_path / "c.yaml"
    recorded = checks(*EXPECTED, record=cassette)
    replayed = checks(*EXPECTED, replay=cassette)

    assert recorded == replayed
    assert () == known.log.urls()
