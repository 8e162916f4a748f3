"""The documents that `benchmarks/documents.py` measures readers by: what it makes is of the format, and all of it is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.made_documents import Made, kinds
from citecheck.api.installed import readers
from citecheck.documents import AnyReader, Beside, read
from citecheck.documents.reader import FileReader

READERS = {reader.name: reader for reader in readers()}
ASKED_FOR = ("references", "urls")
"""What no text is recognised as."""
COPIES = 12


def _reader(made: Made) -> AnyReader:
    if made.format not in READERS:
        pytest.skip(f"there is no reader of {made.format}")
    return READERS[made.format]


@pytest.mark.parametrize("made", kinds(), ids=lambda made: made.name)
def test_all_of_a_made_document_is_read(made: Made, tmp_path: Path) -> None:
    """With as many entries and markers as its copies have, and nothing to be told of it that is amiss."""
    _reader(made)
    path = tmp_path / f"document{made.suffix}"
    if made.beside is not None:
        name, data = made.beside(COPIES)
        (tmp_path / name).write_bytes(data)
    document = read(str(path), made.make(COPIES), readers(), made.format, beside=Beside(path))

    assert (COPIES * made.entries, COPIES * made.markers) == (len(document.entries), len(document.markers))
    assert not {notice.rule for notice in document.notices} - {"document-no-markers"}


@pytest.mark.parametrize("made", kinds(), ids=lambda made: made.name)
def test_a_made_document_is_recognised(made: Made) -> None:
    """Whatever its name, by the reader of its format."""
    reader, data = _reader(made), made.make(COPIES)
    if isinstance(reader, FileReader):
        assert reader.recognises_bytes("-", data)
    else:
        assert (made.format not in ASKED_FOR) == reader.recognises("-", data.decode())


def test_every_reader_has_a_document() -> None:
    """A reader that comes to the program is measured too."""
    assert set() == set(READERS) - {made.format for made in kinds()}
