"""A run: each address asked once, answers in the order of the questions, and everything that can end it early."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from citecheck.archives import Anchor, Wanted
from citecheck.gathering import Answers, Policy, Progress, Question, ask
from citecheck.links import check
from citecheck.model import LinkCheck, PartialDate
from citecheck.web import Exchange, Redactor
from citecheck.web.hosts import Manners
from tests.standin import TORTURE, StandInWeb

Make = Callable[..., Policy]
Links = Callable[..., list[Question]]
READ = Wanted(Anchor(PartialDate(2007, 3, 16), "accessed"))
LATER = Wanted(Anchor(PartialDate(2013, 1, 1), "accessed"))
GONE = "http://kept.example/gone"
NEVER = "http://silent.example/"
"""A host that takes connections and says nothing."""


def verdicts(answers: Answers) -> list[str]:
    """Give the verdicts in the order of the questions."""
    return [check.verdict for check in answers.links.values()]


def test_answers_come_in_the_order_of_the_questions(policy: Make, links: Links) -> None:
    """Slow hosts first, quick ones last: the order in which answers came is nowhere to be seen."""
    urls = [
        "http://slow.example/hang",
        "http://unknown.example/",
        "http://status.example/404",
        *(f"http://host-{n}.example/{n}" for n in range(60)),
        "http://moved.example/301",
    ]
    runs = [ask(links(*urls), policy(archives=False, jobs=jobs, timeout=2.0, retries=0)) for jobs in (1, 32)]

    assert [urls, urls] == [list(run.links) for run in runs]
    assert ["unreachable", "dead", "dead", *["live"] * 60, "moved"] == verdicts(runs[0]) == verdicts(runs[1])


def test_each_address_is_asked_once(policy: Make, links: Links, web: StandInWeb) -> None:
    """However many documents name it, in however many spellings; each spelling gets the answer under its name."""
    spellings = [
        "http://host-77.example/article",
        "HTTP://HOST-77.example:80/article",
        "http://host-77.example/article#part",
    ]
    answers = ask(links(*spellings, *spellings), policy(archives=False))

    assert ("http://host-77.example/article",) == web.log.urls()
    assert spellings == [check.url for check in answers.links.values()]
    assert "http://host-77.example/article#part" == answers.links[spellings[2]].final_url
    assert (1, 1) == (answers.asked, answers.answered)


def test_a_snapshot_is_found_for_each_date(policy: Make) -> None:
    """One address with two dates is one link and two snapshots, each under its question."""
    answers = ask([Question(GONE, (READ,)), Question(f"{GONE}#part", (LATER, READ))], policy())
    captured = {key: (found.captured_at or "")[:4] for key, found in answers.snapshots.items()}

    assert {(GONE, READ): "2007", (f"{GONE}#part", LATER): "2012", (f"{GONE}#part", READ): "2007"} == captured
    assert f"{GONE}#part" == answers.snapshots[f"{GONE}#part", LATER].original
    assert ["dead", "dead"] == verdicts(answers)


def test_without_archives_none_is_asked(policy: Make, web: StandInWeb) -> None:
    """The link is checked; there is no snapshot, not even an unknown one."""
    answers = ask([Question(GONE, (READ,))], policy(archives=False))

    assert {} == answers.snapshots
    assert (GONE,) == web.log.urls()


def test_what_failed_for_the_moment_is_asked_again(policy: Make, links: Links, web: StandInWeb) -> None:
    """Once, unless the policy says how often."""
    answers = ask(links("http://kept.example/once-more"), policy(archives=False))

    assert ["live"] == verdicts(answers)
    assert 2 == web.log.count("kept.example")
    ask(links("http://status.example/503"), policy(archives=False, retries=3))
    assert 4 == web.log.count("status.example")


def test_what_failed_is_asked_again_when_all_else_was(policy_for: Make, links: Links) -> None:
    """Not within the same outage: first come the links that wait, but for those few that stand in a host's turn."""
    table = '[[answer]]\nhost = "flaky.example"\ntimes = 1\nstatus = 503\n[[answer]]\nhost = "*.example"\npage = "article"\n'
    others = [f"http://one.example/{n}" for n in range(60)]
    with StandInWeb(table) as web:
        answers = ask(
            links("http://flaky.example/", *others),
            policy_for(web, archives=False, crawl_delay=False, jobs=1, manners=Manners(1, 0.0)),
        )
        asked = web.log.urls()

    assert ["live"] * 61 == verdicts(answers)
    assert 2 == asked.count("http://flaky.example/")
    assert "http://flaky.example/" in asked[-5:]


def test_what_fails_on_holds_up_no_end(policy: Make, links: Links, web: StandInWeb) -> None:
    """A run whose links all fail asks each once more and ends."""
    answers = ask(links(*(f"http://status.example/503/{n}" for n in range(30))), policy(archives=False))

    assert 30 == len(verdicts(answers))
    assert 60 >= web.log.count("status.example")


@pytest.mark.parametrize("case", [(10, True, 0), (11, True, 1), (30, False, 0)])
def test_a_host_with_many_links_is_asked_for_its_delay(
    case: tuple[int, bool, int], policy: Make, links: Links, web: StandInWeb
) -> None:
    """Once, above ten links, unless nobody wants it."""
    count, wanted, asked = case
    ask(links(*(f"http://one.example/{n}" for n in range(count))), policy(archives=False, crawl_delay=wanted))
    urls = list(web.log.urls())

    assert asked == urls.count("http://one.example/robots.txt")
    assert count + asked == len(urls)


def test_a_crawl_delay_is_kept(policy_for: Make, links: Links) -> None:
    """From when the answer has come, requests to the host are so far apart."""
    table = (
        '[[answer]]\nhost = "slow.example"\npath = "/robots.txt"\nbody = "User-agent: *\\nCrawl-delay: 0.05"\n'
        '[[answer]]\nhost = "slow.example"\npage = "article"\n'
    )
    begun = time.monotonic()
    with StandInWeb(table) as web:
        answers = ask(
            links(*(f"http://slow.example/{n}" for n in range(12))),
            policy_for(web, archives=False, manners=Manners(1, 0.0)),
        )

    assert ["live"] * 12 == verdicts(answers)
    assert time.monotonic() - begun >= 8 * 0.05


def test_a_replay_needs_no_robots(policy: Make, links: Links, tmp_path: Path) -> None:
    """It asks nobody, so it need not know how anybody wants to be asked; retries are found in the recording."""
    path = tmp_path / "c.yaml"
    urls = ["http://kept.example/later", *(f"http://one.example/{n}" for n in range(12))]
    runs = [ask(links(*urls), policy(archives=False, **{how: path})) for how in ("record", "replay")]

    assert verdicts(runs[0]) == verdicts(runs[1]) == ["live"] * 13
    assert () == runs[1].notices


def test_progress_is_told_with_every_answer(policy: Make, links: Links) -> None:
    """From the first to the last, in the thread that called; links and snapshots are counted alike."""
    told: list[tuple[int, int, str]] = []
    waiting: Counter[str] = Counter()

    def listen(progress: Progress) -> None:
        told.append((progress.done, progress.total, threading.current_thread().name))
        waiting.update(progress.waiting())

    ask([*links(*(f"http://host-{n}.example/" for n in range(20))), Question(GONE, (READ, LATER))], policy(), listen)

    assert [(n, 23, threading.current_thread().name) for n in range(1, 24)] == list(dict.fromkeys(told))
    assert waiting


def test_progress_is_told_while_nobody_answers(policy: Make, links: Links) -> None:
    """So that the picture of a run that waits is alive, and says for whom it waits, and how long."""
    told: list[tuple[int, tuple[str, ...]]] = []
    ask(
        links("http://slow.example/hang"),
        policy(archives=False, timeout=1.0, retries=0),
        lambda progress: told.append((progress.done, progress.waiting())),
    )

    assert {(0, ("slow.example",)), (1, ())} == set(told)
    assert 2 < len(told)


def test_progress_names_those_for_which_most_is_open() -> None:
    """The slowest first, three of them."""
    progress = Progress(1, 9, Counter({"a.example": 1, "b.example": 4, "c.example": 2, "d.example": 3}))

    assert ("b.example", "d.example", "c.example") == progress.waiting()


def test_links_are_told_of_before_archives_have_answered(policy: Make) -> None:
    """Archives bear few questions: when all links are answered, what is known is handed out once, with the time left."""
    urls = [f"http://good.example/article?{n}" for n in range(4)]
    early: list[Answers] = []
    left: list[float] = []
    answers = ask(
        [Question(url, (READ,)) for url in urls],
        policy(archive_manners=Manners(1, 20.0)),
        lambda progress: left.append(progress.archive_left),
        lambda: bool(early),
        early=early.append,
    )
    (first,) = early

    assert ["live"] * 4 == [check.verdict for check in first.links.values()]
    assert {"unknown"} == {found.status for found in first.snapshots.values()}
    assert "The archive was still being asked when this report was written." in {
        found.reason for found in first.snapshots.values()
    }
    assert max(left) > 20.0
    assert ("interrupted", first.links) == (answers.stopped, answers.links)


def test_nothing_is_told_early_where_archives_are_quick(policy: Make) -> None:
    """A report a few seconds before the whole one is of use to nobody; nor is one without archives."""
    early: list[Answers] = []
    question = [Question("http://good.example/article", (READ,))]
    ask(question, policy(), early=early.append)
    ask(question, policy(archives=False), early=early.append)

    assert [] == early


# --- Who is not asked, and whom no archive is told of


@pytest.mark.parametrize(
    ("url", "verdict", "says"),
    [
        ("http://10.0.0.7/page", "skipped", "only some can reach"),
        ("http://intranet.example/page", "skipped", "only some can reach"),
        ("http://localhost/page", "skipped", "only some can reach"),
        ("http://printer.local/page", "skipped", "only some can reach"),
        ("http://good.example/article?token=abcdef0123456789", "live", "looks like a secret"),
        ("http://me:Pa55word@good.example/article", "live", "looks like a secret"),
        ("http://good.example/open-sesame", "live", "looks like a secret"),
        ("https://archive.today/20200101000000/http://a.example/", "unchecked", "Link a copy in another archive."),
        ("http://archive.is/AbCdE", "unchecked", "Link a copy in another archive."),
        ("not an address", "invalid", "only some can reach"),
    ],
)
def test_an_archive_is_not_told_of_everything(url: str, verdict: str, says: str, policy: Make, web: StandInWeb) -> None:
    """Private addresses, secrets, untrusted archives: the snapshot is unknown, with the reason, and nothing is asked."""
    answers = ask([Question(url, (READ,))], policy(redactor=Redactor(("open-sesame",))))
    (found,) = answers.snapshots.values()

    assert [verdict] == verdicts(answers)
    assert ("unknown", url) == (found.status, found.original)
    assert says in found.reason
    assert not {asked.host for asked in web.log.requests} & {"web.archive.org", "archive.org", "archive.today"}


def test_a_private_address_may_be_asked_and_stays_private(policy: Make, web: StandInWeb) -> None:
    """With leave the intranet is asked; the archive hears nothing of it."""
    answers = ask([Question("http://intranet.example/page", (READ,))], policy(allow_private=True))

    assert ["live"] == verdicts(answers)
    assert {"unknown"} == {found.status for found in answers.snapshots.values()}
    assert {"intranet.example"} == {asked.host for asked in web.log.requests}


def test_a_redirect_into_the_intranet_is_no_reason_to_hide_the_link(policy: Make, web: StandInWeb) -> None:
    """The address itself is public: it was reached, and an archive may hold it."""
    answers = ask([Question("http://moved.example/private", (READ,))], policy())
    (found,) = answers.snapshots.values()

    assert "not-archived" == found.status, found.reason
    assert web.log.count("web.archive.org")


# --- What ends a run early


def test_a_run_that_is_over_its_time_says_so(policy: Make, links: Links) -> None:
    """What was answered stands; the rest, snapshots too, is unchecked with the reason."""
    slow = [Question(NEVER, (READ,)), *links(*(f"{NEVER}{n}" for n in range(5)))]
    answers = ask([*links("http://good.example/article"), *slow], policy(max_time=0.4, timeout=3))

    assert "time" == answers.stopped
    assert ["live", *["unchecked"] * 6] == verdicts(answers)
    reasons = {check.reason for check in list(answers.links.values())[1:]}
    assert {"The time for the run (--max-time) was over before there was an answer."} == reasons
    assert ("unknown", reasons) == (answers.snapshots[NEVER, READ].status, {answers.snapshots[NEVER, READ].reason})


def test_a_run_that_is_interrupted_says_so(policy: Make, links: Links) -> None:
    """As soon as somebody wants it to end, what was not answered is unchecked."""
    seen: list[Progress] = []
    answers = ask(
        links("http://good.example/article", NEVER),
        policy(archives=False, timeout=3),
        seen.append,
        lambda: bool(seen),
    )

    assert "interrupted" == answers.stopped
    assert ["live", "unchecked"] == verdicts(answers)
    assert "The run was interrupted before there was an answer." == answers.links[NEVER].reason


@pytest.mark.parametrize("jobs", [1, 4])
def test_what_waits_when_a_run_ends_is_unchecked(jobs: int, policy_for: Make, links: Links) -> None:
    """A hundred that wait for their host's turn, and more that wait for a second hop: no error, each has its reason."""
    urls = [f"http://moved.example/302?{n}" for n in range(50)] + [f"http://good.example/{n}" for n in range(50)]
    seen: list[int] = []
    with StandInWeb(TORTURE) as web:  # what is under way when it ends goes on for a while: in no other test's log
        answers = ask(
            links(*urls),
            policy_for(web, archives=False, jobs=jobs, manners=Manners(at_once=2, interval=0.001)),
            lambda progress: seen.append(progress.done),
            lambda: len(seen) > 5,
        )
    counted = Counter(verdicts(answers))

    assert "interrupted" == answers.stopped
    assert 100 == counted["live"] + counted["unchecked"] + counted["dead"]
    assert counted["unchecked"] > 0


def test_an_interrupted_run_keeps_its_recording(policy: Make, links: Links, tmp_path: Path) -> None:
    """What was answered until then is in the cassette, whole."""
    path = tmp_path / "c.yaml"
    seen: list[Progress] = []
    ask(
        links("http://good.example/article", NEVER),
        policy(archives=False, timeout=3, record=path),
        seen.append,
        lambda: bool(seen),
    )
    answers = ask(links("http://good.example/article"), policy(archives=False, replay=path))

    assert (["live"], ()) == (verdicts(answers), answers.notices)


def test_a_replay_can_be_interrupted(policy: Make, links: Links, tmp_path: Path) -> None:
    """It works in the thread that called, and looks up between two addresses; time does not end it."""
    path = tmp_path / "c.yaml"
    urls = [f"http://host-{n}.example/{n}" for n in range(9)]
    ask(links(*urls), policy(archives=False, record=path))
    seen: list[Progress] = []
    some = ask(links(*urls), policy(archives=False, replay=path), seen.append, lambda: len(seen) > 3)
    whole = ask(links(*urls), policy(archives=False, replay=path, max_time=0.000001))

    assert ["live"] * 4 + ["unchecked"] * 5 == verdicts(some)
    assert ("interrupted", "") == (some.stopped, whole.stopped)
    assert ["live"] * 9 == verdicts(whole)


class Nowhere:
    """A machine without a network: no name is known."""

    def resolve(self, host: str, port: int, timeout: float) -> tuple[Any, ...]:
        """Give what the system says of a name then."""
        import socket  # noqa: PLC0415 - for this error alone

        del host, port, timeout
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def test_without_a_network_no_link_is_dead(policy: Make, links: Links) -> None:
    """That no name is known says more of this network than of the links."""
    answers = ask(
        [*links("http://a.example/", "http://b.example/"), Question(GONE, (READ,))], policy(resolver=Nowhere())
    )

    assert answers.silent
    assert (3, 0) == (answers.asked, answers.answered)
    assert {"unreachable"} == set(verdicts(answers))
    assert all("this network may be the reason" in check.reason for check in answers.links.values())
    assert {"unknown"} == {found.status for found in answers.snapshots.values()}


def test_one_answer_tells_that_there_is_a_network(policy: Make, links: Links) -> None:
    """Then a name that is not known is a dead link."""
    answers = ask(links("http://unknown.example/", "http://status.example/404"), policy(archives=False))

    assert ["dead", "dead"] == verdicts(answers)
    assert not answers.silent


def test_nothing_to_ask_is_no_silence(policy: Make) -> None:
    """A document without links is none of the network's business."""
    answers = ask([], policy())

    assert (False, {}, {}, "") == (answers.silent, answers.links, answers.snapshots, answers.stopped)


def test_a_listener_that_fails_ends_the_run(policy: Make, links: Links) -> None:
    """What a caller's own code raises reaches the caller, and no thread is left to wait for."""

    def broken(_: Progress) -> None:
        raise LookupError("no terminal")

    with pytest.raises(LookupError, match="no terminal"):
        ask(links("http://good.example/article", NEVER), policy(archives=False, timeout=3), broken)


def test_each_host_is_asked_in_its_own_time(policy: Make, links: Links, web: StandInWeb) -> None:
    """Sixty requests of thirty-two threads to one host: never more at once than its manners allow."""
    ask(
        links(*(f"http://one.example/{n}" for n in range(60))),
        policy(archives=False, crawl_delay=False, manners=Manners(at_once=3, interval=0.0)),
    )

    assert 60 == web.log.count("one.example")
    assert web.log.most_at_once["one.example"] <= 3


def ordered(questions: Iterable[Question]) -> list[str]:
    """Give the addresses of questions."""
    return [question.url for question in questions]


def test_a_question_that_comes_twice_is_one(policy: Make, links: Links) -> None:
    """The first place counts."""
    asked = links("http://b.example/", "http://a.example/", "http://b.example/")
    answers = ask(asked, policy(archives=False))

    assert ordered(asked[:2]) == list(answers.links)
    assert replace(asked[0]) == asked[2]


def test_a_fault_of_ours_costs_one_answer(policy: Make, links: Links, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one page makes of our own code is told with its link; the others have their answers all the same."""

    def judge(exchange: Exchange, *arguments: Any, **named: Any) -> LinkCheck:  # noqa: ANN401 - those of the real one
        if "host-13" in exchange.request.url:
            raise ValueError("no page\nlike this")
        return check(exchange, *arguments, **named)

    monkeypatch.setattr("citecheck.gathering.tasks.check", judge)
    urls = [f"http://host-{n}.example/{n}" for n in range(10, 20)]
    found = ask(links(*urls), policy(archives=True)).links

    assert {url: "unchecked" if "host-13" in url else "live" for url in urls} == {
        url: one.verdict for url, one in found.items()
    }
    assert "a fault of citecheck, please report it" in found[urls[3]].reason
    assert "ValueError: no page like this" in found[urls[3]].reason


def test_a_fault_before_the_first_request_holds_up_nobody(
    policy: Make, links: Links, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its host's place is free again, however many of one host fail so."""

    def know(address: str) -> None:
        if "odd" in address:
            raise ValueError("no identifier")

    monkeypatch.setattr("citecheck.gathering.tasks.identified", know)
    urls = [f"http://host-7.example/{word}-{n}" for word in ("odd", "even") for n in range(60)]
    answers = ask(links(*urls), policy(archives=False, max_time=20.0, manners=Manners(2, 0.001)))

    assert "" == answers.stopped
    assert ["unchecked"] * 60 + ["live"] * 60 == verdicts(answers)


def test_addresses_without_a_host_hold_up_nobody(policy: Make, links: Links, web: StandInWeb) -> None:
    """However many of a list are no addresses, each has its verdict, and so have the others."""
    urls = [*(f"www.host-1.example/{n}" for n in range(60)), "http://host-1.example/", "http:///", "", " "]
    answers = ask(links(*urls), policy(archives=False, max_time=20.0, manners=Manners(2, 0.001)))

    assert "" == answers.stopped
    assert ["invalid"] * 60 + ["live"] + ["invalid"] * 3 == verdicts(answers)
    assert ("http://host-1.example/",) == web.log.urls()
