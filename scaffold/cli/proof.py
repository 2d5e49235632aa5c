"""`scaffold proof`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from scaffold.cli.options import json_option
from scaffold.cli.show import print_problems
from scaffold.cli.subject import Asked, cut, load_subject, page_of, pages_of, print_title, takes_subject
from scaffold.cli.terminal import echo, print_json, style

if TYPE_CHECKING:
    from scaffold.pipeline.proving import Proved, ShownStep

_LONGEST = 160
"""Characters of a formula that are printed."""


@click.command()
@click.argument("statement", required=False, metavar="[STATEMENT]")
@takes_subject
@json_option("the steps")
def proof(
    statement: str | None,
    asked: Asked,
    as_json: bool,
) -> None:
    """Show the steps of a proof, in the paper's own words.

    STATEMENT is a name such as "Theorem 5.4"; without it, the main results and the key lemmas are shown. PROJECT is a
    folder made by scaffold init (default: the current folder). SOURCE is anything that scaffold init accepts.

    Each step has its first words, the displayed formula that it reaches and what it uses. "Look here" marks where the
    paper says "clearly" or "similarly", or leaves something out: check these steps first.
    """
    from scaffold import pipeline
    from scaffold.pipeline import exporting, proving

    if statement and asked.source is None and (pipeline.is_project(statement) or pipeline.is_source(statement)):
        statement, asked = None, replace(asked, source=statement)
    subject = load_subject(asked)
    proofs = proving.proved(subject, (statement,) if statement else ())
    if as_json:
        print_json(exporting.proofs_json(subject, proofs))
    else:
        print_title(subject.paper)
        for p in proofs:
            _print_proof(p)
        if not proofs:
            echo('  No main result found. Name a statement: scaffold proof "Theorem 3"')
    print_problems(subject.not_found)


def _print_proof(p: Proved) -> None:
    s = p.statement
    echo("\n  " + "  ".join(filter(None, (style(s.title, bold=True), page_of(s)))))
    for overview in p.glance.overviews:
        echo(f"    The paper's overview: {overview}")
    if not p.steps and not p.expected:
        echo(f"    Statements of this kind ({s.kind}) have no proof.")
    elif not p.steps:
        echo("    No proof was found in the paper. Does it cite one, or follow from the text before it?")
    for n, shown in enumerate(p.steps, start=1):
        _print_step(n, shown)
    if p.used_in:
        echo("    Used: " + "; ".join(f"{title} (step {_numbers(at)})" for title, at in p.used_in.items()))


def _print_step(n: int, shown: ShownStep) -> None:
    """Prints a step: its words, then on lines of their own what it reaches, what it uses and where to look."""
    step = shown.step
    page = f"  {pages_of(step.pages)}" if step.pages else ""
    sketch = "  (sketch)" if step.sketch else ""
    echo(f"    {n:>2}  “{shown.words}”" + style(f"{page}{sketch}", dim=True))
    number = f" ({step.number})" if step.number else ""
    named = ", ".join((*shown.uses, *(f"[{work}]" for work in shown.works)))
    for lead, text in (
        (f"reaches{number}:", cut(shown.formula, _LONGEST)),
        ("uses:", named),
        ("look here:", ", ".join(f"“{words}”" for words in step.trusts)),
    ):
        if text:
            echo(f"          {style(lead, dim=True)} {text}")


def _numbers(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers))
