"""
citecheck as a library: the one place that joins plug-ins and settings and hands them down.

`audit` a few documents, `read` one, `export` its references, `render` a report.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from citecheck.composition import compose, examine
from citecheck.config import Settings, differing, suggestion
from citecheck.documents import Reader, load, too_large
from citecheck.documents import read as read_bytes
from citecheck.errors import UsageError
from citecheck.model import AuditReport, Document, Dossier, Finding, Provenance, Rule, Run
from citecheck.plugins import objects, tool
from citecheck.references import parse
from citecheck.references.bibtex import to_bibtex
from citecheck.references.export import BIB_FILES, EXPORTERS, Onto, export_onto
from citecheck.references.gaps import told
from citecheck.references.keys import citation_keys
from citecheck.references.latex import Dialect
from citecheck.reports.format import Format
from citecheck.rules import Check, judge
from citecheck.rules.engine import wanted

if TYPE_CHECKING:
    from citecheck.gathering import Policy
    from citecheck.gathering.answers import Stopped
    from citecheck.gathering.progress import Listener

Source: TypeAlias = "str | os.PathLike[str] | bytes | Document"
"""A file by its path, the bytes of one, or a document already read."""

NO_NAME: Final = "-"
"""What a document is called that came as bytes."""
OFFLINE_LABEL: Final = "Offline: no address was asked; links, archives and sources are unchecked."
"""Where the answers of an audit came from, for people."""

_HIGHEST: Final = 64
"""How many directories upwards a repository is looked for."""


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


def investigate(  # noqa: PLR0913 - the seams of one run, each with a name
    sources: Source | Iterable[Source],
    *,
    as_of: dt.date | None = None,
    settings: Settings | None = None,
    policy: Policy | None = None,
    progress: Listener | None = None,
    stop: Callable[[], bool] | None = None,
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
    """
    settings = settings or Settings()
    asked = wanted(checks(), strict=settings.strict, select=settings.select, ignore=settings.ignore)
    several = (sources,) if isinstance(sources, str | os.PathLike | bytes | Document) else sources
    documents = (read(source, settings=settings) for source in several)
    if settings.offline:
        as_of = as_of or _today()
        run = _run(settings, as_of)
        return Outcome(_composed((examine(document, as_of) for document in documents), run, asked))
    from citecheck.gathering import gather  # noqa: PLC0415 - whoever only reads or exports needs no network
    from citecheck.gathering.settings import policy_of  # noqa: PLC0415

    dossiers = (examine(document, as_of or _today()) for document in documents)
    gathered = gather(dossiers, policy or policy_of(settings), progress, stop)
    answers = gathered.answers
    as_of = as_of or _recorded_on(answers.provenance) or _today()
    dated = (replace(dossier, as_of=as_of) for dossier in gathered.dossiers)
    report = _composed(dated, _run(settings, as_of, answers.provenance), asked)
    return Outcome(report, answers.silent, answers.stopped, answers.notices)


def map_document(source: Source, *, settings: Settings | None = None, as_of: dt.date | None = None) -> AuditReport:
    """Give the report on one document without findings: its references, citations and claims; arguments as `audit`."""
    settings = settings or Settings()
    as_of = as_of or _today()
    dossier = examine(read(source, settings=settings), as_of)
    return compose([(dossier, ())], _run(settings, as_of), ())


def read(source: Source, *, path: str | None = None, settings: Settings | None = None) -> Document:
    """
    Give a document as its reader sees it.

    Args:
        source: A path, bytes, or a document, which comes back as it is.
        path: What to call the document in reports, if not by its path; `-` for bytes.
        settings: `from_` names the reader, `max_bytes` the limit.

    Raises:
        SourceMissing: There is no such file.
        SourceTooLarge: It is over the limit.
        SourceError: It cannot be read, or no reader knows its format.
        UsageError: There is no reader of that name.
    """
    if isinstance(source, Document):
        return source
    settings = settings or Settings()
    if isinstance(source, bytes):
        name, data = path or NO_NAME, source
    else:
        name, data = path or os.fspath(source), load(os.fspath(source), settings.max_bytes)
    if len(data) > settings.max_bytes:
        raise too_large(name, settings.max_bytes)
    return read_bytes(shown(name), data, readers(), settings.from_)


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
        settings: As for `read`.

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
    if to not in EXPORTERS:
        raise UsageError(f"There is no export to {to!r}{suggestion(to, EXPORTERS)} Known: {', '.join(EXPORTERS)}.")
    if archive_fields and to != "biblatex":
        raise UsageError(f"Fields for archived copies are biblatex's: {to} has none. Export to biblatex.")
    document = read(source, settings=settings)
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


def render(report: AuditReport, format: str = "text") -> str:  # noqa: A002 - the word that the command line uses
    """
    Give a report in a format.

    Raises:
        UsageError: There is no such format.
    """
    return format_named(format).render(report)


def format_named(name: str) -> Format:
    """
    Give the report format of that name.

    Raises:
        UsageError: There is none.
    """
    known = formats()
    if name not in known:
        raise UsageError(f"There is no format {name!r}{suggestion(name, known)} Known: {', '.join(known)}.")
    return known[name]


def rules() -> dict[str, Rule]:
    """Give the rules of the installed checks by id, in the order in which they run."""
    return {check.rule.id: check.rule for check in checks()}


@cache
def readers() -> tuple[Reader, ...]:
    """Give the readers that are installed, built-ins first."""
    return objects("citecheck.readers")


@cache
def checks() -> tuple[Check, ...]:
    """Give the checks that are installed, built-ins first."""
    return objects("citecheck.rules")


@cache
def formats() -> dict[str, Format]:
    """Give the report formats that are installed, by name."""
    return {format_.name: format_ for format_ in objects("citecheck.formats")}


def shown(path: str) -> str:
    r"""Give a path as text that every encoding has: bytes that are no UTF-8 are spelled `\xe9`."""
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a lone surrogate that no file system made
        data = path.encode("utf-8", "surrogatepass")
    return data.decode("utf-8", "backslashreplace")


def _judged(dossier: Dossier, asked: tuple[Check, ...]) -> tuple[Finding, ...]:
    """Give what the checks find; *asked* are already those that the settings want."""
    return judge(dossier, asked, strict=True, path=_in_repository(dossier.document.path))


def _in_repository(path: str) -> str | None:
    """Give a path relative to the repository it lies in, None where it lies in none or is no path."""
    if path == NO_NAME:
        return None
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links out of the repository
    for parent in absolute.parents[:_HIGHEST]:
        if (parent / ".git").exists():
            return absolute.relative_to(parent).as_posix()
    return None


def _composed(dossiers: Iterable[Dossier], run: Run, asked: tuple[Check, ...]) -> AuditReport:
    """Give the report on dossiers, judged one after the other."""
    return compose(((dossier, _judged(dossier, asked)) for dossier in dossiers), run, (check.rule for check in asked))


def _run(settings: Settings, as_of: dt.date, provenance: Provenance | None = None) -> Run:
    """Give how the audit was made; offline where there is no other provenance."""
    return Run(tool(), differing(settings), as_of.isoformat(), provenance or Provenance("offline", OFFLINE_LABEL))


def _today() -> dt.date:
    """Give today, UTC."""
    return dt.datetime.now(dt.UTC).date()


def _recorded_on(provenance: Provenance) -> dt.date | None:
    """Give the day of the recording that was replayed, so that a replay says the same on every day."""
    if provenance.kind != "replay" or not provenance.recorded:
        return None
    return dt.datetime.fromisoformat(provenance.recorded).date()
