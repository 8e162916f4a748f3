"""
One budget per service of an archive, for all threads and processes of a machine.

An archive counts the requests of an address of the internet, not those of a process: two runs at once, or one begun
right after another, share what one may ask. So the clock of each service stands in a file, and whoever asks moves it.
Where there is no file, or it cannot be used, the clock is that of this process alone.
"""

from __future__ import annotations

import contextlib
import math
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
_PATIENCE: Final = 10.0
"""Seconds for which the file may be another's: a turn takes a thousandth of one, so who holds it for longer is stuck."""
_IN_USE: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGED: Final = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT})
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
        self._in_use_since: float | None = None

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
            if account.next > now + max(interval, _LONGEST_PAUSE):  # nobody waits so long for one that is not closed
                account.next = now
            if account.next > now:
                return account.next - now
            account.next = now + interval
            return 0.0

    def hold(self, service: str, seconds: float) -> None:
        """Let nobody ask a service before *seconds* are over; where that is long, nobody waits for it either."""
        with self._lock, self._account(service, _PATIENCE) as account:
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
        with self._lock, self._account(service, _PATIENCE) as account:
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
    def _account(self, service: str, patience: float = 0.0) -> Iterator[_Account | None]:
        """
        Give the account of a service, and write it back; None where another process has it just now.

        Args:
            service: Its name.
            patience: Seconds for which is waited for that other one.
        """
        key = self._places.get(service, service)
        if self._path is not None:
            self._connection, self._path = _opened(self._path), None
        if self._begun(patience):
            account = self._read(key)
            before = astuple(account)
            try:
                yield self._sane(account)
            finally:
                self._write(key, account, changed=astuple(account) != before)
        elif self._connection is None:
            yield self._sane(self._mine.setdefault(key, _Account()))
        else:
            yield None

    def _begun(self, patience: float) -> bool:
        """Begin a transaction, and tell whether there is one; a file that cannot be used is left alone from now on."""
        until = time.monotonic() + patience
        while self._connection is not None:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
            except sqlite3.Error as problem:
                now = time.monotonic()
                self._in_use_since = self._in_use_since or now
                if not _is_in_use(problem) or now - self._in_use_since > _PATIENCE:
                    self._give_up()
                elif now >= until:
                    return False
            else:
                self._in_use_since = None
                return True
        return False

    def _give_up(self) -> None:
        """Go on without the file."""
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None

    def _read(self, key: str) -> _Account:
        """Give the account in the file, a new one where it has none or one that cannot be."""
        row: tuple[Any, ...] | None = None
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                question = "SELECT next, refused, refused_at, closed_until FROM budget WHERE service = ?"
                row = self._connection.execute(question, (key,)).fetchone()
        if row is None or not all(isinstance(value, int | float) and math.isfinite(value) for value in row):
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
            self._give_up()
            self._mine[key] = account

    def _sane(self, account: _Account) -> _Account:
        """Give an account without times that no clock can have given."""
        latest = self._now() + _LONGEST_AHEAD
        if account.next > latest or account.closed_until > latest or account.refused_at > latest:
            account.next = account.closed_until = account.refused_at = 0.0
        return account


def _opened(path: Path) -> sqlite3.Connection | None:
    """Give the open file, None where it cannot be used: then the run goes on with clocks of its own."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return _made(path)
        except (OSError, sqlite3.Error) as problem:
            if isinstance(problem, sqlite3.Error) and _code(problem) in _DAMAGED and _set_aside(path):
                continue
            if not _is_in_use(problem) or time.monotonic() >= until:
                return None
            time.sleep(_BUSY)  # another process is making it


def _made(path: Path) -> sqlite3.Connection | None:
    """
    Give the open file, made where there was none; None for one of another program.

    Raises:
        OSError: There is no place for it.
        sqlite3.Error: It cannot be used.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=0.05, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        if any(name != "budget" for (name,) in connection.execute("SELECT name FROM sqlite_master")):
            connection.close()
            return None
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("PRAGMA synchronous = OFF")  # what a loss of power takes is a few seconds of politeness
        connection.execute(_TABLE)
    except BaseException:
        connection.close()
        raise
    return connection


def _set_aside(path: Path) -> bool:
    """Put a damaged file out of the way, so that those who come later share a budget again; tell whether that is done."""
    try:
        path.replace(path.with_name(f"{path.name}.damaged"))
        for ending in ("-wal", "-shm"):
            path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _is_in_use(problem: Exception) -> bool:
    """Tell whether an error only means that another process has the file."""
    return isinstance(problem, sqlite3.Error) and _code(problem) in _IN_USE


def _code(problem: sqlite3.Error) -> int:
    """Give SQLite's primary result code of an error, 0 where it has none."""
    return int(getattr(problem, "sqlite_errorcode", 0)) & 0xFF
