"""
reStructuredText parsed by docutils, which reads nothing but the text and says nothing.

What Sphinx and others add is unknown to docutils, which would drop it: directives and roles that it does not know are
registered for the time of a parse, so that the text in them stays.
"""

from __future__ import annotations

import re
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any, ClassVar, Final

from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import Directive, Parser, directives, roles
from docutils.parsers.rst.languages import en

from citecheck.documents.rst_bounds import bounded_inliner
from citecheck.documents.rst_substitutions import BoundedReader

KEYS: Final = "citecheck_keys"
"""The attribute of a node that names works by their keys."""
_DIRECTIVE: Final = re.compile(
    r"^[ \t]{0,100}\.\.[ \t]{1,10}(?:\|[^|\n]{1,100}\|[ \t]{1,10})?(?P<name>[A-Za-z][\w:.+-]{0,60})::", re.MULTILINE
)
_ROLE: Final = re.compile(r":(?P<name>[A-Za-z][\w:.+-]{0,60}):`|`:(?P<behind>[A-Za-z][\w:.+-]{0,60}):")
_TITLED: Final = re.compile(r"(?P<title>.{1,500}?)\s{0,10}<[^<>]{1,500}>\s{0,3}", re.DOTALL)
_MOST: Final = 500
"""Names of directives, and of roles, that one text may add."""
_SETTINGS: Final = {
    "_disable_config": True,
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "report_level": 5,
    "halt_level": 5,
    "warning_stream": False,
    "docinfo_xform": False,
    "doctitle_xform": False,
    "sectsubtitle_xform": False,
    "smart_quotes": False,
    "trim_footnote_reference_space": False,
    "line_length_limit": 1_000_000_000,
}
_LOCK: Final = threading.Lock()
"""docutils keeps its directives and roles in tables that all parses share."""


class _Options(dict[str, Any]):
    """The options of a directive that is not known: any."""

    def __bool__(self) -> bool:
        """Say that there are some."""
        return True

    def __missing__(self, _: str) -> Any:  # noqa: ANN401 - what turns a value into another
        """Give what takes any value."""
        return directives.unchanged


class _Shown(Directive):  # type: ignore[misc] # docutils has no types
    """A directive whose words are text of the document."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[Any] = _Options()

    def run(self) -> list[nodes.Node]:
        """Give what is in it."""
        holder = nodes.container()
        more = "".join(self.arguments).partition("\n")[2]
        if more:  # `.. versionadded:: 2.0` with words on the next line
            own, _ = self.state.inline_text(more, self.lineno)
            holder += nodes.paragraph(more, "", *own)
        self.state.nested_parse(self.content, self.content_offset, holder)
        return list(holder.children)


class _Silent(Directive):  # type: ignore[misc] # as above
    """A directive that holds no text of the document."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[Any] = _Options()

    def run(self) -> list[nodes.Node]:
        """Give nothing."""
        return []


def words(kind: str) -> frozenset[str]:
    """Give the names of `rst.toml` that are called *kind*."""
    return frozenset(_table()[kind])


def doctree(text: str) -> nodes.document:
    """
    Give the tree of a text.

    Raises:
        RecursionError: It is nested too deeply.
    """
    with _LOCK, _added(text):
        return publish_doctree(
            text, reader=BoundedReader(), parser=Parser(inliner=bounded_inliner()), settings_overrides=_SETTINGS
        )


@contextmanager
def _added(text: str) -> Iterator[None]:
    """Add the directives and roles that a text has and docutils does not, and take them away again."""
    own_directives, own_roles = dict(directives._directives), dict(roles._roles)  # noqa: SLF001 - there is no other way back
    try:
        names = {found["name"].lower() for found, _ in zip(_DIRECTIVE.finditer(text), range(50 * _MOST), strict=False)}
        for name in sorted(names)[:_MOST]:
            if name in words("silent"):
                directives.register_directive(name, _Silent)
            elif name not in en.directives:
                directives.register_directive(name, _Shown)
        used = {
            (found["name"] or found["behind"]).lower()
            for found, _ in zip(_ROLE.finditer(text), range(50 * _MOST), strict=False)
        }
        for name in sorted(used)[:_MOST]:
            if name in words("cites"):
                roles.register_local_role(name, _cited)
            elif name not in en.roles:
                roles.register_local_role(name, _said)
        yield
    finally:
        for table, before in ((directives._directives, own_directives), (roles._roles, own_roles)):  # noqa: SLF001 - as above
            table.clear()
            table.update(before)


def _said(_: str, raw: str, text: str, *__: Any, **___: Any) -> tuple[list[nodes.Node], list[nodes.Node]]:  # noqa: ANN401 - docutils'
    """Give the words of a role that is not known: those before an address in angle brackets, or all."""
    titled = _TITLED.fullmatch(text)
    shown = nodes.unescape(titled["title"] if titled else text).lstrip("~!")
    return [nodes.inline(raw, shown)], []


def _cited(name: str, raw: str, text: str, *_: Any, **__: Any) -> tuple[list[nodes.Node], list[nodes.Node]]:  # noqa: ANN401 - docutils'
    """Give a node that names works by their keys."""
    node = nodes.inline(raw, text)
    node[KEYS] = [key.strip() for key in text.split(",") if key.strip()][:_MOST]
    node["role"] = name.lower()
    return [node], []


@cache
def _table() -> dict[str, list[str]]:
    return tomllib.loads(files("citecheck.documents").joinpath("rst.toml").read_text(encoding="utf-8"))
