"""
What the store is for: a run that is killed ten times, two runs at once, and a second run over the same document.

usage: python -m benchmarks.store [--links 2000] [--kills 10] [--seed N]

Every run is the command itself, `citecheck links`, which reaches a stand-in web on loopback as its proxy; what was
asked is read from the log of that web, what was kept from the file. A request that the web had in hand at the moment of
a kill was not heard by anybody, so it is asked again: those are counted by themselves.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.standin import StandInWeb

TABLE = """
wait = 0.02
[[answer]]
host = "*.example"
page = "article"
[[answer]]
host = "*.gone.example"
status = 404
[[answer]]
host = "*.wall.example"
status = 403
"""
COMMAND = (sys.executable, "-m", "citecheck", "links", "--no-archives", "--fail-on", "never")
HOSTS = ("a", "b.gone", "c", "d.wall", "e", "f")
JOBS = 32


@dataclass(frozen=True, slots=True)
class World:
    """A web, and a folder to work in."""

    web: StandInWeb
    folder: Path

    @property
    def store(self) -> Path:
        """The file of the answers."""
        return self.folder / "cache" / "answers.sqlite"

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a run."""
        reached = {
            "CITECHECK_PROXY": f"http://127.0.0.1:{self.web.http_port}",
            "CITECHECK_PROXY_RESOLVES": "1",
            "CITECHECK_CA_FILE": str(self.web.ca_pem),
            "CITECHECK_CACHE_DIR": str(self.store.parent),
        }
        command = [*COMMAND, "--jobs", str(JOBS), *arguments]
        return subprocess.Popen(command, env={**os.environ, **reached}, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def timed(self, *arguments: str) -> tuple[float, float, int]:
        """Run to the end, and give wall and CPU seconds of the run and the requests that it made."""
        self.web.log.clear()
        began, spent = time.monotonic(), os.times()
        with self.start(*arguments) as running:
            running.communicate()
        ended = os.times()
        cpu = ended.children_user + ended.children_system - spent.children_user - spent.children_system
        return time.monotonic() - began, cpu, self.web.log.count()

    def kept(self) -> set[str]:
        """Give the addresses whose answers are kept, after a look at the whole file."""
        if not self.store.exists():
            return set()
        with closing(sqlite3.connect(self.store)) as connection:
            (state,) = connection.execute("PRAGMA integrity_check").fetchone()
            if state != "ok":
                raise SystemExit(f"the store is damaged: {state}")
            return {address for (address,) in connection.execute("SELECT address FROM answers")}

    def listed(self, name: str, urls: list[str]) -> str:
        """Write a list of addresses."""
        path = self.folder / name
        path.write_text("".join(f"{url}\n" for url in urls), encoding="utf-8")
        return str(path)


def addresses(count: int) -> list[str]:
    """Give so many addresses, ten on each host."""
    return [f"http://h{n // 60}-{HOSTS[n // 10 % 6]}.example/page/{n}" for n in range(count)]


def kills(world: World, count: int, times: int, chance: random.Random) -> None:
    """Kill a run so often, then let it come to its end, and print what each was asked."""
    urls = addresses(count)
    path = world.listed("urls.txt", urls)
    known: set[str] = set()
    again = unheard = 0
    print(f"{count:,} links, killed {times} times with -9:")
    for number in range(times):
        world.web.log.clear()
        until = chance.randint(1, max(2 * (count - len(known)) // (times - number + 1), 2))
        with world.start("--urls", path) as running:
            while world.web.log.count() < until and running.poll() is None:
                time.sleep(0.002)
            running.kill()
        now = set(world.web.log.urls())
        twice, before = now & known, len(known)
        known = world.kept()
        lost = now - known
        again, unheard = again + len(twice), unheard + len(lost)
        print(
            f"  {len(now):5} asked, {len(known) - before:5} more kept, {len(lost):3} in hand, {len(twice)} asked twice"
        )
    wall, _, _ = world.timed("--urls", path)
    now = set(world.web.log.urls())
    again += len(now & known)
    print(f"  {len(now):5} asked to the end, in {wall:.1f} s; kept: {len(world.kept()):,} of {count:,}")
    print(f"  answered and asked again: {again}; in hand when killed and asked again: {unheard}; the file is whole")


def together(world: World, count: int) -> None:
    """Let two runs over half the same links use one store from its making on."""
    urls = addresses(count)
    paths = [world.listed("one.txt", urls[: count * 2 // 3]), world.listed("two.txt", urls[count // 3 :])]
    world.web.log.clear()
    running = [world.start("--urls", path) for path in paths]
    warned = sum(b"warning" in one.communicate()[1] for one in running)
    codes = [one.returncode for one in running]
    kept = len(world.kept())
    print(f"two runs at once: exit codes {codes}, {warned} warnings, {kept:,} of {count:,} links kept")


def document(world: World, count: int) -> None:
    """Check a document twice."""
    items = "".join(f'<li>Text about {n}, <a href="{url}">there</a>.</li>\n' for n, url in enumerate(addresses(count)))
    page = world.folder / "page.html"
    page.write_text(f"<!doctype html><h2>References</h2><ol>{items}</ol>", encoding="utf-8")
    for name in ("first", "second"):
        wall, cpu, requests = world.timed(str(page), "--from", "wikipedia-html")
        print(f"a page with {count} links, {name} run: {requests} requests, {wall:.2f} s, {cpu:.2f} s of CPU")
    print(f"  {world.store.stat().st_size / count:.0f} bytes of the store for each link")


def cost(world: World, count: int, runs: int = 5) -> None:
    """Print what keeping answers costs a run that finds none."""
    path = world.listed("urls.txt", addresses(count))
    spent: dict[str, list[float]] = {"without": [], "with": []}
    for _ in range(runs):
        for name, flags in (("without", ("--no-cache",)), ("with", ())):
            world.store.unlink(missing_ok=True)
            spent[name].append(world.timed("--urls", path, *flags)[1] * 1000 / count)
    without, with_ = (statistics.median(spent[name]) for name in ("without", "with"))
    print(f"CPU of a run, median of {runs}: {without:.2f} ms a link without the store, {with_:.2f} with it")


def main() -> None:
    """Read the command line, run, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.store", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--links", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    told = parser.parse_args()
    print(f"seed {told.seed}")
    chance = random.Random(told.seed)  # noqa: S311 - moments, not secrets
    with StandInWeb(TABLE) as web:
        with _world(web) as world:
            kills(world, told.links, told.kills, chance)
        with _world(web) as world:
            together(world, 600)
        with _world(web) as world:
            document(world, 300)
        with _world(web) as world:
            cost(world, told.links)


@contextmanager
def _world(web: StandInWeb) -> Iterator[World]:
    """Give a web with an empty folder."""
    with tempfile.TemporaryDirectory(prefix="store-") as folder:
        yield World(web, Path(folder))


if __name__ == "__main__":
    main()
