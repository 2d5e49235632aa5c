"""No source is slow: what doubles in size takes about twice the work, counted as calls of functions and not timed.

A pattern that backtracks does its work within one call; such a source does not end within the limit of a test.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from types import FrameType

import pytest

from scaffold.pipeline import planning
from scaffold.pipeline.planning import Subject
from scaffold.plans import RoadMap
from scaffold.write.latex import statement_tex
from scaffold.write.report import files
from scaffold.write.text import plain
from tests.fuzz.shapes import MULTIPLYING, SHAPES, theorem
from tests.fuzz.stages import PROFILE, planned, read

SIZE = 2_000
RATIO = 2.6
"""The growth allowed of what a doubling adds; the square of the size would add four times as much."""

UNNOTED = 50_000
"""Calls that one run makes more than another for other reasons, such as what it has cached."""

MOST = 5_000_000
"""Calls that a small source may need: what multiplies at each of a few steps needs far more."""


def work(tex: str, folder: Path) -> int:
    """Calls of functions while a source is read, planned, mapped and written as a report and as words."""
    calls = 0

    def count(frame: FrameType, event: str, arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    folder.mkdir(exist_ok=True)
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        ranked, report, _ = planned(read(tex, folder))
        planning.mapped(Subject(ranked), 30)
        # The map has a dozen boxes at most, and which ones they are decides how long a drawing is looked for.
        files.write(ranked, replace(report, roadmap=RoadMap()), PROFILE)
        for statement in ranked.statements[:20]:
            statement_tex.body(ranked, statement)
            plain.text(statement.standalone, ranked.macros)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.slow
@pytest.mark.parametrize("name", SHAPES)
def test_the_work_grows_as_the_source(name: str, tmp_path: Path) -> None:
    work(SHAPES[name](SIZE // 8), tmp_path / "first")
    once, twice, fourfold = (work(SHAPES[name](n * SIZE), tmp_path / str(n)) for n in (1, 2, 4))
    assert fourfold - twice <= RATIO * max(twice - once, UNNOTED), (once, twice, fourfold)


@pytest.mark.parametrize("name", MULTIPLYING)
def test_what_multiplies_ends(name: str, tmp_path: Path) -> None:
    assert work(MULTIPLYING[name], tmp_path / "first") < MOST


def test_a_file_that_inputs_itself_often_ends(tmp_path: Path) -> None:
    for name, other in ("ab", "ba"):
        (tmp_path / f"{name}.tex").write_text(rf"x \input{{{other}}} " * 20)
    assert work(theorem(r"\input{a}"), tmp_path) < MOST


def test_there_are_many_shapes_and_they_have_the_size_asked_for() -> None:
    assert len(SHAPES) >= 20
    for name, shape in SHAPES.items():
        assert 0.4 < len(shape(40_000)) / 40_000 < 2.1, name
