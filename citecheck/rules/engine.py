"""Asks the checks that are wanted and puts what they find in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Final

from citecheck.errors import UsageError
from citecheck.model import SEVERITIES, Dossier, Finding
from citecheck.rules.catalogue import catalogue, ids_named
from citecheck.rules.check import Check
from citecheck.rules.fingerprint import fingerprinted

FAILED: Final = "rule-failed"
"""The rule of the note that a check stopped."""


def judge(  # noqa: PLR0913 - the wishes of one call, each with a name
    dossier: Dossier,
    checks: Sequence[Check],
    *,
    strict: bool = False,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    path: str | None = None,
) -> tuple[Finding, ...]:
    """
    Give what *checks* find in *dossier*, worst first, then in the order of the document.

    A check that raises is a bug, most likely a plug-in's: what it found until then is kept, and a note `rule-failed`
    says what happened, so that one bad plug-in costs nobody the audit.

    Args:
        dossier: All that is known of one document.
        checks: Built-in ones and those of plug-ins.
        strict: Whether to ask those that only run when asked for by `--strict`.
        select: Ids, or families as `reference-*`; when given, only these are asked, strict ones too.
        ignore: Ids or families that are not asked; it wins over *select*.
        path: The document's path relative to the repository, for fingerprints; None takes it as the user named it.

    Raises:
        UsageError: *select* or *ignore* names no rule.
    """
    ignore = frozenset(ignore)
    found: list[Finding] = []
    for check in wanted(checks, strict=strict, select=select, ignore=ignore):
        found += _ask(check, dossier)
    if FAILED in ignore:
        found = [finding for finding in found if finding.rule != FAILED]
    found.sort(key=_in_document_order)
    marked = list(fingerprinted(found, dossier, dossier.document.path if path is None else path))
    marked.sort(key=lambda finding: SEVERITIES.index(finding.severity))
    return tuple(marked)


def wanted(
    checks: Sequence[Check], *, strict: bool = False, select: Iterable[str] = (), ignore: Iterable[str] = ()
) -> tuple[Check, ...]:
    """
    Give the checks that would be asked, in their order; arguments and errors are those of `judge`.

    Raises:
        UsageError: *select* or *ignore* names no rule.
    """
    known = (*(check.rule.id for check in checks), FAILED)
    selected, ignored = _named(select, known, "select"), _named(ignore, known, "ignore")
    return tuple(
        check
        for check in checks
        if check.rule.id not in ignored
        and (check.rule.id in selected or (not selected and (strict or not check.rule.strict)))
    )


def _named(names: Iterable[str], known: Sequence[str], option: str) -> frozenset[str]:
    """
    Give the rule ids that *names* stand for.

    Raises:
        UsageError: One of them stands for none.
    """
    ids: set[str] = set()
    for name in names:
        matching = ids_named(name, known)
        if not matching:
            close = get_close_matches(name, known, n=1)
            hint = f" Did you mean `{close[0]}`?" if close else ""
            raise UsageError(f"--{option}: there is no rule `{name}`.{hint} `citecheck rules` lists them all.")
        ids.update(matching)
    return frozenset(ids)


def _ask(check: Check, dossier: Dossier) -> Iterator[Finding]:
    """Give what *check* finds, and a note when it fails."""
    try:
        yield from check(dossier)
    except Exception as error:  # noqa: BLE001 - a plug-in may raise anything, and must not end the audit
        failed = catalogue()[FAILED]
        yield Finding(
            rule=failed.id,
            severity=failed.severity,
            message=f"The rule `{check.rule.id}` stopped with {type(error).__name__}: {error}. Its findings may be "
            f"incomplete; tell its author, or leave it out with `--ignore {check.rule.id}`.",
        )


def _in_document_order(finding: Finding) -> tuple[int, int, str, str]:
    """Give the key by which findings follow the document; those of the whole document come first."""
    start, end = finding.span if finding.span is not None else (-1, -1)
    return start, end, finding.rule, finding.message
