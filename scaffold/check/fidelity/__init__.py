"""Whether statements in the report and the deck match the paper.

compare.py                           the checks
named.py                             whether what a statement names has been seen
atoms.py                             texts as sequences of letters, digits and signs
order.py                             the order of atoms in a formula
latex.py                             LaTeX to atoms
definitions.py, tokens.py, signs.py  the LaTeX reader needed for the comparison
omml.py                              shapes of a deck to atoms
"""
