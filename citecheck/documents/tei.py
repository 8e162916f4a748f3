"""
Documents in TEI, as GROBID makes them of PDFs and as scholars write them: the format `tei`.

`listBibl` gives the entries, `ref` gives the citations, `note` the notes. A note in a sentence is an entry; one that
stands elsewhere is an entry where a reference names it and it cites something, or where the document's list is not cited.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final, TypeAlias

from citecheck.documents.addresses import addresses
from citecheck.documents.cited_line import Order, Target
from citecheck.documents.notices import missing
from citecheck.documents.tei_citations import link_of, tei_entry
from citecheck.documents.xml_tree import Element, Tree, parse, runs, words
from citecheck.documents.xml_walk import Place, Walk, vocabulary
from citecheck.model import Document

_HEAD: Final = 20_000
_XML: Final = re.compile(r"[\ufeff\s]*+<(?:\?xml|!|[A-Za-z])")
_TEI: Final = re.compile(r"<(?:[A-Za-z_][\w.-]{0,40}+:)?(?:TEI|teiCorpus|TEI\.2)(?=[\s>])")
_NUMBER: Final = re.compile(r"[\s\[(]{0,3}(\d{1,4})[\s\]),;]{0,3}")
_SURE: Final = 3
"""Citations whose number is the place in the list, after which the others are taken to be numbered so as well."""
_Handler: TypeAlias = Callable[[Element, Element, Place], None]


class TeiReader:
    """Reads the text, the notes and the bibliography."""

    name = "tei"
    title = "TEI XML document"

    def recognises(self, path: str, text: str) -> bool:
        """Tell whether *text* is XML whose outermost element is TEI's, whatever its name."""
        del path
        head = text[:_HEAD]
        if _XML.match(head) is None or _TEI.search(head) is None:
            return False
        outermost = next(parse(head).root.elements(), None)
        return outermost is not None and outermost.name in {"TEI", "teiCorpus", "TEI.2"}

    def read(self, path: str, text: str) -> Document:
        """Give the document, with what is wrong with its XML as notices."""
        return _TeiWalk(text, parse(text)).document(path, self.name)


class _TeiWalk(Walk):
    def __init__(self, text: str, tree: Tree) -> None:
        self._targets: dict[str, Target] = {}
        self._notes: dict[str, Element] = {}
        self._bibliography = list(_entries(tree.root))
        refs = []
        for place, one in enumerate(self._bibliography, 1):
            key = one.get("id") or f"bibl {place}"
            target = Target(key, one.get("n").strip("[]. ")[:60] or str(place))
            self._targets.setdefault(key, target)
            refs.append(target)
        super().__init__(text, tree, vocabulary("tei"), Order(refs))
        self._group = "note" if refs else ""
        self._refs = dict(zip(map(id, self._bibliography), refs, strict=True))
        self._named: set[str] = set()
        self._numbers = self._find_notes(refs)
        self._inline = 0
        self._done: set[int] = set()
        self._handlers: dict[str, _Handler] = {
            "head": self._head,
            "ref": self._ref,
            "ptr": self._ref,
            "note": self._note,
            "formula": self._formula,
            "label": self._label,
            "lb": self._gap,
            "s": self._sentence,
            "biblStruct": self._citation,
            "bibl": self._citation,
            "biblFull": self._citation,
        }

    def _find_notes(self, refs: list[Target]) -> dict[str, Target]:
        """Find the notes that are entries, and give the entries by number where citations are seen to be numbered so."""
        named = self._named
        agree = differ = 0
        place = {target.key: str(at) for at, target in enumerate(refs, 1)}
        notes: list[Element] = []
        for element in self.tree.root.within():
            if element.name == "note":
                notes.append(element)
            elif element.name in {"ref", "ptr"} and element.get("target"):
                keys = _keys(element)
                named.update(keys)
                number = _NUMBER.fullmatch(words(self.text, element)) if element.name == "ref" else None
                if number and len(keys) == 1 and keys[0] in place:
                    agree, differ = agree + (number[1] == place[keys[0]]), differ + (number[1] != place[keys[0]])
        listed = any(target.key in named for target in refs)
        for at, note in enumerate(notes, 1):
            key = note.get("id")
            if key and key not in self._targets:
                self._notes.setdefault(key, note)
                if key in named and (not listed or self._cites(note)):
                    self._targets[key] = Target(key, note.get("n").strip("[]. ")[:60] or str(at))
        sure = agree >= _SURE and differ * 10 <= agree
        return {str(at): target for at, target in enumerate(refs, 1)} if sure else {}

    def _cites(self, note: Element) -> bool:
        """Tell whether a note names a work."""
        if any(one.name in {"bibl", "biblStruct"} or link_of(one) or self._cited(one) for one in note.within()):
            return True
        return any(True for _ in addresses(words(self.text, note)))

    def document(self, path: str, name: str) -> Document:
        """Give the document."""
        outermost = next(self.tree.root.elements(), self.tree.root)
        header = outermost.child("teiHeader") or Element("", 0, 0, {})
        abstract = header.find("abstract")
        if abstract is not None:
            self.block(abstract, Place())
        self.children(self.tree.root, Place())
        self.flush()
        titles = header.find("titleStmt")
        title = words(self.text, titles.find("title")) if titles is not None else ""
        body = outermost.find("text")
        spoken = (body.get("lang") if body is not None else "") or header.get("lang") or outermost.get("lang")
        if not spoken and (used := header.find("language")) is not None:
            spoken = used.get("ident")
        document = self.finished(path, name, title=title or None, language=spoken or None)
        told = (*self.tree.notices(self.text), *document.notices, *missing(document.entries, document.markers))
        return replace(document, notices=told)

    def element(self, child: Element, parent: Element, place: Place) -> None:
        """Read an element, by what it is."""
        handler = self._handlers.get(child.name)
        if handler is not None:
            handler(child, parent, place)
        elif child.name in self.names["skipped"] or (parent.name == "choice" and child.name in self.names["unchosen"]):
            return
        elif child.name == "figure" and parent.name in self.names["flowing"] and self.line:
            self.later(lambda: self.block(child, place))
        elif child.name in self.names["blocks"]:
            self.block(child, place)
        else:
            self.children(child, place)

    def _head(self, head: Element, parent: Element, place: Place) -> None:
        """Read the heading of a section, or the words over a figure that says no more."""
        if parent.name in self.names["captioned"]:
            if parent.child("figDesc") is None or not words(self.text, parent.child("figDesc")):
                self.set_off(head, place, place)
            return
        self.heading(head, parent, place)

    def _cited(self, ref: Element) -> tuple[Target, ...]:
        """Give what a reference cites."""
        if ref.name not in {"ref", "ptr"}:
            return ()
        found = (self._targets.get(key) for key in _keys(ref))
        targets = tuple(dict.fromkeys(target for target in found if target is not None))
        if targets or ref.get("type") != "bibr" or ref.get("target"):
            return targets
        number = _NUMBER.fullmatch(words(self.text, ref)[:20])
        numbered = self._numbers.get(number[1]) if number else None
        return () if numbered is None else (numbered,)

    def _ref(self, ref: Element, _parent: Element, place: Place) -> None:
        """Read a reference: a citation, the mark of a note that explains, a link, or words such as “Figure 1”."""
        targets = self._cited(ref)
        keys = _keys(ref)
        if targets:
            self.line.cite(targets, runs(self.text, ref), ref.span)
        elif ref.get("type") in {"bibr", "bibl"} and keys:
            label = words(self.text, ref).strip("[]() ,;")
            self.line.cite((Target(key, label or key) for key in keys), runs(self.text, ref), ref.span)
        elif not keys or any(key not in self._notes for key in keys):
            self.children(ref, place)
            link = link_of(ref)
            if link is not None and link.span is not None:
                self.line.link(link.url, link.span)

    def _note(self, note: Element, parent: Element, place: Place) -> None:
        """Read a note: as an entry where it stands in a sentence or is cited, as words where it cites, else not at all."""
        target = self._targets.get(note.get("id"))
        if id(note) in self._done:
            return
        self._done.add(id(note))
        if parent.name in self.names["flowing"] and note.get("id") not in self._named:
            self._inline += 1
            label = note.get("n").strip("[]. ")[:60] or str(self._inline)
            target = Target(note.get("id") or f"note {self._inline}", label)
            self.line.cite((target,), [(f"[{label}]", note.span)], note.span)
            self.note(note, target, self._group)
        elif target is not None:
            self.note(note, target, self._group)
        elif self._cites(note):
            self.block(note, place)

    def _citation(self, citation: Element, _parent: Element, place: Place) -> None:
        """Read an entry of the bibliography; elsewhere, a work that a sentence names, its words."""
        target = self._refs.get(id(citation))
        if target is None:
            self.children(citation, place)
            return
        self.flush()
        self.draft.add_entry(target.key, tei_entry(self.text, citation, target.label, citation.span))

    def _formula(self, formula: Element, parent: Element, place: Place) -> None:
        """Show a formula of a sentence; one on a line of its own says nothing."""
        if parent.name in self.names["flowing"] and not formula.get("id") and formula.child("label") is None:
            self.children(formula, place)
        else:
            self.line.pad()

    def _label(self, label: Element, parent: Element, place: Place) -> None:
        """Read a label where it is the word that an item explains."""
        if parent.name not in self.names["captioned"] and parent.name not in {"formula", "note", "div", "item"}:
            self.children(label, place)

    def _sentence(self, sentence: Element, _parent: Element, place: Place) -> None:
        """Read a sentence that is marked as one: a space sets it off from the one before it."""
        self.line.pad()
        self.children(sentence, place)

    def _gap(self, element: Element, _parent: Element, _place: Place) -> None:
        if element.get("break") != "no":
            self.line.pad()


def _entries(root: Element) -> Iterator[Element]:
    """Give the works of all bibliographies; those of the header say what the document itself is."""
    names = vocabulary("tei")
    stack = [(root.elements(), False, False)]
    while stack:
        children, listed, flowing = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
        elif child.name in names["citations"]:
            if listed or (child.get("id") and not flowing):
                yield child
        elif child.name != "teiHeader":
            inside = flowing or child.name in names["flowing"] or child.name == "note"
            stack.append((child.elements(), child.name == "listBibl" or (listed and not inside), inside))


def _keys(ref: Element) -> list[str]:
    """Give the ids that a reference names in its document."""
    return [one[1:] for one in ref.get("target").split() if one.startswith("#") and len(one) > 1]
