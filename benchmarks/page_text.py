"""
What programs that take the text out of a page find of it, and what of the site around it: `python -m benchmarks.page_text`.

The pages are those of `tests/pages/source`, with `--layouts` those of `tests/pages/layouts.toml`. `--pages DIR` takes others:
folders with a `source.html` and an `expected.html`,
whose text is the content; what else the source shows is around it. `--lost NAME` prints what a candidate lost and what it
took too much. Candidates that are not installed are left out; they are no dependencies of the project.
"""

from __future__ import annotations

import argparse
import importlib
import re
import statistics
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from lxml import etree

from citecheck.pages.glimpse import tree
from citecheck.pages.source import source_of

PAGES: Final = Path(__file__).parents[1] / "tests" / "pages" / "source"
LAYOUTS: Final = PAGES.with_name("layouts.toml")
NAMED: Final = re.compile(r"@[1-8a-h](?![\w-])")
SHORTEST: Final = 25
"""Letters of a line of a page that has no table of its own; shorter ones stand in menus and sentences alike. From 60 on it
is prose nearly always."""
ROUNDS: Final = 3
UNSEEN: Final = ("head", "script", "style", "noscript", "template", "svg", "iframe", "object", "select", "textarea")
INLINE: Final = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
    }
)

Extract = Callable[[bytes], str]


@dataclass(frozen=True)
class Case:
    """A page, the sentences that are its content, and those that stand around it."""

    name: str
    body: bytes
    content: tuple[str, ...]
    around: tuple[str, ...]


@dataclass
class Score:
    """What one candidate made of all pages."""

    recall: list[float] = field(default_factory=list)
    precision: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    def line(self, name: str) -> str:
        """Give the row of a table."""
        recall, precision = statistics.fmean(self.recall), statistics.fmean(self.precision)
        both = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
        slow = max(self.seconds) * 1000
        cost = statistics.fmean(self.seconds) * 1000
        return f"{name:<26} {recall:7.3f} {precision:9.3f} {both:6.3f} {cost:8.2f} {slow:8.1f}  {len(self.failed)}"


def own() -> Iterator[Case]:
    """Give the pages of the tests."""
    table = tomllib.loads((PAGES / "truth.toml").read_text(encoding="utf-8"))
    for name, truth in table.items():
        body = (PAGES / f"{name}.html").read_bytes()
        yield Case(name, body, tuple(truth["content"]), tuple(truth["around"]))


def layouts() -> Iterator[Case]:
    """Give the smaller pages of the tests, whose sentences stand in a table."""
    table: dict[str, Any] = tomllib.loads(LAYOUTS.read_text(encoding="utf-8"))
    words = {f"@{name}": text for name, text in (*table["content"].items(), *table["around"].items())}
    for page in table["page"]:
        named = dict.fromkeys(NAMED.findall(page["html"]))
        html = NAMED.sub(lambda match: words[match[0]], page["html"])
        content = tuple(words[one] for one in named if one[1].isdigit())
        around = tuple(words[one] for one in named if one[1].isalpha())
        yield Case(page["why"], html.encode(), content, around)


def others(folder: Path, shortest: int) -> Iterator[Case]:
    """Give the pages of a folder, line by line."""
    for source in sorted(folder.rglob("source.html")):
        body = source.read_bytes()
        expected = key(shown((source.parent / "expected.html").read_bytes()))
        lines = {line for line in shown(body).split("\n") if len(key(line)) >= shortest}
        content = tuple(sorted(line for line in lines if key(line) in expected))
        yield Case(source.parent.name, body, content, tuple(sorted(lines - set(content))))


def shown(body: bytes) -> str:
    """Give all that a page shows, a line for each block."""
    root = tree(body.decode("utf-8", "replace"))
    if root is None:
        return ""
    etree.strip_elements(root, *UNSEEN, with_tail=False)
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag not in INLINE:
            parts.append("\n")
        text = element.text if event == "start" else element.tail
        parts.append(" ".join((text or "").replace("\n", " ").split(" ")))
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(filter(None, lines))


def key(text: str) -> str:
    """Give the letters and digits of a text, by which it is found again."""
    return "".join(filter(str.isalnum, text.casefold()))


def candidates() -> dict[str, Extract]:
    """Give the candidates that are installed; the reason of the others is printed."""
    makers: dict[str, Callable[[], Extract]] = {
        "citecheck": lambda: ours,
        "all that is shown": lambda: shown,
        "trafilatura recall": lambda: trafilatura(favor_recall=True),
        "trafilatura": trafilatura,
        "trafilatura fast": lambda: trafilatura(fast=True),
        "resiliparse main": lambda: resiliparse(main_content=True),
        "resiliparse all": lambda: resiliparse(main_content=False),
        "readability-lxml": readability,
        "jusText": justext,
    }
    found: dict[str, Extract] = {}
    for name, make in makers.items():
        try:
            found[name] = make()
        except ImportError as missing:
            print(f"{name}: left out, {missing.name} is not installed")
    return found


def ours(body: bytes) -> str:
    """Give what an audit reads of a page."""
    return source_of(body, "text/html").text


def trafilatura(**options: bool) -> Extract:
    """Give trafilatura's extraction (https://trafilatura.readthedocs.io)."""
    module: Any = importlib.import_module("trafilatura")
    return lambda body: module.extract(body, include_comments=False, include_tables=True, **options) or ""


def resiliparse(*, main_content: bool) -> Extract:
    """Give Resiliparse's extraction (https://resiliparse.chatnoir.eu)."""
    extract: Any = importlib.import_module("resiliparse.extract.html2text").extract_plain_text
    return lambda body: extract(
        body.decode("utf-8", "replace"), main_content=main_content, alt_texts=False, links=False, comments=False
    )


def readability() -> Extract:
    """Give readability-lxml's summary, as text."""
    document: Any = importlib.import_module("readability").Document
    return lambda body: shown(document(body).summary().encode())


def justext() -> Extract:
    """Give what jusText calls no boilerplate; it wants to know the language."""
    module: Any = importlib.import_module("justext")
    words = frozenset().union(*map(module.get_stoplist, ("English", "German", "Arabic", "Hebrew")))
    return lambda body: "\n".join(part.text for part in module.justext(body, words) if not part.is_boilerplate)


def measure(extract: Extract, cases: list[Case], rounds: int = ROUNDS) -> Score:
    """Give what a candidate makes of some pages."""
    score = Score()
    for case in cases:
        took = []
        text = ""
        for _ in range(rounds):
            start = time.process_time()
            try:
                text = extract(case.body)
            except Exception as problem:  # noqa: BLE001 - whatever a candidate raises is its result
                score.failed.append(f"{case.name}: {type(problem).__name__}: {problem}"[:200])
            took.append(time.process_time() - start)
        found = key(text)
        score.seconds.append(min(took))
        lost = [one for one in case.content if key(one) not in found]
        extra = [one for one in case.around if key(one) in found]
        kept = len(case.content) - len(lost)
        if case.content:
            score.recall.append(kept / len(case.content))
        if kept or extra:
            score.precision.append(kept / (kept + len(extra)))
        score.lost += [f"{case.name}: {one}" for one in lost]
        score.extra += [f"{case.name}: {one}" for one in extra]
    return score


def main() -> None:
    """Print a row for each candidate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--layouts", action="store_true", help="the pages of layouts.toml")
    parser.add_argument("--shortest", type=int, default=SHORTEST)
    parser.add_argument(
        "--half", choices=("even", "odd"), help="every other page: what is tuned on one is told by the other"
    )
    parser.add_argument("--lost", default="")
    given = parser.parse_args()
    cases = list(others(given.pages, given.shortest) if given.pages else layouts() if given.layouts else own())
    if given.half:
        cases = cases[given.half == "odd" :: 2]
    print(
        f"{len(cases)} pages, {sum(len(c.content) for c in cases)} sentences, {sum(len(c.around) for c in cases)} around"
    )
    print(f"{'candidate':<26} {'recall':>7} {'precision':>9} {'F1':>6} {'CPU ms':>8} {'slowest':>8}  failed")
    for name, extract in candidates().items():
        score = measure(extract, cases)
        print(score.line(name))
        if name == given.lost:
            print(*(f"  failed: {one}" for one in score.failed), sep="\n")
            print(*(f"  lost: {one[:150]}" for one in score.lost), sep="\n")
            print(*(f"  too much: {one[:150]}" for one in score.extra), sep="\n")


if __name__ == "__main__":
    main()
