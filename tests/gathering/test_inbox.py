"""The inbox: whoever brings more than is looked at waits, and nobody waits for ever."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from citecheck.gathering.inbox import Inbox


def test_things_come_out_in_the_order_in_which_they_came() -> None:
    """One after the other, and nothing when there is nothing."""
    inbox: Inbox[int] = Inbox(10)
    for number in range(5):
        inbox.put(number)
    assert [0, 1, 2, 3, 4] == [inbox.get(0) for _ in range(5)]
    assert not inbox
    with pytest.raises(queue.Empty):
        inbox.get(0)


def test_the_owner_never_waits() -> None:
    """It would wait for itself."""
    inbox: Inbox[int] = Inbox(1)
    for number in range(100):
        inbox.put(number)
    assert list(range(100)) == [inbox.get(0) for _ in range(100)]


def test_others_are_at_most_so_far_ahead() -> None:
    """Twenty threads with a hundred things each: never more in it than the bound and one for each thread, none lost."""
    inbox: Inbox[int] = Inbox(5)
    most = 0

    def bring(first: int) -> None:
        for number in range(first, first + 100):
            inbox.put(number)

    with ThreadPoolExecutor(20) as pool:
        for start in range(0, 2000, 100):
            pool.submit(bring, start)
        taken = []
        for _ in range(2000):
            most = max(most, inbox._items.qsize())  # noqa: SLF001 - what a run has no need to know
            taken.append(inbox.get(30))
    assert list(range(2000)) == sorted(taken)
    assert 0 < most <= 25


def test_an_open_inbox_lets_everybody_go() -> None:
    """Those who wait already as well as those who come."""
    inbox: Inbox[int] = Inbox(0)
    begun = threading.Barrier(5)
    with ThreadPoolExecutor(4) as pool:

        def bring() -> None:
            begun.wait(30)
            inbox.put(1)
            inbox.put(1)

        bringing = [pool.submit(bring) for _ in range(4)]
        begun.wait(30)
        assert 1 == inbox.get(30)
        inbox.open()
        assert not wait(bringing, 30).not_done
    assert [1] * 7 == [inbox.get(0) for _ in range(7)]
