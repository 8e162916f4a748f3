"""
Headers that are kept for one host each: tokens and whatever else it wants to see of us.

A line is `HOST NAME: VALUE`, as `api.github.com Authorization: Bearer $GITHUB_TOKEN`. A secret stands in a variable of
the environment and never in the line, so that lines can be shown and kept in files. A header goes over https, to that
host and port alone, with what is asked for its own sake; a redirect away from there loses it, and none leads to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from citecheck.errors import UsageError
from citecheck.web.redact import is_secret_header
from citecheck.web.redirects import origin
from citecheck.web.spelling import spelled

_NAME: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,80}")
"""A header's name (RFC 9110, 5.1)."""
_VARIABLE: Final = re.compile(r"\$(?:\{([A-Za-z_][A-Za-z0-9_]{0,99})\}|([A-Za-z_][A-Za-z0-9_]{0,99}))")
_SHORTEST: Final = 4
"""Characters of a value that is looked for wherever something is written; a shorter one would take whole pages with it."""
_OURS: Final = frozenset(
    [
        "accept-encoding",
        "connection",
        "content-length",
        "content-type",
        "expect",
        "host",
        "keep-alive",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ]
)
"""Headers that say how a request is sent, and are for who sends it to set."""
_SHAPE: Final = "HOST NAME: VALUE, as `api.github.com Authorization: Bearer $GITHUB_TOKEN`"


@dataclass(frozen=True, slots=True)
class Credentials:
    """The headers of each host."""

    kept: tuple[tuple[tuple[str, str, int], str, str], ...] = ()
    """An origin, a name and a value each."""
    secrets: tuple[str, ...] = ()
    """What of them came from the environment."""

    @classmethod
    def of(cls, lines: Iterable[str], environ: Mapping[str, str]) -> Credentials:
        """
        Give what lines say; one whose variable is not set, or empty, is left out.

        Raises:
            UsageError: A line has another shape, or holds a secret itself; it is not repeated in the message.
        """
        kept: list[tuple[tuple[str, str, int], str, str]] = []
        secrets: dict[str, None] = {}
        for number, line in enumerate(lines, 1):
            here, name, text = _parts(line, f"headers, entry {number}")
            values = [environ.get(variable, "").strip() for variable in variables(text)]
            if not all(values):
                continue
            value = _VARIABLE.sub(lambda found: environ[found[1] or found[2]].strip(), text)
            if not value.isprintable() or not value.isascii():
                raise UsageError(f"headers, entry {number}: the value of {name} is no line of printable ASCII.")
            kept.append((here, name, value))
            secrets |= dict.fromkeys(one for one in values if len(one) >= _SHORTEST)
        return cls(tuple(kept), tuple(secrets))

    def to(self, url: str) -> tuple[tuple[str, str], ...]:
        """Give the headers, names and values, that are kept for the origin of an address."""
        if not self.kept or not url.startswith("https://"):
            return ()
        try:
            here = origin(url)
        except ValueError:
            return ()
        return tuple((name, value) for place, name, value in self.kept if place == here)


def variables(text: str) -> Iterator[str]:
    """Give the variables of the environment that a text names."""
    for found in _VARIABLE.finditer(text):
        yield found[1] or found[2]


def _parts(line: str, place: str) -> tuple[tuple[str, str, int], str, str]:
    """Give the origin, the name and the text of the value that a line holds."""
    head, colon, text = line.strip().partition(": ")
    host, _, name = head.partition(" ")
    name, text = name.strip(), text.strip()
    if not colon or not text or not _NAME.fullmatch(name):
        raise UsageError(f"{place}: {_SHAPE} is wanted.")
    if name.lower() in _OURS:
        raise UsageError(f"{place}: {name} says how a request is sent and cannot be set.")
    if is_secret_header(name) and not _VARIABLE.search(text):
        raise UsageError(
            f"{place}: {name} is a secret. Put it into a variable of the environment and write that: {_SHAPE}."
        )
    url = spelled(f"https://{host.removeprefix('https://').removesuffix('/')}/")
    try:
        parts = urlsplit(url)
        here = origin(url)
    except ValueError:
        parts, here = urlsplit(""), ("", "", 0)
    if (
        not here[1]
        or "*" in here[1]
        or parts.path != "/"
        or parts.username is not None
        or parts.query
        or parts.fragment
    ):
        raise UsageError(
            f"{place}: a host is wanted, as `api.github.com` or `git.example:8443`; headers go to no other."
        )
    return here, name, text
