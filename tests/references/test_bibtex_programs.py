"""The programs that .bib files are for find nothing wrong with them but what a reference truly lacks."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

from citecheck.model import Reference
from citecheck.references.bibtex import to_bibtex

CASES = tomllib.loads((Path(__file__).parent / "bibtex_cases.toml").read_text(encoding="utf-8"))["case"]
KEYS = [f"key{n}" for n in range(len(CASES))]
WARNING = re.compile(r"Entry '(\w+)' \([^)]*\): .*?'([a-z]+)[,']")


def test_biber_misses_only_what_is_missing(
    make_reference: Callable[..., Reference], require_program: Callable[[str], str], tmp_path: Path
) -> None:
    """Each entry of the table is valid by biblatex's data model, but for the gaps that the table names."""
    references = [make_reference(case["fields"], case["kind"]) for case in CASES]
    (tmp_path / "cases.bib").write_text(to_bibtex(references, KEYS), encoding="utf-8")

    run = subprocess.run(
        [require_program("biber"), "--tool", "--validate-datamodel", "--output-file", "out.bib", "cases.bib"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    expected = {(key, gap) for key, case in zip(KEYS, CASES, strict=True) for gap in case.get("gaps", ())}
    warnings = [line for line in run.stdout.splitlines() if line.startswith("WARN")]
    found = {(match[1], match[2]) for line in warnings if (match := WARNING.search(line))}
    assert expected == found
    assert len(expected) == len(warnings), warnings


def test_classic_bibtex_reads_every_entry(
    make_reference: Callable[..., Reference], require_program: Callable[[str], str], tmp_path: Path
) -> None:
    """The classic program with its alpha style has no error, and prints addresses as they were."""
    references = [make_reference(case["fields"], case["kind"]) for case in CASES]
    (tmp_path / "cases.bib").write_text(to_bibtex(references, KEYS, "bibtex"), encoding="utf-8")
    (tmp_path / "cases.aux").write_text("\\bibstyle{alpha}\n\\citation{*}\n\\bibdata{cases}\n", encoding="utf-8")

    run = subprocess.run(
        [require_program("bibtex"), "cases"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert "error" not in run.stdout.lower()
    printed = (tmp_path / "cases.bbl").read_text(encoding="utf-8")
    assert [] == [key for key in KEYS if f"{{{key}}}" not in printed]
    assert r"\url{http://a.example/x_y?a=1&b=2%20c#frag~}" in re.sub(r"%?\n\s*", "", printed)
