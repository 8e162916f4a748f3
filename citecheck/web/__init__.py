"""
The one door to the network: nobody else imports requests, urllib3 or vcr.

* `Session`, `Settings`: asks; `fetch(Request) -> Exchange` never hangs, never takes too much, and tells failures as data.
* `Exchange`: what came of it: a chain of `Hop`s, the body, or a `WebError` that says why not.
* spelling: an address as browsers read it, before anything is judged or asked.
* guard: where nobody goes (private networks), and `Resolver`, the seam at which tests stand in for the name server.
* attempt: one request under way, with its deadline; transport: requests' adapter over watched connections;
  body: read within bounds; redirects: where an answer leads; faults: what our libraries raise, told as `WebError`s.
* credentials: headers that are kept for one host each.
* hosts: which are doors of one service, and how each wants to be asked; robots: the delay that a site asks for.
* pace: a host's clock, and a `Crew` of threads that keep to it; turns: fetches whose every hop waits for its own host.
* cassette: a recording in vcrpy's format, of interactions; adapter: the recorder and the replay;
  strict_yaml: reads it as data and nothing else.
* redact: what is a secret, and how it is kept out of everything that is written; masking: the same for a report, in
  which every character keeps its place; agent: the name under which we ask.
"""

from citecheck.web.credentials import Credentials
from citecheck.web.exchange import ErrorKind, Exchange, Headers, Hop, Limits, Request, WebError
from citecheck.web.guard import Address, Resolver, SystemResolver
from citecheck.web.redact import Redactor
from citecheck.web.session import Session, Settings
from citecheck.web.transport import ClientCertificate

__all__ = [
    "Address",
    "ClientCertificate",
    "Credentials",
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
