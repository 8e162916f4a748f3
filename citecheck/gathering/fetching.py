"""
A document that is fetched: an article of a wiki in one revision, or any page of the web as it is.

Each way is a generator of requests, as a link and a snapshot are: it yields what to ask, is sent what came of it, and
returns the document's bytes. What cannot be fetched is an error that says what to do next.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import dataclass
from typing import Final, NoReturn, TypeAlias

from citecheck.archives import Ask
from citecheck.documents import too_large
from citecheck.errors import SourceError, SourceMissing, SourceUnreachable
from citecheck.gathering.article import Article, article_at, page_address
from citecheck.gathering.policy import Policy
from citecheck.gathering.wiki_api import (
    Page,
    Told,
    html_address,
    links_address,
    parse_address,
    parsed,
    query_address,
    search_address,
    titles,
    told,
)
from citecheck.model import Notice, Origin
from citecheck.web import Exchange, Headers, Limits, Request
from citecheck.web.hosts import host_name
from citecheck.web.pace import host_key
from citecheck.web.turns import retry_after

MOVED: Final = "document-redirect"
"""The rule of the notice that an address led elsewhere."""
OLD: Final = "document-revision"
"""The rule of the notice that there is a later revision."""

_TRIES: Final = 3
_LONGEST_PAUSE: Final = 60.0
"""Seconds that a server may ask to be left alone and is waited for."""
_BUSY: Final = frozenset({429, 503})
_GONE: Final = frozenset({404, 410})
_REFUSED: Final = frozenset(
    {"invalid-url", "guarded", "too-large", "bad-redirect", "redirect-loop", "too-many-redirects"}
)
"""Kinds of failure that another time will see again."""
_API_BYTES: Final = 1 << 20
_CHARSET: Final = re.compile(r"charset\s{0,4}=\s{0,4}\"?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_SAVE: Final = "save the page as a file, and audit the file"


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes of a document, and where they came from."""

    data: bytes
    origin: Origin
    format: str | None = None
    """The reader's name where it is known."""
    encoding: str | None = None
    """As the server declares it."""
    fallback: str | None = None
    """The reader of what no reader recognises: the one of HTML for what a server calls HTML."""
    notices: tuple[Notice, ...] = ()


Fetching: TypeAlias = Generator[Ask, Exchange, Fetched]


def fetching(url: str, policy: Policy, max_bytes: int) -> Fetching:
    """
    Fetch the document at an address.

    Args:
        url: An http(s) address: an article of a Wikimedia wiki is asked for through the wiki's APIs.
        policy: How to ask.
        max_bytes: The largest document.
    """
    article = article_at(url)
    if article is None:
        return _page(url, _Wish(policy, max_bytes))
    base = (policy.wiki_url or f"https://{article.host}/w").rstrip("/")
    return _article(url, article, base, _Wish(policy, max_bytes))


@dataclass(frozen=True, slots=True)
class _Wish:
    """How to ask, and how much to take."""

    policy: Policy
    max_bytes: int

    def ask(self, url: str, accept: str, most: int | None = None) -> Generator[Ask, Exchange, Exchange]:
        """Ask an address, again after a pause where the server wants one and it is short."""
        most = most or self.max_bytes
        settings = self.policy.settings().limits
        limits = Limits(settings.total, settings.connect, settings.read, most, most, settings.redirects)
        request = Request(url, headers=Headers((("Accept", accept),)), limits=limits)
        exchange = yield Ask(host_key(url), request)
        for _ in range(_TRIES - 1):
            pause = retry_after(exchange.headers)
            if exchange.status not in _BUSY or (pause or 0.0) > _LONGEST_PAUSE:
                break
            exchange = yield Ask(host_key(url), request, self.policy.patience if pause is None else pause)
        return exchange


def _page(url: str, wish: _Wish) -> Fetching:
    """Fetch a page as it is."""
    exchange = yield from wish.ask(url, "text/html, application/xhtml+xml;q=0.9, text/plain;q=0.8, */*;q=0.1")
    if exchange.status in _GONE:
        raise SourceMissing(f"{url} is not there: the server says {exchange.status}. Check the address.")
    data = _body(url, exchange, wish.max_bytes)
    notices = []
    if _bare(exchange.url) != _bare(url):
        notices.append(Notice(MOVED, f"{url} leads to {exchange.url}, and that is what was read."))
    is_html = "html" in exchange.headers.get("content-type").partition(";")[0].lower()
    declared = _CHARSET.search(exchange.headers.get("content-type")[:500])
    origin = Origin(exchange.url, exchange.asked_at)
    return Fetched(
        data,
        origin,
        encoding=declared[1] if declared else None,
        fallback="html" if is_html else None,
        notices=tuple(notices),
    )


def _article(url: str, article: Article, base: str, wish: _Wish) -> Fetching:
    """Fetch an article: first what there is, then the HTML of one revision."""
    said = yield from _told(url, article, base, wish)
    page = said.page
    if page is None or page.missing or page.invalid or page.special or said.elsewhere or said.no_revision:
        yield from _no_article(url, article, said, base, wish)
        raise SourceMissing(f"{url}: {article.host} has no such page. Check the address.")
    if "disambiguation" in page.pageprops:
        yield from _ambiguous(url, page, article, base, wish)
    if page.contentmodel != "wikitext":
        raise SourceError(f"{url} is no article: its content is {page.contentmodel[:40]!r}. Name an article.")
    revision = said.revision
    data, asked_at = yield from _html(url, base, revision.revid, wish)
    notices = [
        Notice(MOVED, f"{source!r} redirects to {target!r} on {article.host}, and that is what was read.")
        for source, target in said.redirected
    ]
    if article.revision is not None and page.lastrevid > revision.revid:
        notices.append(
            Notice(
                OLD,
                f"Revision {revision.revid} of {page.title!r} was read; the latest is {page.lastrevid}: "
                f"{page_address(article.host, page.title)}",
            )
        )
    lasting = page_address(article.host, page.title, revision.revid)
    origin = Origin(lasting, asked_at, revision.revid, revision.timestamp or None)
    return Fetched(data, origin, "wikipedia-html", "utf-8", notices=tuple(notices))


def _told(url: str, article: Article, base: str, wish: _Wish) -> Generator[Ask, Exchange, Told]:
    """Ask what there is under a title or a number."""
    exchange = yield from wish.ask(query_address(base, article), "application/json", _API_BYTES)
    said = told(_body(url, exchange, _API_BYTES))
    if said is None:
        raise SourceUnreachable(f"{url}: {base}/api.php gave no answer of MediaWiki's API. Or {_SAVE}.")
    if said.error is not None:
        raise SourceUnreachable(
            f"{url}: the wiki's API refused to answer: {said.error.code[:40]}: {said.error.info[:200]} "
            f"Try again later, or {_SAVE}."
        )
    return said


def _html(url: str, base: str, revision: int, wish: _Wish) -> Generator[Ask, Exchange, tuple[bytes, str]]:
    """Give the HTML of a revision, by the REST API or else by the action API, and when it was asked for."""
    exchange = yield from wish.ask(html_address(base, revision), "text/html")
    if exchange.error is None and exchange.status == 200:
        return _body(url, exchange, wish.max_bytes), exchange.asked_at
    if exchange.error is not None or exchange.status in _BUSY:
        _unreachable(url, exchange)
    exchange = yield from wish.ask(parse_address(base, revision), "application/json")
    text = parsed(_body(url, exchange, wish.max_bytes))
    if text is None:
        raise SourceUnreachable(f"{url}: the wiki gave no HTML of revision {revision}. Try again later, or {_SAVE}.")
    return text.encode("utf-8", "replace"), exchange.asked_at


def _no_article(url: str, article: Article, said: Told, base: str, wish: _Wish) -> Generator[Ask, Exchange, NoReturn]:
    """Say why there is no article, with titles that may be meant."""
    where = f"{article.host} has no article {article.name}"
    if said.no_revision:
        raise SourceMissing(f"{url}: {article.host} has no revision {article.revision}. Check the number.")
    if said.elsewhere:
        raise SourceMissing(f"{url}: {said.elsewhere!r} is a page of another wiki. Give the address it has there.")
    page = said.page or Page()
    if page.invalid:
        raise SourceMissing(f"{url}: {article.name} cannot be a title: {page.invalidreason[:200]} Check the address.")
    if page.special:
        raise SourceError(f"{url} is a special page, not an article. Name an article.")
    near: tuple[str, ...] = ()
    if article.title:
        exchange = yield from wish.ask(search_address(base, article.title), "application/json", _API_BYTES)
        near = titles(exchange.body)[:3]
    hint = f" Did you mean {' or '.join(map(repr, near))}?" if near else " Check the title."
    raise SourceMissing(f"{url}: {where}.{hint}")


def _ambiguous(url: str, page: Page, article: Article, base: str, wish: _Wish) -> Generator[Ask, Exchange, NoReturn]:
    """Say that a page only tells what else may be meant, and name some of it."""
    exchange = yield from wish.ask(links_address(base, page.title), "application/json", _API_BYTES)
    listed = titles(exchange.body)[:5]
    leads = f" It leads to {', '.join(map(repr, listed))} and others." if listed else ""
    raise SourceError(
        f"{url}: {page.title!r} is a disambiguation page of {article.host}, not an article.{leads} "
        "Name the article that is meant."
    )


def _body(url: str, exchange: Exchange, most: int) -> bytes:
    """
    Give the body of an answer.

    Raises:
        SourceUnreachable: There is none, or the server failed or wants to be left alone.
        SourceTooLarge: There is more of it than is taken.
        SourceError: The server refused.
    """
    if exchange.error is not None or exchange.status in _BUSY or (exchange.status or 500) >= 500:
        _unreachable(url, exchange)
    if exchange.status != 200:
        raise SourceError(
            f"{url}: the server refused to give it ({exchange.status}). If a browser may see it, {_SAVE}."
        )
    if exchange.truncated:
        raise too_large(url, most)
    if exchange.body_error is not None:
        raise SourceUnreachable(f"{url}: {exchange.body_error.message} Try again, or {_SAVE}.")
    return exchange.body


def _unreachable(url: str, exchange: Exchange) -> NoReturn:
    """Say that nobody gave the document, and what may help."""
    if exchange.error is not None and exchange.error.kind in _REFUSED:
        raise SourceError(f"{url} cannot be fetched. {exchange.error.message} Name another address, or {_SAVE}.")
    if exchange.error is not None:
        why = exchange.error.message
        help_ = "" if exchange.error.kind == "not-recorded" else f" Check the network or the proxy, or {_SAVE}."
        raise SourceUnreachable(f"{url} cannot be fetched. {why}{help_}")
    if exchange.status in _BUSY:
        pause = exchange.headers.get("retry-after")[:40]
        wanted = f" (Retry-After: {pause})" if pause else ""
        raise SourceUnreachable(
            f"{url}: {host_name(exchange.url)} asks to be left alone for a while: {exchange.status}{wanted}. "
            f"Try again later, or {_SAVE}."
        )
    raise SourceUnreachable(f"{url}: the server failed ({exchange.status}). Try again later, or {_SAVE}.")


def _bare(url: str) -> str:
    return url.partition("#")[0].removesuffix("/")
