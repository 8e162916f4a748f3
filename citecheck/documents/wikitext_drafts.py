"""What a page is made of while it is read: blocks and notes under construction, and what citations in them say."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from citecheck.documents.addresses import role
from citecheck.documents.weaving import Thread
from citecheck.documents.wordings import SectionKind, section_kind
from citecheck.model import Block, BlockKind, Field, Link, LinkRole, Piece, ReferenceEntry, Span, Where

_WORK: Final = re.compile(r"\d{4}|https?://|[\"“«„]")


@dataclass(slots=True, eq=False)
class Cited:
    """What a citation template says."""

    fields: tuple[Field, ...]
    """Their spans are in the words of the template, as it is printed."""
    at: int = 0
    """Where these words begin in the text they are woven into."""
    keys: tuple[str, ...] = ()
    """What short forms call the work: `smith2010`."""


@dataclass(slots=True, eq=False)
class Short:
    """A short form: `Smith 2010, p. 3`."""

    keys: tuple[str, ...]
    locator: str


@dataclass(slots=True, eq=False)
class Draft:
    """A block or a note under construction."""

    kind: BlockKind
    where: Where
    start: int
    level: int = 0
    section: str = ""
    thread: Thread = field(default_factory=Thread)
    links: dict[str, Link] = field(default_factory=dict)
    """By address."""
    marked: bool = False
    index: int | None = None
    """Of the block that it became."""
    end: int = 0
    row: int | None = None
    """Of a cell, where its row begins."""
    cited: list[Cited] = field(default_factory=list)
    shorts: list[Short] = field(default_factory=list)

    @property
    def is_note(self) -> bool:
        """Whether it is a note, or words that stand nowhere on the page."""
        return self.where in {"reference", "hidden"}

    def settle(self, text: str) -> None:
        """Keep of the words that are woven so far only how they read, not where each came from."""
        length = self.thread.length
        self.thread = Thread()
        self.thread.replace(text, Span(self.start, self.start))
        if length > len(text):
            self.thread.pad()

    def link(self, url: str, span: Span, as_role: LinkRole | None = None) -> None:
        """Note an address."""
        if url.startswith("//"):
            url = f"https:{url}"
        self.links.setdefault(url, Link(url, as_role or role(url), span))


@dataclass(slots=True)
class Work:
    """An item of an unnumbered bibliography, or what a citation template in the text names."""

    entry: ReferenceEntry
    keys: tuple[str, ...]


class Blocks:
    """Takes finished drafts: blocks of the body, or items of a bibliography."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self.works: list[Work] = []
        self.cited: list[Draft] = []
        """Blocks of the body with citation templates in them."""
        self._section = ""
        self._kind: SectionKind = "body"

    @property
    def section(self) -> str:
        """The heading above."""
        return self._section

    def add(self, draft: Draft) -> None:
        """Take a block that is finished; one without words is dropped."""
        text, pieces = draft.thread.finish()
        kind, level = draft.kind, draft.level
        if kind == "heading":
            bare = text.rstrip("=").rstrip() if text.endswith("=") else text
            if bare == text or not bare:
                kind, level = "paragraph", 0
            else:
                text, pieces = bare, shortened(pieces, len(bare))
        if not text:
            return
        if kind == "heading":
            if level <= 2 or section_kind(text) != "body" or self._kind == "body":
                self._kind = section_kind(text)
            self._section = draft.section = text
        elif self._kind != "body" and not draft.marked:
            self._work(draft, text)
            return
        if draft.cited:
            self.cited.append(draft)
        draft.settle("")
        draft.index = len(self.blocks)
        self.blocks.append(Block(kind, text, pieces, draft.section, level, draft.row))
        self.links += draft.links.values()

    def _work(self, draft: Draft, text: str) -> None:
        """Take an item of an unnumbered bibliography; what else such a section has is no claim either."""
        lists = draft.kind == "list-item" or draft.cited
        if lists and self._kind != "see-also" and (draft.links or draft.cited or _WORK.search(text)):
            span = Span(draft.start, max(draft.start, draft.end))
            entry = ReferenceEntry("", text, span, tuple(draft.links.values()), given_fields(draft), numbered=False)
            keys = tuple(key for cited in draft.cited for key in cited.keys)
            self.works.append(Work(entry, keys or plain_keys(text)))


def given_fields(draft: Draft) -> tuple[Field, ...]:
    """Give the fields of the one template that a draft holds; of several templates nobody can tell whose is whose."""
    if len(draft.cited) != 1:
        return ()
    cited = draft.cited[0]
    length = draft.thread.length
    return tuple(
        Field(one.variable, one.value, one.span.shifted(cited.at))
        if one.span and one.span.end + cited.at <= length
        else Field(one.variable, one.value)
        for one in cited.fields
    )


_HEAD: Final = re.compile(r"[^\W\d_][\w'’‐-]{0,60}(?: [^\W\d_][\w'’‐-]{0,60}){0,2}")
_YEAR: Final = re.compile(r"\b1[0-9]{3}[a-z]?\b|\b20[0-9]{2}[a-z]?\b")


def plain_keys(text: str) -> tuple[str, ...]:
    """Give what short forms may call a work that is written without a template: its first name with each of its years."""
    head = _HEAD.match(text)
    if not head:
        return ()
    years = list(dict.fromkeys(_YEAR.findall(text[:400])))[:4]
    name = head.group().split(",")[0]
    forms = (name, name.split()[0], name.split()[-1])
    return tuple(dict.fromkeys(key_of((form,), year) for year in years for form in forms))


def key_of(families: tuple[str, ...], year: str) -> str:
    """Give the key of a short form: family names and year, without case, spaces and punctuation."""
    return "".join(c for c in "".join((*families, year)).casefold() if c.isalnum())


def shortened(pieces: tuple[Piece, ...], length: int) -> tuple[Piece, ...]:
    """Give the pieces of a text that is cut to *length*."""
    kept: list[Piece] = []
    for at, span in pieces:
        if at.start >= length:
            break
        over = at.end - length
        if over > 0:
            verbatim = at.end - at.start == span.end - span.start
            span = Span(span.start, span.end - over) if verbatim else span  # noqa: PLW2901 - the same span, cut
            at = Span(at.start, length)  # noqa: PLW2901 - likewise
        kept.append(Piece(at, span))
    return tuple(kept)
