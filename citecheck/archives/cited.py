"""
Copies that a reference links: whether they play back, of what they are, and when they were made.

What the address says (archive, original, time) is in `lexicon/copies.py`; what its archive says is judged as the playback
of any capture is. An archive that shows another copy than the one that is named plays a copy back all the same: of when
that is, it says.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from citecheck.archives.failure import EXCLUDED
from citecheck.archives.known import archive_named, known
from citecheck.archives.memento import MementoArchive
from citecheck.archives.playback import AS_CAPTURED, Played, read_playback
from citecheck.lexicon.copies import Copy, copy_of
from citecheck.model import CopyCheck, LinkCheck, LinkVerdict
from citecheck.model.link import Playback
from citecheck.pages import read
from citecheck.web import Exchange
from citecheck.web.hosts import host_name

_WAYBACK: Final = "wayback"
_HOSTS: Final = ("web.archive.org/web", "wayback.archive.org/web", "archive.org/web", "www.archive.org/web")
_MEMENTO: Final = re.compile(r"/(\d{1,14})(?:[a-z]{2}_)?(/.{1,8192})", re.IGNORECASE | re.DOTALL)
_SAVE: Final = re.compile(r"(https?://web\.archive\.org)/save(/.{1,8192})", re.IGNORECASE | re.DOTALL)
"""Who asks such an address has a copy made, and sees it late or never."""
_LAST: Final = f"2{AS_CAPTURED}"
_UNDATED: Final = "Its archive does not say when it was made."
_FRAMED: Final = "Its archive shows it in a frame, which tells nothing of it."
_FRAME: Final = re.compile(rb"<i?frame\b", re.IGNORECASE)
_REACH: Final = 65_536
"""Bytes of a page in which a frame is looked for."""
_FEW: Final = 400
"""Code points of text up to which a page with a frame is nothing but the frame."""


def asked_as_captured(url: str) -> str:
    """Give the address at which a copy is asked for as it was captured, without what its archive adds to it."""
    if found := _SAVE.fullmatch(url):
        return f"{found[1]}/web/{_LAST}{found[2]}"
    scheme, _, rest = url.partition("://")
    for base, modifier in _modifiers():
        if rest[: len(base)].lower() == base and (found := _MEMENTO.fullmatch(rest[len(base) :])):
            return f"{scheme}://{rest[: len(base)]}/{found[1]}{modifier}{found[2]}"
    return url


def cited(found: LinkCheck, exchange: Exchange, url: str) -> LinkCheck:
    """
    Give the verdict on a link to a copy.

    Args:
        found: The verdict as on any link.
        exchange: What came of asking it.
        url: The address as the document has it.
    """
    copy = copy_of(url)
    if copy is None or not exchange.answered:
        return found
    played = read_playback(exchange, _base(exchange, copy), copy.original or url)
    told = _told(copy, played)
    if why := _unseen(copy, played, exchange, url):
        return replace(found, copy=replace(told, playback="unverified", reason=why))
    verdict, reason = _verdict(found, played)
    final = played.shown.uri if played.shown is not None else found.final_url
    return replace(found, verdict=verdict, reason=reason, final_url=final, copy=told)


def _unseen(copy: Copy, played: Played, exchange: Exchange, url: str) -> str:
    """
    Give why an answer tells nothing of a copy, "" where it does.

    Only of the Wayback Machine it is known that it dates whatever it shows. Others show copies without a date, or in a
    frame with a date, which is there whatever was captured.
    """
    if copy.archive == _WAYBACK or played.outcome not in {"verified", "broken"}:
        return ""
    if played.entry is None:
        return _UNDATED
    if exchange.request.url != url or not _FRAME.search(exchange.body, 0, _REACH):
        return ""
    return _FRAMED if read(exchange.body, exchange.headers.get("content-type")).own_length <= _FEW else ""


def _verdict(found: LinkCheck, played: Played) -> tuple[LinkVerdict, str]:
    """Give the verdict on a link by what its archive played back."""
    if played.outcome == "verified":
        return "live", "The archive plays the copy back."
    if played.outcome == "absent":
        return "dead", "The archive holds no copy of it."
    if played.outcome == "excluded":
        return "dead", EXCLUDED
    if played.outcome == "broken":
        return "soft-404", played.reason
    return found.verdict, found.reason


def _told(copy: Copy, played: Played) -> CopyCheck:
    """Give what is known of a copy."""
    shown = played.entry or played.shown
    states: dict[str, Playback] = {"verified": "verified", "unknown": "unverified"}
    captured_at = None if shown is None else shown.captured_at
    return CopyCheck(copy.archive, copy.original, captured_at, states.get(played.outcome, "broken"), played.reason)


def _base(exchange: Exchange, copy: Copy) -> str:
    """Give the origin of an archive: where it answered, as long as that is the host that was asked or another of its own."""
    parts = urlsplit(exchange.request.url)
    answered = copy_of(exchange.url)
    is_own = answered is not None and answered.archive == copy.archive
    if is_own or host_name(exchange.url) == host_name(exchange.request.url):
        parts = urlsplit(exchange.url)
    return f"{parts.scheme}://{parts.netloc}"


@cache
def _modifiers() -> tuple[tuple[str, str], ...]:
    """Give how the addresses of copies begin, without scheme, and what asks for them as captured, the longest first."""
    found = dict.fromkeys(_HOSTS, AS_CAPTURED)
    for name in known(off=True):
        archive = archive_named(name)
        if isinstance(archive, MementoArchive) and archive.modifier:
            found |= {base.partition("://")[2].lower(): archive.modifier for base in archive.bases}
    return tuple(sorted(found.items(), key=lambda one: -len(one[0])))
