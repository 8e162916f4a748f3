"""Small words tell the language of a document that does not name it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from citecheck.lexicon.small_words import told_by_words
from citecheck.model import Dossier
from citecheck.rules.language import language_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The harbour was rebuilt after the flood and is the smaller of the two.", "en"),
        ("Der Hafen wurde nach der Flut wieder aufgebaut und ist der kleinere von beiden.", "de"),
        ("Le port est le plus petit des deux et il a été reconstruit au siècle dernier.", "fr"),
        ("El puerto fue reconstruido y es el más pequeño de los dos que se conservan.", "es"),
        ("Die hawe is herbou en hy het nie weer tot stilstand gekom nie.", "af"),
        ("الميناء هو الأصغر بين الميناءين في الجزيرة", None),
        ("港は島で二番目に大きい。", "ja"),
        ("Audioslave Revelations Soundgarden Superunknown", None),
        ("", None),
    ],
)
def test_the_words_tell(text: str, expected: str | None) -> None:
    """Running text has enough small words, or a script that one language has to itself; names have neither."""
    assert expected == told_by_words(text)


def test_what_a_document_says_of_itself_goes_first(make_dossier: Callable[[Mapping[str, Any]], Dossier]) -> None:
    """A tag of a document is believed, without its region."""
    assert "de" == language_of(make_dossier({"text": "The harbour is the smaller of the two.", "language": "de-AT"}))
    assert "en" == language_of(make_dossier({"text": "The harbour is the smaller of the two.", "language": None}))
