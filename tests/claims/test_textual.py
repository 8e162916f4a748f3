"""A citation whose author is a word of the sentence stands for the sentence, wherever in it the author is named."""

from __future__ import annotations

import re

import pytest

from citecheck.claims import map_claims
from citecheck.model import Block, Document, Marker, Piece, Span

CASES = [
    ("Kim [(2010)|Kim 2010] showed that it is so.", ["Kim (2010) showed that it is so."]),
    ("One. As Kim [(2010)|Kim 2010] showed, it is so.", ["As Kim (2010) showed, it is so."]),
    (
        "Kim [(2010)|Kim 2010] held this, whereas Lee [(2011)|Lee 2011] held that.",
        ["Kim (2010) held this,", "whereas Lee (2011) held that."],
    ),
    (
        "Kim [(2010)|Kim 2010] held this and Lee [(2011)|Lee 2011] that.",
        ["Kim (2010) held this and", "Lee (2011) that."],
    ),
    (
        "It is so [(Kim, 2010)|Kim 2010], although it was not [(Lee, 2011)|Lee 2011].",
        ["It is so (Kim, 2010)", "although it was not (Lee, 2011)."],
    ),
    (
        "It was so in the end of the war [[1984]|1984] and it is no longer so now.",
        ["It was so in the end of the war [1984]"],
    ),
]
MARKED = re.compile(r"\[(?P<seen>\([^|]+\)|\[[^|]+\])\|(?P<label>[^\]]+)\]")


@pytest.mark.parametrize(("marked", "cores"), CASES)
def test_it_stands_for_its_sentence(marked: str, cores: list[str]) -> None:
    """Up to the comma before the next author; what stands in brackets with its author closes the words before it."""
    text, markers, end = "", [], 0
    for found in MARKED.finditer(marked):
        text += marked[end : found.start()]
        at = Span(len(text), len(text) + len(found["seen"]))
        text += found["seen"]
        markers.append(Marker(found["seen"], found["label"], None, at, 0, at))
        end = found.end()
    text += marked[end:]
    block = Block("paragraph", text, (Piece(Span(0, len(text)), Span(0, len(text))),))

    claims = map_claims(Document("-", "plain-text", text, blocks=(block,), markers=tuple(markers)), ())

    assert cores == [
        "".join(span.of(text) for span in citation.core) for claim in claims for citation in claim.citations
    ]
    assert all(
        citation.reach == citation.core for claim in claims for citation in claim.citations if "Kim" in claim.text[:8]
    )
