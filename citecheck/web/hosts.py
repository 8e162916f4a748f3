"""Hosts: the name of one in an address, the service that it belongs to, and how that wants to be asked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final
from urllib.parse import urlsplit

_KEPT: Final = 4096
_LONGEST_NAME: Final = 255
"""Characters of a name in the DNS (RFC 1035, 3.1)."""
_MOST_LABELS: Final = 10


@dataclass(frozen=True, slots=True)
class Manners:
    """How a host wants to be asked."""

    at_once: int = 4
    """Requests under way at the same time."""
    interval: float = 0.05
    """Seconds between the starts of two."""


def host_name(url: str) -> str:
    """Give the host of an address: `www.` and the port make no other host of it; "" where it has none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.rstrip(".").removeprefix("www.")


def service_of(host: str) -> str:
    """Give the service that a host is a door of, the host itself where it is nobody else's."""
    return host if len(host) > _LONGEST_NAME else _service_of(host)


@lru_cache(_KEPT)
def _service_of(host: str) -> str:
    """Look a host and the domains above it up in the table."""
    names = _table()[0]
    if host in names:
        return names[host]
    above = host.split(".")[1:_MOST_LABELS]
    found = (names.get("." + ".".join(above[place:])) for place in range(len(above)))
    return next((name for name in found if name is not None), host)


def known_manners(usual: Manners) -> Mapping[str, Manners]:
    """Give how the services of the table are asked: as each wants it, and never less politely than *usual*."""
    return {
        name: Manners(min(own.at_once, usual.at_once), max(own.interval, usual.interval))
        for name, own in _table()[1].items()
    }


@cache
def _table() -> tuple[Mapping[str, str], Mapping[str, Manners]]:
    """Give the service of each host, and the manners of the services that say how they want to be asked."""
    table = tomllib.loads(files("citecheck.web").joinpath("services.toml").read_text(encoding="utf-8"))
    hosts = {host: name for name, service in table.items() for host in service["hosts"]}
    usual = Manners()
    manners = {
        name: Manners(service.get("at_once", usual.at_once), service.get("interval", usual.interval))
        for name, service in table.items()
        if "at_once" in service or "interval" in service
    }
    return hosts, manners
