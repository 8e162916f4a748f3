"""PDFs for tests, written byte by byte: pages of lines, what the file says of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def pdf(pages: Sequence[Sequence[str]], info: Mapping[str, str] | None = None, xmp: str = "") -> bytes:
    """Give a PDF of some pages, each with its lines from the top down."""
    objects = ["<</Type/Catalog/Pages 2 0 R" + ("/Metadata 5 0 R" if xmp else "") + ">>", ""]
    objects.append("<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>")
    objects.append("<<" + "".join(f"/{key}({_escaped(value)})" for key, value in (info or {}).items()) + ">>")
    objects.append(f"<</Type/Metadata/Subtype/XML/Length {len(xmp.encode())}>>stream\n{xmp}\nendstream")
    kids = []
    for lines in pages:
        shown = "".join(f"({_escaped(line)}) Tj 0 -14 Td " for line in lines)
        stream = f"BT /F1 10 Tf 50 780 Td {shown}ET"
        objects.append(f"<</Length {len(stream.encode('cp1252'))}>>stream\n{stream}\nendstream")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 700 842]/Contents {len(objects)} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    written = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj{body}endobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info 4 0 R>>\nstartxref\n{len(written)}\n%%EOF"
    return written + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode()


def _escaped(text: str) -> str:
    """Give a text as a string of PDF."""
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
