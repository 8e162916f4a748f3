"""
The shapes of addresses in archives, as `copies.toml` writes them, and how one is read.

A shape is a path of segments, each a word or a placeholder, and maybe a query. An address is read along it segment by
segment, each looked at once; what each placeholder may hold is said there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from citecheck.lexicon.copied_addresses import has_scheme, is_encoded, is_host, whole_address
from citecheck.lexicon.copy_times import counted, dated, glued, seconds, stamp, written

_SEGMENT: Final = re.compile(r"[/?#]")
_PARAMETER_END: Final = re.compile(r"[&#]")
_LONGEST: Final = 200
"""Characters of a segment that is no address."""
_HOLDER: Final = re.compile(r"\{([a-z0-9]+)\}")
_TAILS: Final = ("url", "address", "anything", "rest")
_VIDEO: Final = re.compile(r"[0-9A-Za-z_-]{11}")
_CACHED: Final = re.compile(r"(?:[0-9A-Za-z_-]{12}:)?(?=\S)")
"""A search engine's own identifier of what it keeps."""
_TERMS: Final = re.compile(r"\+|%20| ")
_ESCAPED: Final = re.compile(r"%(?:2[1-9A-F]|3[A-F]|40|5[BD]|7E)", re.IGNORECASE)
"""What a search engine encodes of an address, and an address hardly ever of itself."""
_TIMES: Final = {"written": written, "base62": counted, "unix": seconds}
_BEFORE: Final = {"youtube": "https://www.youtube.com/watch?v=", "site": "http://"}
"""What stands before a video or a host in its address."""


@dataclass(slots=True)
class Reading:
    """What an address has told so far."""

    original: str | None = None
    digits: str | None = None
    modifier: str = ""
    tells: bool = False
    """Whether there is anything that makes it the address of a copy."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape of an archive's addresses."""

    first: str
    """The word that the path begins with, "" for a placeholder."""
    segments: tuple[tuple[str, str], ...]
    """The name of a placeholder, or "" and a word in lower case."""
    query: Mapping[str, str]
    """The placeholders of the parameters, by their names; "" for one that tells nothing."""
    identifier: re.Pattern[str]
    """What an identifier of this archive looks like."""
    words: frozenset[str] = field(default_factory=frozenset)
    """Words that the archive's paths begin with, and no identifier is."""

    def read(self, tail: str) -> Reading | None:
        """
        Give what an address tells, None where it has not this shape.

        Args:
            tail: the address without its host and the slash behind it.
        """
        reading = Reading()
        at = 0
        for place, (name, word) in enumerate(self.segments):
            if name in _TAILS:
                return reading if self._end(reading, name, tail[at:]) else None
            end = _end_of(tail, at)
            follows = place + 1 < len(self.segments)
            lost = glued(tail[at : at + 60]) if name == "when" and follows else 0
            end = at + lost if lost else end
            said = tail[at:end]
            if not (self._step(reading, name, said) if name else said.casefold() == word):
                return None
            if follows and not lost and tail[end : end + 1] != "/":
                return None
            at = end + (follows and not lost)
        return self._close(reading, tail[at:])

    def _step(self, reading: Reading, name: str, said: str) -> bool:
        """Take one segment; False where it is not what the shape wants."""
        if not 0 < len(said) <= _LONGEST:
            return False
        if name in {"when", "any"}:
            return name == "any" or _take_time(reading, said)
        if name in _TIMES:
            reading.digits = _TIMES[name](said)
            reading.tells |= name != "written"
            return reading.digits is not None
        reading.tells = True
        if name == "id":
            return bool(self.identifier.fullmatch(said)) and said.casefold() not in self.words
        reading.original = f"{_BEFORE[name]}{said}"
        return bool(_VIDEO.fullmatch(said)) if name == "youtube" else is_host(said) and "@" not in said

    def _end(self, reading: Reading, name: str, rest: str) -> bool:
        """Take all that is left of the address; False where it is not what the shape wants."""
        reading.tells = True
        if name == "rest":
            return bool(rest.strip("/"))
        if name != "anything" and not has_scheme(rest) and (name == "address" or not is_host(rest.lstrip("/ "))):
            return False
        reading.original = whole_address(rest)
        return reading.original is not None

    def _close(self, reading: Reading, rest: str) -> Reading | None:
        """Take the query behind the path, where the shape has one; None where the path goes on."""
        rest = rest.lstrip("/")
        if rest.startswith("?") and self.query:
            for name, holder in self.query.items():
                if holder and (said := _parameter(rest, name, self.query)):
                    _take_parameter(reading, holder, said)
        elif rest and rest[0] not in "?#":
            return None
        return reading if reading.tells else None


def shape(text: str, identifier: str, words: frozenset[str]) -> Shape:
    """Give a shape from how the table writes its path and query."""
    path, _, query = text.partition("?")
    parameters = (parameter.partition("=") for parameter in query.split("&") if query)
    segments = tuple((_name(part), part.casefold()) for part in path.strip("/").split("/"))
    return Shape(
        "" if segments[0][0] else segments[0][1],
        segments,
        {name: _name(holder) for name, _, holder in parameters},
        re.compile(identifier, re.ASCII),
        words,
    )


def _name(segment: str) -> str:
    """Give the name of a placeholder, "" for a word."""
    found = _HOLDER.fullmatch(segment)
    return found[1] if found else ""


def _end_of(tail: str, at: int) -> int:
    """Give where a segment ends."""
    found = _SEGMENT.search(tail, at)
    return found.start() if found else len(tail)


def _take_time(reading: Reading, said: str) -> bool:
    """Take a timestamp."""
    found = stamp(said)
    if found:
        reading.digits, reading.modifier = found.digits, found.modifier
    return found is not None


def _parameter(rest: str, name: str, names: Mapping[str, str]) -> str:
    """
    Give what a parameter holds, "" where there is none.

    An address that was not encoded has ampersands of its own: it goes on to the last of each other parameter.
    """
    start = 0 if rest.startswith(f"?{name}=") else rest.find(f"&{name}=")
    if start < 0:
        return ""
    said = rest[start + len(name) + 2 :]
    if names[name] not in {"url", "address"} or is_encoded(said):
        return _PARAMETER_END.split(said, maxsplit=1)[0]
    ends = (said.rfind(f"&{other}=") for other in names if other != name)
    return said[: min((end for end in ends if end >= 0), default=len(said))]


def _take_parameter(reading: Reading, name: str, said: str) -> None:
    """Take what a parameter holds, where it is what the shape wants."""
    if name == "when":
        _take_time(reading, said)
    elif name == "date":
        reading.digits = reading.digits or dated(said)
    elif name == "base62":
        reading.digits = counted(said)
        reading.tells |= reading.digits is not None
    elif name == "cache":
        reading.tells |= unquote(said[:9]).casefold().startswith("cache:")
        reading.original = _cached(said)
    elif name == "rest":
        reading.tells = True
    elif has_scheme(said) or (name == "url" and is_host(said)):
        reading.original = reading.original or whole_address(said)
        reading.tells = True


def _cached(said: str) -> str | None:
    """Give the address in a search engine's `cache:ID:ADDRESS+TERMS`, None where there is none."""
    said = _TERMS.split(said, maxsplit=1)[0]
    said = said if ":" in said[:6] else unquote(said)
    kind, _, said = said.partition(":")
    said = said[_start(said) :]
    if kind.casefold() != "cache" or not (has_scheme(said) or is_host(said)):
        return None
    return whole_address(said, encoded=bool(_ESCAPED.search(said)))


def _start(said: str) -> int:
    """Give where the address starts behind the identifier."""
    found = _CACHED.match(said)
    return found.end() if found else 0
