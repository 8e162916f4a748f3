"""What the reader noticed about the file itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from citecheck.model import Dossier, Finding
from citecheck.rules.catalogue import catalogue
from citecheck.rules.check import BuiltIn, Check
from citecheck.rules.place import at_document, at_span

REST: Final = "document-notice"
"""The rule of notices that the catalogue has no rule of their own for, such as those of a plug-in's reader."""
KNOWN: Final = (
    "document-no-references",
    "document-no-markers",
    "document-encoding",
    "document-incomplete",
    "document-include-missing",
    "document-include-refused",
    "citation-ambiguous",
    REST,
)


def _notices(rule: str) -> BuiltIn:
    """Give the check that passes the notices of *rule* on as findings."""

    def find(dossier: Dossier) -> Iterator[Finding]:
        for notice in dossier.document.notices:
            if notice.rule == rule or (rule == REST and notice.rule not in catalogue()):
                if notice.span is None:
                    yield at_document(rule, notice.message)
                else:
                    yield at_span(dossier, rule, notice.span, notice.message)

    return BuiltIn(rule, find)


RULES: Final[tuple[Check, ...]] = tuple(map(_notices, KNOWN))
