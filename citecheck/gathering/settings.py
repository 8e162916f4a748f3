"""From the settings of a run to how the world is asked."""

from __future__ import annotations

from pathlib import Path

from citecheck.archives import Services
from citecheck.config import Settings
from citecheck.errors import UsageError
from citecheck.gathering.policy import Policy
from citecheck.web.agent import user_agent


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
        archives=settings.archives,
        allow_private=settings.allow_private,
        user_agent=settings.user_agent or user_agent(),
        record=Path(settings.record) if settings.record else None,
        replay=Path(settings.replay) if settings.replay else None,
        proxy=settings.proxy,
        ca_file=settings.ca_file,
        wiki_url=settings.wiki_url,
        services=Services.of(settings.wayback_url, settings.cdx_url, settings.availability_url),
    )
