"""LaTeX: what is cited, what is shown, what belongs to a document."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.documents.beside import Beside
from citecheck.documents.latex_reader import LatexReader
from citecheck.documents.latex_table import citing, names
from citecheck.model import Document

CASES = tomllib.loads(Path(__file__).with_name("latex_cites.toml").read_text(encoding="utf-8"))["case"]
SHARED = Path(__file__).parents[3] / "shared/data/documents/latex"
BIB = """@article{kim, author={Kim, A.}, title={Cats}, journal={J. Cats}, year=1999, doi={10.1234/x}}
@book{park, author={Park, C.}, title={Birds}, year=2001}
@book{only, author={Only, C.}, title={Fish}, year=2002}
@book{unused, author={Un, C.}, title={Fish}, year=2002}
"""
ITEMS = r"""\begin{thebibliography}{9}
\bibitem[Kim(1999)]{kim} A.~Kim. \newblock \emph{Caf\'e cats}. \newblock \url{https://kim.example/a_b}.
\bibitem{park}
\bibinfo{author}{C. Park}, \href{https://park.example/}{Birds}.

\end{thebibliography}
"""


def read(text: str) -> Document:
    """Give a document without files beside it."""
    return LatexReader().read("a.tex", text)


def read_file(path: Path) -> Document:
    """Give a document with the files beside it."""
    return LatexReader().read_with(str(path), path.read_text(encoding="utf-8"), Beside(path))


def write(folder: Path, **files: str) -> Path:
    """Write files, `part__one_tex` being `part/one.tex`, and give the main one."""
    for name, text in files.items():
        path = folder / ".".join(name.replace("__", "/").rsplit("_", 1))
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "main.tex"


def blocks(text: str) -> list[tuple[str, str]]:
    """Give the kind and words of each block."""
    return [(block.kind, block.text) for block in read(text).blocks]


def sound(document: Document) -> bool:
    """Tell whether every place stands within the text and names what is there."""
    size = len(document.text)
    places = [marker.span for marker in document.markers] + [entry.span for entry in document.entries]
    places += [piece.span for block in document.blocks for piece in block.pieces]
    places += [notice.span for notice in document.notices if notice.span]
    return all(0 <= one.start <= one.end <= size for one in places) and all(
        (marker.entry is None or marker.entry < len(document.entries))
        and (marker.block is None or marker.at.of(document.blocks[marker.block].text) == marker.text)
        for marker in document.markers
    )


@pytest.mark.parametrize("case", CASES, ids=[case["tex"][:40] for case in CASES])
def test_commands_that_cite(case: dict[str, object]) -> None:
    """One marker for each key, seen as the key, at the place of the key."""
    document = read(f"Cats sleep {case['tex']} here.")

    assert case["keys"] == [marker.label for marker in document.markers]
    assert [f"[{key}]" for key in case["keys"]] == [marker.text for marker in document.markers]
    assert case.get("page") == (document.markers[-1].page if document.markers else None)
    assert sound(document)


@pytest.mark.parametrize("form", ["keys", "several", "volume", "silent"])
def test_the_table_of_commands_that_cite(form: str) -> None:
    """Each of them marks its key, but those that cite nothing; those that look like them mark none."""
    listed = [name for name, one in citing().items() if one == form]
    before = "{1}" if form == "volume" else ""
    document = read(" ".join(f"\\{name}{before}{{{name}}}" for name in listed))
    others = read(" ".join(f"\\{name}{{x}}" for name in names("cites", "none")))

    assert ([] if form == "silent" else listed) == [marker.label for marker in document.markers]
    assert listed == [entry.label for entry in document.entries]
    assert () == others.markers


def test_a_paper_of_several_files(tmp_path: Path) -> None:
    """What is included stands behind the command; entries and markers know their file and line."""
    main = write(
        tmp_path,
        main_tex="\\documentclass{article}\n\\addbibresource{refs.bib}\n\\title{On \\emph{Cats}\\thanks{Me.}}\n"
        "\\usepackage[main=ngerman,english]{babel}\n\\begin{document}\nCats sleep \\cite{kim}.\n\\input{part/one}\n"
        "They eat \\cite{gone}.\\nocite{only}\n\\include{two}\n\\end{document} \\cite{after}",
        part__one_tex="% a part\nBirds \\parencite[7]{park}\n\nsing.\n",
        two_tex="\\section{End}\nIt\\footnote{See \\cite{kim}.} ends.\n",
        refs_bib=BIB,
    )
    document = read_file(main)

    assert [
        ("kim", "main.tex", 6),
        ("park", "part/one.tex", 2),
        ("gone", "main.tex", 8),
        ("1", "two.tex", 2),
        ("kim", "two.tex", 2),
    ] == [
        (marker.label, _file(document, marker.span.start, tmp_path), document.line(marker.span.start))
        for marker in document.markers
    ]
    assert [("1", "two.tex", 2), ("kim", "refs.bib", 1), ("park", "refs.bib", 2), ("only", "refs.bib", 3)] == [
        (entry.label, _file(document, entry.span.start, tmp_path), document.line(entry.span.start))
        for entry in document.entries
    ]
    assert [1, 2, None, 0, 1] == [marker.entry for marker in document.markers]
    assert ["note", "", "", ""] == [entry.group for entry in document.entries]
    assert ("On Cats", "de") == (document.title, document.language)
    assert () == document.notices
    assert ["Cats sleep [kim]. Birds [park]", "sing. They eat [gone].", "End", "It[1] ends."] == [
        block.text for block in document.blocks
    ]
    assert sound(document)


def _file(document: Document, offset: int, folder: Path) -> str:
    part = document.part(offset)
    return str(Path(part.path if part else document.path).relative_to(folder))


def test_the_list_that_stands_in_the_document() -> None:
    """Its items are entries by key, their words without the commands; a key that it lacks leads nowhere."""
    document = read(f"Cats \\cite{{kim}} \\cite{{park,gone}}.\n{ITEMS}")

    assert ["A. Kim. Café cats. https://kim.example/a_b.", "C. Park, Birds."] == [
        entry.raw for entry in document.entries
    ]
    assert [["https://kim.example/a_b"], ["https://park.example/"]] == [
        [link.url for link in entry.links] for entry in document.entries
    ]
    assert [0, 1, None] == [marker.entry for marker in document.markers]
    assert document.entries[1].span.of(document.text).endswith("{Birds}.")
    assert () == document.notices


REVTEX = r"""\cite{vera}\begin{thebibliography}{2}%
\makeatletter
\providecommand \bibinfo [0]{\@secondoftwo}%
\providecommand \BibitemShut [1]{\csname bibitem#1\endcsname}%
\bibitem [{\citenamefont {{Rubin}}(1978)}]{vera}%
  \BibitemOpen
  \bibfield  {author} {\bibinfo {author} {\bibfnamefont {V.~C.}\ \bibnamefont
  {{Rubin}}},\ }\href {\doibase 10.1234/182804} {\bibfield  {journal} {\bibinfo  {journal} {Astrophys. J.}\ }%
  \textbf {\bibinfo {volume} {225}},\
  \bibinfo {pages} {L107} (\bibinfo {year} {1978})}\BibitemShut {NoStop}%
\end{thebibliography}"""


def test_a_list_as_revtex_writes_it() -> None:
    """The commands of its fields are gone, their words stay, and the DOI is a link."""
    document = read(REVTEX)

    assert [("vera", "V. C. Rubin, Astrophys. J. 225, L107 (1978)")] == [
        (one.label, one.raw) for one in document.entries
    ]
    assert ["https://doi.org/10.1234/182804"] == [link.url for link in document.entries[0].links]


def test_a_macro_that_writes_notes() -> None:
    r"""Another name for `\footnote` writes notes too."""
    document = read(r"\newcommand{\fn}[1]{\footnote{\url{#1}}}Cats\fn{https://a.example/} sleep.")

    assert (["Cats[1] sleep."], ["https://a.example/"]) == (
        [block.text for block in document.blocks],
        [link.url for link in document.entries[0].links],
    )


BBL = r"""\refsection{0}
  \datalist[entry]{nty/global//global/global}
    \entry{kim}{article}{}
      \name{author}{1}{}{%
        {{hash=1}{%
           family={Kim},
           familyi={K\bibinitperiod},
           given={Ann\bibnamedelima B.},
           giveni={A\bibinitperiod}}}%
      }
      \field{title}{Cats in {Caf\'e}s}
      \field{journaltitle}{J. Cats}
      \field{year}{1999}
      \field{month}{3}
      \verb{doi}
      \verb 10.1234/x_y
      \endverb
    \endentry
    \entry{unused}{book}{}
    \endentry
  \enddatalist
\endrefsection
"""


@pytest.mark.parametrize(("bbl", "words"), [(BBL, "Cats in Cafés"), (ITEMS, "Café cats")], ids=["biber", "BibTeX"])
def test_what_biber_and_bibtex_wrote_is_read_where_there_is_no_bib(tmp_path: Path, bbl: str, words: str) -> None:
    """The .bbl of the same name beside the document."""
    main = write(tmp_path, main_tex="Cats \\cite{kim}.\n\\bibliography{refs}\n", main_bbl=bbl)
    document = read_file(main)

    assert words in document.entries[0].raw
    assert [0] == [marker.entry for marker in document.markers]
    assert "main.bbl" == _file(document, document.entries[0].span.start, tmp_path)
    assert ["document-include-missing"] == [notice.rule for notice in document.notices]
    assert sound(document)


def test_a_bibliography_that_stands_in_the_document() -> None:
    """`filecontents`: its entries stand where they are written."""
    text = (
        f"\\begin{{filecontents}}{{refs.bib}}\n{BIB}\\end{{filecontents}}\nCats \\cite{{kim}}.\n\\bibliography{{refs}}"
    )
    document = read(text)

    assert [("kim", 2)] == [(entry.label, document.line(entry.span.start)) for entry in document.entries]
    assert () == document.notices


def test_keys_whose_bibliography_cannot_be_had() -> None:
    """Each is an entry that says no more than its key, and one notice says what is missing."""
    named, unnamed = read("\\cite{b} \\cite{a,b} \\bibliography{refs}"), read("\\cite{b} \\cite{a,b}")

    for document in (named, unnamed):
        assert [("b", "", ()), ("a", "", ())] == [(one.label, one.raw, one.given) for one in document.entries]
        assert [0, 1, 0] == [marker.entry for marker in document.markers]
    assert ["document-include-refused"] == [notice.rule for notice in named.notices]
    assert ["document-no-references"] == [notice.rule for notice in unnamed.notices]


REFUSED = {
    r"\input{/etc/passwd}": "document-include-refused",
    r"\input{../../x}": "document-include-refused",
    r"\input{|ls}": "document-include-refused",
    r"\input{main}": "document-include-refused",
    r"\include{link}": "document-include-refused",
    r"\import{/etc/}{passwd}": "document-include-refused",
    r"\bibliography{/etc/passwd}\cite{a}": "document-include-refused",
    r"\input{none}": "document-include-missing",
    r"\input{\where/x}": "document-include-missing",
    r"\input{circle}": "document-include-refused",
}


@pytest.mark.parametrize(("tex", "rule"), REFUSED.items(), ids=REFUSED)
def test_what_is_not_included_is_said(tmp_path: Path, tex: str, rule: str) -> None:
    """And the document is read to its end."""
    main = write(tmp_path, main_tex=f"Cats.\n\n{tex}\n\nDogs \\cite{{kim}}.", circle_tex="\\input{circle}")
    (tmp_path / "link.tex").symlink_to("/etc/passwd")
    document = read_file(main)

    assert "Dogs [kim]." == document.blocks[-1].text
    first = document.notices[0]
    assert first.rule == rule
    assert first.span is not None
    assert ("root:" in document.text, document.line(first.span.start)) == (False, 1 if "circle" in tex else 3)


def test_notes_are_numbered_as_latex_does() -> None:
    """Marks and their texts meet; what stands in a note belongs to it, and the paragraph goes on behind."""
    document = read(
        r"A\footnote{One $x$ \url{https://a.example/b%20c}.} b\footnotemark{} c\footnote{Three.} d\footnotemark[2]"
        r"\footnotetext[2]{Two.} e\endnote{End.} \marginnote{Aside.}"
    )

    assert ["A[1] b[2] c[3] d[2] e[1]"] == [block.text for block in document.blocks]
    assert [("1", "One x https://a.example/b%20c."), ("3", "Three."), ("2", "Two."), ("1", "End."), ("", "Aside.")] == [
        (entry.label, entry.raw) for entry in document.entries
    ]
    assert [0, 2, 1, 2, 3] == [marker.entry for marker in document.markers]
    assert ["https://a.example/b%20c"] == [link.url for link in document.entries[0].links]


SHOWN = {
    r"""Caf\'e, na\"ive, \v{C}apek, \o re, Stra\ss e, \c{c}a -- ``so''~\&\ \% \LaTeX{}.""": "Café, naïve, Čapek, øre, Straße, ça – “so” & % LaTeX.",
    r"\newcommand{\cat}{Felis \emph{catus}\xspace}The \cat{} sleeps.": "The Felis catus sleeps.",
    r"See Section~\ref{sec:a} and \eqref{b}.\label{x}\index{y}": "See Section … and (…).",
    r"\textcolor{red}{Red} \unknown[x]{words} stay.": "Red words stay.",
    r"It is $x \leq 3$ and \[ E = mc^2. \] Then \begin{equation} a \end{equation} holds.": "It is x ≤ 3 and …. Then … holds.",
    r"\begin{theorem}[Kim~\cite{kim}] All cats. \end{theorem}": "(Kim [kim]) All cats.",
}


@pytest.mark.parametrize(("tex", "words"), SHOWN.items(), ids=range(len(SHOWN)))
def test_what_is_shown(tex: str, words: str) -> None:
    """Text as a reader sees it, mathematics in short."""
    assert [("paragraph", words)] == blocks(tex)


def test_blocks() -> None:
    """Headings, items, captions and the cells of a table, those of a row together."""
    tex = (
        "\\section[s]{Long \\emph{one}}\nText.\n\\begin{itemize}\\item One.\\item[Two] 2.\\end{itemize}\n"
        "\\begin{table}\\caption[s]{Cap \\cite{k}.}\\begin{tabular}{l|r}\\hline A & B \\cite{k} \\\\ \\multicolumn{2}{c}{C}\\end{tabular}\\end{table}\nEnd."
    )
    assert [
        ("heading", "Long one"), ("paragraph", "Text."), ("list-item", "One."), ("list-item", "Two 2."), ("caption", "Cap [k]."),
        ("table-cell", "A"), ("table-cell", "B [k]"), ("table-cell", "C"), ("paragraph", "End."),
    ] == blocks(tex)  # fmt: skip
    document = read(tex)
    assert ["caption", "table"] == [marker.where for marker in document.markers]
    rows = [block.row for block in document.blocks if block.kind == "table-cell"]
    assert rows[0] == rows[1] != rows[2]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.tex", "", True),
        ("a.LTX", "x", True),
        ("-", "\\documentclass{article}\n\\begin{document}", True),
        ("a.txt", "By \\cite{a}, \\citep[p. 1]{b} and \\cite{c}.", True),
        ("a.bib", "\\documentclass{article}", False),
        ("a.md", "\\documentclass{article}", False),
        ("-", "# Title\n\n\\cite{a} \\cite{b} \\cite{c}", False),
        ("-", "```tex\n\\documentclass{article}\n```", False),
        ("-", "{{cite web}} \\documentclass", False),
        ("-", "@article{a, note={\\cite{a}}}", False),
        ("-", "Plain text.", False),
    ],
)
def test_what_is_recognised(path: str, text: str, expected: bool) -> None:
    """By the end of a name, or by what only LaTeX has; Markdown and wikitext with some TeX in it are theirs."""
    assert expected == LatexReader().recognises(path, text)


@given(st.text(alphabet=st.sampled_from("\\{}[]$&%~#^_ \n<>(),*|a\"'`-é")) | st.lists(st.sampled_from([
    "\\cite{a}", "\\cites(", "\\footnote{", "\\begin{tabular}{l}", "\\end{tabular}", "&", "\\\\", "\\item ", "}", "{", "\\caption{",
    "\\section{", "$", "$$", "\\[", "\\]", "\\begin{equation}", "\\end{equation}", "\\bibitem{a}", "\n\n", "\\title{", "x", "\\'",
    "\\begin{thebibliography}{9}", "\\end{thebibliography}", "\\footnotemark", "\\footnotetext{", "\\newcommand{\\x}{", "\\x", "\\iffalse", "\\fi",
    "\\begin{document}", "\\end{document}", "\\abstract{", "\\url{", "\\verb|", "\\hypertarget{ref-a}{", "\\nocite{*}", "]", "[",
]), max_size=40).map("".join))  # fmt: skip
@settings(max_examples=50, deadline=None)
def test_any_text_is_read(text: str) -> None:
    """Without an exception, and within its spans."""
    document = read(text)

    assert text == document.text
    assert sound(document)


WORST = [
    "\\cite{", "{", "%", "\\begin{a}", "\\url{", "[", "\\section{", "\\footnote{", "\\iffalse ", "\\cite{a}", "\\begin{tabular}",
    "\\footnote[1]{\\'{e}}\\item[a] \\cite[1]{b}\n",
]  # fmt: skip


@pytest.mark.parametrize("worst", WORST)
def test_time_grows_with_length(worst: str) -> None:
    """Four times the text takes less than eight times as long; 1,000 braces within each other are read."""

    def cost(size: int) -> float:
        text = worst * (size // len(worst))
        times = []
        for _ in range(3):
            start = time.process_time()
            read(text)
            times.append(time.process_time() - start)
        return min(times)

    assert cost(16_000) < 8 * max(cost(4_000), 0.01)


def test_a_thousand_braces() -> None:
    """Nested as deep as anybody likes."""
    assert [("paragraph", "Cats [a].")] == blocks("{" * 1000 + "Cats \\cite{a}." + "}" * 1000)


@pytest.mark.skipif(not SHARED.is_dir(), reason="there are no documents in ../shared/data/documents/latex")
def test_real_papers() -> None:
    """Every key that is cited in them is found as often as it is cited."""
    import json  # noqa: PLC0415 - of this test alone

    lost = []
    for truth in sorted(SHARED.glob("*.truth.json")):
        path = truth.with_name(truth.name.removesuffix(".truth.json"))
        wanted = [key for cite in json.loads(truth.read_text(encoding="utf-8"))["cites"] for key in cite["keys"]]
        document = read_file(path)
        found = [
            one.label
            for one in document.markers
            if one.entry is not None and document.entries[one.entry].group != "note"
        ]
        if sorted(wanted) != sorted(one for one in found if not one.isdecimal()):
            lost.append(path.name)
    assert [] == lost
