"""
A document's words on one line, with nothing left in them that a terminal, a browser or a CI system would obey.

GitHub's runner and Azure's agent read orders from what a job prints: `##[name]` and `##vso[name]` anywhere in a line, `::name::`
where a line begins with it, blanks aside (actions/runner, `ActionCommand.cs`).
"""

from __future__ import annotations

import re

_OBEYED = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0 and C1 controls: ESC starts a terminal's orders
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls (Unicode UAX 9)
    "\u200b\u2060-\u2064\ufeff\ufff9-\ufffb"  # marks of no width
    "\U000e0000-\U000e007f"  # tags: invisible ASCII
    "]"
)
_ORDER = re.compile(r"(##[a-z]{0,20})\[", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")


def scalar(text: str) -> str:
    """Give *text* with U+FFFD for each lone surrogate, so that it can be encoded; offsets stay true."""
    return _SURROGATE.sub("\ufffd", text)


def harmless(text: str) -> str:
    r"""Give *text* with its lines kept and every other control spelled out (`\u001b`)."""
    return "\n".join(no_order(unordered(_OBEYED.sub(_spelled, line))) for line in scalar(text).split("\n"))


def no_order(line: str) -> str:
    """Give a line that no CI system takes for an order: `::` at its beginning is `: :`."""
    words = line.lstrip()
    return f"{line[: -len(words)]}: {words[1:]}" if words.startswith("::") else line


def visible(text: str) -> str:
    r"""Give *text* on one line: white space is one space, controls are spelled out (`\u202e`)."""
    words = " ".join(text.split())
    if not words.isprintable():  # nothing printable is obeyed by a terminal, and most words are printable
        words = _OBEYED.sub(_spelled, scalar(words))
    return unordered(words)


def unordered(words: str) -> str:
    r"""Give words in which the bracket of `##[` is spelled `\u005b`, as JSON would have it."""
    return _ORDER.sub(r"\1\\u005b", words) if "##" in words else words


def brief(text: str, limit: int) -> str:
    """Give `visible(text)`, shortened to *limit*; it looks at no more of a long text than it shows."""
    seen = max(2 * limit, 1)
    while seen < len(text):
        start = visible(text[:seen])  # what `visible` gives of a beginning begins what it gives of the whole
        if len(start) > limit:
            return shortened(start, limit)
        seen *= 2
    return shortened(visible(text), limit)


def shortened(text: str, limit: int) -> str:
    """Give *text*, cut with an ellipsis when it has more than *limit* code points."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def _spelled(match: re.Match[str]) -> str:
    """Give a control character as JSON and Python write it."""
    code = ord(match[0])
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
