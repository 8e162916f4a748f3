"""Twenty secrets are planted wherever a run can meet one, and none is found in anything that it writes."""

from __future__ import annotations

import base64
import gzip
import logging
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from citecheck.web import Headers, Limits, Redactor, Request, Session, Settings
from citecheck.web.adapter import Recorder
from citecheck.web.cassette import CassetteWriter
from citecheck.web.transport import LiveAdapter
from tests.standin import StandInWeb

SECRETS = tuple(f"Pl4nted{n:02d}Secret" for n in range(20))
TABLE = f"""
[[answer]]
host = "gate.example"
path = "/cookie"
headers = [["Set-Cookie", "sid={SECRETS[0]}; Path=/"], ["X-Auth-Token", "{SECRETS[1]}"], ["X-Api-Key", "{SECRETS[2]}"]]
does = "redirect"
to = "http://user:{SECRETS[3]}@echo.example/next?sig={SECRETS[4]}"
[[answer]]
host = "gate.example"
path = "/moved-here"
status = 302
headers = [["Location", "/article?token={SECRETS[4]}"], ["Set-Cookie", "sid={SECRETS[0]}"]]
body = "Moved to <a href='/article?token={SECRETS[4]}'>here</a>, {SECRETS[0]}."
[[answer]]
host = "gate.example"
path = "/nested"
does = "redirect"
to = "http://echo.example/login?next=http%3A%2F%2Fa.example%2F%3Ftoken%3D{SECRETS[5]}"
[[answer]]
host = "gate.example"
path = "/link"
headers = [["Link", "<http://a.example/?access_token={SECRETS[6]}>; rel=next"], ["Refresh", "0; url=http://a:{SECRETS[7]}@b.example/"]]
page = "article"
[[answer]]
host = "gate.example"
path = "/packed"
gzip = true
body = "You sent {SECRETS[8]} and we packed it."
[[answer]]
host = "gate.example"
path = "/reason"
reason = "No {SECRETS[9]} here"
page = "article"
[[answer]]
host = "echo.example"
does = "echo"
status = 500
[[host]]
name = "no-{SECRETS[10].lower()}.example"
dns = "unknown"
"""
BASIC = base64.b64encode(f"user:{SECRETS[11]}".encode()).decode()
ASKED = (
    Request("http://gate.example/cookie"),
    Request("http://gate.example/moved-here"),
    Request("http://gate.example/nested"),
    Request("http://gate.example/link"),
    Request(f"http://gate.example/packed?token={SECRETS[8]}"),
    Request("http://gate.example/reason"),
    Request(f"http://no-{SECRETS[10].lower()}.example/"),
    Request("http://echo.example/", headers=Headers((("Authorization", f"Basic {BASIC}"),))),
    Request("http://echo.example/", headers=Headers((("Authorization", f"LOW {SECRETS[12]}:{SECRETS[13]}"),))),
    Request("http://echo.example/", headers=Headers((("Cookie", f"sid={SECRETS[14]}"),))),
    Request(f"http://echo.example/?password={SECRETS[15]}&key={SECRETS[16]}"),
    Request(f"http://user:{SECRETS[17]}@echo.example/"),
    Request("http://echo.example/", "POST", body=f"user=x&client_secret={SECRETS[18]}".encode()),
    Request(f"http://echo.example/{SECRETS[19]}"),
    Request("http://echo.example/", headers=Headers((("X-Note", f"see {SECRETS[9]}"),))),
)
CONFIGURED = (SECRETS[9], SECRETS[10], SECRETS[10].lower(), SECRETS[19])
"""Nothing tells that these are secrets: the user said so."""


def test_no_secret_is_written(settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Headers, addresses, redirects, bodies that echo, packed ones too, logs and hops: grep finds none of the twenty."""
    path = tmp_path / "c.yaml"
    redactor = Redactor(CONFIGURED)
    with StandInWeb(TABLE) as web, caplog.at_level(logging.DEBUG):
        adapter = Recorder(LiveAdapter(), CassetteWriter(path, label="", recorded=""), redactor)
        mine = replace(settings, resolver=web.resolver, redactor=redactor, limits=Limits(total=10))
        with Session(mine, adapter) as session:
            exchanges = [session.fetch(request) for request in ASKED]
        asked = "\n".join(f"{one.url} {one.headers} {one.body!r}" for one in web.log.requests)
    bodies = [item["response"]["body"]["string"] for item in yaml.safe_load(path.read_bytes())["interactions"]]
    written = {
        "cassette": path.read_text(encoding="ascii"),
        "bodies": "\n".join(_unpacked(body) for body in bodies),
        "log": caplog.text,
        "hops": repr([(exchange.hops, exchange.error, exchange.body) for exchange in exchanges]),
    }

    assert len(SECRETS) == 20
    assert 11 <= sum(secret in asked for secret in SECRETS), "the secrets did travel"
    for place, text in written.items():
        found = [secret for secret in SECRETS if secret.lower() in text.lower() or _packed(secret) in text]
        assert [] == found, place
    assert "REDACTED" in written["cassette"]
    assert "and we packed it." in written["bodies"]


def _packed(secret: str) -> str:
    """Give what of a secret base64 shows at the offset of a Basic password."""
    return base64.b64encode(f"user:{secret}".encode()).decode()[8:20]


def _unpacked(body: str | bytes | None) -> str:
    """Give a body as text, unpacked where it is packed."""
    raw = body if isinstance(body, bytes) else (body or "").encode()
    try:
        return gzip.decompress(raw).decode("latin-1")
    except (OSError, EOFError, zlib.error):
        return raw.decode("latin-1")
