"""Pages are read in a process of their own, which they may crash, hang or fill, and no other."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from citecheck.gathering.reader import Reader
from citecheck.model import Page

ROOT = str(Path(__file__).parents[2])
BEHAVE = "tests.gathering.extractors:behave"
Read = Callable[..., Page]


@pytest.fixture
def reader() -> Iterator[Reader]:
    """Give a reader whose pages do what they say."""
    one = Reader(deadline=2.0, extractor=BEHAVE)
    yield one
    one.close()


def read(reader: Reader, body: bytes) -> Page:
    """Have a page read."""
    return reader.submit(body, "text/html", "http://a.example/", True).result(120)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"hang", "that took longer than 2 seconds"),
        (b"exit", "its reader crashed"),
        (b"segfault", "its reader crashed"),
        (b"memory", "it takes too much memory"),
        (b"raise", "RuntimeError: a page of evil"),
        (b"nonsense", "could not be read"),
    ],
)
def test_a_page_that_is_not_read_has_a_reason(reader: Reader, body: bytes, reason: str) -> None:
    """Whatever a page does to its reader, it has a reason in place of a text, and the next page is read."""
    first = read(reader, b"warm")
    bad = read(reader, body)
    good = read(reader, b"good")

    assert reason in bad.reason
    assert ("", False, hashlib.sha256(body).hexdigest()) == (bad.text, bad.whole, bad.sha256)
    assert ("4 bytes", "4 bytes") == (first.text, good.text)


def test_what_a_library_prints_is_no_answer(reader: Reader) -> None:
    """Words on standard output are lost, and nothing else."""
    assert "5 bytes" == read(reader, b"print").text


def test_halves_of_characters_are_marked(reader: Reader) -> None:
    """What no message can hold does not cost the page."""
    assert "half ? a character" == read(reader, b"half").text


def test_a_large_page_passes(reader: Reader) -> None:
    """Twenty megabytes go through."""
    assert "20971520 bytes" == read(reader, bytes(20 << 20)).text


def test_several_children_read_at_once() -> None:
    """Each page has its own answer, whoever read it."""
    reader = Reader(children=2, extractor=BEHAVE)
    futures = [reader.submit(bytes(size), "", f"http://a.example/{size}", True) for size in range(40)]
    found = [future.result(120) for future in futures]
    reader.close()

    assert [f"{size} bytes" for size in range(40)] == [page.text for page in found]
    assert [f"http://a.example/{size}" for size in range(40)] == [page.url for page in found]


def test_closing_lets_go_of_what_waits() -> None:
    """Nobody waits for a page that hangs."""
    reader = Reader(deadline=600.0, extractor=BEHAVE)
    futures = [reader.submit(b"hang", "", "", True), reader.submit(b"good", "", "", True)]
    reader.close()

    assert all(future.done() for future in futures)


def test_a_real_page_is_read() -> None:
    """The usual extractor gives words and title."""
    reader = Reader()
    page = reader.submit(
        b"<title>The Light</title><p>Built in 1926.</p>", "text/html", "http://a.example/", True
    ).result(120)
    reader.close()

    assert ("The Light", "Built in 1926.") == (page.title, page.text)


def test_a_closed_reader_reads_nothing() -> None:
    """What is submitted after the end is cancelled at once, and waits for nobody."""
    reader = Reader(extractor=BEHAVE)
    reader.close()

    assert reader.submit(b"good", "", "", True).cancelled()


def test_a_reader_takes_no_module_from_where_it_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder may be a stranger's repository: a module there that bears the name of one of ours is not run."""
    for name in ("msgspec", "lxml", "citecheck"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("import os\nos._exit(7)\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    reader = Reader(extractor=BEHAVE)

    assert "4 bytes" == read(reader, b"good").text
    reader.close()


def test_a_machine_without_room_for_a_child_is_a_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody waits for a process that could not be started; the next page is tried again."""
    reader = Reader(extractor=BEHAVE)
    with monkeypatch.context() as without:
        without.setattr(sys, "executable", str(tmp_path / "no-such-program"))
        assert "no process could be started" in read(reader, b"good").reason

    assert "4 bytes" == read(reader, b"good").text
    reader.close()


@pytest.mark.skipif(sys.platform == "win32", reason="skipped: Windows bounds no memory of a process so")
def test_a_page_that_fills_memory_bit_by_bit_ends() -> None:
    """The system bounds what a child may take, so it ends long before the machine is full."""
    reader = Reader(deadline=60.0, extractor=BEHAVE)
    page = read(reader, b"fill")

    assert "it takes too much memory" in page.reason
    assert "4 bytes" == read(reader, b"good").text
    reader.close()


@pytest.mark.skipif(sys.platform == "win32", reason="skipped: signals are those of Unix")
def test_a_child_ends_with_its_parent() -> None:
    """A parent that is killed leaves no child behind that waits for pages."""
    script = (
        "import sys; from citecheck.gathering.reader import Reader; r = Reader(extractor='tests.gathering.extractors:behave');"
        "r.submit(b'good', '', '', True).result(120); print(next(iter(r._children)).pid, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": ROOT},
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    until = time.monotonic() + 20
    while time.monotonic() < until and _runs(child):
        time.sleep(0.05)  # there is nothing to wait on: it is not ours

    assert not _runs(child)


def _runs(process: int) -> bool:
    """Tell whether a process runs."""
    try:
        os.kill(process, 0)
        with Path(f"/proc/{process}/stat").open(encoding="ascii", errors="replace") as told:
            return told.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
