"""The script of the HTML report at its edges: reports that lack something, the way back, names that are hostile."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from citecheck.composition import count
from citecheck.model import SCHEMA_VERSION, AuditReport, DocumentReport, Finding, LinkCheck, Provenance, Run
from citecheck.reports.html_report import HtmlFormat
from tests.reports.conftest import Open
from tests.reports.large import large_report

LARGE = large_report(20)
DOCUMENT = LARGE.documents[0]
DEAD = LinkCheck("https://gone.example/a", "dead", 404, reason="It is gone.")
LIVE = LinkCheck("https://live.example/b", "live", 200)


def rendered(*documents: DocumentReport) -> str:
    """Give the page of a report on some documents."""
    return HtmlFormat().render(replace(LARGE, documents=documents, counts=count(documents)))


def bare(**parts: Any) -> DocumentReport:  # noqa: ANN401 - what a document has
    """Give a document that has just these parts."""
    return DocumentReport("a.md", "markdown", None, None, "ab" * 32, "Text.", "source", **parts)


def shown(page: Page, selector: str) -> int:
    """Give how many elements are shown."""
    return page.locator(f"{selector}:visible").count()


def the_hash(page: Page) -> str:
    """Give the fragment of the address."""
    return str(page.evaluate("location.hash"))


def test_links_that_no_reference_names_are_filtered(open_page: Open) -> None:
    """Where there is nothing but links, as of `citecheck links`, the tiles filter these, and say so."""
    page = open_page(rendered(bare(links=(DEAD, LIVE, replace(LIVE, url="https://live.example/c")))))
    page.get_by_role("button", name="1 dead").click()

    assert 1 == shown(page, ".links > li")
    expect(page.locator(".status")).to_have_text("Shown: 1 of 3 links.")
    page.get_by_role("button", name="1 dead").click()
    page.get_by_label("Host", exact=True).select_option("live.example")
    assert 2 == shown(page, ".links > li")


def test_a_finding_on_such_a_link_is_filtered_with_it(open_page: Open) -> None:
    """It leads to its link, and `d` goes there."""
    finding = Finding("link-dead", "error", "It is gone.", 3, url=DEAD.url, fingerprint="a" * 24)
    other = replace(finding, rule="link-moved", url=LIVE.url, fingerprint="b" * 24)
    page = open_page(rendered(bare(links=(DEAD, LIVE), findings=(finding, other))), "#link=dead")

    assert (1, 1) == (shown(page, ".findings > li"), shown(page, ".links > li"))
    page.keyboard.press("j")
    page.keyboard.press("d")
    assert "the link" == page.locator(".findings > li:visible small a").inner_text()
    assert "doc-1-link-1" == page.locator("[aria-current]").get_attribute("id")


@pytest.mark.parametrize(
    "lacking",
    [
        {"references": (), "citations": ()},
        {"claims": ()},
        {"findings": ()},
        {"findings": DOCUMENT.findings[:1]},
        {"references": (), "claims": (), "findings": (), "citations": ()},
        {"references": (), "claims": (), "findings": (), "citations": (), "links": (), "snapshots": ()},
    ],
    ids=",".join,
)
def test_what_is_lacking_breaks_nothing(lacking: dict[str, Any], open_page: Open) -> None:
    """Every key, and the first tile."""
    page = open_page(rendered(replace(DOCUMENT, **lacking)))
    for key in ("j", "k", "n", "d", "d", "/", "Escape", "?", "Escape"):
        page.keyboard.press(key)
    for tile in page.locator("[data-filter]").all()[:1]:
        tile.click()
        assert "true" == tile.get_attribute("aria-pressed")
        expect(page.locator(".status")).to_have_text(re.compile("^Shown: .*[1-9][0-9]* of"))


def test_a_report_on_nothing_takes_every_key(open_page: Open) -> None:
    """Not one of them is an error."""
    run = Run("citecheck-audit 0.1.0", {}, "2026-11-28", Provenance("live", "Asked in this run."))
    page = open_page(HtmlFormat().render(AuditReport(SCHEMA_VERSION, run, (), (), count(()))))
    for key in ("j", "k", "n", "d", "/", "?", "Escape"):
        page.keyboard.press(key)


def test_the_way_back_undoes_a_filter(open_page: Open) -> None:
    """What is shown is what the address says, also after the browser's button for it."""
    page = open_page(rendered(DOCUMENT))
    everything = shown(page, ".findings > li")
    page.locator(".findings > li:visible").first.get_by_role("link", name="reference").click()
    page.get_by_role("button", name="dead").first.click()
    assert everything > shown(page, ".findings > li")
    page.go_back()

    assert ("", everything) == (the_hash(page), shown(page, ".findings > li"))
    page.go_forward()
    assert "#rule=link-dead&at=ref-1" == the_hash(page)
    assert everything > shown(page, ".findings > li")


def test_a_link_to_a_rule_keeps_the_filter(open_page: Open) -> None:
    """In the address, too."""
    page = open_page(rendered(DOCUMENT), "#severity=error")
    page.locator(".findings > li:visible > a").first.click()

    assert "#severity=error&at=rule-link-dead" == the_hash(page)
    expect(page.locator("#rule-link-dead")).to_be_in_viewport()
    page.reload()
    assert shown(page, ".findings > li.error") == shown(page, ".findings > li")
    expect(page.locator("#rule-link-dead")).to_be_in_viewport()


def test_names_of_the_page_are_no_names_of_references(open_page: Open) -> None:
    """A report may call a reference `card` or `q`; the page's own have these names."""
    names = ("q", "card", "order", "keys", "keys-on", "by-rule", "by-host", "documents", "__proto__", "constructor")
    renamed = tuple(replace(one, id=name) for one, name in zip(DOCUMENT.references, names, strict=False))
    page = open_page(rendered(replace(DOCUMENT, references=renamed), DOCUMENT))
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")

    assert len(set(ids)) == len(ids)
    page.keyboard.press("/")
    assert "INPUT" == page.evaluate("document.activeElement.tagName")


NAMES = ("__proto__", "constructor", "toString", "%", "<b>", "\u202e", " ", "=", "&at=q")


def test_any_name_of_a_rule_filters(open_page: Open) -> None:
    """Those that mean something to a script, and those that mean something in an address."""
    findings = tuple(replace(one, rule=NAMES[number % len(NAMES)]) for number, one in enumerate(DOCUMENT.findings))
    page = open_page(rendered(replace(DOCUMENT, findings=findings)))
    select = page.get_by_label("Rule", exact=True)
    options = select.locator("option").evaluate_all("all => all.map(one => [one.value, one.textContent])")

    assert len(NAMES) == len(options) - 1
    for value, text in options[1:]:
        select.select_option(value)
        assert text.endswith(f"({page.locator('.findings > li:not([hidden])').count()})")
    page.reload()
    assert options[-1][1].endswith(f"({page.locator('.findings > li:not([hidden])').count()})")


def test_words_of_buttons_are_not_found(open_page: Open) -> None:
    """`Copy link` stands in a finding, and `Copy BibTeX` in a reference, once one is at it: no word of the report."""
    page = open_page(rendered(DOCUMENT))
    found = []
    for number in (0, 1):
        if number:
            page.keyboard.press("j")
            page.locator("article summary").first.click()
        page.locator("#q").fill("copy")
        expect(page.locator(".status")).to_contain_text("Shown")
        found.append((shown(page, ".findings > li"), shown(page, "article")))
        page.reload()
        page.locator("#q").fill("")
        page.goto(page.url.partition("#")[0] + "#doc-1")

    assert found[0] == found[1]


def test_a_button_pressed_twice_has_its_words_again(open_page: Open) -> None:
    """It says `Copied` for a moment only."""
    page = open_page(rendered(DOCUMENT), permissions=["clipboard-read", "clipboard-write"])
    page.keyboard.press("j")
    button = page.locator(".findings .copy")
    button.click()
    button.click()
    page.wait_for_timeout(2_000)

    assert "Copy link" == button.inner_text()


def test_the_link_that_is_copied_is_that_of_its_finding(open_page: Open) -> None:
    """Also where one has gone on to the claim."""
    page = open_page(rendered(DOCUMENT), permissions=["clipboard-read", "clipboard-write"])
    page.keyboard.press("j")
    anchor = page.locator("[aria-current]").get_attribute("id")
    page.keyboard.press("d")
    page.locator(".findings .copy").evaluate("one => one.click()")

    page.wait_for_function(f"navigator.clipboard.readText().then(text => text.endsWith('#{anchor}'))")


def test_the_card_of_a_marker_that_gets_the_focus_stays(open_page: Open) -> None:
    """The browser scrolls to what gets the focus, which is no reason to take the card away (WCAG 2.2, 1.4.13)."""
    page = open_page(rendered(DOCUMENT))
    page.locator(".text p > a[href]:not([class])").last.evaluate("one => one.focus()")
    page.wait_for_timeout(300)

    expect(page.locator("#card")).to_be_visible()


def test_k_goes_back_from_where_one_is(open_page: Open) -> None:
    """From a reference of the first document to its last finding, not to that of the last document."""
    page = open_page(rendered(DOCUMENT, replace(DOCUMENT, source="b.md")))
    last = page.locator("#doc-1 .findings > li").last.get_attribute("id")
    page.locator("#doc-1 article h4 a").first.click()
    page.keyboard.press("k")

    assert last == page.locator("[aria-current]").get_attribute("id")


def test_a_new_order_keeps_the_filter(open_page: Open) -> None:
    """And the old one afterwards, in each document."""
    page = open_page(rendered(DOCUMENT, replace(DOCUMENT, source="b.md")), "#severity=error")
    ids = "[...document.querySelectorAll('.findings > li')].map(one => one.id)"
    before, filtered = page.evaluate(ids), shown(page, ".findings > li")
    order = page.get_by_label("Order", exact=True)
    for value in ("place", "rule", "place"):
        order.select_option(value)
        assert filtered == shown(page, ".findings > li")
    order.select_option("worst")

    assert (before, filtered) == (page.evaluate(ids), shown(page, ".findings > li"))


def test_keys_in_a_list_choose_in_it(open_page: Open) -> None:
    """Letters typed in a list of choices are no keys of the page."""
    page = open_page(rendered(DOCUMENT))
    page.get_by_label("Order", exact=True).focus()
    page.keyboard.press("j")

    assert 0 == page.locator("[aria-current]").count()
