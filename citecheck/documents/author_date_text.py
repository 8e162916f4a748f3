"""
Words that may cite by author and year: each year in a text, the names before it, the place in the work behind it.

Nothing is decided here: `Form` says what stands where, its candidates are the names that may be meant, the longest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from citecheck.documents.author_date_list import UNDATED, UNPUBLISHED, When
from citecheck.documents.author_date_words import either, is_particle, is_unparted, listed
from citecheck.model import Span

_WINDOW: Final = 240
"""Code points before a year among which its names stand."""
_MOST_TOKENS: Final = 60
_MOST_CANDIDATES: Final = 16
_UNPARTED_REACH: Final = 8
_Y: Final = r"(?:1[0-9]|20)\d\d"
_TOKEN: Final = re.compile(
    r"(?P<word>[^\W\d_](?:[^\W_]|['’ʼ`\-‐‑](?=[^\W_])){0,60}\.?)|(?P<amp>&)|(?P<comma>[,，、،])|(?P<dot>[・·‧/])|"
    r"(?P<short>[(\[]\s?[^\W\d_][\w&-]{1,14}\s?[\])])|(?P<space>\s+)|(?P<other>.)",
    re.DOTALL,
)
_SEPARATOR: Final = re.compile(r"(?:['’]s?(?!\w))?\s{0,3}(?:[,،，、:]\s{0,3})?(?:[(\[（〔【]\s{0,2}){0,2}\Z")
_OPEN: Final = "(([（〔【"
_PAIRS: Final = {"(": ")", "[": "]", "（": "）", "〔": "〕", "【": "】"}
_LONGEST_GROUP: Final = 1_200
_LINKS: Final = frozenset(
    {"of", "for", "the", "on", "de", "la", "del", "des", "für", "der", "di", "do", "da", "and", "in", "to"}
)
_ABBREVIATED: Final = frozenset(
    {"st.", "jr.", "sr.", "dr.", "inc.", "ltd.", "dept.", "univ.", "co.", "corp.", "mt.", "ste.", "al."}
)
_ELIDED: Final = re.compile(r"[a-z]{1,2}['’][^\W\d_a-z]")
"""`d’Azevedo`."""
_POSSESSIVE: Final = re.compile(r"['’]s?\Z")


class Candidate(NamedTuple):
    """Names that may be those of a citation."""

    start: int
    """Where they begin in the text."""
    names: tuple[str, ...]
    before: str
    """The name that stands directly before the first of them, "" where none does."""
    joined: bool
    """Whether a word such as “and” stands between that one and these."""


@dataclass(slots=True)
class Form:
    """A year with the names before it: what may be a citation."""

    year: Span
    when: When
    end: int
    """Where it ends, the place in the work included."""
    page: str | None
    names_end: int
    """Where the names end; what follows up to the year are signs."""
    candidates: tuple[Candidate, ...]
    more: bool = False
    """Whether the names end with “et al.”."""
    follows: bool = False
    """Whether it has no names of its own: it goes on with those of the form before it."""
    implied: bool = False
    """Whether it stands between the ends of a range of letters."""
    comma: bool = False
    """Whether a comma parts the names from the year."""


def forms(text: str) -> Iterator[Form]:
    """Give what may be a citation in a text, in order."""
    end = 0
    for found in _years().finditer(text):
        start = found.start()
        if start < end:
            continue
        follows = end > 0 and start - end <= 12 and _chain().fullmatch(text, end, start) is not None
        names_end, more = start, False
        meant: tuple[Candidate, ...] = ()
        if not follows:
            names_end, meant, more = _names(text, max(end, start - _WINDOW), start)
            if not meant or (found["year"] is None and "." not in found[0] and not text[names_end:start].strip()):
                continue  # "Smith submitted it"
        place = _place().match(text, found.end())
        page = " ".join((place["page"] or place["bare"]).split()) if place else None
        end = place.end() if place else found.end()
        comma = not follows and text[names_end:start].strip(" \t\n(")[:1] in {",", "，", "،", "、"}
        whens = list(_whens(found))
        for year, when, implied in whens[:-1]:
            yield Form(year, when, year.end, None, names_end, meant, more, follows, implied, comma)
            follows = True
        year, when, implied = whens[-1]
        yield Form(year, when, end, page, names_end, meant, more, follows, implied, comma)


def brackets(text: str) -> list[tuple[int, int]]:
    """Give where brackets open and close, in the order of their ends; those that hold too much left out."""
    stack: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    for sign in _bracket().finditer(text):
        if sign[0] in _PAIRS:
            stack.append((_PAIRS[sign[0]], sign.start()))
            continue
        for depth in range(1, min(len(stack), 3) + 1):
            if stack[-depth][0] == sign[0]:
                start = stack[-depth][1]
                del stack[-depth:]
                if sign.end() - start <= _LONGEST_GROUP:
                    found.append((start, sign.end()))
                break
    return found


def _whens(found: re.Match[str]) -> Iterator[tuple[Span, When, bool]]:
    """Give the years that a token names, one for each of its letters: `2010a, b`, `2010a–c`."""
    if found["year"] is None:
        when = When(UNDATED if found["undated"] else UNPUBLISHED, (found["sign"] or "").lower())
        yield Span(*found.span()), when, False
        return
    others = [found[name] for name in ("original", "second", "end") if found[name]]
    year = found["year"]
    if found["end"] and len(found["end"]) < 4:
        others[-1] = year[: 4 - len(found["end"])] + found["end"]
    if found["second"]:
        year, others = found["second"], [year, *(other for other in others if other != found["second"])]
    letter = (found["letter"] or "").lower()
    first_end = found.start("letters") if found["letters"] else found.end()
    yield Span(found.start(), first_end), When(year, letter, tuple(others)), False
    last = letter
    at = found.start("letters")
    for one in re.finditer(r"([-–]?)\s?([a-z])", (found["letters"] or "").lower()):
        if one[1]:
            for code in range(ord(last) + 1, ord(one[2])):
                yield Span(at + one.start(2), at + one.end(2)), When(year, chr(code)), True
        last = one[2]
        yield Span(at + one.start(2), at + one.end(2)), When(year, last), False


def _names(text: str, low: int, year: int) -> tuple[int, tuple[Candidate, ...], bool]:
    """Give where the names before a year end, which they may be, and whether “et al.” stands behind them."""
    separator = _SEPARATOR.search(text, max(low, year - 14), year)
    if separator is None:
        return year, (), False
    if separator.start() == year and (year == low or not text[year - 1].isspace()):
        return year, (), False
    end = names_end = separator.start()
    others = _others().search(text, max(low, end - 28), end)
    if others:
        end = others.start()
    elif end > low + 1 and is_unparted(text[end - 1]):
        attached = _attached().search(text, max(low, end - 4), end)
        if attached and is_unparted(text[attached.start() - 1 : attached.start()] or " "):
            others, end = attached, attached.start()
    return names_end, candidates(text, low, end), others is not None


def candidates(text: str, low: int, end: int) -> tuple[Candidate, ...]:
    """Give the names that may stand before *end*, the longest first."""
    tokens = [token for token in _TOKEN.finditer(text, low, end) if token.lastgroup != "space"]
    if tokens and low and tokens[0].start() == low and text[low - 1].isalnum():
        del tokens[0]
    tail = _tail(tokens[-_MOST_TOKENS:])
    if tail and is_unparted(tail[-1][0]):
        return _unparted(text, tail[0].start(), end)
    found: list[Candidate] = []
    for place, token in enumerate(tail):
        if token.lastgroup != "word" or (token[0] in _LINKS and not is_particle(token[0])) or _joins(token):
            continue
        if place and is_particle(tail[place - 1][0]) and tail[place - 1][0].islower() and not token[0].islower():
            before, joined = "", False  # “van der Berg”, of which “Berg” alone is known
        else:
            before, joined = _before(tail, place)
        split = (_split(tail[place:]), _split(tail[place:], body=True))
        found += [Candidate(token.start(), names, before, joined) for names in dict.fromkeys(split) if names]
    return tuple(found[-_MOST_CANDIDATES:])


def _tail(tokens: list[re.Match[str]]) -> list[re.Match[str]]:
    """Give the last tokens that can be names and what joins them."""
    tail: list[re.Match[str]] = []
    for token in reversed(tokens):
        kind, word = token.lastgroup, token[0]
        if kind == "other" or (kind == "short" and tail and tail[-1].lastgroup not in {"comma", "amp", "word"}):
            break
        if kind == "word":
            ends = word.endswith(".") and len(word) > 2 and tail and word.casefold() not in _ABBREVIATED
            small = word[:1].islower() and not _ELIDED.match(word) and not is_particle(word) and not _joins(token)
            if (ends and not (word[1:2] == "." or word.isupper())) or (small and (not tail or word not in _LINKS)):
                break
            if not tail and (_joins(token) or word in _LINKS) and not word[:1].isupper():
                break
        elif kind != "short" and not tail:
            break
        tail.append(token)
    tail.reverse()
    while tail and (
        tail[0].lastgroup in {"comma", "amp", "dot", "short"}
        or _joins(tail[0])
        or tail[0][0] in _LINKS - {"de", "la", "der", "di", "do", "da", "del", "des"}
    ):
        del tail[0]
    return tail


def _before(tail: list[re.Match[str]], place: int) -> tuple[str, bool]:
    """Give the name directly before a token of the tail, and whether a word joins the two."""
    if not place:
        return "", False
    last = tail[place - 1]
    if last.lastgroup == "comma" or _joins(last):
        joined = _joins(last)
        at = place - 2
        if at >= 0 and tail[at].lastgroup == "comma":
            at -= 1
        return (tail[at][0] if at >= 0 else ""), joined
    return "", False


def _joins(token: re.Match[str]) -> bool:
    """Tell whether a token stands between two names."""
    return token.lastgroup in {"amp", "dot"} or (token.lastgroup == "word" and token[0] in listed("joiners"))


def _split(tail: list[re.Match[str]], *, body: bool = False) -> tuple[str, ...]:
    """Give the names of a list of tokens; nothing where something else stands in it. Of a *body* an “and” is a part."""
    names: list[list[str]] = [[]]
    for token in tail:
        if token.lastgroup == "short":
            continue
        if token.lastgroup == "comma" or (_joins(token) and not (body and _inside_body(names[-1], token))):
            if names[-1]:
                names.append([])
        elif token.lastgroup == "word":
            names[-1].append(token[0])
    found = [" ".join(words) for words in names if words]
    if any(len(words) > 12 for words in names):
        return ()
    found[-1:] = [_POSSESSIVE.sub("", name) for name in found[-1:]]
    initials = [name for name in found[1:] if all(len(word.rstrip(".")) == 1 for word in name.split())]
    return tuple(name for name in found if name not in initials)[:30]


def _inside_body(words: list[str], token: re.Match[str]) -> bool:
    """Tell whether an “and” stands in the name of a body, as in “Ministry of Health and Care”."""
    return token.lastgroup == "word" and (any(word in _LINKS for word in words) or len(words) > 1)


def _unparted(text: str, low: int, end: int) -> tuple[Candidate, ...]:
    """Give the names that may be meant where no space parts them from other words: every end of the first one."""
    found: list[Candidate] = []
    starts = [low, *(sign.end() for sign in _attached_joiner().finditer(text, low, end))]
    for start in starts[-6:]:
        names = tuple(part.strip() for part in _attached_joiner().split(text[start:end]) if part.strip())
        if not names:
            continue
        first = text.index(names[0], start)
        found.append(Candidate(first, names, "", joined=False))
        found += [
            Candidate(first + cut, (names[0][cut:].strip(), *names[1:]), "", joined=False)
            for cut in range(max(len(names[0]) - _UNPARTED_REACH, 1), len(names[0]) - 1)
        ]
    return tuple(found)


@cache
def _years() -> re.Pattern[str]:
    """Give the pattern of what stands for when a work was published."""
    about = either("about")
    return re.compile(
        rf"(?<![\w$£€#])(?<!\d[.,:/])(?:(?:{about})\s{{0,2}})?(?:"
        rf"(?:\[(?P<original>{_Y})\]\s?)?(?P<year>{_Y})(?:\s?/\s?(?P<second>{_Y})|\s?[-–](?P<end>{_Y}|\d\d(?!\d)))?"
        rf"(?P<letter>[a-z](?![\w]))?(?P<letters>(?(letter)(?:\s?[,/&–-]\s?[a-z](?![\w.])){{0,24}}|))(?:\s\[{_Y}\])?[年년]?"
        rf"|(?:(?P<undated>{either('undated')})|(?P<unpublished>{either('unpublished')}))(?:-?(?P<sign>[a-z](?!\w)))?"
        r")(?![^\W_]|[.,]\d|[%°])",
        re.IGNORECASE,
    )


@cache
def _chain() -> re.Pattern[str]:
    """Give the pattern of what stands between two years of the same authors."""
    return re.compile(
        rf"\s{{0,2}}[)\]]?\s{{0,2}}(?:[,;，；]|(?:,\s)?(?:{either('joiners')})(?=\W))?\s{{0,2}}[(\[]?\s?", re.IGNORECASE
    )


@cache
def _place() -> re.Pattern[str]:
    """Give the pattern of a place in a work."""
    number = r"(?:\d{1,5}|[ivxlcdm]{1,8}(?!\w))[a-z]?(?![a-z])"
    more = rf"(?:\s?[-–—,&/]\s?(?!{_Y}(?!\d))\d{{1,5}}(?!\w)){{0,8}}(?:\s?ff?\b\.?)?"
    named = rf"(?:(?<![^\W\d_])(?:{either('places')}))\s{{0,2}}{number}{more}"
    return re.compile(
        rf"(?:\s{{0,2}}[,:;]\s{{0,2}}|\s{{1,2}}|\s{{0,2}}[,:]?\s{{0,2}}[(\[]?)(?P<page>{named}(?:\s?[,&]\s{{0,2}}{named}){{0,3}})"
        rf"|\s{{0,2}}[,:]\s{{0,2}}(?P<bare>(?!{_Y}(?!\d))\d{{1,4}}{more})(?![\w.]?\d|\s?[^\W\d_]{{2}})",
        re.IGNORECASE,
    )


@cache
def _others() -> re.Pattern[str]:
    """Give the pattern of “et al.” at the end of names."""
    return re.compile(rf"[,，]?\s{{0,3}}(?<!\w)(?:{either('others')})(?:['’]s?)?[,]?\Z", re.IGNORECASE)


@cache
def _attached() -> re.Pattern[str]:
    """Give the pattern of “et al.” that has grown onto a name."""
    return re.compile(rf"\s?(?:{either('others-attached')})\Z")


@cache
def _attached_joiner() -> re.Pattern[str]:
    """Give the pattern of what stands between names that are written without spaces."""
    return re.compile(rf"\s{{0,2}}(?:{either('joiners-attached')}|[,&]|[와과](?=\s))\s{{0,2}}|\s{{1,3}}")


@cache
def _bracket() -> re.Pattern[str]:
    """Give the pattern of a bracket."""
    return re.compile(r"[()\[\]（）〔〕【】]")
