"""
The search for the snapshot that serves a reference: playback shows, the index decides, the availability API hints.

Playback leads to the capture nearest to a day and names the ones before and after it, so that as a rule two requests
suffice, and the index, which bears few questions, need not be asked. It is asked where playback knows nothing, or shows
something that proves nothing. "Archived" stands on a capture that was played back, where playback answers at all; "not
archived" takes two services that agree: an index without a capture that could serve, and playback that shows none. All
else is unknown.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import Any, Final, TypeAlias, TypeVar

from citecheck.archives.archive import Anchor, Inquiry, Question, Told, Wanted, asked
from citecheck.archives.availability import Hint
from citecheck.archives.capture import Capture
from citecheck.archives.cdx import ROWS, Rows
from citecheck.archives.choice import Choice, choose, on_both_sides
from citecheck.archives.failure import EXCLUDED
from citecheck.archives.ledger import Ledger
from citecheck.archives.playback import Played
from citecheck.archives.searched import Searched
from citecheck.model import Snapshot

T = TypeVar("T", bound=Told)
Step: TypeAlias = Generator[Question[Any], Any, T]

_MOST_WALKED: Final = 4
"""Captures that are played back one after the other, each named by the one before, before the index is asked."""
_MOST_PLAYED: Final = 6
"""Captures that the index lists and that are played back in search of a good one."""
_MOST_REDIRECTS: Final = 3
"""The same where all are redirects."""
_MOST_TITLES: Final = 3
"""Captures that are played back in search of one that bears the title."""
_WORTH_COMPARING: Final = 7
"""Days from which it is worth a request to see whether the other side of the day holds the same words."""
_FEW_OTHERS: Final = 2
"""Other addresses with the very same bytes from which these are no page of their own."""
_SHORT: Final = 20_000
"""Bytes up to which a page may be one that a site gives for whatever is asked."""
_NOBODY: Final = Played(reason="It has no second service that could confirm it.")
"""What is known before anybody was asked, of an archive that leads to no copy by itself."""


class Search:
    """The search of one archive for one reference; it is used once."""

    def __init__(self, archive: Searched, original: str, wanted: Wanted) -> None:
        """Make one that has asked nobody yet."""
        self._archive = archive
        self._original = original
        self._wanted = wanted
        self._anchor: Anchor | None = wanted.anchor
        self._known = Ledger(original, wanted, archive.name, archive.terms.max_drift)

    def steps(self) -> Inquiry:
        """Give the inquiry."""
        question = self._archive.nearest(self._original, self._wanted)
        first = _NOBODY if question is None else (yield from self._ask(question))
        if first.outcome == "excluded":
            return self._known.unknown(EXCLUDED)
        self._known.note(first)
        taken = yield from self._walked(first)
        if taken is not None:
            return (yield from self._taken(taken))
        listed = yield from self._listed()
        if listed.is_excluded:
            return self._known.unknown(EXCLUDED)
        self._known.learn(listed.captures)
        if listed.failure:
            return (yield from self._without_index(listed))
        return (yield from self._decided(first, listed))

    # --- Playback alone

    def _walked(self, first: Played) -> Step[Any]:
        """Give the capture that serves best, as far as playback and the neighbours that it names tell; else None."""
        entry = first.entry
        if entry is None:
            return None
        if self._anchor is not None and self._anchor.kind == "issued":
            return (yield from self._nearest_of(entry, first))
        return (yield from self._last_before(entry, first))

    def _nearest_of(self, entry: Capture, first: Played) -> Step[Any]:
        """Give the capture nearest to a day of publication: the one that playback leads to, or a neighbour."""
        if not first.is_good or not (first.before or first.is_first) or not (first.after or first.is_last):
            return None
        best = choose(filter(None, (entry, first.before, first.after)), self._anchor).good[0]
        if best == entry or self._known.drift(best) == self._known.drift(entry):
            return entry
        other = yield from self._play(best)
        return best if other.is_good else entry

    def _last_before(self, entry: Capture, first: Played) -> Step[Any]:
        """Give the last good capture up to the day of access, or the first after it, walking from one to the next."""
        at, played = yield from self._last_up_to_day(entry, first)
        if self._known.is_before(at) and not (self._known.drift(at) == 0 or played.after or played.is_last):
            return None
        later: Capture | None = None
        for _ in range(_MOST_WALKED):
            if played.is_good and self._known.is_before(at):
                return at
            later = at if played.is_good else later
            if played.before is None:
                return later if played.is_first else None
            at = played.before
            played = yield from self._play(at)
        return None

    def _last_up_to_day(self, at: Capture, played: Played) -> Step[Any]:
        """Walk to later captures as long as they are of the day that is wanted or before it."""
        for _ in range(_MOST_WALKED):
            if played.after is None or not self._known.is_before(played.after):
                break
            at = played.after
            played = yield from self._play(at)
        return at, played

    # --- The index

    def _listed(self) -> Step[Rows]:
        """Ask the index until the rule can choose: once as a rule, at most three times."""
        question = self._archive.listed_near(self._original, self._anchor)
        if question is None:
            return Rows(failure="The archive gives no list of its copies.")
        near = yield from self._ask(question)
        if near.failure or near.is_excluded or near.count < ROWS or choose(near.captures, self._anchor).is_before:
            return near
        before = yield from self._ask(self._archive.listed_before(self._original, self._anchor))
        captures, problem = (*near.captures, *before.captures), before.failure
        if self._anchor is not None and not choose(captures, self._anchor).good:
            after = yield from self._ask(self._archive.listed_after(self._original, self._anchor))
            captures, problem = (*captures, *after.captures), problem or after.failure
        return Rows(problem, count=near.count, captures=tuple(dict.fromkeys(captures)))

    def _decided(self, first: Played, listed: Rows) -> Inquiry:
        """Give the snapshot, now that the index has told what there is."""
        choice = self._known.choice()
        if not listed.count and first.outcome == "broken" and not any(map(self._known.is_shown, choice.good)):
            why = "The archive's index lists no copy, and its playback does not confirm that."
            return self._known.unknown(f"{why} {first.reason}")
        if choice.good or choice.redirects:
            return (yield from self._best_of(choice))
        if first.failure and not listed.count:
            return (yield from self._hinted(f"The archive's index lists no copy. {first.reason}"))
        if choice.bad or self._known.captures:
            return self._only_bad(choice, first)
        if first.outcome == "absent":
            return self._known.not_archived("Neither the archive's index nor its playback knows a copy.")
        return self._known.unknown(f"The archive's index lists no copy that can be used. {first.reason}")

    def _only_bad(self, choice: Choice, first: Played) -> Snapshot:
        """Give the answer where all that was captured is errors."""
        if first.failure:
            return self._known.unknown(f"The archive's index lists errors only. {first.reason}")
        copies = "The only copy holds" if len(choice.bad) == 1 else "All copies hold"
        return self._known.not_archived(f"{copies} an error or nothing, not the page.", choice)

    def _without_index(self, listed: Rows) -> Inquiry:
        """Give the snapshot where the index told nothing, or not all that was asked."""
        self._known.before = f"Not all copies are known. {listed.failure} "
        choice = self._known.choice()
        named = {one.uri for one in listed.captures}
        good = [one for one in choice.good if one.status is not None or one.uri in named or self._known.is_shown(one)]
        if good:
            return (yield from self._best_of(replace(choice, good=tuple(good), redirects=())))
        self._known.before = ""
        return (yield from self._hinted(listed.failure))

    def _best_of(self, choice: Choice) -> Inquiry:
        """Play captures back, the best first, and take the first that shows a page."""
        tried = 0
        for capture in (*choice.good, *choice.redirects):
            if capture.uri in self._known.rejected:
                continue
            if tried == (_MOST_PLAYED if capture in choice.good else _MOST_REDIRECTS):
                break
            tried += not self._known.is_shown(capture)
            played = yield from self._play(capture)
            if played.outcome == "excluded":
                return self._known.unknown(EXCLUDED)
            if played.is_good:
                return (yield from self._taken(capture))
            if played.failure and capture in choice.good:
                return self._known.archived(capture, played, "unverified")
            if played.failure:
                return self._known.unknown(f"All copies are redirects. {played.reason}")
        return self._all_broken(choice)

    def _all_broken(self, choice: Choice) -> Snapshot:
        """Give the answer where no capture that was played back shows a page."""
        tried = [one for one in (*choice.good, *choice.redirects) if one.uri in self._known.rejected]
        left = len(choice.good) + len(choice.redirects) - len(tried)
        if not choice.good:
            if left:
                count = len(choice.redirects)
                return self._known.unknown(f"All {count} copies are redirects; the {len(tried)} best lead to no copy.")
            return self._known.not_archived("All copies are redirects that lead to no copy.", choice)
        broken = tried[0]
        if not left and all(self._known.holds_no_page(one) for one in tried):
            copies = "The only copy is not" if len(tried) == 1 else f"None of the {len(tried)} copies is"
            told = f"{copies} of the page that was cited: {self._known.rejected[broken.uri]}"
            return (
                self._known.unknown(self._known.before + told)
                if self._known.before
                else self._known.not_archived(told, choice)
            )
        shown = "does not show the best" if len(tried) == 1 else f"shows none of the {len(tried)} best"
        told = f"The archive lists copies, but {shown}: {self._known.rejected[broken.uri]}"
        return self._known.broken(broken, self._known.before + told)

    # --- Where nothing else helps

    def _hinted(self, problem: str) -> Inquiry:
        """Ask the availability API, because another service failed for the reason *problem*."""
        question = self._archive.hinted(self._original, self._anchor, both_sides=True)
        hint = Hint() if question is None else (yield from self._ask(question))
        if (hint.failure or not hint.captures) and self._anchor is not None:
            question = self._archive.hinted(self._original, self._anchor, both_sides=False)
            hint = Hint() if question is None else (yield from self._ask(question))
        choice = choose(hint.captures, self._anchor)
        if not choice.good:
            return self._known.unknown(problem)
        self._known.learn(hint.captures)
        self._known.before = f"{problem} The availability API names a copy. "
        return (yield from self._best_of(replace(choice, redirects=())))

    # --- One capture

    def _taken(self, capture: Capture) -> Inquiry:
        """Give the snapshot that a capture is, once nothing speaks against it any more."""
        played = self._known.played[capture.uri]
        others = yield from self._others_with_the_same(played)
        if others:
            self._known.reject(
                capture, f"The copy holds the same bytes as those of {others} other addresses of the site."
            )
            listed = yield from self._listed()
            self._known.learn(listed.captures)
            why = f"The copy holds the same bytes as those of {others} other addresses of the site."
            self._known.spoil(played.digest, why)
            if listed.failure:
                return (yield from self._without_index(listed))
            return (yield from self._decided(played, listed))
        if played.bears_title is False:
            capture = yield from self._titled(capture)
            played = self._known.played[capture.uri]
        yield from self._look_at_other_side(capture, played)
        return self._known.archived(capture, played, "verified")

    def _titled(self, capture: Capture) -> Step[Any]:
        """Give the capture that serves best of those that bear the title that the reference names, else *capture*."""
        untitled = [capture]
        for _ in range(_MOST_TITLES):
            looked_at = {one.uri for one in untitled} | self._known.rejected.keys()
            other = next((one for one in self._known.choice().good if one.uri not in looked_at), None)
            if other is None:
                break
            played = yield from self._play(other)
            if played.is_good and played.bears_title:
                for one in untitled:
                    self._known.reject(one, "It does not bear the title that the reference names.")
                return other
            untitled.append(other)
        return capture

    def _others_with_the_same(self, played: Played) -> Generator[Question[Any], Any, int]:
        """Give how many other addresses of the site were answered with the same bytes; asked only where there is doubt."""
        content = played.content
        is_short = content is not None and content.length <= _SHORT
        if not played.digest or not is_short or not (played.doubt or played.bears_title is False):
            return 0
        question = self._archive.same_words(_folder(self._original), played.digest)
        if question is None:
            return 0
        rows = yield from self._ask(question)
        mine = _bare(self._original)
        others = {_bare(one.original) for one in rows.captures if one.digest == played.digest} - {mine}
        return len(others) if len(others) >= _FEW_OTHERS else 0

    def _look_at_other_side(self, capture: Capture, played: Played) -> Generator[Question[Any], Any, None]:
        """Look at the next capture after the day, where the one before it is far: it may hold the same words."""
        anchor, after = self._anchor, played.after
        if anchor is None or anchor.kind != "accessed" or after is None or self._known.is_before(after):
            return
        if -anchor.drift(capture.day) < _WORTH_COMPARING:
            return
        if not on_both_sides(self._known.captures.values(), self._known.captures[capture.uri], anchor):
            yield from self._play(after)

    def _play(self, capture: Capture) -> Step[Played]:
        """Play a capture back, once."""
        if capture.uri in self._known.played:
            return self._known.played[capture.uri]
        played = yield from self._ask(self._archive.played(capture, self._original, self._wanted))
        self._known.learn((capture,))
        self._known.note(played, capture)
        return played

    def _ask(self, question: Question[T]) -> Step[T]:
        """Ask, and once more where that may help."""
        return asked(question, self._archive.terms.patience)


def _bare(url: str) -> str:
    """Give an address as an index files it, more or less: without scheme, `www.` and a closing slash."""
    return url.partition("://")[2].lower().removeprefix("www.").partition("#")[0].rstrip("/")


def _folder(url: str) -> str:
    """Give the host of an address, with which the index finds all that is below it."""
    return url.partition("://")[2].partition("/")[0].partition("?")[0]
