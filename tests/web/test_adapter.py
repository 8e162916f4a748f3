"""Recording and replaying: what was answered is kept, and comes back without a socket."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from citecheck.errors import CassetteError
from citecheck.web import Exchange, Headers, Limits, Redactor, Request, Session, Settings
from citecheck.web.adapter import Recorder, Replay
from citecheck.web.cassette import CassetteWriter, read_cassette
from citecheck.web.transport import LiveAdapter
from tests.standin import StandInWeb

LABEL = "answers are from a stand-in web, not from these sites"
WHEN = "2026-01-02T03:04:05.678Z"
BROKEN = (
    "http://unknown.example/",
    "http://refused.example/",
    "https://expired.example/",
    "http://broken.example/reset",
    "http://broken.example/close",
    "http://broken.example/truncated",
    "http://broken.example/bad-chunk",
    "http://broken.example/garbage",
    "http://slow.example/hang",
    "http://slow.example/drip-body",
    "http://silent.example/",
    "http://private.example/",
    "http://huge.example/header",
)
FINE = (
    "https://good.example/article",
    "http://good.example/gzip",
    "http://good.example/gzip-chunked",
    "http://good.example/no-content",
    "http://good.example/latin-1",
    "http://good.example/cookie-gate",
    "http://moved.example/301",
    "http://moved.example/chain",
    "http://moved.example/loop",
    "http://moved.example/wander",
    "http://moved.example/utf-8",
    "http://moved.example/private",
    "http://moved.example/nowhere",
    "http://status.example/404",
    "http://wall.example/bot-999",
    "http://huge.example/endless-body",
    "http://huge.example/gzip-bomb",
    "http://10.0.0.7/",
    "not an address",
)


def record(
    path: Path, web: StandInWeb, settings: Settings, work: Callable[[Session], list[Exchange]]
) -> list[Exchange]:
    """Give what *work* gets from the web, and leave a cassette of it."""
    writer = CassetteWriter(path, label=LABEL, recorded=WHEN)
    adapter = Recorder(LiveAdapter(str(web.ca_pem)), writer, settings.redactor)
    with Session(settings, adapter) as session:
        return work(session)


def replay(path: Path, work: Callable[[Session], list[Exchange]]) -> list[Exchange]:
    """Give what *work* gets from a cassette."""
    with Session(adapter=Replay(read_cassette(path))) as session:
        return work(session)


def test_everything_comes_back_as_it_was(web: StandInWeb, settings: Settings, tmp_path: Path) -> None:
    """Pages, redirects, failures of every kind, with times, addresses and hashes: the replay equals the recording."""
    path = tmp_path / "c.yaml"

    def work(session: Session) -> list[Exchange]:
        return [session.fetch(Request(url)) for url in (*FINE, *BROKEN)]

    recorded = record(path, web, settings, work)
    replayed = replay(path, work)

    assert recorded == replayed
    assert all(exchange.from_recording for exchange in replayed if exchange.hops)


def test_a_cassette_says_what_it_was_recorded_against(web: StandInWeb, settings: Settings, tmp_path: Path) -> None:
    """Label and time of the recording are the provenance of the replayed run."""
    path = tmp_path / "folder" / "c.yaml"
    record(path, web, settings, lambda session: [session.fetch(Request(FINE[0]))])
    provenance = read_cassette(path).provenance()

    assert ("replay", LABEL, WHEN) == (provenance.kind, provenance.label, provenance.recorded)


def test_thirty_two_threads_lose_nothing(web: StandInWeb, settings: Settings, tmp_path: Path) -> None:
    """Of 640 requests, a tenth of which fail, each is recorded, and each comes back, in whatever order."""
    path = tmp_path / "c.yaml"
    quick = [url for url in BROKEN if "slow" not in url and "silent" not in url]
    urls = [f"http://host-{n % 40}.example/{n}" if n % 10 else f"{quick[n // 10 % len(quick)]}" for n in range(640)]
    patient = replace(settings, limits=Limits(total=30))

    def work(session: Session) -> list[Exchange]:
        with ThreadPoolExecutor(32) as pool:
            return list(pool.map(lambda url: session.fetch(Request(url)), urls))

    recorded = record(path, web, patient, work)
    cassette = read_cassette(path)
    replayed = replay(path, work)

    assert 640 == len(cassette.interactions)
    assert [one.error for one in recorded] == [one.error for one in replayed]
    assert [one.body for one in recorded] == [one.body for one in replayed]
    assert sorted(map(_fact, recorded)) == sorted(map(_fact, replayed))
    distinct = [n for n in range(640) if n % 10]
    assert [recorded[n] for n in distinct] == [replayed[n] for n in distinct]


def test_each_way_to_a_page_gets_its_own_answer_back(settings: Settings, tmp_path: Path) -> None:
    """Several links lead to one page; in whatever order they are replayed, each finds the answer that it was given."""
    table = "".join(
        f'[[answer]]\nhost = "a.example"\npath = "/{n}"\ndoes = "redirect"\nto = "/page"\n' for n in range(5)
    )
    urls = ["http://a.example/page", *(f"http://a.example/{n}" for n in range(5))]
    path = tmp_path / "c.yaml"

    with StandInWeb(f'{table}[[answer]]\nhost = "a.example"\npath = "/page"\npage = "short"\n') as web:
        there = replace(settings, resolver=web.resolver)
        recorded = record(path, web, there, lambda session: [session.fetch(Request(url)) for url in urls])
    replayed = replay(path, lambda session: [session.fetch(Request(url)) for url in reversed(urls)])
    strange = replay(path, lambda session: [session.fetch(Request(f"{url}#x")) for url in urls[1:]] + [
        session.fetch(Request(urls[0])) for _ in range(3)
    ])  # fmt: skip

    with_another = replay(path, lambda session: [session.fetch(Request(urls[0])) for _ in range(7)])

    assert [1, 2, 2, 2, 2, 2] == [len(exchange.hops) for exchange in recorded]
    assert recorded == replayed[::-1]
    assert [200] * 6 + [None] == [exchange.status for exchange in with_another]
    assert len({exchange.hops[-1].elapsed for exchange in recorded}) > 1
    assert [200, 200, 200, 200, 200, 200, None, None] == [exchange.status for exchange in strange]


def _fact(exchange: Exchange) -> tuple[str, str, str]:
    """Give what tells two exchanges of one address apart."""
    return exchange.request.url, exchange.asked_at, exchange.sha256


REPLAYER = """
import hashlib, json, sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from citecheck.web import Request, Session
from citecheck.web.adapter import Replay
from citecheck.web.cassette import read_cassette
seen = []
sys.addaudithook(lambda event, args: seen.append(event) if event.startswith("socket.") else None)
urls = json.loads(sys.argv[2])
with Session(adapter=Replay(read_cassette(Path(sys.argv[1])))) as session, ThreadPoolExecutor(32) as pool:
    told = [repr((e.hops, e.error, e.body)) for e in pool.map(lambda url: session.fetch(Request(url)), urls)]
print(json.dumps({"sockets": seen, "told": hashlib.sha256("".join(told).encode()).hexdigest()}))
"""


def test_a_replay_opens_no_socket(web: StandInWeb, settings: Settings, tmp_path: Path) -> None:
    """An audit hook sees every socket that a process makes; replaying 32 addresses in 32 threads, it sees none."""
    import hashlib  # noqa: PLC0415 - for this figure alone

    path = tmp_path / "c.yaml"
    urls = [*FINE, *BROKEN, "http://never.recorded.example/"]
    recorded = record(path, web, settings, lambda session: [session.fetch(Request(url)) for url in urls[:-1]])
    done = subprocess.run(
        [sys.executable, "-c", REPLAYER, str(path), json.dumps(urls[:-1])], capture_output=True, text=True, check=True
    )
    missing = subprocess.run(
        [sys.executable, "-c", REPLAYER, str(path), json.dumps(urls[-1:])], capture_output=True, text=True, check=True
    )
    told = "".join(repr((e.hops, e.error, e.body)) for e in recorded)

    assert {"sockets": [], "told": hashlib.sha256(told.encode()).hexdigest()} == json.loads(done.stdout)
    assert [] == json.loads(missing.stdout)["sockets"]


RECORDER = """
import itertools, sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from citecheck.web import Address, Request, Session, Settings
from citecheck.web.adapter import Recorder
from citecheck.web.cassette import CassetteWriter
from citecheck.web.transport import LiveAdapter
class Loopback:
    def resolve(self, host, port, timeout):
        return (Address("93.184.216.34", port, via=("127.0.0.1", int(sys.argv[2]))),)
writer = CassetteWriter(Path(sys.argv[1]), label="killed", recorded="now")
with Session(Settings(resolver=Loopback()), Recorder(LiveAdapter(), writer)) as session, ThreadPoolExecutor(8) as pool:
    def ask(n):
        url = f"http://host-{n % 9}.example/{n}"
        if session.fetch(Request(url)).status == 200:
            sys.stdout.write(url + "\\n")
            sys.stdout.flush()
    for _ in pool.map(ask, range(100_000)):
        pass
"""


def test_a_killed_run_leaves_all_that_was_answered(web: StandInWeb, tmp_path: Path) -> None:
    """After a kill -9 in the middle the cassette loads and holds each answer that the run had seen."""
    path = tmp_path / "c.yaml"
    command = [sys.executable, "-c", RECORDER, str(path), str(web.http_port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        seen = [process.stdout.readline().strip() for _ in range(150)]
        process.send_signal(signal.SIGKILL)
        seen += [line.strip() for line in process.stdout if line.endswith("\n")]
    cassette = read_cassette(path)

    assert -signal.SIGKILL == process.returncode
    assert set(seen) <= {one.url for one in cassette.interactions}
    replayed = replay(path, lambda session: [session.fetch(Request(url)) for url in seen])
    assert [200] * len(seen) == [exchange.status for exchange in replayed]


def test_what_is_not_recorded_is_told_with_its_address(web: StandInWeb, settings: Settings, tmp_path: Path) -> None:
    """A strict replay names what it misses and how to record it; a request made more often than then is missed, too."""
    path = tmp_path / "c.yaml"
    record(path, web, settings, lambda session: [session.fetch(Request(FINE[0]))])
    adapter = Replay(read_cassette(path))
    with Session(adapter=adapter) as session:
        assert 200 == session.fetch(Request(FINE[0])).status
        for request in (
            Request(FINE[0]),
            Request("http://other.example/?token=open-sesame"),
            Request(FINE[0], "HEAD"),
            Request(FINE[0], "POST", body=b"a=1"),
            Request(FINE[0], headers=Headers((("Accept-Datetime", "Thu, 01 Feb 2024 12:00:00 GMT"),))),
        ):
            error = session.fetch(request).error
            assert error is not None
            assert "not-recorded" == error.kind
            assert f"--record {path}" in error.message
            assert "open-sesame" not in error.message

    assert 5 == len(adapter.missed)
    assert adapter.missed[1].startswith("GET http://other.example/?token=REDACTED")


def test_the_same_request_again_gets_the_next_answer(web: StandInWeb, settings: Settings, tmp_path: Path) -> None:
    """What was out of order at first and then was not comes back in that order."""
    path = tmp_path / "c.yaml"
    urls = ["http://flaky.example/reset", "http://flaky.example/500"]

    def work(session: Session) -> list[Exchange]:
        return [session.fetch(Request(url)) for _ in range(3) for url in urls]

    with StandInWeb(web.table) as own:
        recorded = record(path, own, replace(settings, resolver=own.resolver), work)
    replayed = replay(path, work)

    assert [None, 500, 200, 200, 200, 200] == [exchange.status for exchange in recorded]
    assert recorded == replayed


def test_days_and_parts_are_told_apart(web: StandInWeb, settings: Settings, tmp_path: Path) -> None:
    """One address asked for two days of the past is two requests, whatever their order."""
    path = tmp_path / "c.yaml"
    days = [Headers((("Accept-Datetime", f"Thu, 0{n} Feb 2024 12:00:00 GMT"),)) for n in (1, 2)]
    asked = [Request("http://good.example/echo", headers=day) for day in days]
    recorded = record(path, web, settings, lambda session: [session.fetch(request) for request in asked])
    replayed = replay(path, lambda session: [session.fetch(request) for request in reversed(asked)])

    assert recorded == list(reversed(replayed))
    assert recorded[0].body != recorded[1].body


def test_a_recording_that_cannot_be_written_stops_the_run(web: StandInWeb, settings: Settings, tmp_path: Path) -> None:
    """A full disk is no dead link."""
    with pytest.raises(CassetteError, match="cannot be written"):
        CassetteWriter(tmp_path, label="", recorded="")
    writer = CassetteWriter(tmp_path / "c.yaml", label="", recorded="")
    with Session(settings, Recorder(LiveAdapter(str(web.ca_pem)), writer)) as session:
        writer.close()
        with pytest.raises(CassetteError, match="cannot be written"):
            session.fetch(Request(FINE[0]))


def test_the_adapters_serve_requests_as_well(web: StandInWeb, settings: Settings, tmp_path: Path) -> None:
    """A replay mounted in a `requests.Session` answers, and raises what requests itself would have raised."""
    path = tmp_path / "c.yaml"
    urls = [FINE[0], "http://unknown.example/", "http://slow.example/hang", "https://expired.example/"]
    record(path, web, settings, lambda session: [session.fetch(Request(url)) for url in urls])
    with requests.Session() as session:
        for scheme in ("http://", "https://"):
            session.mount(scheme, Replay(read_cassette(path)))
        assert "<title>" in session.get(urls[0]).text
        for url, expected in zip(
            urls[1:],
            (requests.ConnectionError, requests.Timeout, requests.exceptions.SSLError),
            strict=True,
        ):
            with pytest.raises(expected):
                session.get(url)


def test_the_limits_of_the_recording_are_told_by_the_replay(
    web: StandInWeb, settings: Settings, tmp_path: Path
) -> None:
    """A body that was cut when it was recorded is still a cut one, however much the replay would take."""
    path = tmp_path / "c.yaml"
    small = replace(settings, limits=Limits(wire_bytes=500))
    record(path, web, small, lambda session: [session.fetch(Request("http://huge.example/endless-body"))])
    (exchange,) = replay(path, lambda session: [session.fetch(Request("http://huge.example/endless-body"))])

    assert (500, True) == (len(exchange.body), exchange.truncated)


def test_a_secret_that_is_configured_finds_its_recording_again(
    web: StandInWeb, settings: Settings, tmp_path: Path
) -> None:
    """An address with a secret in it is recorded without it, and found by it; two secrets stay two addresses."""
    path = tmp_path / "c.yaml"
    urls = [f"http://good.example/echo?key=open-sesame-{n}" for n in range(8)]
    redactor = Redactor(("open-sesame-3",))
    recorded = record(
        path,
        web,
        replace(settings, redactor=redactor),
        lambda session: [session.fetch(Request(url)) for url in urls],
    )
    with Session(adapter=Replay(read_cassette(path), redactor)) as session:
        replayed = [session.fetch(Request(url)) for url in urls]

    assert recorded == replayed
    assert "open-sesame" not in path.read_text(encoding="ascii")
