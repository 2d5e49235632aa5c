"""`seminar assign`: wishes and papers to who presents what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffold.errors import BadTable
from scaffold.pipeline import loads, tabulating
from scaffold.spelling import meant

if TYPE_CHECKING:
    from scaffold.cohort.assignment import Assigned, Outcome, Rule
    from scaffold.cohort.papers import Offer
    from scaffold.cohort.wishes import Wish
    from scaffold.diagnostics import Diagnostic

SCHEMA = 1
"""Version of the output of `seminar assign --json`; every breaking change increments it."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """An assignment, the papers that were on offer, the file that lists them, and what was odd in the wishes."""

    outcome: Outcome
    offers: tuple[Offer, ...]
    listed: Path
    problems: tuple[Diagnostic, ...]

    @property
    def histogram(self) -> tuple[tuple[int | None, int], ...]:
        """How many students or teams have which rank, the best first; None: a paper that they did not wish.

        Fixed papers and those without wishes do not count.
        """
        counts = Counter(a.rank for a in self.outcome.assigned if a.paper and a.wish.ranks and not a.fixed)
        return tuple(sorted(counts.items(), key=lambda item: (item[0] is None, item[0] or 0)))


def assign(
    wishes: Path, papers: Path | None, *, rule: Rule, seed: int, fixed: Sequence[tuple[str, str]] = ()
) -> Assignment:
    """Assigns the papers of a list to the students of a table of wishes.

    papers None: papers.csv beside the wishes, otherwise the papers of the default seminar. fixed: names with the papers
    that they have in any case. Raises BadTable.
    """
    from scaffold.cohort import assignment, tables
    from scaffold.cohort.papers import read_offers
    from scaffold.cohort.roster import dropped
    from scaffold.cohort.wishes import read_wishes

    listed = loads.listed(papers, wishes.parent)
    offers = read_offers(listed)
    people, problems = read_wishes(tables.read(wishes), offers, dropped(wishes))
    if not people:
        raise BadTable(f"{wishes} names no students", "add a row for each student")
    try:
        outcome = assignment.assign(people, offers, rule=rule, seed=seed, fixed=_fixed(fixed, people, offers))
    except ValueError as e:
        raise BadTable(str(e), f"raise its capacity in {listed.name}, or fix another paper") from e
    return Assignment(outcome, offers, listed, problems)


def _fixed(pairs: Iterable[tuple[str, str]], people: Sequence[Wish], offers: Sequence[Offer]) -> dict[str, str]:
    """The fixed papers by the name of the wish; a student stands for the team. Raises BadTable."""
    from scaffold.cohort.tables import key

    by_key = {key(name): wish.name for wish in people for name in (wish.name, *wish.members)}
    ids = {offer.id for offer in offers}
    found: dict[str, str] = {}
    for name, paper in pairs:
        if key(name) not in by_key:
            names = [member for wish in people for member in wish.members]
            raise BadTable(
                f"{name!r} is not in the table of wishes{meant(name, names)}", "give the name as it is there"
            )
        if paper not in ids:
            raise BadTable(f"{paper!r} is not a paper of this seminar{meant(paper, ids)}", "give its identifier")
        found[by_key[key(name)]] = paper
    return found


def write_csv(made: Assignment, path: Path) -> None:
    """Writes a line for each student. Raises DiskError."""
    titles = {offer.id: offer.title for offer in made.offers}
    rows = (
        (member, a.paper, titles.get(a.paper or "", ""), a.rank, a.wish.name if len(a.wish.members) > 1 else "")
        for a in made.outcome.assigned
        for member in a.wish.members
    )
    tabulating.write(("student", "paper", "title", "rank", "team"), rows, path)


def assignment_json(made: Assignment) -> dict[str, Any]:
    """An assignment as plain JSON values."""
    outcome = made.outcome
    return {
        "schema": SCHEMA,
        "rule": outcome.rule,
        "seed": outcome.seed if outcome.rule == "serial" else None,
        "sum_of_squares": outcome.total,
        "ranks": [{"rank": rank, "count": count} for rank, count in made.histogram],
        "papers": [
            {"id": o.id, "title": o.title, "topic": o.topic, "venue": o.venue, "note": o.note, "capacity": o.capacity}
            for o in made.offers
        ],
        "assigned": [_assigned_json(a) for a in outcome.assigned],
        "warnings": [{"code": p.code, "where": str(p.span), "message": p.message} for p in made.problems],
    }


def _assigned_json(a: Assigned) -> Mapping[str, Any]:
    instead = a.instead
    return {
        "students": list(a.wish.members),
        "paper": a.paper,
        "rank": a.rank,
        "fixed": a.fixed,
        "place_in_draw": a.place,
        "better": instead
        and {
            "paper": instead.paper,
            "rank": a.wish.ranks[instead.paper],
            "more": instead.more,
            "changes": [{"name": c.name, "old": c.old, "new": c.new} for c in instead.changes],
        },
    }
