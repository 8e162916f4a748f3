"""citecheck as a library."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import citecheck
from citecheck import api
from citecheck.documents.naming import shown
from citecheck.errors import NotText, SourceError, SourceMissing, SourceTooLarge, UsageError
from citecheck.reports.json_report import JsonFormat, load

OFFLINE = citecheck.Settings(offline=True)
TODAY = dt.date(2026, 1, 31)
ARTICLE = Path(__file__).with_name("article.txt").read_text(encoding="utf-8")
PIECES = (
    "[1]",
    "[2][3]",
    "[99]",
    "\n\n",
    "References[edit]",
    "\n  1. ^ ",
    '"',
    "(2001)",
    "https://a.example/|x",
    "<ref>",
    "\u202e",
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Give the article with parts of it cut out, doubled, or put where they do not belong."""
    text = ARTICLE
    for _ in range(draw(st.integers(0, 6))):
        start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        middle = draw(st.sampled_from(("", text[start:end] * 2, *PIECES)) | st.text(max_size=9))
        text = text[:start] + middle + text[end:]
    return text.encode("utf-8", "replace")


def test_the_face_is_pinned() -> None:
    """What a user may import is a promise: nothing more by accident, nothing less without a release note."""
    expected = [
        "AuditReport",
        "CitecheckError",
        "ConfigError",
        "Document",
        "ExportError",
        "Ignore",
        "NotText",
        "Page",
        "ReportError",
        "Settings",
        "SourceError",
        "SourceMissing",
        "SourceTooLarge",
        "SourceUnreachable",
        "UsageError",
        "Verdict",
        "__version__",
        "assess",
        "audit",
        "check_links",
        "export",
        "find_snapshots",
        "lint",
        "map_document",
        "read",
        "render",
    ]

    assert expected == citecheck.__all__
    assert expected == dir(citecheck)


def test_every_name_of_the_face_leads_somewhere() -> None:
    """Each is found when it is first asked for, and an unknown one is an AttributeError as of any module."""
    assert [] == [name for name in citecheck.__all__ if getattr(citecheck, name) is None]
    with pytest.raises(AttributeError, match="has no attribute 'audti'"):
        _ = citecheck.audti


def test_the_version_is_that_of_the_distribution() -> None:
    """One number, in one place."""
    assert f"citecheck-audit {citecheck.__version__}" == citecheck.audit([], as_of=TODAY).run.tool


def test_importing_the_package_imports_no_room() -> None:
    """The face is lazy: help and completion do not pay for the readers."""
    code = "import citecheck, sys; print(sorted(name for name in sys.modules if name.startswith('citecheck.')))"

    assert "[]\n" == subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_an_audit_of_a_file(article: Path) -> None:
    """References, citations and claims are there, judged, and the rules that ran are named."""
    report = citecheck.audit(article, as_of=TODAY, settings=OFFLINE)
    (document,) = report.documents

    assert str(article) == document.source
    assert ["1", "2", "3", "4", "5"] == [reference.label for reference in document.references]
    assert ["ref-1", "ref-2", "ref-3", "ref-1", "ref-4", "ref-5"] == [each.reference for each in document.citations]
    assert {finding.rule for finding in document.findings} <= {rule.id for rule in report.rules}
    assert document.findings
    assert ("2026-01-31", "offline") == (report.run.as_of, report.run.provenance.kind)


def test_several_sources_of_every_kind(article: Path) -> None:
    """A path as text or Path, bytes, a document already read: one report."""
    document = citecheck.read(article)
    report = citecheck.audit([str(article), article, article.read_bytes(), document], as_of=TODAY, settings=OFFLINE)

    assert [str(article), str(article), "-", str(article)] == [document.source for document in report.documents]
    assert 1 == len({document.sha256 for document in report.documents})


def test_settings_choose_the_rules(article: Path) -> None:
    """Selected rules are the ones that ran, and the report says that they were chosen."""
    report = citecheck.audit(
        article, as_of=TODAY, settings=citecheck.Settings(offline=True, select=("reference-no-link",))
    )

    assert ["reference-no-link"] == [rule.id for rule in report.rules]
    assert {"reference-no-link"} == {finding.rule for finding in report.documents[0].findings}
    assert {"select": "reference-no-link"} == report.run.config


def test_a_rule_that_does_not_exist_is_refused_even_without_documents() -> None:
    """A misspelt rule would silently judge nothing."""
    with pytest.raises(UsageError, match="reference-no-link"):
        citecheck.audit([], settings=citecheck.Settings(select=("reference-no-lnk",)))


def test_the_map_is_an_audit_without_findings(article: Path) -> None:
    """The same claims and citations; nothing judged, no rules."""
    whole = citecheck.audit(article, as_of=TODAY, settings=OFFLINE)
    mapped = citecheck.map_document(article, as_of=TODAY)

    assert whole.documents[0].claims == mapped.documents[0].claims
    assert ((), ()) == (mapped.rules, mapped.documents[0].findings)


@pytest.mark.parametrize("to", ["biblatex", "bibtex", "csl-json", "json"])
def test_exports_hold_the_numbered_references(article: Path, to: str) -> None:
    """Five references are numbered; the book to read further comes with `every`."""
    plain, every = citecheck.export(article, to), citecheck.export(article, to, every=True)

    assert "Clocks" in plain
    assert "Tides" not in plain
    assert "Tides" in every
    if "json" in to:
        assert [5, 6] == [len(json.loads(text)) for text in (plain, every)]


def test_an_unknown_export_is_refused(article: Path) -> None:
    """With the nearest name and all names."""
    with pytest.raises(UsageError, match=r"did you mean 'biblatex'.*Known: biblatex, bibtex"):
        citecheck.export(article, "biblatx")


def test_an_unknown_format_is_refused() -> None:
    """With the nearest name and all names."""
    with pytest.raises(UsageError, match=r"did you mean 'markdown'.*Known: .*json, .*markdown"):
        citecheck.render(citecheck.audit([], as_of=TODAY), "markdwn")


def test_every_format_renders(article: Path) -> None:
    """Each answers with text that ends a line."""
    report = citecheck.audit(article, as_of=TODAY, settings=OFFLINE)

    for name in api.formats():
        assert citecheck.render(report, name).endswith("\n")


def test_the_reader_can_be_named(article: Path) -> None:
    """`references` reads one reference a line, whatever the text is."""
    document = citecheck.read(b"One. 1999.\nTwo. 2001.\n", settings=citecheck.Settings(from_="references"))

    assert ("references", 2) == (document.format, len(document.entries))
    with pytest.raises(UsageError, match="wikipedia-text"):
        citecheck.read(article, settings=citecheck.Settings(from_="wikipedia-txt"))


def test_what_cannot_be_read_is_told_apart(tmp_path: Path, article: Path) -> None:
    """Missing, a directory, a pipe, empty, too large: each its own error with its own advice."""
    (tmp_path / "empty.txt").touch()
    os.mkfifo(tmp_path / "pipe")

    for kind, name, said in (
        (SourceMissing, "none.txt", "there is no file"),
        (SourceError, "", "is a directory"),
        (SourceError, "pipe", "is a pipe or a device"),
        (NotText, "empty.txt", "is empty"),
        (SourceError, "nul\0", "cannot be opened"),
    ):
        with pytest.raises(kind, match=said):
            citecheck.read(tmp_path / name)
    for source in (article, article.read_bytes()):
        with pytest.raises(SourceTooLarge, match="larger than 10 bytes"):
            citecheck.read(source, settings=citecheck.Settings(max_bytes=10))


def test_names_that_are_no_text_are_spelled_out() -> None:
    """A file name may hold bytes that are no UTF-8; a report says which."""
    assert r"caf\xe9.txt" == shown(os.fsdecode(b"caf\xe9.txt"))
    assert r"\xed\xa0\xbd.txt" == shown("\ud83d.txt")


def test_fingerprints_do_not_depend_on_where_one_stands(
    tmp_path: Path, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within a repository a document is named from its top, by absolute and relative paths alike."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "docs").mkdir()
    copy = tmp_path / "docs" / "article.txt"
    copy.write_bytes(article.read_bytes())

    def fingerprints(path: str, directory: Path) -> list[str]:
        monkeypatch.chdir(directory)
        return [
            finding.fingerprint
            for finding in citecheck.audit(path, as_of=TODAY, settings=OFFLINE).documents[0].findings
        ]

    expected = fingerprints(str(copy), Path("/"))
    assert expected == fingerprints("docs/article.txt", tmp_path)
    assert expected == fingerprints("article.txt", copy.parent)


@given(st.binary(max_size=400) | damaged())
def test_any_bytes_end_in_a_report_or_a_source_error(data: bytes) -> None:
    """What can be read at all is audited, shown in every format, and shown again from its JSON to the same bytes."""
    try:
        report = citecheck.audit(data, as_of=TODAY, settings=OFFLINE)
    except SourceError:
        return
    stored = load(JsonFormat().render(report).encode())

    for name in api.formats():
        assert citecheck.render(report, name) == citecheck.render(stored, name)
