"""Headings, titles and the edges of an article in plain text."""

from __future__ import annotations

import pytest

from citecheck.documents.lines import split_lines
from citecheck.documents.outline import article, bullet, headings, is_boilerplate

PROSE = "This paragraph is long enough to be taken for prose by a reader who looks at its length alone, and it ends as prose does."


@pytest.mark.parametrize(
    ("line", "name", "kind"),
    [
        ("History[edit]", "History", "body"),
        ("History [ edit | edit source ]", "History", "body"),
        ("[edit] Notes", "Notes", "references"),
        ("Geschichte [Bearbeiten | Quelltext bearbeiten]", "Geschichte", "body"),
        ("Einzelnachweise[Bearbeiten]", "Einzelnachweise", "references"),
        ("Further reading[edit]", "Further reading", "bibliography"),
        ("See also[edit]", "See also", "see-also"),
        ("参考文献[编辑]", "参考文献", "references"),
        ("انظر أيضاً[عدل]", "انظر أيضاً", "see-also"),
    ],
)
def test_an_editable_line_is_a_heading(line: str, name: str, kind: str) -> None:
    """The link for editing marks a heading in any language."""
    (found,) = headings(split_lines(f"Title\n\n{line}\n\nText.")).values()

    assert (name, kind) == (found.name, found.kind)
    assert line[found.start :].startswith(name)


@pytest.mark.parametrize("line", ["He said so.[edit: no]", "A sentence.[1]", "[editor] A note", "[edit]"])
def test_other_brackets_make_no_heading(line: str) -> None:
    """Only the words of the link do."""
    assert {} == headings(split_lines(f"Title\n\n{line}\n\nText."))


def test_headings_without_links_stand_alone() -> None:
    """Copies without links have headings too: short lines alone, below the first prose."""
    text = f"Duck\n\nBird\n\n{PROSE}\n\nEtymology\n\n{PROSE}\n\nIs it so?\n\nThe end\n"

    assert ["Etymology"] == [heading.name for heading in headings(split_lines(text)).values()]


def test_links_tell_headings_from_captions() -> None:
    """Where headings carry links, a short line alone is none."""
    text = f"Duck\n\n{PROSE}\n\nA male mallard\n\n{PROSE}\n\nNames[edit]\n\n{PROSE}\n"

    assert ["Names"] == [heading.name for heading in headings(split_lines(text)).values()]


def test_the_title_stands_above_the_name_of_the_site() -> None:
    """What is above "From Wikipedia" is the title and menus, what follows the footer is the site's."""
    text = 'Duck\n\nFrom Wikipedia, the free encyclopedia\nText.\n\nRetrieved from "https://en.wikipedia.org/"\nMenu\n'

    title, inside = article(split_lines(text))

    assert ("Duck", range(3, 5)) == (title, inside)


def test_menus_are_no_title() -> None:
    """In a page copied whole, the title is the line alone that the page names again."""
    menus = "".join(f"  • Item {n}\n" for n in range(12))
    text = f"Jump to content\nMain menu\n\n{menus}\nDuck\n\n{menus}\nFrom Wikipedia, the free encyclopedia\n\nA Duck is a bird.\n"

    assert "Duck" == article(split_lines(text))[0]


def test_a_text_may_have_no_title() -> None:
    """A paragraph is none."""
    assert article(split_lines(f"{PROSE} {PROSE}\n\nMore.\n"))[0] is None


@pytest.mark.parametrize(("text", "length"), [("  • one", 4), ("- one", 2), ("-one", 0), ("one", 0), ("□ 1.1 x", 2)])
def test_bullets(text: str, length: int) -> None:
    """A hyphen is a bullet only before a space."""
    assert length == bullet(text)


@pytest.mark.parametrize(("text", "expected"), [("Jump to: navigation, search", True), ("Jump to the right", False)])
def test_boilerplate_is_whole_lines(text: str, expected: bool) -> None:
    """Only lines that are nothing else belong to the site."""
    assert expected == is_boilerplate(text)
