"""The verdict on a link, from everything that a web can answer."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from citecheck.links import asked_as, check, is_transient, respelled, unchecked
from citecheck.model import LinkCheck, LinkVerdict
from citecheck.web import Exchange, Headers, Limits, Request, Session, WebError
from citecheck.web.exchange import ErrorKind
from citecheck.web.exchange import Hop as Step

CASES = tomllib.loads(Path(__file__).with_name("verdicts.toml").read_text(encoding="utf-8"))["case"]
OTHERS = {"unchecked"}
PATIENT = Limits(total=30)
"""However busy the machine: only a server that never ends is asked with a deadline that is near."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["ask"] or "nothing")
def test_the_verdict_and_its_reason(session: Session, case: dict[str, Any]) -> None:
    """Each thing that a web does to a request makes one verdict, and the reason says which."""
    never_ends = any(host in case["ask"] for host in ("slow.example", "silent.example"))
    limits = None if never_ends else PATIENT
    found = check(session.fetch(Request(asked_as(case["ask"]), limits=limits)), case["ask"])

    assert case["verdict"] == found.verdict, found.reason
    assert case["says"] in found.reason
    assert found.reason.endswith(".")
    assert case["ask"] == found.url
    if "status" in case:
        assert case["status"] == found.http_status
    if "final" in case:
        assert case["final"] == found.final_url


def test_the_cases_have_every_verdict() -> None:
    """There is a case for each verdict that an exchange can give."""
    assert set(get_args(LinkVerdict)) - OTHERS == {case["verdict"] for case in CASES}


def test_the_chain_holds_every_hop(session: Session) -> None:
    """A chain tells of each hop what was asked, what was answered and where it led; the last one leads nowhere."""
    found = check(session.fetch(Request("http://leads.example/two/permanent")))

    assert (
        ("http://leads.example/two/permanent", 308, "http://leads.example/two-2"),
        ("http://leads.example/two-2", 301, "http://leads.example/a"),
        ("http://leads.example/a", 200, None),
    ) == led(found)


def test_each_hop_says_when_it_was_asked_and_whom(session: Session) -> None:
    """Times and addresses are those of the exchange, in its order."""
    exchange = session.fetch(Request("http://leads.example/two/permanent"))
    found = check(exchange)

    assert [(hop.asked_at, hop.elapsed, hop.address) for hop in exchange.hops] == [
        (hop.asked_at, hop.elapsed, hop.address) for hop in found.chain
    ]
    assert found.checked_at == found.chain[0].asked_at
    assert [None, None, None] == [hop.certificate for hop in found.chain]


def test_what_came_is_kept(session: Session) -> None:
    """Type, length, hash and title of the last answer say what was seen; packed or not, it is the page that counts."""
    plain, packed = (check(session.fetch(Request(f"https://good.example/{path}"))) for path in ("article", "gzip"))

    assert plain.content is not None
    assert packed.content is not None
    assert ("text/html", True) == (plain.content.type, plain.content.whole)
    assert len(plain.content.sha256) == 64
    assert plain.content.title
    assert plain.content.length > packed_length(session)
    assert packed.content.whole


def packed_length(session: Session) -> int:
    """Give the bytes of the packed page as they are sent."""
    return int(session.fetch(Request("https://good.example/gzip")).headers.get("content-length"))


def test_what_was_cut_is_not_whole(session: Session) -> None:
    """A body without end is told by its beginning; no answer has no content."""
    endless = check(session.fetch(Request("http://huge.example/endless-body")))
    nobody = check(session.fetch(Request("http://unknown.example/")))

    assert endless.content is not None
    assert not endless.content.whole
    assert nobody.content is None


@pytest.mark.parametrize(
    ("host", "problem"),
    [("expired.example", "expired"), ("good.example", None), ("unknown.example", None)],
)
def test_the_certificate_is_named(session: Session, host: str, problem: str | None) -> None:
    """What is wrong with a certificate stands with the hop that showed it; no other failure is taken for it."""
    assert problem == check(session.fetch(Request(f"https://{host}/"))).certificate


def led(found: LinkCheck) -> tuple[tuple[str, int | None, str | None], ...]:
    """Give what a chain says of its way."""
    return tuple((hop.url, hop.status, hop.location) for hop in found.chain)


def test_a_redirect_that_is_not_followed_keeps_its_target(session: Session) -> None:
    """Where a redirect leads to where nobody goes, the chain still says whereto."""
    found = check(session.fetch(Request("http://moved.example/metadata")))

    assert (("http://moved.example/metadata", 302, "http://169.254.169.254/latest/meta-data/"),) == led(found)


def test_a_host_that_is_refused_by_its_address_led_nowhere(session: Session) -> None:
    """It was looked up and not asked: nobody redirected anything."""
    found = check(session.fetch(Request("http://private.example/")))

    assert found.reason.startswith("private.example is not asked")


def test_a_rewrite_never_holds_a_secret(session: Session) -> None:
    """A permanent redirect to an address with a token is followed, and not offered."""
    found = check(session.fetch(Request("http://leads.example/secret")))

    assert "live" == found.verdict
    assert "abcdef0123456789" not in repr(found)


@pytest.mark.parametrize("kind", get_args(ErrorKind))
def test_every_kind_of_failure_has_a_verdict(kind: ErrorKind) -> None:
    """No failure, with or without a hop before it, is taken for a page."""
    error = WebError(kind, "It failed.", "no-such-name")
    request = Request("http://a.example/b/c")
    step = Step("http://a.example/b/c", "GET", "2024-02-01T12:00:00.000Z", 302)
    for hops in ((), (step,), (step, replace(step, url="http://b.example/", status=None))):
        found = check(Exchange(request, hops, error=error))
        assert found.verdict in {"dead", "unreachable", "invalid", "skipped", "unchecked"}
        assert found.reason.endswith("It failed.")


def test_an_exchange_without_anything_is_no_page() -> None:
    """A status that HTTP does not know is no success."""
    found = check(Exchange(Request("http://a.example/"), ()))

    assert ("unreachable", None, None) == (found.verdict, found.http_status, found.checked_at)


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (200, (), False),
        (404, (), False),
        (403, (), False),
        (500, (), True),
        (503, (), True),
        (503, (("cf-mitigated", "challenge"),), False),
        (429, (), False),
        (429, (("Retry-After", "1"),), True),
        (429, (("Retry-After", "86400"),), False),
        (503, (("Retry-After", "60"),), True),
        (503, (("Retry-After", "61"),), False),
        (501, (), False),
    ],
)
def test_what_is_worth_a_second_request(status: int, headers: tuple[tuple[str, str], ...], expected: bool) -> None:
    """A server out of order may be back in a moment; a refusal and a missing page stay what they are."""
    step = Step("http://a.example/", "GET", "2024-02-01T12:00:00.000Z", status, headers=Headers(headers))

    assert expected == is_transient(Exchange(Request("http://a.example/"), (step,)))


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (WebError("timeout", "Late."), True),
        (WebError("reset", "Broken."), True),
        (WebError("dns", "Again.", "try-again"), True),
        (WebError("dns", "None.", "no-such-name"), False),
        (WebError("tls", "Expired.", "expired"), False),
        (WebError("guarded", "Private."), False),
        (WebError("not-recorded", "Missing."), False),
    ],
)
def test_which_failures_are_worth_a_second_request(error: WebError, expected: bool) -> None:
    """What a moment may mend is asked again; what is wrong with the address is not."""
    assert expected == is_transient(Exchange(Request("http://a.example/"), (), error=error))


def test_an_answer_is_given_under_each_spelling(session: Session) -> None:
    """Where it led keeps the fragment of the spelling, unless it has one; an answer that led nowhere has none."""
    found = check(session.fetch(Request("http://moved.example/301")))
    named = respelled(found, "HTTP://moved.example/301#part")

    assert ("HTTP://moved.example/301#part", f"{found.final_url}#part") == (named.url, named.final_url)
    assert replace(found, url=named.url, final_url=named.final_url) == named
    assert None is respelled(unchecked("http://a.example/", "Why."), "http://a.example/#part").final_url


def test_an_unchecked_link_says_why() -> None:
    """A link that was not asked has a reason and nothing else."""
    found = unchecked("http://a.example/", "Nobody was asked.")

    assert ("unchecked", "Nobody was asked.", ()) == (found.verdict, found.reason, found.chain)
