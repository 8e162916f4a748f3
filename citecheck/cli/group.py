"""The command `citecheck`, which imports a subcommand only when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

import click

from citecheck.cli.options import common

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS: Final = {
    "audit": "Audit the citations of documents.",
    "links": "Check every link of documents, or of a list.",
    "export": "Write the references as a bibliography.",
    "claims": "Show which footnotes stand behind which claim.",
    "archive": "Find the snapshots that archives hold.",
    "report": "Render a stored audit again.",
    "diff": "Show what changed between two stored audits.",
    "rules": "Show what is judged.",
    "config": "Show the settings and where each came from.",
    "plugins": "Show what is installed.",
    "completion": "Write the completion of a shell.",
}
"""Every command with its line of help; a command stands in the module of its name."""


class LazyGroup(click.Group):
    """A group whose commands are imported one at a time: help that imports everything is slow help."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Give the commands in the order in which they are met."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Give a command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"citecheck.cli.{cmd_name}").command
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Give the commands that begin so from the table: whoever presses the key does not wait for eleven imports."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415 - only a shell that completes needs it

        names = [CompletionItem(name, help=line) for name, line in COMMANDS.items() if name.startswith(incomplete)]
        return [*names, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the list of commands from the table above."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@common
def citecheck() -> None:
    """
    Audit the citations of a document.

    Reads a document, parses its numbered references, maps claims to footnotes, and reports what a person should look
    at. `citecheck COMMAND --help` tells more.
    """
