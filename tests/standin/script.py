"""The table at work: which row speaks for a host, and which answer it is the turn of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tests.standin.behaviours import BEHAVIOURS
from tests.standin.message import Request
from tests.standin.table import Answer, Host, Table, TableError


def ascii_host(name: str) -> str:
    """Give a host name as it travels: lower case, in the ASCII form of internationalised names."""
    lowered = name.lower().rstrip(".")
    return lowered if lowered.isascii() else lowered.encode("idna").decode("ascii")


def patterns(host: str) -> Iterator[str]:
    """Give the names under which a table may speak of a host, the closest first."""
    yield host
    parts = host.split(".")
    for start in range(1, len(parts)):
        yield ".".join(("*", *parts[start:]))
    yield "*"


class Script:
    """Finds what a table says of a host or a request, and counts the answers that are used up."""

    def __init__(self, table: Table) -> None:
        """
        Make the script of a table.

        Raises:
            TableError: An answer names a behaviour that there is none of.
        """
        self._hosts = {ascii_host(row.name): row for row in table.host}
        self._others = frozenset(row.host for row in table.other)
        self._answers: dict[str, _Paths] = {}
        for answer in table.answer:
            if answer.does not in BEHAVIOURS:
                known = ", ".join(sorted(BEHAVIOURS))
                raise TableError(
                    f"{answer.host}{answer.path}: there is no behaviour {answer.does!r}; known are {known}"
                )
            self._answers.setdefault(ascii_host(answer.host), _Paths()).add(answer)
        self._used: dict[int, int] = {}

    def host(self, name: str) -> Host | None:
        """Give what the table says of a host name; None when it does not know it."""
        for pattern in patterns(ascii_host(name)):
            if pattern in self._hosts:
                return self._hosts[pattern]
            if pattern in self._answers:
                return Host(name=pattern)
        return Host(name=name) if name in self._others else None

    def answer(self, request: Request) -> Answer | None:
        """Give the answer whose turn it is, and count it."""
        for pattern in patterns(request.host):
            paths = self._answers.get(pattern)
            for answer in paths.fitting(request) if paths else ():
                if self._take(answer, request):
                    return answer
        return None

    def _take(self, answer: Answer, request: Request) -> bool:
        """Say whether an answer speaks to this request and is not used up."""
        if answer.method not in (None, request.method) or answer.scheme not in (None, request.scheme):
            return False
        if not answer.times:
            return True
        used = self._used.get(id(answer), 0)
        self._used[id(answer)] = used + 1
        return used < answer.times


class _Paths:
    """The answers of one host, by path."""

    def __init__(self) -> None:
        self.exact: dict[str, list[Answer]] = {}
        self.starts: list[Answer] = []

    def add(self, answer: Answer) -> None:
        """Add an answer; the longest beginning is asked first."""
        if answer.path.endswith("*"):
            self.starts = sorted((*self.starts, answer), key=lambda row: -len(row.path))
        else:
            self.exact.setdefault(answer.path, []).append(answer)

    def fitting(self, request: Request) -> Iterable[Answer]:
        """Give the answers whose path fits, the closest first."""
        if request.query:
            yield from self.exact.get(request.target, ())
        yield from self.exact.get(request.path, ())
        for answer in self.starts:
            if (request.target if "?" in answer.path else request.path).startswith(answer.path[:-1]):
                yield answer
