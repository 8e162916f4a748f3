"""Plain text is escaped once, verbatim values not at all, and neither can end its field."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain, zip_longest
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.references.latex import Dialect, clean, encode, printable, verbatim

_WORDS = {
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
}


def decoded(latex: str) -> str:
    """Give the text that a value prints, for a reader that knows how the ten specials are written and nothing else."""
    parts = re.split(r"\{((?:\\text[a-z]+)+)\}", latex)
    plain = [re.sub(r"\\([&%#_$])", r"\1", part) for part in parts[::2]]
    special = ["".join(_WORDS[word] for word in part[1:].split("\\")) for part in parts[1::2]]
    return "".join(chain.from_iterable(zip_longest(plain, special, fillvalue="")))


@pytest.mark.parametrize(
    ("text", "biblatex", "classic"),
    [
        ("R&D 50% #1 a_b $5", r"R\&D 50\% \#1 a\_b \$5", r"R\&D 50\% \#1 a\_b \$5"),
        ("~ ^", r"{\textasciitilde} {\textasciicircum}", r"{\textasciitilde} {\textasciicircum}"),
        (r"\input{x}", r"{\textbackslash}input{\textbraceleft}x{\textbraceright}", None),
        ("Söderberg – 백", "Söderberg – 백", r"S{\"o}derberg {\textendash} 백"),
        ("e\u0301", "é", r"{\'e}"),
        (" a\n\t@b\r\u2028c ", "a @b c", "a @b c"),
        ("a\x00b\u202ec\ufeffd", "abcd", "abcd"),
        ("a\ud800b", "a\ufffdb", None),
        ("می\u200cخواهم", "می\u200cخواهم", None),
    ],
)
def test_plain_text(text: str, biblatex: str, classic: str | None) -> None:
    """What TeX would read as a command is escaped; classic BibTeX gets its accents as commands in braces."""
    assert biblatex == encode(text)
    if classic is not None:
        assert classic == encode(text, "bibtex")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("http://a.b/x_y?a=1&b=2%20c#frag~^$", "http://a.b/x_y?a=1&b=2%20c#frag~^$"),
        ("http://a.b/{id}/x", "http://a.b/{id}/x"),
        ("http://a.b/{id", "http://a.b/%7Bid"),
        ("http://a.b/}{", "http://a.b/%7D%7B"),
        ("http://a.b/\\", "http://a.b/%5C"),
        (" http://a.b/x y\n@z\t", "http://a.b/x%20y%0A@z"),
        ("http://a.b/\u2028\ud800é", "http://a.b/%E2%80%A8\ufffdé"),
    ],
)
def test_verbatim_values(value: str, expected: str) -> None:
    """A verbatim value stays as it is, but for what would end its field or line."""
    assert expected == verbatim(value)


@given(st.text(), st.sampled_from(["biblatex", "bibtex"]))
def test_encoded_text_balances_for_every_reader(text: str, dialect: Dialect) -> None:
    """Braces balance both where a backslash before a brace counts and where it does not; no command can start."""
    encoded = encode(text, dialect)

    assert encoded.count("{") == encoded.count("}")
    assert r"\{" not in encoded
    assert r"\}" not in encoded
    assert "\n" not in encoded
    encoded.encode("utf-8")


@given(st.text(alphabet="{}\\~^&%#_$ ab") | st.text())
def test_biblatex_text_reads_as_what_it_was(text: str) -> None:
    """Taking the escapes away again gives the text: it was escaped once, and nothing was lost."""
    assert printable(text) == decoded(encode(text))


@given(st.text(alphabet="{}\\ %\n\x00é@h:/") | st.text())
def test_verbatim_values_stay_in_their_field(value: str) -> None:
    """Whatever the value, braces balance, the line does not end, and decoding gives it back."""
    safe = verbatim(value)

    assert safe.count("{") == safe.count("}")
    assert "\\" not in safe
    assert len(safe.splitlines()) <= 1
    if "%" not in value:
        assert clean(value).strip() == unquote(safe)


def test_every_character_that_pylatexenc_spells_balances() -> None:
    """No entry of the encoder's own table can break a file."""
    from pylatexenc.latexencode import get_builtin_uni2latex_dict  # noqa: PLC0415 - this test alone needs it

    broken = [
        chr(code)
        for code in get_builtin_uni2latex_dict()
        if (latex := encode(chr(code), "bibtex")).count("{") != latex.count("}") or r"\{" in latex or r"\}" in latex
    ]

    assert [] == broken


def test_printable_text_is_composed_and_on_one_line() -> None:
    """Text is normalised before anything is decided about it."""
    text = printable("e\u0301 \n x")

    assert "é x" == text
    assert unicodedata.is_normalized("NFC", text)
