"""
A run: all questions at once, one thread that files the answers.

The threads of the crew only ask. Each exchange comes back through one queue to the thread that called, which sends it
to its task and queues what the task asks next; so tasks need no locks, Ctrl-C is heard, and the order in which answers
come changes nothing.
"""

from __future__ import annotations

import queue
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from typing import Final

from citecheck.archives import Anchor, Archive, Ask, Wayback, untrusted
from citecheck.gathering.answers import Answers, Stopped
from citecheck.gathering.inbox import Inbox
from citecheck.gathering.policy import Policy
from citecheck.gathering.progress import Listener, Progress
from citecheck.gathering.questions import Question
from citecheck.gathering.source import Source
from citecheck.gathering.store import Store
from citecheck.gathering.tasks import Looked, Task, look
from citecheck.links import fragment_of, placed, respelled, skipped, unchecked
from citecheck.model import LinkCheck, Snapshot
from citecheck.web import Exchange

_TICK: Final = 0.2
"""Seconds after which a wish to stop is looked at."""
_WHY_STOPPED: Final[dict[Stopped, str]] = {
    "time": "The time for the run (--max-time) was over before there was an answer.",
    "interrupted": "The run was interrupted before there was an answer.",
}
_NO_NETWORK: Final = "No address at all got an answer, so this network may be the reason."


def ask(
    questions: Iterable[Question],
    policy: Policy | None = None,
    progress: Listener | None = None,
    stop: Callable[[], bool] | None = None,
    source: Source | None = None,
) -> Answers:
    """
    Ask the world, each address once.

    Args:
        questions: In the order in which answers are filed; the same one may come twice.
        policy: How to ask.
        progress: Called in this thread with every answer, and several times a second while none comes.
        stop: Looked at a few times a second; once it is true, what was not answered is unchecked.
        source: Where answers come from, of the same policy; it is closed at the end. A new one where None.

    Raises:
        CassetteError: The recording cannot be read or written.
    """
    policy = policy or Policy()
    run = _Run(tuple(dict.fromkeys(questions)), policy, progress, source or open_source(policy))
    try:
        run.go(stop)
    except BaseException:
        run.close(at_once=True)
        raise
    run.close(at_once=bool(run.stopped))
    return run.answers()


def open_source(policy: Policy) -> Source:
    """
    Give where the answers of a run come from.

    Raises:
        CassetteError: The recording cannot be read or written.
    """
    archive = Wayback(policy.services, patience=policy.patience)
    return Source(
        policy, archive.service, {name: policy.archive_manners or own for name, own in archive.manners.items()}
    )


class _Run:
    """The state of a run; only the thread that called touches it."""

    def __init__(
        self, questions: tuple[Question, ...], policy: Policy, progress: Listener | None, source: Source
    ) -> None:
        self.stopped: Stopped = ""
        self._questions = questions
        self._policy = policy
        self._progress = progress
        self._archive: Archive = Wayback(policy.services, patience=policy.patience)
        self.source = source
        self._store = Store(policy)
        self._events: Inbox[tuple[Task, Ask, Future[Exchange]]] = Inbox(policy.jobs)
        self._looked: dict[str, Looked] = {}
        self._found: dict[tuple[str, Anchor | None], Snapshot] = {}
        self._anchors: dict[str, dict[Anchor | None, None]] = {}
        self._left_out: dict[str, str] = {}
        self._fragments: dict[str, dict[str, None]] = {}
        self._heard = False
        self._open: Counter[str] = Counter()
        self._done = 0
        for question in questions:
            wanted = self._anchors.setdefault(question.address, {})
            wanted |= dict.fromkeys(question.anchors if policy.archives else ())
            if policy.fragments and (fragment := fragment_of(question.url)):
                self._fragments.setdefault(question.address, {})[fragment] = None
            if left_out := policy.scope.why_not((question.address, question.url)):
                self._left_out[question.address] = left_out
        self._total = len(self._anchors) + sum(map(len, self._anchors.values()))

    def go(self, stop: Callable[[], bool] | None) -> None:
        """Ask everything, until all is answered, the time is over, or somebody wants it to end."""
        until = (
            None if self._policy.max_time is None or self.source.is_replay else time.monotonic() + self._policy.max_time
        )
        self._store.begin(self._anchors)
        for address in self._anchors:
            if stop is not None and stop():  # a replay does its work right here
                self.stopped = "interrupted"
                return
            self._start(address)
            while self._events:
                self._take(self._events.get(0))
        while self._done < self._total:
            if stop is not None and stop():
                self._stop("interrupted")
                return
            left = _TICK if until is None else min(until - time.monotonic(), _TICK)
            if left <= 0:
                self._stop("time")
                return
            try:
                event = self._events.get(timeout=left)
            except queue.Empty:
                self._tell()
                continue
            self._take(event)

    def close(self, *, at_once: bool) -> None:
        """End it, and let nothing that was answered be lost."""
        self._events.open()
        self.source.close(at_once=at_once)
        self._store.close(whole=not at_once)

    def _stop(self, why: Stopped) -> None:
        """Let nothing more be asked, and file what has come already."""
        self.stopped = why
        self._events.open()
        self.source.crew.cancel()
        while self._events:
            event = self._events.get(0)
            if not _was_cancelled(event[2]):
                self._take(event)

    def answers(self) -> Answers:
        """File what came, in the order of the questions."""
        why = _WHY_STOPPED.get(self.stopped, "There was no answer.")
        links: dict[str, LinkCheck] = {}
        snapshots: dict[tuple[str, Anchor | None], Snapshot] = {}
        for question in self._questions:
            links[question.url] = self._link(question, why)
            for anchor in question.anchors if self._policy.archives else ():
                found = self._found.get((question.address, anchor))
                found = found or Snapshot(question.url, archive=self._archive.name, reason=why)
                snapshots[question.url, anchor] = replace(found, original=question.url)
        looked = self._looked.values()
        return Answers(
            self._store.told(self.source.provenance),
            links,
            snapshots,
            asked=sum(one.asked for one in looked if not one.kept),
            answered=sum(one.answered for one in looked if not one.kept),
            stopped=self.stopped,
            notices=(*self._store.notices, *self.source.notices),
        )

    def _link(self, question: Question, why: str) -> LinkCheck:
        """Give the answer about a link as its document spells it."""
        looked = self._looked.get(question.address)
        if looked is None:
            return unchecked(question.url, why)
        found = respelled(looked.check, question.url)
        if looked.unnamed and not self._heard:
            return replace(found, verdict="unreachable", reason=f"{found.reason} {_NO_NETWORK}")
        anchor = dict(looked.anchors).get(fragment_of(question.url)) if looked.anchors else None
        return found if anchor is None else placed(found, anchor)

    def _start(self, address: str) -> None:
        """Begin to look at an address."""
        refused = untrusted(address)
        if refused:
            self._file(address, Looked(unchecked(address, refused), False, False, refused, False))
            return
        if left_out := self._left_out.get(address):
            self._file(address, Looked(skipped(address, left_out), False, False, left_out, False))
            return
        if fragments := self._fragments.get(address):  # the page is needed, not what was made of it
            self._next(Task("link", address, None, look(address, self._policy, tuple(fragments))), None)
            return
        known = self._store.looked(address)
        if known is not None:
            self._file(address, known)
            return
        self._next(Task("link", address, None, self._store.asking(address)), None)

    def _next(self, task: Task, exchange: Exchange | None) -> None:
        """Send a task what came, and queue what it asks next or file what it gives."""
        try:
            wish = next(task.steps) if exchange is None else task.steps.send(exchange)
        except StopIteration as end:
            if isinstance(end.value, Looked):
                self._file(task.address, end.value)
            else:
                self._store.keep_snapshot(task.address, task.anchor, end.value)
                self._found[task.address, task.anchor] = end.value
                self._count()
            return
        self._open[wish.service] += 1
        self.source.fetch(wish).add_done_callback(lambda future: self._events.put((task, wish, future)))

    def _take(self, event: tuple[Task, Ask, Future[Exchange]]) -> None:
        """Hand an exchange to the task that asked for it."""
        task, wish, future = event
        self._open[wish.service] -= 1
        if not self._open[wish.service]:
            del self._open[wish.service]
        exchange = future.result()
        if not self._heard and any(hop.status is not None for hop in exchange.hops):
            self._heard = True
            self._store.heard()
        self._next(task, exchange)

    def _file(self, address: str, looked: Looked) -> None:
        """Keep what came of looking at an address, and begin to look for its snapshots."""
        self._looked[address] = looked
        self._store.keep(address, looked)
        self._count()
        for anchor in self._anchors[address]:
            if looked.no_archive:
                self._found[address, anchor] = Snapshot(address, archive=self._archive.name, reason=looked.no_archive)
                self._count()
            elif known := self._store.snapshot(address, anchor):
                self._found[address, anchor] = known
                self._count()
            else:
                self._next(Task("snapshot", address, anchor, self._archive.find(address, anchor)), None)

    def _count(self) -> None:
        """Count an answer and tell of it."""
        self._done += 1
        self._tell()

    def _tell(self) -> None:
        """Tell how far the run has come."""
        if self._progress is not None:
            self._progress(Progress(self._done, self._total, self._open, self.source.crew.pause))


def _was_cancelled(future: Future[Exchange]) -> bool:
    """Tell whether nobody began, or went on, with what a future stands for."""
    return future.cancelled() or isinstance(future.exception(), CancelledError)
