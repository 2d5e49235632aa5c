"""`scaffold build`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffold.cli.options import json_option, project_argument
from scaffold.cli.show import Progress, fail, print_problems
from scaffold.cli.terminal import echo, print_json, style

if TYPE_CHECKING:
    from scaffold.pipeline import Output

_SHOWN_WARNINGS = 4


@click.command()
@project_argument
@click.option("--report", "only", flag_value="report", help="Build only the report.")
@click.option("--slides", "only", flag_value="slides", help="Build only the slides.")
@click.option("--open", "show", is_flag=True, help="Open the PDFs after the build.")
@click.option("--force", is_flag=True, help="Build again also what has not changed.")
@click.option("-q", "--quiet", is_flag=True, help="Print only errors.")
@json_option()
def build(project: Path | None, *, only: str | None, show: bool, force: bool, quiet: bool, as_json: bool) -> int:
    """Build the report and the slides as PDFs in build/."""
    from scaffold import pipeline
    from scaffold.pipeline import building, outputs

    folder = project or pipeline.project_folder(Path.cwd())
    report, slides = only != "slides", only != "report"
    with Progress(quiet, lines=not as_json) as progress:
        made = pipeline.build(folder, report=report, slides=slides, fresh=force, progress=progress)
    problems = [problem for problem in outputs.problems(folder) if slides or problem.subject != "slides"]
    if as_json:
        print_json(building.build_json(folder, made, problems))
    else:
        for output in made:
            _show(output, folder, quiet)
        if not quiet:
            print_problems(problems)
    if show:
        for output in made:
            if output.pdf:
                click.launch(str(output.pdf))
    return _code(made)


def _show(output: Output, folder: Path, quiet: bool) -> None:
    """Prints one line for a PDF, with the engine's messages below it."""
    from scaffold.pipeline.building import as_lines, for_student

    if output.error is not None:
        fail(output.error)
        return
    errors = as_lines(output.errors)
    if output.pdf and not (quiet and not errors):
        mark = style("✓", fg="green") if not errors else style("!", fg="yellow")
        note = f"  ({output.note})" if output.note else ""
        echo(f"{mark} {os.path.relpath(output.pdf)}  {output.pages} pages{note}")
        if output.lengths:
            echo(f"  {'; '.join(output.lengths)}")
    elif not output.pdf:
        echo(f"{style('✗', fg='red')} {output.name} was not built", err=True)
    for message in errors:
        echo(f"  {message}", err=True)
    if errors and output.log:
        echo(f"  all that LaTeX wrote: {os.path.relpath(output.log)}", err=True)
    if not quiet:
        _warnings(as_lines(for_student(output.warnings)))


def _warnings(warnings: Sequence[str]) -> None:
    for message in warnings[:_SHOWN_WARNINGS]:
        echo(f"  {message}", err=True)
    if len(warnings) > _SHOWN_WARNINGS:
        more = len(warnings) - _SHOWN_WARNINGS
        echo(f"  … and {more} more warning{'s' * (more != 1)}: scaffold doctor log", err=True)


def _code(outputs: list[Output]) -> int:
    """0 if every PDF was built without an error, otherwise the exit code of the first error."""
    from scaffold.errors import EngineFailed

    for output in outputs:
        if output.error is not None:
            return output.error.exit_code
        if not output.ok:
            return EngineFailed.exit_code
    return 0
