"""
Exports of a whole set of references through biber, BibTeX and TeX: warnings, errors, links. Prints what it found.

usage: python benchmarks/typeset_exports.py SET.jsonl [--limit N]

Each line of a set is {"text": ..., "fields": {"url": ..., ...}}. The text is read as a reference; the address that the
text of a web page loses is added as its link. Takes minutes.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from citecheck.model import Link, Reference, ReferenceEntry, Span
from citecheck.references.bibtex import to_bibtex
from citecheck.references.gaps import gaps
from citecheck.references.keys import citation_keys
from citecheck.references.parse import parse

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "references"))
from typesetting import typeset  # type: ignore[import-not-found]

_WARNING = re.compile(r"Entry '([^']+)' \([^)]*\): (.*)")
_MISSING = re.compile(r"Missing mandatory field(?: - one of)? '([a-z]+)")
_CONTAINERS = {"booktitle": "container", "journaltitle": "container"}


def main() -> None:
    """Run the proofs on the set that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", type=Path)
    parser.add_argument("--limit", type=int)
    asked = parser.parse_args()
    rows = [json.loads(line) for line in asked.set.read_text(encoding="utf-8").splitlines()][: asked.limit]
    references = parse([_entry(place, row) for place, row in enumerate(rows, 1)])
    keys = citation_keys(references)
    print(f"{len(references)} references, {sum(bool(one.text('URL')) for one in references)} with an address")
    _validated(references, keys)
    for style, engine, classic in (
        ("numeric", "lualatex", False),
        ("authoryear", "lualatex", False),
        ("plain", "lualatex", True),
        ("alpha", "lualatex", True),
    ):
        _printed(references, keys, style, engine, classic=classic)


def _entry(place: int, row: dict[str, dict[str, str]]) -> ReferenceEntry:
    """Give the entry of a row."""
    url = row["fields"].get("url", "")
    links = (Link(url),) if url.startswith("http") else ()
    return ReferenceEntry(str(place), str(row["text"]), Span(0, 0), links=links)


def _validated(references: tuple[Reference, ...], keys: tuple[str, ...]) -> None:
    """Print what biber's data model says of the biblatex file, true gaps apart."""
    missing = {(key, gap) for one, key in zip(references, keys, strict=True) for gap in gaps(one)}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "refs.bib").write_text(to_bibtex(references, keys), encoding="utf-8")
        run = subprocess.run(
            ["biber", "--tool", "--validate-datamodel", "--output-file", "out.bib", "refs.bib"],  # noqa: S607
            cwd=folder, capture_output=True, check=False,
        )  # fmt: skip
    warnings = [
        line for line in run.stdout.decode("utf-8", "replace").splitlines() if line.startswith(("WARN", "ERROR"))
    ]
    other = []
    for line in warnings:
        match = _WARNING.search(line)
        gap = _MISSING.search(line)
        if not (match and gap and (match[1], _CONTAINERS.get(gap[1], gap[1])) in missing):
            other.append(line)
    print(f"biber --validate-datamodel: {len(warnings)} warnings, {len(warnings) - len(other)} of them true gaps")
    print(f"gaps told by citecheck: {len(missing)} {dict(Counter(gap for _, gap in missing))}")
    for line in other:
        print("  other:", line[:200])


def _printed(
    references: tuple[Reference, ...], keys: tuple[str, ...], style: str, engine: str, *, classic: bool
) -> None:
    """Print what typesetting in a style gives."""
    begin = time.perf_counter()
    bib = to_bibtex(references, keys, "bibtex" if classic else "biblatex")
    with tempfile.TemporaryDirectory() as folder:
        printed = typeset(Path(folder), bib, style, engine, classic=classic)
    wanted = {one.text("URL") for one in references} - {""}
    spent = time.perf_counter() - begin
    print(f"{style} ({engine}): {len(printed.errors)} errors, {len(printed.warnings)} warnings, {spent:.0f} s")
    print(f"  addresses: {len(wanted)} wanted, {len(wanted & printed.links)} printed byte for byte")
    for line in (*printed.errors[:10], *(f"not a link: {url}" for url in sorted(wanted - printed.links)[:10])):
        print("  ", line[:200])
    if classic:
        print("  ", dict(Counter(re.sub(r" in \S+$", "", line) for line in printed.warnings)))


if __name__ == "__main__":
    main()
