"""
Playback: whether what an index lists can be seen, and what it is.

An answer with a `Memento-Datetime` is the captured answer itself, whatever its status (RFC 7089); one without it is the
archive speaking: of another capture (302), of none (404), of a site that it does not show (200!). The page that is
played back is judged as a live one is: a soft 404, a wall or a home page that was captured proves nothing.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from citecheck.archives.archive import Told
from citecheck.archives.capture import Capture, capture_at
from citecheck.archives.failure import BUSY, EXCLUDED, is_excluded, is_worth_a_second
from citecheck.archives.web_links import http_date, web_links
from citecheck.model import Content, MementoHop
from citecheck.pages import Came, Instead, bears, doubt, instead, is_home, media_type, missing, read
from citecheck.web import Exchange
from citecheck.web.exchange import Hop
from citecheck.web.redirects import REDIRECTS

AS_CAPTURED: Final = "id_"
"""The modifier for the bytes as captured: without toolbar, redirects as redirects."""
_NOT_SHOWN: Final = b"has been excluded from the Wayback Machine"
_SAME: Final = dt.timedelta(days=1)
"""How far apart captures are that stand for each other: a redirect and the page that it led to are asked minutes apart."""
_APART: Final = dt.timedelta(days=30)
"""How far apart a captured redirect and what it led to may be, so that they are one answer."""
_CIRCLES: Final = frozenset({"redirect-loop", "too-many-redirects"})
_LONGEST_TYPE: Final = 100
_LONGEST_HEADER: Final = 65_536

Outcome: TypeAlias = Literal["verified", "broken", "absent", "excluded", "unknown"]

_SAID: Final = {
    "login-page": "The copy leads to a page to log in or agree to something, {told}.",
    "seller": "The copy leads to a seller of names, {told}.",
    "error-page": "The copy leads to an error page, {told}.",
    "home": "The copy leads to the home page of the site, {told}.",
    "wall": "The copy holds a page before the page: “{told}”.",
    "parked": "The copy holds a page for a name without a site: “{told}”.",
    "missing": "The copy holds a page that says: “{told}”.",
}


@dataclass(frozen=True, slots=True)
class Played(Told):
    """What came of playing a capture back."""

    outcome: Outcome = "unknown"
    """`absent`: the archive says that it holds nothing of the address at all."""
    reason: str = ""
    """Why it is not verified, in a sentence."""
    entry: Capture | None = None
    """The capture of the address that was asked; where it redirected, not the one that was shown in the end."""
    shown: Capture | None = None
    """The capture that was shown in the end."""
    before: Capture | None = None
    """The capture before `entry`, as the archive names it: of any status."""
    after: Capture | None = None
    is_first: bool = False
    """Whether the archive says that there is none before it."""
    is_last: bool = False
    hops: tuple[MementoHop, ...] = ()
    """Each memento on the way, where there are several."""
    content: Content | None = None
    digest: str = ""
    """SHA-1 of the body in base 32, "" where that was not read to its end."""
    doubt: str = ""
    """Why a page that may be shown may not be the one that was cited, the beginning of a sentence."""
    bears_title: bool | None = None
    """Whether the page bears the title that was cited; None where that cannot be told."""

    @property
    def is_good(self) -> bool:
        """Whether it shows a page."""
        return self.outcome == "verified"


def read_playback(
    exchange: Exchange, base: str, original: str, wanted: dt.datetime | None = None, title: str = ""
) -> Played:
    """
    Judge an attempt to play a capture back, redirects followed.

    Args:
        exchange: What came of it.
        base: Of the archive; a chain that leaves it is no playback.
        original: The address of which a capture was asked.
        wanted: When the capture was made, None where any will do.
        title: Of what was cited, "" where that is not known.
    """
    if exchange.error is not None and exchange.error.kind not in _CIRCLES:
        return _unknown(exchange, f"The copy was not looked at: {exchange.error.message}")
    if exchange.error is not None or not exchange.url.startswith(f"{base}/"):
        return _astray(exchange, base)
    if _memento_datetime(exchange.hops[-1]) is None:
        return _archive_speaks(exchange, base)
    played = _on_the_way(exchange, base)
    status = exchange.status or 0
    if not 200 <= status < 300:
        return replace(played, outcome="broken", reason=f"The copy holds an answer {status}, not the page.")
    if (why := _why_another(exchange, wanted)) is not None:
        return replace(played, outcome="broken", reason=why)
    return _page(exchange, played, original, title)


def _astray(exchange: Exchange, base: str) -> Played:
    """Judge a way that ends nowhere, or outside of the archive."""
    if (
        exchange.error is None and exchange.status in BUSY
    ):  # a host that has troubles of its own: where archives send their readers meanwhile
        return _unknown(exchange, f"The copy was not looked at: the archive answered {exchange.status}.")
    leads = "redirects in a circle" if exchange.error is not None else "leads out of the archive"
    way = replace(_on_the_way(exchange, base), shown=None)
    return replace(way, outcome="broken", reason=f"The copy {leads}.")


def _page(exchange: Exchange, played: Played, original: str, title: str) -> Played:
    """Judge the page that was played back."""
    kind = exchange.headers.get("content-type")
    page = read(exchange.body, kind)
    whole = not exchange.truncated and exchange.body_error is None
    sent_as = media_type(kind)[:_LONGEST_TYPE]
    content = Content(sent_as, len(exchange.body), whole, exchange.sha256, page.title, page.issued)
    digest = base64.b32encode(hashlib.sha1(exchange.body, usedforsecurity=False).digest()).decode() if whole else ""
    played = replace(played, content=content, digest=digest)
    if whole and not exchange.body.strip():
        return replace(played, outcome="broken", reason="The copy is empty.")
    final = played.shown.original if played.shown is not None else original
    came = Came(original, final, _was_led(exchange), page)
    found = instead(came) or (Instead("missing", missing(page).words) if missing(page).is_sure else None)
    if found is not None:
        return replace(played, outcome="broken", reason=_SAID[found.kind].format(told=found.told))
    titled = bears(page, title)
    if came.was_led and is_home(final) and not is_home(original) and not titled:
        return replace(played, outcome="broken", reason=f"The copy leads to a home page, {final}.", bears_title=titled)
    doubtful = doubt(came)
    if doubtful and titled is False:
        why = f"{doubtful}, and it does not bear the title that the reference names."
        return replace(played, outcome="broken", reason=why, bears_title=titled)
    return replace(played, outcome="verified", doubt=doubtful, bears_title=titled)


def _archive_speaks(exchange: Exchange, base: str) -> Played:
    """Judge an answer that is no memento."""
    status = exchange.status or 0
    if is_excluded(exchange) or _NOT_SHOWN in exchange.body:
        return Played(outcome="excluded", reason=EXCLUDED)
    if status == 404:
        if any(_memento_datetime(hop) is not None for hop in exchange.hops):
            why = "The copy redirects to a page of which the archive holds none."
            return replace(_on_the_way(exchange, base), outcome="broken", reason=why)
        return Played(outcome="absent", reason="The archive says that it holds no copy.")
    if status == 200:
        why = "The archive shows a page of its own, not the copy."
        return replace(_on_the_way(exchange, base), outcome="broken", reason=why)
    if status == 429:
        return _unknown(exchange, "The archive was asked too often and asks for a pause (429).")
    return _unknown(exchange, f"The copy was not looked at: the archive answered {status}.")


def _unknown(exchange: Exchange, why: str) -> Played:
    """Give the answer that nothing is known, and why."""
    return Played(failure=why, again=is_worth_a_second(exchange), reason=why)


def _mementos(exchange: Exchange) -> list[tuple[Hop, dt.datetime]]:
    """Give the hops that are mementos, with the time of each."""
    dated = ((hop, _memento_datetime(hop)) for hop in exchange.hops)
    return [(hop, at) for hop, at in dated if at is not None]


def _was_led(exchange: Exchange) -> bool:
    """Tell whether a redirect was captured on the way."""
    return any(hop.status in REDIRECTS for hop, _ in _mementos(exchange))


def _why_another(exchange: Exchange, wanted: dt.datetime | None) -> str | None:
    """Give why what was shown is another capture than was asked for, None where it is the same."""
    mementos = _mementos(exchange)
    first = mementos[0][1]
    if wanted is not None and abs(first - wanted) > _SAME:
        return f"The archive shows a copy of {first:%Y-%m-%d} in its place."
    for (_, one), (_, other) in pairwise(mementos):
        if abs(other - one) > _APART:
            days = abs((other - one).days)
            return f"The copy redirects to a page that was captured {days:,} days apart from it."
    return None


def _on_the_way(exchange: Exchange, base: str) -> Played:
    """Give what the hops tell: the capture that was asked, its neighbours, and the one that was shown."""
    mementos = _mementos(exchange)
    if not mementos:
        return Played()
    captures = [_capture(hop, at) for hop, at in mementos]
    hops = () if len(captures) == 1 else tuple(_told(one, captures[0]) for one in captures if one is not None)
    last = captures[-1] if mementos[-1][0] is exchange.hops[-1] else None
    played = Played(entry=captures[0], shown=last, hops=hops)
    return played if played.entry is None else _beside(played, played.entry, mementos[0][0], base)


def _told(one: Capture, first: Capture | None) -> MementoHop:
    """Give a memento of a chain as a report tells of it."""
    drift = (one.day - first.day).days if first is not None else 0
    return MementoHop(one.uri, one.captured_at, one.status, drift)


def _beside(played: Played, entry: Capture, hop: Hop, base: str) -> Played:
    """Give what the header `Link` of a memento tells of the captures before and after it, in addition."""
    for link in web_links(hop.headers.get("link")[:_LONGEST_HEADER]):
        if "memento" not in link.relations or link.at is None or not link.url.startswith(f"{base}/"):
            continue
        if "prev" in link.relations and link.at < entry.at:
            played = replace(played, before=capture_at(link.url, link.at))
        if "next" in link.relations and link.at > entry.at:
            played = replace(played, after=capture_at(link.url, link.at))
        if "first" in link.relations and link.at >= entry.at:
            played = replace(played, is_first=True)
        if "last" in link.relations and link.at <= entry.at:
            played = replace(played, is_last=True)
    return played


def _capture(hop: Hop, at: dt.datetime) -> Capture | None:
    """Give the capture that a memento of a chain is."""
    found = capture_at(hop.url, at)
    return None if found is None else replace(found, status=hop.status)


def _memento_datetime(hop: Hop) -> dt.datetime | None:
    """Give the `Memento-Datetime` of an answer, None where it is no memento."""
    return http_date(hop.headers.get("memento-datetime"))
