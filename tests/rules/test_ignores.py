"""What somebody does not want to be told of is kept apart with its reason; what ignores nothing is told of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest

from citecheck.errors import UsageError
from citecheck.model import Document, Dossier, Finding, Ignore, Span
from citecheck.rules import catalogue
from citecheck.rules.ignores import Sifted, sift, tables_of

DAY = dt.date(2026, 11, 28)
TEXT = (
    "First claim.\n"
    "<!-- citecheck: ignore[claim-anachronism] until 2026-11-28: a reprint -->\n"
    "Second claim. Third claim.\n"
    "Fourth claim. <!-- citecheck: ignore[link-*]: it moves -->\n"
)


def finding(rule: str, words: str | None, text: str = TEXT, url: str | None = None) -> Finding:
    """Give a finding of a rule about some words of the text, or about the whole of it."""
    span = None if words is None else Span(text.index(words), text.index(words) + len(words))
    return Finding(rule, "error", f"{rule} in {words}", span=span, url=url, fingerprint=f"{rule} {words}")


def sifted(
    *found: Finding,
    text: str = TEXT,
    ignores: Iterable[Ignore] = (),
    day: dt.date = DAY,
    asked: Iterable[str] = tuple(catalogue()),
    path: str = "docs/a.md",
) -> Sifted:
    """Give what is told and what is ignored of a document of that text."""
    dossier = Dossier(Document(path, "markdown", text), (), (), (), (), (), day)
    return sift(
        dossier,
        found,
        tables_of(ignores, tuple(catalogue().values())),
        asked=set(asked),
        catalogue=tuple(catalogue().values()),
        path=path,
    )


def told(sifted: Sifted) -> list[tuple[str, str]]:
    """Give the rules and the first words of what is told."""
    return [(one.rule, one.message) for one in sifted.findings]


def test_a_comment_ignores_what_it_names_on_its_line() -> None:
    """The same rule elsewhere, and another rule on the line, are told."""
    here = finding("claim-anachronism", "Third claim")
    there = finding("claim-anachronism", "First claim")
    other = finding("claim-quote-missing", "Third claim")

    found = sifted(here, there, other)

    assert (there, other) == found.findings
    assert [(here, "a reprint", "2026-11-28", "line 2")] == [
        (one.finding, one.reason, one.until, one.place) for one in found.ignored
    ]


def test_families_are_named_with_a_star() -> None:
    """`link-*` means every rule about links."""
    found = sifted(finding("link-dead", "Fourth claim"), finding("link-moved", "Fourth claim"))

    assert ["link-dead", "link-moved"] == [one.finding.rule for one in found.ignored]


def test_a_finding_of_several_lines_is_ignored_on_any_of_them() -> None:
    """Its last line is enough."""
    text = "A claim that\ngoes on <!-- citecheck: ignore[claim-anachronism]: a reprint -->\n"
    wide = Finding("claim-anachronism", "error", "", span=Span(0, 20))

    assert (wide,) == tuple(one.finding for one in sifted(wide, text=text).ignored)


def test_the_day_itself_still_counts() -> None:
    """One day later it is told again, and so is that the comment ended."""
    here = finding("claim-anachronism", "Third claim")

    later = sifted(here, day=dt.date(2026, 11, 29))

    assert len(sifted(here).ignored) == 1
    assert later.ignored == ()
    assert ["claim-anachronism", "ignore-ended"] == [one.rule for one in later.findings]
    assert "2026-11-28" in later.findings[1].message
    assert later.findings[1].line == 2


def test_a_comment_with_nothing_to_ignore_is_told_of() -> None:
    """Only where the run could tell: its rules were asked, and none of them judges answers of the web."""
    assert [("ignore-unused", "There is nothing to ignore here any more. Take the comment out.")] == told(sifted())
    assert told(sifted(asked=["ignore-unused"])) == []


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("ignore[claim-anachronism]", "no reason"),
        ("ignore[claim-anachronysm]: why", "There is no rule `claim-anachronysm`"),
        ("ignore claim-anachronism: why", "Rules stand in brackets: `citecheck: ignore[claim-anachronism] REASON`"),
        ("skip: why", "There is no `skip`"),
    ],
)
def test_a_comment_that_cannot_be_read_does_nothing(comment: str, said: str) -> None:
    """It says what is wrong, and what it was meant to ignore is told."""
    text = f"A claim. <!-- citecheck: {comment} -->\n"
    here = finding("claim-anachronism", "A claim", text)

    found = sifted(here, text=text)

    assert found.findings[0] == here
    assert "ignore-invalid" == found.findings[1].rule
    assert said in found.findings[1].message


def test_a_comment_without_rules_means_all() -> None:
    """Whatever is found on its line."""
    text = "A claim. <!-- citecheck: ignore: I know -->\n"

    found = sifted(finding("link-dead", "A claim", text), finding("claim-anachronism", "A claim", text), text=text)

    assert (found.findings, len(found.ignored)) == ((), 2)


def test_a_whole_document_is_meant_by_ignore_file() -> None:
    """Findings of any line, and those of none."""
    text = "<!-- citecheck: ignore-file[reference-names-mixed, link-dead]: as printed -->\nA claim.\n"

    found = sifted(finding("reference-names-mixed", None), finding("link-dead", "A claim", text), text=text)

    assert (found.findings, len(found.ignored)) == ((), 2)


DEAD = finding("link-dead", "First claim", url="https://a.example/x/y.html")


@pytest.mark.parametrize(
    ("ignore", "fits"),
    [
        (Ignore("why", rules=("link-dead",)), True),
        (Ignore("why", rules=("link-moved",)), False),
        (Ignore("why", rules=("link-*",), url="a.example/x/*"), True),
        (Ignore("why", url="*.example"), True),
        (Ignore("why", url="b.example"), False),
        (Ignore("why", rules=("link-dead",), path="docs/*"), True),
        (Ignore("why", path="*.md"), True),
        (Ignore("why", path="other/*"), False),
        (Ignore("why", fingerprint="link-dead First claim"), True),
        (Ignore("why", fingerprint="another"), False),
        (Ignore("why", rules=("link-dead",), until=DAY), True),
        (Ignore("why", rules=("link-dead",), until=DAY - dt.timedelta(days=1)), False),
    ],
)
def test_all_that_a_table_names_must_fit(ignore: Ignore, fits: bool) -> None:
    """Rule, address, path, fingerprint, day."""
    found = sifted(DEAD, ignores=[ignore], text="First claim.")

    assert fits == bool(found.ignored)
    assert fits == (DEAD not in found.findings)


def test_a_table_without_an_address_means_findings_that_have_none() -> None:
    """A pattern for addresses does not."""
    about_words = finding("marker-punctuation", "First claim")

    assert len(sifted(about_words, text="First claim.", ignores=[Ignore("why", path="*")]).ignored) == 1
    assert sifted(about_words, text="First claim.", ignores=[Ignore("why", url="*")]).ignored == ()


def test_a_table_with_an_unknown_rule_is_a_mistake() -> None:
    """Its place is named."""
    with pytest.raises(UsageError, match=r"citecheck\.toml:3: there is no rule `link-daed`"):
        sifted(ignores=[Ignore("why", rules=("link-daed",), place="citecheck.toml:3")])
