"""
A run: all questions at once, one thread that files the answers.

The threads of the crew only ask. Each exchange comes back through one queue to the thread that called, which sends it
to its task and queues what the task asks next; so tasks need no locks, Ctrl-C is heard, and the order in which answers
come changes nothing. What failed for the moment is put by and asked again when all else has been asked.
"""

from __future__ import annotations

import heapq
import itertools
import queue
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from typing import Any, Final

from citecheck.archives import (
    Archive,
    Ask,
    Played,
    Several,
    Terms,
    Told,
    Wanted,
    archive_from,
    archive_named,
    untrusted,
)
from citecheck.archives import Question as Wish
from citecheck.errors import CitecheckError
from citecheck.gathering.answers import Answers, Stopped
from citecheck.gathering.feed import Feed
from citecheck.gathering.inbox import Inbox
from citecheck.gathering.policy import Policy
from citecheck.gathering.progress import Listener, Progress
from citecheck.gathering.questions import Question
from citecheck.gathering.reading import Reading, Sent, until
from citecheck.gathering.shelf import Shelf
from citecheck.gathering.source import Source
from citecheck.gathering.store import Store
from citecheck.gathering.tasks import READABLE, Looked, Task, look, not_asked, robots
from citecheck.links import fragment_of, placed, respelled, skipped, unchecked
from citecheck.model import LinkCheck, Snapshot
from citecheck.web import Exchange
from citecheck.web.pace import host_key

_TICK: Final = 0.2
"""Seconds after which a wish to stop is looked at."""
_LONGEST_DEFERRED: Final = 120.0
"""Seconds after which a link that failed is asked again although others were not asked yet."""
_MANY: Final = 10
"""Links of one host above which its `robots.txt` is asked for a delay: one request more for at least eleven."""
_WAITING: Final = 4
"""Links of one host that wait for their turn, beside those under way; the next come as these are answered."""
_MOST_FINDING: Final = 200
"""Snapshots that are looked for at once."""
_WHY_STOPPED: Final[dict[Stopped, str]] = {
    "time": "The time for the run (--max-time) was over before there was an answer.",
    "interrupted": "The run was interrupted before there was an answer.",
}
_NONE_WANTED: Final[dict[Wanted, None]] = {}
"""Of all addresses of which no snapshot is wanted; nothing is ever put in."""
_LONGEST_PROBLEM: Final = 200
"""Characters of an exception that are told."""
_WORTH_TELLING: Final = 5.0
"""Seconds that archives will still take from which it is worth telling of the links before."""
_STILL_ASKED: Final = "The archive was still being asked when this report was written."
_USUAL: Final = 3.0
"""Questions to a service for one snapshot, as long as nothing is known of this run."""
_NO_NETWORK: Final = "No address at all got an answer, so this network may be the reason."


def ask(  # noqa: PLR0913 - the seams of one run, each with a name
    questions: Iterable[Question],
    policy: Policy | None = None,
    progress: Listener | None = None,
    stop: Callable[[], bool] | None = None,
    source: Source | None = None,
    *,
    early: Callable[[Answers], None] | None = None,
) -> Answers:
    """
    Ask the world, each address once.

    Args:
        questions: In the order in which answers are filed; the same one may come twice.
        policy: How to ask.
        progress: Called in this thread with every answer, and several times a second while none comes.
        stop: Looked at a few times a second; once it is true, what was not answered is unchecked.
        source: Where answers come from, of the same policy; it is closed at the end. A new one where None.
        early: Given what is known when all links are answered and snapshots are still looked for: archives bear few
            questions, and nobody need wait for them to learn of the links.

    Raises:
        CassetteError: The recording cannot be read or written.
    """
    policy = policy or Policy()
    run = _Run(tuple(dict.fromkeys(questions)), policy, progress, source or open_source(policy))
    run.early = early
    try:
        run.go(stop)
    except BaseException:
        run.close(failed=True)
        raise
    run.close()
    return run.answers()


def open_source(policy: Policy) -> Source:
    """
    Give where the answers of a run come from.

    Raises:
        CassetteError: The recording cannot be read or written.
    """
    return Source(policy, archive_of(policy))


def archive_of(policy: Policy) -> Archive:
    """
    Give the archive that is asked for snapshots: one, or several as one.

    Raises:
        ConfigError: One of them is not known, or a row describes none.
    """
    terms = Terms(policy.patience, policy.page_limits, policy.max_drift)
    rows = policy.archive_rows
    found = tuple(
        archive_from(name, rows[name], terms) if name in rows else archive_named(name, terms, policy.services)
        for name in policy.archive_names
    )
    return found[0] if len(found) == 1 else Several(found)


class _Run:
    """The state of a run; only the thread that called touches it."""

    def __init__(
        self, questions: tuple[Question, ...], policy: Policy, progress: Listener | None, source: Source
    ) -> None:
        self.stopped: Stopped = ""
        self.early: Callable[[Answers], None] | None = None
        self._questions = questions
        self._policy = policy
        self._progress = progress
        self._archive = source.archive
        self.source = source
        self._store = Store(policy)
        shelf = Shelf(policy.store.parent if policy.store and not (policy.record or policy.replay) else None)
        self._reading = Reading((one.address for one in questions if one.read and policy.sources), shelf)
        self._events: Inbox[tuple[Task, Ask, Future[Exchange]]] = Inbox(policy.jobs)
        self._looked: dict[str, Looked] = {}
        self._found: dict[tuple[str, Wanted], Snapshot] = {}
        self._wants: dict[str, dict[Wanted, None]] = {}
        self._left_out: dict[str, str] = {}
        self._fragments: dict[str, dict[str, None]] = {}
        self._heard = False
        self._open: Counter[str] = Counter()
        self._done = 0
        self._finding = 0
        self._asked: Counter[str] = Counter()
        """Questions to each service of the archive."""
        self._robots = 0
        self._wanted: deque[tuple[str, Wanted]] = deque()
        """Snapshots that are still to be looked for."""
        self._deferred: list[tuple[float, int, Task, Ask]] = []
        """A heap of what is to be asked again: not before when, in which order, what."""
        self._order = itertools.count()
        for question in questions:
            known = self._wants.setdefault(question.address, _NONE_WANTED)
            if policy.archives and question.wanted:
                self._wants[question.address] = known = known or {}
                known.update(dict.fromkeys(question.wanted))
            if policy.fragments and (fragment := fragment_of(question.url)):
                self._fragments.setdefault(question.address, {})[fragment] = None
            if left_out := policy.scope.why_not((question.address, question.url)):
                self._left_out[question.address] = left_out
        self._total = len(self._wants) + sum(map(len, self._wants.values()))
        self._feed = Feed(self._wants, policy.manners.at_once + _WAITING)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is under way any more."""
        return not self.stopped and not self._robots

    def go(self, stop: Callable[[], bool] | None) -> None:
        """Ask everything, until all is answered, the time is over, or somebody wants it to end."""
        end = (
            None if self._policy.max_time is None or self.source.is_replay else time.monotonic() + self._policy.max_time
        )
        self._store.begin(self._wants)
        while self._done < self._total:
            if stop is not None and stop():
                self._stop("interrupted")
                return
            now = time.monotonic()
            if end is not None and now >= end:
                self._stop("time")
                return
            begun = not (self.source.is_replay and self._events) and self._begin(now)
            patience = 0.0 if begun else min(_TICK, *(at - now for at in (end, self._next_deferred()) if at), _TICK)
            try:
                event = self._events.get(max(patience, 0.0))
            except queue.Empty:
                if not begun:
                    self._tell()
                continue
            self._take(event)
            if self.early is not None and len(self._looked) == len(self._wants) and self._done < self._total:
                early, self.early = self.early, None
                if not self.source.is_replay and self._archive_left() > _WORTH_TELLING:
                    early(self.answers(_STILL_ASKED))
        self._reading.finish(until(end, stop))

    def close(self, *, failed: bool = False) -> None:
        """End it, and let nothing that was answered be lost."""
        self._events.open()
        self._reading.close()
        self.source.close(at_once=failed or not self.is_quiet)
        self._store.close(whole=not failed and not self.stopped)

    def _begin(self, now: float) -> bool:
        """Begin one thing of each kind that there is to do, and tell whether there was any."""
        begun = False
        for host, address in () if self._reading.is_full else itertools.islice(self._feed.due(), 1):
            self._start(host, address)
            begun = True
        if self._wanted and self._finding < _MOST_FINDING:
            address, wanted = self._wanted.popleft()
            self._finding += 1
            self._next(Task("snapshot", address, wanted, self._archive.find(address, wanted)), None)
            begun = True
        again = self._next_deferred()
        if again is not None and again <= now:
            _, _, task, wish = heapq.heappop(self._deferred)
            self._fetch(task, wish)
            begun = True
        return begun

    def _next_deferred(self) -> float | None:
        """Give when the next link is to be asked again: as late as it may be while others were not asked yet."""
        if not self._deferred:
            return None
        return self._deferred[0][0] + (_LONGEST_DEFERRED if self._feed else 0.0)

    def _stop(self, why: Stopped) -> None:
        """Let nothing more be asked, and file what has come already."""
        self.stopped = why
        self._events.open()
        self.source.crew.cancel()
        while self._events:
            event = self._events.get(0)
            if not _was_cancelled(event[2]):
                self._take(event)

    def answers(self, why: str = "") -> Answers:
        """File what came, in the order of the questions; *why* there is no answer, where that is not the run's end."""
        why = why or _WHY_STOPPED.get(self.stopped, "There was no answer.")
        links: dict[str, LinkCheck] = {}
        snapshots: dict[tuple[str, Wanted], Snapshot] = {}
        for question in self._questions:
            links[question.url] = self._link(question, why)
            for wanted in question.wanted if self._policy.archives else ():
                found = self._found.get((question.address, wanted))
                found = found or Snapshot(question.url, archive=self._archive.name, reason=why)
                snapshots[question.url, wanted] = replace(found, original=question.url)
        looked = self._looked.values()
        return Answers(
            self._store.told(self.source.provenance),
            links,
            snapshots,
            asked=sum(one.asked for one in looked if not one.kept),
            answered=sum(one.answered for one in looked if not one.kept),
            questions=self._asked.total(),
            stopped=self.stopped,
            pages=self._reading.pages(),
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

    def _start(self, host: str, address: str) -> None:
        """Begin to look at an address."""
        refused = untrusted(address)
        if refused:
            self._feed.answered(host)
            self._file(address, Looked(unchecked(address, refused), False, False, refused, False))
            return
        if left_out := self._left_out.get(address):
            self._feed.answered(host)
            self._file(address, Looked(skipped(address, left_out), False, False, left_out, False))
            return
        if not self._policy.links:
            self._feed.answered(host)
            self._file(address, not_asked(address, self._policy))
            return
        fragments = self._fragments.get(address)  # where the page is needed, not what was made of it
        read = self._reading.wants(address)
        known = None if fragments else self._store.looked(address, self._has_page)
        if known is not None:
            self._feed.answered(host)
            self._file(address, known)
            return
        self._expect(host, address)
        if fragments:
            steps = look(address, self._policy, tuple(fragments), read=read)
        else:
            steps = self._store.asking(address, self._has_page, read=read)
        self._next(Task("link", address, Wanted(), steps, host), None)

    def _has_page(self, found: LinkCheck | Snapshot) -> bool:
        """Tell whether the page of an answer from the store is there, too, where it is wanted."""
        if isinstance(found, Snapshot):
            address, readable = found.original, found.playback == "verified"
        else:
            address, readable = found.url, found.verdict in READABLE
        if not readable or not self._reading.wants(address):
            return True
        return found.content is not None and self._reading.has(found.content.sha256)

    def _expect(self, host: str, address: str) -> None:
        """Say how much of a host is still to come, and ask it how long a delay it wants where it is worth it."""
        left = self._feed.left(host)
        self.source.crew.expect(host, left)
        if self._is_worth_robots(host, left):
            self._robots += 1
            self._next(Task("robots", address, Wanted(), robots(address, self._policy)), None)

    def _is_worth_robots(self, host: str, left: int) -> bool:
        """Tell whether a host is to be asked how long a delay it wants: once, with its first link, and if it has many."""
        count = self._feed.hosts[host]
        wanted = self._policy.crawl_delay and not self.source.is_replay and host not in self._archive.manners
        return wanted and count > _MANY and left == count - 1

    def _next(self, task: Task, exchange: Exchange | None) -> None:
        """Send a task what came, and queue what it asks next or file what it gives."""
        try:
            wish = self._advanced(task, exchange)
        except StopIteration as end:
            self._end(task, end.value)
            return
        except CitecheckError:  # the recording cannot be written: that is no matter of one link
            raise
        except Exception as problem:  # noqa: BLE001 - what one page makes of our code must not cost the answers about others
            self._end(task, _failed(task, problem))
            return
        if wish.deferred and not self.source.is_replay:
            heapq.heappush(self._deferred, (time.monotonic() + wish.seconds, next(self._order), task, wish))
        else:
            self._fetch(task, wish)

    def _advanced(self, task: Task, exchange: Exchange | None) -> Ask:
        """
        Send a task what came, and give what it asks next.

        Raises:
            StopIteration: It has its answer.
        """
        told: Exchange | Told | None = exchange
        if exchange is not None and task.question is not None:
            answer: Told = task.question.told(exchange)
            self._store.keep_told(task.address, task.question, answer)
            told = answer
            if isinstance(answer, Played) and answer.is_good and self._is_read(task, task.question):
                sent = Sent.of(exchange)
                if sent is not None:
                    self._reading.read(sent)
        while True:
            wish: Ask | Wish[Any] = next(task.steps) if told is None else task.steps.send(told)
            if isinstance(wish, Ask):
                return wish
            task.question = wish
            told = self._store.told_before(wish)
            if told is None:
                self._asked[wish.ask.service] += 1
                return self._as_source(wish.ask) if self._is_read(task, wish) else wish.ask

    def _is_read(self, task: Task, question: Wish[Any]) -> bool:
        """Tell whether what comes of a question is a snapshot of a source of claims."""
        return issubclass(question.kind, Played) and self._reading.wants(task.address)

    def _as_source(self, ask: Ask) -> Ask:
        """Give a request for a page that is read as a source: as whole as it may be."""
        return replace(ask, request=replace(ask.request, limits=self._policy.source_limits))

    def _end(self, task: Task, found: Looked | Snapshot | float) -> None:
        """File what a task gives."""
        self._make_room(task)  # also where it ends before it has asked anybody
        if isinstance(found, Looked):
            self._file(task.address, found)
        elif isinstance(found, Snapshot):
            self._finding -= 1
            self._store.keep_snapshot(task.address, task.wanted, found)
            self._found[task.address, task.wanted] = found
            self._count()
        else:
            self._robots -= 1
            self.source.crew.slow(host_key(task.address), found)

    def _fetch(self, task: Task, wish: Ask) -> None:
        """Queue a request, in its host's turn."""
        self._open[wish.service] += 1
        wish = replace(wish, seconds=0.0) if wish.deferred else wish
        self.source.fetch(wish).add_done_callback(lambda future: self._events.put((task, wish, future)))

    def _take(self, event: tuple[Task, Ask, Future[Exchange]]) -> None:
        """Hand an exchange to the task that asked for it."""
        task, wish, future = event
        self._open[wish.service] -= 1
        if not self._open[wish.service]:
            del self._open[wish.service]
        self._make_room(task)
        exchange = future.result()
        if not self._heard and exchange.answered:
            self._heard = True
            self._store.heard()
        self._next(task, exchange)

    def _make_room(self, task: Task) -> None:
        """Let the next address of a link's host in, once for each."""
        if task.host is not None:
            self._feed.answered(task.host)
            task.host = None

    def _file(self, address: str, looked: Looked) -> None:
        """Keep what came of looking at an address, and begin to look for its snapshots."""
        if looked.sent is not None:
            self._reading.read(looked.sent)
            looked = replace(looked, sent=None)
        elif looked.check.content is not None and self._reading.wants(address):
            self._reading.recall(looked.check.content.sha256)
        self._looked[address] = looked
        self._store.keep(address, looked)
        self._count()
        for wanted in self._wants[address]:
            if looked.no_archive:
                self._found[address, wanted] = Snapshot(address, archive=self._archive.name, reason=looked.no_archive)
                self._count()
            elif known := self._store.snapshot(address, wanted, self._has_page):
                if known.content is not None and self._reading.wants(address):
                    self._reading.recall(known.content.sha256)
                self._found[address, wanted] = known
                self._count()
            else:
                self._wanted.append((address, wanted))

    def _count(self) -> None:
        """Count an answer and tell of it."""
        self._done += 1
        self._tell()

    def _tell(self) -> None:
        """Tell how far the run has come."""
        if self._progress is not None:
            left = self._archive_left() if self._finding or self._wanted else 0.0
            self._progress(Progress(self._done, self._total, self._open, self.source.crew.pause, left))

    def _archive_left(self) -> float:
        """Give the seconds that archives will still take, as far as their rates and this run so far tell."""
        left = len(self._wanted) + self._finding
        found = max(len(self._found), 1)
        intervals = self.source.intervals
        return max(
            (
                max(left * min(asked / found, _USUAL), self._open[name]) * intervals[name]
                for name, asked in self._asked.items()
                if name in intervals
            ),
            default=0.0,
        )


def _failed(task: Task, problem: Exception) -> Looked | Snapshot | float:
    """Give what is filed of a task that our own code did not bear."""
    words = " ".join(f"{type(problem).__name__}: {problem}".split())[:_LONGEST_PROBLEM]
    why = f"This is a fault of citecheck, please report it with the address: {words}"
    if task.kind == "link":
        return Looked(unchecked(task.address, why), answered=False, asked=False, no_archive=why, unnamed=False)
    return Snapshot(task.address, reason=why) if task.kind == "snapshot" else 0.0


def _was_cancelled(future: Future[Exchange]) -> bool:
    """Tell whether nobody began, or went on, with what a future stands for."""
    return future.cancelled() or isinstance(future.exception(), CancelledError)
