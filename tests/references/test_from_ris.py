"""RIS records give CSL variables, whatever stands in them; what we export reads back the same."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.model import FieldValue, PartialDate, Reference
from citecheck.references.from_ris import ris_record
from citecheck.references.ris import to_ris
from citecheck.references.ris_records import ris_records

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = tomllib.loads((HERE / "from_ris_cases.toml").read_text(encoding="utf-8"))["case"]
EXPORTED: list[dict[str, Any]] = tomllib.loads((HERE / "ris_cases.toml").read_text(encoding="utf-8"))["case"]
NATIVE = "백나리"


def shown(value: FieldValue) -> str:
    """Give a value as the cases write it."""
    if isinstance(value, PartialDate):
        return value.iso()
    return value if isinstance(value, str) else " + ".join(name.display() for name in value)


@pytest.mark.parametrize("case", CASES, ids=[case["about"] for case in CASES])
def test_a_record_gives_its_fields(case: dict[str, Any]) -> None:
    """Each record gives these variables and no other."""
    (one,) = ris_records(case["ris"])
    record = ris_record(one)

    assert case["fields"] == {variable: shown(value) for variable, value in record.fields.items()}
    assert case["kind"] == record.kind
    assert one.closed


@pytest.mark.parametrize("case", EXPORTED, ids=[case["says"] for case in EXPORTED])
def test_what_we_export_reads_back(case: dict[str, Any], make_reference: Callable[..., Reference]) -> None:
    """Each reference of the export's own table is the same again; a name in its own script stays a note."""
    reference = make_reference(case["fields"], case["kind"])
    (one,) = ris_records(to_ris([reference], ["key"]))
    record = ris_record(one)

    said = {field.variable: shown(field.value) for field in reference.fields}
    said |= {"language": "ko"} if "language" in said else {}
    found = {variable: shown(value) for variable, value in record.fields.items()}
    if found.get("note") == NATIVE:
        del found["note"]
    assert {name: words.replace("[", "").replace("]", "") for name, words in said.items()} == found
    assert ("key", case["kind"]) == (record.key, record.kind)


@given(st.text(alphabet=st.sampled_from("TYERAUSPD1 -/.\n\r\ufeff"), max_size=120))
@settings(max_examples=50)
def test_any_text_is_read(text: str) -> None:
    """Records stand where they say, in order, and are read."""
    records = list(ris_records(f"TY  - JOUR\n{text}"))

    assert all(one.span.end <= other.span.start for one, other in pairwise(records))
    assert all(isinstance(ris_record(one).key, str) for one in records)


@pytest.mark.parametrize(
    "line", ["SP  - 1-", "N1  - pp. 1,", "DA  - 2004/", "SN  - 1 2 3-", "AU  - a, ", "TI  - a ", "x "]
)
def test_a_line_without_an_end_is_read_in_part(line: str) -> None:
    """Values are cut, and no pattern runs away in them."""
    (record,) = ris_records(f"TY  - JOUR\n{line * 30_000}\nER  - \n")

    assert all(len(str(value)) < 10_000 for value in ris_record(record).texts.values())


def test_records_without_an_end() -> None:
    """The next one begins where none was closed, and lines outside belong to none."""
    text = "head\nTI  - lost\nTY  - JOUR\nTI  - a\nTY  - BOOK\nTI  - b\nER  - \nTI  - lost\n"

    assert [("TY  - JOUR\nTI  - a", False), ("TY  - BOOK\nTI  - b\nER  - ", True)] == [
        (record.span.of(text), record.closed) for record in ris_records(text)
    ]
