"""Documents that strangers made to have a file read, or to have the program busy for ever: by format and name."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import Final

PLANTED: Final = "Pl4nted-51c0-Pl4nted"
"""Stands in files that lie outside of the folder that is audited, and in no report."""
SECRETS: Final = {
    "secret.tex": f"{PLANTED} is the word.",
    "secret.rst": f"{PLANTED} is the word.\n",
    "secret.bib": f"@book{{a, title = {{{PLANTED}}}, year = 1999}}\n",
    "secret.json": json.dumps([{"id": "a", "type": "book", "title": PLANTED}]),
    "secret.txt": f"{PLANTED}\n",
}
AWAY: Final = "../../private/secret"
"""Of a secret as a document in the folder names it, without its suffix."""
LINK: Final = "link"
"""Names of links to the secrets that lie in the folder, without their suffixes."""
ITSELF: Final = "itself"
"""The name of a document that includes itself, without its suffix."""
_DEEP: Final = 10_000
_BOMB: Final = 66 << 20
"""Bytes that members of archives unpack to."""
_NOTE: Final = "Moles dig at night"


def hostile(kind: str, folder: str) -> dict[str, bytes]:
    """
    Give the documents of a format by name.

    Args:
        kind: The format, one of `FORMATS`.
        folder: Where the secrets lie, as an absolute path.
    """
    targets = {"system": "/etc/passwd", "absolute": f"{folder}/secret", "away": AWAY, "linked": LINK}
    return {name: made if isinstance(made, bytes) else made.encode() for name, made in _MADE[kind](targets)}


def _latex(targets: dict[str, str]) -> Iterator[tuple[str, str]]:
    r"""Give papers that have files read in all ways, that include themselves, and that never end."""
    for name, target in targets.items():
        path = target if name == "system" else f"{target}.tex"
        bare = target.removesuffix(".tex")
        yield (
            f"{name}.tex",
            _tex(
                rf"{_NOTE}.\cite{{a}} \input{{{path}}} \input {path} \include{{{bare}}} \subfile{{{path}}} "
                rf"\import{{{path.rpartition('/')[0]}/}}{{{path.rpartition('/')[2]}}} \verbatiminput{{{path}}} "
                rf"\lstinputlisting{{{path}}} \bibliography{{{bare}}} \addbibresource{{{bare}.bib}} \input{{|cat {path}}}"
            ),
        )
    yield f"{ITSELF}.tex", _tex(rf"{_NOTE}.\cite{{a}} \input{{{ITSELF}}}\input{{{ITSELF}.tex}}")
    yield "deep.tex", _tex("{" * _DEEP)
    yield "notes.tex", _tex(r"\footnote{" * _DEEP)
    names = [rf"\m{letter}" for letter in "abcdefghijklmnopqrst"]
    doubling = "".join(rf"\newcommand{{{name}}}{{{before * 10}}}" for before, name in pairwise(names))
    yield "macros.tex", _tex(rf"\newcommand{{\ma}}{{x}}{doubling}\def\x{{\x\x}}\x \mt")


def _tex(body: str) -> str:
    """Give a paper."""
    return rf"\documentclass{{article}}\begin{{document}}{body}\end{{document}}"


def _rst(targets: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Give texts with all directives that read files, one that includes itself, and some that are deep or double."""
    for name, target in targets.items():
        path = target if name == "system" else f"{target}.rst"
        yield (
            f"{name}.rst",
            (
                f"Moles\n=====\n\n{_NOTE}. [1]_\n\n.. include:: {path}\n\n.. include:: {path}\n   :literal:\n\n"
                f".. raw:: html\n   :file: {path}\n\n.. csv-table::\n   :file: {path}\n\n.. literalinclude:: {path}\n\n"
                f".. raw:: html\n   :url: file://{path}\n\n.. |x| image:: {path}\n\n.. [1] Holm.\n"
            ),
        )
    yield f"{ITSELF}.rst", f"{_NOTE}. [1]_\n\n.. include:: {ITSELF}.rst\n\n.. [1] Holm.\n"
    yield "deep.rst", "".join(f"{'  ' * n}* a\n\n" for n in range(400))
    doubling = "".join(f".. |{n}| replace:: {f'|{n - 1}| ' * 10}\n" for n in range(1, 12))
    yield "double.rst", f"{_NOTE}. |11| [1]_\n\n.. |0| replace:: moles\n{doubling}\n.. [1] Holm.\n"


def _markdown(targets: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Give texts whose bibliographies lie elsewhere, or are no bibliography, and some that are deep."""
    for name, target in targets.items():
        paths = [target] if name == "system" else [f"{target}.bib", f"{target}.json", target]
        yield f"{name}.md", f"---\nbibliography: {json.dumps(paths)}\ncsl: {paths[0]}\n---\n\n{_NOTE} [@a; @b].\n"
    yield f"{ITSELF}.md", f"---\nbibliography: {ITSELF}.md\n---\n\n{_NOTE} [@a].\n"
    anchors = "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]\n" for n in range(1, 20))
    yield "laughs.md", f"---\nx0: &x0 [a]\n{anchors}title: *x19\n---\n\n{_NOTE}.[^1]\n\n[^1]: Holm.\n"
    runs = {"quotes": ">", "brackets": "[", "notes": "^[", "stars": "*a **b ", "images": "![", "ticks": "`" * 7}
    for name, run in runs.items():
        yield f"{name}.md", f"{_NOTE}.[^1]\n\n{run * (_DEEP // 8)}\n\n[^1]: Holm.\n"


def _notebooks(targets: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Give the same texts as notebooks, and JSON that is deep."""
    for name, text in _markdown(targets):
        head, _, rest = text.replace(f"{ITSELF}.md", f"{ITSELF}.ipynb").partition("\n\n")
        kind = "raw" if head.startswith("---") else "markdown"
        cells = [
            {"cell_type": kind, "source": head, "metadata": {}},
            {"cell_type": "markdown", "source": rest, "metadata": {}},
        ]
        whole = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
        yield f"{name.removesuffix('.md')}.ipynb", whole
    yield "deep.ipynb", '{"nbformat": 4, "cells": [' + "[" * _DEEP


def _xml(targets: dict[str, str], root: str, inside: str, level: str) -> Iterator[tuple[str, str]]:
    """Give documents with entities that stand for files and for each other, with files that are included, and deep ones."""
    body = inside.format(f"{_NOTE} &x;.")
    for name, target in targets.items():
        path = target if name == "system" else f"{target}.txt"
        place = path if path.startswith("/") else f"./{path}"
        system = f'<!DOCTYPE {root} [<!ENTITY x SYSTEM "{place}"><!ENTITY % y SYSTEM "file://{path}"> %y;]>'
        include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{place}" parse="text"/>'
        yield f"{name}.xml", f"{system}<{root}>{body}{include}</{root}>"
    laughs = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 20))
    yield "laughs.xml", f'<!DOCTYPE {root} [<!ENTITY x0 "ha">{laughs}<!ENTITY x "&x19;">]><{root}>{body}</{root}>'
    blown = f'<!DOCTYPE {root} [<!ENTITY x "{"ha" * 10_000}">]>'
    yield "blown.xml", f"{blown}<{root}>{inside.format('&x;' * 10_000)}</{root}>"
    yield "deep.xml", f"<{root}>{inside.format(f'<{level}>' * _DEEP)}"
    yield "closed.xml", f"<{root}>{inside.format(f'</{level}>' * _DEEP)}"


def _html(targets: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Give pages that embed files, and deep ones."""
    for name, target in targets.items():
        path = target if name == "system" else f"{target}.txt"
        embedded = f'<iframe src="{path}"></iframe><object data="file://{path}"></object><!--#include file="{path}"-->'
        notes = '<sup><a href="#fn1" id="r1">1</a></sup></p><ol><li id="fn1">Holm <a href="#r1">b</a></li></ol>'
        yield f"{name}.html", f'<base href="file:///"><p>{_NOTE}.{embedded}{notes}'
    for name, run in {"deep": "<div>", "rows": "<table><tr><td>", "bold": "<b><p>", "lists": "<ol><li id=a>"}.items():
        yield f"{name}.html", f"<p>{_NOTE}{run * _DEEP}"


def _bibtex(_: object) -> Iterator[tuple[str, str]]:
    """Give a deep file, and strings of which each is ten of the one before."""
    yield "deep.bib", "@book{a, title = " + "{" * _DEEP
    rows = "".join(f"@string{{s{n} = {' # '.join([f's{n - 1}'] * 10)}}}\n" for n in range(1, 20))
    yield "strings.bib", f'@string{{s0 = "ha"}}\n{rows}@book{{a, title = s19}}\n'


def _plain(names: dict[str, str]) -> Callable[[object], Iterator[tuple[str, str]]]:
    """Give what gives documents that are the same wherever the secrets lie."""
    return lambda _: iter(names.items())


def _office(targets: dict[str, str], suffix: str, member: str) -> Iterator[tuple[str, bytes]]:
    """Give packages with an XML bomb, with too much, with too many members, with names that lead out, and wrecks."""
    for (name, _), (kind, text) in zip(targets.items(), _xml(targets, "x", "<y>{}</y>", "y"), strict=False):
        yield f"{name}.{suffix}", _packed(suffix, {member: text.encode(), kind: b"x"})
    laughs = dict(_xml(targets, "x", "<y>{}</y>", "y"))
    yield f"laughs.{suffix}", _packed(suffix, {member: laughs["laughs.xml"].encode()})
    yield f"deep.{suffix}", _packed(suffix, {member: laughs["deep.xml"].encode()})
    yield f"large.{suffix}", _packed(suffix, {member: b"<x>" + b" " * _BOMB})
    yield f"many.{suffix}", _packed(suffix, {f"{member}/{n}": b"" for n in range(12_000)})
    out = {f"../../{member}": b"<x/>", f"/{member}": b"<x/>", "../../out.txt": b"x"}
    yield f"out.{suffix}", _packed(suffix, out)
    whole = _packed(suffix, {member: b"<x/>"})
    yield f"cut.{suffix}", whole[: len(whole) // 2]
    yield f"wrong.{suffix}", whole[:60] + bytes(len(whole) - 60)


def _packed(suffix: str, members: dict[str, bytes]) -> bytes:
    """Give an archive that says of itself that it is of a format."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        types = {"odt": "application/vnd.oasis.opendocument.text", "epub": "application/epub+zip"}
        if suffix in types:
            archive.writestr(zipfile.ZipInfo("mimetype"), types[suffix])
            archive.writestr("META-INF/container.xml", "<container/>")
        else:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("_rels/.rels", "<Relationships/>")
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


def _pdfs(_: object) -> Iterator[tuple[str, bytes]]:
    """Give PDFs that are none, that are cut off, and whose pages are in a circle."""
    circle = b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[2 0 R 2 0 R]/Count 99>> endobj\n"
    yield "circle.pdf", circle + b"trailer <</Root 1 0 R>>\n%%EOF"
    yield "none.pdf", b"%PDF-1.7\n" + b"x" * 1_000
    yield "deep.pdf", b"%PDF-1.7\n1 0 obj " + b"[" * _DEEP + b"\ntrailer <</Root 1 0 R>>\n%%EOF"
    yield "numbers.pdf", circle.replace(b"99", b"9" * 4_000) + b"trailer <</Root 1 0 R/Size 99999999>>\n%%EOF"


_MADE: Final[dict[str, Callable[[dict[str, str]], Iterator[tuple[str, str | bytes]]]]] = {
    "bibtex": _bibtex,
    "csl-json": _plain({"deep.csl.json": "[" * _DEEP, "deeper.csl.json": '[{"id": ' * _DEEP}),
    "docx": partial(_office, suffix="docx", member="word/document.xml"),
    "epub": partial(_office, suffix="epub", member="OEBPS/a.xhtml"),
    "html": _html,
    "jats": partial(_xml, root="article", inside="<body><sec><p>{}</p></sec></body>", level="sec"),
    "latex": _latex,
    "markdown": _markdown,
    "notebook": _notebooks,
    "odt": partial(_office, suffix="odt", member="content.xml"),
    "pdf": _pdfs,
    "plain-text": _plain({"brackets.txt": "References\n\n" + "[1] " * (_DEEP // 2), "feeds.txt": "RFC\f\n" * (_DEEP // 2)}),
    "rst": _rst,
    "tei": partial(_xml, root="TEI", inside="<text><body><div><p>{}</p></div></body></text>", level="div"),
    "wikitext": _plain({"deep.wiki": "{{" * _DEEP, "tags.wiki": "<ref>" * _DEEP}),
}
FORMATS: Final = tuple(_MADE)
"""Those of which there are documents here."""
