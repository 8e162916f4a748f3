"""All that is known of one document."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from citecheck.model.claim import Claim
from citecheck.model.document import Citation, Document
from citecheck.model.link import LinkCheck, Snapshot
from citecheck.model.page import Page
from citecheck.model.reference import Reference


@dataclass(frozen=True, slots=True)
class Dossier:
    """A document with its references parsed, its claims mapped and the world's answers beside them."""

    document: Document
    references: tuple[Reference, ...]
    """One for each numbered entry, in order; unnumbered bibliography entries are left out."""
    citations: tuple[Citation, ...]
    """One for each marker of the document, in order."""
    claims: tuple[Claim, ...]
    links: tuple[LinkCheck, ...]
    snapshots: tuple[Snapshot, ...]
    as_of: dt.date
    """The day that counts as today."""
    pages: tuple[Page, ...] = ()
    """What was read behind its links, the live pages and the snapshots; each belongs to the `content.sha256` of its
    link or snapshot."""

    def reference(self, id_: str) -> Reference:
        """
        Give the reference of that id.

        Raises:
            KeyError: There is none.
        """
        for reference in self.references:
            if reference.id == id_:
                return reference
        raise KeyError(id_)
