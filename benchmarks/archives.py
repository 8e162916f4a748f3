"""
What citecheck and others answer where a copy in the archive is wanted, and what it costs under the archive's rates.

usage: python -m benchmarks.archives [--rivals] [--show]
       python -m benchmarks.archives --throttle [--links 2000] [--scale N] [--seed N]
       python -m benchmarks.archives --cited 300 [--scale N]

The first serves `tests/situations` from a stand-in web on loopback, a fresh one for each tool, and counts the answers:

* *right*: the status and, where there is one, the copy of the row, or what the row calls as right;
* *other copy*: a copy that shows what was cited, not the one that is wanted (most often one after the reading);
* *broken as good*: a copy that cannot be looked at or does not show what was cited, without a word of warning;
* *denied*: "not archived" where there is a copy, or where nobody can know;
* *gave up*: no answer where there is one.

The truths follow citecheck's own idea of them: an absence takes two witnesses, so who asks but one is told apart by
rows in which the other failed, and who looks at no copy by rows in which that shows. Requests are counted by the stand-in web. IABot's rule is written here after its source
(`APII.php`): the second availability API, the last capture with 200, 203 or 206 before the day, else the first after it,
a result that failed asked three times, no playback. It is given the end of the day of reading. With `--rivals` two
libraries from PyPI are asked as well, see `benchmarks/rivals.py`; they are installed into an environment of their own
in the cache directory of the user. `--show` names each answer that is not right.

The other two are described in `benchmarks/archive_pace.py`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlencode

import platformdirs

from benchmarks import archive_pace
from citecheck.web import Limits, Session, Settings
from tests.situations import Answer, Situation, settled, situations, table
from tests.standin import StandInWeb
from tests.standin.ask import ask

RIVALS: Final = ("waybackpy==3.0.6", "wayback==0.5.1")
TOOLS: Final = {
    "waybackpy-api": "waybackpy 3.0.6, near() of the API",
    "waybackpy-cdx": "waybackpy 3.0.6, near() of the index",
    "wayback-memento": "wayback 0.5.1, get_memento()",
    "wayback-search": "wayback 0.5.1, search() and get_memento()",
}
API: Final = "http://archive.org/wayback/available"
TRIES: Final = 3

Tool = Callable[[StandInWeb, Sequence[Situation]], list[Answer]]
Outcome = Literal["right", "other copy", "broken as good", "denied", "gave up"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("right", "other copy", "broken as good", "denied", "gave up")


def outcome(case: Situation, answer: Answer) -> Outcome:
    """Give what an answer is worth."""
    is_warned = answer.playback == "broken"
    if case.allows(answer):
        return "right"
    if answer.status == "archived" and not is_warned:
        if case.status == "archived" and case.is_right(answer.memento):
            return "right"
        return "other copy" if case.status == "archived" and case.is_good(answer.memento) else "broken as good"
    if answer.status == case.status and not is_warned:
        return "right"
    return "denied" if answer.status == "not-archived" else "gave up"


# --- The tools


def citecheck(web: StandInWeb, cases: Sequence[Situation]) -> list[Answer]:
    """Give citecheck's answers."""
    settings = Settings(resolver=web.resolver, ca_file=str(web.ca_pem), limits=Limits(total=10))
    with Session(settings) as session:
        return [settled(case, session.fetch) for case in cases]


def iabot(web: StandInWeb, cases: Sequence[Situation]) -> list[Answer]:
    """Give the answers of IABot's rule."""
    return [_by_rule(web, case) for case in cases]


def _by_rule(web: StandInWeb, case: Situation) -> Answer:
    """Give the answer of IABot's rule to one situation."""
    when = wanted(case)
    stamp = f"{when:%Y%m%d}235959" if when else "20240101000000"
    for side in ("before", "after") if when else ("before",):
        found = _second_api(web, case.original, stamp, side)
        if found is None:
            return Answer("unknown")
        if found:
            return Answer("archived", found)
    return Answer("not-archived")


def _second_api(web: StandInWeb, url: str, stamp: str, side: str) -> str | None:
    """Give the memento that the second availability API names, "" for none, None where it failed."""
    line = urlencode({"url": url, "timestamp": stamp, "closest": side, "statuscodes": (200, 203, 206)}, doseq=True)
    for _ in range(TRIES):
        told = ask(web, API, "POST", {"Wayback-Api-Version": "2"}, body=line.encode())
        result = json.loads(told.body)["results"][0] if told.status == 200 else {}
        if "archived_snapshots" in result:
            return str(result["archived_snapshots"].get("closest", {}).get("url", ""))
    return None


def rival(tool: str) -> Tool:
    """Give what asks a library, in a process of its own, with the web as its proxy."""
    python = environment()

    def asked(web: StandInWeb, cases: Sequence[Situation]) -> list[Answer]:
        days = [(day.year, day.month, day.day) if (day := wanted(case)) else None for case in cases]
        told = {"tool": tool, "cases": [[case.original, day] for case, day in zip(cases, days, strict=True)]}
        proxy = f"http://127.0.0.1:{web.http_port}"
        reached = {"HTTP_PROXY": proxy, "HTTPS_PROXY": proxy, "NO_PROXY": "", "REQUESTS_CA_BUNDLE": str(web.ca_pem)}
        environ = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
        command = [str(python), str(Path(__file__).with_name("rivals.py"))]
        done = subprocess.run(
            command, input=json.dumps(told), capture_output=True, text=True, check=True, env=environ | reached
        )
        return [Answer(**one) for one in json.loads(done.stdout)]

    return asked


def wanted(case: Situation) -> dt.date | None:
    """Give the day that a tool is given which knows of one: the last of those in which the page was read."""
    anchor = case.anchor
    if anchor is None:
        return None
    return anchor.last if anchor.kind == "accessed" else anchor.first


def environment() -> Path:
    """Give the Python of an environment that holds the libraries, made where there is none."""
    place = Path(platformdirs.user_cache_dir("citecheck")) / "-".join(("rivals", *RIVALS)).replace("==", "-")
    python = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not (place / "whole").exists():
        print(f"installing {', '.join(RIVALS)} into {place}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(place)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *RIVALS], check=True)
        (place / "whole").touch()
    return python


# --- The table


def compare(*, rivals: bool, show: bool) -> None:
    """Ask every tool, and print a line for each."""
    cases = situations()
    truths = Counter(case.status for case in cases)
    print(f"{len(cases)} situations: " + ", ".join(f"{count} {status}" for status, count in truths.most_common()))
    print(f"{'':42}" + "".join(f"{name:>16}" for name in (*OUTCOMES, "requests each")))
    tools: dict[str, Tool] = {"citecheck": citecheck, "IABot's rule": iabot}
    tools |= {name: rival(tool) for tool, name in TOOLS.items()} if rivals else {}
    for name, tool in tools.items():
        with StandInWeb(table()) as web:
            answers = tool(web, cases)
            requests = web.log.services.total() / len(cases)
        judged = [outcome(case, answer) for case, answer in zip(cases, answers, strict=True)]
        counts = Counter(judged)
        print(f"{name:42}" + "".join(f"{counts[one]:16}" for one in OUTCOMES) + f"{requests:16.2f}", flush=True)
        for case, answer, worth in zip(cases, answers, judged, strict=True) if show else ():
            if worth != "right":
                reason = " ".join(answer.reason.split())[:200]
                print(f"    {worth}: {case.why}: {answer.status} {answer.memento} {reason}")


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rivals", action="store_true", help="also ask two libraries from PyPI")
    parser.add_argument("--show", action="store_true", help="name the answers that are not right")
    parser.add_argument("--throttle", action="store_true", help="many addresses under the archive's rates, and a kill")
    parser.add_argument("--links", type=int, default=2000, help="how many addresses that are")
    parser.add_argument("--cited", type=int, metavar="N", help="so many cited links under the archive's rates")
    parser.add_argument("--scale", type=float, default=1.0, help="rates so many times as fast as the real ones")
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    if told.throttle:
        archive_pace.throttle(told.links, told.scale, told.seed)
    elif told.cited:
        archive_pace.cited(told.cited, told.scale, told.seed)
    else:
        compare(rivals=told.rivals, show=told.show)


if __name__ == "__main__":
    main()
