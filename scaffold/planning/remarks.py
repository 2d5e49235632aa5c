"""What a paper states beside its results: what it leaves open, and what it says of a main result."""

from __future__ import annotations

import re
from itertools import takewhile

from scaffold.model import Statement
from scaffold.planning.equivalents import informal
from scaffold.planning.material import Material
from scaffold.planning.words import references

__all__ = ["comments", "left_open"]


_OPEN = re.compile(r"\bopen\b", re.IGNORECASE)


def left_open(m: Material) -> tuple[Statement, ...]:
    """The conjectures without proof, and the questions after the first main result: earlier ones the paper answers.

    A problem is one of these only if it asks something or is called open; others state what is to be solved.
    """
    order = [s.id for s in m.paper.statements]
    first = min((order.index(main.id) for main in m.mains), default=0)
    asking = [s for s in m.paper.statements[first:] if s.kind in ("question", "problem")]
    asked = [s for s in asking if "?" in s.body or _OPEN.search(f"{s.heading} {s.name or ''}")]
    found = [s for s in m.paper.statements if (s.kind == "conjecture" or s in asked) and not s.proofs]
    return tuple(found)


def comments(m: Material, main: Statement) -> tuple[Statement, ...]:
    """What the authors say of a main result apart from it: its informal twin, then the remarks that name it or follow.

    A remark follows if nothing but remarks is between.
    """
    statements = m.paper.statements
    twins = [s for s in m.same[m.graph.stands_for[main.id]] if s.id != main.id and informal(s)]
    after = takewhile(lambda s: s.kind == "remark", statements[statements.index(main) + 1 :])
    naming = [s for s in statements if s.kind == "remark" and set(main.labels) & set(references(s.body))]
    return tuple(dict.fromkeys((*twins, *after, *naming)))
