"""
What two libraries for the Wayback Machine answer to the situations; run by `benchmarks.archives` where they are installed.

It reads the addresses and the days that are wanted from its input, as JSON, and writes the answers. The libraries are
used as they come: the environment leads them to the stand-in web as their proxy. Their rate limits and the number of
times that they try again are lowered by their own parameters, which changes no answer.

* `waybackpy-api`: `WaybackMachineAvailabilityAPI(url).near(...)`, `newest()` without a day;
* `waybackpy-cdx`: `WaybackMachineCDXServerAPI(url).near(...)`, `newest()` without a day;
* `wayback-memento`: `get_memento(url, day, exact=False)` with a window of a century; a copy that is no success is none;
* `wayback-search`: `search(url, filter_field="statuscode:200")`, the last record up to the day, else the first after it,
  and then `get_memento(record)`.

What a library calls "no record", "no memento" or "not in the API's answer" is a "not archived"; what else it raises is
an "unknown".
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from typing import Any

Day = tuple[int, int, int]
CENTURY = timedelta(days=36_525)
AGENT = "citecheck's benchmark of situations, on loopback"


def waybackpy_api(url: str, day: Day | None) -> str | None:
    """Give the memento that waybackpy's use of the availability API names, None for none."""
    from waybackpy import WaybackMachineAvailabilityAPI  # type: ignore[import-not-found] # noqa: PLC0415
    from waybackpy.exceptions import ArchiveNotInAvailabilityAPIResponse  # type: ignore[import-not-found] # noqa: PLC0415

    api = WaybackMachineAvailabilityAPI(url, AGENT)
    api.api_call_time_gap = 0
    try:
        near = api.newest() if day is None else api.near(*day, hour=12, minute=0)
        return str(near.archive_url or near.archive_url)  # after a second try the first look gives nothing
    except ArchiveNotInAvailabilityAPIResponse:
        return None


def waybackpy_cdx(url: str, day: Day | None) -> str | None:
    """Give the memento that waybackpy's use of the index names, None for none."""
    from waybackpy import WaybackMachineCDXServerAPI  # noqa: PLC0415
    from waybackpy.exceptions import NoCDXRecordFound  # noqa: PLC0415

    api = WaybackMachineCDXServerAPI(url, AGENT)
    try:
        return str((api.newest() if day is None else api.near(*day, hour=12, minute=0)).archive_url)
    except NoCDXRecordFound:
        return None


def wayback_memento(url: str, day: Day | None) -> str | None:
    """Give the memento that EDGI's client plays back, None for none."""
    from wayback.exceptions import NoMementoError  # type: ignore[import-not-found] # noqa: PLC0415

    with _client() as client:
        try:
            found = client.get_memento(url, _end(day), exact=False, target_window=CENTURY)
        except NoMementoError:
            return None
        return str(found.memento_url) if found.ok else None


def wayback_search(url: str, day: Day | None) -> str | None:
    """Give the memento that EDGI's client finds and then plays back, None for none."""
    good = "statuscode:200"
    with _client() as client:
        record = next(iter(client.search(url, to_date=_end(day), limit=-1, filter_field=good)), None)
        if record is None and day is not None:
            record = next(client.search(url, from_date=_end(day), limit=1, filter_field=good), None)
        return None if record is None else str(client.get_memento(record).memento_url)


def _client() -> Any:  # noqa: ANN401 - a type that is known only where it is installed
    """Give EDGI's client, not slowed down."""
    from wayback import WaybackClient, WaybackSession  # type: ignore[import-not-found] # noqa: PLC0415

    session = WaybackSession(1, 0.1, search_calls_per_second=0, memento_calls_per_second=0)
    session.verify = os.environ["REQUESTS_CA_BUNDLE"]  # it follows redirects without a look at the environment
    return WaybackClient(session)


def _end(day: Day | None) -> datetime:
    """Give the end of a day, or now."""
    now = datetime.now(tz=timezone.utc)  # noqa: UP017 - the libraries run on older Pythons, too
    return now if day is None else now.replace(year=day[0], month=day[1], day=day[2], hour=23, minute=59, second=59)


TOOLS: dict[str, Callable[[str, Day | None], str | None]] = {
    "waybackpy-api": waybackpy_api,
    "waybackpy-cdx": waybackpy_cdx,
    "wayback-memento": wayback_memento,
    "wayback-search": wayback_search,
}


def answer(tool: str, url: str, day: Day | None) -> dict[str, str]:
    """Give the answer of a tool; whatever it raises is an answer."""
    try:
        memento = TOOLS[tool](url, day)
    except Exception as error:  # noqa: BLE001 - that is what is measured
        return {"status": "unknown", "reason": f"{type(error).__name__}: {error}"[:300]}
    return {"status": "archived", "memento": memento} if memento else {"status": "not-archived"}


def main() -> None:
    """Read the questions, ask, write the answers."""
    told = json.load(sys.stdin)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(answer, told["tool"], url, day and tuple(day)) for url, day in told["cases"]]
        json.dump([one.result() for one in asked], sys.stdout)


if __name__ == "__main__":
    main()
