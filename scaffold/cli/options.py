"""Options and types of arguments that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

__all__ = ["FILE", "Commands", "from_option", "json_option", "project_argument", "seminar_option"]

_Command = TypeVar("_Command", bound=Callable[..., Any])

FILE = click.Path(path_type=Path, dir_okay=False)


def project_argument(command: _Command) -> _Command:
    """Adds the folder of a project, and what it is to the help, which is the docstring."""
    what = "PROJECT is a folder made by scaffold init (default: the one that contains the current folder)."
    command.__doc__ = f"{command.__doc__}\n\n    {what}"
    return click.argument("project", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))(
        command
    )


class Commands(click.Group):
    """A group whose help lists each command with its whole summary."""

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Each command with its whole summary."""
        listed = [(name, self.commands[name]) for name in self.list_commands(context)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, c.get_short_help_str(limit=_WHOLE)) for name, c in listed])


_WHOLE = 200
"""Characters, more than any summary has."""

_PROFILE = "seminar.toml"
"""The rules in a folder of a seminar, as other files in it have fixed names."""


def _rules(_: click.Context, __: click.Parameter, given: str | None) -> str:
    """The profile of a command for instructors: as given, or the one in this folder, or the default one."""
    return given or (_PROFILE if Path(_PROFILE).is_file() else "theory")


seminar_option = click.option(
    "--seminar",
    metavar="NAME",
    envvar="SCAFFOLD_SEMINAR",
    callback=_rules,
    help=f"Seminar profile, as for init (default: $SCAFFOLD_SEMINAR, {_PROFILE} if it is here, or theory).",
)
from_option = click.option(
    "--from",
    "read_from",
    type=click.Choice(["tex", "pdf"]),
    default="tex",
    show_default=True,
    help="What to read if the paper has both: the LaTeX source or the PDF.",
)


def json_option(what: str = "") -> Callable[[_Command], _Command]:
    """Adds --json, which the command gets as `as_json`. what: words for what is printed, such as "the steps"."""
    printed = f"{what} as JSON" if what else "JSON"
    return click.option("--json", "as_json", is_flag=True, help=f"Print {printed}, for other programs.")
