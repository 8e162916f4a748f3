"""Links of references: what the web said of them when it was asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from citecheck.model import Dossier, Finding, LinkCheck, Severity, Suggestion
from citecheck.rules.check import Check, check
from citecheck.rules.linked import Linked, linked

_VARIABLES: Final = {"original": "URL", "archive": "archive-url"}
"""The CSL variable that a new address belongs to, by the role of the old one."""
_MAY_BE_OURS: Final = frozenset({"unknown-authority", "not-accepted"})
"""What can be wrong with the certificates that are trusted here: browsers fetch those that a server leaves out, and an
office's proxy shows its own."""


@check("link-dead")
def link_dead(dossier: Dossier) -> Iterator[Finding]:
    """Find links that lead nowhere any more."""
    for link in linked(dossier, "dead"):
        if _is_told_as_copy(link):
            continue
        yield _gone("link-dead", link, f"The link of {link.name} is dead.")


@check("link-soft-404")
def link_soft_404(dossier: Dossier) -> Iterator[Finding]:
    """Find links that answer, but not with their page."""
    for link in linked(dossier, "soft-404"):
        if _is_told_as_copy(link):
            continue
        yield _gone("link-soft-404", link, f"The link of {link.name} answers, but not with its page.")


@check("link-moved")
def link_moved(dossier: Dossier) -> Iterator[Finding]:
    """Find links whose page has moved for good; to lead elsewhere is what an identifier is for."""
    for link in linked(dossier, "moved"):
        new = link.check.final_url
        if new is None or link.role == "identifier":
            continue
        suggestion = Suggestion(f"Write the new address, {new}", _VARIABLES.get(link.role), new)
        yield link.finding("link-moved", f"The page of {link.name} has moved for good to {new}", suggestion=suggestion)


@check("link-unreachable")
def link_unreachable(dossier: Dossier) -> Iterator[Finding]:
    """Find links that gave no answer this time."""
    for link in linked(dossier, "unreachable"):
        if link.check.certificate is not None:  # `link-insecure` tells of it
            continue
        yield link.finding(
            "link-unreachable", f"The link of {link.name} gave no page. {link.check.reason} Try it again later."
        )


@check("link-insecure")
def link_insecure(dossier: Dossier) -> Iterator[Finding]:
    """Find links at which browsers warn their readers, because the certificate is not in order."""
    for link in linked(dossier, "unreachable"):
        if link.check.certificate is None:
            continue
        unsure = link.check.certificate in _MAY_BE_OURS
        advice = "A browser may know better: open it in one." if unsure else "Browsers warn before they show it."
        yield link.finding(
            "link-insecure",
            f"The link of {link.name} was not followed. {link.check.reason} {advice}",
            severity="note" if unsure else None,
        )


@check("link-blocked")
def link_blocked(dossier: Dossier) -> Iterator[Finding]:
    """Find links that answer people only."""
    for link in linked(dossier, "blocked"):
        yield link.finding(
            "link-blocked", f"The link of {link.name} could not be checked. {link.check.reason} Look for yourself."
        )


@check("link-invalid")
def link_invalid(dossier: Dossier) -> Iterator[Finding]:
    """Find links that nobody can follow, because they are no address."""
    for link in linked(dossier, "invalid"):
        yield link.finding(
            "link-invalid", f"The link of {link.name} cannot be followed. {link.check.reason} Correct it."
        )


@check("link-private")
def link_private(dossier: Dossier) -> Iterator[Finding]:
    """Find links to where only some can go."""
    for link in linked(dossier, "skipped"):
        if link.check.is_left_out:
            continue
        yield link.finding("link-private", f"The link of {link.name} was not asked. {link.check.reason}")


@check("link-fragment-missing")
def link_fragment_missing(dossier: Dossier) -> Iterator[Finding]:
    """Find links whose page is there, but not the place on it that they name."""
    for link in linked(dossier, "live", "moved"):
        if link.check.fragment == "missing":
            fragment = link.check.url.partition("#")[2]
            yield link.finding(
                "link-fragment-missing",
                f"The page of {link.name} is there, but nothing on it is meant by “#{fragment}”: readers land at its top.",
            )


def _is_told_as_copy(link: Linked) -> bool:
    """Tell whether a link is to a copy of which `snapshot-broken` tells that it is not shown."""
    copy = link.check.copy
    return link.role == "archive" and copy is not None and copy.playback == "broken"


def _gone(rule: str, link: Linked, message: str) -> Finding:
    """
    Give a finding about a page that is gone, with the copy that stands in for it.

    Where the reference links a copy already, its readers lack nothing, and the finding is a note.
    """
    said = f"{message} {link.check.reason}{_so_far(link.check)}"
    if link.role == "original" and link.has_copy:
        return link.finding(rule, f"{said} The reference links a copy of it.", severity="note")
    severity = _unless_dead(link.check)
    if link.copy is not None:
        suggestion = Suggestion(f"Link the copy {link.copy}", "archive-url", link.copy)
        return link.finding(
            rule, f"{said} An archive holds a copy: {link.copy}", severity=severity, suggestion=suggestion
        )
    if link.snapshot is not None and link.snapshot.status == "not-archived":
        said += " No archive holds a copy: look for where it went, or for another source."
    return link.finding(rule, said, severity=severity)


def _unless_dead(check: LinkCheck) -> Severity | None:
    """Give `warning` for a link that has not failed often enough yet to be called dead; None without a history."""
    return "warning" if check.history is not None and check.history.state != "dead" else None


def _so_far(check: LinkCheck) -> str:
    """Give ` It failed 1 of 3 times, since 2026-11-01: it may come back.` or the like; "" without a history."""
    history = check.history
    if history is None or not history.failures:
        return ""
    since = f", since {history.first_failed[:10]}" if history.first_failed else ""
    if history.state == "dead":
        return f" It failed {history.failures} times{since}."
    return f" It failed {history.failures} of {history.limit} times{since}: it may come back."


RULES: Final[tuple[Check, ...]] = (
    link_dead,
    link_soft_404,
    link_moved,
    link_unreachable,
    link_insecure,
    link_blocked,
    link_invalid,
    link_private,
    link_fragment_missing,
)
