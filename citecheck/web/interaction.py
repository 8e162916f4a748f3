"""One request and its answer as a cassette holds them, in vcrpy's shape and ours."""

from __future__ import annotations

import dataclasses
import datetime as dt
import email.utils
import hashlib
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, cast, get_args
from urllib.parse import urlsplit, urlunsplit

import requests

from citecheck.web.exchange import ErrorKind, Headers, WebError, Witness
from citecheck.web.strict_yaml import Value

MATCHED: Final = ("accept-datetime", "range")
"""Headers whose value makes another request of the same address: of which day, which part."""
_NO_ANSWER: Final = 599
"""The status that vcrpy sees where there was no answer; ours raise the error again."""
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


class Key(NamedTuple):
    """What makes two requests the same request."""

    method: str
    url: str
    body: str
    """SHA-256 in hexadecimal, "" for none."""
    headers: tuple[str, ...]
    """The values of `MATCHED`, "" where absent."""


@dataclass(frozen=True, slots=True)
class Interaction:
    """A request and what came of it, without secrets."""

    method: str
    url: str
    sent: Headers
    sent_body: bytes | None
    witness: Witness
    status: int = _NO_ANSWER
    reason: str = ""
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""
    """As it came over the wire."""
    error: WebError | None = None
    """Why there is no answer, or, with a status, no whole body."""
    nth: int | None = None
    """Which of several same requests it was, from 1; None where only the order of the file says so."""
    asked_for: str = ""
    """The address that led to this one; "" where it was asked for itself, or nobody knows."""

    @property
    def key(self) -> Key:
        """What it answers to."""
        return key(self.method, self.url, self.sent_body, self.sent)

    @property
    def answered(self) -> bool:
        """Whether there was an answer at all."""
        return self.error is None or self.status != _NO_ANSWER


def key(method: str, url: str, body: bytes | None, headers: Headers) -> Key:
    """
    Give what tells a request from others; a fragment is never sent, a default port says nothing.

    Addresses are compared as requests quotes them: that is how vcrpy has them.
    """
    parts = urlsplit(_quoted(url))
    netloc = parts.netloc.lower()
    if netloc.endswith(f":{_DEFAULT_PORTS.get(parts.scheme.lower(), '')}"):
        netloc = netloc.rpartition(":")[0]
    address = urlunsplit(
        parts._replace(scheme=parts.scheme.lower(), netloc=netloc, path=parts.path or "/", fragment="")
    )
    digest = hashlib.sha256(body).hexdigest() if body else ""
    return Key(method.upper(), address, digest, tuple(headers.get(name) for name in MATCHED))


def _quoted(url: str) -> str:
    """Give an address as requests quotes it."""
    try:
        return requests.utils.requote_uri(url)
    except ValueError:
        return url


def to_vcr(one: Interaction) -> dict[str, Any]:
    """
    Give an interaction as vcrpy writes it, with what vcrpy does not know under `metadata`.

    `whole` comes last in the file, so that an item that was torn while it was written can be told.
    """
    metadata: dict[str, Any] = {"asked_at": one.witness.asked_at, "elapsed": one.witness.elapsed, "nth": one.nth}
    if one.asked_for:
        metadata["asked_for"] = one.asked_for
    if one.witness.address is not None:
        metadata["address"] = one.witness.address
    if one.answered:
        metadata["sha256"] = hashlib.sha256(one.body).hexdigest()
    if one.witness.truncated:
        metadata["truncated"] = True
    if one.error is not None:
        metadata["error"] = dataclasses.asdict(one.error)
    reason = one.reason if one.answered or one.error is None else f"no answer: {one.error.kind}"
    return {
        "metadata": metadata,
        "request": {
            "method": one.method,
            "uri": one.url,
            "body": _text(one.sent_body),
            "headers": {name: [value] for name, value in one.sent},
        },
        "response": {
            "status": {"code": one.status, "message": reason},
            "headers": _grouped(one.headers),
            "body": {"string": _text(one.body)},
        },
        "whole": True,
    }


def from_vcr(item: Value) -> Interaction | str:
    """Give the interaction that an item of a cassette stands for, or what is wrong with it."""
    if not isinstance(item, dict):
        return "it is no mapping"
    request, response, metadata = item.get("request"), item.get("response"), item.get("metadata")
    if not isinstance(request, dict) or not isinstance(response, dict):
        return "its request or response is missing"
    method, url = request.get("method"), request.get("uri", request.get("url"))
    if not isinstance(method, str) or not isinstance(url, str) or not _is_readable(url):
        return "its request has no method, or no uri that can be read"
    metadata = metadata if isinstance(metadata, dict) else {}
    headers = _headers(response.get("headers"))
    body = _response_body(response)
    digest = metadata.get("sha256")
    if isinstance(digest, str) and digest != hashlib.sha256(body).hexdigest():
        return "its body is not the one that was recorded: the hashes differ"
    status, reason = _status(response)
    if status is None:
        return "its response has no status"
    nth, asked_for = metadata.get("nth"), metadata.get("asked_for")
    return Interaction(
        method=method,
        url=url,
        sent=_headers(request.get("headers")),
        sent_body=_bytes(request.get("body")) or None,
        witness=_witness(metadata, headers),
        status=status,
        reason=reason,
        headers=headers,
        body=body,
        error=_error(metadata.get("error")),
        nth=nth if isinstance(nth, int) else None,
        asked_for=asked_for if isinstance(asked_for, str) else "",
    )


def _is_readable(url: str) -> bool:
    """Tell whether an address has parts."""
    try:
        urlsplit(url)
    except ValueError:
        return False
    return True


def _witness(metadata: dict[str, Value], headers: Headers) -> Witness:
    """Give what is known of an answer; vcrpy keeps no time, so there the server's own `Date` stands."""
    asked_at, elapsed, address = metadata.get("asked_at"), metadata.get("elapsed"), metadata.get("address")
    return Witness(
        asked_at=moment(asked_at) or _date(headers.get("date")),
        elapsed=float(elapsed) if isinstance(elapsed, int | float) else 0.0,
        address=address if isinstance(address, str) else None,
        truncated=metadata.get("truncated") is True,
        recorded=True,
    )


def moment(value: Value) -> str:
    """Give a time as RFC 3339 has it, "" for whatever else stands in its place."""
    try:
        dt.datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        return ""
    return str(value)


def _date(value: str) -> str:
    """Give an HTTP date as RFC 3339, "" where it is none."""
    try:
        return email.utils.parsedate_to_datetime(value).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except (ValueError, TypeError, OverflowError):
        return ""


def _error(value: Value) -> WebError | None:
    """Give the error that was recorded; one of a kind that we do not know is still an error."""
    if not isinstance(value, dict):
        return None
    kind = value.get("kind")
    known = cast("ErrorKind", kind) if kind in get_args(ErrorKind) else "failed"
    return WebError(known, str(value.get("message") or "The request failed."), str(value.get("cause") or ""))


def _status(response: dict[str, Value]) -> tuple[int | None, str]:
    """Give status and reason, of either shape that vcrpy has had."""
    status = response.get("status", response.get("status_code"))
    if isinstance(status, dict):
        reason = status.get("message")
        status = status.get("code")
    else:
        reason = response.get("reason", "")
    valid = isinstance(status, int) and not isinstance(status, bool) and 100 <= status <= 999
    return (status if valid and isinstance(status, int) else None), ("" if reason is None else str(reason))


def _response_body(response: dict[str, Value]) -> bytes:
    """Give the body of a response, of either shape that vcrpy has had."""
    body = response.get("body", response.get("content"))
    return _bytes(body.get("string") if isinstance(body, dict) else body)


def _bytes(value: Value) -> bytes:
    """Give bytes for what a body may be."""
    if isinstance(value, bytes):
        return value
    if value is None:
        return b""
    if isinstance(value, list):
        return b"".join(_bytes(part) for part in value if isinstance(part, str | bytes))
    return str(value).encode("utf-8", "replace")


def _text(body: bytes | None) -> str | bytes | None:
    """Give a body as readable text where it is UTF-8, as vcrpy does."""
    if body is None:
        return None
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body


def _headers(value: Value) -> Headers:
    """Give headers, of which a value is a text or a list of them."""
    if not isinstance(value, dict):
        return Headers()
    return Headers(
        tuple(
            (name, one.decode("latin-1") if isinstance(one, bytes) else str(one))
            for name, values in value.items()
            for one in (values if isinstance(values, list) else [values])
            if not isinstance(one, list | dict)
        )
    )


def _grouped(headers: Headers) -> dict[str, list[str]]:
    """Give headers as vcrpy has them: a list of values for each name."""
    grouped: dict[str, list[str]] = {}
    for name, value in headers:
        grouped.setdefault(name, []).append(value)
    return grouped
