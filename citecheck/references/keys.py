"""
Citation keys: family name, year and first significant word of the title, as in `kim1997dilemma`.

A key holds nothing but `a`-`z` and `0`-`9`, so that every program takes it; it depends on the reference alone, and
where two references would share one, on their order.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import count
from types import MappingProxyType
from typing import Any

from citecheck.model import Name, Reference

_LONGEST_PART = 40
"""Letters of one part of a key; a title of a million letters still gives a key that fits a line."""
_LONGEST_LOOK = 2000
"""Code points of a name or title that are looked at."""
_ACRONYM_WORDS = 3
"""A body of so many capitalised words is named by its initials: Ministry of Foreign Affairs -> mfa."""

_WORD = re.compile(r"[^\W_]+")
_BY_SOUND = re.compile(r"(?:HANGUL SYLLABLE|(?:HIRAGANA|KATAKANA) LETTER(?: SMALL)?) ([A-Z]+)")
"""Unicode names these letters by their sound: HANGUL SYLLABLE BAEK, HIRAGANA LETTER KA."""


def citation_keys(
    references: Sequence[Reference], kept: Mapping[int, str] = MappingProxyType({}), taken: Iterable[str] = ()
) -> tuple[str, ...]:
    """
    Give one key for each reference, in order, all different, also where capitals do not count.

    References that would share a key are told apart by `a`, `b`, `c` ... in the order given.

    Args:
        references: What needs keys.
        kept: The keys that some references have already, by their places.
        taken: Keys that stand for something else.
    """
    bases = ["" if place in kept else _base(reference, place + 1) for place, reference in enumerate(references)]
    shared = Counter(bases)
    others = {key.casefold() for key in (*kept.values(), *taken)}
    used = others | {base for base, uses in shared.items() if uses == 1}
    suffixes: dict[str, Iterator[str]] = {}
    keys: list[str] = []
    for place, base in enumerate(bases):
        key = kept.get(place, base)
        if place not in kept and (shared[base] > 1 or base in others):
            run = suffixes.setdefault(base, _letters())
            key = next(k for k in (base + suffix for suffix in run) if k not in used)
            used.add(key)
        keys.append(key)
    return tuple(keys)


def _letters() -> Iterator[str]:
    """Give `a` to `z`, `aa`, `ab` ... without end."""
    for number in count(1):
        text = ""
        rest = number
        while rest:
            rest, digit = divmod(rest - 1, 26)
            text = chr(ord("a") + digit) + text
        yield text


def _base(reference: Reference, place: int) -> str:
    """Give the key that a reference would have alone; *place* names one of which nothing can be spelled."""
    issued = reference.date("issued")
    who = _who(reference)
    what = _first_word(reference.text("title"))
    if not (who or what):
        return f"ref{_fold(reference.label)[:_LONGEST_PART] or place}"
    key = f"{who}{issued.year if issued else ''}{what}"
    return f"ref{key}" if key.isdigit() else key  # biber takes the key `0` for none


def _who(reference: Reference) -> str:
    """Give the family name of the first author or editor, or else the outlet's or publisher's short name."""
    for variable in ("author", "editor"):
        for name in reference.names(variable):
            if short := _short_name(name):
                return short
    for variable in ("container-title", "publisher"):
        if short := _short_body(reference.text(variable)):
            return short
    return ""


def _short_name(name: Name) -> str:
    """Give a person's family name, particle left out, or a body's short name."""
    return _fold(name.family)[:_LONGEST_PART] if name.family else _short_body(name.literal)


def _short_body(text: str) -> str:
    """Give the initials of a long name of a body, the first significant word of a short one."""
    initials = [word[0] for word in _significant_words(text) if word[0].isupper()]
    if len(initials) >= _ACRONYM_WORDS:
        return _fold("".join(initials))[:_LONGEST_PART]
    return _first_word(text)


def _first_word(text: str) -> str:
    """Give the first significant word that can be spelled in ASCII; of a text of stop words alone, its first."""
    for word in _significant_words(text):
        if folded := _fold(word):
            return folded[:_LONGEST_PART]
    return next(filter(None, (_fold(word) for word in _words(text))), "")[:_LONGEST_PART]


def _words(text: str) -> list[str]:
    """Give the runs of letters and digits of *text*; the letters of NATO stay whole, those of `King's` do not."""
    return _WORD.findall(unicodedata.normalize("NFC", text[:_LONGEST_LOOK]))


def _significant_words(text: str) -> list[str]:
    """Give the words of *text* that are no stop words."""
    stop = _stop_words()
    return [word for word in _words(text) if word.casefold() not in stop]


def _fold(text: str) -> str:
    """Give *text* in `a`-`z` and `0`-`9`: marks dropped, other alphabets spelled by sound, the rest left out."""
    spelled = letters()
    out: list[str] = []
    for char in unicodedata.normalize("NFC", text[:_LONGEST_LOOK]).casefold():
        if sound := _BY_SOUND.fullmatch(unicodedata.name(char, "")):
            out.append(sound[1].casefold())
            continue
        parts = unicodedata.normalize("NFKD", char).casefold()
        out += [part if part.isascii() and part.isalnum() else spelled.get(part, "") for part in parts]
    return "".join(out)


@cache
def _stop_words() -> frozenset[str]:
    """Give the words that say nothing about a title, casefolded."""
    return frozenset(word.casefold() for word in _table()["stop-words"])


@cache
def letters() -> dict[str, str]:
    """Give the ASCII spelling of letters that Unicode does not take apart."""
    spelling: dict[str, str] = _table()["letters"]
    return spelling


@cache
def _table() -> dict[str, Any]:
    """Read `keys.toml`."""
    return tomllib.loads(files("citecheck.references").joinpath("keys.toml").read_text(encoding="utf-8"))
