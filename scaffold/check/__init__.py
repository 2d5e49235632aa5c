"""Measures finished artefacts; never imports `write`.

In: `inputs.Inputs`, a project as plain values. Out: `result.Check` values: pass, fail or unknown.

registry.py  every check: a new one is a function in a file of its own, marked with `registered`
inputs.py    what checks compare; the pipeline loads it
result.py    what a check finds
artefacts/   what checks read: a deck, a PDF, the student's LaTeX files
report/      pages, references, review, draft
deck/        overflow, text, equations, pages
fidelity/    restated statements compared with the paper's
pdf/         a finished PDF: fonts, title, up to date
talk.py      the deck's time against the minutes of the talk
"""
