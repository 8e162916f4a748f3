"""
citecheck as a library: the one place that joins plug-ins and settings and hands them down.

`audit` a few documents or only `check_links` of them, `read` one, `export` its references, `render` a report.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from citecheck.composition import compose, examine, survey
from citecheck.config import Settings, differing, suggestion
from citecheck.documents import Reader, load, restore_links, too_large
from citecheck.documents import read as read_bytes
from citecheck.documents.decode import decode
from citecheck.documents.naming import NO_NAME, in_repository, is_address, shown
from citecheck.errors import SourceError, UsageError
from citecheck.model import (
    AuditReport,
    Document,
    Dossier,
    Finding,
    Provenance,
    Rule,
    Run,
)
from citecheck.plugins import objects, tool
from citecheck.reports.format import Format, Piecewise
from citecheck.rules import Check, judge
from citecheck.rules.engine import wanted

if TYPE_CHECKING:
    from citecheck.bibliography import Message
    from citecheck.gathering import Gathered, Gatherer, Policy
    from citecheck.gathering.answers import Stopped
    from citecheck.gathering.progress import Listener
    from citecheck.references.export import Onto
    from citecheck.references.latex import Dialect

Source: TypeAlias = "str | os.PathLike[str] | bytes | Document"
"""A file by its path, an http(s) address, the bytes of a document, or a document already read."""

DIALECTS: Final = ("biblatex", "bibtex")
"""Exports that are BibTeX."""
BIB_NAMES: Final = ("bib", "bibtex", "biblatex")
"""What `--from` may call a .bib file that is to be checked."""
OFFLINE_LABEL: Final = "Offline: no address was asked; links, archives and sources are unchecked."
"""Where the answers of an audit came from, for people."""

LINK_RULES: Final = ("link-", "snapshot-", "archive-", "url-status-")
"""How the ids of the rules begin that judge links and nothing else."""

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


@dataclass(frozen=True, slots=True)
class Exported:
    """An export, and what is to be said of it."""

    text: str
    onto: Onto
    """What it took over from the file that it replaces."""
    gaps: str
    """Which references are incomplete, in a line; "" when all are whole."""


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
    several = (sources,) if isinstance(sources, str | os.PathLike | bytes | Document) else sources
    look = _survey if links_only else examine
    if settings.offline:
        documents = _with_links((read(source, settings=settings) for source in several), settings)
        as_of = as_of or _today()
        run = _run(settings, as_of)
        report = _composed((look(document, as_of) for document in documents), run, asked)
        return Outcome(_discreet(report, settings, policy))
    with gatherer or gatherer_of(settings, policy, stop) as asking:
        read_here = (read(source, settings=settings, gatherer=asking) for source in several)
        documents = _with_links(read_here, settings, asking)

        def reported(gathered: Gathered) -> AuditReport:
            day = as_of or _recorded_on(gathered.answers.provenance) or _today()
            dated = (replace(dossier, as_of=day) for dossier in gathered.dossiers)
            report = _composed(dated, _run(settings, day, gathered.answers.provenance), asked)
            return _discreet(report, settings, policy)

        def in_between(gathered: Gathered) -> None:
            if early is not None:
                early(reported(gathered))

        dossiers = (look(document, as_of or _today()) for document in documents)
        gathered = asking.gather(dossiers, progress, stop, in_between if early else None)
    answers = gathered.answers
    return Outcome(reported(gathered), answers.silent, answers.stopped, answers.notices)


def map_document(source: Source, *, settings: Settings | None = None, as_of: dt.date | None = None) -> AuditReport:
    """Give the report on one document without findings: its references, citations and claims; arguments as `audit`."""
    settings = settings or Settings()
    as_of = as_of or _today()
    dossier = examine(read(source, settings=settings), as_of)
    return compose([(dossier, ())], _run(settings, as_of), ())


def gatherer_of(settings: Settings, policy: Policy | None = None, stop: Callable[[], bool] | None = None) -> Gatherer:
    """
    Give the one way to the world for a run; use it in a `with`.

    Args:
        settings: How the world is asked.
        policy: That, in place of what the settings say.
        stop: Looked at while a document is waited for.
    """
    from citecheck.gathering import Gatherer  # noqa: PLC0415 - whoever only reads or exports needs no network
    from citecheck.gathering.settings import policy_of  # noqa: PLC0415

    return Gatherer(policy or policy_of(settings), stop)


def read(
    source: Source,
    *,
    path: str | None = None,
    settings: Settings | None = None,
    gatherer: Gatherer | None = None,
) -> Document:
    """
    Give a document as its reader sees it.

    Args:
        source: A path, an address, bytes, or a document, which comes back as it is.
        path: What to call the document in reports, if not by its path; `-` for bytes.
        settings: `from_` names the reader, `max_bytes` the limit; the rest says how an address is asked.
        gatherer: Who fetches what an address names; one for this document alone where None.

    Raises:
        SourceMissing: There is no such file or page.
        SourceUnreachable: Nobody gave what the address names.
        SourceTooLarge: It is over the limit.
        SourceError: It cannot be read, or no reader knows its format.
        UsageError: There is no reader of that name.
    """
    if isinstance(source, Document):
        return source
    settings = settings or Settings()
    if isinstance(source, bytes):
        name, data = path or NO_NAME, source
    elif is_address(os.fspath(source)):
        return _fetched(os.fspath(source), path, settings, gatherer)
    else:
        name, data = path or os.fspath(source), load(os.fspath(source), settings.max_bytes)
    if len(data) > settings.max_bytes:
        raise too_large(name, settings.max_bytes)
    return read_bytes(shown(name), data, readers(settings.from_), settings.from_)


def _fetched(url: str, path: str | None, settings: Settings, gatherer: Gatherer | None) -> Document:
    """Give the document that an address names."""
    if settings.offline:
        raise SourceError(
            f"{shown(url)} is an address, and --offline asks nobody: save the page as a file, and name the file."
        )
    if gatherer is None:
        with gatherer_of(settings) as alone:
            return _fetched(url, path, settings, alone)
    got = gatherer.fetch(url, settings.max_bytes)
    name, known = shown(path or url), settings.from_ or got.format
    document = read_bytes(name, got.data, readers(known), known, got.encoding, got.fallback)
    return replace(document, origin=got.origin, notices=(*got.notices, *document.notices))


def _with_links(
    documents: Iterable[Document], settings: Settings, gatherer: Gatherer | None = None
) -> Iterator[Document]:
    """Give documents with the links that their references have in the copy that the settings name, if they name one."""
    if settings.links_from is None:
        yield from documents
        return
    copy = read(settings.links_from, settings=replace(settings, from_=None), gatherer=gatherer)
    for document in documents:
        yield restore_links(document, copy)


def export(
    source: Source,
    to: str = "biblatex",
    *,
    every: bool = False,
    archive_fields: bool = False,
    settings: Settings | None = None,
) -> str:
    """
    Give the references of a document in a bibliography format.

    Args:
        source: The document.
        to: `biblatex`, `bibtex`, `csl-json`, `ris`, `wikitext`, `json`.
        every: Whether unnumbered bibliography entries are exported too.
        archive_fields: Whether archived copies stand in `archiveurl` and `archivedate`, which a document has with
            `citecheck.dbx`; for biblatex alone.
        settings: As for `read`; `links_from` names another copy of the document, a file.

    Raises:
        UsageError: There is no such target.
        SourceError: The document cannot be read.
        ExportError: What was written would not read back.
    """
    return exported(source, to, every=every, archive_fields=archive_fields, settings=settings).text


def exported(  # noqa: PLR0913 - what can be asked of an export, each with a name
    source: Source,
    to: str = "biblatex",
    *,
    every: bool = False,
    archive_fields: bool = False,
    onto: str | None = None,
    settings: Settings | None = None,
) -> Exported:
    """
    Export, and give what is to be said of it; arguments and errors as `export`.

    Args:
        source: As for `export`.
        to: As for `export`.
        every: As for `export`.
        archive_fields: As for `export`.
        onto: The text of a .bib file that the export replaces: the same works keep its keys, other entries stay.
        settings: As for `export`.
    """
    from citecheck.references.bibtex import to_bibtex  # noqa: PLC0415 - with all below: whoever checks links need not wait
    from citecheck.references.export import BIB_FILES, EXPORTERS, Onto, export_onto  # noqa: PLC0415
    from citecheck.references.gaps import told  # noqa: PLC0415
    from citecheck.references.keys import citation_keys  # noqa: PLC0415
    from citecheck.references.parse import parse  # noqa: PLC0415

    if to not in EXPORTERS:
        raise UsageError(f"There is no export to {to!r}{suggestion(to, EXPORTERS)} Known: {', '.join(EXPORTERS)}.")
    if archive_fields and to != "biblatex":
        raise UsageError(f"Fields for archived copies are biblatex's: {to} has none. Export to biblatex.")
    settings = settings or Settings()
    if settings.links_from and is_address(settings.links_from):
        raise UsageError("--links-from: an export is offline. Save the page as a file, and name the file.")
    document = next(_with_links((read(source, settings=settings),), settings))
    parsed = parse(document.entries, document.language)
    references = tuple(one for one in parsed if every or document.entries[one.entry].numbered)
    took = Onto()
    if onto is not None and to in BIB_FILES:
        dialect: Dialect = "biblatex" if to == "biblatex" else "bibtex"
        text, took = export_onto(references, dialect, onto, archive_fields=archive_fields)
    elif archive_fields:
        text = to_bibtex(references, citation_keys(references), archive_fields=True)
    else:
        text = EXPORTERS[to](references, citation_keys(references))
    return Exported(text, took, told(references))


def lint(
    source: str | os.PathLike[str] | bytes | Document,
    to: str = "biblatex",
    *,
    every: bool = False,
    settings: Settings | None = None,
    as_of: dt.date | None = None,
) -> tuple[Message, ...]:
    """
    Give what is wrong with a .bib file, or with the one that a document would be exported to.

    Args:
        source: A .bib file, told by its name or its first entry; or a document.
        to: The program that the file is for: `biblatex` or `bibtex`.
        every: As for `export`; of a .bib file every entry is looked at.
        settings: As for `read`.
        as_of: The day that counts as today; None for today, UTC.

    Raises:
        UsageError: *to* is no dialect of BibTeX.
        SourceError: The file cannot be read.
        ExportError: What was written would not read back.
    """
    from citecheck.bibliography import is_bib  # noqa: PLC0415 - as above
    from citecheck.bibliography import lint as lint_text  # noqa: PLC0415

    if to not in DIALECTS:
        raise UsageError(f"Only BibTeX can be checked, not {to!r}. Choose `biblatex` or `bibtex`.")
    dialect: Dialect = "bibtex" if to == "bibtex" else "biblatex"
    as_of = as_of or _today()
    if not isinstance(source, Document):
        settings = settings or Settings()
        path = NO_NAME if isinstance(source, bytes) else shown(os.fspath(source))
        data = source if isinstance(source, bytes) else load(os.fspath(source), settings.max_bytes)
        if len(data) > settings.max_bytes:
            raise too_large(path, settings.max_bytes)
        decoded = decode(path, data)
        if settings.from_ in BIB_NAMES or (settings.from_ is None and is_bib(path, decoded.text)):
            notices = [notice.message for notice in decoded.notices]
            return lint_text(decoded.text, dialect, as_of=as_of, notices=notices)
        source = read(data, path=path, settings=settings)
    return lint_text(export(source, to, every=every, settings=settings), dialect, as_of=as_of)


def render(report: AuditReport, format: str = "text") -> str:  # noqa: A002 - the word that the command line uses
    """
    Give a report in a format.

    Raises:
        UsageError: There is no such format.
    """
    return format_named(format).render(report)


def pieces(report: AuditReport, format: str) -> Iterator[str]:  # noqa: A002 - as above
    """
    Give a report in a format piece by piece, where the format can do that; in one piece where it cannot.

    Raises:
        UsageError: There is no such format.
    """
    found = format_named(format)
    return found.pieces(report) if isinstance(found, Piecewise) else iter((found.render(report),))


def format_named(name: str) -> Format:
    """
    Give the report format of that name.

    Raises:
        UsageError: There is none.
    """
    known = formats(name)
    if name not in known:
        raise UsageError(f"There is no format {name!r}{suggestion(name, known)} Known: {', '.join(known)}.")
    return known[name]


def rules() -> dict[str, Rule]:
    """Give the rules of the installed checks by id, in the order in which they run."""
    return {check.rule.id: check.rule for check in checks()}


@cache
def readers(name: str | None = None) -> tuple[Reader, ...]:
    """Give the readers that are installed, built-ins first; where one is named, no others need be loaded."""
    return _installed("citecheck.readers", name)


@cache
def checks() -> tuple[Check, ...]:
    """Give the checks that are installed, built-ins first."""
    return objects("citecheck.rules")


@cache
def formats(name: str | None = None) -> dict[str, Format]:
    """Give the report formats that are installed, by name; where one is named, no others need be loaded."""
    return {format_.name: format_ for format_ in _installed("citecheck.formats", name)}


def _installed(group: str, name: str | None) -> tuple[Any, ...]:
    """Give what the plug-ins of a group give: those under a name, where one of them is called so, or else all."""
    named = () if name is None else objects(group, name)
    return named if any(one.name == name for one in named) else objects(group)


def _asked(settings: Settings, *, links_only: bool) -> tuple[Check, ...]:
    """
    Give the checks that judge.

    Raises:
        UsageError: The settings name a rule that does not exist, or select none about links where only these are judged.
    """
    found = wanted(checks(), strict=settings.strict, select=settings.select, ignore=settings.ignore)
    if not links_only:
        return found
    about_links = tuple(check for check in found if check.rule.id.startswith(LINK_RULES))
    if settings.select and found and not about_links:
        raise UsageError("--select: none of these rules is about links. Select some of link-*, snapshot-*.")
    return about_links


def _survey(document: Document, as_of: dt.date) -> Dossier:
    """Give every link of a document."""
    from citecheck.links import normalised  # noqa: PLC0415 - it knows the answers of the web

    return survey(document, as_of, normalised)


def _judged(dossier: Dossier, asked: tuple[Check, ...]) -> tuple[Finding, ...]:
    """Give what the checks find; *asked* are already those that the settings want."""
    return judge(dossier, asked, strict=True, path=in_repository(dossier.document.path))


def _composed(dossiers: Iterable[Dossier], run: Run, asked: tuple[Check, ...]) -> AuditReport:
    """Give the report on dossiers, judged one after the other."""
    return compose(((dossier, _judged(dossier, asked)) for dossier in dossiers), run, (check.rule for check in asked))


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


def _run(settings: Settings, as_of: dt.date, provenance: Provenance | None = None) -> Run:
    """Give how the audit was made; offline where there is no other provenance."""
    return Run(tool(), differing(settings), as_of.isoformat(), provenance or Provenance("offline", OFFLINE_LABEL))


def _today() -> dt.date:
    """Give today, UTC."""
    return dt.datetime.now(dt.UTC).date()


def _recorded_on(provenance: Provenance) -> dt.date | None:
    """Give the day of the recording, of the run that made it as of all that replay it: they say the same on every day."""
    if not provenance.recorded:
        return None
    return dt.datetime.fromisoformat(provenance.recorded).date()
