"""Long runs of anything end in bounded time: each case is far beyond what quadratic work would allow."""

from __future__ import annotations

import subprocess
import sys

import pytest

N = 20_000

TEXTS = {
    "brackets": "[" * N, "pairs": "[]" * N, "markers": "x[1]" * N, "carets": "^" * N, "framed": "1. ^" + " a b" * N,
    "items": "1. ^ x\n" * N, "newlines": "x" + "\n" * N, "returns": "1. ^ x\r" * N, "numbers": "1." * N, "spaces": "x" + " " * N + "x",
    "quotes": '"' * N, "commas": "," * N, "digits": "1" * N, "addresses": "1. ^ " + "http://" * N, "closing": "1. ^ http://a/" + ")" * N,
    "tabs": "a\t" * N, "edit": "a[edit]\n" * N, "lists": "1. ^ a\n\nx[1]\n\n" * (N // 4), "bullets": "References\n\n" + "• a 1999\n" * N,
    "pages": "x[1]:" + "1–2," * N, "groups": "".join(f"x[w{i} 1]" for i in range(N)), "wide": "漢" * N,
    "many": "".join(f"{i % 9999}. ^ x[{i % 1000}]\n" for i in range(N)),
    "inner": "References\n\n1. ^ x\n" + "   y\n\n" * N,
}  # fmt: skip

PAGES = {
    "nested": "<div>" * 2 * N, "odd ends": "</div>" * 2 * N, "paragraphs": "<b><p>" * N, "items": "<ol>" + "<li>" * N,
    "entities": "&amp;" * N, "half entities": "&#" * N, "comments": "<!--" * N, "declarations": "<!" * N, "open": "<a " * N,
    "quotes": '<a x="' * N, "single": "<a x='" * N, "attributes": "<a " + "x=" * N + ">", "markers": '<sup class="reference">' * N,
    "links": '<a href="#cite_note-1">[1]' * N, "entries": '<ol><li id="cite_note-1">x' * N, "tables": "<table><tr><td>" * N,
    "scripts": "<script>" * N, "styles": '<a style="' + "display " * N + '">', "less": "<" * N, "classes": ('class="' + " " * 200) * 500,
}  # fmt: skip

PROGRAM = """
import sys
from citecheck.documents.reference_list import ReferenceListReader
from citecheck.documents.wikipedia_html import WikipediaHtmlReader
from citecheck.documents.wikipedia_text import WikipediaTextReader
text = sys.stdin.read()
readers = [WikipediaHtmlReader()] if sys.argv[1] == "page" else [WikipediaTextReader(), ReferenceListReader()]
for reader in readers:
    reader.recognises("-", text)
    print(len(reader.read("-", text).text))
"""


@pytest.mark.parametrize(
    ("kind", "text"),
    [pytest.param("text", text, id=f"text-{name}") for name, text in TEXTS.items()]
    + [
        pytest.param("page", f"<html>cite_note mw-parser-output{text}", id=f"page-{name}")
        for name, text in PAGES.items()
    ],
)
def test_a_hostile_document_ends_in_time(kind: str, text: str) -> None:
    """A minute is a hundred times what linear work needs, and a hundredth of what quadratic work would take."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, kind],
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )

    assert {str(len(text.replace("\r", "\n")))} == set(done.stdout.split())
