"""The HTML report in a browser: what its script adds, and that it needs none; what people with other eyes and hands get."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from citecheck.model import AuditReport
from citecheck.reports.html_report import HtmlFormat
from citecheck.reports.json_report import load
from tests.reports.conftest import Open
from tests.reports.large import large_report

SAMPLE = Path(__file__).parents[2] / "reports/sample.json"


@pytest.fixture(scope="module")
def sample() -> str:
    """Give the report on the bundled sample."""
    return HtmlFormat().render(load(SAMPLE.read_bytes()))


def visible(page: Page, selector: str) -> int:
    """Give how many elements are shown."""
    return page.locator(f"{selector}:visible").count()


def the_hash(page: Page) -> str:
    """Give the fragment of the address."""
    return str(page.evaluate("location.hash"))


def test_a_tile_filters_all_that_is_shown(open_page: Open, sample: str) -> None:
    """A press shows what is dead and nothing else, says how much that is, and stands in the address; another undoes it."""
    page = open_page(sample)
    everything = visible(page, ".findings > li"), visible(page, "article")
    tile = page.get_by_role("button", name="3 dead")
    tile.click()

    expect(page.locator(".status")).to_have_text("Shown: 5 of 21 findings, 3 of 15 references, 3 of 31 claims.")
    assert (5, 3) == (visible(page, ".findings > li"), visible(page, "article"))
    assert "true" == tile.get_attribute("aria-pressed")
    assert "#link=dead" == the_hash(page)
    assert 28 == page.locator(".text .off").count()

    tile.press("Enter")
    assert everything == (visible(page, ".findings > li"), visible(page, "article"))
    assert "" == the_hash(page)


def test_filters_stand_in_the_address_and_are_read_from_it(open_page: Open, sample: str) -> None:
    """Who gets the address sees the same; filters add to each other; Esc clears them."""
    page = open_page(sample, "#severity=warning&link=dead")

    assert 2 == visible(page, ".findings > li")
    page.keyboard.press("Escape")
    assert 21 == page.locator(".findings > li:not([hidden])").count()
    assert "" == the_hash(page)


def test_an_address_that_means_nothing_filters_nothing(open_page: Open, sample: str) -> None:
    """Unknown facets are passed over; a value that nothing has leaves nothing, and says so."""
    page = open_page(sample, "#%zz=1&color=red&at=nowhere")
    assert 21 == page.locator(".findings > li:not([hidden])").count()

    page = open_page(sample, "#link=<img src=x onerror=alert(1)>")
    expect(page.locator(".status")).to_have_text(re.compile("^Nothing is left"))


def test_words_find_findings_references_and_claims(open_page: Open, sample: str) -> None:
    """Every word must be there; the slash key leads to the field."""
    page = open_page(sample)
    page.keyboard.press("/")
    page.keyboard.type("megumi ASHES")

    expect(page.locator(".status")).to_have_text("Shown: 0 of 21 findings, 1 of 15 references, 0 of 31 claims.")
    assert "#q=megumi+ASHES" == the_hash(page)
    page.get_by_role("button", name="Clear filters").click()
    assert 15 == visible(page, "article")


def test_a_rule_and_a_host_can_be_chosen(open_page: Open, sample: str) -> None:
    """The lists name what there is, the most frequent first."""
    page = open_page(sample)
    page.get_by_label("Rule", exact=True).select_option("link-dead")

    assert 3 == visible(page, ".findings > li")
    page.get_by_label("Host", exact=True).select_option("www.donga.com")
    assert (1, 1) == (visible(page, ".findings > li"), visible(page, "article"))
    assert "#rule=link-dead&host=www.donga.com" == the_hash(page)


def test_findings_can_be_ordered_by_place_and_back(open_page: Open, sample: str) -> None:
    """In the order of the document lines rise; worst first is as it was."""
    page = open_page(sample)
    lines = "[...document.querySelectorAll('.findings > li:not([hidden]) small')].map(one => one.textContent)"
    before = page.evaluate(lines)
    page.get_by_label("Order", exact=True).select_option("place")
    numbers = [int(found[1]) for text in page.evaluate(lines) if (found := re.search(r"line (\d+)", text))]

    assert sorted(numbers) == numbers
    page.get_by_label("Order", exact=True).select_option("worst")
    assert before == page.evaluate(lines)


def test_keys_walk_through_the_findings(open_page: Open, sample: str) -> None:
    """`j` and `k` go on and back, `d` to the claim in the document and back; the address is the permalink."""
    page = open_page(sample)
    current = page.locator("[aria-current]")
    first, second = (page.locator(".findings > li").nth(number).get_attribute("id") for number in (0, 1))
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert second == current.get_attribute("id")
    page.keyboard.press("k")
    assert (first, f"#{first}") == (current.get_attribute("id"), the_hash(page))
    page.keyboard.press("d")
    assert current.evaluate("one => one.closest('.text') !== null")
    page.keyboard.press("d")
    assert first == current.get_attribute("id")
    assert current.evaluate("one => document.activeElement === one")


def test_the_key_for_new_findings_passes_over_known_ones(open_page: Open) -> None:
    """`n` looks for what the baseline does not have."""
    page = open_page(HtmlFormat().render(large_report(20)).replace('class="error"', 'class="error known"'))
    page.keyboard.press("n")

    assert "error" not in (page.locator("[aria-current]").get_attribute("class") or "").split()


def test_the_keys_are_told_and_can_be_switched_off(open_page: Open, sample: str) -> None:
    """WCAG 2.2, 2.1.4: single letters are no trap for those who dictate."""
    page = open_page(sample)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.get_by_label("Letters are keys").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("j")
    assert 0 == page.locator("[aria-current]").count()

    page.reload()
    page.keyboard.press("j")
    assert 0 == page.locator("[aria-current]").count()


def test_a_permalink_leads_to_its_finding(open_page: Open, sample: str) -> None:
    """By its fingerprint, also where a filter would hide it and where its group is closed."""
    anchor = re.findall(r'<li id="?(f-[0-9a-f]{24})', sample)[-1]
    page = open_page(sample.replace("<details open>", "<details>"), f"#severity=error&at={anchor}")
    found = page.locator(f"#{anchor}")

    expect(found).to_be_in_viewport()
    assert "true" == found.get_attribute("aria-current")


def test_links_inside_the_page_keep_the_filter(open_page: Open, sample: str) -> None:
    """From a finding to its reference, and back by the browser's button."""
    page = open_page(sample, "#severity=error")
    page.locator(".findings > li:visible").get_by_role("link", name="reference 3").click()

    assert "#severity=error&at=ref-3" == the_hash(page)
    expect(page.locator("#ref-3")).to_be_in_viewport()
    page.go_back()
    assert "#severity=error" == the_hash(page)


def test_a_marker_shows_its_reference(open_page: Open, sample: str) -> None:
    """On hover and on focus: the reference, the verdict on this claim, link and snapshot; Esc hides it (WCAG 1.4.13)."""
    page = open_page(sample)
    marker, card = page.locator(".text").get_by_role("link", name="[3]"), page.locator("#card")
    marker.hover()
    expect(card).to_be_visible()
    expect(card).to_contain_text("The Dilemma of North Korea's Japanese Wives")
    expect(card).to_contain_text("consistent in part")
    expect(card).to_contain_text("captured 2007-03-09")
    card.hover()
    page.wait_for_timeout(400)
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()

    marker.focus()
    expect(card).to_be_visible()
    assert "card" == marker.get_attribute("aria-describedby")
    page.locator("#q").focus()
    expect(card).to_be_hidden()


def test_copies_are_what_is_shown(open_page: Open, sample: str) -> None:
    """One entry, all entries, the address of a finding."""
    page = open_page(sample, permissions=["clipboard-read", "clipboard-write"])
    pasted = "navigator.clipboard.readText()"
    entry = page.locator("#ref-3 pre")
    page.locator("#ref-3 summary").click()
    page.locator("#ref-3").get_by_role("button", name="Copy BibTeX").click()
    expect(page.locator("#ref-3 .copy")).to_have_text("Copied")
    assert entry.text_content() == page.evaluate(pasted)

    page.get_by_role("button", name="Copy all 15 as BibTeX").click()
    page.wait_for_function(f"{pasted}.then(text => text.split('@').length === 16)")
    page.keyboard.press("j")
    page.get_by_role("button", name="Copy link").click()
    anchor = page.locator("[aria-current]").get_attribute("id")
    page.wait_for_function(f"{pasted}.then(text => text.endsWith('report-0.html#{anchor}'))")


def test_addresses_in_a_message_are_links_when_they_are_the_reference_s(open_page: Open, sample: str) -> None:
    """The finding at hand links what it names, and only what its reference links."""
    page = open_page(sample, "#rule=link-dead")
    page.keyboard.press("j")
    links = page.locator("[aria-current] p a")

    assert "http://www.jpri.org/publications/critiques/critique_IV_10.html" == links.first.get_attribute("href")


def test_without_script_everything_is_there(open_page: Open, sample: str) -> None:
    """Findings worst first, references, text; tiles lead to the first of their kind; nothing that does nothing is shown."""
    page = open_page(sample, java_script_enabled=False)
    words = page.locator("main").text_content() or ""
    severities = [one.get_attribute("class") for one in page.locator(".findings > li").all()]

    assert ["error"] * 4 + ["warning"] * 12 + ["note"] * 5 == severities
    assert (21, 15) == (visible(page, ".findings > li"), visible(page, "article"))
    assert 0 == page.locator("button, input, select").count()
    assert "The two governments met again in September 2007" in words
    page.get_by_role("link", name="3 dead").click()
    expect(page.locator("#ref-3")).to_be_in_viewport()


def test_the_printed_page_has_all_of_it(open_page: Open, sample: str) -> None:
    """Closed parts are open, panes are whole, the copies are spelled out; no bar of filters."""
    page = open_page(sample)
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
    words = " ".join(one.extract_text() for one in printed.pages)
    dense = re.sub(r"\s+", "", words)

    assert "@article{kim1997dilemma," in dense
    assert (
        "https://web.archive.org/web/20070309101522/http://www.jpri.org/publications/critiques/critique_IV_10.html"
        in dense
    )
    assert "OnFebruary13,2007,thesixparties" in dense
    assert "worstfirst" not in dense
    assert len(printed.pages) > 3


@pytest.mark.parametrize(("scheme", "width"), [("light", 1400), ("dark", 320)])
def test_axe_finds_nothing(scheme: str, width: int, open_page: Open, sample: str) -> None:
    """No violation of any rule of axe-core: at rest, filtered with a card shown, and with the keys told."""
    page = open_page(sample, color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
    states = {"at rest": Axe().run(page)}
    page.get_by_role("button", name="3 dead").click()
    page.keyboard.press("j")
    page.locator(".text").get_by_role("link", name="[3]").focus()
    states["filtered"] = Axe().run(page)
    page.get_by_role("button", name=re.compile("Keys")).click()
    states["keys"] = Axe().run(page)

    assert {state: [] for state in states} == {
        state: [
            f"{one['id']}: {one['nodes'][0]['html'][:200]} {one['nodes'][0]['failureSummary'][:300]}"
            for one in found.response["violations"]
        ]
        for state, found in states.items()
    }


def test_axe_finds_nothing_in_a_report_on_several_documents(open_page: Open) -> None:
    """The table of documents and the charts, too."""
    found = Axe().run(open_page(HtmlFormat().render(large_report(12, documents=3)), bypass_csp=True))

    assert [] == [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found.response["violations"]]


def test_documents_can_be_sorted(open_page: Open) -> None:
    """By any column: numbers from the highest on, names from A on; a second press turns it round."""
    page = open_page(HtmlFormat().render(large_report(10, documents=3)))
    names = "[...document.querySelectorAll('.summary tbody th')].map(one => one.textContent)"
    heading = page.get_by_role("columnheader", name="Document")
    heading.get_by_role("button").click()
    assert [f"The bridge number {number}" for number in (1, 2, 3)] == page.evaluate(names)
    heading.get_by_role("button").click()
    assert [f"The bridge number {number}" for number in (3, 2, 1)] == page.evaluate(names)
    assert "descending" == heading.get_attribute("aria-sort")


SIDES = {
    "השיחות בין שתי המדינות נפתחו מחדש ב-2008.": "right",
    "استؤنفت المحادثات بين البلدين في عام 2008.": "right",
    "両国の協議は2008年に再開された。": "left",
    "The talks were resumed in 2008.": "left",
}


def test_each_script_is_written_from_its_own_side(open_page: Open, report_saying: Callable[[str], AuditReport]) -> None:
    """Messages, references and the text begin right where their words do, whatever the page around them does."""
    documents = tuple(report_saying(text).documents[0] for text in SIDES)
    page = open_page(HtmlFormat().render(dataclasses.replace(report_saying("x"), documents=documents)))
    where = """([number, selector]) => {
      const block = document.querySelectorAll(".document")[number].querySelector(selector), range = document.createRange();
      range.selectNodeContents(block);
      const words = range.getBoundingClientRect(), box = block.getBoundingClientRect();
      return Math.abs(words.left - box.left) < Math.abs(box.right - words.right) ? "left" : "right";
    }"""

    assert [[side] * 3 for side in SIDES.values()] == [
        [page.evaluate(where, [number, selector]) for selector in (".findings p", "article p", ".text div > p")]
        for number in range(len(SIDES))
    ]


def test_320_pixels_hold_the_page_with_its_filters(open_page: Open, sample: str) -> None:
    """No sideways scrolling (WCAG 2.2, 1.4.10), everything unfolded."""
    page = open_page(sample, viewport={"width": 320, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.keyboard.press("j")

    assert 320 == page.evaluate("document.documentElement.scrollWidth")


def test_forced_colours_keep_the_signs(open_page: Open, sample: str) -> None:
    """Where the system sets the colours, icons are drawn in its text colour."""
    page = open_page(sample, forced_colors="active")
    colours = page.evaluate(
        "[...document.querySelectorAll('.findings > li > a')].slice(0, 3).map(one => getComputedStyle(one, '::before').backgroundColor)"
    )

    assert 1 == len(set(colours))
    assert "rgba(0, 0, 0, 0)" not in colours


RUNNING = (
    "<script>window.owned = 1</script>",
    "<img src=x onerror='window.owned = 1'>",
    '"><svg onload="window.owned = 1">',
    "javascript:window.owned=1",
    "http://evil.example/?<script>window.owned=1</script>",
    "</script><script>window.owned = 1</script>",
    "'-window.owned=1-'",
    "{{ constructor.constructor('window.owned = 1')() }}",
)


def test_nothing_of_a_document_runs(open_page: Open, report_saying: Callable[[str], AuditReport]) -> None:
    """Also not when the script of the page handles it: filters, cards, order, the address."""
    documents = tuple(report_saying(text).documents[0] for text in RUNNING)
    page = open_page(HtmlFormat().render(dataclasses.replace(report_saying(RUNNING[0]), documents=documents)))
    for _ in RUNNING:
        page.keyboard.press("j")
    page.get_by_label("Order", exact=True).select_option("rule")
    for number in range(len(RUNNING)):
        page.locator(".document").nth(number).locator(".text p > a[href]:not([class])").first.focus()
    for text in RUNNING:
        page.evaluate("hash => { location.hash = hash }", f"q={text}")

    assert page.evaluate("window.owned === undefined")


@pytest.mark.parametrize(("references", "most"), [(500, 1_000_000)])
def test_five_hundred_references_fit_a_megabyte(references: int, most: int) -> None:
    """An audit in which every link has an answer, most have copies, and the claims are held against their sources."""
    page = HtmlFormat().render(large_report(references))

    assert references == page.count("<article")
    assert len(page.encode()) <= most
