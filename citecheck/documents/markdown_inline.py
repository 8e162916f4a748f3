"""
The inside of Markdown paragraphs: tokens of markdown-it that know where in the paragraph they begin.

markdown-it tells lines, not columns. So its state is given a memory of where it was when it made a token, and the rules of
its own plug-in for footnotes give way to rules that keep places, also of footnotes that nobody defined and of Pandoc's
citations.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_def

from citecheck.documents.markdown_citations import LONGEST_GROUP, Cite, cites, textual

AT: Final = "at"
"""Where in the paragraph a token begins."""
_LONGEST_LABEL: Final = 200
_LONGEST_NOTE: Final = 20_000
_DEEPEST: Final = 40
_MADE_UP: Final = "citecheck.cells"
_MOST_MADE_UP: Final = 20_000
"""Empty cells of all tables: a row of one cell has as many as the head of its table, so that a short text has millions."""
_NESTED: Final = 6
"""Brackets within each other in which a group or note is looked for; without a bound a run of them takes quadratic time."""


class _Placed(StateInline):
    """A state that notes where each token begins."""

    def __init__(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> None:  # noqa: ANN401 - markdown-it's
        super().__init__(src, md, env, tokens)
        self._begun: int | None = None

    def append_pending(self, text: str) -> None:
        """Add to the text that waits; its beginning is noted."""
        if self._begun is None:
            self._begun = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802 - markdown-it's name
        """Make a token of the text that waits."""
        token = super().pushPending()
        token.meta = {AT: self.pos - len(token.content) if self._begun is None else self._begun}
        self._begun = None
        return token

    def push(self, ttype: str, tag: str, nesting: Any) -> Token:  # noqa: ANN401 - -1, 0 or 1
        """Make a token."""
        token = super().push(ttype, tag, nesting)
        token.meta = {AT: self.pos}
        return token


class _Inline(ParserInline):
    """The parser of paragraphs with that state."""

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:  # noqa: ANN401 - markdown-it's
        """Give the tokens of a paragraph."""
        state = _Placed(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


@cache
def parser() -> MarkdownIt:
    """Give a parser of Markdown as documents with citations are written: CommonMark, tables, footnotes, Pandoc's keys."""
    md = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table")
    md.inline = _Inline()
    md.inline.ruler.enableOnly([
        "text", "newline", "escape", "backticks", "emphasis", "link", "image", "autolink", "html_inline", "entity",
    ])  # fmt: skip
    md.inline.ruler2.enableOnly(["balance_pairs", "emphasis"])
    md.use(footnote_plugin, inline=False, move_to_end=False)
    md.use(admon_plugin).use(deflist_plugin).use(dollarmath_plugin, allow_digits=False)
    md.inline.ruler.disable(["footnote_ref"])
    md.block.ruler.at("footnote_def", _definition, {"alt": ["paragraph", "reference"]})
    md.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    md.inline.ruler.before("link", "cited", _cited)
    md.core.ruler.disable(["text_join"], ignoreInvalid=True)
    return md


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Begin a table as CommonMark's extension does; cells that stand nowhere in the source are bounded for all tables."""
    made = state.env.get(_MADE_UP, 0)
    if made > _MOST_MADE_UP:
        return False
    number = len(state.tokens)
    done = table(state, start, end, silent)
    if done and not silent:
        new = state.tokens[number:]
        empty = sum(1 for token in new if token.type == "inline" and not token.content)
        state.env[_MADE_UP] = made + empty
    return done


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Begin a footnote as the plug-in does, and note which lines it takes."""
    number = len(state.tokens)
    done = footnote_def(state, start, end, silent)
    if done and not silent:
        state.tokens[number].map = [start, state.line]
    return done


def _cited(state: StateInline, silent: bool) -> bool:
    """Find `[^label]`, `^[note]`, `[@key]` and `@key`."""
    sign = state.src[state.pos]
    if sign == "[":
        return _footnote(state, silent) or _group(state, silent)
    if sign == "^":
        return _note(state, silent)
    return sign in "@-" and _textual(state, silent)


def _footnote(state: StateInline, silent: bool) -> bool:
    """Find a footnote's marker, whether it is defined or not."""
    start = state.pos
    if not state.src.startswith("[^", start):
        return False
    end = state.src.find("]", start + 2, min(start + _LONGEST_LABEL, state.posMax))
    label = state.src[start + 2 : end]
    if end < 0 or not label or any(c.isspace() or c in "[^" for c in label):
        return False
    _made(state, silent, "footnote", end + 1, label=label)
    return True


def _group(state: StateInline, silent: bool) -> bool:
    """Find a group of citations in brackets that is no link."""
    start = state.pos
    end = _closing(state.src, start, min(start + LONGEST_GROUP, state.posMax))
    if end < 0 or "@" not in state.src[start:end] or state.src[end + 1 : end + 2] in {"(", "["}:
        return False
    found = cites(state.src, start + 1, end)
    if not found:
        return False
    _made(state, silent, "cites", end + 1, cites=found, textual=False)
    return True


def _textual(state: StateInline, silent: bool) -> bool:
    """Find a citation in the text, with what stands in brackets behind it."""
    found = textual(state.src, state.pos)
    if found is None:
        return False
    end = found.end
    more: tuple[Cite, ...] = ()
    bracket = end + (state.src[end : end + 1] == " ")
    if state.src[bracket : bracket + 1] == "[" and state.src[bracket + 1 : bracket + 2] not in {"^", "@"}:
        close = _closing(state.src, bracket, min(bracket + LONGEST_GROUP, state.posMax))
        if close > 0 and state.src[close + 1 : close + 2] not in {"(", "["}:
            first = state.src[bracket + 1 : close].partition(";")
            more = cites(state.src, bracket + 1, close) if "@" in first[0] else ()
            if not more:
                found = found._replace(page=first[0].strip() or None)
                more = cites(state.src, close - len(first[2]), close) if first[2] else ()
            end = close + 1
    _made(state, silent, "cites", end, cites=(found, *more), textual=True)
    return True


def _note(state: StateInline, silent: bool) -> bool:
    """Find an inline note; its inside is parsed like any words."""
    start = state.pos
    if not state.src.startswith("^[", start) or state.level > _DEEPEST // 4:
        return False
    end = _closing(state.src, start + 1, min(start + _LONGEST_NOTE, state.posMax))
    if end < 0:
        return False
    if not silent:
        token = state.push("note_open", "", 1)
        outer, state.pos, state.posMax = state.posMax, start + 2, end
        token.meta |= {"start": start, "end": end + 1}
        state.md.inline.tokenize(state)
        state.posMax = outer
        state.pos = end
        state.push("note_close", "", -1)
    state.pos = end + 1
    return True


def _made(state: StateInline, silent: bool, kind: str, end: int, **meta: Any) -> None:  # noqa: ANN401 - of any kind
    """Make a token of what was found up to *end*, unless the parser only looks."""
    if not silent:
        start = state.pos
        state.push(kind, "", 0).meta |= {"start": start, "end": end, **meta}
    state.pos = end


def _closing(src: str, start: int, end: int) -> int:
    """Give where the bracket at *start* is closed, -1 where it is not before *end*; escaped ones do not count."""
    depth, at = 0, start
    while at < end:
        sign = src[at]
        if sign == "\\":
            at += 1
        elif sign == "[":
            depth += 1
            if depth > _NESTED:
                return -1
        elif sign == "]":
            depth -= 1
            if not depth:
                return at
        at += 1
    return -1
