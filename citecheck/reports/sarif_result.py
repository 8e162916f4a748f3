"""One finding as a SARIF result: its message, its place in the repository, what else belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from citecheck.model import DocumentReport, Span
from citecheck.reports.placed import Place, Placed, Places, inside, told
from citecheck.reports.severities import levels
from citecheck.reports.visible import brief

_LONGEST_MESSAGE: Final = 1_000
_LONGEST_RULE: Final = 255
_LONGEST_QUOTE: Final = 200
_LONGEST_URL: Final = 2_000
_MOST_RELATED: Final = 100
"""Of the locations of one result GitHub keeps 100."""


@dataclass(frozen=True, slots=True)
class _Named:
    """A reference, an entry or a claim that findings name by its id."""

    label: str
    """Of a reference; "" for others."""
    words: str
    span: Span | None
    line: int | None


class Results:
    """The results of one run."""

    def __init__(self, indexes: Mapping[str, int], found: Iterable[Placed]) -> None:
        """
        Take what the results have in common.

        Args:
            indexes: The index of each rule in the catalogue of the run.
            found: All that was found: whether some of it is known tells whether there was a baseline.
        """
        self._indexes = indexes
        self._baseline = any(one.finding.state == "known" for one in found)
        self._documents: dict[int, tuple[Places, dict[str, _Named]]] = {}

    def result(self, found: Placed) -> dict[str, Any]:
        """Give one finding of a file of the repository."""
        finding, rule = found.finding, rule_id(found.finding.rule)
        result: dict[str, Any] = {"ruleId": rule}
        if rule in self._indexes:
            result["ruleIndex"] = self._indexes[rule]
        result["level"] = levels()[finding.severity].sarif
        result["message"] = {"text": unlinked(told(finding, _LONGEST_MESSAGE))}
        result["locations"] = [{"physicalLocation": _location(found, found.place)}]
        related = list(self._related(found))
        if related:
            result["relatedLocations"] = related
        result["partialFingerprints"] = {
            "primaryLocationLineHash": found.fingerprint,
            "citecheck/v1": found.fingerprint,
        }
        if self._baseline:
            result["baselineState"] = "unchanged" if finding.state == "known" else "new"
        result["properties"] = self._properties(found)
        return result

    def _related(self, found: Placed) -> Iterator[dict[str, Any]]:
        """Give the places of the reference, of the claim and of what else a finding names, that of the finding left out."""
        finding = found.finding
        places, named = self._of(found.document)
        ids = dict.fromkeys(name for name in (finding.reference, finding.claim, *finding.related) if name is not None)
        number = 0
        for name in ids:
            thing = named.get(name)
            if thing is None or number == _MOST_RELATED:
                continue
            place = places.of(thing.span, thing.line)
            if place != found.place or found.document.text_of != "source":
                number += 1
                message = {"text": unlinked(thing.words)}
                yield {"id": number, "message": message, "physicalLocation": _location(found, place)}

    def _properties(self, found: Placed) -> dict[str, str]:
        """Give what a program may ask for: the fingerprint, the label of the reference, the address."""
        finding = found.finding
        _, named = self._of(found.document)
        thing = named.get(finding.reference or "")
        properties = {
            "fingerprint": brief(finding.fingerprint, _LONGEST_QUOTE) or found.fingerprint,
            "reference": thing.label if thing is not None else "",
            "url": brief(finding.url or "", _LONGEST_URL),
        }
        return {key: value for key, value in properties.items() if value}

    def _of(self, document: DocumentReport) -> tuple[Places, dict[str, _Named]]:
        """Give the places and the named things of a document, made once."""
        if id(document) not in self._documents:
            self._documents[id(document)] = (Places(document), _named(document))
        return self._documents[id(document)]


def rule_id(name: str) -> str:
    """Give the id of a rule: never empty, nor longer than GitHub takes."""
    return brief(name, _LONGEST_RULE) or "unnamed"


def unlinked(text: str) -> str:
    """
    Give a plain message in which nothing is a link.

    In SARIF `[words](target)` is one even in plain text (3.11.6), and documents are full of brackets. Braces are left
    as they are: they are placeholders only where a message has arguments (3.11.5), and ours have none.
    """
    return text.replace("](", "] (")


def _location(found: Placed, place: Place) -> dict[str, Any]:
    """Give a place in the file of a finding."""
    # GitHub requires all four.
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    return {
        "artifactLocation": {"uri": quote((place.file and inside(place.file)) or found.path or "", safe="/")},
        "region": region,
    }


def _named(document: DocumentReport) -> dict[str, _Named]:
    """Give what the findings of a document may name, by id; of two with one id the first."""
    named: dict[str, _Named] = {}
    for reference in document.references:
        label = brief(reference.label, _LONGEST_QUOTE)
        said = _quoted(f"Reference {label}" if label else "Reference", reference.raw)
        named.setdefault(reference.id, _Named(label, said, reference.span, reference.line))
        for work in reference.works:
            named.setdefault(work.id, _Named("", _quoted("Entry", work.raw), work.span, work.line))
    for claim in document.claims:
        span = claim.spans[0] if claim.spans else None
        named.setdefault(claim.id, _Named("", _quoted("Claim", claim.text), span, claim.line))
    return named


def _quoted(kind: str, text: str) -> str:
    """Give what a thing is and its first words."""
    words = brief(text, _LONGEST_QUOTE)
    return f"{kind}: {words}" if words else kind
