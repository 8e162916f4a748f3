"""The text of an ODT file in order: paragraphs with their words, marks of notes and citations."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from citecheck.documents.managed_works import ManagedWorks, is_bibliography
from citecheck.documents.manuscripts import Citation, CitedWork, NoteMark, Paragraph, PlacedNote, Words
from citecheck.documents.odt_marks import bibliography_mark
from citecheck.documents.odt_styles import Look, OdtStyles
from citecheck.documents.package_xml import attribute, child, name_of, words
from citecheck.references.records import Record

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SKIPPED: Final = frozenset({
    "text:tracked-changes", "text:table-of-content", "text:illustration-index", "text:table-index",
    "text:object-index", "text:user-index", "text:alphabetical-index", "office:annotation", "office:forms",
    "text:hidden-text", "text:hidden-paragraph", "text:ruby-text", "text:number", "text:sequence-decls",
    "text:variable-decls", "text:user-field-decls", "text:bibliography-source", "svg:title", "svg:desc", "?:title",
    "?:desc", "?:math", "text:script", "draw:object", "text:note-citation",
})  # fmt: skip
"""What was deleted, remarks on the text, what a program made of it, what no reader sees."""
_MOST_SPACES: Final = 1_000
_MOST_OPEN: Final = 64
"""Marks of citations that are open at once."""


@dataclass(slots=True)
class OdtFile:
    """What is known of the whole file."""

    styles: OdtStyles
    works: ManagedWorks
    records: dict[Hashable, Record]
    """Where the works of bibliography marks go."""
    kept: Mapping[str, str]
    """The instruction that Zotero keeps for each of its bookmarks."""
    notes: dict[Hashable, PlacedNote] = field(default_factory=dict)
    rows: int = 0
    title: str = ""


@dataclass(slots=True)
class _List:
    style: str
    count: int | None = None
    """Of its items so far; None before the first."""


@dataclass(slots=True)
class _Open:
    """A paragraph that is open."""

    paragraph: Paragraph
    look: Look
    drop: bool


class OdtWalk:
    """Reads the body, or one note of it."""

    def __init__(self, file: OdtFile) -> None:
        self._file = file
        self.paragraphs: list[Paragraph] = []
        self._open: list[_Open] = []
        self._spans: list[tuple[bool, bool]] = []
        """Of each span that is open, whether it is hidden and whether it is a superscript."""
        self._urls: list[str] = []
        self._citations: dict[str, Citation] = {}
        """Those that are open, by the names of their marks."""
        self._direct: list[Citation] = []
        """Bibliography marks that are open."""
        self._rows: list[int | None] = []
        self._lists: list[_List] = []
        self._counted: dict[tuple[str, int], int] = {}
        self._fresh = False
        """Whether the next paragraph is the first of its item."""
        self._sections: list[bool] = []
        self._listed = 0
        self._starts: dict[str, Callable[[Element], bool | None]] = {
            "text:p": self._begin_paragraph, "text:h": self._begin_paragraph, "text:span": self._begin_span,
            "text:a": self._begin_link, "text:s": self._spaces, "text:tab": self._space, "text:line-break": self._break,
            "text:note": self._note, "text:note-ref": self._note_again, "text:bibliography-mark": self._begin_work,
            "text:reference-mark-start": self._begin_mark, "text:bookmark-start": self._begin_mark,
            "text:reference-mark-end": self._end_mark, "text:bookmark-end": self._end_mark,
            "text:list": self._begin_list, "text:list-item": self._begin_item, "table:table-row": self._begin_row,
            "draw:text-box": self._begin_box, "text:section": self._begin_section,
            "text:bibliography": self._begin_section,
        }  # fmt: skip
        self._ends: dict[str, Callable[[Element], None]] = {
            "text:p": self._end_paragraph, "text:h": self._end_paragraph, "text:span": self._end_span,
            "text:a": self._end_link, "text:bibliography-mark": self._end_work, "text:list": self._end_list,
            "table:table-row": self._end_row, "draw:text-box": self._end_row, "text:section": self._end_section,
            "text:bibliography": self._end_section,
        }  # fmt: skip

    def walk(self, root: Element) -> list[Paragraph]:
        """Give the paragraphs that have words or notes."""
        from lxml.etree import iterwalk  # noqa: PLC0415 - heavy, and only office documents need it

        walker = iterwalk(root, events=("start", "end"))
        left: Element | None = None
        for event, element in walker:
            name = name_of(element)
            if event == "start":
                begin = self._starts.get(name)
                if name in _SKIPPED or not name or (begin is not None and begin(element)):
                    left = element
                    walker.skip_subtree()
                else:
                    self._say(element.text or "")
                continue
            if element is left:
                left = None
            elif name in self._ends:
                self._ends[name](element)
            if element is not root:
                self._say(element.tail or "")
        return [one for one in self.paragraphs if one.inlines]

    def _say(self, text: str) -> None:
        """Add words to the citation or paragraph that is open."""
        if not text or not self._open or self._open[-1].drop:
            return
        hidden, raised = self._spans[-1] if self._spans else (False, False)
        if hidden or (not self._spans and self._open[-1].look.hidden):
            return
        said = Words(text, raised, self._urls[-1] if self._urls else "")
        citation = self._direct[-1] if self._direct else next(reversed(self._citations.values()), None)
        if citation is not None:
            citation.words.append(said)
        else:
            self._open[-1].paragraph.inlines.append(said)

    def _begin_paragraph(self, element: Element) -> None:
        look = self._file.styles.look("paragraph", attribute(element, "text:style-name"))
        paragraph = Paragraph(row=self._rows[-1] if self._rows else None)
        if paragraph.row is not None:
            paragraph.kind, paragraph.where = "table-cell", "table"
        elif look.role == "caption":
            paragraph.kind, paragraph.where = "caption", "caption"
        elif name_of(element) == "text:h" or look.role in {"title", "heading"}:
            level = attribute(element, "text:outline-level")
            own = int(level) if level.isascii() and level.isdecimal() and len(level) == 1 else look.level
            paragraph.kind, paragraph.level = "heading", min(max(own, 1), 6)
        elif self._lists:
            paragraph.kind = "list-item"
            paragraph.number = self._number() if self._fresh else ""
        paragraph.code = look.role == "code"
        self._fresh = False
        own_list = look.role == "bibliography" and paragraph.kind in {"paragraph", "list-item"}
        paragraph.listed = own_list or (self._listed > 0 and paragraph.kind != "heading")
        self._open.append(_Open(paragraph, look, drop=look.role == "contents"))
        self.paragraphs.append(paragraph)

    def _end_paragraph(self, _: Element) -> None:
        opened = self._open.pop()
        if opened.drop:
            opened.paragraph.inlines = []
        if opened.look.role == "title" and not self._file.title:
            self._file.title = " ".join(opened.paragraph.text.split())
        if not self._open:
            self._citations.clear()

    def _begin_span(self, element: Element) -> None:
        look = self._file.styles.look("text", attribute(element, "text:style-name"))
        hidden, raised = self._spans[-1] if self._spans else (bool(self._open) and self._open[-1].look.hidden, False)
        self._spans.append((hidden or look.hidden, raised or look.raised))

    def _end_span(self, _: Element) -> None:
        self._spans.pop()

    def _begin_link(self, element: Element) -> None:
        self._urls.append(attribute(element, "xlink:href"))

    def _end_link(self, _: Element) -> None:
        self._urls.pop()

    def _spaces(self, element: Element) -> None:
        count = attribute(element, "text:c", "1")
        self._say(
            " " * min(int(count) if count.isascii() and count.isdecimal() and len(count) < 6 else 1, _MOST_SPACES)
        )

    def _space(self, _: Element) -> None:
        self._say(" ")

    def _break(self, _: Element) -> None:
        self._say("\n")

    def _note(self, element: Element) -> bool:
        """Add a note and its mark."""
        if not self._open or self._open[-1].drop or (self._spans and self._spans[-1][0]):
            return True
        kind: Literal["footnote", "endnote"] = "endnote"
        if attribute(element, "text:note-class") != "endnote":
            kind = "footnote"
        cited = child(element, "text:note-citation")
        label = " ".join(words(cited).split())[:20] or "*"
        key = attribute(element, "text:id") or f"note {len(self._file.notes)}"
        if key in self._file.notes:
            key = f"{key} {len(self._file.notes)}"
        body = child(element, "text:note-body")
        paragraphs = [] if body is None else OdtWalk(self._file).walk(body)
        self._file.notes[key] = PlacedNote(label, kind, paragraphs)
        self._open[-1].paragraph.inlines.append(NoteMark(key, label))
        return True

    def _note_again(self, element: Element) -> bool:
        """Add a mark of a note that is called elsewhere too."""
        label = " ".join(words(element).split())[:20]
        if self._open and label and attribute(element, "text:reference-format", "text") == "text":
            self._open[-1].paragraph.inlines.append(NoteMark(attribute(element, "text:ref-name"), label))
            return True
        return False

    def _begin_work(self, element: Element) -> bool:
        """Begin the citation of a work that LibreOffice itself knows."""
        if not self._open:
            return True
        key, record = bibliography_mark(element)
        self._file.records.setdefault(key, record)
        citation = Citation((CitedWork(key),))
        self._direct.append(citation)
        self._open[-1].paragraph.inlines.append(citation)
        return False

    def _end_work(self, _: Element) -> None:
        self._direct.pop()

    def _begin_mark(self, element: Element) -> None:
        """Begin a citation of Zotero or Mendeley, which is in the name of its mark, or kept for that of its bookmark."""
        name = attribute(element, "text:name")
        code = self._file.kept.get(name, name)
        if not self._open or "CSL_CITATION" not in code[:100] or len(self._citations) >= _MOST_OPEN:
            return
        works = self._file.works.cited(code)
        if works:
            self._citations[name] = Citation(works)
            self._open[-1].paragraph.inlines.append(self._citations[name])

    def _end_mark(self, element: Element) -> None:
        self._citations.pop(attribute(element, "text:name"), None)

    def _begin_list(self, element: Element) -> None:
        style = attribute(element, "text:style-name") or (self._lists[-1].style if self._lists else "")
        opened = _List(style)
        depth = len(self._lists) + 1
        continues = attribute(element, "text:continue-numbering") == "true" or attribute(element, "text:continue-list")
        if continues:
            opened.count = self._counted.get((style, depth))
        self._lists.append(opened)

    def _end_list(self, _: Element) -> None:
        depth, closed = len(self._lists), self._lists.pop()
        if closed.count is not None:
            self._counted[closed.style, depth] = closed.count

    def _begin_item(self, element: Element) -> None:
        if not self._lists:
            return
        self._fresh = True
        start = attribute(element, "text:start-value")
        opened = self._lists[-1]
        if start.isascii() and start.isdecimal() and len(start) < 6:
            opened.count = int(start)
        elif opened.count is None:
            opened.count = self._file.styles.list_level(opened.style, len(self._lists)).start
        else:
            opened.count += 1

    def _number(self) -> str:
        """Give what is printed before the item that is open."""
        opened = self._lists[-1]
        return self._file.styles.list_level(opened.style, len(self._lists)).label(opened.count or 1)

    def _begin_row(self, _: Element) -> None:
        self._file.rows += 1
        self._rows.append(self._file.rows)

    def _begin_box(self, _: Element) -> None:
        self._rows.append(None)

    def _end_row(self, _: Element) -> None:
        self._rows.pop()

    def _begin_section(self, element: Element) -> bool:
        """Begin a section; one that is not shown is left out, and one may be the bibliography."""
        if attribute(element, "text:display") == "none" or attribute(element, "text:is-hidden") == "true":
            return True
        lists = name_of(element) == "text:bibliography" or is_bibliography(
            self._file.kept.get(attribute(element, "text:name"), attribute(element, "text:name"))
        )
        self._listed += lists
        self._sections.append(lists)
        return False

    def _end_section(self, _: Element) -> None:
        self._listed -= self._sections.pop()
