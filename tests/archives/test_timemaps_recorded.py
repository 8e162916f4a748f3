"""TimeMaps, Link headers and index rows of real archives that were recorded are read for what they are."""

from __future__ import annotations

import ast
import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from citecheck.archives.common_crawl import read_crawl, read_crawls
from citecheck.archives.known import archive_named
from citecheck.archives.memento import MementoArchive
from citecheck.archives.timegate import read_gate
from citecheck.archives.timemap import Holder, TimeMap, read_timemap
from citecheck.web import Exchange, Headers, Request
from citecheck.web.exchange import Hop

Find = Callable[[str], Path]
WAYBACK = Holder(("https://web.archive.org/web",))


def holder(name: str) -> Holder:
    """Give where an archive that is known keeps its mementos."""
    archive = archive_named(name)
    assert isinstance(archive, MementoArchive)
    return archive.holder


def outputs(path: Path) -> list[tuple[int, str]]:
    """Give what the cells of a notebook put out, each with its number."""
    told = json.loads(path.read_text(encoding="utf-8"))
    return [(one["cell"], one["output"]) for one in told["outputs"]]


TIMEMAPS = {
    # Each first page of a TimeMap that GLAM Workbench recorded, by its cell: whose it is, and the rows that came.
    59: ("awa", 2), 61: ("awa", 1), 63: ("awa", 1),
    65: ("ukwa", 2), 67: ("ukwa", 1), 69: ("ukwa", 1),
    71: ("ukgwa", 2), 73: ("ukgwa", 1), 75: ("ukgwa", 1),
    77: ("nlnz", 2), 79: ("nlnz", 1), 81: ("nlnz", 1),
    83: ("", 2), 87: ("", 1),
}  # fmt: skip


def glam(recorded: Find) -> dict[int, str]:
    """Give the TimeMaps that the notebook about Memento recorded, by cell, without the type in their first line."""
    texts = dict(outputs(recorded("glam-workbench/memento.outputs.json")))
    return {cell: text.partition("\n")[2] for cell, text in texts.items() if cell in TIMEMAPS}


def test_every_recorded_timemap_is_read(recorded: Find) -> None:
    """Five archives, as links, a mapping a line, CDXJ and text: every row is a capture of that archive."""
    found: dict[int, TimeMap] = {}
    for cell, text in glam(recorded).items():
        name, _ = TIMEMAPS[cell]
        found[cell] = read_timemap(text.encode(), holder(name) if name else WAYBACK)

    assert {cell: rows for cell, (_, rows) in TIMEMAPS.items()} == {cell: one.count for cell, one in found.items()}
    assert all(one.count == len(one.captures) for one in found.values())
    assert all("mp_/" not in capture.uri for one in found.values() for capture in one.captures)
    assert {None, 200} == {capture.status for one in found.values() for capture in one.captures}


def test_links_and_rows_of_one_archive_name_the_same_mementos(recorded: Find) -> None:
    """What pywb lists as links it lists as rows, too: of three archives the first is the same address."""
    texts = glam(recorded)
    for links, rows, cdxj in ((65, 67, 69), (71, 73, 75), (77, 79, 81)):
        whose = holder(TIMEMAPS[links][0])
        firsts = [read_timemap(texts[cell].encode(), whose).captures[0] for cell in (links, rows, cdxj)]
        assert 1 == len({one.uri.replace(":80/", "/") for one in firsts}), firsts
        assert 1 == len({one.at for one in firsts})


def test_the_recorded_table_of_the_wayback_machine_is_read(recorded: Find) -> None:
    """Eleven columns, of which the lines were cut: closed again, each row is a capture."""
    (text,) = [text for cell, text in outputs(recorded("glam-workbench/memento.outputs.json")) if cell == 85]
    found = read_timemap((text.partition("\n")[2].rstrip().rstrip(",") + "]").encode(), WAYBACK)

    assert (4, {200}) == (found.count, {one.status for one in found.captures})
    assert 1 == len({one.digest for one in found.captures})
    assert "https://web.archive.org/web/19981206012233/http://www.discontents.com.au/" == found.captures[0].uri


def test_recorded_rows_of_indexes_are_read(recorded: Find) -> None:
    """Rows that four indexes gave are captures, those that are guesses are none."""
    kept, guessed = 0, 0
    for name in ("comparing_cdx_apis", "memento"):
        for _, text in outputs(recorded(f"glam-workbench/{name}.outputs.json")):
            if not text.startswith(("{'urlkey'", "[{'urlkey'")) or "timestamp" not in text:
                continue
            told = ast.literal_eval(text)
            for row in told if isinstance(told, list) else [told]:
                found = read_timemap(json.dumps(row).encode(), holder("awa"))
                assert ("is_fuzzy" in row) == (not found.captures), row
                guessed += "is_fuzzy" in row
                kept += len(found.captures)

    assert (7, 2) == (kept, guessed)


def test_the_recorded_row_of_arquivo_is_read(recorded: Find) -> None:
    """Seven fields, no media type; its copy is below /wayback."""
    told = json.loads(recorded("issue-recorded/responses.json").read_text(encoding="utf-8"))
    (row,) = [one["row"] for one in told if "arquivo" in str(one.get("request"))]
    (capture,) = read_timemap(json.dumps(row).encode(), holder("arquivo")).captures

    assert ("https://arquivo.pt/wayback/20100323155533/http://www.example.com/", 200) == (capture.uri, capture.status)
    assert "EF7YLJGKQUMLJFP3F7A7LBALC65T5W2O" == capture.digest


AIU = {
    "test_good_link_headers": (WAYBACK, ["20100802055126", "20101211091635", "20210106030214"]),
    "test_example_multiple_urits": (Holder(("https://perma.cc",)), ["20151004231813"]),
    "test_example_multiple_urits_missing_quotes": (Holder(("https://perma.cc",)), ["20151004231813"]),
    "test_7089_fig28": (
        Holder(("http://arxiv.example.net/web",)),
        ["20000620180259", "20000621011731", "20000621044156", "20091027204954"],
    ),
}


def test_every_recorded_list_of_links_is_read(recorded: Find) -> None:
    """A header in one line, one without quotes, a figure of RFC 7089 broken into lines: the mementos, each once."""
    told = json.loads(recorded("aiu/link_timemaps.json").read_text(encoding="utf-8"))
    found = {one["test"]: read_timemap(one["text"].encode(), AIU[one["test"]][0], "http://ogp.me/") for one in told}

    assert {name: stamps for name, (_, stamps) in AIU.items()} == {
        name: sorted(one.timestamp for one in timemap.captures) for name, timemap in found.items()
    }
    assert all(not timemap.further for timemap in found.values())
    assert {"https://perma.cc/7YXW-UFQ3"} == {one.uri for one in found["test_example_multiple_urits"].captures}


def test_the_recorded_timegate_of_the_australian_archive_names_its_copy(recorded: Find) -> None:
    """Not followed, it names the copy in Location and in Link, one with a modifier and one without: it is the same."""
    (text,) = [text for cell, text in outputs(recorded("glam-workbench/memento.outputs.json")) if cell == 4]
    headers: dict[str, str] = ast.literal_eval(text)
    url = "https://web.archive.org.au/awa/http://www.nla.gov.au/"
    hop = Hop(url, "GET", "", 302, headers=Headers(tuple(headers.items())))
    led = read_gate(Exchange(Request(url, follow=False), (hop,)), holder("awa"), "http://www.nla.gov.au/")

    assert led.named is not None
    assert "https://web.archive.org.au/awa/20100205144751/http://www.nla.gov.au/" == led.named.uri
    assert dt.datetime(2010, 2, 5, 14, 47, 51, tzinfo=dt.UTC) == led.named.at


def test_the_recorded_copy_of_perma_names_itself(recorded: Find) -> None:
    """A link without a time in its address, whose header tells the time."""
    told = json.loads(recorded("issue-recorded/responses.json").read_text(encoding="utf-8"))
    (link,) = [one["headers"]["Link"] for one in told if "perma.cc" in str(one.get("request"))]
    (capture,) = read_timemap(link.encode(), holder("perma")).captures

    assert ("https://perma.cc/S3FJ-NKZG", "20150830171622") == (capture.uri, capture.timestamp)
    assert "http://papers.ssrn.com/sol3/papers.cfm?abstract_id=1639996" == capture.original


def answers(recorded: Find) -> Iterator[tuple[dict[str, Any], Exchange]]:
    """Give what Common Crawl answered in September 2025, as cdx_toolkit recorded it."""
    for path in sorted(recorded("cdx_toolkit").rglob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            told: dict[str, Any] = json.loads(line)
            if "index.commoncrawl.org" in told["url"]:
                hop = Hop(told["url"], "GET", "", told["response_status_code"], headers=Headers())
                body = str(told.get("response_text") or "").encode()
                yield told, Exchange(Request(told["url"]), (hop,), body=body)


def test_every_recorded_answer_of_common_crawl_is_read(recorded: Find) -> None:
    """Lists of crawls, rows, "No Captures found" with 404, and a count of pages: each for what it is."""
    kinds: Counter[str] = Counter()
    for told, exchange in answers(recorded):
        if told["url"].endswith("collinfo.json"):
            crawls = read_crawls(exchange).crawls
            assert (115, "CC-MAIN-2025-33") == (len(crawls), crawls[0].id)
            kinds["crawls"] += 1
            continue
        rows = read_crawl(exchange, Holder(("https://index.commoncrawl.org/CC-MAIN-2025-33",)))
        if exchange.status == 404:
            assert ("", 0) == (rows.failure, rows.count)
            kinds["none"] += 1
        elif exchange.status != 200:
            assert rows.failure == f"The archive answered {exchange.status}."
            kinds["refusals"] += 1
        elif "showNumPages" in (told["request_params"] or {}):
            assert rows.failure.endswith("it has no rows.")
            kinds["figures"] += 1
        else:
            assert rows.count == len(rows.captures) > 0, told["url"]
            assert all(one.status is not None for one in rows.captures)
            kinds["rows"] += 1

    assert {"crawls", "none", "refusals", "figures", "rows"} == set(kinds)
    assert min(kinds["none"], kinds["rows"]) >= 10


@pytest.mark.parametrize("name", ["awa", "ukwa", "ukgwa", "nlnz"])
def test_recorded_addresses_of_copies_are_those_of_archives_that_are_known(recorded: Find, name: str) -> None:
    """Each memento that a notebook got is below a base of its archive."""
    texts = [text.strip("'\n") for _, text in outputs(recorded("glam-workbench/get_a_memento.outputs.json"))]
    host = holder(name).bases[0].split("/")[2]
    mine = [text for text in texts if text.startswith(f"https://{host}/")]

    assert all(holder(name).own(text) for text in mine)
    assert mine or name == "nlnz"  # of that one the notebook shows all links
