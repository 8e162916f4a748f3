"""Notebooks: their Markdown cells are one document, in both forms of nbformat; nothing else of them is."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.documents import read
from citecheck.documents.bib_list import BibListReader
from citecheck.documents.markdown import MarkdownReader
from citecheck.documents.notebook import NotebookReader
from citecheck.model import Document
from tests.documents.soundness import problems

MOLES = "# Moles\n\nMoles dig at night.[^1]"
NOTE = "[^1]: Holm, *On moles*, https://holm.example/moles"


def cell(source: object, kind: str = "markdown", **more: object) -> dict[str, object]:
    """Give a cell of a notebook."""
    return {"cell_type": kind, "metadata": {}, "source": source, **more}


def notebook(*cells: object, **more: object) -> str:
    """Give the file of a notebook of nbformat 4."""
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}, indent=1)


def old_notebook(*sheets: list[object]) -> str:
    """Give the file of a notebook of nbformat 3."""
    return json.dumps({"nbformat": 3, "metadata": {}, "worksheets": [{"cells": cells} for cells in sheets]})


def told(text: str) -> Document:
    """Give the document that a notebook is."""
    return NotebookReader().read("a.ipynb", text)


def test_the_markdown_cells_are_one_document() -> None:
    """A note of the last cell answers to a marker of the first; code, its output and raw cells say nothing."""
    document = told(
        notebook(
            cell(["# Moles\n", "\n", "Moles dig at night.[^1]"]),
            cell("x = '[^2]'\n# Dogs bark.[^1]", "code", outputs=[{"text": "[^3]: no"}]),
            cell("Raw.[^1]", "raw"),
            cell(""),
            cell(NOTE),
        )
    )

    assert f"{MOLES}\n\n{NOTE}" == document.text
    assert ["Moles", "Moles dig at night.[^1]"] == [block.text.replace("[1]", "[^1]") for block in document.blocks]
    assert [0] == [marker.entry for marker in document.markers]
    (entry,) = document.entries
    assert ("1", ["https://holm.example/moles"]) == (entry.label, [link.url for link in entry.links])
    assert "[^1]" == document.markers[0].span.of(document.text)
    assert ("Moles", "notebook", "extracted") == (document.title, document.format, document.text_of)
    assert document.line_in_file(0) is None


def test_nbformat_3_has_worksheets_and_cells_that_are_headings() -> None:
    """All worksheets are read, in order."""
    document = told(
        old_notebook(
            [cell("Moles", "heading", level=1), cell("print", "code", input=["[^1]"]), cell("They dig.[^1]")],
            [cell(["Sleep", " well"], "heading", level=2), cell(["By day.[^1]\n", "\n", NOTE])],
        )
    )

    assert f"# Moles\n\nThey dig.[^1]\n\n## Sleep well\n\nBy day.[^1]\n\n{NOTE}" == document.text
    assert [("Moles", 1), ("Sleep well", 2)] == [(one.text, one.level) for one in document.blocks if one.level]
    assert [0, 0] == [marker.entry for marker in document.markers]


@pytest.mark.parametrize(
    "left_open",
    [
        "```python\nx",
        "~~~~\n~~~\nx",
        "  ```\n  x",
        "<!-- x",
        "<style>\nx",
        "<PRE>x",
        "<?x\ny",
        "<![CDATA[\nx",
        "- a\n  ```\n  x",
    ],
)
def test_what_a_cell_leaves_open_ends_with_it(left_open: str) -> None:
    """Each cell is shown by itself: a code block without an end does not take the next cell."""
    document = told(notebook(cell(left_open), cell("They dig.[^1]"), cell(NOTE)))

    assert [0] == [marker.entry for marker in document.markers]
    assert 1 == len(document.entries)


@pytest.mark.parametrize(
    "whole",
    [
        "```\nx\n```",
        "~~~\n```\n~~~~",
        "`` a",
        "<!-- x -->",
        "<!-- x\ny --> z",
        "<pre>x</pre>",
        "<present>",
        "- a\n  ```\n  x\n\nb",
    ],
)
def test_what_a_cell_closes_stays_as_it_is(whole: str) -> None:
    """Nothing is added to it."""
    assert f"{whole}\n\nThey dig." == told(notebook(cell(whole), cell("They dig."))).text


def test_the_metadata_may_have_a_title_and_the_first_cell_a_head() -> None:
    """As nbformat and Quarto have it: a raw cell with YAML, here with a bibliography written into it."""
    head = "---\ntitle: Head\nlang: en-GB\nreferences:\n- id: holm\n  type: book\n  title: On moles\n---"
    cells = (cell(head, "raw"), cell("They dig [@holm]."))

    assert "Head" == told(notebook(*cells)).title
    document = told(notebook(*cells, metadata={"title": "Of  moles"}))
    assert ("Of moles", "en-GB") == (document.title, document.language)
    assert ["holm"] == [entry.label for entry in document.entries]
    assert [0] == [marker.entry for marker in document.markers]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '{"nbformat": 4, "cells": [',
        "[" * 100_000,
        '{"nbformat": 4, "cells": [' + '{"cells": [' * 50_000,
        '{"a": ' + "9" * 9_000,
    ],
    ids=["brace", "cut off", "brackets", "deep", "number"],
)
def test_what_is_no_json_is_told(text: str) -> None:
    """In a sentence that says what to do."""
    document = told(text)

    assert "document-incomplete" == document.notices[0].rule
    assert "save it in Jupyter again" in document.notices[0].message
    assert ("", ()) == (document.text, document.entries)


ODD: tuple[Any, ...] = (
    None,
    3,
    "x",
    [],
    {},
    True,
    [1, None, "x"],
    {"cells": 3},
    {"cells": [None, 3]},
    "\ud800",
    "a\0b",
    1.5,
    -1,
)


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_a_notebook_may_hold_anything(odd: object) -> None:
    """What is no cell says nothing; half a pair and NUL are replaced, as no text can hold them."""
    for text in (
        json.dumps(odd),
        notebook(*odd) if isinstance(odd, list) else notebook(odd),
        notebook(cell(odd), cell([odd]), {"cell_type": odd, "source": "x"}, metadata=odd),
        notebook(metadata={"title": odd}, cells=odd),
        old_notebook([cell("a", "heading", level=odd), odd]),
        json.dumps({"worksheets": odd}),
    ):
        document = told(text)
        assert [] == problems(document)
        document.text.encode("utf-8")
        assert "\0" not in document.text


@settings(max_examples=30)
@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.text(max_size=12)
        | st.sampled_from([MOLES, NOTE, "---\na: b", "```"]),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["cells", "worksheets", "source", "cell_type", "metadata", "title", "level"]),
                inner,
                max_size=4,
            )
            | st.builds(cell, inner, st.sampled_from(["markdown", "heading", "raw", "code", "html"]), level=inner)
        ),
        max_leaves=12,
    )
)
def test_any_json_is_read(value: object) -> None:
    """All that is said of it lies in it."""
    assert [] == problems(told(json.dumps(value)))
    assert [] == problems(told(notebook(value)))


def test_notebooks_are_told_by_what_they_say_of_themselves() -> None:
    """JSON of other kinds, and Markdown that shows a notebook, are none."""
    ours, others = NotebookReader(), (MarkdownReader(), BibListReader())
    whole = notebook(cell(MOLES), cell(NOTE))

    assert ours.recognises("-", whole)
    assert ours.recognises("-", "\ufeff\n" + whole)
    assert not any(other.recognises("-", whole) for other in others)
    for text in ("{}", '{"nbformat": 4}', '{"cells": []}', f"See:\n\n{whole}", f"[{whole}]", MOLES):
        assert not ours.recognises("-", text)
    assert "notebook" == read("a.ipynb", b"{", (*others, ours)).format


@pytest.mark.parametrize(
    "source",
    ["```\n", "<!--\n", "```\n~~~\n", "- ```\n", "\ud800", "a\n\n"],
    ids=["fences", "comments", "both", "items", "halves", "lines"],
)
def test_cells_are_read_in_time_that_grows_with_them(source: str) -> None:
    """Many cells, and a long one: four times as much takes four times as long, not sixteen."""

    def seconds(number: int) -> float:
        text = notebook(cell(source * number), *[cell(source)] * number)
        least = []
        for _ in range(3):
            start = time.process_time()
            told(text)
            least.append(time.process_time() - start)
        return min(least)

    assert seconds(4 * 100) < 8 * max(seconds(100), 0.01)
