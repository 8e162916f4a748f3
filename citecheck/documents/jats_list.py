"""The reference list and the notes of an article in JATS, and what its cross-references name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

from citecheck.documents.cited_line import Target
from citecheck.documents.xml_tree import Element, words

_CITING: Final = frozenset({"", "bibr", "bib", "ref", "fn", "table-fn", "other", "note", "footnote"})
"""The `ref-type` of what may be a citation; of an `xref` without one, what it names decides."""
_NOTES: Final = frozenset({"fn", "note"})
_LABEL: Final = re.compile(
    r"\[(?P<square>[^\[\]]{1,60})\][.,:]?|\((?P<round>[^()]{1,60})\)[.,:]?|(?P<bare>.{1,60}?)[ .,:)]{0,3}"
)
"""What an entry is called, as printed before it: `[1]`, `(1)`, `1.`, `1)`, `Kim et al. (2002)`."""


@dataclass(slots=True)
class JatsList:
    """What is cited in an article."""

    refs: list[Target] = field(default_factory=list)
    """One for each `ref`, in order."""
    targets: dict[str, Target] = field(default_factory=dict)
    """By id, of references, of the citations in them, and of notes that are entries."""
    notes: dict[str, Element] = field(default_factory=dict)
    """All notes by id, entries or not."""

    def cited(self, xref: Element) -> tuple[Target, ...]:
        """Give what a cross-reference cites, nothing where it names a figure or a note that only explains."""
        if xref.get("ref-type").casefold() not in _CITING:
            return ()
        found = (self.targets.get(rid) for rid in xref.get("rid").split())
        return tuple(dict.fromkeys(target for target in found if target is not None))

    def explains(self, xref: Element) -> bool:
        """Tell whether a cross-reference names nothing but notes that only explain."""
        rids = xref.get("rid").split()
        return bool(rids) and all(rid in self.notes and rid not in self.targets for rid in rids)


def label_of(text: str, element: Element, otherwise: str) -> str:
    """Give what an entry is called: its label without points and brackets."""
    found = _LABEL.fullmatch(words(text, element.child("label"))[:80])
    label = next(filter(None, found.groups()), "") if found else ""
    return f"{label})" if "(" in label and ")" not in label else label or otherwise


def jats_list(text: str, root: Element, skipped: Collection[str], citations: Collection[str]) -> JatsList:
    """
    Give what is cited in an article: its references, and the notes that the text names.

    Where the text names references, those notes are left out that cite nothing: they explain.
    """
    found = JatsList()
    elements = list(_read(root, skipped))
    refs = [element for element in elements if element.name == "ref"]
    named = {rid for element in elements if element.name == "xref" for rid in element.get("rid").split()}
    for place, ref in enumerate(refs, 1):
        target = Target(ref.get("id") or f"ref {place}", label_of(text, ref, str(place)))
        found.refs.append(target)
        found.targets.setdefault(str(target.key), target)
        for part in ref.within():
            if part.get("id") and (part.name in citations or part.name in _NOTES):
                found.targets.setdefault(part.get("id"), target)
    listed = any(target.key in named for target in found.refs)
    of_tables = {id(note) for foot in elements if foot.name == "table-wrap-foot" for note in foot.within()}
    notes = (element for element in elements if element.name in _NOTES)
    for place, note in enumerate(notes, 1):
        key = note.get("id")
        if key and key not in found.targets:
            found.notes.setdefault(key, note)
            instead = not refs or (not listed and id(note) not in of_tables)
            if key in named and (instead or _cites(note, citations, found)):
                found.targets[key] = Target(key, label_of(text, note, str(place)))
    return found


def _cites(note: Element, citations: Collection[str], found: JatsList) -> bool:
    """Tell whether a note names a work."""
    return any(
        one.name in citations
        or (one.name in {"ext-link", "uri"} and not one.get("ext-link-type").startswith("email"))
        or (one.name == "xref" and bool(found.cited(one)))
        for one in note.within()
    )


def _read(root: Element, skipped: Collection[str]) -> Iterator[Element]:
    """Give the elements that are read, in order."""
    stack = [root.elements()]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.name not in skipped:
            yield child
            stack.append(child.elements())
