"""A page of wikitext: what each tag and each template on it shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from citecheck.documents.cite_template import cite, template_kind
from citecheck.documents.wikitext_calls import Parameter, call_name, parameter_key, parameters
from citecheck.documents.wikitext_references import scan_inner
from citecheck.documents.wikitext_scan import Braced, Node, Plain, Tag
from citecheck.documents.wikitext_shown import ShowWalk
from citecheck.documents.wikitext_words import before, beginnings, names, signs, template_roles
from citecheck.model import Span

_FEW: Final = 3
_LONGEST_FILE: Final = 300
_FILE: Final = re.compile(
    r"\s{0,100}[^\s{}\[\]|<>][^{}\[\]|<>\n]{0,250}\.(?:jpe?g|png|svg|gif|tiff?|webp|ogg|ogv|webm|mp3|pdf)\s{0,100}",
    re.IGNORECASE,
)


class Page(ShowWalk):
    """Shows tags and templates."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._calls = 0
        """How many calls are open around what is read."""

    def tag(self, node: Tag) -> None:
        """Take an extension tag."""
        self.begun()
        if node.name == "ref":
            self.reference_tag(node)
        elif node.name == "references":
            self.list_tag(node)
        elif node.name == "gallery":
            self.gallery(node)
        elif node.inner is None:
            return
        elif node.name in names("unprinted-tags"):
            self.shown(scan_inner(self, node), node.start)
        elif node.name in names("wikitext-tags"):
            self.walk(scan_inner(self, node))
        elif node.name in names("literal-tags"):
            if node.name == "pre" and not self.inline:
                self.end_block()
            self.words(node.inner.start, node.inner.end)

    def braced(self, node: Braced) -> None:
        """Take a link, a call, an argument or words in variants."""
        at_start = self.line_begins
        self.begun()
        if node.kind == "link":
            self.wikilink(node)
        elif node.kind == "variant":
            self.variant(node)
        elif node.kind == "argument":
            if len(node.parts) > 1:
                self.walk(node.parts[1].nodes)
        else:
            self._calls += 1
            self._call(node, at_start=at_start)
            self._calls -= 1
            if not self._calls:
                self._keep_references(node)
                self.taken.clear()

    def _keep_references(self, call: Braced) -> None:
        """Take the references of a call that stand in what it does not show."""
        waiting: list[Node] = [call]
        self.muted += 1
        while waiting:
            node = waiting.pop()
            if isinstance(node, Tag):
                if node.name == "ref" and node.start not in self.taken:
                    self.reference_tag(node)
            elif isinstance(node, Braced):
                name = call_name(self.text, node) if node.kind == "template" else ""
                if name and template_roles().get(name) == "note" and node is not call and node.start not in self.taken:
                    self.note_template(name, node)
                else:
                    waiting += reversed([one for part in node.parts for one in part.nodes])
        self.muted -= 1

    def _call(self, node: Braced, *, at_start: bool) -> None:
        name = call_name(self.text, node)
        kind = template_kind(name)
        doing = template_roles().get(name)
        if kind is not None:
            self._citation(kind, name, node)
        elif doing in _DOING:
            _DOING[doing](self, name, node)
        elif name in signs():
            self.seen(signs()[name], Span(node.start, node.end))
        elif name in before():
            self.seen(before()[name], Span(node.start, node.start + 2))
            self.show_first(name, node)
        elif name.startswith(beginnings("infobox-beginnings")) and not self.inline:
            self._infobox(node)
        elif name.startswith("ipac-"):
            self.show_sounds(node)
        elif name.startswith(("lang-", "ipa-")):
            self.show_first(name, node)
        elif name.startswith(beginnings("silent-beginnings")):
            self.silent(name, node)
        elif name.startswith("#"):
            self._function(name, node)
        else:
            self._unknown(name, node, at_start=at_start)

    # Citations

    def _citation(self, kind: str, name: str, node: Braced) -> None:
        """Print a citation template, and keep what it says."""
        found = cite(self.text, kind, name, node, self._value_with_links)
        span = Span(node.start, node.end)
        if self._hidden or self.muted:
            return
        if not found.text:
            self._source(node, list(parameters(self.text, node)))
            return
        draft = self.draft or self.open(node.start)
        for link in found.links:
            draft.link(link.url, link.span or span, link.role)
        found.cited.at = draft.thread.length
        draft.thread.replace(found.text, span)
        draft.end = node.end
        draft.cited.append(found.cited)

    def _value_with_links(self, parameter: Parameter) -> str:
        """Give the words of a value; addresses in it are the open block's."""
        if (
            all(isinstance(node, Plain) for node in parameter.nodes)
            and "//" not in self.text[parameter.start : parameter.end]
        ):
            return self.value(parameter)
        shown = self.shown(parameter.nodes, parameter.start)
        if self.draft is not None:
            for link in shown.links.values():
                self.draft.links.setdefault(link.url, link)
        return shown.thread.finish()[0]

    def _unknown(self, name: str, node: Braced, *, at_start: bool) -> None:
        """Take a template that no table has: in a note it is a source; a box of many facts is one; else only references count."""
        given = list(parameters(self.text, node))
        named = [parameter_key(one.name)[0] for one in given if not one.positional]
        if name.startswith(("cite ", "citation ", "citar ", "cita ", "cytuj ")):
            self._citation("document", name, node)
        elif self.draft is not None and self.draft.where == "reference" and not self.muted:
            if "title" in named and ("url" in named or "author" in named or "last" in named):
                self._citation("document", name, node)
            else:
                self._source(node, given)
        elif at_start and not self.inline and len(named) > _FEW and "\n" in self.text[node.start : node.end]:
            self._infobox(node)
        else:
            self.silent(name, node)

    def _source(self, node: Braced, given: Sequence[Parameter]) -> None:
        """Show a template that stands for a source: its name and what it is called with."""
        first = node.parts[0]
        if any(isinstance(one, Plain) for one in first.nodes):
            self.pad()
            self.walk(first.nodes)
        for parameter in given:
            self.pad()
            self.walk(parameter.nodes)
        self.pad()

    def _infobox(self, node: Braced) -> None:
        """Take the values of a box of facts; the name of a file is no words."""
        for part in parameters(self.text, node):
            if not (part.end - part.start <= _LONGEST_FILE and _FILE.fullmatch(self.text, part.start, part.end)):
                self.beside("infobox", "infobox", part.nodes)

    def silent(self, name: str, node: Braced) -> None:
        """Show nothing; references in the call are kept, at their place within a line."""
        del name
        parts = [part for part in node.parts[1:] if any(not isinstance(one, Plain) for one in part.nodes)]
        if not parts:
            return
        if self.draft is None:
            for part in parts:
                self.shown(part.nodes, part.start)
            return
        self.muted += 1
        self.inline += 1
        for part in parts:
            self.walk(part.nodes)
        self.inline -= 1
        self.muted -= 1

    def _function(self, name: str, node: Braced) -> None:
        """Show what a parser function most likely shows: `{{#if:…|this|that}}`."""
        if name.startswith("#tag:references"):
            self._tag_references(node)
        elif name.startswith("#if") and len(node.parts) > 1:
            self.walk(node.parts[1].nodes)
        else:
            self.silent(name, node)

    def _tag_references(self, node: Braced) -> None:
        group = ""
        listed: list[Node] = []
        for parameter in parameters(self.text, node):
            if parameter.name.casefold() == "group":
                group = self.value(parameter).strip("\"'")
            elif parameter.positional:
                listed += parameter.nodes
        self.print_list(group, listed)


_DOING: Final = {
    "list": Page.list_template,
    "note": Page.note_template,
    "reuse": lambda page, _, node: page.reuse_template(node),
    "short-note": lambda page, _, node: page.short_note(node),
    "short": lambda page, _, node: page.short_form(node),
    "pages": lambda page, _, node: page.page_template(node),
    "webarchive": Page.show_archive,
    "first": Page.show_first,
    "second": Page.show_second,
    "last": Page.show_last,
    "all": Page.show_all,
    "convert": Page.show_measure,
    "date": Page.show_date,
    "identifier": Page.show_identifier,
    "address": Page.show_address,
    "silent": Page.silent,
}
