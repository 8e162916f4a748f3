"""
How fast a page is read and how much memory that takes: `python benchmarks/big_pages.py [PAGE.html] [--hostile]`.

A page (the project's sample unless another is named) is repeated to 2 and to 20 MB and read by the reader alone, by the
whole command (`claims --format json`), and by beautifulsoup4 alone with its two parsers, each in a process of its own,
one after the other. Peak memory is what that process needed above an interpreter with the same modules that holds the
page. `--hostile` adds the pages that nobody writes by accident, through the whole command, and a file of 200 MB.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
SIZES = (2, 20)
MILLION = 1_000_000
HEAD = '<html><body><div class="mw-parser-output">cite_note '

HOSTILE: dict[str, tuple[tuple[str, int], ...]] = {
    "100,000 nested elements": (("<div>", 100_000),),
    "a million character references": (("&amp;", MILLION),),
    "25 MB of character references": (("&amp;", 4_990_000),),
    "25 MB of elements around a letter": (("a<b>", 6_200_000),),
    "25 MB of elements in each other": (("<span>", 4_100_000),),
    "100,000 notes in each other": (('<ol><li id="cite_note-1"><span class="reference-text">x', 100_000),),
    "100,000 markers without a list": (('<sup class="reference"><a href="#cite_note-1">[1]</a></sup>', 100_000),),
    "100,000 lists in each other": (("<ol><li>", 100_000),),
    "100,000 tables in each other": (("<table><tr><td>", 100_000),),
    "500,000 attributes": (("<a ", 1), ('b="c" ', 500_000), (">", 1)),
    "a style of 4 MB": (('<a style="', 1), ("display:none;", 300_000), ('">', 1)),
    "ends in the wrong order": (("<b><i>", 200_000), ("</b></i>", 200_000)),
    "parameters nested 300,000 deep": (("<cite data-mw='", 1), ('{"a":', 300_000), ("'>x", 1)),
}
"""What each page holds: a few words, and how often."""


def measure(what: str, path: Path) -> None:
    """Read a page in this process, and print the seconds and the peak memory in MB beyond what holds the page."""
    from bs4 import BeautifulSoup  # noqa: PLC0415 - a child measures one of these

    from citecheck.documents.wikipedia_html import WikipediaHtmlReader  # noqa: PLC0415

    text = path.read_text(encoding="utf-8")
    before = _peak()
    start = time.perf_counter()
    if what == "reader":
        kept: object = WikipediaHtmlReader().read("page.html", text)
    else:
        kept = BeautifulSoup(text, what)
    seconds = time.perf_counter() - start
    print(seconds, _peak() - before)
    del kept


def command(path: Path) -> tuple[float, float, int]:
    """Give the seconds and the peak memory of the whole command, and its exit code."""
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "citecheck", "claims", str(path), "--format", "json"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        code, used = _waited(process)
    return time.perf_counter() - start, used, code


def _waited(process: subprocess.Popen[bytes]) -> tuple[int, float]:
    import os  # noqa: PLC0415 - wait4 tells the memory of one child, getrusage that of the largest

    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, used.ru_maxrss / 1024


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def sizes(page: str, folder: Path) -> None:
    """Print a line for each size and way."""
    for size in SIZES:
        path = folder / f"{size}.html"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(page for _ in range(size * MILLION // len(page.encode()) + 1))
        megabytes = path.stat().st_size / MILLION
        for what in ("reader", "lxml", "html.parser"):
            told = subprocess.run(
                [sys.executable, __file__, "--measure", what, str(path)], capture_output=True, text=True, check=True
            )
            seconds, peak = map(float, told.stdout.split())
            name = "the reader" if what == "reader" else f"beautifulsoup4, {what}"
            print(f"{megabytes:.1f} MB, {name}: {seconds:.2f} s, {megabytes / seconds:.1f} MB/s, {peak:.0f} MB more")
        seconds, peak, _ = command(path)
        print(
            f"{megabytes:.1f} MB, the whole command: {seconds:.2f} s, {megabytes / seconds:.1f} MB/s, {peak:.0f} MB in all"
        )


def hostile(folder: Path) -> None:
    """Print a line for each page that nobody writes by accident."""
    path = folder / "hostile.html"
    for name, parts in HOSTILE.items():
        with path.open("w", encoding="utf-8") as page:
            page.write(HEAD)
            for words, times in parts:
                page.writelines(words for _ in range(times))
        seconds, peak, code = command(path)
        print(f"{name}: {seconds:.2f} s, {peak:.0f} MB in all, exit code {code}")
    with path.open("wb") as file:
        file.truncate(200 * MILLION)
    seconds, peak, code = command(path)
    print(f"a file of 200 MB: {seconds:.2f} s, {peak:.0f} MB in all, exit code {code}")


def main() -> None:
    """Measure."""
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2], Path(sys.argv[3]))
        return
    named = [word for word in sys.argv[1:] if not word.startswith("--")]
    page = Path(named[0] if named else ROOT / "references/sample.html").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        sizes(page, Path(folder))
        if "--hostile" in sys.argv:
            hostile(Path(folder))


if __name__ == "__main__":
    main()
