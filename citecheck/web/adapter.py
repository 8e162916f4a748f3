"""
The recorder and the replay: transport adapters of requests, so that every thread's request passes through them.

vcrpy patches the connection classes of the whole process while a cassette is in use and un-patches them around each
live request; other threads meanwhile reach the network unseen (vcrpy#849): of 550 requests of 32 threads it keeps 66.
An adapter is asked for each request and patches nothing.
"""

from __future__ import annotations

import io
import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, Protocol

import requests
import urllib3
from requests.adapters import BaseAdapter

from citecheck.web.attempt import asked_for, current
from citecheck.web.body import Wire, decode, read
from citecheck.web.cassette import Cassette, CassetteWriter
from citecheck.web.exchange import Headers, WebError, Witness
from citecheck.web.faults import Fault, fault
from citecheck.web.interaction import Interaction, Key, key
from citecheck.web.redact import Redactor
from citecheck.web.spelling import spelled
from citecheck.web.transport import Answer, answer

_DECODED: Final = 16 * 1024 * 1024
"""Bytes of an unpacked body in which secrets are looked for."""


class Adapter(Protocol):
    """What a session asks: the network, or a recording of it."""

    def send(
        self, request: requests.PreparedRequest, *, stream: bool = True, proxies: Mapping[str, str] | None = None
    ) -> Answer:
        """Give the answer, its body unread, or raise a `Fault`."""
        ...

    def close(self) -> None:
        """Let go of connections and files."""
        ...


class Recorder(BaseAdapter):
    """Asks another adapter and writes down what came, failures included, secrets left out."""

    def __init__(self, inner: Adapter, writer: CassetteWriter, redactor: Redactor | None = None) -> None:
        super().__init__()
        self._inner = inner
        self._writer = writer
        self._redactor = redactor or Redactor()

    def send(  # noqa: PLR0913, PLR0917 - the signature of requests' adapters
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,  # noqa: ANN401 - as requests has it
        verify: Any = True,  # noqa: ANN401 - as requests has it
        cert: Any = None,  # noqa: ANN401 - as requests has it
        proxies: Mapping[str, str] | None = None,
    ) -> Answer:
        """
        Ask, write, and give the answer.

        Its head is the one that came: a redirect with a token in it has to be followed. Its body is the one that was
        written, so that the run sees what its replay will see.
        """
        del timeout, verify, cert
        asked = _asked(request, self._redactor)
        asked = replace(asked, nth=self._writer.number(asked))
        redactor = self._redactor.knowing(request.url or "", (request.headers or {}).items(), _sent(request))
        try:
            given = self._inner.send(request, stream=stream, proxies=proxies)
        except Fault as problem:
            self._writer.append(
                replace(
                    asked,
                    witness=problem.witness or asked.witness,
                    error=replace(problem.error, message=redactor.text(problem.error.message)),
                )
            )
            raise
        wire = read(given, current())
        came = _sorted(given.raw.headers.items())
        redactor = redactor.knowing("", came)
        body, shown = _clean_body(wire, came, redactor)
        witness = replace(given.witness, truncated=wire.truncated)
        one = replace(
            asked,
            witness=witness,
            status=given.status_code,
            reason=redactor.text(given.reason or ""),
            headers=redactor.headers(shown),
            body=body,
            error=wire.error,
        )
        self._writer.append(one)
        return _played(request, replace(one, headers=shown, reason=given.reason or ""), witness)

    def close(self) -> None:
        """Close the cassette, and what was asked."""
        self._writer.close()
        self._inner.close()


class Replay(BaseAdapter):
    """Answers from a cassette and from nothing else: it knows no network, so none is reached."""

    def __init__(self, cassette: Cassette, redactor: Redactor | None = None) -> None:
        super().__init__()
        self.cassette = cassette
        self.missed: list[str] = []
        """What was asked and is not recorded: method and address, secrets left out, in the order of asking."""
        self._redactor = redactor or Redactor()
        self._lock = threading.Lock()
        self._asked: defaultdict[tuple[Key, str | None], int] = defaultdict(int)
        self._index: dict[tuple[Key, str | None, int], Interaction] = {}
        """By what was asked, for which address, and the how-manieth time; for None whatever it was asked for."""
        places: defaultdict[Key, int] = defaultdict(int)
        keyed = [(self._key(one), one) for one in cassette.interactions]
        led_to = {one_key for one_key, one in keyed if one.asked_for}
        for one_key, one in keyed:
            places[one_key] += 1
            nth = one.nth or places[one_key]
            self._index.setdefault((one_key, one.asked_for, nth), one)
            self._index.setdefault((one_key, None, places[one_key] if one_key in led_to else nth), one)

    def send(  # noqa: PLR0913, PLR0917 - the signature of requests' adapters
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,  # noqa: ANN401 - as requests has it
        verify: Any = True,  # noqa: ANN401 - as requests has it
        cert: Any = None,  # noqa: ANN401 - as requests has it
        proxies: Mapping[str, str] | None = None,
    ) -> Answer:
        """
        Give the recorded answer, or raise the recorded error.

        Raises:
            Fault: The one that was recorded, or `not-recorded`.
        """
        del stream, timeout, verify, cert, proxies
        asked = _asked(request, self._redactor)
        asked_key = asked.key
        wanted: tuple[tuple[Key, str | None], ...] = ((asked_key, asked.asked_for), (asked_key, None))
        with self._lock:
            for which in wanted:
                self._asked[which] += 1
            nth = self._asked[asked_key, None]
            places = [(*which, self._asked[which]) for which in wanted]
        one = next((self._index[place] for place in places if place in self._index), None)
        if one is None:
            raise fault(self._miss(asked, nth), Witness("", recorded=True))
        if one.error is not None and not one.answered:
            raise fault(one.error, one.witness)
        return _played(request, one, one.witness)

    def close(self) -> None:
        """There is nothing to let go of."""

    def _key(self, one: Interaction) -> Key:
        """Give what an interaction answers to; one that vcrpy recorded may still hold secrets."""
        return key(one.method, self._redactor.url(one.url), one.sent_body, self._redactor.headers(one.sent))

    def _miss(self, asked: Interaction, nth: int) -> WebError:
        """Note a request that is not recorded, and tell how to record it."""
        name = f"{asked.method} {asked.url}"
        with self._lock:
            self.missed.append(name)
        path = self.cassette.path
        times = "" if nth == 1 else f" {nth} times"
        return WebError(
            "not-recorded",
            f"{name} is not recorded{times} in {path}. Record it: run the same with --record {path}.",
        )


def _asked(request: requests.PreparedRequest, redactor: Redactor) -> Interaction:
    """Give a request as it is written down."""
    body = _sent(request)
    url, led = redactor.url(request.url or ""), redactor.url(spelled(asked_for()).partition("#")[0])
    return Interaction(
        method=request.method or "GET",
        url=url,
        asked_for="" if led == url.partition("#")[0] else led,
        sent=redactor.headers(Headers(tuple((str(n), str(v)) for n, v in (request.headers or {}).items()))),
        sent_body=None if body is None else _form(body, redactor),
        witness=Witness(""),
    )


def _sorted(headers: Iterable[tuple[str, str]]) -> Headers:
    """Give headers in the order in which vcrpy's serialiser writes them."""
    return Headers(tuple(sorted(((str(name), str(value)) for name, value in headers), key=lambda pair: pair[0])))


def _sent(request: requests.PreparedRequest) -> bytes | None:
    """Give the body of a request as bytes; our session sends nothing else."""
    body = request.body
    return body.encode() if isinstance(body, str) else body if isinstance(body, bytes) else None


def _form(body: bytes, redactor: Redactor) -> bytes:
    """Give the body of a request without secrets, of which a form's fields are told by their names."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return redactor.body(body)
    return redactor.body(redactor.url("?" + text)[1:].encode())


def _clean_body(wire: Wire, headers: Headers, redactor: Redactor) -> tuple[bytes, Headers]:
    """
    Give a body without known secrets, with the headers that fit it.

    One that was packed and held a secret is kept unpacked; all others stay the bytes that came.
    """
    if not redactor.secrets:
        return wire.raw, headers
    if not headers.get("content-encoding"):
        return redactor.body(wire.raw), headers
    plain = decode(wire, headers, _DECODED).body
    clean = redactor.body(plain)
    if clean == plain:
        return wire.raw, headers
    return clean, headers.without(("content-encoding", "content-length"))


def _played(request: requests.PreparedRequest, one: Interaction, witness: Witness) -> Answer:
    """Give an interaction as an answer of requests."""
    body = io.BytesIO(one.body) if one.error is None else _BreaksOff(one.body, one.error)
    raw = urllib3.HTTPResponse(
        body=body,
        headers=urllib3.HTTPHeaderDict(list(one.headers)),
        status=one.status,
        reason=one.reason,
        preload_content=False,
        decode_content=False,
        enforce_content_length=False,
        request_method=request.method,
    )
    return answer(request, raw, witness)


class _BreaksOff(io.BytesIO):
    """A body at whose end comes the error that ended it when it was recorded."""

    def __init__(self, body: bytes, error: WebError) -> None:
        super().__init__(body)
        self._error = error

    def read1(self, size: int | None = -1, /) -> bytes:
        """Give some of the body, then raise."""
        found = super().read1(-1 if size is None else size)
        if not found:
            raise fault(self._error)
        return found

    def read(self, size: int | None = -1, /) -> bytes:
        """Give some of the body, then raise."""
        found = super().read(size)
        if not found:
            raise fault(self._error)
        return found
