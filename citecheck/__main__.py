"""
`python -m citecheck` is the command `citecheck`.

Python puts the working directory first among the places that modules come from, and that may be a stranger's repository
with a `click.py` or a plug-in in it: it is taken out again, unless citecheck itself is run from there.
"""

from __future__ import annotations

import sys
from pathlib import Path

if not sys.flags.safe_path and sys.path[:1] == [str(Path.cwd())] and not Path(__file__).is_relative_to(sys.path[0]):
    del sys.path[0]

from citecheck.cli import main

if __name__ == "__main__":
    sys.exit(main())
