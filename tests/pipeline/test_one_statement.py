"""One bad statement costs one statement: it is replaced and named, the others are set, and LaTeX runs a few times.

One of each kind runs by default, all with `make long`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scaffold import seminar
from scaffold.engines.latex import choosing
from scaffold.model import Paper
from scaffold.pipeline import attempts, decks
from scaffold.pipeline.attempts import Attempt, Project
from scaffold.pipeline.graphics import Clips
from scaffold.pipeline.planning import plan
from scaffold.pipeline.theming import Themes
from tests.pipeline.conftest import Run
from tests.planning import papers

LOOP = r"\loop\iftrue\repeat"
NO_GLYPHS = r"\font\q=ecrm1728 scaled 1234 {\q x}"
"""A font of which TeX has the metrics: without cm-super, the run fails at its end."""

NEVER_ENDING = {
    "a loop": LOOP,
    "a macro of itself": r"\def\a{\a}\a",
    "a macro that looks ahead": r"\def\a{\futurelet\b\c}\def\c{\a\relax}\a",
    "pages": r"\loop\null\newpage\iftrue\repeat",
    "pages of its own": r"\loop\shipout\hbox{x}\iftrue\repeat",
    "messages": r"\loop\message{hello}\iftrue\repeat",
    "at the end of the document": rf"\AtEndDocument{{{LOOP}}}",
    "in the next run": r"\makeatletter\immediate\write\@auxout{\string\loop\string\iftrue\string\repeat}\makeatother",
}
FAILING = {
    "two of itself": r"\def\a{\a\a}\a",
    "a growing definition": r"\def\x{a}\loop\edef\x{\x\x}\iftrue\repeat",
    "no such font": r"\font\q=nosuchfont \q x",
    "a font without glyphs": NO_GLYPHS,
    "many pages of its own": r"\count1=0 \loop\shipout\hbox{x}\advance\count1 1 \ifnum\count1<60 \repeat",
    "the end of the run": r"\batchmode\csname @@end\endcsname",
}


def quiet(*_: object) -> None:
    """Prints nothing."""


def paper_with(bodies: Mapping[str, str]) -> Paper:
    paper = papers.perceptron()
    changed = (replace(s, body=bodies.get(s.id, s.body), standalone="") for s in paper.statements)
    return replace(paper, statements=tuple(changed))


def project(folder: Path, bodies: Mapping[str, str]) -> Project:
    profile = seminar.load("theory")
    paper, report, talk = plan(paper_with(bodies), profile, None)
    return Project(
        folder=folder, paper=paper, profile=profile, report=report, talk=talk, student="", review=None, figures={},
        venue="",
    )  # fmt: skip


def compiled(made: Project) -> Attempt:
    first = attempts.write(made, Attempt(clips=Clips.of(made.paper, made.folder / "paper.pdf")))
    return attempts.compile_until_stable(made, first, quiet)


def replaced(made: Project) -> set[str]:
    """The statements for which the report refers to the paper."""
    files = (made.folder / "report" / "generated" / "statements").glob("*.tex")
    return {f.stem for f in files if "\\scaffoldfallback" in f.read_text(encoding="utf-8")}


def assert_costs(made: Project, ids: set[str]) -> Attempt:
    last = compiled(made)
    assert (set(last.failed), replaced(made)) == (ids, ids)
    assert last.pages == made.profile.pages
    assert len(last.notes) == len(ids)
    for id in ids:
        assert any(note.startswith(made.paper.statement(id).title + " does not compile") for note in last.notes)
    return last


def some(kinds: Collection[str]) -> list[Any]:
    """The kinds as parameters; all but the first are long: each takes up to half a minute."""
    return [pytest.param(kind, marks=[pytest.mark.long] if n else []) for n, kind in enumerate(kinds)]


@pytest.mark.requires_latex
@pytest.mark.parametrize("name", some(NEVER_ENDING))
def test_what_never_ends_is_replaced(name: str, tmp_path: Path, started: list[str]) -> None:
    made = project(tmp_path, {"lemma-5": f"Let $x$ be. {NEVER_ENDING[name]} Then $x=x$."})
    (note,) = assert_costs(made, {"lemma-5"}).notes
    assert any(why in note for why in ("does not end", "no end", "too much memory"))
    assert started.count("pdflatex") <= (5 if name in ("a loop", "a macro of itself", "messages") else 25)


@pytest.mark.requires_latex
@pytest.mark.parametrize("name", some(FAILING))
def test_what_fails_is_replaced(name: str, tmp_path: Path, started: list[str]) -> None:
    made = project(tmp_path, {"lemma-5": f"Let $x$ be. {FAILING[name]} Then $x=x$."})
    assert_costs(made, {"lemma-5"})
    assert started.count("pdflatex") <= 25


@pytest.mark.long
@pytest.mark.requires_latex
def test_two_culprits_of_different_kinds(tmp_path: Path, started: list[str]) -> None:
    last = assert_costs(project(tmp_path, {"theorem-4": NO_GLYPHS, "lemma-6": LOOP}), {"theorem-4", "lemma-6"})
    assert {"fonts" in note for note in last.notes} == {True, False}
    assert started.count("pdflatex") <= 30


@pytest.mark.long
@pytest.mark.requires_latex
def test_a_statement_that_breaks_the_next_ones(tmp_path: Path, started: list[str]) -> None:
    """Theorem 4 is well alone: what it defines makes every later formula a loop."""
    spoils = rf"Let $x$ be. \gdef\langle{{{LOOP}}}"
    others = dict.fromkeys(("lemma-5", "lemma-6"), r"Then $\langle x \rangle$.")
    assert_costs(project(tmp_path, {"theorem-4": spoils, **others}), {"theorem-4"})
    assert started.count("pdflatex") <= 30


@pytest.mark.long
@pytest.mark.requires_xelatex
def test_a_bad_special(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: list[str]) -> None:
    """xdvipdfmx says neither file nor line; a sound special in another statement stays."""
    monkeypatch.setattr(choosing, "AUTOMATIC", ("xelatex",))
    bad, sound = r"\special{pdf:bad [}\special{pdf:image (nofile)}", r"\special{color push Black}\special{color pop}"
    last = assert_costs(project(tmp_path, {"lemma-5": f"Let $x$ be. {bad}", "lemma-6": f"So {sound}"}), {"lemma-5"})
    assert "makes no PDF" in last.notes[0]
    assert started.count("xelatex") <= 25


def with_slides(made: Project, folder: Path) -> tuple[decks.Illustrated, decks.Decks]:
    """The Beamer deck of a project, and what it was written from."""
    clips = Clips.of(made.paper, folder / "paper.pdf")
    drawn = decks.illustrated(made, Themes(), clips, tex=True, progress=quiet)
    return drawn, decks.write(drawn, Themes(), "beamer", tex=True)


SLIDES_ONLY = {
    "a loop": rf"\ifdefined\sffit {LOOP}\fi",
    "an error": r"\ifdefined\sffit \errmessage{no}\fi",
    "a page of its own": r"\ifdefined\sffit \shipout\hbox{x}\fi",
    "the end of the document": rf"\ifdefined\sffit \AtEndDocument{{{LOOP}}}\fi",
}


@pytest.mark.requires_latex
@pytest.mark.parametrize("name", some(SLIDES_ONLY))
def test_what_breaks_only_on_slides(name: str, tmp_path: Path, started: list[str]) -> None:
    made = project(tmp_path, {"lemma-5": f"Let $x$ be. {SLIDES_ONLY[name]} Then $x=x$."})
    drawn, deck = with_slides(made, tmp_path)
    (note,) = (*drawn.notes, *deck.notes)
    assert note.startswith("Lemma 5 is plain text on its slide")
    files = {f.path: f.content.decode() for f in deck.files if f.path.endswith(".tex")}
    assert "sffit" not in files["slides/generated/statements/lemma-5.tex"]
    assert started.count("pdflatex") <= 25


@pytest.mark.requires_latex
def test_what_breaks_only_in_beamer(tmp_path: Path) -> None:
    """A frame counts slides; in the pictures there is none."""
    breaks = r"Let $x$ be. \ifnum\value{section}>0 \errmessage{no}\fi Then $x=x$."
    made = project(tmp_path, {"lemma-5": breaks})
    drawn, deck = with_slides(made, tmp_path)
    assert (*drawn.notes, *deck.notes) == ("Lemma 5 is plain text on its Beamer slide: LaTeX cannot typeset it",)


SOURCE = r"""\documentclass{article}\usepackage{amsthm}\newtheorem{theorem}{Theorem}
\newcommand{\spin}{\loop\iftrue\repeat}
\title{A note}\author{Ada Lovelace}
\begin{document}\maketitle\section{Results}
\begin{theorem} Let $x$ be a number. \spin Then $x=x$.\end{theorem}
\begin{theorem} Let $y$ be a number. Then $y=y$.\end{theorem}
\end{document}
"""


@pytest.mark.long
@pytest.mark.requires_latex
def test_a_macro_that_only_one_statement_uses(scaffold: Run, desk: Path) -> None:
    """What init found is remembered: build compiles at once. A loop of the student's is named with its line."""
    (desk / "source").mkdir()
    (desk / "source" / "main.tex").write_text(SOURCE, encoding="utf-8")
    run = scaffold("init", "source", "here", "--slides", "beamer")
    assert run.returncode == 0, run.stderr
    assert "report compiles" in run.stderr
    assert "Theorem 1 does not compile outside the paper, as LaTeX does not end in it" in run.stdout
    assert "Theorem 1 is plain text on its slide" in run.stdout
    assert "Theorem 2 does not" not in run.stdout
    built = scaffold("build", cwd=desk / "here")
    assert built.returncode == 0, built.stderr + built.stdout
    part = desk / "here" / "report" / "summary.tex"
    part.write_text(part.read_text(encoding="utf-8") + "\n" + LOOP + "\n", encoding="utf-8")
    line = part.read_text(encoding="utf-8").count("\n")
    stopped = scaffold("build", "--report", cwd=desk / "here")
    assert stopped.returncode != 0
    assert f"summary.tex:{line}" in stopped.stdout + stopped.stderr
