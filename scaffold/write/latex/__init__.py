"""LaTeX for the documents that scaffold writes, shared by report and Beamer.

macros.py         the paper's macros, copied into our preamble
setups.py         its styles for drawings, its colours and fonts
notation.py       the paper's other macros, for the student's text
shims.py          packages to load, and substitutes for others
statement_tex.py  a statement's body as the slides set it
list_labels.py    labels of list items
bibliography.py   references.bib
escape.py         plain text escaped for LaTeX
"""
