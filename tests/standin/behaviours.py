"""
The behaviours: for each word that an answer's `does` may hold, the reply it makes of a request.

* a whole answer: `page` (also any error status), `redirect`, `chain`, `wander`, `cookie-gate`, `head-refused`,
  `meta-refresh`, `validated`, `echo`;
* late or never: any of them with `wait`; `drip-headers`, `drip-body`, `hang`;
* broken off: `reset`, `close`, `truncated`, `reset-in-body`, `bad-chunk`;
* too much: `huge-header`, `many-headers`, `endless-headers`, `endless-body`, `gzip-bomb`;
* not quite HTTP: `garbage`, `http09`, `junk-header`, `two-lengths`, `bad-gzip`, `early-hints`, `switching`,
  `odd-status`.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Callable
from html import escape
from urllib.parse import parse_qs

from tests.standin.message import Request, Writer, chunked, gzipped, head_bytes, reason_phrase
from tests.standin.moves import Close, Drip, Hang, Repeat, Reply, Reset, Send
from tests.standin.pages import Pages, owning_up
from tests.standin.table import Answer

MEGABYTE = 1 << 20


class Behaviours:
    """Makes replies of answers; it knows the pages and the one time."""

    def __init__(self, pages: Pages, writer: Writer) -> None:
        self.pages = pages
        self.writer = writer

    def reply(self, answer: Answer, request: Request) -> Reply:
        """Give the reply that an answer makes to a request."""
        return BEHAVIOURS[answer.does](self, answer, request)

    def not_found(self, request: Request) -> Reply:
        """Give the reply of an address that no table names."""
        return self.reply(Answer(host=request.host, status=404), request)

    def content(self, answer: Answer, request: Request) -> tuple[int, bytes, str, tuple[tuple[str, str], ...]]:
        """Give the status, body, Content-Type and headers that an answer asks for."""
        if answer.page is not None:
            page = self.pages.get(answer.page)
            body = self.pages.draw(answer.page, request.url)
            kind, status, headers = f"text/html; charset={page.charset}", page.status, page.headers
        else:
            status = answer.status or 200
            body = owning_up(status, reason_phrase(status)) if status >= 400 else self.pages.draw("short", request.url)
            kind, headers = "text/html; charset=utf-8", ()
        if answer.body is not None:
            body = answer.body.encode()
        if answer.retry_after is not None:
            headers = (*headers, ("Retry-After", answer.retry_after))
        return answer.status or status, body, answer.type or kind, (*headers, *answer.headers)


def page(world: Behaviours, answer: Answer, request: Request) -> Reply:
    """A page, or the honest error page of a status."""
    status, body, kind, headers = world.content(answer, request)
    if answer.gzip:
        body, headers = gzipped(body), (*headers, ("Content-Encoding", "gzip"))
    if answer.chunked:
        body, headers = chunked(body), (*headers, ("Transfer-Encoding", "chunked"))
    data = world.writer.response(request, status, body, headers, content_type=kind, reason=answer.reason)
    return (Send(data),)


def redirect(world: Behaviours, answer: Answer, request: Request) -> Reply:
    """A redirect, 302 unless told otherwise; without `to` it has no Location."""
    # A Location goes out as raw bytes: tables may hold addresses that are no ASCII.
    where = () if answer.to is None else (("Location", answer.to.encode().decode("latin-1")),)
    headers = (*where, *answer.headers)
    return (Send(world.writer.response(request, answer.status or 302, b"", headers, reason=answer.reason)),)


def chain(world: Behaviours, answer: Answer, request: Request) -> Reply:
    """As many redirects as `hops`, then to `to`."""
    hop = _number(request, "hop")
    last = hop + 1 >= answer.hops
    to = (answer.to or "/") if last else f"{request.path}?hop={hop + 1}"
    return _send_on(world, answer, request, to)


def wander(world: Behaviours, answer: Answer, request: Request) -> Reply:
    """A redirect to an address that was never seen before, for ever."""
    return _send_on(world, answer, request, f"{request.path}?step={_number(request, 'step') + 1}")


def cookie_gate(world: Behaviours, answer: Answer, request: Request) -> Reply:
    """The page for those who bring the cookie; others get it and are sent here again."""
    if "gate=open" in (request.header("cookie") or ""):
        return page(world, answer, request)
    headers = (("Set-Cookie", "gate=open; Path=/"), ("Location", request.target))
    return (Send(world.writer.response(request, 302, b"", headers)),)


def head_refused(world: Behaviours, answer: Answer, request: Request) -> Reply:
    """The page to GET; to HEAD the status (405)."""
    if request.method != "HEAD":
        return page(world, Answer(host=answer.host, page=answer.page), request)
    return (Send(world.writer.response(request, answer.status or 405, b"", (("Allow", "GET"),))),)


def meta_refresh(world: Behaviours, answer: Answer, request: Request) -> Reply:
    """A page that sends browsers on to `to` at once."""
    body = (
        f'<!doctype html><html><head><meta http-equiv="refresh" content="0; url={escape(answer.to or "/")}">'
        "<title>One moment</title></head><body><p>This page has a new place.</p></body></html>"
    )
    return (Send(world.writer.response(request, answer.status or 200, body.encode(), answer.headers)),)


def validated(world: Behaviours, answer: Answer, request: Request) -> Reply:
    """The page with its ETag or Last-Modified; 304 to those who name it (RFC 9110, 13.2.2)."""
    own = {name.lower(): value for name, value in answer.headers}
    asked = request.header("if-none-match"), request.header("if-modified-since")
    same = asked[0] == own.get("etag") if asked[0] else asked[1] is not None and asked[1] == own.get("last-modified")
    if not same:
        return page(world, answer, request)
    return (Send(world.writer.response(request, 304, b"", answer.headers)),)


def echo(world: Behaviours, answer: Answer, request: Request) -> Reply:
    """A page that repeats everything that was asked: the address, the headers, the body."""
    lines = [f"{request.method} {request.url}", *(f"{name}: {value}" for name, value in request.headers)]
    text = "\n".join([*lines, "", request.body.decode("utf-8", "replace")])
    status = answer.status or 200
    body = f"<!doctype html><html><head><title>{status}</title></head><body><pre>{escape(text)}</pre></body></html>"
    return (Send(world.writer.response(request, status, body.encode(), answer.headers)),)


def drip_headers(_world: Behaviours, answer: Answer, _request: Request) -> Reply:
    """Headers that come byte by byte and never end."""
    return (Drip(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 100_000, answer.every),)


def drip_body(world: Behaviours, answer: Answer, request: Request) -> Reply:
    """A page whose body comes byte by byte."""
    status, body, kind, headers = world.content(answer, request)
    data = world.writer.response(request, status, body, headers, content_type=kind)
    if request.method == "HEAD":
        return (Send(data),)
    return (Send(data[: -len(body)]), Drip(body, answer.every))


def hang(_world: Behaviours, _answer: Answer, _request: Request) -> Reply:
    """No answer, and the connection stays open."""
    return (Hang(),)


def reset(_world: Behaviours, _answer: Answer, _request: Request) -> Reply:
    """A TCP reset instead of an answer."""
    return (Reset(),)


def close(_world: Behaviours, _answer: Answer, _request: Request) -> Reply:
    """The connection closed without an answer."""
    return (Close(),)


def truncated(world: Behaviours, answer: Answer, request: Request) -> Reply:
    """Half of the body that the Content-Length promises, then the end."""
    return (Send(_half(world, answer, request)), Close())


def reset_in_body(world: Behaviours, answer: Answer, request: Request) -> Reply:
    """Half of the body, then a TCP reset."""
    return (Send(_half(world, answer, request)), Reset())


def bad_chunk(world: Behaviours, _answer: Answer, request: Request) -> Reply:
    """A chunked body whose second length is no number."""
    head = world.writer.response(request, 200, b"", (("Transfer-Encoding", "chunked"),))
    return (Send(head + b"5\r\nhello\r\nzz\r\nhello\r\n0\r\n\r\n"), Close())


def huge_header(world: Behaviours, answer: Answer, request: Request) -> Reply:
    """One header of a megabyte (`size`)."""
    return (Send(world.writer.response(request, 200, b"", (("X-Huge", "a" * (answer.size or MEGABYTE)),))),)


def many_headers(world: Behaviours, answer: Answer, request: Request) -> Reply:
    """Twenty thousand headers (`size`)."""
    rows = tuple((f"X-{number}", "a") for number in range(answer.size or 20_000))
    return (Send(world.writer.response(request, 200, b"", rows)),)


def endless_headers(_world: Behaviours, _answer: Answer, _request: Request) -> Reply:
    """Header after header, for ever."""
    return (Send(b"HTTP/1.1 200 OK\r\n"), Repeat(b"X-Again: " + b"a" * 60_000 + b"\r\n"))


def endless_body(world: Behaviours, _answer: Answer, request: Request) -> Reply:
    """A chunked body without an end."""
    head = world.writer.response(request, 200, b"", (("Transfer-Encoding", "chunked"),))
    return (Send(head),) if request.method == "HEAD" else (Send(head), Repeat(b"10000\r\n" + b"x" * 65_536 + b"\r\n"))


def gzip_bomb(world: Behaviours, answer: Answer, request: Request) -> Reply:
    """A small body that unpacks to 64 megabytes (`size`)."""
    bomb = _bomb(answer.size or 64 * MEGABYTE)
    return (Send(world.writer.response(request, 200, bomb, (("Content-Encoding", "gzip"),))),)


def garbage(_world: Behaviours, _answer: Answer, _request: Request) -> Reply:
    """Bytes that are no HTTP at all."""
    return (Send(b"\x15\x03\x01\x00\x02\x02\x28\r\n\x00\xff\r\n\r\n"), Close())


def http09(_world: Behaviours, _answer: Answer, _request: Request) -> Reply:
    """Markup without a status line or headers, as before HTTP/1.0."""
    return (Send(b"<html><body>An answer without a head.</body></html>"), Close())


def junk_header(_world: Behaviours, _answer: Answer, _request: Request) -> Reply:
    """A header line without a colon."""
    return (Send(b"HTTP/1.1 200 OK\r\nthis line is no header\r\nContent-Length: 2\r\n\r\nok"), Close())


def two_lengths(_world: Behaviours, _answer: Answer, _request: Request) -> Reply:
    """Two Content-Lengths that differ."""
    return (Send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok"), Close())


def bad_gzip(world: Behaviours, _answer: Answer, request: Request) -> Reply:
    """A body that is said to be compressed and is not."""
    return (Send(world.writer.response(request, 200, b"not compressed", (("Content-Encoding", "gzip"),))),)


def early_hints(world: Behaviours, answer: Answer, request: Request) -> Reply:
    """103 Early Hints before the answer proper (RFC 8297)."""
    hints = head_bytes(103, (("Link", "</style.css>; rel=preload; as=style"),))
    return (Send(hints), *page(world, answer, request))


def switching(_world: Behaviours, _answer: Answer, _request: Request) -> Reply:
    """101 Switching Protocols, though nobody asked for it."""
    return (Send(head_bytes(101, (("Upgrade", "stand-in"),))),)


def odd_status(_world: Behaviours, _answer: Answer, _request: Request) -> Reply:
    """A status that does not exist: 042."""
    return (Send(head_bytes(42, (("Content-Length", "0"),), "Odd")),)


def _send_on(world: Behaviours, answer: Answer, request: Request, to: str) -> Reply:
    """Give a redirect to an address."""
    return (Send(world.writer.response(request, answer.status or 302, b"", (("Location", to),))),)


def _number(request: Request, name: str) -> int:
    """Give a number from the query of a request; 0 when there is none."""
    return int(parse_qs(request.query).get(name, ["0"])[0])


def _half(world: Behaviours, answer: Answer, request: Request) -> bytes:
    """Give a response whose body ends half-way; HEAD has no body to halve."""
    status, body, kind, headers = world.content(answer, request)
    data = world.writer.response(request, status, body, headers, content_type=kind)
    return data if request.method == "HEAD" else data[: len(data) - len(body) // 2]


@functools.cache
def _bomb(size: int) -> bytes:
    """Give gzip data that unpacks to so many zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    pieces = [packer.compress(bytes(min(MEGABYTE, size - start))) for start in range(0, size, MEGABYTE)]
    return b"".join([*pieces, packer.flush()])


Behaviour = Callable[[Behaviours, Answer, Request], Reply]

BEHAVIOURS: dict[str, Behaviour] = {
    made.__name__.replace("_", "-"): made
    for made in (
        page, redirect, chain, wander, cookie_gate, head_refused, meta_refresh, validated, echo,
        drip_headers, drip_body, hang,
        reset, close, truncated, reset_in_body, bad_chunk,
        huge_header, many_headers, endless_headers, endless_body, gzip_bomb,
        garbage, http09, junk_header, two_lengths, bad_gzip, early_hints, switching, odd_status,
    )
}  # fmt: skip
