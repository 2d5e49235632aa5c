"""What `inspect`, `graph` and `plan` have in common: a project or a source to look at, and what is amiss with it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scaffold.cli.show import Progress

if TYPE_CHECKING:
    from scaffold.diagnostics import Diagnostic
    from scaffold.model import Paper, SourceKind, Statement
    from scaffold.pipeline.planning import Subject

MAIN = click.style("★", fg="yellow")


from_option = click.option(
    "--from",
    "read_from",
    type=click.Choice(["tex", "pdf"]),
    default="tex",
    show_default=True,
    help="What to read where both are there: the LaTeX source, or the pages of the PDF.",
)


def takes_subject(command: Callable[..., Any]) -> Callable[..., Any]:
    """The argument and the options that name a paper."""
    for add in (
        click.option("--offline", is_flag=True, help="Use only what is cached."),
        click.option("--version", "version", metavar="vN", help="This version, not the one chosen by evidence."),
        from_option,
        click.option("--main", metavar="FILE", help="Which .tex file is the paper, where several could be."),
        click.argument("source", required=False, metavar="[PROJECT|SOURCE]"),
    ):
        command = add(command)
    return command


def ask(source: str | None, main: str | None, version: str | None, offline: bool, read_from: SourceKind) -> Subject:
    """The paper that was meant, ranked."""
    from scaffold import pipeline
    from scaffold.pipeline import planning

    if (main or version) and planning.project_at(source):
        raise click.UsageError("--main and --version choose what to read; a project's paper has been read already.")
    options = pipeline.Options(source=source or "", version=version, main=main, offline=offline, read_from=read_from)
    with Progress(quiet=True) as say:
        return planning.subject(source, options, say, _scratch())


@contextmanager
def _scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="scaffold-") as name:
        yield Path(name)


def head(paper: Paper) -> None:
    """The paper's title."""
    click.echo(click.style(paper.title or "(untitled)", bold=True))


def page(s: Statement) -> str:
    """Where to look it up; "" where no PDF was read."""
    return f"p. {s.page}" if s.page else ""


def amiss(entries: Iterable[Diagnostic]) -> None:
    """Findings line by line, on standard error."""
    for entry in entries:
        click.echo(str(entry), err=True)
