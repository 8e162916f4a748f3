"""Notes that no link leads to: numbered paragraphs and items, by the label that each begins with."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from citecheck.documents.html_facts import Facts
from citecheck.documents.html_signs import label_of, says, words_of
from citecheck.documents.html_tree import TEXT

Style: TypeAlias = Literal["item", "raised", "bold", "bracket", "dot", "sign"]

_BRACKET: Final = re.compile(r"\s{0,40}[\[［【]\s?([0-9]{1,4}|[a-z]|[*†‡§]{1,4}|[A-Za-z][\w.+-]{1,25})\s?[\]］】]")
_DOT: Final = re.compile(r"\s{0,40}([0-9]{1,3})\s?(?:[.):]|\u00a0)\s?")
_SIGN: Final = re.compile(r"\s{0,40}([*†‡§¶]{1,4}|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3})\s?(?=\w|[\"“‘(])")
_WRAPS: Final = frozenset({"sup", "b", "strong", "a", "span", "em", "i", "small"})
_HOLDS: Final = frozenset({"p", "div", "li", "dd", "td", "aside", "dt", "th"})


@dataclass(slots=True)
class Item:
    """A line that begins with a label."""

    node: int
    """The block, or the run of text where a block has several lines."""
    label: str
    style: Style
    boxed: bool
    """Names or a heading say that notes stand here."""
    ruled: bool = False
    """A rule is drawn above."""


@dataclass(slots=True)
class Listing:
    """Lines whose labels follow each other."""

    items: list[Item] = field(default_factory=list)

    @property
    def boxed(self) -> bool:
        """Whether names or a heading say that these are notes."""
        return all(item.boxed for item in self.items)


class Listed:
    """Finds the lists of a page that may be notes."""

    def __init__(self, facts: Facts, taken: Iterable[int]) -> None:
        """
        Begin.

        Args:
            facts: Of the page.
            taken: The notes that links lead to.
        """
        self._facts = facts
        self._tree = facts.tree
        self._taken = {facts.block[node] for node in taken}
        self._ruled = False
        """Whether a rule was drawn above, and no heading since."""

    def find(self) -> list[Listing]:
        """Give the lists, in order."""
        found: list[Listing] = []
        for item in self._items():
            listing = found[-1] if found else None
            if listing is not None and self._follows(listing.items[-1], item):
                listing.items.append(item)
            else:
                found.append(Listing([item]))
        return found

    def _follows(self, before: Item, item: Item) -> bool:
        if (item.style, item.boxed, item.ruled) != (before.style, before.boxed, before.ruled):
            return False
        if before.label.isdigit() and item.label.isdigit():
            return int(item.label) == int(before.label) + 1
        return not before.label.isdigit() and not item.label.isdigit()

    def _items(self) -> Iterator[Item]:
        facts, tree = self._facts, self._tree
        numbers: dict[int, int] = {}
        line = -1
        for number, node in enumerate(tree.nodes):
            name = node.name
            if name == "hr":
                self._ruled = True
            elif len(name) == 2 and name[0] == "h" and name[1] in "123456":
                self._ruled = False
            elif name == "li":
                listing = tree.parent[number]
                if tree.name(listing) == "ol":
                    numbers[number] = self._ordinal(number, listing, numbers)
            elif name == TEXT and facts.words(number) + self._signs(number) and line != facts.line[number]:
                line = facts.line[number]
                item = self._item(number, numbers)
                if item is not None:
                    yield item

    def _signs(self, number: int) -> int:
        """Give whether a run of text begins with a sign, which is no letter."""
        text = self._tree.text[self._tree.start[number] : self._tree.start[number] + 60].lstrip()
        return int(text[:1] in {"*", "†", "‡", "§", "¶", "["} and bool(text))

    def _ordinal(self, number: int, listing: int, numbers: dict[int, int]) -> int:
        """Give the number that a browser prints before an item (WHATWG HTML 4.4.8)."""
        value = self._tree.nodes[number].get("value")
        if value.isascii() and value.isdigit() and len(value) < 6:
            numbers[listing] = int(value)
        elif listing in numbers:
            numbers[listing] += 1
        else:
            start = self._tree.nodes[listing].get("start")
            numbers[listing] = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
        return numbers[listing]

    def _item(self, text: int, numbers: dict[int, int]) -> Item | None:
        facts, tree = self._facts, self._tree
        block = facts.block[text]
        if self._is_none(text, block):
            return None
        leads_block = facts.before[text] == facts.before[block]
        node = block if leads_block and block else text
        boxed = self._boxed(block)
        labelled = self._label(text, block)
        if labelled is not None:
            label, style = labelled
            if not leads_block and style in {"dot", "bold"}:
                return None
            return Item(self._outer(text, block) if node == text else node, label, style, boxed, self._ruled)
        for around in facts.up(block, 3):
            if around in numbers and facts.before[around] == facts.before[text]:
                aside = any(tree.name(one) == "aside" for one in facts.up(around, 4))
                return None if around in self._taken else Item(around, str(numbers[around]), "item", boxed or aside)
        return None

    def _is_none(self, text: int, block: int) -> bool:
        """Tell whether a line can begin no note: that of a comment (Google Docs) or outside of the page's own words."""
        facts, tree = self._facts, self._tree
        if block in self._taken or facts.code[text] or (tree.name(block) not in _HOLDS and block):
            return True
        if facts.silencer[text] and not self._boxed(block):
            return True
        return any(
            "cmnt" in words_of(tree.nodes[node].get("id"))
            for node in range(max(block, text - 6), text)
            if tree.nodes[node].attributes
        )

    def _outer(self, text: int, block: int) -> int:
        """Give the outermost element with which a line begins."""
        node = text
        while (
            self._tree.parent[node] != block
            and self._tree.parent[node]
            and self._tree.name(self._tree.parent[node]) in _WRAPS
            and self._facts.before[self._tree.parent[node]] == self._facts.before[text]
        ):
            node = self._tree.parent[node]
        return node

    def _label(self, text: int, block: int) -> tuple[str, Style] | None:
        """Give the label that a line begins with, and how it is written."""
        facts, tree = self._facts, self._tree
        for around in facts.up(tree.parent[text], 4):
            if around == block or tree.name(around) not in _WRAPS:
                break
            label = label_of(facts.seen(around, 30))
            if label.plain and facts.words(around) <= 4 and facts.words(block) > facts.words(around):
                raised = any(tree.name(one) == "sup" for one in [around, *facts.up(tree.parent[text], 4)])
                bracket = "[" in facts.seen(around, 4)
                bold = tree.name(around) in {"b", "strong", "a", "span"}
                if raised or bracket or (bold and label.kind == "number"):
                    return label.text, "raised" if raised else "bracket" if bracket else "bold"
        start = html.unescape(tree.text[tree.start[text] : min(tree.stop[text], tree.start[text] + 120)])
        for pattern, style in ((_BRACKET, "bracket"), (_DOT, "dot"), (_SIGN, "sign")):
            found = pattern.match(start)
            if found:
                return label_of(found[1]).text, style  # type: ignore[return-value]  # one of the styles above
        return None

    def _boxed(self, block: int) -> bool:
        facts = self._facts
        return bool(facts.box[block] or facts.under[block] or (block and says(self._tree.nodes[block], "note_words")))
