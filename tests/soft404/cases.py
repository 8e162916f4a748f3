"""The cases, and the web that they make."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

HERE = Path(__file__).parent
GOOD = ("live", "moved")
"""The verdicts on a page that is there."""


@dataclass(frozen=True, slots=True)
class Case:
    """A page, what its site does with other addresses, and what should be said of it."""

    name: str
    ask: str
    frame: str
    title: str
    main: str
    verdict: str = "soft-404"
    """`there` for a page that is there."""
    host: str = ""
    """NAME.example where empty."""
    lang: str = "en"
    head: str = ""
    bodyclass: str = ""
    status: int = 200
    to: str = ""
    """Where the address redirects; the page stands there."""
    rest: str = ""
    """What other addresses give: the "same" page, "404", or "other" words."""
    long: bool = False

    @property
    def url(self) -> str:
        """The address that is asked."""
        return f"http://{self.host or self.name + '.example'}{self.ask}"

    @property
    def other(self) -> str:
        """What other addresses give, where left out by kind."""
        return self.rest or ("404" if self.verdict == "there" else "same")

    def is_right(self, verdict: str) -> bool:
        """Tell whether a verdict on the address is right."""
        return verdict in GOOD if self.verdict == "there" else verdict == self.verdict


@cache
def cases() -> tuple[Case, ...]:
    """Give all cases, those that are gone first."""
    gone = (Case(**row) for row in _read("gone")["case"])
    there = (Case(**row, verdict="there") for row in _read("there")["case"])
    return (*gone, *there)


def is_held_back(case: Case) -> bool:
    """Tell whether a case is of the half that nobody tunes the cues on."""
    return hashlib.sha256(case.name.encode()).digest()[0] % 2 == 1


def table() -> dict[str, Any]:
    """Give the table of the stand-in web that shows all cases."""
    return {
        "clock": "2024-02-01T12:00:00Z",
        "host": [{"name": "*.example"}],
        "answer": [answer for case in cases() for answer in _answers(case)],
    }


def _answers(case: Case) -> list[dict[str, Any]]:
    """Give the answers of a case's host, the address itself first."""
    asked = urlsplit(case.url)
    path = asked.path + (f"?{asked.query}" if asked.query else "")
    page = {"body": _drawn(case), "type": "text/html; charset=utf-8", "status": case.status}
    redirect = {"does": "redirect", "status": 302, "to": case.to}
    rows = []
    if case.to:
        target = urlsplit(urljoin(case.url, case.to))
        rows.append({"host": target.hostname, "path": target.path, **page})
    rows.append({"host": asked.hostname, "path": path, **(redirect if case.to else page)})
    rest: dict[str, Any] = {"host": asked.hostname, "path": "*"}
    if case.other == "same":
        return [*rows, rest | (redirect if case.to else page)]
    if case.other == "other":
        shown = "<h1>Elsewhere</h1><p>Boats, ropes, lanterns: ask us.</p>"
        return [*rows, rest | page | {"body": _drawn(case).replace(case.main, shown)}]
    return [*rows, rest | {"status": 404}]


def _drawn(case: Case) -> str:
    """Give the page of a case in its frame."""
    frames = _read("frames")
    menu = frames["menu"].get(case.lang[:2], frames["menu"]["en"]).split("|")
    text = frames["long"].get(case.lang[:2], frames["long"]["en"]).split("|") if case.long else []
    fields = {f"n{number}": word for number, word in enumerate(menu)}
    fields |= {"title": escape(case.title), "head": case.head, "bodyclass": case.bodyclass, "lang": case.lang}
    fields["main"] = case.main + "".join(f"<p>{escape(part)}</p>" for part in text)
    drawn: str = frames[case.frame]
    for name, value in fields.items():
        drawn = drawn.replace("{" + name + "}", value)
    return drawn


@cache
def _read(name: str) -> dict[str, Any]:
    """Give one of the files."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
