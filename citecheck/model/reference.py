"""A parsed reference: CSL variables, each with where it came from and how sure we are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from citecheck.model.dates import PartialDate
from citecheck.model.span import Span


@dataclass(frozen=True, slots=True)
class Name:
    """
    A person, or with `literal` a body, in the parts that CSL 1.0.2 names.

    Either `literal` is set or `family`; never both.
    """

    family: str = ""
    given: str = ""
    particle: str = ""
    """CSL's non-dropping-particle: `van der`."""
    suffix: str = ""
    """`Jr.`, `III`."""
    literal: str = ""
    """The whole name of a body, or of a person that cannot be split."""
    native: str = ""
    """The name in its own script, where the reference gives both: `백나리`."""

    def display(self) -> str:
        """Give the name as one string, family name first: `Berg, van der, Jan`."""
        if self.literal:
            return self.literal
        family = f"{self.particle} {self.family}".strip()
        return ", ".join(part for part in (family, self.given, self.suffix) if part)


FieldValue: TypeAlias = str | PartialDate | tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """
    One variable of a reference.

    Names are CSL 1.0.2 variables (`title`, `container-title`, `issued`, `page`, `DOI` ...); identifiers that CSL has
    no variable for use the name that CS1 prints (`arXiv`, `OCLC`, `JSTOR`, `bibcode`, `handle`). `author`, `editor`
    and `translator` hold names, `issued`, `accessed` and `archived` hold a date, all others text.
    """

    variable: str
    value: FieldValue
    span: Span | None = None
    """Where in `raw` it was found; None for a value that the editor typed elsewhere."""
    confidence: float = 1.0
    """0 to 1."""
    alternatives: tuple[str, ...] = ()
    """Other variables that the same words may be, best first (`publisher` for a `container-title`)."""


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of a reference list with its fields found."""

    id: str
    """`ref-1`, `ref-2` ... in the order of the document."""
    label: str
    raw: str
    kind: str
    """A CSL type: `article-journal`, `book`, `webpage`, `document` where nothing tells."""
    fields: tuple[Field, ...] = ()
    residue: tuple[Span, ...] = ()
    """Words of `raw` that belong to no field and are no punctuation or fixed wording of the style."""
    entry: int = 0
    """Index into `Document.entries`."""

    def field(self, variable: str) -> Field | None:
        """Give the field of that name, or None."""
        return next((f for f in self.fields if f.variable == variable), None)

    def text(self, variable: str) -> str:
        """Give a text field's value, "" where it is absent."""
        found = self.field(variable)
        return found.value if found is not None and isinstance(found.value, str) else ""

    def date(self, variable: str) -> PartialDate | None:
        """Give a date field's value, or None."""
        found = self.field(variable)
        return found.value if found is not None and isinstance(found.value, PartialDate) else None

    def names(self, variable: str) -> tuple[Name, ...]:
        """Give a name field's values, empty where it is absent."""
        found = self.field(variable)
        return found.value if found is not None and isinstance(found.value, tuple) else ()
