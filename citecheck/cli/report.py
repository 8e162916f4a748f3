"""`citecheck report`: a stored audit, rendered again."""

from __future__ import annotations

import click

from citecheck.cli import exits, options


@click.command("report")
@click.argument("audit", metavar="AUDIT.json", shell_complete=options.files)
@options.FORMATS
@options.OUTPUT
@options.common
@click.pass_context
def command(context: click.Context, /, audit: str, **flags: object) -> int:
    """
    Render a stored audit again: the same bytes as the audit would have given.

    AUDIT.json is a file that `citecheck audit --format json` wrote, or `-` for standard input.
    """
    from citecheck.cli.delivery import Delivery  # noqa: PLC0415 - with all below: help must not wait for it
    from citecheck.cli.settings import configured  # noqa: PLC0415
    from citecheck.cli.sources import stored  # noqa: PLC0415

    console = options.console(context)
    delivery = Delivery.wanted(configured(console, **flags).settings)
    delivery.write(stored(audit), console)
    return exits.CLEAN
