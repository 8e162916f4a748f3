"""`--links-from COPY`: the sample's text gets the links of the sample's page back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.standin import StandInWeb

Command = Callable[..., Any]
ROOT = Path(__file__).parents[2]
TEXT, PAGE = ROOT / "references/sample.txt", ROOT / "references/sample.html"
WIKI = ROOT / "tests/standin/tables/wiki.toml"


def references(out: bytes) -> list[dict[str, Any]]:
    """Give the references of the one document of a report."""
    listed: list[dict[str, Any]] = json.loads(out)["documents"][0]["references"]
    return listed


def test_the_text_of_the_sample_gets_the_six_links_of_its_page(cli: Command) -> None:
    """Each on its own reference, each saying where it came from."""
    audit = ("audit", "--offline", "--fail-on", "never", "--format", "json")
    page = references(cli(*audit, PAGE).out)
    ran = cli(*audit, TEXT, "--links-from", PAGE)
    text = references(ran.out)

    assert 6 == sum(len(reference["links"]) for reference in text)
    assert [[link["url"] for link in reference["links"]] for reference in page] == [
        [link["url"] for link in reference["links"]] for reference in text
    ]
    assert [{"source": str(PAGE), "confidence": 1.0}] * 6 == [
        link["restored"] for reference in text for link in reference["links"]
    ]
    assert "15 of 17 references stand in" in ran.out.decode()


def test_an_export_has_them_too(cli: Command) -> None:
    """So a paper gets its addresses from a text without any."""
    assert 0 == cli("export", TEXT).out.count(b"\n  url  ")
    assert 6 == cli("export", TEXT, "--links-from", PAGE).out.count(b"\n  url  ")


def test_the_copy_may_be_an_article(process: Command, tmp_path: Path) -> None:
    """Asked for as a document is; the links of the text can then be checked."""
    text = tmp_path / "harbour.txt"
    text.write_text(
        "Norrvik harbour\n\nThe harbour received its first ship.[1]\n\nReferences\n\n"
        '1. ^ Lindqvist, Ada (14 May 2006). "Old harbour opens again". The Coast Courier.\n',
        encoding="utf-8",
    )
    with StandInWeb(WIKI) as web:
        ran = process(
            "audit", text, "--links-from", "https://en.wikipedia.org/wiki/Norrvik_harbour", "--format", "json",
            "--no-archives", "--fail-on", "never",
            CITECHECK_WIKI_URL="http://wiki.example/w", CITECHECK_PROXY=f"http://127.0.0.1:{web.http_port}",
        )  # fmt: skip

    assert ["https://courier.example/harbour"] == [link["url"] for link in references(ran.out)[0]["links"]]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("audit", "--offline", TEXT, "--links-from", "none.html"), 2, "there is no file none.html"),
        (("export", TEXT, "--links-from", "https://en.wikipedia.org/wiki/A"), 2, "an export is offline"),
        (("audit", "--offline", TEXT, "--links-from", "https://en.wikipedia.org/wiki/A"), 2, "--offline asks nobody"),
    ],
)
def test_a_copy_that_cannot_be_read_ends_the_run(
    cli: Command, arguments: tuple[object, ...], code: int, told: str
) -> None:
    """Links were wanted, so a report without them would mislead."""
    ran = cli(*arguments)

    assert (code, b"") == (ran.code, ran.out)
    assert told in ran.err


def test_the_copy_may_be_wikitext(cli: Command, tmp_path: Path) -> None:
    """What its templates say is compared with what the page printed of them."""
    text, copy = tmp_path / "cave.txt", tmp_path / "cave.wiki"
    text.write_text(
        "Lantern cave\n\nShepherds found it in 1871.[1] Its lake is deep.[2] It holds bats.[3]\n\nReferences\n\n"
        '1. ^ Marsh, Lee (3 March 2011). "Lantern Cave in the old papers". Orrin Archive. Retrieved 4 May 2012.\n'
        '2. ^ Weber, Ina (2004). "The lake below the hill". Karst Letters. 12 (3): 44.\n'
        "3. ^ Novak, Ana (1998). A Survey of the Orrin Caves. Karst Press.\n",
        encoding="utf-8",
    )
    copy.write_text(
        "'''Lantern cave''' Shepherds found it in 1871.<ref>{{cite web |last=Marsh |first=Lee |date=3 March 2011 "
        "|title=Lantern Cave in the old papers |url=https://orrin.example/lantern |website=Orrin Archive "
        "|access-date=4 May 2012}}</ref> Its lake is deep.<ref>{{cite journal |last=Weber |first=Ina |date=2004 "
        "|title=The lake below the hill |journal=Karst Letters |volume=12 |issue=3 |page=44 "
        "|url=https://karst.example/12/3/44}}</ref> It holds bats.<ref>{{cite book |last=Gray |first=Jo "
        "|title=Another book altogether |date=1977 |url=https://books.example/other}}</ref>\n\n{{reflist}}\n",
        encoding="utf-8",
    )

    found = references(
        cli("audit", text, "--links-from", copy, "--offline", "--fail-on", "never", "--format", "json").out
    )

    assert [["https://orrin.example/lantern"], ["https://karst.example/12/3/44"], []] == [
        [link["url"] for link in one["links"]] for one in found
    ]
