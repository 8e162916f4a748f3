"""`citecheck archive`: which snapshots archives hold of some addresses."""

from __future__ import annotations

import click

from citecheck.cli import exits, options


@click.command("archive")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option("--date", metavar="DATE", help="The day on which the page was read: 2007-03-16, `March 2007`, 2007.")
@click.option("--title", metavar="TEXT", help="The title of what was read: a copy that bears it is preferred.")
@click.option(
    "--format", "shape", type=click.Choice(("text", "json")), default="text", show_default=True, help="How to show it."
)
@options.asking
@options.common
@click.pass_context
def command(
    context: click.Context,
    /,
    urls: tuple[str, ...],
    date: str | None,
    title: str | None,
    shape: str,
    **flags: object,
) -> int:
    """
    Find the snapshot of each address that is nearest to a day, and play it back.

    Without --date the last good one is wanted. Only archives are asked, not the addresses themselves; nothing is
    captured. Ends with 0, or with 3 when no archive gave an answer.
    """
    from citecheck.cli.interrupt import interruptible  # noqa: PLC0415 - with all below: help must not wait for it
    from citecheck.cli.progress import shown  # noqa: PLC0415
    from citecheck.cli.settings import configured  # noqa: PLC0415
    from citecheck.documents.naming import is_address  # noqa: PLC0415
    from citecheck.gathering.finding import find_snapshots  # noqa: PLC0415
    from citecheck.lexicon.dates import parse_date  # noqa: PLC0415
    from citecheck.reports.snapshot_list import snapshots_json, snapshots_text  # noqa: PLC0415

    console = options.console(context)
    day = parse_date(date) if date else None
    if date and day is None:
        raise click.UsageError(f"--date: {date!r} is no date. Write it as 2007-03-16, as `16 March 2007`, or as 2007.")
    for url in urls:
        if not is_address(url):
            raise click.UsageError(f"{url!r} is no address. Write it with http:// or https://.")
    settings = configured(console, **flags).settings
    with interruptible() as interrupt, shown(console) as line:
        found = find_snapshots(
            urls,
            date=day,
            title=title or "",
            settings=settings,
            progress=line.show if line is not None else None,
            stop=lambda: interrupt.asked,
        )
    for notice in found.notices:
        console.warning(notice)
    told = found.snapshots
    console.report(snapshots_json(told) if shape == "json" else snapshots_text(told))
    if interrupt.asked:
        console.problem("interrupted; what was found until then is told.")
        return exits.INCOMPLETE
    return exits.INCOMPLETE if found.silent else exits.CLEAN
