"""What the formats for people show of an ordinary audit."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from citecheck import api
from citecheck.model import AuditReport, Finding, Suggestion
from citecheck.reports.claim_map import render_claims
from citecheck.reports.format import Fitting
from citecheck.reports.markdown import MarkdownFormat
from citecheck.reports.markdown_escape import linked
from citecheck.reports.text import TextFormat
from citecheck.reports.wrap import columns

TABLE = tomllib.loads(Path(__file__).with_name("hostile.toml").read_text(encoding="utf-8"))["text"]
TEXTS = {row["name"]: row["is"] for row in TABLE} | {
    "wide words": "東京で 語" * 300,
    "a wide word": "語" * 2_000,
    "full-width": "Ａｂｃ，" * 200,
    "combining": "e\u0301" * 900,
    "a long word": "x" * 5_000,
}


@pytest.fixture
def report(report_saying: Callable[[str], AuditReport]) -> AuditReport:
    """Give a report with one error that knows its place, and no other finding."""
    whole = report_saying("words")
    finding = Finding(
        "claim-anachronism",
        "error",
        "The source is older than what it is cited for.",
        line=74,
        reference="ref-1",
        suggestion=Suggestion("Check the date.", "issued", "2008-06-07"),
    )
    document = dataclasses.replace(whole.documents[0], source="article.txt", title="An article", findings=(finding,))
    rule = dataclasses.replace(whole.rules[0], id="claim-anachronism")
    counts = dataclasses.replace(whole.counts, findings={"error": 1, "warning": 0, "note": 0}, known={}, fixed=0)
    return dataclasses.replace(whole, documents=(document,), rules=(rule,), counts=counts, fixed=())


def test_text_says_where_what_and_what_to_do(report: AuditReport) -> None:
    """A finding has its line, the reference's label, the rule, the message and the suggestion."""
    expected = """\
1 error, 0 warnings, 0 notes

1 ERROR
  line 74 · [words] · claim-anachronism (precision high)
    The source is older than what it is cited for.
    → Check the date.
"""

    assert TextFormat().render(report).endswith(expected)


def test_text_begins_with_provenance(report: AuditReport) -> None:
    """Before anything else a report says where its answers are from."""
    assert TextFormat().render(report).startswith("words · words\nas of words · recorded words\n\narticle.txt\n====")


def test_text_of_several_documents_ends_with_their_sum(report: AuditReport) -> None:
    """The last line counts everything."""
    several = dataclasses.replace(report, documents=report.documents * 2)

    assert TextFormat().render(several).endswith("(1 reference, 1 citation, 2\nclaims).\n")


def test_text_says_when_there_is_nothing(report: AuditReport) -> None:
    """A clean document is called clean."""
    clean = dataclasses.replace(report, documents=(dataclasses.replace(report.documents[0], findings=()),))

    assert "\nNo findings.\n" in TextFormat().render(clean)


def test_text_says_how_often_a_rule_is_right_that_judges_claims(report: AuditReport) -> None:
    """Of others it is not said: whether a link is dead is no matter of judgement."""
    finding = dataclasses.replace(report.documents[0].findings[0], rule="link-dead")
    document = dataclasses.replace(report.documents[0], findings=(finding,))
    rule = dataclasses.replace(report.rules[0], id="link-dead")

    shown = TextFormat().render(dataclasses.replace(report, documents=(document,), rules=(rule,)))
    assert "\n  line 74 · [words] · link-dead\n" in shown


def test_wide_text_has_what_was_found_beside_where(report: AuditReport) -> None:
    """From 120 columns on; what does not fit on the line hangs under its beginning."""
    expected = """\
1 ERROR
  line 74 · [words] · claim-anachronism (precision high)  The source is older than what it is cited for.
                                                          → Check the date.
"""

    assert TextFormat(160).render(report).endswith(expected)


def test_a_place_that_is_long_stands_above_what_was_found(report: AuditReport) -> None:
    """The left column takes two fifths at the most, and one long name does not move the others."""
    expected = """\
1 ERROR
  line 74 · [words] · claim-anachronism (precision high)
                                                The source is older than what it is cited for.
                                                → Check the date.
"""

    assert TextFormat(120).render(report).endswith(expected)


def test_text_of_119_columns_is_laid_out_as_of_80(report: AuditReport) -> None:
    """Below 120 columns there is no room beside."""
    assert (
        TextFormat(119)
        .render(report)
        .endswith("(precision high)\n    The source is older than what it is cited for.\n    → Check the date.\n")
    )


@pytest.mark.parametrize("width", [20, 40, 80, 119, 120, 160])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_no_line_is_wider_than_the_width(width: int, text: str, report_saying: Callable[[str], AuditReport]) -> None:
    """Whatever is in it, counted in columns of a terminal; nor does a line end with space."""
    for line in TextFormat(width).render(report_saying(text)).split("\n"):
        assert columns(line) <= width
        assert line == line.rstrip(" ")


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_another_width_says_the_same(text: str, report_saying: Callable[[str], AuditReport]) -> None:
    """Between the lines nothing is lost: the same characters, whatever the width."""
    narrow, wide = (
        sorted(TextFormat(width).render(report_saying(text)).translate({ord(char): None for char in " \n="}))
        for width in (40, 160)
    )

    assert narrow == wide


def test_only_text_is_fitted(report: AuditReport) -> None:
    """The face passes a width to the format that has one; no width is 80, and the others do not care."""
    assert isinstance(TextFormat(), Fitting)
    assert TextFormat(160).render(report) == api.render(report, "text", width=160)
    assert TextFormat(160).render(report) == "".join(api.pieces(report, "text", 160))
    assert TextFormat(80).render(report) == api.render(report)
    assert MarkdownFormat().render(report) == api.render(report, "markdown", width=160)


def test_a_width_that_holds_nothing_is_widened() -> None:
    """A line has room for its indentation and some letters."""
    assert TextFormat(20) == TextFormat().fitted(0)


def test_markdown_links_a_finding_to_its_rule(report: AuditReport) -> None:
    """The rule's heading at the end of the report is the anchor."""
    shown = MarkdownFormat().render(report)

    assert "- **line 74, reference words** · [`claim-anachronism`](#claim-anachronism): The source is older" in shown
    assert "\n### `claim-anachronism`\n\n💡 note · precision: high · words. words\n" in shown


def test_markdown_describes_only_the_rules_that_found_something(report: AuditReport) -> None:
    """A list of all that is well would hide what is not."""
    silent = dataclasses.replace(report.rules[0], id="bare-url")

    assert "bare-url" not in MarkdownFormat().render(dataclasses.replace(report, rules=(*report.rules, silent)))


def test_markdown_does_not_link_to_rules_that_are_not_in_it(report: AuditReport) -> None:
    """Without the catalogue the rule is only named."""
    assert "· `claim-anachronism`: The" in MarkdownFormat().render(dataclasses.replace(report, rules=()))


@pytest.mark.parametrize(
    ("expected", "url"),
    [
        ("[example.org/a](<https://example.org/a?b=1&amp;c=2>)", "https://example.org/a?b=1&c=2"),
        ("[example.org/a\\_b](<http://example.org/a_b>)", "http://example.org/a_b"),
        ("[münchen.de](<https://m%C3%BCnchen.de/>)", "https://münchen.de/"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("https:\\/\\/", "https://"),
        ("http:\\/\\/\\[bad", "http://[bad"),
        ("https:\\/\\/a b", "https://a b"),
        ("[x](<https://x/%3E%3Cb%3E%7C%60>)".replace("[x]", "[x/\\>\\<b\\>\\|\\`]"), "https://x/><b>|`"),
    ],
)
def test_only_web_addresses_are_links(expected: str, url: str) -> None:
    """An http(s) address is a link that cannot break out of itself; everything else is words."""
    assert expected == linked(url)


def test_the_claim_map_shows_coverage_and_markers(report: AuditReport) -> None:
    """A filled sign for a claim with a footnote of its own, an open one where a later footnote reaches back."""
    shown = render_claims(report)

    assert "\n    1 ○ words" in shown
    assert "\n    2 ● words words\n" in shown
    assert shown.endswith("\nReferences\n  [words] words\n")
