"""LaTeX for our own documents, shared by report and Beamer.

macros.py         the paper's macros, carried into our preamble
shims.py          what stands in for packages
statement_tex.py  a statement's body as the slides set it
list_labels.py    labels of list items
bibliography.py   references.bib
escape.py         plain text escaped
unicode_math.py   Unicode characters as commands
"""
