"""The table of signs, and how they are looked for."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.pages.cues import exactly, folded, kinds, marks_of, parts, plain, said, sentences, unquoted

TABLE = tomllib.loads(files("citecheck.pages").joinpath("cues.toml").read_text(encoding="utf-8"))
STATEMENT = ("thing", "gone", "went", "asked", "advice", "sorry")
"""The kinds of which a sentence about a missing page is made."""


def test_the_table_speaks_many_languages() -> None:
    """What makes a statement is known in the same two dozen languages, walls and parked names in a dozen."""
    languages = {kind: set(TABLE[kind]) for kind in kinds()}

    assert 24 <= len(set.intersection(*(languages[kind] for kind in STATEMENT if kind != "sorry")))
    assert 12 <= min(
        len(languages[kind]) for kind in ("domain", "for-sale", "challenge", "login", "consent", "gambling")
    )
    assert languages["domain"] == languages["for-sale"]


@pytest.mark.parametrize("kind", kinds())
def test_every_cue_can_be_found(kind: str) -> None:
    """In lower case, with a letter or number in it, and where it stands alone."""
    cues = marks_of(kind)

    assert [] == [cue for cue in cues if cue != cue.lower() or not plain(cue)]
    assert [] == [cue for cue in cues if cue.rstrip("*") not in said(kind, plain(folded(cue)))]
    assert len(exactly(kind)) <= len(cues)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("gone", "the page was not found", ("not found",)),
        ("gone", "the knot foundered", ()),
        ("went", "страница была удалена вчера", ("удален",)),
        ("thing", "このページは", ("ページ",)),
        ("thing", "pages", ()),
    ],
)
def test_cues_are_whole_words(kind: str, text: str, expected: tuple[str, ...]) -> None:
    """Or beginnings, where the table says so; scripts without spaces have them anywhere."""
    assert expected == said(kind, text)


def test_what_is_quoted_is_not_said() -> None:
    """In the marks of several languages."""
    text = 'They say “page not found”, «introuvable», 「見つかりません」 or "gone" here.'

    assert "They say , , or here." == " ".join(unquoted(text).split())


def test_titles_and_texts_have_parts() -> None:
    """A title by what divides page and site, a text by its sentences."""
    assert ("sorry page not found the coast courier", "sorry", "page not found", "the coast courier") == parts(
        "Sorry! Page not found | The Coast Courier"
    )
    assert ("one", "two", "three") == sentences("One. Two!\nThree")


@given(st.text(max_size=2000))
def test_any_text_is_borne(text: str) -> None:
    """Nothing is raised, and plain words stay what they are."""
    once = plain(folded(text))

    assert once == plain(once)
    assert isinstance((parts(text), sentences(text), unquoted(text), said("gone", once)), tuple)
