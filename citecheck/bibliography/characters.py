r"""Characters that LaTeX, BibTeX or a reader trips over: unescaped specials, HTML, mojibake, invisible ones, commands."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

from citecheck.bibliography.datamodel import fields_of
from citecheck.bibliography.item import Item, Value
from citecheck.bibliography.message import Message, shown
from citecheck.references.latex import Dialect

NOT_PRINTED: Final = frozenset(
    {"abstract", "annotation", "annote", "bibsource", "biburl", "adsurl", "bdsk-url-1", "comment", "execute", "file",
     "gender", "groups", "keywords", "langid", "langidopts", "library", "options", "owner", "presort", "relatedoptions",
     "indexsorttitle", "sortkey", "sortname", "sortshorthand", "sorttitle", "sortyear", "timestamp", "url", "entrysubtype", "eprintclass"}
)  # fmt: skip
"""Fields that LaTeX does not set, or sets as they are."""

_TOKEN: Final = re.compile(
    r"(?P<raw>\\(?:url|path|nolinkurl|href)[ \t]{0,4}\{[^{}]*\})|\\[A-Za-z@]+|\\.|(?P<special>[&%#_^$])", re.DOTALL
)
_ADVICE: Final = {
    "&": "LaTeX stops at it. Write `\\&`",
    "%": "LaTeX drops what follows it on the line. Write `\\%`",
    "#": "LaTeX stops at it. Write `\\#`",
    "_": "LaTeX stops at it outside of formulas. Write `\\_`",
    "^": "LaTeX stops at it outside of formulas. Write `\\textasciicircum`",
    "$": "there is an odd one, which begins a formula that never ends. Write `\\$`",
}
_COMMAND: Final = re.compile(
    r"\\(input|include|openin|openout|read|write(?:18)?|immediate|catcode|csname|def|edef|gdef|xdef|directlua|luadirect|"
    r"luaexec|ShellEscape|usepackage|loop|newwrite|special)(?![A-Za-z])"
)
_FILES: Final = frozenset({"input", "include", "openin", "openout", "write", "write18", "immediate", "directlua"})
"""Commands that read or write files: those that a preamble has no need of either."""
_ENTITY: Final = re.compile(r"\\?&(?:#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,10}[0-9]{0,2});")
_TAG: Final = re.compile(
    r"</?(?:i|b|em|strong|sub|sup|p|br|span|title|sec|jats:[a-z-]{1,20}|mml:[a-z]{1,20})(?:\s[^<>]{0,200})?/?>"
)
_MOJIBAKE: Final = re.compile(r"Ã[\x80-¿ƒšžœ€‚„…†‡ˆ‰‹]|â€[\x80-¿™œžš“”˜¢¦]?|Â[\xa0-¿]|ï¿½")
_INVISIBLE: Final = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffd]"
)
_BEYOND: Final = re.compile(r"[^\x00-\x7f]")
_MOST_NAMED: Final = 5


def characters(item: Item, dialect: Dialect) -> Iterator[Message]:
    """Give what is wrong with the characters of an entry."""
    beyond: dict[str, None] = {}
    for name, value in item.values.items():
        text = value.text
        if "\\" in text:
            for command in dict.fromkeys(_COMMAND.findall(text)):
                if command not in _FILES and not _is_printed(item, name):
                    continue
                said = f"`{name}` holds `\\{command}`, which runs when the document is compiled. Remove it."
                yield item.said("command-unsafe", said, name)
        if _is_printed(item, name):
            yield from _printed(item, name, value)
        if not text.isascii():
            yield from _unicode(item, name, text)
            if dialect == "bibtex" and _is_printed(item, name):
                beyond.update(dict.fromkeys(_BEYOND.findall(text)))
    if beyond:
        named = " ".join(list(beyond)[:_MOST_NAMED]) + (" …" if len(beyond) > _MOST_NAMED else "")
        text = (
            f"it holds letters beyond ASCII ({named}), which classic BibTeX sorts and shortens wrongly. Write them as"
        )
        yield item.said("letters-beyond-ascii", f'{text} LaTeX does, `{{\\"o}}`, or use biblatex.')


def _is_printed(item: Item, name: str) -> bool:
    """Tell whether LaTeX sets a field as text."""
    return name not in _silent() and item.model.knows(name)


@cache
def _silent() -> frozenset[str]:
    """Give the fields that are no text of LaTeX's."""
    return NOT_PRINTED | fields_of("verbatim") | fields_of("keys")


def preamble_problem(text: str) -> str:
    """Give what a preamble should not do, "" when it does nothing of the kind."""
    found = [command for command in _COMMAND.findall(text) if command in _FILES]
    return (
        f"the preamble holds `\\{found[0]}`, which reads or writes files when the document is compiled."
        if found
        else ""
    )


def _printed(item: Item, name: str, value: Value) -> Iterator[Message]:
    """Give what is wrong with a text that LaTeX sets."""
    text = value.text
    entity = _ENTITY.search(text)
    if entity is not None and html.unescape(entity[0].removeprefix("\\")) != entity[0].removeprefix("\\"):
        said = (
            f"`{name}` holds the HTML {shown(entity[0])}. Write {shown(html.unescape(entity[0].removeprefix(chr(92))))}"
        )
        yield item.said("html", f"{said} as LaTeX does.", name)
        return
    tag = _TAG.search(text) if "<" in text else None
    if tag is not None:
        said = f"`{name}` holds the HTML {shown(tag[0])}, which is printed as it stands. Write \\emph{{…}} or the like."
        yield item.said("html", said, name)
    names = name in fields_of("names")
    for special in specials(text):
        if not (names and special == "&"):  # a separator of names, which `names.py` speaks of
            said = f"`{name}` holds an unescaped `{special}`: {_ADVICE[special]}."
            yield item.said("special-unescaped", said, name)


def specials(text: str) -> tuple[str, ...]:
    """Give the characters of a text that LaTeX would trip over, each once; formulas and addresses are left out."""
    if not any(mark in text for mark in "&%#_^$"):
        return ()
    found: dict[str, None] = {}
    formula = False
    for token in _TOKEN.finditer(text):
        special = token["special"]
        if special == "$":
            formula = not formula
        elif special is not None and (not formula or special in "%#"):
            found.setdefault(special)
    if formula:
        found.setdefault("$")
    return tuple(found)


def _unicode(item: Item, name: str, text: str) -> Iterator[Message]:
    """Give what is wrong with letters beyond ASCII."""
    broken = _MOJIBAKE.search(text)
    if broken is not None:
        said = f"`{name}` holds {shown(text[max(broken.start() - 10, 0) : broken.end() + 10])}: UTF-8 that was read as"
        yield item.said("encoding", f"{said} another encoding. Write the letters anew.", name)
    hidden = dict.fromkeys(_INVISIBLE.findall(text))
    if hidden:
        named = ", ".join(f"U+{ord(c):04X}" for c in list(hidden)[:_MOST_NAMED])
        yield item.said("invisible", f"`{name}` holds characters that nobody sees ({named}). Delete them.", name)
    elif not unicodedata.is_normalized("NFC", text):
        said = f"`{name}` holds letters and accents apart (not NFC); searching and sorting miss them. Compose them."
        yield item.said("not-composed", said, name)
