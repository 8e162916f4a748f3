"""`action.yml`, its steps run by bash on a scratch repository."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from citecheck.documents import SUFFIXES
from tests.ci.runner import ROOT, Runner
from tests.standin import StandInWeb


def names(folder: Path) -> set[str]:
    """Give the names of what is in a folder."""
    return {file.name for file in folder.iterdir()}


BAD = """<!DOCTYPE html>
<h1>A clock</h1>
<p>It struck nine.<sup id="cite_ref-1"><a href="#cite_note-1">[1]</a></sup></p>
<ol class="references"><li id="cite_note-1">Kim, Ann (2001). <i>Clocks</i>. Oslo: Forlag. ISBN 978-0-306-40615-8.</li></ol>
"""
"""A document with one error: a wrong ISBN."""


def test_a_job_fails_with_what_was_found_and_tells_it_in_all_places(runner: Runner) -> None:
    """Exit code, figures, report, summary and annotations; nothing is written into the checkout."""
    ran = runner.act(offline="true", sarif="true")
    report = runner.temp / "citecheck"

    assert 1 == ran.code
    assert {
        "exit-code": "1", "findings": "11", "new-findings": "11", "failing": "1", "digest": ran.outputs["digest"],
        "report": str(report), "sarif": str(report / "audit.sarif"),
    } == ran.outputs  # fmt: skip
    assert ["audit.json", "audit.md", "audit.sarif"] == sorted(file.name for file in report.iterdir())
    assert ran.summary == (report / "audit.md").read_text(encoding="utf-8")
    assert "\n::error file=sample.html,line=32," in ran.log
    assert [".git", "sample.html"] == sorted(file.name for file in runner.workspace.iterdir())


@pytest.mark.parametrize(
    ("inputs", "code", "outputs"),
    [
        ({"fail": "false"}, 0, {"exit-code": "1"}),
        ({"fail_on": "warning"}, 1, {"exit-code": "1", "failing": "9"}),
        ({"sources": "missing.html", "fail": "false"}, 2, {"exit-code": "2"}),
        ({"job_summary": "false", "annotations": "false", "sources": "\n  sample.html  \n\n"}, 1, {"findings": "11"}),
        ({"format": "csv\ntext", "output": "out"}, 1, {"report": "out"}),
    ],
)
def test_inputs_do_what_they_say(runner: Runner, inputs: dict[str, str], code: int, outputs: dict[str, str]) -> None:
    """Each changes how the step ends, or where the report goes."""
    ran = runner.act(offline="true", **inputs)

    assert code == ran.code
    assert outputs == {name: ran.outputs[name] for name in outputs}
    assert ("job_summary" in inputs) == (ran.summary == "")
    assert ("annotations" in inputs or code == 2) == ("::error file" not in ran.log)
    assert ("format" not in inputs) or {"audit.csv", "audit.txt"} < {
        file.name for file in (runner.workspace / "out").iterdir()
    }


WORST = """--output=pwned$(touch pwned)`touch pwned`' ; touch pwned ; ' " ; touch pwned ; " && touch pwned *"""
HOSTILE = (WORST, "a\nexit-code=0\nreport=pwned")
FREE = {"output", "history", "user_agent"}
"""Inputs that may be any word."""


@pytest.mark.parametrize(
    "name",
    [
        "sources", "format", "output", "fail_on", "baseline", "history", "config", "changed_since", "max_time", "command",
        "sarif", "user_agent",
    ],
)  # fmt: skip
def test_a_hostile_input_is_a_word(runner: Runner, name: str) -> None:
    """Nothing of it runs, none is an option, no output is added or changed by it."""
    (runner.workspace / "small.txt").write_text("Words.\n", encoding="utf-8")
    before = names(runner.workspace)
    for word in HOSTILE:
        given = {"offline": "true", "sources": "small.txt", "annotations": "false", "job_summary": "false"}
        ran = runner.act(**(given | {name: word}))
        made = names(runner.workspace) - before

        assert ("0" if name in FREE and "\n" not in word else "2") == ran.outputs["exit-code"]
        assert str(ran.code) == ran.outputs["exit-code"]
        assert made <= ({WORST} if name == "output" else set())
        assert all("\n" not in told for told in ran.outputs.values())


def test_names_of_a_strangers_files_are_names(runner: Runner) -> None:
    """A folder with names that shells, options, addresses and commands of a workflow are made of is audited whole."""
    for number, name in enumerate(
        ("$(touch pwned).html", "a; touch pwned.html", "--output=x.html", "-.html", "a\nb.html", "::error::x.html", "##[error]x.html")
    ):  # fmt: skip
        (runner.workspace / name).write_text(BAD.replace("Kim", f"Kim{number}"), encoding="utf-8")
    ran = runner.act(offline="true", fail="false", annotations="false")
    documents = json.loads((runner.temp / "citecheck/audit.json").read_bytes())["documents"]

    assert (0, "1", 8) == (ran.code, ran.outputs["exit-code"], len(documents))
    assert 9 == len(names(runner.workspace))
    assert 11 + 7 == int(ran.outputs["findings"])


def test_what_citecheck_says_of_a_document_is_no_command_of_the_workflow(runner: Runner) -> None:
    """Its lines stand between `stop-commands` and a word that nobody can know."""
    (runner.workspace / "##[error]x.html").write_text("\0", encoding="utf-8")
    ran = runner.act(sources="##[error]x.html", offline="true")
    lines = ran.log.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("::stop-commands::"))
    token = lines[start].removeprefix("::stop-commands::")
    end = lines.index(f"::{token}::")

    assert 32 == len(token)
    assert [True] == [start < number < end for number, line in enumerate(lines) if "##[" in line]


def test_modules_of_the_repository_are_not_imported(runner: Runner) -> None:
    """Not by citecheck, nor by what reads its report, also where the job sets PYTHONPATH."""
    for name in ("sitecustomize", "usercustomize", "json", "hashlib", "click", "yaml"):
        (runner.workspace / f"{name}.py").write_text("open('pwned', 'w')\n", encoding="utf-8")
    package = runner.workspace / "citecheck"
    package.mkdir()
    (package / "__init__.py").write_text("open('pwned', 'w')\n", encoding="utf-8")
    runner.environment |= {"PYTHONPATH": ".", "PYTHONSTARTUP": "json.py"}
    ran = runner.act(offline="true")

    assert "1" == ran.outputs["exit-code"]
    assert not (runner.workspace / "pwned").exists()


def test_it_installs_itself_within_its_constraints(tmp_path: Path) -> None:
    """By an isolated Python, outside the checkout: a `venv.py` or `pip/` of the repository is not run."""
    temp, work, log = tmp_path / "temp", tmp_path / "work", tmp_path / "log"
    temp.mkdir()
    work.mkdir()
    fake = tmp_path / "bin/python3"
    fake.parent.mkdir()
    # It notes where and with what it is called, and makes the environment that it is asked for: itself again.
    fake.write_text(
        f'#!/bin/bash\necho "$PWD: $*" >>{log}\n[ "$3" = venv ] || exit 0\nmkdir -p "$4/bin"\n'
        'cp "$0" "$4/bin/python"\nprintf "#!/bin/sh\\n" >"$4/bin/citecheck"\nchmod +x "$4/bin/citecheck"\n',
        encoding="utf-8",
    )
    fake.chmod(0o755)
    subprocess.run(
        [shutil.which("bash") or "bash", str(ROOT / ".github/action/install.sh")],
        cwd=work,
        env={"PATH": f"{fake.parent}:{os.environ['PATH']}", "RUNNER_TEMP": str(temp), "GITHUB_ACTION_PATH": str(ROOT)},
        check=True,
    )

    assert [
        f"{temp}: -I -m venv {temp}/citecheck-venv",
        f"{temp}: -I -m pip install --quiet --disable-pip-version-check --constraint {ROOT}/constraints.txt {ROOT}",
    ] == log.read_text(encoding="utf-8").splitlines()


def test_only_what_has_changed_is_audited(runner: Runner, commit: Callable[[], None]) -> None:
    """Documents by their names, no links that lead elsewhere, no other files; whatever their names are made of."""
    secret = runner.temp.parent / "secret.txt"
    secret.write_text("A secret.[1]\n\nReferences\n1. ^ Token 123.\n", encoding="utf-8")
    for name in ("new.html", "$(touch pwned).html", "a\nb.html", "https:.txt", "code.py", "config.txt"):
        (runner.workspace / name).write_text('{"a": 1}' if name == "config.txt" else BAD, encoding="utf-8")
    (runner.workspace / "leads-out.txt").symlink_to(secret)
    commit()
    ran = runner.act(offline="true", changed_since="HEAD^1", annotations="false")
    documents = json.loads((runner.temp / "citecheck/audit.json").read_bytes())["documents"]

    assert ["$(touch pwned).html", "a\nb.html", "https:.txt", "new.html"] == sorted(
        document["source"].removeprefix("./") for document in documents
    )
    assert "1" == ran.outputs["exit-code"]
    assert "passed over: no reader recognises ./config.txt" in ran.log
    assert "secret" not in ran.log
    assert not (runner.workspace / "pwned").exists()


def test_nothing_has_changed(runner: Runner) -> None:
    """Then nothing is wrong, and the summary says that there is no report."""
    ran = runner.act(offline="true", changed_since="HEAD")

    assert (0, "0", "") == (ran.code, ran.outputs["exit-code"], ran.outputs["sarif"])
    assert "No document has changed." in ran.log


def test_the_documents_that_change_are_those_that_a_folder_has() -> None:
    """The script and the hooks name the ends of names that are taken for documents in a folder, and those of .bib files."""
    script = (ROOT / ".github/action/audit.sh").read_text(encoding="utf-8")

    assert (
        "".join(f"*{end} | " for end in (".txt", ".html", ".htm", ".wiki", ".wikitext", ".mediawiki")) + "*.bib"
        in script
    )
    assert SUFFIXES == {".txt", ".html", ".htm", ".wiki", ".wikitext", ".mediawiki"}


PAGES = """
label = "answers are from a stand-in web, not from these sites"
clock = 2024-02-01T12:00:00Z

[[answer]]
host = "steady.example"
path = "/here"
page = "article"

[[answer]]
host = "shaky.example"
path = "/page"
{}
"""
LINKS = "See http://steady.example/here and http://shaky.example/page for more.\n"


HOSTS = ("steady.example", "shaky.example")
GONE, HERE = "status = 404", 'page = "article"'


@pytest.fixture
def job(runner: Runner) -> Callable[..., str]:
    """Give the function that runs the action on a day, asking a web, on a machine of its own: the exit code."""
    (runner.workspace / "sample.html").unlink()
    (runner.workspace / "page.txt").write_text(LINKS, encoding="utf-8")
    numbers = itertools.count()

    def run(day: str, standin: StandInWeb, event: str = "schedule", **inputs: str) -> str:
        runner.github |= {"event_name": event, "run_id": str(next(numbers))}
        if (runner.temp / "citecheck-kept").exists():
            (runner.temp / "citecheck-kept").rename(runner.temp.parent / f"gone-{next(numbers)}")
        runner.environment |= {
            "CITECHECK_PROXY": f"http://127.0.0.1:{standin.http_port}",
            "CITECHECK_PROXY_RESOLVES": "1",
            "CITECHECK_CA_FILE": str(standin.ca_pem),
            "CITECHECK_ARCHIVES": "false",
            "CITECHECK_TEST_DAY": day,
        }
        return runner.act(command="links", annotations="false", **inputs).outputs["exit-code"]

    return run


def test_a_weekly_job_remembers_by_the_cache_alone(job: Callable[..., str], runner: Runner) -> None:
    """
    Each run has a machine of its own, and the cache is all it has of the others.

    What still stands costs no request; three failures make an error; a pull request is told of the
    third, and keeps nothing.
    """
    told = []
    with StandInWeb(PAGES.format(GONE)) as web:
        for day, event in (
            ("2026-09-07", "schedule"), ("2026-09-07", "push"), ("2026-09-13", "schedule"), ("2026-09-20", "pull_request"),
            ("2026-09-20", "schedule"),
        ):  # fmt: skip
            before = sum(map(web.log.count, HOSTS))
            code = job(day, web, event, history="cached")
            told.append((code, sum(map(web.log.count, HOSTS)) - before, len(names(runner.store))))

    assert [("0", 2, 1), ("0", 0, 2), ("0", 1, 3), ("1", 2, 3), ("1", 2, 4)] == told


def test_a_pull_request_changes_no_history_of_the_repository(job: Callable[..., str], runner: Runner) -> None:
    """It is told what the file knows; a push writes it."""
    history = runner.workspace / "history.json"
    with StandInWeb(PAGES.format(GONE)) as web:
        job("2026-09-07", web, event="push", history="history.json", cache="false")
        before = history.read_bytes()
        job("2026-09-14", web, event="pull_request", history="history.json", cache="false")
    links = json.loads((runner.temp / "citecheck/audit.json").read_bytes())["documents"][0]["links"]

    assert [("failing", 2)] == [
        (one["history"]["state"], one["history"]["failures"]) for one in links if "shaky" in one["url"]
    ]
    assert b"shaky.example" in before
    assert before == history.read_bytes()
    assert set() == names(runner.store)
