"""
The patterns of `.gitignore`, as gitignore(5) has them, matched in time that grows with the length of pattern and path.

A pattern may be a stranger's. Translated into one regular expression, `*a*a*a*a*a*a*b` takes minutes for a single name;
here each name of a path is matched by itself, and what a star has passed over is never gone back to.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 1_000
"""Characters of a pattern; longer ones are passed over."""
_ANY_DEPTH: Final = "**"


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A line of such a file."""

    parts: tuple[str, ...]
    """What the names of a path have to fit, from its first on; `**` for any number of names."""
    takes: bool
    """Whether it says that a path is ignored, and not with `!` that it is not."""
    only_folders: bool

    def fits(self, names: Sequence[str], *, folder: bool) -> bool:
        """Tell whether it fits a path or a folder that the path lies in."""
        reached = {0}
        for number, part in enumerate(self.parts, 1):
            if part == _ANY_DEPTH:
                first = min(reached) + (number == len(self.parts))  # `a/**` is what lies in `a`, and not `a` itself
                reached = set(range(first, len(names) + 1))
            else:
                reached = {at + 1 for at in reached if at < len(names) and _fits(part, names[at])}
            if not reached:
                return False
        return not self.only_folders or folder or min(reached) < len(names)


class Patterns:
    """Patterns in their order: the last one that fits a path decides."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._patterns = tuple(pattern for line in lines if (pattern := _parsed(line)) is not None)[::-1]

    def __len__(self) -> int:
        """Give how many there are."""
        return len(self._patterns)

    def said(self, path: str) -> bool | None:
        """
        Tell whether a path is ignored (True) or expressly not (False); None where no pattern says anything.

        Args:
            path: With `/` between its names, and at its end where it is a folder.
        """
        names = path.rstrip("/").split("/")
        folder = path.endswith("/")
        return next((one.takes for one in self._patterns if one.fits(names, folder=folder)), None)

    def match(self, path: str) -> bool:
        """Tell whether a path is ignored; arguments as `said`."""
        return self.said(path) is True


def _parsed(line: str) -> _Pattern | None:
    """Give the pattern of a line, None where it holds none."""
    line = _without_end(line)
    if not line or line.startswith("#") or len(line) > LONGEST:
        return None
    takes = not line.startswith("!")
    parts = line.removeprefix("!").split("/")
    only_folders = len(parts) > 1 and not parts[-1]
    parts = parts[:-1] if only_folders else parts
    if len(parts) == 1:
        parts = [_ANY_DEPTH, *parts]  # without a slash, it is a name at any depth
    elif not parts[0]:
        parts = parts[1:]
    kept = [part for at, part in enumerate(parts) if part != _ANY_DEPTH or parts[at - 1 : at] != [_ANY_DEPTH]]
    return _Pattern(tuple(kept), takes, only_folders) if any(kept) else None


def _without_end(line: str) -> str:
    r"""Give a line without the blanks at its end, but for one that `\` stands before."""
    bare = line.rstrip(" ")
    slashes = len(bare) - len(bare.rstrip("\\"))
    return f"{bare} " if slashes % 2 and len(line) > len(bare) else bare


def _fits(part: str, name: str) -> bool:
    """Tell whether a part of a pattern fits a name."""
    if not any(sign in part for sign in "*?[\\"):
        return part == name
    return _compiled(part).fullmatch(name) is not None


@functools.lru_cache(maxsize=4096)
def _compiled(part: str) -> re.Pattern[str]:
    """Give the expression for a part: atomic between its stars, so that it never goes back."""
    first, *rest = _chunks(part)
    if not rest:
        return re.compile(first, re.DOTALL)
    *middle, last = rest
    return re.compile(f"{first}{''.join(f'(?>.*?{chunk})' for chunk in middle)}.*{last}", re.DOTALL)


def _chunks(part: str) -> list[str]:
    """Give what stands between the stars of a part, each as an expression."""
    chunks = [""]
    at = 0
    while at < len(part):
        sign = part[at]
        if sign == "*":
            if chunks[-1] or len(chunks) == 1:  # two stars within a name are one
                chunks.append("")
        elif sign == "[" and (end := _end_of_class(part, at)):
            chunks[-1] += _class(part[at + 1 : end])
            at = end
        elif sign == "\\" and at + 1 < len(part):
            at += 1
            chunks[-1] += re.escape(part[at])
        else:
            chunks[-1] += "." if sign == "?" else re.escape(sign)
        at += 1
    return chunks


def _end_of_class(part: str, at: int) -> int:
    """Give where the class ends that begins at `[`, 0 where it does not end; `]` as its first sign is one of it."""
    start = at + 1 + (part[at + 1 : at + 2] in {"!", "^"})
    return max(part.find("]", start + 1), 0)


def _class(inner: str) -> str:
    """Give the expression for a class, from what stands between its brackets."""
    negated = inner[0] in "!^"
    signs = inner[negated:]
    ranges: list[str] = []
    at = 0
    while at < len(signs):
        low = signs[at]
        if signs[at + 1 : at + 2] == "-" and at + 2 < len(signs):
            high = signs[at + 2]
            ranges += [f"{re.escape(low)}-{re.escape(high)}"] if low <= high else []
            at += 3
        else:
            ranges.append(re.escape(low))
            at += 1
    if not ranges:
        return "." if negated else "(?!)"
    return f"[{'^' if negated else ''}{''.join(ranges)}]"
