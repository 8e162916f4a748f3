"""What templates show of their parameters: the first of them, all of them, a measure, a date, an address, a copy in an archive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from citecheck.documents.addresses import role
from citecheck.documents.cite_template import resolver
from citecheck.documents.wikitext_calls import parameters
from citecheck.documents.wikitext_references import ReferenceWalk
from citecheck.documents.wikitext_scan import Braced
from citecheck.model import Link, Span

_TEXTS: Final = ("1", "text", "texte", "texto", "quote", "content", "contenu", "testo", "zitat", "название", "текст")
_ADDRESSES: Final = ("url", "1", "lien", "enlace", "adres", "ссылка", "link", "original", "url1")
_STAMPS: Final = (
    "date",
    "wayback",
    "datum",
    "fecha",
    "data",
    "archive-date",
    "archiv-datum",
    "дата",
    "webcite",
    "archive-is",
    "timestamp",
    "2",
)
_SHORTEST_STAMP: Final = 8
_NO_SOUNDS: Final = frozenset({"lang", "local", "pron", "us", "uk", "also", "audio", "icon", "en", "ipa"})
_BETWEEN: Final = frozenset(
    {"-", "–", "to", "and", "or", "by", "x", "×", "+/-", "to(-)", "&", "bis", "à", "a", "e", "и", "до"}
)


class ShowWalk(ReferenceWalk):
    """Shows what templates show; each method takes the template's folded name and its call."""

    def _show(self, node: Braced, wanted: Sequence[str]) -> None:
        given = {parameter.name.casefold(): parameter for parameter in parameters(self.text, node)}
        found = next((given[name] for name in wanted if name in given), None)
        if found is not None:
            self.inline += 1
            self.walk(found.nodes)
            self.inline -= 1

    def show_first(self, name: str, node: Braced) -> None:
        """Show the first parameter, or the one that is called text."""
        del name
        self._show(node, _TEXTS)

    def show_second(self, name: str, node: Braced) -> None:
        """Show the second parameter, or the first where there is no second."""
        del name
        self._show(node, ("2", *_TEXTS))

    def show_last(self, name: str, node: Braced) -> None:
        """Show the last parameter without a name."""
        del name
        given = [one for one in parameters(self.text, node) if one.positional]
        if given:
            self.inline += 1
            self.walk(given[-1].nodes)
            self.inline -= 1

    def show_all(self, name: str, node: Braced) -> None:
        """Show all parameters without a name."""
        del name
        self.inline += 1
        for number, one in enumerate(one for one in parameters(self.text, node) if one.positional):
            if number:
                self.pad()
            self.walk(one.nodes)
        self.inline -= 1

    def show_measure(self, name: str, node: Braced) -> None:
        """Show `{{convert|5|km}}` as `5 km`, with `to`, `by` and the like between two numbers."""
        del name
        given = [one for one in parameters(self.text, node) if one.positional][:4]
        count = 4 if len(given) == 4 and self.value(given[1]) in _BETWEEN else 2
        self.inline += 1
        for number, one in enumerate(given[:count]):
            if number:
                self.pad()
            self.walk(one.nodes)
        self.inline -= 1

    def show_sounds(self, node: Braced) -> None:
        """Show `{{IPAc-en|t|ə|ˈ|r}}` as `/təˈr/`."""
        given = [self.value(one) for one in parameters(self.text, node) if one.positional][:100]
        sounds = "".join(one for one in given if one.casefold() not in _NO_SOUNDS)
        self.seen(f"/{sounds}/" if sounds else "", Span(node.start, node.end))

    def show_date(self, name: str, node: Braced) -> None:
        """Show `{{birth date|1901|2|3}}` as `1901-02-03`."""
        del name
        values = [self.value(one) for one in parameters(self.text, node) if one.positional][:3]
        values = [value for value in values if value]
        joiner = "-" if all(value.isdecimal() for value in values) else " "
        padded = [value.zfill(2) if joiner == "-" else value for value in values]
        self.seen(joiner.join(padded), Span(node.start, node.end))

    def show_identifier(self, name: str, node: Braced) -> None:
        """Show `{{ISBN|…}}` with its label; where it leads to an address, note that."""
        label = "doi" if name.startswith("doi") else name.upper()
        given = [self.value(one) for one in parameters(self.text, node) if one.positional][:1]
        span = Span(node.start, node.end)
        if not given or not given[0]:
            return
        variable = {"doi": "DOI", "PMC": "PMCID", "ARXIV": "arXiv", "BIBCODE": "bibcode", "HDL": "handle"}.get(
            label, label
        )
        self.seen(f"{label}{':' if label in {'doi', 'ARXIV', 'BIBCODE', 'HDL'} else ' '}{given[0]}", span)
        if (pattern := resolver(variable)) and self.draft is not None and " " not in given[0]:
            self.draft.link(
                pattern.format(given[0].removeprefix("PMC") if variable == "PMCID" else given[0]), span, "identifier"
            )

    def show_address(self, name: str, node: Braced) -> None:
        """Show the label of `{{URL|…}}`, or the address."""
        del name
        given = {one.name.casefold(): one for one in parameters(self.text, node)}
        found = next((given[key] for key in _ADDRESSES if key in given), None)
        if found is None:
            return
        url = self.text[found.start : found.end].strip()
        span = Span(found.start, found.end)
        if url and " " not in url and "{" not in url:
            self.link(url if "//" in url else f"http://{url}", span)
        label = given.get("2")
        self.inline += 1
        if label is not None:
            self.walk(label.nodes)
        else:
            self.seen(url, span)
        self.inline -= 1

    def show_archive(self, name: str, node: Braced) -> None:
        """Print the copy of a page that an archive holds; old templates give the page and a time."""
        del name
        given = {one.name.casefold(): one for one in parameters(self.text, node)}
        found = next((given[key] for key in _ADDRESSES if key in given), None)
        if found is None:
            return
        url = self.text[found.start : found.end].strip()
        stamp = next((self.value(given[key]) for key in _STAMPS if key in given), "")
        span = Span(found.start, found.end)
        draft = self.draft or self.open(node.start)
        if url.lower().startswith(("http://", "https://", "//")) and " " not in url:
            if role(url) == "archive":
                draft.link(url, span, "archive")
            elif stamp.isdecimal() and len(stamp) >= _SHORTEST_STAMP:
                draft.link(url, span)
                archived = f"https://web.archive.org/web/{stamp}/{url}"
                draft.links.setdefault(archived, Link(archived, "archive", Span(node.start, node.end)))
            else:
                draft.link(url, span)
        title = next(
            (given[key] for key in ("title", "text", "titel", "titre", "título", "название") if key in given), None
        )
        self.pad()
        if title is not None:
            self.inline += 1
            self.walk(title.nodes)
            self.inline -= 1
            self.pad()
        self.seen(f"Archived {stamp} at the Wayback Machine." if stamp else "Archived.", Span(node.start, node.end))
