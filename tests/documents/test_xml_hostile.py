"""Bombs and long runs of anything are read in time that grows with their length, with nothing expanded."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest

from citecheck.documents.csl_list import CslListReader
from citecheck.documents.jats import JatsReader
from citecheck.documents.reader import Reader
from citecheck.documents.ris_list import RisListReader
from citecheck.documents.tei import TeiReader

TOP = "<article dtd-version='1'><body><p>"
ITEM = '<xref ref-type="bibr" rid="r1">1</xref>'
REFS = "".join(f'<ref id="r{n}"><mixed-citation>x</mixed-citation></ref>' for n in range(50))

BOMBS = {
    "billion laughs": "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)),
    "quadratic": f'<!ENTITY l9 "{"l" * 10_000}">',
    "outside": '<!ENTITY l9 SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://a.invalid/x.dtd">%p;',
    "itself": '<!ENTITY l9 "&l9;">',
}
XML: dict[str, Callable[[int], str]] = {
    "ends": lambda n: TOP + "</b>" * n,
    "ands": lambda n: TOP + "&" * n,
    "attributes": lambda n: TOP + "<a " + "x='1' " * n,
    "quotes": lambda n: TOP + "<a x='" * n,
    "comments": lambda n: TOP + "<!--" * n,
    "types": lambda n: "<!DOCTYPE a [<" * n,
    "depths": lambda n: TOP + "<sec><title>x</title>" * (n // 5),
    "ranges": lambda n: TOP + f'{ITEM}–<xref ref-type="bibr" rid="r40">40</xref>;' * (n // 60) + REFS,
    "brackets": lambda n: TOP + f"({ITEM}" * (n // 20) + REFS,
    "names": lambda n: TOP + '<ref id="a"><mixed-citation>' + "<name><surname>a</surname></name>" * (n // 20),
    "works": lambda n: TOP + '<ref id="a">' + "<mixed-citation>a</mixed-citation>" * (n // 20),
    "notes": lambda n: TOP + "<fn><p>a</p></fn>" * (n // 10),
    "cells": lambda n: TOP + "<table><tr><td>" * (n // 10),
}
LISTS: dict[str, tuple[Reader, Callable[[int], str]]] = {
    "json brackets": (CslListReader(), lambda n: "[" * n),
    "json quotes": (CslListReader(), lambda n: '["' + '\\"' * n),
    "json items": (CslListReader(), lambda n: "[" + '{"id":1,' * n),
    "json commas": (CslListReader(), lambda n: "[" + "1," * n),
    "ris records": (RisListReader(), lambda n: "TY  - JOUR\n" * (n // 5)),
    "ris lines": (RisListReader(), lambda n: "TY  - JOUR\n" + "AU  - a\nx\n" * (n // 5)),
}
CASES = [
    *((reader, make) for make in XML.values() for reader in (JatsReader(), TeiReader())),
    *LISTS.values(),
]
NAMES = [*(f"{name} {kind}" for name in XML for kind in ("jats", "tei")), *LISTS]


@pytest.mark.parametrize("subset", BOMBS.values(), ids=BOMBS)
@pytest.mark.parametrize("reader", [JatsReader(), TeiReader()], ids=["jats", "tei"])
def test_nothing_is_expanded(reader: Reader, subset: str) -> None:
    """What a document declares is shown as it is written."""
    document = reader.read("-", f"<!DOCTYPE a [{subset}]><a><p>{'&l9;' * 500}</p></a>")

    assert ["&l9;" * 500] == [block.text for block in document.blocks]
    assert "document-incomplete" not in {notice.rule for notice in document.notices}


@pytest.mark.parametrize(("reader", "make"), CASES, ids=NAMES)
def test_time_grows_with_length(reader: Reader, make: Callable[[int], str]) -> None:
    """Four times the text takes about four times as long."""
    n = 800

    def spent(text: str) -> float:
        best = float("inf")
        for _ in range(3):
            gc.disable()  # it costs more the more there is, whatever the work
            try:
                start = time.process_time()
                reader.read("-", text)
                best = min(best, time.process_time() - start)
            finally:
                gc.enable()
        return best

    assert spent(make(4 * n)) < 8 * max(spent(make(n)), 0.01)
