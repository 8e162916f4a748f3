"""Audits with a history: what several runs say of a link decides whether it is dead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from citecheck.config import Settings
from citecheck.documents import load
from citecheck.errors import HistoryError, SourceError, SourceMissing
from citecheck.history import LARGEST, History, Rule, dump, earlier, teller, updated
from citecheck.history import load as load_history
from citecheck.model import AuditReport, Dossier

if TYPE_CHECKING:
    from citecheck.gathering import Policy


def history_of(settings: Settings) -> History | None:
    """
    Give the history of a run, an empty one where its file is yet to be written; None without one.

    Raises:
        HistoryError: The file is no history, or cannot be read.
    """
    if settings.history is None:
        return None
    try:
        return load_history(load(settings.history, LARGEST), settings.history)
    except SourceMissing as error:
        if Path(settings.history).parent.is_dir():
            return History()
        raise HistoryError(f"{settings.history}: there is no such directory. Make it, or name another file.") from error
    except SourceError as error:
        raise HistoryError(f"The history cannot be read: {error}") from error


def historian(history: History | None, settings: Settings, policy: Policy | None) -> Callable[[Dossier], Dossier]:
    """Give the function that gives a dossier whose links say what several runs say of them."""
    if history is None:
        return lambda dossier: dossier
    from citecheck.gathering.settings import policy_of  # noqa: PLC0415 - runs without a history need it not
    from citecheck.web.masking import masked  # noqa: PLC0415

    redactor = (policy or policy_of(settings)).redactor  # the file is committed: it names addresses without secrets
    told = teller(history, lambda url: masked(url, redactor), rule_of(settings))
    return lambda dossier: replace(dossier, links=told(dossier.links))


def with_earlier(report: AuditReport, history: History | None) -> AuditReport:
    """Give a report with the figures of earlier runs of the same documents."""
    return report if history is None else replace(report, earlier=earlier(history, report))


def history_text(report: AuditReport, history: History, settings: Settings) -> str:
    """Give the file of a history after a run."""
    return dump(updated(history, report, rule_of(settings)))


def rule_of(settings: Settings) -> Rule:
    """Give when a link is dead."""
    return Rule(settings.dead_after, settings.dead_days)
