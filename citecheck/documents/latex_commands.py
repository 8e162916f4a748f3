"""The commands of LaTeX: what each shows, and what it does to the document."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

from citecheck.documents.latex_cites import keys_in
from citecheck.documents.latex_citing import cite, cites_in
from citecheck.documents.latex_notes import group_of
from citecheck.documents.latex_source import letter_behind
from citecheck.documents.latex_table import accented, levels, names, sign, texts
from citecheck.lexicon.languages import language_tag

if TYPE_CHECKING:
    from citecheck.documents.latex_tokens import Token
    from citecheck.documents.latex_walk import Meaning, Walk

_BIBLIOGRAPHIES: Final = frozenset({"addbibresource", "addglobalbib", "addsectionbib", "nobibliography", "putbib"})
_NO_BIBLIOGRAPHY: Final = frozenset(
    {"bibliographystyle", "bibliographyfont", "bibliographytypesize", "bibliographypunct"}
)
_INCLUDES: Final = {
    "input": (".tex", ""),
    "include": (".tex", ""),
    "subfile": (".tex", ""),
    "subfileinclude": (".tex", ""),
    "bibinput": ("", ".bbl", ".tex"),
    "loadbibliography": ("", ".bbl", ".tex"),
    "InputIfFileExists": (".tex", ""),
}
_IMPORTS: Final = frozenset({"import", "subimport", "includefrom", "subincludefrom", "inputfrom", "subinputfrom"})


def command(walk: Walk, one: Token) -> None:
    """Take a command and its arguments."""
    name = one.name
    known = walk.macros.cites(name)
    if known is not None:
        cite(walk, *known)
        return
    noted = walk.macros.note(name)
    if noted is not None and name not in texts("notes"):
        _note(walk, one._replace(name=noted))
        return
    own = _own(name)
    if own is not None and name not in walk.macros.defined:
        own(walk, one)
        return
    words = walk.macros.words(name)
    if words is not None:
        if words:
            walk.say(words, one.start, one.end - one.star)
        else:
            walk.swallow()
        _optional_braces(walk)
        return
    pattern = texts("passed").get(name)
    if pattern is not None:
        for found in walk.source.skip(pattern):
            if not walk.preamble:
                cites_in(walk, found)
        walk.swallow()
        return
    _shown(walk, one)


def _own(name: str) -> Meaning | None:
    """Give what a command of its own kind does."""
    found = _meanings().get(name)
    if found is None and name.startswith("bibliography") and name not in _NO_BIBLIOGRAPHY:
        return _bibliography
    return found


@cache
def _meanings() -> Mapping[str, Meaning]:
    """Give what each command of its own kind does; where a name stands in several tables, the last counts."""
    return {
        **dict.fromkeys(texts("accents"), _accent),
        **dict.fromkeys(texts("definitions"), _definition),
        **dict.fromkeys(texts("notes"), _note),
        **dict.fromkeys(levels(), _heading),
        **dict.fromkeys(_INCLUDES, _include),
        **dict.fromkeys(_IMPORTS, _import),
        **dict.fromkeys(_BIBLIOGRAPHIES, _bibliography),
        **_COMMANDS,
    }


def _definition(walk: Walk, one: Token) -> None:
    walk.macros.define(walk.source, texts("definitions")[one.name])


def _optional_braces(walk: Walk) -> None:
    """Pass over the `{}` that ends the name of a command."""
    one = walk.source.peek()
    if (
        one is not None
        and one.kind == "open"
        and walk.source.tokens.partner.get(walk.source.next) == walk.source.next + 1
    ):
        walk.source.next += 2


def _shown(walk: Walk, one: Token) -> None:
    """Show a sign or a number; of an unknown command nothing, and its argument as it is."""
    name = one.name
    seen = texts("numbers").get(name)
    if seen is not None:
        walk.source.skip("om")
        walk.say(seen, one.start, one.end)
        return
    seen = sign(name)
    if seen is not None:
        walk.say(seen, one.start, one.end - one.star)
        if one.star:
            walk.say("*", one.end - 1, one.end)
        if name in names("letters"):
            walk.swallow()
        _optional_braces(walk)
        return
    following = walk.source.peek()
    if following is not None and following.kind == "[" and following.start == one.end:
        closing = walk.source.tokens.partner.get(walk.source.next)
        items = walk.source.tokens.items
        if closing is not None and closing + 1 < len(items) and items[closing + 1].kind == "open":
            cites_in(walk, (walk.source.next + 1, closing))
            walk.source.next = closing + 1
    if name.isalpha():
        walk.swallow()


def _accent(walk: Walk, one: Token) -> None:
    letter, end = letter_behind(walk.source)
    if letter:
        walk.say(accented(one.name, letter), one.start, end)


def _heading(walk: Walk, one: Token) -> None:
    if walk.preamble:
        walk.source.skip("om")
        return
    walk.end_notes()
    walk.end_item()
    if one.name in {"chapter", "addchap"}:
        walk.numbers.chapter()
    walk.source.overlay()
    walk.source.optional()
    if walk.tables or walk.silent or not walk.source.ahead("open"):
        return
    walk.draft.open("heading", level=levels()[one.name])
    walk.enter(walk.draft.close)


def _caption(walk: Walk, one: Token) -> None:
    walk.source.star()
    if one.name == "captionof":
        walk.source.braced()
    short = walk.source.optional()
    del short
    if walk.mute:
        return
    if walk.source.ahead("open"):
        walk.draft.open("caption", where="caption")
        tables, walk.tables = walk.tables, 0
        cell, walk.cell = walk.cell, False

        def close() -> None:
            walk.draft.close()
            walk.tables, walk.cell = tables, cell or tables > 0

        walk.enter(close)


def _note(walk: Walk, one: Token) -> None:
    """Write a note, the mark of one, or its text."""
    kind = texts("notes")[one.name]
    if walk.preamble:
        walk.source.skip("om")
        return
    count = walk.source.optional()
    number = walk.source.plain(count) if count and kind else ""
    if not number.isdecimal() or len(number) > 6:
        number = ""
    if one.name.endswith("mark"):
        mark = walk.numbers.mark(kind, number)
        walk.mark(f"[{mark.label}]", mark.key, walk.source.span(one.start, one.end), mark.label)
        return
    if not walk.source.ahead("open"):
        return
    opening = walk.source.tokens.items[walk.source.next]
    closing = walk.source.tokens.items[walk.source.tokens.partner[walk.source.next]]
    if one.name.endswith("text"):
        note = walk.numbers.text(kind, number)
    else:
        note = walk.numbers.note(kind or "unnumbered", number if kind else "*")
        if kind:
            walk.mark(f"[{note.label}]", note.key, walk.source.span(one.start, opening.start), note.label)
    start = walk.source.span(one.start, one.end).start
    walk.draft.open_entry(note.key, note.label if kind else "", start, group=group_of(kind), numbered=bool(kind))
    tables, walk.tables = walk.tables, 0
    cell, walk.cell = walk.cell, False
    silent, walk.silent = walk.silent, 0

    def close() -> None:
        walk.draft.links_in_words()
        walk.draft.close_entry(walk.source.span(closing.start, closing.end).end)
        walk.tables, walk.cell, walk.silent = tables, cell, silent

    walk.enter(close, note=True)


def _item(walk: Walk, one: Token) -> None:
    walk.source.overlay()
    if walk.mute:
        return
    if not walk.tables:
        walk.draft.open("list-item")
    label = walk.source.optional()
    if label is not None:
        walk.say(walk.source.plain(label), *_place(walk, label))
        cites_in(walk, label)
        walk.draft.pad()
    del one


def _place(walk: Walk, found: tuple[int, int]) -> tuple[int, int]:
    items = walk.source.tokens.items
    return items[found[0] - 1].start, items[found[1]].end


def _bibitem(walk: Walk, one: Token) -> None:
    if walk.preamble:
        return
    walk.end_notes()
    walk.end_item()
    walk.draft.close()
    walk.source.optional()
    braced = walk.source.braced()
    cited = next(keys_in(walk.source, braced), None) if braced else None
    if cited is None:
        return
    walk.shelf.listed = True
    key = cited.key.removeprefix("ref-") if walk.holds(("env", "CSLReferences")) else cited.key  # as Pandoc writes it
    walk.begin_item(key, walk.source.span(one.start, one.end).start)
    walk.swallow()


def _include(walk: Walk, one: Token) -> None:
    source = walk.source
    found = source.braced()
    if found is not None:
        name, end = source.of(found).strip(), source.tokens.items[found[1]].end
    else:
        source.pass_blank()
        following = source.peek()
        if following is None or following.kind != "text" or one.name != "input":
            return
        start = max(following.start, source.cut)
        name = source.file.text[start : following.end].split(maxsplit=1)[0]
        end = start + len(name)
        source.cut = end
    name = name.strip('"').replace("\\jobname", walk.stem)
    for word in name.split("\\")[1:]:
        known = walk.macros.words(word.split("/")[0].strip("{} "))
        if known:
            name = name.replace("\\" + word.split("/")[0], known)
    if name and name not in names("distribution", "files"):
        if one.name == "input":
            walk.include(name, one, end, _INCLUDES[one.name])
            return
        walk.paragraph()  # it begins a page
        walk.include(name, one, end, _INCLUDES[one.name])
        walk.paragraph()


def _import(walk: Walk, one: Token) -> None:
    source = walk.source
    folder, file = source.braced(), source.braced()
    if folder is None or file is None:
        return
    base = source.of(folder).strip()
    if one.name.startswith("sub") and source.folder:
        base = f"{source.folder.rstrip('/')}/{base}"
    walk.include(source.of(file).strip(), one, source.tokens.items[file[1]].end, (".tex", ""), base)


def _bibliography(walk: Walk, one: Token) -> None:
    source = walk.source
    found = source.optional() if one.name != "nobibliography" else None
    if one.name != "putbib":
        source.star()
        found = source.braced()
    if found is None:
        return
    folder = walk.folder()
    for cited in keys_in(source, found):
        name = cited.key.replace("\\jobname", walk.stem)
        walk.shelf.named.setdefault(name, (source.span(cited.start, cited.end), folder))


def _title(walk: Walk, one: Token) -> None:
    del one
    walk.source.optional()
    found = walk.source.braced()
    if found is not None:
        walk.title = walk.title or walk.source.plain(found) or None
        if not walk.preamble:
            cites_in(walk, found)


def _abstract(walk: Walk, one: Token) -> None:
    del one
    outer, walk.preamble = walk.preamble, False
    walk.paragraph()

    def close() -> None:
        walk.paragraph()
        walk.preamble = outer

    if not walk.enter(close):
        walk.preamble = outer


def _language(walk: Walk, one: Token) -> None:
    """Take the language of babel or polyglossia; options of the class count where nothing else says it."""
    options = walk.source.optional()
    found = walk.source.braced()
    told = walk.source.of(options) if options else ""
    name = walk.source.of(found).strip() if found else ""
    if one.name in {"setdefaultlanguage", "setmainlanguage"}:
        walk.language = _tag(name) or walk.language
    elif name == "babel" or one.name == "documentclass":
        main = [option.partition("=")[2] for option in told.split(",") if option.strip().startswith("main=")]
        tags = [tag for tag in map(_tag, main or told.split(",")) if tag]
        if tags and (name == "babel" or walk.language is None):
            walk.language = tags[-1]
    walk.source.optional()


def _tag(name: str) -> str | None:
    bare = name.strip().casefold()
    return texts("languages").get(bare) or (language_tag(bare) if len(bare) > 3 else None)


def _theorem(walk: Walk, one: Token) -> None:
    walk.source.star()
    if one.name == "declaretheorem":
        walk.source.optional()
    found = walk.source.braced()
    if found is not None:
        walk.theorems.update(part.strip() for part in walk.source.of(found).split(","))
    if one.name == "newtheorem":
        walk.source.skip("omo")


def _row(walk: Walk, one: Token) -> None:
    del one
    following = walk.source.peek()
    if following is not None and following.kind == "text":
        walk.source.star()
    if following is not None and following.kind == "[":
        walk.source.optional()
    walk.end_row()


def _display(walk: Walk, one: Token) -> None:
    if one.name in "[(":
        if one.name == "[" and not walk.silent:
            walk.mute_until("\\]", "…", one.start)
        else:
            walk.push("\\]" if one.name == "[" else "\\)")
    else:
        walk.pop_to("\\" + one.name)


def _fraction(walk: Walk, one: Token) -> None:
    walk.enter(lambda: walk.say("/", one.start, one.end))


def _hypertarget(walk: Walk, one: Token) -> None:
    """Take the target of a link: Pandoc writes the entries of its lists so."""
    found = walk.source.braced()
    name = walk.source.of(found).strip() if found else ""
    if name.startswith("ref-") and (walk.holds(("env", "CSLReferences")) or walk.holds(("env", "cslreferences"))):
        walk.end_item()
        walk.begin_item(name.removeprefix("ref-"), walk.source.span(one.start, one.end).start)


def _hyperlink(walk: Walk, one: Token) -> None:
    """Take a link within the document: Pandoc cites so."""
    found = walk.source.braced()
    name = walk.source.of(found).strip() if found else ""
    if not name.startswith("ref-") or walk.preamble:
        return
    text = walk.source.braced()
    span = walk.source.span(one.start, walk.source.tokens.items[text[1]].end if text else one.end)
    key = name.removeprefix("ref-")
    walk.shelf.cite(key, span)
    walk.mark(f"[{key}]", key, span, key)


def _eprint(walk: Walk, one: Token) -> None:
    del one
    found = walk.source.braced()
    if found is not None and not walk.mute:
        walk.draft.link(walk.source.of(found).strip(), walk.source.span(*_place(walk, found)))


def _multicolumn(walk: Walk, one: Token) -> None:
    walk.source.skip(texts("passed")[one.name])


_COMMANDS: Final[dict[str, Meaning]] = {
    "title": _title,
    "icmltitle": _title,
    "abstract": _abstract,
    "caption": _caption,
    "captionof": _caption,
    "subcaption": _caption,
    "item": _item,
    "bibitem": _bibitem,
    "usepackage": _language,
    "documentclass": _language,
    "setdefaultlanguage": _language,
    "setmainlanguage": _language,
    "newtheorem": _theorem,
    "declaretheorem": _theorem,
    "spnewtheorem": _theorem,
    "\\": _row,
    "tabularnewline": _row,
    "cr": _row,
    "[": _display,
    "]": _display,
    "(": _display,
    ")": _display,
    "par": lambda walk, _: walk.paragraph(),
    "frac": _fraction,
    "dfrac": _fraction,
    "tfrac": _fraction,
    "hypertarget": _hypertarget,
    "hyperlink": _hyperlink,
    "citeproc": _hyperlink,
    "Eprint": _eprint,
    "multicolumn": _multicolumn,
    "endinput": lambda walk, _: setattr(walk, "ended", True),
    "\n": lambda walk, one: walk.say(" ", one.start, one.end),
    "\t": lambda walk, one: walk.say(" ", one.start, one.end),
}
