"""Each use of a reference in the text, one for each footnote marker."""

from __future__ import annotations

from collections.abc import Sequence

from citecheck.model import Citation, Document, Reference


def map_citations(document: Document, references: Sequence[Reference]) -> tuple[Citation, ...]:
    """
    Give one citation for each marker of *document*, in its order.

    Args:
        document: As a reader made it; its markers name entries by index.
        references: The parsed entries; `Reference.entry` says which entry each came from.

    Returns:
        As many citations as the document has markers that stand in it. `reference` is None where no entry answers to the
        marker, `line` is None where the text is an extract and has no lines of its own. What a range names between its ends is
        `between` of the marker at its end.
    """
    ids = {reference.entry: reference.id for reference in references}
    found: list[Citation] = []
    between: list[str] = []
    for marker in document.markers:
        reference = None if marker.entry is None else ids.get(marker.entry)
        if marker.implied:
            between += [] if reference is None else [reference]
            continue
        found.append(
            Citation(
                marker=marker.text,
                label=marker.label,
                reference=reference,
                page=marker.page,
                where=marker.where,
                line=document.line_in_file(marker.span.start),
                span=marker.span,
                between=tuple(between),
            )
        )
        between = []
    return tuple(found)
