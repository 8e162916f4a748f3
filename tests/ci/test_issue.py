"""The one issue of the scheduled workflow: opened, kept current, left alone, closed, by the real `gh`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ci.code_host import CodeHost
from tests.ci.runner import Ran, Runner, load, plain_environment

OPENED = "<!-- citecheck-links aaaa -->\nTwo links."
REPORT = "# Citation audit\n\n> Live.\n\n- `link-dead`: $(touch pwned) `touch pwned` @<!-- -->someone\n"


@pytest.fixture
def host(tmp_path: Path) -> Iterator[CodeHost]:
    """Give a code host."""
    with CodeHost(tmp_path) as one:
        yield one


@pytest.fixture
def step(tmp_path: Path, host: CodeHost, require_program: Callable[[str], str]) -> Callable[..., Ran]:
    """Give the function that runs the steps of the job `issue` after a run that ended so."""
    require_program("gh")
    work = tmp_path / "work"
    (work / "report").mkdir(parents=True)
    (tmp_path / "home").mkdir()
    # Of another host than github.com, gh takes the token from another variable.
    environment = plain_environment(tmp_path / "home") | {
        "GH_HOST": host.name, "GH_ENTERPRISE_TOKEN": "a-token", "SSL_CERT_FILE": str(host.ca_pem),
        "GITHUB_REPOSITORY": "our/docs", "GH_CONFIG_DIR": str(tmp_path / "gh"),
    }  # fmt: skip
    runner = Runner(work, tmp_path / "temp", tmp_path, environment)

    def run(code: str, digest: str = "aaaa", failing: str = "2", report: str = REPORT) -> Ran:
        (work / "report/audit.md").write_text(report, encoding="utf-8")
        outputs = {"exit-code": code, "digest": digest, "failing": failing}
        github = {"server_url": "https://github.example", "repository": "our/docs", "run_id": "7", "token": ""}
        ran = runner.run(
            load("docs/ci/scheduled.yml")["jobs"]["issue"]["steps"],
            {"needs": {"links": {"outputs": outputs}}, "github": github},
        )
        assert 0 == ran.code, ran.log
        assert not (work / "pwned").exists()
        return ran

    return run


def test_it_is_opened_when_something_is_found(host: CodeHost, step: Callable[..., Ran]) -> None:
    """With a label and the report; nothing of the report is run."""
    step("1")
    (issue,) = host.issues

    assert [("POST", "")] == host.asked
    assert ("Links that need a look", ["citecheck"]) == (issue["title"], issue["labels"])
    assert [
        "<!-- citecheck-links aaaa -->",
        "2 links or places need a look. [The run](https://github.example/our/docs/actions/runs/7) has the whole report.",
        "",
        *REPORT.splitlines()[1:],
    ] == issue["body"].splitlines()


def test_it_is_left_alone_while_the_same_is_found(host: CodeHost, step: Callable[..., Ran]) -> None:
    """Nobody is told twice; a run that is not whole says nothing, either."""
    host.add(OPENED)
    step("1")
    step("3", digest="none", failing="0")

    assert ([], []) == (host.asked, host.comments)


def test_it_is_kept_current(host: CodeHost, step: Callable[..., Ran]) -> None:
    """When something else is found the text is that of the last run, and a comment tells who follows it."""
    host.add(OPENED)
    step("1", digest="bbbb", failing="3")

    assert [("PATCH", "/1"), ("POST", "/1/comments")] == host.asked
    assert host.issues[0]["body"].startswith("<!-- citecheck-links bbbb -->\n3 links")
    assert "has changed (3 now)" in host.comments[0]


def test_it_is_closed_when_all_is_well(host: CodeHost, step: Callable[..., Ran]) -> None:
    """With a comment; where none is open, nothing is done."""
    host.add(OPENED)
    step("0", digest="none", failing="0")
    step("0", digest="none", failing="0")

    assert [("POST", "/1/comments"), ("PATCH", "/1")] == host.asked
    assert ("closed", "completed") == (host.issues[0]["state"], host.issues[0]["state_reason"])
    assert host.comments[0].startswith("All links are in order again")


def test_issues_of_others_are_left_alone(host: CodeHost, step: Callable[..., Ran]) -> None:
    """Those of people, pull requests, closed ones, others of the label, whatever they say."""
    host.add(OPENED, by="User")
    host.add(OPENED, pull_request={})
    host.add("Not ours. <!-- citecheck-links aaaa -->")
    host.add(OPENED, state="closed")
    host.add(OPENED, labels=("bug",))
    step("1")

    assert [("POST", "")] == host.asked
    assert 6 == len(host.issues)


def test_a_long_report_is_cut_at_a_line(host: CodeHost, step: Callable[..., Ran]) -> None:
    """GitHub takes 65,536 characters."""
    step("1", report="# Citation audit\n" + f"- {'é' * 300}\n" * 2000)
    body = host.issues[0]["body"]

    assert 20_000 < len(body) < 65_536
    assert f"- {'é' * 300}" == body.splitlines()[-1]
