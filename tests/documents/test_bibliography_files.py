"""Bibliographies that a document names: .bib, CSL-JSON and RIS give their entries by key."""

from __future__ import annotations

import pytest

from citecheck.documents.beside import Included
from citecheck.documents.bibliography_files import SUFFIXES, BibliographyFiles


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.bib", "@book{holm, title={On moles}}"),
        ("a.json", '[{"id": "holm", "type": "book", "title": "On moles"}]'),
        ("a.CSLJSON", '{"items": [{"id": "holm", "type": "book", "title": "On moles"}]}'),
        ("a.ris", "TY  - BOOK\nID  - holm\nTI  - On moles\nER  - \n"),
    ],
)
def test_each_format_gives_its_keys(path: str, text: str) -> None:
    """Each has the one entry."""
    files = BibliographyFiles()

    assert files.add(Included(path, text, (path,)))
    assert ["holm"] == list(files)
    assert path[path.index(".") :].casefold() in SUFFIXES


def test_other_files_are_none() -> None:
    """What is no format of bibliographies is refused."""
    assert not BibliographyFiles().add(Included("a.yaml", "references: []", ("a.yaml",)))
