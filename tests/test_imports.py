"""The import contract holds, and the check of it can fail: a guard that guards nothing is worse than none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

VIOLATIONS = {
    "write reads": ("write/planted.py", "from scaffold.read import planted_target\n", "Imports point down"),
    "the model imports a room": ("model.py", "import scaffold.fetch\n", "Imports point down"),
    "planning starts processes": ("planning/planted.py", "import subprocess\n", "Only engines starts processes"),
    "read uses the network": ("read/planted.py", "import requests\n", "Only fetch touches the network"),
    "the plans import a library": ("plans.py", "import pptx\n", "nothing but the standard library"),
    "check prints through rich": ("check/planted.py", "import rich\n", "Each third-party library has one room"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs the contract of folder/setup.cfg on folder/scaffold, and on no other copy of the package."""
    code = "import sys; from importlinter.cli import lint_imports_command as main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache", "--config", "setup.cfg"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "scaffold", tmp_path / "scaffold", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "setup.cfg", tmp_path)
    return tmp_path


def test_the_contract_holds(copy: Path) -> None:
    result = lint(copy)
    assert result.returncode == 0, result.stdout + result.stderr
    assert " 0 broken" in result.stdout


@pytest.mark.parametrize("name", VIOLATIONS)
def test_a_planted_violation_is_found(copy: Path, name: str) -> None:
    path, line, contract = VIOLATIONS[name]
    (copy / "scaffold" / "read" / "planted_target.py").touch()
    planted = copy / "scaffold" / path
    planted.write_text((planted.read_text(encoding="utf-8") if planted.exists() else "") + line, encoding="utf-8")
    result = lint(copy)
    assert result.returncode == 1, result.stdout + result.stderr
    broken = [row for row in result.stdout.splitlines() if "BROKEN" in row]
    assert any(contract in row for row in broken), result.stdout
