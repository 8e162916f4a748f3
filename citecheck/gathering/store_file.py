"""
The file of the store, the one door to SQLite: opening, migrating, reading, one thread that writes, and all that can fail.

Several processes may use one file at once: it is in WAL mode, so that readers wait for nobody, and every write is one
short transaction that waits for its turn. What was committed survives a kill of the process; that it survives a loss
of power as well is not worth an fsync for each answer (`synchronous=NORMAL`: the file stays whole, the last may go).

Whatever fails here costs answers and nothing else: the run goes on without the store, and a notice says why.
"""

from __future__ import annotations

import contextlib
import functools
import os
import queue
import sqlite3
import stat
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from citecheck.gathering.store_schema import APPLICATION, STEPS

T = TypeVar("T")

PATIENCE: Final = 10.0
"""Seconds for which a turn to write is waited for."""
_TIMEOUT: Final = 2.0
"""Seconds for which SQLite waits before it says that the file is busy."""
_FAREWELL: Final = 120.0
"""Seconds for which the last writing is waited for."""
_PAUSE: Final = 0.02
"""Seconds between two tries where SQLite itself does not wait."""
_BATCH: Final = 90
"""Rows of one statement at most: older builds of SQLite take 999 values."""
_MOST_ASIDE: Final = 1000
_RUN_KEPT: Final = 7 * 86_400.0
"""Seconds for which it is known that a run never came to its end."""
_BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGED: Final = frozenset({
    0, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_MISMATCH,
    sqlite3.SQLITE_CONSTRAINT,
})  # fmt: skip
"""0 is a text that is none; SQLITE_ERROR says that a statement of ours does not fit, so the tables are not ours any more."""
_ELSEWHERE: Final = "Name another folder with CITECHECK_CACHE_DIR or --cache-dir, or give --no-cache."
_WITHOUT: Final = "Answers of this run are not kept."


class Row(NamedTuple):
    """An answer as it is written."""

    key: bytes
    kind: str
    address: str
    verdict: str
    asked: float
    """Seconds since the epoch, UTC."""
    until: float
    """When it is of no more use."""
    run: int
    data: bytes


@dataclass(frozen=True, slots=True)
class _End:
    """The last thing to write."""

    whole: bool
    now: float


_TYPES: Final = (bytes, str, str, str, float, float, int, bytes)
"""Of a row: SQLite holds a column to no type, so a damaged file may have anything."""


class _UnusableError(Exception):
    """The file is left alone, for the reason that its text gives."""


class _StrangeError(Exception):
    """The file is none of ours, or damaged."""


class StoreFile:
    """
    A file of answers that is open, or was to be.

    One thread opens it, begins a run, reads and closes it; what is put is written by a thread of its own.
    """

    def __init__(self, path: Path) -> None:
        """
        Open the file, make it where there is none, and bring it up to this version.

        Args:
            path: The file; its folder is made where it is missing.
        """
        self.path = path
        self.run = 0
        self._known = (0, 0)
        """Device and number of the file that was opened."""
        self._notices: list[str] = []
        self._connection: sqlite3.Connection | None = None
        self._waiting: queue.SimpleQueue[Row | _End] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        self._patiently(self._open)

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person should know of the file."""
        return tuple(self._notices)

    @property
    def is_open(self) -> bool:
        """Whether answers can be had and kept."""
        return self._connection is not None

    def begin(self, digest: bytes, now: float) -> None:
        """
        Begin the run of that digest, or go on with one that never came to its end.

        Args:
            digest: Of all that the run asks.
            now: Seconds since the epoch.
        """
        self._patiently(lambda: self._begin(digest, now))

    def find(self, keys: Iterable[bytes]) -> Iterator[Row]:
        """Give the answers of these keys that there are, in any order."""
        wanted = list(keys)
        for start in range(0, len(wanted), _BATCH):
            yield from self._patiently(functools.partial(self._find, wanted[start : start + _BATCH])) or ()

    def find_told(self, addresses: Iterable[str]) -> Iterator[Row]:
        """Give what archives told of these addresses, in any order."""
        wanted = list(addresses)
        for start in range(0, len(wanted), _BATCH):
            yield from self._patiently(functools.partial(self._find_told, wanted[start : start + _BATCH])) or ()

    def put(self, row: Row) -> None:
        """Have an answer written, in a moment; nothing is read any more after the first."""
        if self._connection is None:
            return
        if self._writer is None:
            self._writer = threading.Thread(target=self._write, name="citecheck store", daemon=True)
            self._writer.start()
        self._waiting.put(row)

    def close(self, *, whole: bool, now: float) -> None:
        """
        Write what is left and close the file.

        Args:
            whole: Whether the run came to its end, so that the next one is another.
            now: Seconds since the epoch.
        """
        if self._connection is None and self._writer is None:
            return
        self._waiting.put(_End(whole, now))  # also to a writer that has given up: it may not have told yet
        if self._writer is None:
            self._write()
        else:
            self._writer.join(_FAREWELL)

    # --- Opening

    def _open(self) -> None:
        """Open the file; one that is none of ours or damaged is set aside, once."""
        self._known = self._identity()
        try:
            self._connection = self._connected()
        except _StrangeError as problem:
            self._set_aside(str(problem), "A new one is begun.")
            self._known = self._identity()
            self._connection = self._connected()

    def _identity(self) -> tuple[int, int]:
        """
        Give what tells the file from one that takes its place; it is made where it is missing.

        Raises:
            _UnusableError: What is there is no file, or no folder can be made for it.
        """
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        found = self.path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise _UnusableError(f"{self.path} is no file. {_WITHOUT} {_ELSEWHERE}")
        return found.st_dev, found.st_ino

    def _connected(self) -> sqlite3.Connection:
        """
        Give a connection to a file of this version.

        Raises:
            _StrangeError: It is none of ours, or damaged.
        """
        connection = sqlite3.connect(self.path, timeout=_TIMEOUT, isolation_level=None, check_same_thread=False)
        try:
            _prepare(connection, self.path)
        except BaseException as problem:
            connection.close()
            if _is_damage(problem) and not isinstance(problem, _StrangeError):
                raise _StrangeError(f"it is damaged, or no store ({problem})") from None
            raise
        return connection

    def _set_aside(self, why: str, then: str) -> None:
        """Rename the file, unless another process has done so already, and tell."""
        aside = next(
            place
            for number in range(1, _MOST_ASIDE)
            if not (place := self.path.with_name(f"{self.path.name}.corrupt-{number}")).exists()
        )
        try:
            found = self.path.stat()
            if self._known != (found.st_dev, found.st_ino):
                return
            self.path.rename(aside)
        except FileNotFoundError:
            return
        for ending in ("-wal", "-shm"):
            with contextlib.suppress(OSError):
                Path(f"{self.path}{ending}").rename(f"{aside}{ending}")
        self._notices.append(
            f"The store of answers {self.path} cannot be used: {why}. It was set aside as {aside.name}. {then}"
        )

    # --- Reading

    def _begin(self, digest: bytes, now: float) -> None:
        with self._transaction() as connection:
            found = connection.execute("SELECT number, whole FROM runs WHERE digest = ?", (digest,)).fetchone()
            if found is not None and not found[1]:
                self.run = found[0]
                return
            connection.execute("DELETE FROM runs WHERE digest = ?", (digest,))
            made = connection.execute("INSERT INTO runs (digest, begun) VALUES (?, ?)", (digest, now))
            self.run = made.lastrowid or 0

    def _find(self, keys: Sequence[bytes]) -> list[Row]:
        names = ", ".join(Row._fields)
        rows = self._select(f"SELECT {names} FROM answers WHERE key", keys)  # noqa: S608 - names of ours
        return [_read(*row) for row in rows]

    def _find_told(self, addresses: Sequence[str]) -> list[Row]:
        names = ", ".join(Row._fields)
        question = f"SELECT {names} FROM answers WHERE kind = 'told' AND address"  # noqa: S608 - names of ours
        return [_read(*row) for row in self._select(question, addresses)]

    def _select(self, question: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Give the rows of a question that ends in the name of a column, for these values of it."""
        if self._connection is None:
            return []
        marks = ", ".join("?" * len(values))
        return self._connection.execute(f"{question} IN ({marks})", tuple(values)).fetchall()

    # --- Writing

    def _write(self) -> None:
        """Write what comes until the end, as much in one transaction as has come since the last one."""
        while True:
            batch = [self._waiting.get()]
            while len(batch) < _BATCH and not isinstance(batch[-1], _End):
                try:
                    batch.append(self._waiting.get_nowait())
                except queue.Empty:
                    break
            self._patiently(functools.partial(self._commit, batch))
            if isinstance(batch[-1], _End):
                if self._connection is not None:
                    self._connection.close()
                    self._connection = None
                return

    def _commit(self, batch: Sequence[Row | _End]) -> None:
        """
        Write a batch in one statement, which is a transaction of its own.

        The lock of the interpreter is given up and taken back with every statement, and while a crew is at work that
        takes milliseconds: with a statement for each row an answer would be kept long after it came.
        """
        rows = [one for one in batch if isinstance(one, Row)]
        if rows and self._connection is not None:
            marks = ", ".join([f"({', '.join('?' * len(Row._fields))})"] * len(rows))
            values = [value for row in rows for value in row]
            self._connection.execute(f"INSERT OR REPLACE INTO answers VALUES {marks}", values)  # noqa: S608 - question marks
        if isinstance(batch[-1], _End):
            self._end(batch[-1])

    def _end(self, end: _End) -> None:
        """Note how the run ended, and remove what is of no more use."""
        with self._transaction() as connection:
            connection.execute("UPDATE runs SET whole = ? WHERE number = ?", (end.whole, self.run))
            connection.execute("DELETE FROM answers WHERE until < ?", (end.now,))
            connection.execute("DELETE FROM runs WHERE begun < ?", (end.now - _RUN_KEPT,))

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """Give the connection for one transaction that writes, taken back where it fails."""
        connection = self._connection
        if connection is None:
            raise _UnusableError("")
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise

    # --- Failing

    def _patiently(self, work: Callable[[], T]) -> T | None:
        """Do some work with the file, again while another process is in the way; None where it cannot be done."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return work()
            except Exception as problem:  # noqa: BLE001 - a damaged file can make anything of SQLite and of its rows
                if isinstance(problem, sqlite3.Error) and _code(problem) in _BUSY and time.monotonic() < until:
                    time.sleep(_PAUSE)
                    continue
                self._give_up(problem)
                return None

    def _give_up(self, problem: Exception) -> None:
        """Go on without the file, and tell why."""
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None
        elif not str(problem) and self._notices:  # it was told
            return
        if _is_damage(problem):
            with contextlib.suppress(OSError, StopIteration):
                self._set_aside(f"it is damaged ({problem})", _WITHOUT)
                return
        self._notices.append(_said(problem, self.path))


def _read(*row: Any) -> Row:  # noqa: ANN401 - as it comes
    """
    Give an answer as it was read.

    Raises:
        _StrangeError: It is none of ours.
    """
    found = Row(*row)
    if not all(isinstance(value, kind) for value, kind in zip(found, _TYPES, strict=True)):
        raise _StrangeError("an answer in it is none")
    return found


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """
    Bring a file up to this version.

    Raises:
        _StrangeError: It is none of ours.
        _UnusableError: A newer citecheck made it.
    """
    connection.execute("PRAGMA trusted_schema = OFF")
    version = _version(connection, path)
    connection.execute("PRAGMA journal_mode = WAL").fetchone()
    connection.execute("PRAGMA synchronous = NORMAL")
    if version == len(STEPS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in STEPS[_version(connection, path) :]:  # another process may have made some by now
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {len(STEPS)}")
        connection.execute("COMMIT")
    except BaseException as problem:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        if version and isinstance(problem, sqlite3.Error) and _code(problem) == sqlite3.SQLITE_ERROR:
            raise _UnusableError(  # rather our fault than that of the file
                f"The store of answers {path} cannot be brought from version {version} to {len(STEPS)}: {problem}. "
                f"It is left alone. {_WITHOUT} {_ELSEWHERE}"
            ) from None
        raise


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """
    Give the version of a file, 0 for one without anything.

    Raises:
        _StrangeError: It is none of ours.
        _UnusableError: A newer citecheck made it.
    """
    alone = not connection.in_transaction
    if alone:  # all three are to be of one moment: another process may be making the file
        connection.execute("BEGIN")
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if alone:
        connection.execute("COMMIT")
    if application != APPLICATION and (application or version or tables):
        raise _StrangeError("it is a database of another program")
    if application == APPLICATION and version < 1:
        raise _StrangeError("it is damaged: it says that it is a store, and not of which version")
    if version > len(STEPS):
        raise _UnusableError(
            f"The store of answers {path} is of version {version}, made by a newer citecheck; this one knows "
            f"{len(STEPS)}. It is left alone. {_WITHOUT} Update citecheck, or name another folder with --cache-dir."
        )
    return int(version)


def _code(problem: sqlite3.Error) -> int:
    """Give SQLite's primary result code of an error, 0 where it has none."""
    return int(getattr(problem, "sqlite_errorcode", 0)) & 0xFF


def _is_damage(problem: BaseException) -> bool:
    """Tell whether an error means that the file is not what it was; words of it that are no text are such a sign, too."""
    if isinstance(problem, sqlite3.Error) and not isinstance(problem, sqlite3.ProgrammingError):
        return _code(problem) in _DAMAGED
    return isinstance(problem, UnicodeDecodeError | _StrangeError)


def _said(problem: Exception, path: Path) -> str:
    """Give a sentence on why the file cannot be used, and what to do."""
    if isinstance(problem, _UnusableError):
        return str(problem)
    if isinstance(problem, sqlite3.Error) and _code(problem) in _BUSY:
        return f"The store of answers {path} was in use by another program all the time. {_WITHOUT}"
    if isinstance(problem, StopIteration):
        return f"Too many damaged stores lie beside {path}. {_WITHOUT} Delete them. {_ELSEWHERE}"
    why = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
    return f"The store of answers {path} cannot be used: {why}. {_WITHOUT} {_ELSEWHERE}"
