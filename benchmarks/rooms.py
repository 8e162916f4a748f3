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
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import bs4

from citecheck import api
from citecheck.claims import map_claims
from citecheck.config import Settings
from citecheck.model import AuditReport, Document, Reference
from citecheck.references.bibtex import to_bibtex
from citecheck.references.keys import citation_keys
from citecheck.references.parse import parse

SAMPLE = Path(__file__).resolve().parents[1] / "references"
BIG = Settings(max_bytes=1_000_000_000)
T = TypeVar("T")


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
    head, mark, rest = page.partition('<div id="mw-content-text"')
    parts = (
        rest.replace("cite_note-", f"cite_note-{copy}_").replace("cite_ref-", f"cite_ref-{copy}_")
        for copy in range(copies)
    )
    return (head + mark + "".join(parts)).encode()


def measured(work: Callable[[T], object], inputs: Sequence[T]) -> list[float]:
    """Give, for each input, the least CPU time of three runs in seconds."""
    times = []
    for one in inputs:
        runs = []
        for _ in range(3):
            start = time.process_time()
            work(one)
            runs.append(time.process_time() - start)
        times.append(min(runs))
    return times


def row(name: str, times: Sequence[float], amount: float, unit: str) -> None:
    """Print one line of the table; *amount* is what the larger input holds."""
    small, large = times
    print(
        f"{name:34} {small:8.3f} s {large:8.3f} s   x{large / max(small, 1e-9):4.1f}   {amount / large:,.1f} {unit}/s"
    )


def main() -> None:
    """Measure each room on N and on 4 N copies of the sample."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--copies", type=int, default=50)
    n = arguments.parse_args().copies
    print(f"{'room':34} {f'{n} copies':>10} {f'{4 * n} copies':>10}   ratio   throughput")

    texts = [repeated_text(n), repeated_text(4 * n)]
    pages = [repeated_html(n), repeated_html(4 * n)]
    documents = [api.read(data, settings=BIG) for data in texts]
    references = [parse(document.entries) for document in documents]
    claims = map_claims(documents[1], references[1])

    row("documents: wikipedia-text", measured(read, texts), len(texts[1]) / 1e6, "MB")
    row("documents: wikipedia-html", measured(read, pages), len(pages[1]) / 1e6, "MB")
    row("  (beautifulsoup4 with lxml alone)", measured(soup, pages), len(pages[1]) / 1e6, "MB")
    row("references: parse", measured(parse, [d.entries for d in documents]), len(references[1]), "references")
    row("references: to biblatex", measured(exported, references), len(references[1]), "references")
    row("claims: map", measured(mapped, list(zip(documents, references, strict=True))), len(claims), "claims")
    row("audit, whole", measured(audited, texts), len(texts[1]) / 1e6, "MB")
    reports = [audited(data) for data in texts]
    for name, format_ in sorted(api.formats().items()):
        row(f"reports: {name}", measured(format_.render, reports), len(references[1]), "references")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def read(data: bytes) -> object:
    """Read a document."""
    return api.read(data, settings=BIG)


def soup(data: bytes) -> object:
    """Parse a page with the library alone."""
    return bs4.BeautifulSoup(data, "lxml")


def exported(references: Sequence[Reference]) -> object:
    """Export references."""
    return to_bibtex(references, citation_keys(references))


def mapped(pair: tuple[Document, Sequence[Reference]]) -> object:
    """Map the claims of a document."""
    return map_claims(*pair)


def audited(data: bytes) -> AuditReport:
    """Audit a document."""
    return api.audit(data, settings=BIG)


if __name__ == "__main__":
    main()
