"""
Speed and peak memory of the wikitext reader on pages made by repetition, beside mwparserfromhell alone.

usage: python benchmarks/wikitext.py [--page FILE] [--megabytes 2 20] [--peer-megabytes 2 20] [--hostile]

Each measurement is a process of its own, so that peaks are its own; the time is processor time of reading alone, the memory what
the process grew by while it read. mwparserfromhell only parses: it numbers no notes, reads no citations, weaves no
text. With --hostile both read what never closes, twice as much each time, until one of them takes ten seconds.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PAGE = """{{Infobox animal
| name = Olm of cave @
| image = Olm @.jpg
| length = {{convert|25|cm|in}}<ref name="book@"/>
}}
The '''olm of cave @''' is a ''blind'' [[salamander]] that lives in [[Karst|karst caves]].<ref name="book@">{{cite book
|last=Novak |first=Ana |title=Olms of Cave @ |publisher=Jama |location=Ljubljana |date=1998 |page=17}}</ref> It eats
little,<ref>{{cite web |url=https://example.org/olm/@ |title=Feeding |website=Cave News |date=3 May 2019
|access-date=2020-01-02 |archive-url=https://web.archive.org/web/2019/https://example.org/olm/@}}</ref> and it was seen
in the {{lang|sl|Črna jama}} by [https://example.org/people/@ two walkers].{{efn|They told nobody.<ref name="book@"/>}}

== Range @ ==
{| class="wikitable"
|+ Finds
! Year !! Cave
|-
| 1751 || [[Postojna]]<ref>Kletetschka, Jan. "Letters" (1913), p. @.</ref>
|}
* Waters under the plain.{{sfn|Novak|1998|p=@}}
* [[File:Olm @.jpg|thumb|An olm in its cave.]] Springs.<ref>https://example.org/springs/@</ref>

"""
CHILD = """
import resource, sys, time
from pathlib import Path

def peak():
    # Linux gives a process its parent's peak in getrusage; its own stands in /proc.
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

text = Path(sys.argv[2]).read_text(encoding="utf-8")
if sys.argv[1] == "citecheck":
    from citecheck.documents.wikitext import WikitextReader
    WikitextReader().read("warm.wiki", "a<ref>{{cite web|title=b}}</ref>")
    work = lambda: WikitextReader().read("page.wiki", text)
else:
    import mwparserfromhell
    work = lambda: mwparserfromhell.parse(text)
before = peak()
start = time.process_time()
made = work()
print(time.process_time() - start, peak() - before)
"""
HOSTILE = ("{{", "{{a|", "[[a|", "<ref>", "[https://a ", "<ref>{{", "{{a|b=")
PATIENCE = 10.0


def page(source: str, megabytes: float) -> str:
    """Give the page repeated to that size; `@` is the number of the copy."""
    copies = max(1, round(megabytes * 1e6 / len(source.encode())))
    return "".join(source.replace("@", str(copy)) for copy in range(copies))


def measured(who: str, text: str, folder: Path, limit: float) -> tuple[float, float] | None:
    """Give seconds and MB that reading took in a process of its own, or None after *limit* seconds."""
    file = folder / "page.wiki"
    file.write_text(text, encoding="utf-8")
    try:
        done = subprocess.run(
            [sys.executable, "-c", CHILD, who, str(file)], check=True, capture_output=True, text=True, timeout=limit
        )
    except subprocess.TimeoutExpired:
        return None
    seconds, memory = map(float, done.stdout.split())
    return seconds, memory


def compare(source: str, sizes: dict[str, list[float]], folder: Path) -> None:
    """Print time and memory for pages of several sizes."""
    for who, wanted in sizes.items():
        for megabytes in wanted:
            text = page(source, megabytes)
            size = len(text.encode()) / 1e6
            found = measured(who, text, folder, 600)
            if found is None:
                print(f"{who:<18} {size:6.1f} MB  no answer in 600 s")
                continue
            seconds, memory = found
            print(f"{who:<18} {size:6.1f} MB  {seconds:7.2f} s  {size / seconds:5.2f} MB/s  peak +{memory:6.0f} MB")


def endure(folder: Path) -> None:
    """Print how long each takes for what never closes, doubling it."""
    for sign in HOSTILE:
        for who in ("citecheck", "mwparserfromhell"):
            times = []
            for count in (1_000, 2_000, 4_000, 8_000, 100_000):
                found = measured(who, sign * count, folder, PATIENCE)
                times.append("over 10 s" if found is None else f"{found[0]:.2f} s")
                if found is None:
                    break
            print(f"{sign!r:<14} {who:<18} x1,000 2,000 4,000 8,000 100,000: {', '.join(times)}")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", type=Path)
    parser.add_argument("--megabytes", type=float, nargs="+", default=[2, 20])
    parser.add_argument("--peer-megabytes", type=float, nargs="+", default=[2, 20])
    parser.add_argument("--hostile", action="store_true")
    asked = parser.parse_args()
    source = asked.page.read_text(encoding="utf-8") if asked.page else PAGE
    started = time.strftime("%Y-%m-%d")
    print(f"{started}, Python {sys.version.split()[0]}")

    with tempfile.TemporaryDirectory() as folder:
        if asked.hostile:
            endure(Path(folder))
        else:
            compare(source, {"citecheck": asked.megabytes, "mwparserfromhell": asked.peer_megabytes}, Path(folder))


if __name__ == "__main__":
    main()
