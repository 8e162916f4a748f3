"""
What Citavi puts into a document: a field `ADDIN CitaviPlaceholder{...}` whose base64 is JSON with its own names.

There is no published schema; the names are those that Citavi 5 and 6 write.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

_ORIGINAL: Final = re.compile(r"<os>([^<>]{1,100})</os>")
_FIGURES: Final = re.compile(r"\d[\d\s,.;–-]{0,40}")
_MOST: Final = 500


class CitaviEntry(NamedTuple):
    """A work in a citation."""

    own: str
    """The id of the work."""
    item: dict[str, Any] | None
    """A CSL-JSON item; None where the work is described in another citation."""
    page: str | None


def citavi_entries(placeholder: object) -> Iterator[CitaviEntry]:
    """Give the works of a citation."""
    entries = placeholder.get("Entries") if isinstance(placeholder, dict) else None
    for entry in entries[:_MOST] if isinstance(entries, list) else ():
        own = entry.get("ReferenceId") if isinstance(entry, dict) else None
        if not isinstance(own, str):
            continue
        held, pages = entry.get("Reference"), entry.get("PageRange")
        said = pages.get("OriginalString") if isinstance(pages, dict) else None
        figures = _FIGURES.search(said[:200]) if isinstance(said, str) else None
        yield CitaviEntry(
            own, _item(held) if isinstance(held, dict) else None, figures[0].strip(" ,.;") if figures else None
        )


def _item(reference: Mapping[str, Any]) -> dict[str, Any]:
    """Give what Citavi knows of a work."""
    table = _table()
    kind = reference.get("ReferenceType")
    item: dict[str, Any] = {"type": table["types"].get(kind, "document") if isinstance(kind, str) else "document"}
    for name, variable in table["fields"].items():
        value = reference.get(name)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, dict):
            value = value.get("Name") or value.get("Title")
        if isinstance(value, str) and value.strip():
            pages = _ORIGINAL.search(value[:4_000])
            item.setdefault(variable, pages[1].strip() if pages else value)
    for name, variable in table["people"].items():
        listed = reference.get(name)
        people = list(_people(listed[:_MOST])) if isinstance(listed, list) else []
        if people:
            item[variable] = people
    return item


def _people(listed: list[Any]) -> Iterator[dict[str, str]]:
    for person in listed:
        parts = (
            [person.get(name) for name in ("LastName", "FirstName", "MiddleName")] if isinstance(person, dict) else []
        )
        last, *first = (part.strip() if isinstance(part, str) else "" for part in parts or ("",))
        given = " ".join(filter(None, first))
        if last:
            yield {"family": last, "given": given} if given else {"literal": last}


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("citecheck.documents").joinpath("citavi_works.toml").read_text(encoding="utf-8"))
