"""The room's tables can be read, and agree with CSL and with each other."""

from __future__ import annotations

import pytest

from citecheck.references.csl import _variables
from citecheck.references.places import is_place, may_be_place
from citecheck.references.wording import genres, phrases, roles, table


def test_genres_are_csl_types() -> None:
    """What a bracket speaks for is a type that CSL has."""
    assert set() == set(genres().values()) - _variables()["types"]


def test_genres_and_roles_are_casefolded() -> None:
    """They are looked up casefolded."""
    assert [] == [word for word in (*genres(), *roles()) if word != word.casefold()]


@pytest.mark.parametrize("name", ["wording", "names", "places"])
def test_no_list_says_a_word_twice(name: str) -> None:
    """Each list of a table names each word once."""
    for section in table(name).values():
        for words in section.values():
            if isinstance(words, list):
                assert len(words) == len(set(words))


def test_media_are_genres_too() -> None:
    """A medium in brackets also tells the type."""
    assert phrases("media") - genres().keys() <= {"cd-rom", "microfilm", "microfiche", "lp", "audio", "audio cd"}


@pytest.mark.parametrize(
    "text", ["London", "Ames, IA", "London; New York", "Cambridge, Massachusetts", "Leiden, Boston"]
)
def test_places(text: str) -> None:
    """Cities, cities with a region, and several of them are places."""
    assert is_place(text)


@pytest.mark.parametrize("text", ["Harbour Watch", "Algebra at Home, Madrid", "", "Big Cat Diary"])
def test_no_places(text: str) -> None:
    """Names of other things are not, nor is a title before a city."""
    assert not is_place(text)


def test_the_shape_of_a_place() -> None:
    """A few capitalised words before a colon may be one."""
    assert may_be_place("Newtown upon Sea")
    assert not may_be_place("the tides of 2004")
