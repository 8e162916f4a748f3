"""The lists of words."""

from __future__ import annotations

import pytest

from citecheck.lexicon.words import kinds, words

LANGUAGES = {
    "reference-headings": ["references", "einzelnachweise", "références", "referencias", "note", "referências", "referenties", "przypisy"],
    "bibliography-headings": ["further reading", "literatur", "bibliographie", "enlaces externos", "литература", "外部リンク"],
    "see-also-headings": ["see also", "siehe auch", "voir aussi", "véase también", "関連項目"],
    "retrieved": ["retrieved", "abgerufen am", "consulté le", "consultado el", "dostęp", "дата обращения", "閲覧", "läst"],
    "edit": ["edit", "bearbeiten", "modifier", "editar", "править", "編集", "편집"],
    "maintenance": ["citation needed", "dead link", "sic", "要出典", "来源请求"],
    "boilerplate": ["from wikipedia, the free encyclopedia", "jump to: navigation, search"],
    "sentence-adverbs": ["however", "furthermore"],
    "plans": ["will", "scheduled"],
    "abbreviations": ["dr", "vs"],
    "superlatives": ["first", "largest"],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "some"), LANGUAGES.items())
def test_words_of_several_languages(kind: str, some: list[str]) -> None:
    """Each kind holds the words that readers of several languages look for."""
    assert set() == set(some) - words(kind)


@pytest.mark.parametrize("kind", kinds())
def test_words_are_casefolded_and_clean(kind: str) -> None:
    """Words can be compared with casefolded text: no capitals, no spaces at the ends."""
    assert [] == [word for word in words(kind) if word != word.casefold().strip() or not word]


def test_headings_of_kinds_differ() -> None:
    """No heading opens both a list of related articles and a list of sources."""
    assert set() == words("see-also-headings") & (words("reference-headings") | words("bibliography-headings"))


def test_an_unknown_kind_is_an_error() -> None:
    """Asking for a list that is not there is a mistake of the caller."""
    with pytest.raises(KeyError):
        words("no-such-kind")
