"""`scaffold notation`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scaffold.cli.options import json_option
from scaffold.cli.show import print_problems
from scaffold.cli.subject import Asked, cut, load_subject, pages_of, print_title, takes_subject
from scaffold.cli.terminal import echo, print_json, style

if TYPE_CHECKING:
    from scaffold.pipeline.notation import ShownNotation

_LONGEST = 320
"""Characters of a sentence that are printed."""

_NONE = {
    "main results": "No main result was found in this paper, and only their notation is looked for.",
    "sentences": "No sentence on the pages of this paper surely introduces a symbol of its main results.",
    "symbols": "The main results of this paper use no symbols or terms of its own.",
}
"""Why there is no notation, by what is missing."""


@click.command()
@takes_subject
@json_option("the notation")
def notation(
    asked: Asked,
    as_json: bool,
) -> None:
    """Show the sentences that introduce the paper's notation.

    The list has the symbols and terms of the main results and key lemmas, each with the very sentence of the paper that
    introduces it. PROJECT is a folder made by scaffold init (default: the current folder). SOURCE is anything that
    scaffold init accepts.

    A phrase such as "let X be", "we write X for" or "where X is the" counts first, then a noun such as "the step size
    X". What a result introduces itself, and symbols for which it is unknown how the paper does, are listed at the end.
    """
    from scaffold.pipeline import notation as pipeline

    subject = load_subject(asked)
    found = pipeline.notation(subject)
    if as_json:
        print_json(pipeline.notation_json(found))
    else:
        print_title(subject.paper)
        _print(found)
        if not found:
            echo(f"  {_NONE[pipeline.missing(subject)]}")
    print_problems(subject.not_found)


def _print(found: tuple[ShownNotation, ...]) -> None:
    sentences: dict[tuple[str, str], list[ShownNotation]] = {}
    for shown in found:
        if shown.row.sentence and not shown.own:
            sentences.setdefault((shown.sentence, shown.where), []).append(shown)
    for rows in sentences.values():
        _print_rows(rows)
    own: dict[str, dict[str, None]] = {}
    for shown in found:
        if shown.own:
            own.setdefault(shown.where, {}).setdefault(shown.name)
    for number, (where, names) in enumerate(own.items()):
        echo(("\n" if not number else "") + f"  {style(where, bold=True)} introduces itself: {', '.join(names)}")
    unknown = dict.fromkeys(shown.name for shown in found if not shown.row.sentence)
    if unknown:
        echo(f"\n  Unknown how the paper introduces: {', '.join(unknown)}")


def _print_rows(rows: list[ShownNotation]) -> None:
    """Prints all that one sentence introduces."""
    first = rows[0]
    where = ", ".join(filter(None, (first.where, pages_of(first.row.pages))))
    names = ", ".join(dict.fromkeys(shown.name for shown in rows))
    echo(
        f"\n  {style(names, bold=True)}  “{cut(first.sentence, _LONGEST)}”"
        + (style(f"  {where}", dim=True) if where else "")
    )
    echo(f"      {style('used in', dim=True)} {', '.join(dict.fromkeys(t for shown in rows for t in shown.used))}")
