"""What the web and the archives say of a link, or why they were not asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from citecheck.model.span import Span

LinkVerdict: TypeAlias = Literal[
    "live", "moved", "dead", "soft-404", "blocked", "unreachable", "invalid", "skipped", "unchecked"
]
SnapshotStatus: TypeAlias = Literal["archived", "not-archived", "unknown"]
FragmentVerdict: TypeAlias = Literal["found", "missing", "unverifiable"]
CertificateProblem: TypeAlias = Literal[
    "expired", "not-yet-valid", "self-signed", "unknown-authority", "wrong-host", "not-accepted"
]
Playback: TypeAlias = Literal["verified", "broken", "unverified"]
Strength: TypeAlias = Literal["exact", "near", "weak"]
"""`exact`: captured on that day, or the same words before and after it; `near`: within the drift that is allowed; `weak`:
beyond it."""

LEFT_OUT: Final = "It is left out"
"""How the reason of a link begins that was skipped because the user wants it so."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a document that names a link."""

    line: int | None
    span: Span | None
    reference: str | None


@dataclass(frozen=True, slots=True)
class Hop:
    """One answer on the way from an address to where it ends."""

    url: str
    """As it was asked."""
    status: int | None
    """The HTTP status, None where no answer came."""
    location: str | None = None
    """Where a redirect points, made absolute."""
    asked_at: str | None = None
    """RFC 3339, UTC."""
    elapsed: float | None = None
    """Seconds until the head of the answer was there, or the failure was known."""
    address: str | None = None
    """The IP address that was asked; None behind a proxy or where none was reached."""
    certificate: CertificateProblem | None = None
    """What is wrong with the certificate that was shown, where that is why there is no answer."""


@dataclass(frozen=True, slots=True)
class Content:
    """What came from where an address ends, as far as it was read: enough to hold another day's answer against it."""

    type: str = ""
    """The media type that the server names, its parameters left out; "" where it names none."""
    length: int = 0
    """Bytes that were read, their content coding undone."""
    whole: bool = True
    """Whether that is all there is."""
    sha256: str = ""
    """Of these bytes, in hexadecimal."""
    title: str = ""
    """The title of a page, "" where it has none or its status says that it is none."""
    issued: str = ""
    """The day of publication that its metadata name, ISO 8601; "" where they name none."""


@dataclass(frozen=True, slots=True)
class CopyCheck:
    """What is known of a copy in an archive that a reference links."""

    archive: str
    """The archive, by its name in the table of archives: `wayback`."""
    original: str | None = None
    """Of what it is a copy, as its address says; None where that does not tell."""
    captured_at: str | None = None
    """When it was made, as its archive says: RFC 3339, UTC."""
    playback: Playback = "unverified"
    reason: str = ""
    """Why it is not verified."""


@dataclass(frozen=True, slots=True)
class LinkHistory:
    """What several runs say of a link."""

    state: Literal["ok", "failing", "dead"]
    failures: int
    """In a row, those alone that are far enough apart to count."""
    limit: int
    """How many of them make it dead."""
    first_failed: str | None = None
    """RFC 3339, UTC."""
    last_live: str | None = None


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """This run's answer about one address, and every place that names it."""

    url: str
    verdict: LinkVerdict = "unchecked"
    http_status: int | None = None
    final_url: str | None = None
    chain: tuple[Hop, ...] = ()
    """Every answer in order, the last one included; empty while unchecked."""
    reason: str = ""
    """Why the verdict is what it is; for `unchecked`, why nobody was asked."""
    checked_at: str | None = None
    """RFC 3339, UTC."""
    places: tuple[Place, ...] = ()
    fragment: FragmentVerdict | None = None
    """Whether the page has the place that the address's fragment names; None where that was not looked for."""
    content: Content | None = None
    """What came with the last answer; None where there was none."""
    copy: CopyCheck | None = None
    """What is known of it as a copy in an archive; None where it is none, or its archive did not answer."""
    history: LinkHistory | None = None
    """What several runs say of it; None without a history, and where none of them had an answer."""

    @property
    def certificate(self) -> CertificateProblem | None:
        """What is wrong with the certificate of the host where it ends; None where nothing is."""
        return self.chain[-1].certificate if self.chain else None

    @property
    def is_left_out(self) -> bool:
        """Whether it was skipped because the user wants it so, and not for what it is."""
        return self.verdict == "skipped" and self.reason.startswith(LEFT_OUT)


@dataclass(frozen=True, slots=True)
class SnapshotAnchor:
    """The date of a reference for which a snapshot is looked for."""

    date: str
    """ISO 8601: a day, a month or a year."""
    kind: Literal["accessed", "issued"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A capture that was considered."""

    memento: str
    captured_at: str
    """RFC 3339, UTC."""
    http_status: int | None = None
    """What the original answered when it was captured."""
    rejected: str = ""
    """Why it was not taken; "" for the one that was."""


@dataclass(frozen=True, slots=True)
class MementoHop:
    """One memento on the way from a captured redirect to the page that it led to."""

    memento: str
    captured_at: str
    """RFC 3339, UTC."""
    http_status: int | None = None
    """What the original answered when it was captured."""
    drift_days: int = 0
    """Days from the first memento of the chain to this one."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The memento that an archive holds of an original resource, or why that is not known."""

    original: str
    status: SnapshotStatus = "unknown"
    archive: str | None = None
    memento: str | None = None
    captured_at: str | None = None
    playback: Playback = "unverified"
    drift_days: int | None = None
    """Days from the anchor to the capture, negative before it; None where the reference has no date."""
    reason: str = ""
    candidates: tuple[Candidate, ...] = ()
    anchor: SnapshotAnchor | None = None
    """The date for which it was looked for."""
    strength: Strength | None = None
    """How much the capture says of what the page was at the anchor; None without either."""
    chain: tuple[MementoHop, ...] = ()
    """Each memento from the one that is named to the page that was shown, where it redirects."""
    content: Content | None = None
    """What was played back, as far as it was read; None where it was not."""
    bears_title: bool | None = None
    """Whether the page that was played back bears the title that the reference names; None where that is not known."""
    bears_claim: bool | None = None
    """Whether what was played back is consistent with a claim that rests on it: False where it bears out none of them,
    None where that cannot be told."""
    checked_at: str | None = None
    """RFC 3339, UTC: when the first of its questions was asked."""
