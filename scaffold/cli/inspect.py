"""`scaffold inspect`."""

from __future__ import annotations

import json
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffold.cli.show import Progress, diagnostics

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaffold.model import Paper, Statement


@click.command()
@click.argument("source")
@click.option("--json", "as_json", is_flag=True, help="The model as JSON, for other programs.")
@click.option("--why", is_flag=True, help="The evidence for and against each result being a main one.")
@click.option("--main", metavar="FILE", help="Which .tex file is the paper, where several could be.")
@click.option("--version", "version", metavar="vN", help="This version, not the one chosen by evidence.")
@click.option("--offline", is_flag=True, help="Use only what is cached.")
def inspect(source: str, as_json: bool, why: bool, main: str | None, version: str | None, offline: bool) -> None:
    """Show what the reader makes of SOURCE: sections, statements with numbers, proofs, macros, references."""
    from scaffold import model, pipeline

    options = pipeline.Options(source, version=version, main=main, offline=offline)
    with Progress(quiet=True) as say:
        paper = pipeline.inspect(options, say, _scratch())
    if as_json:
        click.echo(json.dumps(model.to_json(paper), ensure_ascii=False, indent=1))
    elif why:
        _why(paper)
    else:
        _tree(paper)
    proofs = sum(len(s.proofs) for s in paper.statements)
    if not as_json:
        diagnostics(paper.diagnostics, source, len(paper.statements), proofs)


@contextmanager
def _scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="scaffold-") as name:
        yield Path(name)


def _tree(paper: Paper) -> None:
    """Sections as a tree, with their statements where they stand, then a count of the rest."""
    click.echo(click.style(paper.title or "(untitled)", bold=True))
    click.echo(
        "  "
        + " · ".join(
            x
            for x in (", ".join(paper.authors), paper.document_class, f"{paper.pages} pages" if paper.pages else "")
            if x
        )
    )
    shown: set[str] = set()
    for n, section in enumerate(paper.sections):
        pad = "  " * max(1, section.level + 1)
        click.echo(f"{pad}{click.style(section.number or '–', fg='cyan')} {section.title}")
        following = paper.sections[n + 1] if n + 1 < len(paper.sections) else None
        for s in paper.statements:
            before = following is None or following.file != section.file or s.line < following.line
            if s.id not in shown and s.file == section.file and s.line >= section.line and before:
                shown.add(s.id)
                click.echo(pad + "    " + _line(s))
    for s in paper.statements:
        if s.id not in shown:
            click.echo("      " + _line(s))
    click.echo(f"  {len(paper.macros)} macros · {len(paper.figures)} figures · {len(paper.references)} references")


def _line(s: Statement) -> str:
    facts = [f"p. {s.page}" if s.page else "", f"{s.file}:{s.line}", f"label {', '.join(s.labels)}" if s.labels else ""]
    facts += [
        f"{len(s.proofs)} proof{'s' * (len(s.proofs) != 1)}" if s.proofs else "",
        f"restates {s.restates}" if s.restates else "",
    ]
    name = f" ({s.name})" if s.name else ""
    star = click.style(" ★", fg="yellow") if s.main else ""
    return (
        f"{click.style(s.title, bold=s.main)}{name}{star}  {click.style(' · '.join(f for f in facts if f), dim=True)}"
    )


def _why(paper: Paper) -> None:
    """Results by rank, each with the evidence that counts for or against it."""
    from scaffold.planning import rank

    rows = rank.evidence(paper)
    ranked = sorted((s for s in paper.statements if s.rank is not None), key=lambda s: -(s.rank or 0.0))
    for s in ranked:
        click.echo(f"{s.rank:.2f} {'★' if s.main else ' '} {s.title}{f' ({s.name})' if s.name else ''}")
        for e in rows.get(s.id, ()):
            click.echo(f"        {e.points:+.1f}  {e.name}: {e.why}")
