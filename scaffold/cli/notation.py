"""`scaffold notation`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scaffold.cli.show import print_problems
from scaffold.cli.subject import load_subject, print_title, takes_subject
from scaffold.cli.terminal import echo, print_json, style

if TYPE_CHECKING:
    from scaffold.model import SourceKind
    from scaffold.pipeline.notation import ShownNotation

_LONGEST = 320
"""Characters of a sentence that are printed; --json has all."""


@click.command()
@takes_subject
@click.option("--json", "as_json", is_flag=True, help="Print the notation as JSON, for other programs.")
def notation(
    source: str | None,
    main: str | None,
    version: str | None,
    offline: bool,
    read_from: SourceKind,
    as_json: bool,
) -> None:
    """Show the sentences that introduce the paper's notation.

    The list has the symbols and terms of the main results and key lemmas that these do not introduce themselves, each
    with the very sentence of the paper that does. PROJECT is a folder made by scaffold init (default: the current
    folder). SOURCE is anything that scaffold init accepts.

    Only phrases such as "let X be", "we write X for" or "where X is the" count, so that what is shown is right. For
    other symbols it is unknown how the paper introduces them: they are listed at the end.
    """
    from scaffold.pipeline import notation as pipeline

    subject = load_subject(source, main, version, offline, read_from=read_from)
    found = pipeline.notation(subject)
    if as_json:
        print_json(pipeline.notation_json(found))
    else:
        print_title(subject.paper)
        _print(found)
    print_problems(subject.not_found)


def _print(found: tuple[ShownNotation, ...]) -> None:
    if not found:
        echo("  No symbol found: the paper was read from its pages, or no main result was found in its source.")
    for shown in found:
        if shown.row.sentence:
            _print_row(shown)
    unknown = dict.fromkeys(shown.name for shown in found if not shown.row.sentence)
    if unknown:
        echo(f"\n  Unknown how the paper introduces: {', '.join(unknown)}")


def _print_row(shown: ShownNotation) -> None:
    where = ", ".join(filter(None, (shown.where, _pages(shown.row.pages))))
    cut = shown.sentence if len(shown.sentence) <= _LONGEST else shown.sentence[: _LONGEST - 1] + "…"
    echo(f"\n  {style(shown.name, bold=True)}  “{cut}”" + (style(f"  {where}", dim=True) if where else ""))
    echo(f"      {style('used in', dim=True)} {', '.join(shown.used)}")


def _pages(pages: tuple[int, int] | None) -> str:
    if pages is None:
        return ""
    first, last = pages
    return f"p. {first}" if first == last else f"pp. {first}–{last}"
