"""`citecheck links` as a process of its own, against a web on loopback that it reaches as a proxy."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from citecheck.reports.json_report import schema
from tests.standin import TORTURE, StandInWeb

Command = Callable[..., Any]

EXPECTED = {
    "http://good.example/article": "live",
    "https://good.example/article": "live",
    "http://moved.example/301": "moved",
    "http://moved.example/302": "live",
    "http://moved.example/meta": "dead",
    "http://status.example/404": "dead",
    "http://status.example/410": "dead",
    "http://status.example/403": "blocked",
    "http://status.example/500": "unreachable",
    "http://soft.example/plain": "soft-404",
    "http://soft.example/japanese": "soft-404",
    "http://broken.example/garbage": "unreachable",
    "http://broken.example/reset": "unreachable",
    "http://broken.example/bad-gzip": "live",
    "http://moved.example/loop": "unreachable",
    "http://moved.example/metadata": "skipped",
    "http://10.0.0.7/": "skipped",
    "http://good.example:25/": "skipped",
    "ftp://good.example/": "invalid",
    "good.example/article": "invalid",
    "javascript:alert(1)": "invalid",
    "http://[::1": "invalid",
    "http://good.example@status.example/404": "dead",
    "http://good.example\\@status.example/404": "live",
}
ODD = (
    "http://",
    "http://?",
    "http://:80/",
    "http:\\\\",
    "http://[fe80::1%25eth0]/",
    "http://[::ffff:127.0.0.1]/",
    "http://0x7f.1/",
    "http://good.example:99999/",
    "http://good.example/\x01\x02\x1b[31m",
    "http://good.example/\u202eevil",
    "http://good.example/%25%2525%zz%",
    "http://http://https://good.example/",
    f"http://{'a' * 300}.example/",
    f"http://good.example/{'x' * 1_000_000}",
    "\u200b",
    "http://good.example\u3002/",
    f"http://good.example/article#{'y' * 100_000}",
    "http://good.example/article#:~:text=%FF,%zz,,-",
    "http://good.example/article#\x1b[31m",
)


@pytest.fixture(scope="module")
def web() -> Iterator[StandInWeb]:
    """Give a web that does everything that a web can do to a link."""
    with StandInWeb(TORTURE) as started:
        yield started


@pytest.fixture
def links(process: Command, web: StandInWeb) -> Command:
    """Give a function that runs `citecheck links` with that web as its proxy; archives are left alone."""

    def run(*arguments: str, **more: Any) -> Any:  # noqa: ANN401 - a Ran
        reached = {"CITECHECK_PROXY": f"http://127.0.0.1:{web.http_port}", "CITECHECK_CA_FILE": str(web.ca_pem)}
        return process("links", "--no-archives", "--no-cache", "--timeout", "5", *arguments, **{**reached, **more})

    return run


def listed(directory: Path, *urls: str) -> str:
    """Write a list of addresses and give its path."""
    path = directory / "urls.txt"
    path.write_text("".join(f"{url}\n" for url in urls), encoding="utf-8")
    return str(path)


def verdicts(data: bytes) -> dict[str, str]:
    """Give the verdict on each link of a JSON report."""
    return {link["url"]: link["verdict"] for document in json.loads(data)["documents"] for link in document["links"]}


def timeless(data: bytes) -> list[dict[str, Any]]:
    """Give the links of a JSON report without their times: of answers to one request of several links, any may be whose."""
    return [{**link, "checked_at": ""} for link in json.loads(data)["documents"][0]["links"]]


def test_every_line_of_a_list_has_its_verdict(links: Command, tmp_path: Path) -> None:
    """One document of the format `urls`, in the published shape; a line that is no address is told of, a user covered."""
    ran = links("--urls", listed(tmp_path, *EXPECTED), "--format", "json")
    data = json.loads(ran.out)
    shown = {url.replace("//good.example@", "//REDACTED-8f6@"): verdict for url, verdict in EXPECTED.items()}

    assert shown == verdicts(ran.out)
    assert 1 == ran.code, ran.err
    assert ["urls"] == [document["format"] for document in data["documents"]]
    jsonschema.Draft202012Validator(schema()).validate(data)
    assert list(range(1, len(EXPECTED) + 1)) == [link["places"][0]["line"] for link in data["documents"][0]["links"]]


def test_an_address_is_asked_once_and_keeps_every_place(links: Command, web: StandInWeb, tmp_path: Path) -> None:
    """Spellings that mean the same are one link."""
    before = len(web.log.requests)
    same = ("http://good.example/once", "HTTP://Good.Example:80/once", "# a comment", "", " http://good.example/once ")
    ran = links("--urls", listed(tmp_path, *same), "--format", "json")
    (link,) = json.loads(ran.out)["documents"][0]["links"]

    assert ("http://good.example/once", "live") == (link["url"], link["verdict"])
    assert [1, 2, 5] == [place["line"] for place in link["places"]]
    assert ["/once"] == [one.target for one in web.log.requests[before:]]


def test_the_worst_comes_first(links: Command) -> None:
    """A report for people: what is dead above what has moved, what is live only in the figures."""
    stdin = b"http://moved.example/301\nhttp://good.example/article\nhttp://status.example/404\n"
    ran = links("--urls", "-", stdin=stdin)
    text = ran.out.decode()

    assert "3 links: 1 dead, 1 moved, 1 live\n" in text
    assert text.index("1 ERROR\n") < text.index("line 3 · link-dead") < text.index("1 NOTE\n")
    assert text.index("1 NOTE\n") < text.index("line 1 · link-moved")
    assert "claim" not in text
    assert "3 links in 1 document: 1 dead, 1 moved, 1 live\n" == ran.err


def test_all_links_of_a_document(links: Command, web: StandInWeb, tmp_path: Path) -> None:
    """Those of the body, of references and of further reading; what is relative is left alone."""
    page = tmp_path / "page.html"
    page.write_text(
        '<html><head><title>Tides - Wikipedia</title></head><body><div id="mw-content-text"><div class="mw-parser-output">'
        '<p>It <a href="/wiki/Rain">rained</a>, says <a class="external" href="http://good.example/body">a page</a>.'
        '<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup></p>'
        '<h2><span id="References">References</span></h2><ol class="references"><li id="cite_note-1">'
        '<span class="mw-cite-backlink"><a href="#cite_ref-1">^</a></span> <span class="reference-text">Kim (1997). '
        '<a class="external" href="http://status.example/404">One</a>.</span></li></ol></div></div></body></html>',
        encoding="utf-8",
    )
    before = len(web.log.requests)
    ran = links(str(page), "--format", "json", "--fail-on", "never")
    document = json.loads(ran.out)["documents"][0]

    assert 0 == ran.code, ran.err
    assert ["http://good.example/body", "http://status.example/404"] == [link["url"] for link in document["links"]]
    assert [None, "ref-1"] == [link["places"][0]["reference"] for link in document["links"]]
    assert [("link-dead", "ref-1")] == [(one["rule"], one["reference"]) for one in document["findings"]]
    assert ([], 1) == (document["claims"], document["references"][0]["cited"])
    assert {"/body", "/404"} == {one.target for one in web.log.requests[before:]}


def test_only_rules_about_links_judge(links: Command, tmp_path: Path) -> None:
    """Those that a project leaves out for its audits do no harm here; to select none of them is a mistake."""
    dead = listed(tmp_path, "http://status.example/404")

    assert 0 == links("--urls", dead, "--ignore", "link-dead,bare-url").code
    assert 1 == links("--urls", dead, "--select", "link-*,claim-*").code
    ran = links("--urls", dead, "--select", "claim-*")
    assert (2, b"") == (ran.code, ran.out)
    assert "none of these rules is about links" in ran.err


def test_a_recording_gives_the_same_links(links: Command, process: Command, tmp_path: Path) -> None:
    """Once recorded, nobody need be asked: a replay knows no proxy, and two replays are the same bytes."""
    urls, cassette = listed(tmp_path, *EXPECTED), str(tmp_path / "links.yaml")
    recorded = links("--urls", urls, "--format", "json", "--record", cassette)
    replay = ("links", "--urls", urls, "--no-archives", "--format", "json", "--replay", cassette)
    first, second = process(*replay), process(*replay, CITECHECK_PROXY="http://127.0.0.1:9")

    assert timeless(recorded.out) == timeless(first.out)
    assert "replay" == json.loads(first.out)["run"]["provenance"]["kind"]
    assert first.out == second.out
    assert (1, 1) == (recorded.code, first.code)


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:9", "http://127.0.0.1:1/", "socks5://127.0.0.1:9"])
def test_without_a_network_the_run_ends_with_3(links: Command, tmp_path: Path, proxy: str) -> None:
    """A proxy that refuses is no dead link; the report is written all the same."""
    ran = links(
        "--urls", listed(tmp_path, "http://a.example/", "https://b.example/"), "--format", "json", CITECHECK_PROXY=proxy
    )

    assert {"unreachable"} == set(verdicts(ran.out).values())
    assert 3 == ran.code
    assert "no address got an answer. Check the network or the proxy" in ran.err


def test_offline_asks_nobody(links: Command, web: StandInWeb, tmp_path: Path) -> None:
    """And says why nothing is known."""
    before = len(web.log.requests)
    ran = links("--urls", listed(tmp_path, "http://good.example/"), "--offline", "--format", "json")

    assert (0, {"http://good.example/": "unchecked"}) == (ran.code, verdicts(ran.out))
    assert before == len(web.log.requests)


def test_what_is_not_answered_in_time_is_unchecked(links: Command, tmp_path: Path) -> None:
    """`--max-time` ends the run with 3 and a report."""
    urls = listed(tmp_path, "http://good.example/article", "http://slow.example/hang")
    ran = links("--urls", urls, "--max-time", "2", "--timeout", "60", "--format", "json")

    assert {"http://good.example/article": "live", "http://slow.example/hang": "unchecked"} == verdicts(ran.out)
    assert 3 == ran.code
    assert "--max-time" in ran.err


def test_addresses_can_be_left_out(links: Command, web: StandInWeb, tmp_path: Path) -> None:
    """They are skipped with the reason, nobody is asked about them, and nothing is found about them."""
    before = len(web.log.requests)
    urls = listed(
        tmp_path, "http://good.example/article", "http://status.example/404", "http://moved.example/301", "ftp://x/"
    )
    arguments = ("--include-url", "*.example", "--exclude-url", "status.example,http://moved*", "--format", "json")
    ran = links("--urls", urls, *arguments)
    document = json.loads(ran.out)["documents"][0]

    assert 0 == ran.code, ran.err
    assert ["live", "skipped", "skipped", "skipped"] == [link["verdict"] for link in document["links"]]
    assert [
        "It is left out: --exclude-url status.example.",
        "It is left out: --exclude-url http://moved*.",
        "It is left out: no pattern of --include-url fits it.",
    ] == [link["reason"] for link in document["links"][1:]]
    assert ([], ["/article"]) == (document["findings"], [one.target for one in web.log.requests[before:]])
    assert "4 links in 1 document: 3 skipped, 1 live\n" == ran.err


def test_places_on_pages_are_looked_for_when_that_is_wanted(links: Command, tmp_path: Path) -> None:
    """A note, and the links live; without the option nothing is said."""
    urls = listed(tmp_path, "http://good.example/article#no-such-part", "http://good.example/article#top")
    ran = links("--urls", urls, "--fragments", "--format", "json")
    document = json.loads(ran.out)["documents"][0]
    without = json.loads(links("--urls", urls, "--format", "json").out)["documents"][0]

    assert 0 == ran.code, ran.err
    assert [("live", "missing"), ("live", "found")] == [(one["verdict"], one["fragment"]) for one in document["links"]]
    assert [("link-fragment-missing", "note", 1)] == [
        (one["rule"], one["severity"], one["line"]) for one in document["findings"]
    ]
    assert ([None, None], []) == ([one["fragment"] for one in without["links"]], without["findings"])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_who_interrupts_gets_what_was_done(tmp_path: Path, number: signal.Signals) -> None:
    """One thread asks one address after the other: the first is answered, the second never."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        base = f"http://127.0.0.1:{server.getsockname()[1]}"
        command = ["links", "--urls", listed(tmp_path, f"{base}/1", f"{base}/2"), "--no-archives", "--allow-private"]
        child = subprocess.Popen(
            [sys.executable, "-m", "citecheck", *command, "--jobs", "1", "--timeout", "300", "--format", "json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        first, _ = server.accept()
        first.recv(65536)
        first.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        first.close()
        second, _ = server.accept()
        os.kill(child.pid, number)
        out, err = child.communicate(timeout=60)
        second.close()

    assert {f"{base}/1": "live", f"{base}/2": "unchecked"} == verdicts(out)
    assert 3 == child.returncode
    assert b"interrupted; what was done until then is reported." in err


def test_odd_addresses_have_a_verdict(links: Command, web: StandInWeb, tmp_path: Path) -> None:
    """Control characters, a megabyte, literals of every kind: never a crash, and nothing that a browser would not send."""
    before = len(web.log.requests)
    ran = links("--urls", listed(tmp_path, *ODD), "--format", "json", "--fail-on", "never", "--fragments")
    found = verdicts(ran.out)
    sent = [one.target for one in web.log.requests[before:]]

    assert "Traceback" not in ran.err
    assert {url.strip() for url in ODD} == set(found)
    assert {"invalid"} == {found[url] for url in (*ODD[:4], ODD[7], ODD[13])}
    assert {"skipped"} == {found[url] for url in ODD[4:7]}
    assert [] == [target for target in sent if not target.isascii() or not target.isprintable() or len(target) > 65_536]
    assert "/%25%2525%zz%" in {target.removeprefix("http://good.example") for target in sent}


@pytest.mark.parametrize("format_", ["text", "markdown", "html"])
def test_odd_addresses_are_shown_harmlessly(links: Command, tmp_path: Path, format_: str) -> None:
    """No control character of theirs reaches a terminal or a page."""
    ran = links("--urls", listed(tmp_path, *ODD[:12], *ODD[-2:]), "--format", format_, "--offline")

    assert 0 == ran.code, ran.err
    assert b"\x1b" not in ran.out
    assert "\u202e" not in ran.out.decode()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "There is nothing to check. Name a document, or a list of addresses with --urls."),
        (("http://a.example/",), "http://a.example/ is an address. Put it into a file, one address a line"),
        (("-", "--urls", "-"), "not both"),
        (("--urls", "none.txt"), "there is no file none.txt"),
        (("--urls", "empty.txt"), "is empty"),
        (("--urls", "some.txt", "--format", "text", "--format", "json"), "2 formats need --output DIR"),
        (("--urls", "some.txt", "--format", "no-such"), "no-such"),
        (("--urls", "some.txt", "--record", "a", "--replay", "b"), "give one of them"),
        (("--urls", "some.txt", "--replay", "none.yaml"), "none.yaml"),
        (("--urls", "some.txt", "--jobs", "0"), "--jobs"),
    ],
)
def test_calls_that_make_no_sense(process: Command, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    """End with 2 and say what to do."""
    (tmp_path / "empty.txt").touch()
    (tmp_path / "some.txt").write_text("http://a.example/\n", encoding="utf-8")
    ran = process("links", *arguments)

    assert (2, b"") == (ran.code, ran.out)
    assert said in " ".join(ran.err.split())
    assert "Traceback" not in ran.err


def test_a_document_that_cannot_be_read_does_not_stop_the_others(links: Command, tmp_path: Path) -> None:
    """The list is checked; the exit code tells that something is missing."""
    ran = links("none.txt", "--urls", listed(tmp_path, "http://good.example/article"), "--format", "json")

    assert {"http://good.example/article": "live"} == verdicts(ran.out)
    assert 2 == ran.code
    assert "there is no file none.txt" in ran.err


def test_the_help_says_what_is_true(process: Command) -> None:
    """`--no-cache` is about this run and the next one."""
    said = " ".join(process("links", "--help").out.decode().split())

    assert "--no-cache Ask every address anew, and keep no answer for the next run." in said


def test_the_report_on_links_does_not_wait_for_archives(tmp_path: Path) -> None:
    """With --output it is there when all links are answered; Ctrl-C ends the asking of archives, with all that is known."""
    urls = tmp_path / "urls.txt"
    urls.write_text("".join(f"http://good.example/article?{n}\n" for n in range(6)))
    with StandInWeb(TORTURE) as web:
        reached = {
            "CITECHECK_PROXY": f"http://127.0.0.1:{web.http_port}",
            "CITECHECK_PROXY_RESOLVES": "1",
            "CITECHECK_CA_FILE": str(web.ca_pem),
            "CITECHECK_ARCHIVE_SPEED": "0.02",
        }
        command = [
            sys.executable,
            "-m",
            "citecheck",
            "links",
            "--urls",
            str(urls),
            "--format",
            "json",
            "--output",
            "out",
        ]
        running = subprocess.Popen(command, env=os.environ | reached, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
        assert running.stderr is not None
        said = running.stderr.readline().decode()
        early = json.loads((tmp_path / "out/audit.json").read_text())
        running.send_signal(signal.SIGINT)
        _, rest = running.communicate(timeout=60)
    whole = json.loads((tmp_path / "out/audit.json").read_text())

    assert "All links are answered; snapshots are still looked for." in said
    assert ["live"] * 6 == [one["verdict"] for one in early["documents"][0]["links"]]
    assert "unknown" in {one["status"] for one in early["documents"][0]["snapshots"]}
    assert b"interrupted; what was done until then is reported." in rest
    assert (3, early["documents"][0]["links"]) == (running.returncode, whole["documents"][0]["links"])
