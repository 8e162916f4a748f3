"""The links of a reference, each with what the web and the archives say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from citecheck.model import DocumentReport, LinkCheck, Snapshot


@dataclass(frozen=True, slots=True)
class LinkView:
    """An address and the answers about it."""

    url: str
    role: str
    """`original`, `archive`, `identifier`; "" for a link that no reference names."""
    check: LinkCheck | None
    snapshots: tuple[Snapshot, ...]
    anchor: str = ""
    """Of a link that no reference names: "" for one that stands with its reference."""


class Answers:
    """The answers about a document's links, and which of them no reference has shown yet."""

    def __init__(self, document: DocumentReport) -> None:
        self._checks = {check.url: check for check in document.links}
        self._snapshots: dict[str, list[Snapshot]] = {}
        for snapshot in document.snapshots:
            self._snapshots.setdefault(snapshot.original, []).append(snapshot)
        self._shown: set[str] = set()

    def about(self, links: Mapping[str, str]) -> tuple[LinkView, ...]:
        """Give what is known of some addresses, each with its role."""
        self._shown.update(links)
        return tuple(self._view(url, role) for url, role in links.items())

    def others(self, anchor: Callable[[int], str]) -> tuple[LinkView, ...]:
        """Give the addresses that nobody asked about, each with the anchor of its number."""
        urls = (url for url in self._addresses() if url not in self._shown)
        return tuple(replace(self._view(url, ""), anchor=anchor(number)) for number, url in enumerate(urls, 1))

    def _addresses(self) -> Iterable[str]:
        """Give every address with an answer, in order."""
        return dict.fromkeys((*self._checks, *self._snapshots))

    def _view(self, url: str, role: str) -> LinkView:
        """Give one address with its answers."""
        return LinkView(url, role, self._checks.get(url), tuple(self._snapshots.get(url, ())))


def named_by(document: DocumentReport) -> dict[str, dict[str, str]]:
    """Give the addresses of each reference by its id, with their roles: those it names, and those checked for it."""
    named = {reference.id: {link.url: str(link.role) for link in reference.links} for reference in document.references}
    for check, reference in _places(document.links):
        if reference in named:
            named[reference].setdefault(check.url, "original")
    return named


def _places(checks: Iterable[LinkCheck]) -> Iterator[tuple[LinkCheck, str]]:
    """Give each check with each reference that names its address."""
    for check in checks:
        for place in check.places:
            if place.reference is not None:
                yield check, place.reference
