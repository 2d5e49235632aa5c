"""`scaffold seminar assign`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffold.cli.options import json_option
from scaffold.cli.show import print_problems
from scaffold.cli.terminal import echo, print_json, style, typed

if TYPE_CHECKING:
    from scaffold.cohort.assignment import Assigned, Instead, Rule
    from scaffold.pipeline.assigning import Assignment

_FILE = click.Path(path_type=Path, dir_okay=False)
_ENDS = {1: "st", 2: "nd", 3: "rd"}


def _pair(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """NAME=ID as pairs."""
    pairs = []
    for value in values:
        name, sign, paper = (part.strip() for part in value.rpartition("="))
        if not (sign and name and paper):
            raise click.BadParameter(f"{value!r} is not of the form NAME=ID", context, parameter)
        pairs.append((name, paper))
    return tuple(pairs)


@click.command()
@click.argument("wishes", type=_FILE, metavar="WISHES.csv")
@click.option("--papers", type=_FILE, help="CSV file of the papers (default: papers.csv beside the wishes).")
@click.option(
    "--rule",
    type=click.Choice(["squares", "serial"]),
    default="squares",
    show_default=True,
    help="squares: the sum of squared ranks is least. serial: everybody in turn, in an order that is drawn.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="For the draw: the same number, the same order.")
@click.option("--fix", "fixed", multiple=True, callback=_pair, metavar="NAME=ID", help="A paper that is settled.")
@click.option("-o", "--output", type=_FILE, help="Also write the assignment to this CSV file.")
@json_option()
def assign(
    wishes: Path,
    papers: Path | None,
    rule: Rule,
    seed: int,
    fixed: tuple[tuple[str, str], ...],
    output: Path | None,
    as_json: bool,
) -> None:
    """Assign papers to students by their wishes.

    WISHES.csv has a row for each student, and columns first, second, third, or a column of ranks for each paper, as
    Moodle, Google Forms and LimeSurvey export them. It says what was not understood, with the line.
    """
    from scaffold.pipeline import assigning

    made = assigning.assign(wishes, papers, rule=rule, seed=seed, fixed=fixed)
    if output is not None:
        assigning.write_csv(made, output)
    if as_json:
        print_json(assigning.assignment_json(made))
        return
    print_problems(p for p in made.problems if p.severity != "info")
    for line in _lines(made):
        echo(line)
    if output is not None:
        echo(f"\nWritten to {typed(str(output))}")


def _lines(made: Assignment) -> Iterator[str]:
    """The assignment, how many have which wish, the rule, and what a better wish would cost others."""
    outcome = made.outcome
    titles = {offer.id: offer.title for offer in made.offers}
    who = "students or teams" if any(len(a.wish.members) > 1 for a in outcome.assigned) else "students"
    yield style(f"{len(outcome.assigned)} {who}, {len(made.offers)} papers of {made.listed.name}", bold=True)
    width = max(len(a.wish.name) for a in outcome.assigned)
    for a in outcome.assigned:
        paper = f"{a.paper or '':<11} {titles.get(a.paper or '', '')}"
        yield f"  {a.wish.name:<{width}}  {_granted(a):<12}  {paper}".rstrip()
    counts = (f"{_ordinal(rank) if rank else 'not wished'} {count}" for rank, count in made.histogram)
    yield f"\nRanks: {' · '.join(counts)}"
    if outcome.rule == "serial":
        yield f"Rule: one after the other, in the order drawn with --seed {outcome.seed}"
        return
    yield f"Rule: the sum of squared ranks is least ({outcome.total})"
    better = [(a, a.instead) for a in outcome.assigned if a.instead]
    if better:
        yield style("\nWhat a better wish would cost others", bold=True)
    for a, instead in better:
        yield f"  {_cost(made, a, instead)}"


def _granted(a: Assigned) -> str:
    if a.paper is None:
        return "no paper left"
    drawn = f" (draw {a.place})" if a.place is not None else ""
    if a.fixed:
        return "fixed"
    return f"{_ordinal(a.rank) if a.rank else 'not wished' if a.wish.ranks else 'no wishes'}{drawn}"


def _cost(made: Assignment, a: Assigned, instead: Instead) -> str:
    """What would have to change for a better wish."""
    ranks = {other.wish.name: other.wish.ranks for other in made.outcome.assigned}

    def shown(name: str, paper: str | None) -> str:
        if paper is None:
            return "no paper"
        rank = ranks[name].get(paper)
        return f"{paper} ({_ordinal(rank) if rank else 'not wished'})"

    moves = [f"{c.name} takes {shown(c.name, c.new)} instead of {shown(c.name, c.old)}" for c in instead.changes]
    sum_ = (
        "at the same sum" if instead.more == 0 else "" if instead.more is None else f"the sum grows by {instead.more}"
    )
    told = ", ".join(filter(None, (*moves, sum_)))
    return f"{a.wish.name} has {shown(a.wish.name, instead.paper)} if {told}"


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else _ENDS.get(number % 10, "th")
    return f"{number}{ending}"
