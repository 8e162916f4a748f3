"""Entries against the data model: types and fields that a program does not know, fields that a type needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from citecheck.bibliography.datamodel import data_model
from citecheck.bibliography.item import Item
from citecheck.bibliography.message import Message
from citecheck.references.latex import Dialect

SHORTEST: Final = 4
"""Letters below which nothing is a slip of something."""
LONG: Final = 8
"""Letters from which a slip may be of two letters, not one."""
_INHERITED: Final[Mapping[str, tuple[str, ...]]] = {"title": ("booktitle", "journaltitle", "maintitle")}
"""What else a field of the parent is for its child (biblatex manual, appendix B)."""
_DATE_PARTS: Final = ("year", "month", "urlyear", "origyear", "eventyear")
_OF_PROGRAMS: Final = frozenset({"keyword", "eissn", "pissn", "titles", "tags", "notes", "files"})
"""Names of other programs' own fields that only look like slips."""


def against_model(items: Sequence[Item], dialect: Dialect) -> Iterator[Message]:
    """Give where entries and the data model of a program do not agree."""
    counted: dict[tuple[str, str, str], list[Message]] = {}
    parents = {item.entry.key: item for item in reversed(items)}
    for item in items:
        yield from _kind(item)
        yield from _needs(item, parents, dialect)
        for name, value in item.values.items():
            written = value.field.name.lower()
            if not value.field.raw.strip('{}" \n\t') and value.field.pieces:
                yield item.said("field-empty", f"`{written}` is empty. Delete it.", name)
                continue
            for message, group in _field(item, name, written, dialect):
                counted.setdefault((message.code, written, group), []).append(message)
    for messages in counted.values():
        first = messages[0]
        more = f" The same in {len(messages) - 1} more." if len(messages) > 1 else ""
        yield Message(first.line, first.code, first.key, first.text + more)


def _kind(item: Item) -> Iterator[Message]:
    """Give an entry type that the program does not know."""
    if item.kind not in item.model.types:
        other = data_model("biblatex") if not item.model.type_aliases else None
        if other is not None and (item.kind in other.types or item.kind in other.type_aliases):
            text = f"`@{item.entry.type}` is biblatex's; classic styles warn and print it as `@misc`. Write `@misc`."
        else:
            hint = did_you_mean(item.entry.type.lower(), (*item.model.types, *item.model.type_aliases), "@")
            text = f"there is no entry type `@{item.entry.type}`; it is printed as `@misc`.{hint}"
        yield item.said("type-unknown", text)


def _field(item: Item, name: str, written: str, dialect: Dialect) -> Iterator[tuple[Message, str]]:
    """Give what a field's name has against it, and the group to count it in: it is said once for all entries."""
    model = item.model
    if dialect == "bibtex":
        if model.knows(name):
            return
        hint = did_you_mean(written, model.known, "")
        if data_model("biblatex").knows(name):
            text = f"`{written}` is biblatex's; classic styles ignore it."
            yield item.said("field-other-program", text, name), "-"
        elif hint:
            yield item.said("field-unknown", f"no style knows `{written}`.{hint}", name), "-"
        return
    if name != written:
        text = f"`{written}` is the classic name; biblatex takes it for `{name}`."
        yield item.said("field-other-program", text, name), "-"
    if written == "day":
        text = "biblatex drops `day`. Write the whole day in `date`."
        yield item.said("field-unknown", text, name), "-"
    elif not model.knows(name):
        hint = did_you_mean(written, (*model.known, *model.field_aliases, *_DATE_PARTS), "")
        if hint:
            yield item.said("field-unknown", f"biblatex does not know `{written}` and ignores it.{hint}", name), "-"
        else:
            text = f"biblatex does not know `{written}` and ignores it."
            if written in {"archiveurl", "archivedate"}:
                text += " Put the copy into `verba` and its date into `userd`."
            yield item.said("field-of-others", text, name), "-"
    elif not model.takes(item.kind, name):
        text = f"`@{item.kind}` has no `{written}`, so that it is not printed."
        yield item.said("field-unused", text, name), item.kind


def _needs(item: Item, parents: Mapping[str, Item], dialect: Dialect) -> Iterator[Message]:
    """Give the fields that an entry needs and neither has nor inherits."""
    has = set(_has(item))
    for field in ("crossref", "xdata"):
        for key in filter(None, (part.strip() for part in item.text(field).split(","))):
            parent = parents.get(key)
            if parent is not None:
                inherited = set(_has(parent))
                has |= inherited.union(*(_INHERITED.get(name, ()) for name in inherited))
    if item.entry.type.lower() in item.model.type_aliases:
        has.add("type")  # the alias says which
    missing = [choice for choice in item.model.needs.get(item.kind, ()) if has.isdisjoint(choice)]
    if missing:
        names = _listed([" or ".join(f"`{name}`" for name in choice) for choice in missing])
        program = "biblatex" if dialect == "biblatex" else "BibTeX"
        yield item.said("field-missing", f"`@{item.entry.type}` needs {names} in {program}. Add what is missing.")


def _listed(parts: Sequence[str]) -> str:
    """Give words as a list in a sentence: `a, b and c`."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def _has(item: Item) -> Iterator[str]:
    """Give the fields that say something."""
    return (name for name, value in item.values.items() if value.field.raw.strip('{}" \n\t'))


def did_you_mean(word: str, known: Iterable[str], sign: str) -> str:
    """Give a sentence with the known word that *word* is a slip of, "" where it is of none."""
    close = _closest(word[:60], tuple(sorted(known)))
    return f" Did you mean `{sign}{close}`?" if close else ""


@lru_cache(maxsize=4096)
def _closest(word: str, known: tuple[str, ...]) -> str:
    """Give the known word that is *word* but for a letter or two that are wrong, missing, too many or swapped."""
    from rapidfuzz import process  # noqa: PLC0415 - a compiled library, loaded when there is an unknown word
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - the same

    if word in _OF_PROGRAMS or len(word) < SHORTEST:
        return ""
    most = 2 if len(word) >= LONG else 1
    best = process.extractOne(word, known, scorer=OSA.distance, score_cutoff=most)
    return "" if best is None else str(best[0])
