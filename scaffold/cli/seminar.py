"""`scaffold seminar`: the rules of seminars."""

from __future__ import annotations

from pathlib import Path

import click

from scaffold.cli import assign, collect, mail, page, papers, programme, projects, sheet
from scaffold.cli.options import Commands
from scaffold.cli.terminal import echo, print_json, style, typed


class _Seminar(Commands):
    """The commands for a seminar; what is none of them but names a profile gets the command for it."""

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.commands and (line := _command_for(args[0])):
            raise click.UsageError(f"No such command {args[0]!r}. Did you mean: {line}", context)
        return super().resolve_command(context, args)


def _command_for(word: str) -> str | None:
    """The command for the name or the file of a profile; None for any other word."""
    from scaffold.pipeline import seminars

    if word in seminars.names():
        return f"scaffold seminar show {typed(word)}"
    return f"scaffold seminar check {typed(word)}" if word.endswith(".toml") else None


@click.group(cls=_Seminar)
def seminar() -> None:
    """Run a seminar: rules, papers, projects."""


@seminar.command("list")
def list_profiles() -> None:
    """List the profiles that come with scaffold."""
    from scaffold.pipeline import seminars

    for name in seminars.names():
        lines = dict(reversed(seminars.rules(name).lines))
        echo(f"{style(name, bold=True)}\n  {lines['report']}; talk: {lines['talk']}")


@seminar.command()
@click.argument("profile", metavar="NAME|FILE")
def show(profile: str) -> None:
    """Show the rules of a profile in words."""
    _print(profile)


@seminar.command()
@click.argument("profile", metavar="FILE")
def check(profile: str) -> None:
    """Check a profile of your own, and its review form.

    A mistake is named with its line and what to write; the exit code is then 33.
    """
    _print(profile)
    echo(style("✓", fg="green") + f" {profile} is valid")


@seminar.command()
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.argument("name", metavar="[NAME]", default="theory")
def new(path: Path, name: str) -> None:
    """Write a profile to begin with.

    It is a copy of a built-in one (default: theory).
    """
    from scaffold.pipeline import seminars

    seminars.new(path, name)
    echo(f"Created {path}    next: change it, then run: scaffold seminar check {typed(str(path))}")


@seminar.command()
def schema() -> None:
    """Print the JSON schema of profiles, for editors."""
    from scaffold.pipeline import seminars

    print_json(seminars.json_schema())


def _print(profile: str) -> None:
    from scaffold.pipeline import seminars

    found = seminars.rules(profile)
    echo(f"{style(found.title, bold=True)}  ({found.name})")
    wide = max(len(subject) for subject, _ in found.lines)
    for subject, text in found.lines:
        echo(f"  {subject:<{wide}}  {text}")


_COMMANDS = (
    papers.papers,
    papers.fetch,
    assign.assign,
    projects.init,
    projects.update,
    programme.programme,
    programme.drop,
    mail.mail,
    page.page,
    collect.collect,
    sheet.note,
    sheet.sheet,
    sheet.results,
)
for _command in _COMMANDS:
    seminar.add_command(_command)
