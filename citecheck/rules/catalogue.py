"""The rules of this package: id, severity, precision and what they say to people, from `catalogue.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from citecheck.model import Rule


@cache
def catalogue() -> Mapping[str, Rule]:
    """Give the rules by id, in the order of the file: families together, worst first."""
    text = files("citecheck.rules").joinpath("catalogue.toml").read_text(encoding="utf-8")
    return MappingProxyType({id_: Rule(id=id_, **entry) for id_, entry in tomllib.loads(text).items()})


def ids_named(name: str, known: Iterable[str]) -> list[str]:
    """Give the ids that a name stands for: one, or a family as `link-*`; empty where there is none."""
    family = name.removesuffix("*") if name.endswith("-*") else None
    return [rule for rule in known if rule == name or (family is not None and rule.startswith(family))]
