"""`scaffold seminar sheet`, `scaffold seminar note` and `scaffold seminar results`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffold.cli.options import FILE, json_option, seminar_option
from scaffold.cli.programme import TABLE, here, programme_here, programme_option
from scaffold.cli.show import Progress
from scaffold.cli.terminal import echo, print_json, style, typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scaffold.cohort.marks import Result

_FACTS = Path("handins.csv")

table_option = click.option("--table", type=FILE, default=TABLE, show_default=True, help="Who has which paper.")
facts_option = click.option("--facts", type=FILE, help="What collect wrote (default: handins.csv, if it is here).")


def facts_here(given: Path | None) -> Path | None:
    """The table of measured facts; None if there is none."""
    return here(given, _FACTS)


@click.command()
@click.argument("table", required=False, type=FILE, default=TABLE, metavar="[ASSIGNMENT.csv]")
@seminar_option
@facts_option
@programme_option
@click.option("-o", "--output", type=FILE, default=Path("sheet.csv"), show_default=True, help="The grading sheet.")
@click.option("--pdf", type=FILE, help="Also print it to this PDF, with a page for each student.")
@json_option()
def sheet(
    table: Path,
    *,
    seminar: str,
    facts: Path | None,
    programme: Path | None,
    output: Path,
    pdf: Path | None,
    as_json: bool,
) -> None:
    """Make the grading sheet, or bring it up to date.

    It has the criteria of the profile, and what was measured and noted. What you have entered stays: only facts are
    filled in again.
    """
    from scaffold.pipeline import marking

    sources = marking.Sources(table=table, facts=facts_here(facts), programme=programme_here(programme))
    found = marking.sheet(sources, output, rules=seminar)
    if pdf is not None:
        with Progress(lines=False) as progress:
            progress("sheet", pdf.name, None, None)
            marking.pdf(found, sources, output, pdf, rules=seminar)
    if as_json:
        print_json(marking.sheet_json(found))
        return
    count = len(found.rows)
    echo(f"{count} student{'s' * (count != 1)}, {len(found.headings)} columns")
    for problem in found.problems:
        echo(f"{style('Warning:', fg='yellow')} {problem}", err=True)
    echo(f"Written to {', '.join(typed(str(path)) for path in (output, pdf) if path)}")


@click.command()
@click.argument("name", metavar="NAME")
@click.argument("text", metavar="TEXT")
@table_option
@json_option()
def note(name: str, text: str, *, table: Path, as_json: bool) -> None:
    """Note a good question of a student, for the bonus.

    It is added to notes.csv with the date of today. A part of the name is enough if nobody else has it.
    """
    from scaffold.pipeline import marking

    found = marking.note(name, text, table)
    if as_json:
        print_json(marking.note_json(found))
        return
    echo(f"{style(found.name, bold=True)}  {found.count} question{'s' * (found.count != 1)}")


@click.command()
@click.argument("path", required=False, type=FILE, default=Path("sheet.csv"), metavar="[SHEET.csv]")
@seminar_option
@click.option("-o", "--output", type=FILE, help="Also write the results to this CSV file.")
@json_option()
def results(path: Path, *, seminar: str, output: Path | None, as_json: bool) -> None:
    """Compute what follows from the points of a sheet.

    Weights, bonus and conditions are those of the profile. What is not entered is unknown.
    """
    from scaffold.pipeline import marking

    found, problems = marking.results(path, seminar), marking.uncounted(path, seminar)
    if output is not None:
        marking.write_results(found, seminar, output)
    if as_json:
        print_json(marking.results_json(found, seminar, problems))
        return
    for line in _results(found):
        echo(line)
    for problem in problems:
        echo(f"{style('Warning:', fg='yellow')} {problem}", err=True)
    if output is not None:
        echo(f"\nWritten to {typed(str(output))}")


def _results(found: Sequence[Result]) -> Iterator[str]:
    wide = max((len(r.name) for r in found), default=0)
    colours = {"yes": "green", "no": "red", "unknown": "yellow"}
    words = {"yes": "passed", "no": "not passed", "unknown": "unknown"}
    for r in found:
        shares = " ".join(_percent(share) for share in r.parts)
        sum_ = f"{_percent(r.total)} with bonus {_percent(r.with_bonus)}"
        yield f"  {r.name:<{wide}}  {shares}  total {sum_}  {style(words[r.passed], fg=colours[r.passed])}"
        for why in r.why:
            yield f"  {'':<{wide}}    {why}"


def _percent(value: float | None) -> str:
    return f"{'?' if value is None else f'{value:.1f}':>5} %"
