"""
What MediaWiki's two APIs are asked about an article, and what their answers say.

The action API (`api.php?action=query`, formatversion 2) tells which page a title leads to, whether there is one, and
its latest revision; the REST API (`rest.php/v1/revision/{id}/html`) gives that revision as Parsoid's HTML, in which the
parameters of citation templates stand; `action=parse` gives the same revision where the REST API does not.
Shapes: https://www.mediawiki.org/wiki/API:Query, API:Parsing_wikitext, API:REST_API/Reference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import msgspec

from citecheck.gathering.article import Article

_SHAPE: Final = {"format": "json", "formatversion": "2"}
_ABOUT: Final = {
    "prop": "info|pageprops|revisions", "inprop": "url", "ppprop": "disambiguation", "rvprop": "ids|timestamp",
}  # fmt: skip
_FOLLOW: Final = {"redirects": "1", "converttitles": "1"}
_SEARCH: Final = {"list": "search", "srlimit": "3", "srprop": ""}
_LINKS: Final = {"prop": "links", "plnamespace": "0", "pllimit": "8"}
_PARSE: Final = {"prop": "text", "disableeditsection": "1", "disablelimitreport": "1"}


class Revision(msgspec.Struct, frozen=True):
    """A revision of a page."""

    revid: int = 0
    timestamp: str = ""


class Page(msgspec.Struct, frozen=True):
    """A page as `action=query` tells of it."""

    title: str = ""
    missing: bool = False
    invalid: bool = False
    invalidreason: str = ""
    special: bool = False
    lastrevid: int = 0
    contentmodel: str = "wikitext"
    fullurl: str = ""
    revisions: tuple[Revision, ...] = ()
    pageprops: dict[str, Any] = {}
    links: tuple[dict[str, Any], ...] = ()


class _Turn(msgspec.Struct, frozen=True, rename={"source": "from"}):
    """One title that leads to another."""

    source: str = ""
    to: str = ""


class _Query(msgspec.Struct, frozen=True):
    pages: tuple[Page, ...] = ()
    redirects: tuple[_Turn, ...] = ()
    converted: tuple[_Turn, ...] = ()
    interwiki: tuple[dict[str, Any], ...] = ()
    badrevids: dict[str, Any] = {}
    search: tuple[dict[str, Any], ...] = ()


class Error(msgspec.Struct, frozen=True):
    """Why the API did not do what it was asked."""

    code: str = ""
    info: str = ""


class _Answer(msgspec.Struct, frozen=True):
    query: _Query | None = None
    error: Error | None = None


class _Text(msgspec.Struct, frozen=True):
    text: str
    revid: int = 0


class _Parsed(msgspec.Struct, frozen=True):
    parse: _Text


@dataclass(frozen=True, slots=True)
class Told:
    """What the action API says of an article."""

    page: Page | None = None
    redirected: tuple[tuple[str, str], ...] = ()
    """Each title that leads on, and where."""
    elsewhere: str = ""
    """The title with the prefix of another wiki that it names."""
    no_revision: bool = False
    """Whether there is no revision of that number."""
    error: Error | None = None

    @property
    def revision(self) -> Revision:
        """The revision that was asked for, or the latest."""
        page = self.page or Page()
        return page.revisions[0] if page.revisions else Revision(page.lastrevid)


def query_address(base: str, article: Article) -> str:
    """Give the address that tells of an article."""
    if article.revision is not None:
        which = {"revids": str(article.revision)}
    elif article.title:
        which = {"titles": article.title} | _FOLLOW
    else:
        which = {"pageids": str(article.page)} | _FOLLOW
    return _action(base, "query", which | _ABOUT)


def html_address(base: str, revision: int) -> str:
    """Give the address of a revision's HTML."""
    return f"{base}/rest.php/v1/revision/{revision}/html"


def parse_address(base: str, revision: int) -> str:
    """Give the address of a revision's HTML in the action API."""
    return _action(base, "parse", {"oldid": str(revision)} | _PARSE)


def search_address(base: str, title: str) -> str:
    """Give the address that tells titles like this one."""
    return _action(base, "query", {"srsearch": title[:200]} | _SEARCH)


def links_address(base: str, title: str) -> str:
    """Give the address that tells where a page leads."""
    return _action(base, "query", {"titles": title} | _LINKS)


def told(body: bytes) -> Told | None:
    """Give what an answer of `action=query` says, None where it is none."""
    answer = _decoded(body, _Answer)
    if answer is None or (answer.query is None and answer.error is None):
        return None
    query = answer.query or _Query()
    turns = tuple((turn.source, turn.to) for turn in (*query.converted, *query.redirects))
    elsewhere = str(query.interwiki[0].get("title", "?")) if query.interwiki else ""
    page = query.pages[0] if query.pages else None
    return Told(page, turns, elsewhere, bool(query.badrevids), answer.error)


def titles(body: bytes) -> tuple[str, ...]:
    """Give the titles that a search found, or to which a page links."""
    answer = _decoded(body, _Answer)
    if answer is None or answer.query is None:
        return ()
    listed = [*answer.query.search, *(link for page in answer.query.pages for link in page.links)]
    return tuple(str(one["title"]) for one in listed if "title" in one)


def parsed(body: bytes) -> str | None:
    """Give the HTML in an answer of `action=parse`."""
    answer = _decoded(body, _Parsed)
    return None if answer is None else answer.parse.text


def _action(base: str, action: str, options: dict[str, str]) -> str:
    return f"{base}/api.php?{urlencode({'action': action} | options | _SHAPE, errors='replace')}"


def _decoded(body: bytes, kind: Any) -> Any:  # noqa: ANN401 - as msgspec has it
    """Give JSON as *kind*, None where it is something else."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
