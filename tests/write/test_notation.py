"""The paper's macros in the student's own text: what is offered, what wins where names clash, what is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.engines.latex.compile import compile_tex
from scaffold.model import Package, Paper, Source, Statement
from scaffold.write.latex import macros, notation
from tests.macros import macro

PREAMBLE = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{lmodern}
\usepackage{amsmath,amssymb,mathtools,bm,graphicx,xcolor,enumitem}
"""


def offered(*definitions: str, packages: str = "", body: str = "", used: str = "") -> notation.Notation:
    """What is offered of a paper with these definitions; its statement's body is `body` and uses the macros `used`."""
    defined = tuple(macro(_name(text), text) for text in definitions)
    statement = Statement(
        id="theorem-1", kind="theorem", heading="Theorem", number="1", body=body, macros=tuple(used.split())
    )
    loaded = tuple(Package(p) for p in packages.split())
    paper = Paper(source=Source(kind="tex"), statements=(statement,), macros=defined, packages=loaded)
    return notation.offered(paper, macros.preamble(paper, ["theorem-1"]))


def _name(definition: str) -> str:
    return "\\" + definition.replace("{", " ").replace("}", " ").split("\\")[2].split()[0].rstrip("[#=*1")


def printed(folder: Path, found: notation.Notation, text: str, *, preamble: str = "") -> tuple[str, str]:
    """The words of a document with this text, and its log; fails on an error."""
    (folder / "generated").mkdir()
    (folder / "generated" / "notation.tex").write_text(found.tex, encoding="utf-8")
    empty = macros.preamble(Paper(source=Source(kind="tex")), []).tex
    loaded = "".join(rf"\usepackage{{{p}}}" for p in found.packages)
    source = f"{PREAMBLE}{loaded}\n{empty}{found.announced}{preamble}\n\\begin{{document}}\n{text}\n\\end{{document}}\n"
    (folder / "main.tex").write_text(source, encoding="utf-8")
    result = compile_tex(folder / "main.tex", folder / "out")
    assert not result.errors, result.errors
    import pypdfium2

    with pypdfium2.PdfDocument(folder / "out" / "main.pdf") as document:
        return " ".join(document[0].get_textpage().get_text_bounded().split()), " ".join(result.log.split())


@pytest.mark.requires_latex
@pytest.mark.parametrize(
    ("definition", "text", "words"),
    [
        (r"\newcommand{\eps}{\varepsilon}", r"$\eps$", "ε"),
        (r"\def\R{\mathbb{R}}", r"$\R^d$", "R d"),
        (r"\DeclareMathOperator*{\best}{best}", r"$\best_x$", "bestx"),
        (r"\DeclarePairedDelimiter{\size}{\lvert}{\rvert}", r"$\size{x}$", "|x|"),
        (r"\newcommand{\pair}[2][a]{(#1,#2)}", r"\pair{b}, \pair[c]{d}", "(a,b), (c,d)"),
        (r"\NewDocumentCommand{\flip}{s m}{\IfBooleanTF{#1}{no}{#2}}", r"\flip{a} \flip*{a}", "a no"),
        (r"\newcommand{\eg}{e.g.\xspace}", r"\eg this", "e.g. this"),
        (r"\newcommand{\one}{\mathds{1}}", r"$\one$", "1l"),
    ],
)
def test_a_macro_works_in_the_students_text(tmp_path: Path, definition: str, text: str, words: str) -> None:
    found = offered(definition, packages="xspace dsfont")
    assert printed(tmp_path, found, text)[0].startswith(words)


@pytest.mark.requires_latex
def test_a_redefined_command_is_the_papers_in_formulas_and_latexs_in_text(tmp_path: Path) -> None:
    found = offered(r"\renewcommand{\S}{\mathcal{A}}", r"\renewcommand{\v}[1]{b#1}", r"\newcommand{\two}{\S\v{c}}")
    words, _ = printed(tmp_path, found, r"\S 3, \v{c}, $\S$, $\v{x}$, $\two$")
    assert words.startswith("§3, č, A, bx, Abc")


@pytest.mark.requires_latex
def test_the_students_definitions_and_packages_win(tmp_path: Path) -> None:
    found = offered(
        r"\newcommand{\mine}{paper}", r"\newcommand{\later}{paper}", r"\newcommand{\op}{paper}",
        r"\newcommand{\celsius}{paper}", r"\newcommand{\kept}{paper}",
    )  # fmt: skip
    preamble = r"\newcommand{\mine}{student}\DeclareMathOperator{\op}{student}\usepackage{gensymb}"
    text = r"\newcommand{\later}{student}\mine, \later, $\op$, \celsius, \kept"
    assert printed(tmp_path, found, text, preamble=preamble)[0].startswith("student, student, student, ◦C, paper")


@pytest.mark.requires_latex
def test_a_command_that_nothing_defines_prints_its_name_and_warns(tmp_path: Path) -> None:
    words, log = printed(tmp_path, offered(r"\newcommand{\odd}{\unheardof x}"), r"$\odd$")
    assert words.startswith("\\unheardofx")
    assert r"The paper uses \unheardof but its definition was not found" in log


@pytest.mark.parametrize(
    "definition",
    [
        r"\newcommand{\bad}{\input{/etc/passwd}}",
        r"\newcommand{\bad}{\immediate\write18{x}}",
        r"\newcommand{\bad}{\openin5=x }",
        r"\newcommand{\bad}{\special{x}}",
        r"\newcommand{\bad}{\pdfobj file {x}}",
        r"\newcommand{\bad}{\csname pdf\string obj\endcsname}",
        r"\newcommand{\bad}{\catcode`\$=12 }",
        r"\newcommand{\bad}{\gdef\par{}}",
        r"\newcommand{\bad}{\setcounter{page}{9}}",
        r"\newcommand{\bad}{\AtEndDocument{x}}",
        r"\newcommand{\bad}{\@startsection{x}}",
        r"\newcommand{\bad}[1][\input{x}]{#1}",
        r"\edef\bad{\undefined}",
        r"\newif\ifbad",
        r"\newcommand{\bad}{{}",
        r"\renewcommand{\arraystretch}{1.5}",
        r"\renewcommand{\thefootnote}{\fnsymbol{footnote}}",
        r"\renewcommand{\section}{x}",
        r"\renewcommand{\parindent}{0pt}",
        r"\DeclareDocumentCommand{\bad}{g}{x}",
    ],
)
def test_what_is_not_notation_is_left_out_with_what_needs_it(definition: str) -> None:
    name = _name(definition)
    found = offered(definition, rf"\newcommand{{\calls}}{{{name} x}}", r"\newcommand{\good}{x}")
    assert definition not in found.tex
    assert r"\newcommand{\good}{x}" in found.tex
    assert r"\newcommand{\calls}" not in found.tex


def test_what_the_statements_carry_is_not_offered_again() -> None:
    found = offered(r"\newcommand{\a}{x}", r"\newcommand{\b}{\a y}", body=r"$\a$", used=r"\a")
    assert r"\newcommand{\a}" not in found.tex
    assert r"\newcommand{\b}" in found.tex
