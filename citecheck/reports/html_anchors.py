"""Anchors of an HTML page: `#f-<fingerprint>`, `#ref-3`, `#claim-7`; each is unique, and stays while the report does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

_OWN: Final = frozenset(
    {"main", "rules", "documents", "fixed", "ignored", "q", "order", "by-rule", "by-host", "card", "keys", "keys-on"}
)
"""What `page.html`, `summary.html` and `page.js` call their own."""
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,99}", re.ASCII)


@dataclass(slots=True)
class Anchors:
    """
    The anchors that a page has given out.

    A report may be written by anybody: names that are no plain identifiers, and names that come twice, get a number.
    """

    _taken: set[str] = field(default_factory=lambda: set(_OWN))
    _numbers: dict[str, int] = field(default_factory=dict)

    def new(self, name: str, otherwise: str) -> str:
        """
        Give an anchor that nothing else on the page has.

        Args:
            name: What it should be.
            otherwise: What it is called, with a number, when that is no name for an anchor: `f-other`.
        """
        plain = name if _PLAIN.fullmatch(name) else otherwise
        anchor = plain
        while anchor in self._taken:
            number = self._numbers.get(plain, 1) + 1
            self._numbers[plain] = number
            anchor = f"{plain}-{number}"
        self._taken.add(anchor)
        return anchor
