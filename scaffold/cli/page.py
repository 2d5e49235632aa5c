"""`scaffold seminar page`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffold.cli.options import FILE, json_option, seminar_option
from scaffold.cli.show import Progress
from scaffold.cli.terminal import echo, print_json, style, typed

if TYPE_CHECKING:
    from scaffold.pipeline.pages import Names, Written

_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.option("--into", type=_FOLDER, help="Folder of the page (default: page, or page-private).")
@click.option("--private", is_flag=True, help="The instructors' page: names, e-mail, lateness, marks.")
@click.option(
    "--names",
    type=click.Choice(["none", "initials", "full"]),
    default="none",
    show_default=True,
    help="How the public page shows students.",
)
@click.option("--papers", type=FILE, help="CSV file of the papers (default: papers.csv, if it is here).")
@click.option("--table", type=FILE, help="Who has which paper (default: assignment.csv, if it is here).")
@click.option("--facts", type=FILE, help="What collect measured (default: handins.csv, if it is here).")
@click.option("--programme", type=FILE, help="When the talks are (default: programme.csv, if it is here).")
@click.option("--sheet", type=FILE, help="The grading sheet, for --private (default: sheet.csv, if it is here).")
@click.option("--projects", type=_FOLDER, default=Path("projects"), show_default=True, help="Folder of the projects.")
@click.option("--handins", type=_FOLDER, default=Path("handins"), show_default=True, help="Folder of the hand-ins.")
@seminar_option
@json_option()
def page(
    into: Path | None,
    *,
    private: bool,
    names: Names,
    papers: Path | None,
    table: Path | None,
    facts: Path | None,
    programme: Path | None,
    sheet: Path | None,
    projects: Path,
    handins: Path,
    seminar: str,
    as_json: bool,
) -> None:
    """Write the page of the seminar: one HTML file.

    It needs no server and loads nothing: papers by topic, dates, programme. It shows no names, unless --names says so;
    with --private it is a page for the instructors alone, in a folder of its own.
    """
    from scaffold.pipeline import pages

    given = pages.Inputs(
        papers=papers,
        table=_here(table, "assignment.csv"),
        facts=_here(facts, "handins.csv"),
        programme=_here(programme, "programme.csv"),
        sheet=_here(sheet, "sheet.csv"),
        projects=projects,
        handins=handins,
    )
    folder = into or Path("page-private" if private else "page")
    with Progress(lines=False) as progress:
        made = pages.write(given, folder, rules=seminar, private=private, names=names, progress=progress)
    if as_json:
        print_json(pages.page_json(made))
    else:
        _print(made, names)


def _print(made: Written, names: Names) -> None:
    """Says where the page is, and what it leaves out."""
    for sentence in made.left_out:
        echo(f"{style('Warning:', fg='yellow', bold=True)} {sentence}", err=True)
    whose = "for instructors only: do not publish it" if made.site.private else f"names of students: {names}"
    echo(f"Written to {typed(str(made.path))}    {whose}")


def _here(given: Path | None, usual: str) -> Path | None:
    """The given file, otherwise the usual one if it is in this folder."""
    return given or (Path(usual) if Path(usual).is_file() else None)
