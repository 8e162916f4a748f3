"""The published JSON: an AuditReport written, read back without loss, and described by a schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any, Final, TypeVar

import msgspec

from citecheck.errors import ReportError
from citecheck.model import SCHEMA_VERSION, AuditReport, DocumentReport
from citecheck.reports.visible import scalar, unordered

LARGEST: Final = 1 << 29
"""The most bytes of a stored audit that are read: 512 MiB."""

_Decoded = TypeVar("_Decoded")

_INDENT: Final = "  "
_BOM: Final = b"\xef\xbb\xbf"
_ADVICE: Final = "Write it anew with `citecheck audit SOURCE --format json`."


class JsonFormat:
    """The report as JSON: `schema_version` first, UTF-8, two spaces a level, one newline at the end."""

    name = "json"
    extension = "json"

    def render(self, report: AuditReport) -> str:
        """Give the report as JSON."""
        return "".join(self.pieces(report))

    def pieces(self, report: AuditReport) -> Iterator[str]:
        """Give the same piece by piece: a list of 100,000 links has 100 MB of JSON, and nobody need hold that."""
        yield from _pieces(report)
        yield "\n"


class _Version(msgspec.Struct):
    """The one key that tells whether the others can be trusted."""

    schema_version: int


def load(data: bytes) -> AuditReport:
    """
    Give the report that these bytes of JSON hold.

    Keys that this version does not know are passed over, so that later versions may add some.

    Raises:
        ReportError: They are too many, no JSON, of another schema version, or of another shape; the message names
            the place.
    """
    if len(data) > LARGEST:
        raise ReportError(f"The stored audit has {len(data):,} bytes; at most {LARGEST:,} are read.")
    data = data.removeprefix(_BOM)
    version = _decoded(data, _Version).schema_version
    if version != SCHEMA_VERSION:
        raise ReportError(
            f"The stored audit has schema version {version}; this citecheck reads {SCHEMA_VERSION}. {_ADVICE}"
        )
    return _decoded(data, AuditReport)


def schema() -> dict[str, Any]:
    """Give the JSON Schema (draft 2020-12) of the report."""
    generated = msgspec.json.schema(AuditReport)
    root = generated["$defs"]["AuditReport"]
    root["properties"]["schema_version"] = {"const": SCHEMA_VERSION}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "citecheck audit report",
        **generated,
    }


def schema_text() -> str:
    """Give the schema as it is published in `docs/schema.json`."""
    return f"{_pretty(schema())}\n"


def _decoded(data: bytes, kind: type[_Decoded]) -> _Decoded:
    """Give *data* decoded as *kind*, or raise ReportError with the place."""
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError as error:
        raise ReportError(f"The file is not a citecheck audit: {error}. {_ADVICE}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ReportError(f"The stored audit is not JSON in UTF-8: {error}. {_ADVICE}") from error
    except RecursionError as error:
        raise ReportError(f"The stored audit is nested too deeply to be one. {_ADVICE}") from error


def _pieces(value: object, level: int = 0) -> Iterator[str]:
    """Give a report as `_pretty` would, its documents and what is listed in them one after the other."""
    if isinstance(value, AuditReport | DocumentReport):
        parts = ((f'"{one.name}": ', getattr(value, one.name)) for one in fields(value))
        yield from _enclosed("{}", parts, level)
    elif isinstance(value, tuple) and value:
        yield from _enclosed("[]", (("", item) for item in value), level)
    else:
        yield _pretty(value).replace("\n", f"\n{_INDENT * level}")


def _enclosed(brackets: str, parts: Iterable[tuple[str, object]], level: int) -> Iterator[str]:
    """Give the parts of an object or an array, each with what stands before it."""
    before = brackets[0]
    for name, value in parts:
        yield f"{before}\n{_INDENT * (level + 1)}{name}"
        yield from _pieces(value, level + 1)
        before = ","
    yield f"\n{_INDENT * level}{brackets[1]}"


def _pretty(value: object) -> str:
    """Give *value* as indented JSON; lone surrogates, which no encoding has, become U+FFFD."""
    try:
        data = msgspec.json.encode(value)
    except UnicodeEncodeError:
        data = msgspec.json.encode(_scalars(msgspec.to_builtins(value)))
    except RecursionError as error:
        raise ReportError(f"The audit is nested too deeply to be written. {_ADVICE}") from error
    return unordered(msgspec.json.format(data, indent=len(_INDENT)).decode())


def _scalars(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Give a JSON value without lone surrogates."""
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, dict):
        return {scalar(str(key)): _scalars(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_scalars(item) for item in value]
    return value
