"""Nothing in scaffold/ exists only for the tests: the product reads each function, class, constant and field.

Names are compared, not types: a field that shares its name with one that is read somewhere is not found. A private
name of a module must be used in that module.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import pytest

from tests.conftest import ROOT
from tests.modules import parsed, texts

ALLOWED = {
    "cli/options.py: format_commands": "click calls it for the help",
    "fetch/http.py: get_redirect_target": "requests calls it for every answer",
    "model.py: KINDS": "lists the values of Statement.kind, which the JSON of a paper promises",
    **{
        f"read/pdf/page/drawn.py: {name}": "pdfminer calls it for what a page draws"
        for name in ("execute", "do_TJ", "begin_page", "render_image", "paint_path", "render_char")
    },
    "read/latex/reader.py: _HANDLERS": "keeps imports that register the reader's commands",
}
"""What only others read, and who."""

PRINTED = {
    "model.py": "to_json prints every field",
    "plans.py": "to_json prints every field",
    "write/web.py": "the templates of the page show every field, as a test of the page says",
    "talk/notes.py": "talk --json prints every field of a slide",
}
"""Modules whose classes reach JSON or templates as a whole."""

DISPATCHED = {"talk/notes_beamer.py": "its methods are found by the name of a command"}
"""Modules whose private methods are called by a name made at run time."""

_PASSIVE = {"property", "staticmethod", "classmethod", "cache", "lru_cache", "contextmanager"}
"""Decorators that do not themselves use a function; any other one registers it."""


@dataclass
class Module:
    """One module: what it defines, by name and line, and the names that it reads."""

    path: str
    defined: dict[str, int] = field(default_factory=dict)
    fields: dict[str, int] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)


def module(path: str, text: str) -> Module:
    tree, found = parsed(text), Module(path)
    _define(tree.body, found)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
            found.read.add(node.id if isinstance(node, ast.Name) else node.attr)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "getattr":
            found.read |= {a.value for a in node.args[1:] if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    return found


def _define(body: list[ast.stmt], found: Module) -> None:
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            if {_name(d) for d in node.decorator_list} <= _PASSIVE | {"dataclass"}:
                found.defined[node.name] = node.lineno
            if isinstance(node, ast.ClassDef):
                _members(node, found)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found.defined |= {t.id: node.lineno for t in targets if isinstance(t, ast.Name)}


def _members(node: ast.ClassDef, found: Module) -> None:
    for member in node.body:
        if isinstance(member, ast.AnnAssign) and isinstance(member.target, ast.Name):
            found.fields[member.target.id] = member.lineno
        elif isinstance(member, ast.Assign):
            found.fields |= {t.id: member.lineno for t in member.targets if isinstance(t, ast.Name)}
        elif isinstance(member, ast.FunctionDef) and {_name(d) for d in member.decorator_list} <= _PASSIVE:
            found.fields[member.name] = member.lineno
    for inner in ast.walk(node):
        if isinstance(inner, ast.Attribute) and isinstance(inner.ctx, ast.Store) and _name(inner.value) == "self":
            found.fields[inner.attr] = inner.lineno


def _name(node: ast.expr) -> str:
    """The last name of a decorator or an expression; "" where it has none."""
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def unread(modules: list[Module]) -> Iterator[str]:
    """ "path: name" of all that no module reads."""
    everywhere = set().union(*(m.read for m in modules))
    for m in modules:
        for name in m.defined:
            if name not in (m.read if name.startswith("_") else everywhere) and not name.startswith("__"):
                yield f"{m.path}: {name}"
        for name in m.fields:
            dispatched = m.path in DISPATCHED and name.startswith("_")
            if name not in everywhere and not name.startswith("__") and m.path not in PRINTED and not dispatched:
                yield f"{m.path}: {name}"


@cache
def product() -> list[Module]:
    return [module(path, text) for path, text in texts().items()]


def test_everything_is_read_by_the_product() -> None:
    assert [row for row in unread(product()) if row not in ALLOWED] == []


def test_the_list_of_exceptions_holds_nothing_else() -> None:
    assert sorted(ALLOWED) == sorted(set(ALLOWED) & set(unread(product())))
    assert {*PRINTED, *DISPATCHED} <= {m.path for m in product()}


@pytest.mark.parametrize(
    ("planted", "name"),
    [
        ("def lonely(): ...", "lonely"),
        ("LONELY = 1", "LONELY"),
        ("class A:\n    lonely: int\nA()", "lonely"),
        ("class A:\n    def lonely(self): ...\nA()", "lonely"),
        ("class A:\n    def __init__(self): self.lonely = 1\nA()", "lonely"),
        ("_lonely = 1", "_lonely"),
    ],
)
def test_what_is_planted_is_found(planted: str, name: str) -> None:
    assert list(unread([module("a.py", planted), module("b.py", "_lonely")])) == [f"a.py: {name}"]


REGISTERED = {"scaffold.check.": "@registered(", "scaffold.tex.packages.": "NOTATION"}
"""Folders whose registries load every module, and what a module has that is meant to be loaded so."""


@cache
def imported(text: str) -> frozenset[str]:
    """The modules that an import may name: those of `from a import b` are a and a.b."""
    found: set[str] = set()
    for node in ast.walk(parsed(text)):
        if isinstance(node, ast.ImportFrom):
            found |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return frozenset(found)


def lonely(sources: dict[str, str]) -> set[str]:
    """Modules, by name with their texts, that no other one imports."""
    used = {name for module, text in sources.items() for name in imported(text) if name != module}
    return {
        name for name, text in sources.items() if name not in used | {"scaffold.__main__"} and not loaded(name, text)
    }


def loaded(name: str, text: str) -> bool:
    """Whether a registry loads the module, which no import names."""
    return any(name.startswith(folder) and mark in text for folder, mark in REGISTERED.items())


def sources() -> dict[str, str]:
    """The modules of the product, without those that only list what is in a folder."""
    paths = {f"scaffold/{path}": text for path, text in texts().items()}
    return {path.removesuffix("/__init__.py").removesuffix(".py").replace("/", "."): t for path, t in paths.items()}


def test_every_module_is_imported() -> None:
    folders = {name for name in sources() if (ROOT / name.replace(".", "/")).is_dir()}
    assert lonely(sources()) - folders == set()


def test_a_module_that_nothing_imports_is_found_whatever_its_names_are() -> None:
    planted = "def check():\n    return check()\n"
    for name in ("scaffold.planning.planted", "scaffold.check.report.planted"):
        assert lonely({**sources(), name: planted}) - lonely(sources()) == {name}
    user = {"scaffold.user": "def f():\n    from scaffold.planning import planted"}
    assert "scaffold.planning.planted" not in lonely({"scaffold.planning.planted": planted, **user})


def test_what_registers_itself_is_used() -> None:
    assert list(unread([module("a.py", "register = 1\n@register('x')\ndef handler(): ...")])) == []
