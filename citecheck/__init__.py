"""
Audits the citations of a document: reference, claim, link and archive in one report.

    >>> import citecheck
    >>> report = citecheck.audit("article.txt")  # doctest: +SKIP
    >>> print(citecheck.render(report, "markdown"))  # doctest: +SKIP

The names below are loaded when they are first used (PEP 562), so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citecheck.api import assess, audit, check_links, export, lint, map_document, read, render
    from citecheck.config import Settings
    from citecheck.errors import (
        CitecheckError,
        ConfigError,
        ExportError,
        NotText,
        ReportError,
        SourceError,
        SourceMissing,
        SourceTooLarge,
        SourceUnreachable,
        UsageError,
    )
    from citecheck.gathering.finding import find_snapshots
    from citecheck.model import AuditReport, Document, Ignore, Page, Verdict

    __version__: str

__all__ = [
    "AuditReport",
    "CitecheckError",
    "ConfigError",
    "Document",
    "ExportError",
    "Ignore",
    "NotText",
    "Page",
    "ReportError",
    "Settings",
    "SourceError",
    "SourceMissing",
    "SourceTooLarge",
    "SourceUnreachable",
    "UsageError",
    "Verdict",
    "__version__",
    "assess",
    "audit",
    "check_links",
    "export",
    "find_snapshots",
    "lint",
    "map_document",
    "read",
    "render",
]

_HOMES = {
    "citecheck.api": ("assess", "audit", "check_links", "export", "lint", "map_document", "read", "render"),
    "citecheck.config": ("Settings",),
    "citecheck.gathering.finding": ("find_snapshots",),
    "citecheck.model": ("AuditReport", "Document", "Ignore", "Page", "Verdict"),
}
"""Which module each name comes from; those not named here are errors."""


def __getattr__(name: str) -> object:
    """Give a name of the package's face, imported now."""
    from importlib import import_module, metadata  # noqa: PLC0415 - only when a name is asked for

    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "__version__":
        return metadata.version("citecheck-audit")
    home = next((module for module, names in _HOMES.items() if name in names), "citecheck.errors")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    """Give the names of the face, loaded or not."""
    return sorted(__all__)
