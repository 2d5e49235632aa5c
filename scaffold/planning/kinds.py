"""Classes of statements as planning sees them."""

from __future__ import annotations

from scaffold.model import Statement

RESULTS = frozenset(
    ("theorem", "proposition", "corollary", "lemma", "claim", "fact", "observation", "conjecture", "property", "other")
)
"""Kinds that can be a result of the paper."""

SETTING = frozenset(("definition", "assumption", "notation", "condition", "axiom", "hypothesis", "problem"))
"""Kinds that say what the results speak about."""

ASSUMED = frozenset(("assumption", "condition", "axiom", "hypothesis"))
"""Kinds that restrict the results."""


def is_result(statement: Statement) -> bool:
    """Whether the statement can be a result of the paper."""
    return statement.kind in RESULTS


def name_of(statement: Statement) -> str:
    """What a slide or a box calls it: "Theorem 3.1 (Name)"; the name is the paper's LaTeX."""
    return f"{statement.title} ({statement.name})" if statement.name else statement.title
