"""
How many pages that are gone behind a 200 are known, and how many that look alike are called so: `python -m benchmarks.soft404`.

The cases are those of `tests/soft404`. Half of them were held back while the cues were written; `--own` names what went
wrong in the other half, `--all` in both: who has read those of the held-back half has spent it.
"""

from __future__ import annotations

import sys

from tests.soft404 import cases, is_held_back, measure


def main() -> None:
    """Print a line for each half."""
    for name, held in (("cues written on", False), ("held back", True)):
        score = measure(case for case in cases() if is_held_back(case) == held)
        links = score.gone + score.there
        print(
            f"{name}: {score.caught} of {score.gone} caught ({score.caught / score.gone:.0%}), "
            f"{len(score.alarms)} of {score.there} false alarms, {score.requests / links:.2f} requests a link"
        )
        if "--all" in sys.argv or ("--own" in sys.argv and not held):
            print(*(f"  missed: {said}" for said in score.missed), sep="\n")
            print(*(f"  false: {said}" for said in score.alarms), sep="\n")


if __name__ == "__main__":
    main()
