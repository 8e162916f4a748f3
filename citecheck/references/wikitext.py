"""
References as citation templates of Citation Style 1: `{{cite news |last=Kim |title=... }}`, one a line.

What CS1 has no parameter for (names in their own script, a section) follows the template as text. `wikitext.toml` says
which template and which parameters.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

from citecheck.lexicon.languages import language_tag
from citecheck.model import Name, PartialDate, Reference
from citecheck.references.draft import bibtex_pages, phrases, variables
from citecheck.references.latex import percent, printable
from citecheck.references.spelling import means_others
from citecheck.references.worded_dates import worded

_ADDRESSES: Final = frozenset({"url", "chapter-url", "archive-url"})
_UNSAFE_ADDRESS: Final = '|[]{}<>" '
"""What an address in a template must not hold, by the documentation of CS1 (Template:Csdoc, "URL")."""
_UNSAFE: Final = re.compile(
    r"[|\[\]{}]"  # ends a parameter, opens a link or a template
    r"|<(?=[A-Za-z/!])"  # opens a tag or a comment
    r"|&(?=#?\w{1,31};)"  # would be read as an entity
    r"|'(?=')|(?<=')'"  # italics and bold
    r"|~(?=~)|(?<=~)~"  # a signature, which is put in when the page is saved
    r"|_(?=_)|(?<=_)_"  # a switch such as __NOTOC__
)
_LIST: Final = re.compile("[,;]")
"""What CS1 takes for several names in one parameter."""
_SEVERAL: Final = re.compile(r"\w(?:--|[,;&]| and )")
_NUMERIC: Final = re.compile(r"[a-zA-Z]{0,3}\d|[ivxlcdm]+\b")
_EARLIEST_ISO: Final = 1583
"""CS1 takes a date as YYYY-MM-DD from the first whole year of the Gregorian calendar."""


def to_wikitext(references: Sequence[Reference], keys: Sequence[str]) -> str:
    """Give references as citation templates, one a line; wikitext has no place for *keys*."""
    return "".join(f"{_line(reference)}\n" for reference, _ in zip(references, keys, strict=True))


def _line(reference: Reference) -> str:
    """Give one reference."""
    template, parameters, rest = cited(reference)
    body = "".join(f" |{name}={escaped(value)}" for name, value in parameters.items())
    return " ".join(filter(None, (f"{{{{{template}{body}}}}}", *(escaped(text) for text in rest))))


def escaped(text: str) -> str:
    """Give printable text with each character that wikitext would read as markup as an entity; linear in its length."""
    return _UNSAFE.sub(lambda match: f"&#{ord(match[0])};", text)


def cited(reference: Reference) -> tuple[str, dict[str, str], tuple[str, ...]]:
    """Give the template of a reference, its parameters in order with the values that they mean, and the text after it."""
    rules = _rules()
    held = dict(variables(reference))
    if archived := reference.date("archived"):
        held["archived"] = archived
    template = rules["templates"].get(reference.kind, "citation")
    if template == "cite web" and "URL" not in held:
        template = "citation"
    parts = rules["chapter"] if reference.kind == "chapter" and "container-title" in held else {}
    places: dict[str, str] = rules["parameters"] | rules["special"].get(template, {}) | parts
    parameters: dict[str, str] = dict(_names(held))
    left = {
        name: value
        for name, value in held.items()
        if name not in rules["names"] and (name not in places or template not in rules["only"].get(name, (template,)))
    }
    for name, place in places.items():
        if name in held and name not in left and place not in parameters:
            parameters |= _valued(name, place, held[name], held)
    if parameters.keys().isdisjoint(("pages", "page", "at")) and isinstance(pinpoint := left.pop("locator", ""), str):
        parameters |= _pages(pinpoint) if pinpoint else {}
    if template == "citation":
        parameters["mode"] = "cs1"
    clean = ((name, _clean(name, value)) for name, value in parameters.items())
    return (
        template,
        {name: value for name, value in clean if value},
        tuple(filter(None, map(printable, _rest(reference, left)))),
    )


def _clean(name: str, value: str) -> str:
    """Give a parameter's value on one line; an address without what would end it."""
    if name not in _ADDRESSES:
        return printable(value)
    return percent(printable(value), _UNSAFE_ADDRESS).replace("''", "%27%27")


def _names(held: Mapping[str, str | PartialDate | tuple[Name, ...]]) -> Iterator[tuple[str, str]]:
    """Give the parameters of all names."""
    for variable, (last, first, whole) in _rules()["names"].items():
        names = held.get(variable)
        if not isinstance(names, tuple):
            continue
        people = [name for name in names if not means_others(name)]
        for place, name in enumerate(people, 1):
            number = str(place) if len(people) > 1 else ""
            if name.literal:
                yield f"{whole}{number}", _as_one(name.literal)
                continue
            yield f"{last}{number}", _as_one(f"{name.particle} {name.family}".strip())
            if given := " ".join(filter(None, (name.given, name.suffix))):
                yield f"{first}{number}", _as_one(given)
        if len(people) < len(names):
            yield f"display-{variable}s", "etal"


def _as_one(name: str) -> str:
    """Give a name so that CS1 takes it for one, commas and all: `((Ministry of Trade, Industry and Energy))`."""
    return f"(({name}))" if _LIST.search(name) else name


def _valued(
    variable: str, place: str, value: str | PartialDate | tuple[Name, ...], held: Mapping[str, object]
) -> dict[str, str]:
    """Give a variable as a parameter."""
    if isinstance(value, PartialDate):
        exact = value.is_exact() and value.year >= _EARLIEST_ISO
        return {place: value.iso() if exact else worded(value)}
    if not isinstance(value, str):
        return {}
    if variable == "page":
        pinpoint = held.get("locator")
        return _pages(value, pinpoint if isinstance(pinpoint, str) else "")
    if variable == "language":
        return {place: language_tag(value) or value}
    return {place: value.removeprefix("PMC") if variable == "PMCID" else value}


def _pages(pages: str, pinpoint: str = "") -> dict[str, str]:
    """Give `page`, `pages` with an en dash, or `at` for what is no page; a pinpoint within a range stands in brackets."""
    if not _NUMERIC.match(pages.strip()):
        return {"at": f"{pages} [{pinpoint}]" if pinpoint else pages}
    dashed = bibtex_pages(pages)
    text = dashed.replace("--", "–")
    if pinpoint:
        return {"pages": f"{text} [{pinpoint}]"}
    return {"pages" if _SEVERAL.search(dashed) else "page": text}


def _rest(reference: Reference, left: Mapping[str, Any]) -> Iterator[str]:
    """Give what has no parameter, as phrases."""
    said = {name: worded(value) if isinstance(value, PartialDate) else value for name, value in left.items()}
    said.pop("note", None)
    if "pages" in said or reference.text("page"):
        said.pop("locator", None)
    natives = [
        name.native
        for field in reference.fields
        if isinstance(field.value, tuple)
        for name in field.value
        if name.native
    ]
    texts = [reference.text("note"), *phrases(said), *natives]
    if text := "; ".join(filter(None, texts)):
        yield text


@cache
def _rules() -> dict[str, Any]:
    """Read `wikitext.toml`."""
    return tomllib.loads(files("citecheck.references").joinpath("wikitext.toml").read_text(encoding="utf-8"))
