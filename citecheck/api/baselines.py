"""Audits against a baseline: which of their findings are new, and what is known from now on."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from citecheck.baseline import LARGEST, Baseline, compared, dump, updated
from citecheck.baseline import load as load_baseline
from citecheck.config import Settings
from citecheck.documents import load
from citecheck.errors import BaselineError, SourceError, SourceMissing
from citecheck.model import AuditReport

DEFAULT: Final = "citecheck-baseline.json"
"""The file that `--update-baseline` writes where no other is named."""


def baseline_file(settings: Settings) -> Path | None:
    """Give the file of the baseline; None where a run has none."""
    if settings.baseline is not None:
        return Path(settings.baseline)
    return Path(DEFAULT) if settings.update_baseline else None


def baseline_of(settings: Settings) -> Baseline | None:
    """
    Give the baseline that a run is compared with, an empty one where its file is yet to be written; None without one.

    Raises:
        BaselineError: The file is not there, or is no baseline.
    """
    file = baseline_file(settings)
    if file is None:
        return None
    try:
        return load_baseline(load(str(file), LARGEST), str(file))
    except SourceMissing as error:
        if settings.update_baseline:
            return Baseline()
        raise BaselineError(f"{file}: there is no such baseline. Write it with --update-baseline.") from error
    except SourceError as error:
        raise BaselineError(f"The baseline cannot be read: {error}") from error


def difference(old: AuditReport, new: AuditReport) -> AuditReport:
    """Give the later of two audits with what is new in it, what was known to the earlier one, and what is fixed."""
    return compared(new, updated(old, Baseline()))


def baseline_text(report: AuditReport, before: Baseline) -> str:
    """Give the file that knows all that a report has, and of what was known before all that is not fixed."""
    return dump(updated(report, before))
