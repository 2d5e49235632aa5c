"""Whole papers: the example at every stage, compared with goldens that only `pytest --accept` rewrites.

model.json is the result of reading, plans.json that of planning, project.json the hash of every generated text file.
"""

from __future__ import annotations

import difflib
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scaffold import model, plans, seminar
from scaffold.pipeline import plan
from scaffold.plans import ProjectFile
from scaffold.read.latex.reader import read
from scaffold.write.beamer import deck
from scaffold.write.report import files as report
from tests.conftest import ROOT

HERE = Path(__file__).resolve().parent
PAPERS = {"margins": "v2", "margins-v1": "v1"}


@cache
def _made(version: str) -> dict[str, Any]:
    """The results for the example, by golden; made once."""
    profile = seminar.load("theory")
    paper = read(ROOT / "examples" / "eprints" / "2401.00001" / version)
    ranked, report_plan, talk_plan = plan(paper, profile, None)
    files = [
        *report.write(ranked, report_plan, profile, student="Ada Lovelace"),
        *deck.write(ranked, talk_plan, profile, student="Ada Lovelace"),
    ]
    return {
        "model.json": model.to_json(ranked),
        "plans.json": {"report": plans.to_json(report_plan), "talk": plans.to_json(talk_plan)},
        "project.json": {f.path: _fingerprint(f) for f in sorted(files, key=lambda f: f.path)},
    }


def _fingerprint(file: ProjectFile) -> str:
    return hashlib.sha256(file.content).hexdigest()[:16]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("golden", ["model.json", "plans.json", "project.json"])
def test_the_example_becomes_what_it_did(
    paper: str, golden: str, accept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793448000")
    made = json.dumps(_made(PAPERS[paper])[golden], indent=1, ensure_ascii=False) + "\n"
    path = HERE / paper / golden
    if accept:
        path.write_text(made, encoding="utf-8")
    assert path.is_file(), f"no golden yet: look at what is made, then bless it with `pytest --accept {__file__}`"
    expected = path.read_text(encoding="utf-8")
    if made != expected:
        lines = difflib.unified_diff(expected.splitlines(), made.splitlines(), "golden", "made", lineterm="", n=1)
        pytest.fail("\n".join([*list(lines)[:40], "bless it with --accept if it is right"]), pytrace=False)
