"""
The availability API: a hint where the index is silent, never more.

It says "nothing" now and then of what it found a moment before, and never tells of unchanged pages.
"""

from __future__ import annotations

import json
from typing import Final
from urllib.parse import urlencode

from citecheck.archives.capture import Capture, moment, plain

_MEMENTO: Final = "/web/"


def hint_question(availability: str, original: str, timestamp: str | None) -> str:
    """Give the question for the capture nearest to a time, or for the last one."""
    when = {} if timestamp is None else {"timestamp": timestamp}
    return f"{availability}?{urlencode({'url': original} | when)}"


def read_hint(body: bytes) -> Capture | None:
    """Give the capture that an answer tells of; None where it tells of none or is no answer."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    found = told.get("archived_snapshots") if isinstance(told, dict) else None
    closest = found.get("closest") if isinstance(found, dict) else None
    if not isinstance(closest, dict) or closest.get("available") is not True:
        return None
    timestamp, address, status = closest.get("timestamp"), closest.get("url"), closest.get("status")
    if not isinstance(timestamp, str) or not isinstance(address, str):
        return None
    at = moment(timestamp)
    original = plain(address.partition(_MEMENTO)[2].partition("/")[2])
    if at is None or original is None:
        return None
    is_number = isinstance(status, str) and len(status) == 3 and status.isascii() and status.isdigit()
    return Capture(timestamp, at, original, int(str(status)) if is_number else None)
