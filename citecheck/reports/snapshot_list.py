"""Snapshots without a document around them: what `citecheck archive` prints."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from citecheck.model import SCHEMA_VERSION, Snapshot
from citecheck.reports.visible import harmless

_STATUS: Final = {"archived": "archived", "not-archived": "not archived", "unknown": "unknown"}
_PLAYBACK: Final = {"verified": "played back", "broken": "does not play back", "unverified": "not played back"}


def snapshots_json(snapshots: Iterable[Snapshot]) -> str:
    """Give snapshots as JSON, each as in an audit."""
    told = {"schema_version": SCHEMA_VERSION, "snapshots": [msgspec.to_builtins(one) for one in snapshots]}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def snapshots_text(snapshots: Iterable[Snapshot]) -> str:
    """Give snapshots for people: what was found, why that one, and what else was considered."""
    return "\n".join("\n".join(map(harmless, _lines(one))) + "\n" for one in snapshots)


def _lines(one: Snapshot) -> Iterator[str]:
    """Give the lines about one."""
    yield one.original
    if one.memento is None:
        yield f"  {_STATUS[one.status]}: {one.reason}"
    else:
        worth = f", {one.strength} evidence" if one.strength else ""
        yield f"  {_STATUS[one.status]} {(one.captured_at or '')[:10]}, {_PLAYBACK[one.playback]}{worth}"
        yield f"  {one.memento}"
        yield f"  {one.reason}"
    for other in one.candidates:
        if other.rejected:
            status = "" if other.http_status is None else f" ({other.http_status})"
            yield f"    {other.captured_at[:10]}{status}: {other.rejected}"
