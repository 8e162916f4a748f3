"""
How well pages are read: `python -m benchmarks.page_text`.

Each page of `tests/pages/layouts.toml` has sentences that are its content and others that a site puts around it. Told are
the share of the content that is found, the share of what is around that is left out, their harmonic mean, and the CPU
time. Other extractors are held beside ours where they are installed: trafilatura, resiliparse, readability-lxml, justext.
"""

from __future__ import annotations

import importlib
import re
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from citecheck.pages.source import source_of

LAYOUTS: Final = Path(__file__).parents[1] / "tests/pages/layouts.toml"
REPEATS: Final = 20
Extractor = Callable[[str], str]


def layouts() -> Iterator[tuple[str, str, list[str], list[str]]]:
    """Give each page: what it is like, its HTML, its content, and what is around that."""
    table: dict[str, Any] = tomllib.loads(LAYOUTS.read_text(encoding="utf-8"))
    words = {f"@{key}": text for key, text in (*table["content"].items(), *table["around"].items())}
    for page in table["page"]:
        named = list(dict.fromkeys(re.findall(r"@[1-8a-h](?![\w-])", page["html"])))
        html = re.sub(r"@([1-8a-h])(?![\w-])", lambda match: words[match[0]], page["html"])
        content = [words[one] for one in named if one[1].isdigit()]
        around = [words[one] for one in named if one[1].isalpha()]
        yield page["why"], html, content, around


def ours(html: str) -> str:
    """Read a page as an audit does."""
    return source_of(html.encode(), "text/html; charset=utf-8").text


def extractors() -> Iterator[tuple[str, Extractor]]:
    """Give ours, and those of others that are installed."""
    yield "citecheck", ours
    for name, make in _OTHERS.items():
        try:
            yield name, make(importlib.import_module(name))
        except ImportError as problem:
            print(f"{name}: not installed ({problem})")


def _readability(module: Any) -> Extractor:  # noqa: ANN401 - a module without types
    return lambda html: re.sub(r"<[^>]{0,2000}>", " ", str(module.Document(html).summary()))


def _justext(module: Any) -> Extractor:  # noqa: ANN401 - as above
    stop = module.get_stoplist("English")
    return lambda html: "\n".join(p.text for p in module.justext(html.encode(), stop) if not p.is_boilerplate)


_OTHERS: Final[dict[str, Callable[[Any], Extractor]]] = {
    "trafilatura": lambda module: lambda html: module.extract(html, favor_recall=True, include_comments=False) or "",
    "resiliparse.extract.html2text": lambda module: lambda html: module.extract_plain_text(html, main_content=True),
    "readability": _readability,
    "justext": _justext,
}


def _plain(text: str) -> str:
    """Give the words of a text."""
    return " ".join(re.findall(r"\w+", text)).casefold()


def judged(extract: Extractor) -> tuple[float, float, float, list[str]]:
    """Give the shares of content found and of the rest left out, milliseconds a page, and the pages that lost content."""
    found = wanted = left = unwanted = 0
    lost = []
    spent = 0.0
    for why, html, content, around in layouts():
        began = time.process_time()
        try:
            for _ in range(REPEATS):
                text = extract(html)
        except Exception as problem:  # noqa: BLE001 - what a library makes of a page is what is measured
            text = ""
            lost.append(f"{why}: {type(problem).__name__}")
        spent += (time.process_time() - began) / REPEATS
        said = _plain(text)
        there = [one for one in content if _plain(one) in said]
        found, wanted = found + len(there), wanted + len(content)
        left, unwanted = left + sum(_plain(one) not in said for one in around), unwanted + len(around)
        if len(there) < len(content):
            lost.append(f"{why}: {len(there)} of {len(content)}")
    return found / wanted, left / unwanted, 1000 * spent / len(list(layouts())), lost


def main() -> None:
    """Print a line for each extractor, and where ours loses content."""
    for name, extract in extractors():
        content, around, milliseconds, lost = judged(extract)
        mean = 2 * content * around / max(content + around, 1e-9)
        print(
            f"{name:32} content found {content:.3f}, rest left out {around:.3f}, mean {mean:.3f}, {milliseconds:.2f} ms a page"
        )
        for one in lost if name == "citecheck" else ():
            print(f"    {one}")


if __name__ == "__main__":
    main()
