"""
Whether two addresses may lead to one page, as far as they tell.

Sites move, rename and shorten: that two addresses differ says little. So the question is turned round, and only what
plainly are two pages counts: a home page and a page below it, two numbers in one place, two sites without anything in
common.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal, TypeAlias
from urllib.parse import parse_qsl, unquote, urlsplit

from citecheck.pages import is_deep, is_home

Likeness: TypeAlias = Literal["same", "maybe", "unlike", "other"]
"""`same`: what differs is no part of a page's name; `unlike`: of two sites without anything in common; `other`: plainly
two pages; `maybe`: all else."""

_LONGEST: Final = 4096
"""Code points of an address that are looked at."""
_DOOR: Final = re.compile(r"\A(?:www\d{0,2}|m|mobile|amp)\.")
_USUAL_PORTS: Final = frozenset({"", "80", "443"})
_SESSION: Final = re.compile(r"\([a-z]\([^()/]{1,100}\)\)/?|;[^/]{0,500}")
"""A session in a path: `/(S(abc))/` of ASP.NET, `;jsessionid=…` of Java."""
_SLASHES: Final = re.compile("/{2,}")
_INDEX: Final = re.compile(r"/(?:index|default|home|main)\.\w{2,5}\Z")
_ENDING: Final = re.compile(r"\.\w{1,8}\Z")
_NUMBER: Final = re.compile(r"\d{1,50}")
_LONG_NUMBER: Final = re.compile(r"\d{5,50}")
_MOST_PARAMETERS: Final = 100
_FEWEST_LETTERS: Final = 3
"""Letters from which the label of a host is a name; from one more on it may be a part of another: `guardian`."""
_SLUG: Final = 8
"""Letters of the last part of a path from which it is the name of one page, wherever that stands."""


def likeness(one: str, other: str) -> Likeness:
    """Tell how two addresses stand to each other; the order does not matter."""
    first, second = _read(one), _read(other)
    if first is None or second is None:
        return "maybe"
    if first.host == second.host:
        return _on_one_host(first, second)
    if _leads_on(first) or _leads_on(second) or _has_in_common(first, second):
        return "maybe"
    return "unlike"


def page_key(url: str) -> str:
    """Give what is the same for all spellings of an address: scheme, `www.`, tracking and the like left out."""
    found = _read(url)
    return url if found is None else f"{found.host}{found.path}?{sorted(found.query)}"


@dataclass(frozen=True, slots=True)
class _Address:
    """What of an address may name its page, in lower case."""

    raw: str
    """As it was given."""
    url: str
    """All of it."""
    host: str
    path: str
    """Decoded, without sessions, the name of an index and a slash at its end."""
    query: frozenset[tuple[str, str]]
    """Without what tracks and sessions."""

    @property
    def last(self) -> str:
        """The last part of the path, without the ending of a file."""
        return _ENDING.sub("", self.path.rpartition("/")[2])

    @property
    def labels(self) -> frozenset[str]:
        """The labels of the host that are names."""
        named = self.host.split(".")[:-1]
        return frozenset(one for one in named if len(one) >= _FEWEST_LETTERS and one not in _words()["labels"])


def _read(url: str) -> _Address | None:
    """Give what an address says, None where it is none."""
    try:
        parts = urlsplit(url[:_LONGEST].strip())
        port = str(parts.port or "")
        path, _, asked = unquote(parts.path).partition("?")  # an address that was escaped as a whole
        pairs = parse_qsl(parts.query or asked, keep_blank_values=True, max_num_fields=_MOST_PARAMETERS)
    except ValueError:
        return None
    host = _DOOR.sub("", (parts.hostname or "").rstrip("."), count=1)
    if "." not in host:
        return None
    path = _SLASHES.sub("/", _SESSION.sub("", path.casefold()))
    path = _INDEX.sub("", path).rstrip("/ ")
    query = frozenset((name.casefold(), value.casefold()) for name, value in pairs if not _is_idle(name.casefold()))
    whole = f"{host}{path}?{unquote(parts.query or asked).casefold()}"
    return _Address(url, whole, host if port in _USUAL_PORTS else f"{host}:{port}", path, query)


def _on_one_host(one: _Address, other: _Address) -> Likeness:
    """Tell how two addresses of one host stand to each other."""
    if one.path == other.path:
        if _fits(one.query, other.query):
            return "same"
        return "other" if _names_two(dict(one.query), dict(other.query)) else "maybe"
    if any(is_home(at.raw) for at in (one, other)) and any(is_deep(at.raw) for at in (one, other)):
        return "other"
    return "other" if _numbers_differ(one, other) else "maybe"


def _fits(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> bool:
    """Tell whether one query is a part of the other: parameters are left out when addresses are copied."""
    return one <= other or other <= one


def _names_two(one: dict[str, str], other: dict[str, str]) -> bool:
    """Tell whether a parameter that names the page holds two numbers."""
    shared = (name for name in one.keys() & other.keys() & _words()["naming"] if one[name] != other[name])
    return any(one[name].isdecimal() and other[name].isdecimal() for name in shared)


def _numbers_differ(one: _Address, other: _Address) -> bool:
    """Tell whether two paths differ in nothing but a number, and no name beside it says that they are of one page."""
    if _NUMBER.sub("0", one.path) != _NUMBER.sub("0", other.path):
        return False
    return sum(map(str.isalpha, one.last)) < _SLUG


def _leads_on(address: _Address) -> bool:
    """Tell whether an address is of a host that sends its readers on to others."""
    return address.host in _words()["onward"]


def _has_in_common(one: _Address, other: _Address) -> bool:
    """Tell whether two addresses of two hosts share a name: of the site, of the page, or a number."""
    if one.host in other.url or other.host in one.url:
        return True
    if any(_are_akin(label, twin) for label in one.labels for twin in other.labels):
        return True
    if any(label in other.path for label in one.labels) or any(label in one.path for label in other.labels):
        return True
    if one.last == other.last and len(one.last) >= _FEWEST_LETTERS and one.last not in _words()["names"]:
        return True
    return not {*_LONG_NUMBER.findall(one.url)}.isdisjoint(_LONG_NUMBER.findall(other.url))


def _are_akin(one: str, other: str) -> bool:
    """Tell whether two names of sites are one, or one is a part of the other."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) > _FEWEST_LETTERS and short in long)


def _is_idle(name: str) -> bool:
    """Tell whether a parameter tells nothing of the page."""
    words = _words()["tracking"]
    return name in words or any(name.startswith(word[:-1]) for word in words if word.endswith("*"))


@cache
def _words() -> dict[str, frozenset[str]]:
    """Give the words of `same_page.toml` by kind."""
    table = tomllib.loads(files("citecheck.rules").joinpath("same_page.toml").read_text(encoding="utf-8"))
    return {kind: frozenset(words) for kind, words in table.items()}
