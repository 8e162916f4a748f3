"""`audit --record`, then `--replay`, as processes: the same bytes, no socket, no secret, and a sentence when it cannot be."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.standin import StandInWeb

Command = Callable[..., Any]
FORMATS = {
    "csv": "csv", "github": "github.txt", "gitlab": "gitlab.json", "html": "html", "json": "json", "junit": "xml",
    "markdown": "md", "sarif": "sarif", "text": "txt",
}  # fmt: skip
SOCKETS = (
    "import sys, urllib3\n"
    "heard = []\n"
    "sys.addaudithook(lambda event, args: heard.append(event) if event.startswith('socket.') else None)\n"
    "from citecheck.cli import main\n"
    "code = main(sys.argv[1:])\n"
    "sys.stderr.write(f'sockets: {heard}\\n')\n"
    "sys.exit(code)\n"
)
"""
The command with an audit hook that hears of every socket of the process.

urllib3 comes before it: when it is imported it binds a socket to loopback, to learn whether there is IPv6.
"""

SECRETS = tuple(f"Pl4nted{n:02d}Secret" for n in range(20))
(
    IN_QUERY, IN_USERINFO, IN_PASSWORD, IN_COOKIE, IN_HEADER, IN_KEY_HEADER, IN_LOCATION, IN_LOCATION_USER, IN_NESTED,
    IN_LINK, IN_REFRESH, IN_PACKED, IN_REASON, IN_BODY, IN_PROXY, IN_PATH, IN_AGENT, IN_SIGNATURE, IN_FRAGMENT, IN_NAME,
) = SECRETS  # fmt: skip
"""Where each of the twenty is planted."""
CONFIGURED = (IN_REASON, IN_BODY, IN_PATH, IN_AGENT, IN_NAME)
"""Nothing tells that these are secrets: the user says so in CITECHECK_SECRETS."""

TABLE = f"""
label = "answers are from a stand-in web, not from these sites"
clock = 2024-02-01T12:00:00Z

[[answer]]
host = "kept.example"
path = "/gone"
status = 404

[[answer]]
host = "kept.example"
path = "/moved"
does = "redirect"
status = 301
to = "http://kept.example/here"

[[answer]]
host = "kept.example"
path = "/here"
page = "article"

[[answer]]
host = "kept.example"
path = "/down"
status = 503

[[answer]]
host = "broken.example"
does = "reset"

[[answer]]
host = "gate.example"
path = "/cookie"
does = "redirect"
to = "http://me:{IN_LOCATION_USER}@echo.example/next?sig={IN_LOCATION}"
headers = [["Set-Cookie", "sid={IN_COOKIE}; Path=/"], ["X-Auth-Token", "{IN_HEADER}"], ["X-Api-Key", "{IN_KEY_HEADER}"]]

[[answer]]
host = "gate.example"
path = "/nested"
does = "redirect"
to = "http://echo.example/login?next=http%3A%2F%2Fa.example%2F%3Ftoken%3D{IN_NESTED}"

[[answer]]
host = "gate.example"
path = "/link"
headers = [["Link", "<http://a.example/?access_token={IN_LINK}>; rel=next"], ["Refresh", "0; url=http://a:{IN_REFRESH}@b.example/"]]
page = "article"

[[answer]]
host = "gate.example"
path = "/packed*"
gzip = true
body = "You sent {IN_PACKED} and we packed it."

[[answer]]
host = "gate.example"
path = "/reason"
status = 500
reason = "No {IN_REASON} here"
body = "The word is {IN_BODY}."

[[answer]]
host = "echo.example"
does = "echo"
status = 500

[[capture]]
url = "http://kept.example/gone"
at = "20070309101522"
body = "A page of {IN_BODY} that was captured."
"""
REFERENCES = """Kim, Y. "Gone." http://kept.example/gone. Retrieved 2007-03-16.
Lee, B. "Moved." http://kept.example/moved. Retrieved 2007-03-16.
"""
"""The archive is asked about both, and its index but every 2.5 seconds: more would make a slow test."""
SECRETIVE = "".join(
    f'Kim, Y. "Page {n}." {url} . Retrieved 2007-03-16.\n'
    for n, url in enumerate(
        (
            f"http://echo.example/?token={IN_QUERY}",
            f"http://{IN_USERINFO}@echo.example/a",
            f"http://me:{IN_PASSWORD}@echo.example/b",
            "http://gate.example/cookie",
            "http://gate.example/nested",
            "http://gate.example/link",
            f"http://gate.example/packed?secret={IN_PACKED}",
            "http://gate.example/reason",
            f"http://echo.example/{IN_PATH}",
            f"http://echo.example/c?x-amz-signature={IN_SIGNATURE}",
            f"http://echo.example/d#access_token={IN_FRAGMENT}",
            f"http://{IN_NAME.lower()}.example/",
            "http://kept.example/down",
            "http://broken.example/x",
        )
    )
)


@pytest.fixture(scope="module")
def web() -> Iterator[StandInWeb]:
    """Give the web that is audited; processes reach it as a proxy."""
    with StandInWeb(TABLE) as started:
        yield started


def through(web: StandInWeb, user: str = "") -> dict[str, str]:
    """Give the environment in which a process reaches a web."""
    return {"CITECHECK_PROXY": f"http://{user}127.0.0.1:{web.http_port}", "CITECHECK_CA_FILE": str(web.ca_pem)}


def written(folder: Path) -> dict[str, bytes]:
    """Give the reports of a run by format."""
    return {name: (folder / f"audit.{extension}").read_bytes() for name, extension in FORMATS.items()}


def delivered(folder: str) -> tuple[str, ...]:
    """Give the arguments for a report in every format."""
    return (*(word for name in FORMATS for word in ("--format", name)), "--output", folder)


def audited(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run an audit in a process that hears of its sockets."""
    return subprocess.run(
        [sys.executable, "-c", SOCKETS, "audit", "a.txt", "--from", "references", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_replay_gives_the_reports_of_the_run(tmp_path: Path) -> None:
    """
    Recorded as one process, replayed as another when the web is gone: every format has the same bytes.

    The one word that differs is `live` or `replay`; and no socket is made, says an audit hook.
    """
    (tmp_path / "a.txt").write_text(REFERENCES, encoding="utf-8")
    with StandInWeb(TABLE) as web:
        recorded = audited("--record", "c.yaml", *delivered("live"), **through(web))
        environment = through(web)
    replays = [audited("--replay", "c.yaml", *delivered(folder), **environment) for folder in ("one", "two")]
    live, one, two = (written(tmp_path / folder) for folder in ("live", "one", "two"))

    assert (1, [1, 1]) == (recorded.returncode, [run.returncode for run in replays]), recorded.stderr
    assert "socket.connect" in recorded.stderr
    assert ["sockets: []", "sockets: []"] == [run.stderr.splitlines()[-1] for run in replays]
    assert one == two
    assert (live["markdown"], live["text"]) == (one["markdown"], one["text"])
    assert live["json"].replace(b'"kind": "live"', b'"kind": "replay"', 1) == one["json"]
    (tmp_path / "swapped.json").write_bytes(live["json"].replace(b'"kind": "live"', b'"kind": "replay"', 1))
    html = subprocess.run(
        [sys.executable, "-m", "citecheck", "report", "swapped.json", "--format", "html"],
        capture_output=True,
        check=True,
    )
    assert html.stdout == one["html"]
    found = json.loads(one["json"])["documents"][0]
    assert ["dead", "moved"] == [link["verdict"] for link in found["links"]]
    assert ["archived", "not-archived"] == [each["status"] for each in found["snapshots"]]


def test_twenty_secrets_are_planted_and_none_is_found(tmp_path: Path, web: StandInWeb) -> None:
    """
    In addresses, headers, cookies, redirects, error pages that echo, packed pages, the proxy and the configuration.

    Neither the cassette, nor what `-v` says, nor a report in any format holds one of them, written in whatever way.
    """
    web.log.clear()
    (tmp_path / "a.txt").write_text(SECRETIVE, encoding="utf-8")
    environment = through(web, f"me:{IN_PROXY}@") | {
        "CITECHECK_SECRETS": ",".join((*CONFIGURED, IN_NAME.lower())),
        "CITECHECK_USER_AGENT": f"audit ({IN_AGENT})",
    }
    common = ("--no-archives", "--timeout", "10", "-v")
    recorded = audited("--record", "c.yaml", *common, *delivered("live"), **environment)
    replayed = audited("--replay", "c.yaml", *common, *delivered("again"), **environment)
    travelled = "\n".join(f"{one.url} {one.headers}" for one in web.log.requests)
    cassette = (tmp_path / "c.yaml").read_bytes()
    items = yaml.safe_load(cassette)["interactions"]
    bodies = "\n".join(_unpacked(item["response"]["body"]["string"]) for item in items)
    told = {
        "cassette": cassette.decode(),
        "bodies": bodies,
        "log": recorded.stdout + recorded.stderr,
        "log of the replay": replayed.stdout + replayed.stderr,
    } | {
        f"{name} of {folder}": data.decode()
        for folder in ("live", "again")
        for name, data in written(tmp_path / folder).items()
    }

    assert 20 == len(set(SECRETS))
    assert (recorded.returncode, replayed.returncode) in {(0, 0), (1, 1)}, recorded.stderr
    assert 8 <= sum(secret.lower() in travelled.lower() for secret in SECRETS), "the secrets did travel"
    for place, text in told.items():
        plain = text.lower()
        found = [one for one in SECRETS if one.lower() in plain or any(form in text for form in _packed(one))]
        assert [] == found, place
    assert written(tmp_path / "live")["text"] == written(tmp_path / "again")["text"]
    assert "and we packed it." in bodies
    assert "REDACTED" in told["json of live"]


def _packed(secret: str) -> Iterator[str]:
    """Give the letters that a secret makes in base64 at each place it can have."""
    for before in range(3):
        letters = base64.b64encode(b"\0" * before + secret.encode()).decode()
        yield letters[4 if before else 0 : 4 * ((before + len(secret)) // 3)]


def _unpacked(body: str | bytes | None) -> str:
    """Give a body as text, unpacked where it is packed."""
    raw = body if isinstance(body, bytes) else (body or "").encode()
    try:
        return gzip.decompress(raw).decode("latin-1")
    except (OSError, EOFError, zlib.error):
        return raw.decode("latin-1")


def test_a_recording_that_lacks_a_request_names_it(tmp_path: Path, web: StandInWeb) -> None:
    """The address is named on standard error and in the report, nothing is asked, and no socket is made."""
    (tmp_path / "a.txt").write_text(REFERENCES, encoding="utf-8")
    audited("--record", "c.yaml", "--no-archives", **through(web))
    web.log.clear()
    (tmp_path / "a.txt").write_text(REFERENCES + 'Park, C. "New." http://kept.example/new.\n', encoding="utf-8")
    run = audited("--replay", "c.yaml", "--no-archives", "--format", "json", **through(web))
    links = json.loads(run.stdout)["documents"][0]["links"]

    assert 1 == run.returncode
    assert "warning: 1 request is not in the recording, the first GET http://kept.example/new." in run.stderr
    assert ["dead", "moved", "unchecked"] == [link["verdict"] for link in links]
    assert "GET http://kept.example/new is not recorded in c.yaml." in links[2]["reason"]
    assert "sockets: []" == run.stderr.splitlines()[-1]
    assert 0 == web.log.count()


BOMB = "\n".join(
    [
        "a0: &a0 [x, x, x, x, x, x, x, x, x, x]",
        *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)),
    ]
)
OBJECT = (
    "version: 1\ninteractions:\n- request: {method: GET, uri: 'http://a.example/', headers: {}, body: null}\n"
    "  response: !!python/object/apply:os.system ['touch owned']\n"
)


@pytest.mark.parametrize(
    ("cassette", "said"),
    [
        (b"", "is empty. Record it anew."),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "cannot be read as a cassette"),
        (b'{"interactions": 7, "version": 1}', "are no list"),
        (b"a: 1\n", "is no cassette"),
        (b"interactions: []\nversion: 2\n", "is of version 2"),
        (b"interactions: []\nversion: 1\nmetadata: {citecheck: {format: 9}}\n", "Update citecheck, or record it anew."),
        (b"# citecheck cassette, form", "is no cassette"),
        (b"version: 1\ninteractions:\n- request: {method: GET, uri: 'http://a.exa", "cannot be read as a cassette"),
        (OBJECT.encode(), "would make an object, and a cassette is data only"),
        (BOMB.encode(), "once its aliases are written out"),
        (b"[" * 100_000, "levels deep"),
        (b"{a: " * 100_000, "levels deep"),
        (None, "Record one with --record."),
    ],
    ids=["empty", "picture", "foreign", "other", "version", "format", "torn head", "torn", "object", "bomb", "deep list",
         "deep mapping", "missing"],
)  # fmt: skip
def test_a_hostile_cassette_is_refused(tmp_path: Path, process: Command, cassette: bytes | None, said: str) -> None:
    """With a sentence that names the file and exit code 2; no object is made, nothing is asked, nothing is reported."""
    (tmp_path / "a.txt").write_text(REFERENCES, encoding="utf-8")
    if cassette is not None:
        (tmp_path / "c.yaml").write_bytes(cassette)
    run = process("audit", "a.txt", "--from", "references", "--replay", "c.yaml")

    assert (2, b"") == (run.code, run.out)
    assert run.err.startswith("error: c.yaml ")
    assert said in run.err
    assert "Traceback" not in run.err
    assert not (tmp_path / "owned").exists()


def test_a_huge_cassette_is_refused_unread(tmp_path: Path, process: Command) -> None:
    """Two gigabytes, most of which are not even on the disk, cost no memory and no time."""
    (tmp_path / "a.txt").write_text(REFERENCES, encoding="utf-8")
    with (tmp_path / "c.yaml").open("wb") as file:
        file.truncate(2 << 30)
    run = process("audit", "a.txt", "--from", "references", "--replay", "c.yaml")

    assert 2 == run.code
    assert "error: c.yaml is over 1024 MiB large: record in smaller parts.\n" == run.err


def test_nobody_answers(tmp_path: Path, process: Command) -> None:
    """A proxy that refuses: the report is written, and the run ends with 3 and an advice."""
    (tmp_path / "a.txt").write_text(REFERENCES.replace("http://", "https://"), encoding="utf-8")
    with StandInWeb("proxy-status = 403") as web:
        run = process("audit", "a.txt", "--from", "references", "--no-archives", "--format", "json", **through(web))
    links = json.loads(run.out)["documents"][0]["links"]

    assert 3 == run.code
    assert "error: no address got an answer. Check the network or the proxy, or use --offline.\n" in run.err
    assert {"unreachable"} == {link["verdict"] for link in links}


SLOW = """
[[answer]]
host = "kept.example"
path = "/gone"
status = 404
[[answer]]
host = "kept.example"
path = "/moved"
does = "hang"
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_an_interrupted_audit_reports_what_it_has(tmp_path: Path, number: signal.Signals) -> None:
    """One answer has come, another never will: the report is written, the recording is whole, the code is 3."""
    (tmp_path / "a.txt").write_text(REFERENCES, encoding="utf-8")
    arguments = ["audit", "a.txt", "--from", "references", "--no-archives", "--record", "c.yaml", "--format", "json"]
    command = [sys.executable, "-m", "citecheck", *arguments]
    with (
        StandInWeb(SLOW) as web,
        subprocess.Popen(
            command, env={**os.environ, **through(web)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process,
    ):
        until = time.monotonic() + 60
        while web.log.count() < 2 or b"whole: true" not in _read(tmp_path / "c.yaml"):
            assert process.poll() is None
            assert time.monotonic() < until, "neither address was asked"
            signal.sigtimedwait((), 0.01)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    links = json.loads(out)["documents"][0]["links"]

    assert 3 == process.returncode, err
    assert "error: interrupted; what was done until then is reported.\n" in err
    assert ["dead", "unchecked"] == [link["verdict"] for link in links]
    assert "The run was interrupted before there was an answer." == links[1]["reason"]
    assert re.search(rb"uri: http://kept.example/gone\n", _read(tmp_path / "c.yaml"))


def _read(path: Path) -> bytes:
    """Give what a file holds by now."""
    return path.read_bytes() if path.exists() else b""


def test_an_audit_that_is_over_its_time_says_so(tmp_path: Path, process: Command) -> None:
    """What was answered is reported; the code is 3."""
    (tmp_path / "a.txt").write_text(REFERENCES, encoding="utf-8")
    with StandInWeb(SLOW) as web:
        run = process(
            "audit",
            "a.txt",
            "--from",
            "references",
            "--no-archives",
            "--max-time",
            "1",
            "--format",
            "json",
            **through(web),
        )
    links = json.loads(run.out)["documents"][0]["links"]

    assert 3 == run.code, run.err
    assert "error: the time for the run was over (--max-time)" in run.err
    assert ["dead", "unchecked"] == [link["verdict"] for link in links]
