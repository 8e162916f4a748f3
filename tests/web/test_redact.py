"""The redactor: what is a secret leaves no trace, and what is none stays."""

from __future__ import annotations

import base64
import html
import json
import logging
import re
import time
import tomllib
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.web.exchange import Headers
from citecheck.web.redact import LogFilter, Redactor, hidden, is_secret_header, is_secret_parameter

TABLE = tomllib.loads(Path(__file__).with_name("redacted.toml").read_text(encoding="utf-8"))
SECRET = "s3same&open<me>/+ä"  # noqa: S105 - one that opens nothing


def plain(text: str) -> str:
    """Give *text* with `*` where something was taken out."""
    return re.sub(r"REDACTED(-[0-9a-f]{4})?", "*", text)


@pytest.mark.parametrize("case", TABLE["url"], ids=lambda case: case["from"])
def test_addresses(case: dict[str, str]) -> None:
    """Users, passwords and secret parameters go, all else stays, and a second time changes nothing."""
    once = Redactor().url(case["from"])

    assert case["to"] == plain(once)
    assert once == Redactor().url(once)


@pytest.mark.parametrize("case", TABLE["header"], ids=lambda case: case["name"])
def test_headers(case: dict[str, str]) -> None:
    """Secret headers lose their value, cookies keep their names, addresses in headers lose their secrets."""
    once = Redactor().headers(Headers(((case["name"], case["from"]),)))

    assert ((case["name"], case["to"]),) == tuple((name, plain(value)) for name, value in once)
    assert once == Redactor().headers(once)


@pytest.mark.parametrize("case", TABLE["text"], ids=lambda case: case["from"])
def test_lines_of_a_log(case: dict[str, str]) -> None:
    """Secrets are found where a line quotes a header or an address."""
    assert case["to"] == plain(Redactor().text(case["from"]))


@pytest.mark.parametrize(
    "form",
    [
        SECRET,
        quote(SECRET, safe=""),
        quote(SECRET, safe="").lower(),
        quote_plus(SECRET),
        html.escape(SECRET),
        json.dumps(SECRET),
        json.dumps(SECRET, ensure_ascii=False),
        base64.b64encode(SECRET.encode()).decode(),
        base64.urlsafe_b64encode(SECRET.encode()).decode(),
        base64.b64encode(b"user:" + SECRET.encode()).decode(),
        base64.b64encode(b"u:" + SECRET.encode() + b":x").decode(),
        base64.b64encode(b"xu:" + SECRET.encode() + b"?").decode(),
    ],
)
def test_a_configured_secret_goes_wherever_and_however_it_stands(form: str) -> None:
    """Plain, percent-encoded, escaped for HTML or JSON, or within base64 at any offset."""
    redactor = Redactor((SECRET,))
    body = redactor.body(f"<p>You sent {form}, sorry.</p>".encode())

    assert b"REDACTED" in body
    for part in (form, form[3:-4]):
        assert part.encode() not in body
    assert form not in redactor.url(f"http://a.example/{form}")
    assert form not in redactor.text(f"saw {form} here")
    assert form not in str(redactor.headers(Headers((("X-Echo", form),))))


def test_two_secrets_stay_two_and_one_stays_one() -> None:
    """What takes a secret's place is the same for the same secret, and too short to find it by."""
    one, other = hidden("open-sesame-1"), hidden("open-sesame-2")

    assert one == hidden("open-sesame-1")
    assert one != other
    assert re.fullmatch(r"REDACTED-[0-9a-f]{4}", one)


@pytest.mark.parametrize(
    ("url", "headers", "body", "secret"),
    [
        ("http://u:hunter2@a.example/", (), None, "hunter2"),
        ("http://a.example/?token=hunter2", (), None, "hunter2"),
        ("http://a.example/?password=correct%20horse", (), None, "correct horse"),
        ("http://a.example/?key=a1b2c3d4", (), None, "a1b2c3d4"),
        ("http://a.example/", (("Authorization", "LOW accesskey:hunter2hunter2"),), None, "hunter2hunter2"),
        ("http://a.example/", (("Authorization", "Basic dXNlcjpodW50ZXIy"),), None, "hunter2"),
        ("http://a.example/", (("Cookie", "sid=a1b2c3d4e5"),), None, "a1b2c3d4e5"),
        ("http://a.example/", (("X-Api-Key", "hunter2"),), None, "hunter2"),
        ("http://a.example/?to=http%3A%2F%2Fu%3Ahunter2%40b.example%2F", (), None, "hunter2"),
        ("http://a.example/?to=%2Fx%3Ftoken%3Dhunter2", (), None, "hunter2"),
        ("", (("Location", "/x?token=hunter2"),), None, "hunter2"),
        ("", (("Set-Cookie", "sid=a1b2c3d4e5; Path=/"),), None, "a1b2c3d4e5"),
        ("http://a.example/", (), b"user=x&password=hunter2", "hunter2"),
    ],
)
def test_secrets_of_a_request_are_looked_for_in_its_answer(
    url: str, headers: tuple[tuple[str, str], ...], body: bytes | None, secret: str
) -> None:
    """What a request carries as a secret is one in the page that echoes it."""
    knowing = Redactor().knowing(url, headers, body)

    assert secret.encode() not in knowing.body(f"echo: {secret}!".encode())


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/?key=harbour",
        "http://a.example/?key=1977",
        "http://a.example/?id=a1b2c3d4e5",
        "http://a.example/",
    ],
)
def test_plain_words_of_an_address_stay_in_its_page(url: str) -> None:
    """A page is evidence: a parameter that may be a secret and looks like a word takes nothing out of it."""
    redactor = Redactor()
    assert redactor is redactor.knowing(url, (("Accept", "text/html"),))


def test_names_are_read_from_the_table() -> None:
    """Headers and parameters are secret by name, part of a name or its end."""
    assert all(is_secret_header(name) for name in ("COOKIE", "X-Auth-Token", "X-My-Secret", "x-any-api-key"))
    assert not any(is_secret_header(name) for name in ("Accept", "X-Tokenizer", "Keep-Alive", "X-Cache-Key"))
    assert all(
        is_secret_parameter(name) for name in ("KEY", "my_token", "client-secret", "x.signature", "userPassword")
    )
    assert not any(is_secret_parameter(name) for name in ("q", "monkey", "tokenize", "design", ""))


def test_a_log_record_is_redacted_with_its_arguments_and_exception(caplog: pytest.LogCaptureFixture) -> None:
    """Whatever a library logs, in whichever way."""
    logger = logging.getLogger("test.redact")
    redacting = LogFilter(Redactor((SECRET,)))
    logger.addFilter(redacting)
    try:
        int(f"http://u:hunter2@a.example/{SECRET}")
    except ValueError:
        logger.exception("asked %s with %s", "http://a.example/?token=hunter2", SECRET)
    logger.removeFilter(redacting)

    assert "hunter2" not in caplog.text
    assert SECRET not in caplog.text
    assert "ValueError" in caplog.text


@given(st.text(max_size=300))
def test_any_text_is_borne(text: str) -> None:
    """Any text passes through, lone surrogates too, and twice is once."""
    redactor = Redactor(("sesame",))
    once = redactor.url(text)

    assert "sesame" not in redactor.text(text)
    assert once == redactor.url(once)
    assert isinstance(redactor.headers(Headers((("Set-Cookie", text), ("Cookie", text), (text, text)))), Headers)


@pytest.mark.parametrize(
    "unit", ["://", "a=", "&token", "?key=", "%3A%2F%2F", "%3Ftoken", "://a@", "cookie:", ";", "=", "bearer ", " "]
)
def test_long_texts_take_their_time_and_no_more(unit: str) -> None:
    """Fifty thousand of anything are read in seconds, for time grows with the length alone."""
    text = unit * 50_000
    redactor = Redactor(("sesame-1", "sesame-2"))
    begun = time.monotonic()
    redactor.text(text)
    redactor.headers(Headers((("Set-Cookie", text), ("Cookie", text), ("Location", text))))
    redactor.body(text.encode())
    redactor.knowing(text, (("Cookie", text), ("Authorization", text)), text.encode())
    assert time.monotonic() - begun < 20
