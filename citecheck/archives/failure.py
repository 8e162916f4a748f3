"""Why an archive's service gave no answer that can be used, in a sentence; such an answer never means "not archived"."""

from __future__ import annotations

from typing import Final

from citecheck.web import Exchange

_ERROR_HEADER: Final = "x-archive-wayback-runtime-error"
_EXCLUDED: Final = (b"AdministrativeAccessControlException", b"RobotAccessControlException", b"Blocked Site Error")
_TRANSIENT: Final = frozenset({"timeout", "reset", "truncated", "refused"})
BUSY: Final = frozenset({429, 500, 502, 503, 504})
EXCLUDED: Final = "The archive does not show this site, at the wish of its owner."


def failure(exchange: Exchange) -> str:  # noqa: PLR0911 - one return for each kind of failure
    """
    Give why an exchange with a service holds no answer, "" where it holds one.

    Args:
        exchange: With the index or the availability API; an exclusion is told there with 403, or with 200 and a line of
            text.
    """
    if exchange.error is not None:
        return f"The archive was not heard: {exchange.error.message}"
    if is_excluded(exchange):
        return EXCLUDED
    if exchange.status == 429:
        return "The archive was asked too often and asks for a pause (429)."
    if exchange.status != 200:
        return f"The archive answered {exchange.status}."
    if exchange.body_error is not None:
        return f"The archive's answer broke off: {exchange.body_error.message}"
    if exchange.truncated:
        return "The archive's answer is too long to be read to its end."
    return ""


def is_excluded(exchange: Exchange) -> bool:
    """Tell whether an archive says that it does not show a site."""
    said = exchange.headers.get(_ERROR_HEADER).encode("utf-8", "replace")
    return any(word in said or word in exchange.body[:1000] for word in _EXCLUDED)


def is_worth_a_second(exchange: Exchange) -> bool:
    """Tell whether the same question may be answered a little later."""
    if exchange.error is not None:
        return exchange.error.kind in _TRANSIENT
    return exchange.status in BUSY and not is_excluded(exchange)
