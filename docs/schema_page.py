"""The page about the JSON report, from its schema: `make pages` writes it, and a test holds that it is as this writes it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

DOCS: Final = Path(__file__).parent
_HEAD: Final = """# The JSON report

`--format json` writes exactly this, and `citecheck report` renders it again. Its shape is published as
[JSON Schema](schema.json) (draft 2020-12), which is generated from the types of the program. `schema_version` comes first; keys
are added within a version, and none is renamed or taken away.

Spans are `[start, end]`, half-open ranges of code points in `documents[].text`; those of a reference are of its `raw`. Lines are
counted from 1. Where nothing is known stands `null`, and where something was not checked, a `reason` says why.
"""


def page() -> str:
    """Give the page."""
    schema = json.loads((DOCS / "schema.json").read_text(encoding="utf-8"))
    lines = (line for name, type_ in schema["$defs"].items() for line in _described(name, type_))
    return _HEAD + "".join(f"{line}\n" for line in lines)


def _described(name: str, type_: Mapping[str, Any]) -> Iterator[str]:
    """Give what is said of a type."""
    yield from ("", f"## {name}", "", " ".join(type_.get("description", "").split()))
    properties = type_.get("properties")
    if not properties:
        return
    yield from ("", "| key | what it is |", "| --- | --- |")
    required = set(type_.get("required", ()))
    for key, value in properties.items():
        yield f"| `{key}` | {_kind(value)}{'' if key in required else ', may be left out'} |"


def _kind(value: Mapping[str, Any]) -> str:  # noqa: PLR0911 - a line for each kind
    """Give the kind of a value in words."""
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in value:
        return " or ".join(map(_kind, value["anyOf"]))
    if "const" in value:
        return f"`{json.dumps(value['const'])}`"
    if "enum" in value:
        return " or ".join(f"`{one}`" for one in value["enum"])
    if value.get("type") == "array":
        return f"list of {_kind(value.get('items') or {})}"
    if value.get("type") == "object":
        of = value.get("additionalProperties")
        return f"object of {_kind(of)}" if isinstance(of, dict) and of else "object"
    return str(value.get("type", "anything"))


def main() -> None:
    """Write the page."""
    (DOCS / "schema.md").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
