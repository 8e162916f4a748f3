"""The documentation site: `make site` builds it into docs/_build/html; a warning is an error."""

from __future__ import annotations

from importlib import metadata
from typing import Any

from sphinx.application import Sphinx
from sphinx.ext import napoleon
from sphinx.ext.napoleon.docstring import GoogleDocstring

project = "citecheck"
author = "the citecheck authors"
copyright = "2026, the citecheck authors"  # noqa: A001 - Sphinx's name
release = metadata.version("citecheck-audit")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx_click"]
exclude_patterns = ["_build"]
root_doc = "index"
nitpicky = True
nitpick_ignore_regex = [
    # The standard library and other packages: their inventories would have to be fetched, and a build asks nobody.
    (
        r"py:.*",
        r"(collections|dt|datetime|pathlib|Path|typing|os|types|bytes|str|int|float|bool|None|re|TypeAlias)\b.*",
    ),
    (r"py:.*", r"(Callable|Iterable|Iterator|Mapping|Sequence|Literal|Any|Final|PathLike|Self|ClassVar)\b.*"),
    (r"py:.*", r"'.*|.*\[.*|\w+\.\w+\(.*"),  # members of a Literal, which autodoc takes for names
    # Types of ours that no page describes, because nobody outside needs them by name.
    (r"py:.*", r"(citecheck\.)?\w[\w.]*"),
]

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_class_signature = "separated"
autodoc_default_options = {"members": True, "show-inheritance": True}
default_role = "literal"  # docstrings are written for people who read source: `code` in single quotes

html_theme = "furo"
html_title = f"citecheck {release}"
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {"navigation_with_keys": True}

_READ_AS: Any = napoleon.Config()


def sections(app: Sphinx, what: Any, name: str, described: object, options: Any, lines: list[str]) -> None:  # noqa: ANN401, PLR0913, PLR0917 - as Sphinx calls it
    """
    Read the sections of a docstring (Args, Returns, Raises).

    Napoleon itself takes what stands before the colon in an attribute's sentence for its type.
    """
    if what == "module" and any(
        line.startswith("* ") for line in lines
    ):  # a list as people draw it, not as docutils wants
        first = next(number for number, line in enumerate(lines) if line.startswith("* "))
        lines[first:] = ["::", "", *(f"    {line}" for line in lines[first:])]
    elif what not in {"attribute", "data", "property"}:
        lines[:] = GoogleDocstring(lines, _READ_AS, app, what, name, described, options).lines()


def setup(app: Sphinx) -> None:
    """Add what this site needs."""
    app.connect("autodoc-process-docstring", sections)
