"""`citecheck config`: the settings and where each came from."""

from __future__ import annotations

import click

from citecheck.cli import exits, options


@click.command("config")
@click.option("--show", is_flag=True, help="Show every setting; this is also what happens without it.")
@options.common
@click.pass_context
def command(context: click.Context, /, show: bool) -> int:  # noqa: ARG001 - the one thing that it does yet
    """Show the settings and where each came from: a default, a file and its line, the environment, a flag."""
    from citecheck.cli.settings import configured  # noqa: PLC0415 - help must not wait for it

    console = options.console(context)
    rows = [(key, value or "(none)", origin) for key, value, origin in configured(console).rows()]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    console.report("".join(f"{key:<{widths[0]}}  {value:<{widths[1]}}  {origin}\n" for key, value, origin in rows))
    return exits.CLEAN
