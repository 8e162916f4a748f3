"""The parser tests of MediaWiki's Cite extension, read: wikitext, and what MediaWiki prints for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bs4 import BeautifulSoup

from citecheck.documents.wikitext import WikitextReader

FILES: Final = (
    "cite_citeParserTests.txt",
    "cite_citeSmokeTests.txt",
    "cite_indicatorTests.txt",
    "cite_parserFunctionTests.txt",
    "cite_responsiveReferencesTests.txt",
    "cite_subReferencingTests.txt",
    "cite_urlFragmentModeTests.txt",
)
"""All but those of the visual editor, which go from edited HTML to wikitext and print nothing."""
_TEST = re.compile(r"^!! ?test\n(.*?)^!! ?end[ \t]*$", re.MULTILINE | re.DOTALL)
_SECTION = re.compile(r"^!! ?([\w/+-]+)[ \t]*\n", re.MULTILINE)
_PRINTS = ("html/php", "html", "html/*", "html/parsoid", "html/parsoid+integrated")


@dataclass(frozen=True, slots=True)
class Case:
    """One test that has references."""

    file: str
    name: str
    wikitext: str
    labels: Counter[str]
    """What the markers print between their brackets."""
    references: tuple[str, ...]
    """The words of the printed list, without error messages; letters and digits only."""


def cases(folder: Path) -> Iterator[Case]:
    """Give the tests whose expected HTML has markers or a list."""
    for file in FILES:
        for found in _TEST.finditer((folder / file).read_text(encoding="utf-8")):
            name, *rest = _SECTION.split(found[1])
            sections = dict(zip(rest[::2], rest[1::2], strict=True))
            html = next((sections[kind] for kind in _PRINTS if kind in sections), None)
            if html is None or "wikitext" not in sections or not _prints_wikitext(sections.get("options", "")):
                continue
            case = Case(file, name.strip(), sections["wikitext"].removesuffix("\n"), *_printed(html))
            if case.labels or case.references:
                yield case


def _prints_wikitext(options: str) -> bool:
    """Tell whether a test is of printing wikitext; others edit HTML and look at the wikitext that an editor saves."""
    return ("html2wt" not in options and "selser" not in options) or "wt2html" in options


def agrees(case: Case) -> bool:
    """Tell whether the reader gives the markers and references that MediaWiki prints."""
    document = WikitextReader().read("page.wiki", case.wikitext)
    labels = Counter(marker.label for marker in document.markers if marker.where != "hidden")
    references = tuple(filter(None, (_plain(entry.raw) for entry in document.entries if entry.numbered)))
    return (case.labels, case.references) == (labels, references)


def _printed(html: str) -> tuple[Counter[str], tuple[str, ...]]:
    soup = BeautifulSoup(html, "html.parser")
    labels = Counter(
        sup.get_text().strip().strip("[]")
        for sup in soup.select("sup.reference, sup.mw-ref")
        if sup.get_text().strip() and "mw-ref-follow" not in (sup.get("class") or ())
    )
    references = []
    for item in soup.select("ol.references li, ol.mw-references li"):
        words = item.find(class_="reference-text")
        if words is not None:
            for nested in words.find_all(class_=["error", "mw-ext-cite-error"]):
                nested.decompose()
            for nested in words.find_all("ol"):
                nested.decompose()
            references.append(_plain(words.get_text().partition("Cite error:")[0]))
    return labels, tuple(filter(None, references))


def _plain(words: str) -> str:
    return "".join(c for c in words if c.isalnum())
