"""`scaffold submit`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffold.cli.options import project_argument
from scaffold.cli.show import Progress
from scaffold.cli.terminal import echo, style

if TYPE_CHECKING:
    from scaffold.pipeline.submitting import Submitted

REFUSED = 43
"""Exit code: something speaks against handing in the project as it is."""


@click.command()
@project_argument
@click.option("--stage", type=click.Choice(["draft", "final"]), help="What to hand in (default: what is due next).")
@click.option("--anyway", is_flag=True, help="Write it in spite of the reasons against it, which are recorded.")
@click.option("-q", "--quiet", is_flag=True, help="Print only reasons against it, and where it is.")
def submit(project: Path | None, *, stage: str | None, anyway: bool, quiet: bool) -> int:
    """Put what you hand in into submission/, after a last check.

    That is: the files that the seminar asks for, a zip of the sources, and a list of hashes and results of checks. Exit
    code 43: a check failed or a file is missing, and nothing was written.
    """
    from scaffold import pipeline
    from scaffold.pipeline import submitting

    folder = project or pipeline.project_folder(Path.cwd())
    with Progress(quiet) as progress:
        done = submitting.submit(folder, stage=stage, anyway=anyway, progress=progress)
    for reason in done.reasons:
        echo(f"{style('✗', fg='red')} {reason}", err=True)
    if not done.written:
        shows = f"scaffold check{' --final' * (done.stage == 'final')}"
        echo(f"Nothing was written. {shows} shows more; scaffold submit --anyway writes it all the same.")
        return REFUSED
    if not quiet:
        _show(done)
    as_draft = " as a draft" * (done.stage == "draft")
    echo(f"{os.path.relpath(done.folder)}/ is ready{as_draft}. {'. '.join(done.due)}{'.' * bool(done.due)}".rstrip())
    return 0


def _show(done: Submitted) -> None:
    for name in done.files:
        echo(f"{style('✓', fg='green')} {os.path.relpath(done.folder / name)}")
    for line in done.unfinished:
        echo(f"{style('○', fg='yellow')} unfinished: {line}")
    if done.unfinished:
        echo("  scaffold check --final says what to do about each")
    for line in done.unknown:
        echo(f"{style('?', fg='yellow')} not checked: {line}")
    for name in done.others:
        echo(f"  {name} lies there too, and does not belong to it")
