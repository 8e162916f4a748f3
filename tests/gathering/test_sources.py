"""Claims held against the pages behind their references: live, captured, kept from an earlier run, and unreadable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from citecheck import api
from citecheck.config import Settings
from citecheck.gathering import Policy
from citecheck.gathering.shelf import FOLDER
from citecheck.model import AuditReport, Claim, DocumentReport, Page
from tests.standin import StandInWeb

WEB = Path(__file__).with_name("sources.toml")
ARTICLE = b"""Fennwick
The lighthouse of Fennwick was built in 1926 by the engineer Ada Holm.[1]

Three keepers lived there with their families until 1988.[2]

The parish bought the tower in 2003 and opened a museum in it.[3]

The fog horn fell silent in 1979 after years of quarrels.[4]

Whalers from Greenland traded ivory for iron tools along the northern coast.[5]

The gallery was torn away by a storm in 1953.[6]

References
1. Holm, Ada (7 June 2007). "The Lighthouse of Fennwick". Coast Courier. http://light.example/built . Retrieved 2007-06-09.
2. "Keepers". http://light.example/keepers . Retrieved 2007-06-09.
3. "The Museum". http://light.example/gone . Retrieved 2007-06-09.
4. "The Horn". http://light.example/wall . Retrieved 2007-06-09.
5. "The Lighthouse of Fennwick". http://light.example/built#trade . Retrieved 2007-06-09.
6. "The Storm". http://light.example/changed . Retrieved 2007-06-09.
"""


@pytest.fixture(scope="module")
def lights() -> Iterator[StandInWeb]:
    """Give a web with the pages of a lighthouse."""
    with StandInWeb(WEB) as started:
        yield started


@pytest.fixture
def audited(lights: StandInWeb, policy_for: Callable[..., Policy]) -> Callable[..., AuditReport]:
    """Give the function that audits the article against that web."""
    lights.log.clear()

    def run(**changes: Any) -> AuditReport:  # noqa: ANN401 - the fields of a policy
        policy = policy_for(lights, **changes)
        return api.investigate(ARTICLE, settings=Settings(), policy=policy).report

    return run


def document(report: AuditReport) -> DocumentReport:
    """Give the one document of a report."""
    (one,) = report.documents
    return one


def claims(report: AuditReport) -> dict[str, Claim]:
    """Give the claims with a footnote, by the first reference that they name."""
    cited = (claim for claim in document(report).claims if claim.citations)
    return {claim.citations[0].reference or "": claim for claim in cited}


def test_each_claim_is_held_against_its_source(audited: Callable[..., AuditReport]) -> None:
    """The live page bears out, contradicts or ignores a claim; a snapshot speaks for a page that is gone or changed."""
    found = {one: claim.verdicts[0] for one, claim in claims(audited()).items()}
    memento = "https://web.archive.org/web/20070609000000/http://light.example/"

    assert {
        "ref-1": "supported",
        "ref-2": "contradicted",
        "ref-3": "supported",
        "ref-4": "unverifiable",
        "ref-5": "not-found",
        "ref-6": "supported",
    } == {one: verdict.status for one, verdict in found.items()}
    assert "http://light.example/built" == found["ref-1"].source
    assert ("1988",) == found["ref-2"].missing[:1]
    assert f"{memento}gone" == found["ref-3"].source
    assert "its page is not shown to programs" in found["ref-4"].reason
    assert (f"{memento}changed", "not-found") == (found["ref-6"].source, found["ref-6"].live)


def test_evidence_can_be_followed(audited: Callable[..., AuditReport]) -> None:
    """Each quote has the address that shows it, on the live page or in the snapshot."""
    found = {
        one: claim.verdicts[0].evidence[0] for one, claim in claims(audited()).items() if claim.verdicts[0].evidence
    }

    assert (found["ref-1"].link or "").startswith("http://light.example/built#:~:text=")
    assert (found["ref-3"].memento or "").startswith(
        "https://web.archive.org/web/20070609000000/http://light.example/gone#:~:text="
    )


def test_rules_tell_of_what_was_read(audited: Callable[..., AuditReport]) -> None:
    """Each kind of trouble has its finding, and what is borne out has none."""
    told = {(finding.rule, finding.reference) for finding in document(audited()).findings}
    about_sources = (
        "claim-number-missing",
        "claim-unsupported",
        "claim-name-missing",
        "source-changed",
        "title-mismatch",
    )
    found = {one for one in told if one[0] in about_sources}

    assert ("claim-number-missing", "ref-2") in found
    assert ("source-changed", "ref-6") in found
    assert any(one in found for one in (("claim-name-missing", "ref-5"), ("claim-unsupported", "ref-5")))
    assert not {reference for _, reference in found} & {"ref-1", "ref-3", "ref-4"}


def test_pages_are_reported_without_their_texts(audited: Callable[..., AuditReport]) -> None:
    """What a page says of itself is told; its words are the work of others."""
    pages = {page.url: page for page in document(audited()).pages}
    built = pages["http://light.example/built"]

    assert ("The Lighthouse of Fennwick", "2007-06-07", ("Ada Holm",)) == (built.title, built.issued, built.authors)
    assert not hasattr(built, "text")
    assert 100 < built.length


def test_snapshots_say_whether_they_bear_a_claim_out(audited: Callable[..., AuditReport]) -> None:
    """Playback is held against the claim as well as against the title."""
    bears = {snapshot.original: snapshot.bears_claim for snapshot in document(audited()).snapshots}

    assert bears["http://light.example/gone"]
    assert bears["http://light.example/changed"]


def test_a_second_run_reads_what_was_kept(
    audited: Callable[..., AuditReport], lights: StandInWeb, tmp_path: Path
) -> None:
    """Nobody is asked twice, and the verdicts are the same."""
    first = audited(store=tmp_path / "answers.sqlite")
    lights.log.clear()
    second = audited(store=tmp_path / "answers.sqlite")

    assert [] == [url for url in lights.log.urls() if not url.endswith("/wall")]
    assert document(first).claims == document(second).claims
    assert document(first).pages == document(second).pages


def test_a_page_that_was_not_kept_is_asked_for_again(
    audited: Callable[..., AuditReport], lights: StandInWeb, tmp_path: Path
) -> None:
    """An answer from the store without its page is no answer where the page is wanted."""
    first = audited(store=tmp_path / "answers.sqlite")
    for file in (tmp_path / FOLDER).iterdir():
        file.unlink()
    lights.log.clear()
    second = audited(store=tmp_path / "answers.sqlite")

    assert "http://light.example/built" in set(lights.log.urls())
    assert document(first).claims == document(second).claims


def test_a_shelf_that_was_tampered_with_is_no_page(audited: Callable[..., AuditReport], tmp_path: Path) -> None:
    """Rubbish in the folder costs the pages in it, and nothing else."""
    audited(store=tmp_path / "answers.sqlite")
    for file in (tmp_path / FOLDER).iterdir():
        file.write_bytes(b"rubbish")

    assert 6 == len(claims(audited(store=tmp_path / "answers.sqlite")))


def test_nothing_is_read_where_nobody_wants_it(audited: Callable[..., AuditReport]) -> None:
    """Without sources links are checked all the same, and no claim is judged."""
    report = audited(sources=False)

    assert "live" in {check.verdict for check in document(report).links}
    assert () == document(report).pages
    assert {()} == {claim.verdicts for claim in document(report).claims}


def test_a_replay_gives_the_verdicts_of_the_run(audited: Callable[..., AuditReport], tmp_path: Path) -> None:
    """The recording holds what was read."""
    first = audited(record=tmp_path / "run.yaml")
    second = audited(replay=tmp_path / "run.yaml")

    assert [claim.verdicts for claim in document(first).claims] == [claim.verdicts for claim in document(second).claims]


def test_a_run_that_is_over_its_time_reports_what_it_has(audited: Callable[..., AuditReport]) -> None:
    """No page is waited for when the time is over."""
    report = audited(max_time=0.0)

    assert {()} == {claim.verdicts for claim in document(report).claims}


def test_a_page_too_large_is_read_in_part(audited: Callable[..., AuditReport]) -> None:
    """What is not in the part that was read may stand in the rest."""
    found = {one: claim.verdicts[0] for one, claim in claims(audited(source_bytes=600)).items()}

    assert "unverifiable" == found["ref-5"].status
    assert "too large" in found["ref-5"].reason


def test_the_face_judges_a_page() -> None:
    """`assess` takes a text or a page, and says where it read or why it could not."""
    page = Page("http://a.example/", "html", text="The tower of Fennwick was built in 1926 by Ada Holm, who drew it.")
    found = api.assess("Ada Holm built the tower in 1926.", page)
    wall = api.assess("Ada Holm built the tower.", Page("http://a.example/", reason="A wall stands before it."))

    assert ("supported", "http://a.example/") == (found.status, found.source)
    assert ("unverifiable", "A wall stands before it.") == (wall.status, wall.reason)
    assert "supported" == api.assess("Ada Holm built the tower in 1926.", page.text).status
