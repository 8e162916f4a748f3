"""Dossiers made by hand from the cases of a table, so that rules are tested without reader and parser."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from citecheck.claims import map_citations, map_claims
from citecheck.gathering.evidence import borne_out
from citecheck.model import (
    Block,
    BlockKind,
    Content,
    CopyCheck,
    Document,
    Dossier,
    Field,
    FieldValue,
    Hop,
    Link,
    LinkCheck,
    LinkRole,
    Marker,
    Name,
    Notice,
    Page,
    PartialDate,
    Piece,
    Place,
    Reference,
    ReferenceEntry,
    Snapshot,
    SnapshotAnchor,
    Span,
)

MARKER = re.compile(r"\[(note )?(\w{1,3})\]")
NAMES = {"author", "editor"}
KINDS: dict[str, BlockKind] = {"##": "heading", "- ": "list-item", "| ": "table-cell"}
DATES = {"issued", "accessed", "archived"}


def date_of(text: str) -> PartialDate:
    """Give the date that ISO 8601 and EDTF write so: `2007`, `2007-06`, `2007-06-07`, `2007-23`, `2007~`."""
    year, month, day = (*map(int, text.removesuffix("~").split("-")), None, None)[:3]
    return PartialDate(year or 1, month, day, circa=text.endswith("~"))


def value_of(variable: str, text: str) -> FieldValue:
    """Give the value of a field of a case; names are parted by `;`."""
    if variable in DATES:
        return date_of(text)
    if variable not in NAMES:
        return text
    parted = [tuple(part.strip() for part in name.split(",")) for name in text.split(";")]
    return tuple(Name(family=name[0], given=name[1]) if len(name) == 2 else Name(literal=name[0]) for name in parted)


def reference_of(number: int, case: Mapping[str, Any]) -> Reference:
    """Give the reference that a case describes; a field has a span where `raw` prints it."""
    fields = []
    for variable, text in case.get("fields", {}).items():
        printed = case.get("printed", {}).get(variable, text)
        at = case["raw"].find(printed)
        span = Span(at, at + len(printed)) if at >= 0 else None
        fields.append(Field(variable, value_of(variable, text), span, case.get("confidence", 1.0)))
    label = str(case.get("label", number))
    residue = tuple(
        Span(*m.span()) for word in case.get("residue", ()) for m in re.finditer(re.escape(word), case["raw"])
    )
    return Reference(
        f"ref-{number}", label, case["raw"], case.get("kind", "document"), tuple(fields), residue, number - 1
    )


def link_of(written: str) -> Link:
    """Give the link that a case writes as `address` or `role address`."""
    role, space, url = written.partition(" ")
    kind: LinkRole = "archive" if role == "archive" else "identifier" if role == "identifier" else "original"
    return Link(url, kind) if space else Link(written)


def check_of(case: Mapping[str, Any], document: Document) -> LinkCheck:
    """Give the answer about a link, at every entry that names it, or in the body when none does."""
    places = [
        Place(document.line(entry.span.start), None, f"ref-{number}")
        for number, entry in enumerate(document.entries, 1)
        if case["url"] in [link.url for link in entry.links]
    ]
    given = {**case, "chain": tuple(Hop(status=None, **hop) for hop in case.get("chain", ()))}
    if "copy" in case:
        given["copy"] = CopyCheck(**case["copy"])
    return LinkCheck(**given, places=tuple(places or [Place(1, Span(0, 1), None)]))


def snapshot_of(case: Mapping[str, Any]) -> Snapshot:
    """Give what an archive said; `anchor` is `accessed 2007-03-16`."""
    kind, _, date = case.get("anchor", "").partition(" ")
    anchor = SnapshotAnchor(date, "issued" if kind == "issued" else "accessed") if date else None
    return Snapshot(**{**case, "anchor": anchor})


def page_of(number: int, case: Mapping[str, Any]) -> Page:
    """Give the page that a case describes; its `of` names the link or memento behind which it stands."""
    authors = tuple(case.get("authors", ()))
    return Page(
        case["of"],
        case.get("kind", "html"),
        case.get("title", ""),
        case.get("issued", ""),
        authors,
        language=case.get("language", "en"),
        text=case.get("text", "").strip("\n"),
        whole=case.get("whole", True),
        reason=case.get("reason", ""),
        sha256=f"{number:064x}",
    )


def with_pages(dossier: Dossier, pages: Sequence[Page]) -> Dossier:
    """Give a dossier whose links and snapshots lead to some pages, its claims held against these."""
    contents = {page.url: Content("text/html", len(page.text), page.whole, page.sha256, page.title) for page in pages}
    links = tuple(replace(check, content=contents.get(check.url)) for check in dossier.links)
    snapshots = tuple(replace(one, content=contents.get(one.memento or "")) for one in dossier.snapshots)
    answered = replace(dossier, links=links, snapshots=snapshots)
    return borne_out(answered, {page.sha256: page for page in pages})


def dossier_of(case: Mapping[str, Any]) -> Dossier:
    """
    Give the dossier that a case describes.

    `text` is a block a line, `## ` before a heading, `- ` before a list item, `[1]` a marker; `references` are the
    entries with their fields, `body` the links of the text; `checks` and `snapshots` are what the world said; `as_of` is
    today. `pages` are those behind links and mementos, against which the claims are held.
    """
    text = case.get("text", "").strip("\n")
    listed = case.get("references", ())
    labels = [str(entry.get("label", number)) for number, entry in enumerate(listed, 1)]
    blocks: list[Block] = []
    markers: list[Marker] = []
    section, at = "", 0
    for line in text.split("\n"):
        kind = KINDS.get(line[:2], "paragraph")
        words = line.removeprefix("## ").removeprefix("- ").removeprefix("| ")
        start = at + len(line) - len(words)
        section = words if kind == "heading" else section
        for found in MARKER.finditer(words):
            label = found[0][1:-1]
            place = Span(*found.span())
            entry = labels.index(label) if label in labels else None
            where = case.get("where", "table" if kind == "table-cell" else "body")
            markers.append(Marker(found[0], label, entry, place.shifted(start), len(blocks), place, where))
        if words:
            pieces = (Piece(Span(0, len(words)), Span(start, start + len(words))),)
            blocks.append(Block(kind, words, pieces, section, 2 if kind == "heading" else 0))
        at += len(line) + 1
    entries = []
    for label, entry in zip(labels, listed, strict=True):
        text += f"\n{entry['raw']}"
        links = tuple(link_of(written) for written in entry.get("links", ()))
        span = Span(len(text) - len(entry["raw"]), len(text))
        works = tuple(number - 1 for number in entry.get("works", ()))
        entries.append(ReferenceEntry(label, entry["raw"], span, links, group=entry.get("group", ""), works=works))
    document = Document(
        case.get("path", "article.txt"),
        case.get("format", "test"),
        text,
        tuple(blocks),
        tuple(markers),
        tuple(entries),
        language=case.get("language", "en"),
        links=tuple(map(link_of, case.get("body", ()))),
        notices=tuple(
            Notice(one["rule"], one["message"], Span(*one["span"]) if "span" in one else None)
            for one in case.get("notices", ())
        ),
    )
    references = tuple(reference_of(number, entry) for number, entry in enumerate(listed, 1))
    dossier = Dossier(
        document,
        references,
        map_citations(document, references),
        map_claims(document, references),
        tuple(check_of(check, document) for check in case.get("checks", ())),
        tuple(map(snapshot_of, case.get("snapshots", ()))),
        dt.date.fromisoformat(case.get("as_of", "2024-05-01")),
    )
    return with_pages(dossier, [page_of(number, page) for number, page in enumerate(case.get("pages", ()), 1)])


@pytest.fixture
def make_dossier() -> Callable[[Mapping[str, Any]], Dossier]:
    """Give the builder of dossiers."""
    return dossier_of
