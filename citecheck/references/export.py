"""
What references can be exported to: a table of targets by the name that `--to` takes.

A target is a function from references and their citation keys to text; a new one is one line in `EXPORTERS`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, Protocol

from citecheck.model import Reference
from citecheck.references.bibtex import entry_to_bibtex, to_bibtex
from citecheck.references.csl import to_csl
from citecheck.references.latex import clean


class Exporter(Protocol):
    """Anything that writes references down."""

    def __call__(self, references: Sequence[Reference], keys: Sequence[str]) -> str:
        """
        Give *references* as text, each under its citation key, in order.

        Raises:
            ExportError: The text would not read back as it was written.
        """
        ...


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
    return _dumped([_every_view(reference, key) for reference, key in zip(references, keys, strict=True)])


EXPORTERS: Final[Mapping[str, Exporter]] = MappingProxyType(
    {"biblatex": biblatex, "bibtex": bibtex, "csl-json": csl_json, "json": plain_json}
)
"""Each target by its name."""


def _every_view(reference: Reference, key: str) -> dict[str, Any]:
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
        "bibtex": entry_to_bibtex(reference, key),
    }


def _dumped(value: object) -> str:
    """Give a JSON text that can be written as UTF-8."""
    return clean(json.dumps(value, ensure_ascii=False, indent=1)) + "\n"
