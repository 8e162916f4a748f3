"""Hosts: which are doors of one service, and how each service is asked."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from citecheck.web.hosts import Manners, host_name, known_manners, service_of
from citecheck.web.pace import host_key


@pytest.mark.parametrize(
    ("url", "service"),
    [
        ("https://doi.org/10.1000/x", "doi.org"),
        ("http://dx.doi.org/10.1000/x", "doi.org"),
        ("https://www.doi.org/", "doi.org"),
        ("https://web.archive.org/web/2020/http://a.example/", "archive.org"),
        ("https://archive.org/details/old", "archive.org"),
        ("https://ia800.us.archive.org/1/items/x", "archive.org"),
        ("https://hdl.handle.net/1/2", "handle.net"),
        ("https://de.m.wikipedia.org/wiki/A", "wikimedia.org"),
        ("https://pubmed.ncbi.nlm.nih.gov/1/", "ncbi.nlm.nih.gov"),
        ("https://notarchive.org/", "notarchive.org"),
        ("https://archive.org.example/", "archive.org.example"),
        ("https://a.example/doi.org", "a.example"),
        ("https://b.a.example/", "b.a.example"),
        ("http://" + "a." * 400 + "archive.org/", "a." * 400 + "archive.org"),
        ("mailto:a@doi.org", ""),
    ],
)
def test_hosts_of_one_service_share_a_clock(url: str, service: str) -> None:
    """Those of the table, and what lies below them where the table says so; all others are their own."""
    assert service == host_key(url)


def test_a_host_keeps_its_name_for_those_who_do_not_ask_for_the_clock() -> None:
    """The service is for the pace alone."""
    assert "dx.doi.org" == host_name("http://dx.doi.org/10.1000/x")


def test_the_table_of_services_is_whole() -> None:
    """Every host is in lower case and of one service, and is found in it; manners are more polite than the usual ones."""
    table = tomllib.loads(files("citecheck.web").joinpath("services.toml").read_text(encoding="utf-8"))
    hosts = [(host, name) for name, service in table.items() for host in service["hosts"]]

    assert len(hosts) == len(dict(hosts))
    assert [name for _, name in hosts] == [service_of(host.removeprefix("www.").lstrip(".")) for host, _ in hosts]
    assert [host.lower() for host, _ in hosts] == [host for host, _ in hosts]
    assert {"hosts", "at_once", "interval"} >= {key for service in table.values() for key in service}


def test_nobody_is_asked_less_politely_than_the_user_wants() -> None:
    """What a service wants and what the user wants: the slower of the two."""
    slow, quick = known_manners(Manners(1, 5.0)), known_manners(Manners(50, 0.0))

    assert {Manners(1, 5.0)} == set(slow.values())
    assert Manners(3, 0.34) == quick["ncbi.nlm.nih.gov"]
    assert "doi.org" not in quick
