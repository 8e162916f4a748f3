"""Headers that are kept for one host: they reach it over https, nobody else ever, and are written nowhere."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from citecheck.errors import UsageError
from citecheck.web import Credentials, Redactor, Request, Session, Settings
from citecheck.web.adapter import Recorder
from citecheck.web.cassette import CassetteWriter
from citecheck.web.credentials import variables
from citecheck.web.transport import LiveAdapter
from tests.standin import StandInWeb

PLANTED = "Pl4nted-7e42-Pl4nted"
ENVIRON = {"GITHUB_TOKEN": PLANTED, "GITLAB": "glpat-9yxqz12", "EMPTY": " ", "ODD": "a\nb", "SHORT": "abc"}
LINES = ("api.example Authorization: Bearer $GITHUB_TOKEN", "git.example:8443 Private-Token: ${GITLAB}")
TABLE = """
[[answer]]
host = "api.example"
path = "/moved"
does = "redirect"
status = 301
to = "/here"
[[answer]]
host = "api.example"
path = "/away"
does = "redirect"
to = "https://other.example/echo"
[[answer]]
host = "api.example"
path = "/away-and-back"
does = "redirect"
to = "https://other.example/back"
[[answer]]
host = "other.example"
path = "/back"
does = "redirect"
to = "https://api.example/echo"
[[answer]]
host = "api.example"
path = "/down"
does = "redirect"
to = "http://api.example/echo"
[[answer]]
host = "api.example"
path = "/up"
scheme = "http"
does = "redirect"
to = "https://api.example/echo"
[[answer]]
host = "api.example"
path = "/cookie"
does = "cookie-gate"
[[answer]]
host = "*"
path = "/echo"
does = "echo"
[[answer]]
host = "*"
page = "article"
"""


@pytest.fixture(scope="module")
def keeping() -> Iterator[StandInWeb]:
    """Give a web with a host that has a token of ours, and hosts that would like to have it."""
    with StandInWeb(TABLE) as started:
        yield started


@pytest.fixture
def web(keeping: StandInWeb) -> StandInWeb:
    """Give that web with its log empty."""
    keeping.log.clear()
    return keeping


@pytest.fixture
def session(web: StandInWeb, settings: Settings) -> Iterator[Session]:
    """Give a session that has the token."""
    mine = replace(settings, resolver=web.resolver, ca_file=str(web.ca_pem), credentials=Credentials.of(LINES, ENVIRON))
    with Session(mine) as made:
        yield made


def sent(web: StandInWeb) -> list[tuple[str, bool]]:
    """Give each address that was asked, and whether it got the token."""
    return [(one.url, PLANTED in dict(one.headers).get("authorization", "")) for one in web.log.requests]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://api.example/article", [("https://api.example/article", True)]),
        ("https://API.example:443/article", [("https://api.example/article", True)]),
        ("http://api.example/article", [("http://api.example/article", False)]),
        ("https://www.api.example/article", [("https://www.api.example/article", False)]),
        ("https://other.example/article", [("https://other.example/article", False)]),
        ("https://api.example@other.example/article", [("https://other.example/article", False)]),
        ("https://api.example/moved", [("https://api.example/moved", True), ("https://api.example/here", True)]),
        ("https://api.example/away", [("https://api.example/away", True), ("https://other.example/echo", False)]),
        ("https://api.example/down", [("https://api.example/down", True), ("http://api.example/echo", False)]),
        ("http://api.example/up", [("http://api.example/up", False), ("https://api.example/echo", False)]),
        ("https://other.example/back", [("https://other.example/back", False), ("https://api.example/echo", False)]),
        (
            "https://api.example/away-and-back",
            [
                ("https://api.example/away-and-back", True),
                ("https://other.example/back", False),
                ("https://api.example/echo", False),
            ],
        ),
    ],
)  # fmt: skip
def test_a_token_goes_to_its_host_and_no_other(
    web: StandInWeb, session: Session, url: str, expected: list[tuple[str, bool]]
) -> None:
    """Only over https; lost with the first redirect away, won by none that leads there."""
    session.fetch(Request(url))

    assert expected == sent(web)


def test_a_page_that_leads_there_brings_no_token_along(web: StandInWeb, session: Session) -> None:
    """What a page names is not what the user named."""
    session.fetch(Request("https://api.example/article", led_to=True))

    assert [("https://api.example/article", False)] == sent(web)


def test_a_cookie_of_the_user_bears_those_of_the_chain(web: StandInWeb, settings: Settings) -> None:
    """Both are sent."""
    credentials = Credentials.of(("api.example Cookie: $GITHUB_TOKEN",), {"GITHUB_TOKEN": "session=Se55ion"})
    mine = replace(settings, resolver=web.resolver, ca_file=str(web.ca_pem), credentials=credentials)
    with Session(mine) as session:
        status = session.fetch(Request("https://api.example/cookie")).status

    assert (200, "session=Se55ion; gate=open") == (status, dict(web.log.requests[-1].headers)["cookie"])


def test_a_token_is_written_nowhere(
    web: StandInWeb, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Not into the recording, though the server repeats it, not into hops, not into the log."""
    credentials = Credentials.of(("api.example X-Note: for $GITHUB_TOKEN",), ENVIRON)
    redactor = Redactor(credentials.secrets)
    path = tmp_path / "c.yaml"
    adapter = Recorder(LiveAdapter(str(web.ca_pem)), CassetteWriter(path, label="", recorded=""), redactor)
    mine = replace(settings, resolver=web.resolver, redactor=redactor, credentials=credentials)
    with caplog.at_level(logging.DEBUG), Session(mine, adapter) as session:
        exchange = session.fetch(Request("https://api.example/echo"))

    assert PLANTED in dict(web.log.requests[0].headers)["x-note"]
    assert "REDACTED" in path.read_text(encoding="ascii")
    assert [] == [
        text for text in (path.read_text(encoding="ascii"), caplog.text, repr(exchange.hops)) if PLANTED in text
    ]


def test_a_line_names_a_host_a_header_and_a_variable() -> None:
    """Plain words may stand in it as they are; a host may have a port, letters beyond ASCII, and `https://`."""
    lines = (*LINES, "https://bücher.example/ Accept-Language: de", "api.example X-Both: $SHORT-$GITLAB")
    made = Credentials.of(lines, ENVIRON)

    assert (("Authorization", f"Bearer {PLANTED}"), ("X-Both", "abc-glpat-9yxqz12")) == made.to("https://api.example/x")
    assert (("Private-Token", "glpat-9yxqz12"),) == made.to("https://git.example:8443/x")
    assert (("Accept-Language", "de"),) == made.to("https://xn--bcher-kva.example/")
    assert () == made.to("https://git.example/x") == made.to("https://[::1") == made.to("https://a.example:99999/")
    assert (PLANTED, "glpat-9yxqz12") == made.secrets
    assert ["A_B", "C"] == list(variables("$A_B ${C} $$ $1"))


@pytest.mark.parametrize("variable", ["EMPTY", "UNSET"])
def test_without_its_variable_a_header_is_not_sent(variable: str) -> None:
    """Half a header helps nobody."""
    assert () == Credentials.of((f"api.example Authorization: Bearer ${variable}",), ENVIRON).kept


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Authorization: Bearer $GITHUB_TOKEN", "is wanted"),
        ("api.example", "is wanted"),
        ("api.example Bad Name: $GITHUB_TOKEN", "is wanted"),
        ("api.example X-A:", "is wanted"),
        ("api.example Authorization: Bearer 0p3nSecret", "Authorization is a secret. Put it into a variable"),
        ("api.example Cookie: sid=0p3nSecret", "Cookie is a secret"),
        ("api.example Host: other.example", "Host says how a request is sent"),
        ("api.example Transfer-Encoding: chunked", "cannot be set"),
        ("*.example Authorization: $GITHUB_TOKEN", "a host is wanted"),
        ("http://api.example Authorization: $GITHUB_TOKEN", "a host is wanted"),
        ("api.example/v3 Authorization: $GITHUB_TOKEN", "a host is wanted"),
        ("me@api.example Authorization: $GITHUB_TOKEN", "a host is wanted"),
        ("[::1 Authorization: $GITHUB_TOKEN", "a host is wanted"),
        ("api.example X-A: $ODD", "no line of printable ASCII"),
        ("api.example X-A: \u00fcber", "no line of printable ASCII"),
    ],
)
def test_a_line_that_makes_no_sense_is_told(line: str, said: str) -> None:
    """The message says which one and what is wanted, and repeats no secret."""
    with pytest.raises(UsageError) as told:
        Credentials.of(("ok.example X-A: b", line), ENVIRON)

    assert "headers, entry 2: " in str(told.value)
    assert said in str(told.value)
    assert "0p3nSecret" not in str(told.value)
