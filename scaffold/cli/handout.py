"""`scaffold handout`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffold.cli.options import project_argument
from scaffold.cli.show import Progress, fail
from scaffold.cli.terminal import echo, style

if TYPE_CHECKING:
    from scaffold.pipeline.handouts import Handout


@click.command()
@project_argument
@click.option("--notes", is_flag=True, help="Only slides with notes beside them, and the file for pdfpc.")
@click.option("--cards", is_flag=True, help="Only cue cards on A6.")
@click.option("--slides", is_flag=True, help="Only three slides a page, with lines to write on.")
@click.option("--listeners", is_flag=True, help="Only one page on the paper, for those who listen.")
def handout(project: Path | None, **only: bool) -> int:
    """Make what goes into the room: notes, cue cards, handouts."""
    from scaffold import pipeline
    from scaffold.pipeline import handouts

    folder = project or pipeline.project_folder(Path.cwd())
    kinds = [kind for kind in handouts.EVERY if only[kind]] or handouts.EVERY
    with Progress() as progress:
        made = handouts.handouts(folder, kinds, progress)
    for one in made:
        _show(one)
    return next((one.error.exit_code for one in made if one.error is not None), 0)


def _show(one: Handout) -> None:
    if one.error is not None:
        fail(one.error)
    if one.path is None:
        echo(f"{style('✗', fg='red')} {one.name} was not made", err=True)
        return
    pages = f"  {one.pages} page{'s' * (one.pages != 1)}" if one.pages else ""
    mark = style("!", fg="yellow") if one.note else style("✓", fg="green")
    echo(f"{mark} {os.path.relpath(one.path)}{pages}{f'  ({one.note})' if one.note else ''}")
