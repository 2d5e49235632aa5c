"""Tests that have their branches in braces, of ifthen, etoolbox, xparse and LaTeX's kernel.

The branch is read in place, so that positions stay those of the file.
"""

from __future__ import annotations

import re

from scaffold.read.latex.commands.bool_expressions import BoolExpression
from scaffold.read.latex.commands.conditionals import decidable, holds, is_defined
from scaffold.read.latex.commands.input_files import find_input
from scaffold.read.latex.engine import Engine, command
from scaffold.tex import tokens
from scaffold.tex.arguments import NO_VALUE


@command("ifthenelse")
def if_then_else(engine: Engine, _: str) -> None:
    """ifthen's \\ifthenelse{test}{then}{else}."""
    condition = engine.argument()
    branches = engine.groups(2)
    if condition is not None and branches:
        engine.choose(branches, 0 if _ifthen(engine, condition) is not False else 1)


def _ifthen(engine: Engine, condition: str) -> bool | None:
    condition = condition.strip()
    if m := re.match(r"\\(?:NOT|not)\s*(.*)", condition, re.S):
        inner = _ifthen(engine, m[1])
        return None if inner is None else not inner
    if m := re.match(r"\\boolean\s*\{([^}]*)\}$", condition):
        return engine.flags.get(m[1])
    if m := re.match(r"\\equal\s*\{(.*?)\}\s*\{(.*?)\}$", condition, re.S):
        return engine.plain_name(m[1]) == engine.plain_name(m[2])
    if m := re.match(r"\\isundefined\s*\{?\\([A-Za-z@]+)\}?$", condition):
        return not is_defined(engine, m[1])
    if m := re.match(r"(.+?)\s*([<>=])\s*(.+)$", condition, re.S):
        left, right = engine.counters.evaluate(m[1]), engine.counters.evaluate(m[3])
        return holds(left, m[2], right)
    return None


_GIVEN = {
    **dict.fromkeys(("ifstrequal", "@ifpackagewith", "@ifclasswith", "ifdefstring", "ifcsstring", "ifdefequal",
                     "ifcsequal", "ifnumequal", "ifnumgreater", "ifnumless", "ifinlist"), 2),
    "ifnumcomp": 3,
}  # fmt: skip
"""How many arguments a test has before its branches, if not one."""

_COMPARED = {"ifnumequal": "=", "ifnumgreater": ">", "ifnumless": "<"}


@command("iftoggle", "ifbool", "nottoggle", "notbool", "ifdef", "ifundef", "ifcsdef", "ifcsundef", "@ifundefined",
         "@ifpackageloaded",
         "@ifclassloaded", "@ifpackagewith", "@ifclasswith",
         "IfFileExists", "IfPackageLoadedTF", "ifblank", "notblank", "ifstrequal", "IfBooleanTF", "IfNoValueTF",
         "IfValueTF", "IfBlankTF", "ifstrempty", "ifdefstring", "ifcsstring", "ifdefequal", "ifcsequal",
         "ifdefempty", "ifcsempty", "ifdefvoid", "ifcsvoid", "ifnumcomp", *_COMPARED, "ifnumodd",
         "ifboolexpr", "ifboolexpe")  # fmt: skip
def braced_test(engine: Engine, how: str) -> None:
    """\\iftoggle{x}{then}{else} and its kin."""
    given = [engine.argument() for _ in range(_GIVEN.get(how, 1))]
    branches, arguments = engine.groups(2), [g.strip() for g in given if g is not None]
    if branches and len(arguments) == len(given):
        engine.choose(branches, 0 if _braced(engine, how, arguments) is not False else 1)


@command("IfBooleanT", "IfBooleanF", "IfNoValueT", "IfNoValueF", "IfValueT", "IfValueF", "IfBlankT", "IfBlankF")
def half_test(engine: Engine, how: str) -> None:
    """xparse's tests with one branch."""
    first, branches = engine.argument(), engine.groups(1)
    if first is not None and branches:
        truth = _braced(engine, how[:-1] + "TF", [first.strip()]) is not False
        engine.choose(branches, 0 if truth == how.endswith("T") else None)


def _braced(engine: Engine, how: str, given: list[str]) -> bool | None:
    """Whether a test holds; None if the source does not tell."""
    name = given[0].lstrip("\\").strip()
    if how in ("iftoggle", "ifbool", "nottoggle", "notbool"):
        value = engine.flags.get(name)
        return value if value is None or how.startswith("if") else not value
    if how in ("ifdef", "ifcsdef", "ifundef", "ifcsundef", "@ifundefined"):
        return bool(is_defined(engine, name)) != ("undef" in how)
    if how == "IfFileExists":
        return find_input(engine, given[0]) is not None
    if how.startswith("ifnum"):
        return _numbered(engine, how, given)
    if how.startswith("ifbool"):
        return BoolExpression(lambda test, of: _braced(engine, test, of), given[0]).value()
    if how.startswith(("ifdef", "ifcs")):
        return _of_macro(engine, how, name, given[-1])
    loaded = how.startswith(("@if", "IfPackage"))
    return _is_loaded(engine, how, name, given[-1]) if loaded else _of_argument(how, given)


def _is_loaded(engine: Engine, how: str, name: str, options: str) -> bool:
    """Tests of classes, packages and their options."""
    if how in ("@ifpackageloaded", "IfPackageLoadedTF"):
        return name in engine.notes.packages
    if how == "@ifclassloaded":
        return name == engine.notes.document_class
    given = engine.notes.packages.get(name, "") if how == "@ifpackagewith" else engine.notes.class_options
    return set(tokens.key_values(options)) <= set(tokens.key_values(given))


def _of_argument(how: str, given: list[str]) -> bool:
    """Tests of what an argument is: empty, true, absent, the same as another."""
    first = given[0]
    if how in ("ifblank", "notblank", "IfBlankTF", "ifstrempty"):
        return (not first) != (how == "notblank")
    if how == "ifstrequal":
        return first == given[-1]
    if how == "IfBooleanTF":
        return "BooleanTrue" in first
    absent = first == NO_VALUE.strip()
    return absent if how == "IfNoValueTF" else not absent


def _of_macro(engine: Engine, how: str, name: str, last: str) -> bool | None:
    """etoolbox's tests of what a macro without arguments means; one that is not defined is void and has no string."""
    body = engine.macros.parameterless(name)
    if body is None and is_defined(engine, name):
        return None
    if how.endswith("void"):
        return not body
    if how.endswith("empty"):
        return body == ""
    return body == (last if how.endswith("string") else engine.macros.parameterless(last.lstrip("\\")))


def _numbered(engine: Engine, how: str, given: list[str]) -> bool | None:
    sides = (given[0], given[-1])
    if not all(decidable(engine, side) for side in sides):
        return None
    left, right = map(engine.counters.evaluate, sides)
    if how == "ifnumodd":
        return left % 2 == 1
    return holds(left, given[1] if how == "ifnumcomp" else _COMPARED[how], right)
