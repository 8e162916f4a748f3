"""`citecheck audit`: the main job."""

from __future__ import annotations

import datetime as dt

import click

from citecheck.cli import options


@click.command("audit")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@options.shared
@options.common
@click.pass_context
def command(context: click.Context, /, sources: tuple[str, ...], as_of: dt.datetime | None, **flags: object) -> int:
    """
    Audit the citations of documents.

    SOURCE is a file, a directory, or `-` for standard input. Asks the links of the references and the Wayback Machine,
    unless --offline. Ends with 0 when nothing was found at or above --fail-on, 1 when something was, 2 when something
    could not be read, 3 when no link got an answer or the run was broken off.
    """
    from citecheck.cli.inquiry import Inquiry  # noqa: PLC0415 - with all below: help must not wait for it
    from citecheck.cli.settings import configured  # noqa: PLC0415
    from citecheck.cli.sources import Documents, refuse_addresses  # noqa: PLC0415
    from citecheck.reports.wording import summary  # noqa: PLC0415

    console = options.console(context)
    refuse_addresses(sources, "Fetching is not built yet: save the page as a file, and audit the file.")
    settings = configured(console, **flags).settings
    inquiry = Inquiry(settings, console, as_of and as_of.date())
    return inquiry.run(Documents(sources, settings, console), lambda report: summary(report.counts))
