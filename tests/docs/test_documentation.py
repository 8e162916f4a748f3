"""The documentation is true: its commands run, its links lead somewhere, every rule has its page."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from citecheck.archives import Wayback
from citecheck.bibliography import codes
from citecheck.lexicon.copies import archives

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "references").glob("*.md"))]
COMMAND = re.compile(r"^\$ (citecheck .+)$", re.MULTILINE)
LINK = re.compile(r"\[[^\]\n]{1,200}\]\(([^)\s]{1,300})\)")
COMMANDS = sorted(
    {
        line
        for page in PAGES
        if page.name != "tutorial.md"  # `test_tutorial.py` runs these, one after the other
        for line in COMMAND.findall(page.read_text(encoding="utf-8"))
    }
)


SAMPLE = "references/sample.html"


def citecheck(*arguments: str, at: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a directory."""
    return subprocess.run(
        [sys.executable, "-m", "citecheck", *arguments],
        cwd=at,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a directory with the sample in it, in which commands may write."""
    directory = tmp_path_factory.mktemp("checkout")
    (directory / "references").symlink_to(ROOT / "references")
    (directory / "cassettes").symlink_to(ROOT / "cassettes")
    (directory / "reports/runs").mkdir(parents=True)
    (directory / "docs").symlink_to(ROOT / "docs")
    return directory


@pytest.mark.parametrize("command", COMMANDS)
def test_documented_commands_run(command: str, checkout: Path) -> None:
    """Every `$ citecheck ...` of the documentation does its work; a clean run or findings, never an error."""
    arguments = shlex.split(command)[1:]
    for stored in (one for one in arguments if one.endswith("audit.json") and not (checkout / one).exists()):
        folder = Path(stored).parent.as_posix()
        citecheck("audit", SAMPLE, "--offline", "--format", "json", "--output", folder, at=checkout)
    if "--baseline" in arguments and "--update-baseline" not in arguments:
        citecheck(*arguments, "--update-baseline", at=checkout)

    run = citecheck(*arguments, at=checkout)

    assert run.returncode in {0, 1}, run.stderr


def test_the_readme_shows_what_make_audit_prints(checkout: Path) -> None:
    """The block under `make audit` is what the command of the Makefile writes, standard output and standard error."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = re.search(r"^audit:.*\n\t@\$\(BIN\)/citecheck ((?:.*\\\n)*.*)$", makefile, re.MULTILINE)
    assert recipe is not None
    line = recipe[1].replace("\\\n", " ").replace("$(SAMPLE)", SAMPLE).replace("$(RUNS)", "reports/runs/sample")
    line = line.replace("$(CASSETTE)", "cassettes/sample.yaml")
    shown = re.search(r"```text\n(answers.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert shown is not None

    run = citecheck(*shlex.split(line), at=checkout)

    assert shown[1].splitlines() == [*run.stdout.splitlines(), *run.stderr.splitlines()]


def test_the_readme_shows_a_real_entry(checkout: Path) -> None:
    """The BibTeX that the README shows is in the export, letter by letter."""
    shown = re.search(r"```bibtex\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert shown is not None

    assert shown[1] in citecheck("export", "references/sample.txt", "--to", "biblatex", at=checkout).stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of the documentation names a file that exists."""
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://", "#", "mailto:")):
            path = page.parent / target.split("#")[0]
            assert path.exists(), f"{page.relative_to(ROOT)} links to {target}"


def test_every_message_about_a_bib_file_is_listed() -> None:
    """The page lists the codes with their severity and what they find, as the table has them, and no others."""
    page = (ROOT / "docs/bib-messages.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (\w+) \| (.+) \|$", page, re.MULTILINE)

    assert [(code, row.severity, row.title) for code, row in codes().items()] == rows


def test_how_long_answers_stand_is_told_as_it_is() -> None:
    """The page has the rows of the table with their ages and reasons, and no others."""
    page = (ROOT / "docs/how-to/run-again.md").read_text(encoding="utf-8")
    table = tomllib.loads((ROOT / "citecheck/gathering/validity.toml").read_text(encoding="utf-8"))
    rows = re.findall(r"^\| (\w+): ([a-z0-9-]+) \| (\w+) \| (.+) \|$", page, re.MULTILINE)

    assert [(part, row, told["age"], told["why"]) for part in table for row, told in table[part].items()] == rows


def test_how_often_archives_are_asked_is_told_as_it_is() -> None:
    """The page has the services of the Wayback Machine with their pace, and no others."""
    page = (ROOT / "docs/archives.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-zA-Z' .]+) \| (\d+) \| ([\d.]+) \| (\d+) \|$", page, re.MULTILINE)

    assert [
        (name, str(one.at_once), str(one.interval), str(round(60 / one.interval)))
        for name, one in Wayback().manners.items()
    ] == rows


def test_the_archives_that_cannot_be_linked_are_told_of() -> None:
    """The page of each of the two rules names an archive of its kind, and every reason says what to do."""
    for trust, name in (("untrusted", "archive.today"), ("defunct", "WebCite")):
        page = (ROOT / f"docs/rules/archive-{trust}.md").read_text(encoding="utf-8")
        kind = [one for one in archives() if one.trust == trust]
        assert name in page
        assert name in {one.name for one in kind}
        assert [] == [one.id for one in kind if "Link " not in one.reason]


def test_there_are_commands_to_run() -> None:
    """The pattern that finds commands finds them: an empty table would pass in silence."""
    assert len(COMMANDS) >= 6
