"""The public face with hostile addresses: each has its verdict and reason, and what is sent is what a browser sends."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import ada_url
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citecheck.api import investigate
from citecheck.gathering import Policy
from citecheck.model import Document, Link, LinkCheck
from citecheck.web.hosts import Manners
from tests.standin import StandInWeb

TABLE = tomllib.loads(Path(__file__).with_name("hostile_links.toml").read_text(encoding="utf-8"))
PAGE = 'wait = 0.0\n[[answer]]\nhost = "*"\npath = "/*"\nbody = "<title>Fine</title><p>A page that is there."\n'


@pytest.fixture(scope="module")
def world() -> Iterator[StandInWeb]:
    """Give a web that has every host and every page."""
    with StandInWeb(PAGE) as made:
        yield made


def checked(world: StandInWeb, *urls: str) -> tuple[tuple[LinkCheck, ...], list[tuple[str | None, str]]]:
    """Give what is said of the links of a document, and the Host header and target of all that was sent."""
    before = len(world.log.requests)
    policy = Policy(
        archives=False,
        resolver=world.resolver,
        ca_file=str(world.ca_pem),
        retries=0,
        crawl_delay=False,
        timeout=10,
        manners=Manners(at_once=32, interval=0.0),
    )
    document = Document(path="-", format="urls", text="", links=tuple(map(Link, urls)))
    report = investigate(document, policy=policy, links_only=True).report
    return report.documents[0].links, [(one.header("host"), one.target) for one in world.log.requests[before:]]


def meant(url: str) -> tuple[str, str]:
    """Give the host and target that a browser makes of an address."""
    found = ada_url.URL(url.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    found.username = found.password = found.hash = ""
    return found.host, str(found.href).removeprefix(f"{found.protocol}//{found.host}")


def test_what_is_sent_is_what_a_browser_sends(world: StandInWeb) -> None:
    """All in one run: each is asked for under the host and with the target that the URL Standard gives it."""
    links, wire = checked(world, *TABLE["sent"])

    assert {} == {link.url: (link.verdict, link.reason) for link in links if link.verdict not in ("live", "moved")}
    assert set(map(meant, TABLE["sent"])) == set(wire)


def test_what_is_not_sent(world: StandInWeb) -> None:
    """What no browser reads as an address of the web, and what is not for us, has its verdict; nobody is asked."""
    links, wire = checked(world, *TABLE["invalid"], *TABLE["skipped"])

    assert [] == wire
    assert all(link.reason for link in links)
    assert dict.fromkeys(TABLE["invalid"], "invalid") | dict.fromkeys(TABLE["skipped"], "skipped") == {
        link.url: link.verdict for link in links
    }


@pytest.mark.parametrize("url", ["http://a.example/\xa0", "http://a.example/\x85", "http://a.example/\u3000"])
def test_a_space_that_is_none_to_browsers_is_sent(world: StandInWeb, url: str) -> None:
    """Only C0 controls and the ASCII space around an address are no part of it."""
    _, wire = checked(world, url)

    assert [meant(url)] == wire


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=60)
    | st.text(max_size=60).map("http://a.example/{}".format)
    | st.text(alphabet="ab.:/\\@?#[]%01 ;\t\n\x00é。", max_size=40).map("http://{}".format)
)
def test_any_text_has_one_verdict(world: StandInWeb, url: str) -> None:
    """Whatever a document calls a link: one answer, with a reason, and one request at the most."""
    links, wire = checked(world, url)

    assert len(links) == 1
    assert links[0].reason
    assert len(wire) <= 1
