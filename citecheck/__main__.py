"""`python -m citecheck` is the command `citecheck`."""

from __future__ import annotations

import sys

from citecheck.cli import main

if __name__ == "__main__":
    sys.exit(main())
