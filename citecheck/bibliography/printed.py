"""What a style prints otherwise than it was meant: titles that lose their capitals, pages, editions, languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from citecheck.bibliography.datamodel import languages
from citecheck.bibliography.item import Item
from citecheck.bibliography.message import Message, shown
from citecheck.lexicon.languages import langid, language_tag
from citecheck.references.capitals import protected
from citecheck.references.latex import Dialect

TITLES: Final = ("title", "booktitle")
_TOKEN: Final = re.compile(r"\\[A-Za-z]+\s*|\\.|[{}]|[^\\{}]+", re.DOTALL)
_URL: Final = re.compile(r"(?:https?|ftp)://|\bwww\.\w")
_PREFIX: Final = re.compile(r"\s*(?:pp?|pgs?|pages?|seiten?|s)\s*\.?\s*(?=[0-9])", re.IGNORECASE)
_HYPHEN: Final = re.compile(r"[A-Za-z]?[0-9]{1,9}\s?(?:-|–)\s?[A-Za-z]?[0-9]{1,9}")
_RANGE: Final = re.compile(r"([0-9]{1,9})\s*(?:-{1,3}|–)\s*([0-9]{1,9})")
_EDITION: Final = re.compile(r"\b(?:ed|edn|edition|aufl|auflage|éd)\b", re.IGNORECASE)
_ABBREVIATED: Final = re.compile(r"(?:\.\.|…|\b(?:\w|etc|al|Inc|Corp|Ltd|Co|Jr|Sr|St|No|Nr|vol|ed|Chr|Aufl|Bd))\.$")
_ENGLISH: Final = frozenset({"american", "british", "ukenglish", "usenglish", "canadian", "australian", "newzealand"})
_ENDS: Final = re.compile(r"\b(?:conference|symposium|workshop|congress|meeting)\s+on$", re.IGNORECASE)
MOST_WORDS: Final = 4
"""Words of a title that a message names."""


def printed(item: Item, dialect: Dialect) -> Iterator[Message]:
    """Give what of an entry is printed badly."""
    for name in TITLES:
        if title := item.text(name):
            yield from _title(item, name, title)
    yield from _pages(item, dialect)
    edition = item.text("edition")
    if edition and _EDITION.search(edition):
        text = f"`edition` is {shown(edition)}; styles write `ed.` after it again. Write the number"
        yield item.said(
            "edition", f"{text}{' alone' if dialect == 'biblatex' else ' as a word, such as Second'}.", "edition"
        )
    yield from _language(item)
    if item.kind == "proceedings" and _RANGE.fullmatch(item.text("pages")):
        text = "`@proceedings` with pages is most likely one paper of them. Write `@inproceedings`."
        yield item.said("proceedings-pages", text, "pages")


def _title(item: Item, name: str, title: str) -> Iterator[Message]:
    """Give what is wrong with a title."""
    if _URL.search(title):
        yield item.said("title-address", f"`{name}` holds an address. Move it to `url`.", name)
        return
    if _ENDS.search(title):
        text = f"`{name}` ends with {shown(title[-30:])}: what the meeting was on is missing. Complete it."
        yield item.said("title-cut", text, name)
    if title.endswith(".") and not _ABBREVIATED.search(title):
        yield item.said("title-stop", f"`{name}` ends with a full stop; styles write another one. Delete it.", name)
    letters = [c for c in title if c.isalpha()]
    if len(title.split()) > 2 and len(letters) > 12 and all(c.isupper() for c in letters):
        yield item.said("title-capitals", f"`{name}` is all in capitals. Write it as a title is written.", name)
        return
    language = item.text("langid", "language").casefold()
    if name != "title" or (language and language not in _ENGLISH and language_tag(language) != "en"):
        return
    if title.startswith("{") and title.endswith("}") and _one_group(title):
        text = "`title` is in braces as a whole, so that no style can write it as it writes titles. Brace names alone."
        yield item.said("title-braced", text, name)
    elif lost := unprotected(title):
        named = ", ".join(shown(word)[1:-1] for word in lost[:MOST_WORDS]) + (" …" if len(lost) > MOST_WORDS else "")
        text = f"styles that write titles small lose the capitals of {named}. Put each in braces, {{{lost[0]}}}."
        yield item.said("title-capitals", text, name)


def _one_group(title: str) -> bool:
    """Tell whether the first brace of a title is closed by its last."""
    depth = 0
    for at, char in enumerate(title):
        depth += (char == "{") - (char == "}")
        if depth == 0:
            return at == len(title) - 1
    return False


def unprotected(title: str) -> tuple[str, ...]:
    """Give the words of a title that must keep their capitals and do not stand in braces."""
    plain: list[str] = []
    open_: list[bool] = []
    depth = 0
    for part in _TOKEN.findall(title):
        if part in "{}":
            depth = max(depth + (1 if part == "{" else -1), 0)
        elif part[0] != "\\" or part[1:2].isalpha() or part == "\\\\":
            plain.append(" " if part[0] == "\\" else part)
            open_ += [depth == 0] * len(plain[-1])
    text = "".join(plain)
    return tuple(
        dict.fromkeys(
            span.of(text)
            for span in protected(text)
            if any(open_[at] and text[at].isupper() for at in range(span.start, span.end) if at)
        )
    )


def _pages(item: Item, dialect: Dialect) -> Iterator[Message]:
    """Give what is wrong with `pages`."""
    pages = item.text("pages")
    if not pages:
        return
    if _PREFIX.match(pages):
        yield item.said(
            "pages", f"`pages` is {shown(pages)}; styles write `pp.` before it again. Write figures.", "pages"
        )
    elif dialect == "bibtex" and any(_HYPHEN.fullmatch(part.strip()) for part in pages[:500].split(",")):
        text = f"`pages` is {shown(pages)}: a range is written with two hyphens, else it is printed as a word."
        yield item.said("pages", f"{text} Write 12--34.", "pages")
    elif (
        (found := _RANGE.fullmatch(pages.strip())) and len(found[2]) >= len(found[1]) and int(found[2]) < int(found[1])
    ):
        yield item.said("pages", f"`pages` is {shown(pages)}, which ends before it begins. Correct it.", "pages")


def _language(item: Item) -> Iterator[Message]:
    """Give a `langid` that nobody knows."""
    name = item.text("langid")
    if name and name not in languages():
        known = langid(name.casefold())
        advice = f"Write {known}" if known else "Write babel's name of it, such as ngerman"
        text = f"`langid` is {shown(name)}, which babel does not know, so that it does nothing. {advice}."
        yield item.said("langid-unknown", text, "langid")
