"""References as printed, and all that they give: nothing missing, nothing invented."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from citecheck.model import Field, Link, Name, PartialDate, Reference, ReferenceEntry, Span
from citecheck.references.parse import LONGEST, parse
from citecheck.references.wording import genres, phrases, roles

CASES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("parse_cases.toml").read_text(encoding="utf-8"),
)["case"]
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "references"


def entry(raw: str, **more: Any) -> ReferenceEntry:  # noqa: ANN401 - whatever the dataclass takes
    """Give an entry of that text."""
    return ReferenceEntry(label="1", raw=raw, span=Span(0, len(raw)), **more)


def read(*raws: str) -> tuple[Reference, ...]:
    """Parse a list of these texts."""
    return parse([entry(raw) for raw in raws])


def shown(field: Field) -> str:
    """Give a field's value as the cases write it."""
    if isinstance(field.value, str):
        return field.value
    if isinstance(field.value, PartialDate):
        return field.value.iso()
    return " + ".join(name.display() + (f" {{{name.native}}}" if name.native else "") for name in field.value)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_reference_gives_just_its_fields(case: dict[str, Any]) -> None:
    """Every field of the reference is found, and no other; what is left over is reported as such."""
    (reference,) = read(case["raw"])

    assert case["fields"] == {field.variable: shown(field) for field in reference.fields}
    assert case["kind"] == reference.kind
    assert case.get("residue", []) == [span.of(reference.raw) for span in reference.residue]


WORDING = (
    "retrieved abgerufen am archived from the original on of in see via doi isbn pmid pmc arxiv pdf eds ed no vol pp p s "
    "check date values access help season episode n d et al and cs lg page edit et sur consulté le at the wayback machine 1 w a"
)
FIXED = {
    *WORDING.split(),
    *(
        word
        for phrase in (*genres(), *roles(), *phrases("remarks", "whole"))
        for word in re.findall(r"[^\W_]+", phrase)
    ),
}
"""Words that the styles print around the fields of these cases."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_no_word_is_lost(case: dict[str, Any]) -> None:
    """Each word stands in a field, in the residue, or is fixed wording of the style."""
    (reference,) = read(case["raw"])
    covered = [field.span for field in reference.fields if field.span is not None] + list(reference.residue)

    lost = [
        match[0]
        for match in re.finditer(r"[^\W_]+", reference.raw)
        if not any(span.contains(Span(*match.span())) for span in covered)
    ]

    assert [] == [word for word in lost if word.casefold() not in FIXED]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_text_fields_are_the_words_of_their_span(case: dict[str, Any]) -> None:
    """A text field's value is what stands at its span; a language is its tag."""
    (reference,) = read(case["raw"])

    for field in reference.fields:
        if isinstance(field.value, str) and field.variable != "language":
            assert field.span is not None
            assert field.value == " ".join(field.span.of(reference.raw).split())


def test_confidence_says_where_a_name_can_be_two_things() -> None:
    """A lone name behind a quoted title may be the publisher, and says so; a title in quotes is hardly in doubt."""
    (reference,) = read('"Tides". Harbour Watch. Retrieved 5 May 2007.')

    container, title = reference.field("container-title"), reference.field("title")

    assert container is not None
    assert ("publisher",) == container.alternatives
    assert title is not None
    assert container.confidence < 0.9 < title.confidence


def test_the_list_decides_what_one_reference_cannot() -> None:
    """`Critique 17` has a volume where the neighbours print volumes without a stop, and is a name elsewhere."""
    doubtful = '"Tides". Critique 17. 5 May 2007.'
    old = '"Ebb". Sea Letters 4 (10): 3–5. 2006.'
    new = '"Ebb". Sea Letters. 4 (10): 3–5. 2006.'

    assert ("Critique", "17") == (read(doubtful, old)[0].text("container-title"), read(doubtful, old)[0].text("volume"))
    assert ("Critique 17", "") == (
        read(doubtful, new)[0].text("container-title"),
        read(doubtful, new)[0].text("volume"),
    )


def test_a_dash_repeats_the_names_before() -> None:
    """`——— (2002)` is by whoever wrote the reference above it."""
    first, second = read("Dale, Ruth (2001). Tides. Polder Press.", "——— (2002). Ebb. Polder Press.")

    assert first.names("author") == second.names("author")
    assert PartialDate(2002) == second.date("issued")


def test_ids_count_numbered_and_unnumbered_entries_apart() -> None:
    """Numbered entries are `ref-1`, `ref-2`; those of a bibliography are `bib-1`; `entry` is the index."""
    references = parse([entry("Dale (2001)."), entry("Dale (2002).", numbered=False), entry("Dale (2003).")])

    assert [("ref-1", 0), ("bib-1", 1), ("ref-2", 2)] == [(each.id, each.entry) for each in references]


def test_links_fill_the_addresses() -> None:
    """A link of the entry becomes its URL, an archive link its archive-url; an address in the text stays."""
    links = (Link("http://example.org/a"), Link("https://web.archive.org/web/1/http://example.org/a", "archive"))

    (linked,) = parse([entry('"Tides". The Coastal Times.', links=links)])
    (printed,) = parse([entry('"Tides". https://example.org/b', links=links[:1])])

    assert ("http://example.org/a", links[1].url) == (linked.text("URL"), linked.text("archive-url"))
    assert "https://example.org/b" == printed.text("URL")
    assert linked.field("URL") == Field("URL", "http://example.org/a")


def test_what_an_editor_typed_beats_what_was_read() -> None:
    """A given field replaces the guess, takes its span where the words are the same, and no word counts twice."""
    given = (Field("publisher", "Harbour Watch"), Field("author", (Name(family="Dale", given="Ruth"),)))

    (reference,) = parse([entry('Dale, R. "Tides". Harbour Watch.', given=given)])

    assert "" == reference.text("container-title")
    publisher = reference.field("publisher")
    assert publisher is not None
    assert publisher.span is not None
    assert "Harbour Watch" == publisher.span.of(reference.raw)
    assert (Name(family="Dale", given="Ruth"),) == reference.names("author")


def test_the_language_of_the_document_opens_its_shapes() -> None:
    """`Name: Title` is a German head in a German article, and a title with a subtitle in an English one."""
    raw = "Ruth Dale: Gezeiten. Beck."

    (german,) = parse([entry(raw)], language="de")
    (english,) = parse([entry(raw)], language="en")

    assert (Name(family="Dale", given="Ruth"),) == german.names("author")
    assert () == english.names("author")


def test_a_very_long_entry_is_read_at_its_head() -> None:
    """What lies beyond the limit is residue, and the head is read all the same."""
    raw = 'Dale, R. (2006). "Tides". The Coastal Times. Retrieved 5 May 2007. ' + "word " * 10_000

    (reference,) = read(raw)

    assert "Tides" == reference.text("title")
    assert len(raw) == reference.residue[-1].end
    assert reference.residue[-1].start <= LONGEST


@pytest.mark.skipif(not SHARED.is_dir(), reason="the labelled sets are not beside this checkout")
@pytest.mark.parametrize(("name", "floor"), [("seed15", 1.0), ("wiki_dev", 0.985), ("cs1_dev", 0.965)])
def test_titles_of_labelled_sets_do_not_get_worse(name: str, floor: float) -> None:
    """The share of right titles on labelled references has a floor that only rises."""
    rows = [json.loads(line) for line in (SHARED / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]

    references = read(*(" ".join(row["text"].split()) for row in rows))

    def plain(text: str) -> str:
        return re.sub(r"[\W_]+", "", text).casefold()

    right = sum(
        plain(row["fields"].get("title", "")) == plain(each.text("title"))
        for row, each in zip(rows, references, strict=True)
    )
    assert right / len(rows) >= floor
