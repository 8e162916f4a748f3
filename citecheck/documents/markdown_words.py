"""The words of a Markdown paragraph, its markers and links, each at its place in the source."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from markdown_it.helpers import parseLinkDestination
from markdown_it.token import Token

from citecheck.documents.draft import Draft
from citecheck.documents.line_places import Places
from citecheck.documents.markdown_citations import Cite
from citecheck.documents.markdown_inline import AT
from citecheck.documents.markdown_sources import NUMBERS, Sources
from citecheck.model import Span

_TAG: Final = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,20})(?P<rest>[^<>]{0,1000})>")
_HIDDEN: Final = re.compile(r"display\s{0,5}:\s{0,5}none|\shidden(?:[\s=]|$)", re.IGNORECASE)
_HREF: Final = re.compile(r"\shref\s{0,5}=\s{0,5}[\"']?(?P<url>[^\"'\s<>]{1,2000})", re.IGNORECASE)
_ALERT: Final = re.compile(r"\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]", re.IGNORECASE)
_VOID: Final = frozenset({"br", "hr", "img", "input", "wbr"})
_NEAR: Final = 12
"""Code points behind the beginning of a token in which its words begin: a code span has up to so many backticks."""


class Words:
    """Hands the words of paragraphs to a draft."""

    def __init__(self, draft: Draft, sources: Sources, line_span: Callable[[int, int], Span]) -> None:
        """
        Say who takes them.

        Args:
            draft: Takes words, markers and links.
            sources: Knows what numbers and keys stand for.
            line_span: Gives the span of lines `first` to `last`.
        """
        self._draft = draft
        self._sources = sources
        self._line_span = line_span
        self._notes = 0
        self._hidden: list[bool] = []
        """Of the elements that are open, whether each hides what is in it."""
        self.skip = 0
        """Code points at the beginning of the next paragraph that are no words: the label of an entry."""
        self.end = 0
        """Where the last paragraph ended."""

    def take(self, token: Token, places: Places, start: int = 0, end: int | None = None) -> None:
        """
        Take a paragraph, or a part of it.

        Args:
            token: With its children.
            places: Of its content.
            start: Where in the content the words begin.
            end: Where they end; at its end where None.
        """
        self._places = places
        self._content = token.content
        self._from = max(start, self.skip)
        self._until = len(token.content) if end is None else end
        self.skip = 0
        self._hidden = []
        children = token.children or []
        number = 0
        while number < len(children):
            number = self._child(children, number)
        self.end = places.span(0, max(self._until, 1)).end

    def _child(self, children: Sequence[Token], number: int) -> int:
        """Take a token, and give the number of the next."""
        child = children[number]
        at = child.meta.get(AT, 0)
        if not self._from <= at < self._until and child.type != "text":
            return number + 1
        if child.type in {"text", "text_special", "code_inline", "math_inline"}:
            self._text(child, at)
        elif child.type in {"softbreak", "hardbreak"}:
            if not any(self._hidden):
                size = 2 if self._content[at] == "\\" else 1
                self._draft.words(" ", self._places.span(at, at + size))
        elif child.type == "html_inline":
            return self._html(children, number)
        elif child.type == "footnote":
            label = child.meta["label"]
            self._mark(f"[{label}]", ("^", label), child, label)
        elif child.type == "cites":
            self._cites(child)
        elif child.type == "note_open":
            self._notes += 1
            label = f"note {self._notes}"
            self._mark(f"[{label}]", ("note", self._notes), child, label)
            self._draft.open_entry(("note", self._notes), label, self._places.place(at), group="note")
        elif child.type == "note_close":
            self._draft.links_in_words()
            self._draft.close_entry(self._places.place(at) + 1)
        elif child.type == "link_open":
            return self._link(children, number)
        return number + 1

    def _text(self, child: Token, at: int) -> None:
        """Take words, with the numbers in brackets that stand for sources."""
        content = child.content
        if any(self._hidden) or not content:
            return
        if child.type == "text_special":
            self._draft.words(content, self._places.span(at, at + max(len(child.markup), 1)))
            return
        if child.type == "code_inline":
            self._draft.code(self._places.span(at, at + len(content) + 2 * len(child.markup)))
        found = self._content.find(content, at, at + len(content) + _NEAR)
        if (
            found < 0 and child.type == "code_inline"
        ):  # over several lines, or with blanks at its ends that are not seen
            found = at + len(child.markup) + (self._content[at + len(child.markup) :][:1] != content[:1])
            content = self._content[found : found + len(content)]
        if found < 0:
            self._draft.words(content, self._places.span(at, min(at + len(content), len(self._content))))
            return
        begin, until = max(found, self._from), min(found + len(content), self._until)
        if child.type == "text":
            alert = _ALERT.match(self._content, begin) if begin == 0 else None
            begin = alert.end() if alert else begin
            for marker in NUMBERS.finditer(self._content, begin, max(begin, until)):
                labels = self._sources.numbers(marker)
                if labels:
                    self._draft.words(self._content[begin : marker.start()], self._places.span(begin, marker.start()))
                    for label, start, stop, implied in labels:
                        self._draft.mark(
                            f"[{label}]", ("n", label), self._places.span(start, stop), label=label, implied=implied
                        )
                    begin = marker.end()
        if begin < until:
            self._draft.words(self._content[begin:until], self._places.span(begin, until))

    def _mark(self, seen: str, key: tuple[str, object], child: Token, label: str, page: str | None = None) -> None:
        """Add a marker where a token stands."""
        span = self._places.span(child.meta["start"], child.meta["end"])
        self._draft.mark(seen, key, span, label=label, page=page, hidden=any(self._hidden))

    def _cites(self, child: Token) -> None:
        """Add the markers of a group, or show it as it stands where the document does not cite so."""
        start, end = child.meta["start"], child.meta["end"]
        if child.meta["textual"] and not self._sources.has_keys:
            self._draft.words(self._content[start:end], self._places.span(start, end))
            return
        for number, cite in enumerate(child.meta["cites"]):
            if child.meta["textual"] and not number and not any(self._hidden):
                self._named(cite)
            start = cite.start + (self._content[cite.start] == "-")
            self._draft.mark(
                f"[{cite.key}]",
                ("@", cite.key),
                self._places.span(start, cite.end),
                label=cite.key,
                page=cite.page,
                hidden=any(self._hidden),
            )

    def _named(self, cite: Cite) -> None:
        """Show the key of a citation in the text: who says it is named there."""
        start = self._content.find(cite.key, cite.start, cite.end)
        self._draft.words(cite.key, self._places.span(start, start + len(cite.key)))
        self._draft.pad()

    def _html(self, children: Sequence[Token], number: int) -> int:
        """Take a tag: what it hides, where it breaks a line, where it links to, and raised numbers."""
        child = children[number]
        tag = _TAG.match(child.content)
        if tag is None:
            return number + 1
        name = tag["name"].lower()
        if name == "br":
            self._draft.pad()
        elif tag["close"]:
            if self._hidden:
                self._hidden.pop()
        elif name not in _VOID and not tag["rest"].endswith("/"):
            self._hidden.append(_HIDDEN.search(tag["rest"]) is not None)
            raised = self._raised(children, number) if name == "sup" else 0
            if raised:
                self._hidden.pop()
                return number + raised
            href = _HREF.search(tag["rest"])
            if href is not None and not any(self._hidden):
                at = child.meta[AT] + tag.start("rest") + href.start("url")
                self._draft.link(href["url"], self._places.span(at, at + len(href["url"])))
        return number + 1

    def _raised(self, children: Sequence[Token], number: int) -> int:
        """Add the marker that a raised number is, `<sup>3</sup>`; give how many tokens that takes, 0 where it is none."""
        inside = children[number + 1 : number + 3]
        if len(inside) < 2 or inside[0].type != "text" or not inside[1].content.lower().startswith("</sup"):
            return 0
        label = inside[0].content.strip("[] ")
        if not self._sources.is_label(label):
            return 0
        start, end = children[number].meta[AT], inside[1].meta[AT] + len(inside[1].content)
        self._draft.mark(
            f"[{label}]", ("n", label), self._places.span(start, end), label=label, hidden=any(self._hidden)
        )
        return 3

    def _link(self, children: Sequence[Token], number: int) -> int:
        """Take a link: a marker where it is a number, an address that the words name elsewhere."""
        opening = children[number]
        href = str(opening.attrGet("href") or "")
        marked = self._sources.numbered_link(children, number)
        if marked is not None:
            label, size = marked
            closing = children[number + size - 1]
            start, end = opening.meta[AT] - 1, self._behind(closing.meta[AT], href)[1]
            key = self._sources.linked(label, href, self._places.span(start, end))
            self._draft.mark(f"[{label}]", key, self._places.span(start, end), label=label, hidden=any(self._hidden))
            return number + size
        if any(self._hidden):
            return number + 1
        self._draft.link(*self._address(children, number, href))
        return number + 1

    def _address(self, children: Sequence[Token], number: int, href: str) -> tuple[str, Span | None]:
        """Give the address of a link as it is written, and where."""
        opening = children[number]
        if opening.info == "auto":
            url = children[number + 1].content if number + 1 < len(children) else href
            at = self._content.find(url, opening.meta[AT])
            url = url if url.lower().startswith("http") else href
            return url, None if at < 0 else self._places.span(at, at + len(url))
        depth, last = 0, number
        for last in range(number, len(children)):
            depth += children[last].nesting if children[last].type in {"link_open", "link_close"} else 0
            if not depth:
                break
        (url, span), _ = self._behind(children[last].meta.get(AT, 0), href)
        return url, span

    def _behind(self, at: int, href: str) -> tuple[tuple[str, Span | None], int]:
        """Give the address that stands behind the words of a link, where it stands, and where the link ends."""
        content = self._content
        close = content.find("]", at)
        if close >= 0 and content[close + 1 : close + 2] == "(":
            begin = close + 2
            begin += len(content[begin : begin + 100]) - len(content[begin : begin + 100].lstrip())
            found = parseLinkDestination(content, begin, len(content))
            if found.ok and found.str:
                start = begin + (content[begin : begin + 1] == "<")
                end = content.find(")", found.pos)
                return (found.str, self._places.span(start, start + len(found.str))), (
                    end + 1 if end >= 0 else found.pos
                )
        end = close + 1 if close >= 0 else at
        if content[end : end + 1] == "[":
            end = max(content.find("]", end) + 1, end)
        lines = self._sources.lines_of(href)
        return (href, None if lines is None else self._line_span(*lines)), end
