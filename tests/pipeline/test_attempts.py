"""Attempts at a report: what fails is replaced and tried again, five times at most."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from scaffold import seminar
from scaffold.engines import background, limits, workers
from scaffold.engines.latex import compile
from scaffold.engines.latex.patience import OF_A_TRIAL
from scaffold.errors import EngineMissing
from scaffold.pipeline import attempts, measurements
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
    code: str = "error"
    text: str = "Missing $ inserted"


@dataclass(frozen=True)
class Result:
    """What attempts read of TeX's result."""

    errors: tuple[Message, ...]
    pages: int = 5
    runs: int = 2
    log: str = ""
    pdf: Path | None = None

    @property
    def ok(self) -> bool:
        return not self.errors


@pytest.fixture
def project(tmp_path: Path) -> Project:
    profile = seminar.load("theory")
    paper, report, talk = plan(papers.perceptron(), profile, None)
    return Project(
        folder=tmp_path, paper=paper, profile=profile, report=report, talk=talk, student="", review=None, figures={},
        venue="",
    )  # fmt: skip


def first(project: Project) -> Attempt:
    return attempts.write(project, Attempt(clips=Clips.of(project.paper, project.folder / "paper.pdf")))


@dataclass
class Runs:
    """The statements that each run of the report replaced, and those that each run of statements alone showed."""

    report: list[tuple[str, ...]]
    alone: list[tuple[str, ...]]


def failing(monkeypatch: pytest.MonkeyPatch, bad: list[str], code: str = "error") -> Runs:
    """Makes compilation fail at the first bad statement that is not replaced; its message has this code."""
    runs = Runs([], [])

    def result(shown: list[str]) -> Result:
        left = [id for id in bad if id in shown]
        file = f"generated/statements/{left[0]}.tex" if left and code != "engine" else "report.tex"
        return Result((Message(file, code),) if left else ())

    def report(tex: Path, build: Path, **_: object) -> Result:
        folder = tex.parent / "generated" / "statements"
        pointed = tuple(p.stem for p in sorted(folder.glob("*.tex")) if POINTER in p.read_text(encoding="utf-8"))
        runs.report.append(pointed)
        return result([id for id in bad if id not in pointed])

    def alone(tex: str, **_: object) -> Result:
        runs.alone.append(tuple(re.findall(r"\\paperstatement\{([^}]*)\}", tex)))
        return result(list(runs.alone[-1]))

    monkeypatch.setattr(compile, "compile_tex", report)
    monkeypatch.setattr(compile, "render_pages", alone)
    return runs


def test_what_fails_is_replaced_until_nothing_does(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = failing(monkeypatch, ["theorem-4", "lemma-5"])
    last = attempts.compile_until_stable(project, first(project), quiet)
    assert (last.failed, last.pages) == (("theorem-4", "lemma-5"), 5)
    assert runs == Runs([(), ("theorem-4",), ("lemma-5", "theorem-4")], [])
    assert [n.partition(" does not")[0] for n in last.notes] == ["Theorem 4", "Lemma 5"]


def test_when_many_fail_one_after_the_other_they_are_tried_alone(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = [s.id for s in project.paper.statements if s.id in project.report.statements()]
    assert len(bad) > 5
    runs = failing(monkeypatch, bad)
    last = attempts.compile_until_stable(project, first(project), quiet)
    assert (set(last.failed), last.pages) == (set(bad), 5)
    assert len(runs.report) == 4
    assert len(runs.alone) <= len(bad) - 2


def test_where_a_run_stopped_is_replaced_without_further_runs(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = failing(monkeypatch, ["lemma-5"], "timeout")
    last = attempts.compile_until_stable(project, first(project), quiet)
    assert runs == Runs([(), ("lemma-5",)], [])
    assert last.notes == (
        "Lemma 5 does not compile outside the paper, as LaTeX does not end in it: "
        "the report refers to the paper instead",
    )


def test_where_a_run_stopped_is_no_proof(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run stops in another statement each time: what it was in first is well alone, and stays."""
    runs = failing(monkeypatch, [])

    def report(tex: Path, build: Path, **_: object) -> Result:
        folder = tex.parent / "generated" / "statements"
        pointed = [p.stem for p in folder.glob("*.tex") if POINTER in p.read_text(encoding="utf-8")]
        runs.report.append(tuple(pointed))
        stopped = next((id for id in ("theorem-4", "lemma-5") if id not in pointed), "")
        done = "lemma-6" in pointed
        return Result(() if done else (Message(f"generated/statements/{stopped}.tex", "timeout"),))

    def alone(tex: str, **_: object) -> Result:
        shown = tuple(re.findall(r"\\paperstatement\{([^}]*)\}", tex))
        runs.alone.append(shown)
        return Result((Message("pages.tex", "timeout"),) if "lemma-6" in shown else ())

    monkeypatch.setattr(compile, "compile_tex", report)
    monkeypatch.setattr(compile, "render_pages", alone)
    assert "lemma-6" in project.report.statements()
    last = attempts.compile_until_stable(project, first(project), quiet)
    assert (last.failed, last.pages) == (("lemma-6",), 5)
    assert len(runs.report) == 3


def test_a_failure_without_a_file_is_searched(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = failing(monkeypatch, ["lemma-5"], "engine")
    last = attempts.compile_until_stable(project, first(project), quiet)
    assert (last.failed, last.pages, len(runs.report)) == (("lemma-5",), 5, 2)
    assert len(runs.alone) <= 10


def test_without_an_engine_nothing_is_verified(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(tex: Path, build: Path, **_: object) -> Result:
        raise EngineMissing("no LaTeX", "install it")

    monkeypatch.setattr(compile, "compile_tex", missing)
    last = attempts.compile_until_stable(project, first(project), quiet)
    assert (last.failed, last.pages, last.notes) == ((), None, ())


class TestAhead:
    def test_the_report_is_compiled_as_it_is_written_later(
        self, project: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: list[dict[str, bytes]] = []
        monkeypatch.setattr(workers, "cores", lambda: 2)
        monkeypatch.setattr(compile, "compile_ahead", lambda files, main, **_: seen.append(files))
        with attempts.begun(project, Clips.of(project.paper, project.folder / "paper.pdf"), tex=True) as ahead:
            attempt = first(project)
            assert attempt.report == ahead.files
            ahead.settle(attempt)
            assert seen == [{f.path.removeprefix("report/"): f.content for f in attempt.report}]

    def test_another_report_is_not_waited_for(self, project: Project) -> None:
        def endless() -> None:
            while True:
                background.raise_if_cancelled()

        with background.started(endless) as compiling:
            attempts.Ahead((), compiling).settle(first(project))

    @pytest.mark.parametrize(("tex", "cores"), [(False, 2), (True, 1)])
    def test_without_latex_or_a_free_core_nothing_is_begun(
        self, tex: bool, cores: int, project: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(workers, "cores", lambda: cores)
        with attempts.begun(project, Clips(project.paper, project.folder), tex=tex) as ahead:
            assert ahead.compiling is None
            ahead.settle(first(project))

    def test_an_error_comes_when_the_report_is_verified(
        self, project: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(workers, "cores", lambda: 2)
        monkeypatch.setattr(limits, "which", lambda name: None)
        with attempts.begun(project, Clips(project.paper, project.folder), tex=True) as ahead:
            ahead.settle(first(project))
        with pytest.raises(EngineMissing):
            compile.compile_ahead({}, "report.tex", patience=OF_A_TRIAL)


@pytest.mark.parametrize(
    ("pages", "counting", "said"),
    [(5, "not asked", "report compiles, 5 pages"), (6, "5 of 5 count", "report compiles, 6 pages (5 of 5 count)")],
)
def test_pages_that_do_not_count_are_named(
    pages: int, counting: str, said: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Result((), pages=pages, pdf=project.folder / "report.pdf")
    monkeypatch.setattr(compile, "compile_tex", lambda *_, **__: found)
    monkeypatch.setattr(measurements, "lengths", lambda *_: ((), counting))
    printed: list[str] = []
    last = attempts.compile_until_stable(project, first(project), lambda _, message, *__: printed.append(message))
    assert printed[-1] == said
    assert last.counting in said
