"""What every reader does with anything at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.api.installed import readers
from citecheck.documents import FileReader, Reader, read
from citecheck.errors import NotText
from tests.documents.soundness import problems

OF_TEXT = [reader for reader in readers() if isinstance(reader, Reader)]
OF_BYTES = [reader for reader in readers() if isinstance(reader, FileReader)]
SIGNS = (
    "[1]", "[^1]", "[^1]: a", "[@a]", "[1]_", ".. [1] ", "\\cite{a}", "\\footnote{", "\\bibitem{a}", "}", "{", "<a href='#a'>",
    "<li id='a'>", "</li>", "<ref name=a>", "</ref>", "<xref rid='a'>", "<article>", "<TEI>", "&amp;", "&", "<!--", "-->", "```",
    "$", "%", "\n\n", "\n", " ", "\t", "References\n", "(Kim, 1997)", "Kim 1997", "1. ", "* ", "|a|", "---\n", "TY  - JOUR\n",
    "ER  - \n", '[{"id": "a"}]', "@book{a,", "https://a.example/b", "é", "\u202e", "\0", "\r", "\f", "\x1b", "語", "\U0001f600",
)  # fmt: skip
ANY = st.lists(st.sampled_from(SIGNS) | st.text(max_size=8), max_size=40).map("".join)


@pytest.mark.parametrize("reader", OF_TEXT, ids=lambda reader: reader.name)
@settings(max_examples=25)
@given(text=ANY)
def test_any_text_is_read(reader: Reader, text: str) -> None:
    """Whether it is of the format or not; all that is said of it lies in it."""
    reader.recognises("a.txt", text)
    assert [] == problems(reader.read("a.txt", text))


@pytest.mark.parametrize("reader", OF_BYTES, ids=lambda reader: reader.name)
@settings(max_examples=10)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(reader: FileReader, data: bytes) -> None:
    """With a sentence that says so."""
    reader.recognises_bytes("a.txt", data)
    try:
        assert [] == problems(reader.read_bytes("a.txt", data))
    except NotText as told:
        assert str(told).endswith(".")  # noqa: PT017 - either is right


@pytest.mark.parametrize("suffix", [".txt", ".html", ".md", ".tex", ".rst", ".xml", ".json", ".bib", ".wiki", ""])
@settings(max_examples=25)
@given(text=ANY)
def test_no_text_is_taken_by_two(suffix: str, text: str) -> None:
    """Which reader is asked first does not matter, save for what is recognised by its name alone."""
    taken = [reader.name for reader in OF_TEXT if reader.recognises(f"a{suffix}", text)]

    assert taken == taken[:1] or "wikipedia-text" in taken[1:], taken


def test_readers_are_found_by_the_name_of_their_format() -> None:
    """`--from NAME` reads any text as that format."""
    for reader in OF_TEXT:
        assert reader.name == read("-", b"words", readers(), format=reader.name).format
