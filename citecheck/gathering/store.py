"""
The store: what a run need not ask, because an earlier one was told.

Each answer is kept under the address that was asked *and the manner of asking*: whoever asks as somebody else, through
a proxy, or with another version of citecheck may be told, or make of it, something else. How long it stands is in
`validity.toml`. What is no longer valid but has a validator is asked for with a condition, and a 304 renews it.

Not kept: an address or answer that holds a secret, since a mark in place of the secret would make two addresses one,
and anything better could be guessed back. An address that only some can reach is kept for the same run begun again and
no longer: another network may have another host there.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

import msgspec

from citecheck.archives import Ask, Question, Told, Wanted
from citecheck.gathering.policy import Policy
from citecheck.gathering.store_file import Row, StoreFile
from citecheck.gathering.store_renewal import Known, look_again
from citecheck.gathering.store_validity import kind_of, resumes, seconds, stands
from citecheck.gathering.tasks import Looked
from citecheck.model import LinkCheck, Provenance, Snapshot
from citecheck.web import Exchange
from citecheck.web.agent import version
from citecheck.web.masking import masked

T = TypeVar("T")

FILE: Final = "answers.sqlite"
"""In the folder of the cache."""

_LARGEST: Final = 65_536
"""Bytes of an answer that is kept: a chain of addresses as long as they may be has ten times as many."""

MANNER: Final = ("user_agent", "allow_private", "proxy", "proxy_resolves", "ca_file", "client")
"""What of a policy can change the answer about a link."""
ARCHIVE_MANNER: Final = (
    "user_agent",
    "proxy",
    "proxy_resolves",
    "ca_file",
    "services",
    "max_drift",
    "archive_names",
    "archive_rows",
)
"""The same for a snapshot."""
INDIFFERENT: Final = frozenset({
    "archive_speed", "budget", "links",
    "jobs", "timeout", "max_time", "archives", "record", "replay", "label", "wiki_url", "redactor", "resolver", "manners",
    "archive_manners", "retries", "patience", "pause", "store", "max_age", "scope", "fragments",
    "page_bytes", "source_bytes", "sources", "credentials", "crawl_delay",
})  # fmt: skip
"""What cannot: whom we do not ask, speed, what is looked for on a page that is asked anyway, headers for hosts of which
nothing is kept, and patience, whose lack makes a link unreachable, which is not kept for another run."""


class _Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """An answer about a link as it is written."""

    check: LinkCheck
    no_archive: str = ""
    conditions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """An answer that was found."""

    row: Row
    valid: bool


class Store:
    """The answers that one run can take over, and the place for its own; only the thread of the run calls it."""

    def __init__(self, policy: Policy, now: Callable[[], float] = time.time) -> None:
        """
        Open the store that a policy names.

        Args:
            policy: How the world is asked. Without a `store`, or with a recording, nothing is kept and nothing found: a
                recording must hold all that was asked.
            now: Gives seconds since the epoch.
        """
        self._policy = policy
        self._now = now
        wanted = policy.store is not None and policy.record is None and policy.replay is None
        self._file = StoreFile(policy.store) if policy.store is not None and wanted else None
        self._manner = _manner(policy, MANNER)
        self._archive_manner = _manner(policy, ARCHIVE_MANNER)
        self._found: dict[bytes, _Found] = {}
        self._told: dict[bytes, _Found] = {}
        """Answers of archives from which a snapshot was not yet made."""
        self._unheard: list[tuple[str, Looked]] | None = []
        self._taken = {"link": 0, "snapshot": 0}
        self._oldest = float("inf")

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person should know of the store."""
        return self._file.notices if self._file is not None else ()

    def begin(self, wanted: Mapping[str, Iterable[Wanted]]) -> None:
        """
        Look for the answers of a run before it asks anybody.

        Args:
            wanted: The addresses that it asks about, with the snapshots of each that it wants.
        """
        if self._file is None or not self._file.is_open:
            return
        keys: dict[bytes, None] = {}
        public = {address: tuple(ones) for address, ones in wanted.items() if self._is_public(address)}
        for address, ones in public.items():
            keys[self._link_key(address)] = None
            keys |= {self._snapshot_key(address, one): None for one in ones}
        now = self._now()
        self._file.begin(hashlib.sha256(b"".join(sorted(keys))).digest(), now)
        for row in self._file.find(keys):
            self._found[row.key] = _Found(row, self._is_valid(row, now))
        for row in self._file.find_told(self._open(public)):
            self._told[row.key] = _Found(row, self._is_valid(row, now))

    def _open(self, wanted: Mapping[str, Iterable[Wanted]]) -> Iterator[str]:
        """Give the addresses of which a snapshot is still to be found; one with half a character in it is in no file."""
        for address, ones in wanted.items():
            if any(not self._has(address, one) for one in ones) and address.isprintable():
                yield address

    def _has(self, address: str, wanted: Wanted) -> bool:
        """Tell whether a snapshot is known that may stand for asking."""
        found = self._found.get(self._snapshot_key(address, wanted))
        return found is not None and found.valid

    def looked(self, address: str, has: Callable[[LinkCheck], bool]) -> Looked | None:
        """
        Give what is known of an address, None where it is to be asked.

        Args:
            address: The address.
            has: Tells whether all that is wanted of it is there besides.
        """
        key = self._link_key(address)
        found = self._found.get(key)
        if found is None or not found.valid:
            return None
        known = _decoded(found.row.data, _Link)
        del self._found[key]
        if known is None or known.check.url != address or not has(known.check):
            return None
        self._took("link", found.row)
        return Looked(known.check, True, True, known.no_archive, False, kept=True)

    def asking(
        self, address: str, has: Callable[[LinkCheck], bool], *, read: bool = False
    ) -> Generator[Ask, Exchange, Looked]:
        """
        Give the inquiry about an address: one with a condition, where an answer that is over has a validator.

        Args:
            address: The address.
            has: As for `looked`; what is not there is asked for without a condition.
            read: As for `look`.
        """
        found = self._found.pop(self._link_key(address), None)
        known = None if found is None or found.valid else _decoded(found.row.data, _Link)
        if known is None or known.check.url != address or not known.conditions or not has(known.check):
            return look_again(address, self._policy, None, read=read)
        looked = Looked(known.check, True, True, known.no_archive, False)
        return look_again(address, self._policy, Known(looked, known.conditions), read=read)

    def snapshot(self, address: str, wanted: Wanted, has: Callable[[Snapshot], bool]) -> Snapshot | None:
        """Give the snapshot that is known, None where the archive is to be asked; arguments as `looked`."""
        found = self._found.pop(self._snapshot_key(address, wanted), None)
        if found is None or not found.valid:
            return None
        known = _decoded(found.row.data, Snapshot)
        if known is None or known.original != address or not has(known):
            return None
        self._took("snapshot", found.row)
        return known

    def keep(self, address: str, looked: Looked) -> None:
        """Keep what came of asking an address."""
        kind = kind_of(looked.check)
        if self._file is None or kind is None or looked.kept or not looked.asked or not self._is_clean(address, looked):
            return
        if not looked.answered and self._unheard is not None:
            self._unheard.append((address, looked))  # as long as nobody was heard, there may be no network at all
            return
        private = bool(looked.no_archive)
        conditions = () if private else looked.conditions
        data = _encoded(_Link(looked.check, looked.no_archive, conditions))
        if data is None:
            return
        row = self._row(self._link_key(address), "private" if private else "link", address, kind, data)
        if conditions:
            row = row._replace(until=row.asked + seconds("prune", "answers"))
        self._file.put(row)

    def keep_snapshot(self, address: str, wanted: Wanted, snapshot: Snapshot) -> None:
        """Keep what an archive said."""
        kind = kind_of(snapshot)
        if self._file is None or kind is None or not self._is_clean(address, snapshot):
            return
        data = _encoded(snapshot)
        if data is not None:
            self._file.put(self._row(self._snapshot_key(address, wanted), "snapshot", address, kind, data))

    def told_before(self, question: Question[Any]) -> Told | None:
        """Give what an archive told when it was asked the same, None where it is to be asked."""
        found = self._told.pop(self._told_key(question), None) if self._told else None
        if found is None or not found.valid:
            return None
        told: Told | None = _decoded(found.row.data, question.kind)
        return told

    def keep_told(self, address: str, question: Question[Any], told: Told) -> None:
        """
        Keep what an archive told, until a snapshot is made of it: whoever is killed before asks nothing twice.

        Args:
            address: The original that it is about.
            question: What was asked.
            told: What was read of the answer.
        """
        if self._file is None or told.failure or not self._is_clean(address, told):
            return
        data = _encoded(told)
        if data is not None:
            self._file.put(self._row(self._told_key(question), "told", address, ("told", "answer"), data))

    def heard(self) -> None:
        """Note that there is a network: that a name is nobody's, or a server silent, says now something of them."""
        unheard, self._unheard = self._unheard or (), None
        for address, looked in unheard:
            self.keep(address, looked)

    def close(self, *, whole: bool) -> None:
        """
        Write what is left.

        Args:
            whole: Whether everything was answered, so that the next run is another.
        """
        if self._file is not None:
            self._file.close(whole=whole, now=self._now())

    def told(self, provenance: Provenance) -> Provenance:
        """Give where answers came from, with what came from here."""
        taken = [f"{number:,} {kind}{'s' * (number != 1)}" for kind, number in self._taken.items() if number]
        if not taken:
            return provenance
        day = time.strftime("%Y-%m-%d", time.gmtime(self._oldest))
        kept = f"Those about {' and '.join(taken)} were kept from earlier runs, the oldest from {day}."
        return replace(provenance, label=f"{provenance.label} {kept}")

    def _took(self, kind: str, row: Row) -> None:
        self._taken[kind] += 1
        self._oldest = min(self._oldest, row.asked)

    def _row(self, key: bytes, kind: str, address: str, row: tuple[str, str], data: bytes) -> Row:
        now = self._now()
        age = max(seconds(*row), seconds("resume", "run"))
        run = 0 if self._file is None else self._file.run
        return Row(key, kind, address, row[1], now, now + age, run, data)

    def _is_valid(self, row: Row, now: float) -> bool:
        """Tell whether an answer that was found may stand for asking."""
        elapsed, wish = now - row.asked, self._policy.max_age
        if self._file is not None and row.run == self._file.run and resumes(elapsed, wish):
            return True
        try:
            kind = row.kind if row.kind in ("snapshot", "told") else "link"
            return row.kind != "private" and stands((kind, row.verdict), elapsed, wish)
        except KeyError:  # a verdict that this version does not know
            return False

    def _is_public(self, address: str) -> bool:
        """Tell whether an address holds no secret, and is asked without one."""
        return self._policy.redactor.url(address) == address and not self._policy.credentials.to(address)

    def _is_clean(self, address: str, answer: object) -> bool:
        """Tell whether neither an address nor its answer holds a secret."""
        return self._is_public(address) and masked(answer, self._policy.redactor) is answer

    def _link_key(self, address: str) -> bytes:
        return _digest("link", self._manner, address)

    def _snapshot_key(self, address: str, wanted: Wanted) -> bytes:
        anchor = wanted.anchor
        when = "" if anchor is None else f"{anchor.kind} {anchor.first} {anchor.last}"
        issued = "" if wanted.issued is None else wanted.issued.iso()
        return _digest("snapshot", self._archive_manner, when, wanted.title, issued, address)

    def _told_key(self, question: Question[Any]) -> bytes:
        request = question.ask.request
        body = "" if request.body is None else request.body.decode("utf-8", "replace")
        asked = (request.method, request.url, repr(request.headers.pairs), body)
        return _digest("told", self._archive_manner, question.kind.__name__, *asked, question.by)


def _manner(policy: Policy, names: Iterable[str]) -> str:
    """Give how something is asked; no secret is read out of it, for only digests of it are written."""
    told: list[Any] = [version(), *(getattr(policy, name) for name in names)]
    return policy.redactor.text(repr(told))


def _digest(*parts: str) -> bytes:
    """Give 16 bytes that stand for some texts."""
    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(joined, digest_size=16).digest()


def _encoded(answer: object) -> bytes | None:
    """Give an answer as it is written, None where it is not to be: too long, or with halves of characters in it."""
    try:
        data = msgspec.json.encode(answer)
    except UnicodeEncodeError:
        return None
    return data if len(data) <= _LARGEST else None


def _decoded(data: bytes, kind: type[T]) -> T | None:
    """Give an answer that was written, None where that is not to be read."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
