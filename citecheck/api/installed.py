"""What is installed, as the rest of the face asks for it: readers, checks, formats and judges."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from citecheck.config import suggestion
from citecheck.documents import AnyReader
from citecheck.errors import UsageError
from citecheck.model import AuditReport, Rule
from citecheck.plugins import objects
from citecheck.reports.format import Fitting, Format, Piecewise
from citecheck.rules import Check

if TYPE_CHECKING:
    from citecheck.claims import Judge


def render(report: AuditReport, format: str = "text", width: int | None = None) -> str:  # noqa: A002 - the word that the command line uses
    """
    Give a report in a format.

    Args:
        report: What is rendered.
        format: The name of the format.
        width: How many columns its lines may have, where it has lines of a width; without it, as many as it likes.

    Raises:
        UsageError: There is no such format.
    """
    return _fitted(format_named(format), width).render(report)


def pieces(report: AuditReport, format: str, width: int | None = None) -> Iterator[str]:  # noqa: A002 - as above
    """
    Give a report in a format piece by piece, where the format can do that; in one piece where it cannot.

    Args:
        report: What is rendered.
        format: The name of the format.
        width: As in `render`.

    Raises:
        UsageError: There is no such format.
    """
    found = _fitted(format_named(format), width)
    return found.pieces(report) if isinstance(found, Piecewise) else iter((found.render(report),))


def format_named(name: str) -> Format:
    """
    Give the report format of that name.

    Raises:
        UsageError: There is none.
    """
    known = formats(name)
    if name not in known:
        raise UsageError(f"There is no format {name!r}{suggestion(name, known)} Known: {', '.join(known)}.")
    return known[name]


def rules() -> dict[str, Rule]:
    """Give the rules of the installed checks by id, in the order in which they run."""
    return {check.rule.id: check.rule for check in checks()}


@cache
def readers(name: str | None = None) -> tuple[AnyReader, ...]:
    """Give the readers that are installed, built-ins first; where one is named, no others need be loaded."""
    return _installed("citecheck.readers", name)


@cache
def checks() -> tuple[Check, ...]:
    """Give the checks that are installed, built-ins first."""
    return objects("citecheck.rules")


@cache
def judges() -> tuple[Judge, ...]:
    """Give the judges that are installed: none, without plug-ins."""
    return objects("citecheck.judges")


@cache
def formats(name: str | None = None) -> dict[str, Format]:
    """Give the report formats that are installed, by name; where one is named, no others need be loaded."""
    return {format_.name: format_ for format_ in _installed("citecheck.formats", name)}


def _installed(group: str, name: str | None) -> tuple[Any, ...]:
    """Give what the plug-ins of a group give: those under a name, where one of them is called so, or else all."""
    named = () if name is None else objects(group, name)
    return named if any(one.name == name for one in named) else objects(group)


def _fitted(found: Format, width: int | None) -> Format:
    """Give a format for a width, where one is asked for and the format has lines of a width."""
    return found.fitted(width) if width is not None and isinstance(found, Fitting) else found
