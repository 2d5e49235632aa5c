"""LaTeX packages with a notation of their own, one file each: what it defines, how it prints, how it becomes native.

In: LaTeX and the paper's model. Out: LaTeX without the package's notation.

registry.py  finds all of them; the only module here that others import
qsymbols.py  characters that are active in formulas
physics.py   brackets, derivatives, bra-ket notation
"""
