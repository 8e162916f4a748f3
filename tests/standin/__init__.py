"""
The stand-in web: real HTTP and HTTPS servers on loopback that answer for any host name, as a table says.

Words:

* **table**: what the web looks like, written in TOML (see `table.py` for the format and an example);
* **host**: a name, and what becomes of a connection to it (DNS, refusal, certificate);
* **answer**: what one address does when it is asked, a **behaviour** named by its `does`;
* **page**: a title and text of our own wording; `pages.toml` holds the ready-made ones (soft 404, walls, parked ...);
* **capture**: what the Wayback Machine stand-in holds of an address;
* **reply**: the **moves** (send, wait, drip, repeat, reset ...) that a connection plays;
* **resolver**: what stands in for DNS and routing: host and port in, loopback address and port out, or an error;
* **log**: who was asked what, when, over how many connections.

Nothing in an answer comes from the wall clock, from chance or from a port number, so that what is recorded from the
stand-in web is the same every time.
"""

from __future__ import annotations

from tests.standin.log import Asked, Log
from tests.standin.process import StandInProcess
from tests.standin.resolver import Resolver
from tests.standin.server import StandInWeb
from tests.standin.table import ARCHIVE, SAMPLE, TORTURE, Table, TableError, load_table

__all__ = [
    "ARCHIVE",
    "SAMPLE",
    "TORTURE",
    "Asked",
    "Log",
    "Resolver",
    "StandInProcess",
    "StandInWeb",
    "Table",
    "TableError",
    "load_table",
]
