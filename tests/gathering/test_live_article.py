"""Articles and pages that are fetched: real shapes of MediaWiki's APIs, from a stand-in web on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from citecheck import api
from citecheck.config import Settings
from citecheck.errors import NotText, SourceError, SourceMissing, SourceTooLarge, SourceUnreachable
from citecheck.gathering import Gatherer, Policy
from citecheck.gathering.settings import policy_of
from citecheck.model import Document, Origin
from tests.standin import StandInWeb

TABLE = Path(__file__).parents[1] / "standin/tables/wiki.toml"
HARBOUR = "https://en.wikipedia.org/wiki/Norrvik_harbour"


@pytest.fixture
def web() -> Iterator[StandInWeb]:
    """Give the stand-in web."""
    with StandInWeb(TABLE) as running:
        yield running


def policy(web: StandInWeb, record: Path | None = None, replay: Path | None = None) -> Policy:
    """Give how that web is asked."""
    made = policy_of(
        Settings(
            archives=False,
            record=None if record is None else str(record),
            replay=None if replay is None else str(replay),
        )
    )
    return replace(made, resolver=web.resolver, ca_file=str(web.ca_pem), patience=0.0, retries=0)


def fetched(web: StandInWeb, url: str, settings: Settings | None = None) -> Document:
    """Give the document at an address."""
    with Gatherer(policy(web)) as gatherer:
        return api.read(url, settings=settings, gatherer=gatherer)


def test_an_article_comes_in_its_latest_revision(web: StandInWeb) -> None:
    """Two requests: what there is, and its HTML; the revision is recorded with its own address and its day."""
    document = fetched(web, HARBOUR)

    assert (HARBOUR, "wikipedia-html", "Norrvik harbour") == (document.path, document.format, document.title)
    origin = document.origin
    assert origin is not None
    assert Origin(f"{HARBOUR}?oldid=102", origin.fetched_at, 102, "2023-12-24T08:30:00Z") == origin
    assert [
        (
            'Lindqvist, Ada (14 May 2006). "Old harbour opens again". The Coast Courier.',
            ["https://courier.example/harbour"],
        )
    ] == [(entry.raw, [link.url for link in entry.links]) for entry in document.entries]
    assert [0] == [marker.entry for marker in document.markers]
    assert () == document.notices
    assert ["https://en.wikipedia.org/w/api.php", "https://en.wikipedia.org/w/rest.php/v1/revision/102/html"] == [
        url.partition("?")[0] for url in web.log.urls()
    ]


def test_an_older_revision_comes_when_it_is_asked_for(web: StandInWeb) -> None:
    """And it is told that there is a later one."""
    document = fetched(web, f"{HARBOUR}?oldid=101")

    assert "The harbour of Norrvik is closed.[1]" == document.blocks[0].text
    assert document.origin is not None
    assert (101, "2019-02-03T04:05:06Z") == (document.origin.revision, document.origin.revised_at)
    assert [f"Revision 101 of 'Norrvik harbour' was read; the latest is 102: {HARBOUR}"] == [
        notice.message for notice in document.notices
    ]


def test_a_redirect_is_followed_and_told(web: StandInWeb) -> None:
    """The document keeps the name under which it was asked for."""
    document = fetched(web, "https://en.wikipedia.org/wiki/Norrvik_port")

    assert "https://en.wikipedia.org/wiki/Norrvik_port" == document.path
    assert ["'Norrvik port' redirects to 'Norrvik harbour' on en.wikipedia.org, and that is what was read."] == [
        notice.message for notice in document.notices
    ]


def test_without_the_rest_api_the_action_api_gives_the_html(web: StandInWeb) -> None:
    """In the JSON of `action=parse`; the revision is the same."""
    document = fetched(web, "https://en.wikipedia.org/wiki/Old_software")

    assert ["Berg (2011). Notes."] == [entry.raw for entry in document.entries]
    assert document.origin is not None
    assert 80 == document.origin.revision


def test_a_short_pause_is_kept(web: StandInWeb) -> None:
    """A wiki that is busy once is asked once more."""
    assert 102 == getattr(fetched(web, "https://en.wikipedia.org/wiki/Rush_hour").origin, "revision", None)


@pytest.mark.parametrize(
    ("url", "kind", "expected"),
    [
        ("https://en.wikipedia.org/wiki/Norvik_harbor", SourceMissing, "has no article 'Norvik harbor'. Did you mean 'Norrvik harbour'?"),
        ("https://en.wikipedia.org/wiki/Norrvik", SourceError, "is a disambiguation page of en.wikipedia.org, not an article. It leads to 'Norrvik harbour', 'Norrvik lighthouse' and others."),
        ("https://en.wikipedia.org/w/index.php?oldid=999", SourceMissing, "has no revision 999"),
        ("https://en.wikipedia.org/wiki/sv:Norrvik", SourceMissing, "'sv:Norrvik' is a page of another wiki"),
        ("https://en.wikipedia.org/wiki/A%5BB", SourceMissing, 'contains invalid characters: "[".'),
        ("https://en.wikipedia.org/wiki/Special:Version", SourceError, "is a special page, not an article"),
        ("https://en.wikipedia.org/wiki/Data", SourceError, "its content is 'json'"),
        ("https://en.wikipedia.org/wiki/Closed", SourceUnreachable, "asks to be left alone for a while: 429 (Retry-After: 3600)"),
        ("https://en.wikipedia.org/wiki/Lagging", SourceUnreachable, "refused to answer: maxlag: Waiting for db1001"),
        ("https://en.wikipedia.org/wiki/Not_JSON", SourceUnreachable, "gave no answer of MediaWiki's API"),
        ("https://nobody.invalid/wiki/A", SourceUnreachable, "cannot be fetched."),
        ("https://127.0.0.1/wiki/A", SourceError, "Name another address"),
        ("https://harbours.example/gone", SourceMissing, "the server says 410"),
    ],
)  # fmt: skip
def test_what_cannot_be_fetched_is_told(web: StandInWeb, url: str, kind: type[SourceError], expected: str) -> None:
    """Each with its own sentence, and with what to do."""
    with pytest.raises(SourceError) as caught:
        fetched(web, url)

    assert kind is type(caught.value)
    assert expected in str(caught.value)
    assert str(caught.value).startswith(url)


def test_a_page_of_another_site_is_read_as_it_is(web: StandInWeb) -> None:
    """Redirects are followed and told; there is no revision."""
    document = fetched(web, "https://harbours.example/old")

    assert ["Holm (1976). Quays."] == [entry.raw for entry in document.entries]
    assert document.origin is not None
    assert ("https://harbours.example/wiki/Quay", None) == (document.origin.url, document.origin.revision)
    assert ["https://harbours.example/old leads to https://harbours.example/wiki/Quay, and that is what was read."] == [
        notice.message for notice in document.notices
    ]


def test_a_page_without_footnotes_is_read_as_html(web: StandInWeb) -> None:
    """In the encoding that the server declares; that it has no references is told."""
    document = fetched(web, "https://harbours.example/log")

    assert "Café log" == document.title
    assert "The café on the quay is open again." in [block.text for block in document.blocks]
    assert ["https://courier.example/cafe"] == [link.url for link in document.links]
    assert ["document-no-references", "document-no-markers"] == [notice.rule for notice in document.notices]


def test_a_page_that_is_too_large_is_refused(web: StandInWeb) -> None:
    """By the same limit as a file."""
    with pytest.raises(SourceTooLarge, match="larger than 100 bytes"):
        fetched(web, HARBOUR, Settings(max_bytes=100))


def test_offline_nobody_is_asked(web: StandInWeb) -> None:
    """The message says what to do instead."""
    with pytest.raises(SourceError, match="--offline asks nobody"):
        fetched(web, HARBOUR, Settings(offline=True))
    assert 0 == web.log.count()


def test_a_recorded_audit_of_an_article_replays_to_the_same_report(web: StandInWeb, tmp_path: Path) -> None:
    """The article stands in the same recording as the answers about its links."""
    cassette = tmp_path / "article.yaml"
    recorded = api.investigate(HARBOUR, policy=policy(web, record=cassette))
    asked = web.log.count()
    replayed = api.investigate(HARBOUR, policy=policy(web, replay=cassette))

    assert web.log.count() == asked > 2
    assert recorded.report.documents == replayed.report.documents
    assert ("live", "replay") == (recorded.report.run.provenance.kind, replayed.report.run.provenance.kind)
    with pytest.raises(SourceUnreachable, match="is not recorded"):
        api.investigate("https://en.wikipedia.org/wiki/Other", policy=policy(web, replay=cassette))


def test_what_is_no_document_is_refused(web: StandInWeb) -> None:
    """With the same words as for a file."""
    with pytest.raises(NotText, match=r"plan\.pdf cannot be read: it is broken"):
        fetched(web, "https://harbours.example/plan.pdf")
