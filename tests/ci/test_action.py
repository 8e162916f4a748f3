"""`action.yml`, its steps run by bash on a scratch repository."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from citecheck.documents import in_folders
from tests.ci.runner import ROOT, Runner, names

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
        ({"fail": "false", "format": "csv\ntext", "output": "out"}, 0, {"exit-code": "1", "report": "out"}),
        ({"sources": "missing.html", "fail": "false"}, 2, {"exit-code": "2", "findings": "0", "sarif": ""}),
        (
            {"job_summary": "false", "annotations": "false", "sources": "\n  sample.html  \n\n", "fail_on": "warning"},
            1,
            {"findings": "11", "failing": "9"},
        ),
    ],
)
def test_inputs_do_what_they_say(runner: Runner, inputs: dict[str, str], code: int, outputs: dict[str, str]) -> None:
    """Each changes how the step ends, or what is told where."""
    ran = runner.act(offline="true", **inputs)

    assert code == ran.code
    assert outputs == {name: ran.outputs[name] for name in outputs}
    assert ("job_summary" in inputs) == (ran.summary == "")
    assert ("annotations" in inputs or code == 2) == ("::error file" not in ran.log)
    assert "output" not in inputs or {"audit.csv", "audit.txt"} < names(runner.workspace / "out")


WORST = """--output=pwned$(touch pwned)`touch pwned`' ; touch pwned ; ' " ; touch pwned ; " && touch pwned *"""
HOSTILE = (WORST, "a\nexit-code=0\nreport=pwned")


@pytest.mark.parametrize("word", HOSTILE)
@pytest.mark.parametrize(
    "name",
    ["sources", "format", "fail_on", "baseline", "config", "changed_since", "max_time", "command", "sarif"],
)
def test_a_hostile_input_is_a_word(runner: Runner, name: str, word: str) -> None:
    """Nothing of it runs, none is an option, no output is added or changed by it."""
    before = names(runner.workspace)
    ran = runner.act(**({"offline": "true", "annotations": "false"} | {name: word}))

    assert (2, "2") == (ran.code, ran.outputs["exit-code"])
    assert before == names(runner.workspace)
    assert all("\n" not in told and "pwned" not in told for told in ran.outputs.values())


def test_a_hostile_input_that_may_be_any_word_is_that_word(runner: Runner) -> None:
    """The name of a folder, of a file that is not there yet, of who asks; on one line."""
    (runner.workspace / "sample.html").unlink()
    (runner.workspace / "small.txt").write_text("Words.\n", encoding="utf-8")
    free = {"output": WORST, "history": f"{WORST}.json", "user_agent": WORST}
    ran = runner.act(offline="true", **free)

    assert (0, WORST) == (ran.code, ran.outputs["report"])
    assert {".git", "small.txt", WORST} == names(runner.workspace)
    assert ["2"] * 3 == [runner.act(offline="true", **{name: HOSTILE[1]}).outputs["exit-code"] for name in free]


def test_a_strangers_files_are_documents_and_nothing_else(runner: Runner) -> None:
    """
    Names that shells, options, addresses and commands of a workflow are made of are names.

    Modules that have the names of what citecheck and the scripts import are not imported, also where the job sets
    PYTHONPATH.
    """
    hostile = ("$(touch pwned)", "a; touch pwned", "--output=x", "-", "a\nb", "::error::x", "##[error]x")
    modules = ("sitecustomize", "usercustomize", "json", "hashlib", "click", "citecheck")
    for number, name in enumerate(hostile):
        (runner.workspace / f"{name}.html").write_text(BAD.replace("Kim", f"Kim{number}"), encoding="utf-8")
    for name in modules:
        (runner.workspace / f"{name}.py").write_text("open('pwned', 'w')\n", encoding="utf-8")
    runner.environment |= {"PYTHONPATH": ".", "PYTHONSTARTUP": "json.py"}
    before = names(runner.workspace)
    ran = runner.act(offline="true")
    documents = json.loads((runner.temp / "citecheck/audit.json").read_bytes())["documents"]

    assert ("1", 8, 11 + 7) == (ran.outputs["exit-code"], len(documents), int(ran.outputs["findings"]))
    assert before == names(runner.workspace)


def test_what_citecheck_says_of_a_document_is_no_command_of_the_workflow(runner: Runner) -> None:
    """Its lines stand between `stop-commands` and a word that nobody can know, and it spells what would be an order."""
    (runner.workspace / "##[error]x.html").write_text("\0", encoding="utf-8")
    ran = runner.act(sources="##[error]x.html", offline="true")
    lines = ran.log.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("::stop-commands::"))
    token = lines[start].removeprefix("::stop-commands::")
    end = lines.index(f"::{token}::")

    assert 32 == len(token)
    assert [True] == [start < number < end for number, line in enumerate(lines) if r"##\u005berror]x" in line]
    assert "##[" not in ran.log


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

    (row,) = (line for line in script.splitlines() if "*.txt" in line)

    assert {f"*{end}" for end in (*in_folders(), ".bib", ".bibtex", ".biblatex")} == set(re.findall(r"\*\.\w+", row))
