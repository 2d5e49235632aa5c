"""`scaffold add`."""

from __future__ import annotations

from pathlib import Path

import click

from scaffold.cli.options import project_argument
from scaffold.cli.show import Progress
from scaffold.cli.terminal import echo
from scaffold.cli.update import print_update


@click.command(
    epilog="STATEMENT is a name as the paper prints it, such as “Lemma C.2”. A slide goes after the talk, to the "
    "backup slides: move it where you want it, and write its time into its notes."
)
@click.argument("statement")
@project_argument
@click.option("--to", required=True, metavar="PART", help="A part of the report (summary, proofs, …), or slides.")
def add(statement: str, project: Path | None, *, to: str) -> None:
    """Put a statement into a part of the report, or on a slide.

    It is added once only, and scaffold undo takes it back. For a slide, the project is brought up to date as well.
    """
    from scaffold import pipeline
    from scaffold.pipeline import adding

    folder = project or pipeline.project_folder(Path.cwd())
    with Progress() as progress:
        done = adding.add(folder, statement, to, progress)
    if done.updated is not None:
        print_update(done.updated)
    place = f"{done.where}:{done.line}" if done.line else done.where
    verb = "is now in" if done.line else "is now on"
    echo(f"{done.title} {verb if done.new else verb.replace('now', 'already')} {place}.")
