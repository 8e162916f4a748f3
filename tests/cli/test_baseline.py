"""Runs against a baseline: fifty findings are known, one is new, one is fixed, and everything has moved by a hundred lines."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
OFFLINE = ("audit", "a.wiki", "--offline", "--fail-on", "warning", "--as-of", "2026-11-28")


def article(numbers: range, before: int = 0) -> str:
    """Give an article in which each footnote says too little; *before* are empty lines at its top."""
    sentences = (f"The bridge number {n} was opened in {1900 + n}.<ref>Smith {n}</ref>" for n in numbers)
    return "\n" * before + "\n\n".join(sentences) + "\n\n== References ==\n<references />\n"


@pytest.fixture
def known(cli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of an article whose fifty findings are known."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.wiki").write_text(article(range(50)), encoding="utf-8")
    ran = cli(*OFFLINE, "--update-baseline", "--format", "json")
    (tmp_path / "old.json").write_bytes(ran.out)

    assert 0 == ran.code
    assert "citecheck-baseline.json: 50 new, 0 known, 0 fixed; it knows all of them now.\n" in ran.err
    return tmp_path


@pytest.mark.usefixtures("known")
def test_what_is_known_fails_no_run(cli: Command) -> None:
    """Without a baseline it does."""
    assert 1 == cli(*OFFLINE).code

    ran = cli(*OFFLINE, "--baseline", "citecheck-baseline.json")
    assert 0 == ran.code
    assert "0 errors, 50 warnings, 0 notes (50 known) in 1 document" in ran.err
    assert b"Since the baseline: 0 new, 50 known, 0 fixed." in ran.out


def test_lines_that_moved_change_nothing(cli: Command, known: Path) -> None:
    """A hundred lines more at the top: every finding is known by its fingerprint."""
    (known / "a.wiki").write_text(article(range(50), before=100), encoding="utf-8")

    assert 0 == cli(*OFFLINE, "--baseline", "citecheck-baseline.json").code


def test_one_new_finding_fails_the_run_and_one_fixed_is_told(cli: Command, known: Path) -> None:
    """The new one is told apart, the old one is gone; the lines have moved, too."""
    (known / "a.wiki").write_text(article(range(1, 51), before=100), encoding="utf-8")
    ran = cli(*OFFLINE, "--baseline", "citecheck-baseline.json", "--format", "json")
    report = json.loads(ran.out)
    new = [one["message"] for one in report["documents"][0]["findings"] if one["state"] == "new"]

    assert 1 == ran.code
    assert 1 == len(new)
    assert "Smith 50" in new[0]
    assert ["a.wiki"] == [one["path"] for one in report["fixed"]]
    assert "Smith 0" in report["fixed"][0]["message"]
    assert ({"error": 0, "warning": 49, "note": 0}, 1) == (report["counts"]["known"], report["counts"]["fixed"])


def test_an_update_makes_the_run_clean_and_forgets_what_is_fixed(cli: Command, known: Path) -> None:
    """It ends with 0, since all is known now; the next run has nothing new, nothing fixed."""
    (known / "a.wiki").write_text(article(range(1, 51), before=100), encoding="utf-8")
    ran = cli(*OFFLINE, "--update-baseline")
    assert 0 == ran.code
    assert "citecheck-baseline.json: 1 new, 49 known, 1 fixed; it knows all of them now.\n" in ran.err

    again = cli(*OFFLINE, "--baseline", "citecheck-baseline.json")
    assert 0 == again.code
    assert b"Since the baseline: 0 new, 50 known, 0 fixed." in again.out
    assert "Smith 0\u201d" not in (known / "citecheck-baseline.json").read_text(encoding="utf-8")


def test_a_diff_of_two_stored_audits_says_the_same(cli: Command, known: Path) -> None:
    """New, known and fixed, without a baseline; it ends with 1 for what is new at or above --fail-on."""
    (known / "a.wiki").write_text(article(range(1, 51), before=100), encoding="utf-8")
    (known / "new.json").write_bytes(cli(*OFFLINE, "--format", "json").out)
    ran = cli("diff", "old.json", "new.json", "--fail-on", "warning")
    told = json.loads(cli("diff", "old.json", "new.json", "--format", "json").out)

    assert 1 == ran.code
    assert "\n1 new, 49 known, 1 fixed\n" in ran.out.decode()
    assert "a.wiki · line 199 · [50] · warning · reference-incomplete" in ran.out.decode()
    assert {"new": 1, "known": 49, "fixed": 1} == told["counts"]
    assert (1, 49, 1) == (len(told["new"]), len(told["known"]), len(told["fixed"]))
    assert 0 == cli("diff", "old.json", "new.json").code
    assert 0 == cli("diff", "new.json", "new.json", "--fail-on", "warning").code
    assert 2 == cli("diff", "-", "-").code


def test_a_run_that_is_not_whole_leaves_the_baseline(cli: Command, known: Path) -> None:
    """A document that cannot be read has no findings, and none of its old ones is fixed by that."""
    before = (known / "citecheck-baseline.json").read_bytes()
    (known / "a.wiki").unlink()
    ran = cli(*OFFLINE, "--update-baseline")

    assert 2 == ran.code
    assert before == (known / "citecheck-baseline.json").read_bytes()


@pytest.mark.parametrize(
    ("message", "make"),
    [
        ("there is no such baseline. Write it with --update-baseline", Path.exists),
        ("this is no baseline", lambda file: file.write_text("{", encoding="utf-8")),
        ("is a directory", Path.mkdir),
    ],
)
def test_a_baseline_that_cannot_be_read_stops_the_run_before_it_begins(
    message: str, make: Callable[[Path], object], cli: Command, known: Path
) -> None:
    """A typing error must not make everything known, or everything new."""
    make(known / "b.json")
    ran = cli(*OFFLINE, "--baseline", "b.json")

    assert (2, b"") == (ran.code, ran.out)
    assert message in ran.err


def test_the_configuration_of_a_repository_names_no_baseline(cli: Command, known: Path) -> None:
    """What is written must be the user's choice: a stranger's repository could name any file."""
    (known / "citecheck.toml").write_text('baseline = "/tmp/x"\nupdate_baseline = true\n', encoding="utf-8")

    ran = cli(*OFFLINE)
    assert 2 == ran.code
    assert "--trust-config" in ran.err
