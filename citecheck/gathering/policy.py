"""How the world is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from citecheck.archives import Services
from citecheck.links import Scope
from citecheck.web import ClientCertificate, Credentials, Limits, Redactor, Resolver, Settings, SystemResolver
from citecheck.web.agent import user_agent
from citecheck.web.hosts import Manners

_CONNECT: Final = 10.0
_READ: Final = 20.0

_SIBLING_BYTES: Final = 64 * 1024
"""The same of a page that is only compared with one."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How the world is asked; nothing is read from the environment here."""

    jobs: int = 32
    """Threads: requests under way at the same time."""
    timeout: float = 30.0
    """Seconds for one address with all its redirects."""
    max_time: float | None = None
    """Seconds for the whole; what was not answered by then is unchecked. A replay asks nobody and has all the time."""
    scope: Scope = field(default_factory=Scope)
    """The addresses that are asked; all others are skipped."""
    fragments: bool = False
    """Whether pages are searched for the places that fragments name."""
    links: bool = True
    """Whether the addresses themselves are asked; only archives are where not."""
    archives: bool = True
    """Whether archives are asked for snapshots."""
    sources: bool = True
    """Whether the pages behind claims are read."""
    archive_names: tuple[str, ...] = ("wayback",)
    """Those that are asked, the first one first."""
    archive_rows: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """How archives are asked that are not known: rows as in `archives/known.toml`, by name."""
    allow_private: bool = False
    """Whether this machine and private networks may be asked."""
    user_agent: str = field(default_factory=user_agent)
    """The whole header; see `web.agent.user_agent` for one with a contact."""
    record: Path | None = None
    """The cassette that is written while the run goes."""
    replay: Path | None = None
    """The cassette that answers in place of the network."""
    store: Path | None = None
    """The file of the answers that are kept from one run to the next; none are where None."""
    max_age: float | None = None
    """Seconds after which an answer that was kept is asked anew, if it is not by its verdict."""
    label: str = ""
    """What the answers are from, if not simply from the web: written into a recording, printed with every report."""
    proxy: str | None = None
    proxy_resolves: bool = False
    """Whether it may be asked for names that the name server here does not know."""
    ca_file: str | None = None
    """Authorities (PEM) in place of those that come with certifi."""
    client: ClientCertificate | None = None
    """Who we are, for hosts that ask for a certificate."""
    credentials: Credentials = field(default_factory=Credentials)
    """The headers that are kept for single hosts."""
    wiki_url: str | None = None
    """The base of a MediaWiki (its `api.php` and `rest.php`) that stands in for the wiki that an address names."""
    services: Services = field(default_factory=Services)
    redactor: Redactor = field(default_factory=Redactor)
    resolver: Resolver = field(default_factory=SystemResolver)
    """Turns names into addresses: a seam for tests."""
    manners: Manners = field(default_factory=Manners)
    """How each host is asked."""
    archive_manners: Manners | None = None
    """How each service of the archive is asked; as that archive wants it where None."""
    archive_speed: float = 1.0
    """How many times as often as public archives bear: for a mirror of one's own."""
    budget: Path | None = None
    """The file of the turns to ask archives, which all processes of this machine share; ours alone where None."""
    max_drift: int = 90
    """Days from the date of a reference up to which a snapshot is near it."""
    retries: int = 1
    """Times that a link which failed for the moment is asked again."""
    page_bytes: int = 256 * 1024
    """Of the page behind a link, as it is sent; it may become twice as many when it is unpacked."""
    source_bytes: int = 8 * 1024 * 1024
    """The same of a page that is read as a source of claims."""
    patience: float = 2.0
    """Seconds before it is, at the earliest; before the next time four times as many, and so on."""
    crawl_delay: bool = True
    """Whether the `robots.txt` of a host with many links is asked for the delay that it wants."""
    pause: float = 60.0
    """Seconds for which a service of the archive that says "too often" is left alone."""

    @property
    def limits(self) -> Limits:
        """How long is waited and how much is taken."""
        return Limits(total=self.timeout, connect=min(self.timeout, _CONNECT), read=min(self.timeout, _READ))

    @property
    def page_limits(self) -> Limits:
        """The same for the page behind a link, of which the head and the first of the text tell what it is."""
        return replace(self.limits, wire_bytes=self.page_bytes, body_bytes=2 * self.page_bytes)

    @property
    def source_limits(self) -> Limits:
        """The same for a page that is read as a source of claims."""
        return replace(self.limits, wire_bytes=self.source_bytes, body_bytes=2 * self.source_bytes)

    @property
    def sibling_limits(self) -> Limits:
        """The same for a page that no site can have, which is only compared."""
        return replace(self.limits, wire_bytes=_SIBLING_BYTES, body_bytes=2 * _SIBLING_BYTES)

    def settings(self) -> Settings:
        """Give the settings of the session that asks."""
        return Settings(
            user_agent=self.user_agent,
            limits=self.limits,
            allow_private=self.allow_private,
            proxy=self.proxy,
            proxy_resolves=self.proxy_resolves,
            ca_file=self.ca_file,
            client=self.client,
            credentials=self.credentials,
            resolver=self.resolver,
            per_host=self.manners.at_once,
            redactor=self.redactor,
        )
