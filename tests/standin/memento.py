"""
Archives that speak Memento (RFC 7089), as pywb and others do: TimeGate, TimeMaps, index, playback, on hosts of their own.

Below the root of an archive:

* `<url>` and `timegate/<url>`: the TimeGate;
* `timemap/link/<url>`, `timemap/json/<url>` (a mapping a line), `timemap/cdxj/<url>`, `timemap/table/<url>` (an array of
  arrays), `timemap/one/<url>` (one mapping, as MemGator and Perma give it): the TimeMap;
* `cdx?url=<url>&output=json`: the index;
* `<timestamp><modifier>/<url>`: a memento.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from functools import partial
from html import escape
from typing import Any, Final
from urllib.parse import parse_qs

from tests.standin.captures import REDIRECTS, Captures, Kept, http_date, moment, nearest, redirect_target
from tests.standin.faults import Faults
from tests.standin.log import Log
from tests.standin.message import Request, Writer
from tests.standin.moves import Reply, Send
from tests.standin.pages import FOOT, Pages
from tests.standin.playback import whole
from tests.standin.table import Other, Service, Table

MEMENTO: Final = re.compile(r"/(?P<stamp>\d{14})(?P<modifier>[a-z]{2}_)?/(?P<url>.+)", re.DOTALL)
SHORT: Final = re.compile(r"/(?P<stamp>\d{14})-(?P<number>\d+)")
TIMEMAP: Final = re.compile(r"/timemap/(?P<form>link|json|cdxj|table|one)/(?:(?P<page>\d+)/)?(?P<url>.+)", re.DOTALL)
GATE: Final = re.compile(r"/(?:timegate/)?(?:mp_/)?(?P<url>.+)", re.DOTALL)
LINKS: Final = "application/link-format"


class Memento:
    """Answers for the host of one archive."""

    def __init__(self, row: Other, table: Table, pages: Pages, writer: Writer, log: Log) -> None:
        self.row = row
        self.captures = Captures(table, pages, row.name)
        self.writer = writer
        self.log = log
        self._faults = Faults(row.fault, writer)
        self._nothing = Captures(Table(), pages)

    def reply(self, request: Request) -> Reply:
        """Give the archive's reply to a request."""
        target = request.target.removeprefix(self.row.root)
        service, url = self._asked(target, request)
        self.log.services[service] += 1
        answer = partial(self._answer, service, request, target)
        fault = self._faults.of(service, url)
        if fault is None:
            return answer(self.captures)
        return self._faults.reply(fault, request, partial(answer, self.captures), partial(answer, self._nothing))

    def _asked(self, target: str, request: Request) -> tuple[Service, str]:
        """Give the service that a path asks, and the address that it asks about."""
        if target.startswith("/cdx?"):
            return "cdx", parse_qs(request.query).get("url", [""])[0]
        if found := TIMEMAP.fullmatch(target):
            return "timemap", found["url"]
        if found := MEMENTO.fullmatch(target):
            return "playback", found["url"]
        if found := SHORT.fullmatch(target):
            kept = self._short(found)
            return "playback", "" if kept is None else kept.capture.url
        found = GATE.fullmatch(target)
        return "timegate", found["url"] if found else ""

    def _answer(self, service: Service, request: Request, target: str, captures: Captures) -> Reply:
        """Give a service's true answer, were this all that the archive holds."""
        if service == "cdx":
            return self._index(request, captures)
        if found := TIMEMAP.fullmatch(target):
            return self._timemap(request, captures, found["form"], whole(found["url"]), int(found["page"] or 0))
        if found := MEMENTO.fullmatch(target):
            return self._memento(request, captures, found["stamp"], found["modifier"] or "", whole(found["url"]))
        if found := SHORT.fullmatch(target):
            kept = self._short(found)
            return self._none(request) if kept is None else self._frame(request, kept, is_dated=True)
        found = GATE.fullmatch(target)
        return self._gate(request, captures, whole(found["url"])) if found else self._none(request)

    # --- TimeGate and playback

    def _gate(self, request: Request, captures: Captures, url: str) -> Reply:
        """Give the way to the memento nearest to Accept-Datetime, or to the last one; or the memento itself."""
        kept = captures.playable(url)
        if self.row.gate == "none":
            return self._own(request, 501, "There is no TimeGate.")
        if not kept:
            return self._none(request)
        wished = request.header("accept-datetime")
        try:
            stamp = None if wished is None else parsedate_to_datetime(wished).strftime("%Y%m%d%H%M%S")
        except ValueError:
            return self._own(request, 400, "Accept-Datetime is no date.")
        chosen = kept[-1] if stamp is None else nearest(kept, stamp) or kept[-1]
        if self.row.gate == "direct":
            return self._show(request, chosen, "mp_", kept, (("Content-Location", self._uri(request, chosen, "mp_")),))
        modifier = "mp_" if "/mp_/" in request.target else ""
        links = self._links(request, chosen, kept, url)
        rows = (("Location", self._uri(request, chosen, modifier)), ("Vary", "accept-datetime"), ("Link", links))
        return (Send(self.writer.response(request, 302, b"", rows, content_type=None)),)

    def _memento(self, request: Request, captures: Captures, stamp: str, modifier: str, url: str) -> Reply:
        """Give a memento, or the way to the nearest one."""
        kept = captures.playable(url)
        if not kept or (modifier and modifier not in self.row.verbatim):
            return self._none(request)
        chosen = next((one for one in kept if one.at == stamp), None)
        if chosen is None:
            other = nearest(kept, stamp) or kept[-1]
            rows = (("Location", self._uri(request, other, modifier)),)
            return (Send(self.writer.response(request, 302, b"", rows, content_type=None)),)
        if self.row.framed and not modifier:
            return self._frame(request, chosen, is_dated=False)
        return self._show(request, chosen, modifier, kept)

    def _show(
        self,
        request: Request,
        kept: Kept,
        modifier: str,
        others: Sequence[Kept],
        more: Sequence[tuple[str, str]] = (),
    ) -> Reply:
        """Give a capture as it is played back."""
        capture = kept.capture
        if capture.playback == "error":
            return self._own(request, 200, "The copy cannot be shown now.")
        if capture.playback == "gone":
            return self._none(request)
        to = redirect_target(kept) if capture.status in REDIRECTS else None
        location = [] if to is None else [("Location", f"{self._root(request)}/{kept.at}{modifier}/{to}")]
        dated = [("Memento-Datetime", http_date(kept.at))] if capture.dated else []
        rows = [*location, *dated, *more, ("Link", self._links(request, kept, others, capture.url))]
        data = self.writer.response(request, capture.status, kept.body, rows, content_type=kept.content_type)
        return (Send(data),)

    def _frame(self, request: Request, kept: Kept, *, is_dated: bool) -> Reply:
        """Give the page around a memento, which is there whatever was captured."""
        body = f'<!doctype html><title>Archived page</title><iframe src="{escape(kept.capture.url)}"></iframe>{FOOT}'
        rows = [("Link", self._links(request, kept, (kept,), kept.capture.url))]
        rows += [("Memento-Datetime", http_date(kept.at))] if is_dated else []
        return (Send(self.writer.response(request, 200, body.encode(), rows)),)

    def _short(self, found: re.Match[str]) -> Kept | None:
        """Give the capture that an address without a time in it names."""
        listed = [one for one in self.captures.listed() if one.at == found["stamp"]]
        number = int(found["number"])
        return listed[number] if self.row.short and number < len(listed) else None

    # --- TimeMaps and the index

    def _timemap(self, request: Request, captures: Captures, form: str, url: str, page: int) -> Reply:
        """Give the TimeMap of an address in one of its forms."""
        kept = [one for one in captures.of(url) if one.capture.listed]
        if not kept:
            return self._none(request)
        if form == "link":
            return self._text(request, self._as_links(request, kept, url, page), LINKS)
        if form == "table":
            names = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "redirect", "robotflags"]
            names += ["length", "offset", "filename"]
            rows = [[*one.columns[:6], "-", "-", one.columns[6], "0", "stand-in.warc.gz"] for one in kept]
            return self._text(request, json.dumps([names, *rows]), "application/json")
        if form == "one":
            return self._text(request, json.dumps(self._as_mapping(request, kept, url)), "application/json")
        rows_ = [self._row(one) for one in kept]
        if form == "cdxj":
            lines = (f"{row.pop('urlkey')} {row.pop('timestamp')} {json.dumps(row)}" for row in rows_)
            return self._text(request, "".join(f"{line}\n" for line in lines), "text/x-cdxj")
        return self._text(request, self._as_lines(rows_), "text/x-ndjson")

    def _as_links(self, request: Request, kept: Sequence[Kept], url: str, page: int) -> str:
        """Give a TimeMap in link format, or a page of it; the first page names the others."""
        root, size = self._root(request), self.row.page or len(kept)
        pages = [kept[start : start + size] for start in range(0, len(kept), size)]
        rows = pages[page] if page < len(pages) else []
        lines = [f'<{url}>; rel="original"', f'<{root}/timegate/{url}>; rel="timegate"']
        for number, others in enumerate(pages):
            rel = "self" if number == page else "timemap"
            place = f"{number}/" if number else ""
            span = f'from="{http_date(others[0].at)}"; until="{http_date(others[-1].at)}"'
            lines.append(f'<{root}/timemap/link/{place}{url}>; rel="{rel}"; type="{LINKS}"; {span}')
        modifier = "mp_" if self.row.framed else ""
        lines += [
            f'<{self._uri(request, one, modifier)}>; rel="memento"; datetime="{http_date(one.at)}"' for one in rows
        ]
        return ",\n".join(lines) + "\n"

    def _as_mapping(self, request: Request, kept: Sequence[Kept], url: str) -> dict[str, Any]:
        """Give a TimeMap that is one mapping."""
        listed = [
            {"datetime": moment(one.at).strftime("%Y-%m-%dT%H:%M:%SZ"), "uri": self._uri(request, one)} for one in kept
        ]
        mementos = {"list": listed, "first": listed[0], "last": listed[-1]}
        return {"original_uri": url, "timegate_uri": f"{self._root(request)}/timegate/{url}", "mementos": mementos}

    def _index(self, request: Request, captures: Captures) -> Reply:
        """Give the index's rows of an address, a mapping a line."""
        options = parse_qs(request.query)
        kept = [one for one in captures.of(whole(options.get("url", [""])[0])) if one.capture.listed]
        if {"from", "to"} & options.keys():
            start, end = options.get("from", [""])[0], options.get("to", ["9" * 14])[0]
            kept = [] if self.row.ranges == "empty" else [one for one in kept if start <= one.at <= end.ljust(14, "9")]
        return self._text(request, self._as_lines([self._row(one) for one in kept]), "text/x-ndjson")

    def _as_lines(self, rows: Sequence[dict[str, str]]) -> str:
        """Give rows a line each, and the guess where the archive makes some."""
        guess = {"url": "http://guessed.example/", "is_fuzzy": "1"}
        more = [{**rows[0], **guess}] if rows and self.row.guesses else []
        return "".join(f"{json.dumps(row)}\n" for row in (*more, *rows))

    @staticmethod
    def _row(kept: Kept) -> dict[str, str]:
        """Give the row of a capture by the names that pywb gives its columns."""
        names = ("urlkey", "timestamp", "url", "mime", "status", "digest", "length")
        return dict(zip(names, kept.columns, strict=False))

    # --- Words of the archive's own

    def _links(self, request: Request, kept: Kept, others: Sequence[Kept], url: str) -> str:
        """Give the Link header of a memento."""
        root = self._root(request)
        roles: dict[int, list[str]] = {}
        place = others.index(kept) if kept in others else 0
        if self.row.neighbours:
            for number, role in ((0, "first"), (place - 1, "prev"), (place + 1, "next"), (len(others) - 1, "last")):
                if 0 <= number < len(others):
                    roles.setdefault(number, []).append(role)
        roles.setdefault(place, [])
        mementos = [
            f'<{self._uri(request, others[number] if others else kept)}>; rel="{" ".join([*roles[number], "memento"])}"; '
            f'datetime="{http_date((others[number] if others else kept).at)}"'
            for number in sorted(roles)
        ]
        return ", ".join(
            [
                f'<{url}>; rel="original"',
                f'<{root}/{url}>; rel="timegate"',
                f'<{root}/timemap/link/{url}>; rel="timemap"; type="{LINKS}"',
                *mementos,
            ]
        )

    def _uri(self, request: Request, kept: Kept, modifier: str = "") -> str:
        """Give the address of a memento."""
        if not self.row.short:
            return f"{self._root(request)}/{kept.at}{modifier}/{kept.capture.url}"
        listed = [one for one in self.captures.listed() if one.at == kept.at]
        return f"{self._root(request)}/{kept.at}-{listed.index(kept) if kept in listed else 0}"

    def _root(self, request: Request) -> str:
        """Give the root of the archive, as it was asked."""
        return f"{request.scheme}://{request.authority}{self.row.root}"

    def _none(self, request: Request) -> Reply:
        """Give the answer that nothing is held."""
        return self._own(request, 404, "The archive holds no copy of this address.")

    def _own(self, request: Request, status: int, text: str) -> Reply:
        """Give a page of the archive's own."""
        body = f"<!doctype html><html><head><title>Archive</title></head><body><p>{text}</p><p>{FOOT}</p></body></html>"
        return (Send(self.writer.response(request, status, body.encode())),)

    def _text(self, request: Request, text: str, kind: str) -> Reply:
        """Give a list."""
        return (Send(self.writer.response(request, 200, text.encode(), content_type=kind)),)
