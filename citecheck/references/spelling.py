"""
How the values of a BibTeX entry are spelled: names, lists of bodies, titles.

BibTeX splits names and lists at the word `and`, and a name at its commas; braces around a part keep it whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from citecheck.model import Name
from citecheck.references.capitals import protected
from citecheck.references.latex import Dialect, encode, escape, printable

_BREAKS_LIST = re.compile(r"(?:^|\s)and(?:\s|$)", re.IGNORECASE)
_BREAKS_NAME = re.compile(r"[,=]|(?:^|\s)and(?:\s|$)|^others$", re.IGNORECASE)
"""What would split a part of a name in two; biber reads `family=` as a named part of a name."""
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_COMMANDS = re.compile(r"\{((?:\\text[a-z]+)+)\}")
_MORE_NAMES = frozenset({"et al", "et al.", "others", "and others"})


def means_others(name: Name) -> bool:
    """Tell whether a name stands for those that a reference does not name: "et al."."""
    return " ".join(name.literal[:20].split()).casefold() in _MORE_NAMES


def spelled_names(names: Iterable[Name], dialect: Dialect) -> str:
    """Give a list of names for an `author` field; a body stands in braces, "et al." is BibTeX's `others`."""
    spelled = []
    more = False
    for name in names:
        if means_others(name):
            more = True
        elif text := _spelled_name(name, dialect):
            spelled.append(text)
    return " and ".join([*spelled, "others"] if more and spelled else spelled)


def _spelled_name(name: Name, dialect: Dialect) -> str:
    """
    Give one name as `von Family, Suffix, Given`.

    A body stands in braces, and so does a person whose name BibTeX would take apart wrongly; biber counts commas even
    inside the braces of a part, hence the whole name.
    """
    if body := _part(name.literal, dialect):
        return f"{{{body}}}"
    texts = (f"{name.particle} {name.family}", name.suffix, name.given)
    family, suffix, given = (_part(text, dialect) for text in texts)
    whole = ", ".join(part for part in (family, suffix, given) if part)
    apart = (family and given) or " " not in printable(" ".join(texts))
    return whole if apart and not any(_BREAKS_NAME.search(printable(text)) for text in texts) else f"{{{whole}}}"


def _part(text: str, dialect: Dialect) -> str:
    r"""
    Give a part of a name.

    The classic program abbreviates names and cuts labels by bytes, but takes what stands with a command in braces for
    one letter: there go the letters that it has no command for. Biber takes the brace after such a command for the
    initial; after `\textbackslash{}` it takes the next letter.
    """
    encoded = encode(text, dialect)
    if dialect == "biblatex":
        return _COMMANDS.sub(r"\1{}", encoded) if "{" in encoded else encoded
    return encoded if encoded.isascii() else _BEYOND_ASCII.sub(r"{\\relax \g<0>}", encoded)


def spelled_bodies(bodies: Iterable[str], dialect: Dialect) -> str:
    """Give a list of bodies or places for a field such as `organization`; one with an "and" in it stands in braces."""
    spelled = []
    for body in bodies:
        encoded = encode(body, dialect)
        if encoded:
            spelled.append(f"{{{encoded}}}" if _BREAKS_LIST.search(encoded) else encoded)
    return " and ".join(spelled)


def spelled_title(title: str, dialect: Dialect, *, english: bool = True) -> str:
    """Give a title, in braces what keeps its capital; styles make small only English titles."""
    text = printable(title)
    out = []
    at = 0
    for start, end in protected(text) if english else ():
        out += [escape(text[at:start], dialect), "{", escape(text[start:end], dialect), "}"]
        at = end
    return "".join([*out, escape(text[at:], dialect)])
