"""All that does not fit in a file: each fault is put right in a copy of its values, and the rest is read again."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from msgspec import inspect as kinds

from scaffold.toml import BadSetting, Path
from scaffold.typed import faults
from scaffold.typed.types import Custom, Wrong

__all__ = ["first_of_all"]

_MOST = 20
"""Mistakes that are looked for; more are a file of something else."""


def first_of_all(
    data: dict[str, Any], kind: object, convert: Callable[[dict[str, Any]], object], found: msgspec.ValidationError
) -> BadSetting:
    """The first fault, with all others that are known, in the order of finding.

    convert reads the values, as in the run that failed with found. What settings say together counts only where none
    of them was put right.
    """
    values = copy.deepcopy(data)
    known: list[BadSetting] = []
    tried: list[Path] = []
    error: msgspec.ValidationError | None = found
    while error is not None and len(tried) < _MOST:
        fault = faults.explained(error, values, kind)
        if fault.path in tried:
            break
        together = error.__cause__ if isinstance(error.__cause__, Wrong) else None
        if not _follows(fault.path, together, values, tried):
            known.append(fault)
        tried.append(fault.path)
        if not _put_right(values, fault.path, kinds.type_info(kind), removable=together is not None, n=len(tried)):
            break
        error = _error(convert, values)
    first, *others = known
    return BadSetting(str(first), first.path, tuple(others))


def _follows(path: Path, together: Wrong | None, values: Any, tried: list[Path]) -> bool:
    """Whether a fault may follow from what was put right: in a section with it, or a setting missing beside it."""
    if together is not None:
        section = path[: len(path) - len(together.path)]
        return any(other[: len(section)] == section for other in tried)
    return not _is_there(values, path) and any(other[:-1] == path[:-1] for other in tried)


def _is_there(values: Any, path: Path) -> bool:
    for step in path:
        try:
            values = values[step - 1 if isinstance(step, int) else step]
        except (LookupError, TypeError):
            return False
    return True


def _error(convert: Callable[[dict[str, Any]], object], values: dict[str, Any]) -> msgspec.ValidationError | None:
    try:
        convert(values)
    except msgspec.ValidationError as e:
        return e
    return None


def _put_right(values: Any, path: Path, found: kinds.Type, *, removable: bool, n: int) -> bool:
    """Gives the setting at path a value that fits, or removes it if it is not known; False if that is not possible.

    removable: whether nothing but removing it helps.
    """
    *outer, last = path
    for step in outer:
        values, found = _inner(values, step, found)
        if values is None:
            return False
    field = _field(found, last)
    value = None if removable or field is None else _example(field.type, n)
    if value is not None:
        values[last - 1 if isinstance(last, int) else last] = value
        return True
    return isinstance(values, dict) and not (field and field.required) and values.pop(last, None) is not None


def _inner(values: Any, step: str | int, found: kinds.Type) -> tuple[Any, kinds.Type]:
    try:
        inner = values[step - 1 if isinstance(step, int) else step]
    except (LookupError, TypeError):
        return None, found
    outer = faults.plain(found, kinds.StructType, kinds.DictType, kinds.VarTupleType)
    if isinstance(outer, kinds.StructType):
        return inner, next(f.type for f in outer.fields if f.encode_name == step)
    if isinstance(outer, kinds.VarTupleType):
        return inner, outer.item_type
    return inner, outer.value_type if isinstance(outer, kinds.DictType) else outer


@dataclass(frozen=True, slots=True)
class _Field:
    """What a setting or an entry of a list must be, and whether it must be there."""

    type: kinds.Type
    required: bool


def _field(found: kinds.Type, step: str | int) -> _Field | None:
    """None for a setting that nothing knows."""
    outer = faults.plain(found, kinds.StructType, kinds.VarTupleType)
    if isinstance(outer, kinds.StructType):
        return next((_Field(f.type, f.required) for f in outer.fields if f.encode_name == step), None)
    return _Field(outer.item_type, required=True) if isinstance(outer, kinds.VarTupleType) else None


def _example(found: kinds.Type, n: int) -> object | None:
    """A value of this type; None if none is known. n makes texts distinct."""
    found = faults.plain(found)
    match found:
        case kinds.Metadata(type=inner):
            return _example(inner, n)
        case kinds.StructType(fields=fields):
            return {f.encode_name: _example(f.type, n) for f in fields if f.required}
        case kinds.VarTupleType(item_type=inner):
            return [_example(inner, n)]
        case kinds.LiteralType(values=values):
            return values[0]
        case kinds.IntType() | kinds.FloatType():
            return found.ge if found.ge is not None else found.gt + 1 if found.gt is not None else 1
        case kinds.StrType():
            return f"x{n}"
        case kinds.BoolType():
            return True
        case kinds.CustomType(cls=custom):
            return _example_of(custom)
    return None


def _example_of(custom: type[Custom]) -> object | None:
    for value in (date(2001, 1, 1), "12:00", *list(custom.choice())[:1]):
        try:
            custom.read(value)
        except ValueError:
            continue
        return value
    return None
