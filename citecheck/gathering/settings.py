"""From the settings of a run to how the world is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from citecheck.archives import Services
from citecheck.config import Settings
from citecheck.errors import UsageError
from citecheck.gathering.policy import Policy
from citecheck.web import Redactor
from citecheck.web.agent import user_agent
from citecheck.web.hosts import Manners

_MOST_RETRIES: Final = 10
"""Times that a link is asked again: a configuration file may be a stranger's, and a run has to end."""


def policy_of(settings: Settings) -> Policy:
    """
    Give how the world is asked.

    Raises:
        UsageError: The settings want to record and to replay.
    """
    if settings.record and settings.replay:
        raise UsageError("--record asks the web and --replay asks nobody: give one of them.")
    return Policy(
        jobs=settings.jobs,
        timeout=settings.timeout,
        max_time=settings.max_time,
        manners=Manners(settings.per_host, settings.interval),
        retries=min(settings.retries, _MOST_RETRIES),
        crawl_delay=settings.crawl_delay,
        archives=settings.archives,
        allow_private=settings.allow_private,
        user_agent=settings.user_agent or user_agent(),
        record=Path(settings.record) if settings.record else None,
        replay=Path(settings.replay) if settings.replay else None,
        proxy=settings.proxy,
        ca_file=settings.ca_file,
        redactor=Redactor((*settings.secrets, *_passwords(settings.proxy))),
        wiki_url=settings.wiki_url,
        services=Services.of(settings.wayback_url, settings.cdx_url, settings.availability_url),
    )


def _passwords(proxy: str | None) -> Iterator[str]:
    """Give the password of a proxy, as it is written and as it is meant."""
    try:
        password = urlsplit(proxy or "").password
    except ValueError:
        return
    if password:
        yield from dict.fromkeys((password, unquote(password)))
