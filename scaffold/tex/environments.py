r"""Environments that set formulas, as LaTeX, amsmath, mathtools, breqn and IEEEtran define them.

A name with a star means the same without numbers, where the package has it.
"""

from __future__ import annotations

import re

__all__ = ["ARGUMENTS", "BOXES", "BRACKETS", "DISPLAYS", "FORMULA", "INNER", "NUMBERED", "NUMBERED_ROWS", "OPTIONS"]

NUMBERED = ("equation", "multline", "dmath")
"""Displays that print one number."""

NUMBERED_ROWS = ("align", "alignat", "flalign", "gather", "eqnarray", "xalignat", "IEEEeqnarray")
"""Displays that print a number for each row."""

DISPLAYS = (*NUMBERED, *NUMBERED_ROWS, "displaymath", "xxalignat")
"""All displays; the last two print no number."""

INNER = frozenset(
    "aligned alignedat gathered split multlined cases dcases rcases array subarray matrix pmatrix bmatrix Bmatrix "
    "vmatrix Vmatrix smallmatrix IEEEeqnarraybox".split()
)
"""Environments within formulas."""

BOXES = {
    "align": "aligned", "flalign": "aligned", "alignat": "alignedat", "gather": "gathered", "multline": "gathered",
}  # fmt: skip
"""amsmath's displays of rows, and what sets the same rows as one box."""

ARGUMENTS = {
    "alignat": 1, "xalignat": 1, "xxalignat": 1, "alignedat": 1, "IEEEeqnarray": 1, "IEEEeqnarraybox": 1, "array": 1,
    "subarray": 1, "tabular": 1, "tabular*": 2, "tabularx": 2, "minipage": 1, "multicols": 1, "list": 2, "spacing": 1,
    "adjustwidth": 2,
}  # fmt: skip
"""How many arguments in braces an environment takes; one that is not here takes none."""

OPTIONS = frozenset("dmath IEEEeqnarray IEEEeqnarraybox aligned alignedat gathered multlined array".split())
"""Environments of formulas that take an argument in brackets."""

BRACKETS = {
    "cases": ("{", ""), "dcases": ("{", ""), "rcases": ("", "}"), "pmatrix": ("(", ")"), "bmatrix": ("[", "]"),
    "Bmatrix": ("{", "}"), "vmatrix": ("|", "|"), "Vmatrix": ("‖", "‖"),
}  # fmt: skip
"""Brackets that an environment sets around its rows."""

FORMULA = re.compile(
    r"(?<!\\)(?P<dollars>\$\$?)(?:[^$\\]|\\.)*(?P=dollars)|\\\[(?:(?!\\\[).)*?\\\]|\\\((?:(?!\\\().)*?\\\)"
    r"|\\begin\{(?P<env>(?:equation|displaymath|math|align|alignat|flalign|gather|multline|eqnarray)\*?)\}"
    r"(?:(?!\\begin\{(?P=env)\}).)*?\\end\{(?P=env)\}",
    re.DOTALL,
)
"""A formula in a piece of LaTeX, with what stands around it."""
