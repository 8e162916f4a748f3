"""Entries that name one work under two keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from citecheck.bibliography.item import Item
from citecheck.bibliography.message import Message, shown

SHORTEST: Final = 12
"""Letters of a title below which it is too common to tell works apart."""
TELLING: Final = ("volume", "number", "pages", "edition", "chapter", "doi", "isbn", "eprint", "type", "booktitle")
"""Fields that make two works of one title different."""
MOST_COMPARED: Final = 8
"""Entries of one title that a further one is compared with."""


def works(items: Sequence[Item]) -> Iterator[Message]:
    """Give entries with the title, year and first author of an earlier one, where nothing else tells them apart."""
    seen: dict[tuple[str, str, str], list[Item]] = {}
    for item in items:
        title = folded(item.text("title"))
        if len(title) < SHORTEST:
            continue
        group = seen.setdefault((title, (item.text("date", "year"))[:4], _first(item)), [])
        before = next((one for one in group if one.entry.key != item.entry.key and not _differ(one, item)), None)
        if before is not None:
            text = (
                f"it has title, year and first author of {before.entry.key} on line {before.entry.line}, "
                f"{shown(item.text('title'), 40)}. Keep one."
            )
            yield item.said("work-twice", text)
        elif len(group) < MOST_COMPARED:
            group.append(item)


def _differ(one: Item, other: Item) -> bool:
    """Tell whether a field that both have makes them two works."""
    values = ((folded(one.text(name)), folded(other.text(name))) for name in TELLING)
    return any(first and second and first != second for first, second in values)


def _first(item: Item) -> str:
    """Give the family name of the first author."""
    name = item.text("author", "editor").split(" and ", 1)[0]
    return folded(name.partition(",")[0] if "," in name else name.split()[-1] if name.split() else "")


def folded(text: str) -> str:
    """Give the letters and figures of a text in lower case, commands and braces left out."""
    return "".join(char for char in text.casefold() if char.isalnum())
