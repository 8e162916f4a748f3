"""GitLab's template: its scripts, run as a job would run them."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.ci.runner import Runner, load
from tests.standin import StandInWeb


def run(job: str, runner: Runner) -> int:
    """Run the lines of a job; where it would install citecheck, it is installed already."""
    template = load("docs/ci/gitlab.yml")
    lines = [*template[".citecheck"]["before_script"], *template[job]["script"]]
    script = "set -eo pipefail\n" + "\n".join(lines).replace("/tmp/citecheck/", f"{runner.temp}/citecheck-venv/")  # noqa: S108 - of the job's machine
    environment = (
        runner.environment | template["variables"] | template[".citecheck"]["variables"] | {"CITECHECK_SOURCES": "."}
    )
    return subprocess.run(["bash", "-c", script], cwd=runner.workspace, env=environment, check=False).returncode  # noqa: S607 - a runner's


def reports(runner: Runner) -> set[Path]:
    """Give the files that GitLab is to take."""
    return {
        runner.workspace / file for file in load("docs/ci/gitlab.yml")[".citecheck"]["artifacts"]["reports"].values()
    }


def test_a_merge_request_has_its_reports(runner: Runner) -> None:
    """The job fails with what was found, and the files are where the template says."""
    assert 1 == run("citations", runner)
    assert all(file.stat().st_size > 0 for file in reports(runner))


def test_a_scheduled_job_keeps_answers_and_history(runner: Runner) -> None:
    """In the folder that is cached."""
    (runner.workspace / "sample.html").unlink()
    (runner.workspace / "page.txt").write_text("See http://a.example/ for more.\n", encoding="utf-8")
    table = 'label = "x"\nclock = 2024-02-01T12:00:00Z\n[[answer]]\nhost = "a.example"\npath = "/"\npage = "article"\n'
    with StandInWeb(table) as web:
        runner.environment |= {
            "CITECHECK_PROXY": f"http://127.0.0.1:{web.http_port}",
            "CITECHECK_PROXY_RESOLVES": "1",
            "CITECHECK_CA_FILE": str(web.ca_pem),
            "CITECHECK_ARCHIVES": "false",
        }
        code = run("links", runner)
    (folder,) = load("docs/ci/gitlab.yml")["links"]["cache"]["paths"]

    assert 0 == code
    assert {"answers.sqlite", "history.json"} <= {file.name for file in (runner.workspace / folder).iterdir()}
    assert all(file.exists() for file in reports(runner))
