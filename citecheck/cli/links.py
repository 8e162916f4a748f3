"""`citecheck links`: every link of some documents, or of a list of addresses."""

from __future__ import annotations

import datetime as dt

import click

from citecheck.cli import options


@click.command("links")
@click.argument("sources", nargs=-1, metavar="SOURCE...", shell_complete=options.files)
@click.option(
    "--urls",
    type=click.Path(dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Check a list of addresses, one a line; `-` for standard input. Lines that begin with # are passed over.",
)
@options.PASS_OVER
@options.shared
@options.common
@click.pass_context
def command(
    context: click.Context,
    /,
    sources: tuple[str, ...],
    urls: str | None,
    as_of: dt.datetime | None,
    *,
    pass_over: bool,
    **flags: object,
) -> int:
    """
    Check every http(s) link of documents.

    SOURCE is a file, a directory, or `-` for standard input. Asks the links of the references and of the body, each
    once, and the Wayback Machine, unless --no-archives; relative links are not asked. Only the rules about links judge.
    Ends with 0 when nothing was found at or above --fail-on, 1 when something was, 2 when something could not be read,
    3 when no link got an answer or the run was broken off.
    """
    from citecheck.cli.inquiry import Inquiry  # noqa: PLC0415 - with all below: help must not wait for it
    from citecheck.cli.settings import configured  # noqa: PLC0415
    from citecheck.cli.sources import refuse_addresses  # noqa: PLC0415
    from citecheck.reports.wording import links_summary  # noqa: PLC0415

    console = options.console(context)
    refuse_addresses(sources, "Put it into a file, one address a line, and name that with --urls.")
    if not sources and urls is None:
        raise click.UsageError("There is nothing to check. Name a document, or a list of addresses with --urls.")
    if "-" in sources and urls == "-":
        raise click.UsageError("Standard input is either a document (-) or a list of addresses (--urls -), not both.")
    settings = configured(console, **flags).settings
    inquiry = Inquiry(settings, console, as_of and as_of.date(), links_only=True, pass_over=pass_over)
    return inquiry.run(sources, links_summary, urls)
