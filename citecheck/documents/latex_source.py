"""A file of LaTeX that is being read: where its reading stands, and the arguments that follow a command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from citecheck.documents.beside import Included
from citecheck.documents.latex_table import accented, names, sign, texts
from citecheck.documents.latex_tokens import Token, Tokens
from citecheck.documents.parted_text import FileText
from citecheck.model import Span

Range: TypeAlias = tuple[int, int]
"""Tokens from a number up to another."""
_OVERLAY: Final = 12
"""Tokens within `<...>`."""
_NOTE: Final = 40
"""Tokens within `[...]` where a bracket of the words takes the partner."""


@dataclass(slots=True)
class Source:
    """One file of a document and the token that comes next."""

    file: FileText
    tokens: Tokens
    moved: int
    """What makes an offset into the file one into the document's text."""
    included: Included | None = None
    folder: str = ""
    """What `\\import` puts before the names of files."""
    next: int = 0
    cut: int = 0
    """Offset up to which the text is taken already, where that is within a token."""
    taken: int = 0
    """Offset up to which the file is in the document's text."""

    def span(self, start: int, end: int) -> Span:
        """Give a place of the file as one of the document."""
        return Span(start + self.moved, end + self.moved)

    def of(self, found: Range) -> str:
        """Give what stands in a range of tokens, comments left out."""
        return self.tokens.source(*found)

    def peek(self) -> Token | None:
        """Give the token that comes next."""
        return self.tokens.items[self.next] if self.next < len(self.tokens.items) else None

    def pass_blank(self) -> None:
        """Pass over white space within a paragraph."""
        while (one := self.peek()) is not None:
            start = max(one.start, self.cut)
            if one.kind == "space" or (one.kind == "text" and self.file.text[start : one.end].isspace()):
                self.next += 1
            elif one.kind == "text" and self.file.text[start].isspace():
                seen = self.file.text[start : one.end]
                self.cut = start + len(seen) - len(seen.lstrip())
                return
            else:
                return

    def ahead(self, kind: str) -> bool:
        """Tell whether behind white space stands an argument of a kind, `open` or `[`, that is closed."""
        place = self.next
        items = self.tokens.items
        while place < len(items) and (
            items[place].kind == "space"
            or (
                items[place].kind == "text"
                and self.file.text[max(items[place].start, self.cut) : items[place].end].isspace()
            )
        ):
            place += 1
        if place >= len(items) or items[place].kind != kind or place not in self.tokens.partner:
            return False
        self.next = place
        return True

    def optional(self) -> Range | None:
        """Take `[...]` if it stands here."""
        return self._bracketed("[")

    def unclosed(self) -> Range | None:
        """Take `[...]` whose partner another bracket has taken, as in `[$[0,1)$]`, where `{` stands behind it."""
        items, first = self.tokens.items, self.next
        if first >= len(items) or items[first].kind != "[" or first in self.tokens.partner:
            return None
        for place in range(first + 1, min(first + _NOTE, len(items) - 1)):
            if items[place].kind in {"par", "begin", "end"}:
                return None
            if items[place].kind == "]" and items[place + 1].kind == "open":
                self.next = place + 1
                return first + 1, place
        return None

    def braced(self) -> Range | None:
        """Take `{...}` if it stands here."""
        return self._bracketed("open")

    def _bracketed(self, kind: str) -> Range | None:
        if not self.ahead(kind):
            return None
        first, end = self.next + 1, self.tokens.partner[self.next]
        self.next = end + 1
        return first, end

    def parenthesis(self) -> bool:
        """Take `(...)` if it stands here, in a few tokens."""
        one = self.peek()
        if one is None or one.kind != "text" or not self.file.text.startswith("(", max(one.start, self.cut)):
            return False
        return self._until(")")

    def overlay(self) -> bool:
        """Take `<...>` if it stands here."""
        one = self.peek()
        if one is None or one.kind != "text" or not self.file.text.startswith("<", max(one.start, self.cut)):
            return False
        return self._until(">")

    def _until(self, closing: str) -> bool:
        for place in range(self.next, min(self.next + _OVERLAY, len(self.tokens.items))):
            one = self.tokens.items[place]
            start = max(one.start, self.cut)
            at = self.file.text.find(closing, start, one.end) if one.kind == "text" else -1
            if one.kind in {"par", "begin", "end", "open"}:
                return False
            if at >= 0:
                self.cut = at + 1
                self.next = place + (at + 1 == one.end)
                return True
        return False

    def dimension(self) -> None:
        r"""Take a number or length that follows without braces: `\vskip 2pt plus 1fil`."""
        one = self.peek()
        if one is None:
            return
        if one.kind == "command":
            self.next += 1
        elif one.kind == "text":
            start = max(one.start, self.cut)
            words = self.file.text[start : one.end]
            head = words.lstrip(" =-+'\"`")
            bare = head.lstrip("0123456789.,")
            unit = bare.lstrip(" ")[:2]
            bare = (
                bare.lstrip(" ")[2:] if unit in {"pt", "em", "ex", "cm", "mm", "in", "mu", "sp", "bp", "pc"} else bare
            )
            self.cut = start + len(words) - len(bare)

    def star(self) -> None:
        """Take a star that stands behind white space."""
        one = self.peek()
        if one is not None and one.kind == "text" and self.file.text.startswith("*", max(one.start, self.cut)):
            self.cut = max(one.start, self.cut) + 1

    def skip(self, pattern: str) -> list[Range]:
        """Pass over the arguments of a pattern of `latex.toml`, and give where they stood."""
        found: list[Range] = []
        for one in pattern:
            taken = None
            if one == "s":
                self.star()
            elif one == "o":
                taken = self.optional()
            elif one == "d":
                self.dimension()
            else:
                taken = self.braced()
                following = self.peek()
                if taken is None and following is not None and following.kind == "command":
                    taken = (self.next, self.next + 1)
                    self.next += 1
            if taken is not None:
                found.append(taken)
        return found

    def plain(self, found: Range) -> str:
        """Give the words of a range of tokens as far as they can be told without reading them: of a title, of a page."""
        return shown(self.tokens, found, self.file)


def shown(tokens: Tokens, found: Range, file: FileText | None = None) -> str:
    """Give what a reader sees of a range of tokens, notes and labels left out."""
    words: list[str] = []
    inner = Source(file or FileText("", tokens.text), tokens, 0, next=found[0])
    while inner.next < found[1]:
        one = tokens.items[inner.next]
        inner.next += 1
        if one.kind == "text":
            words.append(tokens.text[max(one.start, inner.cut) : one.end])
        elif one.kind in {"space", "par", "cell"}:
            words.append(" ")
        elif one.kind in {"[", "]"}:
            words.append(one.kind)
        elif one.kind == "sign":
            words.append(one.name)
        elif one.kind == "raw" and one.name != "href":
            words.append(tokens.text[slice(*one.inner)])
        elif one.kind == "command":
            words.append(_shown_command(inner, one))
    return " ".join("".join(words).split())


def _shown_command(inner: Source, one: Token) -> str:
    if one.name in texts("accents"):
        letter, _ = letter_behind(inner)
        return accented(one.name, letter)
    if one.name == "\\":
        inner.optional()
        return " "
    if one.name in texts("notes"):
        inner.skip("om")
        return ""
    pattern = texts("passed").get(one.name)
    if pattern is not None:
        inner.skip(pattern)
        return ""
    seen = sign(one.name)
    if one.name in names("letters"):
        inner.pass_blank()
    return texts("numbers").get(one.name, "") if seen is None else seen


def letter_behind(source: Source) -> tuple[str, int]:
    """Take what an accent stands on, one letter or what is in braces, and give it and where it ends in the file."""
    source.pass_blank()
    one = source.peek()
    if one is None:
        return "", len(source.file.text)
    if one.kind == "open" and source.next in source.tokens.partner:
        found = source.braced()
        if found is not None and found[1] - found[0] <= 3:
            return shown(source.tokens, found, source.file), source.tokens.items[found[1]].end
        return "", one.start
    if one.kind == "command" and (one.name in names("letters")):
        source.next += 1
        return sign(one.name) or "", one.end
    if one.kind == "text":
        start = max(one.start, source.cut)
        source.cut = start + 1
        return source.file.text[start], start + 1
    return "", one.start
