"""A run that asks the web, from its documents to its exit code: what `audit` and `links` share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from citecheck import api
from citecheck.cli import exits, files
from citecheck.cli.console import Console
from citecheck.cli.delivery import Delivery
from citecheck.cli.interrupt import Interrupt, interruptible
from citecheck.cli.progress import Line, shown
from citecheck.cli.sources import Documents
from citecheck.config import Settings
from citecheck.model import AuditReport, Counts, Document
from citecheck.reports.wording import changed

if TYPE_CHECKING:
    from citecheck.baseline import Baseline
    from citecheck.gathering import Gatherer


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What is to be asked and how."""

    settings: Settings
    console: Console
    as_of: dt.date | None
    links_only: bool = False
    """Whether only links are looked at, all of them, as `links` does."""
    pass_over: bool = False
    """Whether files that are named and are no documents are passed over, as those of a directory are."""

    def run(self, names: Sequence[str], summary: Callable[[AuditReport], str], urls: str | None = None) -> int:
        """
        Ask, deliver the report, say the one line of *summary* on standard error, and give the exit code.

        Args:
            names: The documents: files, directories, addresses, `-` for standard input.
            summary: Gives the line.
            urls: A list of addresses, checked after them; a file, or `-`.

        Raises:
            CitecheckError: It cannot begin, or a report or recording cannot be written.
        """
        delivery = Delivery.wanted(self.settings)
        with interruptible() as interrupt, shown(self.console) as line, self._asking(interrupt) as gatherer:
            documents = Documents(names, self.settings, self.console, gatherer, urls, pass_over=self.pass_over)
            outcome = api.investigate(
                _until(documents, interrupt),
                as_of=self.as_of,
                settings=self.settings,
                progress=line.show if line is not None else None,
                stop=lambda: interrupt.asked,
                links_only=self.links_only,
                gatherer=gatherer,
                early=partial(self._early, delivery, line),
            )
        for notice in outcome.notices:
            self.console.warning(notice)
        if outcome.report.documents:
            delivery.write(outcome.report, self.console)
            self.console.note(summary(outcome.report))
        if outcome.history is not None and self.settings.history is not None and not self.settings.offline:
            files.write(Path(self.settings.history), api.history_text(outcome.report, outcome.history, self.settings))
        code = self._code(outcome, documents, interrupt)
        if outcome.baseline is None or not self.settings.update_baseline:
            return code
        return self._accept(outcome.report, outcome.baseline, code)

    def _accept(self, report: AuditReport, before: Baseline, code: int) -> int:
        """
        Write the baseline anew, and give the exit code of a run whose findings are known from now on.

        A run that broke off, or could not read a document, changes nothing: what it did not see is not fixed.

        Raises:
            UsageError: The file cannot be written.
        """
        file = api.baseline_file(self.settings)
        if file is None or code in {exits.UNUSABLE, exits.INCOMPLETE}:
            self.console.problem("the baseline was left as it is, since this run is not whole.")
            return code
        files.write(file, api.baseline_text(report, before))
        self.console.note(f"{file}: {changed(report.counts)}; it knows all of them now.")
        return exits.CLEAN

    def _early(self, delivery: Delivery, line: Line | None, report: AuditReport) -> None:
        """Deliver what is known of the links, where that goes to files; archives may take minutes yet."""
        if line is not None:
            line.erase()
        delivery.write_early(report, self.console)

    def _asking(self, interrupt: Interrupt) -> AbstractContextManager[Gatherer | None]:
        """Give who asks the world in this run: nobody, when it is offline."""
        if self.settings.offline:
            return nullcontext()
        return api.gatherer_of(self.settings, stop=lambda: interrupt.asked)

    def _code(self, outcome: api.Outcome, documents: Documents, interrupt: Interrupt) -> int:
        """Give the exit code, and say what it means where that is no matter of findings."""
        if interrupt.asked:
            self.console.problem("interrupted; what was done until then is reported.")
            return exits.INCOMPLETE
        if documents.failed:
            return exits.UNUSABLE
        if documents.unreachable:
            return exits.INCOMPLETE
        if outcome.stopped:
            self.console.problem("the time for the run was over (--max-time); links without an answer are unchecked.")
            return exits.INCOMPLETE
        if outcome.silent:
            self.console.problem("no address got an answer. Check the network or the proxy, or use --offline.")
            return exits.INCOMPLETE
        return verdict(outcome.report.counts, self.settings.fail_on)


def _until(documents: Iterable[Document], interrupt: Interrupt) -> Iterator[Document]:
    """Give the documents until somebody asks the run to end."""
    for document in documents:
        if interrupt.asked:
            return
        yield document


def verdict(counts: Counts, fail_on: str) -> int:
    """Give the exit code that the findings ask for which no baseline knows."""
    failing = {"error": ("error",), "warning": ("error", "warning"), "never": ()}[fail_on]
    found = any(
        number > counts.known.get(severity, 0) for severity, number in counts.findings.items() if severity in failing
    )
    return exits.FINDINGS if found else exits.CLEAN
