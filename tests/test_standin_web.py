"""The stand-in web does to a client what its table says, over real sockets."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests

from tests.standin import SAMPLE, TORTURE, StandInProcess, StandInWeb
from tests.standin.ask import ask, connect, raw, read_to_end
from tests.standin.table import ready_pages

SHORT = 0.2
"""Seconds after which a client of these tests gives up on an answer that will not come."""


@pytest.fixture(scope="module")
def web() -> Iterator[StandInWeb]:
    """A web that does everything."""
    with StandInWeb(TORTURE) as made:
        yield made


# --- Whole answers


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_any_host_name_is_answered_for(web: StandInWeb, scheme: str) -> None:
    """One server answers for every name of the table, over TLS with a certificate of that name."""
    told = ask(web, f"{scheme}://made-up-just-now.example/some/where?x=1")

    assert 200 == told.status
    assert f"{scheme}://made-up-just-now.example/some/where?x=1" in told.text


def test_a_plain_client_needs_no_more_than_a_host_header(web: StandInWeb) -> None:
    """A client such as requests reaches any site at 127.0.0.1 with a Host header."""
    place = f"http://127.0.0.1:{web.http_port}/article"
    told = requests.get(place, headers={"Host": "good.example"}, timeout=10)

    assert 200 == told.status_code
    assert "<title>Old harbour opens again after thirty years</title>" in told.text


def test_answers_do_not_know_what_time_it_is(web: StandInWeb) -> None:
    """The Date is the table's, and two answers to one question are equal."""
    first, second = (ask(web, "http://good.example/article") for _ in range(2))

    assert "Thu, 01 Feb 2024 12:00:00 GMT" == first.headers["Date"]
    assert (first.headers.items(), first.body) == (second.headers.items(), second.body)


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ({}, 200),
        ({"If-None-Match": '"v1"'}, 304),
        ({"If-None-Match": '"v0"'}, 200),
        ({"If-Modified-Since": "Mon, 01 Jan 2024 10:00:00 GMT"}, 304),
        ({"If-Modified-Since": "Sun, 31 Dec 2023 10:00:00 GMT"}, 200),
        ({"If-None-Match": '"v0"', "If-Modified-Since": "Mon, 01 Jan 2024 10:00:00 GMT"}, 200),
    ],
)
def test_a_page_with_a_validator_heeds_conditions(web: StandInWeb, condition: dict[str, str], status: int) -> None:
    """The ETag counts before the date (RFC 9110, 13.2.2); 304 has the validators and no body."""
    told = ask(web, "http://good.example/validated", headers=condition)

    assert (status, '"v1"', status == 200) == (told.status, told.headers["ETag"], bool(told.body))


@pytest.mark.parametrize("status", [401, 403, 404, 410, 429, 451, 500, 503])
def test_statuses_come_with_an_honest_page(web: StandInWeb, status: int) -> None:
    """An error status has its usual phrase and a page that says the same."""
    told = ask(web, f"http://status.example/{status}")

    assert status == told.status
    assert f"<title>{status} {told.reason}</title>" in told.text


def test_what_no_row_names_is_not_found() -> None:
    """A host of the table answers 404 for the paths that it does not name."""
    with StandInWeb('[[answer]]\nhost = "a.example"\npath = "/here"') as web:
        assert [200, 404] == [ask(web, f"http://a.example/{path}").status for path in ("here", "there")]


def test_a_head_has_the_headers_of_the_page_and_no_body(web: StandInWeb) -> None:
    """HEAD and GET say the same length; only GET sends it."""
    head, get = (ask(web, "http://good.example/article", method) for method in ("HEAD", "GET"))

    assert b"" == head.body
    assert str(len(get.body)) == head.headers["Content-Length"] == get.headers["Content-Length"]


def test_a_body_can_be_packed_and_cut_in_pieces(web: StandInWeb) -> None:
    """Packing and chunks change the way and not the page."""
    plain, packed, pieces, both = (
        ask(web, f"http://good.example/{path}") for path in ("article", "gzip", "chunked", "gzip-chunked")
    )

    assert plain.body == gzip.decompress(packed.body) == pieces.body == gzip.decompress(both.body)
    assert "Content-Length" not in pieces.headers


def test_a_page_can_come_under_a_wrong_type(web: StandInWeb) -> None:
    """The Content-Type is the table's, whatever the body is."""
    told = ask(web, "http://good.example/wrong-type")

    assert "application/octet-stream" == told.headers["Content-Type"]
    assert told.text.startswith("<!doctype html>")


def test_headers_need_not_be_ascii(web: StandInWeb) -> None:
    """Reason phrases and headers may hold Latin-1."""
    told = ask(web, "http://good.example/latin-1")

    assert ("Déjà vu", "café") == (told.reason, told.headers["X-Place"])


def test_head_can_be_refused(web: StandInWeb) -> None:
    """405 to HEAD, the page to GET; or a reset to HEAD."""
    assert 405 == ask(web, "http://good.example/head-refused", "HEAD").status
    assert 200 == ask(web, "http://good.example/head-refused").status
    assert 200 == ask(web, "http://good.example/head-reset").status
    with pytest.raises(ConnectionResetError):
        ask(web, "http://good.example/head-reset", "HEAD")


def test_a_cookie_can_be_required(web: StandInWeb) -> None:
    """Without its cookie the gate gives one and sends back to itself."""
    first = ask(web, "http://good.example/cookie-gate")
    cookie = first.headers["Set-Cookie"].partition(";")[0]

    assert (302, "/cookie-gate") == (first.status, first.headers["Location"])
    assert 200 == ask(web, "http://good.example/cookie-gate", headers={"Cookie": cookie}).status


def test_a_page_can_repeat_what_was_asked(web: StandInWeb) -> None:
    """The echo holds query, headers and body: secrets come back in error pages."""
    told = ask(web, "http://good.example/echo-500?key=planted-1", headers={"X-Api-Key": "planted-2"})

    assert 500 == told.status
    assert "key=planted-1" in told.text
    assert "x-api-key: planted-2" in told.text


@pytest.mark.parametrize(("path", "status"), [("500", 500), ("503", 503), ("429", 429)])
def test_an_answer_can_be_used_up(path: str, status: int) -> None:
    """A row with `times` gives way to the next one of its address."""
    with StandInWeb(TORTURE) as web:
        assert [status, 200, 200] == [ask(web, f"http://flaky.example/{path}").status for _ in range(3)]


def test_retry_after_comes_as_seconds_or_date(web: StandInWeb) -> None:
    """Both forms of Retry-After are sent as the table has them."""
    assert "86400" == ask(web, "http://status.example/429-long").headers["Retry-After"]
    assert "Thu, 01 Feb 2024 12:00:30 GMT" == ask(web, "http://status.example/429-date").headers["Retry-After"]


@pytest.mark.parametrize("page", [page for page in ready_pages() if page.status >= 400], ids=lambda page: page.id)
def test_walls_come_with_their_status_and_headers(page: object) -> None:
    """A ready-made wall brings what makes it known."""
    wall = next(one for one in ready_pages() if one is page)
    with StandInWeb(f'[[answer]]\nhost = "wall.example"\npage = "{wall.id}"') as web:
        told = ask(web, "http://wall.example/")

    assert wall.status == told.status
    assert [] == [name for name, value in wall.headers if told.headers[name] != value]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://soft.example/plain", "could not be found"),
        ("http://soft.example/search", "no results"),
        ("http://soft.example/german", "nicht gefunden"),
        ("http://parked.example/anything", "domain is for sale"),
        ("http://wall.example/login", "password"),
        ("http://wall.example/consent", "Accept all"),
        ("http://good.example/about-404", "short history of Not Found"),
    ],
)
def test_a_page_may_not_be_what_its_status_says(web: StandInWeb, url: str, words: str) -> None:
    """Soft 404s, parked domains and walls say 200, as does an honest article about error 404."""
    told = ask(web, url)

    assert 200 == told.status
    assert words in told.text


# --- Redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_permanent_or_not(web: StandInWeb, status: int) -> None:
    """Each kind of redirect is sent as such."""
    told = ask(web, f"http://moved.example/{status}")

    assert (status, "https://good.example/article") == (told.status, told.headers["Location"])


def follow(web: StandInWeb, path: str, most: int) -> list[str]:
    """Give the Locations that an address of moved.example leads through, up to so many."""
    seen: list[str] = []
    while len(seen) < most:
        told = ask(web, f"http://moved.example{path}")
        if told.status == 200:
            break
        seen.append(told.headers["Location"])
        path = seen[-1].removeprefix("http://moved.example")
        if not path.startswith("/"):
            break
    return seen


def test_redirects_come_in_chains_loops_and_without_end(web: StandInWeb) -> None:
    """A chain ends, a loop comes back, a wanderer never sees an address twice."""
    chain = follow(web, "/chain", 9)

    assert (5, "http://good.example/article") == (len(chain), chain[-1])
    assert {"http://moved.example/loop"} == set(follow(web, "/loop", 3))
    assert 4 == len(follow(web, "/ping", 4))
    assert 20 == len(set(follow(web, "/wander", 20)))


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("space", b"http://good.example/a b"),
        ("utf-8", "http://good.example/é".encode()),
        ("empty", b""),
        ("bad-ipv6", b"http://[::1/"),
        ("metadata", b"http://169.254.169.254/latest/meta-data/"),
        ("file", b"file:///etc/passwd"),
    ],
)
def test_a_location_is_sent_as_it_stands(web: StandInWeb, path: str, location: bytes) -> None:
    """Nothing is mended on the way: not spaces, not raw UTF-8, not a target that no client may follow."""
    told = raw(web, f"http://moved.example/{path}", patience=SHORT)

    assert b"\r\nLocation: " + location + b"\r\n" in told


def test_a_redirect_can_lead_nowhere(web: StandInWeb) -> None:
    """A redirect may have no Location at all."""
    told = ask(web, "http://moved.example/nowhere")

    assert (302, None) == (told.status, told.headers["Location"])


def test_a_page_can_send_browsers_on(web: StandInWeb) -> None:
    """A meta refresh is a page with status 200."""
    told = ask(web, "http://moved.example/meta")

    assert 200 == told.status
    assert '<meta http-equiv="refresh" content="0; url=http://status.example/404">' in told.text


# --- The log


def test_the_log_knows_who_asked_what() -> None:
    """Requests are kept in order with method, host, target, headers and body."""
    with StandInWeb(TORTURE) as web:
        ask(web, "http://good.example/a?b=c", "HEAD", {"User-Agent": "me"})
        ask(web, "https://other.example/")
        requests.post(f"http://127.0.0.1:{web.http_port}/form", b"x=1", headers={"Host": "third.example"}, timeout=10)
        first, _, third = web.log.requests

        expected = ("http://good.example/a?b=c", "https://other.example/", "http://third.example/form")
        assert expected == web.log.urls()
        assert ("HEAD", "me", b"x=1") == (first.method, first.header("user-agent"), third.body)
        assert (1, 3, 3, 1) == (web.log.count("good.example"), web.log.count(), web.log.connections, web.log.handshakes)


def test_the_log_counts_connections() -> None:
    """Requests on one connection are told from those on several."""
    with StandInWeb(TORTURE) as web:
        session = requests.Session()
        for _ in range(5):
            session.get(f"http://127.0.0.1:{web.http_port}/", headers={"Host": "kept.example"}, timeout=10)
        session.close()
        for _ in range(2):
            ask(web, "http://fresh.example/")

        assert (1, 2) == (web.log.connections_of("kept.example"), web.log.connections_of("fresh.example"))


def test_the_log_counts_what_happens_at_once() -> None:
    """The most requests of one host that were being answered together, and the most open connections."""
    with StandInWeb('[[answer]]\nhost = "*.example"\ndoes = "hang"') as web:
        clients = [connect(web, urlsplit("http://a.example/"), 10) for _ in range(4)]
        arrived = threading.Event()
        for number, sock in enumerate(clients):
            host = "a.example" if number < 3 else "b.example"
            sock.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        while web.log.count() < 4 and not arrived.wait(0.001):
            pass
        for sock in clients:
            sock.close()

        assert (3, 1) == (web.log.most_at_once["a.example"], web.log.most_at_once["b.example"])
        assert 4 == web.log.most_open


def test_the_log_can_be_cleared() -> None:
    """A test that has prepared something can begin to count anew."""
    with StandInWeb(TORTURE) as web:
        ask(web, "http://good.example/")
        web.log.clear()
        ask(web, "http://good.example/second")

        assert ("http://good.example/second",) == web.log.urls()


# --- The web as a whole


def test_many_threads_get_what_they_asked_for() -> None:
    """Thirty-two threads, each over its own connections: every answer is that of its address."""
    wrong: list[str] = []
    with StandInWeb(TORTURE) as web:

        def work(worker: int) -> None:
            """Ask for addresses that nobody else asks for."""
            for number in range(10):
                url = f"http://w{worker}.example/{number}"
                if url not in ask(web, url).text:
                    wrong.append(url)

        threads = [threading.Thread(target=work, args=(worker,)) for worker in range(32)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert [] == wrong
        assert 320 == web.log.count()


def test_a_stopped_web_answers_nothing() -> None:
    """After the end nothing listens any more, and open connections are gone."""
    with StandInWeb(TORTURE) as web:
        sock = connect(web, urlsplit("http://good.example/"), 10)
        assert 200 == ask(web, "http://good.example/short").status
    with pytest.raises(ConnectionRefusedError):
        ask(web, "http://good.example/short")
    with sock:
        assert b"" == read_to_end(sock)


def test_bytes_that_are_no_request_are_refused(web: StandInWeb) -> None:
    """A client that speaks no HTTP is told so."""
    with connect(web, urlsplit("http://good.example/"), 10) as sock:
        sock.sendall(b"hello\r\n\r\n")
        assert sock.recv(100).startswith(b"HTTP/1.1 400 ")


def test_the_sample_behaves_as_its_table_says() -> None:
    """The six addresses of the sample: dead, moved, gone, dead, live, out of order."""
    with StandInWeb(SAMPLE) as web:
        assert 404 == ask(web, "http://www.jpri.org/publications/critiques/critique_IV_10.html").status
        moved = ask(web, "http://www.mofa.go.jp/policy/other/bluebook/1999/intro.html")
        assert (301, 200) == (moved.status, ask(web, moved.headers["Location"]).status)
        with pytest.raises(socket.gaierror):
            ask(web, "http://www.atimes.com/atimes/Japan/FK18Dh01.html")
        assert 404 == ask(web, "http://www.donga.com/en/List/article/all/20060107/245379/1").status
        assert "50,000 tonnes" in ask(web, "http://news.bbc.co.uk/1/hi/world/asia-pacific/6358797.stm").text
        assert 503 == ask(web, "http://news.bbc.co.uk/2/hi/asia-pacific/7439190.stm").status


def test_a_web_can_run_in_a_process_of_its_own() -> None:
    """`python -m tests.standin` serves the same table, and tells its figures."""
    with StandInProcess(TORTURE) as web:
        place = f"http://127.0.0.1:{web.http_port}/article"
        told = requests.get(place, headers={"Host": "good.example"}, timeout=10)
        figures = web.figures()

        assert 200 == told.status_code
        assert {"requests": 1, "methods": {"GET": 1}} == {name: figures[name] for name in ("requests", "methods")}
        assert ("127.0.0.1", web.https_port) == web.resolver("good.example", 443)
        assert ssl.create_default_context(cafile=str(web.ca_pem)).get_ca_certs()
