"""
A small runner: the steps of a composite action or of a job, run in their order as GitHub's runner runs them.

It knows what the files here use: `run` steps in bash, `if`, `env`, inputs, outputs, and actions/cache as folders that
are copied. What a workflow's expression may say is told in GitHub's documentation, "Evaluate expressions in workflows
and actions"; `value` reads the part of it that stands in these files.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
_PLACE = re.compile(r"\$\{\{(.*?)\}\}")
_TOKEN = re.compile(r"'[^']*'|&&|\|\||==|!=|!|[()]|,|[a-z][\w-]*(?:\.[\w-]+)*", re.IGNORECASE)
_WORDS = {"&&": " and ", "||": " or ", "!": " not ", "true": "True", "false": "False"}
_FUNCTIONS: dict[str, Any] = {
    "startsWith": lambda text, head: str(text).lower().startswith(head.lower()),
    "cancelled": lambda: False,
    "always": lambda: True,
}


def value(expression: str, context: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a string or a truth
    """Give what an expression comes to; a name that nobody has set is the empty string."""
    if _TOKEN.sub("", expression).strip():
        raise ValueError(expression)
    said = "".join(_spelled(token) for token in _TOKEN.findall(expression))
    return eval(said, {"__builtins__": {}, "look": lambda name: _looked_up(name, context), **_FUNCTIONS})  # noqa: S307 - our own files


def filled(text: object, context: Mapping[str, Any]) -> str:
    """Give a value of a file with its expressions worked out."""
    return _PLACE.sub(lambda found: _said(value(found[1], context)), str(text))


def load(name: str) -> dict[str, Any]:
    """Give a YAML file of the project; YAML 1.1 takes the key `on` for a truth."""
    loaded: dict[str, Any] = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    return loaded


def steps_of(file: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give all steps of an action or a workflow."""
    if "runs" in file:
        return list(file["runs"]["steps"])
    return [step for job in file["jobs"].values() for step in job["steps"]]


@dataclass(slots=True)
class Ran:
    """How the steps ended, and what they told the job."""

    code: int = 0
    log: str = ""
    outputs: dict[str, str] = field(default_factory=dict)
    summary: str = ""
    saved: tuple[str, ...] = ()
    """Keys under which something was kept."""


@dataclass(slots=True)
class Runner:
    """A machine with a workspace; what is kept from one job to the next is in `store`."""

    workspace: Path
    temp: Path
    store: Path
    environment: dict[str, str]
    github: dict[str, str] = field(default_factory=lambda: {"event_name": "push", "job": "docs", "run_attempt": "1"})

    def act(self, file: str = "action.yml", **inputs: str) -> Ran:
        """Run an action with these inputs; `fail_on` is `fail-on`."""
        action = load(file)
        given = {name: str(told.get("default", "")) for name, told in action["inputs"].items()}
        named = {name.replace("_", "-"): word for name, word in inputs.items()}
        if unknown := named.keys() - given.keys():
            raise KeyError(unknown)
        context = {"inputs": given | named, "github": self.github, "runner": {"temp": str(self.temp)}, "steps": {}}
        ran = self.run(action["runs"]["steps"], context)
        ran.outputs = {name: filled(told["value"], context) for name, told in action["outputs"].items()}
        return ran

    def run(self, steps: list[dict[str, Any]], context: dict[str, Any]) -> Ran:
        """Run steps until one fails."""
        ran = Ran()
        self.temp.mkdir(exist_ok=True)
        for number, step in enumerate(steps):
            if not value(str(step.get("if", "true")), context):
                continue
            if "run" in step:
                self._script(number, step, context, ran)
            elif step["uses"].startswith("actions/cache/"):
                self._cache(step["uses"], step["with"], context, ran)
            if ran.code:
                break
        return ran

    def _script(self, number: int, step: Mapping[str, Any], context: dict[str, Any], ran: Ran) -> None:
        """Run one script with the files that a runner gives it, and take what it wrote there."""
        files = {name: self.temp / f"{name}-{number}" for name in ("output", "step_summary", "env", "path")}
        for file in files.values():
            file.write_text("", encoding="utf-8")
        environment = {
            **self.environment,
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_ACTION_PATH": str(ROOT),
            **{f"GITHUB_{name.upper()}": str(file) for name, file in files.items()},
            **{name: filled(text, context) for name, text in step.get("env", {}).items()},
        }
        script = self.temp / f"script-{number}.sh"
        script.write_text(step["run"], encoding="utf-8")
        bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
        done = subprocess.run(bash, cwd=self.workspace, env=environment, capture_output=True, check=False, timeout=120)
        ran.code = done.returncode
        ran.log += (done.stdout + done.stderr).decode(errors="backslashreplace")
        ran.summary += files["step_summary"].read_text(encoding="utf-8")
        told = [line.partition("=") for line in files["output"].read_text(encoding="utf-8").splitlines()]
        if "id" in step:
            context["steps"][step["id"]] = {"outputs": {name: text for name, _, text in told}}
        assert "" == files["env"].read_text(encoding="utf-8") + files["path"].read_text(encoding="utf-8")

    def _cache(self, uses: str, given: Mapping[str, str], context: dict[str, Any], ran: Ran) -> None:
        """Keep a folder, or bring back the one that was kept last under a key that begins as asked."""
        folder, key = Path(filled(given["path"], context)), filled(given["key"], context)
        if "/save@" in uses:
            ran.saved += (key,)
            if folder.exists():
                shutil.copytree(folder, self.store / key)
            return
        prefix = filled(given["restore-keys"], context)
        kept = sorted(self.store.glob(f"{prefix}*"), key=lambda one: one.stat().st_ctime_ns)
        if kept:
            shutil.copytree(kept[-1], folder)


def install(folder: Path) -> None:
    """
    Put a `citecheck` and a `python` into *folder*, as an installation has them, that run what is checked out here.

    `CITECHECK_TEST_DAY` sets their clock. Installing takes half a minute and the network, which no test has.
    """
    folder.mkdir(parents=True)
    script = folder / "citecheck"
    script.write_text(_PROGRAM.format(python=sys.executable, root=str(ROOT)), encoding="utf-8")
    script.chmod(0o755)
    python = folder / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n', encoding="utf-8")
    python.chmod(0o755)


def names(folder: Path) -> set[str]:
    """Give the names of what is in a folder."""
    return {file.name for file in folder.iterdir()}


def plain_environment(home: Path) -> dict[str, str]:
    """Give the environment of somebody who has set nothing."""
    return {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1"}


_PROGRAM = """#!{python}
import calendar, os, sys, time
sys.path.insert(0, {root!r})
arguments = sys.argv[1:]
if day := os.environ.get("CITECHECK_TEST_DAY"):
    off, clock = calendar.timegm(time.strptime(day, "%Y-%m-%d")) + 15_420 - time.time(), time.time
    time.time = lambda: clock() + off
    import citecheck.web.session, citecheck.web.transport
    for module in (citecheck.web.session, citecheck.web.transport):
        module.now = lambda: day + "T04:17:00.000Z"
    if arguments[0] in ("audit", "links"):
        arguments[1:1] = ["--as-of", day]
from citecheck.cli import main
sys.exit(main(arguments))
"""


def _spelled(token: str) -> str:
    """Give a token as Python spells it."""
    if token in _WORDS:
        return _WORDS[token]
    if token[0].isalpha() and token not in _FUNCTIONS:
        return f"look({token!r})"
    return token


def _looked_up(name: str, context: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as `value`
    """Give what a name stands for."""
    found: Any = context
    for part in name.split("."):
        found = found.get(part, "") if isinstance(found, Mapping) else ""
    return found


def _said(what: object) -> str:
    """Give a value as a runner writes it."""
    return str(what).lower() if isinstance(what, bool) else str(what)
