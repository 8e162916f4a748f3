"""
A list of very many addresses: memory and time of `citecheck links`, beside what the pace of the hosts allows.

usage: python -m benchmarks.scale [--links 10000 30000 100000] [--hosts 2000] [--interval 0.05] [--latency 0] [--jobs 64]

The hosts are addresses of loopback (127.1.x.y, all of Linux's and one server), each with the same number of links, and
one more with `--largest` links. Printed for each number of links: wall and CPU seconds, the peak memory of the process
and how much of it each link takes beyond that of the first list, the most that were asked at once of one host, and the
least time that the pace allows, which is the largest host's number of links times the interval.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import subprocess
import sys
import time
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar, Final

_PAGE: Final = b"<!doctype html><title>A page</title><p>" + b"Words of a page that is there. " * 20


class Web(asyncio.Protocol):
    """One connection of the server; counts are the class's."""

    latency = 0.0
    requests = 0
    open: ClassVar[Counter[str]] = Counter()
    most = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember which host was meant."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - what create_server gives
        self.transport = transport
        self.host = str(transport.get_extra_info("sockname")[0])
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        """Answer every whole request, after the latency."""
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
            Web.requests += 1
            Web.open[self.host] += 1
            Web.most = max(Web.most, Web.open[self.host])
            found = b"404 Not Found" if head.startswith(b"GET /robots.txt") else b"200 OK"
            answer = b"HTTP/1.1 %b\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b" % (
                found,
                len(_PAGE),
                _PAGE,
            )
            if Web.latency:
                asyncio.get_running_loop().call_later(Web.latency, self.reply, answer)
            else:
                self.reply(answer)

    def reply(self, answer: bytes) -> None:
        """Send an answer."""
        Web.open[self.host] -= 1
        self.transport.write(answer)


def serve(pipe: Connection, latency: float) -> None:
    """Serve until the other end of the pipe is closed; tell the port, and the counts whenever they are asked for."""

    async def run() -> None:
        Web.latency = latency
        server = await asyncio.get_running_loop().create_server(Web, "0.0.0.0", 0, backlog=4096)  # noqa: S104 - all of loopback
        pipe.send(server.sockets[0].getsockname()[1])
        while await asyncio.to_thread(tell):
            pass

    def tell() -> bool:
        try:
            pipe.recv()
        except EOFError:
            return False
        pipe.send((Web.requests, Web.most))
        Web.requests = Web.most = 0
        return True

    asyncio.run(run())


def check(path: Path, told: argparse.Namespace) -> tuple[int, float, float, float]:
    """Run the command over a list, and give how many links it calls live, wall, CPU and the peak of its memory in MB."""
    flags = ("--allow-private", "--no-archives", "--no-cache", "--jobs", str(told.jobs), "--format", "json")
    command = (sys.executable, "-c", "import sys; from citecheck.cli import main; sys.exit(main())", "links", *flags)
    environ = os.environ | {"CITECHECK_INTERVAL": str(told.interval)}
    begun = time.perf_counter()
    with path.with_suffix(".json").open("w+b") as out:
        child = subprocess.Popen((*command, "--urls", str(path)), stdout=out, stderr=subprocess.DEVNULL, env=environ)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - begun
        out.seek(0)
        links = json.load(out)["documents"][0]["links"]
    live = sum(link["verdict"] == "live" for link in links)
    return live, wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--links", type=int, nargs="+", default=[10_000, 30_000, 100_000])
    parser.add_argument("--hosts", type=int, default=2_000)
    parser.add_argument("--largest", type=int, default=0, help="links of one host more")
    parser.add_argument("--interval", type=float, default=0.05)
    parser.add_argument("--latency", type=float, default=0.0)
    parser.add_argument("--jobs", type=int, default=64)
    told = parser.parse_args()
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs, told.latency), daemon=True)
    server.start()
    theirs.close()
    port = ours.recv()
    first: tuple[int, float] | None = None
    with TemporaryDirectory() as folder:
        for count in told.links:
            path = Path(folder) / "list.txt"
            hosts = (f"127.1.{n % told.hosts // 250}.{n % told.hosts % 250 + 1}" for n in range(count))
            urls = [f"http://{host}:{port}/page/{n}" for n, host in enumerate(hosts)]
            urls += [f"http://127.2.0.1:{port}/page/{n}" for n in range(told.largest)]
            path.write_text("\n".join(urls) + "\n", encoding="utf-8")
            live, wall, cpu, memory = check(path, told)
            ours.send("counts")
            requests, most = ours.recv()
            first = first or (count, memory)
            slope = (memory - first[1]) * 1024 / (count - first[0]) if count > first[0] else 0.0
            floor = max(-(-count // told.hosts), told.largest) * told.interval
            print(
                f"{len(urls):7,} links: {live:7,} live, {requests / len(urls):.2f} requests a link, at most {most} at once; "
                f"wall {wall:6.1f} s (the pace allows {floor:5.1f}), CPU {cpu:6.1f} s, {cpu * 1000 / len(urls):.2f} ms a link; "
                f"{memory:4.0f} MB, {slope:.1f} KB a link more",
                flush=True,
            )
    ours.close()
    server.join(5)


if __name__ == "__main__":
    main()
