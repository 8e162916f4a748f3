"""One way to the world for a run: documents, links and archives are asked in the same pace and into the same recording."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError
from types import TracebackType
from typing import Final, Self

from citecheck.errors import SourceUnreachable
from citecheck.gathering.fetching import Fetched, fetching
from citecheck.gathering.gather import Gathered, gather
from citecheck.gathering.policy import Policy
from citecheck.gathering.progress import Listener
from citecheck.gathering.run import open_source
from citecheck.gathering.source import Source
from citecheck.model import Dossier

_TICK: Final = 0.2
"""Seconds after which a wish to stop is looked at."""


class Gatherer:
    """Asks the world for one run. Use it in a `with`: what was not closed by gathering is closed at its end."""

    def __init__(self, policy: Policy | None = None, stop: Callable[[], bool] | None = None) -> None:
        """
        Make one; nothing is opened yet.

        Args:
            policy: How to ask.
            stop: Looked at a few times a second; once it is true, a fetch ends.
        """
        self.policy = policy or Policy()
        self._stop = stop
        self._source: Source | None = None

    def fetch(self, url: str, max_bytes: int) -> Fetched:
        """
        Fetch a document.

        Raises:
            SourceError: It cannot be had; `SourceUnreachable` where that may be different another time.
            CassetteError: The recording cannot be read or written.
        """
        source = self._opened()
        steps = fetching(url, self.policy, max_bytes)
        try:
            ask = next(steps)
            while True:
                future = source.fetch(ask)
                while not future.done():
                    if self._stop is not None and self._stop():
                        raise SourceUnreachable(f"{url} was not fetched: the run was interrupted.")
                    try:
                        future.exception(_TICK)
                    except TimeoutError:
                        continue
                ask = steps.send(future.result())
        except StopIteration as end:
            fetched: Fetched = end.value
            return fetched
        except CancelledError:
            raise SourceUnreachable(f"{url} was not fetched: the run was interrupted.") from None

    def gather(
        self,
        dossiers: Iterable[Dossier],
        progress: Listener | None = None,
        stop: Callable[[], bool] | None = None,
        early: Callable[[Gathered], None] | None = None,
    ) -> Gathered:
        """Ask about the links of some documents, as `gather` does; it is the last thing that is asked."""
        dossiers = tuple(dossiers)
        source, self._source = self._opened(), None
        return gather(dossiers, self.policy, progress, stop or self._stop, source, early=early)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._source is not None:
            self._source.close(at_once=problem is not None)
            self._source = None

    def _opened(self) -> Source:
        if self._source is None:
            self._source = open_source(self.policy)
        return self._source
