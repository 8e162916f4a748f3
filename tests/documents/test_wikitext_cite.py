"""
The parser tests of MediaWiki's Cite extension: the reader gives the markers and references that MediaWiki prints.

Those in which it does not are listed with the reason, and the list is held: a test that begins to agree leaves it.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

SHARED: Final = Path(__file__).resolve().parents[2].parent / "shared/data/documents/cite-parsertests"
TEMPLATE: Final = "prints a template of the test wiki, whose text a reader of one page does not have"
BROKEN: Final = "broken markup, for which MediaWiki prints an error or half of a tag"
SETTING: Final = "depends on a setting or message of the wiki"
KNOWN: Final = {
    "<ref> with a simple template": TEMPLATE,
    "Ref in ref: nested in top level ref": TEMPLATE,
    "Ref in ref: top level ref nested in transclusion": TEMPLATE,
    "CircularRef": TEMPLATE,
    "T107652: <ref>s in templates that also generate table cell attributes should be rendered properly": TEMPLATE,
    "Details include template invocation": TEMPLATE,
    "<ref>s in language variant markup": "the expected letters are transliterated to Cyrillic",
    "<ref> with custom group link with number names in Klingon": SETTING,
    "Consecutive whitespace in custom link label message should not create empty []": SETTING,
    "T393913: Parsoid support for nested <ref> in different groups": SETTING,
    "Subreferencing attribute blocked without feature flag": SETTING,
    "Grouped references with automatic group references generating errors": "an error stands where lists are missing; an audit wants their notes",
    "Report bad attributes in reference tags": "an error stands where the last list is wrong; an audit wants its note",
    "T242437 - Nested references edge case, outer tag function, inner LDR": BROKEN,
    "<ref> in a link should hoist the link outside the link (T301293)": BROKEN,
    "Broken wikitext making a ref as extended attribute and a duplicated fragment": BROKEN,
    "Broken wikitext making a ref as extended attribute and a duplicated fragment (with 2wt tests)": BROKEN,
    "Details include another, nested ref tag": "a tag that is spelled with entities inside an attribute",
    "Template nested in extension tag in template": "an address that a template ends, and a variant of two templates",
    "Nested indicator": "an icon above the page, in a note, with a note",
}  # fmt: skip
FLOOR: Final = 0.9


@pytest.fixture(scope="module")
def runner() -> ModuleType:
    """Give the module that reads and runs the tests."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is absent: Cite's tests are no part of this project")
    place = Path(__file__).with_name("cite_extension.py")
    spec = importlib.util.spec_from_file_location("cite_extension", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["cite_extension"] = module
    spec.loader.exec_module(module)
    return module


def test_mediawiki_prints_the_same(runner: ModuleType) -> None:
    """Nine of ten tests that have references agree, and each of the others is known with its reason."""
    cases = list(runner.cases(SHARED))
    differing = [case.name for case in cases if not runner.agrees(case)]
    assert sorted(KNOWN) == sorted(differing)
    assert len(cases) > 200
    assert 1 - len(differing) / len(cases) >= FLOOR
