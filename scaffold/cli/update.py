"""`scaffold update` and `scaffold undo`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffold.cli.changes import print_changes
from scaffold.cli.options import project_argument
from scaffold.cli.show import Progress, print_problems
from scaffold.cli.terminal import echo, style

if TYPE_CHECKING:
    from scaffold.pipeline.merging_files import FileChange
    from scaffold.pipeline.updating import Updated


def _number(_: click.Context, __: click.Parameter, value: str | None) -> int | None:
    """The number of a version; raises BadParameter for another form than v2."""
    if value is None:
        return None
    if not re.fullmatch(r"v?[1-9]\d{0,3}", value):
        raise click.BadParameter(f"{value!r} is not a version: write it as v2")
    return int(value.removeprefix("v"))


@click.command()
@project_argument
@click.option("--version", "version", metavar="vN", callback=_number, help="Change to this version of the paper.")
@click.option("--dry-run", is_flag=True, help="Only print what would change, file by file and slide by slide.")
@click.option(
    "--tex/--no-tex",
    default=None,
    help="Run LaTeX, or not: without it, nothing is verified, and slides show plain text "
    "(default: as when the project was made).",
)
@click.option("-q", "--quiet", is_flag=True, help="Print only conflicts, notes and warnings.")
def update(project: Path | None, *, version: int | None, dry_run: bool, tex: bool | None, quiet: bool) -> None:
    """Bring the project up to date; what you wrote is kept.

    It follows scaffold.toml, the paper and the installed scaffold.
    """
    from scaffold import pipeline
    from scaffold.pipeline import settings, updating

    folder = project or pipeline.project_folder(Path.cwd())
    with Progress(quiet) as progress:
        done = updating.update(folder, version=version, tex=tex, dry_run=dry_run, progress=progress)
    if dry_run and done.files and not quiet:
        echo("A dry run. scaffold update would do this:")
    print_update(done, quiet=quiet, dry_run=dry_run)
    if not dry_run:
        print_problems(settings.problems(folder, updated=True))
    if not quiet:
        _next(done, dry_run=dry_run)


def print_update(done: Updated, *, quiet: bool = False, dry_run: bool = False) -> None:
    """Prints what an update changed or (dry_run) would change, conflicts and notes; quiet: no changes."""
    if not quiet:
        _show(done, every=dry_run)
    _conflicts(done, dry_run=dry_run)
    for note in done.notes:
        echo(style("  note      ", fg="yellow") + note, err=True)


def _show(done: Updated, *, every: bool) -> None:
    """Prints the changes of the paper and of the files; every: also each generated file."""
    if done.old != done.new or not done.paper.none:
        echo(f"{done.old} → {done.new}:")
        print_changes(done.paper)
    for change in done.files if every else _folded(done.files):
        echo(f"  {change.path}: {change.what}")
        for line in change.details if every else _counted(change.details):
            echo(f"      {line}")


def _counted(details: Sequence[str]) -> Iterator[str]:
    """The slides that the student has to look at, and how many others there are."""
    kinds: dict[str, int] = {}
    for line in details:
        if line.startswith("kept"):
            yield line
        else:
            kind = line.partition(":")[0]
            kinds[kind] = kinds.get(kind, 0) + 1
    if kinds:
        counts = (f"{n} {kind}" if kind in _COUNTED else kind for kind, n in kinds.items())
        yield f"slides: {', '.join(counts)}"


_COUNTED = ("replaced", "added", "removed", "merged", "new notes")
"""What is said of one slide at a time."""


def _folded(files: Sequence[FileChange]) -> Iterator[FileChange]:
    """The files; generated ones and those of the paper as one line for each folder."""
    from dataclasses import replace

    for folder, found in groupby(files, key=lambda change: _folder(change.path)):
        group = list(found)
        if folder is None or len(group) == 1:
            yield from group
            continue
        counts = {what: sum(c.what == what for c in group) for what in dict.fromkeys(c.what for c in group)}
        yield replace(group[0], path=f"{folder}/", what=", ".join(f"{n} {what}" for what, n in counts.items()))


def _folder(path: str) -> str | None:
    """The folder of files that nobody edits; None for other files."""
    before, generated, _ = path.partition("/generated/")
    if generated:
        return f"{before}/generated"
    return "paper" if path.startswith("paper/") else None


_WOULD = "you and scaffold changed the same lines: both versions would stand here, for you to choose"


def _conflicts(done: Updated, *, dry_run: bool) -> None:
    from scaffold.merging import ADVICE

    for change in done.files:
        for line in change.conflicts:
            echo(f"{style('Conflict:', fg='red')} {change.path}:{line}: {_WOULD if dry_run else ADVICE}", err=True)


def _next(done: Updated, *, dry_run: bool) -> None:
    if not done.files:
        echo("Everything is up to date.")
    elif dry_run:
        echo("Nothing was changed: this was a dry run.")
    else:
        number = f"{done.conflicts} conflict{'s' * (done.conflicts != 1)}"
        what = f" with {number} for you to settle" if done.conflicts else ""
        echo(f"Updated{what}.    next:  scaffold build    (scaffold undo takes the update back)")


@click.command()
@project_argument
def undo(project: Path | None) -> None:
    """Take the last step back, such as an update or an addition.

    That is an update, an addition, an import or a submission.
    """
    from scaffold import pipeline
    from scaffold.pipeline import updating

    folder = project or pipeline.project_folder(Path.cwd())
    with Progress(quiet=True) as progress:
        done = updating.undo(folder, progress)
    if done is None:
        echo("There is no step to take back.")
        return
    step = _step(done.what, done.day)
    if done.files:
        echo(f"Restored {len(done.files)} file{'s' * (len(done.files) != 1)} as before {step}.")
    else:
        echo(f"Took back {step}: it had changed no file, only what scaffold remembers of the project.")
    for change in _folded(done.files):
        echo(f"  {change.path}: {change.what}")
    for path in done.copies:
        echo(f"  you had edited it since: your version is in {os.path.relpath(folder / path)}")
    if done.before is not None:
        echo(f"The next scaffold undo takes back {_step(*done.before)}.")


def _step(what: str, day: str) -> str:
    from datetime import date

    from scaffold import clock

    return f"the {what} of {clock.long_date(date.fromisoformat(day))}"
