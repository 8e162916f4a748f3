"""The reference list: entries that nobody uses or reaches, and lists that follow no one style."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from citecheck.model import Dossier, Finding, Reference
from citecheck.rules.check import Check, check
from citecheck.rules.completeness import ADDRESSES, reference_incomplete
from citecheck.rules.dates import sure_date
from citecheck.rules.duplicates import reference_duplicate
from citecheck.rules.place import at_document, at_reference, named, quoted
from citecheck.rules.reuse import key_reused

FEWEST_MIXED: Final = 2
SHARE_MIXED: Final = 0.2
"""How many entries, and what share of them, must print names the other way round."""
FEWEST_ORDERED: Final = 5
SHARE_DISORDERED: Final = 0.2
"""Share of entries out of order above which the list follows another order, such as the alphabet."""
_ADDRESS: Final = re.compile(r"(?:https?|ftp)://\S{1,2000}|\bwww\.\S{1,2000}", re.IGNORECASE)


@check("reference-no-link")
def reference_no_link(dossier: Dossier) -> Iterator[Finding]:
    """Find entries that were read online but do not say where; a work that many short forms name is told once."""
    entries = dossier.document.entries
    told: set[tuple[int, ...]] = set()
    for reference in dossier.references:
        accessed = sure_date(reference, "accessed")
        works = entries[reference.entry].works
        links = any(entries[index].links for index in (reference.entry, *works))
        if accessed is None or links or works in told or any(map(reference.text, ADDRESSES)):
            continue
        told |= {works} - {()}
        yield at_reference(
            dossier,
            "reference-no-link",
            reference,
            f"{named(reference)} was read online on {accessed.iso()} but has no address, so nobody can follow it. "
            "Add its URL; in a copy of a web page the link was lost in copying.",
        )


@check("reference-uncited")
def reference_uncited(dossier: Dossier) -> Iterator[Finding]:
    """Find entries that no marker names; where there are no markers at all, the reader has said so."""
    if not dossier.citations:
        return
    cited = {id_ for citation in dossier.citations for id_ in citation.references}
    for reference in dossier.references:
        if reference.id not in cited:
            yield at_reference(
                dossier,
                "reference-uncited",
                reference,
                f"No footnote marker names {named(reference)}, {quoted(reference.raw)}. Cite it where it is used, or "
                "move it to the further reading.",
            )


@check("bare-url")
def bare_url(dossier: Dossier) -> Iterator[Finding]:
    """Find entries that are an address and nothing else."""
    for reference in dossier.references:
        found = _ADDRESS.search(reference.raw)
        if found is None or reference.text("title") or reference.names("author"):
            continue
        rest = _ADDRESS.sub(" ", reference.raw)
        if sum(map(str.isalpha, rest)) <= len("retrieved september"):
            yield at_reference(
                dossier,
                "bare-url",
                reference,
                f"{named(reference)} is only an address: when the page moves, nobody can tell what it was. "
                "Add its title, author and date.",
                url=found[0].rstrip(".,;)"),
            )


@check("reference-names-mixed")
def reference_names_mixed(dossier: Dossier) -> Iterator[Finding]:
    """Find lists that print some names family first and some given name first."""
    orders: dict[str, list[Reference]] = {"family": [], "given": []}
    for reference in dossier.references:
        order = _name_order(reference)
        if order is not None:
            orders[order].append(reference)
    fewer, more = sorted(orders.values(), key=len)
    if len(fewer) < FEWEST_MIXED or len(fewer) < SHARE_MIXED * (len(fewer) + len(more)):
        return
    family, given = orders["family"], orders["given"]
    yield at_document(
        "reference-names-mixed",
        f"{len(family)} references print the family name first ({_some(family)}), {len(given)} the given name "
        f"({_some(given)}). Choose one form.",
        related=tuple(reference.id for reference in fewer),
    )


def _name_order(reference: Reference) -> Literal["family", "given"] | None:
    """Give which part of its first author's name an entry prints first, None where it cannot be told."""
    field = reference.field("author")
    name = next(iter(reference.names("author")), None)
    if field is None or name is None or not name.family or not name.given:
        return None
    printed = (field.span.of(reference.raw) if field.span is not None else reference.raw).strip(' "“(')
    if printed.startswith((name.family, f"{name.particle} {name.family}".strip())):
        return "family" if "," in printed else None
    return "given" if printed.startswith(name.given.split()[0]) else None


def _some(references: Sequence[Reference]) -> str:
    """Give the first few references by their labels."""
    return ", ".join(map(named, references[:3])) + (" …" if len(references) > 3 else "")


@check("reference-order")
def reference_order(dossier: Dossier) -> Iterator[Finding]:
    """Find numbered entries that are used out of turn in a list that follows the order of use."""
    if dossier.document.format.startswith(("wikipedia-", "wikitext")):
        return  # MediaWiki numbers its lists itself: what looks out of turn was lost in copying
    references = {reference.id: reference for reference in dossier.references}
    first: dict[str, str] = {}
    for citation in dossier.citations:
        for id_ in citation.references:
            first.setdefault(id_, citation.where)
    used = [references[id_] for id_, where in first.items() if where == "body" and id_ in references]
    used = [reference for reference in used if reference.label.isdecimal() and not _group(dossier, reference)]
    strays = _strays([int(reference.label) for reference in used])
    if len(used) < FEWEST_ORDERED or not strays or len(strays) > SHARE_DISORDERED * len(used):
        return
    stray = used[strays[0]]
    yield at_reference(
        dossier,
        "reference-order",
        stray,
        f"The list is numbered in the order of use, but {named(stray)} is used out of turn"
        + (f", and so are {len(strays) - 1} more" if len(strays) > 1 else "")
        + ". Renumber the list.",
        related=tuple(used[index].id for index in strays[1:]),
    )


def _group(dossier: Dossier, reference: Reference) -> str:
    """Give the list that a reference belongs to."""
    return dossier.document.entries[reference.entry].group


def _strays(numbers: Sequence[int]) -> list[int]:
    """Give the indices of the fewest numbers without which the others rise (patience sorting)."""
    tops: list[int] = []
    holders: list[int] = []
    before: list[int] = []
    for index, number in enumerate(numbers):
        pile = bisect_left(tops, number)
        tops[pile : pile + 1] = [number]
        holders[pile : pile + 1] = [index]
        before.append(holders[pile - 1] if pile else -1)
    rising: set[int] = set()
    at = holders[-1] if holders else -1
    while at >= 0:
        rising.add(at)
        at = before[at]
    return [index for index in range(len(numbers)) if index not in rising]


RULES: Final[tuple[Check, ...]] = (
    reference_incomplete,
    reference_no_link,
    reference_uncited,
    reference_duplicate,
    bare_url,
    reference_names_mixed,
    reference_order,
    key_reused,
)
