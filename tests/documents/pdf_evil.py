"""PDFs that somebody broke or made to break a reader; and a small one that is sound, from which most are made."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import cache

_LINES = (
    "The Light of the Harbour",
    "The light was built in 1926 by the town [1]. It was moved in 1951 [2].",
    "References",
    "[1] Berg, A. 1927. On the light of the harbour. Annals of Navigation.",
    "[2] Falk, B. 1952. How the light was moved. Journal of Coastal Studies.",
)


def written(objects: dict[int, bytes], root: int = 1, more: bytes = b"") -> bytes:
    """Give a file of objects, with its table of places."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places.get(number, 0)
    return bytes(out + b"trailer\n<< /Size %d /Root %d 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, more, start))


def stream(body: bytes, more: bytes = b"") -> bytes:
    """Give an object that is a stream."""
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(body), more, body)


def page(lines: tuple[str, ...] = _LINES) -> bytes:
    """Give what a page shows."""
    rows = [b"BT /F1 11 Tf 72 %d Td (%b) Tj ET" % (720 - 24 * n, line.encode()) for n, line in enumerate(lines)]
    return b"\n".join(rows)


def parts(
    content: bytes | None = None,
    *,
    pages: bytes = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    box: bytes = b"[0 0 612 792]",
    catalog: bytes = b"",
) -> dict[int, bytes]:
    """Give the objects of a document of one page."""
    return {
        1: b"<< /Type /Catalog /Pages 2 0 R %b >>" % catalog,
        2: pages,
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox %b /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>" % box,
        4: stream(page()) if content is None else content,
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }


@cache
def sound() -> bytes:
    """Give a document that can be read."""
    return written(parts())


def _flipped() -> bytes:
    body = bytearray(sound())
    for place in range(20, len(body), 37):
        body[place] ^= 0x55
    return bytes(body)


def _nested(depth: int) -> bytes:
    """Give pages within pages within pages."""
    objects = parts(pages=b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>")
    for n in range(10, 10 + depth):
        objects[n] = b"<< /Type /Pages /Kids [%d 0 R] /Count 1 /Parent %d 0 R >>" % (n + 1, n - 1 if n > 10 else 2)
    objects[10 + depth] = objects.pop(3)
    return written(objects)


def _bomb() -> bytes:
    """Give a page whose words unpack to 27 megabytes, packed twice."""
    packed = zlib.compress(zlib.compress(b"BT /F1 11 Tf (light) Tj ET\n" * 1_000_000, 1), 9)
    return written(parts(stream(packed, b"/Filter [/FlateDecode /FlateDecode]")))


def _object_streams() -> bytes:
    """Give objects in a stream that unpacks to 20 megabytes."""
    packed = zlib.compress(b" " * 20_000_000, 1)
    objects = parts(catalog=b"/Names 20 0 R /Outlines 20 0 R")
    objects[20] = stream(packed, b"/Type /ObjStm /N 100000000 /First 10 /Filter /FlateDecode")
    return written(objects)


def _many_pages() -> bytes:
    objects = parts(pages=b"<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>")
    return written(objects)


def _shared_pages() -> bytes:
    """Give a tree of pages whose branches are all the same: four million pages in a few hundred bytes."""
    objects = parts(pages=b"<< /Type /Pages /Kids [10 0 R 10 0 R 10 0 R 10 0 R] /Count 4194304 >>")
    for n in range(10, 20):
        kid = b"3 0 R" if n == 19 else b"%d 0 R" % (n + 1)
        objects[n] = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (b" ".join([kid] * 4), 4 ** (20 - n))
    return written(objects)


def _forms() -> bytes:
    """Give a picture that shows itself ten times, and so on: a billion words."""
    objects = parts(stream(b"/X0 Do"))
    for n in range(9):
        shown = b"/X Do " * 10 if n < 8 else page()
        resources = b"/Resources << /XObject << /X %d 0 R >> /Font << /F1 5 0 R >> >>" % (30 + n + 1)
        objects[30 + n] = stream(shown, b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] " + resources)
    objects[3] = objects[3].replace(b"/Font", b"/XObject << /X0 30 0 R >> /Font")
    return written(objects)


def _destinations() -> bytes:
    """Give a tree of names that has itself for a branch, and links to its names."""
    objects = parts(catalog=b"/Names << /Dests 20 0 R >>")
    objects[20] = b"<< /Kids [20 0 R 21 0 R] >>"
    objects[21] = b"<< /Names [(cite.a) [3 0 R /XYZ 0 nan null]] /Limits [(a) (z)] >>"
    objects[22] = b"<< /Type /Annot /Subtype /Link /Rect [-1e30 -1e30 1e30 1e30] /Dest (cite.a) >>"
    objects[3] = objects[3].replace(b"/Contents", b"/Annots [22 0 R 22 0 R 23 0 R] /Contents")
    return written(objects)


def _encrypted() -> bytes:
    objects = parts()
    lock = b"/Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <%b> /U <%b>" % (b"ab" * 32, b"cd" * 32)
    objects[6] = b"<< %b >>" % lock
    return written(
        objects, more=b"/Encrypt 6 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]"
    )


EVIL: dict[str, Callable[[], bytes]] = {
    "only-a-head": lambda: b"%PDF-1.7\n",
    "cut-in-half": lambda: sound()[: len(sound()) // 2],
    "cut-in-a-stream": lambda: sound()[: sound().index(b"endstream") - 30],
    "flipped": _flipped,
    "wrong-places": lambda: sound().replace(b"00000 n", b"99999 n").replace(b"startxref\n", b"startxref\n9"),
    "places-far-outside": lambda: sound().replace(b"startxref\n", b"startxref\n99999999999999999999"),
    "no-catalog": lambda: written(parts(), root=99),
    "page-in-itself": lambda: written(parts(pages=b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>")),
    "pages-in-a-circle": lambda: written({**parts(), 3: b"<< /Type /Pages /Kids [2 0 R] /Count 5 /Parent 2 0 R >>"}),
    "huge-page": lambda: written(parts(box=b"[0 0 1e38 1e38]")),
    "no-size": lambda: written(parts(box=b"[nan nan 0 0]")),
    "deep-pages": lambda: _nested(3000),
    "deep-arrays": lambda: written({**parts(), 5: b"[" * 100_000 + b"]" * 100_000}),
    "packed-words": _bomb,
    "packed-objects": _object_streams,
    "a-billion-pages": _many_pages,
    "shared-pages": _shared_pages,
    "forms-in-forms": _forms,
    "names-in-a-circle": _destinations,
    "encrypted": _encrypted,
    "no-words": lambda: written(parts(stream(b"0 0 m 100 100 l S"))),
    "huge-letters": lambda: written(parts(stream(b"BT /F1 1e30 Tf 1e30 0 0 1e30 0 0 Tm (Light) Tj ET"))),
    "length-lies": lambda: sound().replace(b"/Length ", b"/Length 9999999"),
}
"""What is wrong with each, by name."""
