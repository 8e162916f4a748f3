"""
Speed and memory of every reader that is installed, and whether they grow with the document and no faster.

usage: python -m benchmarks.documents [FORMAT ...] [--megabytes 0.5] [--runs 3]

Makes documents of N and of 4 N megabytes of each format by repeating a made-up piece of it, its labels numbered through,
and reads each as `--from FORMAT` does, in a process of its own. Printed: the processor time of both, least of the runs, of
the reader and of the processes that it starts; the ratio of the times by the ratio of the sizes (1.0 is linear); megabytes in
a second for the larger; by how much the process grew above one that has read a small document, and the same ratio of that;
and what was found of the entries and markers that are there, with the rules of the notices. Files beside count as the document's.
Machines are noisy: only figures of one run are worth comparing.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.made_documents import Made, kinds

ROOT: Final = Path(__file__).resolve().parents[1]
_MEASURE: Final = "--measure"
_FEW, _MORE = 10, 110
"""Copies in two documents by which the size of one copy is told."""
_LONGEST: Final = 900
"""Seconds that one reading may take."""
_LEAST_GROWTH: Final = 1.0
"""Megabytes; of less no ratio is told."""


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """What one reading took and gave."""

    seconds: float
    megabytes: float
    """By how much the process grew, and the largest that it started."""
    entries: int
    markers: int
    told: tuple[str, ...]
    """The rules of its notices."""
    failed: str = ""


def measure(format_: str, path: Path, small: Path) -> Reading:
    """Read a document in this process, after a small one has made it load and build all it needs."""
    from citecheck.api.installed import readers  # noqa: PLC0415 - only the process that is measured loads the readers
    from citecheck.documents import Beside, read  # noqa: PLC0415

    installed = readers(format_)
    read(str(small), small.read_bytes(), installed, format_, beside=Beside(small))
    data, beside = path.read_bytes(), Beside(path, max_bytes=1 << 40)
    before, started = _peaks(), _spent()
    document = read(str(path), data, installed, format_, beside=beside)
    seconds, after = _spent() - started, _peaks()
    return Reading(
        seconds,
        after[0] - before[0] + max(after[1] - before[1], 0.0),
        len(document.entries),
        len(document.markers),
        tuple(sorted({notice.rule for notice in document.notices})),
    )


def _spent() -> float:
    """Give the seconds of processor time that this process and those that it started have taken."""
    import resource  # noqa: PLC0415 - not everywhere

    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _peaks() -> tuple[float, float]:
    """Give the most megabytes that this process has taken, and that one that it started has."""
    import resource  # noqa: PLC0415 - not everywhere

    # Linux gives a process its parent's peak in getrusage; its own stands in /proc.
    status = Path("/proc/self/status")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if status.exists():
        own = int(status.read_text(encoding="utf-8").partition("VmHWM:")[2].split()[0])
    return own / 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def written(made: Made, copies: int, folder: Path) -> tuple[Path, float]:
    """Write a document of some copies and the file beside it, and give its path and the megabytes of both."""
    folder.mkdir(exist_ok=True)
    path = folder / f"document{made.suffix}"
    path.write_bytes(data := made.make(copies))
    size = len(data)
    if made.beside is not None:
        name, held = made.beside(copies)
        (folder / name).write_bytes(held)
        size += len(held)
    return path, size / 1e6


def best(made: Made, path: Path, small: Path, runs: int) -> Reading:
    """Give the reading of the least time, with the least memory of all."""
    readings = []
    for _ in range(runs):
        readings.append(_apart(made.format, path, small))
        if readings[-1].failed:
            return readings[-1]
    least = min(readings, key=lambda one: one.seconds)
    return dataclasses.replace(least, megabytes=min(one.megabytes for one in readings))


def _apart(format_: str, path: Path, small: Path) -> Reading:
    """Give what a reading in a process of its own took."""
    command = (sys.executable, "-m", "benchmarks.documents", _MEASURE, format_, str(path), str(small))
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=_LONGEST)
    except subprocess.TimeoutExpired:
        return Reading(0, 0, 0, 0, (), f"no answer in {_LONGEST} s")
    if done.returncode:
        return Reading(0, 0, 0, 0, (), (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1])
    told: dict[str, Any] = json.loads(done.stdout)
    return Reading(**(told | {"told": tuple(told["told"])}))


def line(made: Made, megabytes: float, runs: int, folder: Path) -> str:
    """Give the line of the table for a kind of document."""
    small, few = written(made, _FEW, folder / "small")
    _, more = written(made, _MORE, folder / "n")
    copies = max(1, round(megabytes * (_MORE - _FEW) / (more - few)))
    sizes, readings = [], []
    for name, many in (("n", copies), ("4n", 4 * copies)):
        path, size = written(made, many, folder / name)
        sizes.append(size)
        readings.append(best(made, path, small, runs))
        if readings[-1].failed:
            return f"{made.name:24} {size:5.1f} MB: {readings[-1].failed[:200]}"
    less, most = readings
    times = sizes[1] / sizes[0]
    grown = f"{most.megabytes / less.megabytes / times:5.2f}" if less.megabytes >= _LEAST_GROWTH else "    -"
    found = f"{most.entries}/{4 * copies * made.entries} {most.markers}/{4 * copies * made.markers}"
    return (
        f"{made.name:24} {sizes[0]:5.2f} {sizes[1]:5.2f} {less.seconds:8.2f} {most.seconds:8.2f} "
        f"{most.seconds / max(less.seconds, 1e-3) / times:6.2f} {sizes[1] / max(most.seconds, 1e-3):7.2f} "
        f"{less.megabytes:7.0f} {most.megabytes:7.0f} {grown}   {found:24} {' '.join(most.told)}".rstrip()
    )


def table(chosen: Sequence[Made], megabytes: float, runs: int) -> Iterator[str]:
    """Give the lines of the table, each when it is measured."""
    yield (
        f"{'format':24} {'MB n':>5} {'4 n':>5} {'s n':>8} {'4 n':>8} {'growth':>6} {'MB/s':>7} {'MB more':>7} {'4 n':>7} "
        f"growth  {'entries, markers found':24} notices"
    )
    for made in chosen:
        with tempfile.TemporaryDirectory(prefix="documents-") as folder:
            yield line(made, megabytes, runs, Path(folder))


def main() -> None:
    """Measure the readers that are installed, or those that are named."""
    if sys.argv[1:2] == [_MEASURE]:
        format_, path, small = sys.argv[2:]
        print(json.dumps(dataclasses.asdict(measure(format_, Path(path), Path(small)))))
        return
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.documents", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("formats", nargs="*", metavar="FORMAT")
    parser.add_argument("--megabytes", type=float, default=0.5, help="N; the larger documents have four times that")
    parser.add_argument("--runs", type=int, default=3)
    told = parser.parse_args()
    from citecheck.api.installed import readers  # noqa: PLC0415 - a process that is measured must not load it before

    installed = {reader.name for reader in readers()}
    wanted = installed & set(told.formats) if told.formats else installed
    print(f"{time.strftime('%Y-%m-%d')}, Python {sys.version.split()[0]}")
    for row in table([made for made in kinds() if made.format in wanted], told.megabytes, told.runs):
        print(row, flush=True)
    made = {one.format for one in kinds()}
    print(f"no reader of: {', '.join(sorted((made | set(told.formats)) - installed)) or '-'}")
    print(f"no document made of: {', '.join(sorted(installed - made)) or '-'}")


if __name__ == "__main__":
    main()
