"""
The one door to the network: nobody else imports requests, urllib3 or vcr.

* `Session`, `Settings`: asks; `fetch(Request) -> Exchange` never raises, never hangs, never takes too much.
* `Exchange`: what came of it: a chain of `Hop`s, the body, or a `WebError` that says why not.
* guard: where nobody goes (private networks), and `Resolver`, the seam at which tests stand in for the name server.
* attempt: one request under way, with its deadline; transport: requests' adapter over watched connections.
* pace: a host's clock; no host is asked too often, and nobody waits for one while another has work.
* cassette: a recording in vcrpy's format; adapter: the recorder and the replay.
* redact: what is a secret, and how it is kept out of everything that is written.
"""

from citecheck.web.exchange import ErrorKind, Exchange, Headers, Hop, Limits, Request, WebError
from citecheck.web.guard import Address, Resolver, SystemResolver
from citecheck.web.redact import Redactor
from citecheck.web.session import Session, Settings

__all__ = [
    "Address",
    "ErrorKind",
    "Exchange",
    "Headers",
    "Hop",
    "Limits",
    "Redactor",
    "Request",
    "Resolver",
    "Session",
    "Settings",
    "SystemResolver",
    "WebError",
]
