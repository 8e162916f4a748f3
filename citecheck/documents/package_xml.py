"""
The XML of a document's package: parsed without entities, document type or network, within bounds.

Elements are called by their usual prefix, whatever the file calls them: `w:p` is a paragraph in Word's transitional
namespace (ECMA-376) and in the strict one (ISO/IEC 29500).
"""

from __future__ import annotations

import codecs
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from citecheck.documents.packages import Damaged, Package

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_SIGNS: Final = 3_000_000
"""Of `<` and `=` in one part: each begins a tag or an attribute, and takes memory."""
_KEPT_NAMES: Final = 4096


def part(package: Package, name: str) -> Element | None:
    """
    Give the root of a part, None where there is none; what is broken in it is read as far as it can be.

    Raises:
        Damaged: It cannot be unpacked, or is no XML, or no document has such XML.
    """
    if name not in package:
        return None
    root, whole = parsed(package.read(name), name)
    if not whole:
        package.losses.append(f"{name} is broken XML, and was read as far as it goes")
    return root


def lesser_part(package: Package, name: str) -> Element | None:
    """Give the root of a part without which the document can be read all the same; that it was lost is noted."""
    try:
        return part(package, name)
    except Damaged as problem:
        package.losses.append(str(problem))
        return None


def parsed(data: bytes, name: str) -> tuple[Element, bool]:
    """
    Give the root of some XML, and whether it is well formed.

    Raises:
        Damaged: It is no XML, declares a document type, or is too large.
    """
    from lxml import etree  # noqa: PLC0415 - heavy, and only office documents need it

    data = _utf8(data)
    if b"<!DOCTYPE" in data:
        raise Damaged(f"{name} declares a document type, which could define anything, so it was not read")
    if data.count(b"<") + data.count(b"=") > MOST_SIGNS:
        raise Damaged(f"{name} has more elements than can be read")
    for recover in (False, True):
        parser = etree.XMLParser(
            encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
            huge_tree=False, recover=recover, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError:
            continue
        if root is not None:
            return root, not recover
    raise Damaged(f"{name} is no XML")


def name_of(element: Element) -> str:
    """Give the name of an element: `w:p`; "" for what is none (an entity), `?:p` in a namespace that is not known."""
    tag = element.tag
    return _name(tag) if isinstance(tag, str) else ""


def attribute(element: Element, name: str, default: str = "") -> str:
    """Give the value of an attribute called by its usual prefix: `w:val`; without one where it has no namespace."""
    for written in _written(name):
        value = element.get(written)
        if value is not None:
            return str(value)
    return default


def child(element: Element | None, *path: str) -> Element | None:
    """Give the first child of that name, and in it the first of the next name."""
    for name in path:
        if element is None:
            return None
        element = next(element.iterchildren(*_written(name)), None) if len(element) else None
    return element


def value(element: Element | None, *path: str, name: str = "w:val") -> str:
    """Give an attribute of a child, "" where there is none."""
    found = child(element, *path)
    return "" if found is None else attribute(found, name)


def words(element: Element | None) -> str:
    """Give all text in an element."""
    return "" if element is None else "".join(map(str, element.itertext()))


def _utf8(data: bytes) -> bytes:
    """Give XML in UTF-8, so that nothing in it can hide behind an encoding."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return data[2:].decode(encoding, "replace").encode("utf-8", "replace")
    for head, encoding in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if data.startswith(head):
            return data.decode(encoding, "replace").encode("utf-8", "replace")
    return data.removeprefix(codecs.BOM_UTF8)


@lru_cache(_KEPT_NAMES)
def _name(tag: str) -> str:
    space, _, local = tag.rpartition("}")
    if not space:
        return local
    return f"{_prefixes().get(space[1:], '?')}:{local}"


@lru_cache(_KEPT_NAMES)
def _written(name: str) -> tuple[str, ...]:
    """Give how an element or an attribute of that name may be written."""
    prefix, _, local = name.rpartition(":")
    if not prefix:
        return (local,)
    return tuple(f"{{{space}}}{local}" for space, known in _prefixes().items() if known == prefix)


@cache
def _prefixes() -> dict[str, str]:
    """Give the usual prefix of each namespace."""
    table = tomllib.loads(files("citecheck.documents").joinpath("office.toml").read_text(encoding="utf-8"))
    return {space: prefix for prefix, spaces in table["namespaces"].items() for space in spaces}
