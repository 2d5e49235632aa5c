"""The list of checks: in order, each with a description; a new file adds a check."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scaffold import seminar
from scaffold.check import registry
from scaffold.check.inputs import BuiltPdf, Inputs
from scaffold.check.result import Check
from scaffold.model import Paper, Source
from scaffold.pipeline import checking
from tests.conftest import ROOT

INPUTS = Inputs(
    folder=Path(),
    profile=seminar.load("theory"),
    paper=Paper(source=Source(kind="tex")),
    files=(),
    report=BuiltPdf(path="", made=False),
    written={},
    ledger={},
)

PLANTED = """
from scaffold.check.registry import registered
from scaffold.check.result import passed


@registered("planted", what="whether one file is enough")
def check(inputs):
    return (passed("it is"),)
"""

LISTED = """
import json
from scaffold.check import registry
from scaffold.check.inputs import BuiltPdf, Inputs
from scaffold.check.result import Check
from scaffold.pipeline.checking import check_json
row = registry.checks()[-1]
(found,) = row.function(None)
print(json.dumps([found.name, found.message, check_json(())["measured"][-1], registry.table().splitlines()[-1]]))
"""


def test_the_report_comes_first_and_the_talk_last() -> None:
    names = [row.name for row in registry.checks()]
    assert names[:3] == ["report.pdf", "pages", "parts"]
    assert names[-1] == "talk"
    assert len(set(names)) == len(names)


def test_a_name_is_registered_once() -> None:
    with pytest.raises(ValueError, match="two checks named 'talk'"):
        registry.registered("talk", what="")(lambda inputs: ())


def test_a_check_has_no_other_name_than_in_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_ROWS", {})
    other = Check(verdict="pass", message="", name="other")
    (found,) = registry.registered("planted", what="")(lambda inputs: [other])(INPUTS)
    assert found.name == "planted"


def test_json_has_what_each_check_measures() -> None:
    data = checking.check_json(())
    assert [row["check"] for row in data["measured"]] == [row.name for row in registry.checks()]


def test_a_new_check_costs_one_file(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "scaffold", tmp_path / "scaffold", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "templates", tmp_path / "templates")  # the words by which checks read a PDF
    (tmp_path / "scaffold" / "check" / "report" / "planted.py").write_text(PLANTED, encoding="utf-8")
    command = [sys.executable, "-c", LISTED]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    what = "whether one file is enough"
    assert json.loads(run.stdout) == ["planted", "it is", {"check": "planted", "what": what}, f"| planted | {what} |"]
