"""The table of the stand-in web: what it may say, and what it is told when it says something else."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime

import pytest

from tests.standin import SAMPLE, TORTURE, StandInWeb, TableError, load_table
from tests.standin.behaviours import BEHAVIOURS
from tests.standin.pages import FOOT, Pages, draw
from tests.standin.table import Table, ready_pages

SAMPLE_ADDRESSES = (
    "http://www.jpri.org/publications/critiques/critique_IV_10.html",
    "http://www.mofa.go.jp/policy/other/bluebook/1999/intro.html",
    "http://www.atimes.com/atimes/Japan/FK18Dh01.html",
    "http://www.donga.com/en/List/article/all/20060107/245379/1",
    "http://news.bbc.co.uk/1/hi/world/asia-pacific/6358797.stm",
    "http://news.bbc.co.uk/2/hi/asia-pacific/7439190.stm",
)


def test_tables_are_joined_in_order() -> None:
    """Rows of several sources follow one another, and single values are the last one's."""
    first = 'clock = 1999-01-01T00:00:00Z\nanswer = [{host = "a.example"}]\nwayback.excluded = [{host = "x.example"}]'
    second = 'clock = 2001-02-03T04:05:06Z\nanswer = [{host = "b.example"}]\nwayback.hiccups = 2'

    joined = load_table(first, tomllib.loads(second), load_table('label = "mine"'))

    assert ["a.example", "b.example"] == [row.host for row in joined.answer]
    assert datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC) == joined.clock
    assert "mine" == joined.label
    assert (2, "x.example") == (joined.wayback.hiccups, joined.wayback.excluded[0].host)


def test_a_table_survives_being_loaded_again() -> None:
    """What was loaded can be a source itself."""
    table = load_table(TORTURE)

    assert table == load_table(table)


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ("[[answer]\n", "no TOML"),
        ('[[answer]]\nhost = "a"\npth = "/"', "$.answer[0]"),
        ('[[answer]]\npath = "/"', "$.answer[0]"),
        ('[[host]]\nname = "a"\ndns = "gone"', "$.host[0].dns"),
        ('[[answer]]\nhost = "a"\npath = "/x"\npage = "none"', "a/x: there is no page 'none'"),
        ('[[capture]]\nurl = "http://a/"\nat = "20000101000000"\npage = "none"', "http://a/: there is no page"),
        ('[[answer]]\nhost = "a"\npath = "/x"\ndoes = "dance"', "a/x: there is no behaviour 'dance'"),
    ],
)
def test_a_mistake_is_named_with_its_place(told: str, place: str) -> None:
    """A table that says something unknown is refused, with the place in the message."""
    with pytest.raises(TableError) as caught:
        StandInWeb(told)

    assert place in str(caught.value)


def test_every_behaviour_is_in_the_torture_table() -> None:
    """The torture table leaves no behaviour out, and none without a word of explanation."""
    assert set(BEHAVIOURS) == {row.does for row in load_table(TORTURE).answer}
    assert all(made.__doc__ for made in BEHAVIOURS.values())


def test_the_sample_table_speaks_for_the_six_addresses() -> None:
    """Each address of the sample has a row of its own in the table."""
    table = load_table(SAMPLE)
    hosts = {row.host for row in table.answer} | {row.name for row in table.host}

    assert set() == {url for url in SAMPLE_ADDRESSES if url.split("/")[2] not in hosts}
    assert "stand-in" in table.label


@pytest.mark.parametrize("table", [Table(), load_table(SAMPLE)], ids=["ready-made", "sample"])
def test_every_page_says_that_it_is_a_stand_in(table: Table) -> None:
    """No page can be taken for that of a real site."""
    drawn = [draw(page) for page in (*ready_pages(), *table.page)]

    assert [] == [text for text in drawn if FOOT not in text or 'content="citecheck stand-in web"' not in text]


def test_a_page_can_tell_the_address_that_was_asked_for() -> None:
    """`{address}` in a text becomes the address, so that every address can have a body of its own."""
    drawn = Pages(Table()).draw("addressed", 'http://a.example/<b>"').decode()

    assert "asked for http://a.example/&lt;b&gt;&quot; and" in drawn


def test_a_page_is_sent_in_its_own_encoding() -> None:
    """A page in Shift_JIS is Shift_JIS on the wire, and says so."""
    data = Pages(Table()).draw("soft-404-japanese", "http://a.example/")

    assert "お探しのページ" in data.decode("shift_jis")
    assert b'charset="shift_jis"' in data
