"""What all tests share: hypothesis profiles, and programs that a machine may lack."""

from __future__ import annotations

import gc
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "ci",
    max_examples=30,  # always the same ones, so that more of them would find no more in the next run
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
    print_blob=True,
)
settings.load_profile("ci" if os.environ.get("CITECHECK_REQUIRE_ALL") else "default")


UNCOVERED = ("hostile", "_time", "megabyte", "_end", "long_", "twenty_thousand")
"""Parts of the names of tests that are about long inputs: the trace of coverage would take as long again as the tests."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Trace no tests that measure how long something takes; others run the same lines."""
    for item in items:
        if any(part in item.nodeid.partition("[")[0] for part in UNCOVERED):
            item.add_marker(pytest.mark.no_cover)


def pytest_collection_finish() -> None:
    """Leave the fifteen thousand tests and their modules out of every later look for garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _nobodys_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the cache of whoever runs the tests, and the colours that a runner wants, out of them and of their fixtures."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
            patch.delenv(name, raising=False)
        patch.setenv("CITECHECK_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "cache"))
        yield


@pytest.fixture(autouse=True)
def cache_folder(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder in which this test has its cache, and no other test; it is made when it is used."""
    folder = tmp_path_factory.getbasetemp() / "caches" / uuid.uuid4().hex
    monkeypatch.setenv("CITECHECK_CACHE_DIR", str(folder))
    return folder


def program(name: str) -> str:
    """
    Give the path of a program's executable.

    Where it is not installed the test is skipped, or fails when CITECHECK_REQUIRE_ALL=1: there nothing may be skipped.
    """
    path = shutil.which(name)
    if path is not None:
        return path
    if os.environ.get("CITECHECK_REQUIRE_ALL") == "1":
        pytest.fail(f"{name} is not installed, and CITECHECK_REQUIRE_ALL=1 allows no skips")
    pytest.skip(f"skipped: {name} is not installed")


@pytest.fixture(scope="session")
def require_program() -> Callable[[str], str]:
    """Give a function from a program's name to the path of its executable; without it the test is skipped or fails."""
    return program


@pytest.fixture
def article() -> Path:
    """Give a short article with numbered references, as copied from a wiki page; its facts are made up."""
    return Path(__file__).with_name("article.txt")
