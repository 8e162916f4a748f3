"""What rules make of the notes of an office program, which cannot be called twice."""

from __future__ import annotations

import datetime as dt

from citecheck.composition import examine
from citecheck.documents.docx import DocxReader
from citecheck.rules import judge, references
from tests.documents.office_files import csl, docx, field, note, noted, p

ITEM = {"uris": ["u"], "itemData": {"title": "Why cats sleep", "DOI": "10.5555/cats", "type": "book"}}


def test_notes_of_one_work_are_no_duplicates() -> None:
    """Each says where in the work its own place is; two typed notes that read the same are told."""
    cited = field(f" ADDIN ZOTERO_ITEM CSL_CITATION {csl(ITEM)} ", "Kim, Why cats sleep.")
    body = p("One.", note(1), " Two.", note(2), " Three.", note(3), " Four.", note(4))
    footnotes = (
        noted(1, cited)
        + noted(2, cited)
        + noted(3, "Lee, Dogs that bark. 2001.")
        + noted(4, "Lee, Dogs that bark. 2001.")
    )
    document = DocxReader().read_bytes("a.docx", docx(body, footnotes=footnotes))

    found = judge(examine(document, dt.date(2026, 1, 1)), references.RULES)

    assert ["ref-4"] == [one.reference for one in found if one.rule == "reference-duplicate"]
    assert [(4,), (4,), (), ()] == [entry.works for entry in document.entries[:4]]
