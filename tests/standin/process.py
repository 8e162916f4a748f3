"""A stand-in web in a process of its own, for measurements that must not pay for the server's work."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.standin.resolver import LOOPBACK, Ports, Resolver
from tests.standin.table import load_table

CONTROL = "stand-in.invalid"
ROOT = Path(__file__).parents[2]


class StandInProcess:
    """
    As `StandInWeb`, run by `python -m tests.standin`; the log is asked for with `figures()`.

    Attributes:
        http_port, https_port, ca_pem, resolver: As of `StandInWeb`.
    """

    def __init__(self, *paths: Path) -> None:
        """
        Make a web; it starts with `with`.

        Args:
            paths: TOML files, joined in order.
        """
        self._paths = paths
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        """Start the process and wait until it listens."""
        command = [sys.executable, "-m", "tests.standin", *map(str, self._paths)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        told: dict[str, Any] = json.loads(self._process.stdout.readline() if self._process.stdout else "{}")
        ports = Ports(**told["ports"])
        self.http_port, self.https_port = ports.http, ports.https
        self.ca_pem = Path(told["ca_pem"])
        self.resolver = Resolver(load_table(*self._paths), ports)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the process."""
        self.stop()

    def stop(self) -> None:
        """Stop the process: it ends when its input does. Calling it again does nothing."""
        if self._process is None:
            return
        process, self._process = self._process, None
        process.communicate()

    def figures(self) -> dict[str, Any]:
        """
        Give the counts of the log.

        They are requests, connections, handshakes, most_open, most_at_once, methods, and of the archive services,
        refused, blocks, locked_out.
        """
        connection = http.client.HTTPConnection(LOOPBACK, self.http_port, timeout=10)
        try:
            connection.request("GET", "/log", headers={"Host": CONTROL})
            told: dict[str, Any] = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        return told
