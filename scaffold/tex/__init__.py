"""Facts of LaTeX that several folders need; no input or output.

In: LaTeX source as text. Out: tokens, arguments, positions; what a command prints.

tokens.py        comments and verbatim masked, braces matched, arguments read
symbols.py       what commands print: signs, letters, functions, accents, alphabets
environments.py  displays: which number what, which take arguments, what stands within them
drawings.py      what only LaTeX can draw
"""
