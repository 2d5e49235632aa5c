"""Facts of LaTeX that several folders need; no input or output.

In: LaTeX source as text. Out: tokens, arguments, positions.

tokens.py    comments and verbatim masked, arguments read
drawings.py  what only LaTeX can draw
"""
