"""What each command does with an ordinary document."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from citecheck import api
from citecheck.cli import files
from citecheck.errors import UsageError
from citecheck.reports.json_report import schema

Command = Callable[..., Any]
AUDIT = ("audit", "--offline", "--as-of", "2026-01-31", "--fail-on", "never")


def test_an_audit_reports_to_stdout_and_sums_up_on_stderr(cli: Command, article: Path) -> None:
    """The report can be piped; the one line is for the person."""
    ran = cli(*AUDIT, article)

    assert 0 == ran.code
    assert "The Harbour Clock" in ran.out.decode()
    assert 1 == ran.err.count("\n")
    assert " in 1 document (5 references, 6 citations, 10 claims)\n" in ran.err


@pytest.mark.parametrize("name", sorted(api.formats()))
def test_a_stored_audit_renders_to_the_same_bytes(cli: Command, article: Path, tmp_path: Path, name: str) -> None:
    """`audit --format json` then `report --format F` is `audit --format F`, for every format there is."""
    stored = tmp_path / "a.json"
    stored.write_bytes(cli(*AUDIT, article, "--format", "json").out)

    expected = cli(*AUDIT, article, "--format", name).out
    assert expected == cli("report", stored, "--format", name).out
    assert expected == cli("report", "-", "--format", name, stdin=stored.read_bytes()).out


@pytest.mark.parametrize("command", [AUDIT, ("claims",)], ids=["audit", "claims"])
def test_json_fits_the_published_schema(cli: Command, article: Path, command: tuple[str, ...]) -> None:
    """Every output does."""
    data = json.loads(cli(*command, article, "--format", "json").out)

    jsonschema.Draft202012Validator(schema()).validate(data)
    assert 1 == data["schema_version"]
    assert 5 == len(data["documents"][0]["references"])


def test_without_a_network_the_report_is_written_and_the_run_ends_with_3(
    cli: Command, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody may take "no network" for "all links dead"; a proxy that refuses stands in for the missing network."""
    monkeypatch.setenv("CITECHECK_PROXY", "http://127.0.0.1:9")

    ran = cli("audit", article, "--format", "json", "--fail-on", "never")
    verdicts = {link["verdict"] for link in json.loads(ran.out)["documents"][0]["links"]}

    assert 3 == ran.code
    assert {"unreachable"} == verdicts
    assert "no address got an answer" in ran.err


def test_claims_have_no_findings(cli: Command, article: Path) -> None:
    """The JSON of `claims` is an audit in which nothing was judged."""
    data = json.loads(cli("claims", article, "--format", "json").out)

    assert [] == data["documents"][0]["findings"] == data["rules"]
    assert ["ref-1", "ref-2", "ref-3", "ref-1", "ref-4", "ref-5"] == [
        citation["reference"] for citation in data["documents"][0]["citations"]
    ]


def test_claims_as_text(cli: Command, article: Path) -> None:
    """Each claim with its line, its sign and its markers; the lead and the boilerplate as they are."""
    shown = cli("claims", article).out.decode()

    assert "   10 ○ Its maker asked 4,200 crowns for it. ([2])\n" in shown
    assert "   10 ● The mechanism was moved to the north tower in May 2009. [2]\n" in shown
    assert "    6 · It has been stopped and started several times.\n" in shown
    assert "Jump to" not in shown
    assert "[edit]" not in shown


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        (1, ()),
        (1, ("--fail-on", "error")),
        (1, ("--fail-on", "warning")),
        (0, ("--fail-on", "never")),
        (0, ("--select", "reference-no-link")),
        (1, ("--select", "reference-no-link", "--fail-on", "warning")),
        (0, ("--select", "reference-no-link", "--ignore", "reference-*", "--fail-on", "warning")),
    ],
)
def test_the_threshold_decides_the_code(cli: Command, article: Path, code: int, arguments: tuple[str, ...]) -> None:
    """1 means findings at or above it, and nothing else; this article has a wrong ISBN."""
    assert code == cli("audit", "--offline", "--as-of", "2026-01-31", article, *arguments).code


def test_a_rule_that_does_not_exist_is_refused(cli: Command, article: Path) -> None:
    """With the nearest name."""
    ran = cli("audit", "--offline", article, "--ignore", "link-ded,reference-no-lnk")

    assert 2 == ran.code
    assert "--ignore: there is no rule `link-ded`" in ran.err


def test_reports_go_to_a_directory(cli: Command, article: Path, tmp_path: Path) -> None:
    """One file a format, named on standard error; standard output has the audit at a glance."""
    formats = [word for name in ("text", "markdown", "json") for word in ("--format", name)]
    ran = cli(*AUDIT, article, *formats, "--output", tmp_path / "a/b")

    assert 0 == ran.code
    assert 12 > ran.out.decode().count("\n") > 3
    assert ["audit.json", "audit.md", "audit.txt"] == sorted(path.name for path in (tmp_path / "a/b").iterdir())
    for name, file in (("text", "audit.txt"), ("markdown", "audit.md"), ("json", "audit.json")):
        assert f"{tmp_path}/a/b/{file}\n" in ran.err
        assert cli(*AUDIT, article, "--format", name).out == (tmp_path / "a/b" / file).read_bytes()


def test_a_directory_that_cannot_be_made_is_told_of(cli: Command, article: Path, tmp_path: Path) -> None:
    """A file stands where the directory should."""
    (tmp_path / "file").touch()

    for output in ("file", "file/below"):
        ran = cli(*AUDIT, article, "--output", tmp_path / output)
        assert 2 == ran.code
        assert "file" in ran.err


def test_a_directory_is_audited_whole(cli: Command, article: Path, tmp_path: Path) -> None:
    """In the order of names; ignored, hidden and foreign files are left out, and an empty one is passed over."""
    for name in ("b.txt", "a.txt", "skip.txt", "deep/c.txt", "deep/.hidden.txt", "data.csv"):
        (tmp_path / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / name).write_bytes(article.read_bytes())
    (tmp_path / "docs/empty.txt").touch()
    (tmp_path / "docs/.gitignore").write_text("skip.txt\n", encoding="utf-8")

    def sources(*arguments: str) -> list[str]:
        ran = cli(*AUDIT, "docs", "--format", "json", *arguments)
        assert 0 == ran.code
        return [document["source"] for document in json.loads(ran.out)["documents"]]

    assert ["docs/a.txt", "docs/b.txt", "docs/deep/c.txt"] == sources()
    assert ["docs/a.txt"] == sources("--include", "a.*")
    assert ["docs/a.txt", "docs/b.txt"] == sources("--exclude", "deep/")
    assert "warning: passed over: docs/empty.txt is empty" in cli(*AUDIT, "docs").err


def test_standard_input(cli: Command, article: Path) -> None:
    """`-` is what is piped in, for every command that reads a document."""
    text = article.read_bytes()

    for command in (AUDIT, ("claims",), ("export",)):
        assert 0 == cli(*command, "-", stdin=text).code
    assert "\n-\n===\n" in cli(*AUDIT, "-", stdin=text).out.decode()


def test_export_writes_a_file_whole(cli: Command, article: Path, tmp_path: Path) -> None:
    """What goes to the file is what would have gone to standard output; the file keeps its mode."""
    file = tmp_path / "out.bib"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o640)
    ran = cli("export", article, "-o", file)

    assert (0, b"") == (ran.code, ran.out)
    assert cli("export", article).out == file.read_bytes()
    assert 0o640 == file.stat().st_mode & 0o777
    assert [] == [path for path in tmp_path.iterdir() if path.name.startswith(".out")]


def test_export_of_a_bare_list_answers_each_line(cli: Command, tmp_path: Path) -> None:
    """`--from references`: one item a line, in order, also for an empty one."""
    (tmp_path / "list.txt").write_text("Kim (1997). One. Quay Press.\n\nBerg (2001). Two. Fjord.\n", encoding="utf-8")
    ran = cli("export", tmp_path / "list.txt", "--from", "references", "--to", "csl-json")

    assert 0 == ran.code
    assert 3 == len(json.loads(ran.out))


def test_export_of_everything(cli: Command, article: Path) -> None:
    """`--all` adds the entries of the unnumbered bibliography."""
    assert b"Tides" not in cli("export", article).out
    assert b"Tides" in cli("export", article, "--all").out


def test_nothing_is_left_of_a_write_that_failed(tmp_path: Path) -> None:
    """The old file stays, and no temporary one lies about."""
    (tmp_path / "there").mkdir()

    for target in (tmp_path / "missing" / "x", tmp_path / "nul\0x", Path("/proc/none/x")):
        with pytest.raises(UsageError, match="cannot be written"):
            files.write(target, "text")
    assert ["there"] == [path.name for path in tmp_path.iterdir() if path.name != ".git"]


def test_a_link_is_written_through(tmp_path: Path) -> None:
    """A symbolic link stays one; the file it names is replaced. Devices are written to as they are."""
    (tmp_path / "real").write_text("old", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    files.write(tmp_path / "link", "new")
    files.write(Path("/dev/null"), "gone")

    assert (tmp_path / "link").is_symlink()
    assert "new" == (tmp_path / "real").read_text(encoding="utf-8")


@pytest.mark.parametrize(("data", "said"), [(b"{}", "not a citecheck audit"), (b"\xff\xfe{", "not JSON")])
def test_a_report_of_something_else_is_refused(cli: Command, data: bytes, said: str) -> None:
    """Exit 2 and the place."""
    ran = cli("report", "-", stdin=data)

    assert 2 == ran.code
    assert said in ran.err


def test_rules_are_listed_and_explained(cli: Command) -> None:
    """All in a line each, or one in full."""
    listed = cli("rules").out.decode()

    assert "error    claim-anachronism " in listed
    assert listed.count("\n") == len(api.rules())
    assert cli("rules", "claim-anachronism").out.decode().startswith("claim-anachronism\nerror, precision ")


def test_an_unknown_rule_has_a_neighbour(cli: Command) -> None:
    """Typing errors are met with the nearest id."""
    assert "did you mean 'claim-anachronism'?" in cli("rules", "claim-anachronsm").err


def test_settings_are_shown_with_their_origin(cli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with its line, a variable, a default."""
    (tmp_path / "citecheck.toml").write_text('\nignore = ["bare-url"]\n', encoding="utf-8")
    monkeypatch.setenv("CITECHECK_STRICT", "1")
    shown = cli("config", "--show").out.decode()

    assert [
        ["ignore", "bare-url", f"{tmp_path}/citecheck.toml:2"],
        ["strict", "true", "CITECHECK_STRICT"],
        ["offline", "false", "default"],
    ] == [line.split() for line in shown.split("\n")[1:4]]


def test_settings_of_a_file_rule_an_audit(cli: Command, article: Path, tmp_path: Path) -> None:
    """What a project configures holds without flags, and is told in the report when it shapes it."""
    text = 'offline = true\nfail_on = "never"\nformat = "json"\nselect = ["bare-url"]\n'
    (tmp_path / "citecheck.toml").write_text(text, encoding="utf-8")
    ran = cli("audit", article)

    assert 0 == ran.code
    assert {"fail_on": "never", "select": "bare-url"} == json.loads(ran.out)["run"]["config"]


def test_a_misspelt_variable_is_told_of(cli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would otherwise do nothing, in silence."""
    monkeypatch.setenv("CITECHECK_OFLINE", "1")

    assert "warning: CITECHECK_OFLINE is no setting; did you mean CITECHECK_OFFLINE?\n" == cli("config").err


def test_plugins_are_listed_by_group(cli: Command) -> None:
    """Readers, rules, formats and judges, each with the distribution that brings it."""
    lines = cli("plugins").out.decode().split("\n")

    assert [line for line in lines if line and not line.startswith(" ")] == ["readers", "rules", "formats", "judges"]
    assert any(line.split()[:2] == ["json", "citecheck-audit"] for line in lines)
