"""A citation template's values as one line in the manner of CS1, with the place of each value in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from citecheck.model import FieldValue, Span

_UNQUOTED: Final = frozenset({"book", "thesis", "report", "map"})
_IDENTIFIERS: Final = {
    "arXiv": "arXiv:", "ASIN": "ASIN ", "bibcode": "Bibcode:", "bioRxiv": "bioRxiv ", "CiteSeerX": "CiteSeerX ", "DOI": "doi:",
    "handle": "hdl:", "ISBN": "ISBN ", "ISSN": "ISSN ", "JFM": "JFM ", "JSTOR": "JSTOR ", "LCCN": "LCCN ", "MR": "MR ",
    "OCLC": "OCLC ", "OL": "OL ", "OSTI": "OSTI ", "PMCID": "PMC ", "PMID": "PMID ", "S2CID": "S2CID ", "SSRN": "SSRN ", "Zbl": "Zbl ",
}  # fmt: skip
_ENDS: Final = ".?!。！？"


class _Line:
    def __init__(self) -> None:
        self.text = ""
        self.spans: dict[str, Span] = {}

    def put(self, variable: str, words: str, before: str = "", after: str = "") -> None:
        """Add a value with what stands before and after it."""
        if not words:
            return
        if self.text:
            self.text += " "
        self.text += before
        self.spans[variable] = Span(len(self.text), len(self.text) + len(words))
        self.text += words + after

    def stop(self) -> None:
        """End a sentence, where something stands there and nothing ended it yet."""
        if self.text and self.text[-1] not in _ENDS and not self.text.endswith(('."', '?"', '!"')):
            self.text += "."


def printed(
    kind: str, texts: Mapping[str, str], fields: Mapping[str, FieldValue], url: str
) -> tuple[str, dict[str, Span]]:
    """
    Give the line and where each variable stands in it.

    Args:
        kind: The CSL type.
        texts: The values as typed, by variable.
        fields: The same, read; names and dates are taken from here.
        url: Printed where there is no title to stand for it.

    """
    line = _Line()
    date = texts.get("issued", "")
    people = _names(fields.get("author"))
    lead = "author"
    if not people and "container-title" not in texts:
        people, lead = _names(fields.get("editor")), "editor"
        people += " (ed.)" if people else ""
    if people:
        line.put(lead, people)
        line.put("issued", date, "(", ")")
        line.stop()
    _title(line, kind, texts, fields, lead)
    if not people and date and not texts.get("container-title"):
        line.put("issued", date, "(", ")")
        line.stop()
    _source(line, kind, texts)
    if not people and texts.get("container-title"):
        line.put("issued", date)
        line.stop()
    if "title" not in texts and "container-title" not in texts:
        line.put("URL", url)
    _tail(line, texts)
    return line.text, line.spans


def _title(line: _Line, kind: str, texts: Mapping[str, str], fields: Mapping[str, FieldValue], lead: str) -> None:
    title = texts.get("title", "")
    if kind in _UNQUOTED and "container-title" not in texts:
        line.put("title", title)
    else:
        line.put("title", title, '"', '"')
    line.put("genre", texts.get("genre", ""), "(", ")")
    line.put("language", texts.get("language", ""), "(in ", ")")
    line.stop()
    if lead != "editor" and (editors := _names(fields.get("editor"))):
        line.put(
            "editor",
            editors,
            "In " if "container-title" in texts else "",
            " (ed.)" if ";" not in editors else " (eds.)",
        )
        line.stop()
    if translators := _names(fields.get("translator")):
        line.put("translator", translators, "Translated by ")
        line.stop()


def _source(line: _Line, kind: str, texts: Mapping[str, str]) -> None:
    line.put("container-title", texts.get("container-title", ""))
    line.put("edition", _edition(texts.get("edition", "")), "(", " ed.)")
    line.stop()
    line.put("event-title", texts.get("event-title", ""))
    line.stop()
    line.put("collection-title", texts.get("collection-title", ""))
    line.stop()
    journal = kind in {"article-journal", "document"} and "container-title" in texts
    line.put("volume", texts.get("volume", ""), "" if journal else "Vol. ")
    line.put("issue", texts.get("issue", ""), "(" if journal else "no. ", ")" if journal else "")
    page = texts.get("page", "")
    if journal and page and (texts.get("volume") or texts.get("issue")):
        line.text += ":"
        line.put("page", page)
        line.stop()
        page = ""
    line.stop()
    place, publisher = texts.get("publisher-place", ""), texts.get("publisher", "")
    line.put("publisher-place", place, "", ":" if publisher else "")
    line.put("publisher", publisher)
    line.stop()
    line.put("agency", texts.get("agency", ""))
    line.stop()
    for variable, words in (("page", page), ("locator", texts.get("locator", ""))):
        mark = "" if not words[:1].isdecimal() else "pp. " if any(c in words for c in "-–—,&") else "p. "
        line.put(variable, words, mark)
        line.stop()


def _tail(line: _Line, texts: Mapping[str, str]) -> None:
    for variable, label in _IDENTIFIERS.items():
        line.put(variable, texts.get(variable, ""), label)
    if any(variable in texts for variable in _IDENTIFIERS):
        line.stop()
    line.put("archived", texts.get("archived", ""), "Archived from the original on ")
    line.stop()
    line.put("accessed", texts.get("accessed", ""), "Retrieved ")
    line.put("source", texts.get("source", ""), "– via ")
    line.stop()
    line.put("*quote", texts.get("*quote", ""), '"', '"')


def _edition(words: str) -> str:
    return words.removesuffix(".").removesuffix(" ed").removesuffix(" edition")


def _names(value: FieldValue | None) -> str:
    """Give names as CS1 prints them."""
    if not isinstance(value, tuple):
        return ""
    return "; ".join(name.display() for name in value)
