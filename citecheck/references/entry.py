"""A BibTeX entry as it is written, and a reference spelled as one for biblatex."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from citecheck.lexicon.languages import language_tag
from citecheck.model import Name, PartialDate, Reference
from citecheck.references.draft import Draft, Value, bibtex_pages, draft, field_order
from citecheck.references.latex import Dialect, encode, verbatim
from citecheck.references.spelling import spelled_bodies, spelled_names, spelled_title

_VERBATIM: Final = frozenset({"url", "doi", "eprint", "verba", "archiveurl"})
_OWN_FIELDS: Final = {"verba": "archiveurl", "userd": "archivedate"}
"""Where an archived copy stands when the document loads `citecheck.dbx`."""


@dataclass(frozen=True, slots=True)
class EntryField:
    """One field of an entry, encoded; the braces around the value are not part of it."""

    name: str
    value: str
    bare: bool = False
    """Whether the value is written without braces: a macro such as `nov`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: its type, its citation key, its fields in order."""

    type: str
    key: str
    fields: tuple[EntryField, ...]


def biblatex_entry(reference: Reference, key: str, *, archive_fields: bool = False) -> Entry:
    """
    Give a reference as an entry for biblatex and biber.

    An archived copy stands raw in `verba`, for programs, and is printed by the `addendum`; or, with *archive_fields*, in
    the fields of `citecheck.dbx`, which does the printing.
    """
    plan = draft(reference)
    fields = {name: spelled(name, value, plan) for name, value in plan.values.items()}
    addenda = [encode(", ".join(plan.addenda))]
    if archive_fields:
        fields = {_OWN_FIELDS.get(name, name): value for name, value in fields.items()}
    elif address := fields.get("verba"):
        addenda.append(archived_phrase(printed_address(address), fields.get("userd", "")))
    fields["note"] = encode("; ".join(plan.notes))
    fields["addendum"] = ", ".join(filter(None, addenda))
    return Entry(plan.type, key, tuple(in_order(fields)))


def archived_phrase(address: str, date: str) -> str:
    """Give where and when a page was archived, as a reader is told it."""
    return f"Archived {date} at \\url{{{address}}}" if date else f"Archived at \\url{{{address}}}"


def printed_address(address: str) -> str:
    r"""Give a verbatim address for a `\\url` that TeX reads as part of an argument: `%`, `#` and `^^` do not survive there."""
    return address.replace("^^", "%5E%5E").replace("%", r"\%").replace("#", r"\#")


def in_order(fields: Mapping[str, str], bare: Container[str] = ()) -> Iterator[EntryField]:
    """Give the fields that say something, in the order of writing; those in *bare* without braces."""
    for name in field_order():
        if value := fields.get(name):
            yield EntryField(name, value, name in bare)


def spelled(name: str, value: Value, plan: Draft, dialect: Dialect = "biblatex") -> str:
    """Give the value of a drafted field as it is written."""
    if isinstance(value, PartialDate):
        return value.iso()
    if isinstance(value, str):
        return _spelled_text(name, value, plan, dialect)
    names = tuple(one for one in value if isinstance(one, Name))
    return spelled_names(names, dialect) or spelled_bodies((one for one in value if isinstance(one, str)), dialect)


def _spelled_text(name: str, value: str, plan: Draft, dialect: Dialect) -> str:
    """Give a text as its field is read: raw, as a title, as pages, or plain."""
    if name in _VERBATIM:
        return verbatim(value)
    if name == "title":
        language = plan.values.get("language")
        english = not isinstance(language, str) or language_tag(language) in {"en", None}
        return spelled_title(value, dialect, english=english)
    return encode(bibtex_pages(value) if name == "pages" else value, dialect)
