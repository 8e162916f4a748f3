"""
The verdict on a link, from what came of asking it.

Only a plain word of the server or of the name server makes a link dead: 404, 410, no such name; a plain word of the
page that came instead makes it a soft 404. What is refused to a
machine may answer a person, and what fails today may answer tomorrow. Statuses as in RFC 9110 and the registry of
IANA; 999 is LinkedIn's own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.resources import files
from sys import intern
from typing import Final, cast, get_args
from urllib.parse import urljoin, urlsplit, urlunsplit

from citecheck.links.content import judged
from citecheck.links.onward import page_of
from citecheck.links.sibling import Sibling
from citecheck.model import CertificateProblem, Content, Hop, LinkCheck, LinkVerdict
from citecheck.pages import Anchored, Glimpse, media_type, walled
from citecheck.web import Exchange, Headers, WebError
from citecheck.web.exchange import Hop as Step
from citecheck.web.pace import LONGEST_HOLD
from citecheck.web.redact import MARK
from citecheck.web.redirects import REDIRECTS
from citecheck.web.turns import retry_after

_PERMANENT: Final = frozenset({301, 308})
_GONE: Final = {404: "The server knows no such page (404)", 410: "The server says that the page is gone for good (410)"}
_REFUSALS: Final = {
    401: "The server asks for a login (401)",
    402: "The server asks for payment (402)",
    403: "The server refuses to answer (403)",
    407: "A proxy asks for a login (407)",
    429: "The server was asked too often (429)",
    451: "The page is withheld for legal reasons (451)",
    999: "The server refuses to answer programs (999)",
}
_TRY_AGAIN: Final = frozenset({408, 425, 500, 502, 503, 504})
"""Statuses that a second request may well not meet."""
_CERTIFICATE: Final = frozenset(get_args(CertificateProblem))
_LONGEST_TYPE: Final = 100
"""Characters of a media type that are kept."""
_LONGEST_TARGET: Final = 2000
"""Characters of the address of a redirect that was not followed: a server may send many more."""
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
"""Characters that steer a terminal; nothing that a server sends is shown with them."""
_TRANSIENT: Final = frozenset({"timeout", "refused", "unreachable", "reset", "truncated"})
"""Failures that a second request may well not meet."""


def check(
    exchange: Exchange, url: str | None = None, page: Glimpse | None = None, sibling: Sibling | None = None
) -> LinkCheck:
    """
    Give the verdict on a link.

    Args:
        exchange: What came of asking it, redirects followed.
        url: The address as the document spells it; that of the request where None.
        page: The page that came, where somebody has read it already.
        sibling: What the site gave for a made-up address, where that was asked.
    """
    url = exchange.request.url if url is None else url
    page = page_of(exchange) if page is None else page
    verdict, reason = _error(exchange, exchange.error) if exchange.error else _answer(exchange, page, sibling)
    answered = exchange.status is not None
    final = _with_fragment(exchange.url, url) if answered else None
    return LinkCheck(
        url=url,
        verdict=verdict,
        http_status=exchange.status,
        final_url=url if final == url else final,  # one string for both: there may be 100,000 of them
        chain=_chain(exchange, url),
        reason=reason,
        checked_at=exchange.asked_at or None,
        content=_content(exchange, page) if answered else None,
    )


def unchecked(url: str, reason: str) -> LinkCheck:
    """Give the answer about a link that was not asked, with the reason as a sentence."""
    return LinkCheck(url, "unchecked", reason=reason)


def skipped(url: str, reason: str) -> LinkCheck:
    """Give the answer about a link that nobody wants asked, with the reason as a sentence."""
    return LinkCheck(url, "skipped", reason=reason)


def respelled(found: LinkCheck, url: str) -> LinkCheck:
    """Give an answer under another spelling of its address; a fragment goes along to where it led."""
    final = found.final_url
    if url == found.url:
        return found
    return replace(found, url=url, final_url=None if final is None else _with_fragment(final, url))


def placed(found: LinkCheck, anchor: Anchored) -> LinkCheck:
    """Give an answer with what is known of the place on the page that the fragment of its address names."""
    if found.verdict not in ("live", "moved"):
        return found
    reason = found.reason
    if anchor.found == "missing":
        reason += f" But its fragment leads nowhere: {anchor.why}."
    elif anchor.found == "unverifiable":
        reason += f" Whether its fragment leads anywhere cannot be told: {anchor.why}."
    return replace(found, fragment=anchor.found, reason=reason)


def is_transient(exchange: Exchange) -> bool:
    """Tell whether a second request, a little later, may well end otherwise."""
    if exchange.error is not None:
        return exchange.error.kind in _TRANSIENT or exchange.error.cause == "try-again"
    status = exchange.status or 0
    pause = retry_after(exchange.headers)
    if pause is not None and pause > LONGEST_HOLD:
        return False
    if status == 429:
        return pause is not None
    if status not in _TRY_AGAIN or _challenged(exchange.headers):
        return False
    return not walled(page_of(exchange), exchange.request.url)


def _answer(  # noqa: PLR0911 - one return for each kind of status
    exchange: Exchange, page: Glimpse, sibling: Sibling | None
) -> tuple[LinkVerdict, str]:
    """Judge an answer by its status, headers, chain and page."""
    status = exchange.status or 0
    where = _where(exchange)
    if _challenged(exchange.headers):
        return "blocked", f"A service in front of the site wants to see a browser ({status}){where}."
    if status in _GONE:
        return "dead", f"{_GONE[status]}{where}."
    if 200 <= status < 300:
        return judged(exchange, page, sibling) or _success(exchange)
    said = walled(page, exchange.request.url)
    if status in _REFUSALS:
        says = f" Its page says: “{said}”." if said else ""
        return "blocked", f"{_REFUSALS[status]}{where}; a person may see it.{says}"
    if status == 503 and said:
        return "blocked", f"A service in front of the site wants to see a browser ({status}){where}: “{said}”."
    if status == 300:
        return "live", "The server offers several versions (300)."
    if status == 408 or 500 <= status < 600:
        return "unreachable", f"The server is out of order ({status}){where}."
    if 400 <= status < 500:
        return "blocked", f"The server refuses the request ({status}){where}; a person may see it."
    return "unreachable", f"The server answers with {status:03d}, which is no page{where}."


def _success(exchange: Exchange) -> tuple[LinkVerdict, str]:
    """Judge an answer whose page may well be the one that was asked for: by the way to it."""
    asked, final = exchange.request.url, exchange.url
    whole = (
        "" if exchange.body_error is None else f" The page could not be read to its end: {exchange.body_error.message}"
    )
    if len(exchange.hops) == 1:
        return "live", intern(f"It answers ({exchange.status}).{whole}")
    redirects = [hop.status for hop in exchange.hops[:-1]]
    if _PERMANENT.issuperset(redirects) and MARK not in final and final != asked:
        return "moved", f"It has moved for good to {final}.{whole}"
    return "live", f"It answers ({exchange.status}) after {_counted(len(redirects))}.{whole}"


def _error(exchange: Exchange, error: WebError) -> tuple[LinkVerdict, str]:
    """Judge a failure."""
    judge = _ERRORS.get(error.kind)
    verdict: LinkVerdict = "unreachable" if judge is None else judge(error)
    if verdict == "invalid" and exchange.hops:
        verdict = "unreachable"  # the address can be asked; where its server sends us cannot
    if error.kind in _UNASKED:
        before = "It redirects to where we do not go. " if exchange.answered else ""
    else:
        before = f"It leads to {exchange.url}. " if len(exchange.hops) > 1 else ""
    return verdict, f"{before}{error.message}"


def _dns(error: WebError) -> LinkVerdict:
    """Tell a name that does not exist from a name server that does not answer."""
    return "dead" if error.cause == "no-such-name" else "unreachable"


_ERRORS: Final[dict[str, Callable[[WebError], LinkVerdict]]] = {
    "dns": _dns,
    "invalid-url": lambda _: "invalid",
    "guarded": lambda _: "skipped",
    "not-recorded": lambda _: "unchecked",
}
"""All other kinds say that there was no answer this time."""
_UNASKED: Final = frozenset({"guarded", "invalid-url"})
"""Failures of an address that was never asked; it is not among the hops."""


def _challenged(headers: Headers) -> bool:
    """Tell whether a header says that a browser is wanted."""
    sent = {name.lower() for name, _ in headers}
    told = (cue.partition(": ") for cue in _challenges())
    return any(name in sent and headers.get(name).lower().startswith(value) for name, _, value in told)


@cache
def _challenges() -> tuple[str, ...]:
    """Give the rows of `challenges.toml`."""
    text = files("citecheck.links").joinpath("challenges.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["challenge"])


def _chain(exchange: Exchange, url: str) -> tuple[Hop, ...]:
    """Give the hops of an exchange, each with the address that it led to; where that is *url*, the same string."""
    hops, error = exchange.hops, exchange.error
    following = (*(hop.url for hop in hops[1:]), None)
    chain = [
        Hop(
            url if hop.url == url else hop.url,
            hop.status,
            to or _target(hop),
            hop.asked_at,
            hop.elapsed,
            intern(hop.address or "") or None,
        )
        for hop, to in zip(hops, following, strict=False)
    ]
    if error is not None and error.cause in _CERTIFICATE and hops[-1:] and hops[-1].status is None:
        chain[-1] = replace(chain[-1], certificate=cast("CertificateProblem", error.cause))
    return tuple(chain)


def _content(exchange: Exchange, page: Glimpse) -> Content:
    """Give what is to be remembered of the body that came."""
    kind = _CONTROL.sub("", media_type(exchange.headers.get("content-type")))
    whole = not exchange.truncated and exchange.body_error is None
    return Content(intern(kind[:_LONGEST_TYPE]), len(exchange.body), whole, exchange.sha256, page.title, page.issued)


def _target(hop: Step) -> str | None:
    """Give the address to which a redirect led that was not followed; as it was sent where it cannot be read, but shown."""
    location = hop.headers.get("location")[:_LONGEST_TARGET]
    if not location or hop.status not in REDIRECTS:
        return None
    location = _CONTROL.sub(lambda found: f"%{ord(found[0]):02X}", location)
    try:
        return urljoin(hop.url, location)
    except ValueError:
        return location


def _where(exchange: Exchange) -> str:
    """Give where the answer came from, "" where it is the address that was asked."""
    return f" after {_counted(len(exchange.hops) - 1)}, at {exchange.url}" if len(exchange.hops) > 1 else ""


def _counted(number: int) -> str:
    """Give `a redirect`, `3 redirects`."""
    return "a redirect" if number == 1 else f"{number} redirects"


def _with_fragment(final: str, url: str) -> str:
    """Give an address with the fragment of the one that led to it, which browsers keep (RFC 9110, 10.2.2)."""
    try:
        parts, fragment = urlsplit(final), urlsplit(url).fragment
    except ValueError:
        return final
    return urlunsplit(parts._replace(fragment=fragment)) if fragment and not parts.fragment else final
