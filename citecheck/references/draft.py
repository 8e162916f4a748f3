"""
A reference as a BibTeX entry before it is spelled: which type it is, and which field each variable goes to.

`biblatex.toml` holds the rules; the two dialects spell the same draft.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, TypeAlias

from citecheck.lexicon.languages import langid, language_name, language_tag
from citecheck.model import Name, PartialDate, Reference

Value: TypeAlias = str | PartialDate | tuple[Name, ...] | tuple[str, ...]

_ALWAYS: Final = {
    "author": "author",
    "title": "title",
    "trans-title": "titleaddon",
    "issued": "date",
    "original-date": "origdate",
    "accessed": "urldate",
    "URL": "url",
    "DOI": "doi",
    "archive-url": "verba",
    "archived": "userd",
}
"""
The field of each variable that any entry type may have.

An archived copy goes to `verba` and `userd`, not to an `addendum`: `verba` is read verbatim, so that the address stays
as it is byte for byte, and biblatex's data model has both for every type. A style that should print it says so.
"""
_BODIES: Final = frozenset({"organization", "publisher", "institution"})
"""Fields that hold a list of bodies; `location` holds a list of places: London and New York are two."""
_ADDRESSES: Final = frozenset({"URL", "DOI", "arXiv", "JSTOR", "PMID", "handle"})
"""Variables that biblatex's `@online` counts as somewhere to go to."""

_AND = re.compile(r"(?<=\S)\sand\s(?=\S)")
_PAGES = re.compile(r"(?:[a-z]{0,4}\d{1,9}|[ivxlcdm]{1,12})[a-z]?(\b.*)?", re.IGNORECASE | re.DOTALL)
_SEVERAL = re.compile(r"\w[^\S\n]{0,3}(?:[-‐‑‒–—−,;&]|and\b)")
_DASH = re.compile(r" ?[‒–—−] ?")
_HYPHEN = re.compile(r"(?<=\d)[-‐‑](?=\d)")


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry's type and its fields by their biblatex names, nothing encoded yet."""

    type: str
    values: Mapping[str, Value]
    notes: tuple[str, ...]
    """What has no field of its own and is read beside the title: a pinpoint, a volume."""
    addenda: tuple[str, ...]
    """The same for the end of the entry: identifiers, a publisher."""


def draft(reference: Reference) -> Draft:
    """Give the draft of a reference: its type by what it has, each variable in the field that biblatex has for it."""
    rules = _rules()
    held = dict(variables(reference))
    kind = _entry_type(reference.kind, held)
    rule = rules["types"][kind]
    fields: dict[str, str] = rule["fields"]
    values: dict[str, Value] = {}
    left: dict[str, str | tuple[Name, ...]] = {}
    for variable, value in held.items():
        place = fields.get(variable) or _ALWAYS.get(variable)
        if place == "location" and isinstance(value, str):
            values[place] = tuple(_AND.split(value))
        elif place in _BODIES and isinstance(value, str):
            values[place] = _with(values.get(place, ()), value)
        elif place is not None and place not in values:
            values[place] = value
        elif not isinstance(value, PartialDate):
            left[variable] = value
    if "entrysubtype" in rule:
        values["entrysubtype"] = rule["entrysubtype"]
    _add_eprint(values, left)
    _add_language(values, reference)
    _add_native(values, reference)
    values["keywords"] = label_keyword(reference)
    notes = (reference.text("note"), *_phrases(left, rules["note"]))
    return Draft(rule.get("entry", kind), values, tuple(filter(None, notes)), tuple(_phrases(left, rules["addendum"])))


def variables(reference: Reference) -> Iterator[tuple[str, str | PartialDate | tuple[Name, ...]]]:
    """Give each variable once, with a value that is not empty; an archived copy's date only with its address."""
    seen: set[str] = set()
    dated = any(field.variable == "archive-url" and field.value for field in reference.fields)
    for field in reference.fields:
        value = field.value
        if isinstance(value, str):
            value = value.strip()
        elif isinstance(value, tuple):
            value = tuple(name for name in value if name.family or name.literal)
        if value and field.variable not in seen:
            seen.add(field.variable)
            if field.variable != "archived" or dated:
                yield field.variable, value


def _entry_type(kind_: str, has: Mapping[str, object]) -> str:
    """Give the first entry type of a CSL type that has what it needs and takes what there is."""
    rules = _rules()
    web = "misc" if _ADDRESSES.isdisjoint(has) else "online"
    kinds = [web if kind == "web" else kind for kind in rules["kinds"].get(kind_, ["web"])]
    weighty = _weighty().intersection(has)
    for kind in kinds:
        rule = rules["types"][kind]
        if (
            has.keys() >= set(rule["needs"])
            and has.keys().isdisjoint(rule.get("without", ()))
            and ("one-of" not in rule or not has.keys().isdisjoint(rule["one-of"]))
            and weighty.difference(rule.get("spares", ())) <= rule["fields"].keys()
        ):
            return str(kind)
    return str(kinds[-1])


def lacking(reference: Reference) -> tuple[str, ...]:
    """Give the variables that biblatex's data model asks of the reference's entry and that it does not have."""
    has = dict(variables(reference))
    needs = ("title", "issued", *_rules()["types"][_entry_type(reference.kind, has)]["needs"])
    return tuple(variable for variable in needs if variable not in has)


def _with(bodies: Value, body: str) -> tuple[str, ...]:
    """Give a list of bodies with one more, unless it is there already."""
    held = tuple(one for one in bodies if isinstance(one, str)) if isinstance(bodies, tuple) else ()
    return held if body.casefold() in {one.casefold() for one in held} else (*held, body)


def _add_eprint(values: dict[str, Value], left: dict[str, Any]) -> None:
    """Move the first identifier that biblatex links from what is left to `eprint`."""
    for variable, kind in _rules()["eprint"].items():
        if variable in left:
            values["eprint"] = left.pop(variable)
            values["eprinttype"] = kind
            return


def _add_language(values: dict[str, Value], reference: Reference) -> None:
    """Add the language as biblatex knows it and as a reader does."""
    if language := reference.text("language").strip():
        tag = language_tag(language) or language
        values["language"] = language_name(tag)
        if known := langid(tag):
            values["langid"] = known


def _add_native(values: dict[str, Value], reference: Reference) -> None:
    """Add the authors' names in their own script."""
    if natives := [name.native for name in reference.names("author") if name.native]:
        values["nameaddon"] = "; ".join(natives)


def label_keyword(reference: Reference) -> str:
    """Give the keyword that leads back to the footnote: `fn3`, `fnnote1`, or for a bibliography entry `bib2`."""
    of = reference.id if reference.id.startswith("bib-") else f"fn{reference.label or reference.id}"
    return "".join(char for char in of if char.isalnum())[:40]


def phrases(left: Mapping[str, str | tuple[Name, ...]]) -> Iterator[str]:
    """Give what a format has no field for as phrases; what has no wording is said with the name of its variable."""
    rules = _rules()
    yield from _phrases(left, rules["note"])
    yield from _phrases(left, rules["addendum"])
    rest = {name: f"{name}: {{}}" for name in left if name not in rules["note"] and name not in rules["addendum"]}
    yield from _phrases(left, rest)


def _phrases(left: Mapping[str, str | tuple[Name, ...]], templates: Mapping[str, str]) -> Iterator[str]:
    """Give what is left as phrases, in the order of the table."""
    for variable, template in templates.items():
        value = left.get(variable)
        if not value:
            continue
        text = value if isinstance(value, str) else ", ".join(spoken(name) for name in value)
        yield pages_phrase(text) if template == "{pages}" else template.replace("{}", text, 1)


def spoken(name: Name) -> str:
    """Give a name as it is read aloud."""
    parts = (name.given, name.particle, name.family, name.suffix)
    return name.literal or " ".join(part for part in parts if part)


def pages_phrase(pages: str) -> str:
    """Give a pinpoint as a phrase: `p. 790`, `pp. 12–15`, `ch. 3` as it is."""
    if not _PAGES.fullmatch(pages):
        return pages
    return f"pp. {pages}" if _SEVERAL.search(pages) else f"p. {pages}"


def bibtex_pages(pages: str) -> str:
    """Give a page range with BibTeX's dash: `12--15`."""
    return (_DASH if _DASH.search(pages) else _HYPHEN).sub("--", pages)


@cache
def field_order() -> tuple[str, ...]:
    """Give the names of all fields in the order in which they are written."""
    return tuple(_rules()["order"])


@cache
def _weighty() -> frozenset[str]:
    """Give the variables that an entry type should have a field for."""
    return frozenset(_rules()["weighty"])


@cache
def _rules() -> dict[str, Any]:
    """Read `biblatex.toml`."""
    return tomllib.loads(files("citecheck.references").joinpath("biblatex.toml").read_text(encoding="utf-8"))
