"""
Articles in JATS, the XML of PubMed Central and of most publishers (and the NLM DTDs before it): the format `jats`.

The reference list gives the entries, with what its tags say; `xref` gives the citations. Notes that cite something are
entries too, as are all notes of a document whose list is not cited; other notes explain, and their marks are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeAlias

from citecheck.documents.cited_line import Order, Target
from citecheck.documents.jats_citations import citation_entry, link_of
from citecheck.documents.jats_list import jats_list, label_of
from citecheck.documents.notices import missing
from citecheck.documents.xml_tokens import Words
from citecheck.documents.xml_tree import Element, Tree, parse, runs, words
from citecheck.documents.xml_walk import Place, Walk, vocabulary
from citecheck.model import Document, ReferenceEntry, Span

_HEAD: Final = 20_000
"""Code points in which the outermost element begins, whatever comments stand before it."""
_OUTERMOST: Final = frozenset({"article", "book", "book-part", "sub-article"})
_ARTICLE: Final = re.compile(r"<(?:[A-Za-z_][\w.-]{0,40}+:)?(?:article|sub-article|book|book-part)(?=[\s>])")
_SIGNS: Final = re.compile(
    r"jats|nlm//dtd|article-type|dtd-version|<front\b|<article-meta\b|<ref-list\b|xmlns:mml|ncbi\.nlm\.nih",
    re.IGNORECASE,
)
_XML: Final = re.compile(r"[\ufeff\s]*+<(?:\?xml|!|[A-Za-z])")
_SHORT: Final = 500
_DOI: Final = re.compile(r"(?:DOI|doi):?\s{0,3}\S{1,150}")
_TEX: Final = re.compile(r"\\begin\s{0,5}\{document\}(.*?)\\end\s{0,5}\{document\}", re.DOTALL)
_Handler: TypeAlias = Callable[[Element, Element, Place], None]


class JatsReader:
    """Reads the body, the notes and the reference list of an article."""

    name = "jats"
    title = "JATS XML article"

    def recognises(self, path: str, text: str) -> bool:
        """Tell whether *text* is XML whose outermost element is an article of JATS, whatever its name."""
        del path
        head = text[:_HEAD]
        if _XML.match(head) is None or _ARTICLE.search(head) is None or _SIGNS.search(head) is None:
            return False
        if "docbook" in head.casefold():
            return False
        outermost = next(parse(head).root.elements(), None)
        return outermost is not None and outermost.name in _OUTERMOST

    def read(self, path: str, text: str) -> Document:
        """Give the document, with what is wrong with its XML as notices."""
        return _JatsWalk(text, parse(text)).document(path, self.name)


class _JatsWalk(Walk):
    def __init__(self, text: str, tree: Tree) -> None:
        names = vocabulary("jats")
        self._list = jats_list(text, tree.root, names["skipped"], names["citations"])
        super().__init__(text, tree, names, Order(self._list.refs))
        self._group = "note" if self._list.refs else ""
        self._refs = iter(self._list.refs)
        self._done: set[int] = set()
        self._works: list[tuple[ReferenceEntry, tuple[ReferenceEntry, ...]]] = []
        self._inline = 0
        self._handlers: dict[str, _Handler] = {
            "front": self._front,
            "front-stub": self._front,
            "title": self.heading,
            "xref": self._xref,
            "fn": self._fn,
            "ref": self._ref,
            "inline-formula": self._formula,
            "math": self._formula,
            "disp-formula": self._gap,
            "disp-formula-group": self._gap,
            "break": self._gap,
            "label": self._nothing,
            "def": self._definition,
            "ext-link": self._link,
            "uri": self._link,
        }

    def document(self, path: str, name: str) -> Document:
        """Give the document."""
        self.children(self.tree.root, Place())
        self.flush()
        article = next(self.tree.root.elements(), self.tree.root)
        titled = article.find("article-title", "book-title") if article.find("front", "book-meta") else None
        document = self.finished(path, name, title=self._heading(titled) or None, language=article.get("lang") or None)
        told = (*self.tree.notices(self.text), *document.notices, *missing(document.entries, document.markers))
        return replace(document, notices=told, entries=self._with_works(document.entries))

    def _with_works(self, entries: tuple[ReferenceEntry, ...]) -> tuple[ReferenceEntry, ...]:
        """Give the entries, those that name several works with where these stand."""
        if not self._works:
            return entries
        at = {id(entry): place for place, entry in enumerate(entries)}
        works = {id(whole): tuple(at[id(part)] for part in parts) for whole, parts in self._works}
        return tuple(replace(entry, works=works[id(entry)]) if id(entry) in works else entry for entry in entries)

    def _heading(self, element: Element | None) -> str:
        """Give the words of a title without the marks of notes."""
        if element is None:
            return ""
        bare = replace(
            element,
            children=[one for one in element.children if isinstance(one, Words) or one.name not in {"xref", "fn"}],
        )
        return words(self.text, bare)

    def element(self, child: Element, parent: Element, place: Place) -> None:
        """Read an element, by what it is."""
        handler = self._handlers.get(child.name)
        if handler is not None:
            handler(child, parent, place)
        elif child.name in self.names["skipped"]:
            return
        elif child.name in self.names["floats"] and parent.name == "p" and self.line:
            self.later(lambda: self.block(child, place))
        elif child.name == "p" and not self.line and self._is_address(child):
            self._only_links(child)
        elif child.name in self.names["blocks"]:
            self.block(child, place)
        else:
            self.children(child, place)

    def _is_address(self, element: Element) -> bool:
        """Tell whether a paragraph is the address of a part: “DOI: http://dx.doi.org/10.7554/eLife.00013.001”."""
        return element.end - element.start < _SHORT and _DOI.fullmatch(words(self.text, element)) is not None

    def _only_links(self, element: Element) -> None:
        """Take the addresses of what is no sentence."""
        for child in element.within():
            link = link_of(self.text, child)
            if link is not None and link.span is not None:
                self.draft.link(link.url, link.span)

    def _front(self, front: Element, _parent: Element, place: Place) -> None:
        """Read what of an article's front is text: its abstracts."""
        for element in front.within():
            if element.name in {"abstract", "trans-abstract", "notes"}:
                self.block(element, place)

    def _xref(self, xref: Element, _parent: Element, place: Place) -> None:
        """Read a cross-reference: a citation, the mark of a note that explains, or words such as “Figure 1”."""
        targets = self._list.cited(xref)
        if not targets and xref.get("ref-type") == "bibr" and xref.get("rid").strip():
            label = words(self.text, xref).strip("[]() ")
            targets = tuple(Target(rid, label or rid) for rid in xref.get("rid").split())
        if targets:
            self.line.cite(targets, runs(self.text, xref), xref.span)
        elif not self._list.explains(xref):
            self.children(xref, place)

    def _fn(self, note: Element, parent: Element, place: Place) -> None:
        """Read a note: as an entry where it is cited, as words where it cites, else not at all."""
        target = self._list.targets.get(note.get("id"))
        if target is not None:
            if id(note) not in self._done:
                self._done.add(id(note))
                self.note(note, target, self._group)
        elif parent.name in self.names["flowing"]:
            self._inline += 1
            target = Target(f"fn {self._inline}", label_of(self.text, note, str(self._inline)))
            self.line.cite((target,), [(f"[{target.label}]", note.span)], note.span)
            self.note(note, target, self._group)
        elif any(one.name == "xref" and self._list.cited(one) for one in note.within()):
            self.block(note, place)

    def _ref(self, ref: Element, _parent: Element, _place: Place) -> None:
        """Read an entry of the reference list."""
        self.flush()
        target = next(self._refs, Target(ref.get("id"), ""))
        parts, tagged = self._citations(ref)
        if not parts:
            self.draft.open_entry(target.key, target.label, ref.start)
            self.children(ref, Place())
            self.flush()
            self.draft.close_entry(ref.end)
        elif len(parts) == 1:
            self.draft.add_entry(target.key, citation_entry(self.text, parts[0], target.label, ref.span, tagged))
        else:
            self._several(ref, target, parts)

    def _several(self, ref: Element, target: Target, parts: list[Element]) -> None:
        """Read an entry that names several works: as it stands, and each work for itself."""
        works = tuple(
            replace(citation_entry(self.text, part, f"{target.label}.{place}", part.span), numbered=False)
            for place, part in enumerate(parts, 1)
        )
        links = {link.url: link for work in works for link in work.links}
        raw = " ".join(work.raw for work in works)
        whole = ReferenceEntry(target.label, raw, ref.span, tuple(links.values()))
        self.draft.add_entry(target.key, whole)
        for place, work in enumerate(works):
            self.draft.add_entry((target.key, place), work)
        self._works.append((whole, works))

    def _citations(self, ref: Element) -> tuple[list[Element], Element | None]:
        """
        Give what an entry is written in, of several ways to write one work the one that reads as a sentence.

        SciELO writes each work twice, for readers and for programs: then the second is given as well.
        """
        found: list[Element] = []
        for child in ref.elements():
            if child.name in self.names["citations"]:
                found.append(child)
            elif child.name == "citation-alternatives":
                found += [one for one in child.elements() if one.name in self.names["citations"]]
        sentences = [one for one in found if one.name == "mixed-citation"]
        tagged = [one for one in found if one.name in {"element-citation", "nlm-citation"}]
        if sentences and tagged:
            return sentences, tagged[0] if len(sentences) == len(tagged) == 1 else None
        return found, None

    def _formula(self, formula: Element, _parent: Element, place: Place) -> None:
        """Show a formula in a sentence once: its MathML, or else its TeX without the preamble."""
        math = formula if formula.name == "math" else formula.find("math")
        if math is not None:
            for run, span in runs(self.text, _presented(math)):
                if run.strip():
                    self.line.say(run.strip() if len(run) != span.end - span.start else run, span)
        elif (tex := formula.find("tex-math")) is not None:
            written = _TEX.search(self.text, tex.start, tex.end)
            if written is not None and len(written[1]) < 500:
                shown = written[1].strip(" \t\r\n$")
                start = written.start(1) + written[1].find(shown)
                self.line.say(shown, Span(start, start + len(shown)))
        else:
            self.children(formula, place)

    def _link(self, element: Element, _parent: Element, place: Place) -> None:
        """Show the words of a link, and take its address."""
        self.children(element, place)
        link = link_of(self.text, element)
        if link is not None and link.span is not None:
            self.line.link(link.url, link.span)

    def _definition(self, element: Element, parent: Element, place: Place) -> None:
        """Read what a term means where it is a list's, not where an abbreviation hides it."""
        if parent.name != "abbrev":
            self.block(element, place)

    def _gap(self, _element: Element, _parent: Element, _place: Place) -> None:
        self.line.pad()

    def _nothing(self, _element: Element, _parent: Element, _place: Place) -> None:
        """Pass over what no sentence says."""


def _presented(math: Element) -> Element:
    """Give a formula of MathML without its annotations, which say it again."""
    if math.find("annotation", "annotation-xml") is None:
        return math
    kept = [
        one if isinstance(one, Words) else _presented(one)
        for one in math.children
        if isinstance(one, Words) or one.name not in {"annotation", "annotation-xml"}
    ]
    return replace(math, children=kept)
