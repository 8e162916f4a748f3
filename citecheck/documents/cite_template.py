"""A citation template: what its parameters say in CSL variables, the addresses it names, and how it prints."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html import unescape
from importlib.resources import files
from typing import Any, Final

from citecheck.documents.addresses import role
from citecheck.documents.cite_printing import printed
from citecheck.documents.wikitext_calls import Parameter, folded_name, parameter_key, parameters
from citecheck.documents.wikitext_drafts import Cited, key_of
from citecheck.documents.wikitext_scan import Braced, Plain
from citecheck.documents.wordings import fold
from citecheck.lexicon.dates import find_dates, parse_date
from citecheck.model import Field, FieldValue, Link, LinkRole, Name, PartialDate, Span
from citecheck.references.names import is_body, read_name, read_names

Read = Callable[[Parameter], str]
"""Gives the words of a value, and takes note of the addresses in it."""

_URL: Final = re.compile(r"(?:https?:)?//[^\s<>\"|{}]{1,4096}|www\.[^\s<>\"|{}]{3,4096}", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?<!\d)(?:1[0-9]{3}|20[0-9]{2})[a-z]?(?!\d)")
_MOST_NAMES: Final = 400
_IDENTIFYING: Final = {
    "doi": "DOI",
    "pmid": "PMID",
    "isbn": "ISBN",
    "arxiv": "arXiv",
    "biorxiv": "bioRxiv",
    "pmc": "PMCID",
}
"""Templates such as `{{cite doi|10.1234/x}}`, whose only parameter is an identifier."""
_LONGEST_INITIALS: Final = 4
_INITIALS: Final = re.compile(r"[^\W\d_]{2,40}(?:-[^\W\d_]{2,40})? (?:[^\W\d_]\.[ -]?){1,3}")
_PARTS: Final = frozenset({"book", "chapter", "paper-conference", "entry-encyclopedia", "document", "report", "thesis"})
_PAGED: Final = frozenset({"article-journal", "article-magazine", "article-newspaper", "chapter", "paper-conference"})
_DATES: Final = frozenset({"issued", "accessed", "archived", "original-date"})
_LINKS: Final[dict[str, LinkRole | None]] = {"url": None, "*otherurl": None, "archive-url": "archive"}


@dataclass(slots=True)
class Citation:
    """What a call of a citation template gives."""

    text: str
    """As it is printed, in the manner of CS1."""
    cited: Cited
    links: tuple[Link, ...]


@dataclass(slots=True)
class _Values:
    kind: str
    commas: bool = False
    """Whether commas part persons."""
    texts: dict[str, str] = field(default_factory=dict)
    names: dict[str, dict[int, dict[str, str]]] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)


def template_kind(name: str) -> str | None:
    """Give the CSL type that a citation template of that folded name stands for, None for another template."""
    return _kinds().get(name)


def cite(text: str, kind: str, name: str, node: Braced, read: Read) -> Citation:
    """
    Give what a call of a citation template says.

    Args:
        text: The source.
        kind: The CSL type that the template stands for, `document` where it leaves it open.
        name: The template's folded name.
        node: The call.
        read: Reads a value.

    """
    values = _Values(kind, commas=name in _comma_lists())
    own = _own().get(name, {})
    for parameter in parameters(text, node):
        key, number = parameter_key(parameter.name)
        variable = own.get(key) or _variables().get(key)
        if parameter.name == "1" and (identifier := _IDENTIFYING.get(name.rpartition(" ")[2])):
            values.texts.setdefault(identifier, read(parameter))
        elif variable is None or parameter.positional:
            read(parameter)
        elif variable in _LINKS:
            values.links += _addresses(text, parameter, variable)
        elif "/" in variable:
            person, _, part = variable.partition("/")
            if words := read(parameter):
                values.names.setdefault(person, {}).setdefault(number, {}).setdefault(part, words)
        elif words := read(parameter):
            values.texts.setdefault(variable, words)
    return _citation(values)


def fields_of(name: str, given: Mapping[str, str]) -> tuple[Field, ...]:
    """
    Give what a call of a citation template says, where only the words of its parameters are known.

    Args:
        name: The template's, as typed.
        given: Words by parameter; "" where they cannot be had. Persons of whom one part is so are left out, and so is the
            title of a whole whose part is.
    """
    template = folded_name(name)
    kind = template_kind(template)
    if kind is None:
        return ()
    values = _Values(kind, commas=template in _comma_lists())
    own = _own().get(template, {})
    unknown: set[str] = set()
    for parameter, words in given.items():
        key, number = parameter_key(parameter)
        variable = own.get(key) or _variables().get(key)
        if variable is None or variable in _LINKS or parameter.isdecimal():
            continue
        person, _, part = variable.partition("/")
        if not words:
            unknown.add(person)
        elif part:
            values.names.setdefault(person, {}).setdefault(number, {}).setdefault(part, words)
        else:
            values.texts.setdefault(variable, words)
    for person in unknown & values.names.keys():
        del values.names[person]
    if "*chapter" in unknown:
        values.texts.pop("title", None)
    return tuple(Field(variable, value) for variable, value in _fields(values).items())


def _addresses(text: str, parameter: Parameter, variable: str) -> Iterator[Link]:
    for node in parameter.nodes:
        found = _URL.search(text, node.start, node.end) if isinstance(node, Plain) else None
        if found:
            url = unescape(found.group())
            url = f"https:{url}" if url.startswith("//") else f"http://{url}" if url[0] in "wW" else url
            yield Link(url, _LINKS[variable] or role(url), Span(*found.span()))
            return


def _citation(values: _Values) -> Citation:
    texts = values.texts
    fields = _fields(values)
    links = sorted(values.links, key=lambda link: link.role != "original")
    line, spans = printed(values.kind, texts, fields, links[0].url if links else "")
    given = tuple(Field(variable, value, spans.get(variable)) for variable, value in fields.items())
    cited = Cited(given, keys=tuple(_keys(fields, texts)))
    return Citation(line, cited, (*links, *_identifier_links(texts, values.links)))


def _fields(values: _Values) -> dict[str, FieldValue]:
    """Give the CSL variables of a call, its texts settled."""
    _settle(values)
    texts = values.texts
    fields: dict[str, FieldValue] = {}
    for person in values.names:
        if people := tuple(_people(values.names[person], commas=values.commas))[:_MOST_NAMES]:
            fields[person] = people
    for variable, words in texts.items():
        if variable.startswith("*"):
            continue
        value: FieldValue | None = _date(words) if variable in _DATES else words
        if value is not None:
            fields[variable] = value
    if "issued" not in fields and (date := _from_parts(texts)):
        fields["issued"] = date
        texts["issued"] = " ".join(filter(None, (texts.get("*day"), texts.get("*month"), texts.get("*year"))))
    if "PMCID" in fields:
        texts["PMCID"] = texts["PMCID"].upper().removeprefix("PMC")
        fields["PMCID"] = texts["PMCID"]
    if values.kind != "document":
        fields["type"] = values.kind
    return fields


def _settle(values: _Values) -> None:
    """Decide what depends on several parameters: what is the part and what the whole; keep the year as typed."""
    texts = values.texts
    part = texts.pop("*chapter", None)
    if part and "title" not in texts:
        texts["title"] = part
    elif part and values.kind in _PARTS:
        texts.setdefault("container-title", texts["title"])
        texts["title"] = part
        values.kind = "chapter" if values.kind in {"book", "document"} else values.kind
    series = texts.pop("*series", None)
    if series:
        texts["collection-title"] = series
    if "page" in texts and values.kind not in _PAGED and "container-title" not in texts:
        texts["locator"] = texts.pop("page")
    year = texts.get("*year") or texts.get("issued") or ""
    found = _YEAR.search(year) or _YEAR.search(texts.get("issued", ""))
    texts["*year called"] = found.group() if found else year


def _people(numbered: dict[int, dict[str, str]], *, commas: bool) -> Iterator[Name]:
    for _, parts in sorted(numbered.items()):
        family, given = parts.get("family", ""), parts.get("given", "")
        if family and given:
            yield read_name(f"{family}, {given}")
        elif family:
            yield Name(literal=family) if is_body(family) else Name(family=family)
        if "whole" in parts and not family:
            yield from _whole(parts["whole"], commas=commas)
        yield from map(_vancouver, filter(None, parts.get("vancouver", "").split(",")))


def _whole(words: str, *, commas: bool) -> Iterator[Name]:
    """Give the persons that one value names: `Hans Weber`, `Weber, Hans`, `Иванов И. И., Петров П. П.`."""
    pieces = words.split(",")
    if len(pieces) <= _MOST_NAMES and all(_INITIALS.fullmatch(piece.strip()) for piece in pieces):
        for piece in pieces:
            family, _, given = piece.strip().partition(" ")
            yield Name(family=family, given=given)
    elif commas and ";" not in words and all(" " in piece.strip() for piece in pieces):
        yield from (read_name(piece.strip()) for piece in pieces[:_MOST_NAMES])
    else:
        yield from read_names(words) or (Name(literal=words),)


def _vancouver(words: str) -> Name:
    """Give a name of `|vauthors=`; what stands in double brackets is no person unless it ends as one."""
    bare = " ".join(words.replace("((", " ").replace("))", " ").split())
    family, _, given = bare.rpartition(" ")
    if bare.casefold().strip(".") == "et al":
        return Name(literal="et al.")
    if family and len(given) <= _LONGEST_INITIALS and given[:1].isupper():
        return Name(family=family, given=given)
    return Name(literal=bare)


def _date(words: str) -> PartialDate | None:
    date = parse_date(words)
    if date is None:
        found = find_dates(words[:200])
        date = found[0].date if found else None
    return date


def _from_parts(texts: dict[str, str]) -> PartialDate | None:
    year = texts.get("*year", "")
    month, day = texts.get("*month", ""), texts.get("*day", "")
    if month.isdecimal() and len(month) <= 2:
        found = parse_date(
            f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day.isdecimal() and len(day) <= 2 else "")
        )
        if found:
            return found
    return parse_date(" ".join(filter(None, (day, month, year)))) or _date(year)


def _keys(fields: dict[str, FieldValue], texts: dict[str, str]) -> Iterator[str]:
    """Give what short forms call the work: CS1 takes up to four family names and the year."""
    year = texts.get("*year called", "")
    people = fields.get("author") or fields.get("editor") or ()
    families = [one.family or one.literal for one in people] if isinstance(people, tuple) else []
    if families:
        yield key_of(tuple(families[:4]), year)
        yield from (key_of((family,), year) for family in families[:1])
    if ref := texts.get("*ref"):
        bare = ref.removeprefix("CITEREF").removeprefix("Réf-")
        yield key_of((bare,), "")
        yield key_of((bare,), year)


def _identifier_links(texts: dict[str, str], known: Sequence[Link]) -> Iterator[Link]:
    addresses = {link.url for link in known}
    for variable, pattern in _table()["resolvers"].items():
        value = texts.get(variable, "")
        if value and " " not in value and len(value) <= 300 and "//" not in value:
            url = pattern.format(value.removeprefix("doi:"))
            if url not in addresses:
                yield Link(url, "identifier")


@cache
def _kinds() -> dict[str, str]:
    return {fold(name): kind for kind, listed in _table()["templates"].items() for name in listed}


@cache
def _comma_lists() -> frozenset[str]:
    return frozenset(map(fold, _table()["comma-lists"]))


@cache
def _variables() -> dict[str, str]:
    found: dict[str, str] = {}
    for variable, listed in _table()["parameters"].items():
        for name in listed:
            found.setdefault(parameter_key(name)[0], variable)
    for person, parts in _table()["names"].items():
        for part, listed in parts.items():
            for name in listed:
                found.setdefault(parameter_key(name)[0], f"{person}/{part}")
    return found


@cache
def _own() -> dict[str, dict[str, str]]:
    return {
        fold(template): {parameter_key(name)[0]: variable for variable, listed in table.items() for name in listed}
        for template, table in _table()["own"].items()
    }


@cache
def resolver(variable: str) -> str:
    """Give the pattern of the address that an identifier leads to, "" where it leads nowhere."""
    return str(_table()["resolvers"].get(variable, ""))


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return tomllib.loads(files("citecheck.documents").joinpath("cite_templates.toml").read_text(encoding="utf-8"))
