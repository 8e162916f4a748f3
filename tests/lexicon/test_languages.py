"""Languages by name, by tag, and by the name that biblatex knows."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.lexicon.languages import _by_tag, langid, language_name, language_tag


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("Korean", "ko"), ("korean", "ko"), ("ko", "ko"), ("Deutsch", "de"), ("inglés", "en"), ("日本語", "ja"), ("  Norwegian ", "no"),
        ("Brazilian Portuguese", "pt-BR"), ("pt-BR", "pt-BR"), ("zh_Hant", "zh-Hant"), ("en-AU", "en"), ("Klingonese", None), ("", None), ("PDF", None),
    ],
)  # fmt: skip
def test_names_and_tags_give_the_tag(name: str, tag: str | None) -> None:
    """A language is found by any of its names and by its tag; an unknown region falls back to the language."""
    assert tag == language_tag(name)


def test_names_for_people_and_for_biblatex() -> None:
    """A tag has an English name, and a langid where biblatex has one."""
    assert ("Korean", "korean") == (language_name("ko"), langid("ko"))
    assert ("Afar", None) == (language_name("aa"), langid("aa"))
    assert ("tlh", None) == (language_name("tlh"), langid("tlh"))


def test_the_table_is_sound() -> None:
    """Tags look like tags, no name means two languages, and every ISO 639-1 language of the table has a name."""
    names = [name.casefold() for language in _by_tag().values() for name in language.names]

    assert len(names) == len(set(names))
    assert all(
        re.fullmatch(r"[a-z]{2,3}(?:-[A-Z][a-z]{3}|-[A-Z]{2})?", language.tag) for language in _by_tag().values()
    )
    assert 180 <= sum(len(tag) == 2 for tag in _by_tag())


@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    """No text breaks a look-up, and what is found has a name."""
    tag = language_tag(text)

    assert tag is None or language_name(tag)
