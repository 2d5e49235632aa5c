"""Whether report and deck still say what the paper says.

compare.py                           the entry
atoms.py                             texts as rows of letters, digits and signs
order.py                             where they stand in a formula
latex.py                             LaTeX to atoms
definitions.py, tokens.py, signs.py  the LaTeX that comparing needs
omml.py                              shapes of a deck to atoms
"""
