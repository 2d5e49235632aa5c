"""`scaffold open`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from scaffold.cli.options import project_argument
from scaffold.cli.terminal import echo

_FILES = ("report", "slides", "paper")


@click.command("open")
@click.argument("what", type=click.Choice(_FILES))
@project_argument
def open_(what: str, project: Path | None) -> None:
    """Open the report, the slides or the paper as a PDF."""
    from scaffold import pipeline
    from scaffold.errors import EngineFailed
    from scaffold.pipeline import building

    path = building.shown(project or pipeline.project_folder(Path.cwd()), what)
    if click.launch(str(path)) != 0:
        raise EngineFailed(f"no program for PDFs could be started for {path}", "open this file yourself")
    echo(f"opened {os.path.relpath(path)}", err=True)
