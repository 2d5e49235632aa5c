"""A student's own figures and statements in the report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scaffold import languages
from scaffold.engines.latex.compile import TexResult, compile_tex
from scaffold.resources import template
from scaffold.write.report import files
from tests.write.building import page_texts

ENGLISH = languages.load("en")
WORDS = files.language_file(ENGLISH, ENGLISH)

pytestmark = pytest.mark.requires_latex

REPORT = r"""\documentclass[11pt,a4paper%s]{article}
\usepackage[margin=25mm]{generated/scaffold-report}
\input{generated/macros}
%s
\begin{document}
\scaffoldpaper{Titled}{Authors}{}{}{}
\scaffoldhead
%s
\end{document}
"""


def made(
    tmp_path: Path, body: str, preamble: str = "", options: str = "", words: str = WORDS
) -> tuple[TexResult, list[str]]:
    """The result of a report with this body, and the text of its pages."""
    macros = "".join(template("report", f"macros-{n}.tex").read_text(encoding="utf-8") for n in ("head", "tail"))
    generated = tmp_path / "generated"
    generated.mkdir(exist_ok=True)
    (generated / "macros.tex").write_text(macros, encoding="utf-8")
    style = template("report", "scaffold-report.sty").read_bytes()
    (generated / "scaffold-report.sty").write_bytes(style)
    (generated / "language.tex").write_text(words, encoding="utf-8")
    (tmp_path / "report.tex").write_text(REPORT % (options, preamble, body), encoding="utf-8")
    result = compile_tex(tmp_path / "report.tex", tmp_path / "build", name="report.pdf")
    assert result.errors == ()
    return result, [" ".join(text.split()) for text in page_texts(tmp_path)]


@pytest.mark.parametrize("place", ["t", "!t", "tp", "htbp"])
def test_no_figure_is_above_the_title(tmp_path: Path, place: str) -> None:
    figure = rf"\begin{{figure}}[{place}]\rule{{3cm}}{{2cm}}\caption{{Mine}}\end{{figure}}"
    filled = "\n\n".join(["Words."] * 80)
    _, pages = made(tmp_path, f"First.\n\n{figure}\n\n{filled}\n\n{figure}\n\n{filled}")
    assert pages[0].index("Titled") < pages[0].index("First.")
    assert "Figure 1" not in pages[0].split("First.")[0]
    assert " ".join(pages).count(": Mine") == 2


def test_a_figure_is_at_the_top_of_a_column_below_the_title(tmp_path: Path) -> None:
    _, pages = made(tmp_path, "\\begin{figure}[t]\\caption{Mine}\\end{figure}\nFirst.", options=",twocolumn")
    assert pages[0].index("Titled") < pages[0].index("Figure 1") < pages[0].index("First.")


OWN = r"""
\begin{theorem}[Mine]\label{t} Big.\end{theorem}
\begin{lemma}\label{l} Small.\end{lemma}
\begin{claim}\label{c} Clear.\end{claim}
\begin{definition}\label{d} New.\end{definition}
\begin{proof} Trivial.\end{proof}
\begin{equation}\label{e} a=b \end{equation}
See \cref{l}, \cref{c}, \cref{d}, \cref{e}, \Cref{t}.
"""


def test_own_statements_have_environments_and_cref_names_them(tmp_path: Path) -> None:
    _, (page,) = made(tmp_path, OWN)
    for printed in ("Theorem 1 (Mine). Big.", "Lemma 2. Small.", "Claim 3. Clear.", "Definition 4. New."):
        assert printed in page
    assert "See lemma 2, claim 3, definition 4, eq. (1), Theorem 1." in page


def test_what_the_student_declares_and_loads_counts(tmp_path: Path) -> None:
    preamble = r"""\newtheorem{theorem}{Satz}
    \newtheorem{observation}[theorem]{Observation}
    \usepackage[capitalise]{cleveref}"""
    body = OWN + r"\begin{observation} Seen.\end{observation}"
    _, (page,) = made(tmp_path, body, preamble)
    assert "Satz 1 (Mine). Big." in page
    assert re.search(r"Observation \d\. Seen\.", page)
    assert "See Lemma 2" in page


def test_a_statement_of_the_paper_gets_no_number_of_ours(tmp_path: Path) -> None:
    facts = r"\scaffoldfacts{theorem-1}{Theorem}{1}{}{}{}"
    statements = tmp_path / "generated" / "statements"
    statements.mkdir(parents=True)
    text = "\\begin{claim}[Inner] Nested.\\end{claim}\n"
    (statements / "theorem-1.tex").write_text(text, encoding="utf-8")
    result, (page,) = made(tmp_path, "\\paperstatement{theorem-1}\n\\begin{claim} Mine.\\end{claim}", facts)
    assert "(Inner) Nested." in page
    assert "Claim 1. Mine." in page
    assert any("environment claim" in w.text for w in result.warnings)


def test_a_german_report_has_german_words_and_the_statements_of_the_paper_are_english(tmp_path: Path) -> None:
    german = files.language_file(languages.load("de"), ENGLISH)
    body = (
        "\\scaffoldfacts{theorem-1}{Theorem}{1}{}{2}{7}\n"
        "\\begin{scaffoldpart}{one}{Teil}{0.5}\\begin{theorem}\\label{t}Groß.\\end{theorem}\\begin{proof}Klar.\\end{proof}\n"
        "Nach \\cref{t} am \\today, \\languagename; \\paperstatement*{theorem-1}{In \\languagename.}\\end{scaffoldpart}"
    )
    result, pages = made(tmp_path, body, words=german)
    text = " ".join(pages)
    assert "Satz 1. Groß." in text
    assert "Beweis. Klar." in text
    assert re.search(r"Nach Satz 1 am \d+\. \w+ \d{4}, ngerman", text)
    assert re.search(r"\d,\d\d von 0,50 Seiten", text)
    assert "Theorem 1 [gekürzt] §2, S. 7" in text
    assert "In english." in text
    assert re.search(r"Teil: \d\.\d\d of 0\.50 pages", result.log), "the log is for programs"
