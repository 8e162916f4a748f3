"""
2,000 requests of which a tenth fail, recorded with 32 threads and replayed with the server gone.

usage: python -m benchmarks.record_replay [--requests 2000] [--threads 32]

The stand-in web runs in a process of its own and is stopped before the replay, which runs in another, with an audit
hook that counts the sockets it makes. Then a recording is killed with -9 in the middle. Beside the figures, what vcrpy
keeps of the same work: `--vcrpy`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from citecheck.web import Exchange, Limits, Request, Session, Settings
from citecheck.web.adapter import Recorder, Replay
from citecheck.web.cassette import CassetteWriter, read_cassette
from citecheck.web.transport import LiveAdapter, now
from tests.standin import TORTURE, StandInProcess

ROOT = Path(__file__).parents[1]
FAILING = (
    "http://unknown.example/{}", "http://refused.example/{}", "https://expired.example/{}",
    "https://self-signed.example/{}", "http://broken.example/reset?{}", "http://broken.example/close?{}",
    "http://broken.example/truncated?{}", "http://broken.example/garbage?{}", "http://broken.example/two-lengths?{}",
    "http://huge.example/many-headers?{}",
)  # fmt: skip
LIMITS = Limits(total=30)


def addresses(count: int) -> list[str]:
    """Give so many addresses on fifty hosts, half of them https, every tenth of which fails."""
    fine = ("http://host-{}.example/page/{}", "https://host-{}.example/page/{}")
    return [
        FAILING[n // 10 % len(FAILING)].format(n) if n % 10 == 9 else fine[n % 2].format(n % 50, n)
        for n in range(count)
    ]


def fetch(session: Session, urls: list[str], threads: int) -> list[Exchange]:
    """Give the exchange of each address."""
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda url: session.fetch(Request(url)), urls))


def digest(exchanges: list[Exchange]) -> str:
    """Give a hash of all that a report could show."""
    told = "".join(repr((one.hops, one.error, one.body_error, one.body)) for one in exchanges)
    return hashlib.sha256(told.encode()).hexdigest()


def replayed(path: Path, count: int, threads: int) -> dict[str, object]:
    """Give the figures of a replay in this process, sockets counted by an audit hook."""
    sockets: list[str] = []
    sys.addaudithook(lambda event, _: sockets.append(event) if event.startswith("socket.") else None)
    urls = addresses(count)
    begun = time.perf_counter()
    cassette = read_cassette(path)
    loaded = time.perf_counter()
    adapter = Replay(cassette)
    with Session(Settings(limits=LIMITS), adapter) as session:
        exchanges = fetch(session, urls, threads)
    done = time.perf_counter()
    answered = sum(one.status is not None or one.error is not None for one in exchanges) - len(adapter.missed)
    return {
        "loaded_s": round(loaded - begun, 3),
        "ms_a_request": round((done - loaded) * 1000 / count, 3),
        "answered": answered,
        "lost": count - answered,
        "sockets": len(sockets),
        "failed": dict(Counter(kind.kind for one in exchanges if (kind := one.error or one.body_error))),
        "digest": digest(exchanges),
    }


def recorded(path: Path, web: StandInProcess, count: int, threads: int) -> tuple[float, str]:
    """Give the seconds of a recording and a hash of what it got."""
    settings = Settings(resolver=web.resolver, ca_file=str(web.ca_pem), limits=LIMITS)
    adapter = Recorder(LiveAdapter(settings.ca_file), CassetteWriter(path, label="benchmark", recorded=now()))
    begun = time.perf_counter()
    with Session(settings, adapter) as session:
        exchanges = fetch(session, addresses(count), threads)
    return time.perf_counter() - begun, digest(exchanges)


def killed(path: Path, web: StandInProcess, count: int) -> tuple[int, int]:
    """Give how many answers a recording had that was killed, and how many of them its cassette holds."""
    child = os.fork()
    if child == 0:  # pragma: no cover - the child is killed
        log = os.open(path.with_suffix(".seen"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        settings = Settings(resolver=web.resolver, ca_file=str(web.ca_pem), limits=LIMITS)
        adapter = Recorder(LiveAdapter(settings.ca_file), CassetteWriter(path, label="killed", recorded=now()))
        with Session(settings, adapter) as session, ThreadPoolExecutor(32) as pool:
            for _ in pool.map(
                lambda url: os.write(log, f"{session.fetch(Request(url)).request.url}\n".encode()), addresses(count)
            ):
                pass
        os._exit(0)
    seen = path.with_suffix(".seen")
    until = time.monotonic() + 60
    while time.monotonic() < until and (not seen.exists() or seen.stat().st_size < count * 15):
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    cassette = read_cassette(path)
    held = {one.url for one in cassette.interactions}
    answers = seen.read_text(encoding="ascii").splitlines()
    print("  notice:", *(cassette.notices or ("none: the last item is whole",)))
    return len(answers), sum(url in held for url in answers)


def of_vcrpy(path: Path, web: StandInProcess, count: int, threads: int) -> int:
    """Give how many of so many plain pages vcrpy itself keeps; it reaches the web as a proxy."""
    import requests  # noqa: PLC0415 - for this comparison alone
    import vcr  # noqa: PLC0415 - for this comparison alone

    proxies = {"http": f"http://127.0.0.1:{web.http_port}"}

    def get(n: int) -> None:
        with requests.Session() as session:
            session.trust_env = False
            session.get(f"http://host-{n % 50}.example/page/{n}", proxies=proxies, timeout=30)

    with vcr.use_cassette(str(path)), ThreadPoolExecutor(threads) as pool:
        list(pool.map(get, range(count)))
    return len(read_cassette(path).interactions)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--threads", type=int, default=32)
    parser.add_argument("--vcrpy", action="store_true", help="also what vcrpy keeps of 300 requests")
    parser.add_argument("--replay", type=Path, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.replay:
        print(json.dumps(replayed(told.replay, told.requests, told.threads)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cassette.yaml"
        with StandInProcess(TORTURE) as web:
            seconds, before = recorded(path, web, told.requests, told.threads)
            print(f"recorded: {told.requests} in {seconds:.2f} s, {path.stat().st_size / 1e6:.1f} MB")
            print("killed with -9 half-way:")
            seen, held = killed(Path(folder) / "killed.yaml", web, told.requests)
            print(f"  {seen} answers seen, {held} of them in the cassette")
            if told.vcrpy:
                kept = of_vcrpy(Path(folder) / "vcrpy.yaml", web, 300, told.threads)
                print(f"vcrpy's own recording with {told.threads} threads: {kept} of 300 kept")
        print("the server is stopped; replayed:")
        for threads in (1, told.threads):
            command = [sys.executable, "-m", "benchmarks.record_replay", "--replay", str(path)]
            command += ["--requests", str(told.requests), "--threads", str(threads)]
            done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
            figures = json.loads(done.stdout)
            same = figures.pop("digest") == before
            print(f"  {threads} threads: {figures}, {'equal' if same else 'NOT EQUAL'} to what was recorded")


if __name__ == "__main__":
    main()
