"""
Findings that somebody does not want to be told of: by a comment in the document, or by a table of the configuration.

What is ignored is not lost: the report keeps it with the reason. A comment that does nothing, because it cannot be read,
because its day is over, or because there is nothing to ignore any more, is a finding itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from citecheck.errors import UsageError
from citecheck.lexicon.patterns import fits, glob
from citecheck.model import Dossier, Finding, Ignore, IgnoredFinding, Rule
from citecheck.rules.catalogue import ids_named
from citecheck.rules.check import BuiltIn, Check
from citecheck.rules.fingerprint import fingerprinted
from citecheck.rules.ignore_comments import Comment, comments
from citecheck.rules.place import at_span


class Sifted(NamedTuple):
    """What was found in a document, told and ignored."""

    findings: tuple[Finding, ...]
    ignored: tuple[IgnoredFinding, ...]


class Table(NamedTuple):
    """An ignore of the configuration."""

    ignore: Ignore
    rules: frozenset[str]
    """The ids that its names stand for; empty for all."""


def tables_of(ignores: Iterable[Ignore], catalogue: Sequence[Rule]) -> tuple[Table, ...]:
    """
    Give the ignores of a configuration with the rules that they name.

    Raises:
        UsageError: One names a rule that does not exist.
    """
    known = [rule.id for rule in catalogue]
    return tuple(Table(ignore, _expanded(ignore.rules, known, ignore.place)) for ignore in ignores)


def sift(  # noqa: PLR0913 - what decides, each with a name
    dossier: Dossier,
    found: Iterable[Finding],
    tables: Sequence[Table],
    *,
    asked: Container[str],
    catalogue: Sequence[Rule],
    path: str,
) -> Sifted:
    """
    Give what is to be told of a document, and what is ignored.

    Args:
        dossier: What it was found in.
        found: By the rules.
        tables: The ignores of the configuration, as `tables_of` gives them.
        asked: The ids of the rules that were asked.
        catalogue: Every rule that is installed, asked or not.
        path: The document's, relative to the repository.
    """
    known = {rule.id: rule for rule in catalogue}
    heeded, told = _heeded(dossier, known)
    beside = _Beside(heeded, known)
    by_table = [table for table in tables if table.ignore.counts_on(dossier.as_of)]
    by_table = [table for table in by_table if table.ignore.path is None or glob(table.ignore.path, path)]
    kept: list[Finding] = []
    ignored: list[IgnoredFinding] = []
    for finding in found:
        reason = beside.why(finding, dossier) or _why(finding, by_table)
        if reason is None:
            kept.append(finding)
        else:
            ignored.append(reason)
    about = [*told, *_unused(dossier, heeded, beside.used, asked, known)]
    own = fingerprinted((finding for finding in about if finding.rule in asked), dossier, path)
    return Sifted((*kept, *(finding for finding in own if _why(finding, by_table) is None)), tuple(ignored))


# --- By a comment in the document


def _heeded(dossier: Dossier, known: dict[str, Rule]) -> tuple[list[Comment], list[Finding]]:
    """Give the comments that count, and what is to be told of the others."""
    heeded: list[Comment] = []
    told: list[Finding] = []
    for comment in comments(dossier.document):
        problem = comment.problem or _problem(comment, known)
        if problem:
            told.append(at_span(dossier, "ignore-invalid", comment.span, f"This comment does nothing. {problem}"))
        elif comment.until is not None and comment.until < dossier.as_of:
            message = (
                f"This comment ended on {comment.until}: what it ignored is told again. Take it out, or set a new day."
            )
            told.append(at_span(dossier, "ignore-ended", comment.span, message))
        else:
            heeded.append(comment)
    return heeded, told


def _problem(comment: Comment, known: dict[str, Rule]) -> str:
    """Give what is wrong with the rules that a comment names, "" where nothing is."""
    first = comment.reason.split()[0].strip(",.:;")
    if not comment.rules and ids_named(first, known):
        return f"Rules stand in brackets: `citecheck: ignore[{first}] REASON`."
    for name in comment.rules:
        if not ids_named(name, known):
            return f"There is no rule `{name}`; `citecheck rules` lists them all."
    return ""


class _Beside:
    """The comments of a document, by the rules that they name and where they stand."""

    def __init__(self, heeded: Sequence[Comment], known: dict[str, Rule]) -> None:
        self.used: set[Comment] = set()
        self._whole: dict[str, Comment] = {}
        self._lines: dict[str, list[Comment]] = {}
        for comment in heeded:
            for rule in _expanded(comment.rules, known, "") or known:
                if comment.whole:
                    self._whole.setdefault(rule, comment)
                else:
                    self._lines.setdefault(rule, []).append(comment)
        for several in self._lines.values():
            several.sort(key=_place)
        self._starts = {rule: [comment.covers.start for comment in several] for rule, several in self._lines.items()}

    def why(self, finding: Finding, dossier: Dossier) -> IgnoredFinding | None:
        """Give a finding with the reason of the comment that means it; None where none does."""
        comment = self._nearest(finding) or self._whole.get(finding.rule)
        if comment is None:
            return None
        self.used.add(comment)
        until = comment.until.isoformat() if comment.until else None
        return IgnoredFinding(finding, comment.reason, until, f"line {dossier.document.line(comment.span.start)}")

    def _nearest(self, finding: Finding) -> Comment | None:
        """Give a comment that speaks of a line on which a finding stands."""
        if finding.span is None or finding.rule not in self._lines:
            return None
        start, end = finding.span.start, max(finding.span.end, finding.span.start + 1)
        several = self._lines[finding.rule]
        after = bisect_right(self._starts[finding.rule], end - 1)
        last = several[after - 1] if after else None
        return last if last is not None and start < last.covers.end else None


def _place(comment: Comment) -> tuple[int, int]:
    """Give the key by which comments follow the lines that they speak of."""
    return comment.covers.start, comment.span.start


def _unused(
    dossier: Dossier, heeded: Iterable[Comment], used: Container[Comment], asked: Container[str], known: dict[str, Rule]
) -> Iterator[Finding]:
    """
    Give a finding for each comment that ignores nothing, where this run can tell.

    It cannot where a rule was not asked, and where one judges answers of the web: these come and go.
    """
    for comment in heeded:
        rules = _expanded(comment.rules, known, "")
        if comment in used or not rules or any(known[rule].web or rule not in asked for rule in rules):
            continue
        message = "There is nothing to ignore here any more. Take the comment out."
        yield at_span(dossier, "ignore-unused", comment.span, message)


# --- By a table of the configuration


def _why(finding: Finding, tables: Iterable[Table]) -> IgnoredFinding | None:
    """Give a finding with the reason of the first table that means it; None where none does."""
    for ignore, rules in tables:
        if (
            (not rules or finding.rule in rules)
            and (ignore.fingerprint is None or finding.fingerprint == ignore.fingerprint)
            and (ignore.url is None or (finding.url is not None and fits(ignore.url, finding.url)))
        ):
            until = ignore.until.isoformat() if ignore.until else None
            return IgnoredFinding(finding, ignore.reason, until, ignore.place)
    return None


def _expanded(names: Iterable[str], known: Iterable[str], place: str) -> frozenset[str]:
    """
    Give the ids that names stand for; empty for no names.

    Raises:
        UsageError: One of them stands for none.
    """
    found: set[str] = set()
    for name in names:
        ids = ids_named(name, known)
        if not ids:
            raise UsageError(f"{place}: there is no rule `{name}`. `citecheck rules` lists them all.")
        found.update(ids)
    return frozenset(found)


def _found_elsewhere(_: Dossier) -> Iterator[Finding]:
    """Find nothing: only `sift`, which knows what all others found, can."""
    return iter(())


IDS: Final = ("ignore-invalid", "ignore-ended", "ignore-unused")
RULES: Final[tuple[Check, ...]] = tuple(BuiltIn(id_, _found_elsewhere) for id_ in IDS)
