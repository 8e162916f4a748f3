"""Several archives as one: in order, until a copy is good enough; else the best; and "not archived" only if all say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from citecheck.archives import Anchor, Wanted, Wayback, inquire
from citecheck.archives.archive import Archive, Ask, Inquiry, Question, Told
from citecheck.archives.known import archive_from
from citecheck.archives.several import Several, joined
from citecheck.model import Candidate, PartialDate, Snapshot, SnapshotAnchor
from citecheck.web import Exchange, Limits, Request, Session, Settings
from citecheck.web.hosts import Manners
from tests.standin import StandInWeb

PAGE = "http://old.example/page"
READ = Anchor(PartialDate(2010, 6, 15), "accessed")
AT = SnapshotAnchor("2010-06-15", "accessed")


@dataclass(frozen=True)
class Fake:
    """An archive that asks one question and gives one answer."""

    name: str
    answer: Snapshot
    manners: Mapping[str, Manners] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)

    def service(self, url: str) -> str | None:
        """Give the service of an address below its place."""
        return next((name for name, place in self.places.items() if url.startswith(place)), None)

    def find(self, original: str, wanted: Wanted) -> Inquiry:
        """Ask one question."""
        del wanted
        yield Question(Ask(self.name, Request(f"https://{self.name}.example/{original}")), Told, lambda _: Told())
        return self.answer


def copy(of: str, strength: Any = "near", playback: Any = "verified", drift: int = -5, **more: Any) -> Snapshot:  # noqa: ANN401
    """Give a copy that an archive holds."""
    uri = f"https://{of}.example/web/20100610120000/{PAGE}"
    seen = (Candidate(uri, "2010-06-10T12:00:00Z", 200), Candidate(f"{uri}?", "2009-06-10T12:00:00Z", 404, "Error."))
    made = Snapshot(
        PAGE, "archived", of, uri, "2010-06-10T12:00:00Z", playback, drift, f"It is in {of}.", seen, AT, strength
    )
    return Snapshot(**{**{name: getattr(made, name) for name in made.__slots__}, **more})


def none(of: str) -> Snapshot:
    """Give the answer that an archive holds none."""
    return Snapshot(PAGE, "not-archived", of, reason="Nothing.", anchor=AT)


def unknown(of: str) -> Snapshot:
    """Give the answer that an archive cannot tell."""
    return Snapshot(PAGE, "unknown", of, reason="Asked too often.", anchor=AT)


def asked(*answers: Snapshot) -> tuple[Snapshot, list[str]]:
    """Give what several archives say together, and which of them were asked."""
    heard: list[str] = []

    def fetch(request: Request) -> Exchange:
        heard.append(request.url.partition("://")[2].partition(".")[0])
        return Exchange(request, ())

    archives: tuple[Archive, ...] = tuple(Fake(one.archive or "", one) for one in answers)
    return inquire(Several(archives).find(PAGE, Wanted(READ)), fetch), heard


@pytest.mark.parametrize(
    ("answers", "status", "archive", "count"),
    [
        # Good enough: nobody else is asked.
        ([copy("a"), copy("b", "exact")], "archived", "a", 1),
        ([copy("a", "exact"), copy("b")], "archived", "a", 1),
        ([copy("a", None), copy("b")], "archived", "a", 1),
        ([copy("a", "near", "unverified"), copy("b")], "archived", "a", 1),
        # None, unknown, broken or weak: the next is asked.
        ([none("a"), copy("b"), copy("c")], "archived", "b", 2),
        ([unknown("a"), copy("b")], "archived", "b", 2),
        ([copy("a", None, "broken"), copy("b", "near")], "archived", "b", 2),
        ([copy("a", "weak"), copy("b", "exact")], "archived", "b", 2),
        # None is good enough: the best of all.
        ([copy("a", "weak", drift=-900), copy("b", "weak", drift=-400), none("c")], "archived", "b", 3),
        ([copy("a", "weak", drift=100), copy("b", "weak", drift=-400)], "archived", "b", 2),
        ([copy("a", "weak", "unverified"), copy("b", "weak", drift=-900)], "archived", "b", 2),
        ([copy("a", "weak"), copy("b", None, "broken"), unknown("c")], "archived", "a", 3),
        ([copy("a", None, "broken"), none("b")], "archived", "a", 2),
        ([copy("a", "weak"), copy("b", "weak")], "archived", "a", 2),
        # A witness without a copy is better than nothing, and worse than any copy that can be seen.
        ([none("a"), copy("b", "near", "unverified", memento=None)], "archived", "b", 2),
        ([copy("a", "weak"), copy("b", "near", "unverified", memento=None)], "archived", "a", 2),
        # Nothing.
        ([none("a"), none("b")], "not-archived", "a", 2),
        ([none("a"), unknown("b"), none("c")], "unknown", "b", 3),
        ([unknown("a"), unknown("b")], "unknown", "a", 2),
        ([none("a")], "not-archived", "a", 1),
    ],
)
def test_the_best_answer_is_given(answers: list[Snapshot], status: str, archive: str, count: int) -> None:
    """Its archive is the one that holds the copy, or the first that could not tell."""
    found, heard = asked(*answers)

    assert (status, archive) == (found.status, found.archive)
    assert [one.archive for one in answers][:count] == heard
    assert all(name in found.reason or count == 1 for name in heard)
    assert found.reason.endswith(".")


def test_the_reason_names_who_was_asked() -> None:
    """What was found, by whom, and what the others said."""
    assert "It is in b. Also asked: a (no copy)." == asked(none("a"), copy("b"))[0].reason
    assert "b: Asked too often. Also asked: a (no copy)." == asked(none("a"), unknown("b"))[0].reason
    assert "No archive that was asked holds a copy. a: Nothing. b: Nothing." == asked(none("a"), none("b"))[0].reason
    assert "It is in a. Also asked: b (not known)." == asked(copy("a", "weak"), unknown("b"))[0].reason
    assert "It is in a." == asked(copy("a"))[0].reason


def test_what_was_considered_is_that_of_all() -> None:
    """The one that was taken comes first; a copy that would have served says where a better one is; they are bounded."""
    found, _ = asked(copy("a", "weak"), copy("b", "exact"))
    many = [Candidate(f"https://a.example/{n}", "", None, "No.") for n in range(50)]

    assert ["b", "b", "a", "a"] == [one.memento.partition("://")[2][0] for one in found.candidates]
    assert ["", "Error.", "A copy in b was taken.", "Error."] == [one.rejected for one in found.candidates]
    assert 12 == len(asked(copy("a", "weak", candidates=tuple(many)), copy("b"))[0].candidates)


def test_an_answer_says_when_the_first_was_asked() -> None:
    """Whoever holds the copy."""
    early, late = "2026-01-01T00:00:00.000Z", "2026-01-01T00:00:09.000Z"
    first, second = (
        Snapshot(PAGE, "unknown", name, reason="No.", checked_at=at) for name, at in (("a", early), ("b", late))
    )

    assert early == joined([first, second]).checked_at


def test_the_services_are_those_of_all() -> None:
    """Each keeps its manners; of two that name the same one, the first has its way."""
    slow, fast = Manners(1, 9.0), Manners(9, 0.1)
    one = Fake("a", none("a"), {"x.example": slow}, {"x.example": "https://x.example/"})
    two = Fake("b", none("b"), {"x.example": fast, "y.example": fast}, {"y.example": "https://y.example/"})
    several = Several((one, two))

    assert "a, b" == several.name
    assert {"x.example": slow, "y.example": fast} == several.manners
    assert {"x.example": "https://x.example/", "y.example": "https://y.example/"} == several.places
    assert ("x.example", "y.example", None) == tuple(
        several.service(f"https://{host}.example/1") for host in ("x", "y", "z")
    )


# --- Over HTTP


NATIONAL = archive_from(
    "national",
    {
        "timegate": "https://national.example/web/",
        "timemap": "https://national.example/web/timemap/json/",
        "bases": ["https://national.example/web"],
        "modifier": "id_",
        "follow": False,
    },
)


def over_http(captures: list[dict[str, Any]], **faults: Any) -> Snapshot:  # noqa: ANN401 - rows of the stand-in's table
    """Give what the Wayback Machine and a national library say together."""
    table = {
        "capture": [{"url": PAGE, "page": "article", **one} for one in captures],
        "wayback": {"fault": faults.get("wayback", [])},
        "other": [{"name": "national", "host": "national.example", "fault": faults.get("national", [])}],
    }
    with StandInWeb(table) as web:
        settings = Settings(resolver=web.resolver, ca_file=str(web.ca_pem), limits=Limits(total=10))
        with Session(settings) as session:
            return inquire(Several((Wayback(), NATIONAL)).find(PAGE, Wanted(READ)), session.fetch)


def test_a_national_library_holds_what_the_wayback_machine_does_not() -> None:
    """Its copy is looked at and named, under its name."""
    found = over_http([{"at": "20100610120000", "archive": "national"}])

    assert ("archived", "national", "verified") == (found.status, found.archive, found.playback)
    assert f"https://national.example/web/20100610120000/{PAGE}" == found.memento


def test_the_nearer_copy_wins_over_one_that_is_years_away() -> None:
    """A weak copy in the first archive is not the last word."""
    found = over_http([{"at": "20020101120000"}, {"at": "20100610120000", "archive": "national"}])

    assert ("national", "near") == (found.archive, found.strength)
    assert found.reason.endswith("Also asked: wayback (a copy that serves less).")
    assert {"national.example", "web.archive.org"} == {one.memento.split("/")[2] for one in found.candidates}


@pytest.mark.parametrize(("status", "answer"), [(0, "not-archived"), (429, "unknown"), (503, "unknown")])
def test_what_fails_is_no_witness(status: int, answer: str) -> None:
    """Both say that there is none, or one of them cannot say."""
    faults = [{"service": name, "host": "old.example", "status": status} for name in ("timemap", "timegate")]
    found = over_http([], national=faults if status else [])

    assert answer == found.status, found.reason
