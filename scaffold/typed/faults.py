"""What msgspec refuses, in words: the setting, its value, what it must be, and what may have been meant."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec
from msgspec import inspect as kinds

from scaffold import toml
from scaffold.spelling import meant
from scaffold.toml import BadSetting, Path
from scaffold.typed.types import Custom, Wrong

__all__ = ["explained", "missing", "plain"]

_PLACE = re.compile(r" - at `\$([^`]*)`$")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]|\[(\.\.\.)\]")
"""How a message of msgspec ends: names, numbers of a list from 0, and "..." for a name that is free."""


def missing(path: Path, needs: str) -> BadSetting:
    """The error that a setting is missing which the file needs."""
    section = f"{toml.named(path[:-1])}: " if path[:-1] else ""
    return BadSetting(f"{section}the setting {str(path[-1])!r} is missing: it must be {needs}", path)


def explained(error: msgspec.ValidationError, data: dict[str, Any], kind: object) -> BadSetting:
    """The error on the values of a file that should be of this type."""
    place = _PLACE.search(str(error))
    steps = [m[1] or m[2] or m[3] for m in _STEP.finditer(place[1])] if place else []
    path, value, found = _walked(steps, data, kinds.type_info(kind))
    if isinstance(error.__cause__, Wrong):
        return _contradiction(error.__cause__, path, value)
    if isinstance(found, kinds.StructType) and isinstance(value, dict):
        known = [f.encode_name for f in found.fields]
        if unknown := [name for name in value if name not in known]:
            where = toml.named(path) or "the file"
            message = f"{where} has no setting {unknown[0]!r}{meant(unknown[0], known)}"
            return BadSetting(f"{message} (choose from {', '.join(known)})", (*path, unknown[0]))
        lacking = next(f for f in found.fields if f.required and f.encode_name not in value)
        inner = (*path, lacking.encode_name)
        return missing(inner, _needs(lacking.type, inner))
    needs = f"{_needs(found, path)}{_remedy(found, value)}"
    return BadSetting(f"{toml.named(path)} is {toml.shown(value)}: it must be {needs}", path)


def _remedy(found: kinds.Type, value: object) -> str:
    """What is to be done about a common mistake: a number in quotes, one text for a list, a typing error."""
    if not isinstance(value, str):
        return ""
    if _is_number(found):
        return ", without quotes"
    if isinstance(found, kinds.VarTupleType):
        return f" (write [{json.dumps(value, ensure_ascii=False)}])" if "texts" in _needs(found, ()) else ""
    if isinstance(found, kinds.LiteralType):
        return meant(value, filter(None, map(str, found.values)))
    return meant(value, _custom_type(found).choice()) if isinstance(found, kinds.CustomType) else ""


def _contradiction(wrong: Wrong, path: Path, value: Any) -> BadSetting:
    """What a section says of its settings, with the value of the setting unless that is a table or has tables."""
    for step in wrong.path:
        value = value[step - 1] if isinstance(step, int) else value.get(step)
        if value is None:
            break
        path = (*path, step)
    values = value if isinstance(value, list) else [value]
    shown = "" if value is None or any(isinstance(v, dict) for v in values) else f" is {toml.shown(value)}"
    return BadSetting(f"{toml.named(path)}{shown}: {wrong}", path)


def _walked(steps: list[str], value: Any, found: kinds.Type) -> tuple[Path, Any, kinds.Type]:
    """The place to which the steps lead, the value there, and the type that it should have."""
    path: Path = ()
    for step in steps:
        outer = plain(found, kinds.StructType, kinds.DictType, kinds.VarTupleType)
        if isinstance(outer, kinds.VarTupleType):
            path, value, found = (*path, int(step) + 1), value[int(step)], outer.item_type
        elif isinstance(outer, kinds.StructType):
            path, value = (*path, step), value[step]
            found = next(f.type for f in outer.fields if f.encode_name == step)
        elif isinstance(outer, kinds.DictType):
            inner = outer.value_type
            name = next(key for key, given in value.items() if not isinstance(given, str))
            path, value, found = (*path, name), value[name], inner
    return path, value, plain(found)


def plain(found: kinds.Type, *wanted: type[kinds.Type]) -> kinds.Type:
    """A type without notes on it, and without what else it may be than one of the wanted types, such as nothing."""
    if isinstance(found, kinds.Metadata) and not (found.extra and not wanted):
        return plain(found.type, *wanted)
    if isinstance(found, kinds.UnionType):
        inner = [t for t in found.types if not isinstance(t, kinds.NoneType)]
        fitting = [t for t in inner if not wanted or isinstance(plain(t, *wanted), wanted)]
        return plain(fitting[0], *wanted) if len(fitting) == 1 else found
    return found


def _is_number(found: kinds.Type) -> bool:
    found = plain(found, kinds.IntType, kinds.FloatType, kinds.LiteralType)
    if isinstance(found, kinds.LiteralType):
        return all(isinstance(value, int) for value in found.values)
    return isinstance(found, (kinds.IntType, kinds.FloatType))


def _needs(found: kinds.Type, path: Path) -> str:
    """What a value of this type must be, to end a sentence."""
    found = plain(found)
    if isinstance(found, kinds.Metadata) and found.extra:
        return str(found.extra["needs"]).format(range=_range(found.type))
    if isinstance(found, kinds.UnionType):
        return " or ".join(_needs(t, path) for t in found.types if not isinstance(t, kinds.NoneType))
    if isinstance(found, (kinds.StructType, kinds.DictType)):
        return f"a section, [{toml.named(path)}]"
    if isinstance(found, kinds.VarTupleType):
        return f"{_several(plain(found.item_type), path)}{', not empty' if found.min_length else ''}"
    return _single(found)


def _single(found: kinds.Type) -> str:
    """What a value must be that is neither table nor list."""
    match found:
        case kinds.LiteralType(values=values):
            return f"one of {', '.join(str(v) for v in values if v != '')}"
        case kinds.CustomType():
            return _custom_type(found).needs
        case kinds.IntType():
            return f"a whole number{_range(found)}"
        case kinds.FloatType():
            return f"a number{_range(found)}"
        case kinds.BoolType():
            return "true or false, without quotes"
        case kinds.StrType(min_length=least):
            return f"text in quotes{', not empty' if least else ''}"
    raise TypeError(f"no words for {found}")


def _custom_type(found: kinds.CustomType) -> type[Custom]:
    kind: type[Custom] = found.cls
    return kind


def _several(item: kinds.Type, path: Path) -> str:
    """What a list of these must be."""
    if isinstance(item, (kinds.StructType, kinds.CustomType)):
        return f"a list of tables, [[{toml.named(path)}]]"
    words = f", of {', '.join(map(str, item.values))}" if isinstance(item, kinds.LiteralType) else ""
    return "a list of whole numbers" if isinstance(item, kinds.IntType) else f"a list of texts in quotes{words}"


def _range(found: kinds.Type) -> str:
    """The range of a number, such as " from 1 to 600" or " above 0 and at most 50"."""
    found = plain(found)
    if not isinstance(found, (kinds.IntType, kinds.FloatType)):
        return ""
    if found.ge is not None and found.le is not None:
        return f" from {found.ge:g} to {found.le:g}"
    above = f" above {found.gt:g}" if found.gt is not None else ""
    least = f" of at least {found.ge:g}" if found.ge is not None else above
    return f"{least} and at most {found.le:g}" if found.le is not None else least
