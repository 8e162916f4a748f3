"""Where answers come from: the network, the network with a recorder beside it, a recording; each says which."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from citecheck.archives import Anchor, Ask, Services, Wanted, Wayback
from citecheck.archives.wayback import INDEX
from citecheck.errors import CassetteError
from citecheck.gathering import Answers, Policy, Question, ask
from citecheck.gathering.budget import MOST
from citecheck.gathering.source import LIVE, Source, _Alone
from citecheck.model import PartialDate
from citecheck.web import Request
from citecheck.web.cassette import read_cassette
from citecheck.web.hosts import Manners
from tests.standin import ARCHIVE, TORTURE, StandInWeb

Make = Callable[..., Policy]
READ = Wanted(Anchor(PartialDate(2007, 3, 16), "accessed"))
WEB = Path(__file__).with_name("web.toml")
FAILING = (
    "http://unknown.example/{}",
    "http://refused.example/{}",
    "https://expired.example/{}",
    "http://broken.example/reset?{}",
    "http://broken.example/truncated?{}",
    "http://broken.example/garbage?{}",
    "http://huge.example/many-headers?{}",
    "http://moved.example/loop?{}",
    "http://moved.example/private?{}",
    "http://status.example/503?{}",
)


def many(count: int) -> list[Question]:
    """Give questions on forty hosts, half of them https, a tenth of which fail, each with a snapshot wanted."""
    fine = ("http://host-{}.example/page/{}", "https://host-{}.example/page/{}")
    return [
        Question(FAILING[n // 10 % len(FAILING)].format(n) if n % 10 == 9 else fine[n % 2].format(n % 40, n), (READ,))
        for n in range(count)
    ]


def test_a_replay_gives_the_answers_of_the_run(policy: Make, tmp_path: Path) -> None:
    """A hundred and fifty links, a tenth of which fail, and their snapshots, asked with 32 threads: nothing is lost."""
    path = tmp_path / "c.yaml"
    questions = [*many(150), Question("http://kept.example/gone", (READ,)), Question("http://kept.example/later")]
    live = ask(questions, policy(record=path))
    replayed = ask(questions, policy(replay=path))

    assert live.links == replayed.links
    assert live.snapshots == replayed.snapshots
    assert (live.asked, live.answered, "") == (replayed.asked, replayed.answered, replayed.stopped)
    assert () == replayed.notices
    assert {"live", "dead", "unreachable", "skipped"} <= {check.verdict for check in live.links.values()}


def test_a_replay_opens_no_socket(policy: Make, tmp_path: Path) -> None:
    """An audit hook hears of every socket of this process; while a recording answers there is none."""
    path = tmp_path / "c.yaml"
    questions = many(60)
    ask(questions, policy(record=path))
    heard: list[str] = []
    listening = True
    sys.addaudithook(lambda event, _: heard.append(event) if listening and event.startswith("socket.") else None)
    ask([*questions, *many(70)[60:], Question("http://127.0.0.1:1/")], policy(replay=path, allow_private=True))
    listening = False

    assert [] == heard


def test_what_a_recording_lacks_is_named(policy: Make, web: StandInWeb, tmp_path: Path) -> None:
    """The link is unchecked with its address and what to do; a snapshot is unknown; the notice counts them."""
    path = tmp_path / "c.yaml"
    ask([Question("http://good.example/article")], policy(record=path))
    web.log.clear()
    url = "http://other.example/page"
    answers = ask([Question("http://good.example/article"), Question(url, (READ,))], policy(replay=path))
    found = answers.links[url]

    assert ["live", "unchecked"] == [check.verdict for check in answers.links.values()]
    assert f"GET {url} is not recorded in {path}." in found.reason
    assert f"--record {path}" in found.reason
    assert "unknown" == answers.snapshots[url, READ].status
    assert 0 == web.log.count()
    (notice,) = answers.notices
    assert notice.endswith(f"requests are not in the recording, the first GET {url}.")
    assert (1, False) == (answers.asked, answers.silent)


def test_one_missing_request_is_one(policy: Make, tmp_path: Path) -> None:
    """The notice is a sentence in the singular, too."""
    path = tmp_path / "c.yaml"
    ask([], policy(record=path))
    answers = ask([Question("http://other.example/")], policy(replay=path))

    assert ("1 request is not in the recording, the first GET http://other.example/.",) == answers.notices
    assert not answers.silent


def test_a_notice_holds_no_secret(policy: Make, tmp_path: Path) -> None:
    """An address with a token that is not recorded is named without it."""
    path = tmp_path / "c.yaml"
    ask([], policy(record=path))
    answers = ask([Question("http://other.example/?token=0p3nSesame77")], policy(replay=path))

    assert "0p3nSesame77" not in " ".join((*answers.notices, *(check.reason for check in answers.links.values())))


def test_each_source_says_which_it_is(policy: Make, tmp_path: Path) -> None:
    """Live, live with a label, recorded and replayed: the provenance that every report prints."""
    path, plain = tmp_path / "c.yaml", tmp_path / "plain.yaml"
    question = [Question("http://good.example/article")]
    live = ask(question, policy(archives=False, label="")).provenance
    labelled = ask(question, policy(archives=False, record=path)).provenance
    replayed = ask(question, policy(archives=False, replay=path)).provenance
    ask(question, policy(archives=False, label="", record=plain))

    assert ("live", LIVE) == (live.kind, live.label)
    assert ("live", "answers are from a stand-in web, not from these sites") == (labelled.kind, labelled.label)
    assert ("replay", labelled.label) == (replayed.kind, replayed.label)
    assert read_cassette(path).recorded == replayed.recorded
    assert read_cassette(plain).label.startswith("Answers are from the web, recorded on 2")


def test_a_recording_that_cannot_be_used_stops_the_run(policy: Make, tmp_path: Path) -> None:
    """Before anything is asked: neither a folder to write to nor a file that is no cassette is put up with."""
    (tmp_path / "no.yaml").write_text("a: 1\n", encoding="utf-8")
    with pytest.raises(CassetteError, match="cannot be written"):
        ask([], policy(record=tmp_path))
    with pytest.raises(CassetteError, match="is no cassette"):
        ask([], policy(replay=tmp_path / "no.yaml"))


# --- An archive that is asked too often


def refused(answers: Answers) -> int:
    """Give how many snapshots are unknown because a service was not asked any more."""
    return sum("was not asked any more" in found.reason for found in answers.snapshots.values())


@pytest.mark.parametrize("jobs", [1, 8])
def test_after_a_few_refusals_a_service_is_left_alone(policy_for: Make, tmp_path: Path, jobs: int) -> None:
    """Of twenty questions the first few reach the index; no page is called missing; a replay says the same."""
    path = tmp_path / "c.yaml"
    table = {"wayback": {"throttle": [{"service": "cdx", "requests": 0}]}}
    questions = [Question(f"http://host-{n}.example/", (READ,)) for n in range(20)]
    with StandInWeb(TORTURE, WEB, table) as web:
        live = ask(questions, policy_for(web, record=path, jobs=jobs))
        index = [url for url in web.log.urls("web.archive.org") if "/cdx/" in url]

    assert {"unknown"} == {found.status for found in live.snapshots.values()}
    at_once = min(jobs, Wayback().manners[INDEX].at_once)  # those under way when one is refused count with it
    assert MOST <= len(index) <= (MOST + 1) * at_once
    assert live.snapshots == ask(questions, policy_for(web, replay=path)).snapshots


def test_an_archive_that_does_not_listen_is_left_alone(policy_for: Make, tmp_path: Path) -> None:
    """The Internet Archive locks out by refusing connections: who goes on knocking is locked out for longer."""
    path = tmp_path / "c.yaml"
    services = Services.of("http://refused.example")
    questions = [Question(f"http://host-{n}.example/", (READ,)) for n in range(20)]
    with StandInWeb(TORTURE, WEB) as web:
        live = ask(questions, policy_for(web, record=path, jobs=1, services=services))
        replayed = ask(questions, policy_for(web, replay=path, services=services))
    knocked = [one for one in read_cassette(path).interactions if "refused.example/cdx" in one.url]

    assert MOST == len(knocked)
    assert {"unknown"} == {found.status for found in live.snapshots.values()}
    assert refused(live) >= 20 - MOST
    assert live.snapshots == replayed.snapshots


def test_a_captured_refusal_is_no_refusal(policy_for: Make) -> None:
    """A memento of a site that said 429 is the site's word: the archive may be asked on."""
    archive = Wayback()
    url = "https://web.archive.org/web/20150129034904id_/http://old.example/limited"
    with StandInWeb(TORTURE, WEB, ARCHIVE) as web:
        source = Source(policy_for(web, archive_manners=Manners(8, 0.0)), archive)
        asks = [Ask("web.archive.org", Request(url)) for _ in range(MOST + 2)]
        exchanges = [future.result() for future in [source.fetch(each) for each in asks]]
        source.close(at_once=False)

    assert [429] * len(asks) == [exchange.status for exchange in exchanges]
    assert [None] * len(asks) == [exchange.error for exchange in exchanges]


def test_a_replay_redirects_within_the_archive(policy_for: Make, tmp_path: Path) -> None:
    """A memento that leads on is followed in the turn of its service, live and replayed alike."""
    path = tmp_path / "c.yaml"
    question = [Question("http://old.example/moved-path", (Wanted(Anchor(PartialDate(2010, 1, 3), "accessed")),))]
    with StandInWeb(TORTURE, WEB, ARCHIVE) as web:
        live = ask(question, policy_for(web, record=path))
        replayed = ask(question, policy_for(web, replay=path))
    hops = [one.status for one in read_cassette(path).interactions if "id_/" in one.url]

    assert [302, 302, 302, 200] == hops
    assert live.snapshots == replayed.snapshots


def test_what_work_raises_belongs_to_who_waits_for_it() -> None:
    """The crew of a replay, which works at once, keeps to what futures promise."""

    def work() -> int:
        raise LookupError("nothing there")

    with pytest.raises(LookupError, match="nothing there"):
        _Alone().submit("host", work).result()


def test_a_service_has_its_name_in_the_refusal(policy: Make) -> None:
    """What was not asked says whom it would have asked."""
    archive = Wayback()
    source = Source(policy(), archive)
    breaker = source._breaker  # noqa: SLF001 - opened by hand
    for _ in range(MOST):
        breaker.count(INDEX)
    exchange = source.fetch(Ask(INDEX, Request("https://web.archive.org/cdx/search/cdx?url=x"))).result()
    source.close(at_once=False)

    assert exchange.error is not None
    assert f"so {INDEX} was not asked any more in this run." in exchange.error.message
    assert () == exchange.hops


def test_a_replay_may_be_asked_from_many_threads(policy: Make, tmp_path: Path) -> None:
    """Each run is its own; a cassette is only read."""
    path = tmp_path / "c.yaml"
    questions = many(40)
    live = ask(questions, policy(record=path, archives=False))
    with ThreadPoolExecutor(8) as pool:
        runs = list(pool.map(lambda _: ask(questions, policy(replay=path, archives=False)).links, range(8)))

    assert [live.links] * 8 == runs
