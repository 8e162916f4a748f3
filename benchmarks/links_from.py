"""
How many of the links that a text copy lost come back from the page: `python benchmarks/links_from.py DIR [DIR ...]`.

Each NAME.seed.txt is read, and NAME.html is its copy. The truth are the labels, which matching does not look at: the
reference [7] of the text has the links of the page's [7]. A reference whose label the text lost is left out of both
counts. With `--damage` every reference of the text has some letters changed first, as an editor or a scanner would; with
`--halve` the copy lacks every second reference, so that a forced match shows as a wrong link.
The last lines are the time for lists of 1,000 to 8,000 references that are all a little different: it must grow as they do.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from citecheck import api
from citecheck.documents import restore_links
from citecheck.documents.restoring import matches
from citecheck.model import Document, Link, ReferenceEntry, Span

SIZES = (1_000, 2_000, 4_000, 8_000)


def by_label(document: Document) -> dict[str, ReferenceEntry]:
    """Give the numbered references whose label stands once."""
    counts = Counter(entry.label for entry in document.entries if entry.numbered)
    return {entry.label: entry for entry in document.entries if entry.numbered and counts[entry.label] == 1}


def damaged(document: Document, chance: random.Random) -> Document:
    """Give the document with one letter in thirty left out or changed in each reference."""
    entries = []
    for entry in document.entries:
        letters = [
            "" if (dice := chance.random()) < 1 / 60 else chance.choice("aeiou ") if dice < 1 / 30 else letter
            for letter in entry.raw
        ]
        entries.append(replace(entry, raw="".join(letters)))
    return replace(document, entries=tuple(entries))


def halved(document: Document) -> Document:
    """Give the document without every second reference, as an older revision may lack some."""
    return replace(document, entries=document.entries[::2])


def page(html: Path, *, damage: bool, halve: bool) -> tuple[int, int, int]:
    """Give how many links there were in references that the text has, how many came back, and how many are wrong."""
    copy = halved(api.read(html)) if halve else api.read(html)
    text = api.read(html.with_suffix(".seed.txt"))
    true, lost = by_label(copy), by_label(text)
    text = damaged(text, random.Random(html.name)) if damage else text  # noqa: S311 - damage, not a secret
    found = by_label(restore_links(text, copy))
    wanted = {(label, link.url) for label in lost for link in (true[label].links if label in true else ())}
    got = {(label, link.url) for label, entry in found.items() for link in entry.links if link.restored}
    printed = {(label, link.url) for label, entry in lost.items() for link in entry.links}
    return len(wanted), len(wanted & (got | printed)), len(got - wanted)


def made(number: int, chance: random.Random) -> list[ReferenceEntry]:
    """Give references of one mould, each with words of its own."""
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(3, 9))) for _ in range(400)]
    entries = []
    for place in range(number):
        title = " ".join(chance.choices(words, k=8))
        raw = f'{chance.choice(words).title()} ({1900 + place % 120}). "{title}". Journal of {words[place % 9]}. Retrieved 2007-03-16.'
        entries.append(ReferenceEntry(str(place), raw, Span(0, 0), (Link(f"https://a.example/{place}"),)))
    return entries


def main() -> None:
    """Print a line for each page, the sums, and the times."""
    damage, halve = "--damage" in sys.argv, "--halve" in sys.argv
    pages = [
        html
        for folder in sys.argv[1:]
        if not folder.startswith("--")
        for html in sorted(Path(folder).glob("*.html"))
        if html.with_suffix(".seed.txt").exists()
    ]
    sums = [0, 0, 0]
    for html in pages:
        figures = page(html, damage=damage, halve=halve)
        sums = [total + one for total, one in zip(sums, figures, strict=True)]
        if figures[0]:
            print(
                f"{html.stem}: {figures[1]} of {figures[0]} links ({figures[1] / figures[0]:.3f}), {figures[2]} wrong"
            )
    print(f"all: {sums[1]} of {sums[0]} links ({sums[1] / max(sums[0], 1):.4f}), {sums[2]} wrong")
    for size in SIZES:
        chance = random.Random(size)  # noqa: S311 - made-up references
        copy = made(size, chance)
        text = damaged(Document("-", "references", "", entries=tuple(copy)), chance).entries
        start = time.perf_counter()
        found = matches(text, copy)
        seconds = time.perf_counter() - start
        wrong = sum(one.entry != one.copy for one in found)
        print(f"{size:,} references: {seconds:.2f} s, {len(found):,} matched, {wrong} wrong")


if __name__ == "__main__":
    main()
