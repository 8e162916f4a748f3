"""Wikitext that never closes, or closes too often, ends in bounded time: far beyond what quadratic work would allow."""

from __future__ import annotations

import subprocess
import sys

import pytest

from citecheck.documents.wikitext import WikitextReader

N = 12_000
MOST = 100_000
WORST = ("templates", "links", "references", "calls")
"""Those that mwparserfromhell takes minutes or hours for."""
SIGNS = {
    "templates": "{{", "calls": "{{a|", "links": "[[", "labels": "[[a|", "references": "<ref>", "mixed": "<ref>{{", "addresses": "[http://a ",
    "tags": "<b>", "arguments": "{{{", "variants": "-{", "tables": "{|\n", "rows": "|-\n|", "headings": "== a\n", "items": "*", "comments": "<!--",
    "nowiki": "<nowiki>", "uses": '<ref name="a"/>', "notes": "<ref>y</ref>", "cites": "{{cite web|title=a|url=http://b}}", "heads": "<ref",
    "names": "<ref name=", "quotes": '<ref name="', "entities": "&amp;", "short": "{{sfn|a|2000}}", "lists": "{{reflist}}", "ends": "}}", "closers": "]]",
    "hidden": '<div style="display:none">', "poems": "<poem><ref>", "deep": "{{a|<ref>{{b|<poem>", "asides": "{{efn|", "pictures": "[[File:a|thumb|",
    "galleries": "<gallery>a|b\n", "pages": "{{rp|1}}", "follows": "<ref follow=a>b</ref>", "details": "<ref name=a details=b/>", "braces": "{{{{{a}}}|",
    "tag functions": "{{#tag:ref|", "bold": "'''", "cells": "<td>", "values": "{{a|\n|b=", "people": "{{cite book|last1=a|first1=b|date=",
}  # fmt: skip
WHOLES = {
    "matched": "{{a|" * N + "}}" * N, "matched links": "[[" * N + "]]" * N, "crossed": "{{[[" * N + "]]}}" * N, "one run": "{" * N + "}" * N,
    "many authors": "{{cite web" + "".join(f"|last{i}=a|first{i}=b" for i in range(N)) + "}}", "many values": "{{x|" + "a|" * N + "}}",
    "redefined": "".join(f'<ref name="a">{i}</ref>' for i in range(N)), "many names": "".join(f'<ref name="a{i}"/>' for i in range(N)),
    "many places": "".join(f'<ref name="a" details="{i}"/>' for i in range(N)), "many groups": "".join(f'<ref group="a{i}">x</ref>' for i in range(N)),
    "wide tag": "<ref" + " " * 10 * N + ">", "levels": ("{{a|" * 38 + "<ref>") * 2000,
}  # fmt: skip
PROGRAM = """
import sys
from citecheck.documents.wikitext import WikitextReader
text = sys.stdin.read()
WikitextReader().recognises("-", text)
print(len(WikitextReader().read("-", text).text))
"""


@pytest.mark.parametrize(
    "text",
    [pytest.param(sign * (MOST if name in WORST else N), id=name) for name, sign in SIGNS.items()]
    + [pytest.param(whole, id=name) for name, whole in WHOLES.items()],
)
def test_a_hostile_page_ends_in_time(text: str) -> None:
    """Linear work takes seconds; quadratic work would take hours."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=30,
        check=True,
    )

    assert f"{len(text)}\n" == done.stdout


def test_tags_and_braces_nested_in_turn_do_not_exhaust_the_stack() -> None:
    """Levels are bounded over all kinds of nesting together."""
    tags = ("ref", "poem", "references", "indicator", "gallery")
    opening = "".join("{{a|" * 39 + f"<{tag}>" for tag in tags)
    closing = "".join(f"</{tag}>" + "}}" * 39 for tag in reversed(tags))
    source = opening + "word" + closing
    assert source == WikitextReader().read("page.wiki", source).text
