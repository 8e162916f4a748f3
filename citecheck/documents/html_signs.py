"""What names of classes and ids say, and what looks like the label of a footnote: the words of `html.toml`."""

from __future__ import annotations

import itertools
import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, Literal, NamedTuple, TypeAlias

from citecheck.documents.html_tree import Node
from citecheck.documents.wordings import fold, section_kind

_WORD: Final = re.compile(r"[A-Z]{2,40}(?![a-z])|[A-Z]?[a-z]{1,40}|[^\W\d_a-zA-Z]{1,40}")
_NUMBER: Final = re.compile(r"[0-9]{1,4}")
_LABEL: Final = re.compile(
    r"(?:(?:(?:foot|end|side)?note|fn|nb?|ref|reference|anm|lower-alpha)\.?\s{0,2})?(?:[0-9]{1,4}[a-z]?|[a-z])"
    r"|[ivxlc]{1,7}|[*†‡§‖¶#✝⁂]{1,6}|[0-9]{1,3}[-–.:][0-9]{1,4}",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?:1[5-9]|20)[0-9]{2}[a-z]?")
_MARKED: Final = "[](){}（）［］【】〔〕〈〉^:.,;\u200b\u200c\u200d\u2060\ufeff\u00a0 \t\r\n"
_PAIRED: Final = frozenset({"[]", "()", "（）", "［］", "【】", "〔〕"})
_KEY: Final = re.compile(r"[^\s\[\]()]{2,30}")
_LONGEST: Final = 300
_STATES: Final = ("has-", "no-", "with-", "without-", "is-", "has_")
"""How a class begins that says what a part holds, not what it is."""

LabelKind: TypeAlias = Literal["number", "sign", "key", "year", "words", "arrow", "none"]


class Label(NamedTuple):
    """The words of a link or superscript, as the label of a footnote."""

    text: str
    """As compared: without brackets."""
    kind: LabelKind
    bracketed: bool

    @property
    def plain(self) -> bool:
        """Whether it is a number, a letter or a sign: no words."""
        return self.kind in {"number", "sign"}


@lru_cache(4096)
def label_of(seen: str) -> Label:
    """Give what *seen* is as a label."""
    text = " ".join(seen.split())
    bare = text.strip(_MARKED)
    bracketed = len(text) > 2 and text.strip("^ ")[:1] + text.strip("^ ")[-1:] in _PAIRED
    plain = unicodedata.normalize("NFKC", bare)
    kind = _kind(text, bare, plain)
    if kind == "words" and bracketed and _KEY.fullmatch(bare):
        kind = "key"
    return Label("" if kind == "none" else plain if kind in {"number", "sign", "year"} else bare, kind, bracketed)


def _kind(text: str, bare: str, plain: str) -> LabelKind:
    """Give the kind of a label: *text* as seen, without brackets, and with plain digits."""
    if not bare:
        return "arrow" if "^" in text else "none"
    if is_arrow(bare):
        return "arrow"
    if _YEAR.fullmatch(plain):
        return "year"
    if _LABEL.fullmatch(plain):
        return "number" if _NUMBER.fullmatch(plain) else "sign"
    return "words" if any(map(str.isalnum, plain)) else "none"


@lru_cache(4096)
def is_arrow(text: str) -> bool:
    """Tell whether *text* leads back from a note: an arrow, or "Back to text"."""
    bare = text.translate(_thin()).strip("[]() .\u00a0")
    signs = table("arrows")
    return not bare or all(c in signs or c.isspace() for c in bare) or fold(bare) in named("back_texts")


@cache
def _thin() -> dict[int, None]:
    return dict.fromkeys((0xFE0E, 0xFE0F, 0x200B, 0x200C, 0x200D))


@lru_cache(8192)
def words_of(name: str) -> frozenset[str]:
    """Give the words that a class, id or role is made of, folded: those of `fnRef:1` are fn, ref and fnref."""
    parts = [part.casefold() for part in _WORD.findall(name[:_LONGEST])]
    return frozenset([*parts, *(one + other for one, other in itertools.pairwise(parts))])


def said(node: Node) -> frozenset[str]:
    """Give the words of all names that an element has."""
    if not node.attributes:
        return frozenset()
    found: frozenset[str] = frozenset()
    for name in ("class", "id", "name", "role", "epub:type", "data-type", "rel"):
        for part in node.get(name).split()[:20]:
            if not part.startswith(_STATES):
                found |= words_of(part)
    for name in node.attributes:
        if name.startswith("data-"):
            found |= words_of(name[5:])
    return found


def says(node: Node, kind: str) -> bool:
    """Tell whether an element's names have a word of a kind of `html.toml`."""
    return not said(node).isdisjoint(named(kind))


def has_class(node: Node, kind: str) -> bool:
    """Tell whether an element has one of the classes that `html.toml` calls *kind*."""
    value = node.get("class")
    return bool(value) and not named(kind).isdisjoint(value.casefold().split())


@lru_cache(1024)
def is_notes_heading(text: str) -> bool:
    """Tell whether a heading stands above notes or references."""
    if len(text) > 60:
        return False
    bare = fold(text).strip("0123456789.[]*#:¶§ -–—")
    return section_kind(bare) in {"references", "bibliography"} or bare in named("headings")


@cache
def named(kind: str) -> frozenset[str]:
    """Give the words of `html.toml` that are called *kind*."""
    return frozenset(table(kind))


def table(kind: str) -> list[str] | str:
    """Give what `html.toml` calls *kind*."""
    return _table()[kind]


@cache
def _table() -> dict[str, list[str] | str]:
    return tomllib.loads(files("citecheck.documents").joinpath("html.toml").read_text(encoding="utf-8"))
