"""Where an answer sends us, and what goes along: addresses, methods, headers and cookies of the next request."""

from __future__ import annotations

import contextlib
import email.message
import http.cookiejar
import re
import urllib.request
from typing import Final
from urllib.parse import quote, urlsplit

from citecheck.web.exchange import Headers, WebError
from citecheck.web.faults import fault
from citecheck.web.spelling import joined

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
"""The statuses that lead on (RFC 9110, 15.4); 300 and 304 do not."""
_LONGEST: Final = 8192
"""Characters of an address; RFC 9110, 4.1 asks for 8,000 at least."""
_ORIGIN_ONLY: Final = ("authorization", "cookie", "proxy-authorization", "x-api-key", "x-auth-token")
"""Headers that never leave the origin they were meant for."""
_MOST_COOKIES: Final = 50
"""Cookies of one answer; RFC 6265, 6.1 asks for 50 of a host at least."""
_LONGEST_COOKIE: Final = 4096
"""Bytes of one with all that is said of it; the same section asks for just so many."""
_BODY_HEADERS: Final = ("content-type", "content-length", "content-encoding", "transfer-encoding")


def next_url(url: str, location: str) -> str:
    """
    Give the address that a `Location` means, seen from *url*.

    Bytes beyond ASCII and spaces within are percent-encoded, the rest is read as browsers do; a fragment is inherited
    (RFC 9110, 10.2.2).

    Args:
        url: The address that answered.
        location: The header as http.client gives it: one character a byte.

    Raises:
        Fault: `bad-redirect`.
    """
    text = re.sub(r"[\t\r\n]", "", location).strip("\0\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f\x1f ")
    if not text:
        raise fault(WebError("bad-redirect", "The redirect names no address.", "no-location"))
    if len(text) > _LONGEST:
        raise fault(WebError("bad-redirect", "The redirect's address is over 8,192 characters long.", "too-long"))
    escaped = quote(text.encode("latin-1", "replace"), safe="%/:=&?~#+!$,;'@()*[]|\\^`{}\"<>")
    try:
        found = joined(url, escaped)
    except ValueError:
        raise fault(WebError("bad-redirect", "The redirect's address cannot be read.", "unreadable")) from None
    if found.protocol not in ("http:", "https:"):
        raise fault(WebError("bad-redirect", f"The redirect leads to {found.protocol[:20]}, not the web.", "scheme"))
    if found.port == "0":
        raise fault(WebError("bad-redirect", "The redirect's address names no host.", "unreadable"))
    if not found.hash and (fragment := urlsplit(url).fragment):
        found.hash = fragment
    return str(found.href)


def next_method(before: str, status: int) -> str:
    """Give the method of the next request (RFC 9110, 15.4, and what all browsers do with 301 and 302 to a POST)."""
    if before == "HEAD" or status in (307, 308):
        return before
    if status == 303 or before == "POST":
        return "GET"
    return before


def next_headers(before: Headers, old: str, new: str, *, same_method: bool) -> Headers:
    """Give the headers of the next request: secrets stay with their origin, a body's headers with the body."""
    if origin(old) != origin(new):
        before = before.without(_ORIGIN_ONLY)
    return before if same_method else before.without(_BODY_HEADERS)


def origin(url: str) -> tuple[str, str, int]:
    """Give scheme, host and port (RFC 6454)."""
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").rstrip("."), parts.port or (443 if scheme == "https" else 80)


class Cookies:
    """The cookies of one fetch, forgotten with it: no link learns from another."""

    def __init__(self) -> None:
        self._jar: http.cookiejar.CookieJar | None = None
        """Made with the first cookie: most links set none, and thousands of them wait at once."""

    def take(self, url: str, answered: Headers) -> bool:
        """Keep the cookies of an answer, and tell whether it set any; one that cannot be read is left out."""
        values = answered.all("set-cookie")
        if not values:
            return False
        if self._jar is None:
            self._jar = http.cookiejar.CookieJar()
        asking = urllib.request.Request(url)  # noqa: S310 - nothing is opened, the jar reads its address
        for value in values[:_MOST_COOKIES]:
            if len(value) > _LONGEST_COOKIE:
                continue
            message = email.message.Message()
            message["Set-Cookie"] = value
            with contextlib.suppress(Exception):  # the jar lets out whatever a hostile cookie makes of it
                self._jar.extract_cookies(_Info(message), asking)  # type: ignore[arg-type]
        return True

    def header(self, url: str) -> str:
        """Give the `Cookie` header for *url*, "" where there is none."""
        if self._jar is None or not len(self._jar):
            return ""
        asking = urllib.request.Request(url)  # noqa: S310 - nothing is opened, the jar reads its address
        try:
            self._jar.add_cookie_header(asking)
        except Exception:  # noqa: BLE001 - the jar lets out whatever a hostile cookie makes of it
            return ""
        return str(asking.get_header("Cookie", ""))


class _Info:
    """A response as the cookie jar wants it."""

    def __init__(self, message: email.message.Message) -> None:
        self._message = message

    def info(self) -> email.message.Message:
        """Give the headers."""
        return self._message
