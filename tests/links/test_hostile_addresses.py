"""Hostile and odd addresses: a verdict for each, and nothing goes over the wire that a browser would not send."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import ada_url
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citecheck.gathering import Policy, Question, ask
from citecheck.model import LinkCheck
from citecheck.web.spelling import target_of
from tests.standin import StandInWeb

TABLE = tomllib.loads(Path(__file__).with_name("hostile_addresses.toml").read_text(encoding="utf-8"))
PAGE = 'wait = 0.0\n[[answer]]\nhost = "*"\npath = "/*"\nbody = "<title>Fine</title><p>A page that is there."\n'
LONG = 1_000_000


@pytest.fixture(scope="module")
def world() -> Iterator[StandInWeb]:
    """Give a web that has every host and every page."""
    with StandInWeb(PAGE) as made:
        yield made


def asked(world: StandInWeb, *urls: str) -> tuple[dict[str, LinkCheck], list[tuple[str | None, str]]]:
    """Give what is said of some addresses, and the Host header and target of each request that came of them."""
    before = len(world.log.requests)
    policy = Policy(
        archives=False, resolver=world.resolver, ca_file=str(world.ca_pem), retries=0, crawl_delay=False, timeout=10
    )
    found = ask([Question(url) for url in urls], policy)
    return dict(found.links), [(one.header("host"), one.target) for one in world.log.requests[before:]]


@pytest.mark.parametrize("case", TABLE["sent"], ids=lambda case: ascii(case["ask"]))
def test_what_is_sent(world: StandInWeb, case: dict[str, str]) -> None:
    """The host that a browser would name, and the target that it would send, byte for byte."""
    found, wire = asked(world, case["ask"])

    assert [(case["host"], case["target"])] == wire
    assert found[case["ask"]].verdict in ("live", "moved")


@pytest.mark.parametrize("case", TABLE["sent"], ids=lambda case: ascii(case["ask"]))
def test_the_table_is_the_url_standards(case: dict[str, str]) -> None:
    """What stands in the table is what an implementation of the URL Standard makes of the address."""
    assert (case["host"], case["target"]) == meant(case["ask"])


@pytest.mark.parametrize("case", TABLE["refused"], ids=lambda case: ascii(case["ask"]))
def test_what_is_not_sent(world: StandInWeb, case: dict[str, str]) -> None:
    """It has a verdict and a reason, and nobody is asked."""
    found, wire = asked(world, case["ask"])

    assert [] == wire
    assert case["verdict"] == found[case["ask"]].verdict
    assert case["says"] in found[case["ask"]].reason


def meant(url: str) -> tuple[str, str]:
    """Give the host and target that an implementation of the URL Standard makes of an address."""
    found = ada_url.URL(url.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    return found.host, target_of(found.href)


def test_all_in_one_run(world: StandInWeb) -> None:
    """What a document may hold besides goes out as the URL Standard has it, or has its verdict and is not sent."""
    refused = dict.fromkeys(TABLE["invalid"], "invalid") | dict.fromkeys(TABLE["skipped"], "skipped")
    found, wire = asked(world, *TABLE["as_browsers_do"], *refused)
    sent = {url: found[url] for url in TABLE["as_browsers_do"]}

    assert {} == {url: one.reason for url, one in sent.items() if one.verdict not in ("live", "moved")}
    assert refused == {url: found[url].verdict for url in refused}
    assert all(found[url].reason for url in refused)
    assert set(map(meant, TABLE["as_browsers_do"])) == set(wire)


def test_there_are_enough() -> None:
    """More than 400 addresses, each once."""
    listed = ("as_browsers_do", "invalid", "skipped")
    every = [case["ask"] for case in (*TABLE["sent"], *TABLE["refused"])]
    every += [url for name in listed for url in TABLE[name]]

    assert len(every) == len(set(every))
    assert len(every) > 400


def test_a_lone_surrogate_is_replaced(world: StandInWeb) -> None:
    """As the URL Standard has it: U+FFFD, in a path, a query, and not in a host."""
    found, wire = asked(world, "http://a.example/\ud800?\udfff", "http://a\ud800.example/")

    assert [("a.example", "/%EF%BF%BD?%EF%BF%BD")] == wire
    assert {"live", "invalid"} == {check.verdict for check in found.values()}


@pytest.mark.parametrize(
    "url",
    [
        f"http://a.example/{'x' * LONG}",
        f"http://{'a' * LONG}.example/",
        f"http://{'a.' * (LONG // 2)}example/",
        f"http://a.example/{'%' * LONG}",
        f"http://a.example/{'/../' * (LONG // 4)}",
        f"http://{'a@' * (LONG // 2)}a.example/",
        f"http://a.example/{'é' * LONG}",
        f"http://{'é' * LONG}.example/",
        f"http://[{':' * LONG}]/",
        f"http://a.example:{'8' * LONG}/",
        f"{'http://' * (LONG // 7)}a.example/",
        f"http:{'/' * LONG}a.example/",
        f"http:{chr(92) * LONG}a.example/",
        f"{' ' * LONG}http://a.example/{' ' * LONG}",
        f"http://a.example/?{'?' * LONG}",
        f"http://a.example/#{'#' * LONG}",
        "\0" * LONG,
        "http://" + "xn--" * (LONG // 4),
    ],
    ids=lambda url: ascii(url[:30]),
)
def test_a_megabyte_has_a_verdict_soon(world: StandInWeb, url: str) -> None:
    """Whatever it is made of, time grows with its length alone, and no server gets it."""
    begun = time.monotonic()
    found, wire = asked(world, url)

    assert time.monotonic() - begun < 5
    assert found[url].verdict in ("invalid", "live", "dead")
    assert found[url].reason
    assert all(len(target) < 70_000 for _, target in wire)


def test_what_means_the_same_is_asked_once(world: StandInWeb) -> None:
    """Spellings that a browser reads alike share a request; each has its answer, under its own spelling."""
    same = (
        "http://a.example/same",
        "HTTP://A.example:80/same",
        "http://a.example/./x/../same",
        "http:a.example/same#x",
    )
    found, wire = asked(world, *same)

    assert [("a.example", "/same")] == wire
    assert list(same) == list(found)
    assert dict.fromkeys(same, "live") == {url: check.verdict for url, check in found.items()}
    assert "http://a.example/same#x" == found["http:a.example/same#x"].final_url


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=60)
    | st.text(max_size=60).map("http://a.example/{}".format)
    | st.text(alphabet="ab.:/\\@?#[]%01 ;\t\n\x00é。", max_size=40).map("http://{}".format)
)
def test_any_text(world: StandInWeb, url: str) -> None:
    """One verdict with a reason, and what was sent is what an implementation of the URL Standard makes of the text."""
    found, wire = asked(world, url)

    assert [url] == list(found)
    assert found[url].reason
    assert wire == ([meant(url)] if wire else [])
