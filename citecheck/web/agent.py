"""The one name under which citecheck asks: what it is, which version, and whom to write to."""

from __future__ import annotations

import functools
import re
from importlib import metadata
from typing import Final

_DISTRIBUTION: Final = "citecheck-audit"
_HOME: Final = "https://pypi.org/project/citecheck-audit/"
_LONGEST: Final = 200


@functools.cache
def version() -> str:
    """Give the version of the installed distribution, `0` in a bare checkout."""
    try:
        return metadata.version(_DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return "0"


def user_agent(contact: str = "") -> str:
    """
    Give the User-Agent, in the form that RFC 9110, 10.1.5 and the policies of Wikimedia and the archives ask for.

    Args:
        contact: An address or page of whoever runs the audit; the project's page where it is empty.
    """
    return f"citecheck/{version()} (+{clean(contact) or _HOME})"


def clean(text: str) -> str:
    """Give *text* as a header can carry it: printable ASCII on one line, parentheses left out, of bounded length."""
    return re.sub(r"[^!-'*-~]+", " ", text[: 4 * _LONGEST]).strip()[:_LONGEST]
