"""
What a page says of itself in its head: title, date of publication, authors, site, language.

Of several answers the one that was written to be cited by wins, since it is what references are made of: Highwire's
`citation_*`, then JSON-LD (schema.org), which names one work and its parts, then Open Graph and `article:*`, which are
written for cards and shorten or dress up titles, then Dublin Core, Parse.ly and Sailthru, microdata, and last what the page
shows. When it was changed is not looked at: a reference names the day of publication. A day with a time and a zone is the
day as written, which is the one that the page prints.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from citecheck.lexicon.dates import LONGEST as LONGEST_DATE
from citecheck.lexicon.dates import find_dates, parse_date
from citecheck.model import PartialDate
from citecheck.pages.bylines import from_byline, persons
from citecheck.pages.linked_data import Node, listed, text_of, types, works
from citecheck.pages.own_title import clean, title_of

_MOST_NAMES: Final = 2000
_MOST_AUTHORS: Final = 20
_MOST_SHOWN: Final = 20
"""Elements of the page itself that are looked at for one value."""
_TITLES: Final = (
    "og:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "twitter:title", "headline",
)  # fmt: skip
_CITED_DATES: Final = ("citation_publication_date", "citation_date", "citation_online_date", "citation_year")
_DATES: Final = (
    "article:published_time", "og:published_time", "article:published", "dc.date.issued", "dcterms.issued", "dc.date",
    "dcterms.date", "dc.date.created", "dcterms.created", "prism.publicationdate", "parsely-pub-date", "sailthru.date",
    "datepublished", "pubdate", "publishdate", "publish-date", "publication_date", "originalpublicationdate", "date.release",
    "date",
)  # fmt: skip
_AUTHORS: Final = (
    "dc.creator", "dcterms.creator", "dc.contributor.author", "parsely-author", "sailthru.author", "article:author", "author",
    "byl",
)  # fmt: skip
_CITED_SITES: Final = ("citation_journal_title", "citation_conference_title", "citation_inbook_title")
_SITES: Final = (
    "citation_publisher", "dc.publisher", "dcterms.publisher", "application-name", "apple-mobile-web-app-title",
)  # fmt: skip
_LANGUAGES: Final = (
    "citation_language", "dc.language", "dcterms.language", "content-language", "og:locale", "inlanguage", "language",
)  # fmt: skip
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_ISO: Final = re.compile(
    r"((?:1[5-9]|20)\d\d)(?:([-/.])(0?[1-9]|1[0-2])(?:\2(0?[1-9]|[12]\d|3[01])(?!\d))?)?(?![\d/.-])", re.ASCII
)
_COMPACT: Final = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)", re.ASCII)
_TIMES: Final = re.compile(r"publish|pubdate|entry-date|posted|dateline|issued|date-created", re.IGNORECASE)
"""Classes of an element that shows the day of publication."""
_CHANGES: Final = re.compile(r"modif|update|revis|edited", re.IGNORECASE)
_LOCKED: Final = frozenset({"locked", "metered", "premium", "paid", "subscriber", "subscribers"})
"""What `article:content_tier` says of a page that is not free (Facebook's publishing documentation)."""


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
    said, site_said = works(root)
    site = _first(named, _CITED_SITES) or _first(named, ("og:site_name",)) or _published(said) or clean(site_said)
    site = site or _first(named, _SITES)
    own = (*named.get("citation_title", ()), *_headlines(said), *(_first(named, (name,)) for name in _TITLES))
    title, behind = title_of(root, [*own, *_names_of(said)], site)
    return Metadata(
        title=title,
        issued=_issued(named, said, root),
        authors=_authors(named, said, root, site),
        site=site or behind,
        language=_language(root, said, named),
        body=max((text_of(work.get("articleBody")) for work in said), key=len, default=""),
        is_paid=any(map(_is_paid, said))
        or any(tier.lower() in _LOCKED for tier in named.get("article:content_tier", ())),
    )


def _named(root: etree._Element) -> dict[str, list[str]]:
    """Give the contents of `meta` elements by name, in lower case, also those of microdata."""
    found: dict[str, list[str]] = {}
    for meta, _ in zip(root.iter("meta"), range(_MOST_NAMES), strict=False):
        content = clean(meta.get("content") or "")
        names = (meta.get("name"), meta.get("property"), meta.get("itemprop"), meta.get("http-equiv"))
        for name in {
            name.strip().lower().replace("dc:", "dc.").replace("dcterms:", "dcterms.") for name in names if name
        }:
            if content:
                found.setdefault(name, []).append(content)
    return found


def _first(named: Mapping[str, list[str]], names: tuple[str, ...]) -> str:
    """Give the first value of the first of some names that there is."""
    return next((named[name][0] for name in names if name in named), "")


def _headlines(said: list[Node]) -> Iterator[str]:
    """Give the headlines of works."""
    return (clean(text_of(work.get("headline"))) for work in said)


def _names_of(said: list[Node]) -> Iterator[str]:
    """Give the names of works, which of a page is what its head calls it."""
    return (clean(text_of(work.get("name"))) for work in said)


def _published(said: list[Node]) -> str:
    """Give the name of the whole that a work is a part of, or of its publisher."""
    for work in said:
        for key in ("isPartOf", "publisher", "sourceOrganization"):
            for node in listed(work.get(key))[:5]:
                if isinstance(node, dict) and (name := text_of(node.get("name"))):
                    return clean(name)
    return ""


def _is_paid(work: Node) -> bool:
    """Tell whether a work is said to be not free."""
    return str(work.get("isAccessibleForFree", ""))[-10:].rpartition("/")[2].casefold() in {"false", "no", "0"}


def _issued(named: Mapping[str, list[str]], said: list[Node], root: etree._Element) -> str:
    """Give the day of publication."""
    cited = (text for name in _CITED_DATES for text in named.get(name, ()))
    described = (text_of(work.get(key)) for key in ("datePublished", "dateCreated") for work in said)
    other = (text for name in _DATES for text in named.get(name, ()))
    for text in (*cited, *described, *other):
        if found := iso_date(text):
            return found
    return next(filter(None, map(iso_date, _shown_dates(root))), "")


def _shown_dates(root: etree._Element) -> Iterator[str]:
    """Give what may be the day of publication on the page itself: microdata, `time`, then what is called so."""
    marked = root.xpath("//*[@itemprop='datePublished'] | //time[@pubdate] | //*[contains(@class, 'dt-published')]")
    times = [time for time, _ in zip(root.iter("time"), range(_MOST_SHOWN), strict=False) if not _is_changed(time)]
    for element in (*marked[:_MOST_SHOWN], *filter(_is_called_so, times)):
        yield element.get("datetime") or element.get("content") or element.get("title") or ""
        yield _words(element)
    if len({time.get("datetime") for time in times}) == 1:  # one moment on the whole page
        yield times[0].get("datetime") or ""
    for element in filter(_is_called_so, root.xpath("//*[@class or @id][self::span or self::div or self::p]")[:5000]):
        if not _is_changed(element):
            yield _words(element)


def _is_called_so(element: etree._Element) -> bool:
    """Tell whether the classes or the id of an element say that it shows the day of publication."""
    return _TIMES.search(f"{element.get('class') or ''} {element.get('id') or ''}"[:200]) is not None


def _is_changed(element: etree._Element) -> bool:
    """Tell whether an element shows when the page was changed."""
    return _CHANGES.search(f"{element.get('class') or ''} {element.get('itemprop') or ''}"[:200]) is not None


def iso_date(text: str) -> str:
    """Give the date that a text is or begins with as ISO 8601, as far as it is told; "" where there is none."""
    text = text.strip()[: 2 * LONGEST_DATE]
    match = _COMPACT.match(text)
    if match is not None:
        return _iso(match[1], match[2], match[3])
    match = _ISO.match(text)
    if match is not None:
        return _iso(match[1], match[3], match[4])
    found = parse_date(text) or next((one.date for one in find_dates(text)), None)
    return _partial(found) if found is not None and found.year >= 1500 else ""


def _iso(year: str, month: str | None, day: str | None) -> str:
    """Give a date of which the parts are known; of the 31st of June the month."""
    if not month:
        return year
    try:
        return dt.date(int(year), int(month), int(day)).isoformat() if day else f"{year}-{int(month):02d}"
    except ValueError:
        return f"{year}-{int(month):02d}"


def _partial(date: PartialDate) -> str:
    """Give a date of a text; of a season, a range or an uncertain one what is sure of it."""
    if date.month is None or date.month > 12 or date.circa or date.end is not None:
        return f"{date.year:04d}"
    return PartialDate(date.year, date.month, date.day).iso()


def _authors(named: Mapping[str, list[str]], said: list[Node], root: etree._Element, site: str) -> tuple[str, ...]:
    """Give the names of the authors."""
    found = persons(named.get("citation_author", []), split=False)
    found = found or persons(
        [one for text in named.get("citation_authors", ()) for one in text.split(";")], split=False
    )
    found = found or _described(said)
    for name in _AUTHORS:
        found = found or persons([text for text in named.get(name, []) if text.casefold() != site.casefold()])
    found = found or _shown_authors(root)
    return tuple(name for name in dict.fromkeys(found) if name.casefold() != site.casefold())[:_MOST_AUTHORS]


def _described(said: list[Node]) -> list[str]:
    """Give the authors of the first work in JSON-LD that has any."""
    for work in said:
        found: list[str] = []
        for one in (listed(work.get("author")) or listed(work.get("creator")))[:_MOST_AUTHORS]:
            is_node = isinstance(one, dict)
            names = [name for name in listed(one.get("name") if is_node else one) if isinstance(name, str)]
            found += persons(names, split=not (is_node and types(one) & {"organization", "newsmediaorganization"}))
        if found:
            return found
    return []


def _shown_authors(root: etree._Element) -> list[str]:
    """Give the authors that the page shows: by microdata, by `rel`, last by what is called a byline."""
    queries = (
        "//*[@itemprop='author']//*[@itemprop='name']",
        "//*[@itemprop='author'][not(.//*[@itemprop])]",
        "//*[@rel='author']",
        "//*[contains(concat(' ', @class, ' '), ' p-author ')] | //*[contains(concat(' ', @class, ' '), ' author-name ')]",
        "//*[contains(translate(@class, 'BYLINE', 'byline'), 'byline')][not(.//*[contains(@class, 'byline')])]",
    )
    for query in queries:
        texts = [element.get("content") or _words(element) for element in root.xpath(query)[:5]]
        found = persons([from_byline(text) for text in texts])
        if found:
            return found
    return []


def _words(element: etree._Element) -> str:
    """Give the text of an element on one line; of a long one nothing, since it is no value."""
    text: str = " ".join("".join(element.itertext()).split()) if len(element) < _MOST_SHOWN else ""
    return text if len(text) <= 2 * LONGEST_DATE else ""


def _language(root: etree._Element, said: list[Node], named: Mapping[str, list[str]]) -> str:
    """Give the language that a page says it is in: its own attribute first, which browsers and readers go by."""
    html = root if root.tag == "html" else next(root.iter("html"), root)
    attributes = (html.get("lang"), html.get("{http://www.w3.org/XML/1998/namespace}lang"), html.get("xml:lang"))
    described = (_tag(work.get("inLanguage")) for work in said)
    for told in (*attributes, *described, *(_first(named, (name,)) for name in _LANGUAGES)):
        tag = (told or "").strip().replace("_", "-")[:35].partition(",")[0]
        if _LANGUAGE.fullmatch(tag):
            return tag
    return ""


def _tag(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """Give the tag of a language in JSON-LD, which may be a node of its own."""
    for one in listed(value)[:1]:
        if isinstance(one, dict):
            return text_of(one.get("alternateName")) or text_of(one.get("name"))
    return text_of(value)
