"""What biber and BibTeX themselves say of entries is what the check says of them."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from citecheck.bibliography import Message, lint
from citecheck.bibliography.datamodel import data_model

ENTRIES = tomllib.loads((Path(__file__).parent / "programs.toml").read_text(encoding="utf-8"))["entry"]
AS_OF = dt.date(2024, 5, 1)
_BIBER = {
    "missing": re.compile(r"Missing mandatory field(?: - one of)? '([a-z, ]+)'"),
    "unused": re.compile(r"Invalid field '([a-z]+)' for entrytype"),
    "unknown": re.compile(r"Field '([a-z]+)' invalid in data model"),
    "type": re.compile(r"Invalid entry type '([a-z]+)'"),
    "dropped": re.compile(r"Invalid format '[^']*' of (?:end )?date field '([a-z]+)'"),
    "isbn": re.compile(r"(ISBN) (?:'[^']*' in entry|in value)"),
    "issn": re.compile(r"Invalid (ISSN) in value"),
    "nowhere": re.compile(r"I didn't find a database entry for (\w+)"),
    "year": re.compile(r"legacy year field '([^']*)' in entry"),
    "twice": re.compile(r"Overwriting field '(year)'"),
    "key": re.compile(r"(Duplicate) entry key"),
    "macro": re.compile(r"undefined macro \"(\w+)\""),
    "and": re.compile(r"Name in key '(\w+)' is empty"),
}
"""The warnings of biber that the check has a message for; their one group is what they speak of."""
_OURS = {
    "field-missing": "missing", "field-unused": "unused", "field-of-others": "unknown", "field-unknown": "unknown",
    "type-unknown": "type", "date-malformed": "dropped", "date-impossible": "dropped", "isbn-invalid": "isbn",
    "number-plus": "isbn", "issn-invalid": "issn", "link-nowhere": "nowhere", "year-malformed": "year",
    "date-twice": "twice", "key-duplicate": "key", "macro-undefined": "macro", "names-and": "and",
}  # fmt: skip


def said_by_biber(text: str, program: str, folder: Path) -> set[tuple[str, str]]:
    """Give the sorts of biber's warnings, and the field or fields of those that name some."""
    (folder / "one.bib").write_text(text, encoding="utf-8")
    run = subprocess.run(
        [program, "--tool", "--validate-datamodel", "--output-resolve", "--output-file", "out.bib", "one.bib"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [line for line in run.stdout.splitlines() if line.startswith("WARN")]
    return {
        (sort, named(sort, match[1]))
        for line in lines
        for sort, known in _BIBER.items()
        if (match := known.search(line))
    }


def named(sort: str, word: str) -> str:
    """Give what is compared of a warning: fields by name, of other sorts that there is one."""
    word = "eventdate" if word == "eventyear" else word  # biber names the part of a date that it made of it
    return word if sort in {"missing", "unused", "unknown", "dropped"} else ""


def said_by_us(messages: tuple[Message, ...]) -> set[tuple[str, str]]:
    """Give the same of our messages; a field by the name that biblatex gives it."""
    found: set[tuple[str, str]] = set()
    aliases = data_model("biblatex").field_aliases
    for message in messages:
        sort = _OURS.get(message.code)
        if sort is None:
            continue
        if sort == "missing":
            listed = re.search(r"needs (.+) in biblatex", message.text)
            assert listed is not None
            parts = re.split(r", | and ", listed[1])
            found |= {(sort, ", ".join(re.findall(r"`(\w+)`", part))) for part in parts}
        elif named(sort, "x"):
            of_type = message.text.startswith("`@")
            field = re.findall(r"`(\w+)`", message.text)[0]
            assert of_type == (sort == "unused")
            found.add((sort, aliases.get(field, field)))
        else:
            found.add((sort, ""))
    return found


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["why"])
def test_biber_agrees(entry: dict[str, str], require_program: Callable[[str], str], tmp_path: Path) -> None:
    """Missing, unused and unknown fields, types, dates, check digits, keys and links are told by both or by neither."""
    assert said_by_biber(entry["bib"], require_program("biber"), tmp_path) == said_by_us(
        lint(entry["bib"], as_of=AS_OF)
    )


def test_the_table_is_the_data_model(require_program: Callable[[str], str]) -> None:
    """The needed fields of each type are those that the installed biblatex declares, if it is the version of the table."""
    found = subprocess.run([require_program("kpsewhich"), "blx-dm.def"], capture_output=True, text=True, check=True)
    source = Path(found.stdout.strip()).read_text(encoding="utf-8")
    style = Path(found.stdout.strip()).with_name("biblatex.sty").read_text(encoding="utf-8")
    if r"\def\abx@version{3.18" not in style:
        pytest.skip("the table is of biblatex 3.18, another version is installed")
    source = source[source.index("% Data model specification") :]
    declared: dict[str, set[str]] = {}
    for types, fields in re.findall(r"\\DeclareDatamodelEntryfields\[([^]]*)\]\{([^}]*)\}", source):
        for kind in re.findall(r"\w+", types):
            declared[kind] = set(re.findall(r"\w+", fields))

    model = data_model("biblatex")

    assert declared.keys() == model.fields.keys()
    for kind, names in declared.items():
        assert [] == [name for name in names if not model.takes(kind, name)], kind


@pytest.mark.parametrize("chars", [*"'(\"#%= )\\", ":/.+-_&*;?!@[]|<>^$`"])
def test_keys_that_are_refused_break_something(
    chars: str, require_program: Callable[[str], str], tmp_path: Path
) -> None:
    """Each character that is refused makes biber stop or lose the key; of the others, all in one file, none does."""
    entries = {char: f"@misc{{a{char}b, title = {{T}}, date = {{2001}}}}\n" for char in chars}
    refused = {
        char
        for char, entry in entries.items()
        if any(message.code in {"key-characters", "entry-lost"} for message in lint(entry, as_of=AS_OF))
    }
    (tmp_path / "key.bib").write_text("".join(entries.values()), encoding="utf-8")
    subprocess.run(
        [require_program("biber"), "--tool", "--output-file", "key.out", "key.bib"],
        cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip
    out = tmp_path / "key.out"
    told = out.read_text(encoding="utf-8") if out.exists() else ""

    assert refused == {char for char in chars if f"{{a{char}b," not in told}
    assert refused in (set(), set(chars))


def test_a_tilde_in_a_key_is_refused() -> None:
    r"""Biber takes it, and `\cite` does not."""
    bib = "@misc{a~b, title = {T}, date = {2001}}\n"
    assert "key-characters" in {message.code for message in lint(bib, as_of=AS_OF)}
