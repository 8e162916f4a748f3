"""A repository that a stranger wrote: it sets nothing that matters, and nothing is read or written outside of it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from citecheck.config.settings import Settings, item, keys
from citecheck.config.trust import WITHIN
from tests.standin import StandInWeb

Command = Callable[..., Any]
PLANTED = "Pl4nted-7e42-Pl4nted"
OFFLINE = ("audit", ".", "--offline")


@pytest.fixture
def repository(tmp_path: Path, article: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a repository with a document, beside a folder with what is nobody else's business."""
    private = tmp_path / "private"
    private.mkdir()
    (private / "notes.txt").write_text(f"{PLANTED} is the word.[1]\n\nReferences\n1. Smith, 1999.\n", encoding="utf-8")
    folder = tmp_path / "repository"
    (folder / ".git").mkdir(parents=True)
    (folder / ".git/config").write_text(f"[http]\n\textraheader = {PLANTED}\n", encoding="utf-8")
    (folder / "a.txt").write_text(article.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def private_of(repository: Path) -> dict[str, bytes]:
    """Give all that lies outside of what a run may change."""
    places = (repository.parent / "private", repository / ".git")
    return {str(file): file.read_bytes() for place in places for file in sorted(place.rglob("*")) if file.is_file()}


# --- Configuration

GUARDED = [key for key in keys() if item(key).metadata["guarded"]]


@pytest.mark.parametrize("key", GUARDED)
def test_a_stranger_sets_nothing_that_decides_whom_we_talk_to_or_where_we_write(
    cli: Command, repository: Path, key: str
) -> None:
    """Each such key ends the run before anything is asked, and the message says how to set it all the same."""
    (repository / "citecheck.toml").write_text(f'{key} = "http://evil.example"\n', encoding="utf-8")
    ran = cli(*OFFLINE)

    assert (2, b"") == (ran.code, ran.out)
    assert f"Set CITECHECK_{key.upper()}, or trust the file with --trust-config." in ran.err


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("jobs = 1_000_000_000", "jobs lies between 1 and 256"),
        (f"jobs = 0x{'f' * 9_000}", "jobs lies between 1 and 256"),
        (f"jobs = {'9' * 5_000}", "a number in it is too long"),
        ("max_bytes = 1_000_000_000_000_000", "max_bytes lies between 1 and 100,000,000"),
        ("timeout = 1e12", "timeout lies between 0.1 and 300"),
        (f"timeout = {'9' * 400}", "timeout lies between 0.1 and 300"),
        (f"max_time = {'9' * 400}", "max_time is a number of seconds above 0"),
        ("interval = 1e9", "interval lies between 0.05 and 60"),
        ("interval = 1e-9", "interval lies between 0.05 and 60"),
        ("per_host = 1000", "per_host lies between 1 and 16"),
        ("exclude = [" + "'x', " * 1001 + "]", "exclude has at most 1,000 entries"),
        (f"exclude_url = '{'x,' * 1001}'", "exclude_url has at most 1,000 entries"),
        (f"a{'.a' * 100_000} = 1", "too many dots"),
        (f"a = {'[' * 100_000}", "nested too deeply"),
        (f"'{'k' * 100_000}' = 1", "unknown key 'kkkk"),
        (f"fail_on = '{'v' * 100_000}'", "fail_on is one of"),
        ('"\\u001b[31m\\n::error::x" = 1', r"unknown key '\x1b[31m\n::error::x'"),
        ('select = ["\\u001b[31m\\n::error::x"]', "there is no rule"),
        ('output = ".git/hooks"', "output must lie below"),
        ('output = "../private"', "output must lie below"),
        ('output = "\\u0000"', "output is no directory"),
        ('a = "\0"', "this is not TOML"),
    ],
)
def test_a_hostile_configuration_ends_in_a_sentence(cli: Command, repository: Path, toml: str, said: str) -> None:
    """Soon, short, with its place, and with no order to a terminal or runner in it."""
    (repository / "citecheck.toml").write_text(toml, encoding="utf-8")
    before, start = private_of(repository), time.process_time()
    ran = cli(*OFFLINE)

    assert (2, b"") == (ran.code, ran.out)
    assert said in ran.err
    assert "internal error" not in ran.err
    assert "\x1b" not in ran.err
    assert [] == orders(ran.err)
    assert len(ran.err) < 1_000
    assert time.process_time() - start < 10
    assert before == private_of(repository)


def test_a_strangers_policy_is_told(cli: Command, repository: Path) -> None:
    """A repository may say what it does not want to hear of; whoever runs it is told, on the terminal and in the report."""
    (repository / "citecheck.toml").write_text(
        'fail_on = "never"\nignore = ["link-dead"]\ncolor = "never"\n', encoding="utf-8"
    )
    ran = cli(*OFFLINE, "--format", "json")

    assert 0 == ran.code
    assert "The configuration file sets ignore = link-dead, fail_on = never (citecheck config --show)." in ran.err
    assert {"ignore": "link-dead", "fail_on": "never"} == json.loads(ran.out)["run"]["config"]


def test_the_limits_are_those_of_strangers_only(cli: Command, repository: Path) -> None:
    """A file that a user trusts, and the environment, set what they like; none of the defaults is over them."""
    (repository / "citecheck.toml").write_text("jobs = 1000\n", encoding="utf-8")

    assert 2 == cli(*OFFLINE).code
    assert 1 == cli(*OFFLINE, "--trust-config").code
    defaults = "".join(f"{key} = {getattr(Settings(), key)}\n" for key in WITHIN)
    (repository / "citecheck.toml").write_text(defaults, encoding="utf-8")
    assert 1 == cli(*OFFLINE).code


# --- Documents


@pytest.mark.parametrize("target", ["../private/notes.txt", ".git/config", "/etc/passwd", "/dev/zero", "loop.txt"])
def test_links_of_a_directory_are_not_followed_out_of_it(cli: Command, repository: Path, target: str) -> None:
    """Nor into what git keeps for itself, where a job's token lies: the report would have it."""
    (repository / "loop.txt").symlink_to(target)
    ran = cli(*OFFLINE, "--format", "json")

    assert ["a.txt"] == [document["source"] for document in json.loads(ran.out)["documents"]]
    assert PLANTED.encode() not in ran.out


@pytest.mark.parametrize("command", [("audit", "--offline"), ("links", "--offline"), ("claims",), ("export",)])
@pytest.mark.parametrize(
    ("name", "target"),
    [("b.txt", "../private/notes.txt"), ("b.txt", ".git/config"), ("docs", "../private")],
)
def test_a_named_link_out_of_the_repository_is_refused(
    cli: Command, repository: Path, command: tuple[str, ...], name: str, target: str
) -> None:
    """A pull request may turn a document that a job names into a link; the message says where it leads."""
    (repository / name).symlink_to(target)
    source = f"{name}/notes.txt" if name == "docs" and command[0] in {"claims", "export"} else name
    ran = cli(command[0], source, *command[1:])

    assert 2 == ran.code
    assert PLANTED.encode() not in ran.out
    assert f"leads to {(repository / target).resolve()}" in ran.err


def test_pipes_and_endless_files_hold_up_nothing(cli: Command, repository: Path) -> None:
    """Not as a document, and not as the file of what is ignored."""
    os.mkfifo(repository / "pipe.txt")
    os.mkfifo(repository / ".gitignore")
    (repository / "sub").mkdir()
    (repository / "sub/.gitignore").symlink_to("/dev/zero")
    with (repository / "sparse.txt").open("wb") as sparse:
        sparse.truncate(10_000_000_000)
    ran = cli(*OFFLINE)

    assert 2 == ran.code
    assert "sparse.txt is larger than" in ran.err
    assert b"a.txt" in ran.out


@pytest.mark.usefixtures("repository")
def test_directories_are_bounded(monkeypatch: pytest.MonkeyPatch, cli: Command) -> None:
    """In bytes and in time: ten thousand large documents that are one blob take no room in a repository."""
    monkeypatch.setattr("citecheck.documents.files._MAX_TOGETHER", 1_000)
    assert "holds more than" in cli(*OFFLINE).err

    monkeypatch.setattr("citecheck.documents.files._MAX_SECONDS", -1.0)
    assert "seconds to look through" in cli(*OFFLINE).err


# --- What is printed


def orders(text: str) -> list[str]:
    """Give the lines that GitHub's runner or Azure's agent obey."""
    lines = text.replace("\r", "\n").split("\n")
    return [line for line in lines if line.lstrip().startswith("::") or "##[" in line or "##vso[" in line]


@pytest.mark.parametrize("form", ["text", "markdown", "json", "sarif", "gitlab", "csv", "junit"])
def test_no_line_is_an_order_to_the_runner(cli: Command, repository: Path, form: str) -> None:
    """The log of a job is where reports and messages go; what documents and names of files say stays words."""
    order = "::set-output name=x::y"
    (repository / "::error::x.txt").write_text(
        f"{order}\n\nThe {order} {'w' * 78} {order} mill ##[error]x burned ##vso[task.setvariable variable=a]b in 1977.[1][9]\n\n"
        f"References\n1. {order} Smith. '##[error]{order}'. {'z' * 80}{order} http://10.0.0.1/##[x]\n",
        encoding="utf-8",
    )
    (repository / "b\n::stop-commands::x.txt").write_text("\0", encoding="utf-8")
    ran = cli(*OFFLINE, "--strict", "--format", form, "-v")

    assert "stop-commands" in ran.err
    assert ([], []) == (orders(ran.out.decode()), orders(ran.err))
    if form == "json":
        texts = [document["text"] for document in json.loads(ran.out)["documents"]]
        assert any("##[error]x" in text for text in texts)


# --- What is written


@pytest.mark.parametrize("target", ["../private/notes.txt", ".git/config"])
def test_reports_take_the_place_of_links(cli: Command, repository: Path, target: str) -> None:
    """What a link in the folder of reports leads to stays as it is."""
    before = private_of(repository)
    (repository / "reports").mkdir()
    (repository / "reports/audit.json").symlink_to(repository / target)
    os.mkfifo(repository / "reports/audit.txt")
    ran = cli(*OFFLINE, "--format", "json", "--format", "text", "--output", "reports")

    assert 1 == ran.code, ran.err
    assert before == private_of(repository)
    assert {"audit.json": True, "audit.txt": True} == {
        file.name: file.is_file() and not file.is_symlink() for file in (repository / "reports").iterdir()
    }


def test_a_report_that_cannot_be_written_costs_no_other(cli: Command, repository: Path) -> None:
    """A folder stands where one of them goes."""
    (repository / "reports/audit.json").mkdir(parents=True)
    ran = cli(*OFFLINE, "--format", "json", "--format", "text", "--output", "reports")

    assert 2 == ran.code
    assert "audit.json: it cannot be written" in ran.err
    assert (repository / "reports/audit.txt").is_file()


@pytest.mark.parametrize(
    "arguments",
    [
        (*OFFLINE, "--output", "here"),
        (*OFFLINE, "--output", "here/reports"),
        ("audit", ".", "--record", "here/notes.txt"),
        ("audit", ".", "--history", "here/notes.txt"),
        (*OFFLINE, "--baseline", "here/notes.txt", "--update-baseline"),
        (*OFFLINE, "--update-baseline"),
        ("export", "a.txt", "-o", "here/notes.txt"),
    ],
)
def test_nothing_is_written_through_a_link(cli: Command, repository: Path, arguments: tuple[str, ...]) -> None:
    """The user named a place in the repository, and a stranger laid the link there: the message says where it leads."""
    (repository / "here").symlink_to("../private")
    (repository / "citecheck-baseline.json").symlink_to("../private/new.json")
    before = private_of(repository)
    ran = cli(*arguments)

    assert 2 == ran.code
    assert f"would be written to {repository.parent / 'private'}" in ran.err
    assert before == private_of(repository)


@pytest.mark.parametrize("option", ["--history", "--baseline", "--replay", "--record"])
def test_a_pipe_in_place_of_a_file_is_told_of(cli: Command, repository: Path, option: str) -> None:
    """Nobody waits for its other end."""
    os.mkfifo(repository / "pipe")
    ran = cli("audit", "a.txt", option, "pipe")

    assert 2 == ran.code
    assert "pipe" in ran.err
    assert "internal error" not in ran.err


# --- What later runs read


@pytest.mark.parametrize(
    "data",
    [
        b'{"schema_version": 1, "findings": ' + b"[" * 100_000,
        b'{"schema_version": NaN}',
        b'{"schema_version": 99999999999999999999}',
        b'{"schema_version": "\\u001b[31m"}',
        b'{"schema_version": 1, "links": [{"url": "\\ud800"}], "findings": [{"path": "\\ud800"}]}',
        b"\xff\xfe",
        b"",
    ],
)
@pytest.mark.parametrize("option", ["--baseline", "--history"])
def test_a_hostile_file_of_earlier_runs_ends_in_a_sentence(
    cli: Command, repository: Path, option: str, data: bytes
) -> None:
    """Which says which file, and what to do."""
    (repository / "kept.json").write_bytes(data)
    ran = cli("audit", "a.txt", "--offline", option, "kept.json")

    assert (2, b"") == (ran.code, ran.out)
    assert "error: kept.json: " in ran.err
    assert "internal error" not in ran.err
    assert "\x1b" not in ran.err


def test_a_baseline_that_knows_everything_is_told(cli: Command, repository: Path) -> None:
    """A pull request may bring one: the run passes, and its report and last line say how much was known."""
    cli("audit", "a.txt", "--offline", "--update-baseline")
    ran = cli("audit", "a.txt", "--offline", "--baseline", "citecheck-baseline.json", "--format", "json")
    counts = json.loads(ran.out)["counts"]

    assert 0 == ran.code
    assert counts["findings"] == counts["known"]
    assert "known" in ran.err
    assert (repository / "citecheck-baseline.json").is_file()


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_words_of_a_hostile_baseline_stay_words(cli: Command, repository: Path, form: str) -> None:
    """What is fixed is told in the words of the file."""
    row = {
        "fingerprint": "f",
        "rule": "reference-no-link",
        "path": "a.txt",
        "message": "\x1b[31m<script>x()</script>\n::error::x",
    }
    (repository / "kept.json").write_text(json.dumps({"schema_version": 1, "findings": [row]}), encoding="utf-8")
    ran = cli("audit", "a.txt", "--offline", "--baseline", "kept.json", "--format", form)

    assert b"\x1b" not in ran.out
    assert b"<script>x()" not in ran.out or form in {"text", "json"}
    assert [] == orders(ran.out.decode())


CASSETTE = """# citecheck cassette, format 1
metadata: {{citecheck: {{format: 1, label: {label}, recorded: {recorded}}}}}
version: 1
interactions:
- metadata: {{asked_at: {asked}, elapsed: -1.0e308, nth: 1}}
  request: {{method: GET, uri: "http://open.example/", body: null, headers: {{}}}}
  response: {{status: {{code: 302, message: OK}}, headers: {{location: ["http://169.254.169.254/"]}}, body: {{string: "x"}}}}
  whole: true
"""
PLAIN = {"label": "l", "recorded": "2024-02-01T12:00:00Z", "asked": "2024-02-01T12:00:00Z"}
ODD = '"\\e[31m\\n::error::x"'


@pytest.mark.parametrize("key", [*PLAIN, ""])
def test_a_hostile_recording_is_data(cli: Command, repository: Path, key: str) -> None:
    """What it says of times and of itself is read or passed over, and it leads to no private address."""
    (repository / "c.yaml").write_text(CASSETTE.format(**(PLAIN | ({key: ODD} if key else {}))), encoding="utf-8")
    (repository / "urls.txt").write_text("http://open.example/", encoding="utf-8")
    ran = cli("links", "--urls", "urls.txt", "--no-archives", "--replay", "c.yaml", "--history", "h.json")

    assert 0 == ran.code, ran.err
    assert b"\x1b" not in ran.out
    assert [] == orders(ran.out.decode() + ran.err)
    assert "\\u001b" not in (repository / "h.json").read_text(encoding="utf-8")


# --- The web, and the environment

WEB = """
[[host]]
name = "inside.example"
address = "10.0.0.7"
[[answer]]
host = "away.example"
does = "redirect"
to = "http://169.254.169.254/latest/meta-data/"
[[answer]]
host = "*"
page = "article"
"""
INSIDE = (
    "http://169.254.169.254/latest/meta-data/", "http://localhost:8080/", "http://127.1/", "http://[::1]/", "http://10.0.0.1/",
    "http://printer.local/",
)  # fmt: skip


def test_private_addresses_are_told_and_not_asked(
    cli: Command, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is the metadata service, to which a public page may lead; what a stranger's documents name hears no secret of ours."""
    monkeypatch.setenv("CITECHECK_HEADERS", "api.mine.example Authorization: Bearer $MY_TOKEN")
    for name in ("MY_TOKEN", "CITECHECK_JUDGE_KEY", "CITECHECK_SECRETS", "GITHUB_TOKEN"):
        monkeypatch.setenv(name, PLANTED)
    (repository / "home").mkdir()
    (repository / "home/.netrc").write_text(f"default login me password {PLANTED}\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(repository / "home/.netrc"))
    monkeypatch.setenv("HOME", str(repository / "home"))
    urls = (*INSIDE, "http://away.example/", "http://open.example/")
    (repository / "urls.txt").write_text("\n".join(urls), encoding="utf-8")
    with StandInWeb(WEB) as web:
        monkeypatch.setenv("CITECHECK_PROXY", f"http://127.0.0.1:{web.http_port}")
        web.log.clear()
        ran = cli(
            "links",
            "--urls",
            "urls.txt",
            "--no-archives",
            "--format",
            "json",
            "--history",
            "h.json",
            "--record",
            "c.yaml",
            "-v",
        )
        asked = web.log.requests
    (document,) = json.loads(ran.out)["documents"]
    private = {finding["url"] for finding in document["findings"] if finding["rule"] == "link-private"}
    kept = [file.read_bytes() for file in (repository / "h.json", repository / "c.yaml")]

    assert {"http://away.example/", "http://open.example/"} == {one.url for one in asked}
    assert {*INSIDE} <= private
    assert PLANTED not in str([one.headers for one in asked])
    assert [] == [written for written in (ran.out, ran.err.encode(), *kept) if PLANTED.encode() in written]


def test_a_module_of_the_folder_is_not_imported(process: Command, repository: Path) -> None:
    """`python -m citecheck` leaves out what lies in the working directory, plug-ins that seem installed there among it."""
    for name in ("click", "msgspec", "tomllib", "evil"):
        (repository / f"{name}.py").write_text("open('imported', 'w')\nraise SystemExit(9)\n", encoding="utf-8")
    installed = repository / "evil-1.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n", encoding="utf-8")
    (installed / "entry_points.txt").write_text("[citecheck.rules]\nevil = evil:rules\n", encoding="utf-8")
    ran = process(*OFFLINE)

    assert 1 == ran.code, ran.err
    assert not (repository / "imported").exists()
