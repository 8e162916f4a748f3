"""What archives answer, as exchanges and over a stand-in web, and the recorded answers of the real ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from citecheck.web import Exchange, Headers, Request, WebError
from citecheck.web.exchange import Hop

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "archives"


def made(hops: Iterable[Mapping[str, Any]], **more: Any) -> Exchange:  # noqa: ANN401 - the fields of an exchange
    """
    Give an exchange.

    Args:
        hops: `url`, `status`, and `headers` as a mapping; the last one may hold `body`.
        more: `error` and `body-error` as mappings, `truncated`, `body` as bytes.
    """
    hops = list(hops)
    return Exchange(
        Request(hops[0]["url"] if hops else "https://web.archive.org/"),
        tuple(
            Hop(
                hop["url"],
                "GET",
                "2024-02-01T12:00:00.000Z",
                hop.get("status"),
                headers=Headers(tuple(hop.get("headers", {}).items())),
            )
            for hop in hops
        ),
        body=more.get("body") or str(hops[-1].get("body", "") if hops else "").encode(),
        truncated=more.get("truncated", False),
        error=WebError(**more["error"]) if "error" in more else None,
        body_error=WebError(**more["body-error"]) if "body-error" in more else None,
    )


@pytest.fixture
def exchange() -> Callable[..., Exchange]:
    """Give the function that makes an exchange of a table's row."""
    return made


@pytest.fixture
def recorded() -> Callable[[str], Path]:
    """
    Give a function from a name to the path of recorded answers of real archives.

    Where they are not beside this checkout the test is skipped with the reason: they are not ours to pass on.
    """

    def find(name: str) -> Path:
        path = SHARED / name
        if path.exists():
            return path
        pytest.skip(f"skipped: {name} is not beside this checkout, in ../shared/data/archives")

    return find
