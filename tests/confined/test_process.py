"""A confined process answers, or there is an exception that says what became of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from citecheck.confined import Confined, Late


@pytest.fixture
def process() -> Iterator[Confined]:
    """Give a process that does what it is told."""
    one = Confined("tests.confined.answering", "told:")
    yield one
    one.end()


def test_it_answers_one_message_after_the_other(process: Confined) -> None:
    """What a library prints is no answer."""
    assert [b"told: a", b"told: print", b"told: b"] == [process.ask(said, 60) for said in (b"a", b"print", b"b")]


@pytest.mark.parametrize(("message", "deadline", "error"), [(b"exit", 60.0, EOFError), (b"hang", 0.5, Late)])
def test_a_process_without_an_answer_is_told(
    process: Confined, message: bytes, deadline: float, error: type[Exception]
) -> None:
    """One that ended, and one that took too long."""
    process.ask(b"warm", 60)

    with pytest.raises(error):
        process.ask(message, deadline)


def test_a_process_that_was_killed_is_told(process: Confined) -> None:
    """Whoever asks it gets no answer, and does not wait."""
    process.ask(b"warm", 60)
    process.kill()

    with pytest.raises((EOFError, OSError)):
        process.ask(b"a", 60)
