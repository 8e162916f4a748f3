"""
The command line: one file a command, and the only place with exit codes and colour.

* `group.py`: the command `citecheck` itself, which loads a subcommand when it is called.
* `options.py`: the options that commands share. `console.py`: where words go: report, notes, problems.
* `sources.py`: from what a user names to documents. `files.py`: whole files or none. `interrupt.py`: Ctrl-C.
* `exits.py`: the exit codes. `process.py`: the interpreter of a run. `program.py`: runs it all and turns every error
  into a sentence and a code.
"""

from __future__ import annotations

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Give the exit code of a run with these arguments; by default those of the process, which is then ours alone."""
    from citecheck.cli import process  # noqa: PLC0415 - importing a package has no cost

    if arguments is None:
        process.settle()
    from citecheck.cli.program import run  # noqa: PLC0415 - as above

    code = run(arguments)
    if arguments is None:
        process.leave()
    return code
