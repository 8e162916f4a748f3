"""Text fragments: what is quoted is found again, in one place only, by our own reading of the draft and by a browser."""

from __future__ import annotations

import http.server
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.pages import text_fragment
from citecheck.pages.quotes import folded, quotes, stands_in, stands_once

FILLER = "\n".join(
    f"Line {number} of a long page about the coast, its boats & its many lights." for number in range(150)
)
LONG = (
    "All of this was told by the oldest of the pilots of the harbour, who had it from his father, "
    + ", ".join(f"and that one from pilot number {number}" for number in range(12))
    + "; then he died."
)
TEXT = f"""{FILLER}
The tower - tall, grey & cold - was built in 1926, by the engineer Ada Holm. The keeper said: "never again".
{FILLER}
He came back. The keeper said: "never again". Nobody believed him.
{FILLER}
灯台は1926年に建てられた。高さは41メートルで、港の入り口の岩の上に立っている。
{FILLER}
{LONG}
{FILLER}
"""
QUOTES = (
    "The tower - tall, grey & cold - was built in 1926, by the engineer Ada Holm.",
    'He came back. The keeper said: "never again".',
    "高さは41メートルで",
    LONG,
)  # fmt: skip


def fragment(quote: str, text: str = TEXT) -> str | None:
    """Give the fragment of the first place of a quote."""
    at = text.index(quote)
    return text_fragment(text, (at, at + len(quote)))


@pytest.mark.parametrize("quote", QUOTES)
def test_a_quote_is_found_again(quote: str) -> None:
    """The directive means words that stand on the page once."""
    made = fragment(quote)
    assert made is not None
    (meant,) = quotes(made.removeprefix(":~:"))

    assert stands_once(meant, folded(TEXT))


def test_words_around_tell_two_places_apart() -> None:
    """Where a quote stands twice, what stands before and behind it is named."""
    text = "First the keeper said it: never again. Then he left.\nYears later another keeper wrote: never again. And stayed."
    first, second = (
        fragment("never again", text),
        text_fragment(text, (text.rindex("never"), text.rindex("never") + 11)),
    )

    assert first is not None
    assert second is not None
    assert first != second
    assert "-," in first


def test_what_cannot_be_told_apart_has_no_fragment() -> None:
    """A line that a page repeats, all of it the same, can be quoted by nobody."""
    assert None is fragment("never again", "\n".join(["never again"] * 3))
    assert None is text_fragment("...", (0, 3))
    assert None is text_fragment("", (0, 0))


def test_marks_that_mean_something_are_escaped() -> None:
    """A hyphen, a comma and an ampersand part the directive, so none stands in its words."""
    made = fragment(QUOTES[0])

    assert made is not None
    assert not set("-,&") & set(made.removeprefix(":~:text="))


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_any_place_has_a_fragment_that_is_found_or_none(text: str, start: int, length: int) -> None:
    """Whatever is quoted: what is made is one directive, and its words stand there once."""
    made = text_fragment(text, (start, start + length))
    if made is None:
        return
    (meant,) = quotes(made.removeprefix(":~:"))

    assert stands_in(meant, folded(text))
    assert stands_once(meant, folded(text))


@pytest.mark.parametrize("text", ["a " * 200_000, "never again " * 100_000, "漢字" * 200_000, "- , & " * 100_000])
def test_a_long_page_takes_little_time(text: str) -> None:
    """A megabyte of the same words is given up at once."""
    began = time.process_time()
    text_fragment(text, (len(text) // 2, len(text) // 2 + 100))

    assert 5.0 > time.process_time() - began


def test_a_browser_shows_the_words(require_program: Callable[[str], str], tmp_path: Path) -> None:
    """Chromium scrolls to each quote, and nowhere for words that are not there."""
    program = require_program("chromium")
    script = "<script>setTimeout(() => { document.title = 'at ' + Math.round(scrollY); }, 1500)</script>"
    body = "".join(f"<p>{line.replace('&', '&amp;')}</p>" for line in TEXT.split("\n"))
    (tmp_path / "page.html").write_text(
        f"<!doctype html><meta charset=utf-8><title>x</title>{body}{script}", encoding="utf-8"
    )

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(tmp_path))  # type: ignore[arg-type]

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_address[1]}/page.html#"
        places = [_scrolled(program, tmp_path, base + (fragment(quote) or "")) for quote in QUOTES]
        nowhere = _scrolled(program, tmp_path, f"{base}:~:text=words%20that%20are%20not%20there")
        server.shutdown()

    assert sorted(places) == places
    assert len(set(places)) == len(QUOTES)
    assert 0 == nowhere < places[0]


def _scrolled(program: str, folder: Path, url: str) -> int:
    """Give how far a browser scrolls a page down when it opens an address."""
    flags = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--virtual-time-budget=4000",
        "--dump-dom",
    )
    done = subprocess.run(
        [program, *flags, f"--user-data-dir={folder / 'profile'}", url], capture_output=True, timeout=120, check=True
    )
    title = done.stdout.decode().partition("<title>")[2].partition("</title>")[0]
    return int(title.removeprefix("at "))
