"""Markers of LaTeX: one for each key that a command cites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citecheck.documents.latex_cites import read_citing
from citecheck.documents.latex_source import Source

if TYPE_CHECKING:
    from citecheck.documents.latex_source import Range
    from citecheck.documents.latex_table import Form
    from citecheck.documents.latex_walk import Walk


def cite(walk: Walk, form: Form, before: str = "") -> bool:
    """Read the keys behind a command, and mark each; False where there is none."""
    walk.source.skip(before)
    found = read_citing(walk.source, form)
    for note in found.notes:
        cites_in(walk, note)
    for one in found.keys:
        span = walk.source.span(one.start, one.end)
        if form == "silent" or not walk.preamble:
            walk.shelf.cite(one.key, span)
        if form != "silent":
            walk.mark(f"[{one.key}]", one.key, span, one.key, one.page)
    return bool(found.keys)


def cites_in(walk: Walk, found: Range, *, shown: bool = False) -> None:
    """
    Mark what is cited in words that are passed over: a note behind a key, the name of a theorem.

    Args:
        walk: What is read.
        found: Where the words stand.
        shown: Whether they are shown.

    """
    outer = walk.source
    inner = Source(outer.file, outer.tokens, outer.moved, outer.included, outer.folder, found[0])
    if shown and not walk.mute:
        walk.say("(", outer.tokens.items[found[0] - 1].start, outer.tokens.items[found[0] - 1].end)
    while inner.next < found[1]:
        one = inner.tokens.items[inner.next]
        inner.next += 1
        known = walk.macros.cites(one.name) if one.kind == "command" else None
        if known is not None:
            walk.source = inner
            cite(walk, *known)
            walk.source = outer
        elif shown and one.kind in {"text", "space"}:
            walk.say(inner.file.text[max(one.start, inner.cut) : one.end], max(one.start, inner.cut), one.end)
        elif shown and one.kind == "sign":
            walk.say(one.name, one.start, one.end)
    if shown and not walk.mute:
        walk.say(") ", outer.tokens.items[found[1]].start, outer.tokens.items[found[1]].end)
