"""A reference spelled as an entry for the classic BibTeX program and the styles that came with it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any, Final

from citecheck.model import Name, PartialDate, Reference
from citecheck.references.draft import Draft, draft, pages_phrase, spoken
from citecheck.references.entry import Entry, archived_phrase, in_order, spelled
from citecheck.references.latex import encode, verbatim

_FIRST_SEASON: Final = 21
"""EDTF numbers the seasons 21 to 24 where months stand."""
_LONGEST_KEY: Final = 100
"""Code points of a sort key."""
_HAS_PAGES: Final = frozenset({"article", "incollection", "inproceedings"})


def classic_entry(reference: Reference, key: str) -> Entry:
    """
    Give a reference as an entry for classic BibTeX.

    What its types have no field for is said in `note`. An address stands in `howpublished` of `@misc` and in `note` of
    all others, since the styles that came with BibTeX print no field `url`.
    """
    rules = _rules()
    plan = draft(reference)
    type_ = _type(plan)
    fields = {
        field: spelled(name, value, plan, "bibtex")
        for name, field in rules["fields"].items()
        if (value := plan.values.get(name))
    }
    if type_ not in _HAS_PAGES:
        fields.pop("pages", None)
    if type_ == "book" and fields.get("author"):
        fields.pop("editor", None)
    bodies = _bodies(plan)
    place = rules["bodies"].get(type_, "publisher")
    fields[place] = spelled(place, bodies, plan, "bibtex")
    if not fields.get("author") and not (type_ == "book" and fields.get("editor")):
        said = (bodies[0] if type_ == "misc" and bodies else "") or _plain(plan.values.get("title"))
        fields["key"] = _sort_key(said) or key
    notes = _notes(plan, type_)
    if url := fields.pop("url", ""):
        address = f"\\url{{{url}}}"
        if type_ == "misc":
            fields["howpublished"] = ", ".join(filter(None, (fields.get("howpublished"), address)))
        else:
            notes = chain([address], notes)
    fields["note"] = "; ".join(notes)
    dates, macros = _date(plan.values.get("date"))
    return Entry(type_, key, tuple(in_order(fields | dates, macros)))


def _type(plan: Draft) -> str:
    """Give the classic type of a draft; a thesis or report without its school or institution is `misc`."""
    rules = _rules()
    if plan.type == "thesis":
        genre = str(plan.values.get("type", "")).casefold().replace(".", "")
        fits = (type_ for type_, words in rules["thesis"].items() if any(word in genre for word in words))
        return next(fits, "misc") if "institution" in plan.values else "misc"
    if plan.type == "report" and not {"author", "institution"} <= plan.values.keys():
        return "misc"
    return str(rules["types"].get(plan.type, plan.type))


def _bodies(plan: Draft) -> tuple[str, ...]:
    """Give the outlet, institution and publisher, each once."""
    values = [plan.values[name] for name in ("organization", "institution", "publisher") if name in plan.values]
    texts = (text for value in values for text in (value if isinstance(value, tuple) else (value,)))
    return tuple(dict.fromkeys(text for text in texts if isinstance(text, str)))


def _sort_key(said: str) -> str:
    """
    Give what an entry without names is sorted and labelled by, "" where ASCII cannot say it.

    The program cuts labels from it by bytes, and looks at no more than a hundred of them.
    """
    start = encode(said[:_LONGEST_KEY], "bibtex")
    return start if start.isascii() else ""


def _notes(plan: Draft, type_: str) -> Iterator[str]:
    """Give everything that has no field, each as an encoded phrase."""
    yield from (encode(note, "bibtex") for note in plan.notes)
    pages = plan.values.get("pages")
    if isinstance(pages, str) and type_ not in _HAS_PAGES:
        yield encode(pages_phrase(pages), "bibtex")
    if type_ == "book" and plan.values.get("author") and (editors := _plain(plan.values.get("editor"))):
        yield encode(f"edited by {editors}", "bibtex")
    for name, template in _rules()["note"].items():
        if text := _plain(plan.values.get(name)):
            yield encode(template.replace("{}", text, 1), "bibtex")
    yield from (encode(phrase, "bibtex") for phrase in plan.addenda)
    archived = plan.values.get("verba")
    if isinstance(archived, str):
        yield archived_phrase(verbatim(archived), _plain(plan.values.get("userd")))


def _plain(value: object) -> str:
    """Give a drafted value as a reader says it."""
    if isinstance(value, PartialDate):
        return value.iso()
    if isinstance(value, tuple):
        return ", ".join(spoken(one) for one in value if isinstance(one, Name))
    return value if isinstance(value, str) else ""


def _date(date: object) -> tuple[dict[str, str], frozenset[str]]:
    """
    Give the fields of a date, and which of them are macros.

    The months are BibTeX's macros, which each style spells in its own way; two months are joined with `#`.
    """
    if not isinstance(date, PartialDate):
        return {}, frozenset()
    rules = _rules()
    end = date.end or date
    circa = "c. " if date.circa or end.circa else ""
    if end.year != date.year:
        return {"year": f"{circa}{date.year}--{end.year}"}, frozenset()
    fields = {"year": f"{circa}{date.year}"}
    if date.month is None or end.month is None:
        return fields, frozenset()
    if max(date.month, end.month) >= _FIRST_SEASON:
        seasons = dict.fromkeys(rules["seasons"][month - _FIRST_SEASON] for month in (date.month, end.month))
        return fields | {"month": "--".join(seasons)}, frozenset()
    months = dict.fromkeys(rules["months"][month - 1] for month in (date.month, end.month))
    if date.day is not None and date.end is None:
        fields["day"] = str(date.day)
    return fields | {"month": ' # "--" # '.join(months)}, frozenset({"month"})


@cache
def _rules() -> dict[str, Any]:
    """Read `classic.toml`."""
    return tomllib.loads(files("citecheck.references").joinpath("classic.toml").read_text(encoding="utf-8"))
