"""Attempts at a report: what fails is replaced and tried again, five times at most."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from scaffold import seminar
from scaffold.engines.latex import compile
from scaffold.errors import EngineMissing
from scaffold.pipeline import attempts
from scaffold.pipeline.attempts import Attempt, Project
from scaffold.pipeline.graphics import Clips
from scaffold.pipeline.planning import plan
from tests.planning import papers

POINTER = "\\scaffoldfallback"


def quiet(*_: object) -> None:
    """Prints nothing."""


@dataclass(frozen=True)
class Message:
    file: str


@dataclass(frozen=True)
class Result:
    """What attempts read of TeX's result."""

    errors: tuple[Message, ...]
    pages: int = 5

    @property
    def ok(self) -> bool:
        return not self.errors


@pytest.fixture
def project(tmp_path: Path) -> Project:
    profile = seminar.load("theory-2020")
    paper, report, talk = plan(papers.perceptron(), profile, None)
    return Project(
        folder=tmp_path, paper=paper, profile=profile, report=report, talk=talk, student="", review=None, figures={},
        venue="",
    )  # fmt: skip


def first(project: Project) -> Attempt:
    return attempts.write(project, Attempt(clips=Clips.of(project.paper, project.folder / "paper.pdf")))


def failing(monkeypatch: pytest.MonkeyPatch, bad: list[str]) -> list[tuple[str, ...]]:
    """Makes compilation fail at the first bad statement that is not replaced; returns the input of each run."""
    runs: list[tuple[str, ...]] = []

    def run(tex: Path, build: Path) -> Result:
        folder = tex.parent / "generated" / "statements"
        pointed = tuple(p.stem for p in sorted(folder.glob("*.tex")) if POINTER in p.read_text(encoding="utf-8"))
        runs.append(pointed)
        left = [id for id in bad if id not in pointed]
        return Result(tuple(Message(f"generated/statements/{id}.tex") for id in left[:1]))

    monkeypatch.setattr(compile, "compile_tex", run)
    return runs


def test_what_fails_is_replaced_until_nothing_does(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = failing(monkeypatch, ["theorem-4", "lemma-5"])
    last = attempts.compile_until_stable(project, first(project), quiet)
    assert (last.failed, last.pages) == (("theorem-4", "lemma-5"), 5)
    assert runs == [(), ("theorem-4",), ("lemma-5", "theorem-4")]
    assert [n.partition(" does not")[0] for n in last.notes] == ["Theorem 4", "Lemma 5"]


def test_the_fifth_attempt_is_the_last_and_compiled(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = [s.id for s in project.paper.statements if s.id in project.report.statements()]
    assert len(bad) > 5
    runs = failing(monkeypatch, bad)
    last = attempts.compile_until_stable(project, first(project), quiet)
    assert len(runs) == 5
    assert last.failed == tuple(bad[:4])
    assert last.pages is None
    assert "does not compile yet" in last.notes[-1]


def test_without_an_engine_nothing_is_verified(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(tex: Path, build: Path) -> Result:
        raise EngineMissing("no LaTeX", "install it")

    monkeypatch.setattr(compile, "compile_tex", missing)
    last = attempts.compile_until_stable(project, first(project), quiet)
    assert (last.failed, last.pages, last.notes) == ((), None, ("the report was not verified: no LaTeX (install it)",))
