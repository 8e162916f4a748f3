"""
From the entries of a .bib file to CSL variables: what an editor typed there, which beats any guess.

LaTeX in values becomes Unicode.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from citecheck.lexicon.dates import parse_date
from citecheck.lexicon.languages import language_name, language_tag
from citecheck.model import FieldValue, Name, PartialDate
from citecheck.references.bib_reading import BibEntry, BibField, BibFile
from citecheck.references.names import read_name

if TYPE_CHECKING:
    from pylatexenc.latex2text import LatexNodes2Text

_LONGEST: Final = 4_000
"""Code points of a value that are read."""
_LONGEST_MACRO: Final = 300
"""Code points of a macro that its users see: macros made of macros could grow without bound."""
_DEEPEST: Final = 30
"""Braces inside each other beyond which a value is taken without them and their commands."""
_MOST_NAMES: Final = 400
_MOST_MACROS: Final = 100
_BRACES: Final = re.compile(r"[{}]")
_COMMAND: Final = re.compile(r"\\[a-zA-Z]{1,40}\*?|\\.")
_AND: Final = re.compile(r"\s+and\s+", re.IGNORECASE)
_DATES: Final = frozenset({"issued", "original-date", "accessed", "archived"})
_NAMES: Final = frozenset({"author", "editor", "translator"})
_VERBATIM: Final = frozenset({"URL", "archive-url", "DOI"})
_ESCAPED: Final = re.compile(r"\\([_%&#$~{}])")
"""In an address no backslash has a place; reference managers put it there for LaTeX, where biblatex would print it."""
_DASHES: Final = re.compile(r"\s*-{1,3}\s*")
_PRINTED: Final = re.compile(r"\\url\s{0,5}\{([^{}\s]{1,2000})\}|(https?://[^\s{}\"<>]{1,2000})")
_PLACE: Final = re.compile(r"(?:pp?\.|pages?)\s{0,3}(?P<place>[\w–-]{1,20}(?:,\s?[\w–-]{1,20}){0,10})", re.IGNORECASE)
"""A note that says where in the work: `p. 790`."""
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905 - a row of words


@dataclass(frozen=True, slots=True)
class Given:
    """What an entry says."""

    entry: BibEntry
    kind: str
    """Its CSL type; `document` where its own tells nothing."""
    fields: Mapping[str, FieldValue]
    texts: Mapping[str, str]
    """The same as typed, LaTeX undone."""


def given_in(file: BibFile) -> tuple[Given, ...]:
    """Give what the entries of a .bib file say, in their order."""
    macros = _macros(file)
    by_key = {entry.key.casefold(): entry for entry in reversed(file.entries)}
    return tuple(_given(entry, by_key, macros) for entry in file.entries)


def _macros(file: BibFile) -> dict[str, str]:
    """Give the words of each macro; those that every style defines are the months."""
    found = {name: str(number) for number, name in enumerate(_MONTHS, 1)}
    for field in file.strings:
        found[field.name.casefold()] = _joined(field, found)[:_LONGEST_MACRO]
    return found


def _joined(field: BibField, macros: Mapping[str, str]) -> str:
    """Give the pieces of a value as one text."""
    parts = (
        macros.get(piece.text.casefold(), "") if piece.kind == "macro" else piece.text
        for piece in field.pieces[:_MOST_MACROS]
    )
    return "".join(parts)[:_LONGEST]


def _given(entry: BibEntry, by_key: Mapping[str, BibEntry], macros: Mapping[str, str]) -> Given:
    """Give what an entry says, with what it takes from the one that its `crossref` names."""
    texts, kind = _texts(entry, by_key, macros)
    read = ((variable, _value(variable, words)) for variable, words in texts.items())
    fields = {variable: value for variable, value in read if value is not None}
    shown = {variable: _shown(variable, words, fields) for variable, words in texts.items()}
    return Given(entry, kind, fields, shown)


def _texts(entry: BibEntry, by_key: Mapping[str, BibEntry], macros: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """Give the words for each CSL variable, and the CSL type."""
    raw: dict[str, str] = _values(entry, macros)
    parent = by_key.get(raw.get("crossref", "").strip().casefold())
    if parent is not None and parent is not entry:
        theirs = _values(parent, macros)
        for name, own in _table()["inherited"].items():
            if name in theirs:
                raw.setdefault(own, theirs[name])
    texts: dict[str, str] = {}
    for name, variable in _table()["fields"].items():
        value = raw.get(name, "").strip()
        if value and variable not in texts:
            texts[variable] = _kept(variable, value)
    if "URL" not in texts and (printed := _PRINTED.search(f"{raw.get('howpublished', '')} {raw.get('note', '')}")):
        texts["URL"] = printed[1] or printed[2]
    if "issued" not in texts and (year := plain(raw.get("year", ""))):
        texts["issued"] = " ".join(filter(None, (plain(raw.get("day", "")), plain(raw.get("month", "")), year)))
    eprint = raw.get("eprint", "").strip()
    system = (raw.get("eprinttype") or raw.get("archiveprefix") or "").strip().casefold()
    if eprint and system in _table()["eprints"]:
        texts.setdefault(_table()["eprints"][system], plain(eprint))
    kind: str = _table()["kinds"].get(entry.type.casefold(), "webpage" if "URL" in texts else "document")
    if "page" not in texts and (place := _PLACE.fullmatch(plain(raw.get("note", "")))):
        texts["locator"] = place["place"]
    return texts, kind


def _kept(variable: str, value: str) -> str:
    """Give a value as it is read on: names with their braces, addresses as they are meant, all else without LaTeX."""
    if variable in _NAMES:
        return value
    return _ESCAPED.sub(r"\1", value) if variable in _VERBATIM else plain(value)


def _values(entry: BibEntry, macros: Mapping[str, str]) -> dict[str, str]:
    """Give the values of an entry as typed, by their names in lower case; of one that is there twice the first."""
    found: dict[str, str] = {}
    for field in entry.fields:
        found.setdefault(field.name.casefold(), _joined(field, macros))
    return found


def _value(variable: str, text: str) -> FieldValue | None:
    """Give a value as its variable wants it, None where it is none."""
    if variable in _NAMES:
        return tuple(_people(text)) or None
    if variable in _DATES:
        return _date(text)
    if variable == "language":
        named: str | None = _table()["languages"].get(text.casefold())
        return named or language_tag(text)
    if variable == "page":
        return _DASHES.sub("–", text)
    if variable == "DOI":
        return text.removeprefix("https://doi.org/").removeprefix("http://dx.doi.org/")
    return text


def _shown(variable: str, text: str, fields: Mapping[str, FieldValue]) -> str:
    """Give the words of a value as a reader sees them."""
    if variable in _NAMES:
        return plain(text)
    value = fields.get(variable)
    if variable == "language" and isinstance(value, str):
        return language_name(value) or text
    return value if isinstance(value, str) else text


def _date(text: str) -> PartialDate | None:
    """Give a date of biblatex (EDTF) or of BibTeX's three fields (`5 may 2004`, `5 2004`)."""
    words = text.split()
    if words[:-1] and words[-2].isdecimal() and len(words) <= 3 and len(words[-2]) <= 2:
        text = "-".join([words[-1], *(f"{int(word):02d}" for word in reversed(words[:-1]))])
    return parse_date(text.replace("?", "").replace("~", ""))


def _people(text: str) -> Iterator[Name]:
    """Give the names of a list; a body stands in braces, `others` are those that it does not name."""
    for part in _parted(text)[:_MOST_NAMES]:
        name = part.strip()
        whole = name[1:-1] if name[:1] == "{" and name[-1:] == "}" and _closes_last(name) else ""
        words = plain(whole or name)
        if not words:
            continue
        if words.casefold() == "others":
            yield Name(literal="et al.")
        elif whole and "," not in whole:
            yield Name(literal=words)
        else:
            yield read_name(_turned(words))


def _turned(words: str) -> str:
    """Give `Last, First, Jr` for BibTeX's `Last, Jr, First`."""
    parts = words.split(",")
    if len(parts) == 3:
        return f"{parts[0]},{parts[2]},{parts[1]}"
    return words


def _parted(text: str) -> list[str]:
    """Give the names between each `and` that stands in no braces."""
    parts, start, depth = [], 0, 0
    at = 0
    for match in _AND.finditer(text):
        between = text[at : match.start()]
        depth += between.count("{") - between.count("}")
        at = match.start()
        if depth <= 0:
            parts.append(text[start : match.start()])
            start = match.end()
    return [*parts, text[start:]]


def _closes_last(text: str) -> bool:
    """Tell whether the brace that opens a text is closed by its last one."""
    depth = 0
    for match in _BRACES.finditer(text):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.end() == len(text)
    return False


@lru_cache(1_024)  # a value is asked for as a field and as words
def plain(value: str) -> str:
    """Give a value with its LaTeX undone: braces, commands, accents, ties."""
    value = value[:_LONGEST]
    if not any(sign in value for sign in "\\$~{}-`'%&"):
        return " ".join(value.split())
    if "\\" not in value and "$" not in value:
        text = _BRACES.sub("", value).replace("~", " ").replace("---", "—").replace("--", "–")
        return " ".join(text.replace("``", "“").replace("''", "”").split())
    if _depth(value) > _DEEPEST:
        return " ".join(_BRACES.sub("", _COMMAND.sub("", value)).split())
    escaped = value.replace("%", "\\%").replace("\\\\%", "\\%")
    return " ".join(_decoder().latex_to_text(escaped, latex_context=_context()).split())


def _depth(value: str) -> int:
    """Give how deep the brackets of a value go, whatever their kind; each is one step of the decoder's recursion."""
    depth = deepest = 0
    for sign in value:
        if sign in "{[(":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "}])":
            depth = max(0, depth - 1)
    return deepest + value.count("$") // 2 + value.count("\\begin")


@cache
def _decoder() -> LatexNodes2Text:
    """Give pylatexenc's decoder; it reads no file."""
    from pylatexenc.latex2text import LatexNodes2Text  # noqa: PLC0415 - a .bib file with LaTeX alone needs it

    return LatexNodes2Text(math_mode="text", keep_comments=True, strict_latex_spaces=False)


@cache
def _context() -> Any:  # noqa: ANN401 - pylatexenc has no types
    """Give the macros that its parser knows; it would make them anew for each value, which takes longer than the value does."""
    from pylatexenc.latexwalker import get_default_latex_context_db  # noqa: PLC0415 - as above

    return get_default_latex_context_db()


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("citecheck.references").joinpath("from_bib.toml").read_text(encoding="utf-8"))
