"""The options that commands share, each said once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from citecheck.cli.console import Console

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])


def files(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Let a shell complete the names of files: an argument may be one, though click does not know."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415 - only a shell that completes needs it

    return [CompletionItem(incomplete, type="file")]


_SECONDS: Final = click.FloatRange(min=0, min_open=True, max=1e9)

FROM: Final = click.option(
    "--from", "from_", metavar="FORMAT", help="The format of the source; `citecheck plugins` lists them."
)
MAX_BYTES: Final = click.option(
    "--max-bytes", type=click.IntRange(min=1), metavar="N", help="The largest document that is read, in bytes."
)
ROOT: Final = click.option(
    "--root",
    type=click.Path(file_okay=False),
    metavar="DIR",
    help="The directory below which the chapters and bibliographies of a document lie.  [default: its own]",
)
PASS_OVER: Final = click.option(
    "--pass-over", is_flag=True, help="Pass over named files that are no documents, as in a directory."
)
LINKS_FROM: Final = click.option(
    "--links-from", metavar="COPY", help="Another copy of the document, which gives references their links back."
)
FORMATS: Final = click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT",
    help="text, html, markdown, json, csv, sarif, junit, gitlab, github or a plug-in's; may be repeated with --output.",
)
OUTPUT: Final = click.option(
    "--output",
    type=click.Path(file_okay=False),
    metavar="DIR",
    help="Write the reports to DIR, as audit.html or audit.json, instead of to standard output.",
)
BASELINE: Final = click.option(
    "--baseline",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Findings that are known: only others fail the run.  [with --update-baseline: citecheck-baseline.json]",
)
AS_OF: Final = click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day that counts as today, as 2026-01-31."
)


_ASKING: Final = (
    click.option(
        "--archive",
        multiple=True,
        metavar="NAME",
        help="Ask this archive; may be repeated, the first one first.  [default: wayback]",
    ),
    click.option("--record", type=click.Path(dir_okay=False), metavar="C", help="Write the answers to cassette C."),
    click.option("--replay", type=click.Path(dir_okay=False), metavar="C", help="Take the answers from cassette C."),
    click.option(
        "--no-cache",
        "cache",
        flag_value=False,
        default=None,
        help="Ask every address anew, and keep no answer for the next run.",
    ),
    click.option(
        "--max-age",
        metavar="AGE",
        help="Ask anew what was answered longer ago: 0, 45m, 12h, 7d.  [default: by verdict]",
    ),
    click.option(
        "--cache-dir", type=click.Path(file_okay=False), metavar="DIR", help="Where answers are kept for the next run."
    ),
    click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="Requests at the same time.  [default: 32]"),
    click.option("--timeout", type=_SECONDS, metavar="S", help="Seconds for one address.  [default: 30]"),
    click.option("--max-time", type=_SECONDS, metavar="S", help="Seconds for asking as a whole."),
    click.option("--allow-private", is_flag=True, default=None, help="Ask private addresses and this machine, too."),
    click.option("--user-agent", metavar="TEXT", help="What to say who asks; name a contact in it."),
)
"""How the world is asked."""
_SHARED: Final = (
    click.option("--offline", is_flag=True, default=None, help="Ask nobody: judge from the document alone."),
    FORMATS,
    OUTPUT,
    click.option(
        "--fail-on",
        type=click.Choice(("error", "warning", "never")),
        help="The least severity for which to end with 1.  [default: error]",
    ),
    BASELINE,
    click.option(
        "--update-baseline", is_flag=True, default=None, help="Write FILE anew: all that this run finds is known then."
    ),
    click.option(
        "--history",
        type=click.Path(dir_okay=False),
        metavar="FILE",
        help="What several runs say of links, kept in FILE: dead is what failed three times, two days apart.",
    ),
    click.option(
        "--select", multiple=True, metavar="RULES", help="Only these rules: ids, or families as `reference-*`."
    ),
    click.option("--ignore", multiple=True, metavar="RULES", help="Not these rules."),
    click.option("--strict", is_flag=True, default=None, help="Also the rules that are often wrong."),
    AS_OF,
    click.option("--include", multiple=True, metavar="PATTERN", help="In a directory: only files like this."),
    click.option("--exclude", multiple=True, metavar="PATTERN", help="In a directory: no files like this."),
    click.option("--include-url", multiple=True, metavar="PATTERN", help="Ask only addresses like this."),
    click.option(
        "--exclude-url",
        multiple=True,
        metavar="PATTERN",
        help="Ask no addresses like this: `a.example`, `*.a.example`, `a.example/x/*`, `http://*`.",
    ),
    click.option(
        "--fragments",
        is_flag=True,
        default=None,
        help="Look for the places on pages that addresses name: `#history`, `#:~:text=words`.",
    ),
    FROM,
    ROOT,
    MAX_BYTES,
    click.option(
        "--no-sources", "read_sources", flag_value=False, default=None, help="Do not read the pages behind claims."
    ),
    click.option(
        "--judge", metavar="URL", help="Send undecided claims with their evidence to this service of a language model."
    ),
    click.option("--judge-model", metavar="NAME", help="The model that it is to use."),
    click.option("--no-archives", "archives", flag_value=False, default=None, help="Ask no archive."),
    *_ASKING,
)


def console(context: click.Context) -> Console:
    """Give the console of a run."""
    return context.ensure_object(Console)


def shared(command: _Decorated) -> _Decorated:
    """Add the options of the commands that ask the web, judge and report: `audit`, `links`."""
    for option in reversed(_SHARED):
        command = option(command)
    return command


def asking(command: _Decorated) -> _Decorated:
    """Add the options on how the world is asked."""
    for option in reversed(_ASKING):
        command = option(command)
    return command


def common(command: _Decorated) -> _Decorated:
    """Add the options of every command; they may stand before its name or after it."""
    for option in reversed(_COMMON):
        command = option(command)
    return command


def _remember(context: click.Context, parameter: click.Parameter, value: object) -> None:
    """Tell the console what an option says, when it says anything."""
    if value and parameter.name:
        setattr(console(context), parameter.name, value)


def _version(context: click.Context, _: click.Parameter, value: bool) -> None:
    """Say which version this is, and end."""
    if value:
        from citecheck.plugins import tool  # noqa: PLC0415 - only this option needs it

        console(context).report(f"{tool()}\n")
        context.exit()


_COMMON: Final = (
    click.option(
        "--config",
        type=click.Path(path_type=Path),
        metavar="FILE",
        expose_value=False,
        callback=_remember,
        help="Read the settings from FILE.",
    ),
    click.option(
        "--trust-config",
        is_flag=True,
        expose_value=False,
        callback=_remember,
        help="Let the configuration file set services, proxies and private addresses, too.",
    ),
    click.option(
        "--color",
        type=click.Choice(("auto", "always", "never")),
        expose_value=False,
        callback=_remember,
        help="Whether to use colour.  [default: auto]",
    ),
    click.option(
        "-q", "--quiet", is_flag=True, expose_value=False, callback=_remember, help="Say nothing but the report."
    ),
    click.option(
        "-v",
        "--verbose",
        is_flag=True,
        expose_value=False,
        callback=_remember,
        help="Say more; show where an internal error arose.",
    ),
    click.option(
        "--version",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_version,
        help="Say which version this is.",
    ),
)
