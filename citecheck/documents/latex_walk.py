"""Reading LaTeX: goes through the tokens of a document's files and writes what they show into a draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import Final, TypeAlias

from citecheck.documents.addresses import trim
from citecheck.documents.beside import MISSING, REFUSED, Beside, Included, Refused
from citecheck.documents.draft import Draft
from citecheck.documents.latex_conditions import Conditions
from citecheck.documents.latex_macros import Macros
from citecheck.documents.latex_notes import Numbers
from citecheck.documents.latex_shelf import Shelf
from citecheck.documents.latex_source import Source
from citecheck.documents.latex_table import names
from citecheck.documents.latex_tokens import Kind, Token, tokenise
from citecheck.documents.parted_text import FileText, PartedText
from citecheck.model import Notice, Span

_DOI: Final = "https://doi.org/"
Close: TypeAlias = Callable[[], None]
Meaning: TypeAlias = Callable[["Walk", Token], None]
"""What a command, or the begin or end of an environment, does to the walk."""


@dataclass(slots=True)
class _Group:
    """A brace, environment or formula that is open."""

    ident: Hashable
    close: Close | None
    note: bool = False


class Walk:
    """The state of reading one document."""

    def __init__(self, path: str, text: str, beside: Beside, meanings: Mapping[Kind, Meaning]) -> None:
        self.draft = Draft()
        self.path = path
        self.text = PartedText()
        self.conditions = Conditions()
        self.macros = Macros()
        self.numbers = Numbers()
        self.shelf = Shelf(beside)
        self.source = self._source(FileText(path, text), None, "")
        self.title: str | None = None
        self.language: str | None = None
        self.preamble = "\\begin{document}" in text
        """Whether what stands here is not printed."""
        self.silent = 0
        """How many things are open whose words are not shown."""
        self.tables = 0
        self.row: int | None = None
        self.cell = False
        """Whether a cell is to be begun with the next word."""
        self.item = False
        """Whether an item of a `thebibliography` is open."""
        self.stem = PurePath(path).stem
        """What TeX calls the job."""
        self.ended = False
        self._swallow = False
        self._groups: list[_Group] = []
        self._live: Counter[Hashable] = Counter()
        self._notes = 0
        self.theorems = set(names("environments", "theorem"))
        self._take: dict[Kind, Callable[[Token], None]] = {
            "text": self._text,
            "space": self._blank,
            "par": lambda _: self.paragraph(),
            "sign": lambda one: self.say(one.name, one.start, one.end),
            "open": lambda _: self.push((id(self.source), self.source.next - 1)),
            "close": self._close,
            "[": lambda one: self.say("[", one.start, one.end),
            "]": lambda one: self.say("]", one.start, one.end),
            "math": self._math,
            "cell": self._cell,
            "raw": self._raw,
            "verbatim": self._verbatim,
        }
        self._take.update({kind: partial(meaning, self) for kind, meaning in meanings.items()})

    def run(self) -> None:
        """Read the file that is open to its end."""
        source = self.source
        items = source.tokens.items
        while source.next < len(items) and not self.ended:
            one = items[source.next]
            source.next += 1
            self._take[one.kind](one)
        self.text.add(source.file, source.taken, len(source.file.text))
        source.taken = len(source.file.text)

    def include(self, name: str, one: Token, end: int, suffixes: tuple[str, ...], folder: str = "") -> None:
        """Read another file behind the command that ends at *end*."""
        outer = self.source
        span = outer.span(one.start, end)
        found = self._open(name, suffixes, folder)
        if isinstance(found, Refused):
            self.draft.notices.append(found.notice(span))
            return
        self.text.add(outer.file, outer.taken, end)
        outer.taken = end
        preamble, self.preamble = self.preamble, self.preamble or "\\begin{document}" in found.text
        self.read(found, folder)
        self.preamble = preamble and self.preamble
        self.source = outer
        outer.moved = self.text.length - end

    def read(self, found: Included, folder: str = "") -> None:
        """Read a file whose text stands behind what was read."""
        self.source = self._source(FileText(found.path, found.text), found, folder)
        self.run()
        self.ended = False

    def _open(self, name: str, suffixes: tuple[str, ...], folder: str) -> Included | Refused:
        told = f"“{name[:300]}”"
        if name.startswith("|"):
            return Refused(
                REFUSED, f"{told} is not read: it is a command, and none is run. Put what it gives into a file."
            )
        if "\\" in name or "#" in name:
            return Refused(MISSING, f"{told} is not read: its name stands in a macro. Write the name of the file.")
        inside = self.source.included
        beside = self.shelf.beside
        # TeX looks beside the main file; authors of parts often mean the directory of the part.
        first: Refused | None = None
        for base in dict.fromkeys((folder or self.source.folder, "", self.folder())):
            found = beside.open(f"{base.rstrip('/')}/{name}" if base else name, suffixes, inside)
            if isinstance(found, Included):
                return found
            first = first or found
        return first or Refused(MISSING, told)

    def _source(self, file: FileText, included: Included | None, folder: str) -> Source:
        return Source(file, tokenise(file.text, self.conditions), self.text.length, included, folder)

    # What is shown

    @property
    def mute(self) -> bool:
        """Whether words are not shown here."""
        return self.silent > 0 or self.preamble

    def say(self, seen: str, start: int, end: int) -> None:
        """Show some words."""
        if not self.mute:
            self._swallow = False
            self._begin_cell(start, blank=seen.isspace())
            self.draft.words(seen, self.source.span(start, end))

    def mark(self, seen: str, key: Hashable, span: Span, label: str, page: str | None = None) -> None:
        """Show a marker."""
        if not self.preamble:
            self._swallow = False
            self._begin_cell(span.start - self.source.moved, blank=False)
            self.draft.mark(seen, key, span, label=label, page=page)

    def swallow(self) -> None:
        """Take away the white space that follows, as TeX does behind a command."""
        self._swallow = True

    def _begin_cell(self, start: int, *, blank: bool) -> None:
        if self.cell and not blank:
            self.cell = False
            if self.row is None:
                self.row = start + self.source.moved
            self.draft.open("table-cell", where="table", row=self.row)

    def _text(self, one: Token) -> None:
        start = max(one.start, self.source.cut)
        text = self.source.file.text[start : one.end]
        if self._swallow:
            bare = text.lstrip()
            start += len(text) - len(bare)
            text = bare
        if text:
            self.say(text, start, one.end)

    def _blank(self, one: Token) -> None:
        if not self._swallow:
            self.say(" ", one.start, one.end)

    def paragraph(self) -> None:
        """End a paragraph; within a cell, its line."""
        self._swallow = False
        while self._groups and self._groups[-1].ident == "$":
            self._pop()
        if self.tables and not self.cell:
            self.draft.pad()
        elif not self.mute:
            self.draft.close()

    def _cell(self, one: Token) -> None:
        if self.tables == 1 and not self.silent:
            self.draft.close()
            self.cell = True
        elif self.tables:
            self.say(" ", one.start, one.end)

    def end_row(self) -> None:
        """End a row of a table, or a line."""
        if self.tables == 1 and not self.silent:
            self.draft.close()
            self.cell, self.row = True, None
        elif not self.mute:
            self.draft.pad()

    # Groups

    def push(self, ident: Hashable, close: Close | None = None, *, note: bool = False) -> None:
        """Open a group."""
        self._groups.append(_Group(ident, close, note))
        self._live[ident] += 1
        self._notes += note

    def holds(self, ident: Hashable) -> bool:
        """Tell whether a group is open."""
        return self._live[ident] > 0

    def pop_to(self, ident: Hashable) -> None:
        """Close a group and what is open within it; one that is not open is passed over."""
        if self._live[ident] <= 0:
            return
        while self._pop() != ident:
            pass

    def end_notes(self) -> None:
        """Close the notes that are open: a brace is missing where a heading or an item stands in one."""
        while self._notes:
            self._pop()

    def _pop(self) -> Hashable:
        group = self._groups.pop()
        self._live[group.ident] -= 1
        self._notes -= group.note
        if group.close is not None:
            group.close()
        return group.ident

    def enter(self, close: Close, *, note: bool = False) -> bool:
        """Go into the argument that follows; *close* is done where it ends."""
        if not self.source.ahead("open"):
            return False
        self.push((id(self.source), self.source.next), close, note=note)
        self.source.next += 1
        return True

    def _close(self, one: Token) -> None:
        del one
        opened = self.source.tokens.opened.get(self.source.next - 1)
        if opened is not None:
            self.pop_to((id(self.source), opened))

    def begin_item(self, key: str, start: int) -> None:
        """Begin an item of the list of references."""
        self.item = True
        self.draft.open_entry(key, key, start)
        self.push("item", self._close_item)

    def end_item(self) -> None:
        """End the item of the list of references that is open."""
        self.pop_to("item")

    def _close_item(self) -> None:
        self.item = False
        self.draft.links_in_words()
        source = self.source
        last = source.tokens.items[source.next - 1].start if source.next else 0
        if source.next >= len(source.tokens.items):
            last = len(source.file.text)
        head = source.file.text[source.taken : last]
        self.draft.close_entry(source.span(0, source.taken + len(head.rstrip())).end)

    def finish(self) -> None:
        """Close all that is open."""
        while self._groups:
            self._pop()
        self.draft.close()

    def folder(self) -> str:
        """Give the directory of the file that is read, below that of the document."""
        inside = self.source.included
        if inside is None:
            return ""
        here, main = PurePath(inside.path).parent, PurePath(self.path).parent
        found = str(here.relative_to(main)) if here.is_relative_to(main) else ""
        return "" if found == "." else found

    def mute_until(self, ident: Hashable, seen: str, start: int) -> None:
        """Show nothing until a group is closed, and then something in its place."""
        source, moved = self.source, self.source.moved
        self.silent += 1

        def close() -> None:
            self.silent -= 1
            if seen and self.source is source and source.moved == moved:
                before = source.tokens.items[source.next - 1]
                inner = source.file.text[max(start, before.start - 40) : before.start].rstrip(" \n\r\t")
                self.say(seen + "." if inner.endswith(".") else seen, start, before.end)

        self.push(ident, close)

    def _math(self, one: Token) -> None:
        if self.holds(one.name):
            self.pop_to(one.name)
        elif one.name == "$$" and not self.holds("$"):
            self.mute_until("$$", "…", one.start)
        elif one.name == "$":
            self.push("$")

    # What is raw

    def _raw(self, one: Token) -> None:
        start, end = one.inner
        inner = self.source.file.text[start:end]
        span = self.source.span(start, end)
        if one.name in {"verb", "Verb", "lstinline", "mintinline"}:
            self.say(inner, start, end)
            return
        if self.preamble:
            return
        url = _address(one.name, inner)
        if one.name != "href":
            self.say(inner, start, end)
        if self.silent == 0:
            self._begin_cell(start, blank=False)
            self.draft.link(trim(url) if one.name == "path" else url, span)

    def _verbatim(self, one: Token) -> None:
        if one.name == "filecontents":
            self._embed(one)
        if not self.mute and one.name != "comment":
            self.draft.close()

    def _embed(self, one: Token) -> None:
        """Remember a file whose text stands in the document."""
        text = self.source.file.text
        start, end = one.inner
        while text[start : start + 1] == "[" and (close := text.find("]", start, start + 200)) > 0:
            start = close + 1
        close = text.find("}", start, start + 300)
        if text[start : start + 1] == "{" and close > 0:
            name = text[start + 1 : close].strip()
            held = (text[close + 1 : end], close + 1 + self.source.moved)
            for known in (name, name.removesuffix(".bib")):
                self.shelf.embedded.setdefault(known, held)

    def notice(self, rule: str, message: str, span: Span | None = None) -> None:
        """Say something of the document."""
        self.draft.notices.append(Notice(rule, message, span))


def _address(name: str, written: str) -> str:
    """Give the address that the argument of a command is, TeX's escapes resolved."""
    url = written.strip()
    for escaped in "%#_&~":
        url = url.replace(f"\\{escaped}", escaped)
    if url.startswith("\\doibase"):  # as REVTeX writes it
        return _DOI + url.removeprefix("\\doibase").strip()
    if name == "doi":
        bare = url.removeprefix("doi:")
        return bare if bare.startswith("http") else _DOI + bare
    return url
