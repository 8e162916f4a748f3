"""The table of `docs/export.md`, from the tables that the exports use. Run it to write the page anew."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from citecheck.references.draft import _ALWAYS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "export.md"
BEGIN, END = "<!-- table: tests/docs/export_tables.py -->\n", "<!-- end of table -->\n"
CSL_NAME = {"archive-url": "archive-url (custom)", "archived": "archived (custom)", "locator": "locator (custom)"}
CLASSIC = {"date": "year, month, day", "url": "howpublished, note", "verba": "note", "userd": "note"}
BIBLATEX = {"verba": "verba, addendum; archiveurl", "userd": "userd, addendum; archivedate"}


def table() -> str:
    """Give the table in Markdown: a row for each variable that an export has a place for."""
    biblatex, classic, ris, wikitext = (_rules(name) for name in ("biblatex", "classic", "ris", "wikitext"))
    rows = ["| variable | biblatex | BibTeX | RIS | wikitext |", "| --- | --- | --- | --- | --- |"]
    for variable in _variables(biblatex, ris, wikitext):
        fields = list(_fields(variable, biblatex))
        special = {rule[variable] for rule in ris["special"].values() if variable in rule}
        tags = [*filter(None, [ris["tags"].get(variable)]), *sorted(special)]
        cells = (
            CSL_NAME.get(variable, variable),
            _listed(BIBLATEX.get(field, field) for field in fields),
            _listed(_classic(field, classic) for field in fields),
            _listed("PY, DA" if tag == "DA" else "SP, EP" if tag == "SP" else tag for tag in tags) or "N1",
            _listed(_parameters(variable, wikitext)) or "text after",
        )
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _rules(name: str) -> dict[str, Any]:
    """Read a table of `references/`."""
    return tomllib.loads(files("citecheck.references").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _variables(biblatex: dict[str, Any], ris: dict[str, Any], wikitext: dict[str, Any]) -> Iterable[str]:
    """Give every variable that a table names, once."""
    of_types = (variable for rule in biblatex["types"].values() for variable in rule["fields"])
    tables = (biblatex["note"], biblatex["addendum"], biblatex["eprint"], ris["tags"], wikitext["parameters"])
    return dict.fromkeys([*_ALWAYS, "locator", "language", *of_types, *(name for one in tables for name in one)])


def _fields(variable: str, biblatex: dict[str, Any]) -> Iterator[str]:
    """Give the biblatex fields of a variable, over all entry types."""
    if variable in _ALWAYS:
        yield _ALWAYS[variable]
    yield from (rule["fields"][variable] for rule in biblatex["types"].values() if variable in rule["fields"])
    if variable in biblatex["eprint"]:
        yield "eprint"
    if variable == "language":
        yield from ("language", "langid")
    for place in ("note", "addendum"):
        if variable in biblatex[place]:
            yield place


def _classic(field: str, classic: dict[str, Any]) -> str:
    """Give where classic BibTeX has a biblatex field."""
    if field in {"organization", "institution", "publisher"}:
        return ", ".join(dict.fromkeys(["publisher", *classic["bodies"].values()]))
    if field in {"langid", "addendum", "note"} or field in classic["note"]:
        return "note"
    return str(CLASSIC.get(field) or classic["fields"][field])


def _parameters(variable: str, wikitext: dict[str, Any]) -> Iterator[str]:
    """Give the CS1 parameters of a variable, over all templates."""
    if variable in wikitext["names"]:
        yield ", ".join(wikitext["names"][variable])
    if variable == "locator":
        yield "page, pages, at"
    for places in (wikitext["parameters"], *wikitext["special"].values(), wikitext["chapter"]):
        if variable in places and wikitext["only"].get(variable) != []:
            yield "page, pages, at" if variable == "page" else places[variable]


def _listed(words: Iterable[str]) -> str:
    """Give words as code, each once."""
    each = dict.fromkeys(part for word in words for part in word.replace(";", ",").split(", "))
    return ", ".join(f"`{word.strip()}`" if word != "N1" else word for word in each)


def main() -> None:
    """Write the table into the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{table()}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
