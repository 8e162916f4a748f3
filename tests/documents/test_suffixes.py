"""What the name of a file says of its format."""

from __future__ import annotations

import pytest

from citecheck.api.installed import readers
from citecheck.documents import read
from citecheck.documents.suffixes import formats_of, in_folders, named_formats
from citecheck.errors import NotText


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.html", ("wikipedia-html", "html")),
        ("b/A.HTM", ("wikipedia-html", "html")),
        ("a.tar.bib", ("bibtex",)),
        ("a.py", ()),
        ("a.txt", None),
        ("a", None),
        ("-", None),
        (".txt", None),
        ("a.unheard-of", None),
        ("a\0.bib", ("bibtex",)),
        ("https://a.example/b.html", ("wikipedia-html", "html")),
    ],
)
def test_the_end_of_a_name_tells(path: str, expected: tuple[str, ...] | None) -> None:
    """In whatever case; where it says nothing, what is in the file does."""
    assert expected == formats_of(path)


def test_names_stand_for_readers_that_are_there() -> None:
    """And all that a folder is searched for can be read."""
    installed = {reader.name for reader in readers()}

    assert set() == named_formats() - installed
    assert all(formats_of(f"a{end}") != () for end in in_folders())


@pytest.mark.parametrize("path", ["a.wiki", "a.mediawiki", "a.WIKITEXT"])
def test_a_name_with_one_format_needs_no_signs(path: str) -> None:
    """Any text is read as that format."""
    assert "wikitext" == read(path, b"anything", readers()).format


@pytest.mark.parametrize("path", ["a.py", "a.csv"])
def test_what_is_no_document_by_its_name_is_refused(path: str) -> None:
    """Unless its format is named."""
    with pytest.raises(NotText, match="--from"):
        read(path, b"Text.[1]\n\n1. ^ Kim\n", readers())
    assert "wikipedia-text" == read(path, b"Text.[1]\n\n1. ^ Kim\n", readers(), "wikipedia-text").format
