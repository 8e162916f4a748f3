"""
The delay that a site asks for in its `robots.txt`.

What it allows and disallows is for crawlers (RFC 9309), which follow links to find more; a link that somebody cites is
asked as he would ask it. `Crawl-delay` is in no standard, but Bing, Yandex and many sites know it.
"""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 10.0
"""Seconds to which a delay is cut: some sites write 3600, and a person with ten tabs waits for nothing."""
_SECONDS: Final = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?")
_MOST_LINES: Final = 5_000


def crawl_delay(body: bytes, agent: str) -> float:
    """
    Give the seconds that should pass between two requests, 0 where nothing is said.

    Args:
        body: A `robots.txt`.
        agent: The User-Agent header of who asks; a group with its product's name goes before the one for all.
    """
    product = re.split(r"[/ (]", agent.strip(), maxsplit=1)[0].lower()
    found: dict[str, float] = {}
    names: set[str] = set()
    in_names = False
    for line in body.decode("utf-8-sig", "replace").splitlines()[:_MOST_LINES]:
        field, colon, value = line.partition("#")[0].partition(":")
        field, value = field.strip().lower(), value.strip().lower()
        if not colon:
            continue
        if field == "user-agent":
            names = (names if in_names else set()) | {value}
        elif field == "crawl-delay" and _SECONDS.fullmatch(value):
            found |= {name: min(float(value), LONGEST) for name in names if name in {product, "*"}}
        in_names = field == "user-agent"
    return found.get(product, found.get("*", 0.0))
