"""
How often each field of a reference is read right, on labelled references of your own.

usage: python benchmarks/accuracy.py SET.jsonl [SET.jsonl ...] [--errors N]

A set has a JSON object a line: `text`, the reference as printed, and `fields`, what is true of it: `author` and
`editor` (lists of "Family, Given"), `title`, `container`, `publisher`, `location`, `date`, `accessed`, `volume`,
`issue`, `pages`, `isbn`, `doi`. A field that a reference does not have and that is read all the same is invented, and
counts as an error; work, publisher, place and editor count only where the truth has them, since sets made from COinS
leave them out. The set is read as one list, as `citecheck export SET --from references` reads it.

A field is right when it equals the truth in letters and digits (dates as ISO 8601, pages as first and last, authors by
family name). Printed: F1 of each field and of all, the share of references with every field right, and three figures
that users feel: access dates given as dates of publication, authors where there are none, quotation marks left open.
Work and publisher count as each other where the truth knows but one of them: a rendered citation does not tell.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from citecheck import api
from citecheck.config import Settings
from citecheck.lexicon.dates import parse_date
from citecheck.model import PartialDate, Reference
from citecheck.references.parse import parse

VARIABLES: Final = {
    "title": ("title",),
    "container": ("container-title",),
    "publisher": ("publisher",),
    "location": ("publisher-place",),
    "date": ("issued",),
    "accessed": ("accessed",),
    "volume": ("volume",),
    "issue": ("issue",),
    "pages": ("page", "locator"),
    "isbn": ("ISBN",),
    "doi": ("DOI",),
    "author": ("author",),
    "editor": ("editor",),
}
"""The fields of a set, and the CSL variables that hold them."""
_OFTEN_LEFT_OUT: Final = frozenset({"container", "publisher", "location", "editor"})
"""By COinS, which has no place for them in all its formats."""
_EITHER: Final = {"container": "publisher", "publisher": "container"}
_OTHERS: Final = "et al."
_MARKS: Final = '"“”'


def letters(value: object) -> str:
    """Give the letters and digits of a value, folded."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", html.unescape(str(value))).casefold())


def first_last(value: object) -> str:
    """Give a range of pages by its first and its last page, written out: `317–22` as `317-322`."""
    numbers = re.findall(r"[a-z]*\d+[a-z]*|\b[ivxlc]+\b", re.sub(r"\bpp?\b\.?", " ", str(value).casefold()))[:2]
    if len(numbers) == 2 and numbers[0].isdigit() and numbers[1].isdigit():
        numbers[1] = numbers[0][: max(len(numbers[0]) - len(numbers[1]), 0)] + numbers[1]
    return "-".join(numbers)


def day(value: object) -> str:
    """Give a date as ISO 8601, as precise as it is."""
    if isinstance(value, PartialDate):
        return value.iso()
    found = parse_date(str(value))
    return found.iso() if found is not None else ""


def families(names: Iterable[Any]) -> tuple[str, ...]:
    """Give family names, sorted; of a name that is not split, and of a body, the last word."""
    written = (one if isinstance(one, str) else one.display() for one in names)
    return tuple(sorted(_family(name) for name in written if name != _OTHERS))


def _family(name: str) -> str:
    """Give the family name of "Family, Given", the last word of another."""
    name = re.sub(r"\([^()]*\)| (?:Jr|Sr)\.|,? I{2,3}$", "", name)
    family, comma, _ = name.partition(",")
    return letters(family if comma else (name.split() or [""])[-1])


def told(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Give the truth of a reference in the form in which it is compared."""
    return {name: value for name in VARIABLES if (value := _compared(name, fields.get(name)))}


def read(reference: Reference) -> dict[str, Any]:
    """Give what was read of a reference in the form in which it is compared."""
    found = {}
    for name, variables in VARIABLES.items():
        values = (reference.field(variable) for variable in variables)
        value = next((one.value for one in values if one is not None), None)
        if compared := _compared(name, value):
            found[name] = compared
    return found


def _compared(name: str, value: Any) -> Any:  # noqa: ANN401 - a name list, a date or a text
    """Give a value in the form in which it is compared, something empty for none."""
    if not value:
        return ""
    if name in ("author", "editor"):
        return families(value)
    if name in ("date", "accessed"):
        return day(value)
    return first_last(value) if name == "pages" else letters(value)


@dataclass(slots=True)
class Score:
    """What a set counts up to."""

    hits: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    true: Counter[str] = field(default_factory=Counter)
    whole: int = 0
    references: int = 0
    misdated: int = 0
    phantoms: int = 0
    open_quotes: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, row: Mapping[str, Any], reference: Reference, scored: frozenset[str]) -> None:
        """Count one reference."""
        truth, ours = told(row["fields"]), read(reference)
        wrong = []
        for name in sorted(scored):
            want, have = truth.get(name), ours.get(name)
            other = _EITHER.get(name, "")
            if name in _OFTEN_LEFT_OUT and want is None:
                continue
            if want != have and ours.get(other) == want and other not in truth:
                have = want
            self.hits[name] += want is not None and want == have
            self.found[name] += have is not None
            self.true[name] += want is not None
            if want != have:
                wrong.append(f"{name}: want {want!r}, got {have!r}")
        self.references += 1
        self.whole += not wrong
        self.misdated += "date" not in truth and "date" in ours and ours["date"] == truth.get("accessed")
        self.phantoms += "author" not in truth and "author" in ours
        title, true_title = reference.text("title"), str(row["fields"].get("title", ""))
        self.open_quotes += _is_open(title) and not _is_open(true_title)
        if wrong:
            self.errors.append("\n    ".join((f"- {row['text']}", *wrong)))

    def f1(self, names: Iterable[str]) -> float:
        """Give the F1 of some fields together."""
        names = tuple(names)
        total = sum(self.found[name] + self.true[name] for name in names)
        return 2 * sum(self.hits[name] for name in names) / total if total else 1.0


def _is_open(title: str) -> bool:
    """Say whether a title has an odd number of quotation marks."""
    return sum(title.count(mark) for mark in _MARKS) % 2 == 1


def score(path: Path, errors: int) -> None:
    """Read a set, and print how well."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    lines = "\n".join(" ".join(row["text"].split()) for row in rows)
    document = api.read(lines.encode(), settings=Settings(from_="references", max_bytes=10**9))
    start = time.process_time()
    references = parse(document.entries, document.language)
    seconds = time.process_time() - start
    scored = frozenset(name for row in rows for name in told(row["fields"]))
    result = Score()
    for row, reference in zip(rows, references, strict=True):
        result.add(row, reference, scored)
    print(f"{path.stem}: {len(rows):,} references, {len(rows) / seconds:,.0f} parsed in a second of CPU")
    print(f"  all fields {result.f1(scored):.4f}   every field right {result.whole / len(rows):.4f}")
    print("  " + "  ".join(f"{name} {result.f1([name]):.3f}" for name in VARIABLES if name in scored))
    print(
        f"  access date as date {result.misdated}  phantom authors {result.phantoms}  open quotes {result.open_quotes}"
    )
    for error in result.errors[:errors]:
        print(error)


def main() -> None:
    """Score the sets that are named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path, metavar="SET.jsonl")
    parser.add_argument("--errors", type=int, default=0, help="references with an error that are shown of each set")
    arguments = parser.parse_args()
    for path in arguments.sets:
        score(path, arguments.errors)


if __name__ == "__main__":
    main()
