"""
An answer of MediaWiki's APIs that holds a page's HTML, saved as it came: the format `wikipedia-json`.

`action=parse` in both format versions, `page/{title}/with_html` of the REST API, and the sections of the old
`action=mobileview`. The document's text is the HTML in it; places in the JSON would help nobody.
"""

from __future__ import annotations

import dataclasses
import json
import re
from typing import Any, Final

from citecheck.documents.notices import missing
from citecheck.documents.wikipedia_html import WikipediaHtmlReader
from citecheck.model import Document

_HEAD: Final = re.compile(r"\s{0,200}\{\s{0,200}\"(?:parse|mobileview|id|warnings|batchcomplete)\"")
_SIGNS: Final = ("cite_note", "mw-parser-output", "mw-content-")


class WikipediaJsonReader:
    """Reads the HTML that an API's answer holds."""

    name = "wikipedia-json"
    title = "API answer with the HTML of a Wikipedia article"

    def recognises(self, path: str, text: str) -> bool:
        """Tell whether *text* is JSON with the marks of MediaWiki's HTML in it, whatever its name."""
        del path
        return _HEAD.match(text) is not None and any(sign in text for sign in _SIGNS)

    def read(self, path: str, text: str) -> Document:
        """Give the document; JSON that is not whole or holds no page has no text, and notices that say so."""
        try:
            title, page = _page(json.loads(text))
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return Document(path, self.name, text, notices=missing((), ()))
        document = WikipediaHtmlReader().read(path, page)
        return dataclasses.replace(document, format=self.name, title=title or document.title, text_of="extracted")


def _page(answer: Any) -> tuple[str | None, str]:  # noqa: ANN401 - any JSON
    """Give the title and the HTML of an answer, or raise the error that comes of one which is no such answer."""
    if "parse" in answer:
        parsed = answer["parse"]
        text = parsed["text"]
        return _title(parsed.get("title")), _html(text["*"] if isinstance(text, dict) else text)
    if "mobileview" in answer:
        view = answer["mobileview"]
        sections = "".join(_html(section.get("text", "")) for section in view["sections"] if isinstance(section, dict))
        return _title(view.get("normalizedtitle")), f"<html>{sections}</html>"
    return _title(answer.get("title")), _html(answer["html"])


def _title(title: object) -> str | None:
    """Give a title without the markup that a page may put into it."""
    return re.sub(r"<[^<>]{0,200}>", "", title)[:1_000] or None if isinstance(title, str) else None


def _html(text: object) -> str:
    if not isinstance(text, str):
        raise TypeError("the HTML of a page is a text")
    return text.encode("utf-8", "replace").decode("utf-8")  # JSON can name half of a character, which no text is
