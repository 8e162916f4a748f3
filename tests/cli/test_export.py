"""`citecheck export` onto files: keys stay, damage is never written over, what is incomplete is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from citecheck.references.export import data_model

Command = Callable[..., Any]

LIST = "Kim, A. (1997). One. Quay Press.\nBerg, B. (2001). Two. Fjord.\nUnknown thing\n"
ARCHIVED = (
    '<ol class="references"><li id="cite_note-1"><span class="reference-text"><cite class="citation web">'
    '<a rel="nofollow" class="external text" href="http://a.example/x?a=1&amp;b=%20">"One"</a>. '
    '<i>Quay</i>. 2004. <a rel="nofollow" class="external text" href="https://web.archive.org/web/2007/http://a.example/">'
    "Archived</a> from the original on 1 March 2007.</cite></span></li></ol>"
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Give a bare list of three references, the last of them incomplete."""
    path = tmp_path / "list.txt"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_keys_of_the_file_stay(cli: Command, source: Path, tmp_path: Path) -> None:
    """A key that somebody changed is kept on the next export, and the run says how many were."""
    file = tmp_path / "refs.bib"
    cli("export", source, "--from", "references", "-o", file)
    changed = file.read_text(encoding="utf-8").replace("{kim1997one,", "{Kim:One,") + "\n@misc{own, title = {Own}}\n"
    file.write_text(changed, encoding="utf-8")

    ran = cli("export", source, "--from", "references", "-o", file)

    assert 0 == ran.code
    assert changed == file.read_text(encoding="utf-8")
    assert "3 keys were kept, 1 other entry stays" in ran.err


@pytest.mark.parametrize("damage", [b"@misc{a, title = {x}", b"@misc{a, title = {\xff}}"])
def test_a_damaged_file_is_not_written_over(damage: bytes, cli: Command, source: Path, tmp_path: Path) -> None:
    """The message names the file and what to do; the file is as it was."""
    file = tmp_path / "refs.bib"
    file.write_bytes(damage)

    ran = cli("export", source, "--from", "references", "-o", file)

    assert (2, damage) == (ran.code, file.read_bytes())
    assert f"{file}: " in ran.err
    assert "Nothing was written" in ran.err


def test_other_targets_replace_their_file(cli: Command, source: Path, tmp_path: Path) -> None:
    """Only a .bib file has keys to keep."""
    file = tmp_path / "refs.ris"
    file.write_text("@misc{a, title = {x}", encoding="utf-8")

    assert 0 == cli("export", source, "--from", "references", "--to", "ris", "-o", file).code
    assert file.read_text(encoding="utf-8").startswith("TY  - ")


def test_incomplete_references_are_told(cli: Command, source: Path) -> None:
    """The run says on standard error what lacks; the entry stands in the export without it."""
    ran = cli("export", source, "--from", "references", "--to", "csl-json")

    assert "1 reference is incomplete and was exported without filling anything in: 3 (no date)" in ran.err
    assert "issued" not in json.loads(ran.out)[2]


def test_the_data_model_is_written(cli: Command, tmp_path: Path) -> None:
    """With --dbx an archived copy has fields of its own, and the data model that knows them is there."""
    (tmp_path / "page.html").write_text(f"<html><body><p>A.</p>{ARCHIVED}</body></html>", encoding="utf-8")
    model = tmp_path / "citecheck.dbx"

    plain = cli("export", tmp_path / "page.html").out.decode()
    ran = cli("export", tmp_path / "page.html", "--dbx", model)

    assert (0, data_model()) == (ran.code, model.read_text(encoding="utf-8"))
    assert "archiveurl   = {https://web.archive.org/web/2007/http://a.example/}" in ran.out.decode()
    assert "archiveurl" not in plain
    assert "Archived 2007-03-01 at \\url{https://web.archive.org/web/2007/http://a.example/}" in plain


def test_the_data_model_is_biblatex(cli: Command, source: Path, tmp_path: Path) -> None:
    """Other targets have no such fields, and nothing is written."""
    ran = cli("export", source, "--to", "bibtex", "--dbx", tmp_path / "citecheck.dbx")

    assert 2 == ran.code
    assert "Export to biblatex" in ran.err
    assert not (tmp_path / "citecheck.dbx").exists()
