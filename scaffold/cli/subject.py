"""Shared by `inspect`, `graph`, `proof` and `plan`: arguments, loading a project or a source."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from scaffold.cli.show import Progress
from scaffold.cli.terminal import echo, style

if TYPE_CHECKING:
    from scaffold.model import Paper, SourceKind, Statement
    from scaffold.pipeline.planning import Subject

MAIN = style("★", fg="yellow")


from_option = click.option(
    "--from",
    "read_from",
    type=click.Choice(["tex", "pdf"]),
    default="tex",
    show_default=True,
    help="What to read if the paper has both: the LaTeX source or the PDF.",
)


def takes_subject(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the argument and the options that select a paper."""
    for add in (
        click.option("--offline", is_flag=True, help="Use only the cache, not the network."),
        click.option(
            "--version",
            "version",
            metavar="vN",
            help="Use this arXiv version instead of the one that scaffold chooses.",
        ),
        from_option,
        click.option("--main", metavar="FILE", help="Main .tex file of the paper, if there are several candidates."),
        click.argument("source", required=False, metavar="[PROJECT|SOURCE]"),
    ):
        command = add(command)
    return command


def load_subject(
    source: str | None, main: str | None, version: str | None, offline: bool, read_from: SourceKind
) -> Subject:
    """The paper of the project or source, with its results ranked."""
    from scaffold import pipeline
    from scaffold.pipeline import planning

    if (main or version) and planning.project_at(source):
        raise click.UsageError("--main and --version need a SOURCE: the paper of a project has already been read.")
    options = pipeline.Options(source=source or "", version=version, main=main, offline=offline, read_from=read_from)
    with Progress(lines=False) as progress:
        return planning.subject(source, options, progress)


def print_title(paper: Paper) -> None:
    """Prints the paper's title."""
    echo(style(paper.title or "(untitled)", bold=True))


def page_of(s: Statement) -> str:
    """The page of a statement; "" if no PDF was read."""
    return f"p. {s.page}" if s.page else ""
