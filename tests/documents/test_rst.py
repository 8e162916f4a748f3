"""reStructuredText: footnotes, citations and keys at their places in the source, and no file that it includes."""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.api.installed import readers
from citecheck.documents import read as read_bytes
from citecheck.documents.beside import Beside
from citecheck.documents.rst import RstReader
from citecheck.documents.rst_bounds import bounded
from citecheck.documents.rst_parsing import words
from citecheck.model import Document
from tests.documents.soundness import problems
from tests.documents.timing import least_seconds

SHARED = Path(__file__).parents[3] / "shared" / "data" / "documents" / "plaintext"
TEXT = """=====
Lakes
=====

A lake [1]_ is *deep* [#]_ and ``[9]_`` old [Kim1997]_, as `Lee <http://lee.example/a>`_ says [#named]_.

.. note:: It is :ref:`cold <cold>` [*]_ in :pep:`8`.

.. code-block:: python

   code [1]_

========  =======
Lake      Depth
========  =======
Baikal    1642 m [1]_
========  =======

- An item that no one defined [7]_.
- Another, see ito_.

.. versionadded:: 2.0
   A new lake [Kim1997]_.

.. _ito: http://ito.example/b

.. [1] Kim, *Lakes*,
   http://kim.example/c.

   A second paragraph.
.. [#] Automatic.
.. [#named] Named.
.. [*] A star.
.. [Kim1997] Kim, A. 1997.

References
----------

* Ono, B. 2001. https://ono.example/d
"""


def read(text: str, beside: Beside | None = None) -> Document:
    """Give what is read of a text."""
    document = RstReader().read_with("a.rst", text, beside or Beside())
    assert [] == problems(document)
    return document


def test_markers_and_notes_stand_where_they_stand() -> None:
    """Numbered, automatic, named, with signs; in tables and directives; not in code; what is not defined is an orphan."""
    document = read(TEXT)

    assert [
        ("1", "[1]_", "body"), ("2", "[#]_", "body"), ("Kim1997", "[Kim1997]_", "body"), ("3", "[#named]_", "body"),
        ("*", "[*]_", "body"), ("1", "[1]_", "table"), ("7", "[7]_", "body"), ("Kim1997", "[Kim1997]_", "body"),
    ] == [(marker.label, marker.span.of(TEXT), marker.where) for marker in document.markers]  # fmt: skip
    assert ["7"] == [marker.label for marker in document.markers if marker.entry is None]
    assert [
        ("1", "Kim, Lakes, http://kim.example/c. A second paragraph.", True), ("2", "Automatic.", True),
        ("3", "Named.", True), ("*", "A star.", True), ("Kim1997", "Kim, A. 1997.", True),
        ("", "Ono, B. 2001. https://ono.example/d", False),
    ] == [(entry.label, entry.raw, entry.numbered) for entry in document.entries]  # fmt: skip
    links = [link for entry in document.entries for link in entry.links] + list(document.links)
    assert [link.url for link in links] == [link.span.of(TEXT) for link in links if link.span]
    assert {"http://lee.example/a", "http://ito.example/b"} == {link.url for link in document.links}
    assert "Lakes" == document.title
    assert "It is cold [*] in PEP 8." in [block.text for block in document.blocks]
    assert not any("code" in block.text for block in document.blocks)


def test_keys_are_found_in_the_bibliography(tmp_path: Path) -> None:
    """Of sphinxcontrib-bibtex; what it lacks is an orphan."""
    (tmp_path / "a.bib").write_text("@book{kim, author={Kim, A}, title={Dogs}}\n", encoding="utf-8")
    text = "As :cite:t:`kim` says :cite:p:`kim,lee`, :cite:`gone`.\n\n.. bibliography:: a.bib\n"

    document = read(text, Beside(tmp_path / "a.rst"))

    assert [("kim", 0), ("kim", 0), ("lee", None), ("gone", None)] == [
        (one.label, one.entry) for one in document.markers
    ]
    assert ["kim", "kim", "lee", "gone"] == [marker.span.of(text) for marker in document.markers]
    assert "As kim [kim] says [kim][lee], [gone]." == document.blocks[0].text


def test_keys_without_a_bibliography_are_known_by_themselves() -> None:
    """And what is missing is said once."""
    document = read("A :cite:`kim` and :footcite:t:`lee`.\n")

    assert [("kim", ""), ("lee", "")] == [(entry.label, entry.raw) for entry in document.entries]
    assert ["document-include-missing"] == [notice.rule for notice in document.notices]


@pytest.mark.parametrize(
    "text",
    [
        ".. include:: {}",
        ".. literalinclude:: {}",
        ".. raw:: html\n   :file: {}",
        ".. csv-table:: T\n   :file: {}",
        ".. csv-table:: T\n   :url: file://{}",
        ".. raw:: html\n\n   <b>secret</b>",
        ".. parsed-literal::\n\n   .. include:: {}",
    ],
)
def test_no_file_is_put_into_a_text(text: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Also not from beside it; what was not read is told, and nothing on the terminal."""
    (tmp_path / "secret.txt").write_text("secret\n", encoding="utf-8")

    document = read(f"Words.\n\n{text.format(tmp_path / 'secret.txt')}\n", Beside(tmp_path / "a.rst"))

    assert ["Words."] == [block.text for block in document.blocks]
    assert "document-include-refused" in [notice.rule for notice in document.notices]
    assert ("", "") == tuple(capfd.readouterr())


def test_a_proposal_has_its_title_in_its_head() -> None:
    """As PEP 12 has it; the head is no text."""
    document = read("PEP: 9999\nTitle: On lakes\nAuthor: Kim\n\nAbstract\n========\n\nWords.\n")

    assert ("On lakes", ["Abstract", "Words."]) == (document.title, [block.text for block in document.blocks])


def test_what_is_nested_too_deeply_is_told() -> None:
    """And read no further."""
    for text in ("".join(f"{' ' * 2 * n}* a\n\n" for n in range(400)), "- " * 3_000 + "a"):
        assert "document-incomplete" in [notice.rule for notice in read(text).notices]


def test_names_that_are_added_are_taken_away() -> None:
    """What docutils knows after a parse is what it knew before."""
    from docutils.parsers.rst import directives, roles  # noqa: PLC0415

    before = (dict(directives._directives), dict(roles._roles))  # noqa: SLF001 - that is what is asked
    read(".. unheard:: a\n\n   Words :of:`all`.\n")

    assert before == (directives._directives, roles._roles)  # noqa: SLF001 - as above


def test_the_table_has_roles_of_keys() -> None:
    """Those that name works in sentences, or cite nothing, are among those that name keys."""
    assert words("textual") | words("uncited") <= words("cites")


PIECES = (
    "[1]_", "[#]_", "[a]_", ".. [1] a\n", ".. [#] b\n", ":cite:`a`", "`a <http://b.example>`_", "``", "`", "*", "**", "|a|", "_", "__", "::\n\n", "\n", "\n\n",
    "   ", "- ", "1. ", ".. x::\n", ".. include:: a\n", "====\n", "+--+\n|a |\n+--+\n", "== ==\na  b\n== ==\n", ":a: b\n", ".. _a: b\n", "\\", "é", "語", "\t", "\r\n",
)  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "most"),
    [
        ("x\n\n----\n\n", 3_000),
        ("a\n=====\n\nx\n\n", 3_000),
        ("`a`__ ", 3_000),
        (".. _a: b_\n", 1_000),
        ("__ b\n", 1_000),
        ("|a |\n", 3_000),
        ("=== ", 0),
        ("+--", 0),
    ],
)
def test_what_docutils_would_read_for_ever_is_not_given_to_it(unit: str, most: int) -> None:
    """Thousands of some things: what stands before them is."""
    assert unit * most == bounded(unit * 5_000)[: len(unit) * most]
    assert len(bounded(unit * 5_000)) < len(unit) * (most + 1)
    assert unit * 200 == bounded(unit * 200)


@pytest.mark.parametrize("unit", [":a:`b", "x\n\n----\n\n", ".. contents::\n\n", ".. target-notes::\n\n"])
def test_thousands_of_anything_are_read_in_time(unit: str) -> None:
    """And what was left out is told."""
    start = time.process_time()
    text = f"Moles dig. [1]_\n\n.. [1] Holm\n\n{unit * 3_500}\n"
    document = RstReader().read("a.rst", text)

    assert time.process_time() - start < 20
    assert [0] == [marker.entry for marker in document.markers]
    assert (bounded(text) != text) == any("was read up to there" in notice.message for notice in document.notices)


@pytest.mark.parametrize(
    "unit", ["* a\n\nb\n\n", "1. a\n\nb\n\n", ":a: b\n\nc\n\n", "a\n b\n\nc\n\n", "-a  b\n\nc\n\n", ".. a\n\nb\n\n"]
)
def test_lists_after_lists_are_bounded(unit: str) -> None:
    """Tens of thousands of them, each of which docutils gives a copy of all that follows; one list may be as long."""
    assert (unit * 30_000).startswith(bounded(unit * 30_000))
    assert 5_000 * len(unit) < len(bounded(unit * 30_000)) < 20_000 * len(unit)
    assert "* a\n\n  b\n\n" * 15_000 == bounded("* a\n\n  b\n\n" * 15_000)


@pytest.mark.parametrize(
    ("definitions", "seen"),
    [
        (".. |a| replace:: moles |b|\n.. |b| replace:: dig", "So moles dig. [1]"),
        (".. |a| replace:: moles |none|", "So moles |none|. [1]"),
        (".. |a| replace:: |b|\n.. |b| replace:: |a|", "So |a|. [1]"),
        (
            ".. |0| replace:: x\n"
            + "".join(f".. |{n}| replace:: {f'|{n - 1}| ' * 10}\n" for n in range(1, 12))
            + ".. |a| replace:: |11|",
            "So |a|. [1]",
        ),
    ],
    ids=["nested", "undefined", "circle", "tenfold"],
)
def test_substitutions_are_bounded(definitions: str, seen: str) -> None:
    """What would come to too much, or is in a circle, is left as it is written, and that is told."""
    document = RstReader().read("a.rst", f"So |a|. [1]_\n\n{definitions}\n\n.. [1] Holm\n")

    assert [seen] == [block.text for block in document.blocks]
    assert ("|a|" in seen) == ("document-incomplete" in {notice.rule for notice in document.notices})


@settings(max_examples=50)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=40).map("".join))
def test_any_text_is_read(text: str) -> None:
    """Without an error, and soundly."""
    read(text)


@pytest.mark.parametrize(
    "unit",
    [
        "*",
        "`a",
        "[1]_ ",
        "[1]",
        "|a",
        "- a\n",
        "a\n\n",
        "  a\n",
        ".. [1] a\n",
        ".. a::\n\n",
        "a_ ",
        "\\",
        "::\n\n a\n\n",
        "=\n",
    ],
)
def test_time_grows_with_the_length(unit: str) -> None:
    """Four times as many of anything take four times as long, or little more."""

    def seconds(count: int) -> float:
        text = f"A [1]_.\n\n{unit * count}\n\n.. [1] b\n"
        return least_seconds(lambda: read(text), 2)

    assert seconds(480) < 9 * max(seconds(120), 0.02)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared documents are not here")
@pytest.mark.parametrize("name", sorted(path.name for path in SHARED.glob("*.rst")))
def test_the_shared_documents_are_read_as_well_as_before(name: str) -> None:
    """Each note is an entry under its label, each use a marker that leads to it, and there are no others."""
    truth = json.loads((SHARED / f"{name}.truth.json").read_text(encoding="utf-8"))
    document = read_bytes(name, (SHARED / name).read_bytes(), readers())

    assert truth["labels"] == [entry.label for entry in document.entries if entry.numbered]
    assert Counter(truth["uses"]) == Counter(marker.label for marker in document.markers)
