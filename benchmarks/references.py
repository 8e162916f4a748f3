"""
Speed of the reference parser, whether its cost is linear in count and in length, and an export from end to end.

usage: python benchmarks/references.py [--count 2500]

Makes references that all differ, in the shapes of CS1 and CS2, and prints the CPU time of N and of 4 N of them (4.0 is
linear), of runs of one mark of 5,000 and of 10,000 code points below the limit of an entry (2.0 is linear) and of 25,000
and 50,000 beyond it, and of `citecheck export` on 10,000 references with its peak memory. Machines are noisy: only
ratios of one run are worth comparing.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from citecheck.model import ReferenceEntry, Span
from citecheck.references.parse import parse

SHAPES = (
    'Dale{n}, Ruth; Berg, J. van der ({d} May 2004). "Tides of harbour {n}". The Coastal Times. pp. {p}–{q}. Retrieved 2007-05-{d:02d}.',
    'Ola{n}, M. (2001). "Ebb and flow {n}". Journal of Harbours. {d} (3): {p}–{q}. doi:10.1000/x{n}.',
    "Moss{n}, T. ({y}). The Polder Book {n} (2nd ed.). London: Polder Press. p. {p}. ISBN 0-306-40615-2.",
    '"Weather at quay {n}" (in French). Quay Watch. June {d}, 2006. Archived from the original on 2008-01-{d:02d}. Retrieved 2009-02-{d:02d}.',
    'Reed{n}, A. B. ({y}), "Salt {n}", in Marsh, C. (ed.), Shores, Oxford: Strand, pp. {p}–{q}',
)
UNITS = ('"', '"a ', "(", ")", "[", "“", ",", ".", "1", "A. ", "ed. ", "In ", "& ", "p. ", "Smith, J.; ", "(2004) ")


def made(count: int) -> list[ReferenceEntry]:
    """Give that many references, no two alike."""
    raws = (
        SHAPES[n % len(SHAPES)].format(n=n, d=n % 28 + 1, y=1900 + n % 110, p=n % 700, q=n % 700 + 9)
        for n in range(count)
    )
    return [ReferenceEntry(label=str(n), raw=raw, span=Span(0, len(raw))) for n, raw in enumerate(raws, 1)]


def seconds(work: Callable[[], object]) -> float:
    """Give the CPU time of one run."""
    start = time.process_time()
    work()
    return time.process_time() - start


def run_of(unit: str, length: int) -> float:
    """Give the least CPU time of three readings of a run of one mark."""
    raw = unit * (length // len(unit))
    entry = ReferenceEntry(label="1", raw=raw, span=Span(0, len(raw)))
    return min(seconds(lambda: parse([entry])) for _ in range(3))


def exported(path: Path, target: str) -> tuple[float, float, float]:
    """Give wall time, CPU time and peak memory (MiB) of an export of a bare list."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "citecheck", "export", str(path), "--from", "references", "--to", target]
    command += ["-o", str(path.with_suffix(".out"))]
    child = os.posix_spawn(sys.executable, command, os.environ)
    _, status, usage = os.wait4(child, 0)
    if status:
        raise SystemExit(f"export to {target} ended with status {status}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Print the three tables."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--count", type=int, default=2500)
    count = arguments.parse_args().count
    parse(made(50))
    small, large = seconds(lambda: parse(made(count))), seconds(lambda: parse(made(4 * count)))
    print(f"parse {count} {small:.2f} s, {4 * count} {large:.2f} s: x{large / small:.1f}, {4 * count / large:,.0f}/s")
    for unit in UNITS:
        times = [run_of(unit, length) for length in (5_000, 10_000, 25_000, 50_000)]
        print(
            f"run of {unit!r:14} x{times[1] / times[0]:.1f} (10,000/5,000)  x{times[3] / times[2]:.1f} (50,000/25,000)"
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "references.txt"
        path.write_text("".join(f"{entry.raw}\n" for entry in made(10_000)), encoding="utf-8")
        for target in ("csl-json", "biblatex"):
            wall, cpu, memory = exported(path, target)
            print(f"export to {target}: {wall:.1f} s, CPU {cpu:.1f} s, {10_000 / cpu:,.0f}/s, peak {memory:.0f} MiB")


if __name__ == "__main__":
    main()
