"""The budget of an archive's services: one for all threads and processes of a machine, whatever becomes of its file."""

from __future__ import annotations

import itertools
import os
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.gathering import budget as room
from citecheck.gathering.budget import FILE, MOST, Budget
from citecheck.web.hosts import Manners
from citecheck.web.pace import Crew

INDEX = "the archive's index"
PLACES = {INDEX: "https://archive.test/cdx"}
BUSY = 0.01
"""Seconds that are told while another has the file."""
EPOCH = 1_700_000_000.0
TAKER = """
import sys, time
from pathlib import Path
from citecheck.gathering.budget import Budget
path, interval, turns = Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
told = []
def now():
    told.append(time.time())
    return told[-1]
budget = Budget(path, {"index": "https://archive.test/cdx"}, now)
sys.stdin.readline()
for _ in range(turns):
    while (wait := budget.take("index", interval)) > 0:
        time.sleep(wait)
    print(repr(told[-1]), flush=True)
budget.close()
"""


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: float = EPOCH) -> None:
        self.now = now

    def __call__(self) -> float:
        """Give the time."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Give a clock that stands still."""
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give the place of a file in a folder that is not there yet."""
    return tmp_path / "cache" / FILE


@pytest.fixture(params=["shared", "alone"])
def budget(request: pytest.FixtureRequest, path: Path, clock: Clock) -> Budget:
    """Give a budget with a file, and one without."""
    return Budget(path if request.param == "shared" else None, PLACES, clock)


def stored(path: Path, *row: object) -> None:
    """Write an account as it may stand in a file."""
    budget = Budget(path, PLACES)
    budget.take(INDEX, 0.0)
    budget.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("INSERT OR REPLACE INTO budget VALUES (?, ?, ?, ?, ?)", (PLACES[INDEX], *row))


# --- Turns


def test_a_turn_is_taken_or_told_how_long_it_takes(budget: Budget, clock: Clock) -> None:
    """Who comes too early takes nothing, so that the next one has not to wait for them."""
    assert 0.0 == budget.take(INDEX, 2.5)
    clock.now += 1
    assert [1.5, 1.5] == [budget.take(INDEX, 2.5) for _ in range(2)]
    clock.now += 1.5
    assert [0.0, 2.5] == [budget.take(INDEX, 2.5) for _ in range(2)]


def test_services_of_two_archives_with_one_name_are_two(path: Path, clock: Clock) -> None:
    """A service is where it is asked; a name is only a name."""
    here = Budget(path, {INDEX: "https://here.test/cdx"}, clock)
    there = Budget(path, {INDEX: "https://there.test/cdx"}, clock)
    mirror = Budget(path, {"another name": "https://there.test/cdx"}, clock)

    assert [0.0, 0.0, 2.5] == [here.take(INDEX, 2.5), there.take(INDEX, 2.5), mirror.take("another name", 2.5)]


def test_two_that_share_a_file_share_the_turns(path: Path, clock: Clock) -> None:
    """Also who comes when the other has ended."""
    first = Budget(path, PLACES, clock)
    assert 0.0 == first.take(INDEX, 2.5)
    assert 2.5 == Budget(path, PLACES, clock).take(INDEX, 2.5)
    first.close()
    assert 2.5 == Budget(path, PLACES, clock).take(INDEX, 2.5)


@given(
    st.lists(
        st.tuples(st.sampled_from(["take", "hold", "refuse", "wait"]), st.floats(0, 400, allow_nan=False)), max_size=60
    )
)
def test_no_turn_comes_before_its_time(steps: list[tuple[str, float]]) -> None:
    """Whatever happens, two turns are an interval apart, and none is within a pause that was asked for."""
    clock = Clock()
    budget = Budget(None, PLACES, clock)
    last, free_from = -1e9, 0.0
    for does, seconds in steps:
        if does == "wait":
            clock.now += seconds
        elif does == "hold":
            budget.hold(INDEX, seconds)
            free_from = max(free_from, clock.now + seconds)
        elif does == "refuse":
            budget.refuse(INDEX, clock.now, silently=seconds > 200)
        elif budget.closed_until(INDEX) is None:
            wait = budget.take(INDEX, 2.5)
            assert 0.0 <= wait <= 400
            if wait == 0.0:
                assert clock.now >= last + 2.5 - 1e-3
                assert clock.now >= free_from - 1e-3
                last = clock.now
            else:
                assert clock.now + wait == pytest.approx(max(last + 2.5, free_from))


@given(st.lists(st.floats(0, 4000, allow_nan=False), max_size=30), st.booleans())
def test_a_service_is_closed_by_the_third_refusal_in_a_row(waits: list[float], silently: bool) -> None:
    """Refusals an hour apart are no row; a closed service opens again by itself."""
    clock = Clock()
    budget = Budget(None, PLACES, clock)
    row = 0
    for number, wait in enumerate(waits):
        clock.now += wait
        row = row + 1 if row and wait < 3600 else 1
        assert budget.refuse(INDEX, clock.now, silently=silently) or (number and wait == 0)
        closed = budget.closed_until(INDEX)
        if row == MOST:
            assert clock.now + (3600 if silently else 600) == closed
            clock.now += 3600
            row = 0
            assert budget.closed_until(INDEX) is None


# --- Processes


@pytest.mark.parametrize("processes", [1, 2, 4])
def test_processes_share_the_turns_of_one_service(processes: int, path: Path) -> None:
    """Starts are never nearer than the interval, none is lost, and nobody sleeps while a turn is free."""
    interval, turns = 0.1, 24 // processes
    command = [sys.executable, "-c", TAKER, str(path), str(interval), str(turns)]
    runs = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]
    for run in runs:
        assert run.stdin is not None
        run.stdin.write("\n")
        run.stdin.flush()
    outs = [run.communicate(timeout=120) for run in runs]
    starts = sorted(float(line) for out, _ in outs for line in out.split())

    assert [""] * processes == [problem for _, problem in outs]
    assert processes * turns == len(starts)
    assert min(after - before for before, after in itertools.pairwise(starts)) >= interval - 1e-6
    assert starts[-1] - starts[0] <= 3 * len(starts) * interval + 5


def test_many_that_begin_at_once_make_one_file(path: Path) -> None:
    """Who finds the file half made waits for it, and does not go on alone."""
    there = threading.Barrier(16, timeout=30)
    waits: list[float] = []

    def begin() -> None:
        budget = Budget(path, PLACES, lambda: EPOCH)
        there.wait()
        while (wait := budget.take(INDEX, 2.5)) == BUSY:
            pass  # it has waited for the file itself
        waits.append(wait)
        budget.close()

    threads = [threading.Thread(target=begin) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [0.0, *[2.5] * 15] == sorted(waits)


# --- Pauses and refusals


def test_a_pause_is_for_all(path: Path, clock: Clock) -> None:
    """A short one is waited for; the longer of two counts."""
    mine, others = Budget(path, PLACES, clock), Budget(path, PLACES, clock)
    mine.hold(INDEX, 60)
    mine.hold(INDEX, 5)

    assert 60.0 == others.take(INDEX, 2.5)
    assert others.closed_until(INDEX) is None


@pytest.mark.parametrize(("seconds", "closed"), [(-5, None), (300, None), (301, 301), (86_400, 3600)])
def test_for_a_long_pause_nobody_waits(seconds: float, closed: float | None, budget: Budget, clock: Clock) -> None:
    """Beyond five minutes the service is closed instead, for an hour at most."""
    budget.hold(INDEX, seconds)

    assert (None if closed is None else clock.now + closed) == budget.closed_until(INDEX)


def test_three_refusals_close_a_service_for_ten_minutes(path: Path, clock: Clock) -> None:
    """They are counted together, whoever met them; then whoever takes a turn is let through to be told."""
    mine, others = Budget(path, PLACES, clock), Budget(path, PLACES, clock)
    for budget in (mine, others, mine):
        assert others.closed_until(INDEX) is None
        clock.now += 60
        assert budget.refuse(INDEX, clock.now)

    assert clock.now + 600 == others.closed_until(INDEX)
    assert 0.0 == others.take(INDEX, 2.5)
    clock.now += 601
    assert others.closed_until(INDEX) is None


def test_a_service_that_does_not_listen_is_left_alone_for_an_hour(budget: Budget, clock: Clock) -> None:
    """It has locked this machine out; who asks on makes it longer."""
    for _ in range(MOST):
        clock.now += 1
        budget.refuse(INDEX, clock.now, silently=True)

    assert clock.now + 3600 == budget.closed_until(INDEX)


def test_requests_that_were_under_way_count_once(budget: Budget, clock: Clock) -> None:
    """Six were under way when the archive had enough: that is one refusal, not six."""
    began = clock.now
    clock.now += 10
    counted = [budget.refuse(INDEX, began) for _ in range(6)]

    assert [True, *[False] * 5] == counted
    assert budget.closed_until(INDEX) is None


# --- Clocks that are wrong


@pytest.mark.parametrize("back", [60.0, 3000.0, 86_400.0, 1e9])
def test_a_clock_that_was_set_back_stops_nobody(back: float, path: Path, clock: Clock) -> None:
    """What is further ahead than anybody would wait for was written by another clock."""
    budget = Budget(path, PLACES, clock)
    budget.take(INDEX, 2.5)
    clock.now -= back

    assert budget.take(INDEX, 2.5) <= 300


def test_a_clock_that_was_set_back_does_not_open_what_is_closed(path: Path, clock: Clock) -> None:
    """By a minute, as clocks are corrected."""
    budget = Budget(path, PLACES, clock)
    budget.hold(INDEX, 3600)
    clock.now -= 60

    assert EPOCH + 3600 == budget.closed_until(INDEX)


@pytest.mark.parametrize(
    "row",
    [
        (EPOCH * 10, 0, 0.0, 0.0),
        (0.0, 2, EPOCH * 10, EPOCH * 10),
        (float("inf"), 0, 0.0, 0.0),
        (0.0, float("inf"), 0.0, float("-inf")),
        ("soon", 0, 0.0, 0.0),
        (0.0, b"\0", "\ud7ff", 0.0),
        (-EPOCH, -5, -1.0, -1.0),
    ],
)
def test_an_account_that_cannot_be_is_a_new_one(row: tuple[object, ...], path: Path, clock: Clock) -> None:
    """Times that no clock has given, and what is no number, stop nobody."""
    stored(path, *row)
    budget = Budget(path, PLACES, clock)

    assert budget.closed_until(INDEX) is None
    assert [0.0, 2.5] == [budget.take(INDEX, 2.5) for _ in range(2)]
    assert budget.refuse(INDEX, clock.now)


# --- Files that are none


def unshared(path: Path, clock: Clock) -> None:
    """See that two budgets go on, each with its own clock."""
    for _ in range(2):
        budget = Budget(path, PLACES, clock)
        assert [0.0, 2.5] == [budget.take(INDEX, 2.5) for _ in range(2)]
        budget.hold(INDEX, 60)
        assert 60.0 == budget.take(INDEX, 2.5)
        assert budget.refuse(INDEX, clock.now)
        budget.close()


def test_a_folder_in_its_place(path: Path, clock: Clock) -> None:
    """The clock is that of the process alone."""
    path.mkdir(parents=True)

    unshared(path, clock)


def test_a_file_in_place_of_its_folder(path: Path, clock: Clock) -> None:
    """The same."""
    path.parent.write_text("no folder", encoding="utf-8")

    unshared(path, clock)


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid"), reason="skipped: modes mean something else there")
def test_a_place_where_nobody_may_write(path: Path, clock: Clock) -> None:
    """A file that can be read and not written is no clock; it is not waited for."""
    stored(path, 0.0, 0, 0.0, 0.0)
    path.chmod(0o400)
    path.parent.chmod(0o500)
    try:
        if os.geteuid() == 0:
            pytest.skip("skipped: whoever is root may write everywhere")
        unshared(path, clock)
    finally:
        path.parent.chmod(0o700)


def test_a_file_that_became_read_only_stops_nobody(path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite refuses to begin: that is no reason to wait."""
    real = sqlite3.connect

    def read_only(place: Path, **options: object) -> sqlite3.Connection:
        connection: sqlite3.Connection = real(place, **options)  # type: ignore[call-overload]
        connection.execute("PRAGMA query_only = ON")
        return connection

    stored(path, 0.0, 0, 0.0, 0.0)
    monkeypatch.setattr(sqlite3, "connect", read_only)

    unshared(path, clock)


@pytest.mark.parametrize("kind", ["words", "zeros", "cut", "header"])
def test_a_damaged_file_is_set_aside(kind: str, path: Path, clock: Clock) -> None:
    """Else nobody would share a budget ever again; what was in it is worth some seconds."""
    stored(path, 0.0, 0, 0.0, 0.0)
    whole = path.read_bytes()
    damaged = {
        "words": b"Dear diary,\n" * 99,
        "zeros": b"\0" * 9000,
        "cut": whole[:3000],
        "header": b"\xff" + whole[1:],
    }
    for other in path.parent.iterdir():
        other.unlink()
    path.write_bytes(damaged[kind])
    first = Budget(path, PLACES, clock)

    assert 0.0 == first.take(INDEX, 2.5)
    assert 2.5 == Budget(path, PLACES, clock).take(INDEX, 2.5)
    assert damaged[kind] == path.with_name(f"{FILE}.damaged").read_bytes()


def test_the_database_of_another_program_is_left_alone(path: Path, clock: Clock) -> None:
    """Not a byte of it changes."""
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
        connection.commit()
    before = path.read_bytes()

    unshared(path, clock)
    assert before == path.read_bytes()


def test_a_table_of_another_shape_stops_nobody(path: Path, clock: Clock) -> None:
    """It has our name, and other columns."""
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE budget (service TEXT, amount REAL)")
        connection.commit()

    budget = Budget(path, PLACES, clock)
    assert [0.0, 2.5] == [budget.take(INDEX, 2.5) for _ in range(2)]


def test_who_holds_the_file_for_long_is_waited_for_in_vain(
    path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that was halted in the middle of a turn must not stop all others for ever."""
    stored(path, 0.0, 0, 0.0, 0.0)
    with closing(sqlite3.connect(path, isolation_level=None)) as halted:
        halted.execute("BEGIN IMMEDIATE")
        budget = Budget(path, PLACES, clock)
        assert [BUSY] * 2 == [budget.take(INDEX, 2.5) for _ in range(2)]
        monkeypatch.setattr(room, "_PATIENCE", 0.0)
        assert [0.0, 2.5] == [budget.take(INDEX, 2.5) for _ in range(2)]
        halted.execute("ROLLBACK")


def test_a_refusal_is_not_lost_because_another_takes_a_turn(path: Path, clock: Clock) -> None:
    """Who has to tell of a pause waits until the file is free."""
    stored(path, 0.0, 0, 0.0, 0.0)
    mine, others = Budget(path, PLACES, clock), Budget(path, PLACES, clock)
    others.take(INDEX, 0.0)
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.4, other.execute, ["ROLLBACK"])
        release.start()
        mine.hold(INDEX, 60)
        release.join()

    assert 60.0 == others.take(INDEX, 2.5)


def test_after_it_was_closed_it_goes_on_alone(path: Path, clock: Clock) -> None:
    """A straggler does no harm."""
    budget = Budget(path, PLACES, clock)
    budget.take(INDEX, 2.5)
    budget.close()
    budget.close()

    assert 0.0 == budget.take(INDEX, 2.5)


# --- Crews


def test_two_crews_share_a_budget(path: Path) -> None:
    """As two runs at once do."""
    starts: list[float] = []

    def work() -> None:
        starts.append(time.monotonic())

    budgets = [Budget(path, PLACES) for _ in range(2)]
    manners = {INDEX: Manners(4, 0.1)}
    with (
        Crew(2, Manners(), manners, shared=(budgets[0], frozenset({INDEX}))) as one,
        Crew(2, Manners(), manners, shared=(budgets[1], frozenset({INDEX}))) as other,
    ):
        for _ in range(5):
            one.submit(INDEX, work)
            other.submit(INDEX, work)

    assert 10 == len(starts)
    assert max(starts) - min(starts) >= 9 * 0.1 - 0.05
