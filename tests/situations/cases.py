"""The situations, the web that they make, and citecheck's answer to one."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urldefrag, urljoin, urlsplit

from citecheck.archives import Anchor, Wanted, Wayback, inquire
from citecheck.model import PartialDate
from citecheck.web import Exchange, Request
from tests.standin.captures import surt

HERE: Final = Path(__file__).parent
FILES: Final = ("dates", "playback", "redirects", "bodies", "addresses", "services")
ARTICLE: Final = "Old harbour opens again after thirty years"
READ: Final = "2010-06-15"
NOON: Final = "120000"
MEMENTO: Final = "/web/"

Status = Literal["archived", "not-archived", "unknown"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody says of an original."""

    status: Status
    memento: str = ""
    """An address of the archive, where one is named."""
    playback: str = ""
    """What is said of the copy: verified, broken, unverified; "" where nothing is."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """A row, its shorthand written out."""

    why: str
    original: str
    kind: Literal["accessed", "issued", "undated"]
    date: str
    """As ISO 8601, a month or a day; "" without one."""
    title: str
    captures: tuple[Mapping[str, Any], ...]
    status: Status
    mementos: tuple[str, ...]
    """`AT/URL` of each copy that is right, the best first."""
    good: frozenset[tuple[str, str]]
    """Time and key of all copies that show what was cited, those that are not the right one too."""
    playback: str
    says: str
    also: tuple[str, ...]
    more: Mapping[str, Any]
    """`excluded` and `faults`."""

    @property
    def anchor(self) -> Anchor | None:
        """The day for which a copy is wanted."""
        if self.kind == "undated":
            return None
        year, month, *day = map(int, self.date.split("-"))
        return Anchor(PartialDate(year, month, day[0] if day else None), self.kind)

    def allows(self, answer: Answer) -> bool:
        """Tell whether an answer is right as well as the truth of the row."""
        return ("unknown" in self.also and answer.status == "unknown") or (
            "broken" in self.also and answer.status == "archived" and answer.playback == "broken"
        )

    def is_right(self, memento: str) -> bool:
        """Tell whether a memento is one of the right ones, however its address is written."""
        return place(memento) in {place(f"{MEMENTO}{one}") for one in self.mementos}

    def is_good(self, memento: str) -> bool:
        """Tell whether a memento shows what was cited, be it the right one or not."""
        return place(memento) in self.good or self.is_right(memento)


def settled(case: Situation, fetch: Callable[[Request], Exchange]) -> Answer:
    """Give citecheck's answer to a situation, waiting for nobody."""
    found = inquire(Wayback().find(case.original, Wanted(case.anchor, case.title)), fetch)
    return Answer(found.status, found.memento or "", found.playback, found.reason)


def place(memento: str) -> tuple[str, str]:
    """Give the time and the key of the original of a memento's address."""
    at, _, original = memento.partition(MEMENTO)[2].partition("/")
    return at[:14], surt(original)


@cache
def situations() -> tuple[Situation, ...]:
    """Give all situations, file by file."""
    return tuple(_situation(row) for name in FILES for row in _read(name))


def table() -> dict[str, Any]:
    """Give the table of the stand-in web in which all situations are so."""
    cases = situations()
    return {
        "capture": [dict(one) for case in cases for one in case.captures],
        "wayback": {
            "excluded": [row for case in cases for row in case.more["excluded"]],
            "fault": [row for case in cases for row in case.more["faults"]],
        },
    }


def _read(name: str) -> list[dict[str, Any]]:
    """Give the rows of a file."""
    rows: list[dict[str, Any]] = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))["situation"]
    return rows


def _situation(row: dict[str, Any]) -> Situation:
    """Give the situation of a row; a word of it that is not known is a KeyError."""
    told = dict(row)
    original = told.pop("original")
    kind: Literal["accessed", "issued", "undated"]
    kind = "issued" if "issued" in told else "undated" if told.pop("undated", False) else "accessed"
    bare = urldefrag(original).url
    given = [_capture(one, bare) for one in told.pop("captures", ())]
    right = (*([told.pop("memento")] if "memento" in told else []), *told.pop("acceptable", ()))
    host = urlsplit(original).hostname
    known = {
        "excluded": [{"host": host, **one} for one in [told.pop("excluded", None)] if one is not None],
        "faults": [{"host": host, **one} for one in told.pop("faults", ())],
    }
    captures = (
        *({key: value for key, value in one.items() if key != "bad"} for one in given),
        *_many(bare, **told.pop("many", {"count": 0})),
        *_elsewhere(bare, **told.pop("elsewhere", {"count": 0})),
        *({"url": bare, "at": line.split()[1], "row": line} for line in told.pop("rows", ())),
    )
    made = Situation(
        why=told.pop("why"),
        original=original,
        kind=kind,
        date=told.pop("issued", "") or (told.pop("accessed", READ) if kind == "accessed" else ""),
        title=told.pop("title", ARTICLE),
        captures=captures,
        status=told.pop("status"),
        mementos=tuple(_memento(one, bare) for one in right),
        good=frozenset((one["at"], surt(one["url"])) for one in given if _is_good(one)),
        playback=told.pop("playback", ""),
        says=told.pop("says", ""),
        also=tuple(told.pop("also", ())),
        more=known,
    )
    if told:
        raise KeyError(f"{made.why}: unknown words: {', '.join(told)}")
    return made


def _capture(row: Mapping[str, Any], original: str) -> dict[str, Any]:
    """Give a capture, written out."""
    made = {**row, "url": urljoin(original, row.get("url", original)), "at": _time(row["at"])}
    if made.get("status", 200) < 300 and not {"page", "body"} & made.keys():
        made["page"] = "article"
    return made


def _is_good(row: Mapping[str, Any]) -> bool:
    """Tell whether a capture shows what was cited."""
    return row.get("status", 200) < 300 and row.get("playback", "ok") == "ok" and not row.get("bad", False)


def _many(original: str, count: int, first: str = "", status: int = 404) -> Iterator[dict[str, Any]]:
    """Give so many captures of one status, six hours apart."""
    for number in range(count):
        at = datetime.strptime(first, "%Y%m%d") + number * timedelta(hours=6)  # noqa: DTZ007 - archives write UTC
        yield {"url": original, "at": f"{at:%Y%m%d%H%M%S}", "status": status}


def _elsewhere(original: str, count: int, at: str = "", page: str = "") -> Iterator[dict[str, Any]]:
    """Give so many captures of other addresses of a host."""
    for number in range(count):
        yield {"url": urljoin(original, f"/other/{number}"), "at": _time(at), "page": page}


def _memento(told: str, original: str) -> str:
    """Give `AT/URL` of its short form."""
    at, _, url = told.partition(" ")
    return f"{_time(at)}/{urljoin(original, url or original)}"


def _time(at: str) -> str:
    """Give the fourteen digits of a day or a time."""
    return at if len(at) == 14 else at + NOON
