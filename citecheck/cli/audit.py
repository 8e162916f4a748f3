"""`citecheck audit`: the main job."""

from __future__ import annotations

import datetime as dt

import click

from citecheck.cli import options


@click.command("audit")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", shell_complete=options.files)
@click.option(
    "--wiki", metavar="WIKI", help="SOURCE is the title of an article there: a language as `de`, or a Wikimedia host."
)
@options.PASS_OVER
@options.LINKS_FROM
@options.shared
@options.common
@click.pass_context
def command(
    context: click.Context,
    /,
    sources: tuple[str, ...],
    wiki: str | None,
    as_of: dt.datetime | None,
    *,
    pass_over: bool,
    **flags: object,
) -> int:
    """
    Audit the citations of documents.

    SOURCE is a file, a directory, the address of an article or page, or `-` for standard input. Asks the links of the
    references and the Wayback Machine, unless --offline. Ends with 0 when nothing was found at or above --fail-on, 1
    when something was, 2 when something could not be read, 3 when no link got an answer, a page could not be fetched or
    the run was broken off.
    """
    from citecheck.cli.inquiry import Inquiry  # noqa: PLC0415 - with all below: help must not wait for it
    from citecheck.cli.settings import configured  # noqa: PLC0415
    from citecheck.cli.sources import titled  # noqa: PLC0415
    from citecheck.reports.wording import summary  # noqa: PLC0415

    console = options.console(context)
    settings = configured(console, **flags).settings
    inquiry = Inquiry(settings, console, as_of and as_of.date(), pass_over=pass_over)
    return inquiry.run(titled(sources, wiki), lambda report: summary(report.counts))
