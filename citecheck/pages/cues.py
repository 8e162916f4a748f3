"""Signs in the words of a page, read from `cues.toml`, and how they are looked for."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Final

_PARTS: Final = re.compile(r"\s*[|·•»›«‹:：｜–—_]+\s*|\s+[-~/]+\s+|(?<=\w)[.!?。！？]+(?:\s+|$)")
"""What divides a title: the page and the site, a number and its words."""
_MOST_PARTS: Final = 12
_QUOTED: Final = re.compile(
    r"[“„][^“”„]{1,160}[”“]|«[^«»]{1,160}»|「[^「」]{1,80}」|『[^『』]{1,80}』|\"[^\"\n]{1,160}\""
)
"""Words that a text only quotes."""
_SENTENCE: Final = re.compile(r"[.!?;…。！？；\n]+")
_MOST_SENTENCES: Final = 40
_UNSPACED: Final = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Letters of scripts that put no spaces, or other words' endings, between words: Thai, kana, Han, Hangul."""


def folded(text: str) -> str:
    """Give a text in one spelling: compatible characters as one, lower case, one apostrophe."""
    return unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("ʼ", "'")


def plain(text: str) -> str:
    """Give the words of a folded text, one space between them."""
    return " ".join(re.sub(r"[^\w']+", " ", text).split())


def unquoted(text: str) -> str:
    """Give a text without what it quotes."""
    return _QUOTED.sub(" ", text)


def parts(title: str) -> tuple[str, ...]:
    """Give the parts of a title in plain words, the whole of it first."""
    whole = folded(title)
    found = dict.fromkeys(map(plain, (whole, *_PARTS.split(whole)[:_MOST_PARTS])))
    return tuple(part for part in found if part)


def sentences(text: str) -> tuple[str, ...]:
    """Give the first sentences of a text in plain words."""
    found = (plain(part) for part in _SENTENCE.split(folded(text), _MOST_SENTENCES)[:_MOST_SENTENCES])
    return tuple(part for part in found if part)


def said(kind: str, text: str) -> tuple[str, ...]:
    """Give the cues of a kind that stand in plain words, in the order of the table."""
    padded = f" {text} "
    return tuple(cue for cue, needle in _needles()[kind] if needle in padded)


def exactly(kind: str) -> frozenset[str]:
    """Give the cues of a kind, to be compared with a whole part."""
    return _whole()[kind]


def kinds() -> tuple[str, ...]:
    """Give the names of all kinds."""
    return tuple(_table())


@cache
def _table() -> dict[str, tuple[str, ...]]:
    """Give every kind's cues as they are listed, each once."""
    table = tomllib.loads(files("citecheck.pages").joinpath("cues.toml").read_text(encoding="utf-8"))
    return {
        kind: tuple(dict.fromkeys(cue for listed in by_language.values() for cue in listed))
        for kind, by_language in table.items()
    }


@cache
def _needles() -> dict[str, tuple[tuple[str, str], ...]]:
    """Give every kind's cues, each with the run of letters to look for."""
    return {kind: tuple((cue.rstrip("*"), _needle(cue)) for cue in cues) for kind, cues in _table().items()}


def _needle(cue: str) -> str:
    """Give the run of letters for a cue: whole words, or the beginning of one."""
    words = plain(folded(cue))
    if _UNSPACED.search(words):
        return words
    return f" {words}" if cue.endswith("*") else f" {words} "


@cache
def _whole() -> dict[str, frozenset[str]]:
    """Give every kind's cues in plain words."""
    return {kind: frozenset(plain(folded(cue)) for cue in cues) for kind, cues in _table().items()}


@cache
def marks_of(kind: str) -> tuple[str, ...]:
    """Give the cues of a kind as they stand in the source of pages."""
    return _table()[kind]
