"""Commands of the package physics: what we write out prints what the package prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.engines.latex.compile import compile_tex
from scaffold.model import Package, Paper, Source
from scaffold.tex.packages import registry
from scaffold.write.text.expand import expand
from tests.macros import macro

FORMULAS = (
    r"\braket{a}{b} \braket{c}",
    r"\braket*{a}{b}",
    r"\bra{a}\ket{b}",
    r"\bra{a} x \ket{b}",
    r"\bra{a}{f}",
    r"\ketbra{a}{b}",
    r"\dyad{a}",
    r"\expval{A} \ev{A}{\psi} \vev{H}",
    r"\mel{a}{H}{b}",
    r"\dd[3]{x} \dd x \dd(\cos t) \dd[2]x",
    r"\dv{x} \dv{f}{x} \dv[2]{f}{x} \dv*{f}{x} \dv{x}(f+g)",
    r"\pdv{f}{x}{y} \pdv[n]{f}{x} \pdv{x}(f) \pdv{x}",
    r"\fdv{F}{g} \var{F}",
    r"\qty(\frac12) \qty[x] \qty{y} \qty|z| \qty{x}[y]",
    r"\abs{c} \norm{f}_2 \abs*{c}",
    r"\order{x^2} \pqty{x} \Bqty{y}",
    r"\comm{A}{B} \acomm{A}{B} \pb{f}{g}",
    r"\vb{v}\vb*{w}\va{a}\vu{u}\vdot\cross x",
    r"\grad f \grad{f} \grad(f+g) \div{v} \curl{v} \curl(v) \laplacian f",
    r"\Tr(A) \Tr A \tr[A] \det(A) \exp(x) \exp{x} \Pr(A)",
    r"\sin[2](x) \sin x \sin^2 (x) \log(x) \ln[x] \cosh(x+(y))",
    r"\Re{z} \Im z \rank A \erf(x) \Res(f)",
    r"a \qq{for all} b \qif c \qc d \qand* e",
    r"x^\abs{c}_\norm{d}",
    r"\mqty{a & b \\ c & d} \mqty(e & f) \mqty[g \\ h] \mqty|i & j| \mqty*(k & l)",
    r"\pmqty{a & b \\ c & d} \bmqty{e} \vmqty{f & g} \mdet{h} \Pmqty{i \\ j}",
    r"\smqty(a & b \\ c & d) \spmqty{e} \sbmqty{f} \svmqty{g} \smdet{h} \smqty{i}",
    r"\pmqty{\imat{3}} \mqty(\dmat{1,2,a}) \mqty[\dmat[0]{a&b\\c&d,{x,y}}] \mqty(\admat[*]{1,2}) \vmqty{\dmat{z}}",
    r"\mqty(\xmat{a}{2}{3}) \mqty(\xmat*{a}{2}{3}) \mqty(\xmat*{b}{1}{3}) \bmqty{\zmat{2}} \pmqty{\zeromatrix{1}{2}}",
    r"\mqty(\pmat{0}) \mqty(\pmat{1}) \mqty(\pmat{y}) \mqty(\paulimatrix 3) \mqty(\imat2) \unit",
    r"\flatfrac{a}{b}",
    r"\inner{x}{y}",
)
OWN = (
    macro(r"\inner", r"\newcommand\inner[2]{\braket{#1}{#2}}"),
    macro(r"\unit", r"\newcommand\unit{\mqty(\imat{2})}"),
)


def _written(formula: str, options: str = "") -> str:
    paper = Paper(source=Source(kind="tex"), packages=(Package("physics", options),), macros=OWN)
    return expand(*registry.written_out(paper, formula))


def _printed(folder: Path, formulas: list[str], head: str) -> list[str]:
    import pypdfium2

    shown = "".join(f"\\clearpage ${formula}$\n" for formula in formulas)
    folder.mkdir()
    text = rf"\documentclass{{article}}\usepackage{{amsmath,amssymb}}{head}\pagestyle{{empty}}\begin{{document}}"
    (folder / "main.tex").write_text(f"{text}{shown}\\end{{document}}", encoding="utf-8")
    result = compile_tex(folder / "main.tex", folder / "out")
    assert result.ok, result.errors
    pages = pypdfium2.PdfDocument(folder / "out" / "main.pdf")
    return ["".join(sorted("".join(str(page.get_textpage().get_text_bounded()).split()))) for page in pages]


@pytest.mark.requires_latex
@pytest.mark.parametrize("options", ["", "italicdiff,notrig,arrowdel"])
def test_what_is_written_out_prints_what_the_package_prints(tmp_path: Path, options: str) -> None:
    definitions = "".join(m.definition for m in OWN)
    theirs = _printed(tmp_path / "a", list(FORMULAS), rf"\usepackage[{options}]{{physics}}{definitions}")
    ours = _printed(tmp_path / "b", [_written(f, options) for f in FORMULAS], "")
    assert len(ours) == len(theirs) == len(FORMULAS)
    assert [x for x in zip(FORMULAS, theirs, ours, strict=True) if x[1] != x[2]] == []


def test_what_the_paper_defines_is_its_own() -> None:
    own = macro(r"\order", r"\newcommand\order[1]{O[#1]}")
    paper = Paper(source=Source(kind="tex"), packages=(Package("physics"),), macros=(own,))
    assert expand(*registry.written_out(paper, r"\order{n}")) == "O[n]"


def test_without_the_package_nothing_is_written_out() -> None:
    assert registry.written_out(Paper(source=Source(kind="tex")), r"\dd x") == (r"\dd x", ())


def test_a_bar_of_evaluation_has_its_left_bracket() -> None:
    written = _written(r"\eval{f}_{x=0}, \eval[x|_0^1, \eval(x|_0")
    assert written == r"\left.f\right|_{x=0}, \left[x\right|_0^1, \left(x\right|_0"
