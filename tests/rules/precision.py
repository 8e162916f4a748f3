"""
How often the rules that read the text alone are right, from `judged.toml`. Run it to write the table anew.

A verdict is kept with the page, the rule and a hash of the words that the finding is about, so that it stays with them
while rules and readers change. Findings that nobody judged yet are counted and left out of the precision.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from citecheck.api import read
from citecheck.composition import examine
from citecheck.model import Dossier, Finding
from citecheck.rules import catalogue, claims, dates, judge

DOCUMENTS: Final = Path(__file__).resolve().parents[3] / "shared" / "data" / "documents"
PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "precision.md"
BEGIN, END = "<!-- table: tests/rules/precision.py -->\n", "<!-- end of table -->\n"
TODAY: Final = dt.date(2026, 11, 28)
MIRRORS: Final = frozenset(
    {"html/de_schweden_mobileview.html", "html/en_toast_mobileview.html", "html/fr_team_bentley_mobileview.html"}
)
"""Pages that are another one again, in another skin."""
CHECKS: Final = (*claims.RULES, *dates.RULES)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a rule found and how often it was right."""

    rule: str
    found: int
    right: int
    wrong: int

    @property
    def judged(self) -> int:
        """Give how many findings were judged."""
        return self.right + self.wrong

    @property
    def precision(self) -> float:
        """Give the share of the judged findings that are right."""
        return self.right / self.judged if self.judged else 1.0


def verdicts() -> dict[str, dict[str, Any]]:
    """Give `judged.toml`: by rule what right means, the floors, and the words judged right and wrong by page."""
    return tomllib.loads((Path(__file__).parent / "judged.toml").read_text(encoding="utf-8"))


def pages() -> list[str]:
    """Give the documents that are measured: every page of the encyclopedias, and those in wikitext."""
    found = [*sorted(DOCUMENTS.glob("html/*.html")), *sorted(DOCUMENTS.glob("wikitext/*.wikitext"))]
    return [name for path in found if (name := path.relative_to(DOCUMENTS).as_posix()) not in MIRRORS]


def key(dossier: Dossier, finding: Finding) -> str:
    """Give the hash of the words that a finding is about."""
    said = [claim.text for claim in dossier.claims if claim.id == finding.claim]
    entry = [reference.raw for reference in dossier.references if reference.id == finding.reference]
    spot = [finding.message] if finding.rule == "citation-overkill" else []
    words = "\x1f".join(" ".join(part.split()) for part in (*said, *entry, *spot))
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def findings(names: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Give for each finding of the documents its rule, its document and the hash of its words."""
    for name in names:
        dossier = examine(read(DOCUMENTS / name), TODAY)
        for finding in judge(dossier, CHECKS, strict=True, path=name):
            if finding.claim or finding.reference:  # what counts the rest of a list is no finding of its own
                yield finding.rule, name, key(dossier, finding)


def measure() -> dict[str, Measured]:
    """Give what every rule found, by rule."""
    found = list(findings(pages()))
    table = verdicts()
    measured = {}
    for check in CHECKS:
        rule = check.rule.id
        mine = [(page, hashed) for one, page, hashed in found if one == rule]
        judged = table.get(rule, {})
        right = sum(hashed in judged.get("right", {}).get(page, ()) for page, hashed in mine)
        wrong = sum(hashed in judged.get("wrong", {}).get(page, ()) for page, hashed in mine)
        measured[rule] = Measured(rule, len(mine), right, wrong)
    return measured


def rows(measured: Iterable[Measured]) -> str:
    """Give the table in Markdown."""
    table = verdicts()
    lines = [
        "| rule | findings | judged | right | precision | severity | where from | note |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for one in measured:
        rule = catalogue()[one.rule]
        severity = f"{rule.severity}, `--strict`" if rule.strict else rule.severity
        share = f"{one.precision:.2f}" if one.judged else "–"
        said = table.get(one.rule, {})
        cells = (f"`{one.rule}`", one.found, one.judged, one.right, share, severity, said["from"], said.get("note", ""))
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the table into the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{rows(measure().values())}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
