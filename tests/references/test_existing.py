"""An export onto a .bib file keeps the keys of the works that are in both, and what else is in the file."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from citecheck.errors import ExportError
from citecheck.model import Reference
from citecheck.references.bibtex import read, read_file, to_bibtex
from citecheck.references.existing import BibFile, matched
from citecheck.references.export import Onto, export_onto
from citecheck.references.keys import citation_keys

Make = Callable[..., Reference]

WORKS = [
    {
        "author": ["Söderberg, Marie"],
        "title": "The Other Binary: NASA – R&D",
        "issued": "2006-09",
        "DOI": "10.5509/2006",
    },
    {"author": ["Kim, A"], "title": "Wives", "issued": "1997", "URL": "http://a.example/wives"},
    {"title": "北京", "issued": "2001"},
    {"author": ["McCormack, Gaven"]},
]


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        ("@article{Mine, doi = {https://doi.org/10.5509/2006}, title = {Other}}", 0),
        ('@ARTICLE{Mine, Title = {The other binary: {NASA} -- R\\&D}, author = {Marie S{\\"o}derberg}, YEAR = 2006}', 0),
        ("@misc{Mine, url = {https://a.example/wives/}, title = {Another title}}", 1),
        ("@misc{Mine, howpublished = {\\url{http://a.example/wives}}}", 1),
        ('@misc{Mine, title = "W{\\relax i}ves", date = {1997-05}, author = {Kim, Alfred and others}}', 1),
        ("@book{Mine, title = {北京}, year = {2001}}", 2),
        ("@misc{Mine, author = {McCormack, Gaven}}", 3),
    ],
)  # fmt: skip
def test_the_same_work_keeps_its_key(entry: str, place: int, make_reference: Make) -> None:
    """An entry is told by everything, by identifier, by address, or by title, year and first author."""
    references = [make_reference(work) for work in WORKS]

    text, took = export_onto(references, "biblatex", entry)

    expected = list(citation_keys(references))
    expected[place] = "Mine"
    assert expected == [one.key for one in read(text)]
    assert Onto(kept=1, others=0) == took


@pytest.mark.parametrize(
    "entry",
    [
        "@misc{Mine, title = {Wives}, date = {1998}, author = {Kim, A}}",
        "@misc{Mine, title = {Wives}, date = {1997}, author = {Lee, A}}",
        "@misc{Mine, doi = {10.5509/2007}}",
        "@misc{kim1997wives, title = {Nothing of that}}",
    ],
)
def test_another_work_stays_as_it_was(entry: str, make_reference: Make) -> None:
    """What is none of the references stands at the end, letter by letter, and its key goes to no other."""
    references = [make_reference(work) for work in WORKS]

    text, took = export_onto(references, "biblatex", f"@string{{x = {{y}}}}\n\n{entry}\n")

    assert text.startswith("@string{x = {y}}\n\n@")
    assert text.endswith(f"\n\n{entry}\n")
    assert Onto(kept=0, others=1) == took
    keys = [one.key.casefold() for one in read(text)]
    assert len(WORKS) + 1 == len(keys) == len(set(keys))


@pytest.mark.parametrize("dialect", ["biblatex", "bibtex"])
def test_exporting_again_changes_nothing(dialect: str, make_reference: Make) -> None:
    """The same references onto their own export give the same file, equal twins included."""
    references = [make_reference(work) for work in (*WORKS, WORKS[1], WORKS[1])]
    first = "@misc{own, title = {Own}}\n"
    for _ in range(2):
        text, took = export_onto(references, "bibtex" if dialect == "bibtex" else "biblatex", first)
        first, again = text, first

    assert first == again
    assert Onto(kept=len(references), others=1) == took


def test_a_shared_address_goes_to_the_title_that_fits(make_reference: Make) -> None:
    """Two works of one address are told apart by their titles, whatever their order in the file."""
    made = [make_reference({"title": title, "URL": "http://a.example/"}) for title in ("One", "Two")]
    file = read_file(to_bibtex(list(reversed(made)), ["b", "a"]))

    assert {0: 1, 1: 0} == matched(read_file(to_bibtex(made, ["x", "y"])).entries, file)


def test_a_file_without_entries_is_replaced(make_reference: Make) -> None:
    """Words that are no BibTeX are not kept as a comment."""
    made = [make_reference(WORKS[0])]

    assert (to_bibtex(made, citation_keys(made)), Onto()) == export_onto(made, "biblatex", "just words\n")


@pytest.mark.parametrize(
    "old", ["@misc{a, title = {x}", "@misc{a, title = {x}}\n@misc{a, title = {y}}", "@misc{a, t = {x}, t = {y}}"]
)
def test_a_damaged_file_is_refused(old: str, make_reference: Make) -> None:
    """What cannot be read in full is not written over; the message names the line."""
    with pytest.raises(ExportError, match=r"^line [0-9]+: "):
        export_onto([make_reference(WORKS[0])], "biblatex", old)


def test_thousands_of_entries_are_matched_at_once(make_reference: Make) -> None:
    """Entries that look alike cost no comparison of each with each."""
    made = [make_reference({"title": f"T {n % 3}", "URL": "http://a.example/"}, label=str(n)) for n in range(3000)]
    file = read_file(to_bibtex(made, [f"k{n}" for n in range(3000)]))

    assert len(matched(file.entries, file)) == 3000
    assert {} == matched(file.entries, BibFile())
