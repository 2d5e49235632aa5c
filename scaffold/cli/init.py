"""`scaffold init`."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from scaffold.cli.options import from_option
from scaffold.cli.show import Progress
from scaffold.cli.terminal import echo, style, typed

if TYPE_CHECKING:
    from scaffold.pipeline import Created


def _text(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """A value that is written into files; raises BadParameter for bytes that are not text."""
    try:
        (value or "").encode()
    except UnicodeEncodeError as e:
        raise click.BadParameter(f"{value!r} contains bytes that are not text: check the terminal's encoding") from e
    return value


def _texts(context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """The values, each checked as `_text` does."""
    return tuple(_text(context, option, value) or "" for value in values)


def _day(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    """The date; raises BadParameter for another form than 2027-06-01."""
    try:
        return date.fromisoformat(value) if value is not None else None
    except ValueError as e:
        raise click.BadParameter(f"{value!r} is not a date: write it as 2027-06-01") from e


def _values(context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """The values by their names; raises BadParameter for one without a name."""
    pairs = [value.partition("=") for value in _texts(context, option, given)]
    if strange := [name for name, equals, _ in pairs if not (equals and name.strip())]:
        raise click.BadParameter(f'{strange[0]!r} is no field with a value: write it as "Adviser=Prof. Example"')
    return {name.strip(): value.strip() for name, _, value in pairs}


def _authors(context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The authors with their parts; raises BadParameter for one without a name, or that is there twice."""
    rows = [value.partition("=") for value in _texts(context, option, given)]
    names = [" ".join(name.split()) for name, _, _ in rows]
    if "" in names:
        raise click.BadParameter('an author has no name: write it as "Ada Example=summary,proofs"')
    if twice := [name for n, name in enumerate(names) if name in names[:n]]:
        raise click.BadParameter(f"{twice[0]} is there twice: list all parts of an author after one name")
    parts = [tuple(filter(None, (key.strip() for key in keys.split(",")))) for _, _, keys in rows]
    return dict(zip(names, parts, strict=True))


def _moment(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    """The date, with its time of day if it has one; raises BadParameter for another form."""
    try:
        if value is None or re.fullmatch(r"[\d-]+", value):
            return date.fromisoformat(value) if value is not None else None
        return datetime.fromisoformat(value).replace(tzinfo=None)
    except ValueError as e:
        raise click.BadParameter(f"{value!r} is not a date: write it as 2027-06-24 or 2027-06-24T10:15") from e


class _Init(click.Command):
    """`init`, which refuses a name of several words without quotes: its second word would be the folder to create."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        for n, word in enumerate(args):
            option, equals, value = word.partition("=")
            if option in _IN_WORDS:
                _refuse_unquoted(ctx, option, args[:n], [*([value] if equals else []), *args[n + 1 :]])
        return super().parse_args(ctx, args)


_IN_WORDS = ("--student", "--author", "--main-result")
"""Options whose values usually have several words."""


def _refuse_unquoted(context: click.Context, option: str, before: Sequence[str], given: Sequence[str]) -> None:
    """Raises UsageError if a folder seems to follow a value of one word; a paper may follow it, if none came before."""
    from scaffold import pipeline

    first, *others = [*takewhile(lambda word: not word.startswith("-"), given)] or [""]
    if not others or len(first.split()) != 1:
        return
    paper_is_given = any(map(pipeline.is_source, before))
    rest = [*takewhile(lambda word: paper_is_given or not pipeline.is_source(word), others)]
    if not rest:
        return
    raise click.UsageError(
        f"{typed(rest[0])} follows {option} {typed(first)} without quotes. If it is a part of the value, write "
        f"{option} {typed(' '.join([first, *rest]))}. If it is the folder to create, write it before the options: "
        f"scaffold init SOURCE {typed(rest[0])} {option} {typed(first)}",
        context,
    )


@click.command(
    cls=_Init,
    epilog="SOURCE is an arXiv identifier or URL, a folder, or a .tar.gz, .zip, .tex or .pdf file. DIRECTORY is the "
    "folder to create (default: a name made of authors, year and title).",
)
@click.argument("source")
@click.argument("directory", required=False, type=click.Path(path_type=Path))
@click.option(
    "--seminar",
    default="theory",
    show_default=True,
    metavar="NAME",
    envvar="SCAFFOLD_SEMINAR",
    help="Seminar profile (the rules): a built-in name or a .toml file (or set SCAFFOLD_SEMINAR).",
)
@click.option(
    "--language",
    metavar="CODE",
    envvar="SCAFFOLD_LANGUAGE",
    help="Language of report and slides: en or de (default: from the profile).",
)
@click.option(
    "--student",
    default="",
    metavar="NAME",
    envvar="SCAFFOLD_STUDENT",
    callback=_text,
    help="Your name, for the report and the slides (or set SCAFFOLD_STUDENT).",
)
@click.option(
    "--author",
    "authors",
    multiple=True,
    metavar="NAME[=PARTS]",
    callback=_authors,
    help='One of several authors, with the parts that are theirs: "Ada Example=summary,proofs"; give it for each.',
)
@click.option(
    "--class",
    "document_class",
    default="",
    metavar="NAME",
    callback=_text,
    help="LaTeX class of the report, such as llncs, or the folder of your chair's, such as template/ "
    "(default: from the profile, or scaffold's own page).",
)
@click.option(
    "--due",
    metavar="YYYY-MM-DD",
    callback=_day,
    help="The day on which report and slides are due (default: from the profile).",
)
@click.option(
    "--field",
    "header",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_values,
    help='A header field of the seminar, such as "Matriculation number=123456"; may be given several times.',
)
@click.option(
    "--talk-date",
    metavar="YYYY-MM-DD[THH:MM]",
    callback=_moment,
    help="The day, and the time, of your talk: days that are counted from it follow.",
)
@click.option(
    "--main-result",
    "main_results",
    multiple=True,
    metavar="NAME",
    callback=_texts,
    help='A main result as the paper prints it, such as "Theorem 5.4"; may be given several times '
    "(default: scaffold chooses by evidence).",
)
@click.option("--minutes", type=click.IntRange(min=1, max=600), help="Length of the talk (default: from the profile).")
@click.option(
    "--slides",
    type=click.Choice(["pptx", "beamer", "both"]),
    default="both",
    show_default=True,
    help="Which slides to make.",
)
@click.option(
    "--theme",
    "themes",
    multiple=True,
    metavar="FILE",
    help="Your university's theme: a .pptx, .potx or beamertheme….sty file, or the name of a Beamer theme. "
    "May be given twice (PowerPoint and Beamer).",
)
@click.option(
    "--review",
    metavar="FORM",
    callback=_text,
    help="Review form: theory, neurips-2026, icml-2026, iclr-2026, tmlr or a .toml file.",
)
@click.option(
    "--version", "version", metavar="vN", help="Use this arXiv version instead of the one that scaffold chooses."
)
@click.option("--main", metavar="FILE", help="Main .tex file of the paper, if there are several candidates.")
@from_option
@click.option("--offline", is_flag=True, help="Use only the cache, not the network.")
@click.option("--force-refresh", is_flag=True, help="Download again, even what is in the cache.")
@click.option(
    "--no-tex", is_flag=True, help="Do not run LaTeX: faster, but nothing is verified, and slides show plain text."
)
@click.option("-q", "--quiet", is_flag=True, help="Print only the folder that was made.")
def init(*, force_refresh: bool, no_tex: bool, quiet: bool, **chosen: Any) -> None:
    """Create a project from a paper: report, slides, settings."""
    if chosen["authors"] and click.get_current_context().get_parameter_source("student") is ParameterSource.COMMANDLINE:
        raise click.UsageError("--student is the only author, --author one of several: give --author for each of them")
    from scaffold import pipeline
    from scaffold.pipeline import remembering

    options = pipeline.Options(**chosen, refresh=force_refresh, tex=not no_tex)
    if not quiet and sys.stdin.isatty() and sys.stderr.isatty():
        options = replace(options, header={**options.header, **_asked(remembering.unknown(options))})
    with Progress(quiet) as progress:
        created = pipeline.init(options, progress)
    if quiet:
        echo(os.path.relpath(created.folder))
    else:
        _summary(created)


def _asked(names: Sequence[str]) -> dict[str, str]:
    """What the user types for these header fields; empty answers are left out."""
    if names:
        echo("Your seminar asks for the following. Enter leaves a line open; what you type is remembered.", err=True)
    answers = {name: click.prompt(name, default="", show_default=False, err=True).strip() for name in names}
    return {name: answer for name, answer in answers.items() if answer}


def _summary(created: Created) -> None:
    """Prints what was found, what was created and what to do next."""
    from scaffold.pipeline import describe

    paper, folder = created.paper, os.path.relpath(created.folder)
    echo()
    echo(style(paper.title or "(untitled)", bold=True))
    source = (
        f"arXiv:{paper.source.arxiv_id}v{paper.source.version}" if paper.source.arxiv_id else paper.source.main_file
    )
    facts = [_names(paper.authors), source, f"{paper.pages} page{'s' * (paper.pages != 1)}" if paper.pages else ""]
    echo("  " + " · ".join(f for f in facts if f))
    echo("  " + describe(paper))
    mains = ", ".join(s.title for s in paper.statements if s.main)
    if mains:
        echo(f"  main results: {mains}")
    echo(f"  report {_length(created)}, {created.size}")
    if created.formulas is not None and created.pictured is not None:
        pictures = f"{created.pictured} statement{'s' * (created.pictured != 1)} shown as pictures"
        echo(f"  PowerPoint: {created.formulas} formulas native, {pictures}")
    for line in created.lacking:
        echo(style("  lacking   ", fg="yellow") + line)
    for note in created.notes:
        echo(style("  note      ", fg="yellow") + note)
    echo()
    echo(f"Created {style(folder + os.sep, bold=True)}")
    echo(f"  cd {typed(folder)} && scaffold build --open", breakable=False)
    for command, what in _then(created):
        echo(f"  {command:<24} {what}")
    for line in created.due:
        echo(line)


def _names(authors: Sequence[str]) -> str:
    """All names, or the first of a long list and the number of the others."""
    if len(authors) <= _MANY:
        return ", ".join(authors)
    return f"{', '.join(authors[: _MANY - 2])} and {len(authors) - _MANY + 2} more"


_MANY = 10


def _length(created: Created) -> str:
    """The pages of the report as LaTeX set it; without LaTeX, those of the profile."""
    pages = created.report_pages
    if pages is None:
        return f"{created.profile.pages:g} pages (not compiled)"
    return f"{pages} page{'s' * (pages != 1)} (compiled{'; ' * bool(created.counting)}{created.counting})"


def _then(created: Created) -> Iterator[tuple[str, str]]:
    """Commands for the new folder, and what each shows."""
    paper = created.paper
    if any(s.main for s in paper.statements):
        yield "scaffold inspect --why", "shows why these are the main results"
    warnings = sum(d.severity == "warning" for d in paper.diagnostics)
    if warnings:
        yield "scaffold inspect", f"shows {warnings} warning{'s' * (warnings != 1)} about reading the paper"
