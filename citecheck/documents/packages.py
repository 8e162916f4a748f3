"""
A ZIP archive that holds a document, read within bounds: nothing that it says of itself is believed.

Only the members that are asked for are unpacked, and what comes out is counted while it does. The format is that of
PKWARE's APPNOTE 6.3.10; what office programs write is stored or deflated, and not encrypted.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

MOST_MEMBERS: Final = 10_000
LARGEST_MEMBER: Final = 64 << 20
"""Bytes that one member may unpack to."""
LARGEST_TOGETHER: Final = 160 << 20
"""Bytes that all members that are asked for may unpack to."""
HIGHEST_RATIO: Final = 200
"""Bytes for each packed one; the XML of a table that repeats itself has some fifty."""
_UNSUSPECTED: Final = 4 << 20
"""Bytes up to which the ratio does not matter."""
_LONGEST_NAME: Final = 512

_END: Final = b"PK\x05\x06"
_END_AT_MOST: Final = 22 + 65_535
"""Bytes from the end in which the record stands that ends an archive: itself and the longest comment."""
_LOCATOR: Final = b"PK\x06\x07"
_END_64: Final = b"PK\x06\x06"
_CENTRAL: Final = b"PK\x01\x02"
_LOCAL: Final = b"PK\x03\x04"
_FULL: Final = 0xFFFFFFFF
"""Stands for a number that ZIP64 keeps elsewhere."""
_STORED, _DEFLATED = 0, 8
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_CHUNK: Final = 1 << 16
_ABSURD: Final = re.compile(r"^/|^[A-Za-z]:|(?:^|/)\.\.(?:/|$)|[\x00-\x1f]")


class Damaged(Exception):  # noqa: N818 - says what a package or a member of it is
    """An archive or a member that cannot be read; the message is a clause: `the archive is cut off`."""


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    flags: int
    method: int
    checksum: int
    packed: int
    start: int
    """Where its local header begins."""


class Package:
    """The members of an archive, by name; names are compared without case, as those of OPC are (ECMA-376 part 2)."""

    def __init__(self, data: bytes) -> None:
        """
        Read the directory of an archive.

        Raises:
            Damaged: It has none that can be read, or one that no honest program writes.
        """
        self._data = data
        self._members: dict[str, _Member] = {}
        self._twice: set[str] = set()
        self._together = 0
        self.losses: list[str] = []
        """What is odd or was lost, each a clause."""
        absurd = 0
        for member in _directory(data):
            if _ABSURD.search(member.name) or len(member.name) > _LONGEST_NAME:
                absurd += 1
                continue
            name = member.name.casefold()
            if name in self._members:
                self._twice.add(name)
            self._members.setdefault(name, member)
        _set_apart(self._members.values())
        if absurd:
            self.losses.append(f"{absurd:,} of its members have names that lead out of it, and were not read")

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a member of that name."""
        return name.casefold() in self._members

    def __iter__(self) -> Iterator[str]:
        """Give the names as they are written, in the order of the directory."""
        return (member.name for member in self._members.values())

    def read(self, name: str) -> bytes:
        """
        Give the bytes of a member.

        Raises:
            Damaged: There is none, or it cannot be unpacked within the bounds.
        """
        member = self._members.get(name.casefold())
        if member is None:
            raise Damaged(f"the archive has no {name}")
        if name.casefold() in self._twice:
            raise Damaged(f"the archive has {name} more than once")
        data = self._unpacked(member)
        if zlib.crc32(data) != member.checksum:
            self.losses.append(f"the checksum of {name} is wrong, so that some of it may be damaged")
        return data

    def _unpacked(self, member: _Member) -> bytes:
        packed = self._packed(member)
        if member.method == _STORED:
            self._count(member, len(packed), len(packed))
            self._together += len(packed)
            return bytes(packed)
        parts: list[bytes] = []
        length = 0
        whole = False
        unpack = zlib.decompressobj(-zlib.MAX_WBITS)
        rest: bytes | memoryview = packed
        try:
            while rest and not unpack.eof:
                parts.append(unpack.decompress(rest[:_CHUNK], _CHUNK))
                rest = rest[len(rest[:_CHUNK]) - len(unpack.unconsumed_tail) :]
                length += len(parts[-1])
                self._count(member, length, len(packed))
            parts.append(unpack.flush())
            length += len(parts[-1])
            self._count(member, length, len(packed))
            whole = unpack.eof
        except zlib.error:
            pass  # it ends as one that was cut off does
        self._together += length
        if not whole:
            if not length:
                raise Damaged(f"{member.name} cannot be unpacked")
            self.losses.append(f"{member.name} is cut off or damaged, and was read as far as it can be unpacked")
        return b"".join(parts)

    def _packed(self, member: _Member) -> memoryview:
        """Give the bytes of a member as they stand in the archive."""
        if member.flags & _ENCRYPTED:
            raise Damaged(f"{member.name} is encrypted")
        if member.method not in {_STORED, _DEFLATED}:
            raise Damaged(f"{member.name} is packed in a way (method {member.method}) that documents do not have")
        header = self._data[member.start : member.start + 30]
        if len(header) < 30 or not header.startswith(_LOCAL):
            raise Damaged(f"{member.name} does not stand where the archive's directory says")
        name, extra = struct.unpack("<HH", header[26:30])
        begin = member.start + 30 + name + extra
        written = self._data[member.start + 30 : member.start + 30 + name]
        if _decoded(written, member.flags) != member.name:
            raise Damaged(f"{member.name} has another name where it stands than in the archive's directory")
        packed = memoryview(self._data)[begin : begin + member.packed]
        if len(packed) < member.packed:
            raise Damaged(f"{member.name} is cut off")
        return packed

    def _count(self, member: _Member, length: int, packed: int) -> None:
        """Hold the bounds for a member of which that much is unpacked."""
        if length > LARGEST_MEMBER:
            raise Damaged(f"{member.name} unpacks to more than {LARGEST_MEMBER >> 20} MiB")
        if self._together + length > LARGEST_TOGETHER:
            raise Damaged(f"the archive unpacks to more than {LARGEST_TOGETHER >> 20} MiB")
        if length > _UNSUSPECTED and length > packed * HIGHEST_RATIO:
            raise Damaged(f"{member.name} unpacks to more than {HIGHEST_RATIO} times its size, as only a bomb does")


def is_archive(data: bytes) -> bool:
    """Tell whether data begins as an archive with members does."""
    return data.startswith(_LOCAL)


def _directory(data: bytes) -> Iterator[_Member]:
    """Give the members that the directory names, in its order."""
    end = data.rfind(_END, max(len(data) - _END_AT_MOST, 0))
    if end < 0 or len(data) - end < 22:
        raise Damaged("the archive is cut off: its directory, which stands at its end, is missing")
    size, offset = struct.unpack("<LL", data[end + 12 : end + 20])
    finish = end
    if _FULL in {size, offset}:
        size, offset, finish = _end_64(data, end)
    begin = finish - size
    moved = begin - offset  # what stands before an archive moves all of it
    if begin < 0 or moved < 0:
        raise Damaged("the archive's directory is larger than the archive")
    for _ in range(MOST_MEMBERS):
        if begin >= finish:
            return
        member, begin = _member(data, begin, moved)
        yield member
    if begin < finish:
        raise Damaged(f"the archive has more than {MOST_MEMBERS:,} members")


def _end_64(data: bytes, end: int) -> tuple[int, int, int]:
    """Give size and offset of the directory as ZIP64 keeps them, and where it ends."""
    if end < 20 or not data.startswith(_LOCATOR, end - 20):
        raise Damaged("the archive says that it is larger than 4 GiB, and it is not")
    (place,) = struct.unpack("<Q", data[end - 12 : end - 4])
    if not data.startswith(_END_64, place) or place + 56 > end:
        raise Damaged("the archive's directory does not stand where the archive says")
    size, offset = struct.unpack("<QQ", data[place + 40 : place + 56])
    return size, offset, place


def _member(data: bytes, begin: int, moved: int) -> tuple[_Member, int]:
    """Give the member that the directory names at an offset, and where its next record begins."""
    record = data[begin : begin + 46]
    if len(record) < 46 or not record.startswith(_CENTRAL):
        raise Damaged("the archive's directory is damaged")
    flags, method = struct.unpack("<HH", record[8:12])
    checksum, packed, size, name, extra, comment = struct.unpack("<LLLHHH", record[16:34])
    (start,) = struct.unpack("<L", record[42:46])
    after = begin + 46 + name
    if _FULL in {packed, start}:
        packed, start = _sizes_64(data[after : after + extra], size, packed, start)
    written = _decoded(data[begin + 46 : after], flags)
    start += moved
    if start + packed > len(data):
        raise Damaged(f"{written[:_LONGEST_NAME]} reaches beyond the end of the archive")
    return _Member(written, flags, method, checksum, packed, start), after + extra + comment


def _sizes_64(extra: bytes, size: int, packed: int, start: int) -> tuple[int, int]:
    """Give the packed size and the offset of a member from the extra field that ZIP64 keeps them in."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack("<HH", extra[at : at + 4])
        if kind == 1:
            count = min(length, len(extra) - at - 4) // 8
            values = iter(struct.unpack(f"<{count}Q", extra[at + 4 : at + 4 + 8 * count]))
            if size == _FULL:
                next(values, None)
            packed = next(values, packed) if packed == _FULL else packed
            return packed, next(values, start) if start == _FULL else start
        at += 4 + length
    return packed, start


def _set_apart(members: Iterable[_Member]) -> None:
    """
    Refuse an archive whose members share bytes.

    Members that overlap are how a small archive unpacks to any size (D. Fifield, "A better zip bomb", 2019).
    """
    finish = 0
    for member in sorted(members, key=lambda one: one.start):
        if member.start < finish:
            raise Damaged("members of the archive overlap, as only those of a bomb do")
        finish = member.start + 30 + member.packed


def _decoded(name: bytes, flags: int) -> str:
    """Give a name as text; a backslash, which some programs write, parts it as a slash does."""
    encoding = "utf-8" if flags & 0x800 else "cp437"
    return name.decode(encoding, "replace").replace("\\", "/")
