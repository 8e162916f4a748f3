"""What a search knows: captures, what playback showed of them, why some do not serve; and the answers that follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from citecheck.archives.archive import Wanted
from citecheck.archives.capture import Capture
from citecheck.archives.choice import Choice, choose, on_both_sides, strength, why_taken
from citecheck.archives.playback import Played
from citecheck.model import Snapshot
from citecheck.model.link import Playback


class Ledger:
    """All that is known of the captures of one original."""

    def __init__(self, original: str, wanted: Wanted, archive: str, limit: int) -> None:
        """
        Make one that knows nothing.

        Args:
            original: The address.
            wanted: What a snapshot is wanted for.
            archive: Its name.
            limit: Days from that day up to which a snapshot is near it.
        """
        self.original = original
        self.anchor = wanted.anchor
        self._issued = wanted.issued
        self.captures: dict[str, Capture] = {}
        """By the address of the memento."""
        self.played: dict[str, Played] = {}
        """What playback showed, by the same."""
        self.rejected: dict[str, str] = {}
        """Why captures that might serve do not."""
        self.before = ""
        """How a reason begins, where not all could be asked."""
        self._archive = archive
        self._limit = limit

    def learn(self, captures: Iterable[Capture]) -> None:
        """Add captures; what is known of one already stays where the other says less."""
        for one in captures:
            known = self.captures.get(one.uri)
            if known is None:
                self.captures[one.uri] = one
            else:
                status = known.status if one.status is None else one.status
                self.captures[one.uri] = replace(one, status=status, digest=one.digest or known.digest)

    def note(self, played: Played, capture: Capture | None = None) -> None:
        """Keep what playback tells of a capture and of its neighbours."""
        capture = capture or played.entry
        if capture is None:
            return
        self.played[capture.uri] = played
        known = self.captures.get(capture.uri, capture)
        status = known.status if played.entry is None else played.entry.status
        self.captures[capture.uri] = replace(known, status=status, digest=known.digest or played.digest)
        self.learn(one for one in (played.before, played.after) if one is not None)
        if played.outcome in ("broken", "absent"):
            listed = "The archive lists this copy and does not show it."
            self.reject(capture, listed if played.outcome == "absent" else played.reason)

    def reject(self, capture: Capture, why: str) -> None:
        """Note why a capture does not serve."""
        self.rejected.setdefault(capture.uri, why)

    def spoil(self, digest: str, why: str) -> None:
        """Note why the captures with a digest hold no page of their own."""
        for one in self.captures.values():
            if one.digest == digest:
                self.reject(one, why)
        self.captures = {
            uri: replace(one, status=404) if one.digest == digest else one for uri, one in self.captures.items()
        }

    def is_shown(self, capture: Capture) -> bool:
        """Tell whether a capture was played back and shows a page."""
        return capture.uri in self.played and self.played[capture.uri].is_good

    def holds_no_page(self, capture: Capture) -> bool:
        """Tell whether a capture was seen, and is no page: an error, a wall, nothing."""
        played = self.played.get(capture.uri)
        return played is not None and played.shown is not None and played.outcome == "broken"

    def choice(self) -> Choice:
        """Give all that is known in the order in which it serves."""
        return choose(self.captures.values(), self.anchor)

    def drift(self, capture: Capture) -> int | None:
        """Give the days from the day that is wanted to a capture, None where none is."""
        return None if self.anchor is None else self.anchor.drift(capture.day)

    def is_before(self, capture: Capture) -> bool:
        """Tell whether a capture was made up to the day that is wanted; all were where none is."""
        return (self.drift(capture) or 0) <= 0

    def archived(self, capture: Capture, played: Played, playback: Playback) -> Snapshot:
        """Give the snapshot that a capture is."""
        told = why_taken(self.anchor, capture)
        said = [f"{self.before}{told}"]
        same = on_both_sides(self.captures.values(), self.captures.get(capture.uri, capture), self.anchor)
        if same and self.drift(capture) != 0:
            said.append("The same words were captured before and after that day.")
        if played.bears_title is False:
            said.append("The page does not bear the title that the reference names.")
        if told := self._other_date(played):
            said.append(told)
        if playback == "unverified":
            said.append(played.reason)
        return self._snapshot(capture, playback, " ".join(said), same=same)

    def _other_date(self, played: Played) -> str:
        """Say that a page was published on another day than the reference has it; "" where it was not."""
        told = "" if played.content is None else played.content.issued
        if self._issued is None or not told:
            return ""
        day = dt.date.fromisoformat(told).toordinal()  # in days, for there is none before the first of all
        if self._issued.earliest().toordinal() - 1 <= day <= self._issued.latest().toordinal() + 1:
            return ""
        return f"The page says that it was published on {told}, the reference has {self._issued.iso()}."

    def broken(self, capture: Capture, reason: str) -> Snapshot:
        """Give the answer that an archive lists copies and shows none of the best; *capture* is the best of them."""
        return self._snapshot(capture, "broken", reason, same=False)

    def _snapshot(self, capture: Capture, playback: Playback, reason: str, *, same: bool) -> Snapshot:
        """Give the snapshot that names a capture."""
        played = self.played.get(capture.uri, Played())
        taken = capture if playback != "broken" else None
        known = self.captures.get(capture.uri, capture)
        anchor = self.anchor
        return Snapshot(
            self.original,
            "archived",
            self._archive,
            capture.uri,
            capture.captured_at,
            playback,
            None if anchor is None else anchor.drift(capture.day),
            reason,
            self.choice().candidates(None if taken is None else known, self._why_rejected()),
            anchor=None if self.anchor is None else self.anchor.told,
            strength=None if taken is None else strength(anchor, capture, self._limit, same=same),
            chain=played.hops,
            content=played.content,
            bears_title=played.bears_title,
        )

    def not_archived(self, reason: str, choice: Choice | None = None) -> Snapshot:
        """Give the answer that there is no copy."""
        considered = () if choice is None else choice.candidates(None, self._why_rejected())
        return Snapshot(
            self.original,
            "not-archived",
            self._archive,
            reason=reason,
            candidates=considered,
            anchor=None if self.anchor is None else self.anchor.told,
        )

    def unknown(self, reason: str) -> Snapshot:
        """Give the answer that nobody knows, and why."""
        return Snapshot(
            self.original,
            "unknown",
            self._archive,
            reason=reason,
            anchor=None if self.anchor is None else self.anchor.told,
        )

    def _why_rejected(self) -> dict[Capture, str]:
        """Give the captures that were rejected, each with the reason."""
        return {self.captures[uri]: why for uri, why in self.rejected.items() if uri in self.captures}
