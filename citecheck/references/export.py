"""
What references can be exported to: a table of targets by the name that `--to` takes.

A target is a function from references and their citation keys to text; a new one is one line in `EXPORTERS`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final, Protocol

from citecheck.model import Reference
from citecheck.references.bibtex import onto, read_file, spelled_entries, to_bibtex
from citecheck.references.csl import to_csl
from citecheck.references.existing import BibFile, matched
from citecheck.references.keys import citation_keys
from citecheck.references.latex import Dialect, clean
from citecheck.references.ris import to_ris
from citecheck.references.wikitext import to_wikitext


class Exporter(Protocol):
    """Anything that writes references down."""

    def __call__(self, references: Sequence[Reference], keys: Sequence[str]) -> str:
        """
        Give *references* as text, each under its citation key, in order.

        Raises:
            ExportError: The text would not read back as it was written.
        """
        ...


BIB_FILES: Final = frozenset({"biblatex", "bibtex"})
"""The targets that are .bib files."""


@dataclass(frozen=True, slots=True)
class Onto:
    """What an export took over from the .bib file that it replaces."""

    kept: int = 0
    """References that kept the key that they had there."""
    others: int = 0
    """Entries that are none of the references, and stay at the end of the file."""


def export_onto(
    references: Sequence[Reference], dialect: Dialect, old: str, *, archive_fields: bool = False
) -> tuple[str, Onto]:
    """
    Give references as the .bib file that takes the place of *old*, keeping its keys and what it has beside them.

    Raises:
        ExportError: The old file is damaged, or the new one would not read back.
    """
    file = read_file(old)
    if not file.entries:
        file = BibFile()  # nothing of BibTeX: it is replaced
    plain = spelled_entries(references, citation_keys(references), dialect, archive_fields=archive_fields)
    places = matched(plain, file)
    kept = {place: file.entries[other].key for place, other in places.items()}
    taken = [entry.key for place, entry in enumerate(file.entries) if place not in places.values()]
    keys = citation_keys(references, kept, taken)
    text = onto(to_bibtex(references, keys, dialect, archive_fields=archive_fields), file, frozenset(places.values()))
    return text, Onto(len(kept), len(taken))


def biblatex(references: Sequence[Reference], keys: Sequence[str]) -> str:
    """Give references as a .bib file for biblatex and biber."""
    return to_bibtex(references, keys, "biblatex")


def bibtex(references: Sequence[Reference], keys: Sequence[str]) -> str:
    """Give references as a .bib file for the classic BibTeX program."""
    return to_bibtex(references, keys, "bibtex")


def csl_json(references: Sequence[Reference], keys: Sequence[str]) -> str:
    """Give references as a CSL-JSON array."""
    return _dumped([to_csl(reference, key) for reference, key in zip(references, keys, strict=True)])


def plain_json(references: Sequence[Reference], keys: Sequence[str]) -> str:
    """Give references as audit reports list them: every view of each, with spans and confidence."""
    entries = to_bibtex(references, keys).rstrip("\n").split("\n\n")  # a value holds no line end
    return _dumped([_every_view(*each) for each in zip(references, keys, entries, strict=False)])


EXPORTERS: Final[Mapping[str, Exporter]] = MappingProxyType(
    {
        "biblatex": biblatex,
        "bibtex": bibtex,
        "csl-json": csl_json,
        "ris": to_ris,
        "wikitext": to_wikitext,
        "json": plain_json,
    }
)
"""Each target by its name."""


def data_model() -> str:
    """Give the text of `citecheck.dbx`, the biblatex data model that has fields for archived copies."""
    return files("citecheck.references").joinpath("citecheck.dbx").read_text(encoding="utf-8")


def _every_view(reference: Reference, key: str, bibtex: str) -> dict[str, Any]:
    """Give one reference in the shape of `documents[].references[]` of the published JSON, as far as it is known."""
    return {
        "id": reference.id,
        "label": reference.label,
        "key": key,
        "raw": reference.raw,
        "kind": reference.kind,
        "csl": to_csl(reference, key),
        "spans": {field.variable: field.span for field in reference.fields if field.span is not None},
        "confidence": {field.variable: field.confidence for field in reference.fields},
        "residue": reference.residue,
        "bibtex": bibtex,
    }


def _dumped(value: object) -> str:
    """Give a JSON text that can be written as UTF-8."""
    return clean(json.dumps(value, ensure_ascii=False, indent=1)) + "\n"
