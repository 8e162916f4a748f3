"""
Comments in documents that say what need not be told: `<!-- citecheck: ignore[link-dead] until 2026-12-31: why -->`.

A comment speaks of the line on which it stands; alone on its line, of the next one that has words; `ignore-file` of the whole
document. Which findings it means stands in brackets, all without; the reason is the rest, and there must be one.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Final

from citecheck.model import Document, Span

MOST: Final = 10_000
"""Comments of a document that are heeded."""
LONGEST: Final = 2_000
"""Code points of a comment."""
_MOST_BLANKS: Final = 100
"""Code points before a comment's first word, and lines between a comment and the one of which it speaks."""
_NAME: Final = "citecheck:"
_CALL: Final = re.compile(r"citecheck:", re.IGNORECASE)
_SAID: Final = re.compile(
    r"\s{0,20}(?P<verb>[\w-]{0,40})(?P<rules>\s{0,9}\[[^\[\]]{0,400}\])?"
    r"(?P<until>\s{1,9}until\s{1,9}(?P<day>[^\s:,;]{1,40}))?\s{0,9}(?:--|[:,;–—])?(?P<reason>.*)",
    re.DOTALL | re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W_]")
_LINE_END: Final = re.compile(r"\r\n|[\n\r]")


@dataclass(frozen=True, slots=True)
class _Syntax:
    """How a comment is written."""

    formats: tuple[str, ...]
    opening: str
    closing: str
    """"" for the end of the line."""
    alone: bool
    """Whether nothing but blanks may stand before it on its line."""


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment that speaks to this program."""

    span: Span
    """Of its words, from `citecheck:` on."""
    covers: Span
    """The place of which it speaks."""
    rules: tuple[str, ...] = ()
    """Ids and families; empty for all."""
    reason: str = ""
    until: dt.date | None = None
    """The last day on which it counts."""
    whole: bool = False
    """Whether it speaks of the whole document."""
    problem: str = ""
    """What is wrong with it, as a sentence that says what to do; such a comment does nothing."""


def comments(document: Document) -> tuple[Comment, ...]:
    """Give the comments of a document that speak to this program, in its order."""
    syntax = _syntaxes().get(document.format)
    if syntax is None or document.text_of != "source" or _CALL.search(document.text) is None:
        return ()
    lines = _Lines(document.text)
    found: list[Comment] = []
    for opened, span in _spans(lines, syntax):
        found.append(_comment(lines, opened, span, syntax))
        if len(found) == MOST:
            found[-1] = replace(found[-1], problem=f"Only {MOST:,} comments are heeded. Use `citecheck: ignore-file`.")
            break
    return tuple(found)


class _Lines:
    """A text that knows where its lines begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(end.end() for end in _LINE_END.finditer(text))]

    def number(self, offset: int) -> int:
        """Give the index of the line on which an offset stands."""
        return bisect_right(self.starts, offset) - 1

    def span(self, number: int) -> Span:
        """Give a line with its end; what is behind the last one is empty."""
        starts = self.starts
        if number >= len(starts):
            return Span(len(self.text), len(self.text))
        return Span(starts[number], starts[number + 1] if number + 1 < len(starts) else len(self.text))


@cache
def _syntaxes() -> dict[str, _Syntax]:
    """Give how comments are written, by format."""
    text = files("citecheck.rules").joinpath("ignore_comments.toml").read_text(encoding="utf-8")
    each = (_Syntax(**{**row, "formats": tuple(row["formats"])}) for row in tomllib.loads(text).values())
    return {name: syntax for syntax in each for name in syntax.formats}


def _spans(lines: _Lines, syntax: _Syntax) -> Iterator[tuple[int, Span]]:
    """Give where each comment opens, and where its words stand."""
    text = lines.text
    for call in _CALL.finditer(text):
        start = call.start()
        before = text[max(start - _MOST_BLANKS, 0) : start].rstrip(" \t" if not syntax.closing else None)
        if not before.endswith(syntax.opening):
            continue
        opened = text.rindex(syntax.opening, 0, start)
        line = lines.span(lines.number(opened))
        if syntax.alone and text[line.start : opened].strip():
            continue
        if syntax.opening == "%" and _is_escaped(text[max(opened - _MOST_BLANKS, 0) : opened]):
            continue
        end = (
            text.find(syntax.closing, start, start + LONGEST) if syntax.closing else lines.span(lines.number(start)).end
        )
        yield opened, Span(start, end if end >= 0 else start)


def _is_escaped(before: str) -> bool:
    r"""Tell whether a percent sign is one that is printed: `\%`, but not `\\%`."""
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def _comment(lines: _Lines, opened: int, span: Span, syntax: _Syntax) -> Comment:
    """Give what a comment says."""
    covers = _covered(lines, opened, span, syntax)
    said = _SAID.fullmatch(span.of(lines.text)[len(_NAME) : LONGEST])
    if said is None or span.start == span.end:
        span = Span(span.start, span.start + len(_NAME))
        return Comment(span, covers, problem=f"Its end was not found within {LONGEST:,} characters. Close it.")
    verb, reason = said["verb"].casefold(), " ".join(said["reason"].split())
    rules = tuple(word.strip() for word in (said["rules"] or "").strip(" \t\r\n[]").split(",") if word.strip())
    if verb == "ignore-file":
        covers = Span(0, len(lines.text))
    elif verb != "ignore":
        return Comment(span, covers, problem=f"There is no `{verb}`. Write `citecheck: ignore[RULE] REASON`.")
    if reason.startswith("["):
        return Comment(span, covers, problem="Its brackets are not closed, or hold what is no list of rules.")
    day = _day(said["day"])
    if said["day"] and day is None:
        return Comment(span, covers, problem=f"{said['day']!r} is no day. Write `until 2026-12-31`.")
    if not _WORD.search(reason):
        return Comment(span, covers, problem="It gives no reason. Say why behind it, for whoever reads this later.")
    return Comment(span, covers, rules, reason, day, whole=verb == "ignore-file")


def _day(text: str | None) -> dt.date | None:
    """Give a day written as 2026-12-31; None where it is none."""
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None


def _covered(lines: _Lines, opened: int, span: Span, syntax: _Syntax) -> Span:
    """Give the line of which a comment speaks: its own, or where it stands alone, the next that has words."""
    text = lines.text
    closed = min(span.end + len(syntax.closing), len(text))
    first, last = lines.number(opened), lines.number(max(closed - 1, opened))
    around = Span(lines.span(first).start, lines.span(last).end)
    if _has_words(text, Span(around.start, opened)) or _has_words(text, Span(closed, around.end)):
        return around
    for number in range(last + 1, last + 1 + _MOST_BLANKS):
        line = lines.span(number)
        if _has_words(text, line) and not _is_comment(text[line.start : min(line.end, line.start + LONGEST)], syntax):
            return line
    return Span(closed, closed)


def _has_words(text: str, span: Span) -> bool:
    """Tell whether a part of a line is more than blanks; a long one is taken to be, and not looked through each time."""
    return span.end - span.start > LONGEST or bool(span.of(text).strip())


def _is_comment(line: str, syntax: _Syntax) -> bool:
    """Tell whether a line is nothing but another comment to this program."""
    words = line.strip()
    inner = words.removeprefix(syntax.opening).lstrip()
    return words.startswith(syntax.opening) and words.endswith(syntax.closing) and _CALL.match(inner) is not None
