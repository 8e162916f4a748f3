r"""
The table that scripts a stand-in web: hosts, answers, pages, captures, as TOML.

```toml
clock = 2024-02-01T12:00:00Z          # the Date of every answer; the wall clock is never told

[[host]]                              # only for what is special: a host that has an answer is known without
name = "gone.example"                 # or "*.example", or "*" for every name
dns = "unknown"                       # or try-again, silent

[[host]]
name = "old-shop.example"
tls = "expired"                       # or wrong-name, self-signed, untrusted, not-yet-valid, refused

[[answer]]                            # the first that fits and is not used up
host = "news.example"
path = "/2007/*"                      # exact, or a beginning with *; with "?" the query counts too; left out: all
status = 301
does = "redirect"                     # a behaviour (see behaviours.py); left out: "page"
to = "https://news.example/archive"

[[answer]]
host = "news.example"
path = "/archive"
times = 1                             # the first request only; the next answer of this address follows
status = 503

[[answer]]
host = "news.example"
path = "/archive"
page = "harbour"                      # a page below or in pages.toml

[[page]]
id = "harbour"
title = "Harbour reopens"
text = "Two paragraphs,\n\nin our own words."

[[capture]]                           # what the Wayback Machine stand-in holds
url = "http://news.example/archive"
at = "20070316045213"
page = "harbour"

[[other]]                             # another archive; a capture with archive = "national" is in it
name = "national"
host = "archive.example"
```

A table is checked when it is loaded; an unknown key, behaviour or page is a `TableError` that names the place.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import msgspec

PLACE = Path(__file__).parent
SAMPLE = PLACE / "tables" / "sample.toml"
ARCHIVE = PLACE / "tables" / "archive.toml"
TORTURE = PLACE / "tables" / "torture.toml"

Service = Literal["availability", "cdx", "playback", "timemap", "timegate"]


class TableError(ValueError):
    """A table says something that the stand-in web does not know; the message names the place."""


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, rename="kebab"):
    """Anything that a table lists; keys are in kebab-case and a misspelt one is an error."""


class Host(Row, frozen=True, kw_only=True):
    """
    A host name and what becomes of a connection to it.

    Args:
        name: A host name, `*.suffix`, or `*`.
        dns: "unknown": there is no such name (EAI_NONAME); "try-again": the name server failed (EAI_AGAIN);
            "silent": it does not answer (TimeoutError).
        connect: "refused": nothing listens; "silent": the connection is never answered.
        tls: What is wrong with the certificate or the handshake.
        address: The address that the name pretends to have, for guards that look at it.
    """

    name: str
    dns: Literal["ok", "unknown", "try-again", "silent"] = "ok"
    connect: Literal["ok", "refused", "silent"] = "ok"
    tls: Literal["ok", "expired", "not-yet-valid", "wrong-name", "self-signed", "untrusted", "refused"] = "ok"
    address: str | None = None


class Answer(Row, frozen=True, kw_only=True):
    """
    What an address does when it is asked.

    Args:
        host: As in `Host.name`.
        path: The path asked for: exact, or a beginning that ends in `*`. With a `?` the query counts too.
        method: Only for this method.
        scheme: Only for `http` or `https`.
        times: How often this answer is given before the next one of the address has its turn; 0 = for ever.
        does: The behaviour, a word of `behaviours.py`.
        status: The status; the behaviour's or page's own when left out.
        reason: The reason phrase; the usual one when left out.
        to: Where a redirect leads, sent as it stands; without it there is no Location.
        page: The page that is shown.
        body: A body as it stands, instead of a page.
        type: The Content-Type.
        headers: More headers, in order.
        retry_after: A Retry-After header.
        gzip: The body is sent compressed.
        chunked: The body is sent in chunks, without a length.
        wait: Seconds before anything is said.
        every: Seconds between the bytes of a drip.
        hops: How long a chain is.
        size: How many bytes a bomb unpacks to, a header holds ...
    """

    host: str
    path: str = "*"
    method: str | None = None
    scheme: Literal["http", "https"] | None = None
    times: int = 0
    does: str = "page"
    status: int | None = None
    reason: str | None = None
    to: str | None = None
    page: str | None = None
    body: str | None = None
    type: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    retry_after: str | None = None
    gzip: bool = False
    chunked: bool = False
    wait: float = 0.0
    every: float = 0.5
    hops: int = 3
    size: int | None = None


class Page(Row, frozen=True, kw_only=True):
    """
    A page of our own wording.

    Args:
        id: What answers and captures call it.
        title: The title; None gives a page without one.
        text: Paragraphs, divided by empty lines; `{address}` becomes the address that was asked for.
        html: Body markup that follows the text, as it stands.
        head: Head markup, as it stands.
        author, issued, site: What the page says of itself in its metadata and byline.
        lang: The language of the text, as a BCP 47 tag.
        charset: How the page is encoded.
        status: The status it comes with when the answer names none.
        headers: Headers it comes with.
    """

    id: str
    title: str | None = None
    text: str = ""
    html: str = ""
    head: str = ""
    author: str | None = None
    issued: str | None = None
    site: str | None = None
    lang: str = "en"
    charset: str = "utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


class Capture(Row, frozen=True, kw_only=True):
    """
    One capture in the Wayback Machine stand-in, or in another archive.

    Args:
        url: The address captured.
        archive: The name of the archive that holds it; the Wayback Machine where None.
        at: When, as fourteen digits.
        status: What the address answered then.
        page: The page it showed then.
        body: Or its body, as it stands.
        type: Its Content-Type then.
        to: Where it redirected then.
        revisit: The index lists it as `warc/revisit` with status `-`.
        listed: The index has it.
        available: The availability API knows it.
        playback: "missing": redirected to the nearest other capture; "error": a page that says so, without a memento;
            "gone": 404 without a memento.
        row: The index row as it stands, instead of one made from the fields above.
        location_form: How playback writes an archived redirect.
        dated: Playback gives its Memento-Datetime; some mirrors do not.
        links: What its Link header names: "full"; "alone": no neighbours; "escaped": addresses escaped as in HTML;
            "none": there is no such header.
        packed: "gzip": played back as it was captured, compressed; "named-twice": besides, an empty Content-Encoding
            comes before the true one, as in old captures.
    """

    url: str
    archive: str | None = None
    at: str
    status: int = 200
    page: str | None = None
    body: str | None = None
    type: str = "text/html"
    to: str | None = None
    revisit: bool = False
    listed: bool = True
    available: bool = True
    playback: Literal["ok", "missing", "error", "gone"] = "ok"
    row: str | None = None
    location_form: Literal["absolute", "path", "schemeless"] = "absolute"
    dated: bool = True
    links: Literal["full", "alone", "escaped", "none"] = "full"
    packed: Literal["no", "gzip", "named-twice"] = "no"


class Exclusion(Row, frozen=True, kw_only=True):
    """
    A host that the Wayback Machine stand-in will not show.

    Args:
        host: The host.
        why: Its owner's wish, or its robots file.
        listed: The index lists it all the same.
    """

    host: str
    why: Literal["administrator", "robots"] = "administrator"
    listed: bool = False


class Fault(Row, frozen=True, kw_only=True):
    """
    What one service of the archive does when it is asked about the addresses of one host.

    Args:
        service: Which service.
        host: The host that is asked about, as in `Host.name`.
        scheme: Only where the address is asked for with this scheme.
        times: How many requests meet this fault before the next one has its turn; 0 = all.
        does: "answer": the true answer, late if there is a `wait`; "status": an error of the archive; "nothing": it
            says that it has nothing; "empty": 200 and not a byte; "cut": half of the true answer, as if it were whole;
            "truncated": half of it, then the end; "page": 200 and a page of the archive's own; "reset"; "hang".
        status: The error.
        wait: Seconds before anything is said.
    """

    service: Service
    host: str
    scheme: Literal["http", "https"] | None = None
    times: int = 0
    does: Literal["answer", "status", "nothing", "empty", "cut", "truncated", "page", "reset", "hang"] = "status"
    status: int = 503
    wait: float = 0.0


class Throttle(Row, frozen=True, kw_only=True):
    """
    The rate above which a service of the archive says 429, and then nothing at all.

    Args:
        service: Which service counts.
        requests: How many requests in the window are answered.
        seconds: The window.
        block_after: After so many 429s in a row the whole archive is blocked: connections are reset, then refused.
        block_seconds: For how long.
        retry_after: A Retry-After header of the 429; the Wayback Machine sends none.
    """

    service: Service
    requests: int
    seconds: float = 60.0
    block_after: int | None = None
    block_seconds: float = 3600.0
    retry_after: str | None = None


class Wayback(Row, frozen=True, kw_only=True):
    """
    The Wayback Machine stand-in as a whole.

    Args:
        hosts: The names it answers for; `loopback` also answers for bare loopback addresses.
        hiccups: How many times the availability API says "nothing" of each address before it tells the truth.
        unanswered: How many times its second version leaves each address without a result.
        wait: Seconds before the answers of each service.
        blocked: Whoever asks is locked out from the beginning: connections are refused.
        throttle: The rates.
        excluded: The hosts that it does not show.
        fault: What goes wrong with single hosts.
    """

    hosts: tuple[str, ...] = ("web.archive.org", "archive.org", "127.0.0.1", "localhost")
    hiccups: int = 0
    unanswered: int = 0
    wait: Mapping[Service, float] = msgspec.field(default_factory=dict)
    blocked: bool = False
    throttle: tuple[Throttle, ...] = ()
    excluded: tuple[Exclusion, ...] = ()
    fault: tuple[Fault, ...] = ()


class Other(Row, frozen=True, kw_only=True):
    """
    An archive beside the Wayback Machine: TimeGate, TimeMaps, index and playback on a host of its own.

    Args:
        name: What captures call it.
        host: Its host.
        root: The path below which all is, without a slash at the end.
        gate: "redirect": it redirects to the memento; "direct": it gives the memento, and names it in Content-Location;
            "none": there is none, it is an error.
        framed: A memento's address without a modifier gives a frame, 200 whatever was captured, without Memento-Datetime.
        verbatim: The modifiers that it understands; with any other it holds nothing.
        short: Addresses of mementos have no time in them, and show a frame with Memento-Datetime.
        neighbours: The Link header of a memento names the ones before and after it, the first and the last.
        page: How many mementos a page of the TimeMap in link format has; 0: all.
        ranges: What the index does with from and to.
        guesses: The index and the NDJSON list rows of another address, marked as such.
        fault: What goes wrong with single hosts.
    """

    name: str
    host: str
    root: str = "/web"
    gate: Literal["redirect", "direct", "none"] = "redirect"
    framed: bool = False
    verbatim: tuple[str, ...] = ("id_", "mp_")
    short: bool = False
    neighbours: bool = True
    page: int = 0
    ranges: Literal["honoured", "empty"] = "honoured"
    guesses: bool = False
    fault: tuple[Fault, ...] = ()


class Table(Row, frozen=True, kw_only=True):
    """
    Everything that a stand-in web is told.

    Args:
        label: What a report may say of answers from this web.
        clock: The time in every Date header.
        wait: Seconds before every answer that names none.
        proxy_status: What a request to use this server as a proxy is refused with; None lets it through.
        host, answer, page, capture: The rows.
        wayback: The Wayback Machine as a whole.
        other: Other archives.
    """

    label: str = "answers are from a stand-in web, not from these sites"
    clock: datetime = datetime(2024, 1, 1, tzinfo=UTC)
    wait: float = 0.0
    proxy_status: int | None = None
    host: tuple[Host, ...] = ()
    answer: tuple[Answer, ...] = ()
    page: tuple[Page, ...] = ()
    capture: tuple[Capture, ...] = ()
    wayback: Wayback = Wayback()
    other: tuple[Other, ...] = ()


Source = Table | Path | str | Mapping[str, Any]


@functools.cache
def ready_pages() -> tuple[Page, ...]:
    """Give the ready-made pages of `pages.toml`."""
    text = (PLACE / "pages.toml").read_text(encoding="utf-8")
    return _convert(tomllib.loads(text), "pages.toml").page


def load_table(*sources: Source) -> Table:
    """
    Give one table of several: rows are joined in order, single values are the last one's.

    Args:
        sources: Tables, paths of TOML files, TOML texts, or what TOML reads to.

    Raises:
        TableError: A source is no TOML, or says something that is not known.
    """
    joined: dict[str, Any] = {}
    for source in sources:
        _join(joined, _told(source))
    table = _convert(joined, "the table")
    _check_pages(table)
    _check_archives(table)
    return table


def _join(joined: dict[str, Any], told: Mapping[str, Any]) -> None:
    """Add what one source says to what others have said."""
    for key, value in told.items():
        if isinstance(value, Mapping):
            _join(joined.setdefault(key, {}), value)
        elif isinstance(value, list | tuple):
            joined[key] = [*joined.get(key, []), *value]
        else:
            joined[key] = value


def _told(source: Source) -> Mapping[str, Any]:
    """Give what a source says as plain values."""
    if isinstance(source, Table):
        told: dict[str, Any] = msgspec.to_builtins(source)
        return told
    if isinstance(source, Mapping):
        return source
    name = source.name if isinstance(source, Path) else "the table"
    text = source.read_text(encoding="utf-8") if isinstance(source, Path) else source
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TableError(f"{name} is no TOML: {error}") from error


def _convert(told: Mapping[str, Any], name: str) -> Table:
    """Give the table that plain values describe."""
    try:
        return msgspec.convert(told, Table)
    except msgspec.ValidationError as error:
        raise TableError(f"{name}: {error}") from error


def _check_pages(table: Table) -> None:
    """See that every page that is named exists."""
    known = {page.id for page in (*ready_pages(), *table.page)}
    named = [(answer.host + answer.path, answer.page) for answer in table.answer]
    named += [(capture.url, capture.page) for capture in table.capture]
    for place, page in named:
        if page is not None and page not in known:
            raise TableError(f"{place}: there is no page {page!r}; known are {', '.join(sorted(known))}")


def _check_archives(table: Table) -> None:
    """See that every archive that is named exists."""
    known = {other.name for other in table.other}
    for capture in table.capture:
        if capture.archive is not None and capture.archive not in known:
            raise TableError(f"{capture.url}: there is no archive {capture.archive!r}")
