"""Each sort of message is said where it should be and nowhere else, whatever the file holds."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.bibliography import codes, is_bib, lint
from citecheck.model import SEVERITIES
from citecheck.references.latex import Dialect

CASES = tomllib.loads((Path(__file__).parent / "cases.toml").read_text(encoding="utf-8"))["case"]
BASE = {"author": "{Berg, Anna}", "title": "{The long way home}", "date": "{2001}"}
AS_OF = dt.date(2024, 5, 1)
SHARED = Path(__file__).resolve().parents[3] / "shared" / "seed"


def made(text: str) -> str:
    """Give the file that a case describes."""
    if not re.match(r"[a-z]+ = ", text):
        return text
    named = re.findall(r"\b([A-Za-z]+) = ", text)
    base = ", ".join(f"{name} = {value}" for name, value in BASE.items() if name not in named)
    return f"@book{{key, {base}{', ' if base else ''}{text}}}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['code']}: {case['bad'][:30]}")
def test_the_cases(case: dict[str, Any]) -> None:
    """The bad file has the message once, with its words and line; its good neighbour has none of that sort."""
    dialect: Dialect = case.get("dialect", "biblatex")
    bad = [message for message in lint(made(case["bad"]), dialect, as_of=AS_OF) if message.code == case["code"]]
    good = [message for message in lint(made(case["good"]), dialect, as_of=AS_OF) if message.code == case["code"]]

    assert case.get("says", "") in "".join(message.text for message in bad)
    assert 1 == len(bad)
    assert [] == good
    assert case.get("line", bad[0].line) == bad[0].line


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['code']}: {case['good'][:30]}")
def test_good_files_have_no_error(case: dict[str, Any]) -> None:
    """No neighbour has an error of any other sort."""
    messages = lint(made(case["good"]), case.get("dialect", "biblatex"), as_of=AS_OF)

    assert [] == [message.text for message in messages if message.severity == "error"]


def test_every_code_has_a_case() -> None:
    """The table of codes and the cases name the same, and each is an error, a warning or a note."""
    assert set(codes()) == {case["code"] for case in CASES}
    assert {code.severity for code in codes().values()} <= set(SEVERITIES)


def test_messages_follow_the_lines() -> None:
    """They come in the order of the file, those about the file as a whole first."""
    text = "\n".join(made(case["bad"]) for case in CASES)

    lines = [message.line for message in lint(text, as_of=AS_OF, notices=["It is not UTF-8."])]

    assert sorted(lines) == lines
    assert 0 == lines[0]


def test_a_message_names_file_line_and_key() -> None:
    """One line, as compilers write theirs."""
    (message,) = lint(made("edition = {2nd edition}"), as_of=AS_OF)

    assert (
        "a.bib:1: warning: key: `edition` is “2nd edition”; styles write `ed.` after it again. Write the number alone. "
        "[edition]"
    ) == message.display("a.bib")


def test_lines_are_counted_in_any_file() -> None:
    """Carriage returns, old and new, end lines too."""
    for newline in ("\n", "\r\n", "\r"):
        text = newline.join(["", "@misc{one,", "  title = {T},", "  date = {2007-02-30},", "}"])
        assert [4] == [message.line for message in lint(text, as_of=AS_OF) if message.code == "date-impossible"]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.bib", "words", True),
        ("A.BIB", "words", True),
        ("-", "% made by hand\n\n@Book {k, }", True),
        ("a.txt", '@string(a = "b")', True),
        ("a.txt", "Mail to @anna", False),
        ("a.txt", "An article.[1]", False),
    ],
)
def test_what_is_taken_for_a_bib_file(path: str, text: str, expected: bool) -> None:
    """A name or a first entry tells."""
    assert expected == is_bib(path, text)


def test_the_gold_lacks_what_biber_says_it_lacks() -> None:
    """The warnings about the gold are the four of biber: no date thrice, no title once."""
    if not SHARED.exists():
        pytest.skip("the article and its gold data are not part of the project")

    messages = lint((SHARED / "seed_gold.bib").read_text(encoding="utf-8"), as_of=AS_OF)

    assert [
        ("anon_fn1_japanese", "`@misc` needs `date` or `year` in biblatex. Add what is missing."),
        ("mccormack_fn4", "`@misc` needs `title` and `date` or `year` in biblatex. Add what is missing."),
        ("kim_fn6_north", "`@misc` needs `date` or `year` in biblatex. Add what is missing."),
    ] == [(message.key, message.text) for message in messages if message.severity != "note"]


HOSTILE = st.sampled_from(
    ["@", "@misc{k, ", "@string{s = ", "@comment(", "@preamble{", "{", "}", '"', ",", "=", "#", "%", "\n", "\\", "$", "&",
     "title = ", "author = ", "url = ", "date = ", "pages = ", "isbn = ", "doi = ", "eprint = ", "crossref = ", "month = ",
     " and ", "\\url{", "\\input", "<i>", "&amp;", "2007-02-30", "1--2", "s", "\x00", "\ud800", "\u202e", "e\u0301", "Ã©"]
)  # fmt: skip


@given(st.lists(HOSTILE | st.text(max_size=8), max_size=40).map("".join), st.sampled_from(["biblatex", "bibtex"]))
@settings(max_examples=400, deadline=None)
def test_any_text_is_looked_at(text: str, dialect: Dialect) -> None:
    """Nothing that a file may hold stops a check, and each message is one line."""
    for message in lint(text, dialect, as_of=AS_OF):
        assert message.line <= text.count("\n") + text.count("\r") + 1
        assert "\n" not in message.text


@pytest.mark.parametrize(
    "unit",
    ["@", "@x{", "\n@x{", "@x{k,", "@x{k, t={", '@x{k, t="', "@x{k,t={}}", "@x(k)", "@string{s=s # s}", "{", "}", '"', ",",
     "%", "\n", "$", "\\url{", "Ã", "<i", "&a", " and ", "@x{k,crossref={k}}"],
)  # fmt: skip
def test_long_files_end(unit: str) -> None:
    """Twenty thousand of anything are looked at in time that grows with the file; what is not linear would not end."""
    assert isinstance(lint(unit * 20_000, as_of=AS_OF), tuple)
    value = lint(
        made("note = {" + unit.replace("{", "").replace("}", "").replace("@", "a") * 20_000 + "}"), as_of=AS_OF
    )
    assert isinstance(value, tuple)


def test_macros_of_macros_do_not_grow() -> None:
    """Sixty macros that each double the one before are no bomb."""
    text = '@string{a0 = "xxxxxxxxxx"}\n' + "".join(f"@string{{a{n} = a{n - 1} # a{n - 1}}}\n" for n in range(1, 61))

    messages = lint(f"{text}@misc{{k, title = a60, date = {{2001}}}}", as_of=AS_OF)

    assert [] == [message for message in messages if message.severity == "error"]
