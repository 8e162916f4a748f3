"""No reference, however hostile its words, breaks the file that it is exported to."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.model import Field, Name, PartialDate, Reference
from citecheck.references.bibtex import read, to_bibtex
from citecheck.references.keys import citation_keys
from citecheck.references.latex import Dialect

HOSTILE = [
    "}}", "{", "}", "{{", "|", "\\input{/etc/passwd}", "\\write18{rm}", "%", "100% @misc{x,", "\n@misc{x, title = {y}}",
    "@", "@comment{", "\\", "a\\", '"', '","', "=", ",", "#", "and", " and and ", "others", "et al.", "A and B", "a, b, c, d",
    "family=x, given=y", "\u202egnirts", "\ud800", "\x00", "\u2028", "~", "$x$", "^^M", "\\end{document}", "  ", "\t",
    "백나리", "e\u0301", "\ufeff", "\uffff", "\ufdd0", "\U0010fffe", "<b>", "&amp;", "\\verb|x|", "{\\textbraceleft", "a" * 2000,
]  # fmt: skip

TEXT_VARIABLES = [
    "title", "container-title", "publisher", "publisher-place", "volume", "issue", "page", "locator", "edition", "ISBN",
    "ISSN", "DOI", "URL", "archive-url", "arXiv", "OCLC", "language", "genre", "note", "number", "collection-title",
    "event-title", "no-such-variable",
]  # fmt: skip

texts = st.sampled_from(HOSTILE) | st.text(max_size=20) | st.lists(st.sampled_from(HOSTILE), max_size=4).map("".join)
names = st.builds(Name, family=texts, given=texts, particle=texts, suffix=texts, native=texts) | st.builds(
    Name, literal=texts
)
dates = st.builds(
    PartialDate,
    year=st.integers(1, 9999),
    month=st.none() | st.integers(1, 12) | st.integers(21, 24),
    end=st.none() | st.builds(PartialDate, year=st.integers(1, 9999), month=st.none() | st.integers(1, 24)),
    circa=st.booleans(),
)
fields = (
    st.builds(Field, variable=st.sampled_from(TEXT_VARIABLES), value=texts)
    | st.builds(
        Field,
        variable=st.sampled_from(["author", "editor", "translator"]),
        value=st.lists(names, max_size=3).map(tuple),
    )
    | st.builds(Field, variable=st.sampled_from(["issued", "accessed", "archived"]), value=dates)
)
KINDS = [
    "article-journal", "article-newspaper", "book", "chapter", "entry-encyclopedia", "thesis", "report", "webpage",
    "paper-conference", "software", "dataset", "manuscript", "document", "no-such-kind",
]  # fmt: skip
references = st.builds(
    Reference,
    id=st.just("ref-1"),
    label=texts,
    raw=texts,
    kind=st.sampled_from(KINDS),
    fields=st.lists(fields, max_size=8).map(tuple),
)


def hostile_names(text: str) -> list[list[dict[str, str]]]:
    """Give lists of names with *text* in each part of a name, and with another name beside it."""
    parts = ("family", "given", "particle", "suffix")
    people = [{"family": "Kim", "given": "Yong", part: text} for part in parts]
    alone = [[{"literal": text}], [{"family": text}], *([one] for one in people)]
    return [*alone, [{"family": "Lee", "given": "B"}, *people]]


@given(st.lists(references, max_size=4), st.sampled_from(["biblatex", "bibtex"]))
@settings(max_examples=300)
def test_hostile_references_read_back(made: list[Reference], dialect: Dialect) -> None:
    """The file has one entry for each reference, under its key, and can be written as UTF-8."""
    keys = citation_keys(made)

    text = to_bibtex(made, keys, dialect)

    assert list(keys) == [entry.key for entry in read(text)]
    text.encode("utf-8")


@pytest.mark.parametrize(("word", "dialect"), [("}", "biblatex"), ("@x{ A, ", "biblatex"), ("é\\", "bibtex")])
def test_a_title_without_end_is_exported(word: str, dialect: Dialect, make_reference: Callable[..., Reference]) -> None:
    """A title and an address of 100,000 characters go through; a step that is not linear would not end here."""
    title = f"Start {word * (100_000 // len(word))} end"

    text = to_bibtex([make_reference({"title": title, "URL": f"http://a.example/{title}"})], ["key"], dialect)

    assert len(text) > 2 * len(title)  # both are there; `to_bibtex` itself reads the file back


@pytest.mark.parametrize("variable", ["title", "author", "container-title", "URL", "note", "publisher"])
def test_biber_reads_hostile_values(
    variable: str,
    make_reference: Callable[..., Reference],
    require_program: Callable[[str], str],
    tmp_path: Path,
) -> None:
    """Biber, which counts braces in its own way, finds every entry too and calls nothing an error."""
    made = [
        make_reference({"title": "Title", "issued": "2001", variable: value})
        for word in HOSTILE
        for text in (word, f"x{word}y")
        for value in (hostile_names(text) if variable == "author" else [text])
    ]
    keys = [f"key{n}" for n in range(len(made))]
    (tmp_path / "hostile.bib").write_text(to_bibtex(made, keys), encoding="utf-8")

    run = subprocess.run(
        [require_program("biber"), "--tool", "--output-file", "out.bib", "hostile.bib"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, []) == (run.returncode, [line for line in run.stdout.splitlines() if "ERROR" in line])
    out = (tmp_path / "out.bib").read_text(encoding="utf-8")
    assert [] == [key for key in keys if f"{{{key}," not in out]
