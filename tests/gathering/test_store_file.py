"""The file of the store: whatever lies in its place, the run goes on, and nothing of anybody else's is lost."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.gathering import Policy, Question, ask
from citecheck.gathering import store_file as room
from citecheck.gathering.store_file import Row, StoreFile
from citecheck.gathering.store_schema import APPLICATION, STEPS
from tests.standin import StandInWeb

NOW = 1_700_000_000.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give the place of a store, in a folder that is not there yet."""
    return tmp_path / "cache" / "answers.sqlite"


def row(number: int = 1, size: int = 10) -> Row:
    """Give an answer."""
    return Row(b"%016d" % number, "link", f"http://host-{number}.example/", "live", NOW, NOW + 60, 1, b"x" * size)


def filled(path: Path, count: int = 3) -> None:
    """Make a store with so many answers."""
    store = StoreFile(path)
    store.begin(b"digest", NOW)
    for number in range(count):
        store.put(row(number))
    store.close(whole=False, now=NOW)
    assert () == store.notices


def found(path: Path, count: int = 3) -> int:
    """Give how many of its answers a store still has."""
    store = StoreFile(path)
    number = len(list(store.find(row(n).key for n in range(count))))
    store.close(whole=False, now=NOW)
    return number


def asked(path: Path, question: str) -> object:
    """Give what a question to the file gives, one value."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(question).fetchone()[0]


def test_what_was_put_is_there_for_the_next_one(path: Path) -> None:
    """Answers come back as they went; the folder and the file are their owner's alone."""
    filled(path, 600)
    store = StoreFile(path)

    assert {row(n) for n in range(600)} == set(store.find(row(n).key for n in range(700)))
    store.close(whole=True, now=NOW)
    assert ("wal", "ok") == (asked(path, "PRAGMA journal_mode"), asked(path, "PRAGMA integrity_check"))
    if os.name == "posix":
        assert (0o700, 0o600) == (path.parent.stat().st_mode & 0o777, path.stat().st_mode & 0o777)


def test_a_run_that_came_to_no_end_is_gone_on_with(path: Path) -> None:
    """The same digest has the same number until its run is whole; others have numbers of their own."""

    def number(digest: bytes, *, whole: bool) -> int:
        store = StoreFile(path)
        store.begin(digest, NOW)
        store.close(whole=whole, now=NOW)
        return store.run

    assert [1, 1, 2, 1, 3, 2] == [
        number(b"one", whole=False),
        number(b"one", whole=False),
        number(b"two", whole=False),
        number(b"one", whole=True),
        number(b"one", whole=False),
        number(b"two", whole=True),
    ]


def test_the_schema_says_whose_it_is_and_which(path: Path) -> None:
    """The number of steps that were made, and our own mark."""
    filled(path)
    assert (len(STEPS), APPLICATION) == (asked(path, "PRAGMA user_version"), asked(path, "PRAGMA application_id"))


def test_an_older_file_is_brought_up_and_keeps_what_it_holds(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Step by step, all or none: one that fails leaves the file as it was."""
    filled(path)
    monkeypatch.setattr(room, "STEPS", (*STEPS, ("ALTER TABLE runs ADD COLUMN note TEXT", "NO SUCH STATEMENT")))
    broken = StoreFile(path)
    assert not broken.is_open
    assert "cannot be brought from version" in broken.notices[0]
    assert len(STEPS) == asked(path, "PRAGMA user_version")
    monkeypatch.setattr(room, "STEPS", (*STEPS, ("ALTER TABLE runs ADD COLUMN note TEXT",)))
    assert 3 == found(path)
    assert 1 == asked(path, "SELECT count(*) FROM runs WHERE note IS NULL")


def test_answers_of_the_second_version_are_still_there(path: Path) -> None:
    """It had a column and a table more, which nothing read."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in (statement for step in STEPS[:2] for statement in step):
            connection.execute(statement)
        for one in map(row, range(3)):
            connection.execute("INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?)", one)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute("PRAGMA user_version = 2")
    store = StoreFile(path)

    assert () == store.notices
    assert set(map(row, range(3))) == set(store.find(row(n).key for n in range(3)))
    store.close(whole=True, now=NOW)
    assert "ok" == asked(path, "PRAGMA integrity_check")


def test_a_newer_file_is_left_alone(path: Path) -> None:
    """Not a byte of it changes; the run goes on without it and says so."""
    filled(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    store = StoreFile(path)
    store.begin(b"digest", NOW)
    store.put(row(9))
    store.close(whole=True, now=NOW)

    assert [] == list(store.find([row(1).key]))
    assert "of version 99, made by a newer citecheck" in store.notices[0]
    assert before == path.read_bytes()
    assert [path.name] == [one.name for one in path.parent.iterdir() if "-" not in one.name]


@pytest.mark.parametrize("kind", ["words", "zeros", "cut", "header", "foreign", "foreign-id"])
def test_a_damaged_or_foreign_file_is_set_aside(kind: str, path: Path) -> None:
    """It is renamed, whole, and named in the message; a new store takes its place, and the next run finds it."""
    filled(path)
    whole = path.read_bytes()
    if kind.startswith("foreign"):
        path.unlink()
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE bookmarks (url TEXT)")
            connection.execute(f"PRAGMA application_id = {7 if kind == 'foreign-id' else 0}")
    else:
        damaged = {
            "words": b"Dear diary,\n" * 99,
            "zeros": b"\0" * 9000,
            "cut": whole[:3000],
            "header": b"\xff" + whole[1:],
        }
        path.write_bytes(damaged[kind])
    before = path.read_bytes()
    store = StoreFile(path)
    store.put(row(7))
    store.close(whole=True, now=NOW)

    assert 1 == len(store.notices), store.notices
    assert "It was set aside as answers.sqlite.corrupt-1. A new one is begun." in store.notices[0]
    assert before == path.with_name("answers.sqlite.corrupt-1").read_bytes()
    assert 1 == found(path, 10)
    path.write_bytes(b"Dear diary,\n" * 99)
    assert "corrupt-2" in StoreFile(path).notices[0]


def test_damage_that_shows_in_the_middle_of_a_run_ends_nothing(path: Path) -> None:
    """The head is sound and the pages are not: whoever reads or writes goes on without, and the next run is well."""
    filled(path, 2000)
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xaa" * (len(data) - 4096))
    store = StoreFile(path)
    store.begin(b"digest", NOW)
    assert [] == list(store.find(row(n).key for n in range(2000)))
    store.put(row(1))
    store.close(whole=True, now=NOW)

    assert 1 == len(store.notices)
    assert "damaged" in store.notices[0]
    assert 0 == found(path)
    filled(path)
    assert 3 == found(path)


def test_damage_that_only_the_writer_meets_ends_nothing(path: Path) -> None:
    """It is in another thread: that one tells, and takes what else comes without a word."""
    store = StoreFile(path)
    store.begin(b"digest", NOW)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE answers")
    for number in range(5000):
        store.put(row(number))
    store.close(whole=True, now=NOW)

    assert 1 == len(store.notices)
    assert "no such table: answers). It was set aside" in store.notices[0]
    assert 0 == found(path)


@pytest.mark.parametrize("kind", ["file-as-folder", "folder-as-file", "pipe", "device"])
def test_a_place_where_nothing_can_be_written_is_told(kind: str, path: Path) -> None:
    """The run goes on without a store; the message names the place and what to do."""
    if kind == "file-as-folder":
        path.parent.write_text("a file", encoding="utf-8")
    elif kind == "folder-as-file":
        path.mkdir(parents=True)
    elif kind == "pipe":
        path.parent.mkdir()
        os.mkfifo(path)
    else:
        path = Path("/dev/null/answers.sqlite")
    store = StoreFile(path)
    store.begin(b"digest", NOW)
    store.put(row())
    store.close(whole=True, now=NOW)

    assert [] == list(store.find([b"a"]))
    assert 1 == len(store.notices)
    assert str(path.parent) in store.notices[0]
    assert "CITECHECK_CACHE_DIR" in store.notices[0]


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file of this process grow over so many bytes: what a full disk does, as far as SQLite can tell."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_told_once_and_costs_only_answers(path: Path) -> None:
    """The run goes on; what was committed before is whole, and there for the next run."""
    filled(path)
    store = StoreFile(path)
    store.begin(b"digest", NOW)
    with room_for(200_000):
        for number in range(10, 400):
            store.put(row(number, 4000))
        store.close(whole=True, now=NOW)

    assert 1 == len(store.notices)
    assert "cannot be used" in store.notices[0]
    assert "ok" == asked(path, "PRAGMA integrity_check")
    assert 3 == found(path)


def test_who_finds_the_file_in_use_waits_and_then_goes_on_without(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody hangs on a lock that is never let go."""
    filled(path)
    monkeypatch.setattr(room, "PATIENCE", 0.2)
    monkeypatch.setattr(room, "_TIMEOUT", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        store = StoreFile(path)
        assert 3 == len(list(store.find(row(n).key for n in range(3))))  # readers wait for nobody
        store.begin(b"digest", NOW)
        store.put(row(9))
        store.close(whole=True, now=NOW)
    assert 1 == len(store.notices)
    assert "in use by another program" in store.notices[0]
    assert 3 == found(path)


def test_a_lock_that_is_let_go_is_only_a_pause(path: Path) -> None:
    """What is put while another process writes is written after it."""
    filled(path)
    held, free = threading.Event(), threading.Event()

    def hold() -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            held.set()
            free.wait(30)
            other.execute("COMMIT")

    holder = threading.Thread(target=hold)
    store = StoreFile(path)
    store.begin(b"digest", NOW)
    holder.start()
    assert held.wait(30)
    for number in range(100, 200):
        store.put(row(number))
    free.set()
    store.close(whole=True, now=NOW)
    holder.join()
    assert () == store.notices
    assert 103 == found(path, 200)


def test_several_processes_write_at_once_and_lose_nothing(path: Path) -> None:
    """Four of them, from the making of the file on: no error, every answer is there."""
    program = (
        "import sys; from pathlib import Path\n"
        "from citecheck.gathering.store_file import Row, StoreFile\n"
        "mine = int(sys.argv[2]); store = StoreFile(Path(sys.argv[1])); store.begin(b'%d' % mine, 1.0)\n"
        "for n in range(mine * 200, mine * 200 + 200):\n"
        "    store.put(Row(b'%016d' % n, 'link', f'http://{n}/', 'live', 1.0, 9e9, 1, b'x'))\n"
        "store.put(Row(b'shared', 'link', 'http://shared/', 'dead', 1.0, 9e9, 1, b'x'))\n"
        "store.close(whole=True, now=2.0); print(*store.notices)\n"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, path, str(n)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        for n in range(4)
    ]
    told = [one.communicate(timeout=120)[0] for one in running]

    assert [b"\n"] * 4 == told
    assert 801 == asked(path, "SELECT count(*) FROM answers")
    assert "ok" == asked(path, "PRAGMA integrity_check")
    assert [] == list(path.parent.glob("*corrupt*"))


def test_two_that_find_it_damaged_set_it_aside_once(path: Path) -> None:
    """Several at once: one damaged file, one name; what takes its place is nobody's damage."""
    path.parent.mkdir()
    path.write_bytes(b"Dear diary,\n" * 999)
    program = "import sys; from pathlib import Path; from citecheck.gathering.store_file import StoreFile; s = StoreFile(Path(sys.argv[1])); print(s.is_open, len(s.notices)); s.close(whole=True, now=1.0)"
    running = [subprocess.Popen([sys.executable, "-c", program, path], stdout=subprocess.PIPE) for _ in range(6)]
    told = sorted(one.communicate(timeout=120)[0].decode().strip() for one in running)

    assert {"True 0", "True 1"} >= set(told)
    assert 1 == told.count("True 1")
    assert ["answers.sqlite.corrupt-1"] == [one.name for one in path.parent.glob("*corrupt*")]


@given(st.binary(max_size=5000), st.integers(0, 5000))
def test_no_bytes_stop_a_run(tmp_path_factory: pytest.TempPathFactory, data: bytes, at: int) -> None:
    """Whatever is in the file, or was written over a part of it: no error leaves, and a message is a sentence."""
    path = tmp_path_factory.mktemp("hostile") / "answers.sqlite"
    filled(path)
    whole = path.read_bytes()
    path.write_bytes(whole[:at] + data + whole[at + len(data) :] if at % 2 else data)
    store = StoreFile(path)
    store.begin(b"digest", NOW)
    list(store.find(row(n).key for n in range(3)))
    store.put(row(9))
    store.close(whole=True, now=NOW)

    assert all(notice.startswith("The store of answers") and notice.endswith(".") for notice in store.notices)


def test_a_run_with_a_store_that_fails_answers_all_the_same(
    policy_for: Callable[..., Policy], web: StandInWeb, path: Path
) -> None:
    """The notice comes with the answers."""
    path.mkdir(parents=True)
    answers = ask([Question("http://good.example/article")], policy_for(web, store=path, archives=False))

    assert "live" == answers.links["http://good.example/article"].verdict
    assert ["is no file"] == [notice[notice.index("is no") :][:10] for notice in answers.notices]
