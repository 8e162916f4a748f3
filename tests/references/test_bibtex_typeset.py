"""Exported files go through biber, BibTeX and TeX as they are, and the links of the PDF are the addresses, byte for byte."""

from __future__ import annotations

import importlib.util
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from pylatexenc.latexencode import get_builtin_uni2latex_dict

from citecheck.model import Reference
from citecheck.references.bibtex import to_bibtex
from citecheck.references.export import data_model
from citecheck.references.keys import citation_keys
from citecheck.references.latex import encode

# Without what RFC 3986 does not allow (`[`, `^`, letters beyond ASCII): that biber itself percent-encodes.
ADDRESSES = [
    "http://a.example/x_y?a=1&b=2%20c#frag~z",
    "https://a.example/$money/100%25/it's(so)/a;b,c!d*e+f@g:h",
    "http://a.example/tilde~user/index.php?title=A_B&oldid=7#Section_2",
    "https://a.example/" + "very-long-path/" * 60 + "?q=%E5%8C%97%E4%BA%AC&x=#end",
]
SNAPSHOTS = [f"https://web.archive.org/web/20070301000000/{address}" for address in ADDRESSES]
HOSTILE = [
    "}}", "{", "}", "{{", "|", "\\input{/etc/passwd}", "\\write18{touch pwned}", "\\immediate\\write18{touch pwned}", "%", "&",
    "#", "~", "$", "$$", "^", "^^M", "_", "\\\\", "\\", "\\end{document}", "\\def\\x{", "\\catcode`\\%=12", "\u202egnirts\u202c",
    "\x00", "@misc{x,", "\\csname", "--", "''", "``", "?`", "<<", '"', "\\bye", "\\par\\par", "#1", "\\begin{verbatim}",
]  # fmt: skip


@pytest.fixture(scope="module")
def typesetting() -> ModuleType:
    """Give `typesetting.py`, which stands beside this file and is no test."""
    spec = importlib.util.spec_from_file_location("typesetting", Path(__file__).with_name("typesetting.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def linked(make_reference: Callable[..., Reference]) -> Iterator[Reference]:
    """Give references of several kinds with addresses and archived copies."""
    kinds = ["webpage", "article-journal", "book", "report"]
    for place, (kind, url, copy) in enumerate(zip(kinds, ADDRESSES, SNAPSHOTS, strict=True)):
        fields = {
            "author": [f"Kim, A{place}"],
            "title": f"On {place}",
            "URL": url,
            "archive-url": copy,
            "archived": "2007-03-01",
        }
        fields |= {
            "container-title": "Pacific Affairs",
            "issued": "2004-11-18",
            "accessed": "2007-01-19",
            "volume": "3",
        }
        fields |= {"publisher": "Brill", "genre": "Report"} if kind in {"book", "report"} else {}
        yield make_reference(fields, kind, id_=f"ref-{place}")


@pytest.mark.parametrize("archive_fields", [False, True], ids=["plain", "dbx"])
def test_biblatex_prints_every_address(
    archive_fields: bool,
    make_reference: Callable[..., Reference],
    require_program: Callable[[str], str],
    typesetting: ModuleType,
    tmp_path: Path,
) -> None:
    """Addresses and archived copies are links, with the data model of citecheck or without; nobody warns."""
    for program in ("pdflatex", "biber"):
        require_program(program)
    made = list(linked(make_reference))
    bib = to_bibtex(made, citation_keys(made), archive_fields=archive_fields)

    printed = typesetting.typeset(tmp_path, bib, "numeric", model=data_model() if archive_fields else "")

    assert typesetting.Printed((), (), frozenset(ADDRESSES + SNAPSHOTS)) == printed


@pytest.mark.parametrize("style", ["plain", "alpha"])
def test_classic_styles_print_every_address(
    style: str,
    make_reference: Callable[..., Reference],
    require_program: Callable[[str], str],
    typesetting: ModuleType,
    tmp_path: Path,
) -> None:
    """The styles that came with BibTeX print addresses and archived copies as links, whatever the entry type."""
    for program in ("pdflatex", "bibtex"):
        require_program(program)
    made = list(linked(make_reference))

    bib = to_bibtex(made, citation_keys(made), "bibtex")

    expected = typesetting.Printed((), (), frozenset(ADDRESSES + SNAPSHOTS))
    assert expected == typesetting.typeset(tmp_path, bib, style, classic=True)


@pytest.mark.parametrize("classic", [False, True], ids=["biblatex", "bibtex"])
def test_hostile_values_are_printed_and_run_nothing(
    classic: bool,
    make_reference: Callable[..., Reference],
    require_program: Callable[[str], str],
    typesetting: ModuleType,
    tmp_path: Path,
) -> None:
    """Commands, comments and braces in any field are text to TeX: no error, no file read or written."""
    for program in ("pdflatex", "bibtex" if classic else "biber"):
        require_program(program)
    made = [
        make_reference(
            {"author": [{"family": f"a{word}", "given": word}, f"[{word}]"], "title": f"x {word} y", "issued": "2004",
             "container-title": f"c {word}", "publisher": f"p {word}", "note": f"n {word}", "locator": word,
             "URL": f"http://a.example/{word}", "archive-url": f"http://b.example/{word}"},
            kind,
        )
        for word in HOSTILE
        for kind in ("webpage", "book")
    ]  # fmt: skip
    bib = to_bibtex(made, citation_keys(made), "bibtex" if classic else "biblatex")

    printed = typesetting.typeset(tmp_path, bib, "plain" if classic else "numeric", classic=classic)

    assert () == printed.errors
    assert len(made) <= len(printed.links) * 2
    assert not (tmp_path / "pwned").exists()


def test_every_command_of_classic_text_is_known_to_latex(require_program: Callable[[str], str], tmp_path: Path) -> None:
    """Each character that is spelled as a command compiles with the encoding T1 and no package."""
    import subprocess  # noqa: PLC0415 - this test alone runs TeX itself

    latex = {chr(code) for code in get_builtin_uni2latex_dict()} | set(map(chr, range(0x1E00, 0x1F00)))
    spelled = [text for char in sorted(latex) if ord(char) > 0x9F and (text := encode(char, "bibtex")).isascii()]
    body = "\n\n".join(f"a{text}b" for text in spelled)
    head = "\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage{lmodern}\\begin{document}\n"
    (tmp_path / "all.tex").write_text(f"{head}{body}\n\\end{{document}}\n", encoding="ascii")

    run = subprocess.run(
        [require_program("pdflatex"), "-no-shell-escape", "-interaction=nonstopmode", "all"],
        cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip

    assert len(spelled) > 600
    assert [] == [line for line in run.stdout.decode("latin-1").splitlines() if line.startswith("!")]


def test_letters_of_any_script_keep_labels_whole(
    make_reference: Callable[..., Reference],
    require_program: Callable[[str], str],
    typesetting: ModuleType,
    tmp_path: Path,
) -> None:
    """Labels and initials that the classic program cuts are never half a letter: its output is UTF-8."""
    for program in ("lualatex", "bibtex"):
        require_program(program)
    made = [
        make_reference(
            {"author": ["Пушкин, Александр", "백, 나리", "李, 明"], "title": "北京", "issued": "1836"}, "book"
        ),
        make_reference({"author": ["Пушкин, А."], "title": "О чём", "publisher": "Р", "issued": "1836"}, "book"),
        make_reference({"title": "北京", "issued": "2001"}, "webpage"),
    ]
    bib = to_bibtex(made, citation_keys(made), "bibtex")

    printed = typesetting.typeset(tmp_path, bib, "alpha", "lualatex", classic=True)

    assert () == printed.errors
    text = (tmp_path / "paper.bbl").read_bytes().decode("utf-8")
    assert unicodedata.normalize("NFC", "Пушкин") in text
