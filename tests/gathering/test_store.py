"""The store: what an earlier run was told is not asked again, as long as it stands, and nothing else is left out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from citecheck.archives import Anchor, Services, Wanted
from citecheck.gathering import Answers, Policy, Question, ask
from citecheck.gathering.store import ARCHIVE_MANNER, INDIFFERENT, MANNER, Store
from citecheck.gathering.tasks import Looked
from citecheck.links import Scope
from citecheck.model import LinkCheck, PartialDate, Snapshot
from citecheck.web import Credentials, Redactor
from tests.standin import TORTURE, StandInWeb

HERE = Path(__file__).parent
DAY = 86_400.0
READ = Wanted(Anchor(PartialDate(2007, 3, 16), "accessed"))
KEPT = "http://plain.example/kept"
SECRETS = tuple(f"Pl4nted{n:02d}Secret" for n in range(10))

LONG_VALIDATOR = f"""
[[answer]]
host = "tagged.example"
path = "/long"
does = "validated"
page = "article"
headers = [["ETag", '"{"v" * 600}"']]
"""

Make = Callable[..., Policy]
Links = Callable[..., list[Question]]
Age = Callable[[float], None]


@pytest.fixture
def web() -> Iterator[StandInWeb]:
    """Give a web of this test's own: some of its pages change."""
    with StandInWeb(HERE / "store.toml", LONG_VALIDATOR) as started:
        yield started


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Give the place of a store."""
    return tmp_path / "answers.sqlite"


@pytest.fixture
def age(store: Path) -> Age:
    """Give the function that lets so many seconds pass for all that is kept."""

    def pass_by(seconds: float) -> None:
        with sqlite3.connect(store) as connection:
            connection.execute("UPDATE answers SET asked = asked - ?, until = until - ?", (seconds, seconds))
        connection.close()

    return pass_by


@pytest.fixture
def run(policy_for: Callable[..., Policy], web: StandInWeb, store: Path, links: Links) -> Callable[..., Answers]:
    """Give the function that asks some addresses, without archives, in one run."""

    def make(*urls: str, **changes: Any) -> Answers:  # noqa: ANN401 - the fields of a policy
        web.log.clear()
        return ask(links(*urls), policy_for(web, **{"archives": False, "store": store} | changes))

    return make


Run = Callable[..., Answers]


def kept(store: Path) -> dict[str, str]:
    """Give what is kept: verdicts by address."""
    connection = sqlite3.connect(store)
    found = dict(connection.execute("SELECT address, verdict FROM answers"))
    connection.close()
    return found


# --- What stands, and for how long


@pytest.mark.parametrize(
    ("url", "verdict", "stands", "over"),
    [
        ("http://plain.example/", "live", 6.9, 7.1),
        ("http://moved.example/", "moved", 6.9, 7.1),
        ("http://wall.example/", "blocked", 2.9, 3.1),
        ("http://gone.example/", "dead", 0.9, 1.1),
        ("http://soft.example/", "soft-404", 0.9, 1.1),
        ("http://down.example/", "unreachable", None, 0.0),
        ("http://guarded.example/", "skipped", None, 0.0),
    ],
)
def test_an_answer_stands_as_long_as_its_verdict_lets_it(  # noqa: PLR0917 - fixtures and a table
    url: str, verdict: str, stands: float | None, over: float, run: Run, web: StandInWeb, age: Age
) -> None:
    """Until then nobody is asked and the answer is the same, its time included; after it the address is asked anew."""
    first = run(url)

    assert verdict == first.links[url].verdict
    if stands is not None:
        age(stands * DAY)
        again = run(url)
        assert (first.links, 0) == (again.links, web.log.count())
        age((over - stands) * DAY)
    last = run(url)
    assert web.log.count() > 0
    assert (first.links[url].checked_at or "") < (last.links[url].checked_at or "")


def test_what_came_from_the_store_is_told_and_is_no_network(run: Run) -> None:
    """The report's line on where answers are from counts them; a run that asked nobody is not called silent."""
    run("http://plain.example/", "http://gone.example/")
    again = run("http://plain.example/", "http://gone.example/", "http://wall.example/")

    assert "Those about 2 links were kept from earlier runs, the oldest from 20" in again.provenance.label
    assert (1, 1, False) == (again.asked, again.answered, again.silent)
    assert "kept" not in run("http://new.example/").provenance.label
    assert (0, False) == ((last := run("http://plain.example/")).asked, last.silent)


def test_an_answer_is_kept_under_the_address_not_its_spelling(run: Run, web: StandInWeb) -> None:
    """Each spelling gets it under its own name."""
    run("http://plain.example/page")
    again = run("HTTP://PLAIN.example:80/page#part")

    assert 0 == web.log.count()
    assert "HTTP://PLAIN.example:80/page#part" == next(iter(again.links.values())).url


def test_max_age_shortens_and_never_lengthens(run: Run, web: StandInWeb, age: Age) -> None:
    """Zero asks everything anew, and keeps what it is told."""
    run("http://plain.example/")
    age(2 * DAY)
    run("http://plain.example/", max_age=3 * DAY)
    assert 0 == web.log.count()
    run("http://plain.example/", max_age=0.0)
    assert 1 == web.log.count()
    run("http://plain.example/", max_age=DAY)
    assert 0 == web.log.count()
    age(8 * DAY)
    run("http://plain.example/", max_age=365 * DAY)
    assert 1 == web.log.count()


@pytest.mark.parametrize(
    "change",
    [
        {"user_agent": "somebody else"},
        {"allow_private": True},
        {"proxy": "here"},
    ],
)
def test_who_asks_in_another_manner_is_not_given_the_answer(change: dict[str, Any], run: Run, web: StandInWeb) -> None:
    """As somebody else, through a proxy, with private addresses allowed: the answer may be another."""
    change = {key: f"http://127.0.0.1:{web.http_port}" if value == "here" else value for key, value in change.items()}
    run("http://plain.example/")
    run("http://plain.example/", **change)
    assert 1 == web.log.count()
    run("http://plain.example/", **change)
    assert 0 == web.log.count()


def test_of_every_field_of_a_policy_it_is_known_whether_it_changes_an_answer() -> None:
    """Whoever adds one has to say so: a forgotten one would give one person's answers to another."""
    assert {field.name for field in fields(Policy)} == {*MANNER, *ARCHIVE_MANNER, *INDIFFERENT}
    assert set() == {*MANNER, *ARCHIVE_MANNER} & INDIFFERENT


def test_what_a_host_says_to_a_token_is_not_kept(run: Run, store: Path, web: StandInWeb) -> None:
    """Another run may have none, or another's."""
    credentials = Credentials.of(("plain.example X-Key: $KEY",), {"KEY": "Pl4nted-7e42"})
    url = "https://plain.example/"
    run(url, "http://plain.example/", credentials=credentials)

    assert ["http://plain.example/"] == list(kept(store))
    run(url, "http://plain.example/", credentials=credentials)
    assert (url,) == web.log.urls()


def test_places_are_looked_for_on_the_page_itself(run: Run, web: StandInWeb) -> None:
    """What was made of a page does not tell its anchors; without a fragment the answer stands."""
    urls = ("http://plain.example/#top", "http://plain.example/kept")
    run(*urls)
    found = run(*urls, fragments=True).links[urls[0]]

    assert ("live", "found") == (found.verdict, found.fragment)
    assert ("http://plain.example/",) == web.log.urls()
    assert None is run(*urls).links[urls[0]].fragment
    assert 0 == web.log.count()


def test_what_is_left_out_is_asked_when_it_is_wanted_again(run: Run, store: Path, web: StandInWeb) -> None:
    """That nobody wanted it is no answer; nor is an answer given that nobody wants."""
    url = "http://plain.example/"

    assert "skipped" == run(url, scope=Scope((), ("plain.example",))).links[url].verdict
    assert {} == (kept(store) if store.exists() else {})
    assert "live" == run(url).links[url].verdict
    assert 1 == web.log.count()
    assert "skipped" == run(url, scope=Scope((), ("plain.example",))).links[url].verdict


def test_a_snapshot_stands_for_its_address_and_date(policy_for: Make, web: StandInWeb, store: Path, age: Age) -> None:
    """The archive is asked once in a month for what it has, daily for what it has not, and for another date at once."""
    policy = policy_for(web, store=store)
    asked = [Question(KEPT, (READ,)), Question("http://plain.example/never", (READ,))]
    first = ask(asked, policy)
    count = web.log.count("web.archive.org")

    assert ["archived", "not-archived"] == [one.status for one in first.snapshots.values()]
    assert first.snapshots == ask(asked, policy).snapshots
    assert count == web.log.count("web.archive.org")
    age(2 * DAY)
    again = ask(asked, policy)
    assert "about 2 links and 1 snapshot were kept" in again.provenance.label
    assert timeless(first) == timeless(again)
    count, before = web.log.count("web.archive.org"), count
    assert count > before
    ask([Question(KEPT, (Wanted(),))], policy)
    assert web.log.count("web.archive.org") > count
    count = web.log.count("web.archive.org")
    ask(
        [Question(KEPT, (Wanted(),))],
        replace(policy, services=Services.of("https://web.archive.org/", "https://web.archive.org/other")),
    )
    assert web.log.count("web.archive.org") > count


# --- Conditions


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/etag", {"if-none-match": '"v1"', "if-modified-since": "Mon, 01 Jan 2024 10:00:00 GMT"}),
        ("/date", {"if-modified-since": "Mon, 01 Jan 2024 10:00:00 GMT"}),
        ("/weak", {"if-none-match": 'W/"v1"'}),
    ],
)
def test_a_page_that_has_not_changed_renews_its_answer(
    path: str, sent: dict[str, str], run: Run, web: StandInWeb, age: Age
) -> None:
    """One request with a condition, and 304: the same answer with a new time, and it stands for its time again."""
    url = f"http://tagged.example{path}"
    first = run(url)
    for _ in range(2):
        age(8 * DAY)
        again = run(url)
        (asked,) = web.log.requests
        conditions = {name: value for name, value in asked.headers if name.startswith("if-")}
        assert sent == conditions
        assert replace(first.links[url], checked_at="") == replace(again.links[url], checked_at="")
        assert (first.links[url].checked_at or "") < (again.links[url].checked_at or "")
        assert (1, 1) == (again.asked, again.answered)
        run(url)
        assert 0 == web.log.count()


def test_a_page_that_has_changed_is_judged_anew(run: Run, web: StandInWeb, age: Age) -> None:
    """What answers a condition with anything but 304 has answered."""
    assert "live" == run("http://tagged.example/changed").links["http://tagged.example/changed"].verdict
    age(8 * DAY)
    assert "dead" == run("http://tagged.example/changed").links["http://tagged.example/changed"].verdict
    assert 1 == web.log.count()


def test_a_condition_follows_no_redirect(run: Run, web: StandInWeb, age: Age) -> None:
    """An address that sends elsewhere by now is asked plainly, and nobody else hears of the condition."""
    run("http://tagged.example/leaves")
    age(8 * DAY)
    again = run("http://tagged.example/leaves").links["http://tagged.example/leaves"]

    assert ("live", "http://tagged.example/etag") == (again.verdict, again.final_url)
    assert ["/leaves", "/leaves", "/etag"] == [asked.target for asked in web.log.requests]
    assert ['"v1"', None, None] == [asked.header("if-none-match") for asked in web.log.requests]


def test_a_server_that_is_busy_is_asked_again_without_a_condition(run: Run, web: StandInWeb, age: Age) -> None:
    """The second try is as every second try."""
    run("http://tagged.example/busy")
    age(8 * DAY)
    assert "live" == run("http://tagged.example/busy").links["http://tagged.example/busy"].verdict
    assert ['"v1"', None] == [asked.header("if-none-match") for asked in web.log.requests]


@pytest.mark.parametrize("path", ["/via", "/refresh", "/long", "/plain"])
def test_only_a_page_at_the_address_itself_has_a_validator(path: str, run: Run, web: StandInWeb, age: Age) -> None:
    """None after a redirect, of HTTP or of a page; none that is too long to send; none where there is none."""
    run(f"http://tagged.example{path}")
    age(8 * DAY)
    run(f"http://tagged.example{path}")
    assert web.log.count() > 0
    assert {None} == {asked.header("if-none-match") for asked in web.log.requests}


# --- What is not kept


def test_secrets_are_not_kept(run: Run, web: StandInWeb, store: Path, policy_for: Make) -> None:
    """Planted in addresses, redirects, headers, validators and settings: none is in the file, in any form of it."""
    urls = (
        f"http://me:{SECRETS[6]}@plain.example/",
        f"http://plain.example/?access_token={SECRETS[7]}",
        f"http://plain.example/{SECRETS[8]}",
        "http://leading.example/",
        "http://cookie.example/",
        "http://saying.example/",
        KEPT,
    )
    secrets = Redactor((SECRETS[3], SECRETS[5], SECRETS[8], SECRETS[9]))
    proxy = f"http://me:{SECRETS[9]}@127.0.0.1:{web.http_port}"
    for changes in ({}, {"proxy": proxy}):
        run(*urls, redactor=secrets, **changes)
    ask([Question(url, (READ,)) for url in urls], policy_for(web, store=store, redactor=secrets))
    written = b"".join(path.read_bytes() for path in store.parent.iterdir())

    assert [] == [secret for secret in SECRETS if secret.encode() in written]
    assert {"http://leading.example/", "http://cookie.example/", "http://saying.example/", KEPT} == set(kept(store))
    run(*urls[:3], redactor=secrets)
    assert 3 == web.log.count()


@pytest.mark.parametrize(
    "url", ["http://a.example/\ud800", f"http://a.example/{'x' * 70_000}", "http://a.example/\0\x1b"]
)
def test_an_answer_that_cannot_be_written_is_not_kept(url: str, store: Path) -> None:
    """Half a character, an address of 70,000: nobody stumbles over it, and the others are kept."""
    fine = "http://plain.example/"
    keeping = Store(Policy(store=store))
    keeping.begin({url: (Wanted(),), fine: ()})
    keeping.heard()
    for address in (url, fine):
        keeping.keep(address, Looked(LinkCheck(address, "live"), True, True, "", False))
        keeping.keep_snapshot(address, Wanted(), Snapshot(address, "not-archived"))
    keeping.close(whole=True)

    assert () == keeping.notices
    assert {fine} <= set(kept(store)) <= {fine, "http://a.example/\0\x1b"}


def test_a_private_address_is_kept_for_the_same_run_alone(run: Run, web: StandInWeb, store: Path) -> None:
    """In another network another host may have it."""
    run("http://intranet.example/", allow_private=True)
    assert 1 == web.log.count()
    run("http://intranet.example/", allow_private=True)
    assert 1 == web.log.count()
    connection = sqlite3.connect(store)
    connection.execute("UPDATE runs SET whole = 0")
    connection.commit()
    connection.close()
    run("http://intranet.example/", allow_private=True)
    assert 0 == web.log.count()


def test_without_a_network_nothing_is_learned(run: Run, web: StandInWeb, store: Path) -> None:
    """As long as nobody answers, that a name is nobody's says nothing; once anybody does, it is kept."""
    run("http://nobody.example/", "http://nobody.example/2")
    assert {} == kept(store)
    run("http://nobody.example/", "http://plain.example/")
    assert {"http://nobody.example/": "dead", "http://plain.example/": "live"} == kept(store)
    again = run("http://nobody.example/", "http://plain.example/")
    assert ("dead", 0) == (again.links["http://nobody.example/"].verdict, web.log.count())
    assert "dead" == run("http://nobody.example/").links["http://nobody.example/"].verdict


@pytest.mark.parametrize("how", ["record", "replay"])
def test_a_recording_and_its_replay_know_no_store(
    how: str, run: Run, web: StandInWeb, store: Path, tmp_path: Path
) -> None:
    """A recording holds everything though it is known; a replay asks nobody and keeps nothing."""
    run("http://plain.example/")
    tape = tmp_path / "tape.yaml"
    recorded = run("http://plain.example/", record=tape)
    assert 1 == web.log.count()
    assert "kept" not in recorded.provenance.label
    before = store.read_bytes()
    again = run("http://plain.example/", "http://new.example/", **{how: tape})
    assert before == store.read_bytes()
    assert {"record": 2, "replay": 0}[how] == web.log.count()
    assert {"record": "live", "replay": "unchecked"}[how] == again.links["http://new.example/"].verdict


def test_a_verdict_of_another_version_stands_for_nothing(run: Run, web: StandInWeb, store: Path) -> None:
    """Of a word that this one does not know, nobody knows how long it stands."""
    run("http://plain.example/")
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("UPDATE answers SET verdict = 'excellent'")
        connection.commit()
    assert "live" == run("http://plain.example/").links["http://plain.example/"].verdict
    assert 1 == web.log.count()


def test_a_snapshot_of_another_address_stands_for_nothing(policy_for: Make, web: StandInWeb, store: Path) -> None:
    """Two keys that fell on one, or a hand in the file: the archive is asked."""
    policy = policy_for(web, store=store)
    first = ask([Question(KEPT, (READ,))], policy)
    with closing(sqlite3.connect(store)) as connection:
        connection.execute(
            "UPDATE answers SET data = CAST(replace(CAST(data AS TEXT), 'plain.example', 'other.example') AS BLOB)"
        )
        connection.execute("DELETE FROM answers WHERE kind = 'told'")
        connection.commit()
    web.log.clear()
    assert timeless(first) == timeless(ask([Question(KEPT, (READ,))], policy))
    assert web.log.count("web.archive.org") > 0


def timeless(answers: Answers) -> list[Snapshot]:
    """Give snapshots without when they were asked for."""
    return [replace(found, checked_at=None) for found in answers.snapshots.values()]


def test_what_is_written_in_another_way_is_asked_anew(run: Run, web: StandInWeb, store: Path) -> None:
    """A row that was tampered with, or that a bit fell out of, costs a request and no more."""
    run("http://plain.example/", "http://wall.example/", "http://gone.example/")
    connection = sqlite3.connect(store)
    for address, data in (
        ("http://plain.example/", b"{"),
        ("http://wall.example/", json.dumps({"check": {"url": "http://other.example/"}}).encode()),
        ("http://gone.example/", b"\xff\xfe"),
    ):
        connection.execute("UPDATE answers SET data = ? WHERE address = ?", (data, address))
    connection.commit()
    connection.close()
    again = run("http://plain.example/", "http://wall.example/", "http://gone.example/")

    assert ["live", "blocked", "dead"] == [one.verdict for one in again.links.values()]
    assert 3 == web.log.count()


# --- A run that was broken off


def test_a_run_that_was_broken_off_goes_on(web: StandInWeb, store: Path, policy_for: Make, links: Links) -> None:
    """For an hour everything it was told stands, failures too; what it was not told is asked."""
    urls = ["http://down.example/", *(f"http://host-{n}.example/" for n in range(30)), "http://hangs.example/"]
    policy = policy_for(web, archives=False, store=store, jobs=4)
    first: list[int] = []
    ask(
        links(*urls),
        policy,
        lambda progress: first.append(progress.done),
        lambda: len(first) > 10 and "unreachable" in kept(store).values(),
    )
    told = kept(store)
    assert 10 < len(told) <= 31
    web.log.clear()
    second: list[int] = []
    again = ask(links(*urls), policy, lambda progress: second.append(progress.done), lambda: len(second) == 31)

    assert set(urls) - set(told) == {*web.log.urls(), "http://hangs.example/"}
    assert ("interrupted", "unreachable") == (again.stopped, again.links["http://down.example/"].verdict)


def test_another_run_does_not_go_on_with_it(run: Run, web: StandInWeb, store: Path) -> None:
    """Whoever asks other things has not been told yet that a server is down."""
    run("http://down.example/", "http://plain.example/")
    connection = sqlite3.connect(store)
    connection.execute("UPDATE runs SET whole = 0")
    connection.commit()
    connection.close()
    run("http://down.example/")
    assert {"http://down.example/"} == set(web.log.urls())
    run("http://down.example/", "http://plain.example/")
    assert web.log.count() > 0  # it was asked anew by the other run, whose answer took the place


def test_old_answers_are_removed(run: Run, store: Path, age: Age) -> None:
    """What is of no more use goes when a run ends."""
    run("http://gone.example/", "http://tagged.example/etag")
    age(30 * DAY)
    run("http://plain.example/")
    assert {"http://plain.example/", "http://tagged.example/etag"} == set(kept(store))


def test_a_table_of_the_torture_web_comes_back_as_it_went(policy_for: Make, tmp_path: Path, links: Links) -> None:
    """Whatever a link can come to is the same when it is read back, each verdict with all that it rests on."""
    urls = [
        "http://moved.example/301", "http://moved.example/302", "http://moved.example/meta", "http://soft.example/plain",
        "http://soft.example/japanese", "http://status.example/404", "http://status.example/403",
        "http://broken.example/bad-gzip", "http://good.example/article#part",
    ]  # fmt: skip
    with StandInWeb(TORTURE) as torture:
        policy = policy_for(torture, archives=False, store=tmp_path / "answers.sqlite")
        first = ask(links(*urls), policy)
        torture.log.clear()
        assert first.links == ask(links(*urls), policy).links
        assert 0 == torture.log.count()
