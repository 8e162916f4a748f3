"""Comments that say what need not be told are found where they are comments, and nowhere else."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from citecheck.model import Document
from citecheck.rules.ignore_comments import LONGEST, MOST, Comment, comments

CASES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("ignore_comments.toml").read_text(encoding="utf-8")
)["case"]


def of(text: str, format_: str = "markdown") -> tuple[Comment, ...]:
    """Give the comments of a text."""
    return comments(Document("a", format_, text))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_a_comment_says_what_it_says(case: dict[str, Any]) -> None:
    """Rules, reason, day and the line of which it speaks are as the table has them."""
    found = of(case["text"], case["format"])

    if case.get("none"):
        assert found == ()
        return
    first = found[0]
    if "problem" in case:
        assert case["problem"] in first.problem
        return
    assert first.problem == ""
    assert case["covers"] == first.covers.of(case["text"])
    assert tuple(case.get("rules", ())) == first.rules
    assert case["reason"] == first.reason
    assert case.get("until") == first.until
    assert case.get("whole", False) == first.whole
    assert first.span.of(case["text"]).lower().startswith("citecheck:")


def test_comments_above_each_other_speak_of_the_same_line() -> None:
    """A line may be meant by several of them."""
    text = "<!-- citecheck: ignore[link-moved]: a -->\n<!-- Citecheck: IGNORE[link-dead] b -->\nWords.\n"

    assert ["Words.\n", "Words.\n"] == [comment.covers.of(text) for comment in of(text)]


def test_extracted_text_has_no_comments() -> None:
    """What a reader took out of a container has none of its comments."""
    document = Document("a", "markdown", "<!-- citecheck: ignore: why -->", text_of="extracted")

    assert comments(document) == ()


@pytest.mark.parametrize(
    "unit",
    [
        "<!-- citecheck: ignore[link-dead]: a -->\n",
        "<!-- citecheck: ignore[",
        "<!-- citecheck: ignore until until ",
        "citecheck: ignore ",
        "<!--citecheck:" + "\n" * 50,
        "<!-- citecheck: ignore: a -->" + " " * 500,
    ],
)
def test_time_grows_with_the_length(unit: str) -> None:
    """Ten times as many take about ten times as long: the least of three counts."""

    def spent(times: int) -> float:
        text = unit * times
        least = float("inf")
        for _ in range(3):
            began = time.process_time()
            of(text)
            least = min(least, time.process_time() - began)
        return least

    assert spent(2000) < 40 * max(spent(200), 0.005)


def test_so_many_are_heeded_and_no_more() -> None:
    """The last that is looked at says that the others are not."""
    found = of("A. <!-- citecheck: ignore: a -->\n" * (MOST + 5))

    assert len(found) == MOST
    assert f"{MOST:,}" in found[-1].problem
    assert found[-2].problem == ""


def test_a_long_comment_is_not_read_to_its_end() -> None:
    """What is longer than a comment is no comment."""
    assert "not found" in of(f"<!-- citecheck: ignore: {'a' * LONGEST} -->")[0].problem
