"""What a footnote stands for of the sentences before it: by rules on made-up paragraphs, and as people marked real ones."""

from __future__ import annotations

import hashlib
import json
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from benchmarks.spans import MARKS, of_pages, of_seed, scored
from citecheck import api
from citecheck.claims.covering import Spot, first_covered
from citecheck.claims.leaning import Topic

SHARED = Path(__file__).parents[3] / "shared"
PAGES = SHARED / "data/documents/html"
CASES = tomllib.loads(Path(__file__).with_name("covering.toml").read_text(encoding="utf-8"))["case"]
FLOORS = {"seed": 0.95, "pages": 0.92}
"""F1 that was reached, with a little room; these only rise."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_the_cases(case: dict[str, Any]) -> None:
    """A footnote at the end of the last sentence goes back as far as the table says."""
    sentences = case["sentences"]
    topic = Topic(case.get("language", "en"), case.get("subject"), sentences)
    spot = Spot(
        len(sentences) - 1,
        case.get("first", 0),
        case.get("title", "Harbours and quays"),
        alone=not case.get("several", False),
        last=case.get("last", False),
    )

    assert case["begins"] == first_covered(sentences, spot, topic)


@pytest.mark.parametrize("words", ["this ", "In 1999 ", "A. ", "“", "1999", "漢"])
def test_a_long_sentence_takes_little_time(words: str) -> None:
    """Sentences of a megabyte are looked at in part."""
    began = time.process_time()
    texts = [words * 200_000] * 3
    first_covered(texts, Spot(2, 0, words * 10_000, alone=True, last=True), Topic("en", words * 10_000, texts))

    assert 2.0 > time.process_time() - began


@pytest.mark.skipif(not SHARED.exists(), reason="skipped: the marked documents do not lie beside this checkout")
def test_people_see_it_so() -> None:
    """Footnotes stand for the sentences that people marked, in the seed and on five pages."""
    seed = scored(of_seed(SHARED / "seed/claims_gold.json", SHARED / "seed/japan-north-korea-relations.txt", "covers"))
    pages = scored([pair for found in of_pages(PAGES, "covers").values() for pair in found])

    assert FLOORS["seed"] <= seed[2]
    assert FLOORS["pages"] <= pages[2]


@pytest.mark.skipif(not SHARED.exists(), reason="skipped: the marked documents do not lie beside this checkout")
def test_the_marks_are_of_these_sentences() -> None:
    """Each span of the marks has the words that its digest says, so that nobody scores against shifted offsets."""
    pages: dict[str, Any] = json.loads(MARKS.read_text(encoding="utf-8"))["pages"]
    for name, page in pages.items():
        text = api.read(PAGES / name).text
        digests = [hashlib.sha256(" ".join(text[a:b].split()).encode()).hexdigest()[:12] for a, b in page["sentences"]]

        assert page["digests"] == digests
