"""LaTeX as text: runs of Unicode characters with italics, bold and scripts.

plain.py   the entry
nodes.py   pylatexenc's nodes
runs.py    runs of one look
tables.py  commands as text
expand.py  the paper's macros expanded
"""
