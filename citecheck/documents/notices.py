"""What a reader says of a document as a whole: that something is not there which an audit needs."""

from __future__ import annotations

from collections.abc import Sequence

from citecheck.model import Marker, Notice, ReferenceEntry

NO_REFERENCES = "document-no-references"
NO_MARKERS = "document-no-markers"
NOTHING = "document-notice"


def missing(
    entries: Sequence[ReferenceEntry], markers: Sequence[Marker], *, optional: bool = False
) -> tuple[Notice, ...]:
    """
    Give a notice for a list that is not there, and one for markers that are not there.

    Args:
        entries: Of the document.
        markers: Of the document.
        optional: Whether many documents of the format have neither, so that it is nothing to warn of: a web page, a README.
    """
    listed = any(entry.numbered for entry in entries)
    if optional and not entries and not markers:
        return (
            Notice(
                NOTHING,
                "The document cites nothing: it has neither footnotes nor a reference list. Its links alone can be checked.",
            ),
        )
    notices: list[Notice] = []
    if not listed:
        seen = f"{len(markers)} footnote markers but no" if markers else "no"
        notices.append(
            Notice(
                NO_REFERENCES,
                f"The document has {seen} numbered reference list. "
                "Check that its last part was not cut off, or name its format with --from.",
            )
        )
    if not markers:
        seen = "a reference list but no footnote markers" if listed else "no footnote markers"
        notices.append(
            Notice(
                NO_MARKERS,
                f"The document has {seen}: no claim can be matched with a reference. "
                "Check that copying did not drop the markers.",
            )
        )
    return tuple(notices)
