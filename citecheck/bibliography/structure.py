"""Entries that are lost or overwritten: missing braces and commas, keys and fields that stand twice, undefined macros."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from citecheck.bibliography.item import MONTHS, Item
from citecheck.bibliography.message import Message, shown
from citecheck.references.bib_reading import BibEntry, BibField, BibFile, LossKind
from citecheck.references.latex import Dialect

_BREAKING: Final = re.compile(r"[\s\"#%'(),={}~\\]")
"""Characters at which biber's parser, BibTeX or `\\cite` stops (tried with biber 2.18, BibTeX 0.99d, LaTeX 2022)."""
_NEXT_FIELD: Final = re.compile(r"\s*[A-Za-z][\w:-]{0,60}\s*=")
_FIELDS_OUTSIDE: Final = re.compile(r"\s*[,}]|\s*[A-Za-z][\w:-]{0,60}\s{0,20}=\s{0,20}[\w{\"]")
_ENTRY_WITHOUT_AT: Final = re.compile(r"^[ \t]*[A-Za-z]{3,20}[ \t]*\{[^\s,{}=]{1,200},", re.MULTILINE)

_LOST: Final[dict[LossKind, str]] = {
    "unclosed": "it is not closed before the next entry or the end of the file (line {until}): a brace or quotation "
    "mark is missing. Add it",
    "key-comma": "there is no comma after its citation key. Add it",
    "key": "it has no citation key. Write one after the opening brace, and a comma after that",
    "comment": "a `%` does not begin a comment inside of an entry. Move the remark out of the entry",
    "equals": "reading stops on line {until}, where a field has no `=`: a comma is too many, or a quotation mark "
    'inside of "..." ends the value. Put the value in braces',
}


def structure(file: BibFile, items: Sequence[Item], dialect: Dialect) -> Iterator[Message]:
    """Give what of a file is lost, and why."""
    yield from _losses(file)
    yield from _outside(file)
    yield from _keys(file.entries, dialect)
    yield from _macros(file)
    for entry in file.entries:
        yield from _fields(entry)
    if not (file.entries or file.losses or file.strings or file.preambles):
        yield Message(0, "no-entry", "", "there is no entry in it: no `@type{key, …}`. Is it a .bib file?")
    yield from _links(items, dialect)


def _losses(file: BibFile) -> Iterator[Message]:
    """Give the blocks that cannot be read."""
    for loss in file.losses:
        why = _LOST[loss.kind].format(until=loss.until)
        yield Message(loss.line, "entry-lost", loss.key, f"the entry is lost: {why}.")


def _outside(file: BibFile) -> Iterator[Message]:
    """Give text outside of entries that looks as if it belonged to one, and entries that a comment does not hide."""
    for aside in file.outside:
        found = _ENTRY_WITHOUT_AT.search(aside.text)
        line = aside.line + (aside.text.count("\n", 0, found.start()) if found else 0)
        if found is not None:
            text = f"{shown(found[0])} has no `@` before it, so that the entry is ignored. Add it."
        elif _FIELDS_OUTSIDE.match(aside.text):
            text = (
                f"{shown(aside.text)} stands outside of every entry and is ignored: the entry before it is closed too "
                "early. Remove the brace that is too many."
            )
        elif "@" in aside.text and not aside.text.lstrip().startswith("%"):
            line = aside.line + aside.text.count("\n", 0, aside.text.index("@"))
            text = "an `@` that begins no entry is where BibTeX looks for one. Write type and brace on one line, or put the"
            text += " words into `@comment{…}`."
        else:
            continue
        yield Message(line, "text-outside", "", text)
    for entry in file.entries:
        if entry.commented:
            text = "the `%` before it hides it from biber, but not from BibTeX. Delete it, or put it in `@comment{…}`."
            yield Message(entry.line, "entry-commented", entry.key, text)


def _keys(entries: Sequence[BibEntry], dialect: Dialect) -> Iterator[Message]:
    """Give citation keys that are missing, cannot be used, or stand twice."""
    first: dict[str, BibEntry] = {}
    for entry in entries:
        if not entry.key:
            yield Message(entry.line, "key-missing", "", "the entry has no citation key, so nobody can cite it.")
            continue
        breaking = dict.fromkeys(_BREAKING.findall(entry.key))
        if breaking:
            named = ", ".join("a space" if c.isspace() else f"`{c}`" for c in breaking)
            text = f"its key holds {named}, at which BibTeX, biber or `\\cite` stops. Use letters, figures and - : . /"
            yield Message(entry.line, "key-characters", entry.key, f"{text}.")
        elif not entry.key.isascii() and dialect == "bibtex":
            text = "its key holds letters beyond ASCII, which classic BibTeX and old LaTeX cannot cite."
            yield Message(entry.line, "key-characters", entry.key, text)
        before = first.setdefault(entry.key.casefold(), entry)
        if before is entry:
            continue
        if before.key == entry.key or dialect == "bibtex":
            text = f"the key is taken by the entry on line {before.line}, so this entry is skipped. Choose another key."
            yield Message(entry.line, "key-duplicate", entry.key, text)
        else:
            text = f"the key differs from {before.key} on line {before.line} in case alone: classic BibTeX skips it."
            yield Message(entry.line, "key-case", entry.key, f"{text} Choose another key.")


def _fields(entry: BibEntry) -> Iterator[Message]:
    """Give fields that stand twice, and values that are not written as values."""
    first: dict[str, BibField] = {}
    for field in entry.fields:
        before = first.setdefault(field.name.lower(), field)
        if before is not field:
            text = f"`{field.name}` stands twice, first on line {before.line}; programs keep one and drop the other."
            yield Message(field.line, "field-duplicate", entry.key, f"{text} Delete one.")
        if field.rest or not field.pieces:
            code, text = _broken(field)
            yield Message(field.line, code, entry.key, text)


def _broken(field: BibField) -> tuple[str, str]:
    """Give what is wrong with a value that has something left over."""
    last = field.pieces[-1].kind if field.pieces else ""
    if not field.raw:
        return "value-broken", f"`{field.name}` has no value: the entry is lost. Write {{}} or delete the field."
    if field.pieces and _NEXT_FIELD.match(field.rest):
        text = f"there is no comma after `{field.name}`: {shown(field.rest, 40)} is lost. Add it."
        return "comma-missing", text
    if last == "quotes":
        text = f"`{field.name}` has a quotation mark inside of its quotation marks, which ends the value there"
        return "value-broken", f"{text}. Put it in braces: {{...}}."
    if field.raw[0] in '{"' and not field.pieces:
        text = (
            f"the braces of `{field.name}` do not balance; BibTeX and biber count \\{{ and \\}} too, and so lose what"
        )
        return "braces", f"{text} follows. Write {{\\textbraceleft}} or {{\\textbraceright}}."
    return "value-broken", f"`{field.name}` is {shown(field.raw, 40)} without braces. Write {{...}} around it."


def _macros(file: BibFile) -> Iterator[Message]:
    """Give macros that are used and not defined, defined after they are used, twice, or for nothing."""
    defined: dict[str, int] = {}
    for string in file.strings:
        name = string.name.lower()
        if name in defined:
            text = f"the macro `{string.name}` is defined again, first on line {defined[name]}. Delete one."
            yield Message(string.line, "macro-duplicate", "", text)
        defined.setdefault(name, string.line)
    used: set[str] = set()
    every = [("", string) for string in file.strings]
    every += [(entry.key, field) for entry in file.entries for field in entry.fields]
    for key, field in every:
        for piece in field.pieces:
            name = piece.text.lower()
            if piece.kind != "macro" or name in MONTHS or (field.rest and len(field.pieces) == 1):
                continue
            used.add(name)
            where = defined.get(name)
            if where is None:
                text = f"`{field.name}` names the macro `{shown(piece.text)[1:-1]}`, which is not defined in this file, so that it is empty."
                yield Message(field.line, "macro-undefined", key, f"{text} Define it with @string, or write {{...}}.")
            elif where > field.line:
                text = f"`{field.name}` uses the macro `{piece.text}` before it is defined on line {where}, so that it is empty."
                yield Message(field.line, "macro-undefined", key, f"{text} Move the @string up.")
    for name, line in defined.items():
        if name not in used and file.entries:  # a file of macros alone is for other files
            yield Message(line, "macro-unused", "", f"the macro `{name}` is never used. Delete it.")


def _links(items: Sequence[Item], dialect: Dialect) -> Iterator[Message]:
    """Give entries that name others which are not there, or that name themselves in a circle."""
    fold = str.casefold if dialect == "bibtex" else str
    places = {fold(item.entry.key): number for number, item in reversed(list(enumerate(items)))}
    parents: dict[str, str] = {}
    for number, item in enumerate(items):
        for field in ("crossref", "xref", "xdata", "related", "entryset"):
            if field in item.values and (dialect == "biblatex" or field == "crossref"):
                for key in filter(None, (part.strip() for part in item.text(field).split(","))):
                    target = places.get(fold(key))
                    if target is None:
                        text = f"`{field}` names the entry {shown(key)}, which is not in the file. Add or correct it."
                        yield item.said("link-nowhere", text, field)
                    elif target < number and field == "crossref" and dialect == "bibtex":
                        text = (
                            f"`crossref` names {key}, which stands above; classic BibTeX wants it below. Move it down."
                        )
                        yield item.said("crossref-order", text, field)
                    elif field == "crossref":
                        parents[fold(item.entry.key)] = fold(key)
    yield from _circles(items, parents, dialect)


def _circles(items: Sequence[Item], parents: dict[str, str], dialect: Dialect) -> Iterator[Message]:
    """Give the entries whose `crossref` leads back to themselves; each entry is walked over once."""
    fold = str.casefold if dialect == "bibtex" else str
    state: dict[str, int] = {}
    for walk, item in enumerate(items, 1):
        at = fold(item.entry.key)
        while at in parents and at not in state:
            state[at] = walk
            at = parents[at]
        if state.get(at) == walk and "crossref" in item.values:
            yield item.said(
                "crossref-circle", "`crossref` leads back to the entry itself. Remove one link.", "crossref"
            )
