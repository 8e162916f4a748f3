"""Nothing of a reference is lost: each character is in a field, in the residue, or fixed wording and punctuation."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from citecheck.references.parse import LONGEST, read_reference
from citecheck.references.style import separator, shared_style

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "references"
SETS = ("anystyle_core", "cs1_dev", "giant_dev", "grobid_train", "linkedbooks_dev", "seed15", "wiki_dev")


@pytest.mark.parametrize("name", SETS)
def test_every_character_of_a_labelled_set_is_accounted_for(name: str) -> None:
    """What stands in no field, no fixed wording and no residue is punctuation, in every second string of every set."""
    path = SHARED / f"{name}.jsonl"
    if not path.is_file():
        pytest.skip("the labelled sets are not beside this checkout")
    raws = [json.loads(line)["text"][:LONGEST] for line in path.read_text(encoding="utf-8").splitlines()[::2]]
    separators = [separator(raw) for raw in raws]
    style = shared_style(raws, separators)

    lost = []
    for raw, own in zip(raws, separators, strict=True):
        reading = read_reference(raw, style, own)
        left = list(raw)
        for span in (*reading.taken, *reading.residue()):
            left[span.start : span.end] = " " * (span.end - span.start)
        lost += re.findall(r"[^\W_]+", "".join(left))

    assert [] == lost
