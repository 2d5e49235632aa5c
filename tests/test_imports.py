"""The import contract holds, and the check of it can fail: a check that cannot fail is worse than none."""

from __future__ import annotations

import ast
import configparser
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import grimp
import pytest
from importlinter import configuration
from importlinter.application import use_cases

from tests.modules import parsed, texts

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "importlinter:contract:"

configuration.configure()


def contracts() -> dict[str, configparser.SectionProxy]:
    """The contracts of setup.cfg by their ids."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    return {name.removeprefix(PREFIX): config[name] for name in config.sections() if name.startswith(PREFIX)}


CONTRACTS = contracts()
PROTECTED = {id: contract for id, contract in CONTRACTS.items() if contract["type"] == "protected"}
LIBRARIES = [(id, name) for id, contract in PROTECTED.items() for name in contract["protected_modules"].split()]

VIOLATIONS = [
    ("layers", "write/planted.py", "from scaffold.read import crosscheck"),
    ("layers", "planning/planted.py", "from scaffold.engines import pdf"),
    ("layers", "check/planted.py", "from scaffold.pipeline import planning"),
    ("layers", "talk/planted.py", "from scaffold.check import result"),
    ("layers", "tex/planted.py", "from scaffold.talk import timing"),
    ("layers", "model.py", "def planted():\n    import scaffold.fetch"),
    ("layers", "errors.py", "from scaffold import disk"),
    ("layers", "printable.py", "from scaffold import errors"),
    ("layers", "temporary.py", "from scaffold import disk"),
    ("layers", "errors.py", "from scaffold import temporary"),
    ("layers", "planted.py", ""),
    ("cli", "cli/planted.py", "def planted():\n    from scaffold.write.report import files"),
    ("cli", "cli/planted.py", "from scaffold.engines.latex import log"),
    ("cli", "cli/planted.py", "from scaffold.check.report import pages"),
    ("cli", "cli/planted.py", "from scaffold.project.state import load"),
    ("write", "write/beamer/planted.py", "from scaffold.write.pptx import roadmap"),
    ("write", "write/equations/planted.py", "from scaffold.write.pptx.master import COLOURS"),
    ("write", "write/slides/planted.py", "from scaffold.write.equations import omml"),
    ("write", "write/report/planted.py", "from scaffold.write.slides import wording"),
    ("write", "write/text/planted.py", "from scaffold.write.roadmap import fit"),
    ("write", "write/latex/planted.py", "from scaffold.write.text import plain"),
    ("write", "write/clips/planted.py", "from scaffold.write.latex import escape"),
    ("write", "write/planted.py", ""),
    ("read", "read/pdf/planted.py", "from scaffold.read.latex import known"),
    ("read", "read/latex/planted.py", "def planted():\n    from scaffold.read.pdf.page import lines"),
    ("read", "read/pdf/planted.py", "from scaffold.read import crosscheck"),
    ("read", "read/kinds.py", "from scaffold.read.latex import known"),
    ("read-latex", "read/latex/paper/planted.py", "from scaffold.read.latex import reader"),
    ("read-latex", "read/latex/commands/planted.py", "from scaffold.read.latex.paper import uses"),
    ("read-latex", "read/latex/engine.py", "def planted():\n    from scaffold.read.latex.commands import structure"),
    ("read-latex", "read/latex/known.py", "from scaffold.read.latex import counters"),
    ("read-pdf", "read/pdf/structure/planted.py", "from scaffold.read.pdf import reader"),
    ("read-pdf", "read/pdf/layout/planted.py", "from scaffold.read.pdf.structure import heads"),
    ("read-pdf", "read/pdf/page/planted.py", "from scaffold.read.pdf.layout import text"),
    ("check", "check/deck/planted.py", "from scaffold.check.report import pages"),
    ("check", "check/report/planted.py", "from scaffold.check.fidelity import compare"),
    ("check", "check/pdf/planted.py", "from scaffold.check.deck import pages"),
    ("check", "check/result.py", "from scaffold.check.pdf import reader"),
    ("planning", "planning/talk.py", "from scaffold.planning import report"),
    ("planning", "planning/material.py", "from scaffold.planning import questions"),
    ("planning", "planning/words.py", "def planted():\n    from scaffold.planning import wording"),
    ("engines", "engines/latex/planted.py", "from scaffold.engines.office import export"),
    ("engines", "engines/limits.py", "def planted():\n    from scaffold.engines.latex import log"),
    ("engines", "engines/sandbox/walls.py", "def planted():\n    from scaffold.engines import limits"),
    ("engines", "engines/pdf_actions.py", "def planted():\n    from scaffold.engines.latex import log"),
    ("engines", "engines/pdf_syntax.py", "def planted():\n    from scaffold.engines import pdf_actions"),
    ("check-write", "check/fidelity/planted.py", "from scaffold.write.text import expand"),
    ("check-write", "talk/timing.py", "from scaffold.write.text import plain"),
    ("circles", "planning/words.py", "from scaffold.planning import rank"),
    ("circles", "engines/limits.py", "def planted():\n    from scaffold.engines import pandoc"),
    ("pure", "plans.py", "import pptx"),
    ("pure", "spans.py", "def planted():\n    import rich"),
    ("filelock", "fetch/cache.py", "def planted():\n    import filelock"),
    ("pypdfium2", "fetch/cache.py", "def planted():\n    import pypdfium2"),
    ("typed", "typed/types.py", "def planted():\n    from scaffold.typed import faults"),
    ("nobody", "engines/planted.py", "import socket"),
    ("nobody", "fetch/planted.py", "def planted():\n    import http.client"),
]
"""Contract, file, and the line added at its end."""


Plant = Callable[[str, str], None]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the package and its contract."""
    folder = tmp_path_factory.mktemp("imports")
    shutil.copytree(ROOT / "scaffold", folder / "scaffold", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "setup.cfg", folder)
    return folder


@pytest.fixture
def copy(tree: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The copy as the working folder: import-linter finds only this copy of the package."""
    monkeypatch.chdir(tree)
    monkeypatch.setattr(sys, "path", [str(tree), *sys.path])
    monkeypatch.delitem(sys.modules, "scaffold", raising=False)
    return tree


@pytest.fixture
def plant(copy: Path) -> Iterator[Plant]:
    """Adds lines to a file of the copy, which is as it was after the test."""
    before: dict[Path, str | None] = {}

    def planted(path: str, lines: str) -> None:
        file = copy / "scaffold" / path
        before[file] = file.read_text(encoding="utf-8") if file.exists() else None
        file.write_text(f"{before[file] or ''}\n{lines}\n", encoding="utf-8")

    yield planted
    for file, text in before.items():
        if text is None:
            file.unlink()
        else:
            file.write_text(text, encoding="utf-8")


def holds(*ids: str) -> bool:
    """Whether the contracts of these ids, without any all of them, hold in the working folder."""
    return use_cases.lint_imports(
        "setup.cfg", limit_to_contracts=ids, cache_dir=".imports", is_debug_mode=True, no_logo=True
    )


@pytest.mark.usefixtures("copy")
def test_the_contract_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert holds(), capsys.readouterr().out
    assert f"{len(CONTRACTS)} kept, 0 broken" in capsys.readouterr().out


@pytest.mark.parametrize(("contract", "path", "lines"), VIOLATIONS)
def test_a_planted_violation_is_found(
    plant: Plant, contract: str, path: str, lines: str, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(path, lines)
    assert not holds(contract)
    assert "0 kept, 1 broken" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("path", "line"), [("ids.py", "def planted():\n    import {}"), ("planning/planted.py", "from {} import planted")]
)
def test_a_library_in_a_module_that_may_not_import_it_is_found(
    plant: Plant, path: str, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each has a contract, which no other library breaks: all are planted at once."""
    plant(path, "\n".join(line.format(name) for _, name in LIBRARIES))
    assert not holds(*PROTECTED)
    assert f"0 kept, {len(PROTECTED)} broken" in capsys.readouterr().out


def test_a_library_breaks_no_contract_of_another(plant: Plant, capsys: pytest.CaptureFixture[str]) -> None:
    plant("ids.py", f"import {LIBRARIES[0][1]}")
    assert not holds(*PROTECTED)
    assert f"{len(PROTECTED) - 1} kept, 1 broken" in capsys.readouterr().out


EXHAUSTIVE = {id: c["containers"].strip() for id, c in CONTRACTS.items() if c.get("containers")}


def test_contracts_of_layers_give_every_module_its_place() -> None:
    assert [id for id in EXHAUSTIVE if not CONTRACTS[id].getboolean("exhaustive", fallback=False)] == []


@pytest.mark.parametrize("contract", EXHAUSTIVE)
def test_a_module_without_a_place_is_found(plant: Plant, contract: str, capsys: pytest.CaptureFixture[str]) -> None:
    folder = EXHAUSTIVE[contract].removeprefix("scaffold").strip(".").replace(".", "/")
    plant(f"{folder}/planted.py".lstrip("/"), "")
    assert not holds(contract)
    assert "planted" in capsys.readouterr().out


def test_every_contract_has_a_planted_violation() -> None:
    assert {contract for contract, _, _ in VIOLATIONS} | set(PROTECTED) == set(CONTRACTS)


def graph() -> grimp.ImportGraph:
    return grimp.build_graph("scaffold", include_external_packages=True, cache_dir=None)


def libraries(found: grimp.ImportGraph) -> set[str]:
    """Imports that are neither ours nor of the standard library."""
    names = {module.partition(".")[0] for module in found.modules} - {"scaffold"}
    return names - sys.stdlib_module_names - {"tomllib"}


@pytest.mark.usefixtures("copy")
def test_every_library_has_its_contract(plant: Plant) -> None:
    listed = {name for _, name in LIBRARIES}
    assert libraries(graph()) <= listed
    assert libraries(graph()) <= set(CONTRACTS["pure"]["forbidden_modules"].split())
    plant("write/text/planted.py", "def planted():\n    import numpy.linalg")
    assert libraries(graph()) - listed == {"numpy"}


@pytest.mark.usefixtures("copy")
def test_the_contract_allows_only_what_is_used() -> None:
    found = graph()
    for id, contract in PROTECTED.items():
        users = {user for name in contract["protected_modules"].split() for user in importers(found, name)}
        for allowed in contract["allowed_importers"].split():
            assert any(f"{user}.".startswith(f"{allowed}.") for user in users), f"{allowed} does not import {id}"


def importers(found: grimp.ImportGraph, name: str) -> set[str]:
    return found.find_modules_that_directly_import(name) if name in found.modules else set()


BY_NAME = re.compile(
    r"(?:.*\.)?import_module|__import__|exec|eval|runpy\..*"
    r"|os\.(?:system|popen|startfile|fork\w*|exec[lv]\w*|spawn[lv]\w*|posix_spawnp?)"
)
"""Calls that load modules or start programs without an import that a contract sees."""


def hidden(source: str) -> set[str]:
    """The calls of these names in a module's source."""
    names: set[str] = set()
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Attribute):
            names.add(f"{node.value.id if isinstance(node.value, ast.Name) else ''}.{node.attr}")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            names.add(node.func.id)
    return {name for name in names if BY_NAME.fullmatch(name)}


def test_no_module_bypasses_the_import_contract() -> None:
    found = {path: names for path, text in texts().items() if (names := hidden(text))}
    # The launcher of the sandbox is the one program that becomes another.
    launcher = {"engines/sandbox/launch.py"}
    assert set(found) == {"fetch/__init__.py", "check/registry.py", "tex/packages/registry.py"} | launcher, found


@pytest.mark.parametrize(
    "source",
    [
        "import importlib\nimportlib.import_module('pptx')",
        "import importlib as loader\ndef f():\n    return loader.import_module('pp' + 'tx')",
        "from importlib import import_module as load\nload('requests')",
        "__import__('lxml')",
        "exec('import rich')",
        "import os\nos.system('latex')",
        "from os import popen",
    ],
)
def test_an_import_that_bypasses_the_contract_is_found(source: str) -> None:
    assert hidden(source)
