"""The text of a DOCX part in order: paragraphs with their words, marks of notes and citations."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from citecheck.documents.docx_fields import OpenField
from citecheck.documents.docx_notes import NoteKind, NoteNumbers
from citecheck.documents.docx_styles import Numbering, Styles, is_on, numbering_of, outline_of, raised_of, toggle
from citecheck.documents.managed_works import ManagedWorks
from citecheck.documents.manuscripts import Citation, NoteMark, Paragraph, Words
from citecheck.documents.package_xml import attribute, child, name_of, value, words

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SKIPPED: Final = frozenset({
    "w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:tblPr", "w:tblGrid", "w:tcPr", "w:trPr",
    "w:sectPr", "w:rt", "w:instrText", "w:t", "w:delText", "m:oMathPara", "m:t", "w:numPicBullet", "w:comment",
})  # fmt: skip
"""What is deleted, or says how something looks, or is read where it begins. A formula on lines of its own says nothing."""
_SIGNS: Final = {"w:tab": " ", "w:ptab": " ", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "\u2011"}
_CONTENTS: Final = ("Table of Contents", "List of Tables", "Table of Figures")
_DEEPEST: Final = 64
"""Fields in each other; those in the innermost are passed over."""
_MOST_MARKED: Final = 64
"""Bookmarks that are open at once, of which the note in them is remembered."""


@dataclass(slots=True)
class DocxFile:
    """What the parts of a file have together."""

    styles: Styles
    numbering: Numbering
    numbers: dict[NoteKind, NoteNumbers]
    works: ManagedWorks
    marked: Mapping[str, Hashable]
    """The note that each bookmark is about."""
    kept: Mapping[str, str]
    """The instruction that Zotero keeps for each of its bookmarks."""
    notes: list[tuple[NoteKind, str, str]] = field(default_factory=list)
    """The notes that are called, in order: kind, id, label."""
    title: str = ""
    rows: int = 0
    losses: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Run:
    hidden: bool = False
    raised: bool = False


class DocxWalk:
    """Reads one part, or one note of it."""

    def __init__(self, file: DocxFile, targets: Mapping[str, str]) -> None:
        """
        Begin.

        Args:
            file: What the parts have together.
            targets: Addresses by the ids of the part's relationships.
        """
        self._file = file
        self._targets = targets
        self.paragraphs: list[Paragraph] = []
        self._open: list[Paragraph] = []
        """The paragraphs that are open; one may stand in another's text box."""
        self._runs: list[_Run] = [_Run()]
        """How the paragraphs and runs look that are open."""
        self._joined: Paragraph | None = None
        """The one whose end was deleted, so that the next goes on with it."""
        self._fields: list[OpenField] = []
        self._deeper = 0
        """Fields that are open and passed over."""
        self._coded = 0
        """Open fields whose instruction is not at its end."""
        self._muted = 0
        """Open fields whose result is left out."""
        self._listed = 0
        """What is open that prints the bibliography."""
        self._urls: list[str] = []
        self._rows: list[int | None] = []
        self._controls: list[tuple[OpenField | None, bool]] = []
        self._bookmarks: dict[str, OpenField] = {}
        self._starts: dict[str, Callable[[Element], bool | None]] = {
            "w:p": self._begin_paragraph, "w:r": self._begin_run, "w:fldChar": self._field_sign,
            "w:fldSimple": self._begin_simple, "w:hyperlink": self._begin_link, "w:sdt": self._begin_control,
            "w:tr": self._begin_row, "w:txbxContent": self._begin_box, "w:sym": self._symbol,
            "w:footnoteReference": self._note, "w:endnoteReference": self._note, "mc:Fallback": self._fallback,
            "mc:Choice": self._choice, "w:bookmarkStart": self._begin_bookmark, "w:bookmarkEnd": self._end_bookmark,
            "w:altChunk": self._foreign, "w:subDoc": self._foreign,
        }  # fmt: skip
        self._ends: dict[str, Callable[[Element], None]] = {
            "w:p": self._end_paragraph, "w:r": self._end_run, "w:fldSimple": self._end_simple,
            "w:hyperlink": self._end_link, "w:sdt": self._end_control, "w:tr": self._end_row,
            "w:txbxContent": self._end_row,
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
                skip = begin(element) if begin is not None else self._leaf(name, element)
                if skip or name in _SKIPPED:
                    left = element
                    walker.skip_subtree()
            elif element is left:
                left = None
            elif name in self._ends:
                self._ends[name](element)
        return [one for one in self.paragraphs if one.inlines]

    def _leaf(self, name: str, element: Element) -> bool:
        """Take what has no elements in it."""
        if name in {"w:t", "m:t"}:
            self._say(element.text or "")
        elif name == "w:instrText":
            if self._fields and not self._fields[-1].shows and not self._deeper:
                self._fields[-1].add(element.text or "")
        elif name in _SIGNS:
            self._say(_SIGNS[name])
        elif name == "w:fldData" and self._fields:
            self._fields[-1].data = self._fields[-1].data or element.text or ""
        return False

    def _say(self, text: str) -> None:
        """Add words to the citation or paragraph that is open."""
        if not text or not self._shown():
            return
        paragraph, run = self._open[-1], self._runs[-1]
        url = next((one.url for one in reversed(self._fields) if one.url), self._urls[-1] if self._urls else "")
        said = Words(text, run.raised, url)
        if self._listed and paragraph.kind != "heading":
            paragraph.listed = True
        citation = next((one.citation for one in reversed(self._fields) if one.citation), None)
        citation = citation or next((one.citation for one, _ in reversed(self._controls) if one), None)
        if citation is not None:
            citation.words.append(said)
        else:
            paragraph.inlines.append(said)

    def _shown(self) -> bool:
        """Tell whether what is said now is read by anybody."""
        return bool(self._open) and not self._coded and not self._muted and not self._runs[-1].hidden

    def _begin_paragraph(self, element: Element) -> None:
        properties = child(element, "w:pPr")
        look = self._file.styles.look(value(properties, "w:pStyle"))
        numbering = numbering_of(properties) or look.numbering
        number = self._file.numbering.next(numbering) if numbering is not None and numbering[0] != "0" else None
        joins = self._joined is not None
        paragraph, self._joined = self._joined or Paragraph(row=self._rows[-1] if self._rows else None), None
        outline = outline_of(properties)
        if paragraph.row is not None:
            paragraph.kind, paragraph.where = "table-cell", "table"
        elif look.role == "caption":
            paragraph.kind, paragraph.where = "caption", "caption"
        elif look.role in {"heading", "title"} or (outline is not None and outline < 9):
            level = look.level if outline is None or outline == 9 else outline + 1
            paragraph.kind, paragraph.level = "heading", min(max(level, 1), 6)
        elif number is not None:
            paragraph.kind = "list-item"
        paragraph.number = number or ""
        paragraph.code = look.role == "code"
        paragraph.listed = look.role == "bibliography" and paragraph.kind in {"paragraph", "list-item"}
        if paragraph.kind == "heading":
            self._end_stale()
        self._open.append(paragraph)
        self._runs.append(_Run(hidden=look.hidden, raised=look.raised))
        if not joins:
            self.paragraphs.append(paragraph)

    def _end_paragraph(self, element: Element) -> None:
        paragraph = self._open.pop()
        self._runs.pop()
        for opened in self._fields if not self._open else ():
            if not opened.shows:  # its result should have begun: what follows is no instruction
                opened.shows = True
                self._coded -= 1
        properties = child(element, "w:pPr")
        look = self._file.styles.look(value(properties, "w:pStyle"))
        if look.role == "contents":
            paragraph.inlines = []
        if look.role == "title" and not self._file.title:
            self._file.title = " ".join(paragraph.text.split())
        if child(properties, "w:rPr", "w:del") is not None:
            self._joined = paragraph
        if child(properties, "w:sectPr") is not None:
            for numbers in self._file.numbers.values():
                numbers.end_section()

    def _begin_run(self, element: Element) -> None:
        properties = child(element, "w:rPr")
        around = self._runs[-1]
        if properties is None:
            self._runs.append(around)
            return
        style = value(properties, "w:rStyle")
        look = self._file.styles.look(style) if style else None
        hidden, raised = toggle(properties, "w:vanish"), raised_of(properties)
        if hidden is None:
            hidden = (look is not None and look.hidden) or around.hidden
        if raised is None:
            raised = (look is not None and look.raised) or around.raised
        self._runs.append(_Run(hidden, raised))

    def _end_run(self, _: Element) -> None:
        self._runs.pop()

    def _symbol(self, element: Element) -> None:
        """Say a sign of a font of signs: those of plain letters, in the private area or not."""
        code = attribute(element, "w:char")
        try:
            sign = chr(int(code[:6], 16) & 0xFF) if code[:2].upper() == "F0" else chr(int(code[:6], 16))
        except (ValueError, OverflowError):
            return
        self._say(sign if sign.isprintable() else "")

    def _field_sign(self, element: Element) -> None:
        kind = attribute(element, "w:fldCharType")
        if self._deeper or (kind == "begin" and len(self._fields) >= _DEEPEST):
            self._deeper += {"begin": 1, "end": -1}.get(kind, 0)
        elif kind == "begin":
            self._begin_field(OpenField(data=words(child(element, "w:fldData"))))
        elif kind == "separate" and self._fields and not self._fields[-1].shows:
            self._show(self._fields[-1])
        elif kind == "end" and self._fields:
            self._end_field(self._fields.pop())

    def _begin_field(self, opened: OpenField) -> None:
        self._fields.append(opened)
        self._coded += 1

    def _show(self, opened: OpenField) -> None:
        """Begin the result of a field."""
        self._coded -= 1
        note = opened.begin()
        self._listed += opened.kind == "bibliography"
        self._muted += opened.kind == "contents"
        if note in self._file.marked:
            opened.citation = Citation(())
        elif opened.kind == "other" and self._shown():
            works = self._file.works.cited(opened.code, opened.data)
            if works:
                opened.kind, opened.citation = "citation", Citation(works)
                self._open[-1].inlines.append(opened.citation)

    def _end_field(self, opened: OpenField) -> None:
        if not opened.shows:
            self._coded -= 1
            if self._fields and opened.data:
                self._fields[-1].data = self._fields[-1].data or opened.data
            return
        self._listed -= opened.kind == "bibliography"
        self._muted -= opened.kind == "contents"
        if opened.kind == "note" and opened.citation is not None and self._open:
            name = opened.code.split()[1]
            label = opened.citation.text.strip()
            if label:
                self._open[-1].inlines.append(NoteMark(self._file.marked[name], label))

    def _end_stale(self) -> None:
        """End the fields whose end was lost: neither a table of contents nor a bibliography goes on behind a heading."""
        for opened in self._fields:
            if opened.shows and opened.kind in {"contents", "bibliography"}:
                self._listed -= opened.kind == "bibliography"
                self._muted -= opened.kind == "contents"
                opened.kind = "other"

    def _begin_simple(self, element: Element) -> None:
        opened = OpenField([attribute(element, "w:instr")], words(child(element, "w:fldData")))
        self._begin_field(opened)
        self._show(opened)

    def _end_simple(self, _: Element) -> None:
        if self._fields:
            self._end_field(self._fields.pop())

    def _begin_link(self, element: Element) -> None:
        url, place = self._targets.get(attribute(element, "r:id"), ""), attribute(element, "w:anchor")
        self._urls.append(f"{url}#{place}" if url and place and "#" not in url else url)

    def _end_link(self, _: Element) -> None:
        self._urls.pop()

    def _begin_control(self, element: Element) -> bool:
        """Begin a content control; that of a table of contents is left out, and the words of an empty one."""
        properties = child(element, "w:sdtPr")
        gallery = value(properties, "w:docPartObj", "w:docPartGallery")
        shown = toggle(properties, "w:showingPlcHdr")
        if gallery in _CONTENTS or shown:
            return True
        tag = value(properties, "w:tag")
        lists = gallery == "Bibliographies" or tag.startswith("MENDELEY_BIBLIOGRAPHY")
        lists = lists or child(properties, "w:bibliography") is not None
        works = self._file.works.tagged(tag)
        opened: OpenField | None = None
        if works and self._shown():
            citation = Citation(works)
            opened = OpenField(shows=True, kind="citation", citation=citation)
            self._open[-1].inlines.append(citation)
        self._listed += lists
        self._controls.append((opened, lists))
        return False

    def _end_control(self, _: Element) -> None:
        if self._controls:
            self._listed -= self._controls.pop()[1]

    def _begin_row(self, element: Element) -> bool:
        if child(element, "w:trPr", "w:del") is not None:
            return True
        self._file.rows += 1
        self._rows.append(self._file.rows)
        return False

    def _begin_box(self, _: Element) -> None:
        self._rows.append(None)

    def _end_row(self, _: Element) -> None:
        if self._rows:
            self._rows.pop()

    def _choice(self, element: Element) -> bool:
        """Leave out what is said again in another way."""
        before = element.getprevious()
        return before is not None and name_of(before) == "mc:Choice"

    def _fallback(self, element: Element) -> bool:
        return child(element.getparent(), "mc:Choice") is not None

    def _note(self, element: Element) -> None:
        """Add the mark of a note; one of its own stands in the words that follow."""
        if not self._shown():
            return
        kind: NoteKind = "footnote" if name_of(element) == "w:footnoteReference" else "endnote"
        own = attribute(element, "w:id")
        mark: str | None = None
        if is_on(attribute(element, "w:customMarkFollows", "0")):
            mark = " ".join(_taken(element).split()) or "*"
        label = self._file.numbers[kind].label(own, mark)
        self._file.notes.append((kind, own, label))
        self._open[-1].inlines.append(NoteMark((kind, own), label))

    def _begin_bookmark(self, element: Element) -> None:
        """Begin the citation that Zotero keeps for a bookmark."""
        code = self._file.kept.get(attribute(element, "w:name"))
        if code and len(self._bookmarks) < _MOST_MARKED:
            opened = OpenField([code])
            self._begin_field(opened)
            self._show(opened)
            self._bookmarks[attribute(element, "w:id")] = opened

    def _end_bookmark(self, element: Element) -> None:
        opened = self._bookmarks.pop(attribute(element, "w:id"), None)
        if opened is not None and opened in self._fields:
            self._fields.remove(opened)
            self._end_field(opened)

    def _foreign(self, _: Element) -> bool:
        self._file.losses.append("the document includes another file, which was not read")
        return True


def _taken(reference: Element) -> str:
    """Take the mark of a note's own from what follows its reference in the run."""
    found = []
    for element in reference.itersiblings():
        if name_of(element) == "w:t" and element.text:
            found.append(element.text)
            element.text = ""
        elif name_of(element) == "w:sym":
            code = attribute(element, "w:char")[-2:]
            found.append(chr(int(code, 16)) if len(code) == 2 and set(code) <= set("0123456789abcdefABCDEF") else "*")
            element.set(element.keys()[0], "")
            element.getparent().remove(element)
            break
    return "".join(found)[:20]


def marked_notes(root: Element) -> dict[str, Hashable]:
    """Give the note that each bookmark stands around, by its name: what a NOTEREF field repeats."""
    open_: dict[str, str] = {}
    found: dict[str, Hashable] = {}
    for element in root.iter():
        name = name_of(element)
        if name == "w:bookmarkStart" and len(open_) < _MOST_MARKED:
            open_[attribute(element, "w:id")] = attribute(element, "w:name")
        elif name == "w:bookmarkEnd":
            open_.pop(attribute(element, "w:id"), None)
        elif name in {"w:footnoteReference", "w:endnoteReference"}:
            for bookmark in open_.values():
                found.setdefault(bookmark, (name[2:-9], attribute(element, "w:id")))
    return found
