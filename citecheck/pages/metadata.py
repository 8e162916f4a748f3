"""
What a page says of itself in its head: title, date of publication, authors, site, language.

Of several answers the one that is written for machines to cite by wins: Highwire's `citation_*`, then JSON-LD
(schema.org), Open Graph, Dublin Core, microdata, and last what the page shows. When it was changed is not looked at.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

LONGEST: Final = 300
"""Code points of a value that are kept."""
_MOST_AUTHORS: Final = 20
_MOST_JSON: Final = 500_000
"""Characters of a block of JSON-LD that are read."""
_MOST_NODES: Final = 2000
_DEEPEST: Final = 20
_ARTICLES: Final = frozenset({
    "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle", "blogposting",
    "scholarlyarticle", "techarticle", "report", "review", "book", "chapter", "dataset", "thesis", "liveblogposting",
    "socialmediaposting", "discussionforumposting", "medicalscholarlyarticle", "publicationissue", "webpage", "creativework",
    "videoobject", "podcastepisode", "recipe", "legislation",
})  # fmt: skip
"""Types of schema.org that are works; the page itself is the least of them."""
_TITLES: Final = (
    "citation_title",
    "og:title",
    "dc.title",
    "dcterms.title",
    "parsely-title",
    "sailthru.title",
    "twitter:title",
)
_DATES: Final = (
    "citation_publication_date", "citation_date", "citation_online_date", "article:published_time", "og:published_time",
    "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created", "parsely-pub-date", "sailthru.date",
    "date", "pubdate", "publishdate", "publish-date", "publication_date", "datepublished", "date.release",
)  # fmt: skip
_AUTHORS: Final = (
    "citation_author", "dc.creator", "dcterms.creator", "dc.contributor.author", "parsely-author", "sailthru.author",
    "author", "byl", "article:author",
)  # fmt: skip
_SITES: Final = (
    "citation_journal_title", "citation_conference_title", "og:site_name", "citation_publisher", "dc.publisher",
    "dcterms.publisher", "application-name",
)  # fmt: skip
_ISO: Final = re.compile(
    r"((?:1[5-9]|20)\d\d)(?:[-/.](0?[1-9]|1[0-2])(?:[-/.](0?[1-9]|[12]\d|3[01]))?)?(?!\d)", re.ASCII
)
_COMPACT: Final = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)", re.ASCII)
_SEPARATORS: Final = re.compile(r"\s[|–—·•»:-]\s")
_BY: Final = re.compile(r"^(?:by|von|par|por|di|door|av|af)\s+", re.IGNORECASE)
_AND: Final = re.compile(r"\s*(?:;|\s+(?:and|und|et|y|e|&)\s+)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself."""

    title: str = ""
    issued: str = ""
    authors: tuple[str, ...] = ()
    site: str = ""
    language: str = ""
    body: str = ""
    """The text of the article, where the page has it in its JSON-LD."""
    is_paid: bool = False
    """Whether the page says that it is not free to read."""


def metadata(root: etree._Element) -> Metadata:
    """Give what the tree of a page says of it."""
    named = _named(root)
    works = _works(root)
    site = _first(named, _SITES) or _site_of(works)
    title = (
        _first(named, _TITLES[:1])
        or _of_works(works, "headline")
        or _first(named, _TITLES[1:])
        or _of_works(works, "name")
    )
    return Metadata(
        title=_without_site(title or _heading(root), site),
        issued=_issued(named, works, root),
        authors=_authors(named, works, root),
        site=site,
        language=_language(root, works),
        body=max((_text(work.get("articleBody")) for work in works), key=len, default=""),
        is_paid=any(str(work.get("isAccessibleForFree", "")).casefold() == "false" for work in works),
    )


def _named(root: etree._Element) -> dict[str, list[str]]:
    """Give the contents of `meta` elements by name, in lower case, and those of microdata."""
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        content = _clean(meta.get("content") or "")
        for name in (meta.get("name"), meta.get("property"), meta.get("itemprop"), meta.get("http-equiv")):
            if name and content and len(found) < _MOST_NODES:
                found.setdefault(name.strip().lower(), []).append(content)
    return found


def _first(named: Mapping[str, list[str]], names: tuple[str, ...]) -> str:
    """Give the first value of the first of some names that there is."""
    return next((named[name][0] for name in names if name in named), "")


def _works(root: etree._Element) -> list[dict[str, Any]]:
    """Give the works that JSON-LD describes, articles before pages."""
    found: list[dict[str, Any]] = []
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        said = (script.text or "").strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
        if len(said) > _MOST_JSON:
            continue
        try:
            found += list(_nodes(json.loads(said, strict=False)))
        except (ValueError, RecursionError):
            continue
    return sorted(found[:_MOST_NODES], key=_is_page)


def _nodes(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON value
    """Give the works among the nodes of some JSON-LD."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value[:_MOST_NODES]:
            yield from _nodes(one, depth + 1)
    elif isinstance(value, dict):
        if _types(value) & _ARTICLES:
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement"):
            if key in value:
                yield from _nodes(value[key], depth + 1)


def _types(node: Mapping[str, Any]) -> set[str]:
    """Give the types of a node in lower case."""
    kinds = node.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return {kind.rpartition("/")[2].lower() for kind in listed if isinstance(kind, str)}


def _is_page(node: Mapping[str, Any]) -> bool:
    """Tell whether a node is only the page and not the work on it."""
    return bool(_types(node) & {"webpage", "creativework"})


def _text(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """Give a text of JSON-LD, "" where it is none."""
    return value.strip() if isinstance(value, str) else ""


def _of_works(works: list[dict[str, Any]], key: str) -> str:
    """Give the first text under a key."""
    return next((_clean(text) for work in works if (text := _text(work.get(key)))), "")


def _site_of(works: list[dict[str, Any]]) -> str:
    """Give the name of the publisher or of the whole that a work is a part of."""
    for work in works:
        for key in ("isPartOf", "publisher"):
            for node in _list(work.get(key)):
                if isinstance(node, dict) and (name := _text(node.get("name"))):
                    return _clean(name)
    return ""


def _list(value: Any) -> list[Any]:  # noqa: ANN401 - any JSON value
    """Give a value as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _issued(named: Mapping[str, list[str]], works: list[dict[str, Any]], root: etree._Element) -> str:
    """Give the day of publication."""
    cited = (text for name in _DATES[:3] for text in named.get(name, ()))
    described = (_text(work.get("datePublished")) for work in works)
    other = (text for name in _DATES[3:] for text in named.get(name, ()))
    shown = (
        element.get("datetime") or element.get("content") or ""
        for element in root.xpath("//time[@pubdate or @itemprop='datePublished'] | //*[@itemprop='datePublished']")[:5]
    )
    for text in (*cited, *described, *other, *shown):
        if found := iso_date(text):
            return found
    return ""


def iso_date(text: str) -> str:
    """Give the date at the beginning of a text as ISO 8601, as far as it is told; "" where there is none."""
    text = text.strip()[:40]
    match = _COMPACT.match(text) or _ISO.match(text)
    if match is None:
        return ""
    year, month, day = match[1], match[2], match[3]
    if not month:
        return year
    if not day:
        return f"{year}-{int(month):02d}"
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:  # the 31st of June
        return f"{year}-{int(month):02d}"


def _authors(named: Mapping[str, list[str]], works: list[dict[str, Any]], root: etree._Element) -> tuple[str, ...]:
    """Give the names of the authors."""
    found = named.get("citation_author", [])
    found = found or [name for work in works for name in _people(work.get("author") or work.get("creator"))]
    found = found or next((named[name] for name in _AUTHORS[1:] if _are_names(named.get(name, []))), [])
    if not found:
        shown = root.xpath(
            "//*[@rel='author' or @itemprop='author' or contains(concat(' ', @class, ' '), ' byline ')]"
        )[:3]
        found = [text for element in shown if 0 < len(text := " ".join("".join(element.itertext()).split())) < 100]
    names = [name for text in found for name in _AND.split(_BY.sub("", _clean(text)))]
    return tuple(dict.fromkeys(name.strip(" ,") for name in names if _are_names([name])))[:_MOST_AUTHORS]


def _people(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON value
    """Give the names of people in JSON-LD."""
    for one in _list(value)[:_MOST_AUTHORS]:
        name = one.get("name") if isinstance(one, dict) else one
        for each in _list(name):
            if isinstance(each, str):
                yield each


def _are_names(texts: list[str]) -> bool:
    """Tell whether some texts may be names: no addresses, no sentences."""
    return bool(texts) and all(
        1 < len(text.strip()) < 120
        and any(map(str.isalpha, text))
        and not any(map(str.isdigit, text))
        and "@" not in text
        for text in texts
    )


def _language(root: etree._Element, works: list[dict[str, Any]]) -> str:
    """Give the language that a page says it is in."""
    html = root if root.tag == "html" else next(root.iter("html"), root)
    told = html.get("lang") or html.get("{http://www.w3.org/XML/1998/namespace}lang") or _of_works(works, "inLanguage")
    tag = told.strip().replace("_", "-")[:35]
    return tag if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", tag) else ""


def _heading(root: etree._Element) -> str:
    """Give what a page shows as its title: the title of its head, or else its first heading."""
    for name in ("title", "h1"):
        for element in root.iter(name):
            if element.getparent() is not None and element.getparent().tag == "svg":
                continue
            if text := _clean("".join(element.itertext())):
                return text
    return ""


def _without_site(title: str, site: str) -> str:
    """Give a title without the name of the site behind or before it."""
    parts = _SEPARATORS.split(title)
    if len(parts) < 2:
        return title
    folded = site.casefold()
    for name, rest in ((parts[-1], title[: title.rfind(parts[-1])]), (parts[0], title[len(parts[0]) :])):
        if folded and (name.casefold() in folded or folded in name.casefold()) and len(name) > 2:
            return rest.strip(" |–—·•»:-")
    return title


def _clean(text: str) -> str:
    """Give a value on one line, bounded, without what steers a terminal."""
    return " ".join(
        "".join(mark if mark.isprintable() or mark.isspace() else " " for mark in text[: 4 * LONGEST]).split()
    )[:LONGEST]
