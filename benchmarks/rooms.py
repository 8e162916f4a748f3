"""
Speed and memory of each room, and whether its cost grows with the input and no faster.

usage: python benchmarks/rooms.py [--copies 50]

Makes documents by repeating the bundled sample, and prints for each room the time of N and of 4 N copies, their ratio
(4.0 is linear), and the throughput. Machines are noisy: only ratios of one run are worth comparing, and beautifulsoup4
alone stands beside the HTML reader as a yardstick.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import bs4

from citecheck import api
from citecheck.claims import map_claims
from citecheck.model import ReferenceEntry
from citecheck.references import parse
from citecheck.references.bibtex import to_bibtex
from citecheck.references.keys import citation_keys

SAMPLE = Path(__file__).resolve().parents[1] / "references"
BIG = replace(api.Settings(), max_bytes=1_000_000_000)


def repeated_text(copies: int) -> bytes:
    """Give the text sample with its body and its list repeated, numbered through."""
    body, _, rest = (SAMPLE / "sample.txt").read_text(encoding="utf-8").partition("References[edit]\n")
    items = [line.partition("^")[2] for line in rest.splitlines() if "^" in line]
    bodies, lists = [], []
    for copy in range(copies):
        part = body
        for number in range(len(items), 0, -1):
            part = part.replace(f"[{number}]", f"[{copy * len(items) + number}]")
        bodies.append(part)
        lists += [f"  {copy * len(items) + number}. ^{item}" for number, item in enumerate(items, 1)]
    return ("".join(bodies) + "References[edit]\n\n" + "\n".join(lists) + "\n").encode()


def repeated_html(copies: int) -> bytes:
    """Give the HTML sample with its content repeated, numbered through."""
    page = (SAMPLE / "sample.html").read_text(encoding="utf-8")
    head, _, rest = page.partition('<div id="mw-content-text"')
    parts = []
    for copy in range(copies):
        parts.append(rest.replace("cite_note-", f"cite_note-{copy}_").replace("cite_ref-", f"cite_ref-{copy}_"))
    return (head + '<div id="mw-content-text"' + "".join(parts)).encode()


def seconds(work: Callable[[], object]) -> float:
    """Give the least CPU time of three runs."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def row(name: str, small: float, large: float, amount: str) -> None:
    """Print one line of the table."""
    print(f"{name:34} {small:8.3f} s {large:8.3f} s   x{large / max(small, 1e-9):4.1f}   {amount}")


def main() -> None:
    """Measure each room on N and on 4 N copies of the sample."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--copies", type=int, default=50)
    n = arguments.parse_args().copies
    print(f"{'room':34} {f'{n} copies':>10} {f'{4 * n} copies':>10}   ratio   throughput")

    texts = [repeated_text(n), repeated_text(4 * n)]
    times = [seconds(lambda data=data: api.read(data, settings=BIG)) for data in texts]
    row("documents: wikipedia-text", *times, f"{len(texts[1]) / times[1] / 1e6:.1f} MB/s")

    pages = [repeated_html(n), repeated_html(4 * n)]
    times = [seconds(lambda data=data: api.read(data, settings=BIG)) for data in pages]
    row("documents: wikipedia-html", *times, f"{len(pages[1]) / times[1] / 1e6:.1f} MB/s")
    times = [seconds(lambda data=data: bs4.BeautifulSoup(data, "lxml")) for data in pages]
    row("  (beautifulsoup4 with lxml alone)", *times, f"{len(pages[1]) / times[1] / 1e6:.1f} MB/s")

    documents = [api.read(data, settings=BIG) for data in texts]
    entries: list[tuple[ReferenceEntry, ...]] = [document.entries for document in documents]
    times = [seconds(lambda some=some: parse(some)) for some in entries]
    row("references: parse", *times, f"{len(entries[1]) / times[1]:,.0f} references/s")

    references = [parse(some) for some in entries]
    times = [seconds(lambda some=some: to_bibtex(some, citation_keys(some))) for some in references]
    row("references: to biblatex", *times, f"{len(references[1]) / times[1]:,.0f} references/s")

    pairs = list(zip(documents, references, strict=True))
    times = [seconds(lambda pair=pair: map_claims(*pair)) for pair in pairs]
    row("claims: map", *times, f"{len(map_claims(*pairs[1])) / times[1]:,.0f} claims/s")

    times = [seconds(lambda data=data: api.audit(data, settings=BIG)) for data in texts]
    row("audit, whole", *times, f"{len(texts[1]) / times[1] / 1e6:.2f} MB/s")
    report = api.audit(texts[1], settings=BIG)
    for name in sorted(api.formats()):
        took = seconds(lambda name=name: api.render(report, name))
        print(f"{f'reports: {name}':34} {'':10} {took:8.3f} s           {len(references[1])} references")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
