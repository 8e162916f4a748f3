"""
Reads YAML as data and nothing else, in bounded time and space.

It builds from the parser's events without recursion, so depth is a number and not a crash; tags make no objects; and
an alias counts as much as what it stands for, which is what makes a bomb of aliases big.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import yaml

Value: TypeAlias = "str | bytes | int | float | bool | list[Value] | dict[str, Value] | None"

_DEEPEST: Final = 32
"""Containers within each other; a cassette has seven."""
_HEAVIEST: Final = 20_000_000
"""Nodes with all aliases written out, 64 characters of text counting as one: about 1 GiB."""
_WEIGHT: Final = 64

_INTEGER: Final = re.compile(r"0|-?[1-9][0-9]{0,17}").fullmatch
_FLOAT: Final = re.compile(r"-?[0-9]{1,16}\.[0-9]{1,16}(e[-+]?[0-9]{1,3})?").fullmatch
_WORDS: Final[dict[str, bool | None]] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip

_TAG: Final = "tag:yaml.org,2002:"
_BYTES_IO: Final = f"{_TAG}python/object/new:_io.BytesIO"
_ITERATOR: Final = f"{_TAG}python/object/apply:builtins.iter"
_SCALARS: Final = {
    f"{_TAG}{name}" for name in ("str", "python/str", "python/unicode", "binary", "int", "float", "bool", "null")
}
_SEQUENCES: Final = {f"{_TAG}seq", f"{_TAG}python/tuple"}
_MAPPINGS: Final = {f"{_TAG}map", _BYTES_IO, _ITERATOR}
"""The last two are how vcrpy once wrote file-like and iterated bodies: told by their tag, built by ourselves."""


class StrictYamlError(ValueError):
    """The text is no YAML, or more than data; the message begins with the line."""


@dataclass(slots=True)
class _Open:
    """A container that is being filled."""

    value: list[Value] | dict[str, Value]
    tag: str | None
    anchor: str | None
    weight: int = 1
    key: str | None = field(default=None)
    """In a mapping, the key whose value comes next."""


def load(data: bytes) -> Value:
    """
    Give the one document that *data* holds.

    Raises:
        StrictYamlError: It holds no YAML, several documents, objects, or is too deep or too heavy.
    """
    return _Builder().build(data)


class _Builder:
    """Builds a value from events."""

    def __init__(self) -> None:
        self._stack: list[_Open] = []
        self._anchors: dict[str, tuple[Value, int]] = {}
        self._root: Value = None
        self._weight = 0
        self._documents = 0

    def build(self, data: bytes) -> Value:
        """Give the value."""
        handlers: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._start_mapping,
            yaml.SequenceStartEvent: self._start_sequence,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        for event in _events(data):
            handler = handlers.get(type(event))
            if handler is not None:
                handler(event)
        return self._root

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        """Count the documents."""
        self._documents += 1
        if self._documents > 1:
            raise _refusal(event, "a second document begins")

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        """Place a scalar."""
        tag = event.tag
        if tag is not None and tag != "!" and tag not in _SCALARS:
            raise _object(event, tag)
        value = _resolve(event)
        self._place(event, value, 1 + len(event.value) // _WEIGHT, event.anchor)

    def _start_mapping(self, event: yaml.MappingStartEvent) -> None:
        """Open a mapping."""
        self._open(event, {}, _MAPPINGS)

    def _start_sequence(self, event: yaml.SequenceStartEvent) -> None:
        """Open a sequence."""
        self._open(event, [], _SEQUENCES)

    def _open(self, event: Any, value: list[Value] | dict[str, Value], tags: set[str]) -> None:  # noqa: ANN401 - PyYAML's events have no types
        """Open a container."""
        if event.tag is not None and event.tag not in tags:
            raise _object(event, event.tag)
        if len(self._stack) >= _DEEPEST:
            raise _refusal(event, f"over {_DEEPEST} levels deep")
        top = self._stack[-1] if self._stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            raise _refusal(event, "a key that is no text")
        self._stack.append(_Open(value, event.tag, event.anchor))

    def _end(self, event: yaml.Event) -> None:
        """Close a container and place it in its own."""
        done = self._stack.pop()
        value: Value = done.value
        if done.tag == _BYTES_IO and isinstance(value, dict):
            value = _first(value.get("state"), b"")
        elif done.tag == _ITERATOR and isinstance(value, dict):
            value = _first(value.get("args"), [])
        self._place(event, value, done.weight, done.anchor)

    def _alias(self, event: yaml.AliasEvent) -> None:
        """Place again what an anchor named; inside of itself an anchor names nothing yet."""
        anchor = event.anchor or ""
        if anchor not in self._anchors:
            raise _refusal(event, f"the alias *{anchor[:40]} stands for nothing, or for itself")
        value, weight = self._anchors[anchor]
        self._place(event, value, weight, None)

    def _place(self, event: yaml.Event, value: Value, weight: int, anchor: str | None) -> None:
        """Put a value where it belongs, and weigh it."""
        self._weight += weight
        if self._weight > _HEAVIEST:
            raise _refusal(event, "more data than a cassette may hold, once its aliases are written out")
        if anchor is not None:
            self._anchors[anchor] = (value, weight)
        if not self._stack:
            self._root = value
            return
        top = self._stack[-1]
        top.weight += weight
        if isinstance(top.value, list):
            top.value.append(value)
        elif top.key is None:
            if isinstance(value, bytes | list | dict):
                raise _refusal(event, "a key that is no text")
            top.key = str(value)
        else:
            top.value[top.key] = value
            top.key = None


def _events(data: bytes) -> Iterator[yaml.Event]:
    """Give the parser's events; it is libyaml's where PyYAML was built with it."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        yield from yaml.parse(data, Loader=loader)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = mark.line + 1 if mark is not None else 1
        raise StrictYamlError(f"line {line}: {problem.problem or problem.context or 'not YAML'}") from None
    except (yaml.YAMLError, UnicodeError) as problem:
        reason = str(getattr(problem, "reason", "") or "not YAML")
        line = data.count(b"\n", 0, max(int(getattr(problem, "position", 0) or 0), 0)) + 1
        raise StrictYamlError(f"line {line}: {reason}") from None


def _resolve(event: yaml.ScalarEvent) -> Value:
    """Give what a scalar means; dates and the like stay text."""
    text: str = event.value
    if event.tag == f"{_TAG}binary":
        try:
            return base64.b64decode(text.encode("ascii", "replace"))
        except binascii.Error:
            raise _refusal(event, "binary data that is no base64") from None
    if not event.implicit[0] or (event.tag is not None and event.tag != "!"):
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "-0123456789":
        if _INTEGER(text):
            return int(text)
        if _FLOAT(text):
            return float(text)
    return text


def _first(value: Value, default: Value) -> Value:
    """Give the first item of a list, the default where there is none."""
    return value[0] if isinstance(value, list) and value else default


def _refusal(event: yaml.Event, why: str) -> StrictYamlError:
    """Give the error for something at the place of an event."""
    mark = event.start_mark
    return StrictYamlError(f"line {mark.line + 1 if mark is not None else 1}: {why}")


def _object(event: yaml.Event, tag: str) -> StrictYamlError:
    """Give the error for a tag that would make an object."""
    short = tag.replace(_TAG, "!!")[:100]
    return _refusal(event, f"{short} would make an object, and a cassette is data only")
