"""Measures finished artefacts; never imports `write`.

In: a project's files and PDFs. Out: `result.Check` values: pass, fail or unknown.

result.py  what a check finds
report/    pages, references, review, draft
deck/      overflow, text, equations, pages
fidelity/  restated statements compared with the paper's
pdf/       a finished PDF: fonts, title, up to date
talk.py    the deck's time against the minutes of the talk
"""
