"""PDFs: what is read of a paper, and that whatever a PDF does to its reader, there is an answer and the next one is read."""

from __future__ import annotations

import os
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.cli import main
from citecheck.documents.pdf import PdfReader
from citecheck.documents.pdf_process import PdfProcess
from citecheck.documents.pdf_sheets import Area, Copy, Font, Run, Sheet
from citecheck.documents.pdf_telling import told
from citecheck.errors import NotText
from citecheck.model import Document
from tests.documents.pdf_evil import EVIL, sound
from tests.documents.pdf_papers import PARTS, Work, numbered_paper, papers_in_one, typeset, works
from tests.documents.soundness import problems

TIGHT = "tests.documents.pdf_tight_child"
QUICK = b"%PDF-quick"


@pytest.fixture(scope="module")
def reader() -> Iterator[PdfReader]:
    """Give a reader whose process has tight bounds."""
    one = PdfReader(PdfProcess(60.0, TIGHT))
    yield one
    one.process.close()


@dataclass(frozen=True)
class Paper:
    """A paper as read, and how often it cites what."""

    document: Document
    cited: Counter[str]
    works: list[Work]

    def entries(self) -> dict[int, str]:
        """Give the key of each entry that is one of the paper's works."""
        starts = {work.start: work.key for work in self.works}
        return {
            n: key
            for n, entry in enumerate(self.document.entries)
            for start, key in starts.items()
            if entry.raw.startswith(start)
        }

    def recalled(self) -> tuple[float, float]:
        """Give the shares of references and of citations that were found; what is found too often counts against it."""
        entries = self.entries()
        found = Counter(entries[marker.entry] for marker in self.document.markers if marker.entry in entries)
        hit = sum(min(found[key], times) for key, times in self.cited.items())
        references = len(set(entries.values())) / len(self.works)
        return references, 2 * hit / (found.total() + self.cited.total())


@pytest.fixture(scope="module")
def latex(require_program: Callable[[str], str]) -> str:
    """Give the path of pdfLaTeX."""
    return require_program("pdflatex")


@pytest.fixture(scope="module")
def numbered(latex: str, reader: PdfReader, tmp_path_factory: pytest.TempPathFactory) -> Paper:
    """Give the paper with 40 numbered references."""
    source, aux, counted = numbered_paper()
    made = typeset(latex, tmp_path_factory.mktemp("numbered"), "paper", source, aux)
    return Paper(reader.read_bytes("paper.pdf", made), counted, works(40))


@pytest.fixture(scope="module")
def variants(latex: str, reader: PdfReader, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Paper]:
    """Give papers that are set in other ways, all made in one run of TeX."""
    source, aux, counts = papers_in_one()
    folder = tmp_path_factory.mktemp("variants")
    whole = pypdfium2.PdfDocument(typeset(latex, folder, "paper", source, aux))
    log = (folder / "paper.log").read_text(encoding="latin-1")
    starts = [*map(int, re.findall(r"PART:(\d+)", log)), len(whole)]
    papers = {}
    for n, (name, chosen) in enumerate(zip(PARTS, (works(20), works(18, 20), works(12, 4)), strict=True)):
        part = pypdfium2.PdfDocument.new()
        part.import_pages(whole, list(range(starts[n], starts[n + 1])))
        part.save(folder / f"{n}.pdf")
        part.close()
        document = reader.read_bytes(f"{n}.pdf", (folder / f"{n}.pdf").read_bytes())
        papers[name] = Paper(
            document, counts[name], [Work(f"{'abc'[n]}{w.key}", w.author, w.year, w.tex) for w in chosen]
        )
    whole.close()
    return papers


def test_a_paper_with_numbers_is_read(numbered: Paper) -> None:
    """All 40 references, and every citation, those within a range included."""
    assert (1.0, 1.0) == numbered.recalled()
    assert () == numbered.document.notices
    assert "The Lights of the Outer Coast" == numbered.document.title


def test_footnotes_are_read_apart_from_the_list(numbered: Paper) -> None:
    """A mark above the line leads to the words at the foot of its page."""
    document = numbered.document
    notes = {n: entry for n, entry in enumerate(document.entries) if entry.group == "note"}

    assert ["1", "2", "3", "4"] == [entry.label for entry in notes.values()]
    assert all(entry.raw.startswith("A remark of the ") for entry in notes.values())
    assert [1, 1, 1, 1] == [sum(marker.entry == n for marker in document.markers) for n in notes]


def test_addresses_that_lines_broke_are_whole(numbered: Paper) -> None:
    """An address of two lines is one, and a hyphen in it stays."""
    links = [link.url for entry in numbered.document.entries for link in entry.links]

    assert [
        f"https://archive.example.org/items/{n}/a-rather-long-path/of-the-copy_{n}.html" for n in range(0, 40, 5)
    ] == links


def test_lines_are_joined_and_running_heads_are_gone(numbered: Paper) -> None:
    """Words that a line parted are whole, and no head stands between two sentences."""
    text = numbered.document.text

    assert "considerable differences between neighbouring administrations" in text
    assert "THE 13TH PART OF THE SURVEY" not in text
    assert not re.search(r"\w-\n|\w- \w", text)
    assert {f"{n} The {n}th part of the survey" for n in (1,)} <= {b.text for b in numbered.document.blocks}


@pytest.mark.parametrize("name", PARTS[:2])
def test_other_settings_are_read(variants: dict[str, Paper], name: str) -> None:
    """Two columns, and numbers above the line beside those of footnotes."""
    assert (1.0, 1.0) == variants[name].recalled()


def test_a_list_without_numbers_is_parted(variants: dict[str, Paper]) -> None:
    """Hanging indents tell the items apart."""
    assert 1.0 == variants["author and year"].recalled()[0]


def test_recognises_by_how_it_begins() -> None:
    """A mark within the first kilobyte, whatever the name."""
    reader = PdfReader()
    found = [reader.recognises_bytes(path, data) for path, data in (
        ("a.pdf", sound()), ("a", b"x" * 900 + sound()), ("a.pdf", b"x" * 1100 + sound()), ("a.pdf", b""), ("a.txt", b"%PDF"),
    )]  # fmt: skip

    assert [True, True, False, False, False] == found


def test_a_small_document_is_read(reader: PdfReader) -> None:
    """Its text, its list, its markers, and where they stand."""
    document = reader.read_bytes("a.pdf", sound())

    assert ["1", "2"] == [entry.label for entry in document.entries]
    assert ["[1]", "[2]"] == [document.text[marker.span.start : marker.span.end] for marker in document.markers]
    assert [0, 1] == [marker.entry for marker in document.markers]
    assert "extracted" == document.text_of


SAYS = {
    "only-a-head": "it is broken",
    "cut-in-half": "it is broken",
    "cut-in-a-stream": "it is broken",
    "flipped": "it is broken",
    "wrong-places": "",
    "places-far-outside": "",
    "no-catalog": "it is broken",
    "page-in-itself": "all its pages are damaged",
    "pages-in-a-circle": "all its pages are damaged",
    "huge-page": "",
    "no-size": "",
    "deep-pages": "all its pages are damaged",
    "deep-arrays": "",
    "packed-words": "crashed or was killed",
    "packed-objects": "",
    "a-billion-pages": "",
    "shared-pages": "it is broken",
    "forms-in-forms": "crashed or was killed",
    "names-in-a-circle": "",
    "encrypted": "it is encrypted",
    "no-words": "it has no text",
    "huge-letters": "it has no text",
    "length-lies": "",
}
"""What is said of each that cannot be read; nothing of those that can."""


def test_hostile_files_are_read_or_told(reader: PdfReader) -> None:
    """Of each it is said what happened, and a sound one after it is read."""

    def read(body: bytes) -> str:
        try:
            return "" if "The light was built in 1926" in reader.read_bytes("a.pdf", body).text else "other words"
        except NotText as problem:
            return str(problem)

    said = {name: (read(make()), read(sound())) for name, make in EVIL.items()}

    assert set(EVIL) == set(SAYS)
    assert [] == [
        (name, first) for name, (first, _) in said.items() if SAYS[name] not in first or bool(first) != bool(SAYS[name])
    ]
    assert {""} == {second for _, second in said.values()}


def test_an_audit_goes_on_after_what_cannot_be_read(
    tmp_path: Path, reader: PdfReader, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each has its line, the sound ones their report, and the run its exit code."""
    monkeypatch.setattr("citecheck.api.sources.readers", lambda _: (reader,))
    for name, body in (("crash", b"%PDF-nonsense"), ("cut", EVIL["cut-in-half"]()), ("locked", EVIL["encrypted"]())):
        (tmp_path / f"{name}.pdf").write_bytes(body)
    for name in ("0", "e", "zz"):
        (tmp_path / f"{name}.pdf").write_bytes(sound())
    files = sorted(str(path) for path in tmp_path.glob("*.pdf"))
    code = main(["audit", "--offline", "--fail-on", "never", "--format", "json", *files])
    said = capsys.readouterr()
    lines = re.findall(r"/([\w-]+)\.pdf cannot be read: ([^.]*)\.", said.err)

    assert 2 == code
    assert [
        ("crash", "the process that read it crashed or was killed"),
        ("cut", "it is broken"),
        ("locked", "it is encrypted"),
    ] == lines
    assert ["0", "e", "zz"] == [Path(source).stem for source in re.findall(r'"source": ?"([^"]*\.pdf)"', said.out)]


@pytest.mark.parametrize(
    ("body", "reason"), [(b"%PDF-hang", "longer than 0.5 seconds"), (b"%PDF-nonsense", "crashed or was killed")]
)
def test_a_process_that_gives_no_answer_is_ended(body: bytes, reason: str) -> None:
    """It took too long, or what it said was none; the next file has a new one."""
    process = PdfProcess(30.0, TIGHT)
    process.copy(QUICK)
    process.deadline = 0.5 if body == b"%PDF-hang" else 30.0
    first = process.copy(body)
    process.deadline = 30.0

    assert reason in first.reason
    assert 1 == process.copy(QUICK).count
    process.close()


def test_a_killed_process_is_told() -> None:
    """Killed while it reads, that file has a reason; killed while it waits, nobody notices."""
    process = PdfProcess(60.0, TIGHT)
    process.copy(QUICK)
    assert process.pid is not None
    killer = threading.Timer(0.2, os.kill, (process.pid, 9))
    killer.start()
    hung = process.copy(b"%PDF-hang")
    killer.join()
    assert 1 == process.copy(QUICK).count
    os.kill(process.pid, 9)
    until = time.monotonic() + 20
    while time.monotonic() < until and not (process.process and process.process.ended):
        time.sleep(0.01)  # the system takes a moment to end it

    assert "crashed or was killed" in hung.reason
    assert 1 == process.copy(QUICK).count
    process.close()


def test_a_machine_without_room_for_a_process_is_a_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody waits for one that could not be started."""
    monkeypatch.setattr("sys.executable", str(tmp_path / "no-such-program"))

    with pytest.raises(NotText, match="no process could be started"):
        PdfReader().read_bytes("a.pdf", sound())


def test_pages_that_were_not_read_are_named() -> None:
    """Those that are damaged, those that are pictures, those after the last."""
    runs = [Run(text, 72, 200, 100, 10, 0, -1) for text in ("Words of a page", "Others")]
    sheets = [Sheet(n, 612, 792, runs[n - 1 : n], [], "", n == 4) for n in (1, 2, 4)]
    copy = Copy("", 2500, "", "", [Font("F", False, False)], sheets, [3, 5, 6], "pages")

    assert [
        "The pages from 7 to 2,500 were not read: the PDF says it has more than 2,000 pages. Audit them as a file of their own.",
        "The pages 3, 5-6 could not be read: the file is damaged there. Look at what they say yourself.",
        "The page 4 shows a picture and has no text. Have it recognised (OCR), or check what they say yourself.",
    ] == [notice.message for notice in told("a.pdf", copy).notices if notice.rule == "document-incomplete"]


RUNS = st.builds(
    Run,
    st.one_of(st.sampled_from(["[1]", "1", "References", "1. ", "[1, 3–5]", "a-\u00ad", "https://a.example/b", " ", "†"]), st.text(max_size=12)),
    st.floats(0, 600), st.floats(0, 700), st.floats(0, 800), st.sampled_from([0.0, 6.0, 10.0, 10.0, 14.0]), st.integers(0, 2),
    st.integers(-1, 2),
)  # fmt: skip
AREAS = st.builds(Area, *[st.floats(0, 600)] * 4, st.sampled_from(["", "https://a.example/"]), st.integers(-1, 3),
                  st.floats(0, 600), st.floats(0, 800), st.sampled_from(["", "cite.a", "section.1"]))  # fmt: skip
SHEETS = st.builds(
    Sheet, st.integers(1, 4), st.just(612.0), st.just(792.0), st.lists(RUNS, max_size=12), st.lists(AREAS, max_size=3)
)


@settings(max_examples=25)
@given(st.lists(SHEETS, max_size=3))
def test_whatever_stands_on_pages_is_told(sheets: list[Sheet]) -> None:
    """Any runs at any places make a document, whose spans lie in its text."""
    fonts = [Font("F", False, False), Font("FBold", True, False), Font("Mono", False, False)]
    try:
        document = told("a.pdf", Copy("", 4, "T", "en", fonts, sheets))
    except NotText:
        return

    assert [] == problems(document)


LONG: dict[str, Callable[[int], list[str]]] = {
    "brackets": lambda n: ["[" * 60] * n,
    "ranges": lambda n: ["[1–60, 1–60, 1–60, 1–60, 1–60]"] * n,
    "numbers": lambda n: [f"[{k}] Berg, A. 1927. On the light." for k in range(1, n)],
    "headings": lambda n: ["References"] * n,
    "addresses": lambda n: ["https://a.example/b/"] * n,
    "hyphens": lambda n: ["light\u00ad"] * n,
    "one-row": lambda n: ["a"] * n,
}


@pytest.mark.parametrize("name", LONG)
def test_long_documents_take_time_that_grows_with_them(name: str) -> None:
    """Four times as much takes about four times as long."""

    def seconds(n: int) -> float:
        rows = LONG[name](n)
        runs = [
            Run(row, 72.0 + (k % 50) * 9 * (name == "one-row"), 80.0 + (k % 50) * 9, 12.0 * (k % 60 + 1), 10, 0, -1)
            for k, row in enumerate(rows)
        ]
        sheets = [Sheet(k // 60 + 1, 612, 792, runs[k : k + 60], []) for k in range(0, len(runs), 60)]
        copy = Copy("", len(sheets), "", "", [Font("F", False, False)], sheets)
        best = 60.0
        for _ in range(3):
            start = time.process_time()
            told("a.pdf", copy)
            best = min(best, time.process_time() - start)
        return best

    assert seconds(320) / seconds(80) < 8


def test_characters_that_nobody_can_tell_are_told() -> None:
    """A font without a table of characters is a notice."""
    sheet = Sheet(1, 612, 792, [Run("Light \ufffd\ufffd\ufffd of the harbour", 72, 200, 100, 10, 0, -1)], [])
    document = told("a.pdf", Copy("", 1, "", "", [Font("F", False, False)], [sheet]))

    assert ["3 characters of the PDF have no meaning that a program could read."] == [
        one.message.partition(" Make")[0] for one in document.notices if one.rule == "document-incomplete"
    ]


def test_what_all_pages_repeat_is_kept_where_nothing_else_stands() -> None:
    """Pages that are all the same have no running heads alone."""
    run = Run("Words of a page", 72, 200, 100, 10, 0, -1)
    document = told(
        "a.pdf", Copy("", 2, "", "", [Font("F", False, False)], [Sheet(n, 612, 792, [run], []) for n in (1, 2)])
    )

    assert "Words of a page" in document.text
