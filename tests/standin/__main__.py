"""
Runs a stand-in web by hand: `python -m tests.standin TABLE.toml ...`.

It prints one line of JSON (ports, the authority's certificate, the label) and serves until its input ends or it is
interrupted. Programs that cannot be given a resolver reach it as an HTTP proxy on the HTTP port, for example
`curl --proxy http://127.0.0.1:PORT --cacert CA.pem https://news.example/`.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from pathlib import Path

from tests.standin.server import StandInWeb
from tests.standin.table import SAMPLE


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.standin", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("table", nargs="*", type=Path, default=[SAMPLE], help="TOML files, joined in order")
    parser.add_argument("--http-port", type=int, default=0, help="0: a free one")
    parser.add_argument("--https-port", type=int, default=0, help="0: a free one")
    told = parser.parse_args()
    with StandInWeb(*told.table, http_port=told.http_port, https_port=told.https_port) as web:
        ready = {"ports": dataclasses.asdict(web.ports), "ca_pem": str(web.ca_pem), "label": web.table.label}
        sys.stdout.write(json.dumps(ready) + "\n")
        sys.stdout.flush()
        try:
            sys.stdin.read()
        except KeyboardInterrupt:
            sys.stderr.write("stopped\n")


if __name__ == "__main__":
    main()
