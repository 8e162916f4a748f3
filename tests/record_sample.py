"""
Records `cassettes/sample.yaml` anew: `make cassette`.

The live web has no part in it: every answer comes from the stand-in web of `tests/standin/tables/sample.toml`, and the
cassette says so.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from citecheck import api
from citecheck.config import Settings
from citecheck.gathering.settings import policy_of
from tests.standin import StandInWeb

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "tests/standin/tables/sample.toml"
CASSETTE = ROOT / "cassettes/sample.yaml"


def record(document: Path, cassette: Path, *tables: Path) -> api.Outcome:
    """Audit a document against the stand-in web, and keep the answers."""
    settings = Settings(record=str(cassette))
    with StandInWeb(*tables) as web:
        policy = replace(
            policy_of(settings), resolver=web.resolver, ca_file=str(web.ca_pem), label=web.table.label, patience=0.0
        )
        return api.investigate(document, settings=settings, policy=policy)


if __name__ == "__main__":
    CASSETTE.parent.mkdir(exist_ok=True)
    sys.stdout.write(api.render(record(ROOT / "references/sample.html", CASSETTE, TABLE).report))
