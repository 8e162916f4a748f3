"""A fingerprint stays while the document is edited elsewhere, and differs where findings differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.model import Dossier, Finding
from citecheck.rules import claims, judge, markers, references
from citecheck.rules.fingerprint import LENGTH, folded_words, normalised_url

Make = Callable[[Mapping[str, Any]], Dossier]
CHECKS = (*claims.RULES, *markers.RULES, *references.RULES)
CASE: dict[str, Any] = {
    "text": "Talks were held by both states in June 2008.[1] It was over.[7]",
    "references": [
        {"raw": "Talks. 2007-06-07.", "fields": {"title": "Talks", "issued": "2007-06-07"}},
        {"raw": "Mills. doi:10.1000/1", "fields": {"title": "Mills", "DOI": "10.1000/1"}},
    ],
}


def prints(dossier: Dossier, **wishes: Any) -> dict[str, str]:  # noqa: ANN401 - what `judge` takes
    """Give the fingerprints by message."""
    return {finding.rule: finding.fingerprint for finding in judge(dossier, CHECKS, **wishes)}


def test_an_edit_elsewhere_changes_nothing(make_dossier: Make) -> None:
    """A new paragraph at the top, another number or another punctuation leaves all fingerprints."""
    edited = {
        "text": "A new lead.\n\nTalks were held, by both states, in June 2008.[1] It was over.[7]",
        "references": [CASE["references"][0], {"raw": "The Mills. DOI 10.1000/1", "fields": {"DOI": "10.1000/1"}}],
    }

    before, after = prints(make_dossier(CASE)), prints(make_dossier(edited))

    assert {"claim-anachronism", "marker-orphan", "reference-uncited"} <= before.keys()
    for rule in ("claim-anachronism", "marker-orphan", "reference-uncited"):
        assert before[rule] == after[rule]
        assert LENGTH == len(before[rule])


def test_another_path_is_another_finding(make_dossier: Make) -> None:
    """The path relative to the repository counts, however it is spelled."""
    dossier = make_dossier(CASE)

    assert prints(dossier) != prints(dossier, path="docs/article.txt")
    assert prints(dossier, path="./docs/article.txt") == prints(dossier, path="docs\\article.txt")


def test_equal_findings_are_told_apart(make_dossier: Make) -> None:
    """The second of two equal ones has a fingerprint of its own."""
    dossier = make_dossier({"text": "One.[1][9] Two.[9]", "references": [{"raw": "One."}]})

    found = [finding.fingerprint for finding in judge(dossier, CHECKS, select=["marker-orphan"])]

    assert 2 == len(set(found))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.example.org/a/", "https://example.org/a"),
        ("HTTP://Example.org:80/a#top", "https://example.org:443/a"),
        ("https://user:word@example.org/a?b=1", "https://example.org/a?b=1"),
    ],
)
def test_spellings_of_one_address(one: str, other: str) -> None:
    """Scheme, `www.`, default port, fragment, user and closing slash do not tell addresses apart."""
    assert normalised_url(one) == normalised_url(other)


def test_the_path_of_an_address_keeps_its_case() -> None:
    """Servers tell `/A` from `/a`."""
    assert normalised_url("https://example.org/A") != normalised_url("https://example.org/a")


@given(st.text())
def test_any_text_has_words_and_address(text: str) -> None:
    """Neither broken addresses nor lone surrogates stop the making of a fingerprint."""
    assert normalised_url(text) == normalised_url(text)
    assert folded_words(text) == folded_words(folded_words(text))


def test_lone_surrogates_have_a_fingerprint(make_dossier: Make) -> None:
    """Text that no encoding can write is fingerprinted too."""
    dossier = make_dossier({"text": "It was \ud800 over[9].", "references": [{"raw": "\udfff."}]})

    assert all(finding.fingerprint for finding in judge(dossier, CHECKS))
    assert isinstance(judge(dossier, CHECKS)[0], Finding)
