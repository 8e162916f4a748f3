"""The pace: each host at its own, and nobody waits for one while another has work."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import CancelledError
from functools import partial

import pytest

from citecheck.web.hosts import Manners
from citecheck.web.pace import Crew, Later, host_key

FREE = Manners(at_once=100, interval=0)
SHARED = "index"
"""A service whose turns others take, too."""


def later(key: str, work: Callable[[], str | Later[str]], seconds: float = 0) -> Callable[[], str | Later[str]]:
    """Give work whose outcome is that other work is to be done."""
    return lambda: Later(key, work, seconds)


def test_a_crew_tells_for_how_long_a_host_is_left_alone() -> None:
    """Nothing is known of a host that was never asked; a pause only grows."""
    with Crew(1, FREE) as crew:
        crew.hold("host", 40)
        crew.hold("host", 20)
        pauses = [crew.pause("host"), crew.pause("other")]

    assert [40, 0] == [round(pause) for pause in pauses]


def test_work_is_done_and_its_outcome_given() -> None:
    """What work gives and raises arrives at its future."""

    def fail() -> int:
        raise ValueError("as it should")

    with Crew(4, FREE) as crew:
        good = [crew.submit(f"host-{n % 7}", partial(pow, n, 2)) for n in range(100)]
        bad = crew.submit("host", fail)

    assert [n * n for n in range(100)] == [future.result() for future in good]
    assert "as it should" == str(bad.exception())


def test_no_host_is_asked_more_than_so_often_at_once() -> None:
    """Of sixteen threads no more than two are with one host, all are somewhere."""
    lock = threading.Lock()
    now: Counter[str] = Counter()
    most: Counter[str] = Counter()
    both = threading.Barrier(2, timeout=10)

    def work(host: str) -> None:
        with lock:
            now[host] += 1
            most[host] = max(most[host], now[host])
        both.wait()  # passes only when two are under way
        with lock:
            now[host] -= 1

    with Crew(16, Manners(at_once=2, interval=0)) as crew:
        for _ in range(40):
            crew.submit("host-0", partial(work, "host-0"))

    assert {"host-0": 2} == dict(most)


def test_requests_of_a_host_keep_their_distance() -> None:
    """Ten starts of one host take nine intervals at least, however many threads could make them."""
    starts: list[float] = []
    begun = time.monotonic()
    with Crew(8, Manners(at_once=8, interval=0.02)) as crew:
        for _ in range(10):
            crew.submit("host", lambda: starts.append(time.monotonic()))

    assert 10 == len(starts)
    assert max(starts) - begun >= 9 * 0.02


def test_nobody_waits_while_another_host_has_work() -> None:
    """One thread alone does all work of other hosts while the first one has to wait."""
    order: list[str] = []
    with Crew(1, FREE) as crew:
        crew.hold("slow", 0.2)
        crew.submit("slow", lambda: order.append("slow"))
        for n in range(50):
            crew.submit(f"host-{n}", lambda: order.append("other"))

    assert ["other"] * 50 + ["slow"] == order


def test_work_can_go_on_elsewhere_and_later() -> None:
    """Work that is not done goes on in another host's turn, and its future waits for the end."""
    begun = time.monotonic()
    order: list[str] = []

    def end() -> str:
        order.append("end")
        return "done"

    with Crew(2, FREE) as crew:
        future = crew.submit("a", later("b", later("c", end, 0.5)))
        crew.submit("c", lambda: order.append("other"))

    assert "done" == future.result()
    assert ["other", "end"] == order
    assert time.monotonic() - begun >= 0.5


def test_a_new_job_does_not_wait_for_an_older_one_that_is_to_come_later() -> None:
    """A deferred retry of a host does not hold up what comes in after it."""
    with Crew(2, FREE) as crew:
        later = crew.submit("host", time.monotonic, 0.2)
        sooner = crew.submit("host", time.monotonic)

    assert sooner.result() < later.result()


def test_a_replay_waits_for_nobody() -> None:
    """Without a pace an hour's hold, an hour's delay and one at a time cost nothing."""
    with Crew(4, Manners(at_once=1, interval=3600), paced=False) as crew:
        crew.hold("host", 3600)
        futures = [crew.submit("host", partial(pow, n, 1), 3600) for n in range(20)]
        chained = crew.submit("host", later("host", lambda: "done", 3600))

    assert list(range(20)) == [future.result() for future in futures]
    assert "done" == chained.result()


def test_what_waits_can_be_cancelled() -> None:
    """Cancelling ends the wait at once; what has run keeps its outcome, what would go on is given up."""
    running, go_on = threading.Event(), threading.Event()

    def begin() -> str | Later[str]:
        running.set()
        go_on.wait(10)
        return Later("host", lambda: "never")

    with Crew(2, FREE) as crew:
        done = crew.submit("other", lambda: "done")
        begun = crew.submit("host", begin)
        waiting = [crew.submit("host", lambda: "never", 3600) for _ in range(10)]
        assert "done" == done.result(10)
        assert running.wait(10)
        crew.cancel()
        go_on.set()

    assert all(future.cancelled() for future in waiting)
    assert isinstance(begun.exception(), CancelledError)


def test_an_error_among_those_who_submit_cancels_the_rest() -> None:
    """An exception in the block ends it without an hour's wait."""
    crew = Crew(2, FREE)
    future = crew.submit("host", lambda: "never", 3600)
    with pytest.raises(KeyboardInterrupt), crew:
        raise KeyboardInterrupt
    assert future.cancelled()


def test_one_future_can_be_cancelled() -> None:
    """A future that is cancelled before its turn leaves the others alone."""
    with Crew(1, FREE) as crew:
        crew.hold("host", 0.05)
        first = crew.submit("host", lambda: 1)
        second = crew.submit("host", lambda: 2)
        assert first.cancel()
    assert 2 == second.result()


def test_the_host_with_most_to_do_is_first() -> None:
    """Of those that are due: what waits counts, and what somebody said is to come."""
    order: list[str] = []
    running, go_on = threading.Event(), threading.Event()

    def begin() -> bool:
        running.set()
        return go_on.wait(10)

    with Crew(1, FREE) as crew:
        begun = crew.submit("first", begin)
        assert running.wait(10)
        crew.expect("announced", 9)
        for host, count in (("few", 1), ("many", 3), ("announced", 1)):
            for _ in range(count):
                crew.submit(host, partial(order.append, host))
        go_on.set()
        assert begun.result(10)

    assert ["announced", "many", "many"] == order[:3]
    assert {"few": 1, "many": 3, "announced": 1} == Counter(order)


def test_a_host_that_is_held_while_it_is_due_is_left_alone() -> None:
    """Also when it already stood among those that can begin."""
    order: list[str] = []

    def hold(crew: Crew) -> None:
        crew.hold("held", 0.2)

    with Crew(1, FREE) as crew:
        crew.expect("first", 9)
        crew.submit("first", partial(hold, crew))
        crew.submit("held", partial(order.append, "held"))
        crew.submit("other", partial(order.append, "other"))

    assert ["other", "held"] == order


def test_a_host_can_be_slowed() -> None:
    """From then on its starts are so far apart; what it wanted before counts where it is longer."""
    starts: list[float] = []
    begun = time.monotonic()
    with Crew(4, Manners(4, 0.001)) as crew:
        crew.slow("host", 0.05)
        crew.slow("host", 0.0)
        for _ in range(4):
            crew.submit("host", lambda: starts.append(time.monotonic()))

    assert max(starts) - begun >= 3 * 0.05


def test_a_crew_that_was_sent_home_takes_no_work() -> None:
    """Work that nobody would do is refused."""
    crew = Crew(1)
    crew.close()
    with pytest.raises(RuntimeError):
        crew.submit("host", lambda: 1)


def test_special_hosts_have_their_own_manners() -> None:
    """A host with manners of its own is asked in those."""
    starts: list[float] = []
    begun = time.monotonic()
    with Crew(4, FREE, {"archive": Manners(at_once=1, interval=0.03)}) as crew:
        for _ in range(4):
            crew.submit("archive", lambda: starts.append(time.monotonic()))
    assert max(starts) - begun >= 3 * 0.03


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.Example.org:8080/a", "example.org"),
        ("https://example.org./", "example.org"),
        ("http://user@[::1]:80/", "::1"),
        ("http://[::1", ""),
        ("", ""),
    ],
)
def test_what_counts_as_one_host(url: str, key: str) -> None:
    """`www.`, the port and a last dot make no other host."""
    assert key == host_key(url)


# --- A crew with a clock that others move


class Turns:
    """A clock whose turns a test gives."""

    def __init__(self, give: Callable[[str, float], float]) -> None:
        self.give = give
        self.taken: list[tuple[str, float]] = []

    def take(self, service: str, interval: float) -> float:
        """Give what the test says."""
        self.taken.append((service, interval))
        return self.give(service, interval)


def test_a_crew_takes_the_turns_of_services_that_others_ask_too() -> None:
    """Of these and of no others, each with its interval; who must wait tries again."""
    waits = iter([0.0, 0.02, 0.0])
    turns = Turns(lambda *_: next(waits))
    with Crew(4, Manners(4, 0.0), {SHARED: Manners(4, 0.01)}, shared=(turns, frozenset({SHARED}))) as crew:
        work = [crew.submit(key, lambda: "done") for key in (SHARED, SHARED, "other.example")]

    assert ["done"] * 3 == [one.result() for one in work]
    assert [(SHARED, 0.01)] * 3 == turns.taken


def test_a_crew_does_other_work_while_a_turn_is_anothers() -> None:
    """One service that is never free costs nobody else a moment, and can be freed."""
    turns = Turns(lambda *_: 0.01)
    with Crew(1, Manners(4, 0.0), {SHARED: Manners(4, 0.0)}, shared=(turns, frozenset({SHARED}))) as crew:
        first = crew.submit(SHARED, lambda: "index")
        other = [crew.submit(f"host-{n}", lambda: "other") for n in range(20)]
        assert ["other"] * 20 == [one.result(timeout=30) for one in other]
        assert not first.done()
        crew.free(SHARED)
        assert "index" == first.result(timeout=30)


def test_a_replay_takes_no_turns() -> None:
    """Nobody is asked, so nobody has to be waited for."""
    turns = Turns(lambda *_: 1e9)
    with Crew(1, Manners(), {SHARED: Manners()}, paced=False, shared=(turns, frozenset({SHARED}))) as crew:
        assert "done" == crew.submit(SHARED, lambda: "done").result(timeout=30)

    assert [] == turns.taken
