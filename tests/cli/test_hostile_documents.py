"""An audit of a folder in which each format has documents made to do harm: they end in findings, and the audit goes on."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from citecheck.api.installed import readers
from tests.cli.hostile_documents import FORMATS, ITSELF, LINK, PLANTED, SECRETS, hostile

Command = Callable[..., Any]

INSTALLED = {reader.name for reader in readers()}
INCLUDING = {"latex": "tex", "markdown": "md", "notebook": "ipynb", "rst": "rst"}
"""Formats of documents that name files, and how the names of theirs end."""
ATTACKS = ("system", "absolute", "away", "linked")
SECONDS = 30
"""Of the processor, for the documents of one format: a hundred times what they need here."""


@pytest.fixture
def folder(tmp_path: Path, article: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with a good document, beside one with what is nobody else's business."""
    private = tmp_path / "private"
    private.mkdir()
    docs = tmp_path / "repository/docs"
    docs.mkdir(parents=True)
    for name, text in SECRETS.items():
        (private / name).write_text(text, encoding="utf-8")
        (docs / name.replace("secret", LINK)).symlink_to(private / name)
    shutil.copy(article, docs / "good.txt")
    monkeypatch.chdir(docs.parent)
    return docs


@pytest.mark.parametrize("kind", FORMATS)
def test_hostile_documents_end_in_findings_and_the_audit_goes_on(cli: Command, folder: Path, kind: str) -> None:
    """Nothing of a file outside is in the report; each is in it with a finding, or a sentence says why it is not."""
    if kind not in INSTALLED and not (kind == "html" and "wikipedia-html" in INSTALLED):
        pytest.skip(f"there is no reader of {kind}")
    evil = hostile(kind, str(folder.parents[1] / "private"))
    for name, data in evil.items():
        (folder / name).write_bytes(data)
    start = time.process_time()
    ran = cli("audit", ".", "--offline", "--format", "json", *(f"--include={name}" for name in ("good.txt", *evil)))
    spent = time.process_time() - start

    report = json.loads(ran.out)
    documents = {Path(document["source"]).name: document for document in report["documents"]}
    findings = {name: document["findings"] for name, document in documents.items()}
    assert 5 == len(documents["good.txt"]["references"])
    assert [] == [name for name in evil if not findings.get(name) and not sentence(ran.err, name)]
    assert [] == [name for name in evil if len(sentence(ran.err, name)) > 600]
    assert PLANTED.encode() not in ran.out
    assert PLANTED not in ran.err
    assert b"root:x:" not in ran.out
    assert "Traceback" not in ran.err
    assert "internal error" not in ran.err
    assert spent < SECONDS
    refused = {f"{name}.{INCLUDING[kind]}" for name in (*ATTACKS, ITSELF)} if kind in INCLUDING else set()
    told = {name: {finding["rule"] for finding in findings.get(name, ())} for name in refused}
    assert [] == sorted(name for name in refused if "document-include-refused" not in told[name])


def sentence(said: str, name: str) -> str:
    """Give the line of what was said that names a file."""
    return next((line for line in said.splitlines() if name in line), "")
