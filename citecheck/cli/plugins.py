"""`citecheck plugins`: the readers, rules and formats that are installed."""

from __future__ import annotations

import click

from citecheck.cli import exits, options


@click.command("plugins")
@options.common
@click.pass_context
def command(context: click.Context) -> int:
    """Show what is installed, built-ins and plug-ins alike, and which of it does not load."""
    from citecheck.cli.settings import configured  # noqa: PLC0415 - with all below: help must not wait for it
    from citecheck.plugins import GROUPS, installed  # noqa: PLC0415

    console = options.console(context)
    configured(console)
    lines: list[str] = []
    for group in GROUPS:
        lines.append(group.removeprefix("citecheck."))
        for plugin in installed(group):
            source = f"{plugin.distribution} {plugin.version}".strip()
            lines.append(f"  {plugin.name:<16} {source}{f'  left out: {plugin.error}' if plugin.error else ''}")
    console.report("".join(f"{line}\n" for line in lines))
    return exits.CLEAN
