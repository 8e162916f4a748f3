"""What holds at each node of a page: its block, whether anybody sees it, what stands before it, which heading is above."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from citecheck.documents.html_signs import has_class, is_notes_heading, label_of, named, says, words_of
from citecheck.documents.html_tree import TEXT, Tree
from citecheck.documents.html_walk import BLOCKS

_DISPLAY_NONE: Final = re.compile(r"(?:^|[;\s])display\s{0,4}:\s{0,4}none", re.IGNORECASE)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TITLES: Final = frozenset(
    {"p", "div", "dt", "td", "th", "summary", "legend", "caption", "b", "strong", "span", "label", "center"}
)
_SECTIONS: Final = frozenset({"section", "article", "main", "body", "html"})
_LISTS: Final = frozenset(
    {
        "aside",
        "blockquote",
        "dd",
        "details",
        "div",
        "dl",
        "footer",
        "li",
        "ol",
        "section",
        "table",
        "tbody",
        "td",
        "tr",
        "ul",
        "p",
    }
)
_MOST_NODES: Final = 60
_SHARE: Final = 0.3
"""Of the letters of a page: what a part that is named like a sidebar may hold, to be one."""
_MAIN: Final = 0.5
_BOX: Final = 0.8


class Facts:
    """The facts of a page, one list for each, by node."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        size = len(tree.nodes)
        self.block = [0] * size
        """The nearest block around a node, itself included."""
        self.hider = [0] * size
        """The nearest element around it that is not shown; 0 for none."""
        self.silencer = [0] * size
        """The nearest element around it whose words are not the page's; 0 for none."""
        self.code = [0] * size
        """The nearest element around it that is code or mathematics; 0 for none."""
        self.before = [0] * (size + 1)
        """Letters and digits before it."""
        self.line = [0] * size
        """Those before the line on which it stands."""
        self.box = [0] * size
        """The nearest element around it that is named after notes; 0 for none."""
        self.under = [0] * size
        """The heading of notes that it stands under; 0 for none."""
        self.ids: dict[str, int] = {}
        self._measure()
        self._mark()
        self._head()

    def words(self, node: int) -> int:
        """Give how many letters and digits a node holds."""
        return self.before[self.tree.last[node]] - self.before[node]

    def leads(self, node: int) -> bool:
        """Tell whether a node begins its line, a label left aside."""
        return self.before[node] - self.line[node] <= 4

    def texts(self, first: int, last: int) -> Iterator[int]:
        """Give the runs of text of some nodes, not more than a label or heading can have."""
        for node in range(first, min(last, first + _MOST_NODES)):
            if self.tree.nodes[node].name == TEXT:
                yield node

    def seen(self, node: int, most: int = 120) -> str:
        """Give the words of a node, those left out that are hidden in it, up to a length."""
        parts: list[str] = []
        left = most
        for text in self.texts(node, self.tree.last[node]):
            if self.hider[text] > node or left <= 0:
                continue
            parts.append(
                html.unescape(
                    self.tree.text[self.tree.start[text] : min(self.tree.stop[text], self.tree.start[text] + left)]
                )
            )
            left -= len(parts[-1])
        return "".join(parts)

    def up(self, node: int, levels: int) -> Iterator[int]:
        """Give a node and those around it, innermost first."""
        for _ in range(levels):
            if not node:
                return
            yield node
            node = self.tree.parent[node]

    def _measure(self) -> None:
        """Count letters; note blocks, lines and ids."""
        tree, count, line = self.tree, 0, 0
        text, parent, block = tree.text, tree.parent, self.block
        blocks = [False] * len(tree.nodes)
        ends: list[int] = []
        for number, node in enumerate(tree.nodes):
            while ends and ends[-1] <= number:
                ends.pop()
                line = count
            self.before[number] = count
            name = node.name
            if name == TEXT:
                self.line[number] = line
                block[number] = block[parent[number]]
                count += sum(map(str.isalnum, html.unescape(text[tree.start[number] : tree.stop[number]])))
                continue
            if name in BLOCKS or name in {"title", "head", "legend"}:
                blocks[number] = True
                line = count
                ends.append(tree.last[number])
            elif name == "br":
                line = count
            self.line[number] = line
            block[number] = number if blocks[number] else block[parent[number]]
            self._identify(number)
        self.before[len(tree.nodes)] = count

    def _identify(self, number: int) -> None:
        """Note the id of a node; one that is typed into by a reader gives way."""
        node = self.tree.nodes[number]
        if not node.attributes:
            return
        for value in (node.get("id"), node.get("name") if node.name == "a" else ""):
            other = self.ids.get(value)
            if value and (other is None or self.tree.name(other) in {"input", "label"}):
                self.ids[value] = number

    def _mark(self) -> None:
        """Note what is hidden, silent, code, and named after notes."""
        tree = self.tree
        total = max(self.before[-1], 1)
        main = self._main(total)
        telling = named("silent_elements") | named("code_elements")
        for number, node in enumerate(tree.nodes):
            above = tree.parent[number]
            self.hider[number] = self.hider[above]
            self.silencer[number] = self.silencer[above]
            self.code[number] = self.code[above]
            self.box[number] = self.box[above]
            if main and above in main[1] and number not in main[1] and above != main[0]:
                self.silencer[number] = number
            if node.name == "header":
                self.silencer[number] = self.silencer[number] or number
            elif node.name in _HEADINGS and self.tree.name(self.silencer[number]) == "header":
                self.silencer[number] = 0
            if node.name == TEXT or (not node.attributes and node.name not in telling):
                continue
            if (
                "hidden" in node.attributes
                or _DISPLAY_NONE.search(node.get("style"))
                or has_class(node, "hidden_classes")
            ):
                self.hider[number] = number
            if self._silent(number, total):
                self.silencer[number] = number
            if (
                node.name in named("code_elements")
                or has_class(node, "code_classes")
                or (node.name == "math" and node.get("display") == "block")
            ):
                self.code[number] = number
            if (
                node.attributes
                and node.name in _LISTS
                and says(node, "note_words")
                and self.words(number) <= _BOX * total
            ):
                self.box[number] = number

    def _silent(self, number: int, total: int) -> bool:
        """Tell whether the words of an element are not the page's."""
        node = self.tree.nodes[number]
        if node.name == "form":
            return self.words(number) < _SHARE * total
        if node.name in named("silent_elements"):
            return True
        if not node.attributes:
            return False
        if node.get("role").casefold() in named("silent_roles"):
            return True
        if self.words(number) >= _SHARE * total or node.name in {"body", "html", "main", "article", "h1"}:
            return False
        return not (words_of(node.get("class")) | words_of(node.get("id"))).isdisjoint(named("silent_words"))

    def _main(self, total: int) -> tuple[int, frozenset[int]] | None:
        """Give the element that holds most of the page's words, where there is one for that, with those around it."""
        best = 0
        for number, node in enumerate(self.tree.nodes):
            if node.name in {"main", "article"} or node.get("role") == "main":
                if best and number < self.tree.last[best]:
                    continue
                if self.words(number) > max(_MAIN * total, self.words(best) if best else 0):
                    best = number
        return (best, frozenset(self.up(best, len(self.tree.nodes)))) if best else None

    def _head(self) -> None:
        """Note which heading of notes each node stands under."""
        tree, current, level, end = self.tree, 0, 0, 0
        for number, node in enumerate(tree.nodes):
            if current and number >= end:
                current = 0
            self.under[number] = current
            name = node.name
            if name in _HEADINGS:
                if current and level and int(name[1]) > level:
                    continue
                current = 0
                if is_notes_heading(self.seen(number, 80)):
                    current, level, end = number, int(name[1]), self._section_end(number)
            elif name in _TITLES and tree.last[number] - number <= 8 and self._is_title(number):
                current, level = number, 0
                end = tree.last[tree.parent[self.block[number]]]

    def _is_title(self, number: int) -> bool:
        """Tell whether a short block is a heading of notes: it says nothing else."""
        if not 0 < self.words(number) <= 40 or self.words(self.block[number]) != self.words(number):
            return False
        text = self.seen(number, 80)
        return not label_of(text).plain and is_notes_heading(text) and self.tree.name(self.block[number]) != "li"

    def _section_end(self, number: int) -> int:
        for node in self.up(self.tree.parent[number], 40):
            if self.tree.name(node) in _SECTIONS:
                return self.tree.last[node]
        return len(self.tree.nodes)
