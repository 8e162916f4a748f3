r"""
What reference managers put into a document: the works of a citation, and what they know of each.

* Zotero (`ADDIN ZOTERO_ITEM CSL_CITATION {...}`), Mendeley (`ADDIN CSL_CITATION {...}`, and content controls whose tag
  is base64): CSL-JSON, as in https://citationstyles.org/schema, csl-citation.json.
* EndNote (`ADDIN EN.CITE <EndNote>...`), whose record may stand in the field's data: its own XML.
* Citavi (`ADDIN CitaviPlaceholder{...}`): see `citavi_works`.
* Word's own (`CITATION Kim99 \p 5 \m Lee01`), with the sources of the document (ECMA-376 part 1, 22.6).
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import tomllib
from collections.abc import Hashable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from citecheck.documents.citavi_works import citavi_entries
from citecheck.documents.manuscripts import CitedWork
from citecheck.documents.package_xml import child, name_of, parsed, words
from citecheck.documents.packages import Damaged
from citecheck.references.from_csl import csl_record
from citecheck.references.records import Record

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LONGEST: Final = 4_000_000
"""Code points of one citation's data: items may have abstracts."""
_MOST_WORKS: Final = 500
_CSL: Final = re.compile(r"\bCSL_CITATION\s{0,20}(?=\{)")
_MENDELEY: Final = re.compile(r"MENDELEY_CITATION_(?:v\d{1,2}_)?")
_CITAVI: Final = re.compile(r"\bCitaviPlaceholder\s{0,5}\{")
_ENDNOTE: Final = re.compile(r"\bEN\.CITE\b")
_WORD: Final = re.compile(r"\s{0,20}CITATION\s{1,20}(?P<rest>.{1,2000})", re.DOTALL)
_SWITCH: Final = re.compile(r'\\(?P<switch>\w)\s{0,5}(?P<value>"[^"]{0,200}"|[^\\\s]{0,200})|(?P<tag>[^\\\s]{1,200})')
_BIBLIOGRAPHY: Final = re.compile(
    r"\s{0,20}(?:ADDIN\s{1,20})?(?:ZOTERO_BIBL|CSL_BIBLIOGRAPHY|Mendeley Bibliography|EN\.REFLIST|BIBLIOGRAPHY)\b"
)
_OF_ADDRESSES: Final = str.maketrans("-_", "+/")
"""The base64 that addresses can hold (RFC 4648, 5), as the other."""
_DECODER: Final = json.JSONDecoder()


class ManagedWorks:
    """The works of all citations of a document; one that several citations name is one."""

    def __init__(self, works: dict[Hashable, Record], sources: Mapping[str, Record]) -> None:
        """
        Begin.

        Args:
            works: Takes what is found.
            sources: Those of Word's own bibliography, by their tags.
        """
        self._works = works
        self._sources = sources
        self.unread = 0
        """Citations of which a reference manager knows something, and which cannot be read."""

    def cited(self, code: str, data: str = "") -> tuple[CitedWork, ...]:
        """
        Give the works that a field cites, none where it is no citation.

        Args:
            code: The field's instruction.
            data: What the field holds besides, in base64.
        """
        if csl := _CSL.search(code[:200]):
            return self._csl(code[csl.end() :])
        if citavi := _CITAVI.search(code[:200]):
            return self._citavi(_unpacked(code[citavi.end() :].partition("}")[0]))
        if _ENDNOTE.search(code[:200]):
            return self._endnote(code, data)
        own = _WORD.match(code)
        return self._word(own["rest"]) if own else ()

    def tagged(self, tag: str) -> tuple[CitedWork, ...]:
        """Give the works that the tag of a content control of Mendeley Cite names."""
        mendeley = _MENDELEY.match(tag)
        return self._csl(_unpacked(tag[mendeley.end() :])) if mendeley else ()

    def _csl(self, text: str) -> tuple[CitedWork, ...]:
        """Give the works of a citation in CSL-JSON."""
        try:
            citation, _ = _DECODER.raw_decode(text[:_LONGEST])
        except (ValueError, RecursionError):
            self.unread += 1
            return ()
        items = citation.get("citationItems") if isinstance(citation, dict) else None
        found: list[CitedWork] = []
        for item in items[:_MOST_WORKS] if isinstance(items, list) else ():
            if not isinstance(item, dict):
                continue
            held = item.get("itemData")
            key = _key(item, held)
            if isinstance(held, dict) and key not in self._works:
                self._works[key] = csl_record(held)
            if key in self._works:
                found.append(CitedWork(key, _locator(item.get("locator"), item.get("label"))))
        if not found:
            self.unread += 1
        return tuple(found)

    def _citavi(self, text: str) -> tuple[CitedWork, ...]:
        """Give the works of a citation of Citavi."""
        try:
            placeholder, _ = _DECODER.raw_decode(text)
        except (ValueError, RecursionError):
            self.unread += 1
            return ()
        found: list[CitedWork] = []
        for entry in citavi_entries(placeholder):
            key = ("citavi", entry.own)
            if entry.item is not None:
                self._works.setdefault(key, csl_record(entry.item))
            if key in self._works:
                found.append(CitedWork(key, _locator(entry.page)))
        return tuple(found)

    def _endnote(self, code: str, data: str) -> tuple[CitedWork, ...]:
        """Give the works of an EndNote citation; its record stands in the code or in the data."""
        text = code[code.find("<EndNote") :] if "<EndNote" in code else _unpacked(data)
        found: list[CitedWork] = []
        try:
            root, _ = parsed(text[:_LONGEST].strip("\x00 \r\n").encode("utf-8", "replace"), "EN.CITE")
        except Damaged:
            self.unread += bool(text.strip())
            return ()
        for cite in list(root)[:_MOST_WORKS]:
            record = child(cite, "record")
            if name_of(cite) != "Cite" or record is None:
                continue
            item = endnote_item(record)
            number = words(child(cite, "RecNum")) or words(child(record, "rec-number"))
            key = ("endnote", number, item.get("title"))
            self._works.setdefault(key, csl_record(item))
            found.append(CitedWork(key, _locator(words(child(cite, "Pages")))))
        if not found:
            self.unread += 1
        return tuple(found)

    def _word(self, rest: str) -> tuple[CitedWork, ...]:
        """Give the works of a field of Word's own: each has a tag, the pages before the next tag are of it."""
        found: list[CitedWork] = []
        for part in _SWITCH.finditer(rest):
            value = (part["value"] or "").strip('"')
            tag = part["tag"] if not found else value if part["switch"] == "m" else None
            if tag and tag in self._sources:
                self._works.setdefault(("source", tag), self._sources[tag])
                found.append(CitedWork(("source", tag)))
            elif part["switch"] == "p" and found and value:
                found[-1] = CitedWork(found[-1].key, value)
        return tuple(found)


def is_bibliography(code: str) -> bool:
    """Tell whether a field prints the bibliography."""
    return _BIBLIOGRAPHY.match(code) is not None or "CSL_BIBLIOGRAPHY" in code[-80:]


def word_sources(root: Element) -> Iterator[tuple[str, Record]]:
    """Give the sources of Word's own bibliography with their tags."""
    for source in root:
        if name_of(source) != "b:Source":
            continue
        values = {name_of(one): words(one).strip() for one in source if name_of(one) != "b:Author"}
        item = _mapped(values, _table()["word"])
        item["type"] = _table()["word-types"].get(values.get("b:SourceType", ""), "document")
        for role, variable in _table()["word-people"].items():
            people = list(_word_people(child(source, "b:Author", role)))
            if people:
                item[variable] = people
        for variable, (year, month, day) in _table()["word-dates"].items():
            if values.get(year):
                item[variable] = " ".join(filter(None, (values.get(day), values.get(month), values[year])))
        if tag := values.get("b:Tag"):
            yield tag, csl_record(item)


def _word_people(role: Element | None) -> Iterator[dict[str, str]]:
    """Give the people of one role of a source."""
    if role is None:
        return
    corporate = words(child(role, "b:Corporate")).strip()
    if corporate:
        yield {"literal": corporate}
    listed = child(role, "b:NameList")
    for person in listed if listed is not None else ():
        parts = {part: words(child(person, f"b:{part}")).strip() for part in ("Last", "First", "Middle")}
        given = f"{parts['First']} {parts['Middle']}".strip()
        yield {"family": parts["Last"], "given": given} if parts["Last"] else {"literal": given}


def endnote_item(record: Element) -> dict[str, Any]:
    """Give what EndNote knows of a work as a CSL-JSON item."""
    kind = child(record, "ref-type")
    item: dict[str, Any] = {"type": _table()["endnote-types"].get("" if kind is None else kind.get("name"), "document")}
    for path, variable in _table()["endnote"].items():
        found = child(record, *path.split("/"))
        if (text := " ".join(words(found).split())) and variable not in item:
            item[variable] = text
    for path, variable in _table()["endnote-people"].items():
        held = child(record, *path.split("/"))
        people = [" ".join(words(person).split()) for person in (held if held is not None else ())]
        if people:
            # EndNote ends the name of a body with a comma.
            item[variable] = [
                {"literal": name[:-1]} if name.endswith(",") else _person(name) for name in people if name
            ]
    return item


def _person(name: str) -> dict[str, str]:
    family, _, given = name.partition(",")
    return {"family": family.strip(), "given": given.strip()} if given.strip() else {"literal": name}


def _mapped(values: Mapping[str, str], table: Mapping[str, str]) -> dict[str, Any]:
    """Give values by CSL variable; of several that are one variable the first."""
    item: dict[str, Any] = {}
    for name, variable in table.items():
        if value := values.get(name):
            item.setdefault(variable, value)
    return item


def _key(item: Mapping[str, Any], held: object) -> Hashable:
    """Give what tells a work from others: the first of its addresses; its id alone is one in its citation only."""
    for name in ("uris", "uri"):
        listed = item.get(name)
        if isinstance(listed, list) and listed and isinstance(listed[0], str):
            return listed[0]
    of_item = held if isinstance(held, dict) else {}
    own = item.get("id", of_item.get("id"))
    told = (of_item.get("DOI"), of_item.get("title")) if of_item else ()
    return ("item", str(own) if not _is_passing(own) else "", *map(str, told))


def _is_passing(own: object) -> bool:
    """Tell whether an id counts the items of one citation (`ITEM-1`), as Mendeley's do."""
    return isinstance(own, str) and own.startswith("ITEM-")


def _locator(value: object, label: object = None) -> str | None:
    """Give the page of a citation, or another place with the word for it: `chapter 3`."""
    text = " ".join(str(value).split())[:40] if isinstance(value, str | int) else ""
    kind = f"{label[:20]} " if isinstance(label, str) and label not in {"", "page"} else ""
    return f"{kind}{text}" if text else None


def _unpacked(text: str) -> str:
    """Give the text that base64 stands for, "" where it is none."""
    packed = "".join(text[:_LONGEST].split())
    try:
        packed = packed.rstrip("=").translate(_OF_ADDRESSES)
        return base64.b64decode(packed + "=" * (-len(packed) % 4)).decode("utf-8", "replace")
    except (ValueError, binascii.Error):
        return ""


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("citecheck.documents").joinpath("managed_works.toml").read_text(encoding="utf-8"))
