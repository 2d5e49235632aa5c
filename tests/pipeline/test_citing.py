"""What a new report prints, as far as it may cite works."""

from __future__ import annotations

from scaffold.pipeline import citing, lettering

REPORT = {
    "report.tex": rb"\input{head}\begin{document}\input{one}\cite{b}\papernamed{e}\papernamed{figure-1}\end{document}",
    "head.tex": rb"\cite{never}",
    "one.tex": b"% \\cite{never}\n\\paperquotes{known}\\paperstatement{a}\\paperfigure{figure-2}\\paperproof{a}\n",
    "generated/statements.tex": b"\\scaffoldfacts{a}{T}{1}{by \\cite{note}}{1}{2}\n"
    b"\\scaffoldfacts{e}{T}{2}{\\cite{no}}{1}{2}\n",
    "generated/statements/a.tex": rb"\cite[p.~1]{body, paper}",
    "generated/statements/e.tex": rb"\citet{named}",
    "generated/statements/other.tex": rb"\cite{never}",
    "generated/figures.tex": b"\\scaffoldfigure{figure-1}{}{}{}{\\cite{one}}\n"
    b"\\scaffoldfigure{figure-2}{}{}{}{\\cite{two}}\n",
    "generated/quotes/known.tex": rb"\cite{quoted}",
    "generated/proofs/a.tex": rb"\cite{step}",
    "own.bib": rb"\cite{never}",
}


def test_what_the_report_shows_is_cited_in_its_order() -> None:
    found = lettering.cited(citing.printed(REPORT))
    assert found == ("paper", "quoted", "note", "body", "two", "step", "b", "named", "one")


def test_what_is_missing_cites_nothing() -> None:
    report = {
        "report.tex": rb"\begin{document}\input{gone}\paperstatement{gone}\papernamed{gone}\cite{b}\end{document}"
    }
    assert lettering.cited(citing.printed(report)) == ("paper", "b")
