"""Nobody leads a run to this machine, its network or a cloud's metadata: not one packet goes there."""

from __future__ import annotations

import socket
import sys
import threading
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from citecheck.gathering import Policy, Question, ask
from citecheck.web import Address
from citecheck.web.guard import SystemResolver
from tests.standin import StandInWeb

TABLE = tomllib.loads(Path(__file__).with_name("attacks.toml").read_text(encoding="utf-8"))

Make = Callable[..., Policy]


class _Names:
    """Numbers are what they are, as for the system's own resolver; all names are the stand-in's."""

    def __init__(self, web: StandInWeb) -> None:
        self._web = web.resolver
        self._system = SystemResolver()

    def resolve(self, host: str, port: int, timeout: float) -> Sequence[Address]:
        """Give what a name server would say."""
        if host.endswith(".example"):
            return self._web.resolve(host, port, timeout)
        return self._system.resolve(host, port, timeout)


class _Inner:
    """The name server of a network with a proxy: it knows what is inside, and nothing of the world."""

    def resolve(self, host: str, port: int, timeout: float) -> Sequence[Address]:
        """Give an address of the inside."""
        del timeout
        if host == "127.0.0.1":
            return (Address(host, port),)
        if host == "inside.example":
            return (Address("10.0.0.7", port),)
        raise socket.gaierror(socket.EAI_NONAME, "no such name")


class _Turns:
    """A name server that says another thing each time: the guard shall see what the connection sees."""

    def __init__(self, web: StandInWeb) -> None:
        self._web = web.resolver
        self.asked = 0

    def resolve(self, host: str, port: int, timeout: float) -> Sequence[Address]:
        """Give a public address at first, and this machine from then on."""
        self.asked += 1
        return self._web.resolve(host, port, timeout) if self.asked == 1 else (Address("127.0.0.1", port),)


@pytest.fixture
def trap() -> Iterator[tuple[int, list[object]]]:
    """Give the port of a server on this machine, and the list of who came."""
    caught: list[object] = []
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.05)
    over = threading.Event()

    def listen() -> None:
        while not over.is_set():
            try:
                connection, whence = server.accept()
            except TimeoutError:
                continue
            caught.append(whence)
            connection.close()

    thread = threading.Thread(target=listen)
    thread.start()
    yield server.getsockname()[1], caught
    over.set()
    thread.join()
    server.close()


@pytest.fixture(scope="module")
def connections() -> Iterator[list[object]]:
    """Give the list of where sockets of this process are connected to, as the interpreter itself tells."""
    heard: list[object] = []
    listening = [True]
    sys.addaudithook(
        lambda event, args: heard.append(args[1]) if listening and event == "socket.connect" else None  # a hook stays
    )
    yield heard
    listening.clear()


def evil(pages: str, trap: int) -> StandInWeb:
    """Give a web whose sites are all of one who means ill."""
    table = "wait = 0.0\n"
    for number, address in enumerate(TABLE["resolved"]):
        table += f"[[host]]\nname = 'resolved-{number}.example'\naddress = '{address}'\n"
    table += "[[host]]\nname = 'inside.example'\naddress = '10.0.0.7'\n" + pages
    return StandInWeb(table.replace("{trap}", str(trap)))


def verdicts(urls: Sequence[str], policy: Policy) -> dict[str, str]:
    """Give the verdict on each address."""
    return {url: check.verdict for url, check in ask([Question(url) for url in urls], policy).links.items()}


def quoted(text: str) -> str:
    """Give a string of TOML."""
    return '"' + text.replace("\\", "\\\\").replace("\t", "\\t") + '"'


def test_an_address_that_a_document_holds(
    policy_for: Make, trap: tuple[int, list[object]], connections: list[object]
) -> None:
    """Whichever way it is spelled, it is refused before a connection is made."""
    port, caught = trap
    urls = [url.replace("{trap}", str(port)) for url in TABLE["direct"]]
    with evil("", port) as web:
        connections.clear()
        found = verdicts(urls, policy_for(web, archives=False, resolver=_Names(web)))

    assert {"skipped", "invalid"} >= set(found.values()), {
        url: said for url, said in found.items() if said not in {"skipped", "invalid"}
    }
    assert ([], []) == (caught, connections)


def test_a_name_that_is_one_of_the_inside(
    policy_for: Make, trap: tuple[int, list[object]], connections: list[object]
) -> None:
    """Judged is what the name server says, not what the name looks like."""
    port, caught = trap
    urls = [f"http://resolved-{number}.example/" for number in range(len(TABLE["resolved"]))]
    with evil("", port) as web:
        connections.clear()
        found = verdicts(urls, policy_for(web, archives=False))
        asked = web.log.urls()

    assert dict.fromkeys(urls, "skipped") == found
    assert ((), [], []) == (asked, caught, connections)


@pytest.mark.parametrize("way", ["redirect", "chain", "meta-refresh"])
def test_a_site_that_leads_there(
    way: str, policy_for: Make, trap: tuple[int, list[object]], connections: list[object]
) -> None:
    """At the first hop, after three others, or by a page's refresh: the step inside is never taken."""
    port, caught = trap
    pages = "".join(
        f'[[answer]]\nhost = "evil.example"\npath = "/{number}"\ndoes = "{way}"\nto = {quoted(to)}\n'
        for number, to in enumerate(TABLE["led_to"])
    )
    urls = [f"http://evil.example/{number}" for number in range(len(TABLE["led_to"]))]
    with evil(pages, port) as web:
        connections.clear()
        found = verdicts(urls, policy_for(web, archives=False, resolver=_Names(web)))
        asked = {url.partition("/hop")[0] for url in web.log.urls()}
        ports = {web.http_port, web.https_port}

    assert all(url.startswith("http://evil.example/") for url in asked), asked
    assert urls == list(found)
    assert set(found.values()) <= {"skipped", "unreachable", "live"}
    assert [] == caught
    assert {where[1] for where in connections if isinstance(where, tuple)} <= ports


def test_a_name_of_the_inside_behind_a_proxy(policy_for: Make, tmp_path: Path) -> None:
    """It is not told to the proxy, at once or after a redirect; the recording replays as it was."""
    pages = '[[answer]]\nhost = "evil.example"\npath = "/in"\ndoes = "redirect"\nto = "http://inside.example/"\n'
    questions = [Question("http://inside.example/"), Question("http://evil.example/in")]
    path = tmp_path / "c.yaml"
    with evil(pages, 1) as web:
        behind = policy_for(
            web,
            archives=False,
            resolver=_Inner(),
            proxy=f"http://127.0.0.1:{web.http_port}",
            proxy_resolves=True,
            record=path,
        )
        live = ask(questions, behind)
        asked = web.log.urls()

    assert ("http://evil.example/in",) == asked
    assert {"skipped"} == {check.verdict for check in live.links.values()}
    assert live.links == ask(questions, Policy(archives=False, replay=path)).links


def test_a_name_server_that_changes_its_mind(policy_for: Make, connections: list[object]) -> None:
    """The connection goes to the address that was judged, and each further name is judged for itself (DNS rebinding)."""
    pages = '[[answer]]\nhost = "evil.example"\npath = "/on"\ndoes = "redirect"\nto = "http://again.evil.example/"\n'
    with evil(pages, 1) as web:
        names = _Turns(web)
        connections.clear()
        found = verdicts(["http://evil.example/on"], policy_for(web, archives=False, resolver=names))
        asked = web.log.urls()

    assert {"http://evil.example/on": "skipped"} == found
    assert (("http://evil.example/on",), 2) == (asked, names.asked)
    assert [("127.0.0.1", web.http_port)] == connections
