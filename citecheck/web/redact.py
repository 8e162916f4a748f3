"""
The redactor: what is a secret leaves no trace in anything that is written, be it cassette, store, log or report.

Secrets are known by the name of their header or parameter, by their place (the user and password of an address), or
because the user configured them. Those that a request carries are looked for in its answer as well: error pages like
to repeat what they did not understand.

In place of a value stands `REDACTED` with 16 bits of its hash, so that two addresses that differ in a secret alone
stay two addresses; 16 bits are too few to find a secret by, or to be sure of one that was guessed.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import html
import json
import logging
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import Final
from urllib.parse import quote, quote_plus, unquote_plus

from citecheck.web.exchange import Headers

MARK: Final = "REDACTED"
_SHORTEST: Final = 4
"""Characters of a secret that is looked for; a shorter one would take whole pages with it."""
_SHORTEST_FOUND: Final = 8
"""Characters of a `maybe` parameter that is looked for in answers, a digit among them."""
_LONGEST: Final = 8192
"""Characters of an address in a header in which secrets are looked for."""
_MOST_VALUES: Final = 40
"""Secrets of one request that are looked for in its answer."""

_USERINFO: Final = re.compile(r"(?<=://)[^\s/?#\"'<>\\]{1,1024}@")
_ENCODED_USERINFO: Final = re.compile(r"(?<=%3a%2f%2f)(?:(?!%2f)[^\s/?#&\"'<>\\]){1,1024}%40", re.IGNORECASE)
_PARAMETER: Final = re.compile(r"(?<=[?&;#])([\w.\-\[\]%]{1,80})=([^&#\s\"'<>]{1,8192})")
_ENCODED: Final = re.compile(
    r"(?:(?<=%3f)|(?<=%26)|(?<=%23)|(?<=%3b))([\w.\-\[\]]{1,80})%3d((?:(?!%26|%23)[^&#\s\"'<>]){1,8192})", re.IGNORECASE
)
_HOST: Final = re.compile(r"(?:[^\s/?#\"'<>@]{1,1024}@)?(?P<name>[\w.-]{1,253})(?=[:/?#])")
_ENCODED_HOST: Final = re.compile(r"%2f%2f(?P<name>[\w.-]{1,253})(?=%2f|%3a|%3f)", re.IGNORECASE)
_LAST_WORD: Final = re.compile(r"[\s\"'<>]")
_COUNTRY: Final = re.compile(r"(?:com?\.)?[a-z]{2,3}")
_SPOKEN: Final = re.compile(
    r"(?<![\w-])((?:proxy-)?authorization|(?:set-)?cookie|x-api-key|x-auth-token)(['\"]?\s{0,3}[:=]\s{0,3})([^\r\n]{1,8192})",
    re.IGNORECASE,
)
_BEARER: Final = re.compile(r"(?<!\w)(bearer|basic)(\s{1,3})([\w+/=.~-]{12,8192})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Redactor:
    """Takes the secrets out of addresses, headers, bodies and plain text; time grows with the length alone."""

    secrets: tuple[str, ...] = ()
    """Values that are secret wherever they stand, those that the user configured."""

    def url(self, url: str) -> str:
        """Give an address without user, password, secret parameters and known secrets; doing it twice changes nothing."""
        url = _USERINFO.sub(f"{MARK}@", url)
        url = _ENCODED_USERINFO.sub(f"{MARK}%40", url)
        url = _PARAMETER.sub(_hide_parameter, url)
        return self._known(_ENCODED.sub(_hide_encoded, url))

    def text(self, text: str) -> str:
        """Give a line of a log or report without the secrets of the addresses and headers in it."""
        text = _SPOKEN.sub(lambda m: f"{m[1]}{m[2]}{hidden(m[3])}", text)
        text = _BEARER.sub(lambda m: f"{m[1]}{m[2]}{hidden(m[3])}", text)
        return self.url(text)

    def headers(self, headers: Headers) -> Headers:
        """Give headers without secrets; a cookie keeps its name, so that a replay sees that there was one."""
        return Headers(tuple((self._known(name), self._header(name, value)) for name, value in headers))

    def body(self, body: bytes) -> bytes:
        """Give a body without the known secrets; what only looks like one stays, for a body is evidence."""
        for form, mark in _byte_forms(self.secrets):
            if form in body:
                body = body.replace(form, mark)
        return body

    def knowing(self, url: str, headers: Iterable[tuple[str, str]], body: bytes | None = None) -> Redactor:
        """Give a redactor that knows the secrets of one request, or of an answer's head, as well, for use on a body."""
        found: dict[str, None] = dict.fromkeys(self.secrets)
        for value in (*_of_url(url), *_of_headers(headers), *_of_form(body)):
            if len(found) - len(self.secrets) < _MOST_VALUES and len(value) >= _SHORTEST and not value.startswith(MARK):
                found[value] = None
        return Redactor(tuple(found)) if len(found) > len(self.secrets) else self

    @property
    def forms(self) -> tuple[tuple[str, str], ...]:
        """The known secrets in every form in which they may be written, each with what takes its place."""
        return _forms(self.secrets)

    def _header(self, name: str, value: str) -> str:
        """Give the value of one header without secrets."""
        lower = name.lower()
        if lower in ("cookie", "set-cookie", "set-cookie2", "cookie2"):
            return self._cookie(lower, value)
        if is_secret_header(lower):
            scheme, _, rest = value.partition(" ")
            known = scheme.lower() in ("basic", "bearer", "digest", "low", "token", "negotiate", "aws4-hmac-sha256")
            return f"{scheme} {hidden(rest)}" if rest and known else hidden(value)
        return self.url(value)

    def _cookie(self, name: str, value: str) -> str:
        """Give a cookie header with its names and, of an answer, its attributes."""
        if name.startswith("cookie"):
            return self._known("; ".join(f"{key}={hidden(secret)}" for key, secret in _cookies(value)) or hidden(value))
        pair, mark, attributes = value.partition(";")
        key, equals, secret = pair.partition("=")
        return self._known(
            f"{key}={hidden(secret)}{mark}{attributes}" if equals else f"{hidden(pair)}{mark}{attributes}"
        )

    def _known(self, text: str) -> str:
        """Give *text* without the known secrets, in any of their forms."""
        for form, mark in self.forms:
            if form in text:
                text = text.replace(form, mark)
        return text


class LogFilter(logging.Filter):
    """Redacts what a logger is about to write, its exceptions included."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redactor = redactor

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact *record* in place and let it pass."""
        record.msg, record.args = self._redactor.text(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = self._redactor.text(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        return True


def hidden(value: str) -> str:
    """Give what stands in a secret's place."""
    value = value.strip()
    if not value or value.startswith(MARK):
        return value
    digest = hashlib.sha256(b"citecheck" + value.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{MARK}-{digest[:4]}"


def is_secret_header(name: str) -> bool:
    """Tell whether the value of a header is a secret."""
    table = _table()["headers"]
    name = name.lower()
    return (
        name in table["names"]
        or name.endswith(tuple(table["endings"]))
        or not table["words"].isdisjoint(name.split("-"))
    )


def is_secret_parameter(name: str) -> bool:
    """Tell whether the value of a query parameter or form field is a secret."""
    table = _table()["parameters"]
    name = _plain(name)
    return name in table["sure"] or name in table["maybe"] or name.endswith(tuple(table["endings"]))


def _plain(name: str) -> str:
    """Give a parameter's name as the table has it."""
    return re.sub(r"[-_.\[\]\s]", "", unquote_plus(name)).lower()


def is_public(found: re.Match[str]) -> bool:
    """
    Tell whether a parameter, found in an address, is one that only looks like a secret on its host.

    An address in the query of another may end anywhere, so what follows it there is the outer one's, unless it is encoded.
    """
    before = found.string[max(0, found.start() - _LONGEST) : found.start()]
    if found[0].startswith("%", len(found[1])):  # `%3D`: of the address within the address
        host = _ENCODED_HOST.match(before, max(0, before.lower().rfind("%2f%2f")))
    else:
        outer, slashes, _ = before.rpartition("//")
        is_within = "?" in _LAST_WORD.split(outer)[-1]
        host = _HOST.match(before, len(outer) + 2) if slashes and not is_within else None
    return host is not None and _plain(found[1]) in _public(host["name"].lower())


@functools.lru_cache(maxsize=256)
def _public(host: str) -> frozenset[str]:
    """Give the parameters that are public on a host."""
    found: set[str] = set()
    for name, parameters in _table()["public"].items():
        country = name.endswith(".") and host.startswith(name) and _COUNTRY.fullmatch(host, len(name))
        if country or host == name or host.endswith(f".{name}"):
            found |= parameters
    return frozenset(found)


def _hide_parameter(found: re.Match[str]) -> str:
    """Give a parameter with its value hidden, where the name says that it is a secret."""
    return f"{found[1]}={hidden(found[2])}" if is_secret_parameter(found[1]) and not is_public(found) else found[0]


def _hide_encoded(found: re.Match[str]) -> str:
    """Give a parameter of an address within an address in the same way."""
    return f"{found[1]}%3D{hidden(found[2])}" if is_secret_parameter(found[1]) and not is_public(found) else found[0]


def _of_url(url: str) -> Iterable[str]:
    """Give the secrets that an address carries, as written and as meant."""
    for found in _USERINFO.findall(url):
        for part in (found[:-1], *found[:-1].split(":", 1)[1:]):
            yield part
            yield unquote_plus(part)
    for found in _ENCODED_USERINFO.findall(url):
        yield found[:-3]
        yield from unquote_plus(found[:-3]).split(":", 1)[1:]
    for one in (*_PARAMETER.finditer(url), *_ENCODED.finditer(url)):
        if is_sought(one[1], one[2]) and not is_public(one):
            yield one[2]
            yield unquote_plus(one[2])


def _of_form(body: bytes | None) -> Iterable[str]:
    """Give the secrets of a form that is sent."""
    if body:
        for name, value in _PARAMETER.findall("?" + body[:65536].decode("utf-8", "replace")):
            if is_sought(name, value):
                yield value
                yield unquote_plus(value)


def _of_headers(headers: Iterable[tuple[str, str]]) -> Iterable[str]:
    """Give the secrets that headers carry, whole and in their parts, and those of the address they lead to."""
    for name, value in headers:
        if name.lower() in ("location", "content-location", "refresh", "link", "referer"):
            yield from _of_url(value[:_LONGEST])
        if not is_secret_header(name):
            continue
        if name.lower() in ("cookie", "set-cookie"):
            pairs = value if name.lower() == "cookie" else value.partition(";")[0]
            yield from (secret for _, secret in _cookies(pairs) if len(secret) >= _SHORTEST_FOUND)
            continue
        scheme, _, rest = value.partition(" ")
        yield value
        yield from (part for part in (rest, *rest.split(":", 1)) if len(part) >= _SHORTEST_FOUND)
        if scheme.lower() == "basic":
            decoded = _decoded(rest)
            yield from (decoded, decoded.partition(":")[2])


def _cookies(value: str) -> Iterable[tuple[str, str]]:
    """Give the names and values of a `Cookie` header."""
    for pair in value.split(";"):
        key, equals, secret = pair.strip().partition("=")
        if equals:
            yield key, secret.strip()


def _decoded(text: str) -> str:
    """Give what base64 says, "" where it is none."""
    try:
        return base64.b64decode(text, validate=True).decode("utf-8", "replace")
    except ValueError:
        return ""


def is_sought(name: str, value: str) -> bool:
    """Tell whether a parameter's value is one to look for in an answer, and no plain word."""
    plain, table = _plain(name), _table()["parameters"]
    if plain in table["maybe"]:
        return len(value) >= _SHORTEST_FOUND and any(letter.isdigit() for letter in value)
    return is_secret_parameter(name) and len(value) >= _SHORTEST


@functools.lru_cache(maxsize=64)
def _forms(secrets: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Give every form in which secrets may be written, the longest first, each with what takes its place."""
    forms: dict[str, str] = {}
    for secret in secrets:
        if not secret:
            continue
        mark = hidden(secret)
        quoted = quote(secret, safe="", errors="replace")
        plus = quote_plus(secret, errors="replace")
        written = (secret, quoted, plus, quoted.lower(), plus.lower(), quote(secret, errors="replace"))
        escaped = (html.escape(secret), json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1])
        for form in (*written, *escaped, *_base64_forms(secret.encode("utf-8", "replace"))):
            forms.setdefault(form, mark)
    return tuple(sorted(forms.items(), key=lambda item: -len(item[0])))


@functools.lru_cache(maxsize=64)
def _byte_forms(secrets: tuple[str, ...]) -> tuple[tuple[bytes, bytes], ...]:
    """Give the same forms as bytes."""
    return tuple((form.encode("utf-8", "replace"), mark.encode()) for form, mark in _forms(secrets))


def _base64_forms(secret: bytes) -> Iterable[str]:
    """
    Give the letters that *secret* makes in a base64 text at each of the three ways it can fall on its groups.

    Letters that also depend on its neighbours are left out.
    """
    for before in range(3):
        letters = base64.b64encode(b"\0" * before + secret).decode().rstrip("=")
        first = (0, 2, 3)[before]
        last = (before + len(secret)) * 8 // 6
        form = letters[first:last]
        if len(form) >= _SHORTEST_FOUND:
            yield form
            yield form.replace("+", "-").replace("/", "_")


@functools.cache
def _table() -> dict[str, dict[str, frozenset[str]]]:
    """Give the data file of the names."""
    text = resources.files(__package__).joinpath("redact.toml").read_text(encoding="utf-8")
    return {
        part: {kind: frozenset(names) for kind, names in kinds.items()} for part, kinds in tomllib.loads(text).items()
    }
