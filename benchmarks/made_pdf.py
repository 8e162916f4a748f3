"""A made-up PDF (ISO 32000-1) of any length: numbered paragraphs, then the list of references that they name."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

_COLUMNS: Final = 84
_LINES: Final = 48
"""Of a page."""
_NUMBER: Final = "§"
_NAME: Final = "¶"
_PARAGRAPH: Final = (
    "The olm of cave § near ¶ lives in the water, where it is cold and where no light comes [§]. Walkers from ¶ saw it in "
    "spring, when the water of ¶ was high, and told nobody of it for years. It eats little, as the books of ¶ say [§], and "
    "waits in ¶ for months for a meal that comes from ¶."
)
_ITEM: Final = "[§] Novak, Ana; Kucan, Joze (1998). Olms of ¶. Ljubljana: Jama. p. 17. https://example.org/olm/¶/§."
_SYLLABLES: Final = ("ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu")
_FIXED: Final = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
)
"""The catalogue and the two fonts: objects 1, 3 and 4; 2 are the pages together."""


def pdf(copies: int) -> bytes:
    """Give a PDF of some copies of a paragraph, each with its reference."""
    lines = list(_lines(copies))
    pages = [lines[start : start + _LINES] for start in range(0, len(lines), _LINES)]
    kids = b" ".join(b"%d 0 R" % (5 + 2 * place) for place in range(len(pages)))
    catalogue, *fonts = _FIXED
    objects = [catalogue, b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(pages), kids), *fonts]
    for page in pages:
        drawn = _drawn(page)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % (len(objects) + 2)
        )
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawn), drawn))
    return _file(objects)


def _lines(copies: int) -> Iterator[tuple[str, bool]]:
    """Give the lines in their order, and whether they are headings."""
    yield "Olms of the Karst", True
    for number in range(1, copies + 1):
        yield "", False
        yield from _wrapped(_PARAGRAPH, number)
    yield "", False
    yield "References", True
    for number in range(1, copies + 1):
        yield from _wrapped(_ITEM, number)


def _wrapped(piece: str, number: int) -> Iterator[tuple[str, bool]]:
    """Give the lines of a piece with its number and its name."""
    # Lines that are alike but for a number, page after page, would be running heads and feet.
    name = "".join(_SYLLABLES[int(digit)] for digit in str(number)).capitalize()
    piece = piece.replace(_NUMBER, str(number)).replace(_NAME, name)
    return ((line, False) for line in textwrap.wrap(piece, _COLUMNS))


def _drawn(lines: Sequence[tuple[str, bool]]) -> bytes:
    """Give the commands that write the lines of a page, from its top."""
    written = [b"BT 14 TL 60 780 Td"]
    for line, heading in lines:
        escaped = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252")
        written.append(b"/F%d %d Tf (%b) Tj T*" % ((2, 14, escaped) if heading else (1, 11, escaped)))
    return b"\n".join((*written, b"ET"))


def _file(objects: Sequence[bytes]) -> bytes:
    """Give the file of some objects, numbered from 1, with the table of where they stand."""
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    tail = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(made) + tail % (size, table, size, len(made))
