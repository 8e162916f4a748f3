"""The environments of LaTeX: what begins and ends with each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citecheck.documents.latex_citing import cites_in
from citecheck.documents.latex_table import names, texts

if TYPE_CHECKING:
    from citecheck.documents.latex_tokens import Token
    from citecheck.documents.latex_walk import Walk

_LISTS: Final = frozenset({"itemize", "enumerate", "description", "compactenum", "compactitem", "list", "trivlist"})
_REFERENCES: Final = frozenset({"CSLReferences", "cslreferences"})


def begin(walk: Walk, one: Token) -> None:
    """Take the begin of an environment."""
    name, ident = one.name, ("env", one.name)
    source = walk.source
    if name == "document":
        walk.preamble = False
        walk.push(ident)
        return
    if name in names("environments", "display"):
        source.skip(texts("arguments").get(name, ""))
        if walk.silent:
            walk.push(ident)
        else:
            walk.mute_until(ident, "…", one.start)
        return
    if name in names("environments", "drawn"):
        _part(walk)
        walk.mute_until(ident, "", one.start)
        return
    if name in names("environments", "abstract"):
        _abstract(walk, ident)
        return
    if name in names("environments", "table"):
        _table(walk, one)
        return
    if not walk.tables:
        _part(walk)
    if name == "thebibliography" or name in _REFERENCES:
        walk.end_notes()
        walk.shelf.listed = True
    if name == "frame":
        _frame(walk)
    elif name in walk.theorems:
        _titled(walk)
    else:
        _arguments(walk, name)
    walk.push(ident, lambda: _end(walk))
    walk.swallow()


def end(walk: Walk, one: Token) -> None:
    """Take the end of an environment."""
    if one.name == "document":
        walk.ended = True
        walk.pop_to(("env", "document"))
        return
    if one.name in {"thebibliography", *_REFERENCES}:
        walk.end_item()
    walk.pop_to(("env", one.name))


def _part(walk: Walk) -> None:
    """End the paragraph that stands before an environment."""
    if not walk.mute:
        walk.paragraph()


def _end(walk: Walk) -> None:
    if not walk.tables:
        _part(walk)


def _abstract(walk: Walk, ident: tuple[str, str]) -> None:
    """Begin an abstract, which may stand before the document."""
    outer, walk.preamble = walk.preamble, False
    walk.source.optional()
    walk.paragraph()

    def close() -> None:
        walk.paragraph()
        walk.preamble = outer

    walk.push(ident, close)


def _table(walk: Walk, one: Token) -> None:
    """Begin a table; one within a cell breaks lines."""
    pattern = texts("arguments").get(one.name, "om")
    walk.source.skip("mom" if one.star and one.name == "tabular" else pattern)
    if not walk.tables and not walk.mute:
        walk.draft.close()
        walk.cell, walk.row = True, None
    walk.tables += 1

    def close() -> None:
        walk.tables -= 1
        if not walk.tables and not walk.mute:
            walk.draft.close()
            walk.cell, walk.row = False, None

    walk.push(("env", one.name), close)


def _frame(walk: Walk) -> None:
    """Begin a slide, whose title follows in braces."""
    walk.source.overlay()
    walk.source.optional()
    if walk.source.peek() is not None and not walk.mute:
        one = walk.source.peek()
        if one is not None and one.kind == "open":
            walk.draft.open("heading", level=3)
            walk.enter(walk.draft.close)


def _titled(walk: Walk) -> None:
    """Begin a theorem, whose name or source may follow in brackets."""
    found = walk.source.optional()
    if found is not None:
        cites_in(walk, found, shown=True)


def _arguments(walk: Walk, name: str) -> None:
    pattern = texts("arguments").get(name)
    if pattern is not None:
        found = walk.source.skip(pattern)
    else:
        walk.source.overlay()
        optional = walk.source.optional()
        found = [optional] if optional else []
    for one in found:
        cites_in(walk, one)
