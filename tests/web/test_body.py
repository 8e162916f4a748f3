"""Bodies: content codings undone within bounds."""

from __future__ import annotations

import gzip
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.web.body import Wire, decode
from citecheck.web.exchange import Headers

TEXT = b"The harbour reopened in 1977. " * 40
RAW = zlib.compressobj(wbits=-15)
BARE = RAW.compress(TEXT) + RAW.flush()


def coded(*codings: str) -> Headers:
    """Give headers that name content codings, a line for each."""
    return Headers(tuple(("Content-Encoding", coding) for coding in codings))


def packed(plain: bytes) -> bytes:
    """Give bytes as gzip, the same at any time: they are part of the names of tests, which several processes must share."""
    return gzip.compress(plain, mtime=0)


@pytest.mark.parametrize(
    ("raw", "headers"),
    [
        (TEXT, coded()),
        (TEXT, coded("identity")),
        (packed(TEXT), coded("gzip")),
        (packed(TEXT), coded("X-GZIP")),
        (packed(TEXT), coded("", "gzip")),
        (packed(TEXT[:600]) + packed(TEXT[600:]), coded("gzip")),
        (packed(TEXT) + b"trailing rubbish", coded("gzip")),
        (zlib.compress(TEXT), coded("deflate")),
        (BARE, coded("deflate")),
        (packed(packed(TEXT)), coded("gzip, gzip")),
        (packed(zlib.compress(TEXT)), coded("deflate", "gzip")),
        (TEXT, coded("gzip")),
        (TEXT, coded("utf-8")),
        (packed(TEXT), coded("8bit", "gzip")),
        (packed(TEXT), coded("deflate")),
        (b"<p>" + TEXT, coded("deflate")),
    ],
)
def test_a_body_is_what_was_packed(raw: bytes, headers: Headers) -> None:
    """All codings that are asked for are undone, in whatever way servers write them."""
    plain = decode(Wire(raw), headers, 10_000)

    assert (TEXT, False, None) == (plain.body.removeprefix(b"<p>"), plain.truncated, plain.error)


@pytest.mark.parametrize("headers", [coded("gzip"), coded("gzip, gzip"), coded("gzip, gzip, gzip")])
def test_a_bomb_is_cut(headers: Headers) -> None:
    """Whatever the ratio, and in layers too, no more than the limit is unpacked."""
    bomb = bytes(20_000_000)
    for _ in headers.get("content-encoding").split(","):
        bomb = gzip.compress(bomb, mtime=0)
    plain = decode(Wire(bomb), headers, 50_000)

    assert plain.truncated
    assert 50_000 >= len(plain.body)


@pytest.mark.parametrize(
    ("raw", "headers"),
    [
        (b"\x1f\x8b\x08\x00rubbish that is no gzip", coded("gzip")),
        (b"x", coded("br")),
        (b"x", coded("gzip", "gzip", "gzip", "gzip")),
    ],
)
def test_a_body_that_cannot_be_unpacked_is_told(raw: bytes, headers: Headers) -> None:
    """Damage and codings that nobody asked for are an error of the body, not of the answer."""
    plain = decode(Wire(raw), headers, 10_000)

    assert "bad-answer" == (plain.error.kind if plain.error else "")


def test_a_body_whose_sum_is_wrong_is_read() -> None:
    """As browsers do, which do not look at it; what is damaged further up is read up to there."""
    whole = gzip.compress(TEXT, mtime=0)
    wrong = decode(Wire(whole[:-8] + bytes(8)), coded("gzip"), 10_000)
    second = decode(Wire(whole + whole[:-8] + bytes(8)), coded("gzip"), 10_000)

    assert (TEXT, None) == (wrong.body, wrong.error)
    assert (TEXT + TEXT, None) == (second.body, second.error)


def test_many_small_members_take_no_square_of_their_time() -> None:
    """Ten times as many members take about ten times as long, not a hundred."""
    members = gzip.compress(b"", mtime=0) * 100_000
    start = time.process_time()
    few = decode(Wire(members[: len(members) // 10]), coded("gzip"), 10_000)
    half = time.process_time()
    many = decode(Wire(members), coded("gzip"), 10_000)
    end = time.process_time()

    assert (b"", False) == (few.body, few.truncated) == (many.body, many.truncated)
    assert end - half < 40 * (half - start)


def test_half_a_packed_body_gives_what_it_holds() -> None:
    """A packed body that broke off is unpacked as far as it came."""
    plain = decode(Wire(packed(TEXT)[:-12]), coded("gzip"), 10_000)

    assert plain.truncated
    assert TEXT.startswith(plain.body)
    assert plain.body


@given(st.binary(max_size=400), st.sampled_from(["gzip", "deflate", "gzip, deflate", "br", ""]))
def test_any_bytes_are_borne(raw: bytes, coding: str) -> None:
    """A body is any bytes at all under any coding."""
    for body in (raw, b"\x1f\x8b\x08" + raw):
        plain = decode(Wire(body), coded(coding), 1000)
        assert len(plain.body) <= 1000
