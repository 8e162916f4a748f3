"""`citecheck diff`: two stored audits, and what changed between them."""

from __future__ import annotations

import click

from citecheck.cli import options


@click.command("diff")
@click.argument("old", metavar="OLD.json", shell_complete=options.files)
@click.argument("new", metavar="NEW.json", shell_complete=options.files)
@click.option(
    "--format", "format_", type=click.Choice(("text", "json")), default="text", help="text (the default) or json."
)
@click.option(
    "--fail-on",
    type=click.Choice(("error", "warning", "never")),
    default="error",
    help="The least severity of a new finding for which to end with 1.  [default: error]",
)
@options.common
@click.pass_context
def command(context: click.Context, /, old: str, new: str, format_: str, fail_on: str) -> int:
    """
    Show what changed between two stored audits: findings that are new, known, fixed.

    OLD.json and NEW.json are files that `citecheck audit --format json` wrote; one of them may be `-`. A finding is fixed
    when the later audit could have found it and did not. Ends with 1 when something is new at or above --fail-on.
    """
    from citecheck import api  # noqa: PLC0415 - with all below: help must not wait for it
    from citecheck.cli.inquiry import verdict  # noqa: PLC0415
    from citecheck.cli.sources import stored  # noqa: PLC0415
    from citecheck.reports import difference  # noqa: PLC0415
    from citecheck.reports.wording import changed  # noqa: PLC0415

    if old == new == "-":
        raise click.UsageError("Only one of the two audits can come from standard input.")
    console = options.console(context)
    before = stored(old)
    after = api.difference(before, stored(new))
    written = {"text": difference.difference_text, "json": difference.difference_json}[format_]
    console.report(written(before, after))
    console.note(changed(after.counts))
    return verdict(after.counts, fail_on)
