"""
Cassettes: recordings of the web in vcrpy's YAML format, written while a run goes and read as data only.

vcrpy itself writes when all is over, so that a killed run leaves nothing, and looks requests up one after the other.
Here each interaction is one appended write, and reading makes an index. Cassettes of vcrpy are read; ours load in it.
"""

from __future__ import annotations

import os
import stat
import threading
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from citecheck.errors import CassetteError
from citecheck.model import Provenance
from citecheck.web.agent import version
from citecheck.web.interaction import Interaction, Key, from_vcr, moment, to_vcr
from citecheck.web.strict_yaml import StrictYamlError, Value, load

FORMAT: Final = 1
"""Of what we add to vcrpy's version 1."""
_VCR_VERSION: Final = 1
_FIRST_LINE: Final = b"# citecheck cassette"
_LARGEST: Final = 1 << 30
"""Bytes of a cassette that is read."""
_AT_ONCE: Final = getattr(os, "O_NONBLOCK", 0)
"""Without it, opening a pipe would wait for its other end."""
_ITEM: Final = b"\n-"
"""How an item of `interactions` begins: what is within an item is indented."""


class CassetteWriter:
    """A cassette that is being recorded; one lock, one write for each interaction, none of them held back."""

    def __init__(self, path: Path, *, label: str, recorded: str) -> None:
        """
        Begin a cassette, in place of one that is there.

        Args:
            path: The file; its folder is made where it is missing.
            label: What the answers are from, for people: printed at the head of every replayed report.
            recorded: When: RFC 3339, UTC.

        Raises:
            CassetteError: The file cannot be written.
        """
        self.path = path
        self._lock = threading.Lock()
        self._counts: defaultdict[tuple[Key, str], int] = defaultdict(int)
        self._items = 0
        head = {"format": FORMAT, "label": label, "recorded": recorded, "tool": f"citecheck-audit {version()}"}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND | _AT_ONCE
            self._file = os.open(path, flags, 0o644)
        except OSError as problem:
            raise CassetteError(
                f"{path} cannot be written: {problem.strerror}. Give another file to record to."
            ) from None
        self._write(
            _FIRST_LINE
            + f", format {FORMAT}: vcrpy's version {_VCR_VERSION}, with errors and times under metadata\n".encode()
            + _dump({"metadata": {"citecheck": head}})
            + _dump({"version": _VCR_VERSION})
            + b"interactions:\n"
        )

    def number(self, one: Interaction) -> int:
        """Give the number, from 1, of a request that is about to be made among all that are the same, for the same address."""
        which = (one.key, one.asked_for)
        with self._lock:
            self._counts[which] += 1
            return self._counts[which]

    def append(self, one: Interaction) -> None:
        """
        Write an interaction: it is in the file when this returns, whatever becomes of the process.

        Raises:
            CassetteError: The disk is full or gone.
        """
        item = _dump([to_vcr(one)])
        with self._lock:
            self._write(item)
            self._items += 1

    def close(self) -> None:
        """Finish the file; one without interactions says so in a way that vcrpy can read."""
        with self._lock:
            if self._file < 0:
                return
            if not self._items:
                self._write(b"  []\n")
            os.fsync(self._file)
            os.close(self._file)
            self._file = -1

    def _write(self, data: bytes) -> None:
        """Append all of *data*."""
        try:
            while data:
                data = data[os.write(self._file, data) :]
        except OSError as problem:
            raise CassetteError(f"{self.path} cannot be written: {problem.strerror or 'it is closed'}.") from None


def _dump(value: object) -> bytes:
    """Give YAML as vcrpy's own serialiser writes it."""
    from vcr.serializers import yamlserializer  # noqa: PLC0415 - vcrpy is needed for recording only, and slow to import

    return str(yamlserializer.serialize(value)).encode("ascii")


@dataclass(frozen=True, slots=True)
class Cassette:
    """A cassette that was read."""

    path: Path
    interactions: tuple[Interaction, ...]
    label: str
    """What the answers are from."""
    recorded: str | None
    """When: RFC 3339, UTC; None where the file does not say."""
    notices: tuple[str, ...] = ()
    """What a reader of a replayed report should know: that the recording breaks off."""

    def provenance(self) -> Provenance:
        """Give what a replayed report says of its answers."""
        return Provenance("replay", self.label, self.recorded)


def read_cassette(path: Path) -> Cassette:
    """
    Read a cassette of ours or of vcrpy.

    Raises:
        CassetteError: It cannot be read, is something else, of another version, damaged, or more than data.
    """
    data = _bytes(path)
    ours = data.startswith(_FIRST_LINE)
    notices: tuple[str, ...] = ()
    if ours:
        root, notices = _load_ours(path, data)
    else:
        try:
            root = load(data)
        except StrictYamlError as problem:
            raise CassetteError(f"{path} cannot be read as a cassette: {problem}. Record it anew.") from None
    items, head = _parts(path, root)
    interactions = []
    for number, item in enumerate(items, 1):
        one = from_vcr(item)
        if isinstance(one, str):
            raise CassetteError(f"{path}: interaction {number} cannot be used: {one}. Record the cassette anew.")
        interactions.append(one)
    label = head.get("label")
    return Cassette(
        path,
        tuple(interactions),
        str(label) if label else f"answers are from the recording {path.name}",
        moment(head.get("recorded")) or None,
        notices,
    )


def _bytes(path: Path) -> bytes:
    """Give the bytes of a cassette, without the zeros that a machine that lost its power leaves at the end."""
    try:
        found = path.stat()
        if found.st_size > _LARGEST:
            raise CassetteError(f"{path} is over {_LARGEST >> 20} MiB large: record in smaller parts.")
        if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
            raise CassetteError(f"{path} is a pipe or a device, not a file. Give one that --record or vcrpy made.")
        data = path.read_bytes()
    except OSError as problem:
        hint = "Record one with --record."
        raise CassetteError(f"{path} cannot be read: {problem.strerror}. {hint}") from None
    data = data.rstrip(b"\0")
    if not data.strip():
        raise CassetteError(f"{path} is empty. Record it anew.")
    return data


def _load_ours(path: Path, data: bytes) -> tuple[Value, tuple[str, ...]]:
    """Read one of ours; an item at the end that was torn while it was written is cut off, and told."""
    try:
        root = load(data)
        problem = ""
    except StrictYamlError as error:
        root, problem = None, str(error)
    items = root.get("interactions") if isinstance(root, dict) else None
    if not problem and (items is None or items == []):
        return root, () if items == [] else (f"{path} breaks off before its first interaction.",)
    if not problem and isinstance(items, list) and isinstance(items[-1], dict) and items[-1].get("whole") is True:
        return root, ()
    at = data.rfind(_ITEM)
    if at < 0:
        raise CassetteError(f"{path} cannot be read as a cassette: {problem or 'it breaks off'}. Record it anew.")
    try:
        return load(data[: at + 1]), (f"{path} breaks off within an interaction, which is left out.",)
    except StrictYamlError as error:
        raise CassetteError(f"{path} cannot be read as a cassette: {error}. Record it anew.") from None


def _parts(path: Path, root: Value) -> tuple[list[Value], dict[str, Value]]:
    """Give the interactions of a cassette and what its recorder wrote at its head."""
    if isinstance(root, list) and root and isinstance(root[0], dict) and "request" in root[0]:
        raise CassetteError(f"{path} was made by vcrpy before 1.0. Record it anew.")
    if not isinstance(root, dict) or "interactions" not in root:
        raise CassetteError(f"{path} is no cassette: it holds no interactions. Give one that --record or vcrpy made.")
    metadata = root.get("metadata")
    head = metadata.get("citecheck") if isinstance(metadata, dict) else None
    head = head if isinstance(head, dict) else {}
    if head and head.get("format") != FORMAT:
        made = f"in format {head.get('format')!r}, this citecheck reads {FORMAT}"
        raise CassetteError(f"{path} was recorded {made}. Update citecheck, or record it anew.")
    if root.get("version") != _VCR_VERSION:
        found = f"is of version {root.get('version')!r}" if "version" in root else "breaks off: its version is missing"
        raise CassetteError(f"{path} {found}, and version {_VCR_VERSION} is read. Record it anew.")
    items = root["interactions"]
    if items is None:
        return [], head
    if not isinstance(items, list):
        raise CassetteError(f"{path} is no cassette: its interactions are no list.")
    return items, head
