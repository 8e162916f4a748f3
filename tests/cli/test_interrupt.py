"""Ctrl-C, once and twice."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from citecheck.cli.interrupt import interruptible


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_asks_and_the_second_ends(number: signal.Signals) -> None:
    """Once is a wish that the run can see; twice ends it at once."""
    with interruptible() as interrupt:
        seen = [interrupt.asked]
        os.kill(os.getpid(), number)
        seen.append(interrupt.asked)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), number)

    assert [False, True] == seen


def test_afterwards_signals_are_as_before() -> None:
    """Whatever happened within, the handlers of the caller are back."""
    before = handlers()
    within = []

    def work() -> None:
        with interruptible():
            within.extend(handlers())
            raise LookupError

    with pytest.raises(LookupError):
        work()

    assert before == handlers()
    assert not set(before) & set(within)


def handlers() -> list[object]:
    """Give what handles the two signals now."""
    return [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]


def test_in_another_thread_nobody_listens() -> None:
    """Only the main thread may set handlers; elsewhere a run is simply not interrupted."""

    def work() -> bool:
        with interruptible() as interrupt:
            return interrupt.asked

    before = signal.getsignal(signal.SIGINT)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(work).result() is False
    assert before == signal.getsignal(signal.SIGINT)
