"""The site of the documentation builds without a warning, with every page, and says what is so."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from citecheck.config import Settings
from docs import schema_page

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the site, built anew; a warning fails it."""
    folder = tmp_path_factory.mktemp("site")
    call = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-q",
        "-b",
        "html",
        "-d",
        str(folder / "trees"),
        str(DOCS),
    ]
    run = subprocess.run([*call, str(folder / "html")], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (0, "") == (run.returncode, run.stderr)
    return folder / "html"


def test_every_page_is_in_it(site: Path) -> None:
    """No page of the folder is left out, and each has a heading."""
    pages = [
        path.relative_to(DOCS)
        for ending in ("md", "rst")
        for path in DOCS.rglob(f"*.{ending}")
        if "_build" not in path.parts
    ]

    assert [] == [
        page for page in pages if "<h1>" not in (site / page.with_suffix(".html")).read_text(encoding="utf-8")
    ]


def test_no_link_within_it_is_broken(site: Path) -> None:
    """Every relative address of a page is a file of the site."""
    broken = [
        f"{page.relative_to(site)}: {target}"
        for page in site.rglob("*.html")
        for target in re.findall(r'(?:href|src)="([^"#?]{1,300})[#?"]', page.read_text(encoding="utf-8"))
        if not re.match(r"[a-z]{1,10}:", target) and not (page.parent / target).exists()
    ]

    assert [] == broken


def test_commands_and_names_are_described(site: Path) -> None:
    """The reference of the command line has every command, that of the library every name of the face."""
    import citecheck  # noqa: PLC0415 - the face of the package is what the page is about
    from citecheck.cli.group import COMMANDS  # noqa: PLC0415

    commands = (site / "reference/cli.html").read_text(encoding="utf-8")
    names = (site / "reference/library.html").read_text(encoding="utf-8")

    assert [] == [name for name in COMMANDS if f'id="citecheck-{name}"' not in commands]
    assert [] == [name for name in citecheck.__all__ if name != "__version__" and f".{name}" not in names]


def test_the_page_of_the_report_is_that_of_the_schema() -> None:
    """As `make pages` writes it."""
    assert schema_page.page() == (DOCS / "schema.md").read_text(encoding="utf-8")


def test_what_a_file_may_not_set_is_told_as_it_is() -> None:
    """The page on security names just the guarded settings."""
    page = (DOCS / "security.md").read_text(encoding="utf-8")
    told = re.search(r"Only with `--trust-config`:\n(.*?)\n\n", page, re.DOTALL)
    assert told is not None

    assert [item.name.rstrip("_") for item in fields(Settings) if item.metadata["guarded"]] == re.findall(
        r"`(\w+)`", told[1]
    )


def test_the_tutorial_shows_what_is_printed(tmp_path: Path) -> None:
    """Each line that it shows is the last one of the command above it, with the exit code that it tells."""
    for folder in ("references", "cassettes"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    text = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    codes, last = [], ""
    for block, body in re.findall(r"```(console|text)\n(.*?)```", text, re.DOTALL):
        if block == "text":
            assert body == last
            continue
        for line in body.splitlines():
            call = [sys.executable, "-m", *shlex.split(line.removeprefix("$ "))]
            run = subprocess.run(
                call, cwd=tmp_path, env={**os.environ, "PYTHONUTF8": "1"}, capture_output=True, text=True, check=False
            )
            codes.append(run.returncode)
            last = run.stderr.splitlines(keepends=True)[-1] if run.stderr else ""

    assert [0, 0, 1, 0, 0, 0] == codes[:6]
    assert codes[6:] == [0]
