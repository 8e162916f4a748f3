"""
Reports without the secrets of the document that they are about.

A document may name addresses with a password or a token in them, and a report repeats what the document says. Here each
secret is covered by as many characters, so that spans stay true.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Any, Final, TypeVar

from citecheck.web.redact import Redactor, hidden, is_public, is_sought

T = TypeVar("T")

_USERINFO: Final = re.compile(r"(?<=://)[^\s/?#\"'<>\\|\[\]{}]{1,1024}(?=@)")
_PARAMETER: Final = re.compile(r"(?<=[?&;#])([\w.\-\[\]%]{1,80})=([^&#\s\"'<>\\|\[\](){}`]{1,8192})")
_ENCODED: Final = re.compile(
    r"(?:(?<=%3f)|(?<=%26)|(?<=%23))([\w.\-]{1,80})%3d((?:(?!%26|%23)[^&#\s\"'<>\\|\[\](){}`]){1,8192})", re.IGNORECASE
)
_PUNCTUATION: Final = ".,;:!?*_~"
"""What ends a sentence or its emphasis where it stands behind an address, and no secret."""


def masked(value: T, redactor: Redactor) -> T:
    """
    Give a value in which every text is without secrets; it itself where there are none.

    Args:
        value: Texts, and whatever tuples, lists, mappings and dataclasses are made of them.
        redactor: Knows the configured secrets; those of addresses are told by their place.
    """
    found: Any = _masked(value, redactor)
    return found  # type: ignore[no-any-return]  # of the type that came


def _masked(value: Any, redactor: Redactor) -> Any:  # noqa: ANN401 - any part of a report
    """Give a value without secrets; the same object where it has none, so that a clean report costs no copy."""
    if isinstance(value, str):
        return _covered(value, redactor)
    if isinstance(value, tuple | list):
        items = [_masked(item, redactor) for item in value]
        return value if all(map(_is_same, items, value)) else type(value)(items)
    if isinstance(value, dict):
        pairs = {key: _masked(item, redactor) for key, item in value.items()}
        return value if all(map(_is_same, pairs.values(), value.values())) else pairs
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value)]
        changed = {name: new for name in names if (new := _masked(old := getattr(value, name), redactor)) is not old}
        return dataclasses.replace(value, **changed) if changed else value
    return value


def _is_same(one: object, other: object) -> bool:
    """Tell whether nothing was covered."""
    return one is other


def _covered(text: str, redactor: Redactor) -> str:
    """Give a text in which each secret is covered by as many characters."""
    plain = text
    if "://" in text or "=" in text or "%3" in text:
        text = _USERINFO.sub(lambda found: _cover(found[0]), text)
        text = _PARAMETER.sub(lambda found: _parameter(found, "="), text)
        text = _ENCODED.sub(lambda found: _parameter(found, found[0][len(found[1]) : len(found[1]) + 3]), text)
    for form, _ in redactor.forms:
        if form in text:
            text = text.replace(form, _cover(form))
    return plain if text == plain else text


def _parameter(found: re.Match[str], equals: str) -> str:
    """Give a parameter with its value covered, where that is a secret."""
    name, value = found[1], found[2].rstrip(_PUNCTUATION)
    if not is_sought(name, value) or is_public(found):
        return found[0]
    return f"{name}{equals}{_cover(value)}{found[2][len(value) :]}"


def _cover(secret: str) -> str:
    """Give as many characters as a secret has: the beginning of its mark, filled up."""
    return f"{hidden(secret)}{'-' * len(secret)}"[: len(secret)]
