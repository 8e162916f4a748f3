"""How far a run has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Progress:
    """What a progress bar shows; a new one comes with every answer, and several a second while none does."""

    done: int
    total: int
    """Links and snapshots together."""
    open: Counter[str]
    """How many requests wait or are under way, by host or service; it changes while the run goes."""
    pause: Callable[[str], float] = lambda _: 0.0
    """Gives the seconds for which a host or service wants to be left alone."""

    archive_left: float = 0.0
    """Seconds that the archives will still take at their rates, 0 where no snapshot is looked for."""

    def waiting(self, most: int = 3) -> tuple[str, ...]:
        """Give those for which most is open."""
        return tuple(name for name, _ in self.open.most_common(most))


Listener: TypeAlias = Callable[[Progress], None]
