"""A file to its type, and a type to the JSON schema of its files."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, TypeVar

import msgspec

from scaffold.typed import several
from scaffold.typed.types import Custom

__all__ = ["read", "schema"]

T = TypeVar("T")


def read(data: dict[str, Any], kind: type[T]) -> T:
    """The values of a file as this type. Raises BadSetting for the first setting that does not fit, with the others."""

    def convert(values: dict[str, Any]) -> T:
        return msgspec.convert(values, kind, dec_hook=_custom, builtin_types=(date, datetime, time))

    try:
        return convert(data)
    except msgspec.ValidationError as e:
        raise several.first_of_all(data, kind, convert, e) from None


def _custom(kind: type[Custom], value: object) -> Custom:
    return kind.read(value)


def schema(kind: type[msgspec.Struct]) -> dict[str, Any]:
    """The JSON schema of a file, as editors read it: tables in their places, and no null, which TOML does not have."""
    made = msgspec.json.schema(kind, schema_hook=_schema_of)
    inlined: dict[str, Any] = _inlined(made, made["$defs"])
    return {"$schema": "http://json-schema.org/draft-07/schema#", **inlined}


def _schema_of(custom: type[Custom]) -> dict[str, Any]:
    return custom.json


def _inlined(node: Any, tables: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_inlined(inner, tables) for inner in node]
    if not isinstance(node, dict):
        return node
    node = {key: inner for key, inner in node.items() if _says_something(key, inner)}
    if "$ref" in node:
        node = {**tables[node.pop("$ref").rpartition("/")[2]], **node}
    several = [inner for inner in node.get("anyOf", ()) if inner != {"type": "null"}]
    if len(several) == 1:
        node = {**several[0], **{key: inner for key, inner in node.items() if key != "anyOf"}}
        return _inlined(node, tables)
    return {key: _inlined(inner, tables) for key, inner in node.items()}


def _says_something(key: str, value: Any) -> bool:
    """Whether an entry of a schema is of use: names of classes, and defaults that are tables or nothing, are not."""
    if key == "default":
        return isinstance(value, (bool, int, float)) or (isinstance(value, str) and value != "")
    return not (key == "$defs" or (key == "required" and not value) or (key == "title" and isinstance(value, str)))
