"""Facts of LaTeX that several folders need; no input or output.

In: LaTeX source as text. Out: tokens, arguments, macros with parameters and bodies; what a command prints.

tokens.py        comments and verbatim masked, braces matched, arguments read
definitions.py   every form of definition, parsed to a `model.Macro`; NOTES.md says what LaTeX was seen to do
arguments.py     how a use takes its arguments, and what it becomes
symbols.py       what commands print: signs, letters, functions, accents, alphabets
references.py    commands that print references, and what packages print by default
unicode_math.py  which LaTeX prints a character
pairing.py       braces, formulas and environments without their partners
environments.py  displays: which number what, which take arguments, what stands within them
drawings.py      what only LaTeX can draw
blanks.py        white space in bounds
gaps.py          what is left where something that prints nothing is taken out
acronyms.py      acronyms as they are printed
labels.py        labels taken out, or replaced
rows.py          where the rows of a formula end
packages/        packages with a notation of their own
"""
