r"""
Text as BibTeX values carry it: encoded exactly once for plain fields, never for verbatim ones.

Literal braces and backslashes become control words (`{\textbraceleft}`), not `\{`: BibTeX and biber count a brace
whether or not a backslash stands before it, bibtexparser does not; so only control words balance for all readers.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

Dialect: TypeAlias = Literal["biblatex", "bibtex"]
"""`biblatex` is for biber and reads Unicode; `bibtex` is for the classic program, which does not."""

_SPECIAL = {
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "$": r"\$",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
}
"""The ten characters that TeX reads as commands, and the control sequence that prints each."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_HIDDEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # controls, which TeX calls invalid characters
    "\u202a-\u202e\u2066-\u2069"  # embeddings and overrides, which show a file in another order than it is read
    "\ufeff\ufdd0-\ufdef"  # byte order mark; noncharacters, for which biber refuses a whole file
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
)
_UNPRINTABLE = re.compile(f"[{_HIDDEN}]")
_UNSAFE_VERBATIM = re.compile(rf"[\s\\{_HIDDEN}]")
_BRACE = re.compile(r"[{}]")
_ACCENTS: Final = MappingProxyType(
    dict(
        zip(
            "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0323\u0327\u0328\u0331",
            "`'^~=u.\"rHvdckb",
            strict=True,
        )
    )
)
"""The accent command of each combining mark."""


def clean(text: str) -> str:
    """Give *text* with each lone surrogate replaced by U+FFFD, so that it can be written as UTF-8; offsets stay."""
    return _SURROGATE.sub("\ufffd", text)


def printable(text: str) -> str:
    """Give *text* composed (NFC), on one line, without characters that cannot be printed or that reorder the line."""
    if text.isascii() and text.isprintable():
        return text if "  " not in text and text[:1] != " " and text[-1:] != " " else " ".join(text.split())
    return unicodedata.normalize("NFC", " ".join(_UNPRINTABLE.sub("", clean(text)).split()))


class _Encoding(dict[int, str]):
    """A table for `str.translate` that asks pylatexenc for a character when it is met for the first time."""

    def __init__(self, dialect: Dialect) -> None:
        from pylatexenc.latexencode import (  # noqa: PLC0415 - needed by exports alone
            RULE_DICT,
            UnicodeToLatexConversionRule,
            UnicodeToLatexEncoder,
        )

        own = UnicodeToLatexConversionRule(
            RULE_DICT, {ord(char): latex for char, latex in _SPECIAL.items()}, replacement_latex_protection="none"
        )
        self._classic = dialect == "bibtex"
        self._encoder = UnicodeToLatexEncoder(
            conversion_rules=[own, "defaults"] if self._classic else [own],
            replacement_latex_protection="braces-all",
            unknown_char_policy="keep",
            unknown_char_warning=False,
        )

    def __missing__(self, code: int) -> str:
        char = chr(code)
        known = char in _SPECIAL or (self._classic and code > 0x7F and _has_command(char))  # beyond ASCII
        spelled = self._encoder.unicode_to_latex(char) if known else char
        self[code] = _accented(char) if self._classic and spelled == char and code > 0x7F else spelled
        return self[code]


def _accented(char: str) -> str:
    r"""Give a letter with marks that the encoder does not know as its accents, `{\d{s}}`; others as they are."""
    letter, *marks = list(unicodedata.normalize("NFD", char))
    if not (letter.isascii() and marks and all(mark in _ACCENTS for mark in marks)):
        return char
    for mark in marks:
        letter = f"\\{_ACCENTS[mark]}{{{letter}}}"
    return f"{{{letter}}}"


def _has_command(char: str) -> bool:
    """Tell whether LaTeX has a command for a character, in the encoding T1 and without packages."""
    return char in _signs() or ("\u00a0" <= char <= "\u024f" and char not in _unknown())


@cache
def _signs() -> frozenset[str]:
    """Give the characters beyond Latin that LaTeX has a command for."""
    return frozenset(_letters()["signs"])


@cache
def _unknown() -> frozenset[str]:
    """Give the Latin letters that LaTeX has no command for."""
    return frozenset(_letters()["unknown"])


def _letters() -> dict[str, str]:
    """Read `letters` of `classic.toml`."""
    text = files("citecheck.references").joinpath("classic.toml").read_text(encoding="utf-8")
    letters: dict[str, str] = tomllib.loads(text)["letters"]
    return letters


@cache
def _encoding(dialect: Dialect) -> _Encoding:
    """Give the one table of a dialect."""
    return _Encoding(dialect)


def encode(text: str, dialect: Dialect = "biblatex") -> str:
    """Give *text* for a plain field: made printable, and what TeX would read as a command escaped, once."""
    return escape(printable(text), dialect)


def escape(text: str, dialect: Dialect = "biblatex") -> str:
    """Give a stretch of printable text with each character spelled as TeX prints it; linear in its length."""
    return text.translate(_encoding(dialect)).replace("}{\\text", "\\text")  # of `{\textbackslash}{\textbraceleft}`


def verbatim(value: str) -> str:
    """
    Give *value* for a field that is read verbatim (`url`, `doi`, `eprint`, `verba`): raw, whatever TeX makes of `_ & % #`.

    Only what would end the field or the line too early is percent-encoded (RFC 3986, section 2.1): white space,
    controls, backslashes, and braces that do not balance.
    """
    value = clean(value).strip()
    if _UNSAFE_VERBATIM.search(value):
        value = percent(value, set(_UNSAFE_VERBATIM.findall(value)))
    return value if _balanced(value) else percent(value, "{}")


def percent(value: str, unsafe: Iterable[str]) -> str:
    """Give *value* with each of some characters as the UTF-8 bytes it has, written `%XX`."""
    return value.translate({ord(char): "".join(f"%{byte:02X}" for byte in char.encode()) for char in unsafe})


def _balanced(value: str) -> bool:
    """Tell whether every brace of *value* has its partner."""
    depth = 0
    for match in _BRACE.finditer(value):
        depth += 1 if match[0] == "{" else -1
        if depth < 0:
            return False
    return depth == 0
