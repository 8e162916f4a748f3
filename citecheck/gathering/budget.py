"""
One budget per service of an archive, for all threads and processes of a machine.

An archive counts the requests of an address of the internet, not those of a process: two runs at once, or one begun
right after another, share what one may ask. So the clock of each service stands in a file, and whoever asks moves it.
Where there is no file, or it cannot be used, the clock is that of this process alone.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, Final

FILE: Final = "budget.sqlite"
"""In the folder of the cache."""
MOST: Final = 3
"""Refusals of a service after which nobody asks it any more for a while."""

_CLOSED: Final = 600.0
"""Seconds for which a service that said "too often" so many times is left alone by all."""
_LOCKED_OUT: Final = 3600.0
"""The same for one that does not even listen any more: how long the Internet Archive locks out, at first."""
_LONGEST_PAUSE: Final = 300.0
"""Seconds that a service may want to be left alone and is waited for."""
_REMEMBERED: Final = 3600.0
"""Seconds after which a refusal counts no more."""
_LONGEST_AHEAD: Final = 4000.0
"""Seconds by which a clock may be ahead; it is more only where that of the machine was set back."""
_BUSY: Final = 0.01
"""Seconds after which a file that another process is writing is asked again."""
_TABLE: Final = """
    CREATE TABLE IF NOT EXISTS budget (
        service TEXT PRIMARY KEY NOT NULL, next REAL NOT NULL, refused INTEGER NOT NULL, refused_at REAL NOT NULL,
        closed_until REAL NOT NULL
    ) WITHOUT ROWID
"""


@dataclass(slots=True)
class _Account:
    """What is known of a service; times are seconds since the epoch."""

    next: float = 0.0
    """When the next request may start."""
    refused: int = 0
    refused_at: float = 0.0
    closed_until: float = 0.0


class Budget:
    """The clocks of the services of archives."""

    def __init__(self, path: Path | None, places: Mapping[str, str], now: Callable[[], float] = time.time) -> None:
        """
        Make one; the file is opened, or made, when the first turn is taken.

        Args:
            path: The file; None for clocks of this process alone.
            places: The address of each service, by its name: two archives may call theirs the same.
            now: Gives seconds since the epoch.
        """
        self._places = places
        self._now = now
        self._lock = threading.Lock()
        self._mine: dict[str, _Account] = {}
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def take(self, service: str, interval: float) -> float:
        """
        Take the turn to ask a service.

        Args:
            service: Its name.
            interval: Seconds from this request to the next.

        Returns:
            0.0 where it may be asked now; else the seconds after which to try again, and nothing is taken.
        """
        with self._lock, self._account(service) as account:
            if account is None:
                return _BUSY
            now = self._now()
            if account.closed_until > now:
                return 0.0  # nobody will ask: whoever has the turn is told that
            if account.next > now:
                return account.next - now
            account.next = now + interval
            return 0.0

    def hold(self, service: str, seconds: float) -> None:
        """Let nobody ask a service before *seconds* are over; where that is long, nobody waits for it either."""
        with self._lock, self._account(service) as account:
            if account is None:
                return
            until = self._now() + min(max(seconds, 0.0), _LOCKED_OUT)
            account.next = max(account.next, until)
            if seconds > _LONGEST_PAUSE:
                account.closed_until = max(account.closed_until, until)

    def refuse(self, service: str, began: float, *, silently: bool = False) -> bool:
        """
        Note that a service turned a request away, and tell whether that counts.

        Args:
            service: Its name.
            began: When the request was made; one that was under way when another was turned away counts with that.
            silently: Whether it did not even listen.
        """
        with self._lock, self._account(service) as account:
            if account is None:
                return True
            now = self._now()
            if began < account.refused_at <= now:
                return False
            account.refused = account.refused + 1 if now - account.refused_at < _REMEMBERED else 1
            account.refused_at = now
            if account.refused >= MOST:
                account.closed_until = now + (_LOCKED_OUT if silently else _CLOSED)
                account.refused = 0
            return True

    def closed_until(self, service: str) -> float | None:
        """Give until when nobody asks a service, in seconds since the epoch; None where it may be asked."""
        with self._lock, self._account(service) as account:
            return None if account is None or account.closed_until <= self._now() else account.closed_until

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    @contextlib.contextmanager
    def _account(self, service: str) -> Iterator[_Account | None]:
        """Give the account of a service, and write it back; None where another process has it just now."""
        key = self._places.get(service, service)
        if self._path is not None:
            self._connection, self._path = _opened(self._path), None
        if self._connection is None:
            yield self._sane(self._mine.setdefault(key, _Account()))
            return
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            yield None
            return
        except sqlite3.Error:
            self._connection = None
            yield self._sane(self._mine.setdefault(key, _Account()))
            return
        account = self._read(key)
        before = astuple(account)
        try:
            yield self._sane(account)
        finally:
            self._write(key, account, changed=astuple(account) != before)

    def _read(self, key: str) -> _Account:
        """Give the account in the file."""
        row: tuple[Any, ...] | None = None
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                question = "SELECT next, refused, refused_at, closed_until FROM budget WHERE service = ?"
                row = self._connection.execute(question, (key,)).fetchone()
        if row is None or not all(isinstance(value, int | float) for value in row):
            return _Account()
        return _Account(float(row[0]), int(row[1]), float(row[2]), float(row[3]))

    def _write(self, key: str, account: _Account, *, changed: bool) -> None:
        """Write an account and end the transaction; a file that cannot be written is left alone from now on."""
        if self._connection is None:
            return
        try:
            if changed:
                self._connection.execute(
                    "INSERT OR REPLACE INTO budget VALUES (?, ?, ?, ?, ?)", (key, *astuple(account))
                )
            self._connection.execute("COMMIT")
        except sqlite3.Error:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None
            self._mine[key] = account

    def _sane(self, account: _Account) -> _Account:
        """Give an account without times that no clock can have given."""
        latest = self._now() + _LONGEST_AHEAD
        if account.next > latest or account.closed_until > latest or account.refused_at > latest:
            account.next = account.closed_until = account.refused_at = 0.0
        return account


def _opened(path: Path) -> sqlite3.Connection | None:
    """Give the open file, None where it cannot be used: then the run goes on with clocks of its own."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=0.05, isolation_level=None, check_same_thread=False)
    except (OSError, sqlite3.Error):
        return None
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("PRAGMA synchronous = OFF")  # what a loss of power takes is a few seconds of politeness
        connection.execute(_TABLE)
    except sqlite3.Error:
        connection.close()
        return None
    return connection
