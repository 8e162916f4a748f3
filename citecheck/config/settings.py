"""
Everything that can be set, and a configuration: settings with the origin of each.

A key is written the same way everywhere: `fail_on` (or `fail-on`) in a file, `CITECHECK_FAIL_ON`, `--fail-on`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any, Final, Literal, TypeAlias

from citecheck.model import Ignore

PREFIX: Final = "CITECHECK_"

Kind: TypeAlias = Literal["words", "flag", "text", "size", "count", "seconds", "age", "choice", "ignores"]
"""How a setting is read."""


def _setting(
    default: object, kind: Kind, choices: tuple[str, ...] = (), *, shapes: bool = True, guarded: bool = False
) -> Any:  # noqa: ANN401 - as dataclasses.field
    """
    Give a field of `Settings`.

    Args:
        default: Its value when nobody sets it.
        kind: How it is read.
        choices: The values it can have, for `choice`.
        shapes: Whether it shapes what a report says.
        guarded: Whether a configuration file may set it only when it is trusted: the audited repository may be a
            stranger's, and this setting decides whom the run talks to or where it writes.
    """
    return field(default=default, metadata={"kind": kind, "choices": choices, "shapes": shapes, "guarded": guarded})


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. A name that Python reserves has an underscore at its end: `from_`."""

    select: tuple[str, ...] = _setting((), "words")
    """Only these rules run; empty for all."""
    ignore: tuple[str, ...] = _setting((), "words")
    """These rules do not run."""
    strict: bool = _setting(False, "flag")
    """Whether the rules that are often wrong run too."""
    offline: bool = _setting(False, "flag", shapes=False)
    """Whether the network is left alone."""
    from_: str | None = _setting(None, "text")
    """The reader to use, or None to let the readers look."""
    links_from: str | None = _setting(None, "text", guarded=True)
    """Another copy of the document (a file or an address) that gives references their links back."""
    max_bytes: int = _setting(25_000_000, "size")
    """The largest document that is read, in bytes."""
    root: str | None = _setting(None, "text", guarded=True)
    """The directory below which a document's chapters and bibliographies lie; the document's own where None."""
    include: tuple[str, ...] = _setting((), "words")
    """In a directory: only files that match one of these patterns (gitignore's syntax); empty for all."""
    exclude: tuple[str, ...] = _setting((), "words")
    """In a directory: no files that match one of these patterns."""
    include_url: tuple[str, ...] = _setting((), "words")
    """Only addresses that one of these patterns fits are asked (`*` for any run of characters); empty for all."""
    exclude_url: tuple[str, ...] = _setting((), "words")
    """No addresses that one of these patterns fits are asked."""
    fragments: bool = _setting(False, "flag")
    """Whether pages are searched for the places that fragments name."""
    ignores: tuple[Ignore, ...] = _setting((), "ignores")
    """Findings that are not told, each with the reason; only a file or a program can set them."""
    format: tuple[str, ...] = _setting(("text",), "words", shapes=False)
    """The report formats."""
    output: str | None = _setting(None, "text", shapes=False)
    """The directory that reports are written to, or None for standard output."""
    fail_on: Literal["error", "warning", "never"] = _setting("error", "choice", ("error", "warning", "never"))
    """The least severity for which the command ends with 1."""
    baseline: str | None = _setting(None, "text", guarded=True)
    """The file of findings that are known: only others fail a run."""
    update_baseline: bool = _setting(False, "flag", shapes=False, guarded=True)
    """Whether that file is written anew, with all that this run finds."""
    history: str | None = _setting(None, "text", guarded=True)
    """The file of what several runs say of links: with it, only what failed repeatedly is dead."""
    dead_after: int = _setting(3, "size")
    """Failures in a row after which a link is dead, where there is a history."""
    dead_days: int = _setting(2, "count")
    """Days that lie between two failures which both count, at the least."""
    read_sources: bool = _setting(True, "flag")
    """Whether the pages behind claims are read."""
    judge: str | None = _setting(None, "text", guarded=True)
    """Who gives a second opinion on claims: the address of a service, or the name of a plug-in; nobody where None."""
    judge_model: str | None = _setting(None, "text", guarded=True)
    """The model that the service of `judge` is to use; the one that it has where None."""
    archives: bool = _setting(True, "flag")
    """Whether archives are asked for snapshots."""
    archive: tuple[str, ...] = _setting(("wayback",), "words")
    """The archives that are asked, the first one first; the next one where that has no copy that serves."""
    archives_file: str | None = _setting(None, "text", guarded=True)
    """A TOML file that describes further archives, as `citecheck/archives/known.toml` does."""
    max_drift: int = _setting(90, "count")
    """Days from the date of a reference up to which a snapshot is near it; beyond them it is weak evidence."""
    archive_speed: float = _setting(1.0, "seconds", shapes=False, guarded=True)
    """How many times as often as the public archives bear they are asked: for a mirror of one's own."""
    jobs: int = _setting(32, "size", shapes=False)
    """Requests under way at the same time."""
    timeout: float = _setting(30.0, "seconds", shapes=False)
    """For one address with all its redirects."""
    max_time: float | None = _setting(None, "seconds", shapes=False)
    """For asking as a whole; what was not answered by then is unchecked."""
    cache: bool = _setting(True, "flag", shapes=False)
    """Whether answers are kept from one run to the next, and used while they are valid."""
    max_age: float | None = _setting(None, "age", shapes=False)
    """Seconds after which an answer that was kept is asked anew, if it is not by its verdict; 0 for always."""
    cache_dir: str | None = _setting(None, "text", shapes=False, guarded=True)
    """The folder of the answers that are kept; the one for caches of this machine where None."""
    per_host: int = _setting(4, "size", shapes=False)
    """Requests under way at the same time at one host."""
    interval: float = _setting(0.05, "seconds", shapes=False)
    """Between the starts of two requests to one host, at least; what a host asks for counts where it is longer."""
    crawl_delay: bool = _setting(True, "flag", shapes=False)
    """Whether the robots.txt of a host with many links is asked for the delay that it wants."""
    retries: int = _setting(1, "count", shapes=False)
    """Times that a link which failed for the moment is asked again, late in the run."""
    record: str | None = _setting(None, "text", shapes=False, guarded=True)
    """The cassette that answers are written to."""
    replay: str | None = _setting(None, "text", shapes=False, guarded=True)
    """The cassette that answers in place of the network."""
    allow_private: bool = _setting(False, "flag", shapes=False, guarded=True)
    """Whether this machine and private networks may be asked."""
    user_agent: str | None = _setting(None, "text", shapes=False, guarded=True)
    """The whole User-Agent header, or None for citecheck's own."""
    proxy: str | None = _setting(None, "text", shapes=False, guarded=True)
    """`http://[user:password@]host:port` for all requests."""
    proxy_resolves: bool = _setting(False, "flag", shapes=False, guarded=True)
    """Whether the proxy may be asked for names that the name server of this machine does not know."""
    ca_file: str | None = _setting(None, "text", shapes=False, guarded=True)
    """Authorities (PEM) in place of those that come with certifi."""
    client_cert: str | None = _setting(None, "text", shapes=False, guarded=True)
    """A certificate (PEM) that says who we are, for the hosts of `client_hosts`."""
    client_key: str | None = _setting(None, "text", shapes=False, guarded=True)
    """Its key (PEM), where that is in another file."""
    client_hosts: tuple[str, ...] = _setting((), "words", shapes=False, guarded=True)
    """The hosts to which it is shown."""
    headers: tuple[str, ...] = _setting((), "words", shapes=False, guarded=True)
    """Headers for single hosts: `api.github.com Authorization: Bearer $GITHUB_TOKEN`."""
    wiki_url: str | None = _setting(None, "text", shapes=False, guarded=True)
    """The base of a MediaWiki (`https://host/w`) that stands in for the wiki of every article that is fetched."""
    wayback_url: str | None = _setting(None, "text", shapes=False, guarded=True)
    """The base of a Wayback Machine that stands in for the Internet Archive's."""
    cdx_url: str | None = _setting(None, "text", shapes=False, guarded=True)
    """Its index, when that is elsewhere."""
    availability_url: str | None = _setting(None, "text", shapes=False, guarded=True)
    """Its availability API, when that is elsewhere."""
    secrets: tuple[str, ...] = _setting((), "words", shapes=False, guarded=True)
    """What must not be written into recordings, logs and answers, beside what is known for a secret by its name."""
    color: Literal["auto", "always", "never"] = _setting("auto", "choice", ("auto", "always", "never"), shapes=False)
    """Whether the terminal's colours are used."""


@dataclass(frozen=True, slots=True)
class Config:
    """Settings with the origin of each."""

    settings: Settings
    origins: Mapping[str, str]
    """By key: `default`, a file with its line, the name of a variable, a flag."""
    notes: tuple[str, ...] = ()
    """What a person may want to know: a variable that is almost a setting."""

    def rows(self) -> Iterator[tuple[str, str, str]]:
        """Give key, value as text and origin of every setting; passwords and secrets are not shown."""
        for key, value in values(self.settings):
            shown = said(value)
            if key == "secrets":
                shown = f"{len(value)}, not shown" if value else ""
            elif key == "headers":
                shown = ", ".join(line.partition(":")[0] for line in value)
            elif key == "proxy" and "@" in shown:
                shown = f"(not shown)@{shown.rpartition('@')[2]}"
            yield key, shown, self.origins[key]


def differing(settings: Settings) -> dict[str, str]:
    """Give the settings that shape a report and differ from their defaults, as text."""
    shaping = {key_of(item.name) for item in fields(Settings) if item.metadata["shapes"]}
    defaults = dict(values(Settings()))
    return {key: said(value) for key, value in values(settings) if key in shaping and value != defaults[key]}


def said(value: object) -> str:
    """Give a value as text: `true`, `a, b`, "" for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def keys() -> tuple[str, ...]:
    """Give the keys in the order of `Settings`."""
    return tuple(key_of(item.name) for item in fields(Settings))


def key_of(attribute: str) -> str:
    """Give the key of an attribute: `from` of `from_`."""
    return attribute.rstrip("_")


def attribute(key: str) -> str:
    """Give the attribute of a key: `from_` of `from`."""
    return "from_" if key == "from" else key


def variable(key: str) -> str:
    """Give the environment variable of a key."""
    return f"{PREFIX}{key.upper()}"


def values(settings: Settings) -> Iterator[tuple[str, Any]]:
    """Give key and value of every setting."""
    for item in fields(settings):
        yield key_of(item.name), getattr(settings, item.name)


def item(key: str) -> Field[Any]:
    """Give the field of a key."""
    return next(one for one in fields(Settings) if key_of(one.name) == key)
