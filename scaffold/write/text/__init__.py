"""LaTeX as plain text: runs of Unicode characters with italics, bold and scripts.

plain.py   the entry point
nodes.py   helpers for pylatexenc's nodes
runs.py    runs of one style; citations.py, references.py: what citations and references print
tables.py  commands as text
expand.py  the paper's macros expanded
"""
