"""Where the answers of a run are from, in one line: for formats that have a line for it and no more."""

from __future__ import annotations

from typing import Final

from citecheck.model import Run
from citecheck.reports.visible import brief

_LONGEST: Final = 1_000
_LONGEST_WORD: Final = 200


def provenance_line(run: Run) -> str:
    """Give `Answers are live. Recorded 2026-11-28T03:27:22Z. As of 2026-11-28, by citecheck-audit 0.1.0.` or the like."""
    label, recorded = brief(run.provenance.label, _LONGEST), brief(run.provenance.recorded or "", _LONGEST_WORD)
    parts = (
        f"{label}." if label and label[-1] not in ".!?…" else label,
        f"Recorded {recorded}." if recorded else "",
        f"As of {brief(run.as_of, _LONGEST_WORD)}, by {brief(run.tool, _LONGEST_WORD)}.",
    )
    return " ".join(part for part in parts if part)
