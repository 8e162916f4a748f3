"""What an exported entry lacks: title and date, which all need, and what biblatex asks for its type."""

from __future__ import annotations

from collections.abc import Sequence

from citecheck.model import Reference
from citecheck.references.draft import lacking

_WORDS = {
    "title": "title",
    "issued": "date",
    "author": "author",
    "editor": "editor",
    "publisher": "publisher",
    "genre": "type",
    "container-title": "container",
}
_SHOWN = 10
"""How many references a summary names."""


def gaps(reference: Reference) -> tuple[str, ...]:
    """Give the words for what a reference lacks: `date`, `title` ...; none for a whole one."""
    return tuple(_WORDS.get(variable, variable) for variable in lacking(reference))


def told(references: Sequence[Reference]) -> str:
    """Give one line about the references that lack something, "" when none does."""
    short = [(reference, missing) for reference in references if (missing := gaps(reference))]
    if not short:
        return ""
    named = [
        f"{reference.label or reference.id} ({', '.join(f'no {word}' for word in missing)})"
        for reference, missing in short[:_SHOWN]
    ]
    if len(short) > _SHOWN:
        named.append(f"and {len(short) - _SHOWN} more")
    count = (
        "1 reference is incomplete and was" if len(short) == 1 else f"{len(short)} references are incomplete and were"
    )
    return f"{count} exported without filling anything in: {', '.join(named)}"
