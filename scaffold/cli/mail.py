"""`scaffold seminar mail`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffold.cli.options import FILE, json_option, seminar_option
from scaffold.cli.programme import programme_here, programme_option
from scaffold.cli.sheet import facts_here, facts_option, table_option
from scaffold.cli.terminal import echo, print_json, style, typed

if TYPE_CHECKING:
    from scaffold.pipeline.mailing import Mail


@click.command()
@click.argument("step", type=click.Choice(["assignment", "reminder", "missing"]))
@table_option
@seminar_option
@facts_option
@programme_option
@click.option(
    "--into", type=click.Path(path_type=Path, file_okay=False), default=Path("mail"), show_default=True, help="Folder."
)
@click.option("--template", type=FILE, help="A template of your own.")
@click.option("--again", is_flag=True, help="Also write files again that were changed.")
@json_option()
def mail(
    step: str,
    *,
    table: Path,
    seminar: str,
    facts: Path | None,
    programme: Path | None,
    into: Path,
    template: Path | None,
    again: bool,
    as_json: bool,
) -> None:
    """Write a text for each student; nothing is sent.

    assignment: who has which paper, and the dates. reminder: what is due next. missing: to those who have handed in
    nothing, by what collect wrote.
    """
    from scaffold.pipeline import mailing

    order = mailing.Order(
        step=step,
        table=table,
        rules=seminar,
        into=into,
        facts=facts_here(facts),
        programme=programme_here(programme),
        template=template,
        again=again,
    )
    found = mailing.mails(order)
    if as_json:
        print_json(mailing.mails_json(found))
        return
    for line in _lines(found, table):
        echo(line)


def _lines(found: Sequence[Mail], table: Path) -> Iterator[str]:
    for one in found:
        colour = "yellow" if one.state == "kept" else None
        shown = typed(one.path) if one.path else ""
        yield f"  {style(f'{one.state:<9}', fg=colour)}  {one.name}  {shown}".rstrip()
    if missing := sum(not one.to for one in found):
        yield f"{missing} without an address: a column email in {typed(str(table))} gives it"
    if any(one.state == "kept" for one in found):
        yield "kept: the file differs; --again writes it again"
    if not found:
        yield "Nobody: everybody has handed in something"
