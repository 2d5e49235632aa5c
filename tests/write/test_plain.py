"""LaTeX as text: faithful or refused, and never a backslash."""

from __future__ import annotations

import pytest

from scaffold.write.text.plain import NoPlainText, Run, paragraphs, text
from tests.macros import macro

MACROS = (macro(r"\R", r"\newcommand{\R}{\mathbb{R}}"),)


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"$\ell_2$-regularization", "ℓ₂-regularization"),
        (r"$x\in\R^d$", "x ∈ ℝ^d"),
        (r"$\frac{a+b}{2n}$", "(a + b)/(2n)"),
        (r"$\frac ab$", "a/b"),
        (r"$\sqrt{\log n}$", "√(log n)"),
        (r"$-1 < x - y$", "−1 < x − y"),
        (r"$\hat f$ and G\"odel", "f̂ and Gödel"),
        (r"$e^{-\eta t}$", "e^(−ηt)"),
        (r"$\left\| x \right\|_2^2$", "‖x‖₂²"),
        (r"$A_{n_k}$", "A_(n_k)"),
        (r"``quoted''---dash", "“quoted”—dash"),
        (r"see \cite{a, b}", "see [1, Lee]"),
        (r"$\argmin_x$ of $\operatorname{sign}(t)$", "argmin of sign(t)"),
        (r"Mart\'{\i}nez, $\neg\neg p \bot q$", "Martínez, ¬¬p⊥q"),
        (r"So \begin{dmath}[label={e}] a \hiderel{\le} b \end{dmath}", "So a ≤ b"),
        (r"$A^\prime$ and $B^{\prime\prime}_n$", "A′ and B′′ₙ"),
        (r"\begin{unknown} a \end{unknown}", "a"),
        (r"\uline{mean}\index{mean!of $x_{i}$} curvature", "mean curvature"),
        (
            r"\uline{a}\footnote{By \emph{Lee}.} \hspace*{2em} and\setlength{\x}{1pt} \href{u}{b} \hyperref[c]{d}",
            "a and b d",
        ),
        (r"The \acs{OVK}), \acsp{RFF} \citep{none}. It is .5", "The OVK), RFF. It is .5"),
        (r"\uline{a}\footnotemark[2] \vspace{3mm} \todo[inline]{fix} \indexed{b}", "a b"),
        (r"$\Re z \preceq |x| \parallel y$", "ℜz ⪯ |x| ‖ y"),
    ],
)
def test_formulas_as_text(tex: str, expected: str) -> None:
    labels = {"a": "1", "b": "Lee"}
    macros = (*MACROS, macro(r"\argmin", r"\newcommand{\argmin}{\operatorname*{argmin}}"))
    assert text(tex, macros, labels).replace("\u2009", " ") == expected.replace("argmin of", "argminₓ of")


def test_scripts_and_italics_are_runs() -> None:
    (paragraph,) = paragraphs("Let $x_n^2$ be")
    assert paragraph.runs == (
        Run("Let "),
        Run("x", italic=True),
        Run("n", italic=True, script=-1),
        Run("2", script=1),
        Run(" be"),
    )


def test_displays_and_items_are_paragraphs() -> None:
    expected = paragraphs(r"If \[ a=b \] then \begin{enumerate}\item one \item two\end{enumerate}")
    assert [(p.text, p.display, p.bullet) for p in expected] == [
        ("If", False, ""),
        ("a = b", True, ""),
        ("then", False, ""),
        ("one", False, "1."),
        ("two", False, "2."),
    ]


@pytest.mark.parametrize("tex", [r"$\foo{x}$", r"\begin{tikzpicture}a\end{tikzpicture}", r"$\frac{a$", r"$x_$"])
def test_what_has_no_faithful_text_is_refused(tex: str) -> None:
    with pytest.raises(NoPlainText):
        paragraphs(tex)


@pytest.mark.parametrize("tex", [r"A $\foo{x}$ title", r"\unknown{name} here", r"$\frac{a$"])
def test_a_title_never_shows_a_backslash(tex: str) -> None:
    assert not set("\\${}") & set(text(tex))


def test_a_title_never_shows_keys_of_citations() -> None:
    assert text(r"\acl{RKHS}~\citep[p.~2]{a2006,b2007} twice") == "RKHS twice"


def test_a_title_that_is_shown_without_its_markup_shows_no_label() -> None:
    assert text(r"\label{fig_a}{\sc Two Sums}") == "Two Sums"


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"$z \not\in K$", "z ∉ K"),
        (r"$z \not \in K$", "z ∉ K"),
        (r"$a \not= b$", "a ≠ b"),
        (r"$a\not\subset b$", "a ⊄ b"),
        (r"$a \not\equiv b$", "a ≢ b"),
    ],
)
def test_a_relation_that_is_struck_through(tex: str, shown: str) -> None:
    assert text(tex, ()) == shown
