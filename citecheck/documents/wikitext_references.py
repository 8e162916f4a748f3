"""References in wikitext: `<ref>` and `<references>` in every form, and the templates that make notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from citecheck.documents.wikitext_calls import Parameter, call_name, parameters
from citecheck.documents.wikitext_drafts import Draft, Short, key_of
from citecheck.documents.wikitext_lines import LineWalk
from citecheck.documents.wikitext_notes import Note, attributes, collapsed
from citecheck.documents.wikitext_scan import Braced, Node, Plain, Tag, scan
from citecheck.documents.wikitext_words import groups, template_roles
from citecheck.documents.wordings import fold
from citecheck.model import Span

_COMMENT: Final = re.compile(r"<!--.{0,20000}?-->", re.DOTALL)
_PAGES: Final = (
    "p",
    "pp",
    "page",
    "pages",
    "loc",
    "at",
    "s",
    "с",
    "seite",
    "seiten",
    "pagina",
    "página",
    "páginas",
    "strony",
    "strona",
    "blz",
    "стр",
)
_NUMBERED: Final = re.compile(r"(\d{1,2})(a\d{1,2}|y|p|pp|loc)")
_MOST_FORMS: Final = 40
_LIST_ATTRIBUTES: Final = frozenset({"group", "responsive", "dir"})


@dataclass(slots=True)
class _Use:
    """A reference tag, or the call of a template that makes one."""

    span: Span
    marker: Span
    """What of it stands for the marker: the start tag, or the whole call."""
    group: str
    name: str
    body: Sequence[Node]
    source: str
    follow: str = ""
    extends: str = ""
    details: str = ""
    details_draft: Draft | None = None
    """The details with what stands in them, where they come from a call."""

    @property
    def defines(self) -> bool:
        """Whether it has words."""
        return bool(self.source)


class ReferenceWalk(LineWalk):
    """Gives references their notes."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.taken: set[int] = set()
        """Where the references begin that were taken since this was last emptied."""

    def reference_tag(self, node: Tag) -> None:
        """Take `<ref …>…</ref>` or `<ref … />`."""
        self._use(self._of_tag(node))

    def _of_tag(self, node: Tag) -> _Use:
        self.taken.add(node.start)
        given = attributes(node.attributes.of(self.text))
        if given.get("follow", "").isdecimal():
            given["name"] = given["follow"]  # both are an error, and so is a number
        inner = node.inner or Span(node.end, node.end)
        source = inner.of(self.text)
        if "<!--" in source:
            source = _COMMENT.sub("", source)
        body = list(scan(self.text, inner.start, inner.end, self.unclosed)) if source.strip() else []
        return _Use(
            span=Span(node.start, node.end),
            marker=Span(node.start, inner.start if node.inner else node.end),
            group=given.get("group", ""),
            name=_name(given.get("name", "")),
            body=body,
            source=source.strip(),
            follow=given.get("follow", ""),
            extends=_name(given.get("extends", "")),
            details=given.get("details", ""),
        )

    def _use(self, use: _Use) -> None:
        """Take a reference in the text."""
        if use.follow:
            self._follow(use)
        elif use.extends:
            parent = self.notes.use(use.group, use.extends, use.span)
            note = self.notes.part(parent, use.name or use.source, use.span)
            self.mark(note, use.marker)
            self._define(note, use)
        elif use.details and use.name:
            self._part(use)
        elif use.name or use.defines:
            note = self.notes.use(use.group, use.name, use.span)
            self.mark(note, use.marker)
            self._define(note, use)

    def _define(self, note: Note, use: _Use) -> None:
        if use.defines and self.notes.define(note, use.source, use.span):
            note.draft = Draft("paragraph", "reference", use.span.start)
            self.into(note.draft, use.body)
            note.draft.settle(note.draft.thread.finish()[0])

    def _follow(self, use: _Use) -> None:
        """Add the words to the note that they go on from; it has no marker of its own."""
        if use.name or use.details:
            return
        note = self.notes.named(use.group, use.follow) or self.notes.loose(use.group, use.span)
        if note.draft is None:
            note.draft = Draft("paragraph", "reference", use.span.start)
            note.source = use.source
        else:
            note.draft.thread.pad()
        self.into(note.draft, use.body)

    def _part(self, use: _Use) -> None:
        parent = self.notes.use(use.group, use.name, use.span)
        note = self.notes.part(parent, use.details, use.span)
        if note.draft is None:
            note.draft = Draft("paragraph", "reference", use.span.start)
            note.draft.thread.replace(use.details.replace("''", ""), use.marker)
        self._define(parent, use)
        self.mark(note, use.marker)

    def list_tag(self, node: Tag) -> None:
        """Take `<references …>`, with the notes that it defines."""
        given = attributes(node.attributes.of(self.text))
        nodes = scan_inner(self, node)
        if given.keys() <= _LIST_ATTRIBUTES:
            self.print_list(given.get("group", ""), nodes)
        else:  # an error, in place of the list
            self._listed(given.get("group", ""), nodes)

    def print_list(self, group: str, nodes: Sequence[Node]) -> None:
        """Define what a list defines, and print it."""
        if not self.inline:
            self.end_block()
        self._listed(group, nodes)
        self.notes.print(group)

    def _listed(self, group: str, nodes: Sequence[Node]) -> None:
        """Take the references in a list: only their words count, they are no uses."""
        if self.depth > _MOST_FORMS:
            return
        self.depth += 1
        for node in nodes:
            if isinstance(node, Tag) and node.name == "ref":
                self._list_one(group, self._of_tag(node))
            elif isinstance(node, Tag) and node.name == "references":
                self._listed(group, scan_inner(self, node))
            elif isinstance(node, Braced) and node.kind == "template":
                if template_roles().get(call_name(self.text, node)) == "note":
                    self._list_one(group, self._of_template(node, call_name(self.text, node)))
                else:
                    for part in node.parts[1:]:
                        self._listed(group, part.nodes)
        self.depth -= 1

    def _list_one(self, group: str, use: _Use) -> None:
        if not use.defines or (use.follow and use.name):
            return
        note = self.notes.named(group, use.name) if use.name else None
        if note is None and use.group != group and use.name:
            note = self.notes.named(use.group, use.name)
        self._define(note or self.notes.unused(group, use.name, use.span), use)

    # Templates

    def list_template(self, name: str, node: Braced) -> None:
        """Take `{{reflist|group=…|refs=…}}` and its like."""
        group = groups().get(name, "")
        listed: list[Node] = []
        for parameter in parameters(self.text, node):
            key = fold(parameter.name)
            if key in {"group", "grupo", "groupe", "gruppe", "gruppo", "группа", "grupa", "grupp", "groep"}:
                group = self.value(parameter) or group
            elif key in {"refs", "références", "references", "refs "} or (key == "1" and parameter.positional):
                listed += parameter.nodes
        self.print_list(group, listed)

    def note_template(self, name: str, node: Braced) -> None:
        """Take `{{efn|…}}`, `{{refn|…}}`, `{{#tag:ref|…}}`: what stands in them is read first, and numbered first."""
        use = self._of_template(node, name)
        draft = Draft("paragraph", "reference", use.span.start)
        if use.defines:
            self.into(draft, use.body)
            draft.settle(draft.thread.finish()[0])
        if use.follow:
            self._follow(use)
            return
        if not use.name and not use.defines:
            return
        note = self.notes.use(use.group, use.name, use.span)
        if use.details and use.name:
            part = self.notes.part(note, use.details, use.span)
            part.draft = part.draft or use.details_draft
            self.mark(part, use.marker)
        else:
            self.mark(note, use.marker)
        if use.defines and self.notes.define(note, use.source, use.span):
            note.draft = draft
        else:
            draft.where = "hidden"

    def _of_template(self, node: Braced, name: str) -> _Use:
        self.taken.add(node.start)
        span = Span(node.start, node.end)
        use = _Use(span, span, groups().get(name, ""), "", [], "")
        for parameter in parameters(self.text, node):
            key = fold(parameter.name)
            if key in {"group", "grupo", "groupe", "группа", "grupa", "g"}:
                use.group = self.value(parameter).strip("\"'")
            elif key in {"name", "nom", "nombre", "nome", "имя", "nazwa", "n"}:
                use.name = _name(self.value(parameter).strip("\"'"))
            elif key == "follow":
                use.follow = _name(self.value(parameter).strip("\"'"))
            elif key == "details":
                use.details_draft = Draft("paragraph", "reference", node.start)
                self.into(use.details_draft, parameter.nodes)
                use.details = use.details_draft.thread.finish()[0]
            elif key in {"1", "reference", "text", "texte", "texto"}:
                use.body = parameter.nodes
                use.source = self.text[parameter.start : parameter.end].strip()
        return use

    def reuse_template(self, node: Braced) -> None:
        """Take `{{r|name|name}}`."""
        names: list[str] = []
        group = page = ""
        span = Span(node.start, node.end)
        for parameter in parameters(self.text, node):
            key = fold(parameter.name)
            if key in {"group", "g", "grp", "grupo", "groupe"}:
                group = self.value(parameter)
            elif key in _PAGES:
                page = self.value(parameter)
            elif parameter.positional or key in {"name", "nazwa"}:
                names += filter(None, [_name(self.value(parameter))])
        for name in names[:_MOST_FORMS]:
            mark = self.mark(self.notes.use(group, name, span), span)
            mark.page = page or None

    def page_template(self, node: Braced) -> None:
        """Take `{{rp|12}}`: the page of the marker before it, printed after it."""
        for parameter in parameters(self.text, node):
            if parameter.name == "1" or fold(parameter.name) in _PAGES:
                page = self.value(parameter)
                if self.marks and page and self.marks[-1].draft is self.draft and not self.marks[-1].page:
                    self.marks[-1].page = page
                    self.seen(f":{page}", Span(node.start, node.end))
                return

    def short_note(self, node: Braced) -> None:
        """Take `{{sfn|Smith|2010|p=3}}`: a note that holds a short form; the same form is the same note."""
        text, shorts = self.short_forms(node)
        span = Span(node.start, node.end)
        note = self.notes.use("", f"FOOTNOTE\0{text}", span)
        self.mark(note, span)
        if note.draft is None and text:
            note.draft = Draft("paragraph", "reference", node.start, shorts=shorts)
            note.draft.thread.replace(f"{text}.", span)
            note.source = text

    def short_form(self, node: Braced) -> None:
        """Take `{{harvnb|Smith|2010|p=3}}`, which stands in the text or in a note."""
        text, shorts = self.short_forms(node)
        self.seen(text, Span(node.start, node.end))
        if self.draft is not None:
            self.draft.shorts += shorts

    def short_forms(self, node: Braced) -> tuple[str, list[Short]]:
        """Give how short forms print, and what they say."""
        forms: dict[str, dict[str, list[str]]] = {}
        for parameter in parameters(self.text, node):
            key = fold(parameter.name)
            numbered = _NUMBERED.fullmatch(key)
            form, part = (numbered[1], numbered[2]) if numbered else ("", "words" if parameter.positional else key)
            if len(forms) > _MOST_FORMS or not (value := self.value(parameter)):
                continue
            part = "words" if part[:1] == "a" and numbered else part
            forms.setdefault(form, {}).setdefault(part, []).append(value)
        printed: list[str] = []
        shorts: list[Short] = []
        for parts in forms.values():
            words = [*parts.get("words", []), *parts.get("y", [])][:_MOST_FORMS]
            locator, shown = _locator(parts)
            if words:
                printed.append(_short(words) + shown)
                shorts.append(Short(_short_keys(words), locator))
        return "; ".join(printed), shorts

    def value(self, parameter: Parameter) -> str:
        """Give the words of a parameter."""
        nodes = parameter.nodes
        if len(nodes) == 1 and isinstance(nodes[0], Plain):
            words = self.text[nodes[0].start : nodes[0].end]
            if words.isascii() and not any(sign in words for sign in "[]<&'_:|"):
                return " ".join(words.split())
        text, _ = self.shown(nodes, parameter.start).thread.finish()
        return text


def scan_inner(walk: LineWalk, node: Tag) -> list[Node]:
    """Give the nodes that a tag holds."""
    return list(scan(walk.text, node.inner.start, node.inner.end, walk.unclosed)) if node.inner else []


def _name(name: str) -> str:
    """Give a name as it is compared; a simple integer is none."""
    name = collapsed(name)
    return "" if name.isdecimal() and name.isascii() else name


def _short(words: Sequence[str]) -> str:
    """Give names and year as they print: `Smith, Jones & Brown 2010`."""
    *people, year = words if len(words) > 1 else (*words, "")
    if len(people) > 3:
        shown = f"{people[0]} et al."
    elif len(people) > 1:
        shown = f"{', '.join(people[:-1])} & {people[-1]}"
    else:
        shown = people[0]
    return f"{shown} {year}".strip()


def _short_keys(words: Sequence[str]) -> tuple[str, ...]:
    year = words[-1] if len(words) > 1 else ""
    people = tuple(words[:-1]) or tuple(words)
    return (key_of(people[:4], year), key_of(people[:1], year), key_of((" ".join(people),), year))


def _locator(parts: dict[str, list[str]]) -> tuple[str, str]:
    """Give the place that a short form names, and how it prints."""
    for part in _PAGES:
        if found := parts.get(part):
            value = found[0]
            if part in {"loc", "at"} or not value[:1].isdecimal():
                return value, f", {value}"
            mark = "pp." if any(sign in value for sign in "-–—,") else "p."
            return value, f", {mark} {value}"
    return "", ""
