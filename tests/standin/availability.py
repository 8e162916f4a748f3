r"""
The availability API, in its two versions.

The first: `GET /wayback/available?url=U&timestamp=T`, one address, the nearest capture on either side.

The second: `POST /wayback/available` with the header `Wayback-Api-Version: 2` and a line for each address,
`url=U&timestamp=T&closest=before&statuscodes=200&statuscodes=203&tag=X`, where `closest` is before, after or either. A
result without `archived_snapshots` means that this address failed and may be asked again.

Both say "nothing" in one way, whatever the reason, and neither tells of revisits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import parse_qs

from tests.standin.captures import DIGITS, Captures, Kept, moment, nearest, surt
from tests.standin.faults import Faults
from tests.standin.message import Request
from tests.standin.playback import whole
from tests.standin.table import Exclusion, Wayback

NOW: Final = "99991231235959"
HEADER: Final = "wayback-api-version"


class Availability:
    """Tells of the capture nearest to a time."""

    def __init__(
        self, captures: Captures, settings: Wayback, faults: Faults, exclusion: Callable[[str], Exclusion | None]
    ) -> None:
        self._captures = captures
        self._settings = settings
        self._faults = faults
        self._exclusion = exclusion
        self._hiccups: Counter[str] = Counter()
        self._unanswered: Counter[str] = Counter()

    def one(self, request: Request, captures: Captures | None = None) -> dict[str, Any]:
        """Give the first version's answer; *captures* stand in for what the archive holds."""
        options = parse_qs(request.query)
        url, stamp = options.get("url", [""])[0], options.get("timestamp", [None])[0]
        told: dict[str, Any] = {"url": url, "archived_snapshots": {}}
        if stamp is not None:
            told["timestamp"] = stamp
        held = self._held(url, captures or self._captures, lambda one: one.capture.status < 300)
        told["archived_snapshots"] = self._snapshots(request, url, nearest(held, (stamp or NOW)[:DIGITS]))
        return told

    def many(self, request: Request) -> dict[str, Any]:
        """Give the second version's answer."""
        lines = request.body.decode("utf-8", "replace").splitlines()
        return {"results": [self._result(request, line) for line in lines if line.strip()]}

    def _result(self, request: Request, line: str) -> dict[str, Any]:
        """Give the result of one line."""
        options = parse_qs(line.strip())
        url, stamp = options.get("url", [""])[0], options.get("timestamp", [NOW])[0]
        told: dict[str, Any] = {"url": url, "timestamp": stamp}
        if "tag" in options:
            told["tag"] = options["tag"][0]
        fault = self._faults.of("availability", url)
        key = surt(whole(url))
        self._unanswered[key] += 1
        if self._unanswered[key] <= self._settings.unanswered or (fault and fault.does not in {"answer", "nothing"}):
            return told
        statuses = options.get("statuscodes")
        held = self._held(
            url,
            self._captures,
            lambda one: str(one.capture.status) in statuses if statuses else one.capture.status < 300,
        )
        chosen = None if fault and fault.does == "nothing" else _closest(held, stamp, options.get("closest", [""])[0])
        return told | {"archived_snapshots": self._snapshots(request, url, chosen)}

    @staticmethod
    def _held(url: str, captures: Captures, fits: Callable[[Kept], bool]) -> list[Kept]:
        """Give the captures of an address that the API knows and that fit."""
        return [
            one
            for one in captures.of(whole(url))
            if one.capture.row is None and one.capture.available and not one.capture.revisit and fits(one)
        ]

    def _snapshots(self, request: Request, url: str, chosen: Kept | None) -> dict[str, Any]:
        """Give what an answer tells of the capture that was chosen."""
        if chosen is None or self._hiccup(url) or self._exclusion(url) is not None:
            return {}
        door = "web.archive.org" if request.host.endswith("archive.org") else request.authority
        return {
            "closest": {
                "status": str(chosen.capture.status),
                "available": True,
                "url": f"http://{door}/web/{chosen.at}/{chosen.capture.url}",
                "timestamp": chosen.at,
            }
        }

    def _hiccup(self, url: str) -> bool:
        """Say whether the API has one of its moments."""
        key = surt(whole(url))
        self._hiccups[key] += 1
        return self._hiccups[key] <= self._settings.hiccups


def _closest(held: list[Kept], stamp: str, side: str) -> Kept | None:
    """Give the capture closest to a time on one side of it, the time itself counted in, or on either."""
    wanted = moment(stamp[:DIGITS])
    if side == "before":
        held = [one for one in held if moment(one.at) <= wanted]
    elif side == "after":
        held = [one for one in held if moment(one.at) >= wanted]
    return nearest(held, stamp[:DIGITS])
