"""Pages are read in a process of their own, which they may crash, hang or fill, and no other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

import pytest

from citecheck.gathering.reader import Reader
from citecheck.model import Page

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
