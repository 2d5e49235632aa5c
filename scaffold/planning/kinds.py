"""Kinds of statements, grouped for planning."""

from __future__ import annotations

from scaffold.model import Statement

RESULTS = frozenset(
    ("theorem", "proposition", "corollary", "lemma", "claim", "fact", "observation", "conjecture", "property", "other")
)
"""Kinds that can be a result of the paper."""

SETTING = frozenset(("definition", "assumption", "notation", "condition", "axiom", "hypothesis", "problem"))
"""Kinds that introduce what the results are about."""

ASSUMED = frozenset(("assumption", "condition", "axiom", "hypothesis"))
"""Kinds that restrict the results."""


def is_result(statement: Statement) -> bool:
    """Whether the statement can be a result of the paper."""
    return statement.kind in RESULTS


def name_of(statement: Statement) -> str:
    """The title of a slide or a box: "Theorem 3.1 (Name)"; the name is the paper's LaTeX."""
    return f"{statement.title} ({statement.name})" if statement.name else statement.title
