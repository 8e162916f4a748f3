"""The page or paper behind a link: its words, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

PageKind: TypeAlias = Literal["html", "pdf", "text", "none"]
"""What the text was taken from; `none` where there was nothing to take it from."""


@dataclass(frozen=True, slots=True)
class Page:
    """
    What can be read of a source, be it the live page or a snapshot of it.

    Everything in it was written by strangers: whoever prints it escapes it.
    """

    url: str = ""
    """Where it was read: for a snapshot, the memento."""
    kind: PageKind = "none"
    title: str = ""
    issued: str = ""
    """When it was published, as its metadata say: ISO 8601, of which only the year may be known; "" where they do not."""
    authors: tuple[str, ...] = ()
    """Their names as the page writes them."""
    site: str = ""
    """The publication or site that it is a part of."""
    language: str = ""
    """BCP 47; "" where that is not known."""
    text: str = ""
    """A line for each block (paragraph, heading, list item, table row); the evidence of verdicts has its spans."""
    whole: bool = True
    """Whether `text` is all of it: nothing was cut, no wall stands before the rest."""
    reason: str = ""
    """Why there is no text, or not all of it; "" where there is."""
    sha256: str = ""
    """Of the bytes that were read, in hexadecimal."""
