"""
Reports on large audits: seconds, memory and size of each format, and how fast a browser has the HTML one.

usage: python -m benchmarks.reports [--references 500 5000] [--formats NAME ...] [--browser] [--repeat 3]

The audit is made up (`tests/reports/large.py`): three of four references have a link with its answer and the captures
of an archive, claims are held against their sources, and everything that a report says is said. Each format renders in
a process of its own. Printed are the CPU seconds of the rendering (the least of the repeats), the peak of the memory
that it takes beyond the audit itself, the bytes, and both per reference. With `--browser`: milliseconds in Chromium
until the page is laid out and its script is done, and from a press of a filter to the next frame (medians).
"""

from __future__ import annotations

import argparse
import gzip
import multiprocessing
import resource
import shutil
import statistics
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from citecheck import api
from tests.reports.large import large_report

_FILTER = """() => new Promise(done => {
  const tile = document.querySelector("[data-filter='link=dead']"), start = performance.now();
  tile.click();
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
})"""
_SEARCH = """() => new Promise(done => {
  const field = document.querySelector("#q"), start = performance.now();
  field.value = "number 17"; field.dispatchEvent(new Event("input"));
  const wait = () => location.hash.includes("q=") ? requestAnimationFrame(() => done(performance.now() - start)) : setTimeout(wait, 1);
  wait();
})"""
_LOAD = """() => { const [page] = performance.getEntriesByType("navigation"); return page.loadEventEnd - page.responseEnd; }"""


def peak() -> int:
    """Give the most memory that this process has taken, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def render(name: str, references: int, repeat: int, answer: Connection) -> None:
    """Render in this process and say what it took."""
    report = large_report(references)
    api.format_named(name)
    before, seconds, data = peak(), [], b""
    for _ in range(repeat):
        start = time.process_time()
        data = "".join(api.pieces(report, name)).encode()
        seconds.append(time.process_time() - start)
    answer.send((min(seconds), peak() - before, len(data), len(gzip.compress(data))))


def measured(name: str, references: int, repeat: int) -> tuple[float, int, int, int]:
    """Give seconds, bytes of memory, bytes of the report and bytes of it compressed, of a process of its own."""
    here, there = multiprocessing.Pipe(duplex=False)
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=render, args=(name, references, repeat, there))
    process.start()
    there.close()
    found: tuple[float, int, int, int] = here.recv()
    process.join()
    return found


def browse(references: int, repeat: int) -> None:
    """Print how fast Chromium has the page and filters it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only this needs it

    program = shutil.which("chromium")
    if program is None:
        sys.exit("chromium is not installed: the times in a browser are left out.")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder, "report.html")
        file.write_text("".join(api.pieces(large_report(references), "html")), encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        loads, filters, searches = [], [], []
        for _ in range(repeat):
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            page.set_default_timeout(120_000)
            page.goto(file.as_uri())
            loads.append(page.evaluate(_LOAD))
            filters.append(page.evaluate(_FILTER))
            page.keyboard.press("Escape")
            searches.append(page.evaluate(_SEARCH))
            page.close()
        browser.close()
    load, press, search = (statistics.median(times) for times in (loads, filters, searches))
    print(f"{references:>8} {load:>9.0f} ms {press:>9.0f} ms {search:>9.0f} ms")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--references", type=int, nargs="+", default=[500, 5000])
    parser.add_argument("--formats", nargs="+", default=list(api.formats()))
    parser.add_argument("--browser", action="store_true")
    parser.add_argument("--repeat", type=int, default=3)
    arguments = parser.parse_args()
    print(
        f"{'format':>10} {'references':>10} {'CPU s':>8} {'peak MB':>8} {'MB':>8} {'gzip MB':>8} {'ms each':>8} {'KB each':>8}"
    )
    for name in arguments.formats:
        for references in arguments.references:
            seconds, memory, size, small = measured(name, references, arguments.repeat)
            each = f"{seconds / references * 1000:>8.3f} {size / references / 1000:>8.2f}"
            print(
                f"{name:>10} {references:>10} {seconds:>8.2f} {memory / 1e6:>8.1f} {size / 1e6:>8.2f} {small / 1e6:>8.2f} {each}"
            )
    if arguments.browser:
        print(f"\n{'HTML of':>8} {'loaded':>12} {'filtered':>12} {'searched':>12}")
        for references in arguments.references:
            browse(references, arguments.repeat)


if __name__ == "__main__":
    main()
