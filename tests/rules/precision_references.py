"""
Every finding of the rules about references, markers and copies on the pages, for a person to judge.

`python -m tests.rules.precision_references` prints them; what was judged stands in `judged_references.toml`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import citecheck
from citecheck.config import Settings

PAGES: Final = Path(__file__).parents[3] / "shared/data/documents/html"
VERDICTS: Final = Path(__file__).with_name("judged_references.toml")
AS_OF: Final = dt.date(2026, 1, 1)
ELSEWHERE: Final = ("claim-", "citation-", "accessed-before-issued", "date-")
"""Rules with a table of their own, in `docs/precision.md`."""


@dataclass(frozen=True, slots=True)
class Found:
    """One finding."""

    rule: str
    page: str
    digest: str
    """Of what it says, so that a verdict holds for these words and no others."""
    message: str


def findings() -> Iterator[Found]:
    """Give every finding of these rules on the pages, offline."""
    pages = sorted(path for path in PAGES.glob("*.html") if "reflist_only" not in path.name)
    report = citecheck.audit(pages, settings=Settings(offline=True, strict=True), as_of=AS_OF)
    for document in report.documents:
        for one in document.findings:
            if not one.rule.startswith(ELSEWHERE):
                digest = hashlib.sha256(one.message.encode()).hexdigest()[:12]
                yield Found(one.rule, Path(document.source).name, digest, one.message)


def verdicts() -> dict[str, dict[str, Any]]:
    """Give what was judged, by rule: how many are right, and the digests of those that are wrong."""
    return tomllib.loads(VERDICTS.read_text(encoding="utf-8"))


def main() -> None:
    """Print what there is to judge."""
    found = list(findings())
    for one in found:
        sys.stdout.write(f"{one.rule} {one.page} {one.digest} {one.message}\n")
    sys.stdout.write(f"{Counter(one.rule for one in found)}\n")


if __name__ == "__main__":
    main()
