"""What Word prints for the notes of a DOCX file: numbers in a form, from a start, anew in each section or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from citecheck.documents.docx_styles import numeral
from citecheck.documents.package_xml import child, name_of, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NoteKind: TypeAlias = Literal["footnote", "endnote"]

_USUAL: Final[dict[NoteKind, str]] = {"footnote": "decimal", "endnote": "lowerRoman"}


@dataclass(slots=True)
class _Manner:
    form: str
    start: int
    anew: bool


class NoteNumbers:
    """Counts the notes of one kind through the sections of a document."""

    def __init__(self, kind: NoteKind, settings: Element | None, sections: list[Element]) -> None:
        """
        Begin.

        Args:
            kind: Which notes.
            settings: Of the document.
            sections: The properties of each section, in order.
        """
        whole = _manner(child(settings, f"w:{kind}Pr"), _Manner(_USUAL[kind], 1, anew=False))
        self._manners = [_manner(child(section, f"w:{kind}Pr"), whole) for section in sections] or [whole]
        self._section = 0
        self._count = self._manners[0].start - 1
        self._labels: dict[str, str] = {}

    def label(self, note: str, mark: str | None) -> str:
        """Give the label of a note; *mark* stands for its number where it has a mark of its own."""
        if note in self._labels:
            return self._labels[note]
        if mark is None:
            self._count += 1
            mark = numeral(self._count, self._manners[self._section].form)
        self._labels[note] = mark
        return mark

    def end_section(self) -> None:
        """Go on to the next section."""
        self._section = min(self._section + 1, len(self._manners) - 1)
        if self._manners[self._section].anew:
            self._count = self._manners[self._section].start - 1


def sections_of(body: Element) -> list[Element]:
    """Give the properties of each section of a body."""
    found = [section for one in body if (section := child(one, "w:pPr", "w:sectPr")) is not None]
    return [*found, *(one for one in body if name_of(one) == "w:sectPr")]


def _manner(properties: Element | None, otherwise: _Manner) -> _Manner:
    """Give how notes are numbered; what is not said is as otherwise."""
    form, start, anew = (value(properties, f"w:{name}") for name in ("numFmt", "numStart", "numRestart"))
    counts = start.isascii() and start.isdecimal() and len(start) <= 5
    return _Manner(
        form or otherwise.form,
        int(start) if counts else otherwise.start,
        anew == "eachSect" if anew else otherwise.anew,
    )
