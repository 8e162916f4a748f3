"""Addresses: the one request that several spellings stand for."""

from __future__ import annotations

from citecheck.web.spelling import spelled


def asked_as(url: str) -> str:
    """
    Give the address that is asked for *url*, equal for spellings that browsers and RFC 3986, 6.2 call equivalent.

    Without the fragment, which is never sent. `www.`, the scheme and a closing slash make another address: servers may
    tell them apart. So does a user, though it is not sent either: no archive is told of a page that wants one.
    """
    found = spelled(url)
    bare = found.partition("#")[0].rstrip()
    return bare if bare == found or spelled(bare) == bare else found  # what nobody can read must not become readable


def normalised(url: str) -> str:
    """Give the one spelling of an address and its fragment; two links are the same when it is."""
    asked = asked_as(url)
    fragment = fragment_of(url)
    return f"{asked}#{fragment}" if fragment and "#" not in asked else asked


def fragment_of(url: str) -> str:
    """Give the fragment of an address, "" where it has none."""
    return url.partition("#")[2].strip()
