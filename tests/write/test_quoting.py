"""Sentences of the paper in a document of ours."""

from __future__ import annotations

from dataclasses import replace

from scaffold.model import Macro
from scaffold.write.latex import escape
from scaffold.write.report.quoting import Quoting
from tests.write.papers import margins

DRAWS = Macro(name=r"\pic", definition=r"\newcommand{\pic}{\begin{tikzpicture}\draw (0,0);\end{tikzpicture}}")
RAISED = Macro(name=r"\low", definition=r"\newcommand{\low}{\raisebox{-1pt}{\pic}}", needs=(r"\pic",))
PLAIN = Macro(name=r"\eps", definition=r"\newcommand{\eps}{\varepsilon}", body=r"\varepsilon")


def test_a_formula_with_a_drawing_is_no_latex_but_others_are() -> None:
    """The drawing may need layers and styles that the paper sets up for its own drawings."""
    paper = replace(margins(), macros=(DRAWS, RAISED, PLAIN))
    quoting = Quoting(paper, (r"\pic", r"\low", r"\eps"))
    said = quoting.tex(r"Remove $\low$ and $\pic$, for every $\eps$.", "latex")
    assert r"\low" not in said
    assert r"\pic" not in said
    assert r"$\eps$" in said
    assert said.startswith(r"Remove {[}{\ldots}{]} and {[}{\ldots}{]}, for")


def test_a_letter_that_is_struck_through_is_a_command_and_a_letter() -> None:
    """Not one command with a longer name."""
    assert escape.tex("z\u0338K") == r"\ensuremath{\not z}K"
    assert escape.tex("a ∈\u0338 b") == r"a \ensuremath{\notin} b"


def test_a_formula_without_a_plain_text_is_left_out_not_halved() -> None:
    """Without its signs it would say something else."""
    quoting = Quoting(margins(), ())
    assert quoting.tex(r"If $\unknown{a} = b$ and $\frac{1}{2}$, then.", "latex").startswith("If {[}{\\ldots}{]} and ")
    assert quoting.tex(r"If } $a \unknown b$, then.", "latex") == r"If {[}{\ldots}{]}, then."


def test_a_script_of_a_formula_in_plain_text_is_a_script() -> None:
    """\\sharp is no command that the report is known to have."""
    said = Quoting(margins(), ()).tex(r"Let $X \sharp Y \in \mathbb{P}_d$ be so.", "latex")
    assert said.endswith(r"\ensuremath{\mathbb{P}}\textsubscript{d} be so.")
    assert r"\_" not in said
