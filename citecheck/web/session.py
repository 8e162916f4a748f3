"""
The session: one request in, one exchange out, whatever the network does.

It stands on requests' preparation of requests and its transport adapters and pools, and leaves `requests.Session` out:
that one follows redirects, keeps cookies over all requests, and reads proxies, certificates and `.netrc` from the
environment on its own account.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import urlsplit

import requests

from citecheck.errors import CitecheckError
from citecheck.web.agent import user_agent
from citecheck.web.attempt import Attempt, Watchdog
from citecheck.web.body import ACCEPT_ENCODING, Wire, decode, read
from citecheck.web.credentials import Credentials
from citecheck.web.exchange import Exchange, Headers, Hop, Limits, Request, WebError, Witness
from citecheck.web.faults import Fault, explain, fault
from citecheck.web.guard import Guard, Resolver, SystemResolver
from citecheck.web.redact import LogFilter, Redactor
from citecheck.web.redirects import REDIRECTS, Cookies, next_headers, next_method, next_url, origin
from citecheck.web.spelling import spelled, target_of, without_user
from citecheck.web.transport import Answer, ClientCertificate, LiveAdapter, now

if TYPE_CHECKING:
    from citecheck.web.adapter import Adapter

_MOST_VISITS: Final = 3
"""Times that one address is asked in a chain that sets cookies; without new cookies the second time is a circle."""
_CHATTY: Final = ("urllib3.connectionpool", "urllib3.connection", "urllib3.response", "urllib3.util.retry")
"""Loggers that write addresses."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to ask. Nothing is read from the environment: what is not here is not so."""

    user_agent: str = field(default_factory=user_agent)
    limits: Limits = field(default_factory=Limits)
    allow_private: bool = False
    """Whether this machine and private networks may be asked."""
    proxy: str | None = None
    """`http://[user:password@]host:port` for all requests. The proxy then connects, and so has the last word on names: what
    the name server here says of one is judged all the same."""
    proxy_resolves: bool = False
    """Whether the proxy may be asked for names that the name server here does not know."""
    ca_file: str | None = None
    """Authorities (PEM) in place of those that come with certifi."""
    resolver: Resolver = field(default_factory=SystemResolver)
    per_host: int = 8
    """Idle connections that are kept for each host."""
    redactor: Redactor = field(default_factory=Redactor)
    """Keeps secrets out of logs and hops."""
    credentials: Credentials = field(default_factory=Credentials)
    """The headers that are kept for single hosts."""
    client: ClientCertificate | None = None
    """Who we are, for hosts that ask for a certificate."""


class Session:
    """Asks the web, from as many threads as you like. Close it, or use it in a `with`."""

    def __init__(self, settings: Settings | None = None, adapter: Adapter | None = None) -> None:
        """
        Make a session.

        Args:
            settings: The defaults where None.
            adapter: A recorder or a replay; the network itself where None.
        """
        self.settings = settings or Settings()
        self.guard = Guard(self.settings.allow_private)
        self.proxies = {"http": self.settings.proxy, "https": self.settings.proxy} if self.settings.proxy else {}
        self._adapter: Adapter = adapter or LiveAdapter(
            self.settings.ca_file, self.settings.per_host, self.settings.client
        )
        self._watchdog = Watchdog()
        self._filter = LogFilter(self.settings.redactor)
        for name in _CHATTY:
            logging.getLogger(name).addFilter(self._filter)

    def may_ask(self, url: str) -> bool:
        """Tell whether an address can and may be asked, as far as its words tell."""
        try:
            self.guard.check_url(url)
        except Fault:
            return False
        return True

    def walk(self, request: Request) -> Walk:
        """Give a fetch that is to be made hop by hop."""
        return Walk(self, request)

    def fetch(self, request: Request) -> Exchange:
        """Ask, follow redirects, and give all that came of it; whatever the web does, nothing is raised."""
        walk = self.walk(request)
        while (exchange := walk.step()) is None:
            pass
        return exchange

    def close(self) -> None:
        """Let go of connections, files and the watchdog."""
        self._adapter.close()
        self._watchdog.close()
        for name in _CHATTY:
            logging.getLogger(name).removeFilter(self._filter)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(
        self, prepared: requests.PreparedRequest, limits: Limits, seconds: float, asked_for: str
    ) -> tuple[Answer, Wire]:
        """
        Make one request and read its answer.

        Args:
            prepared: The request.
            limits: Those of its fetch.
            seconds: What is left of its time.
            asked_for: The address whose fetch it is of.

        Raises:
            Fault: There is none.
        """
        settings = self.settings
        attempt = Attempt(
            self.guard,
            settings.resolver,
            limits,
            seconds,
            target=target_of(prepared.url or ""),
            asked_for=asked_for,
            proxy_resolves=settings.proxy_resolves,
        )
        with self._watchdog.watching(attempt):
            answer = self._adapter.send(prepared, stream=True, proxies=self.proxies)
            return answer, read(answer, attempt)


class Walk:
    """
    A fetch under way, one hop at a time, so that each hop can wait for its own host's turn.

    The time that passes between two steps does not count towards the request's deadline.
    """

    def __init__(self, session: Session, request: Request) -> None:
        self.url = without_user(spelled(request.url))
        """The address that the next step asks."""
        self._session = session
        self._redactor = session.settings.redactor
        self._request = request
        self._limits = request.limits or session.settings.limits
        self._left = self._limits.total
        self._method = request.method.upper()
        self._headers = request.headers
        self._body = request.body
        self._kept = () if request.led_to else session.settings.credentials.to(self.url)
        self._cookies = Cookies()
        self._hops: list[Hop] = []
        self._visits: dict[tuple[str, str], tuple[int, int]] = {}
        self._cookies_set = 0
        self._from_recording = False

    @property
    def last(self) -> Hop | None:
        """The last hop that was made."""
        return self._hops[-1] if self._hops else None

    def step(self) -> Exchange | None:
        """Make one request, and give the exchange when it is done; whatever the web does, nothing is raised."""
        start = time.monotonic()
        try:
            return self._step()
        except CitecheckError:  # the recording cannot be written: that is no answer of the web
            raise
        except Fault as problem:
            return self._end(error=problem.error)
        except Exception as problem:  # noqa: BLE001 - whatever a hostile address makes of our libraries is an answer
            return self._end(error=explain(problem, host=_host(self.url)))
        finally:
            self._left -= time.monotonic() - start

    def _step(self) -> Exchange | None:
        """Make one request and see whether it leads on."""
        self._session.guard.check_url(self.url)
        prepared = self._prepare()
        self._count_visit()
        asked_at = now()
        try:
            answer, wire = self._session.ask(prepared, self._limits, max(self._left, 0.001), self._request.url)
        except Fault as problem:
            witness = problem.witness or Witness(asked_at)
            url = self._redactor.url(self.url)
            hop = Hop(url, self._method, witness.asked_at, elapsed=witness.elapsed, address=witness.address)
            self._hops.append(hop)
            self._from_recording = witness.recorded
            raise
        headers = Headers(tuple((str(name), str(value)) for name, value in answer.raw.headers.items()))
        self._note(answer, headers)
        self._cookies_set += self._cookies.take(self.url, headers)
        if self._request.follow and answer.status_code in REDIRECTS:
            self._turn(answer.status_code, tuple(dict.fromkeys(headers.all("location"))))
            return None
        plain = decode(wire, headers, self._limits.body_bytes)
        if self._method == "HEAD":
            plain = replace(plain, truncated=False, error=None)
        return self._end(
            body=plain.body,
            truncated=plain.truncated or answer.witness.truncated,
            body_error=wire.error or plain.error,
        )

    def _prepare(self) -> requests.PreparedRequest:
        """
        Give the request as requests makes it, but for its address.

        That one is as browsers have it, byte for byte. Others quote it anew, as requests and urllib3 do, and then ask for
        another page than the one that was cited: `%41` becomes `A`, `?` without a query goes, `//` becomes `/`.
        """
        headers = {"User-Agent": self._session.settings.user_agent, "Accept": "*/*", "Accept-Encoding": ACCEPT_ENCODING}
        headers |= {_title(name): value for name, value in self._headers}
        headers |= {_title(name): value for name, value in self._kept}
        if cookie := self._cookies.header(self.url):
            headers["Cookie"] = f"{headers['Cookie']}; {cookie}" if "Cookie" in headers else cookie
        authority = self.url.split("/", 3)[2]
        if authority.partition(":")[0].endswith("."):
            headers.setdefault("Host", authority)  # http.client leaves the last dot out
        prepared = requests.PreparedRequest()
        prepared.prepare_method(self._method)
        prepared.url = self.url
        prepared.prepare_headers(headers)
        prepared.prepare_body(self._body, None)
        return prepared

    def _count_visit(self) -> None:
        """
        Tell a circle of redirects.

        Raises:
            Fault: The chain was here before, and no cookie was set since that could make a difference.
        """
        key = (self._method, self.url)
        times, cookies_then = self._visits.get(key, (0, 0))
        if times and (cookies_then == self._cookies_set or times >= _MOST_VISITS):
            raise fault(WebError("redirect-loop", "The redirects lead in a circle."))
        self._visits[key] = (times + 1, self._cookies_set)

    def _note(self, answer: Answer, headers: Headers) -> None:
        """Keep the head of an answer as a hop, its secrets left out: whoever prints an exchange prints none."""
        witness: Witness = answer.witness
        self._from_recording = witness.recorded
        self._hops.append(
            Hop(
                url=self._redactor.url(self.url),
                method=self._method,
                asked_at=witness.asked_at,
                status=answer.status_code,
                reason=self._redactor.text((answer.reason or "")[:200]),
                headers=self._redactor.headers(headers),
                elapsed=witness.elapsed,
                address=witness.address,
            )
        )

    def _turn(self, status: int, locations: Sequence[str]) -> None:
        """
        Make the next request of the chain the one to ask.

        Raises:
            Fault: There is none.
        """
        if len(self._hops) > self._limits.redirects:
            error = WebError("too-many-redirects", f"Over {self._limits.redirects} redirects, and no end.")
            raise fault(error)
        if len(locations) > 1:  # browsers refuse it, too: any of them may be somebody else's
            raise fault(WebError("bad-redirect", "The redirect names several addresses.", "several"))
        url = without_user(spelled(next_url(self.url, locations[0] if locations else "")))
        method = next_method(self._method, status)
        same = method == self._method
        self._headers = next_headers(self._headers, self.url, url, same_method=same)
        self._body = self._body if same else None
        if origin(url) != origin(self.url):
            self._kept = ()
        self._method, self.url = method, url

    def _end(
        self,
        *,
        body: bytes = b"",
        truncated: bool = False,
        error: WebError | None = None,
        body_error: WebError | None = None,
    ) -> Exchange:
        """Give the exchange, its messages without secrets: they name hosts."""
        return Exchange(
            request=self._request,
            hops=tuple(self._hops),
            body=body,
            truncated=truncated,
            sha256=hashlib.sha256(body).hexdigest() if body else "",
            error=error and replace(error, message=self._redactor.text(error.message)),
            body_error=body_error and replace(body_error, message=self._redactor.text(body_error.message)),
            from_recording=self._from_recording,
        )


def _host(url: str) -> str:
    """Give the host of an address for a message, and some words where it has none."""
    try:
        return urlsplit(url).hostname or "the server"
    except ValueError:
        return "the server"


def _title(name: str) -> str:
    """Give a header's name in its usual spelling, so that a given one takes the place of ours."""
    return "-".join(part.capitalize() for part in name.split("-"))
