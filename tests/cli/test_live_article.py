"""The command and a live article: a process of its own against a stand-in wiki on loopback, which it meets as a proxy."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.standin import StandInWeb

TABLE = Path(__file__).parents[1] / "standin/tables/wiki.toml"
HARBOUR = "https://en.wikipedia.org/wiki/Norrvik_harbour"
Command = Callable[..., Any]


@pytest.fixture
def wiki() -> Iterator[dict[str, str]]:
    """Give the environment in which the wiki stands in for every other one."""
    with StandInWeb(TABLE) as web:
        yield {"CITECHECK_WIKI_URL": "http://wiki.example/w", "CITECHECK_PROXY": f"http://127.0.0.1:{web.http_port}"}


def audit(process: Command, wiki: dict[str, str], *arguments: object) -> Any:  # noqa: ANN401 - what ran
    """Run an audit that asks no archive and never fails because of findings."""
    return process(
        "audit",
        *map(str, arguments),
        "--no-archives",
        "--format",
        "json",
        "--fail-on",
        "never",
        "--timeout",
        "5",
        **wiki,
    )


@pytest.mark.parametrize(
    ("arguments", "source", "revision", "told"),
    [
        ((HARBOUR,), HARBOUR, 102, ""),
        (("--wiki", "en", "Norrvik harbour"), HARBOUR, 102, ""),
        ((f"{HARBOUR}?oldid=101",), f"{HARBOUR}?oldid=101", 101, "the latest is 102"),
        (("--wiki", "en", "Norrvik port"), "https://en.wikipedia.org/wiki/Norrvik_port", 102, "redirects to"),
        (("--wiki", "en", "Rush hour"), "https://en.wikipedia.org/wiki/Rush_hour", 102, ""),
    ],
)
def test_an_article_is_audited_in_the_revision_that_the_report_names(
    *, process: Command, wiki: dict[str, str], arguments: tuple[str, ...], source: str, revision: int, told: str
) -> None:
    """By its address or by its title; what led to it is a finding, the revision stands on standard error, too."""
    ran = audit(process, wiki, *arguments)
    document = json.loads(ran.out)["documents"][0]

    assert (source, revision) == (document["source"], document["origin"]["revision"])
    assert 1 == len(document["references"]) == len(document["citations"])
    assert any(told in finding["message"] for finding in document["findings"]) if told else True
    assert f"read revision {revision} of " in ran.err


@pytest.mark.parametrize(
    ("code", "title", "told"),
    [
        (2, "Norvik harbor", "Did you mean 'Norrvik harbour'?"),
        (2, "Norrvik", "is a disambiguation page"),
        (3, "Closed", "asks to be left alone for a while: 429 (Retry-After: 3600)"),
        (3, "Lagging", "maxlag"),
    ],
)
def test_what_cannot_be_fetched_ends_the_run_with_its_code(
    process: Command, wiki: dict[str, str], code: int, title: str, told: str
) -> None:
    """2 for what is not there, 3 for what may be there another time; no report, and one sentence that says why."""
    ran = audit(process, wiki, "--wiki", "en", title)

    assert (code, b"") == (ran.code, ran.out)
    assert told in ran.err


def test_without_a_network_a_fetch_ends_with_3(process: Command) -> None:
    """A proxy at which nobody listens stands in for the missing network."""
    ran = audit(process, {"CITECHECK_PROXY": "http://127.0.0.1:9"}, HARBOUR)

    assert (3, b"") == (ran.code, ran.out)
    assert f"{HARBOUR} cannot be fetched." in ran.err
    assert "Check the network or the proxy" in ran.err


def test_a_file_beside_an_address_that_fails_is_audited(process: Command, wiki: dict[str, str], article: Path) -> None:
    """The report is written all the same."""
    ran = audit(process, wiki, article, "https://en.wikipedia.org/wiki/Closed")

    assert 3 == ran.code
    assert [str(article)] == [document["source"] for document in json.loads(ran.out)["documents"]]


def test_a_recorded_article_replays_without_a_network(process: Command, wiki: dict[str, str], tmp_path: Path) -> None:
    """The report of the replay has the same documents."""
    cassette = tmp_path / "article.yaml"
    recorded = audit(process, wiki, HARBOUR, "--record", cassette)
    replayed = audit(process, {"CITECHECK_WIKI_URL": wiki["CITECHECK_WIKI_URL"]}, HARBOUR, "--replay", cassette)

    assert json.loads(recorded.out)["documents"] == json.loads(replayed.out)["documents"]


@pytest.mark.parametrize("command", ["claims", "export"])
def test_an_address_is_for_audit_only(process: Command, command: str) -> None:
    """The others are offline, and say so."""
    ran = process(command, HARBOUR)

    assert (2, b"") == (ran.code, ran.out)
    assert "`citecheck audit URL` is for addresses" in ran.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((HARBOUR, "--offline"), "--offline asks nobody"),
        (("--wiki", "wiki.example", "A"), "a language's code"),
        (("--wiki", "en", "x" * 300), "is no title of an article"),
    ],
)
def test_what_cannot_be_asked_for_is_said(process: Command, arguments: tuple[str, ...], told: str) -> None:
    """Before anybody is asked."""
    ran = process("audit", *arguments)

    assert (2, b"") == (ran.code, ran.out)
    assert told in ran.err
