"""
What numbers and keys of a Markdown file stand for, when they are no footnotes.

Answer engines and people write `[1]` in the text and a list under "Sources" or "References"; or make each number a link,
`[1](https://...)`, or `[1]` with `[1]: https://...` below.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from markdown_it.token import Token

from citecheck.documents.addresses import role
from citecheck.documents.draft import Draft
from citecheck.documents.wordings import fold, section_kind
from citecheck.model import Link, ReferenceEntry, Span

NUMBERS: Final = re.compile(r"\[(?P<list>\d{1,4}(?:\s{0,3}[,;–-]\s{0,3}\d{1,4}){0,30})\](?![(:])")
"""One number in brackets, or several: `[1]`, `[2, 3]`, `[4-6]`."""
_NUMBER: Final = re.compile(r"\d{1,4}")
_LABEL: Final = re.compile(r"(?:\[(?P<bracketed>\d{1,4})\]|(?P<dotted>\d{1,4})[.)](?=\s))[ \t:]{0,5}")
_LINK_LABEL: Final = re.compile(r"\[?\^?(?P<number>\d{1,4})\]?")
_MOST_IN_RANGE: Final = 50
_ALSO: Final = frozenset({"sources", "citations", "quellen", "fuentes", "fontes", "источники"})
"""Headings of lists in answers, which are none of an article."""


class Sources:
    """The lists and links that numbers stand for."""

    def __init__(self, draft: Draft, tokens: Sequence[Token], env: Mapping[str, Any]) -> None:
        """
        Look through a file.

        Args:
            draft: Takes the entries that links stand for.
            tokens: Of the whole file.
            env: Of its parser: the definitions of links.
        """
        self._draft = draft
        definitions = env.get("references") or {}
        self._lines: dict[str, tuple[int, int]] = {}
        self._titles: dict[str, str] = {}
        for one in definitions.values():
            self._lines.setdefault(one["href"], tuple(one["map"]))
            self._titles.setdefault(one["href"], one["title"])
        self._labels = self._listed(tokens)
        self._linked: dict[str, tuple[str, str, Span]] = {}
        """Of the links that are markers, label, address and place of the first, by address."""
        children = [token.children or [] for token in tokens if token.type == "inline"]
        self.has_keys = any(child.type == "cites" and not child.meta["textual"] for many in children for child in many)
        """Whether the document cites by keys; then `@name` in the text is a citation, too."""
        numbers = [self._number_of(many, at) for many in children for at in range(len(many))]
        has_footnotes = any(token.type == "footnote_reference_open" for token in tokens)
        self._has_links = not has_footnotes and any(found is not None and found[0] == "1" for found in numbers)
        self.are_cited = True
        self.are_cited = not has_footnotes or self._named(children)
        """Whether the numbers of the lists are what markers name: where there are footnotes, only if some do."""

    @staticmethod
    def kind(heading: str) -> str | None:
        """Give what a list under a heading is of: `references`, `bibliography`; None where of nothing that is cited."""
        kind = section_kind(heading)
        if kind in {"references", "bibliography"}:
            return kind
        return "references" if fold(heading) in _ALSO else None

    def is_label(self, label: str) -> bool:
        """Tell whether an entry of a list that is cited has that number."""
        return self.are_cited and label in self._labels

    def numbers(self, marker: re.Match[str]) -> list[tuple[str, int, int, bool]]:
        """Give the labels that numbers in brackets stand for, where, and whether a range implies them; none unless all are known."""
        found: list[tuple[str, int, int, bool]] = []
        before: tuple[int, int] | None = None
        text = marker.string
        for number in _NUMBER.finditer(text, marker.start("list"), marker.end("list")):
            value = int(number.group())
            between = text[before[1] : number.start()].strip() if before else ""
            if before and between in {"-", "–"} and 0 < value - before[0] <= _MOST_IN_RANGE:
                inner = [str(one) for one in range(before[0] + 1, value)]
                found += [(one, before[1], number.start(), True) for one in inner if one in self._labels]
            found.append((str(value), number.start(), number.end(), False))
            before = (value, number.end())
        return found if self.are_cited and all(label in self._labels for label, *_ in found) else []

    def labelled(self, content: str) -> list[tuple[str, int, int]]:
        """Give label, beginning, and beginning of the words of each line that has a label, where the first line has one."""
        found: list[tuple[str, int, int]] = []
        at = 0
        for line in content.split("\n"):
            label = _LABEL.match(line)
            if label and (label["bracketed"] or not found or found[-1][0].isdigit()):
                found.append((label["bracketed"] or label["dotted"], at, at + label.end()))
            elif not found:
                return []
            at += len(line) + 1
        return found

    def item_label(self, tokens: Sequence[Token], number: int, place: int) -> tuple[str, int]:
        """Give the label of the list item that begins at a token, and how many code points of its words that is."""
        content = next((one.content for one in tokens[number : number + 3] if one.type == "inline"), "")
        label = _LABEL.match(content)
        if label and label["bracketed"]:
            return label["bracketed"], label.end()
        return (str(place) if place >= 0 else ""), 0

    @staticmethod
    def only_links(tokens: Sequence[Token], number: int, kind: str) -> bool:
        """Tell whether an item of what may be a list of references only leads elsewhere in the document."""
        children = next((one.children or [] for one in tokens[number : number + 3] if one.type == "inline"), [])
        links = [str(child.attrGet("href") or "") for child in children if child.type == "link_open"]
        return kind != "" and bool(links) and all(link.startswith("#") for link in links)

    def numbered_link(self, children: Sequence[Token], number: int) -> tuple[str, int] | None:
        """Give the label of a link that is a number and how many tokens it takes, None where it is a link like any."""
        return self._number_of(children, number) if self._has_links or self._labels else None

    def linked(self, label: str, href: str, span: Span) -> tuple[str, str]:
        """Give the key of the entry that a numbered link stands for."""
        if href.startswith("#"):
            return ("n", label)
        self._linked.setdefault(href, (label, href, span))
        return ("u", href)

    def lines_of(self, href: str) -> tuple[int, int] | None:
        """Give the lines that define a link."""
        return self._lines.get(href)

    def resolve(self, span_of: Any) -> None:  # noqa: ANN401 - lines to a span
        """Give the draft the entries that links stand for."""
        for href, (label, url, span) in self._linked.items():
            title = self._titles.get(href, "")
            lines = self._lines.get(href)
            place = span if lines is None else span_of(*lines)
            raw = f"{title} {url}".strip()
            self._draft.add_entry(("u", href), ReferenceEntry(label, raw, place, (Link(url, role(url), None),)))

    def _named(self, children: Sequence[Sequence[Token]]) -> bool:
        """Tell whether a number of a list stands in brackets somewhere in the text, or is a link within the document."""
        texts = (child.content for many in children for child in many if child.type == "text")
        inward = (self._number_of(many, at) for many in children for at in range(len(many)))
        return any(self.numbers(found) for text in texts for found in NUMBERS.finditer(text)) or any(inward)

    def _number_of(self, children: Sequence[Token], number: int) -> tuple[str, int] | None:
        """Give the number that is all of a link's words, and how many tokens the link takes."""
        if children[number].type != "link_open":
            return None
        href = str(children[number].attrGet("href") or "")
        words = ""
        for size in range(1, 8):
            one = children[number + size] if number + size < len(children) else None
            if one is None:
                return None
            if one.type == "link_close":
                found = _LINK_LABEL.fullmatch(words.strip())
                outward = href.lower().startswith(("http://", "https://"))
                inward = found is not None and href.startswith("#") and found["number"] in self._labels
                return (found["number"], size + 1) if found and (outward or inward) else None
            words += one.content if one.type in {"text", "text_special"} else "?"
        return None

    def _listed(self, tokens: Sequence[Token]) -> frozenset[str]:
        """Give the labels of the lists of references."""
        labels: set[str] = set()
        level, depth, place = 0, 0, -1
        for number, token in enumerate(tokens):
            if token.type == "heading_open" and (not level or int(token.tag[1:]) <= level):
                words = tokens[number + 1].content.partition("{")[0].strip(" *_#")
                level = int(token.tag[1:]) if self.kind(words) else 0
            elif token.type in {"ordered_list_open", "bullet_list_open"}:
                depth += 1
                if depth == 1:
                    place = int(token.attrGet("start") or 1) if token.type == "ordered_list_open" else -1
            elif token.type in {"ordered_list_close", "bullet_list_close"}:
                depth -= 1
            elif token.type == "list_item_open" and depth == 1 and level:
                label, _ = self.item_label(tokens, number, place)
                place += place >= 0
                labels.add(label)
            elif token.type == "inline" and not depth and level:
                labels.update(label for label, _, _ in self.labelled(token.content))
        return frozenset(labels - {""})
