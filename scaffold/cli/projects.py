"""`scaffold seminar init` and `scaffold seminar update`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffold.cli.options import FILE, json_option, seminar_option
from scaffold.cli.papers import PARTLY
from scaffold.cli.programme import programme_here, programme_option
from scaffold.cli.show import Progress
from scaffold.cli.terminal import echo, print_json, style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scaffold.pipeline.projects import Result

_FOLDER = click.Path(path_type=Path, file_okay=False)
into_option = click.option(
    "--into", type=_FOLDER, default=Path("projects"), show_default=True, help="Folder of the projects."
)


@click.command()
@click.argument("table", required=False, type=FILE, default=Path("assignment.csv"), metavar="[ASSIGNMENT.csv]")
@into_option
@seminar_option
@programme_option
@click.option(
    "--slides", type=click.Choice(["pptx", "beamer", "both"]), default="both", show_default=True, help="Which slides."
)
@click.option("--offline", is_flag=True, help="Use only the cache, not the network.")
@click.option("--no-tex", is_flag=True, help="Do not run LaTeX: faster, but nothing is verified.")
@json_option()
def init(
    table: Path,
    into: Path,
    *,
    seminar: str,
    programme: Path | None,
    slides: str,
    offline: bool,
    no_tex: bool,
    as_json: bool,
) -> int:
    """Make a project for each student of an assignment.

    Projects that exist stay as they are, so that the same command goes on where it was interrupted. Exit code 42: some
    projects could not be made, the others are there.
    """
    from scaffold import pipeline
    from scaffold.pipeline import projects

    options = pipeline.Options(source="", seminar=seminar, slides=slides, offline=offline, tex=not no_tex)
    with Progress(lines=False) as progress:
        results = projects.init(table, into, options, progress, programme=programme_here(programme))
    return _printed(results, as_json=as_json)


@click.command()
@into_option
@json_option()
def update(into: Path, as_json: bool) -> int:
    """Bring the projects of all students up to date.

    What is written in them is kept, as with `scaffold update`. Exit code 42: some could not be updated.
    """
    from scaffold.pipeline import projects

    with Progress(lines=False) as progress:
        results = projects.update(into, progress)
    return _printed(results, as_json=as_json)


def _printed(results: Sequence[Result], *, as_json: bool) -> int:
    """Prints a line for each project and a count; returns the exit code."""
    from scaffold.pipeline import projects

    failed = [r for r in results if r.state == "failed"]
    if as_json:
        print_json(projects.results_json(results))
        return PARTLY if failed else 0
    wide = max(len(r.name) for r in results)
    for r in results:
        colour = "red" if r in failed else "green" if r.state in ("made", "updated") else None
        shown = f"{style(f'{r.state:<9}', fg=colour)}  {r.detail}".rstrip()
        echo(f"  {r.name:<{wide}}  {r.paper:<12}  {shown}")
        if r.hint:
            echo(f"  {'':<{wide}}  Hint: {r.hint}")
    states = dict.fromkeys(r.state for r in results)
    echo(", ".join(f"{sum(r.state == state for r in results)} {state}" for state in states))
    return PARTLY if failed else 0
