"""What a record of a reference file says (CSL-JSON, RIS), in CSL's variables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from citecheck.model import FieldValue


@dataclass(frozen=True, slots=True)
class Record:
    """One work, as an editor or a program typed it."""

    key: str
    """What documents cite it by, "" where the record has none."""
    kind: str
    """Its CSL type; `document` where its own tells nothing."""
    fields: Mapping[str, FieldValue]
    texts: Mapping[str, str]
    """The same in words, and the words of dates that are none."""
    unread: tuple[str, ...] = ()
    """The names of values that are there and that cannot be read: names without a name, a date that is a list of lists."""
