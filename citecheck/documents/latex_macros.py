r"""
What a document defines: other names for commands that cite, words that a macro without arguments stands for.

Macros are not expanded: a body is looked at once, where it is defined. What it stands for is short and plain.
"""

from __future__ import annotations

import re
from typing import Final

from citecheck.documents.latex_source import Source, shown
from citecheck.documents.latex_table import Form, form_of, names, sign, texts
from citecheck.documents.latex_tokens import tokenise

_LONGEST: Final = 300
"""Code points of a body that is looked at."""
_MOST: Final = 5_000
"""Macros of a document."""
_CITES: Final = re.compile(
    r"\\([A-Za-z@]{1,60})\*?\s{0,9}(?:\[[^\[\]]{0,99}\]\s{0,9}){0,2}(?:\{\s{0,9}#(\d)\s{0,9}\}|(?=\s{0,9}$))"
)
_NOTE: Final = re.compile(
    r"\s{0,9}\\((?:foot|end|side)note)\s{0,9}\{\s{0,9}(?:\\[A-Za-z]{1,20}\s{0,9}\{)?#1\}{1,2}%?\s{0,9}"
)
"""The body of a macro that writes a note of what it is given."""
_MACRO: Final = re.compile(r"\\([A-Za-z@]{1,60})(?![A-Za-z@])")


class Macros:
    """The macros of one document."""

    def __init__(self) -> None:
        self._cites: dict[str, tuple[Form, str]] = {}
        self._words: dict[str, str] = {}
        self._notes: dict[str, str] = {}
        self.defined: set[str] = set()
        """Names that stand for something else than in the table."""

    def cites(self, name: str) -> tuple[Form, str] | None:
        """Give the form of a command that cites, and the pattern of the arguments that stand before its own."""
        own = self._cites.get(name)
        if own is not None or name in self.defined:
            return own
        form = form_of(name)
        return None if form is None else (form, "")

    def words(self, name: str) -> str | None:
        """Give the words that a macro without arguments stands for."""
        return self._words.get(name)

    def note(self, name: str) -> str | None:
        """Give the command that a macro with one argument is another name for, where it writes a note."""
        return self._notes.get(name)

    def define(self, source: Source, kind: str) -> None:
        """Take a definition, whose command stands before the next token."""
        if kind == "environment":
            source.star()
            source.skip("moo")
            source.skip("mm")
            return
        name = self._name(source)
        if kind == "same":
            self._same(source, name)
            return
        arguments, default, body = self._body(source, kind)
        if name and body is not None and len(self._words) + len(self._cites) < _MOST:
            self._learn(name, arguments, body, default=default)

    def _name(self, source: Source) -> str:
        """Take the name that is defined, in braces or without."""
        source.star()
        found = source.braced()
        if found is not None:
            return source.of(found).strip().removeprefix("\\")
        source.pass_blank()
        one = source.peek()
        if one is None or one.kind not in {"command", "raw"}:
            return ""
        source.next += 1
        return one.name

    def _same(self, source: Source, name: str) -> None:
        one = source.peek()
        if one is not None and one.kind == "text" and source.file.text[one.start : one.end].strip(" =") == "":
            source.next += 1
        other = source.peek()
        if other is not None and other.kind == "command":
            source.next += 1
            known = self.cites(other.name)
            if known is not None and name:
                self._cites[name] = known

    def _body(self, source: Source, kind: str) -> tuple[int, bool, str | None]:
        """Take the arguments and body of a definition: how many, whether the first may be left out, what it says."""
        arguments, default = 0, False
        if kind == "plain":
            for _ in range(40):
                one = source.peek()
                if one is None or one.kind in {"open", "par", "begin"}:
                    break
                arguments += source.file.text[one.start : one.end].count("#")
                source.next += 1
        elif kind == "xparse":
            pattern = source.braced()
            arguments = len(source.of(pattern).split()) if pattern else 0
            default = pattern is not None and source.of(pattern).strip()[:1] in {"o", "O"}
        else:
            count = source.optional()
            default = source.optional() is not None
            digits = source.of(count).strip() if count else ""
            arguments = int(digits) if digits.isdecimal() and len(digits) == 1 else 9 if digits else 0
        body = source.braced()
        if body is None:
            return arguments, default, None
        items = source.tokens.items
        length = items[body[1]].start - items[body[0] - 1].end
        return arguments, default, source.of(body) if length <= _LONGEST else ""

    def _learn(self, name: str, arguments: int, body: str, *, default: bool) -> None:
        """Remember what a macro stands for."""
        found = _CITES.search(body)
        known = self.cites(found[1]) if found and found[1] != name else None
        if found and known is not None and (found[2] or not arguments):
            before = "m" * (int(found[2]) - 1) if found[2] else ""
            self._cites[name] = (known[0], ("o" + before[1:] if default and before else before) + known[1])
            return
        noted = _NOTE.fullmatch(body) if arguments == 1 else None
        if noted:
            self._notes[name] = noted[1]
            return
        if form_of(name) is not None and not (arguments and "cite" in body):
            self.defined.add(name)
        self._cites.pop(name, None)
        if not arguments and not self._is_known(name):
            self._words[name] = self._plain(body)

    @staticmethod
    def _is_known(name: str) -> bool:
        return sign(name) is not None or name in texts("passed") or name in names("letters")

    def _plain(self, body: str) -> str:
        """Give the words of a body; macros that stand in it are those that were defined before it."""

        def word(found: re.Match[str]) -> str:
            return self._words.get(found[1]) or found[0]

        body = _MACRO.sub(word, body)
        if len(body) > _LONGEST:
            return ""
        tokens = tokenise(body)
        return shown(tokens, (0, len(tokens.items)))
