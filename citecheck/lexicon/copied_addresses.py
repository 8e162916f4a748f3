"""
The address of an original as it stands in the address of its copy, made whole again.

On the way through archives, wikis and forms addresses lose a slash, their scheme, or are encoded as a whole; archives add
the port that the scheme has anyway. Nothing else is changed: an escape of the original stays one.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

_SCHEME: Final = re.compile(r"(https?|ftp)(?::/{0,8}|//)(?=[^/:])", re.IGNORECASE)
"""`http:/example.com` and `http//example.com` lost something, `http:///example.com` gained it."""
_ENCODED: Final = re.compile(r"(?:https?|ftp)(?:%(?:25){0,2}3A|:(?=%(?:25){0,2}2F))", re.IGNORECASE)
_SLASHES: Final = re.compile(r"[^/?#%&:]{4,255}%2F[^/?#]*", re.IGNORECASE)
"""`example.com%2Fa`"""
_RELATIVE: Final = re.compile(r"(?:www[0-9]{0,2}\.)", re.IGNORECASE)
_HOST: Final = re.compile(r"(?:[^\s/?#:@.<>\"]{1,63}\.){1,10}([^\W\d_][^\s/?#:@.<>\"%]{1,62})\.?(?=[:/?#%]|\Z)")
"""Labels and a domain that begins with a letter."""
_NUMBERS: Final = re.compile(r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?=[:/?#]|\Z)")
_FILES: Final = frozenset({
    "asp", "aspx", "cfm", "cgi", "css", "gif", "htm", "html", "ico", "jpeg", "jpg", "js", "json", "jsp", "pdf", "php", "php3",
    "php4", "php5", "phtml", "png", "shtml", "svg", "txt", "xhtml", "xml",
})  # fmt: skip
"""Endings of files, which are no domains: `index.html` is no host."""
_UNFIT: Final = re.compile(r"[\x00-\x20\x7f\udc80-\udcff]")
"""What no address has: space, controls, and bytes that are not UTF-8."""
_BEYOND_ASCII: Final = re.compile(r"(?:%[89A-F][0-9A-F]){1,250}", re.IGNORECASE)
_PORTS: Final = {"http": ":80", "https": ":443", "ftp": ":21"}
_END: Final = re.compile(r"[/?#]")
_WRAPPINGS: Final = 4


def whole_address(text: str, *, encoded: bool = False) -> str | None:
    """
    Give an original's address from what stands for it, None where that is no address.

    Args:
        text: what stands for it.
        encoded: whether it was encoded whatever it looks like, as a parameter of a form is.
    """
    text = text.lstrip("/ ")
    if encoded:
        text = _decoded(text)
    for _ in range(_WRAPPINGS):
        if not is_encoded(text):
            break
        text = _decoded(text)
    scheme = "http"
    for _ in range(_WRAPPINGS):  # http://http://example.com
        found = _SCHEME.match(text)
        if not found:
            break
        scheme, text = found[1].lower(), text[found.end() :]
    has_host = text.strip("/")[:1] not in {"", "?", "#", ":"}
    return f"{scheme}://{_with_plain_host(scheme, text)}" if has_host else None


def has_scheme(text: str) -> bool:
    """Tell whether what stands for an original says itself that it is an address."""
    text = text.lstrip("/ ")
    return bool(_SCHEME.match(text) or _ENCODED.match(text) or (_RELATIVE.match(text) and is_host(text)))


def is_host(text: str) -> bool:
    """Tell whether a text begins with the name of a host."""
    found = _HOST.match(text)
    return found[1].casefold() not in _FILES if found else bool(_NUMBERS.match(text))


def is_encoded(text: str) -> bool:
    """Tell whether an address was encoded as a whole: its scheme, or without one its every slash."""
    return bool(_ENCODED.match(text)) or bool(_SLASHES.fullmatch(text))


def _decoded(text: str) -> str:
    """Decode an address once; what it cannot hold stays encoded."""
    return _UNFIT.sub(_encoded, unquote(text, errors="surrogateescape"))


def _encoded(found: re.Match[str]) -> str:
    """Encode a character again."""
    return f"%{ord(found[0]) & 0xFF:02X}"


def _with_plain_host(scheme: str, text: str) -> str:
    """Give what follows the scheme without the port that is the scheme's own, letters of the host not encoded."""
    end = _END.search(text)
    host, rest = (text[: end.start()], text[end.start() :]) if end else (text, "")
    if "%" in host:
        host = _BEYOND_ASCII.sub(lambda found: _decoded(found[0]), host)
    return host.removesuffix(_PORTS[scheme]) + rest
