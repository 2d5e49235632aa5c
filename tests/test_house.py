"""Rules of the code that no linter has: keyword arguments, short functions, lists of modules, kinds of sources."""

from __future__ import annotations

import ast
import builtins
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests import modules
from tests.conftest import ROOT

LONGEST = 40
"""Maximum number of lines of a function."""

FIELDS, POSITIONAL = 5, 4
"""A dataclass with this many fields is made by keyword; the maximum number of positional arguments of a call."""


C_FUNCTIONS = "raw."
"""PDFium's functions, by ctypes, have no keywords."""

ASK_FOR_THE_SOURCE = ("fetch", "read", "cli")
"""Folders in which a paper with LaTeX and one that is only a PDF are different things."""


def trees() -> dict[str, ast.Module]:
    """All modules by their paths, read when the first test asks: every worker of a run imports this file."""
    return {f"scaffold/{path}": modules.parsed(text) for path, text in modules.texts().items()}


Node = TypeVar("Node", ast.Call, ast.ClassDef, ast.Compare, ast.FunctionDef)


@cache
def _found() -> dict[type[ast.AST], list[tuple[str, Any]]]:
    """The nodes of each kind that a test asks for, with their positions."""
    found: dict[type[ast.AST], list[tuple[str, Any]]] = {kind: [] for kind in Node.__constraints__}
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if type(node) in found:
                found[type(node)].append((f"{path}:{node.lineno}", node))  # type: ignore[attr-defined]
    return found


def nodes(kind: type[Node]) -> list[tuple[str, Node]]:
    """All nodes of a kind, each with its position."""
    return _found()[kind]


def test_functions_are_short() -> None:
    long = []
    for where, function in nodes(ast.FunctionDef):
        if (count := (function.end_lineno or 0) - function.lineno + 1) > LONGEST:
            long.append(f"{where}: {function.name} has {count} lines")
    assert long == []


def large(node: ast.ClassDef) -> ast.expr | None:
    """The decorator of a dataclass with many fields."""
    fields = [b for b in node.body if isinstance(b, ast.AnnAssign) and "ClassVar" not in ast.unparse(b.annotation)]
    made = (d for d in node.decorator_list if ast.unparse(d).startswith("dataclass"))
    return next(made, None) if len(fields) >= FIELDS else None


def test_large_dataclasses_are_made_by_keyword() -> None:
    decorated = [(where, n.name, ast.unparse(d)) for where, n in nodes(ast.ClassDef) if (d := large(n)) is not None]
    assert [
        f"{where}: {name} is not kw_only" for where, name, decorator in decorated if "kw_only=True" not in decorator
    ] == []
    assert decorated


def variadic() -> set[str]:
    """Names of functions that take any number of positional arguments."""
    return {f.name for _, f in nodes(ast.FunctionDef) if f.args.vararg} | set(vars(builtins))


def test_calls_have_few_positional_arguments() -> None:
    free, many = variadic(), []
    for where, call in nodes(ast.Call):
        name = ast.unparse(call.func)
        if len(call.args) > POSITIONAL and name.rpartition(".")[2] not in free and not name.startswith(C_FUNCTIONS):
            many.append(f"{where}: {name} has {len(call.args)} positional arguments")
    assert many == []


def private_imports(tree: ast.AST) -> Iterator[str]:
    """Private names that a module takes from others of ours: imported, or as attributes of an imported module."""
    imports = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and (n.module or "").startswith("scaffold")]
    names = {alias.asname or alias.name: alias.name for n in imports for alias in n.names}
    yield from (name for name in names.values() if private(name))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and private(node.attr) and isinstance(node.value, ast.Name):
            yield from (f"{name}.{node.attr}" for name in names if name == node.value.id and name.islower())


def private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def test_private_names_stay_in_their_modules() -> None:
    assert {path: found for path, tree in trees().items() if (found := list(private_imports(tree)))} == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from scaffold.planning.rank import _weigh\n_weigh()", ["_weigh"]),
        ("def f():\n    from scaffold.planning.rank import _weigh as weigh\n    return weigh", ["_weigh"]),
        ("from scaffold.planning import rank\nrank._weigh()", ["rank._weigh"]),
        ("from scaffold import __version__\nimport os\nos._exit(1)", []),
        ("from scaffold.model import Paper\nself._x = Paper._fields", []),
    ],
)
def test_a_private_name_of_another_module_is_found(text: str, found: list[str]) -> None:
    assert list(private_imports(ast.parse(text))) == found


TOP = """.ci .gitignore .pre-commit-config.yaml CHANGELOG.md CONTRIBUTING.md LICENSE Makefile README.md SECURITY.md docs
    examples pyproject.toml scaffold setup.cfg setup.py templates tests""".split()


def test_nothing_is_committed_that_a_run_left_behind() -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    run = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    files = run.stdout.decode().strip("\0").split("\0")
    assert {name.split("/")[0] for name in files} <= set(TOP)
    left = [name for name in files if Path(name).suffix in (".aux", ".fls", ".log", ".pyc", ".orig", ".rej")]
    assert left == []


def differing_modules(text: str, modules: set[str], folders: set[str]) -> list[str]:
    """The modules that a list of modules lacks or has too many, and the folders that it lacks."""
    words = set(re.findall(r"\w+(?:\.py)?", text))
    named = {word for word in words if word.endswith(".py")}
    return sorted(named ^ modules) + sorted(folders - words)


@pytest.mark.parametrize(
    ("text", "differing"),
    [
        ("a.py  one; b.py: two. sub: more", []),
        ("a.py  one. sub: more", ["b.py"]),
        ("a.py  one; b.py: two; c.py: three. sub: more", ["c.py"]),
        ("a.py  one; b.py: two", ["sub"]),
    ],
)
def test_a_list_of_modules_that_is_out_of_date_is_found(text: str, differing: list[str]) -> None:
    assert differing_modules(text, {"a.py", "b.py"}, {"sub"}) == differing


def test_every_folder_of_the_code_lists_its_modules() -> None:
    """The top folder's are on the map in docs/architecture.md."""
    wrong = {}
    for init in (ROOT / "scaffold").glob("*/**/__init__.py"):
        files = {path.name for path in init.parent.glob("*.py")} - {"__init__.py"}
        folders = {path.parent.name for path in init.parent.glob("*/__init__.py")}
        listed = ast.get_docstring(ast.parse(init.read_text(encoding="utf-8"))) or ""
        if found := differing_modules(listed, files, folders):
            wrong[init.parent.relative_to(ROOT).as_posix()] = found
    assert wrong == {}


def asks_for_the_source(node: ast.Compare) -> bool:
    """Whether a kind is compared with one of a paper's source."""
    sides = [node.left, *node.comparators]
    kinds = any(isinstance(s, ast.Attribute) and s.attr == "kind" for s in sides)
    return kinds and any(isinstance(s, ast.Constant) and s.value in ("pdf", "tex") for s in sides)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ('paper.source.kind == "pdf"', True),
        ('"tex" != source.kind', True),
        ('statement.shown_by == "clip"', False),
        ('item.kind == "figure"', False),
    ],
)
def test_what_asks_for_the_kind_of_the_source(text: str, asks: bool) -> None:
    (node,) = (n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Compare))
    assert asks_for_the_source(node) is asks


def test_statements_say_what_they_are_and_nobody_asks_for_the_source() -> None:
    below = tuple(f"scaffold/{folder}/" for folder in ASK_FOR_THE_SOURCE)
    asked = [where for where, n in nodes(ast.Compare) if asks_for_the_source(n)]
    assert [where for where in asked if not where.startswith(below)] == []
    assert any(Path(where).parts[1] == "fetch" for where in asked), "the question is not found where it is asked"
