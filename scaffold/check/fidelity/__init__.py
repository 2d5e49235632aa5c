"""Whether statements in the report and the deck match the paper.

compare.py                           the checks
atoms.py                             texts as sequences of letters, digits and signs
order.py                             the order of atoms in a formula
latex.py                             LaTeX to atoms
definitions.py, tokens.py, signs.py  the LaTeX reader needed for the comparison
omml.py                              shapes of a deck to atoms
"""
