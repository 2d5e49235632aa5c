"""Which column of a table of wishes says what, by its heading.

Two shapes are read. Lists: one column for each rank ("first choice", "Wish 2", LimeSurvey's "wishes[3]"), whose cells
name papers. Grids: one column for each paper ("Preferences [1905.03684]"), whose cells are ranks, as in Google's grids,
Moodle's feedback and LimeSurvey's arrays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scaffold.cohort.choices import Catalogue, rank_of
from scaffold.cohort.tables import Table, key
from scaffold.errors import BadTable

__all__ = ["Columns", "columns"]

_PHRASES = {
    "name": (
        "name",
        "full name",
        "student",
        "participant",
        "your name",
        "vollständiger name",
        "teilnehmer",
        "ihr name",
    ),
    "first": ("first name", "firstname", "given name", "forename", "vorname", "prénom"),
    "last": ("last name", "lastname", "surname", "family name", "nachname", "familienname"),
    "team": ("team", "partner", "partners", "group", "gruppe", "teammate", "team partner"),
    "veto": ("veto", "vetoes", "not acceptable", "never", "exclude", "auf keinen fall"),
}
_RANKED = re.compile(r"\b(?:wish|choice|preference|priority|wahl|wunsch|präferenz|priorität|rank|ranking|prio)\b")
_SUBSCRIPT = re.compile(r"\[\s*(?:rank(?:ing)?\s*)?(\d{1,2})\s*\]\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The indexes of columns: of names in the order in which they make a name, of ranks, of papers, and the others."""

    names: tuple[int, ...]
    ranks: dict[int, int] = field(default_factory=dict)
    papers: dict[int, str] = field(default_factory=dict)
    team: int | None = None
    vetoes: tuple[int, ...] = ()
    unread: tuple[str, ...] = ()


def columns(table: Table, catalogue: Catalogue) -> Columns:
    """What each column of a table of wishes says. Raises BadTable without a column of names, or of wishes."""
    kinds = {i: _kind(h) for i, h in enumerate(table.headings) if h}
    of = {kind: [i for i, k in kinds.items() if k == kind] for kind in _PHRASES}
    names = of["name"][:1] or [*of["first"][:1], *of["last"][:1]]
    open_ = [i for i, kind in kinds.items() if kind is None]
    papers = {i: paper for i in open_ if (paper := catalogue.paper(table.headings[i]))}
    ranks = {i: rank for i in open_ if i not in papers and (rank := _rank(table.headings[i]))}
    shown = ", ".join(filter(None, table.headings))
    if not names:
        raise BadTable(f"{table.name} has no column of names; its columns are {shown}", "head it student or name")
    if not ranks and not papers:
        raise BadTable(
            f"{table.name} has no column of wishes; its columns are {shown}",
            "head the columns first, second, third, and so on; or have one for each paper, headed by its identifier",
        )
    used = {*names, *ranks, *papers, *of["team"], *of["veto"]}
    return Columns(
        names=tuple(names),
        ranks=ranks,
        papers=papers,
        team=next(iter(of["team"]), None),
        vetoes=tuple(of["veto"]),
        unread=tuple(h for i, h in enumerate(table.headings) if h and i not in used),
    )


def _kind(heading: str) -> str | None:
    words = key(heading)
    return next((kind for kind, phrases in _PHRASES.items() if words in phrases), None)


def _rank(heading: str) -> int | None:
    """The rank that a heading stands for."""
    if subscript := _SUBSCRIPT.search(heading):
        return int(subscript[1])
    words = key(heading)
    return rank_of(heading) if _RANKED.search(words) or len(words.split()) == 1 else None
