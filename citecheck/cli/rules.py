"""`citecheck rules`: the catalogue of what is judged."""

from __future__ import annotations

import click

from citecheck.cli import exits, options


@click.command("rules")
@click.argument("rule_id", metavar="[ID]", required=False)
@options.common
@click.pass_context
def command(context: click.Context, /, rule_id: str | None) -> int:
    """Show what is judged: every rule in a line, or one rule in full."""
    from citecheck import api  # noqa: PLC0415 - with all below: help must not wait for it
    from citecheck.cli.settings import configured  # noqa: PLC0415
    from citecheck.config import suggestion  # noqa: PLC0415
    from citecheck.errors import UsageError  # noqa: PLC0415
    from citecheck.reports.wrap import wrap  # noqa: PLC0415

    console = options.console(context)
    configured(console)
    rules = api.rules()
    if rule_id is None:
        width = max((len(id_) for id_ in rules), default=0)
        lines = [
            f"{rule.severity:<8} {rule.id:<{width}}  {rule.title}{' (only with --strict)' if rule.strict else ''}"
            for rule in rules.values()
        ]
    elif rule_id in rules:
        rule = rules[rule_id]
        strict = ", only with --strict" if rule.strict else ""
        lines = [rule.id, f"{rule.severity}, precision {rule.precision}{strict}", "", *wrap(rule.title, 80), ""]
        lines += wrap(rule.help, 80)
    else:
        raise UsageError(f"There is no rule {rule_id!r}{suggestion(rule_id, rules)} `citecheck rules` lists them all.")
    console.report("".join(f"{line}\n" for line in lines))
    return exits.CLEAN
