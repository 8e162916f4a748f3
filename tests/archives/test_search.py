"""The walk of a search, step by step, in an archive of which every answer is written down."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, TypeVar

import pytest

from citecheck.archives.archive import Anchor, Ask, Question, Terms, Told, Wanted
from citecheck.archives.availability import Hint
from citecheck.archives.capture import Capture, moment
from citecheck.archives.cdx import ROWS, Rows
from citecheck.archives.playback import Played
from citecheck.archives.search import Search
from citecheck.model import Content, PartialDate, Snapshot
from citecheck.web import Exchange, Request, WebError

T = TypeVar("T", bound=Told)

ORIGINAL = "http://old.example/page"
READ = Wanted(Anchor(PartialDate(2010, 6, 15), "accessed"), "The Harbour Reopens")
ISSUED = Wanted(Anchor(PartialDate(2010, 6, 15), "issued"))
ANY = Wanted()
FAILED = "The archive's index is out of order."
SILENT = "Playback is out of order."


def capture(day: str, status: int | None = 200, digest: str = "") -> Capture:
    """Give the capture of a day."""
    stamp = f"{day.replace('-', '')}120000"
    at = moment(stamp)
    assert at is not None
    return Capture(stamp, at, ORIGINAL, status, digest or f"DIGEST{stamp}", "text/html", f"https://a.test/{stamp}/page")


def page(day: str, **more: Any) -> Played:  # noqa: ANN401 - what playback tells
    """Give a capture that is played back and shows a page; `before` and `after` are days."""
    one = replace(capture(day), digest="", status=200)
    beside: dict[str, Any] = {
        name: replace(capture(more.pop(name), None), digest="") for name in ("before", "after") if name in more
    }
    content = Content("text/html", more.pop("length", 5000), True, "", "")
    told: dict[str, Any] = {"outcome": "verified", "digest": f"DIGEST{one.timestamp}", "content": content}
    told |= {"entry": one, "shown": one}
    return Played(**(told | beside | more))


def broken(day: str, reason: str = "The copy is empty.", **more: Any) -> Played:  # noqa: ANN401 - as above
    """Give one that is played back and shows none."""
    return page(day, outcome="broken", reason=reason, **more)


ABSENT = Played(outcome="absent", reason="The archive says that it holds no copy.")
SHUT = Played(outcome="excluded", reason="It is not shown.")
DEAF = Played(failure=SILENT, reason=SILENT)


@dataclass
class Written:
    """An archive of which every answer is written down; those that are not are failures."""

    first: Played | None = ABSENT
    """What the nearest capture shows; None: it has no such service."""
    shows: dict[str, Played] = field(default_factory=dict)
    """By day."""
    near: Rows | None = field(default_factory=Rows)
    before: Rows = field(default_factory=lambda: Rows(FAILED))
    after: Rows = field(default_factory=lambda: Rows(FAILED))
    same: Rows | None = field(default_factory=Rows)
    hints: tuple[Hint | None, Hint | None] = (None, None)
    name: str = "written"
    terms: Terms = field(default_factory=Terms)
    asked: list[str] = field(default_factory=list)

    def _give(self, what: str, answer: T) -> Question[T]:
        """Give a question that has its answer."""
        return Question(Ask("archive", Request(f"https://a.test/{what}")), type(answer), lambda _: answer)

    def nearest(self, original: str, wanted: Wanted) -> Question[Played] | None:
        """Give the question for the nearest capture."""
        del original, wanted
        return None if self.first is None else self._give("nearest", self.first)

    def played(self, capture: Capture, original: str, wanted: Wanted) -> Question[Played]:
        """Give the question for a capture."""
        del original, wanted
        day = capture.day.isoformat()
        return self._give(day, self.shows.get(day, DEAF))

    def listed_near(self, original: str, anchor: Anchor | None) -> Question[Rows] | None:
        """Give the question for the index."""
        del original, anchor
        return None if self.near is None else self._give("near", self.near)

    def listed_before(self, original: str, anchor: Anchor | None) -> Question[Rows]:
        """Give the second question for the index."""
        del original, anchor
        return self._give("before", self.before)

    def listed_after(self, original: str, anchor: Anchor) -> Question[Rows]:
        """Give the third."""
        del original, anchor
        return self._give("after", self.after)

    def same_words(self, original: str, digest: str) -> Question[Rows] | None:
        """Give the question for the same bytes elsewhere."""
        del original, digest
        return None if self.same is None else self._give("same", self.same)

    def hinted(self, original: str, anchor: Anchor | None, *, both_sides: bool) -> Question[Hint] | None:
        """Give the question for a hint."""
        del original, anchor
        hint = self.hints[0 if both_sides else 1]
        return None if hint is None else self._give("both-sides" if both_sides else "hint", hint)


def found(archive: Written, wanted: Wanted = READ) -> Snapshot:
    """Give what a search finds; `asked` has then what it asked, in order."""
    steps = Search(archive, ORIGINAL, wanted).steps()
    nothing = Exchange(Request("https://a.test/"), (), error=WebError("failed", "", "written down"))
    try:
        question = next(steps)
        while True:
            archive.asked.append(question.ask.request.url.rpartition("/")[2])
            question = steps.send(question.read(nothing))
    except StopIteration as done:
        snapshot: Snapshot = done.value
        return snapshot


def rows(*captures: Capture, **more: Any) -> Rows:  # noqa: ANN401 - what an index tells
    """Give what an index lists."""
    told: dict[str, Any] = {"count": len(captures), "captures": captures}
    return Rows(**(told | more))


def day_of(snapshot: Snapshot) -> str | None:
    """Give the day of a snapshot."""
    return None if snapshot.captured_at is None else snapshot.captured_at[:10]


# --- The walk by playback


def test_the_walk_goes_on_to_later_captures_up_to_the_day() -> None:
    """The nearest is before the day, and the next one, too: that is nearer to what was read."""
    archive = Written(
        page("2010-05-01", after="2010-06-01"),
        {"2010-06-01": page("2010-06-01", before="2010-05-01", after="2010-07-01"), "2010-07-01": page("2010-07-01")},
    )
    snapshot = found(archive)

    assert ("archived", "2010-06-01", -14) == (snapshot.status, day_of(snapshot), snapshot.drift_days)
    assert ["nearest", "2010-06-01", "2010-07-01"] == archive.asked


def test_the_walk_has_an_end() -> None:
    """An archive with a capture a day is not walked through: the index knows."""
    days = [f"2010-06-{n:02d}" for n in range(1, 12)]
    shows = {day: page(day, after=after) for day, after in pairwise(days)}
    archive = Written(page(days[0], after=days[1]), shows, near=rows(capture("2010-06-14")))
    archive.shows["2010-06-14"] = page("2010-06-14")
    found(archive)

    assert ["nearest", *days[1:5]] == archive.asked[:5]
    assert len(archive.asked) <= 7


def test_backwards_the_walk_has_an_end_too() -> None:
    """Four errors in a row, each naming the one before: then the index is asked."""
    days = [f"2010-06-{n:02d}" for n in range(14, 2, -1)]
    shows = {day: broken(day, before=before) for day, before in pairwise(days)}
    archive = Written(broken("2010-06-14", before="2010-06-13", is_last=True), shows, near=rows(capture("2009-01-01")))
    archive.shows["2009-01-01"] = page("2009-01-01")
    snapshot = found(archive)

    assert ("archived", "2009-01-01") == (snapshot.status, day_of(snapshot))
    assert "near" in archive.asked


def test_of_a_publication_the_nearer_neighbour_is_taken() -> None:
    """It is played back, for nobody has seen it yet."""
    archive = Written(page("2010-05-01", before="2009-01-01", after="2010-06-20"), {"2010-06-20": page("2010-06-20")})
    snapshot = found(archive, ISSUED)

    assert ("archived", "2010-06-20", 5) == (snapshot.status, day_of(snapshot), snapshot.drift_days)
    assert ["nearest", "2010-06-20"] == archive.asked


def test_of_a_publication_a_neighbour_that_shows_nothing_is_not_taken() -> None:
    """Then the one that was seen serves."""
    archive = Written(page("2010-05-01", before="2009-01-01", after="2010-06-20"), {"2010-06-20": broken("2010-06-20")})

    assert "2010-05-01" == day_of(found(archive, ISSUED))


def test_of_two_copies_as_near_to_a_publication_the_earlier_is_taken() -> None:
    """Five days after, five days before: an index would put that first, too. Of one day the one that was seen serves."""
    archive = Written(page("2010-06-20", before="2010-06-10", is_last=True), {"2010-06-10": page("2010-06-10")})
    same = Written(page("2010-06-20", before="2010-06-20", is_last=True))

    assert ["2010-06-10", "2010-06-20"] == [day_of(found(one, ISSUED)) for one in (archive, same)]
    assert [["nearest", "2010-06-10"], ["nearest"]] == [archive.asked, same.asked]


# --- The index and the captures that it lists


def test_a_site_that_is_closed_is_unknown_whoever_says_so() -> None:
    """Playback at first, the index, playback later: it is never "not archived"."""
    archives = (
        Written(SHUT),
        Written(near=Rows(is_excluded=True)),
        Written(near=rows(capture("2010-06-01")), shows={"2010-06-01": SHUT}),
    )

    assert [("unknown", "The archive does not show this site, at the wish of its owner.")] * 3 == [
        (snapshot.status, snapshot.reason) for snapshot in map(found, archives)
    ]


def test_an_archive_without_a_list_or_a_second_service_says_nothing_of_absence() -> None:
    """One witness is none."""
    alone = found(Written(near=None))
    nobody = found(Written(first=None))

    assert ("unknown", "The archive gives no list of its copies.") == (alone.status, alone.reason)
    assert "unknown" == nobody.status
    assert nobody.reason.endswith("It has no second service that could confirm it.")


def test_no_capture_is_played_more_often_than_is_worth_it() -> None:
    """Six good ones that show nothing, of eight: there may be a page in the others."""
    days = [f"2010-05-{n:02d}" for n in range(1, 9)]
    archive = Written(near=rows(*map(capture, days)), shows={day: broken(day) for day in days})
    snapshot = found(archive)

    assert ("archived", "broken") == (snapshot.status, snapshot.playback)
    assert "shows none of the 6 best: The copy is empty." in snapshot.reason
    assert 2 + 6 == len(archive.asked)


def test_what_is_no_page_in_any_copy_is_not_archived() -> None:
    """All were seen, and none is of the page."""
    archive = Written(near=rows(capture("2010-05-01")), shows={"2010-05-01": broken("2010-05-01")})
    snapshot = found(archive)

    assert "not-archived" == snapshot.status
    assert "The only copy is not of the page that was cited: The copy is empty." == snapshot.reason


def test_three_redirects_are_enough() -> None:
    """That they lead nowhere does not mean that the fourth does."""
    days = [f"2010-05-{n:02d}" for n in range(1, 6)]
    archive = Written(near=rows(*(capture(day, 301) for day in days)), shows=dict.fromkeys(days, ABSENT))
    snapshot = found(archive)

    assert ("unknown", "All 5 copies are redirects; the 3 best lead to no copy.") == (snapshot.status, snapshot.reason)


def test_redirects_of_which_nothing_is_known_are_unknown() -> None:
    """Playback failed at the first of them."""
    snapshot = found(Written(near=rows(capture("2010-05-01", 301))))

    assert ("unknown", f"All copies are redirects. {SILENT}") == (snapshot.status, snapshot.reason)


def test_a_good_row_that_cannot_be_seen_now_is_archived_and_unverified() -> None:
    """The index is a witness; that playback failed is told."""
    snapshot = found(Written(near=rows(capture("2010-05-01"))))

    assert ("archived", "unverified") == (snapshot.status, snapshot.playback)
    assert SILENT in snapshot.reason


def test_many_rows_without_a_good_one_before_the_day_are_asked_for_on_both_sides() -> None:
    """Once more each; a failure then is told."""
    many = tuple(capture("2010-06-14", 404, f"D{n}") for n in range(ROWS))
    many = tuple(replace(one, uri=f"{one.uri}{n}") for n, one in enumerate(many))
    archive = Written(near=rows(*many), before=rows(), after=rows(capture("2010-09-01")))
    archive.shows["2010-09-01"] = page("2010-09-01")

    assert "2010-09-01" == day_of(found(archive))
    assert ["nearest", "near", "before", "after"] == archive.asked[:4]


# --- Titles, and the same bytes elsewhere


def test_a_copy_that_bears_the_title_is_taken_before_one_that_does_not() -> None:
    """The last one before the day may be of what stood there in its place."""
    archive = Written(
        page("2010-06-01", before="2010-01-01", after="2010-07-01", bears_title=False),
        {"2010-01-01": page("2010-01-01", bears_title=True), "2010-07-01": page("2010-07-01")},
    )
    snapshot = found(archive)

    assert ("archived", "2010-01-01", True) == (snapshot.status, day_of(snapshot), snapshot.bears_title)
    rejected = [one.rejected for one in snapshot.candidates if "/20100601" in one.memento]
    assert ["It does not bear the title that the reference names."] == rejected


def test_where_no_copy_bears_the_title_the_nearest_is_taken_and_says_so() -> None:
    """Titles are shortened, translated and changed; that alone does not make a copy none."""
    days = ["2010-06-01", "2010-05-01", "2010-04-01", "2010-03-01", "2010-02-01"]
    archive = Written(first=None, near=rows(*map(capture, days)))
    archive.shows = {day: page(day, bears_title=False) for day in days}
    snapshot = found(archive)

    assert ("archived", "2010-06-01", False) == (snapshot.status, day_of(snapshot), snapshot.bears_title)
    assert "The page does not bear the title that the reference names." in snapshot.reason
    assert 3 == len({"2010-05-01", "2010-04-01", "2010-03-01", "2010-02-01"} & set(archive.asked))


def test_a_lone_copy_without_the_title_is_taken() -> None:
    """There is no other to look at."""
    archive = Written(page("2010-06-01", is_first=True, is_last=True, bears_title=False))

    assert "2010-06-01" == day_of(found(archive))


def elsewhere(digest: str, count: int) -> Rows:
    """Give so many other addresses with the same bytes."""
    return rows(*(replace(capture("2010-01-01", 200, digest), original=f"{ORIGINAL}{n}") for n in range(count)))


@pytest.mark.parametrize(
    ("more", "same", "day"),
    [
        ({}, 2, "2010-01-01"),
        ({}, 1, "2010-06-01"),
        ({"length": 50_000}, 2, "2010-06-01"),
        ({"doubt": ""}, 2, "2010-06-01"),
        ({"digest": ""}, 2, "2010-06-01"),
    ],
)
def test_a_doubtful_copy_with_the_bytes_of_other_pages_is_none(more: dict[str, Any], same: int, day: str) -> None:
    """What a site gives for whatever is asked is short, the same for two others at least, and doubtful."""
    doubtful = page("2010-06-01", **({"is_last": True, "doubt": "It seems to be gone"} | more))
    archive = Written(
        doubtful,
        {"2010-01-01": page("2010-01-01")},
        near=rows(capture("2010-01-01"), capture("2010-06-01", 200, doubtful.digest)),
        same=elsewhere(doubtful.digest, same),
    )
    snapshot = found(archive)

    assert ("archived", day) == (snapshot.status, day_of(snapshot))


def test_where_nobody_knows_of_the_same_bytes_a_doubtful_copy_is_taken() -> None:
    """An archive that cannot be asked for a digest leaves the doubt alone."""
    archive = Written(page("2010-06-01", is_last=True, doubt="It seems to be gone"), same=None)

    assert "2010-06-01" == day_of(found(archive))


def test_a_copy_with_the_bytes_of_other_pages_and_no_index_is_unknown() -> None:
    """That there is none takes a list."""
    doubtful = page("2010-06-01", is_last=True, doubt="It seems to be gone")
    archive = Written(doubtful, near=Rows(FAILED), same=elsewhere(doubtful.digest, 2))
    snapshot = found(archive)

    assert ("unknown", FAILED) == (snapshot.status, snapshot.reason)


@pytest.mark.parametrize(
    ("issued", "told"),
    [
        (PartialDate(2010, 5, 1), False),
        (PartialDate(2010, 4, 30), False),
        (PartialDate(2010), False),
        (PartialDate(2010, 4, 29), True),
        (PartialDate(1, 1, 1), True),
        (PartialDate(9999, 12, 31), True),
    ],
)
def test_a_page_that_says_another_day_of_publication_is_told(issued: PartialDate, told: bool) -> None:
    """A day apart is a time zone; every day that there is can be held against another."""
    content = Content("text/html", 5000, True, "", "", "2010-05-01")
    archive = Written(page("2010-06-01", is_last=True, content=content))
    snapshot = found(archive, replace(READ, issued=issued))

    assert told == ("The page says that it was published on 2010-05-01" in snapshot.reason)


# --- Hints


def test_a_hint_is_played_back_where_the_index_is_silent() -> None:
    """On both sides of the day at first, then the nearest."""
    first = Written(DEAF, near=Rows(FAILED), hints=(Hint(captures=(capture("2010-06-01", None),)), None))
    second = Written(DEAF, near=Rows(FAILED), hints=(Hint("It is silent."), Hint(captures=(capture("2010-06-01"),))))
    for archive in (first, second):
        archive.shows["2010-06-01"] = page("2010-06-01")

    assert ["2010-06-01"] * 2 == [day_of(found(archive)) for archive in (first, second)]
    assert ["nearest", "near", "both-sides", "2010-06-01"] == first.asked[:4]
    assert ["nearest", "near", "both-sides", "hint", "2010-06-01"] == second.asked[:5]


def test_that_there_is_no_hint_means_nothing() -> None:
    """The API is never the witness of an absence."""
    for hints in ((None, None), (Hint(), Hint()), (Hint("no"), Hint("no"))):
        snapshot = found(Written(near=Rows(FAILED), hints=hints))
        assert ("unknown", FAILED) == (snapshot.status, snapshot.reason)


def test_without_a_day_there_are_no_two_sides() -> None:
    """Asked is once, for the last one."""
    archive = Written(near=Rows(FAILED), hints=(Hint(), Hint(captures=(capture("2010-06-01"),))))

    assert "unknown" == found(archive, ANY).status
    assert ["nearest", "near", "both-sides"] == archive.asked


# --- The other side of the day


@pytest.mark.parametrize(
    ("last", "compared"), [("2010-06-10", False), ("2010-06-08", True), ("2009-06-08", True)]
)  # fmt: skip
def test_the_other_side_of_the_day_is_looked_at_where_the_copy_is_far(last: str, compared: bool) -> None:
    """The same words before and after it stood there that day; a week is not worth a request."""
    same = {"digest": "SAME"}
    archive = Written(page(last, after="2010-07-01", **same), {"2010-07-01": page("2010-07-01", before=last, **same)})
    snapshot = found(archive)

    assert last == day_of(snapshot)
    assert compared == ("2010-07-01" in archive.asked)
    assert compared == (snapshot.strength == "exact")
    assert compared == ("The same words were captured before and after that day." in snapshot.reason)
