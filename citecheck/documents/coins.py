"""
What an editor typed into a citation template, as a rendered page keeps it: COinS, and the parameters in `data-mw`.

COinS (ContextObjects in Spans, https://ocoins.info) is an OpenURL in the title of an empty span; Parsoid writes the call
of a template as JSON. Both are hints of a hostile page: bounded, and what does not read as a value is left out.
"""

from __future__ import annotations

import html
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final
from urllib.parse import parse_qsl

from citecheck.documents.cite_template import fields_of
from citecheck.lexicon.dates import parse_date
from citecheck.model import Field, FieldValue, Name
from citecheck.references.names import is_body, read_name

_LONGEST: Final = 20_000
_LONGEST_VALUE: Final = 2_000
_MOST_NAMES: Final = 400
_HYPHEN: Final = re.compile(r"(?<=\d)[-‐‑‒—](?=\d)")
_LINK: Final = re.compile(r"\[\[(?:[^\[\]|]{1,300}\|)?(?P<words>[^\[\]|]{1,300})\]\]")
_QUOTES: Final = ('""', "“”", "„“", "«»", "「」")
_OTHERS: Final = re.compile(r"\bet al\b", re.IGNORECASE)
_CATEGORY: Final = re.compile(
    r"\[\[\s{0,5}:?(?:Category|Kategorie|Catégorie|Categoría):[^\[\]]{0,300}\]\]", re.IGNORECASE
)
_MARKUP: Final = re.compile(r"\{\{|\[|<|https?://|\x7f")
_WIKI_MARKUP: Final = re.compile(r"\[\[|''|\{\{")
_PAGES: Final = re.compile(r"\A(?:pp?|pages?)\.?\s{1,5}(?=[\divxlcA-Z])", re.IGNORECASE)
"""What a template prints before pages and some editors type a second time."""


def coins(title: str) -> tuple[Field, ...]:
    """Give the fields that a COinS holds, in CSL variables."""
    if len(title) > _LONGEST:
        return ()
    try:
        pairs = [(key, " ".join(html.unescape(value).split())) for key, value in parse_qsl(title, max_num_fields=1_000)]
    except ValueError:
        return ()
    values: dict[str, str] = {}
    for key, value in pairs:
        words = _words(value) if _WIKI_MARKUP.search(value) else value  # of a time when templates did not clean up
        if words and len(words) <= _LONGEST_VALUE and "\x7f" not in words:
            values.setdefault(key, words)
    fields: dict[str, FieldValue] = {}
    if people := tuple(_people(values, [value for key, value in pairs if key == "rft.au"])):
        fields["author"] = people
    if date := parse_date(values.get("rft.date", "")[:80]):
        fields["issued"] = date
    table = _table()
    for key, variable in (table["part" if "rft.atitle" in values else "whole"] | table["always"]).items():
        if key in values:
            fields.setdefault(variable, _value(variable, values[key]))
    if fields.get("container-title") == fields.get("title"):
        fields.pop("container-title", None)
    for key, value in pairs:
        if key == "rft_id":
            fields |= _identifier(value)
    return tuple(Field(variable, value) for variable, value in fields.items())


def typed(data: str) -> tuple[Field, ...]:
    """Give the fields that a call of one citation template in `data-mw` holds, in CSL variables."""
    if len(data) > 2 * _LONGEST or "template" not in data:
        return ()
    try:
        parts = json.loads(data)["parts"]
        calls = [part["template"] for part in parts if isinstance(part, dict)]
        (call,) = calls
        name, parameters = str(call["target"]["wt"]), call["params"]
        given = {str(key).strip(): _words(str(value["wt"])) for key, value in parameters.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ()
    return tuple(
        replace(one, value=_value("page", one.value)) if one.variable == "page" and isinstance(one.value, str) else one
        for one in fields_of(name, given)
    )


@dataclass(slots=True)
class Given:
    """What a reference holds of both; of a footnote with several citations nothing is taken, for it is one reference."""

    _coins: list[tuple[Field, ...]] = field(default_factory=list)
    _typed: list[tuple[Field, ...]] = field(default_factory=list)

    def take(self, classes: frozenset[str], title: str, data: str) -> None:
        """Take what an element says: the title of a COinS, the calls in a `data-mw`."""
        if "Z3988" in classes:
            self._coins.append(coins(title))
        if data and (fields := typed(data)):
            self._typed.append(fields)

    def fields(self, raw: str) -> tuple[Field, ...]:
        """
        Give the fields of the one citation: what was typed beats what its COinS says of it.

        Args:
            raw: What a reader sees. Where that says "et al.", or prints the ISBN with its hyphens, it says more.
        """
        if len(self._coins) > 1 or len(self._typed) > 1:
            return ()
        found = {one.variable: one for fields in (*self._coins, *self._typed) for one in fields}
        isbn = found.get("ISBN")
        if isbn is not None and _bare(str(isbn.value)) in _bare(raw):
            del found["ISBN"]
        if "author" in found and _OTHERS.search(raw):
            del found["author"]
        return tuple(_as_printed(found, raw).values())


def _as_printed(found: dict[str, Field], raw: str) -> dict[str, Field]:
    """
    Give the fields with a title and a container that are the right way round.

    Templates of 2011 named the page of a site as the book and the site as its chapter; what is printed in quotes is the
    title.
    """
    title, container = found.get("title"), found.get("container-title")
    if title is None or container is None or _is_quoted(str(title.value), raw):
        return found
    if not _is_quoted(str(container.value), raw):
        return found
    return found | {
        "title": replace(title, value=container.value),
        "container-title": replace(container, value=title.value),
    }


def _is_quoted(words: str, raw: str) -> bool:
    """Tell whether *raw* has the words in quotation marks."""
    return any(f"{opening}{words}{closing}" in raw for opening, closing in _QUOTES)


def _people(values: Mapping[str, str], others: list[str]) -> Iterator[Name]:
    """Give the authors of a COinS: the first in two keys, the others, and in old ones the first again, family first."""
    first, others = values.get("rft.aulast", "").rstrip(" ,;"), others[:_MOST_NAMES]
    given = values.get("rft.aufirst") or values.get("rft.auinit", "")
    if ";" in given:  # several persons in one field: the text tells them apart better
        return
    if first and given:
        yield _person(first, given)
        others = others[1:] if others[:1] == [f"{first}, {given}"] else others
    elif first:
        yield Name(literal=first) if is_body(first) else read_name(first)
        others = others[1:] if others[:1] == [first] else others
    yield from (Name(literal=one) if is_body(one) else read_name(one) for one in others if one)


def _bare(text: str) -> str:
    """Give the letters and digits of a text."""
    return "".join(filter(str.isalnum, text)).upper()


def _person(family: str, given: str) -> Name:
    """Give a name whose parts are known, its particle and suffix told apart."""
    name = read_name(f"{family}, {given}")
    return Name(family=family, given=given) if name.literal else name


def _words(wikitext: str) -> str:
    """Give a parameter's value without links and emphasis, "" where more markup is left."""
    if len(wikitext) > _LONGEST_VALUE:
        return ""
    shown = _LINK.sub(r"\g<words>", _CATEGORY.sub("", wikitext))
    plain = " ".join(html.unescape(shown.replace("''", "")).split())
    return "" if _MARKUP.search(plain) else plain


def _value(variable: str, words: str) -> str:
    """Give a value as the field prints it: pages without their abbreviation, their ranges with a dash."""
    if variable == "PMCID":
        return words.upper().removeprefix("PMC")
    return _HYPHEN.sub("–", _PAGES.sub("", words)) if variable == "page" else words


def _identifier(value: str) -> dict[str, FieldValue]:
    """Give the identifier that an `rft_id` names; an address that is none stands among the links already."""
    for start, variable in _table()["identifiers"].items():
        if value.startswith(start) and len(value) < _LONGEST_VALUE:
            return {variable: value.removeprefix(start).partition("#")[0]}
    return {}


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("citecheck.documents").joinpath("coins.toml").read_text(encoding="utf-8"))
