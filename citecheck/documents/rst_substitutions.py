"""
Substitutions of reStructuredText, bounded: `|name|` stands for words in which other names stand for words again.

Ten lines, each of which has the name of the line before ten times, stand for gigabytes. So what all of them would come to is
counted before docutils writes any of them out.
"""

from __future__ import annotations

from typing import Final

from docutils import nodes
from docutils.readers import standalone
from docutils.transforms import Transform
from docutils.transforms.references import Substitutions

LEFT: Final = "citecheck_left"
"""The attribute of a document whose substitutions were left as they are written."""
_LARGEST: Final = 1_000_000
"""Code points and nodes that all substitutions of a text come to."""
_DEEPEST: Final = 20
"""Substitutions that stand in each other."""


class BoundedReader(standalone.Reader):  # type: ignore[misc] # docutils has no types
    """What docutils does to a text that stands by itself, but for substitutions without bound."""

    def get_transforms(self) -> list[type[Transform]]:
        """Give what is done to the tree."""
        return [_Bounded if one is Substitutions else one for one in super().get_transforms()]


class _Bounded(Substitutions):  # type: ignore[misc] # as above
    """Writes substitutions out, or leaves all of them as they are written where they come to too much."""

    def apply(self) -> None:
        """Write them out; one within another that is nowhere defined is left, at which docutils would break off."""
        known = {name.lower() for name in self.document.substitution_defs}
        for definition in self.document.substitution_defs.values():
            for use in list(definition.findall(nodes.substitution_reference)):
                if self._key(use) not in known:
                    use.replace_self(nodes.Text(f"|{use.astext()}|"))
        uses = list(self.document.findall(nodes.substitution_reference))
        sizes = self._sizes()
        if sizes is not None and sum(sizes.get(self._key(use), 1) for use in uses) <= _LARGEST:
            super().apply()
            return
        self.document[LEFT] = True
        for use in uses:
            use.replace_self(nodes.Text(f"|{use.astext()}|"))

    def _key(self, use: nodes.substitution_reference) -> str:
        """Give the name of the definition that a use asks for, in one spelling."""
        return str(use["refname"]).lower()

    def _sizes(self) -> dict[str, int] | None:
        """Give what each definition comes to; None where they stand in each other too deeply, or in a circle."""
        own: dict[str, int] = {}
        inner: dict[str, list[str]] = {}
        for name, definition in self.document.substitution_defs.items():
            key = name.lower()
            inner[key] = [self._key(use) for use in definition.findall(nodes.substitution_reference)]
            own[key] = sum(1 if isinstance(node, nodes.Element) else len(node) for node in definition.findall())
        sizes = own
        for _ in range(_DEEPEST):
            larger = {
                key: min(size + sum(sizes.get(one, 1) for one in inner[key]), _LARGEST + 1) for key, size in own.items()
            }
            if larger == sizes:
                return sizes
            sizes = larger
        return None
