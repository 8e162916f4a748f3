"""The patterns of `.gitignore`: what they fit, as `git check-ignore` has it, and how long that takes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.documents.ignoring import LONGEST, Patterns


@pytest.mark.parametrize(
    ("line", "fitting", "others"),
    [
        ("a.txt", ("a.txt", "x/a.txt", "x/a.txt/y"), ("a.txts", "b.txt", "aXtxt")),
        ("/a.txt", ("a.txt",), ("x/a.txt",)),
        ("x/a.txt", ("x/a.txt", "x/a.txt/y"), ("y/x/a.txt",)),
        ("build/", ("build/", "x/build/", "build/a.txt"), ("build", "x/build")),
        ("*.txt", ("a.txt", ".txt", "x/a.txt"), ("a.txt.gz", "txt")),
        ("a*b*c", ("abc", "a1b2c", "abbcc"), ("acb", "ab", "a/b/c")),
        ("?.txt", ("a.txt",), ("ab.txt", ".txt")),
        ("**/x", ("x", "a/x", "a/b/x"), ("ax",)),
        ("x/**", ("x/a", "x/a/b"), ("x", "x/")),
        ("a/**/b", ("a/b", "a/x/b", "a/x/y/b"), ("ab", "a/xb")),
        ("[abc].txt", ("a.txt", "c.txt"), ("d.txt", "ab.txt")),
        ("[!a-c].txt", ("d.txt",), ("b.txt",)),
        ("[]-].txt", ("].txt", "-.txt"), ("a.txt",)),
        ("[c-a].txt", (), ("a.txt", "b.txt")),
        ("[a.txt", ("[a.txt",), ("a.txt",)),
        (r"\#a", ("#a",), (r"\#a",)),
        (r"a\*", ("a*",), ("ab",)),
        (r"a\ ", ("a ",), ("a",)),
        ("a   ", ("a",), ("a ",)),
        ("!a", (), ("a",)),
        ("# a", (), ("# a", "a")),
        ("", (), ("a",)),
        ("/", (), ("a",)),
        ("a" * (LONGEST + 1), (), ("a" * (LONGEST + 1),)),
    ],
)
def test_what_a_pattern_fits(line: str, fitting: tuple[str, ...], others: tuple[str, ...]) -> None:
    """Names, places, folders, stars, classes, escapes."""
    patterns = Patterns([line])

    assert (fitting, ()) == (tuple(filter(patterns.match, fitting)), tuple(filter(patterns.match, others)))


def test_the_last_pattern_decides() -> None:
    """An exception takes back what a line before it said."""
    patterns = Patterns(["*.txt", "!b.txt"])

    assert [True, False, None] == [patterns.said(name) for name in ("a.txt", "b.txt", "c.md")]


@pytest.mark.parametrize("line", ["*a" * 400 + "b", "a/**/" * 190 + "b", "*" + "?" * 900 + "b", "*[a-b]a?" * 120 + "b"])
def test_hostile_patterns_cost_little(line: str) -> None:
    """As one regular expression, the first of them takes longer than anybody waits."""
    patterns = Patterns([line])
    start = time.process_time()

    assert not patterns.match("a" * 255)
    assert not patterns.match("a/" * 40 + "a")
    assert time.process_time() - start < 1


@given(st.text("ab*?[]!^-\\/# ", max_size=30), st.text("ab/", min_size=1, max_size=12))
def test_any_pattern_is_read(line: str, path: str) -> None:
    """Whatever a stranger writes is a pattern or none."""
    assert Patterns([line]).said(path) in {True, False, None}
