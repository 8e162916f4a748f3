"""Whether words stand in other words, as they are quoted: case, marks and white space aside."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_MARKS: Final = re.compile(r"[\W_]+")


def stands_in_words(quote: str, text: str) -> bool:
    """Tell whether a quote stands in a text word for word, from the beginning of a word to the end of one."""
    wanted = f" {words_of(quote)} "
    return bool(wanted.strip()) and wanted in f" {words_of(text)} "


def words_of(text: str) -> str:
    """Give the words of a text parted by one space, without case, accents and marks."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(mark for mark in parted if not unicodedata.combining(mark))
    return _MARKS.sub(" ", plain).strip()
