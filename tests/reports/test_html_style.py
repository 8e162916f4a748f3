"""The colours of the HTML report can be read, on every ground, by light and in the dark."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

from citecheck.model import SEVERITIES

FOLDER = files("citecheck.reports").joinpath("html")
STYLE = FOLDER.joinpath("style.css").read_text(encoding="utf-8")
SIGNS = tomllib.loads(FOLDER.joinpath("signs.toml").read_text(encoding="utf-8"))
FIELDS = SIGNS.pop("field")
SCHEMES = [
    dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6})\b", block))
    for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
]
GROUNDS = ("ground", "paper", "sunk")
TEXTS = ("ink", "mute", "bad", "warn", "note", "good", "link")


def luminance(colour: str) -> float:
    """Give the relative luminance of a colour (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two colours (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_is_that_of_the_standard() -> None:
    """Black on white is 21 to 1."""
    assert 21 == round(contrast("#000", "#ffffff"), 6)


def test_there_are_three_schemes() -> None:
    """Light, dark, print."""
    assert [set(GROUNDS + TEXTS) <= scheme.keys() for scheme in SCHEMES] == [True, True, True]


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_every_text_can_be_read(ground: str, text: str) -> None:
    """At least 4.5 to 1 in each scheme (WCAG 2.2, criterion 1.4.3)."""
    assert [] == [scheme[text] for scheme in SCHEMES if contrast(scheme[text], scheme[ground]) < 4.5]


def test_every_state_has_an_icon_and_a_word() -> None:
    """No state is told by its colour alone, and the icon it names is in the style sheet."""
    states = [sign for kind in SIGNS.values() for sign in kind.values()]

    assert set(SEVERITIES) == set(SIGNS["severity"])
    assert all(sign["word"] for sign in states)
    assert {sign["icon"] for sign in states} <= set(
        re.findall(r"^\.(\w+)(?:, \.[\w-]+)? \{ --icon: url\(", STYLE, re.MULTILINE)
    )


def test_every_way_in_which_a_claim_stands_has_a_line_and_a_sign_of_its_own() -> None:
    """The kinds of lines differ where the colour is the same, and what is drawn before a claim has words."""
    drawn = dict(re.findall(r"\.([\w-]+) \{ --tone: (var\(--\w+\); --drawn: \w+)", STYLE))

    assert set(SIGNS["claim"]) == set(drawn)
    assert len(drawn) == len(set(drawn.values()))
    assert set(SIGNS["claim"]) == set(re.findall(r'\.([\w-]+)::before \{ content: "[^"]+" / "[\w ]+: "', STYLE))


def test_every_field_with_a_class_is_labelled_with_its_name() -> None:
    """What is short in the page is read in full."""
    assert FIELDS == {
        variable: class_ for class_, variable in re.findall(r'\.(f\w)::after \{ content: "\\a0 ([\w-]+)"; \}', STYLE)
    }


def test_the_states_of_one_kind_are_told_apart_without_colour() -> None:
    """No two states of a kind have the same word."""
    for kind in SIGNS.values():
        assert len(kind) == len({sign["word"] for sign in kind.values()})
