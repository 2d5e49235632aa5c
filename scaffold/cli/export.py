"""`scaffold export` and `scaffold import`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from scaffold.cli.options import Commands, project_argument
from scaffold.cli.show import Progress
from scaffold.cli.terminal import echo, print_file, style


@click.group(cls=Commands)
def export() -> None:
    """Write the project for Overleaf, or a course's workflow file."""


@export.command()
@project_argument
def overleaf(project: Path | None) -> None:
    """Write build/overleaf.zip, to upload to Overleaf as a new project.

    scaffold import merges what you change there.
    """
    from scaffold import pipeline
    from scaffold.pipeline import overleaf as exporting

    folder = project or pipeline.project_folder(Path.cwd())
    with Progress(quiet=True) as progress:
        done = exporting.export(folder, progress)
    for note in done.notes:
        echo(style("  note      ", fg="yellow") + note, err=True)
    echo(f"{style('✓', fg='green')} {os.path.relpath(done.file)}  {done.count} files")
    echo("  On Overleaf: New project > Upload project. The main document is report/report.tex.")
    echo("  To bring changes back: Menu > Download > Source, then: scaffold import FILE.zip")


@export.command()
@click.argument("service", metavar="github|gitlab", type=click.Choice(["github", "gitlab"]))
def workflow(service: str) -> None:
    """Print a file with which GitHub or GitLab checks projects.

    Save it as .github/workflows/scaffold.yml or .gitlab-ci.yml.
    """
    from scaffold.pipeline import overleaf as exporting

    print_file(exporting.workflow(service))


@click.command("import")
@click.argument("file", metavar="FILE.zip", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@project_argument
def import_(file: Path, project: Path | None) -> None:
    """Merge what you changed on Overleaf into the project.

    Where both sides changed the same lines, both versions stand there, and are named.
    """
    from scaffold import pipeline
    from scaffold.merging import ADVICE
    from scaffold.pipeline import overleaf as importing

    folder = project or pipeline.project_folder(Path.cwd())
    with Progress(quiet=True) as progress:
        done = importing.import_zip(folder, file, progress)
    for change in done.files:
        echo(f"  {change.path}: {change.what}")
        for line in change.conflicts:
            echo(f"{style('Conflict:', fg='red')} {change.path}:{line}: {ADVICE}", err=True)
    for name in done.ours:
        echo(
            f"not taken: {name}, which is not as in this project; scaffold writes it, so change a file of yours instead"
        )
    for name in done.left:
        echo(f"  not taken: {name}, which is not a file of yours in report/ or slides/", err=True)
    if not done.files:
        echo("There is nothing to import: the project has it all.")
        return
    number = f" with {done.conflicts} conflict{'s' * (done.conflicts != 1)} for you to settle" if done.conflicts else ""
    echo(f"Imported{number}.    next:  scaffold build    (scaffold undo takes the import back)")
