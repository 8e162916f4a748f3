"""Reports to render: any report at all (`st.from_type(AuditReport)`), and one whose every word is a given text."""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args, get_origin, get_type_hints

import pytest
from hypothesis import strategies as st

from citecheck.model import (
    SCHEMA_VERSION,
    AuditReport,
    Citation,
    Claim,
    ClaimCitation,
    Counts,
    DocumentReport,
    Finding,
    KnownFinding,
    Link,
    LinkCheck,
    Provenance,
    ReferenceReport,
    Rule,
    Run,
    Span,
    Suggestion,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request

Open: TypeAlias = "Callable[..., Page]"
"""Opens a page: its text, what follows `#`, and options of the browser's context."""

NUMBERS = st.integers(0, 2**40)
SCORES = st.floats(0, 1)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | SCORES | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
ITEMS = st.dictionaries(st.sampled_from(("author", "title", "issued", "DOI")) | st.text(max_size=5), JSON, max_size=4)
PLAIN: dict[object, st.SearchStrategy[Any]] = {
    str: st.text(max_size=20),
    int: NUMBERS,
    float: SCORES,
    bool: st.booleans(),
    type(None): st.none(),
    Any: JSON,
    dict[str, Any]: ITEMS,
    Span: st.builds(Span, NUMBERS, NUMBERS),
}


@cache
def anything(kind: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - a type as annotations say it
    """Give values of a type of the model that a JSON file can hold: numbers that fit, few of each, no NaN."""
    if kind in PLAIN:
        return PLAIN[kind]
    arguments = get_args(kind)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return st.builds(kind, **{field.name: anything(hints[field.name]) for field in dataclasses.fields(kind)})
    if get_origin(kind) is Literal:
        return st.sampled_from(arguments)
    if get_origin(kind) is tuple:
        return st.lists(anything(arguments[0]), max_size=2).map(tuple)
    if get_origin(kind) is dict:
        return st.dictionaries(anything(arguments[0]), anything(arguments[1]), max_size=3)
    return st.one_of(*map(anything, arguments))


st.register_type_strategy(
    AuditReport, anything(AuditReport).map(lambda report: dataclasses.replace(report, schema_version=SCHEMA_VERSION))
)


def saying(text: str) -> AuditReport:
    """Give a report in which every free text is *text*."""
    span = Span(0, 1)
    name = {"family": text, "given": text}
    reference = ReferenceReport(
        id="ref-1",
        label=text,
        key=text,
        raw=text,
        kind=text,
        csl={"id": text, "title": text, "author": [name, {"literal": text}, name], "issued": {"literal": text}},
        spans={text: span},
        confidence={text: 0.5},
        residue=(span,),
        bibtex=text,
        links=(Link(text), Link(f"https://example.org/{text}")),
        cited=1,
        line=3,
        span=span,
    )
    claims = (
        Claim("claim-1", text, text, 1, (span,), "inherited"),
        Claim("claim-2", text, text, 2, (Span(2, 3),), "direct", (ClaimCitation("ref-1", text, (span,), (span,)),)),
    )
    findings = tuple(
        Finding(text, severity, text, 1, span, reference, "claim-1", url, (text,), text, "new", Suggestion(text))
        for severity in ("error", "warning", "note")
        for reference in ("ref-1", text)
        for url in (text, f"http://example.org/?{text}")
    )
    document = DocumentReport(
        source=text,
        format=text,
        title=text,
        language=text,
        sha256=text,
        text=text,
        text_of="source",
        references=(reference,),
        citations=(Citation(text, text, "ref-1", text, "body", 1, span),),
        claims=claims,
        links=(LinkCheck(text, reason=text),),
        findings=findings,
    )
    run = Run(text, {text: text}, text, Provenance("replay", text, text))
    rules = (Rule(text, "note", text, text, "high"),)
    counts = Counts(1, 1, 1, 2, 2, 1, {"error": 4, "warning": 4, "note": 4}, {"error": 0, "warning": 0, "note": 0}, 1)
    return AuditReport(SCHEMA_VERSION, run, (document,), rules, counts, (KnownFinding(text, text, text, text),))


@pytest.fixture
def report_saying() -> Callable[[str], AuditReport]:
    """Give the function that makes a report of nothing but one text."""
    return saying


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Give a browser, driven by Playwright; without name resolution, so that nothing can be fetched."""
    program = shutil.which("chromium")
    if program is None:
        if os.environ.get("CITECHECK_REQUIRE_ALL") == "1":
            pytest.fail("chromium is not installed, and CITECHECK_REQUIRE_ALL=1 allows no skips")
        pytest.skip("skipped: chromium is not installed")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only these tests need it

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"]
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, tmp_path: Path) -> Iterator[Open]:
    """Give the function that opens a report; whatever the page complains of, or asks for, fails the test."""
    told: list[str] = []
    contexts: list[BrowserContext] = []

    def opened(page: str, hash_: str = "", **options: Any) -> Page:  # noqa: ANN401 - options of a browser's context
        file = tmp_path / f"report-{len(contexts)}.html"
        file.write_text(page, encoding="utf-8")
        context = chromium.new_context(**({"viewport": {"width": 1400, "height": 900}} | options))
        contexts.append(context)
        shown = context.new_page()
        shown.set_default_timeout(20_000)

        def asked(request: Request) -> None:
            if request.url != file.as_uri() and not request.url.startswith("data:"):
                told.append(request.url)

        def dismissed(dialog: Dialog) -> None:
            told.append(dialog.message)
            dialog.dismiss()

        shown.on("console", lambda message: told.append(message.text))
        shown.on("pageerror", lambda error: told.append(str(error)))
        shown.on("dialog", dismissed)
        shown.on("request", asked)
        shown.goto(file.as_uri() + hash_)
        return shown

    yield opened
    for context in contexts:
        context.close()
    assert [] == told
