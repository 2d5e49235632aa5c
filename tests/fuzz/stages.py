"""Everything that scaffold makes of a source without an external program: what `init --no-tex` and `graph` do."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from scaffold import seminar
from scaffold.model import Paper
from scaffold.pipeline import planning
from scaffold.pipeline.planning import Subject
from scaffold.plans import ReportPlan, TalkPlan
from scaffold.printable import printable_values
from scaffold.read.latex import reader
from scaffold.write.latex import statement_tex
from scaffold.write.pptx import deck
from scaffold.write.report import files

PROFILE = seminar.load("theory")
T = TypeVar("T")


def read(tex: str, folder: Path) -> Paper:
    """The paper of a source, as the pipeline passes it on."""
    (folder / "main.tex").write_text(tex, encoding="utf-8")
    return printable_values(reader.read(folder))


def planned(paper: Paper) -> tuple[Paper, ReportPlan, TalkPlan]:
    """The ranked paper with both plans."""
    return planning.plan(paper, PROFILE, None)


def timed(tex: str, folder: Path) -> dict[str, float]:
    """Seconds of processor time of each stage."""
    spent: dict[str, float] = {}

    def stage(name: str, run: Callable[[], T]) -> T:
        before = time.process_time()
        made = run()
        spent[name] = time.process_time() - before
        return made

    paper = stage("read", lambda: read(tex, folder))
    ranked, report, talk = stage("plan", lambda: planned(paper))
    stage("graph", lambda: planning.mapped(Subject(ranked), 30))
    stage("deck", lambda: deck.write(ranked, talk, PROFILE, student=""))
    stage("source", lambda: [statement_tex.body(ranked, s) for s in ranked.statements if s.main])
    stage("report", lambda: files.write(ranked, report, PROFILE))
    return spent
