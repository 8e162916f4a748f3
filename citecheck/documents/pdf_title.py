"""The title of a PDF: what it says of itself where its first page bears that out, or its largest words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from citecheck.documents.pdf_blocks import Group
from citecheck.documents.pdf_flow import Flow
from citecheck.documents.pdf_sheets import Copy
from citecheck.documents.pdf_words import heading_level, heads_list

_LONGEST: Final = 300
_WORD: Final = re.compile(r"\w+")


def title_of(copy: Copy, groups: Sequence[Group], flows: Sequence[Flow]) -> str | None:
    """Give the title; None where there is none."""
    if not groups:
        return None
    first = [
        (group, flow)
        for group, flow in zip(groups, flows, strict=True)
        if group.lines[0].sheet == groups[0].lines[0].sheet
    ]
    named = " ".join(copy.title.split())[:_LONGEST]
    head = {word.casefold() for _, flow in first[:8] for word in _WORD.findall(flow.text[:1000])}
    words = [word.casefold() for word in _WORD.findall(named)]
    if len(words) > 1 and sum(word in head for word in words) >= 0.7 * len(words):
        return named
    heads = [(group, flow) for group, flow in first if group.kind == "heading" and not heading_level(flow.text)]
    if not heads:
        return None
    flow = max(heads, key=lambda one: one[0].lines[0].size)[1]
    return flow.text[:_LONGEST] if len(flow.text) > 3 and not heads_list(flow.text) else None
