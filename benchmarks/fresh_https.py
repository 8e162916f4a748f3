"""
What one link on a host of its own costs over HTTPS: our session beside plain requests, in the same run.

usage: python -m benchmarks.fresh_https [--hosts 300] [--threads 16] [--rounds 3]

The stand-in web runs in a process of its own. Plain requests reaches it as a proxy (a CONNECT for each host, which
costs it about 0.1 ms), one session for each thread as its documentation advises; ours with and without that proxy.
Printed: milliseconds of CPU of this process for each link, the lowest of the rounds.
"""

from __future__ import annotations

import argparse
import gc
import resource
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import certifi
import requests

from citecheck.web import Address, Limits, Request, Session, Settings
from tests.standin import TORTURE, StandInProcess


class Inner:
    """The name server of a network with a proxy: it knows the proxy, which is named by its number, and nobody else."""

    def resolve(self, host: str, port: int, timeout: float) -> tuple[Address, ...]:
        """Give the proxy's address."""
        del timeout
        if host != "127.0.0.1":
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return (Address(host, port),)


def bundle(authority: Path, folder: Path) -> str:
    """Give a file of authorities as large as the one that everybody has: certifi's, with the stand-in's."""
    path = folder / "bundle.pem"
    path.write_bytes(Path(certifi.where()).read_bytes() + authority.read_bytes())
    return str(path)


def ours(web: StandInProcess, ca_file: str, *, proxied: bool) -> Callable[[list[str], int], None]:
    """Give the work of our session."""

    def work(urls: list[str], threads: int) -> None:
        limits = Limits(total=60)
        settings = Settings(resolver=web.resolver, ca_file=ca_file, limits=limits)
        if proxied:
            proxy = f"http://127.0.0.1:{web.http_port}"
            settings = Settings(resolver=Inner(), ca_file=ca_file, limits=limits, proxy=proxy, proxy_resolves=True)
        with Session(settings) as session, ThreadPoolExecutor(threads) as pool:
            statuses = [one.status for one in pool.map(lambda url: session.fetch(Request(url)), urls)]
        assert statuses == [200] * len(urls), "not every link was answered"  # noqa: S101 - a benchmark of failures says nothing

    return work


def plain(web: StandInProcess, ca_file: str) -> Callable[[list[str], int], None]:
    """Give the work of plain requests."""
    local = threading.local()
    proxies = {"https": f"http://127.0.0.1:{web.http_port}"}

    def get(url: str) -> int:
        if not hasattr(local, "session"):
            local.session = requests.Session()
            local.session.trust_env = False
            local.session.verify = ca_file
        response = local.session.get(url, proxies=proxies, timeout=60, stream=True)
        with response:
            return response.status_code if response.content else 0

    def work(urls: list[str], threads: int) -> None:
        with ThreadPoolExecutor(threads) as pool:
            statuses = list(pool.map(get, urls))
        assert statuses == [200] * len(urls), "not every link was answered"  # noqa: S101 - as above

    return work


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--hosts", type=int, default=300)
    parser.add_argument("--threads", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=3)
    told = parser.parse_args()
    urls = [f"https://fresh-{n}.example/" for n in range(told.hosts)]
    with TemporaryDirectory() as folder, StandInProcess(TORTURE) as web:
        ca_file = bundle(web.ca_pem, Path(folder))
        runs = {
            "citecheck": ours(web, ca_file, proxied=False),
            "citecheck, by proxy": ours(web, ca_file, proxied=True),
            "plain requests, by proxy": plain(web, ca_file),
        }
        runs["citecheck"](urls, told.threads)  # the stand-in makes its certificates
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
        for _ in range(told.rounds):
            for name, work in runs.items():
                gc.collect()
                cpu, wall = time.process_time(), time.perf_counter()
                work(urls, told.threads)
                found[name].append((time.process_time() - cpu, time.perf_counter() - wall))
    for name, rounds in found.items():
        cpu, wall = min(rounds)
        print(f"{name:26} {cpu * 1000 / told.hosts:6.2f} ms CPU a link, {told.hosts / wall:6.0f} links/s")
    print(
        f"peak memory of this process, all together: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )


if __name__ == "__main__":
    main()
