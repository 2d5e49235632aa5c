"""Escaping: everything prints as itself, and nothing is executed as LaTeX."""

import pytest

from scaffold.write.latex import escape


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("50 % of R&D_1 #2 for $3", r"50 \% of R\&D\_1 \#2 for \$3"),
        (r"a\b{c}", r"a\textbackslash{}b\{c\}"),
        ("x^2 ~ y", r"x\textasciicircum{}2 \textasciitilde{} y"),
        ("Erdős, Poincaré, Żak, Çelik", r"Erd{\H{o}}s, Poincaré, {\.{Z}}ak, Çelik"),
        ("naïve", "naïve"),
        ("ε ≤ ‖x‖₂", r"\ensuremath{\varepsilon} \ensuremath{\le} \ensuremath{\|}x\ensuremath{\|}\ensuremath{{}_{2}}"),
        ("pages 3–5", "pages 3--5"),
        ("ﬁnite 𝐱", r"finite \ensuremath{\mathbf{x}}"),
        (
            "𝒦ᵈ ∋ φᵢ",
            r"\ensuremath{\mathcal{K}}\ensuremath{{}^{d}} \ensuremath{\ni} \ensuremath{\varphi}\ensuremath{{}_{i}}",
        ),
        ("a\nb\tc\x00d", "a b c d"),
        ("[1]", "{[}1{]}"),
        ("A ⊄ B ⊈ C", r"A \ensuremath{\not\subset} B \ensuremath{\nsubseteq} C"),
        ("x ⪯ 𝔸", r"x \ensuremath{\preceq} \ensuremath{\mathbb{A}}"),
        ("a\u200bb", "ab"),
    ],
)
def test_plain_text_prints_as_itself(text: str, latex: str) -> None:
    assert escape.tex(text) == latex


def test_bibtex_has_accents_as_commands() -> None:
    assert escape.bibtex("Jürgen & Çelik") == r"J{\"{u}}rgen \& {\c{C}}elik"


@pytest.mark.parametrize(
    ("text", "latex", "needs"),
    [
        ("王小明 & Jürgen", r"王小明 \& Jürgen", "王小明"),
        ("Мария", "Мария", "Мария"),
        ("Nguyễn Thị Hồng", "Nguyễn Thị Hồng", "ễồ"),
        ("Γ. Παπάς", "Γ. Παπάς", "ΓΠαπάς"),
        ("α-divergence of Γ", r"\ensuremath{\alpha}-divergence of \ensuremath{\Gamma}", ""),
        ("by محمد علي.", r"by \RL{محمد علي}.", "محدعلي"),
        ("Yọ́", "Yọ́", "ọ\u0301"),
        ("x\u0302 y", r"{\^{x}} y", ""),
        ("☃", "☃", "☃"),
    ],
)
def test_letters_that_pdflatex_cannot_print_stay(text: str, latex: str, needs: str) -> None:
    assert escape.tex(text) == latex
    assert escape.beyond_pdflatex(text) == set(needs)


def test_source_keeps_markup_and_spells_only_unicode() -> None:
    assert escape.source("$a_1 ≤ \\R$ % é\n") == "$a_1 \\ensuremath{\\le} \\R$ % {\\'{e}}\n"


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("Группа $Ш$ и $x_Шаф ≤ 1$", r"Группа $\text{Ш}$ и $x_\text{Шаф} \ensuremath{\le} 1$"),
        ("数 and ⟐\n\\[x ⟐⟐\\]", "数 and ⟐\n\\[x \\text{⟐⟐}\\]"),
        ("\\begin{align*}я&=1\\end{align*}", "\\begin{align*}\\text{я}&=1\\end{align*}"),
        ("नमस्ते", "नमस्ते"),
        ("torn \ufffd", "torn ?"),
    ],
)
def test_letters_without_a_command_stay_in_a_source(text: str, latex: str) -> None:
    assert escape.source(text) == latex
