"""
Jupyter notebooks: the words of their Markdown cells, read as one Markdown document: the format `notebook`.

Both forms are read: nbformat 4 with its cells, and nbformat 2 and 3, which keep them in worksheets and have cells that are
headings. Source: the JSON schemas of nbformat. The document's text is the cells, joined; places in the JSON would help nobody.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from citecheck.documents.beside import Beside
from citecheck.documents.markdown import MarkdownReader
from citecheck.documents.notices import missing
from citecheck.documents.record_entries import INCOMPLETE
from citecheck.model import Document, Notice

_HEAD: Final = re.compile(r"[\ufeff\s]*+\{")
_SIGNS: Final = (
    re.compile(r"\"nbformat\"\s{0,20}:\s{0,20}\d"),
    re.compile(r"\"(?:cells|worksheets)\"\s{0,20}:\s{0,20}\["),
)
_NO_TEXT: Final = re.compile("[\ud800-\udfff\0]")
"""What JSON can write and no text can hold: halves of pairs, and NUL, which CommonMark replaces too."""
_FENCE: Final = re.compile(r"( {0,3})(`{3,}(?=[^`]*$)|~{3,})")
_ENDLESS: Final = {
    "<!--": "-->",
    "<![cdata[": "]]>",
    "<?": "?>",
    "<pre": "</pre>",
    "<script": "</script>",
    "<style": "</style>",
    "<textarea": "</textarea>",
}
"""HTML that runs to its end, over empty lines too: CommonMark 0.31.2, "HTML blocks", start conditions 1, 2, 3 and 5."""
_ENDLESS_BEGIN: Final = re.compile(
    r" {0,3}(<!--|<!\[CDATA\[|<\?|<(?:pre|script|style|textarea)(?=[\s>]|$))", re.IGNORECASE
)


class NotebookReader:
    """Reads what stands in Markdown cells; code, its output and its comments are not read."""

    name = "notebook"
    title = "Jupyter notebook"

    def recognises(self, path: str, text: str) -> bool:
        """Tell whether *text* is JSON that says of itself which nbformat it is and that has cells."""
        del path
        return _HEAD.match(text) is not None and all(sign.search(text) for sign in _SIGNS)

    def read(self, path: str, text: str) -> Document:
        """Give the document; nothing beside it is read."""
        return self.read_with(path, text, Beside())

    def read_with(self, path: str, text: str, beside: Beside) -> Document:
        """Give the document with the bibliographies that it names; JSON that is not whole has no cells, and a notice."""
        try:
            notebook = json.loads(text.removeprefix("\ufeff"))
        except (ValueError, RecursionError) as problem:
            return _unread(path, self.name, problem)
        words = "\n\n".join(map(_closed, _cells(notebook)))
        document = MarkdownReader().read_with(path, _NO_TEXT.sub("\ufffd", words), beside)
        return replace(document, format=self.name, text_of="extracted", title=_title(notebook) or document.title)


def _unread(path: str, name: str, problem: Exception) -> Document:
    """Give the document of a file that is no JSON: one that holds the marks of a merge, or is cut off."""
    line = f" (line {problem.lineno})" if isinstance(problem, json.JSONDecodeError) else ""
    told = (
        f"The notebook is no JSON that can be read{line}, so none of it is audited. Open and save it in Jupyter again."
    )
    return Document(path, name, "", notices=(Notice(INCOMPLETE, told), *missing((), ())), text_of="extracted")


def _title(notebook: object) -> str | None:
    """Give the title that the notebook's metadata have: nbformat 4, "metadata.title"."""
    title = _of(_of(notebook, "metadata"), "title")
    return " ".join(title.split())[:1_000] or None if isinstance(title, str) else None


def _cells(notebook: object) -> Iterator[str]:
    """Give the Markdown of each cell that has some."""
    sheets = _of(notebook, "worksheets")
    many = [_of(notebook, "cells"), *(_of(sheet, "cells") for sheet in (sheets if isinstance(sheets, list) else ()))]
    place = 0
    for cells in many:
        for cell in cells if isinstance(cells, list) else ():
            words = _markdown(cell, first=not place)
            place += 1
            if words.strip():
                yield words


def _markdown(cell: object, *, first: bool) -> str:
    """
    Give a cell as Markdown.

    Args:
        cell: Of any kind; one of code has none.
        first: Whether it is the notebook's first: then, unrendered, it may be the YAML head that Quarto reads.
    """
    kind, source = _of(cell, "cell_type"), _of(cell, "source")
    words = "".join(filter(_is_text, source)) if isinstance(source, list) else source if isinstance(source, str) else ""
    if kind == "heading":
        level = _of(cell, "level")
        return f"{'#' * (level if isinstance(level, int) and 0 < level < 7 else 1)} {' '.join(words.split())}"
    head = kind == "raw" and first and words.startswith("---")
    return words if head or kind in ("markdown", "html") else ""


def _is_text(line: object) -> bool:
    return isinstance(line, str)


def _of(value: object, name: str) -> Any:  # noqa: ANN401 - any JSON
    """Give what a JSON object has under a name, None where it is none."""
    return value.get(name) if isinstance(value, dict) else None


def _closed(cell: str) -> str:
    """Give a cell that is over where it ends: a code block or comment that is left open does not run into the next cell."""
    until, indent = "", 0
    for line in cell.splitlines():
        bare = line.strip()
        if until[:1] in {"`", "~"}:
            inside = len(line) - len(line.lstrip()) >= indent or not bare
            closes = len(bare) >= len(until) and not bare.strip(until[0])
            if inside and not closes:
                continue
            until = ""
            if closes:
                continue
        if until:
            until = "" if until in line.casefold() else until
        elif fence := _FENCE.match(line):
            indent, until = len(fence[1]), fence[2]
        else:
            begun = _ENDLESS_BEGIN.match(line)
            opened = _ENDLESS[begun[1].casefold()] if begun else ""
            until = "" if opened and opened in line.casefold() else opened
    return f"{cell}\n{' ' * indent if until[:1] in {'`', '~'} else ''}{until}" if until else cell
