"""`citecheck links` with headers for one host, certificates and a proxy: what is sent to whom, and what is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.standin import StandInWeb

Command = Callable[..., Any]
PLANTED = "Pl4nted-7e42-Pl4nted"
TABLE = """
[[answer]]
host = "api.example"
path = "/away"
does = "redirect"
to = "https://other.example/away"
[[answer]]
host = "api.example"
path = "/private"
does = "echo"
[[answer]]
host = "api.example"
path = "/refresh"
body = "<meta http-equiv=refresh content='0;url=https://api.example/after'><title>On</title>"
type = "text/html"
[[answer]]
host = "*"
page = "article"
"""


@pytest.fixture
def web() -> Iterator[StandInWeb]:
    """Give a web with a host that wants a token."""
    with StandInWeb(TABLE) as started:
        yield started


@pytest.fixture
def links(process: Command, web: StandInWeb, tmp_path: Path) -> Command:
    """Give a function that checks some addresses of that web, which is its own proxy, with a token for one host."""

    def run(urls: tuple[str, ...], *arguments: str, **more: str) -> Any:  # noqa: ANN401 - a Ran
        listed = tmp_path / "urls.txt"
        listed.write_text("\n".join(urls), encoding="utf-8")
        reached = {
            "CITECHECK_PROXY": f"http://127.0.0.1:{web.http_port}",
            "CITECHECK_CA_FILE": str(web.ca_pem),
            "CITECHECK_HEADERS": "api.example Authorization: Bearer $MY_TOKEN",
            "MY_TOKEN": PLANTED,
        }
        return process("links", "--urls", str(listed), "--no-archives", *arguments, **(reached | more))

    return run


def test_a_token_reaches_its_host_through_a_proxy_and_is_written_nowhere(
    links: Command, web: StandInWeb, tmp_path: Path
) -> None:
    """In the tunnel only; not in the report, not in the recording, not on the terminal."""
    urls = (
        "https://api.example/private",
        "https://api.example/away",
        "https://api.example/refresh",
        "http://api.example/",
    )
    ran = links(urls, "--format", "json", "--record", str(tmp_path / "c.yaml"), "-v")
    tunnels = [one for one in web.log.requests if one.method == "CONNECT"]
    got = {one.url: dict(one.headers).get("authorization", "") for one in web.log.requests if one not in tunnels}
    written = ran.out + ran.err.encode() + (tmp_path / "c.yaml").read_bytes()

    assert 0 == ran.code, ran.err
    assert {
        "https://api.example/private": f"Bearer {PLANTED}",
        "https://api.example/away": f"Bearer {PLANTED}",
        "https://other.example/away": "",
        "https://api.example/refresh": f"Bearer {PLANTED}",
        "https://api.example/after": "",
        "http://api.example/": "",
    } == got
    assert tunnels
    assert [] == [one for one in tunnels if PLANTED in str(one.headers)]
    assert PLANTED.encode() not in written
    assert b"REDACTED" in written


def test_a_token_that_is_not_there_is_told_of(links: Command, web: StandInWeb) -> None:
    """Runs of forks have none: the links are asked all the same."""
    ran = links(("https://api.example/private",), MY_TOKEN="")

    assert 0 == ran.code, ran.err
    assert "warning: MY_TOKEN is not set, so the header `api.example Authorization` is not sent." in ran.err
    assert "live" in ran.err
    assert [] == [one for one in web.log.requests if "authorization" in dict(one.headers)]


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("CITECHECK_HEADERS", f"api.example Authorization: {PLANTED}", "headers, entry 1: Authorization is a secret."),
        ("CITECHECK_HEADERS", "nonsense", "HOST NAME: VALUE"),
        ("CITECHECK_CA_FILE", "none.pem", "ca_file: none.pem cannot be used: there is no such file"),
        ("CITECHECK_CLIENT_CERT", "none.pem", "client_cert: it says who you are"),
        ("CITECHECK_CLIENT_KEY", "none.pem", "there is no client_cert"),
    ],
)
def test_what_cannot_be_used_ends_with_2(links: Command, web: StandInWeb, variable: str, value: str, said: str) -> None:
    """Before anybody is asked, in a sentence that repeats no secret."""
    ran = links(("https://api.example/private",), **{variable: value})

    assert (2, b"", []) == (ran.code, ran.out, web.log.requests)
    assert said in ran.err
    assert PLANTED not in ran.err
    assert "Traceback" not in ran.err


def test_a_certificate_that_is_none_ends_with_2(links: Command, tmp_path: Path) -> None:
    """Its file is named."""
    (tmp_path / "mine.pem").write_text("none", encoding="ascii")
    ran = links(("https://a.example/",), CITECHECK_CLIENT_CERT="mine.pem", CITECHECK_CLIENT_HOSTS="a.example")

    assert (2, b"") == (ran.code, ran.out)
    assert "client_cert: mine.pem cannot be used: no certificate (PEM) is in it" in ran.err


def test_the_settings_are_shown_without_the_token(process: Command) -> None:
    """`config --show` names host and header."""
    ran = process("config", "--show", CITECHECK_HEADERS=f"api.example Authorization: {PLANTED}")

    assert "api.example Authorization" in ran.out.decode()
    assert PLANTED not in ran.out.decode() + ran.err


def test_the_report_is_read_again(links: Command) -> None:
    """The token's host is in it, and the verdict."""
    ran = links(("https://api.example/private",), "--format", "json")
    (link,) = json.loads(ran.out)["documents"][0]["links"]

    assert ("https://api.example/private", "live") == (link["url"], link["verdict"])
