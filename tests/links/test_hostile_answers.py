"""Whatever bytes a server answers with, a link gets the verdict that they deserve, in time, and on a replay again."""

from __future__ import annotations

import re
import time
import tomllib
import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

from citecheck.api import investigate
from citecheck.config import Settings
from citecheck.gathering import Policy
from citecheck.model import AuditReport
from citecheck.web.hosts import Manners
from tests.standin.raw import DOMAIN, RawWeb

CASES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("hostile_answers.toml").read_text(encoding="utf-8")
)["case"]
LATE = [case for case in CASES if case.get("late")]
PROMPT = [case for case in CASES if not case.get("late")]
AT_ONCE = Manners(at_once=32, interval=0.0)
NEAR = 1.0
"""Seconds that a server which never ends is waited for."""
PATIENT = 60.0
"""Seconds for all others, however busy the machine: one that takes them all has hung."""
FLOODS = [case for case in CASES if "forever" in str(case["send"]) or "times" in str(case["send"])]
MOST_MEMORY = 16 * 1024 * 1024
"""Bytes that one answer may cost at any moment: that of a page, packed and unpacked, its text, and its elements."""


@dataclass(frozen=True)
class Run:
    """What came of asking some cases."""

    report: AuditReport
    web: RawWeb
    seconds: float


def url_of(case: dict[str, Any]) -> str:
    """Give the address of a case."""
    return f"{case.get('scheme', 'http')}://{case['name']}{DOMAIN}{case.get('path', '/a/story-12.html')}"


def asked(web: RawWeb, cases: Sequence[dict[str, Any]], **changes: Any) -> AuditReport:  # noqa: ANN401 - the fields of a policy
    """Give the report on the links to some cases, all asked at the same time."""
    usual: dict[str, Any] = {
        "resolver": web,
        "archives": False,
        "manners": AT_ONCE,
        "patience": 0.0,
        "timeout": PATIENT,
    }
    policy = Policy(**(usual | changes))
    addresses = "\n".join(map(url_of, cases)).encode()
    return investigate(addresses, settings=Settings(from_="urls"), policy=policy, links_only=True).report


def told(report: AuditReport) -> list[tuple[Any, ...]]:
    """Give what a report says of each link, the times of day apart."""
    links = report.documents[0].links
    return [(link.url, link.verdict, link.http_status, link.final_url, link.chain, link.reason) for link in links]


@pytest.fixture(scope="module")
def prompt() -> Iterator[Run]:
    """Give what came of all cases that end."""
    with RawWeb(PROMPT) as web:
        start = time.monotonic()
        report = asked(web, PROMPT)
        yield Run(report, web, time.monotonic() - start)


@pytest.fixture(scope="module")
def late() -> Iterator[Run]:
    """Give what came of all that never end."""
    with RawWeb([*LATE, *(case for case in CASES if case["name"] == "good")]) as web:
        start = time.monotonic()
        report = asked(web, LATE, timeout=NEAR)
        yield Run(report, web, time.monotonic() - start)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_verdict_is_the_one_that_the_bytes_deserve(case: dict[str, Any], prompt: Run, late: Run) -> None:
    """The verdict, a part of its reason, and where it matters the status and the address that answered last."""
    run = late if case.get("late") else prompt
    links = {link.url: link for link in run.report.documents[0].links}
    found = links[url_of(case)]

    assert case["verdict"] == found.verdict, found.reason
    assert case["says"] in found.reason
    assert found.reason.endswith((".", "”", "?"))
    assert case.get("status", found.http_status) == found.http_status
    assert case.get("final", found.final_url) == found.final_url


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_link_costs_few_requests(case: dict[str, Any], prompt: Run, late: Run) -> None:
    """One, one more for what failed for the moment or led elsewhere; and at least the one."""
    run = late if case.get("late") else prompt

    assert 1 <= run.web.asked[f"{case['name']}{DOMAIN}"] <= case.get("asked", 2)


def test_a_server_that_never_ends_is_not_waited_for(late: Run) -> None:
    """All of them at once, each asked twice at most: the run ends soon after two deadlines."""
    assert late.seconds < 10 * NEAR


def test_what_is_served_without_end_is_not_taken(prompt: Run) -> None:
    """Of a flood goes out what the limits take and what stands in buffers, and no more."""
    most = max(prompt.web.sent.values())

    assert most < 40_000_000, prompt.web.sent.most_common(3)


@pytest.mark.parametrize("case", FLOODS, ids=lambda case: case["name"])
def test_memory_does_not_grow_with_what_is_served(case: dict[str, Any]) -> None:
    """However much comes, at no moment is more held than a page takes."""
    with RawWeb([case]) as web:
        asked(web, [case])
        tracemalloc.start()
        try:
            asked(web, [case])
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    assert most < MOST_MEMORY


@pytest.mark.parametrize("times", [1, 500])
@pytest.mark.parametrize("head", ["204 No Content\r\n", "304 Not Modified\r\n", "200 OK\r\nContent-Length: 0\r\n"])
def test_what_is_left_over_answers_no_other_link(head: str, times: int) -> None:
    """Bytes that come with an answer, after its end, are not taken for that to the next request of the connection."""
    left = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n" * times
    good = ["HTTP/1.1 200 OK\r\nContent-Length: 171\r\n\r\n«page»"]
    first = {"name": "left", "send": [f"HTTP/1.1 {head}\r\n{left}"], "end": "keep", "then": good, "then_end": "keep"}
    with RawWeb([first]) as web:
        report = asked(web, [first | {"path": f"/{number}"} for number in range(4)], jobs=1)

    assert ["live"] * 3 == [link.verdict for link in report.documents[0].links[1:]]


def test_a_replay_says_the_same(tmp_path: Path) -> None:
    """Whatever came can be written down, and read again: all that is said of every link is the same."""
    cassette = tmp_path / "hostile.yaml"
    with RawWeb(PROMPT) as web:
        recorded = asked(web, PROMPT, record=cassette)
        replayed = asked(web, PROMPT, replay=cassette)

    assert told(recorded) == told(replayed)
    assert [case["verdict"] for case in PROMPT] == [link.verdict for link in recorded.documents[0].links]


def test_a_report_holds_no_control_characters(prompt: Run, late: Run) -> None:
    """What servers say of themselves is printed for people: nothing of it steers their terminal."""
    for run in (prompt, late):
        links = msgspec.to_builtins(run.report.documents[0].links)
        assert re.search(r"[\x00-\x1f\x7f-\x9f]", "".join(strings(links))) is None


def test_a_report_does_not_grow_with_what_is_served(prompt: Run) -> None:
    """However long a header or a page is, little of it is told."""
    links = msgspec.to_builtins(prompt.report.documents[0].links)

    assert max(map(len, strings(links))) < 3000


def strings(told: object) -> Iterator[str]:
    """Give all texts in lists and tables."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        for value in told.values():
            yield from strings(value)
    elif isinstance(told, list | tuple):
        for value in told:
            yield from strings(value)
