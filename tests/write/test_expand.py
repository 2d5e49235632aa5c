"""The paper's macros are expanded completely or refused."""

from __future__ import annotations

import pytest

from scaffold.write.text.expand import CannotExpand, expand
from tests.macros import macro

DEFINITIONS = {
    r"\R": r"\newcommand{\R}{\mathbb{R}}",
    r"\E": r"\newcommand\E[2][x]{\mathbb{E}_{#1}\left[#2\right]}",
    r"\argmin": r"\DeclareMathOperator*{\argmin}{arg\,min}",
    r"\sgn": r"\DeclareMathOperator{\sgn}{sgn}",
    r"\nrm": r"\DeclarePairedDelimiter{\nrm}{\lVert}{\rVert}",
    r"\eps": r"\def\eps{\varepsilon}",
    r"\half": r"\def\half#1#2{\frac{#1}{2#2}}",
    r"\be": r"\let\be\beta",
    r"\twice": r"\newcommand{\twice}[1]{\eps #1\eps}",
    r"\loop": r"\newcommand{\loop}{\loop}",
    r"\upto": r"\def\upto#1;{[#1]}",
    r"\pair": r"\def\pair(#1,#2){\langle #1|#2\rangle}",
    r"\edge": r"\newcommand\edge[1]{\left\lVert#1\right\rVert}",
    r"\D": r"\NewDocumentCommand\D{s o m}{\IfBooleanTF{#1}{A}{B}\IfValueT{#2}{_{#2}}(#3)}",
    r"\F": r"\NewDocumentCommand{\F}{m O{n \in \R}}{(#1)_{#2}}",
    r"\G": r"\NewDocumentCommand\G{t' d() m}{\IfBooleanT#1{P}\IfNoValueTF{#2}{Q}{R#2}#3}",
    r"\sets": r"\DeclarePairedDelimiterX\sets[2]\{\}{#1\;\delimsize\vert\;#2}",
    r"\prob": r"\DeclarePairedDelimiterXPP\prob[1]{\mathbb{P}}(){}{#1}",
    r"\oldn": r"\let\oldn\nrm",
    r"\mynrm": r"\def\mynrm{\@ifstar{\oldn}{\oldn*}}",
    r"\opt": r"\newcommandx{\opt}[2][1=a]{#1#2}",
    r"\mathpzc": r"\DeclareMathAlphabet{\mathpzc}{OT1}{pzc}{m}{it}",
    r"\full": r"\newcommand\full{\iffullversion x\else y\fi}",
    r"\void": r"\newcommand\void[1]{\ifx\\#1\\0\else(#1)\fi}",
    r"\cat": r"\newcommand\cat{\mathbf}",
    r"\eff": r"\newcommand{\eff}{ef{}fective\xspace}",
    r"\pre": r"\newcommand\pre{a^{b}c}",
    "multlined": r"\renewenvironment{multlined}{\small}{}",
    "boxy": r"\newenvironment{boxy}[1]{\textbf{#1} }{!}",
    r"\self": r"\newcommand\self[1]{\self#1}",
}
MACROS = [macro(name, text) for name, text in DEFINITIONS.items()]


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"x\in\R^d", r"x\in\mathbb{R}^d"),
        (r"A_\R", r"A_{\mathbb{R}}"),
        (r"\E{y}", r"\mathbb{E}_{x}\left[y\right]"),
        (r"\E[z]{y}", r"\mathbb{E}_{z}\left[y\right]"),
        (r"\argmin_x \sgn t", r"\operatorname*{arg\,min}_x \operatorname{sgn}t"),
        (r"\nrm{x}", r"\lVert x \rVert "),
        (r"\nrm*{x}", r"\left\lVert x \right\rVert "),
        (r"\nrm[\big]{x}", r"\bigl\lVert x \bigr\rVert "),
        (r"\eps a", r"\varepsilon a"),
        ("\\eff topos", "ef{}fective topos"),
        (
            "an \\eff\n topos, \\eff, (\\eff) \\eff{}ly",
            "an ef{}fective topos, ef{}fective, (ef{}fective) ef{}fective{}ly",
        ),
        ("it is \\eff\n\nThen", "it is ef{}fective\n\nThen"),
        (r"\eff $x$", r"ef{}fective $x$"),
        (r"\half ab", r"\frac{a}{2b}"),
        (r"\be{}", r"\beta{}"),
        (r"\upto a_1;b", r"[a_1]b"),
        (r"\pair(x,{y,z})", r"\langle x|y,z\rangle"),
        (r"\edge f", r"\left\lVert f\right\rVert"),
        (r"\D{x}", r"B(x)"),
        (r"\D*[2]{x}", r"A_{2}(x)"),
        (r"\F{a}", r"(a)_{n \in \mathbb{R}}"),
        (r"\F{a}[k]", r"(a)_{k}"),
        (r"\G'(3)x", r"PR3x"),
        (r"\G x", r"Qx"),
        (r"\sets{a}{b}", r"\{ a\;\vert\;b \} "),
        (r"\sets*{a}{b}", r"\left\{ a\;\middle\vert\;b \right\} "),
        (r"\prob[\Big]{A}", r"\mathbb{P}\Bigl( A \Bigr) "),
        (r"\mynrm{x}", r"\left\lVert x \right\rVert "),
        (r"\mynrm*{x}", r"\lVert x \rVert "),
        (r"\opt b", "ab"),
        (r"\opt[c]{b}", "cb"),
        (r"\mathpzc{S}", r"\mathcal{S}"),
        (r"\full\void{}\void{z}", "y0(z)"),
        (r"\begin{boxy}{T}x\end{boxy}", r"\textbf{T} x!"),
        (r"\mathring\pre \mathscr\pre \mathtt\pre", r"\mathring{a^{b}c}\mathscr{a^{b}c}\mathtt{a^{b}c}"),
        (r"\begin{multlined}a\end{multlined}", r"\begin{multlined}a\end{multlined}"),
        (r"X_\cat{C}", r"X_\mathbf{C}"),
        (r"\cat C", r"\mathbf C"),
        (r"\twice{q}", r"\varepsilon q\varepsilon"),
        (r"\epsilon \Rightarrow", r"\epsilon \Rightarrow"),
    ],
)
def test_it_expands_as_tex_does(tex: str, expected: str) -> None:
    assert expand(tex, MACROS) == expected


@pytest.mark.parametrize("tex", [r"\loop", r"\self x", r"\upto a", r"\half{a", r"\E"])
def test_what_it_does_not_understand_raises(tex: str) -> None:
    with pytest.raises(CannotExpand):
        expand(tex, MACROS)


def test_let_takes_the_meaning_of_its_moment() -> None:
    swapped = [
        macro(r"\old", r"\let\old\epsilon"),
        macro(r"\epsilon", r"\let\epsilon\varepsilon"),
        macro(r"\varepsilon", r"\let\varepsilon\old"),
    ]
    assert expand(r"\epsilon+\varepsilon", swapped) == r"\varepsilon+\epsilon"


def test_a_comment_in_a_definition_is_no_argument() -> None:
    broken = macro(r"\z", "\\newcommand*{\\z}[1]{#1\\pick{}%\n   {#1}{}}")
    pick = macro(r"\pick", r"\newcommand\pick[3]{#3}")
    assert expand(r"a\z=b", [broken, pick]) == "a=b"
