"""`citecheck claims`: which footnotes stand behind which claim."""

from __future__ import annotations

import click

from citecheck.cli import exits, options


@click.command("claims")
@click.argument("source", metavar="SOURCE", shell_complete=options.files)
@click.option(
    "--format", "shape", type=click.Choice(("text", "json")), default="text", show_default=True, help="How to show it."
)
@options.FROM
@options.ROOT
@options.MAX_BYTES
@options.common
@click.pass_context
def command(context: click.Context, /, source: str, shape: str, **flags: object) -> int:
    """
    Show which footnotes stand behind which claim, offline.

    SOURCE is a file, or `-` for standard input. The JSON is an audit without findings.
    """
    from citecheck import api  # noqa: PLC0415 - with all below: help must not wait for it
    from citecheck.cli.settings import configured  # noqa: PLC0415
    from citecheck.cli.sources import one, refuse_addresses  # noqa: PLC0415
    from citecheck.reports.claim_map import render_claims  # noqa: PLC0415

    console = options.console(context)
    refuse_addresses([source], "`citecheck audit URL` is for addresses; or save the page as a file, and name the file.")
    settings = configured(console, **flags).settings
    report = api.map_document(one(source, settings), settings=settings)
    console.report(api.render(report, "json") if shape == "json" else render_claims(report))
    return exits.CLEAN
