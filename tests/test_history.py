"""Several runs tell an outage from a death: three failures that are two days apart, and one success takes all back."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.errors import HistoryError
from citecheck.history import VERSION, History, PastRun, Record, Rule, dump, earlier, load, teller, updated
from citecheck.model import AuditReport, Counts, DocumentReport, LinkCheck, LinkVerdict, Provenance, Run

URL = "http://example.org/a"
DEFAULT = Rule(failures=3, days=2)


def audit(day: str, verdict: LinkVerdict, url: str = URL, path: str = "docs/a.txt") -> AuditReport:
    """Give an audit of one link, asked at noon."""
    check = LinkCheck(url, verdict, checked_at=f"{day}T12:00:00Z")
    document = DocumentReport("a.txt", "plain", None, None, "", "", "source", links=(check,), path=path)
    counts = Counts(1, links=1, findings={"error": 1, "warning": 0, "note": 0})
    return AuditReport(1, Run("citecheck", {}, day, Provenance("live", "x")), (document,), (), counts)


def state(history: History, report: AuditReport, rule: Rule = DEFAULT) -> tuple[str, int]:
    """Give what a run says of its link, with what the runs before left."""
    (check,) = teller(history, str, rule)(report.documents[0].links)
    assert check.history is not None
    return check.history.state, check.history.failures


def states(*answers: tuple[str, LinkVerdict], rule: Rule = DEFAULT) -> list[tuple[str, int]]:
    """Give the states over several runs."""
    history, seen = History(), []
    for day, verdict in answers:
        report = audit(day, verdict)
        seen.append(state(history, report, rule))
        history = load(dump(updated(history, report, rule)).encode(), "f")
    return seen


def test_a_link_that_fails_three_times_is_dead() -> None:
    """On the third failure, a week apart each."""
    assert [("ok", 0), ("failing", 1), ("failing", 2), ("dead", 3), ("dead", 4)] == states(
        ("2026-11-01", "live"), ("2026-11-08", "dead"), ("2026-11-15", "dead"), ("2026-11-22", "soft-404"),
        ("2026-11-29", "dead"),
    )  # fmt: skip


def test_one_success_takes_all_failures_back() -> None:
    """Also of a link that was dead."""
    assert [("failing", 1), ("ok", 0), ("failing", 1), ("failing", 2), ("dead", 3), ("ok", 0)] == states(
        ("2026-11-01", "dead"), ("2026-11-08", "moved"), ("2026-11-15", "dead"), ("2026-11-22", "dead"),
        ("2026-11-29", "dead"), ("2026-12-06", "live"),
    )  # fmt: skip


def test_failures_count_when_they_are_two_days_apart() -> None:
    """Ten runs in one outage of a weekend are one failure; the days count from the last one that counted."""
    assert [("failing", 1), ("failing", 1), ("failing", 2), ("failing", 2), ("dead", 3)] == states(
        ("2026-11-01", "dead"), ("2026-11-02", "dead"), ("2026-11-03", "dead"), ("2026-11-04", "dead"),
        ("2026-11-05", "dead"),
    )  # fmt: skip


def test_walls_and_outages_never_kill_a_link_and_never_revive_it() -> None:
    """What is blocked or out of order says nothing of the page."""
    assert [("ok", 0)] * 5 == states(*((f"2026-11-{day:02}", "unreachable") for day in (1, 8, 15, 22, 29)))
    assert [("failing", 1), ("failing", 1), ("failing", 2)] == states(
        ("2026-11-01", "dead"), ("2026-11-08", "blocked"), ("2026-11-15", "dead")
    )


def test_both_numbers_are_settings() -> None:
    """One failure is enough for those who say so, and days may be none."""
    assert [("dead", 1)] == states(("2026-11-01", "dead"), rule=Rule(failures=1, days=2))
    assert [("failing", 1), ("dead", 2)] == states(
        ("2026-11-01", "dead"), ("2026-11-02", "dead"), rule=Rule(failures=2, days=0)
    )


def test_an_answer_that_was_kept_is_no_new_one() -> None:
    """A second run with the answer of the first changes nothing, nor does the same run told twice."""
    report = audit("2026-11-01", "dead")
    history = updated(History(), report, DEFAULT)

    assert ("failing", 1) == state(history, report)
    assert dump(history) == dump(updated(history, report, DEFAULT))


@pytest.mark.parametrize("verdict", ["unchecked", "skipped", "invalid"])
def test_what_was_not_asked_has_no_history(verdict: LinkVerdict) -> None:
    """Nothing is known of it, and nothing is written."""
    report = audit("2026-11-01", verdict)

    assert [None] == [check.history for check in teller(History(), str, DEFAULT)(report.documents[0].links)]
    assert () == updated(History(), report, DEFAULT).links


def test_addresses_that_nobody_names_are_forgotten_after_a_year() -> None:
    """The file stays small over the years."""
    old = updated(History(), audit("2025-09-01", "dead", "http://old.example/"), DEFAULT)
    half = updated(old, audit("2026-03-01", "live", "http://half.example/"), DEFAULT)
    new = updated(half, audit("2026-11-01", "live"), DEFAULT)

    assert {"http://half.example/", URL} == {record.url for record in new.links}


def test_the_file_has_an_address_a_line_and_merges_as_text() -> None:
    """Where two branches have a line for one address each, the later one counts."""
    one = Record(URL, "2026-11-01T12:00:00Z", failures=1)
    other = dataclasses.replace(one, last_seen="2026-11-08T12:00:00Z", failures=0)
    text = dump(History((other, one), ()))

    assert 2 == sum(URL in line for line in text.split("\n"))
    assert (other,) == load(text.encode(), "f").links
    assert VERSION == json.loads(text)["schema_version"]


def test_runs_of_the_same_documents_are_a_trend() -> None:
    """Others are another one, a day counts once, and the run itself is no earlier one."""
    history = History()
    for day, path in (("2026-11-01", "a"), ("2026-11-08", "a"), ("2026-11-08", "b"), ("2026-11-08", "a")):
        history = updated(history, audit(day, "dead", path=path), DEFAULT)
    found = earlier(history, audit("2026-11-15", "dead", path="a"))

    assert ["2026-11-01", "2026-11-08"] == [run.as_of for run in found]
    assert ({"error": 1, "warning": 0, "note": 0}, {"dead": 1}) == (found[0].findings, found[0].links)
    assert 3 == len(history.runs)


@pytest.mark.parametrize(
    ("message", "data"),
    [
        ("is no history", b""),
        ("is no history", b'{"schema_version": 1, "links": [{"url": 1}]}'),
        ("is no history", b"\xff"),
        ("is no history", b"[" * 100_000),
        ("marks of a merge", b'{"schema_version": 1,\n<<<<<<< ours\n'),
        ("its version is 9", b'{"schema_version": 9}'),
    ],
)
def test_what_is_no_history_is_an_error_that_says_what_to_do(message: str, data: bytes) -> None:
    """It names the file and the way out."""
    with pytest.raises(HistoryError, match=f"f.json: .*{message}.*Name another file"):
        load(data, "f.json")


WORDS = st.text(max_size=12)


@given(
    st.lists(
        st.builds(Record, WORDS, WORDS, st.none() | WORDS, st.integers(0, 9), st.none() | WORDS, st.none() | WORDS)
    )
)
def test_whatever_a_file_says_a_run_goes_on(records: list[Record]) -> None:
    """Times that are none, addresses twice, words of any kind: states are told, and the file is written."""
    history = History(tuple(records), (PastRun("x", "y", {}, {}),))
    report = audit("2026-11-01", "dead")

    teller(history, str, DEFAULT)(report.documents[0].links)
    assert load(dump(updated(history, report, DEFAULT)).encode("utf-8", "replace"), "f").runs
