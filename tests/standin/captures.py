"""What the archive holds: captures by the sort-friendly form of their address (SURT), and the nearest to a time."""

from __future__ import annotations

import base64
import hashlib
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import urljoin, urlsplit

from tests.standin.message import host_of, reason_phrase
from tests.standin.pages import Pages, owning_up
from tests.standin.table import Capture, Table

DIGITS = 14
PARTS = ((0, 4), (4, 6), (6, 8), (8, 10), (10, 12), (12, 14))
WWW = re.compile(r"www\d{0,3}\.")  # the index drops www., www2. and the like
REDIRECTS = frozenset({301, 302, 303, 307, 308})


def surt(url: str) -> str:
    """
    Give the key under which the index files an address.

    Scheme, `www.`, the usual ports, letter case, fragment and a final slash do not count, so that one question
    covers all spellings: `http://www.Example.com:80/A/` -> `com,example)/a`.
    """
    parts = urlsplit(url if "://" in url else f"http://{url}")
    host = host_of(parts.netloc.rpartition("@")[2])
    host = host[found.end() :] if (found := WWW.match(host)) else host
    port = parts.netloc.rpartition("]")[2].rpartition(":")[2] if ":" in parts.netloc.rpartition("]")[2] else ""
    place = ",".join(reversed(host.split("."))) + (f":{port}" if port not in ("", "80", "443") else "")
    path = (parts.path or "/").lower()
    path = path.rstrip("/") or "/"
    return f"{place}){path}" + (f"?{parts.query.lower()}" if parts.query else "")


def moment(stamp: str) -> datetime:
    """Give the time of a timestamp of up to fourteen digits; what no calendar has becomes the nearest that it has."""
    digits = (stamp + "00000101000000"[len(stamp) :])[:DIGITS]
    year, month, day, hour, minute, second = (int(digits[start:end]) for start, end in PARTS)
    year, month = max(year, 1), min(max(month, 1), 12)
    day = min(max(day, 1), monthrange(year, month)[1])
    return datetime(year, month, day, min(hour, 23), min(minute, 59), min(second, 59), tzinfo=UTC)


def http_date(stamp: str) -> str:
    """Give a timestamp as Memento-Datetime writes it (RFC 7089)."""
    return format_datetime(moment(stamp), usegmt=True)


@dataclass(frozen=True, slots=True)
class Kept:
    """
    One capture with what is derived from it.

    Args:
        capture: The row of the table.
        key: Its SURT.
        body: What was captured, encoded.
        digest: SHA-1 of the body in base 32, as the index has it.
        columns: Its row in the index: urlkey, timestamp, original, mimetype, statuscode, digest, length.
    """

    capture: Capture
    key: str
    body: bytes
    digest: str
    columns: tuple[str, ...]

    @property
    def at(self) -> str:
        """The timestamp."""
        return self.capture.at

    @property
    def playable(self) -> bool:
        """Whether playback shows it, redirects to others counted out."""
        return self.capture.row is None and self.capture.playback != "missing"

    @property
    def content_type(self) -> str:
        """The Content-Type that the archive replays."""
        kind = self.capture.type
        return f"{kind}; charset=utf-8" if kind == "text/html" else kind


class Captures:
    """All captures of one archive of a table, by key and time."""

    def __init__(self, table: Table, pages: Pages, archive: str | None = None) -> None:
        """
        Make them.

        Args:
            table: The table.
            pages: Draws its pages.
            archive: The archive; the Wayback Machine where None.
        """
        kept = [keep(row, pages) for row in table.capture if row.archive == archive]
        self._all = sorted(kept, key=lambda one: (one.key, one.at))
        self._by_key: dict[str, list[Kept]] = {}
        for one in self._all:
            self._by_key.setdefault(one.key, []).append(one)

    def of(self, url: str) -> tuple[Kept, ...]:
        """Give the captures of an address, oldest first."""
        return tuple(self._by_key.get(surt(url), ()))

    def playable(self, url: str) -> tuple[Kept, ...]:
        """Give the captures of an address that playback shows, oldest first."""
        return tuple(one for one in self.of(url) if one.playable)

    def listed(self) -> Iterator[Kept]:
        """Give every capture that the index has, in its order."""
        return (one for one in self._all if one.capture.listed)


def nearest(captures: Iterable[Kept], stamp: str) -> Kept | None:
    """Give the capture nearest to a time, the earlier of two as near."""
    wanted = moment(stamp)
    return min(captures, key=lambda one: (abs(moment(one.at) - wanted), one.at), default=None)


def keep(capture: Capture, pages: Pages) -> Kept:
    """Give a capture with what is derived from it."""
    if capture.body is not None:
        body = capture.body.encode()
    elif capture.page is not None:
        body = pages.draw(capture.page, capture.url)
    elif capture.status in REDIRECTS:
        body = b""
    elif capture.status >= 400:
        body = owning_up(capture.status, reason_phrase(capture.status))
    else:
        body = pages.draw("addressed", capture.url)
    # The digest is the archive's name for a content, not a defence.
    digest = base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode("ascii")
    kind, status = ("warc/revisit", "-") if capture.revisit else (capture.type, str(capture.status))
    made = (surt(capture.url), capture.at, capture.url, kind, status, digest, str(len(body)))
    columns = made if capture.row is None else tuple(capture.row.split(" "))
    return Kept(capture, surt(capture.url), body, digest, columns)


def redirect_target(kept: Kept) -> str | None:
    """Give the whole address that a captured redirect led to."""
    capture = kept.capture
    return urljoin(capture.url, capture.to) if capture.to is not None else None
