"""A student's own figures and statements in the report."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pypdfium2
import pytest

from scaffold import languages
from scaffold.engines.latex.compile import TexResult, render_pages
from scaffold.engines.latex.variables import MAX_RUNS
from scaffold.resources import template
from scaffold.write.report import files

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
    body: str,
    preamble: str = "",
    options: str = "",
    words: str = WORDS,
    statements: Mapping[str, bytes] | None = None,
    most_runs: int = MAX_RUNS,
) -> tuple[TexResult, list[str]]:
    """The result of a report with this body, and the text of its pages; most_runs = 1 where it refers to nothing."""
    macros = "".join(template("report", f"macros-{n}.tex").read_text(encoding="utf-8") for n in ("head", "tail"))
    files = {"macros.tex": macros.encode(), "language.tex": words.encode(), **(statements or {})}
    files["scaffold-report.sty"] = template("report", "scaffold-report.sty").read_bytes()
    beside = {f"generated/{name}": content for name, content in files.items()}
    result = render_pages(REPORT % (options, preamble, body), extra_files=beside, most_runs=most_runs)
    assert result.errors == ()
    with pypdfium2.PdfDocument(result.data) as document:
        return result, [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


@pytest.mark.parametrize("place", ["t", "!t", "tp", "htbp"])
def test_no_figure_is_above_the_title(place: str) -> None:
    figure = rf"\begin{{figure}}[{place}]\rule{{3cm}}{{2cm}}\caption{{Mine}}\end{{figure}}"
    filled = "\n\n".join(["Words."] * 80)
    _, pages = made(f"First.\n\n{figure}\n\n{filled}\n\n{figure}\n\n{filled}", most_runs=1)
    assert pages[0].index("Titled") < pages[0].index("First.")
    assert "Figure 1" not in pages[0].split("First.")[0]
    assert " ".join(pages).count(": Mine") == 2


def test_a_figure_is_at_the_top_of_a_column_below_the_title() -> None:
    _, pages = made("\\begin{figure}[t]\\caption{Mine}\\end{figure}\nFirst.", options=",twocolumn", most_runs=1)
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


def test_own_statements_have_environments_and_cref_names_them() -> None:
    _, (page,) = made(OWN)
    for printed in ("Theorem 1 (Mine). Big.", "Lemma 2. Small.", "Claim 3. Clear.", "Definition 4. New."):
        assert printed in page
    assert "See lemma 2, claim 3, definition 4, eq. (1), Theorem 1." in page


def test_what_the_student_declares_and_loads_counts() -> None:
    preamble = r"""\newtheorem{theorem}{Satz}
    \newtheorem{observation}[theorem]{Observation}
    \usepackage[capitalise]{cleveref}"""
    body = OWN + r"\begin{observation} Seen.\end{observation}"
    _, (page,) = made(body, preamble)
    assert "Satz 1 (Mine). Big." in page
    assert re.search(r"Observation \d\. Seen\.", page)
    assert "See Lemma 2" in page


def test_a_statement_of_the_paper_gets_no_number_of_ours() -> None:
    facts = r"\scaffoldfacts{theorem-1}{Theorem}{1}{}{}{}"
    text = b"\\begin{claim}[Inner] Nested.\\end{claim}\n"
    body = "\\paperstatement{theorem-1}\n\\begin{claim} Mine.\\end{claim}"
    result, (page,) = made(body, facts, statements={"statements/theorem-1.tex": text}, most_runs=1)
    assert "(Inner) Nested." in page
    assert "Claim 1. Mine." in page
    assert any("environment claim" in w.text for w in result.warnings)


def test_a_german_report_has_german_words_and_the_statements_of_the_paper_are_english() -> None:
    german = files.language_file(languages.load("de"), ENGLISH)
    body = (
        "\\scaffoldfacts{theorem-1}{Theorem}{1}{}{2}{7}\n"
        "\\begin{scaffoldpart}{one}{Teil}{0.5}\\begin{theorem}\\label{t}Groß.\\end{theorem}\\begin{proof}Klar.\\end{proof}\n"
        "Nach \\cref{t} am \\today, \\languagename; \\paperstatement*{theorem-1}{In \\languagename.}\\end{scaffoldpart}"
    )
    result, pages = made(body, words=german)
    text = " ".join(pages)
    assert "Satz 1. Groß." in text
    assert "Beweis. Klar." in text
    assert re.search(r"Nach Satz 1 am \d+\. \w+ \d{4}, ngerman", text)
    assert re.search(r"\d,\d\d von 0,50 Seiten", text)
    assert "Theorem 1 [gekürzt] §2, S. 7" in text
    assert "In english." in text
    assert re.search(r"Teil: \d\.\d\d of 0\.50 pages", result.log), "the log is for programs"
