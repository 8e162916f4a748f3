"""Addresses and identifiers that lead nowhere: escaped URLs, DOIs written as addresses, wrong check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from citecheck.bibliography.item import Item
from citecheck.bibliography.message import Message, shown
from citecheck.references.latex import Dialect
from citecheck.references.malformed import arxiv_problem, doi_problem, isbn_problem, issn_problem

_ESCAPED: Final = re.compile(r"\\[_%&#$~^]|\{\\|\\text|\\url|\\sim|\{\[\}|\{_\}|\{~\}")
_PRINTED_URL: Final = re.compile(r"\\(?:url|href|nolinkurl)[ \t]{0,4}\{([^{}]*)")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}:(?://[^\s/]|(?!//)[^\s/])")
_DOI_URL: Final = re.compile(r"(?:https?://)?(?:dx\.)?(?:www\.)?doi\.org/(10\.\S+)|doi:\s?(10\.\S+)", re.IGNORECASE)
_PARTED: Final = re.compile(r"\s*(?:[,;/&]|\band\b|\s{2,})\s*|(?<=[0-9Xx])\s+(?=97[89])")
_REMARK: Final = re.compile(
    r"\([^()]{0,40}\)|\b(?:e-?|p-?)?ISS?[BS]?N(?:-?1[03])?\b:?|\b(?:print|online|pbk|hbk|electronic)\b\.?",
    re.IGNORECASE,
)


def numbers(item: Item, dialect: Dialect) -> Iterator[Message]:
    """Give what is wrong with the addresses and identifiers of an entry."""
    yield from _url(item)
    yield from _doi(item)
    yield from _eprint(item)
    yield from _check_digits(item)
    for name in ("howpublished", "note", "addendum"):
        for address in _PRINTED_URL.findall(item.text(name)):
            if re.search(r"\\[_&~]|\{\\|\\text", address):
                text = (
                    f"the address in `{name}`, {shown(address)}, has backslashes, which become part of the link: it is"
                )
                yield item.said("url-escaped", f"{text} broken. Write it raw.", name)
            elif dialect == "biblatex" and re.search(r"(?<!\\)[%#]", address):
                text = (
                    f"the address in `{name}`, {shown(address)}, stands in a command's argument. Write `\\%` and `\\#`,"
                )
                yield item.said("special-unescaped", f"{text} or use the field `url`.", name)


def _url(item: Item) -> Iterator[Message]:
    """Give what is wrong with `url`."""
    url = item.text("url")
    if not url:
        return
    doi = _DOI_URL.fullmatch(url)
    if _ESCAPED.search(url):
        text = (
            f"`url` is {shown(url)}: what LaTeX escapes elsewhere is raw here, so that the link is broken without any"
        )
        yield item.said("url-escaped", f"{text} warning. Write the address as a browser shows it.", "url")
    elif any(map(str.isspace, url)) or "<" in url or ">" in url:
        yield item.said("url-malformed", f"`url` is {shown(url)}, which is not one address. Keep one, raw.", "url")
    elif not _SCHEME.match(url):
        text = (
            f"`url` is {shown(url)}, which has no `https://` before it, so that it leads into the reader's own files."
        )
        yield item.said("url-malformed", f"{text} Write the whole address.", "url")
    elif url.endswith((".", ",", ";")):
        text = f"`url` ends with `{url[-1]}`, most likely the punctuation of a sentence. Delete it."
        yield item.said("url-malformed", text, "url")
    elif doi is not None and "doi" not in item.values:
        text = f"`url` is the address of a DOI. Write `doi = {{{doi[1] or doi[2]}}}` instead."
        yield item.said("url-doi", text, "url")


def _doi(item: Item) -> Iterator[Message]:
    """Give what is wrong with `doi`."""
    doi = item.text("doi")
    if not doi:
        return
    address = _DOI_URL.fullmatch(doi)
    if re.search(r"\\[_%&#]|\{\\", doi):
        text = f"`doi` is {shown(doi)}: backslashes become part of the link, which is broken. Write it raw."
        yield item.said("url-escaped", text, "doi")
    elif address is not None:
        text = f"`doi` holds an address; styles write `https://doi.org/` before it again. Write {address[1] or address[2]}."
        yield item.said("doi-address", text, "doi")
    elif wrong := doi_problem(doi) or ("" if any(map(str.isdigit, doi)) else "it has no number"):
        yield item.said("doi-invalid", f"`doi` is {shown(doi)}, but {wrong}. Copy it anew.", "doi")
    elif doi != doi.strip(" .,;"):
        yield item.said(
            "doi-invalid", f"`doi` ends with {shown(doi[-1:])}, which is none of its letters. Delete it.", "doi"
        )


def _eprint(item: Item) -> Iterator[Message]:
    """Give what is wrong with `eprint`."""
    eprint = item.text("eprint")
    if not eprint:
        return
    sort = item.text("eprinttype", "archiveprefix").casefold()
    number = re.sub(r"^arxiv:\s?", "", eprint, flags=re.IGNORECASE)
    if not sort and not eprint.startswith("http"):
        text = "`eprint` has no `eprinttype` beside it, so that nobody knows which archive it is of. Add it."
        yield item.said("eprint-type", text, "eprint")
    elif sort == "arxiv":
        if number != eprint:
            text = f"`eprint` begins with `arXiv:`, which styles write before it again. Write {number}."
            yield item.said("arxiv-invalid", text, "eprint")
        elif wrong := arxiv_problem(eprint) or ("" if any(map(str.isdigit, eprint)) else "it has no number"):
            yield item.said("arxiv-invalid", f"`eprint` is {shown(eprint)}, but {wrong}. Copy it anew.", "eprint")


def _check_digits(item: Item) -> Iterator[Message]:
    """Give ISBNs and ISSNs that are none."""
    for name, problem, code in (("isbn", isbn_problem, "isbn-invalid"), ("issn", issn_problem, "issn-invalid")):
        value = item.text(name)
        if not value:
            continue
        parts = [part for part in _PARTED.split(value) if part and any(map(str.isdigit, part))]
        wrong = next(((part, why) for part in parts if (why := problem(_REMARK.sub("", part)))), None)
        if wrong is not None:
            yield item.said(code, f"`{name}` is {shown(wrong[0])}, but {wrong[1]}. Copy it anew.", name)
        elif not parts:
            yield item.said(code, f"`{name}` is {shown(value)}, which has no figures. Delete it.", name)
        elif len(parts) > 1 or _REMARK.search(value):
            text = f"`{name}` is {shown(value)}, which biber cannot check: it holds one number and nothing else."
            yield item.said("number-plus", f"{text} Keep one.", name)


def shared_numbers(items: Sequence[Item]) -> Iterator[Message]:
    """Give entries that have the DOI of an earlier one."""
    first: dict[str, Item] = {}
    for item in items:
        doi = item.text("doi").casefold()
        before = first.setdefault(doi, item) if doi else item
        if before is not item and before.entry.key != item.entry.key:
            text = (
                f"the DOI {doi} is also that of {before.entry.key} on line {before.entry.line}. Keep one of the entries"
            )
            yield item.said("doi-shared", f"{text}, or correct the DOI.", "doi")
