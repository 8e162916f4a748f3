"""The article that the project began with, where a copy of it is at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.documents import load, read
from citecheck.documents.wikipedia_text import WikipediaTextReader

SEED = Path(__file__).resolve().parents[2].parent / "shared" / "seed" / "japan-north-korea-relations.txt"


@pytest.mark.skipif(not SEED.exists(), reason="the article is not distributed with the project")
def test_the_article_is_read_whole() -> None:
    """Fifteen markers answer to fifteen entries; two works to read further are unnumbered; nothing else is either."""
    document = read(str(SEED), load(str(SEED)), [WikipediaTextReader()])

    assert [(str(n), n - 1) for n in range(1, 16)] == [(marker.label, marker.entry) for marker in document.markers]
    assert [str(n) for n in range(1, 16)] == [entry.label for entry in document.entries if entry.numbered]
    assert [2006, 2006] == [int(entry.raw[entry.raw.index("(") + 1 :][:4]) for entry in document.entries[15:]]
    assert 18 == sum(block.kind == "paragraph" for block in document.blocks)
    assert () == document.notices
