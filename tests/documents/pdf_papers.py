"""
Papers that tests set with pdfLaTeX: made-up references, sentences that cite them, and how often each is cited.

An .aux file is written beforehand, so that every citation has its number in a single run of TeX.
"""

from __future__ import annotations

import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

_NAMES = (
    "Abel Berg Chandra Dufour Eriksen Falk Grosz Hart Ito Jung Klein Lund Marsh Novak Ott Petrov Quist Rossi Sand Tesch"
)
_TOPICS = (
    "harbour lights",
    "tidal meters",
    "lightship crews",
    "fog signals",
    "lens polishing",
    "oil burners",
    "beacon maps",
)
_PLACES = ("Journal of Coastal Studies", "Annals of Navigation", "Proceedings of the Lighthouse Society")
_WORDS = (
    "The keepers of the northern stations measured the intensity of every lamp before the winter storms began",
    "A comparison of twelve harbours shows considerable differences between neighbouring administrations",
    "Earlier observations were probably influenced by the condition of the instruments",
    "Nobody had described the arrangement of prisms with comparable precision until then",
    "Maintenance became substantially cheaper after electrification of the outermost islands",
    "Several inspectors recommended a different distribution of the responsibilities",
)


@dataclass(frozen=True)
class Work:
    """A reference."""

    key: str
    author: str
    year: int
    tex: str

    @property
    def start(self) -> str:
        """How its entry begins."""
        return f"{self.author}, "


def works(count: int, first: int = 0) -> list[Work]:
    """Give made-up references, in the order of their authors."""
    names = _NAMES.split()
    made = []
    for n in range(first, first + count):
        author = names[n % len(names)] + ("" if n < len(names) else "son")
        year = 1950 + (n * 7) % 60
        topic, place = _TOPICS[n % len(_TOPICS)], _PLACES[n % len(_PLACES)]
        link = (
            f" \\url{{https://archive.example.org/items/{n}/a-rather-long-path/of-the-copy_{n}.html}}"
            if n % 5 == 0
            else ""
        )
        tex = f"{author}, {'ABCDE'[n % 5]}. ({year}). On {topic} and the {n}th survey of the outer coast. {place} {n + 3}, 1{n}--2{n}.{link}"
        made.append(Work(f"w{n}", author, year, tex))
    return made


def body(cited: list[Work], command: str, *, notes: bool = False) -> tuple[str, Counter[str]]:
    """Give the text of a paper that cites all, and how often each is cited."""
    counted: Counter[str] = Counter()
    out: list[str] = []
    for n, work in enumerate(cited):
        group = [work]
        if n % 4 == 1:
            group += cited[n + 1 : n + 4]
        if n % 7 == 3:
            group.append(cited[0])
        if n % 12 == 0:
            out.append(f"\\section{{The {n + 1}th part of the survey}}\n")
        counted.update({one.key: 1 for one in {one.key: one for one in group}.values()})
        keys = ",".join(dict.fromkeys(one.key for one in group))
        note = (
            f"\\footnote{{A remark of the {n}th inspector, printed in small letters.}}" if notes and n % 9 == 4 else ""
        )
        first, second = _WORDS[n % len(_WORDS)], _WORDS[(n * 5 + 2) % len(_WORDS)]
        out.append(f"{first}~{command}{{{keys}}}. {second} in the year {1900 + n}.{note} ")
        if n % 3 == 2:
            out.append(f"{_WORDS[(n + 1) % len(_WORDS)]}.\n\n")
    return "".join(out), counted


def listed(cited: list[Work]) -> str:
    """Give the list."""
    items = "\n".join(f"\\bibitem[{one.author}({one.year})]{{{one.key}}} {one.tex}" for one in cited)
    return f"\\begin{{thebibliography}}{{99}}\n{items}\n\\end{{thebibliography}}\n"


def aux(cited: list[Work]) -> str:
    """Give what an earlier run of TeX would have written of the list."""
    lines = [
        f"\\bibcite{{{one.key}}}{{{{{n}}}{{{one.year}}}{{{{{one.author}}}}}{{{{}}}}}}"
        for n, one in enumerate(cited, start=1)
    ]
    return "\n".join(lines)


def typeset(latex: str, folder: Path, name: str, source: str, before: str) -> bytes:
    """
    Give the PDF that pdfLaTeX makes in one run.

    Args:
        latex: Its path.
        folder: To work in.
        name: Of the file, without suffix.
        source: The document.
        before: The .aux file that it finds.
    """
    (folder / f"{name}.tex").write_text(source, encoding="utf-8")
    (folder / f"{name}.aux").write_text(f"\\relax\n{before}\n", encoding="utf-8")
    subprocess.run(
        [latex, "-interaction=nonstopmode", "-no-shell-escape", f"{name}.tex"],
        cwd=folder,
        capture_output=True,
        check=False,
        timeout=120,
    )
    return (folder / f"{name}.pdf").read_bytes()


def numbered_paper() -> tuple[str, str, Counter[str]]:
    """Give a paper with 40 numbered references, links and footnotes: its source, its .aux file, how often each is cited."""
    cited = works(40)
    text, counted = body(cited, "\\citep", notes=True)
    source = (
        "\\documentclass[10pt]{article}\n\\usepackage[numbers,sort&compress]{natbib}\n"
        "\\usepackage[pdftitle={The Lights of the Outer Coast}]{hyperref}\n\\pagestyle{headings}\n"
        "\\title{The Lights of the Outer Coast}\\author{A. Keeper}\\begin{document}\\maketitle\n"
        f"{text}\n{listed(cited)}\\end{{document}}\n"
    )
    return source, aux(cited), counted


PARTS = ("two columns", "superscripts", "author and year")


def papers_in_one() -> tuple[str, str, dict[str, Counter[str]]]:
    """Give three papers in one file, each of which begins with a page whose label is its number in `PARTS`, from 1."""
    styles = (
        "\\setcitestyle{numbers,square}",
        "\\setcitestyle{super,sort&compress}",
        "\\setcitestyle{authoryear,round}",
    )
    chosen = [works(20), works(18, 20), works(12, 4)]
    renamed = [
        [Work(f"{'abc'[n]}{one.key}", one.author, one.year, one.tex) for one in part] for n, part in enumerate(chosen)
    ]
    source = ["\\documentclass[10pt]{article}\n\\usepackage{natbib}\\usepackage{url}\n\\begin{document}\n"]
    counts: dict[str, Counter[str]] = {}
    for n, (name, style, cited) in enumerate(zip(PARTS, styles, renamed, strict=True)):
        text, counts[name] = body(cited, "\\citep", notes=n == 1)
        column = "\\twocolumn" if n == 0 else "\\onecolumn"
        source.append(
            f"{column}\\setcounter{{page}}{{1}}\\setcounter{{section}}{{0}}{style}\n\\typeout{{PART:\\the\\ReadonlyShipoutCounter}}"
            f"\n{text}\n{listed(cited)}\\clearpage\n"
        )
    source.append("\\end{document}\n")
    return "".join(source), "\n".join(map(aux, renamed)), counts
