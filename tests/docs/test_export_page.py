"""The page of mappings says what the code does."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def tables() -> ModuleType:
    """Give `export_tables.py`, which stands beside this file and is no test."""
    spec = importlib.util.spec_from_file_location("export_tables", Path(__file__).with_name("export_tables.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_is_that_of_the_code(tables: ModuleType) -> None:
    """`python tests/docs/export_tables.py` would change nothing."""
    page = tables.PAGE.read_text(encoding="utf-8")

    assert tables.table() == page.partition(tables.BEGIN)[2].partition(tables.END)[0].strip("\n") + "\n"
