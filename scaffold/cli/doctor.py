"""`scaffold doctor`: what is installed, and dumps of each stage for bug reports."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffold.cli.options import Commands
from scaffold.cli.show import Progress
from scaffold.cli.subject import Asked, takes_subject
from scaffold.cli.terminal import echo, style

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scaffold.engines.doctor import Finding

_TITLES = {
    "python": "Python packages",
    "tex": "LaTeX",
    "office": "LibreOffice",
    "fonts": "Fonts",
    "optional": "Optional",
}


@click.group(cls=Commands, invoke_without_command=True)
@click.option("--missing", "only_missing", is_flag=True, help="Only what is missing.")
@click.pass_context
def doctor(context: click.Context, only_missing: bool) -> int:
    """Show what is installed, what is missing, and how to install it.

    With a subcommand: print what one stage made of a paper, for a bug report.
    """
    return 0 if context.invoked_subcommand else _installed(only_missing)


def _installed(only_missing: bool) -> int:
    from scaffold.engines import doctor as examination
    from scaffold.pipeline import lacking

    findings = examination.examine(lacking.language_of_documents(Path.cwd()))
    for group, rows in groupby(findings, key=lambda f: f.group):
        shown = [f for f in rows if f.missing or f.wrong or not only_missing]
        if shown:
            echo(style(_TITLES.get(group, group), bold=True))
        for f in shown:
            found = f.wrong or f.found or f"missing: needed for {f.needed_for}"
            echo(f"  {_mark(f)} {f.name:<22} {found}")
    echo()
    needed = [f for f in findings if f.missing and f.required]
    better = [f for f in findings if f.missing and not f.required]
    _verdict("Works", needed, examination.one_command(needed))
    _verdict("As good as it gets", [*needed, *better], examination.one_command(better, optional=True))
    return examination.exit_code(findings)


def _mark(f: Finding) -> str:
    """Whether it is there, and as it should be."""
    if not f.missing and not f.wrong:
        return style("✓", fg="green")
    return style("✗", fg="red") if f.required else style("–", fg="yellow")


def _verdict(what: str, missing: Sequence[Finding], command: str) -> None:
    """Prints whether nothing is missing for this, otherwise what is, and the command that installs it."""
    if not missing:
        echo(f"{what}: yes")
        return
    echo(f"{what}: no, without {', '.join(f.name for f in missing)}")
    if command:
        echo(f"  to install what is missing: {command}")


@doctor.command()
@takes_subject
def tokens(asked: Asked) -> None:
    """Print what the reader sees of LaTeX source.

    That is control sequences by line, text that is masked (comments, verbatim), and the definitions taken. PROJECT is
    a folder that init made (by default the one you are in), SOURCE whatever init takes; a .tex, .sty or .cls file is
    shown alone.
    """
    from scaffold.pipeline import dumping

    _dump(dumping.tokens, asked)


@doctor.command()
@takes_subject
def model(asked: Asked) -> None:
    """Print the model of a paper as JSON.

    How the paper was fetched and the reader's diagnostics come first. PROJECT is a folder that init made (by default
    the one you are in), SOURCE whatever init takes.
    """
    from scaffold.pipeline import dumping

    _dump(dumping.model_dump, asked)


@doctor.command()
@takes_subject
def plan(asked: Asked) -> None:
    """Print the plans of report and talk as JSON.

    With them come the profile, the ranking of results, and what the report cannot carry. PROJECT is a folder that init
    made (by default the one you are in), SOURCE whatever init takes.
    """
    from scaffold.pipeline import dumping

    _dump(dumping.plan_dump, asked)


@doctor.command()
@click.argument("path", required=False, metavar="[PROJECT|LOG]")
def log(path: str | None) -> None:
    """Print what scaffold reads in a TeX log.

    That is every error and warning with its lines, which of them are left out, and lines that look like messages but
    are skipped. LOG is a .log file. PROJECT is a folder that init made (by default the one you are in): its report and
    slides are compiled in a temporary folder, for their logs.
    """
    from scaffold.pipeline import dumping

    echo(dumping.log(path).removesuffix("\n"), breakable=False)


@doctor.command()
@click.argument("project", required=False, metavar="[PROJECT]")
def env(project: str | None) -> None:
    """Print versions, platform and settings.

    Nothing private is in it: no names, and the home directory is written as ~. With PROJECT, a folder that init made,
    its settings are added, without your name.
    """
    from scaffold.pipeline import environment

    echo(environment.describe(project).removesuffix("\n"), breakable=False)


def _dump(make: Callable[..., str], asked: Asked) -> None:
    """Prints the dump that make gives of a paper."""
    options = asked.options()
    with Progress(lines=False) as say:
        text = make(asked.source, options, say)
    echo(text.removesuffix("\n"), breakable=False)
