"""`scaffold inspect`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from scaffold.cli.options import json_option
from scaffold.cli.show import counted, diagnostics
from scaffold.cli.subject import Asked, load_subject, takes_subject
from scaffold.cli.terminal import echo, print_json, style

if TYPE_CHECKING:
    from scaffold.model import Paper, Statement
    from scaffold.pipeline.planning import Subject


@click.command()
@takes_subject
@json_option("the paper")
@click.option("--why", is_flag=True, help="Show the evidence for and against each result being a main result.")
def inspect(
    asked: Asked,
    as_json: bool,
    why: bool,
) -> None:
    """Show what scaffold reads from a paper.

    These are sections, numbered statements, proofs, macros and references.

    PROJECT is a folder made by scaffold init (default: the current folder). SOURCE is anything that scaffold init
    accepts.
    """
    from scaffold import model

    subject = load_subject(asked)
    paper = subject.paper
    if as_json:
        print_json(model.to_json(paper))
    elif why:
        _why(subject)
    else:
        _tree(paper)
    proofs = sum(len(s.proofs) for s in paper.statements)
    if not as_json:
        diagnostics(paper.diagnostics, asked.source or paper.source.main_file, len(paper.statements), proofs)


def _tree(paper: Paper) -> None:
    """Prints the sections as a tree with their statements, then counts of everything else."""
    echo(style(paper.title or "(untitled)", bold=True))
    echo(
        "  "
        + " · ".join(
            x
            for x in (
                ", ".join(paper.authors),
                paper.document_class,
                f"{paper.pages} page{'s' * (paper.pages != 1)}" if paper.pages else "",
            )
            if x
        )
    )
    from scaffold.pipeline import planning

    names = planning.names(paper)
    shown: set[str] = set()
    for n, section in enumerate(paper.sections):
        pad = "  " * max(1, section.level + 1)
        echo(f"{pad}{style(section.number or '–', fg='cyan')} {section.title}")
        following = paper.sections[n + 1] if n + 1 < len(paper.sections) else None
        for s in paper.statements:
            before = following is None or following.file != section.file or s.line < following.line
            if s.id not in shown and s.file == section.file and s.line >= section.line and before:
                shown.add(s.id)
                echo(pad + "    " + _line(s, names))
    for s in paper.statements:
        if s.id not in shown:
            echo("      " + _line(s, names))
    counts = {"macro": paper.macros, "figure": paper.figures, "reference": paper.references}
    echo("  " + " · ".join(counted(len(found), name) for name, found in counts.items()))


def _line(s: Statement, names: Mapping[str, str]) -> str:
    facts = [f"p. {s.page}" if s.page else "", f"{s.file}:{s.line}", f"label {', '.join(s.labels)}" if s.labels else ""]
    facts += [
        f"{len(s.proofs)} proof{'s' * (len(s.proofs) != 1)}" if s.proofs else "",
        f"restates {s.restates}" if s.restates else "",
    ]
    name = f" ({names[s.id]})" if s.id in names else ""
    star = style(" ★", fg="yellow") if s.main else ""
    return f"{style(s.title, bold=s.main)}{name}{star}  {style(' · '.join(f for f in facts if f), dim=True)}"


def _why(subject: Subject) -> None:
    """Prints the results by rank with the evidence for and against each; scaffold.toml overrides the evidence."""
    from scaffold.pipeline import planning

    rows, names = planning.evidence(subject), planning.names(subject.paper)
    ranked = sorted((s for s in subject.paper.statements if s.rank is not None), key=lambda s: -(s.rank or 0.0))
    for s in ranked:
        echo(f"{s.rank:.2f} {'★' if s.main else ' '} {s.title}{f' ({names[s.id]})' if s.id in names else ''}")
        if s.main and subject.chosen:
            echo("        set in scaffold.toml, which overrides the evidence")
        for e in rows.get(s.id, ()):
            echo(f"        {e.points:+.1f}  {e.why}")
