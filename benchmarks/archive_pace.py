"""
What asking an archive costs under its rates: `python -m benchmarks.archives --throttle` and `--cited N`.

A stand-in web on loopback answers for the addresses of a list and for the archive. Each of the archive's services says
429 above the rate that its users report, and locks out who goes on after ten of them. The command, `citecheck links`,
reaches it as its proxy and is told where the archive is by its settings.

`--throttle`: an undated list, of which six in ten were archived (some with errors before or after the good copy), one in
ten is known by errors only, three in ten not at all. Printed: wall time; the requests of each service; the least time
that the services' own intervals allow (the largest of requests times interval), and the ratio of the two; 429s and
lock-outs, of which there should be none; statuses that are not the truth. Then a second run with an empty store is
killed with -9 when it has made half of its requests, and begun again: how many requests it makes a second time, and how
many of them are about an address whose answer had been kept.

`--cited N`: a list of N references, each read on a day, four of five of whose pages were archived; playback takes half
a second, the index one and a half.

`--scale N` makes the archive's rates N times as fast, for both sides, latencies left as they are.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from citecheck.archives import Services, Wayback
from tests.standin import Asked, StandInWeb
from tests.standin.captures import surt
from tests.standin.faults import asked_about
from tests.standin.wayback import PREFIXES

ARCHIVE: Final = "http://web.archive.org"
COMMAND: Final = (sys.executable, "-m", "citecheck", "links", "--fail-on", "never", "--format", "json")
RATES: Final = {"cdx": 30, "timemap": 30, "availability": 22, "playback": 600}
"""Requests that each service answers in a minute."""
BLOCK_AFTER: Final = 10
LATENCY: Final = {"playback": 0.5, "cdx": 1.5, "timemap": 1.5, "availability": 0.5}
PLACES: Final = {
    "CITECHECK_WAYBACK_URL": ARCHIVE,
    "CITECHECK_CDX_URL": f"{ARCHIVE}/cdx/search/cdx",
    "CITECHECK_AVAILABILITY_URL": f"{ARCHIVE}/wayback/available",
}


def faster(scale: float) -> dict[str, str]:
    """Give the environment in which citecheck asks archives so many times as fast."""
    return {"CITECHECK_ARCHIVE_SPEED": f"{scale:g}"}


def intervals(scale: float) -> dict[str, float]:
    """Give the seconds between two requests of citecheck to each service."""
    places = Services()
    wayback = Wayback(places)
    asked = {"cdx": places.cdx, "availability": places.availability, "playback": f"{places.wayback}/web/2/"}
    return {
        name: wayback.manners[service].interval / scale
        for name, url in asked.items()
        if (service := wayback.service(url)) is not None
    }


@dataclass(frozen=True, slots=True)
class List:
    """Addresses, what the archive holds of them, and what is true of each."""

    captures: list[dict[str, Any]]
    truths: dict[str, str]


@dataclass(frozen=True, slots=True)
class World:
    """A web, a folder to work in, and how fast all is."""

    web: StandInWeb
    folder: Path
    scale: float

    @property
    def _said(self) -> Path:
        """What a run says beside its report."""
        return self.folder / "said.txt"

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a run; its report goes to a file."""
        reached = {
            "CITECHECK_PROXY": f"http://127.0.0.1:{self.web.http_port}",
            "CITECHECK_PROXY_RESOLVES": "1",
            "CITECHECK_CA_FILE": str(self.web.ca_pem),
            "CITECHECK_CACHE_DIR": str(self.folder / "cache"),
        }
        environ = os.environ | reached | PLACES | faster(self.scale)
        with (self.folder / "report.json").open("wb") as out, self._said.open("wb") as said:
            return subprocess.Popen([*COMMAND, *arguments], env=environ, stdout=out, stderr=said)

    def run(self, *arguments: str) -> tuple[float, dict[str, str]]:
        """Run to the end, and give the seconds and the status of each snapshot."""
        self.web.log.clear()
        begun = time.monotonic()
        code = self.start(*arguments).wait()
        wall = time.monotonic() - begun
        told = (self.folder / "report.json").read_bytes()
        if not told:
            raise SystemExit(f"citecheck ended with {code}: {self._said.read_text(encoding='utf-8')[-2000:]}")
        report = json.loads(told)
        found = (one for document in report["documents"] for one in document["snapshots"])
        return wall, {one["original"]: one["status"] for one in found}

    def asked(self) -> Counter[tuple[str, str, str]]:
        """Give how often each request was made of the archive: service, key of the address, the request."""
        return Counter(one for asked in tuple(self.web.log.requests) if (one := _request(asked)) is not None)

    def kept(self) -> set[str]:
        """Give the keys of the addresses whose snapshots are kept."""
        with closing(sqlite3.connect(self.folder / "cache" / "answers.sqlite")) as store:
            rows = store.execute("SELECT address FROM answers WHERE kind = 'snapshot'")
            return {surt(address) for (address,) in rows}


def _request(asked: Asked) -> tuple[str, str, str] | None:
    """Give the service, the address and the words of a request to the archive, None for any other."""
    if asked.host not in {"web.archive.org", "archive.org"}:
        return None
    service = next((name for prefix, name in PREFIXES if asked.target.startswith(prefix)), "")
    return service, surt(asked_about(service, asked.target)), f"{asked.method} {asked.target}"


def throttle(count: int, scale: float, seed: int) -> None:
    """Run over a long list, then kill a run and begin it again, and print what came of it."""
    made = _undated(count, random.Random(seed))  # noqa: S311 - a sample, no secret
    print(f"{count:,} addresses, seed {seed}, rates times {scale:g}")
    with _world(made, scale) as world:
        path = _listed(world.folder, made.truths)
        wall, found = world.run("--urls", path)
        _told(world, wall, found, made.truths)
        half = world.web.log.services.total() // 2
    with _world(made, scale) as world:
        path = _listed(world.folder, made.truths)
        before = _killed(world, half, "--urls", path)
        kept = world.kept()
        wall, found = world.run("--urls", path)
        twice = before & world.asked()
        late = sum(number for (_, key, _), number in twice.items() if key in kept)
        print(f"killed with -9 after {before.total():,} requests to the archive, {len(kept):,} answers kept")
        print(f"  begun again: {world.asked().total():,} requests, {wall:.1f} s, {_wrong(found, made.truths)} wrong")
        print(f"  made a second time: {twice.total()}, of them about an address whose answer was kept: {late}")


def cited(count: int, scale: float, seed: int) -> None:
    """Run over cited links, and print what came of it."""
    made = _dated(count, random.Random(seed))  # noqa: S311 - a sample, no secret
    print(f"{count:,} cited links, rates times {scale:g}, playback {LATENCY['playback']} s, index {LATENCY['cdx']} s")
    with _world(made, scale, LATENCY) as world:
        path = world.folder / "references.txt"
        lines = (
            f'Lindqvist, Ada. "A page that knows where it is". The Coast Courier. {url}. Retrieved 15 June 2010.\n'
            for url in made.truths
        )
        path.write_text("".join(lines), encoding="utf-8")
        wall, found = world.run(str(path), "--from", "references")
        _told(world, wall, found, made.truths)


def _told(world: World, wall: float, found: dict[str, str], truths: dict[str, str]) -> None:
    """Print the figures of a run."""
    log = world.web.log
    own = intervals(world.scale)
    bound = max(log.services[name] * interval for name, interval in own.items())
    print(
        f"  {wall:.1f} s ({wall / 60:.1f} min), the intervals allow {bound:.1f} s: {wall / max(bound, 0.1):.2f} of it"
    )
    each = ", ".join(f"{name} {number:,}" for name, number in sorted(log.services.items()))
    print(f"  requests: {each}; {log.services.total() / len(truths):.2f} a link")
    print(
        f"  429s: {log.refused.total()} {dict(log.refused)}; locked out: {log.blocks} times, then {log.locked_out} asked"
    )
    print(f"  wrong statuses: {_wrong(found, truths)} of {len(truths):,}, {_unknown(found)} of them unknown")


def _wrong(found: dict[str, str], truths: dict[str, str]) -> int:
    """Give how many statuses are not the truth."""
    return sum(found.get(url) != status for url, status in truths.items())


def _unknown(found: dict[str, str]) -> int:
    """Give how many statuses are unknown."""
    return sum(status == "unknown" for status in found.values())


def _killed(world: World, until: int, *arguments: str) -> Counter[tuple[str, str, str]]:
    """Start a run, kill it after so many requests to the archive, and give these."""
    world.web.log.clear()
    running = world.start(*arguments)
    while world.web.log.services.total() < until and running.poll() is None:
        time.sleep(0.005)
    running.send_signal(signal.SIGKILL)
    running.wait()
    return world.asked()


def _listed(folder: Path, urls: Iterable[str]) -> str:
    """Write a list of addresses, and give its path."""
    path = folder / "urls.txt"
    path.write_text("".join(f"{url}\n" for url in urls), encoding="utf-8")
    return str(path)


@contextmanager
def _world(made: List, scale: float, wait: dict[str, float] | None = None) -> Iterator[World]:
    """Give a web that holds a list, with an empty folder."""
    throttles = [
        {"service": name, "requests": number, "seconds": 60.0 / scale, "block-after": BLOCK_AFTER}
        for name, number in RATES.items()
    ]
    rows = {
        "answer": [{"host": "*.example", "page": "addressed"}],
        "capture": made.captures,
        "wayback": {"throttle": throttles, "wait": wait or {}},
    }
    with tempfile.TemporaryDirectory(prefix="archives-") as folder, StandInWeb(rows) as web:
        yield World(web, Path(folder), scale)


def _address(number: int) -> str:
    """Give an address, a hundred on each host: the name server of the machine is asked for each, and knows none."""
    return f"http://h{number // 100}.example/page/{number}"


def _undated(count: int, chance: random.Random) -> List:
    """Give a list of which six in ten were archived, one in ten with errors only."""
    made = List([], {})
    for number in range(count):
        url, kind = _address(number), chance.random()
        made.truths[url] = "archived" if kind < 0.6 else "not-archived"
        if kind < 0.7:
            year = chance.randint(2003, 2015)
            good = [200] if kind < 0.6 else [404]
            after = [404] * chance.randint(0, 2) if kind < 0.6 else []
            made.captures.extend(_captures(url, year, good * chance.randint(1, 3) + after))
    return made


def _dated(count: int, chance: random.Random) -> List:
    """Give a list of which four in five were archived, before the day of reading or after it or both."""
    made = List([], {})
    for number in range(count):
        url = _address(number)
        made.truths[url] = "archived" if number % 5 else "not-archived"
        if number % 5:
            made.captures.extend(_captures(url, chance.randint(2007, 2011), [200] * chance.randint(1, 4)))
    return made


def _captures(url: str, year: int, statuses: Iterable[int]) -> list[dict[str, Any]]:
    """Give captures of an address, one a year."""
    return [{"url": url, "at": f"{year + n}0301120000", "status": status} for n, status in enumerate(statuses)]
