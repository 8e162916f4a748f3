"""A reference whose fields print as itself earns confidence; any other loses some."""

from __future__ import annotations

import pytest

from citecheck.model import ReferenceEntry, Span
from citecheck.references.parse import parse, read_reference
from citecheck.references.selfcheck import EARNED, prints_equally
from citecheck.references.style import Style, separator

EQUAL = (
    'Dale, Ruth (5 May 2004). "Tides". The Coastal Times. p. 3. Retrieved 2007-05-06.',
    "Dale, Ruth (2004). The Polder Book (2nd ed.). Oxford: Polder Press. ISBN 0-306-40615-2.",
    'Dale, R. (2004), "Tides", Sea Letters, 4 (10): 3–5, doi:10.1000/x',
    '"Ebb" (in French). Quay Watch. June 5, 2006. Archived from the original on 2008-01-02. Retrieved 2009-02-03.',
)
UNEQUAL = (
    'Retrieved 2007-05-06. Dale, Ruth (2004). "Tides". The Coastal Times.',
    'Dale, Ruth (2004). "Tides". The Coastal Times; see ISBN 0-306-40615-2; ISBN 0-19-852663-6.',
    "",
)


@pytest.mark.parametrize("raw", EQUAL)
def test_what_a_template_prints_prints_equally(raw: str) -> None:
    """The fields of CS1 and CS2 in their order, with their wording, are the reference again."""
    assert prints_equally(read_reference(raw, Style(), separator(raw)))


@pytest.mark.parametrize("raw", UNEQUAL)
def test_what_no_template_prints_does_not(raw: str) -> None:
    """Another order, other wording or words left over are no print of the grammar."""
    assert not prints_equally(read_reference(raw, Style(), separator(raw)))


def test_equality_earns_confidence_but_not_where_a_field_may_be_two_things() -> None:
    """The title is sure; the lone name behind it stays a work or a publisher."""
    raw = '"Ebb". Quay Watch. Retrieved 2009-02-03.'

    (reference,) = parse([ReferenceEntry(label="1", raw=raw, span=Span(0, len(raw)))])
    sure = {field.variable: field.confidence >= EARNED for field in reference.fields}

    assert {"title": True, "container-title": False, "accessed": True} == sure
