"""Each fault that was once found is held by tests: the table in faults.md names them, and they exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROWS = [line.split(" | ") for line in (HERE / "faults.md").read_text(encoding="utf-8").splitlines() if "::" in line]


def names(file: Path) -> set[str]:
    """The tests of a file: "test_x", or "TestY::test_x" in a class."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    classes: list[tuple[str, ast.Module | ast.ClassDef]] = [("", tree)]
    classes += [(f"{c.name}::", c) for c in tree.body if isinstance(c, ast.ClassDef)]
    return {f"{of}{f.name}" for of, holder in classes for f in holder.body if isinstance(f, ast.FunctionDef)}


@pytest.mark.parametrize("row", ROWS, ids=[row[0].strip("| ")[:60] for row in ROWS])
def test_the_tests_of_a_fault_exist(row: list[str]) -> None:
    named = re.findall(r"`([\w/]+\.py)::([\w:]+)`", row[-1])
    assert named
    for file, test in named:
        assert test in names(HERE / file)


def test_every_fault_has_tests() -> None:
    lines = (HERE / "faults.md").read_text(encoding="utf-8").splitlines()
    table = [line for line in lines if line.startswith("| ") and not line.startswith("| fault ")]
    assert len(table) == len(ROWS) >= 50
