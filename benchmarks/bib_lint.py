"""
How long a .bib file is looked at, and whether the cost grows with the file and no faster.

usage: python benchmarks/bib_lint.py [--entries 10000]

Makes files of N and of 4 N entries that have something of everything wrong, measures `citecheck export FILE --check` as
its users run it, and hostile files of one unit repeated.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ENTRY = r"""@article{{kim{n}dilemma,
  author       = {{Kim, Yong and Berg, Anna van der and {{Ministry of Letters and Arts}}}},
  title        = {{The dilemma {n} of North Korea's NASA envoys: \emph{{notes}} & queries}},
  journaltitle = {{Journal of Studies {m}}},
  volume       = {{{m}}},
  number       = {{4}},
  pages        = {{{n}--{n}}},
  date         = {{2007-0{digit}-1{digit}}},
  issn         = {{0317-8471}},
  doi          = {{10.1000/j.{n}}},
  url          = {{http://example.org/a_b?n={n}&x=1%20c#frag}},
  urldate      = {{2008-06-07}},
  publisher    = pub # " {n}",
  keywords     = {{one, two}},
}}

"""
UNITS = {"@": "@", "@x{": "@x{", "a brace": "@x{k, t={a", "quotes": '@x{k, t="', "entries on a line": "@x{k,t={}}"}


def file_of(entries: int) -> str:
    """Give a .bib file."""
    made = (ENTRY.format(n=n, m=n % 97, digit=n % 9 + 1) for n in range(entries))
    return '@string{pub = "Example Press"}\n\n' + "".join(made)


def checked(text: str) -> tuple[float, int, int]:
    """Give the seconds that the command took on a file, how many messages it wrote, and how it ended."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "references.bib")
        path.write_text(text, encoding="utf-8")
        start = time.perf_counter()
        run = subprocess.run(
            [sys.executable, "-m", "citecheck", "export", str(path), "--check"],
            capture_output=True,
            text=True,
            check=False,
        )
        return time.perf_counter() - start, run.stdout.count("\n"), run.returncode


def main() -> None:
    """Measure."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--entries", type=int, default=10_000)
    n = arguments.parse_args().entries
    for entries in (n, 4 * n):
        text = file_of(entries)
        seconds, messages, code = checked(text)
        size = len(text) / 1e6
        print(
            f"{entries:7} entries {size:6.1f} MB {seconds:7.2f} s {entries / seconds:8.0f} entries/s {messages} messages, exit {code}"
        )
    for name, unit in UNITS.items():
        for times in (50_000, 200_000):
            seconds, messages, code = checked(unit * times)
            print(f"{name:20} x {times:6} {seconds:7.2f} s {messages} messages, exit {code}")
    print(f"peak memory of the runs {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
