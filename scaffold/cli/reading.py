"""`scaffold reading`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scaffold.cli.options import json_option
from scaffold.cli.show import print_problems
from scaffold.cli.subject import MAIN, Asked, load_subject, print_title, takes_subject
from scaffold.cli.terminal import echo, print_json, style

if TYPE_CHECKING:
    from scaffold.pipeline.planning import Subject
    from scaffold.pipeline.reading_list import Reading
    from scaffold.plans import ToRead

_MARKS = {"checked": "✓", "read": "✓", "skimmed": "~", "not read": "·"}


@click.command()
@takes_subject
@click.option(
    "--done",
    multiple=True,
    metavar="NAME",
    help="Enter that you checked this proof, or read this definition.",
)
@click.option("--skimmed", multiple=True, metavar="NAME", help="Enter that you skimmed this proof.")
@json_option("the list")
def reading(
    asked: Asked,
    done: tuple[str, ...],
    skimmed: tuple[str, ...],
    as_json: bool,
) -> None:
    """Show what to read, in which order, and how long it takes.

    The list has all that the main results rest on; what a proof needs comes before it. PROJECT is a folder made by
    scaffold init (default: the current folder). SOURCE is anything that scaffold init accepts.

    The time is 20 minutes for a page of statements, 60 for a page of proofs, and 10 for each place marked "look here",
    where the paper leaves something to its reader.
    """
    from scaffold.pipeline import reading_list

    subject = load_subject(asked)
    if done or skimmed:
        subject = _entered(subject, done, skimmed, asked)
    found = reading_list.reading(subject)
    if as_json:
        print_json(reading_list.reading_json(found))
    else:
        print_title(subject.paper)
        _print(found)
    print_problems(subject.not_found)


def _entered(subject: Subject, done: tuple[str, ...], skimmed: tuple[str, ...], asked: Asked) -> Subject:
    """The project after the entries in its ledger."""
    from scaffold.pipeline import reading_list

    if subject.folder is None:
        raise click.UsageError(f"--done and --skimmed need a project: {asked.source} is none.")
    for names, level in ((done, "checked"), (skimmed, "skimmed")):
        reading_list.enter(subject, names, level)
    return load_subject(Asked(source=asked.source, offline=True))


def _print(found: Reading) -> None:
    if not found.lines:
        echo('  No main result found. Name it in scaffold.toml, under [report], main = ["Theorem 3"]')
        return
    titles = {line.id: line.title for line in found.lines}
    echo()
    for n, line in enumerate(found.lines, start=1):
        _print_line(n, line, found, titles)
    left = f", {_hours(found.left)} left" if found.left < found.minutes else ""
    tick = f'scaffold reading --done "{titles[_next(found)]}"'
    echo(f"\n  {_hours(found.minutes)} in all{left}. Tick off what you read: {tick}")


def _next(found: Reading) -> str:
    """The first line that is not ticked off."""
    return next((line.id for line in found.lines if line.id not in found.levels), found.lines[-1].id)


def _print_line(n: int, line: ToRead, found: Reading, titles: dict[str, str]) -> None:
    mark = _MARKS.get(found.levels.get(line.id, ""), " ")
    star = f" {MAIN}" if line.main else ""
    facts = (f"p. {line.page}" if line.page else "", _hours(line.minutes), _length(line))
    echo(f"  {mark} {n:>2}  {style(line.title, bold=True)}{star}  {style('  '.join(filter(None, facts)), dim=True)}")
    before = ", ".join(titles[id] for id in line.first if id in titles)
    looks = ", ".join(f"“{words}” (step {step})" for step, words in line.looks)
    for lead, text in (("after", before), ("look here:", looks)):
        if text:
            echo(f"         {style(lead, dim=True)} {text}")


def _length(line: ToRead) -> str:
    return f"proof {max(0.1, line.proof_pages):.1f} p." if line.proof_pages else "no proof"


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02} min" if hours else f"{rest} min"
