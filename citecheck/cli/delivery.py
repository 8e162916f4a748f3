"""Where reports go: one to standard output, or each to a file of a directory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from citecheck import api
from citecheck.cli import files
from citecheck.cli.console import Console, terminal_width
from citecheck.cli.places import check_written
from citecheck.config import Settings
from citecheck.errors import UsageError
from citecheck.model import AuditReport
from citecheck.reports.glance import glance


@dataclass(frozen=True, slots=True)
class Delivery:
    """The formats that are wanted, and the directory they go to."""

    formats: tuple[str, ...]
    directory: Path | None

    @classmethod
    def wanted(cls, settings: Settings) -> Delivery:
        """
        Give the delivery that the settings ask for, checked before any work is done.

        Raises:
            UsageError: There is no such format.
            click.UsageError: Several formats, and one standard output.
        """
        formats = tuple(dict.fromkeys(settings.format)) or ("text",)
        for name in formats:
            api.format_named(name)
        if len(formats) > 1 and settings.output is None:
            raise click.UsageError(f"{len(formats)} formats need --output DIR: standard output holds one.")
        return cls(formats, None if settings.output is None else Path(settings.output))

    def write_early(self, report: AuditReport, console: Console) -> None:
        """
        Write the report to files before it is whole, and say so; to standard output nothing goes twice.

        Raises:
            UsageError: A file cannot be written.
        """
        done = "All links are answered; snapshots are still looked for."
        if self.directory is None:
            console.note(f"{done} Ctrl-C ends that, with a report on all that is known.")
            return
        self._to_files(report, self.directory)
        console.note(f"{done} {self.directory} holds the report as far as it goes, and will hold the whole.")

    def write(self, report: AuditReport, console: Console) -> None:
        """
        Write the report in every format; where that is to files, standard output gets the audit at a glance.

        The files are named on standard error. A terminal gets lines of its own width; files, and whatever else reads
        standard output, get the same bytes wherever the command runs.

        Raises:
            UsageError: A file cannot be written.
        """
        if self.directory is None:
            shown = api.pieces(report, self.formats[0], terminal_width())
            console.report(shown, paint=self.formats[0] == "text")
            return
        written = self._to_files(report, self.directory)
        console.report(glance(report))
        console.note("\n".join(("", *map(str, written))))

    def _to_files(self, report: AuditReport, directory: Path) -> list[Path]:
        """
        Write the report to a file for each format, and give these.

        Raises:
            UsageError: One cannot be written; the others are.
        """
        check_written(str(directory))
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{directory}: {error.strerror}. Name another directory with --output.") from error
        written: list[Path] = []
        problems: list[UsageError] = []
        for name, file in zip(self.formats, self._files(directory), strict=True):
            try:
                files.write(file, api.pieces(report, name), named=False)
            except UsageError as error:
                problems.append(error)
            else:
                written.append(file)
        if problems:
            raise problems[0]
        return written

    def _files(self, directory: Path) -> Iterator[Path]:
        """Give the file of each format: `audit.md`; `audit.NAME.md` where another has that; no two have the same."""
        taken: set[str] = set()
        for name in self.formats:
            file = f"audit.{api.format_named(name).extension}"
            while file in taken:
                file = file.replace("audit.", f"audit.{name}.", 1)
            taken.add(file)
            yield directory / file
