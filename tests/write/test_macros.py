"""Carrying macros: what is defined, in which order, and that LaTeX accepts it together with our own commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scaffold.engines.latex.compile import compile_tex
from scaffold.model import Label, Package, Paper, Setup, Source, Statement
from scaffold.write.latex import macros
from tests.macros import macro
from tests.write.papers import margins

DOCUMENT = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{lmodern}
\usepackage{amsmath,amssymb,mathtools,bm,graphicx,xcolor,enumitem}
%s
\input{macros}
\begin{document}
%s
\end{document}
"""


def paper(body: str, *definitions: tuple[str, str], packages: str = "", **more: Any) -> Paper:
    """A paper with one statement, theorem-1, that needs all the macros given."""
    carried = tuple(macro(name, text) for name, text in definitions)
    names = tuple(name for name, _ in definitions)
    statement = Statement(
        id="theorem-1", kind="theorem", heading="Theorem", number="1", body=body, standalone=body, macros=names
    )
    loaded = tuple(Package(p) for p in packages.split())
    return Paper(source=Source(kind="tex"), statements=(statement,), macros=carried, packages=loaded, **more)


def sheet(body: str, *definitions: tuple[str, str], packages: str = "", **more: Any) -> macros.MacroSheet:
    return macros.preamble(paper(body, *definitions, packages=packages, **more), ["theorem-1"])


def compiled(tmp_path: Path, sheet: macros.MacroSheet, body: str) -> str:
    """The log of a document that loads the sheet; fails on an error."""
    packages = "\n".join(rf"\usepackage{{{name}}}" for name in sheet.packages)
    (tmp_path / "macros.tex").write_text(sheet.tex, encoding="utf-8")
    (tmp_path / "main.tex").write_text(DOCUMENT % (packages, body), encoding="utf-8")
    result = compile_tex(tmp_path / "main.tex", tmp_path / "out")
    assert not result.errors, result.errors
    return result.log


def text_of(tmp_path: Path) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(tmp_path / "out" / "main.pdf")
    return " ".join(str(page.get_textpage().get_text_bounded()) for page in document)


@pytest.mark.requires_latex
def test_questions_of_ifthen_are_answered_by_the_package(tmp_path: Path) -> None:
    opt = (r"\opt", r"\newcommand\opt[1]{\ifthenelse{\equal{#1}{}}{none}{some}}")
    body = r"\opt{}, \opt{x}"
    compiled(tmp_path, sheet(body, opt, packages="ifthen"), r"\scaffoldpaperscope " + body)
    assert " ".join(text_of(tmp_path).split()).startswith("none, some")


def test_only_what_the_statements_need_is_carried_with_what_it_needs_in_the_papers_order() -> None:
    tex = macros.preamble(margins(), ["theorem-2.1"]).tex
    assert r"\def\marg@n{\gamma}" in tex
    assert tex.index(r"\def\marg@n") < tex.index(r"\newcommand{\margin}")
    assert r"\cH" not in tex


def test_a_macro_in_a_body_is_carried_though_the_reader_did_not_list_it() -> None:
    definitions = (macro("\\eit", r"\newcommand{\eit}{\end{itemize}}"), macro("\\other", r"\def\other{x}"))
    body = "\\begin{itemize}\\item a % \\other\n\\eit"
    statement = Statement(id="x", kind="theorem", heading="Theorem", number="1", body=body, standalone=body)
    made = macros.preamble(Paper(source=Source(kind="tex"), statements=(statement,), macros=definitions), ["x"])
    assert r"\newcommand{\eit}{\end{itemize}}" in made.tex
    assert r"\def\other" not in made.tex


def test_a_name_defined_twice_keeps_both_definitions() -> None:
    tex = sheet(r"$\x$", ("\\x", r"\newcommand{\x}{1}"), ("\\x", r"\renewcommand{\x}{2}")).tex
    assert tex.index(r"\newcommand{\x}{1}") < tex.index(r"\renewcommand{\x}{2}")


def test_a_definition_with_unbalanced_braces_is_left_out_and_reported() -> None:
    made = sheet(r"$\x$", ("\\x", r"\newcommand{\x}{{1}"))
    assert r"\newcommand{\x}" not in made.tex
    assert [(d.code, d.subject) for d in made.diagnostics] == [("macro-dropped", "\\x")]


def test_redefinitions_of_displays_and_headings_stay_in_the_paper() -> None:
    tex = sheet("a", ("align*", r"\renewenvironment{align*}{}{}"), ("\\section", r"\renewcommand{\section}{}")).tex
    assert r"\renewenvironment" not in tex.partition(r"\scaffoldremember{%")[2]
    assert r"\renewcommand{\section}" not in tex


@pytest.mark.parametrize(
    ("body", "packages", "loaded"),
    [
        (r"$\llbracket x\rrbracket$", "", ("stmaryrd",)),
        (r"$\mathscr{F}$", "", ("mathrsfs",)),
        (r"\[\begin{tikzcd}A\end{tikzcd}\]", "", ("tikz-cd",)),
        (r"$\norm{x}$", "", ()),
        (r"$\norm{x}$", "physics", ("physics",)),
        (r"$\mathbbm{1}$", "bbm", ()),
    ],
)
def test_packages_are_loaded_for_what_only_they_can_have_meant(
    body: str, packages: str, loaded: tuple[str, ...]
) -> None:
    assert sheet(body, packages=packages).packages == loaded


@pytest.mark.requires_latex
def test_papers_commands_live_beside_latexs_own(tmp_path: Path) -> None:
    definitions = (
        ("\\v", r"\renewcommand{\v}[1]{\mathbf{#1}}"),
        ("\\S", r"\newcommand{\S}{\mathcal{S}}"),
        ("\\new", r"\renewcommand{\new}{\mathrm{new}}"),
        ("\\E", r"\DeclareMathOperator{\E}{E}"),
        ("\\Pr", r"\DeclareMathOperator{\Pr}{PROB}"),
        ("\\doc", r"\NewDocumentCommand{\doc}{m}{[#1]}"),
        ("\\hid@en", r"\def\hid@en{\mathrm{hidden}}"),
        ("\\show", r"\expandafter\def\csname show\endcsname{\hid@en}"),
        ("\\joined", r"\newcommand\csname joined\endcsname{\mathrm{joined}}"),
        ("claimed", r"\newenvironment{claimed}{BEGIN }{ END}"),
        ("\\c", r"\newcommandx{\c}[2][2=d]{<#1#2>}"),
        ("\\other", r"\renewcommandx*\other[2][2=u,usedefault]{#1:#2}"),
        ("\\robust", r"\renewrobustcmd{\robust}[1]{\mathrm{rob}#1}"),
        ("\\d", r"\newrobustcmd{\d}{\mathrm{d}}"),
        ("around", r"\NewEnviron{around}{/\BODY/}"),
    )
    body = (
        r"Paper: \v{x} meets \S. $\new \E \Pr \doc{d} \show \joined \c{a} \c{a}[e] \other{t}[] \robust r\d$ "
        r"\begin{claimed}c\end{claimed} \begin{around}b\end{around}"
    )
    made = sheet(body.replace(r"\v{x}", r"$\v{x}$"), *definitions)
    prose = r"Prose: \v{c} \S1 $\v{x} \S$."
    compiled(tmp_path, made, rf"{prose} {{\scaffoldpaperscope ${{\v x}}\S$ {body.partition('. ')[2]}}}")
    text = text_of(tmp_path)
    assert "Prose: č §1" in text
    for printed in ("new E PROB", "[d]", "hidden", "joined", "<ad><ae>t:u", "robrd", "BEGIN c END", "/b/"):
        assert printed.replace(" ", "") in text.replace(" ", "").replace("\r\n", "")


@pytest.mark.requires_latex
def test_what_nothing_defines_prints_its_name_and_warns(tmp_path: Path) -> None:
    body = (
        r"$\lost + 1$ \iflost\else kept\fi \begin{lostenv}x\end{lostenv} \textcolor{lipicsGray}{c} $x^\mathbb{N}$"
        r" \ifdefined\flag yes\else no\fi $\mathbb{1}\mathbb{k}\mathds{R}$ $\argmin_x$"
    )
    log = compiled(tmp_path, sheet(body), body)
    assert r"The paper uses \lost but its definition was not found" in " ".join(log.split())
    assert "The paper uses the environment lostenv" in " ".join(log.split())
    text = text_of(tmp_path)
    assert r"\lost" in text
    assert "kept" in text
    assert "no" in text


def test_labels_in_the_texts_get_their_numbers() -> None:
    made = sheet(
        r"See \thmref{thm:a}.",
        ("\\thmref", r"\newcommand{\thmref}[1]{Theorem~\ref{#1}}"),
        labels=(Label("thm:a", "4.2", "theorem"), Label("thm:b", "9", "theorem")),
    )
    assert r"\scaffoldlabel{thm:a}{4.2}" in made.tex
    assert "thm:b" not in made.tex


@pytest.mark.requires_latex
def test_notions_print_their_text_whatever_scope_they_have(tmp_path: Path) -> None:
    body = r"A \kl(language){bounded} \kl[word](x){finite} \kl(x)[word]{infinite} \intro*{new} $\kl{L}$"
    compiled(tmp_path, sheet(body), f"{{\\scaffoldpaperscope {body}}}")
    assert "A bounded finite infinite new L" in " ".join(text_of(tmp_path).split())


@pytest.mark.requires_latex
def test_a_declared_word_wins_over_the_sign_of_a_package_and_a_box_keeps_what_it_holds(tmp_path: Path) -> None:
    word = r"\textnormal{\IfValueTF{#1}{\texttt{merge(}\emph{#1}\texttt{)}}{\texttt{merge}}}"
    box = r"\newsavebox\drawn" + "\n" + r"\begin{lrbox}{\drawn}\begin{tikzpicture}\node{Q};\end{tikzpicture}\end{lrbox}"
    body = r"$\lightning$ \merge{$2,1$} and \merge, \usebox\drawn"
    macro = (r"\merge", rf"\DeclareDocumentCommand\merge{{g}}{{{word}}}")
    made = sheet(body, macro, (r"\drawn", box), packages="stmaryrd tikz")
    assert {"stmaryrd", "tikz"} <= set(made.packages)
    compiled(tmp_path, made, r"\scaffoldpaperscope " + body)
    text = "".join(text_of(tmp_path).split())
    assert "merge(2,1)andmerge,Q" in text


DRAWN = (
    Setup(package="tikz", source=r"\usetikzlibrary{positioning}", once=True),
    Setup(package="tikz", source=r"\pgfdeclarelayer{behind}", once=True),
    Setup(package="tikz", source=r"\pgfsetlayers{behind,main}"),
    Setup(package="xcolor", source=r"\definecolor{zx}{rgb}{0,1,0}", name="zx"),
    Setup(package="xcolor", source=r"\definecolor{other}{rgb}{0,1,1}", name="other"),
    Setup(package="tikz", source=r"\tikzset{box/.style={fill=zx}, labelled/.style args={#1}{label={#1}}}"),
    Setup(package="tikz", source="\\tikzset{every node/.style={execute at begin node=X}} % once"),
    Setup(package="tikz-cd", source=r"\tikzcdset{arrows=dashed}"),
)


@pytest.mark.requires_latex
def test_drawings_have_the_libraries_styles_layers_and_colours_of_the_paper(tmp_path: Path) -> None:
    drawn = (
        r"\begin{tikzpicture}\begin{pgfonlayer}{behind}\node[box, labelled=B] (a) {A};\end{pgfonlayer}"
        r"\node[right=of a]{C};\end{tikzpicture}"
    )
    made = sheet(drawn, packages="tikz", setups=DRAWN)
    assert "{other}" not in made.tex
    assert "tikzcdset" not in made.tex
    compiled(tmp_path, made, rf"{{\scaffoldpaperscope {drawn}}}\newpage\tikz\node{{ours}};")
    theirs = text_of(tmp_path).partition("ours")[0]
    assert sorted("".join(theirs.split()).replace("1", "")) == sorted("XAXBXC")


def test_a_statement_without_drawings_has_no_styles_but_its_colours() -> None:
    made = sheet(r"\textcolor{other}{a}", setups=DRAWN).tex
    assert r"\definecolor{other}{rgb}{0,1,1}" in made
    assert "tikz" not in made
    assert "{zx}" not in made


@pytest.mark.requires_latex
def test_the_paper_s_styles_print_no_blanks(tmp_path: Path) -> None:
    """They were as many as the styles, between the heading of a statement and its name or first word."""
    drawn = r"\begin{tikzpicture}\node[box]{A};\end{tikzpicture}"
    made = sheet(drawn, packages="tikz", setups=DRAWN)
    log = compiled(tmp_path, made, r"\setbox0\hbox{\scaffoldpaperscope}\typeout{Blanks: \the\wd0.}Text")
    assert "Blanks: 0.0pt." in log


@pytest.mark.requires_latex
def test_a_statement_that_makes_a_counter_is_set_twice(tmp_path: Path) -> None:
    body = r"\newcounter{own}[section]\stepcounter{own}Step \theown. "
    compiled(tmp_path, sheet(body), 2 * rf"{{\scaffoldpaperscope {body}}}")
    assert text_of(tmp_path).split()[:4] == ["Step", "1.", "Step", "1."]


FONTS = (
    Setup(package="", source=r"\DeclareFontFamily{OT1}{mine}{}", name="mine", once=True),
    Setup(package="", source=r"\DeclareFontShape{OT1}{mine}{m}{n}{<-> cmtt10}{}", name="mine", once=True),
    Setup(package="", source=r"\DeclareFontFamily{OT1}{other}{}", name="other", once=True),
    Setup(package="", source=r"\DeclareSymbolFont{myletters}{OT1}{mine}{m}{n}", name="myletters", once=True),
)


@pytest.mark.requires_latex
def test_a_symbol_has_the_font_that_the_paper_declares(tmp_path: Path) -> None:
    yon = (r"\yon", r"\newcommand\yon{\text{\usefont{OT1}{mine}{m}{n}\symbol{'171}}}")
    tee = (r"\tee", r"\DeclareMathSymbol{\tee}{\mathord}{myletters}{`t}")
    made = sheet(r"$\yon\tee$", yon, tee, setups=FONTS)
    assert "{other}" not in made.tex
    assert sheet(r"$\min$", setups=FONTS).tex.count("DeclareFont") == 0
    log = compiled(tmp_path, made, r"\scaffoldpaperscope $\yon\tee$")
    assert "undefined" not in log
    assert text_of(tmp_path).split()[0] == "yt"
