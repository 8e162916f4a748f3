"""From the settings of a run to how the world is asked."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from citecheck.archives import Services, archive_from, archive_named
from citecheck.archives.known import WAYBACK
from citecheck.config import Settings
from citecheck.errors import ConfigError, UsageError
from citecheck.gathering.budget import FILE as BUDGET
from citecheck.gathering.policy import Policy
from citecheck.gathering.store import FILE
from citecheck.links import Scope
from citecheck.web import ClientCertificate, Credentials, Redactor
from citecheck.web.agent import user_agent
from citecheck.web.hosts import Manners

_LARGEST: Final = 1 << 20
"""Bytes of a file that describes archives."""
_MOST_RETRIES: Final = 10
"""Times that a link is asked again: a configuration file may be a stranger's, and a run has to end."""

CACHE_DIR: Final = "CITECHECK_CACHE_DIR"
"""The variable that says where a machine has its caches; so it counts for the library, too, which reads no other."""
_NAME: Final = "citecheck"


def policy_of(settings: Settings) -> Policy:
    """
    Give how the world is asked.

    Raises:
        UsageError: The settings want to record and to replay, or what they say of headers or certificates cannot be.
    """
    if settings.record and settings.replay:
        raise UsageError("--record asks the web and --replay asks nobody: give one of them.")
    rows = _rows(settings.archives_file)
    credentials = Credentials.of(settings.headers, os.environ)
    secrets = (*settings.secrets, *_passwords(settings.proxy), *credentials.secrets)
    return Policy(
        jobs=settings.jobs,
        timeout=settings.timeout,
        max_time=settings.max_time,
        scope=Scope(settings.include_url, settings.exclude_url),
        fragments=settings.fragments,
        manners=Manners(settings.per_host, settings.interval),
        retries=min(settings.retries, _MOST_RETRIES),
        crawl_delay=settings.crawl_delay,
        sources=settings.read_sources,
        archives=settings.archives,
        archive_names=_archives(settings, rows),
        archive_rows=rows,
        archive_speed=settings.archive_speed,
        max_drift=settings.max_drift,
        budget=_budget(settings),
        allow_private=settings.allow_private,
        user_agent=settings.user_agent or user_agent(),
        record=Path(settings.record) if settings.record else None,
        replay=Path(settings.replay) if settings.replay else None,
        store=_store(settings),
        max_age=settings.max_age,
        proxy=settings.proxy,
        proxy_resolves=settings.proxy_resolves,
        ca_file=settings.ca_file,
        client=_client(settings),
        credentials=credentials,
        redactor=Redactor(secrets),
        wiki_url=settings.wiki_url,
        services=Services.of(settings.wayback_url, settings.cdx_url, settings.availability_url),
    )


def _archives(settings: Settings, rows: Mapping[str, Any]) -> tuple[str, ...]:
    """
    Give the archives that are asked.

    Raises:
        ConfigError: One of them is not known.
    """
    names = tuple(dict.fromkeys(settings.archive))
    if not names:
        raise ConfigError("archive: name one at least, or ask none with --no-archives.")
    for name in names:
        if name != WAYBACK:  # the table of the others is not read for it alone
            archive_from(name, rows[name]) if name in rows else archive_named(name)
    return names


def _rows(file: str | None) -> dict[str, dict[str, Any]]:
    """
    Give the archives that a file describes.

    Raises:
        ConfigError: It cannot be read.
    """
    if file is None:
        return {}
    try:
        with Path(file).open("rb") as stream:
            told = tomllib.loads(stream.read(_LARGEST).decode())
    except (OSError, ValueError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else f"it is no TOML: {problem}"
        raise ConfigError(f"archives_file: {file} cannot be read: {why}.") from problem
    if not all(isinstance(row, dict) for row in told.values()):
        raise ConfigError(f"archives_file: {file} holds tables, [NAME] with timegate, timemap and bases in each.")
    return told


def _client(settings: Settings) -> ClientCertificate | None:
    """Give the certificate that says who we are, None where there is none."""
    if settings.client_cert is None:
        if settings.client_key or settings.client_hosts:
            raise UsageError("client_key, client_hosts: there is no client_cert that they belong to. Name its file.")
        return None
    if not settings.client_hosts:
        raise UsageError(
            "client_cert: it says who you are, so it is shown to the hosts of client_hosts only, and that is empty. "
            "Name them."
        )
    hosts = sorted({host.lower().removesuffix(":443") for host in settings.client_hosts})
    return ClientCertificate(settings.client_cert, settings.client_key, tuple(hosts))


def _store(settings: Settings) -> Path | None:
    """Give the file of the answers that are kept, None where none are."""
    if not settings.cache or settings.record or settings.replay or settings.offline:
        return None
    return _folder(settings) / FILE


def _budget(settings: Settings) -> Path | None:
    """Give the file of the turns to ask archives, None where nobody is asked; it is used without a cache, too."""
    return None if settings.replay or settings.offline else _folder(settings) / BUDGET


def _folder(settings: Settings) -> Path:
    """Give the folder of what is kept from one run to the next."""
    folder = settings.cache_dir or os.environ.get(CACHE_DIR)
    if folder:
        return Path(folder)
    from platformdirs import user_cache_path  # noqa: PLC0415 - whoever names a folder needs it not

    return user_cache_path(_NAME, appauthor=False)


def _passwords(proxy: str | None) -> Iterator[str]:
    """Give the password of a proxy, as it is written and as it is meant."""
    try:
        password = urlsplit(proxy or "").password
    except ValueError:
        return
    if password:
        yield from dict.fromkeys((password, unquote(password)))
