"""Audits: documents in, a report out, with all that the world, the rules and a judge say in between."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from citecheck.api.baselines import baseline_of
from citecheck.api.histories import historian, history_of, with_earlier
from citecheck.api.installed import checks, judges
from citecheck.api.sources import Source, gatherer_of, read, today, with_links
from citecheck.baseline import Baseline, compared
from citecheck.composition import Judged, compose, examine, survey
from citecheck.config import Settings, differing, suggestion
from citecheck.documents.naming import beneath, in_repository, is_address
from citecheck.errors import UsageError
from citecheck.model import AuditReport, Document, Dossier, Page, Provenance, Run, Verdict
from citecheck.plugins import tool
from citecheck.rules import Check, Table, judge, sift, tables_of
from citecheck.rules.engine import wanted

if TYPE_CHECKING:
    from citecheck.gathering import Gathered, Gatherer, Policy
    from citecheck.gathering.answers import Stopped
    from citecheck.gathering.progress import Listener
    from citecheck.history import History

OFFLINE_LABEL: Final = "Offline: no address was asked; links, archives and sources are unchecked."
"""Where the answers of an audit came from, for people."""

JUDGE_KEY: Final = "CITECHECK_JUDGE_KEY"
"""The variable with the secret that the service of `judge` wants; it is never shown and never written."""

_SUSPECT: Final = re.compile(r"://[^\s/?#]{1,1024}@|[?&;#][\w.\-\[\]%]{1,80}=|%3d", re.IGNORECASE)
"""An address that may hold a secret: one with a user, or with parameters."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A report, and what its reader need not know but whoever started the run should."""

    report: AuditReport
    silent: bool = False
    """Whether the network was wanted and no link got an answer."""
    stopped: Stopped = ""
    """Why asking ended before all was asked."""
    notices: tuple[str, ...] = ()
    """What is to be said of the recording."""
    baseline: Baseline | None = None
    """What was known before the run; None without a baseline."""
    history: History | None = None
    """What the runs before said of links; None without a history."""


def audit(
    sources: Source | Iterable[Source], *, as_of: dt.date | None = None, settings: Settings | None = None
) -> AuditReport:
    """
    Give the report on some documents.

    Args:
        sources: One document or several.
        as_of: The day that counts as today; None for today, UTC, or for the day of the recording that is replayed.
        settings: What differs from the defaults; `offline` asks nobody.

    Raises:
        SourceError: A document cannot be read.
        UsageError: A setting names a rule or a reader that does not exist.
        CassetteError: A recording cannot be read or written.
        BaselineError: The baseline cannot be read.
        HistoryError: The history cannot be read.
    """
    return investigate(sources, as_of=as_of, settings=settings).report


def check_links(
    sources: Source | Iterable[Source], *, as_of: dt.date | None = None, settings: Settings | None = None
) -> AuditReport:
    """
    Give the report on every http(s) link of some documents, those of the body included; claims are left alone.

    A list of addresses is a document, too: its bytes, one address a line, with `Settings(from_="urls")`. Arguments and
    errors as `audit`; only the rules about links and their snapshots judge.
    """
    return investigate(sources, as_of=as_of, settings=settings, links_only=True).report


def investigate(  # noqa: PLR0913 - the seams of one run, each with a name
    sources: Source | Iterable[Source],
    *,
    as_of: dt.date | None = None,
    settings: Settings | None = None,
    policy: Policy | None = None,
    progress: Listener | None = None,
    stop: Callable[[], bool] | None = None,
    links_only: bool = False,
    gatherer: Gatherer | None = None,
    early: Callable[[AuditReport], None] | None = None,
) -> Outcome:
    """
    Audit documents, with the seams that a command line and a test need; arguments and errors as `audit`.

    Args:
        sources: As for `audit`.
        as_of: As for `audit`.
        settings: As for `audit`.
        policy: How the world is asked, in place of what the settings say.
        progress: Called with every answer.
        stop: Looked at while answers are waited for; once it is true, the rest is unchecked.
        links_only: Whether to do as `check_links` does.
        gatherer: The one that fetched documents, in place of a policy: all of a run is asked in one way.
        early: Given the report as it is when all links are answered and archives are still asked for a while.
    """
    settings = settings or Settings()
    asked = _asked(settings, links_only=links_only)
    tables = tables_of(settings.ignores, [check.rule for check in checks()])
    _check_judge(settings)
    known, history = baseline_of(settings), history_of(settings)
    several = (sources,) if isinstance(sources, str | os.PathLike | bytes | Document) else sources
    look = _survey if links_only else examine
    if settings.offline:
        documents = with_links((read(source, settings=settings) for source in several), settings)
        as_of = as_of or today()
        report = _composed((look(document, as_of) for document in documents), _run(settings, as_of), tables, asked)
        report = _against(known, _discreet(report, settings, policy))
        return Outcome(report, notices=_ended(settings, as_of), baseline=known, history=history)
    with gatherer or gatherer_of(settings, policy, stop) as asking:
        read_here = (read(source, settings=settings, gatherer=asking) for source in several)
        documents = with_links(read_here, settings, asking)
        with_history = historian(history, settings, policy)

        def reported(gathered: Gathered) -> AuditReport:
            day = as_of or _recorded_on(gathered.answers.provenance) or today()
            dated = (with_history(replace(dossier, as_of=day)) for dossier in gathered.dossiers)
            report = _composed(dated, _run(settings, day, gathered.answers.provenance), tables, asked)
            return _against(known, with_earlier(_discreet(report, settings, policy), history))

        def in_between(gathered: Gathered) -> None:
            if early is not None:
                early(reported(gathered))

        dossiers = (look(document, as_of or today()) for document in documents)
        gathered = asking.gather(dossiers, progress, stop, in_between if early else None)
    answers = gathered.answers
    gathered, notices = _judged_again(gathered, settings, stop)
    report = reported(gathered)
    told = (*answers.notices, *notices, *_ended(settings, dt.date.fromisoformat(report.run.as_of)))
    return Outcome(report, answers.silent, answers.stopped, told, known, history)


def map_document(source: Source, *, settings: Settings | None = None, as_of: dt.date | None = None) -> AuditReport:
    """Give the report on one document without findings: its references, citations and claims; arguments as `audit`."""
    settings = settings or Settings()
    as_of = as_of or today()
    dossier = examine(read(source, settings=settings), as_of)
    return compose([Judged(dossier)], _run(settings, as_of), ())


def assess(claim: str, source: str | Page, title: str | None = None) -> Verdict:
    """
    Tell whether a source bears a claim out, by its words alone: nothing is asked, and no model is run.

    Args:
        claim: The words that a footnote stands behind.
        source: The text of the source, a line for each block of it, or a page that was read.
        title: Of the document that the claim stands in: its words are the implied subject, which need not be repeated.

    Returns:
        A verdict. `supported` means "consistent with the source", no more: read the evidence. `score` is between 0 and 1,
        `evidence` quotes the source, best first, `missing` are the words of the claim that it lacks, and `reason` says
        in a sentence why, for `unverifiable` why nothing can be said.
    """
    from citecheck.claims import SourceText  # noqa: PLC0415 - whoever exports or checks links need not wait for it
    from citecheck.claims import assess as assess_text  # noqa: PLC0415

    if isinstance(source, str):
        return assess_text(claim, source, title)
    if not source.text.strip():
        return Verdict("", "unverifiable", reason=source.reason or "The page has no text.", source=source.url or None)
    found = assess_text(claim, SourceText.of(source.text, language=source.language or None), title)
    return replace(found, source=source.url or None)


def _check_judge(settings: Settings) -> None:
    """
    Raise where a judge is wanted and cannot be asked.

    Raises:
        UsageError: It is no address and no plug-in, or its opinions would be missing from a recording.
    """
    if settings.judge is None:
        return
    if settings.record or settings.replay:
        raise UsageError("--judge: what a judge says is no part of a recording. Leave out --record and --replay.")
    known = {judge.name for judge in judges()} if not is_address(settings.judge) else set()
    if not is_address(settings.judge) and settings.judge not in known:
        raise UsageError(
            f"--judge: {settings.judge!r} is neither an address nor the name of a plug-in"
            f"{suggestion(settings.judge, known)} Give the address of a service: http://localhost:8080/v1"
        )


def _judged_again(
    gathered: Gathered, settings: Settings, stop: Callable[[], bool] | None
) -> tuple[Gathered, tuple[str, ...]]:
    """Give what was gathered with second opinions, where somebody is to give them, and what is to be said of them."""
    if settings.judge is None:
        return gathered, ()
    from citecheck.gathering.judging import endpoint, judged  # noqa: PLC0415 - as above

    if not is_address(settings.judge):
        named = next(judge for judge in judges() if judge.name == settings.judge)
        return replace(gathered, dossiers=tuple(judged(one, named, stop) for one in gathered.dossiers)), ()
    with endpoint(settings, os.environ.get(JUDGE_KEY, "")) as service:
        dossiers = tuple(judged(one, service, stop) for one in gathered.dossiers)
    told = f"The judge {service.name} gave no opinion on some claims. {service.problem}" if service.problem else ""
    return replace(gathered, dossiers=dossiers), (told,) if told else ()


def _asked(settings: Settings, *, links_only: bool) -> tuple[Check, ...]:
    """
    Give the checks that judge.

    Raises:
        UsageError: The settings name a rule that does not exist, or select none about links where only these are judged.
    """
    found = wanted(checks(), strict=settings.strict, select=settings.select, ignore=settings.ignore)
    if not links_only:
        return found
    about_links = tuple(check for check in found if check.rule.links)
    if settings.select and found and not about_links:
        raise UsageError("--select: none of these rules is about links. Select some of link-*, snapshot-*.")
    return about_links


def _survey(document: Document, as_of: dt.date) -> Dossier:
    """Give every link of a document."""
    from citecheck.links import normalised  # noqa: PLC0415 - it knows the answers of the web

    return survey(document, as_of, normalised)


def _judged(dossier: Dossier, tables: Sequence[Table], asked: tuple[Check, ...]) -> Judged:
    """Give what the checks find, without what is ignored; *asked* are already those that the settings want."""
    path = in_repository(dossier.document.path)
    found = judge(dossier, asked, strict=True, path=path)
    ids = {check.rule.id for check in asked}
    known = [check.rule for check in checks()]
    place = dossier.document.path if path is None else path
    findings, ignored = sift(dossier, found, tables, asked=ids, catalogue=known, path=place)
    return Judged(dossier, findings, ignored)


def _composed(dossiers: Iterable[Dossier], run: Run, tables: Sequence[Table], asked: tuple[Check, ...]) -> AuditReport:
    """Give the report on dossiers, judged one after the other."""
    judged = (_judged(dossier, tables, asked) for dossier in dossiers)
    return compose(judged, run, (check.rule for check in asked), beneath)


def _ended(settings: Settings, as_of: dt.date) -> tuple[str, ...]:
    """Give what is to be said of ignores whose day is over."""
    over = (ignore for ignore in settings.ignores if not ignore.counts_on(as_of))
    return tuple(f"{one.place}: this ignore ended on {one.until}; what it ignored is told again." for one in over)


def _discreet(report: AuditReport, settings: Settings, policy: Policy | None) -> AuditReport:
    """Give a report without the secrets that a document's addresses hold, or that the user named."""
    if (
        not settings.secrets
        and not settings.headers
        and policy is None
        and not any(_SUSPECT.search(each.text) for each in report.documents)
    ):
        return report
    from citecheck.gathering.settings import policy_of  # noqa: PLC0415 - documents without such addresses need it not
    from citecheck.web.masking import masked  # noqa: PLC0415

    return masked(report, (policy or policy_of(settings)).redactor)


def _against(known: Baseline | None, report: AuditReport) -> AuditReport:
    """Give a report compared with a baseline, where there is one."""
    return report if known is None else compared(report, known)


def _run(settings: Settings, as_of: dt.date, provenance: Provenance | None = None) -> Run:
    """Give how the audit was made; offline where there is no other provenance."""
    return Run(tool(), differing(settings), as_of.isoformat(), provenance or Provenance("offline", OFFLINE_LABEL))


def _recorded_on(provenance: Provenance) -> dt.date | None:
    """Give the day of the recording, of the run that made it as of all that replay it: they say the same on every day."""
    if not provenance.recorded:
        return None
    return dt.datetime.fromisoformat(provenance.recorded).date()
