"""Recordings of a run: one that is written beside the network, one that is replayed in its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from citecheck.gathering.breaker import MEMENTO
from citecheck.gathering.policy import Policy
from citecheck.model import Provenance
from citecheck.web.adapter import Recorder, Replay
from citecheck.web.cassette import Cassette, CassetteWriter, read_cassette
from citecheck.web.interaction import Interaction
from citecheck.web.transport import LiveAdapter, now


def replayed(policy: Policy, path: Path) -> tuple[Cassette, Replay]:
    """
    Give a recording, and what answers from it.

    Raises:
        CassetteError: It cannot be read.
    """
    cassette = read_cassette(path)
    return cassette, Replay(cassette, policy.redactor)


def recorder(policy: Policy, path: Path) -> tuple[Recorder, Provenance]:
    """Give the recorder of a run that writes to *path*, and what its report says: the same as those of its replays."""
    recorded = now()
    label = policy.label or f"Answers are from the web, recorded on {recorded[:10]}."
    writer = CassetteWriter(path, label=label, recorded=recorded)
    made = Recorder(LiveAdapter(policy.ca_file, policy.manners.at_once, policy.client), writer, policy.redactor)
    return made, Provenance("live", label, recorded)


def refusals(cassette: Cassette, service: Callable[[str], str | None]) -> Counter[str]:
    """Give how often each service of an archive turned a request away in a recording."""
    asked = (service(one.url) for one in cassette.interactions if _is_refusal(one))
    return Counter(name for name in asked if name is not None)


def _is_refusal(one: Interaction) -> bool:
    """Tell whether a service said "too often", or did not even listen."""
    if one.error is not None:
        return one.error.kind == "refused"
    return one.status == 429 and MEMENTO not in one.headers
