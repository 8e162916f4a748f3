"""
Playback: `/web/<timestamp><modifier>/<address>`, TimeGate and TimeMaps, as the Wayback Machine answers them.

What carries a Memento-Datetime is the archived answer itself, whatever its status; what does not is the archive
speaking. See RFC 7089 for the headers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from html import escape

from tests.standin.captures import REDIRECTS, Captures, Kept, http_date, moment, nearest, redirect_target
from tests.standin.message import Request, Writer, gzipped
from tests.standin.moves import Reply, Send
from tests.standin.pages import FOOT

ASKED = re.compile(r"/web/(?:(?P<stamp>\d{1,14})(?P<modifier>[a-z]{2}_)?/)?(?P<url>.+)", re.DOTALL)
TIMEMAP = re.compile(r"/web/timemap/(?P<form>link|json)/(?P<url>.+)", re.DOTALL)
VERBATIM = "id_"
LAST = "29991231235959"
JSON_COLUMNS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "redirect", "length")


class Playback:
    """Plays captures back."""

    def __init__(self, captures: Captures, writer: Writer) -> None:
        self.captures = captures
        self.writer = writer

    def reply(self, request: Request) -> Reply:
        """Give the reply to a request below `/web/`."""
        if found := TIMEMAP.fullmatch(request.target):
            return self._timemap(request, found["form"], whole(found["url"]))
        found = ASKED.fullmatch(request.target)
        if found is None:
            return self.speak(request, 404, "Page not found", "There is no such service.")
        url, stamp, modifier = whole(found["url"]), found["stamp"], found["modifier"] or ""
        kept = self.captures.playable(url)
        if not kept:
            return self.never_archived(request, url)
        if stamp is None:
            return self._timegate(request, kept, url)
        exact = [one for one in self.captures.of(url) if one.at == stamp and one.capture.row is None]
        exact.sort(key=lambda one: one.capture.url != url)
        if exact and exact[0].playable:
            return self._show(request, exact[0], modifier)
        # a year alone of one digit is the third millennium: /web/2/ is known as the way to the last capture
        wanted = LAST if stamp == "2" else stamp
        return self._send_on(request, nearest(kept, wanted) or kept[-1], modifier)

    def speak(
        self, request: Request, status: int, title: str, text: str, headers: Sequence[tuple[str, str]] = ()
    ) -> Reply:
        """Give a page of the archive itself, without a memento."""
        page = f"<!doctype html><html><head><title>{escape(title)}</title></head><body><h1>{escape(title)}</h1>"
        body = f"{page}<p>{escape(text)}</p><p><small>{FOOT}</small></p></body></html>"
        return (Send(self.writer.response(request, status, body.encode(), (*self.marks(status), *headers))),)

    def never_archived(self, request: Request, url: str) -> Reply:
        """Give the 404 of an address that was never captured."""
        text = f"The Wayback Machine has not archived that URL. You asked for {url}."
        return self.speak(request, 404, "Wayback Machine", text)

    @staticmethod
    def marks(status: int) -> tuple[tuple[str, str], ...]:
        """Give the headers by which answers of the archive are known."""
        return (("Server", "nginx"), ("X-App-Server", "wwwb-app0"), ("X-ts", str(status)), ("X-RL", "0"))

    def _timegate(self, request: Request, kept: Sequence[Kept], url: str) -> Reply:
        """Give the way to the capture nearest to Accept-Datetime, or to the last one."""
        wished = request.header("accept-datetime")
        if wished is None:
            return self._send_on(request, kept[-1], "")
        try:
            stamp = parsedate_to_datetime(wished).strftime("%Y%m%d%H%M%S")
        except ValueError:
            return self.speak(request, 400, "Bad request", "Accept-Datetime is no date.")
        chosen = nearest(kept, stamp) or kept[-1]
        more = (("Vary", "accept-datetime"), ("Link", self._links(request, chosen, kept, url)))
        return self._send_on(request, chosen, "", more)

    def _send_on(self, request: Request, kept: Kept, modifier: str, headers: Sequence[tuple[str, str]] = ()) -> Reply:
        """Give the redirect to another capture; it is no memento."""
        where = ("Location", f"{base(request)}/web/{kept.at}{modifier}/{kept.capture.url}")
        why = ("X-Archive-Redirect-Reason", f"found capture at {kept.at}")
        rows = (*self.marks(302), where, why, *headers)
        return (Send(self.writer.response(request, 302, b"", rows, content_type="text/plain; charset=utf-8")),)

    def _show(self, request: Request, kept: Kept, modifier: str) -> Reply:
        """Give a capture as it is played back."""
        capture = kept.capture
        if capture.playback == "error":
            text = "The snapshot cannot be displayed due to an internal error."
            return self.speak(request, 200, "Internal error", text)
        if capture.playback == "gone":
            return self.never_archived(request, capture.url)
        to = redirect_target(kept) if capture.status in REDIRECTS else None
        if to is not None and modifier != VERBATIM:
            return self._redirect_page(request, kept, to)
        body = kept.body if modifier == VERBATIM or not capture.type.startswith("text/html") else _framed(kept)
        location = [("Location", _location(request, kept, modifier, to))] if to is not None else []
        original = [
            ("X-Archive-Orig-Date", http_date(kept.at)),
            ("X-Archive-Orig-Server", "stand-in"),
            ("X-Archive-Orig-Content-Length", str(len(kept.body))),
            *([("X-Archive-Orig-Location", capture.to)] if capture.to is not None else []),
        ]
        links = self._links(request, kept, self.captures.playable(capture.url), capture.url)
        memento = [
            *([("Memento-Datetime", http_date(kept.at))] if capture.dated else []),
            *([("Link", links)] if capture.links != "none" else []),
            ("X-Archive-Src", f"standin-{kept.at}/stand-in-00000.warc.gz"),
        ]
        if capture.packed != "no":
            body = gzipped(body)
            memento += [("content-encoding", "")] if capture.packed == "named-twice" else []
            memento += [("Content-Encoding", "gzip")]
        rows = (*self.marks(capture.status), *location, *original, *memento)
        data = self.writer.response(request, capture.status, body, rows, content_type=kept.content_type)
        return (Send(data),)

    def _redirect_page(self, request: Request, kept: Kept, to: str) -> Reply:
        """Give the page that browsers see of an archived redirect: a 200 that is no content."""
        said = f"Got an HTTP {kept.capture.status} response at crawl time"
        path = f"/web/{kept.at}/{to}"
        body = (
            f"<!doctype html><html><head><title>Wayback Machine</title></head><body><p>{said}</p>"
            f'<p>Redirecting to... <a href="{escape(path)}">{escape(to)}</a></p><p><small>{FOOT}</small></p></body></html>'
        )
        rows = (*self.marks(200), ("X-Archive-Src", f"standin-{kept.at}/stand-in-00000.warc.gz"))
        return (Send(self.writer.response(request, 200, body.encode(), rows)),)

    def _links(self, request: Request, kept: Kept, others: Sequence[Kept], url: str) -> str:
        """Give the Link header of a memento: its original, TimeMap, TimeGate and neighbours."""
        web = f"{base(request)}/web"
        place = others.index(kept) if kept in others else 0
        is_alone = kept.capture.links == "alone"
        roles: dict[int, list[str]] = {} if is_alone else {0: ["first"]}
        for number, role in ((place - 1, "prev"), (place, ""), (place + 1, "next"), (len(others) - 1, "last")):
            if 0 <= number < len(others) and not (is_alone and role):
                roles.setdefault(number, []).append(role)
        mementos = [
            _memento_link(web, others[number], " ".join([*filter(None, roles[number]), "memento"]))
            for number in sorted(roles)
        ]
        links = ", ".join(
            [
                f'<{url}>; rel="original"',
                f'<{web}/timemap/link/{url}>; rel="timemap"; type="application/link-format"',
                f'<{web}/{url}>; rel="timegate"',
                *mementos,
            ]
        )
        return links.replace("&", "&amp;") if kept.capture.links == "escaped" else links

    def _timemap(self, request: Request, form: str, url: str) -> Reply:
        """Give the TimeMap of an address, in link format or in the archive's JSON."""
        kept = [one for one in self.captures.of(url) if one.capture.listed and one.capture.row is None]
        if form == "json":
            rows = [JSON_COLUMNS, *((*one.columns[:5], one.capture.to or "-", one.columns[6]) for one in kept)]
            text = json.dumps(rows if kept else [])
            data = self.writer.response(request, 200, text.encode(), self.marks(200), content_type="application/json")
            return (Send(data),)
        if not kept:
            return self.never_archived(request, url)
        web = f"{base(request)}/web"
        span = f'from="{http_date(kept[0].at)}"; until="{http_date(kept[-1].at)}"'
        lines = [
            f'<{url}>; rel="original"',
            f'<{web}/timemap/link/{url}>; rel="self"; type="application/link-format"; {span}',
            f'<{web}/{url}>; rel="timegate"',
            *(_memento_link(web, one, "first memento" if one is kept[0] else "memento") for one in kept),
        ]
        body = ",\n".join(lines) + "\n"
        kind = "application/link-format"
        return (Send(self.writer.response(request, 200, body.encode(), self.marks(200), content_type=kind)),)


def whole(url: str) -> str:
    """Give an address with a scheme; proxies and people leave out a slash or all of it."""
    scheme, colon, rest = url.partition(":")
    if colon and scheme.lower() in ("http", "https"):
        return f"{scheme.lower()}://{rest.lstrip('/')}"
    return f"http://{url}"


def base(request: Request) -> str:
    """Give scheme and authority of the archive, as it was asked."""
    return f"{request.scheme}://{request.authority}"


def _memento_link(web: str, kept: Kept, rel: str) -> str:
    """Give one memento as a Link header and a TimeMap name it."""
    return f'<{web}/{kept.at}/{kept.capture.url}>; rel="{rel}"; datetime="{http_date(kept.at)}"'


def _framed(kept: Kept) -> bytes:
    """Give a captured page with the archive's toolbar in it, as browsers see it."""
    bar = f'<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id="wm-ipp">{moment(kept.at):%d %b %Y}</div><!-- END WAYBACK TOOLBAR INSERT -->'
    return kept.body.replace(b"<body>", b"<body>" + bar.encode(), 1)


def _location(request: Request, kept: Kept, modifier: str, to: str) -> str:
    """Give where playback sends who asks for an archived redirect."""
    path = f"/web/{kept.at}{modifier}/{to}"
    forms = {"absolute": base(request) + path, "path": path, "schemeless": f"//{request.authority}{path}"}
    return forms[kept.capture.location_form]
