"""What the commands on one paper share: arguments, loading a project or a source, places and long texts."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from scaffold.cli.options import from_option
from scaffold.cli.show import Progress
from scaffold.cli.terminal import echo, style

if TYPE_CHECKING:
    from scaffold.model import Paper, SourceKind, Statement
    from scaffold.pipeline import Options
    from scaffold.pipeline.planning import Subject

MAIN = style("★", fg="yellow")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The paper that a command is asked about: a project or a source, and how to read it."""

    source: str | None
    main: str | None = None
    version: str | None = None
    offline: bool = False
    read_from: SourceKind = "tex"

    def options(self) -> Options:
        """How to read it; a paper of a project has been read, and click.UsageError says so."""
        from scaffold import pipeline
        from scaffold.pipeline import planning

        if (self.main or self.version) and planning.project_at(self.source):
            raise click.UsageError("--main and --version need a SOURCE: the paper of a project has already been read.")
        return pipeline.Options(
            source=self.source or "",
            version=self.version,
            main=self.main,
            offline=self.offline,
            read_from=self.read_from,
        )


def takes_subject(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the argument and the options that select a paper; the command gets them as one value, `asked`."""

    @functools.wraps(command)
    def collected(**given: Any) -> Any:
        asked = Asked(**{f.name: given.pop(f.name) for f in dataclasses.fields(Asked)})
        return command(asked=asked, **given)

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
        collected = add(collected)
    return collected


def load_subject(asked: Asked) -> Subject:
    """The paper of the project or source, with its results ranked."""
    from scaffold.pipeline import planning

    options = asked.options()
    with Progress(lines=False) as progress:
        return planning.subject(asked.source, options, progress)


def print_title(paper: Paper) -> None:
    """Prints the paper's title."""
    echo(style(paper.title or "(untitled)", bold=True))


def page_of(s: Statement) -> str:
    """The page of a statement; "" if no PDF was read."""
    return f"p. {s.page}" if s.page else ""


def pages_of(pages: tuple[int, int] | None) -> str:
    """The first and the last page of something; "" if they are not known."""
    if pages is None:
        return ""
    first, last = pages
    return f"p. {first}" if first == last else f"pp. {first}–{last}"


def cut(text: str, most: int) -> str:
    """The text with at most so many characters; --json has all."""
    return text if len(text) <= most else text[: most - 1] + "…"
