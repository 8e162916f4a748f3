"""What all archives share: anchors, the addresses of services, and those that are never asked."""

from __future__ import annotations

import datetime as dt

import pytest

from citecheck.archives import Anchor, Services, Wayback, untrusted
from citecheck.archives.wayback import HINT, INDEX
from citecheck.model import PartialDate

DAY = PartialDate(2007, 3, 16)
MONTH = PartialDate(2007, 3)
YEAR = PartialDate(2007)
SPRING = PartialDate(2007, 21)
RANGE = PartialDate(2007, 3, 16, end=PartialDate(2007, 4, 2))
BACKWARDS = PartialDate(2007, 3, 16, end=PartialDate(2006, 1, 1))


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        (DAY, "2007-03-16", "2007-03-16"),
        (MONTH, "2007-03-01", "2007-03-31"),
        (YEAR, "2007-01-01", "2007-12-31"),
        (SPRING, "2007-03-01", "2007-05-31"),
        (RANGE, "2007-03-16", "2007-04-02"),
        (BACKWARDS, "2007-03-16", "2007-03-16"),
    ],
)
def test_an_anchor_is_every_day_that_its_date_can_mean(date: PartialDate, first: str, last: str) -> None:
    """A month is thirty-one days wide; a range that runs backwards is its first day."""
    anchor = Anchor(date, "accessed")

    assert (first, last) == (anchor.first.isoformat(), anchor.last.isoformat())


@pytest.mark.parametrize(
    ("date", "day", "drift"),
    [
        (DAY, "2007-03-15", -1),
        (DAY, "2007-03-16", 0),
        (DAY, "2007-03-17", 1),
        (MONTH, "2007-02-28", -1),
        (MONTH, "2007-03-01", 0),
        (MONTH, "2007-03-31", 0),
        (MONTH, "2007-04-02", 2),
        (YEAR, "2005-12-31", -366),
    ],
)
def test_drift_is_counted_from_the_near_end(date: PartialDate, day: str, drift: int) -> None:
    """Within the span of a date nothing drifts; outside the nearer end counts, negative before it."""
    assert drift == Anchor(date, "accessed").drift(dt.date.fromisoformat(day))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            {},
            (
                "https://web.archive.org",
                "https://web.archive.org/cdx/search/cdx",
                "https://archive.org/wayback/available",
            ),
        ),
        (
            {"wayback": "https://mirror.example/"},
            (
                "https://mirror.example",
                "https://mirror.example/cdx/search/cdx",
                "https://mirror.example/wayback/available",
            ),
        ),
        (
            {"cdx": "http://i.example/cdx/", "availability": "http://a.example/"},
            ("https://web.archive.org", "http://i.example/cdx", "http://a.example"),
        ),
    ],
)
def test_services_are_below_their_base(given: dict[str, str], expected: tuple[str, str, str]) -> None:
    """A mirror brings its index and its API along, unless they are elsewhere."""
    services = Services.of(**given)

    assert expected == (services.wayback, services.cdx, services.availability)


@pytest.mark.parametrize(
    ("url", "service"),
    [
        ("https://web.archive.org/web/20070309101522id_/http://old.example/", "archive.org"),
        ("https://web.archive.org/cdx/search/cdx?url=http%3A%2F%2Fold.example%2F", INDEX),
        ("https://archive.org/wayback/available?url=http%3A%2F%2Fold.example%2F", HINT),
        ("https://archive.org/details/old", None),
        ("https://web.archive.org/", None),
        ("http://old.example/web/20070309101522/", None),
    ],
)
def test_an_address_is_of_one_service(url: str, service: str | None) -> None:
    """Each of the archive's services has a clock of its own; other pages of its hosts are pages like any."""
    archive = Wayback()

    assert service == archive.service(url)
    assert service is None or service in archive.manners


def test_the_archive_is_asked_within_its_limits() -> None:
    """At most 24 questions a minute to the index, 20 to the API, 480 to playback: under what its clients report."""
    archive = Wayback()
    rates = {name: round(60 / manners.interval) for name, manners in archive.manners.items()}

    assert {INDEX: 24, HINT: 20, "archive.org": 480} == rates
    assert "wayback" == archive.name


@pytest.mark.parametrize(
    "url",
    [
        "https://archive.today/20200101000000/http://old.example/",
        "http://archive.is/AbCdE",
        "https://www.archive.ph/AbCdE",
        "https://ARCHIVE.LI./AbCdE",
        "https://archive.vn:443/AbCdE",
        "https://archive.fo/",
        "https://archive.md/",
    ],
)
def test_an_archive_that_alters_copies_is_not_asked(url: str) -> None:
    """One service under seven names, in any spelling; the reason is a sentence that says what to do."""
    assert "Link a copy in another archive." in untrusted(url)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.webcitation.org/5eWaHRbn4", "WebCite"),
        ("http://www.freezepage.com/1395478161OWYSYNBZGX", "FreezePage"),
        ("https://webcache.googleusercontent.com/search?q=cache:old.example/", "Google's cache"),
        ("https://www.google.com/search?q=cache:old.example/", "Google's cache"),
        ("http://timetravel.mementoweb.org/memento/2010/http://old.example/", "Memento Time Travel"),
        ("http://collection.europarchive.org/nli/20110311033514/http://old.example/", "The Internet Memory Foundation"),
    ],
)
def test_an_archive_that_is_no_more_is_not_asked(url: str, name: str) -> None:
    """What it would answer says nothing of the copy; the reason names it and says what to do."""
    assert untrusted(url).startswith(name)
    assert "Link " in untrusted(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://web.archive.org/web/2020/http://archive.is/AbCdE",
        "https://www.google.com/search?q=olm",
        "https://archive.wikiwix.com/cache/?url=http://old.example/",
        "https://perma.cc/RZP7-3P4P",
        "https://archive.org/",
        "https://arquivo.pt/",
        "https://archive.is.example/",
        "https://notarchive.is/",
        "http://[bad/",
        "no address",
        "",
    ],
)
def test_others_are(url: str) -> None:
    """An address that only mentions it, or looks like it, is another's."""
    assert "" == untrusted(url)
