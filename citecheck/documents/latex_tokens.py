r"""
The tokens of LaTeX: what TeX's eyes see, without knowing what the commands mean.

Comments, verbatim environments and what stands between `\iffalse` and `\fi` are left out. The text is gone through once,
and each brace and bracket knows its partner, so that arguments are found in constant time however they are nested.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, TypeAlias

from citecheck.documents.latex_conditions import Conditions
from citecheck.documents.latex_table import names, texts

Kind: TypeAlias = Literal[
    "text",
    "space",
    "par",
    "sign",
    "command",
    "open",
    "close",
    "[",
    "]",
    "math",
    "cell",
    "begin",
    "end",
    "raw",
    "verbatim",
]

_PLAIN: Final = re.compile(r"[^\\%{}\[\]$&~\r\n`'\-\"]+")
_BLANK: Final = re.compile(r"\s+")
_COMMENT: Final = re.compile(r"%[^\r\n]*(?:\r\n?|\n)?")
_INDENT: Final = re.compile(r"[ \t]*")
_WORD: Final = re.compile(r"\\([A-Za-z@]+)(\*?)")
_ENVIRONMENT: Final = re.compile(r"\\(begin|end)[ \t]{0,20}\{([^{}\\\r\n]{1,60})\}")
_NAMED: Final = re.compile(r"\s{0,20}(?:\[[^\]\r\n]{0,200}\]\s{0,20})?\{\\?([A-Za-z@*]{1,60})\}")
_GAP: Final = re.compile(r"[ \t]{0,20}")
_RAW: Final = frozenset({"url", "href", "nolinkurl", "path", "doi", "verb", "Verb", "lstinline", "mintinline", "burl"})
_NO_BRACES: Final = frozenset({"verb", "Verb"})
_OPTIONAL: Final = re.compile(r"\[[^\]\r\n]{0,400}\]")
_LONGEST: Final = 4096
"""Code points of what is read raw: an address, a line of a program."""
_DEEPEST: Final = 20
"""Braces within an address."""
_BRACE: Final = re.compile(r"\\[{}\\]|[{}]")
_SIGNS: Final = {"---": "—", "--": "–", "-": "-", "``": "“", "''": "”", "`": "‘", "'": "'", "~": "\u00a0"}
_GERMAN_HEAD: Final = 20_000


class Token(NamedTuple):
    """One token, whose offsets are into the text of its file."""

    kind: Kind
    start: int
    end: int
    name: str = ""
    """Of a command or environment, without its star; of a sign, what is seen of it."""
    star: bool = False
    inner: tuple[int, int] = (0, 0)
    """Of what is raw or verbatim, where it stands."""


@dataclass(slots=True)
class Tokens:
    """The tokens of a text."""

    text: str
    items: list[Token] = field(default_factory=list)
    partner: dict[int, int] = field(default_factory=dict)
    """From the number of each `{` and `[` that is closed to that of what closes it."""
    opened: dict[int, int] = field(default_factory=dict)
    """From the number of each `}` to that of the `{` that it closes."""

    def source(self, first: int, end: int) -> str:
        """Give what stands in a range of tokens, comments left out."""
        return "".join(self.text[one.start : one.end] for one in self.items[first:end])


def tokenise(text: str, conditions: Conditions | None = None) -> Tokens:
    """Give the tokens of a text; *conditions* are those of the document so far."""
    return _Scanner(text, conditions or Conditions()).scan()


class _Scanner:
    def __init__(self, text: str, conditions: Conditions) -> None:
        self._text = text
        self._at = 0
        self._tokens = Tokens(text)
        self._items = self._tokens.items
        self._braces: list[int] = []
        self._brackets: list[list[tuple[int, bool]]] = [[]]
        self._formula = False
        self._conditions = conditions
        self._verbatim = set(names("environments", "verbatim"))
        self._german = texts("german") if "german" in text[:_GERMAN_HEAD] else {}
        self._take: dict[str, Callable[[], None]] = {
            "\\": self._command,
            "%": self._comment,
            "{": self._open,
            "}": self._close,
            "[": self._bracket,
            "]": self._unbracket,
            "$": self._math,
            "&": lambda: self._add("cell", 1),
            '"': self._quote,
        }

    def scan(self) -> Tokens:
        text = self._text
        while self._at < len(text):
            plain = _PLAIN.match(text, self._at)
            if plain:
                self._add("text", plain.end() - self._at)
                continue
            char = text[self._at]
            if char in "\r\n":
                self._blank()
            elif char in "`'-~":
                self._sign(char)
            else:
                self._take[char]()
        self._conditions.end_file()
        return self._tokens

    def _add(
        self, kind: Kind, length: int, name: str = "", star: bool = False, inner: tuple[int, int] = (0, 0)
    ) -> None:
        start, self._at = self._at, self._at + length
        if not self._conditions.skipping:
            self._items.append(Token(kind, start, self._at, name, star, inner))

    def _blank(self) -> None:
        found = _BLANK.match(self._text, self._at)
        seen = found[0] if found else "\n"
        lines = seen.count("\n") or seen.count("\r")
        self._formula = self._formula and lines < 2
        self._add("par" if lines > 1 else "space", len(seen))

    def _sign(self, char: str) -> None:
        seen = self._text[self._at : self._at + 3] if char == "-" else self._text[self._at : self._at + 2]
        while seen not in _SIGNS:
            seen = seen[:-1]
        self._add("sign", len(seen), _SIGNS[seen])

    def _quote(self) -> None:
        pair = self._text[self._at : self._at + 2]
        if pair in self._german:
            self._add("sign", 2, self._german[pair])
        else:
            self._add("text", 1)

    def _comment(self) -> None:
        found = _COMMENT.match(self._text, self._at)
        end = found.end() if found else self._at + 1
        ended = self._text[end - 1 : end] in {"\r", "\n"}
        indent = _INDENT.match(self._text, end)
        self._at = indent.end() if ended and indent else end
        if ended and self._text[self._at : self._at + 1] in {"\r", "\n"}:
            blank = _BLANK.match(self._text, self._at)
            self._add("par", len(blank[0]) if blank else 1)

    def _open(self) -> None:
        if not self._conditions.skipping:
            self._braces.append(len(self._items))
            self._brackets.append([])
        self._add("open", 1)

    def _close(self) -> None:
        if self._braces and not self._conditions.skipping:
            opened, closed = self._braces.pop(), len(self._items)
            self._tokens.partner[opened], self._tokens.opened[closed] = closed, opened
            self._brackets.pop()
        self._add("close", 1)

    def _bracket(self) -> None:
        if not self._conditions.skipping:
            self._brackets[-1].append((len(self._items), self._formula))
        self._add("[", 1)

    def _unbracket(self) -> None:
        pending = self._brackets[-1]
        if not self._conditions.skipping:
            while pending and pending[-1][1] and not self._formula:
                pending.pop()  # a half-open interval
            if pending and pending[-1][1] == self._formula:
                self._tokens.partner[pending.pop()[0]] = len(self._items)
        self._add("]", 1)

    def _math(self) -> None:
        length = 2 if self._text.startswith("$$", self._at) else 1
        if not self._conditions.skipping:
            self._formula = not self._formula
        self._add("math", length, "$" * length)

    def _command(self) -> None:
        environment = _ENVIRONMENT.match(self._text, self._at)
        if environment:
            self._environment(environment)
            return
        word = _WORD.match(self._text, self._at)
        if word is None:
            self._add("command", min(2, len(self._text) - self._at), self._text[self._at + 1 : self._at + 2] or " ")
            return
        name = word[1]
        if self._conditions.take(name):
            self._at = word.end(1)
        elif name in _RAW and not self._conditions.skipping and self._raw(name, word.end()):
            pass
        else:
            self._add("command", len(word[0]), name, bool(word[2]))
            if name in names("environments", "declare_verbatim"):
                declared = _NAMED.match(self._text, self._at)
                self._verbatim.update({declared[1]} if declared else ())

    def _environment(self, found: re.Match[str]) -> None:
        """Take the begin or end of an environment; a verbatim one is taken whole."""
        name = found[2].strip()
        bare = name.rstrip("*")
        if found[1] == "begin" and bare in self._verbatim and not self._conditions.skipping:
            start = found.end()
            closing = self._text.find(f"\\end{{{name}}}", start)
            end = len(self._text) if closing < 0 else closing
            whole = end if closing < 0 else closing + len(name) + 6
            self._add("verbatim", whole - self._at, bare, inner=(start, end))
            return
        kind: Kind = "begin" if found[1] == "begin" else "end"
        self._add(kind, len(found[0]), bare, name != bare)

    def _raw(self, name: str, at: int) -> bool:
        """Take a command whose argument TeX reads without looking at what it holds."""
        text = self._text
        while name in {"lstinline", "mintinline", "href"} and (found := _OPTIONAL.match(text, at)):
            at = found.end()
        if name == "mintinline" and (language := _NAMED.match(text, at)):
            at = language.end()
        if name not in _NO_BRACES:
            gap = _BLANK.match(text, at) if name in {"url", "href", "doi", "nolinkurl"} else _GAP.match(text, at)
            at = gap.end() if gap and gap.end() - at <= 20 else at
        opening = text[at : at + 1]
        if not opening or opening.isalnum() or opening.isspace() or opening in "}%\\=":
            return False
        end = (
            self._braced(at) if opening == "{" and name not in _NO_BRACES else text.find(opening, at + 1, at + _LONGEST)
        )
        if end < 0:
            return False
        self._add("raw", end + 1 - self._at, name, inner=(at + 1, end))
        return True

    def _braced(self, at: int) -> int:
        """Give where the brace at a place is closed, -1 where it is not, is too far away, or holds too many others."""
        depth = 0
        for found in _BRACE.finditer(self._text, at, at + _LONGEST):
            depth += 1 if found[0] == "{" else -1 if found[0] == "}" else 0
            if not depth or depth > _DEEPEST:
                return -1 if depth else found.start()
        return -1
