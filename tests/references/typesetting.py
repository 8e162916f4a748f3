"""A bibliography through the real programs: biber or BibTeX, and TeX, without a shell; the links of the PDF read back."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader

_BIBLATEX = r"""\documentclass{article}
%(engine)s
\usepackage[backend=biber,style=%(style)s%(model)s]{biblatex}
\usepackage{hyperref}
\addbibresource{refs.bib}
\begin{document}\nocite{*}\printbibliography\end{document}
"""
_CLASSIC = r"""\documentclass{article}
%(engine)s
\usepackage{hyperref}
\begin{document}\nocite{*}\bibliographystyle{%(style)s}\bibliography{refs}\end{document}
"""
_ENGINES = {"pdflatex": r"\usepackage[T1]{fontenc}\usepackage{lmodern}", "lualatex": r"\usepackage{fontspec}"}
_ROOM = {
    "buf_size": "20000000",
    "main_memory": "12000000",
    "max_print_line": "100000",
    "TEXMFVAR": os.environ.get("TEXMFVAR", ""),
}
"""
Longer lines than TeX takes unless told (200,000 bytes): a title of a million letters is one. Its log broken at 79 letters
would make an error of a title's `!`.
"""


@dataclass(frozen=True, slots=True)
class Printed:
    """What came of it."""

    warnings: tuple[str, ...]
    """Warnings of biber's data model, or of BibTeX."""
    errors: tuple[str, ...]
    """Errors of TeX."""
    links: frozenset[str]
    """The addresses of the PDF's link annotations."""


def typeset(
    folder: Path, bib: str, style: str, engine: str = "pdflatex", *, classic: bool = False, model: str = ""
) -> Printed:
    """Give what a document prints that cites all of *bib*, as UTF-8 text; *model* is the text of a `.dbx`."""
    (folder / "refs.bib").write_text(bib, encoding="utf-8")
    (folder / "citecheck.dbx").write_text(model, encoding="utf-8")
    words = {"engine": _ENGINES[engine], "style": style, "model": ",datamodel=citecheck" if model else ""}
    (folder / "paper.tex").write_text((_CLASSIC if classic else _BIBLATEX) % words, encoding="utf-8")
    tex = [engine, "-no-shell-escape", "-interaction=nonstopmode", "paper"]
    _run(tex, folder)
    said = _run(["bibtex", "paper"] if classic else ["biber", "--validate-datamodel", "paper"], folder)
    for _ in range(2):
        log = _run(tex, folder)
    warnings = [line for line in said.splitlines() if line.startswith(("WARN", "ERROR", "Warning--"))]
    errors = [line for line in log.splitlines() if line.startswith("! ")]
    return Printed(tuple(warnings), tuple(errors), frozenset(_links(folder / "paper.pdf")))


def _run(command: Sequence[str], folder: Path) -> str:
    """Give what a program says."""
    environment = os.environ | {name: value for name, value in _ROOM.items() if value}
    run = subprocess.run(command, cwd=folder, capture_output=True, check=False, env=environment)
    return run.stdout.decode("utf-8", "replace")


def _links(pdf: Path) -> list[str]:
    """Give the addresses of all link annotations of a PDF."""
    notes = (note.get_object() for page in PdfReader(pdf).pages for note in page.get("/Annots") or ())
    return [str(note["/A"]["/URI"]) for note in notes if "/URI" in note.get("/A", {})]
