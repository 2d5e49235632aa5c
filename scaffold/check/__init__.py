"""Checks of finished files; never imports `write`.

In: `inputs.Inputs`, a project as plain values. Out: `result.Check` values (pass, fail or unknown).

registry.py  all checks; to add one, decorate a function in a new module with `registered`
inputs.py    the values that checks compare; the pipeline loads them
result.py    the result of a check
artefacts/   readers of a deck, a PDF, the student's LaTeX files
report/      pages, references, review, draft
deck/        overflow, text, equations, pages
fidelity/    restated statements compared with the paper
printed/     what our PDFs print compared with the paper's pages, on glyphs
pdf/         a finished PDF: fonts, title, up to date
talk.py      the speaking time compared with the length of the talk
dates.py     what is due next, and what its files are called
"""
