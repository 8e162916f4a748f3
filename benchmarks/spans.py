"""
How well the claims of each footnote are found: `python -m benchmarks.spans SEED_GOLD.json SEED.txt PAGES_FOLDER`.

For each footnote the sentences that it stands for (its own, and those before it that it covers too) are held against
what people marked: precision, recall and F1 over all pairs of a footnote and a sentence. The marks of five Wikipedia pages
are in `tests/claims/spans.json` (offsets and digests; two annotators, kept where both agree); those of the seed are a file
of its own.

    --speed    the CPU time that mapping the claims of the largest page takes
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from citecheck import api
from citecheck.claims import ShownText, map_claims
from citecheck.composition import examine
from citecheck.model import ClaimCitation, Dossier, Span

MARKS: Final = Path(__file__).parents[1] / "tests/claims/spans.json"
SEEN: Final = frozenset({"en_pantone_mobileview.html", "en_toast_mobileview.html", "en_java_2011.html"})
"""Pages that were looked at when the rules were made; of the last only one rule."""
Pairs = list[tuple[set[Span], set[Span]]]
"""For each footnote the sentences that were marked, and those that were found."""


def scored(found: Pairs) -> tuple[float, float, float]:
    """Give precision, recall and F1."""
    right = sum(len(marked & given) for marked, given in found)
    given, marked = sum(len(one) for _, one in found), sum(len(one) for one, _ in found)
    return right / max(given, 1), right / max(marked, 1), 2 * right / max(given + marked, 1)


def of_seed(gold: Path, text: Path, kind: str) -> Pairs:
    """Give the pairs of the seed."""
    told: dict[str, Any] = json.loads(gold.read_text(encoding="utf-8"))
    sentences = [Span(one["start"], one["end"]) for one in told["sentences"]]
    marked = {
        str(note["ref"]): {Span(one["start"], one["end"]) for one in note["covers"]} for note in told["footnotes"]
    }
    dossier = _examined(text)
    shown = ShownText(dossier.document)
    return [
        (marked[citation.marker.strip("[]")], _under(sentences, getattr(citation, kind), shown))
        for claim in dossier.claims
        for citation in claim.citations
    ]


def of_pages(folder: Path, kind: str, names: Iterable[str] | None = None) -> dict[str, Pairs]:
    """
    Give the pairs of each page that was marked.

    Args:
        folder: Where the pages are.
        kind: `covers`, `reach` or `core`.
        names: Of the pages; all where None.
    """
    marks: dict[str, Any] = json.loads(MARKS.read_text(encoding="utf-8"))["pages"]
    found = {}
    for name, page in marks.items():
        if names is not None and name not in names:
            continue
        path = folder / name
        if hashlib.sha256(path.read_bytes()).hexdigest() != page["sha256"]:
            raise SystemExit(f"{path} is not the page that was marked.")
        dossier = _examined(path)
        shown = ShownText(dossier.document)
        sentences = [Span(*one) for one in page["sentences"]]
        by_place = _by_place(dossier)
        found[name] = [
            ({sentences[at] for at in mark["covers"]}, _under(sentences, getattr(by_place[mark["at"]], kind), shown))
            for mark in page["marks"]
            if mark["at"] in by_place
        ]
    return found


def _examined(path: Path) -> Dossier:
    """Give what a document says of itself."""
    return examine(api.read(path), dt.date(2026, 1, 1))


def _by_place(dossier: Dossier) -> dict[int, ClaimCitation]:
    """Give the citations of claims by where their markers begin."""
    return {
        citation.span.start: citation
        for claim in dossier.claims
        for citation in claim.citations
        if citation.span is not None
    }


def _under(sentences: Sequence[Span], spans: Sequence[Span], shown: ShownText) -> set[Span]:
    """Give the sentences that share more than half of their words with the words of some spans, or of theirs with it."""
    if not spans:
        return set()
    whole = len(shown.text(spans))
    found = set()
    for one in sentences:
        if one.end <= spans[0].start or one.start >= spans[-1].end:
            continue
        parts = [
            Span(max(one.start, span.start), min(one.end, span.end))
            for span in spans
            if max(one.start, span.start) < min(one.end, span.end)
        ]
        if 2 * len(shown.text(parts)) > min(len(shown.text([one])), whole):
            found.add(one)
    return found


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("seed", type=Path)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--speed", action="store_true")
    wish = parser.parse_args()
    for kind in ("covers", "reach", "core"):
        print(f"{kind:7} seed", *(f"{value:.3f}" for value in scored(of_seed(wish.gold, wish.seed, kind))))
        pages = of_pages(wish.pages, kind)
        for name, found in pages.items():
            print(f"{kind:7} {name}", *(f"{value:.3f}" for value in scored(found)), f"({len(found)} footnotes)")
        for which, names in (("pages seen", SEEN), ("pages not seen", pages.keys() - SEEN), ("all pages", pages)):
            pairs = [one for name, found in pages.items() if name in names for one in found]
            print(f"{kind:7} {which}", *(f"{value:.3f}" for value in scored(pairs)))
    if wish.speed:
        largest = max(wish.pages.glob("*.html"), key=lambda path: path.stat().st_size)
        dossier = _examined(largest)
        began = time.process_time()
        map_claims(dossier.document, dossier.references)
        spent = time.process_time() - began
        print(
            f"{largest.name}: {len(dossier.references)} references, {len(dossier.claims)} claims in {spent:.2f} s of CPU"
        )


if __name__ == "__main__":
    main()
