"""Copies that references link: asked over HTTP, judged, told in findings and in JSON."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from citecheck import api
from citecheck.archives.cited import asked_as_captured
from citecheck.gathering import Policy, Question, ask
from citecheck.lexicon.copies import copy_of
from citecheck.web.hosts import Manners
from tests.standin import StandInWeb

TABLE = tomllib.loads(Path(__file__).with_name("cited.toml").read_text(encoding="utf-8"))
COPIES = TABLE["copy"]
AT_ONCE = Manners(at_once=32, interval=0.0)
WAYBACK = "https://web.archive.org/web/20070309101522"


@pytest.fixture(scope="module")
def web() -> Iterator[StandInWeb]:
    """Give the web of the table."""
    with StandInWeb(TABLE["web"]) as started:
        yield started


def policy_for(web: StandInWeb, **changes: Any) -> Policy:  # noqa: ANN401 - the fields of a policy
    """Give a policy that asks a web at once."""
    fields: dict[str, Any] = {
        "resolver": web.resolver,
        "ca_file": str(web.ca_pem),
        "label": web.table.label,
        "manners": AT_ONCE,
        "archive_manners": AT_ONCE,
        "patience": 0.0,
        "pause": 0.0,
        "timeout": 10.0,
        "retries": 0,
    }
    return Policy(**(fields | changes))


@pytest.mark.parametrize("case", COPIES, ids=lambda case: case["why"])
def test_a_copy_is_judged_as_its_archive_plays_it_back(case: dict[str, Any], web: StandInWeb) -> None:
    """The verdict, what is known of it as a copy, where it is in the end, and why."""
    found = ask([Question(case["link"])], policy_for(web)).links[case["link"]]
    copy = found.copy

    assert (case["verdict"], case.get("playback")) == (found.verdict, copy and copy.playback), found
    assert case.get("at") == (copy and copy.captured_at)
    assert case.get("final", found.final_url) == found.final_url
    assert case.get("says", "") in found.reason
    assert case["link"] == found.url
    if copy is not None:
        told = copy_of(case["link"].partition("#")[0])
        assert told is not None
        assert (told.archive, told.original) == (copy.archive, copy.original)
        assert (copy.playback == "verified") == (copy.reason == "")


def test_all_at_once_are_judged_as_each_alone(web: StandInWeb) -> None:
    """A whole run gives the same verdicts, in the order of the questions, and wants no copy of a copy."""
    answers = ask([Question(case["link"]) for case in COPIES], policy_for(web))

    assert [(case["link"], case["verdict"]) for case in COPIES] == [
        (url, found.verdict) for url, found in answers.links.items()
    ]
    assert {} == dict(answers.snapshots)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        (f"{WAYBACK}/http://a.test/", f"{WAYBACK}id_/http://a.test/"),
        (f"{WAYBACK}if_/http://a.test/b?c=d#e", f"{WAYBACK}id_/http://a.test/b?c=d#e"),
        ("HTTP://Web.Archive.org/web/2007/a.test", "HTTP://Web.Archive.org/web/2007id_/a.test"),
        ("https://web.archive.org/save/http://a.test/", "https://web.archive.org/web/2id_/http://a.test/"),
        ("https://arquivo.pt/noFrame/replay/2010/http://a.test/", "https://arquivo.pt/noFrame/replay/2010id_/http://a.test/"),
        ("https://web.archive.org.au/awa/2010/http://a.test/", "https://web.archive.org.au/awa/2010mp_/http://a.test/"),
        # What has no time in its address, or is of an archive that is not known to understand more, is asked as it is.
        ("https://web.archive.org/web/*/http://a.test/", "https://web.archive.org/web/*/http://a.test/"),
        ("https://web.archive.org/web/http://a.test/", "https://web.archive.org/web/http://a.test/"),
        ("https://perma.cc/RZP7-3P4P", "https://perma.cc/RZP7-3P4P"),
        ("https://vefsafn.is/2010/http://a.test/", "https://vefsafn.is/2010/http://a.test/"),
        ("http://web.archive.org.test/web/2007/a.test", "http://web.archive.org.test/web/2007/a.test"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_copy_is_asked_for_as_it_was_captured(url: str, asked: str) -> None:
    """Without toolbar and frame, where it is known how the archive is asked for that; nobody has a new copy made."""
    assert asked == asked_as_captured(url)


WIKITEXT = """The harbour opened.<ref>{{cite web |title=Harbour |url=http://gone.example/a |archive-url=
https://web.archive.org/web/20070309101522/http://gone.example/a |archive-date=2007-03-09 |url-status=live}}</ref>
The bridge followed.<ref>{{cite web |title=Bridge |url=http://old.example/page |archive-url=
https://web.archive.org/web/20110101000000/http://old.example/page |archive-date=2011-01-01 |url-status=dead}}</ref>
The tower stood.<ref>{{cite web |title=Tower |url=http://old.example/page |archive-url=
https://web.archive.org/web/20070309101522/http://old.example/page |archive-date=2017-03-09}}</ref>
The gate is shut.<ref>{{cite web |title=Gate |url=http://old.example/page |archive-url=
https://archive.ph/AbCdE |archive-date=2013-09-23}}</ref>

== References ==
{{reflist}}
""".replace("archive-url=\n", "archive-url=")


def test_an_audit_tells_of_copies(tmp_path: Path) -> None:
    """From wikitext to findings: the copy that is none, the one of another day, the date, the archive, the status."""
    path = tmp_path / "article.wikitext"
    path.write_text(WIKITEXT, encoding="utf-8")
    gone = {"host": [{"name": "gone.example", "dns": "unknown"}]}
    page = {"answer": [{"host": "old.example", "page": "article"}]}
    with StandInWeb(TABLE["web"], gone, page) as standing:
        report = api.investigate(path, policy=policy_for(standing)).report
    document = report.documents[0]

    told = [(one.rule, one.reference) for one in document.findings if "archive" in one.rule or "broken" in one.rule]
    assert [
        ("archive-date-mismatch", "ref-2"),
        ("archive-date-mismatch", "ref-3"),
        ("archive-untrusted", "ref-4"),
        ("snapshot-broken", "ref-1"),
    ] == sorted(told)
    statuses = [one for one in document.findings if one.rule == "url-status-mismatch"]
    assert [("ref-1", "warning"), ("ref-2", "note")] == [(one.reference, one.severity) for one in statuses]
    broken = next(one for one in document.findings if one.rule == "snapshot-broken")
    assert "The archive holds no copy of it." in broken.message
    assert [] == [one for one in document.findings if one.rule == "link-dead" and one.url == broken.url]

    links = {one["url"]: one for one in json.loads(api.render(report, "json"))["documents"][0]["links"]}
    assert {
        "archive": "wayback",
        "original": "http://old.example/page",
        "captured_at": "2007-03-09T10:15:22Z",
        "playback": "verified",
        "reason": "",
    } == links["https://web.archive.org/web/20110101000000/http://old.example/page"]["copy"]
    assert links["http://old.example/page"]["copy"] is None


def test_the_table_has_every_outcome() -> None:
    """Each verdict and each playback that a copy can have is in it."""
    assert {"live", "dead", "soft-404", "unreachable", "unchecked"} == {case["verdict"] for case in COPIES}
    assert {"verified", "broken", "unverified", None} == {case.get("playback") for case in COPIES}
