"""The article of a wiki that an address names: on which wiki, under which title, and in which revision."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final
from urllib.parse import parse_qs, quote, unquote, urlsplit

from citecheck.documents.addresses import wiki_domains
from citecheck.errors import UsageError

_NUMBER: Final = re.compile(r"[0-9]{1,18}")
_CODE: Final = re.compile(r"[a-z0-9]{2,20}(?:-[a-z0-9]{1,20}){0,4}", re.IGNORECASE)
_LONGEST: Final = 255
"""Bytes of a title that MediaWiki takes, its namespace left out."""


@dataclass(frozen=True, slots=True)
class Article:
    """A page of a wiki."""

    host: str
    """`en.wikipedia.org`."""
    title: str = ""
    """With spaces, as people write it; "" where only a number is given."""
    revision: int | None = None
    """The one that is wanted; the latest where None."""
    page: int | None = None
    """The number of the page (`?curid=`), where that stands in place of a title."""

    @property
    def name(self) -> str:
        """What to call it in a message."""
        named = self.title or (f"page {self.page}" if self.page else f"revision {self.revision}")
        return f"{named!r}" if self.title else named


def article_at(url: str) -> Article | None:
    """Give the article of a Wikimedia wiki that *url* names, None where it names anything else."""
    try:
        parts = urlsplit(url.strip())
        host = wiki_host(parts.hostname or "")
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or host is None:
        return None
    asked = parse_qs(parts.query, max_num_fields=100) if parts.query.count("&") < 100 else {}
    first, _, rest = parts.path.removeprefix("/").partition("/")
    title = asked.get("title", [""])[0]
    if first == "wiki" or first in _table()["variants"]:
        title = unquote(rest)
    elif parts.path not in {"/w/index.php", "/"}:
        return None
    revision, page = _number(asked, "oldid"), _number(asked, "curid")
    title = " ".join(title.replace("_", " ").split())
    if not title and revision is None and page is None:
        return None
    return Article(host, title, revision, page)


def address_of(wiki: str, title: str) -> str:
    """
    Give the address of an article.

    Args:
        wiki: A language's code (`de` is the German Wikipedia) or the host of a Wikimedia wiki.
        title: As people write it.

    Raises:
        UsageError: There is no such wiki, or the title cannot be one.
    """
    host = f"{wiki}.wikipedia.org" if _CODE.fullmatch(wiki) else wiki
    known = wiki_host(host.lower())
    if known is None:
        raise UsageError(
            f"--wiki {wiki}: a language's code (`de`) or the host of a Wikimedia wiki (`en.wiktionary.org`) is wanted. "
            "For an article of another wiki give its address."
        )
    words = " ".join(title.replace("_", " ").split())
    if not words or len(words.encode("utf-8", "replace")) > _LONGEST or not words.isprintable():
        raise UsageError(f"{title[:80]!r} is no title of an article: 1 to {_LONGEST} bytes of printable text are.")
    return page_address(known, words)


def page_address(host: str, title: str, revision: int | None = None) -> str:
    """Give the address of an article as people know it; with a revision, the one that stays."""
    try:
        spelled = quote(title.replace(" ", "_"), safe="/:(),!*@;'~$-_.")
    except UnicodeEncodeError:  # a lone surrogate, which no address can hold
        spelled = quote(title.encode("utf-8", "replace"))
    return f"https://{host}/wiki/{spelled}{'' if revision is None else f'?oldid={revision}'}"


def wiki_host(host: str) -> str | None:
    """Give the host of a Wikimedia wiki without its mobile label, None where it is none."""
    host = host.lower().rstrip(".")
    domain = ".".join(host.split(".")[-2:])
    if domain not in wiki_domains() or len(host) > 80:
        return None
    labels = [label for label in host.split(".")[:-2] if label not in _table()["views"]]
    plain = ".".join([*labels, domain])
    if not labels and domain in {"mediawiki.org", "wikidata.org"}:
        return f"www.{domain}"
    return None if plain in _table()["others"] or len(labels) > 1 else plain


def _number(asked: dict[str, list[str]], name: str) -> int | None:
    """Give the number that a parameter holds."""
    value = asked.get(name, [""])[0].strip()
    return int(value) if _NUMBER.fullmatch(value) and int(value) else None


@cache
def _table() -> dict[str, frozenset[str]]:
    text = files("citecheck.gathering").joinpath("wikis.toml").read_text(encoding="utf-8")
    return {name: frozenset(listed) for name, listed in tomllib.loads(text).items()}
