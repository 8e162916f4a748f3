"""What we record, vcrpy plays: `vcr.use_cassette` beneath plain requests, with the web gone."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest
import requests
import vcr
from vcr.errors import CannotOverwriteExistingCassetteException

from citecheck.web import Request, Session, Settings
from citecheck.web.adapter import Recorder
from citecheck.web.cassette import CassetteWriter
from citecheck.web.transport import LiveAdapter
from tests.standin import TORTURE, StandInWeb

ASKED = (
    "https://good.example/article",
    "http://good.example/gzip",
    "http://good.example/chunked",
    "http://good.example/latin-1",
    "http://moved.example/chain",
    "http://status.example/404",
    "http://good.example/no-content",
)
FAILED = "http://unknown.example/"


def unpacked(response: requests.Response) -> bytes:
    """Give the body of a response, unpacked where its head says that it is packed."""
    return gzip.decompress(response.content) if response.headers.get("content-encoding") else response.content


def test_a_recording_of_ours_is_played_by_vcrpy(settings: Settings, tmp_path: Path) -> None:
    """
    Pages packed and in chunks, redirects, errors: requests gets under vcrpy what our session got of the web.

    A packed page stays packed: vcrpy expects that its recorder has unpacked it, and ours keeps the bytes that came.
    """
    path = tmp_path / "c.yaml"
    with StandInWeb(TORTURE) as web:
        adapter = Recorder(LiveAdapter(str(web.ca_pem)), CassetteWriter(path, label="", recorded=""))
        with Session(replace(settings, resolver=web.resolver), adapter) as session:
            live = [session.fetch(Request(url)) for url in (*ASKED, FAILED)]
    with vcr.use_cassette(str(path), record_mode="none") as cassette, requests.Session() as plain:
        plain.trust_env = False
        played = [plain.get(url, timeout=10) for url in (*ASKED, FAILED)]
        with pytest.raises(CannotOverwriteExistingCassetteException):
            plain.get("http://good.example/never-asked", timeout=10)

    assert cassette.all_played
    assert [(one.status, one.url, one.body) for one in live[:-1]] == [
        (one.status_code, one.url, unpacked(one)) for one in played[:-1]
    ]
    assert (599, "no answer: dns") == (played[-1].status_code, played[-1].reason)
    assert [len(one.hops) for one in live[:-1]] == [len(one.history) + 1 for one in played[:-1]]
