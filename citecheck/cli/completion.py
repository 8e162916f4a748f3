"""`citecheck completion`: what a shell needs to complete commands, options and their values."""

from __future__ import annotations

import click

from citecheck.cli import exits, options

SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
@options.common
@click.pass_context
def command(context: click.Context, /, shell: str) -> int:
    """
    Write the completion of a shell: bash, zsh or fish.

    For bash, in ~/.bashrc: `eval "$(citecheck completion bash)"`; for zsh the same with zsh in ~/.zshrc; for fish:
    `citecheck completion fish > ~/.config/fish/completions/citecheck.fish`.
    """
    from click.shell_completion import get_completion_class  # noqa: PLC0415 - only this command needs it

    made = get_completion_class(shell)
    if made is None:
        raise click.UsageError(f"{shell} is no shell that click completes for.")
    # `source()` of bash would run bash to ask for its version; the script is the same whatever that says.
    completion = made(context.find_root().command, {}, "citecheck", "_CITECHECK_COMPLETE")
    options.console(context).report(completion.source_template % completion.source_vars())
    return exits.CLEAN
