"""`citecheck audit`: the main job."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import click

from citecheck.cli import exits, options

if TYPE_CHECKING:
    from citecheck.cli.interrupt import Interrupt
    from citecheck.config import Settings
    from citecheck.gathering import Gatherer
    from citecheck.model import Counts, Document


@click.command("audit")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--wiki", metavar="WIKI", help="SOURCE is the title of an article there: a language as `de`, or a Wikimedia host."
)
@click.option("--offline", is_flag=True, default=None, help="Ask nobody: judge from the document alone.")
@options.FORMATS
@options.OUTPUT
@click.option(
    "--fail-on",
    type=click.Choice(("error", "warning", "never")),
    help="The least severity for which to end with 1.  [default: error]",
)
@click.option("--select", multiple=True, metavar="RULES", help="Only these rules: ids, or families as `reference-*`.")
@click.option("--ignore", multiple=True, metavar="RULES", help="Not these rules.")
@click.option("--strict", is_flag=True, default=None, help="Also the rules that are often wrong.")
@options.AS_OF
@click.option("--include", multiple=True, metavar="PATTERN", help="In a directory: only files like this.")
@click.option("--exclude", multiple=True, metavar="PATTERN", help="In a directory: no files like this.")
@options.FROM
@options.LINKS_FROM
@options.MAX_BYTES
@options.network
@options.common
@click.pass_context
def command(
    context: click.Context,
    /,
    sources: tuple[str, ...],
    wiki: str | None,
    as_of: dt.datetime | None,
    **flags: object,
) -> int:
    """
    Audit the citations of documents.

    SOURCE is a file, a directory, the address of an article or page, or `-` for standard input. Asks the links of the references and the Wayback Machine,
    unless --offline. Ends with 0 when nothing was found at or above --fail-on, 1 when something was, 2 when something
    could not be read, 3 when no link got an answer, a page could not be fetched or the run was broken off.
    """
    from citecheck import api  # noqa: PLC0415 - with all below: help must not wait for it
    from citecheck.cli.delivery import Delivery  # noqa: PLC0415
    from citecheck.cli.interrupt import interruptible  # noqa: PLC0415
    from citecheck.cli.progress import shown  # noqa: PLC0415
    from citecheck.cli.settings import configured  # noqa: PLC0415
    from citecheck.cli.sources import Documents, titled  # noqa: PLC0415
    from citecheck.reports.wording import summary  # noqa: PLC0415

    console = options.console(context)
    settings = configured(console, **flags).settings
    delivery = Delivery.wanted(settings)
    names = titled(sources, wiki)
    with interruptible() as interrupt, shown(console) as progress, _asking(settings, interrupt) as gatherer:
        documents = Documents(names, settings, console, gatherer)
        outcome = api.investigate(
            _until(documents, interrupt),
            as_of=as_of and as_of.date(),
            settings=settings,
            progress=progress,
            stop=lambda: interrupt.asked,
            gatherer=gatherer,
        )
    report = outcome.report
    for notice in outcome.notices:
        console.warning(notice)
    if report.documents:
        delivery.write(report, console)
        console.note(summary(report.counts))
    if interrupt.asked:
        console.problem("interrupted; what was audited until then is reported.")
        return exits.INCOMPLETE
    if documents.failed:
        return exits.UNUSABLE
    if documents.unreachable:
        return exits.INCOMPLETE
    if outcome.stopped:
        console.problem("the time for the run was over (--max-time); links without an answer are unchecked.")
        return exits.INCOMPLETE
    if outcome.silent:
        console.problem("no address got an answer. Check the network or the proxy, or use --offline.")
        return exits.INCOMPLETE
    return _verdict(report.counts, settings)


def _asking(settings: Settings, interrupt: Interrupt) -> AbstractContextManager[Gatherer | None]:
    """Give who asks the world in this run: nobody, when it is offline."""
    if settings.offline:
        return nullcontext()
    from citecheck import api  # noqa: PLC0415 - help must not wait for it

    return api.gatherer_of(settings, stop=lambda: interrupt.asked)


def _until(documents: Iterable[Document], interrupt: Interrupt) -> Iterator[Document]:
    """Give the documents until somebody asks the run to end."""
    for document in documents:
        if interrupt.asked:
            return
        yield document


def _verdict(counts: Counts, settings: Settings) -> int:
    """Give the exit code that the findings ask for."""
    failing = {"error": ("error",), "warning": ("error", "warning"), "never": ()}[settings.fail_on]
    found = any(number for severity, number in counts.findings.items() if severity in failing)
    return exits.FINDINGS if found else exits.CLEAN
