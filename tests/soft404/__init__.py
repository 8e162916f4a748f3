"""
Pages that are gone though their servers say 200, pages that only look like it, and how many of each citecheck knows.

The cases (`gone.toml`, `there.toml`) were written before the cues of `citecheck/pages/cues.toml`. Half of them, by a
hash of their names, is held back: nobody tunes the cues on it. The stand-in web serves them over HTTP.
"""

from tests.soft404.cases import Case, cases, is_held_back, table
from tests.soft404.score import Score, measure

__all__ = ["Case", "Score", "cases", "is_held_back", "measure", "table"]
