"""Addresses of articles, and titles to addresses."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from citecheck.errors import UsageError
from citecheck.gathering.article import Article, address_of, article_at, page_address, wiki_host


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://en.wikipedia.org/wiki/Norrvik_harbour", Article("en.wikipedia.org", "Norrvik harbour")),
        ("http://en.m.wikipedia.org/wiki/Norrvik_harbour#History", Article("en.wikipedia.org", "Norrvik harbour")),
        ("https://de.wikipedia.org/wiki/K%C3%B6ln?oldid=12", Article("de.wikipedia.org", "Köln", 12)),
        ("https://de.wikipedia.org/w/index.php?title=K%C3%B6ln&oldid=12", Article("de.wikipedia.org", "Köln", 12)),
        ("https://en.wikipedia.org/w/index.php?oldid=12", Article("en.wikipedia.org", "", 12)),
        ("https://en.wikipedia.org/?curid=7", Article("en.wikipedia.org", "", None, 7)),
        ("https://zh.wikipedia.org/zh-tw/%E6%B8%AF", Article("zh.wikipedia.org", "港")),
        ("https://en.wikipedia.org/wiki/AC/DC", Article("en.wikipedia.org", "AC/DC")),
        ("https://www.mediawiki.org/wiki/Help:Cite", Article("www.mediawiki.org", "Help:Cite")),
        ("https://en.wiktionary.org/wiki/quay", Article("en.wiktionary.org", "quay")),
        ("https://en.wikipedia.org/wiki/A?oldid=x", Article("en.wikipedia.org", "A")),
        ("https://en.wikipedia.org/wiki/", None),
        ("https://en.wikipedia.org/api/rest_v1/page/html/A", None),
        ("https://www.wikipedia.org/wiki/A", None),
        ("https://dumps.wikimedia.org/wiki/A", None),
        ("https://en.wikipedia.org.evil.example/wiki/A", None),
        ("https://notwikipedia.org/wiki/A", None),
        ("ftp://en.wikipedia.org/wiki/A", None),
        ("https://[en.wikipedia.org/wiki/A", None),
        ("https://en.wikipedia.org/?" + "&" * 1000, None),
    ],
)
def test_an_address_names_an_article_or_none(url: str, expected: Article | None) -> None:
    """Wikimedia's wikis are known by their domains; every other address is a page as it is."""
    assert expected == article_at(url)


@pytest.mark.parametrize(
    ("wiki", "title", "expected"),
    [
        ("de", "Köln", "https://de.wikipedia.org/wiki/K%C3%B6ln"),
        ("zh-min-nan", "Toâi", "https://zh-min-nan.wikipedia.org/wiki/To%C3%A2i"),
        ("en.wiktionary.org", " a  quay ", "https://en.wiktionary.org/wiki/a_quay"),
        ("en", "What? 100% #1", "https://en.wikipedia.org/wiki/What%3F_100%25_%231"),
    ],
)
def test_a_title_has_an_address(wiki: str, title: str, expected: str) -> None:
    """And the address names the title again."""
    assert expected == address_of(wiki, title)
    found = article_at(expected)
    assert found is not None
    assert " ".join(title.split()) == found.title


@pytest.mark.parametrize(
    ("wiki", "title"), [("de", ""), ("de", "x" * 256), ("de", "a\x00b"), ("wiki.example", "A"), ("d e", "A")]
)
def test_what_is_no_title_of_a_wiki_is_refused(wiki: str, title: str) -> None:
    """With a message that says what is wanted."""
    with pytest.raises(UsageError, match=r"wanted|title"):
        address_of(wiki, title)


def test_a_lasting_address_names_its_revision() -> None:
    """What a report records leads back to the same words."""
    assert Article("en.wikipedia.org", "A b", 5) == article_at(page_address("en.wikipedia.org", "A b", 5))


def test_the_table_of_wikis_is_whole() -> None:
    """Every list has entries, none twice, and no host that is no wiki counts as one."""
    table = tomllib.loads(files("citecheck.gathering").joinpath("wikis.toml").read_text(encoding="utf-8"))

    for listed in table.values():
        assert len(listed) == len(set(listed)) > 0
    assert {None} == {wiki_host(host) for host in table["others"]}
