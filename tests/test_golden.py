"""The sample audits and exports to the bytes that the repository shows."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
_spec = importlib.util.spec_from_file_location("golden", ROOT / "tests/golden.py")
assert _spec is not None
assert _spec.loader is not None
golden = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(golden)


@pytest.mark.parametrize("name", sorted(golden.GOLDEN))
def test_golden_files_are_current(name: str) -> None:
    """What the program writes today is what the repository shows; `make golden` writes it anew."""
    expected = (ROOT / name).read_bytes().decode()

    assert expected == golden.produce(golden.GOLDEN[name]).decode()
