"""Options and types of arguments that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

__all__ = ["FILE", "from_option", "json_option", "seminar_option"]

_Command = TypeVar("_Command", bound=Callable[..., Any])

FILE = click.Path(path_type=Path, dir_okay=False)
seminar_option = click.option(
    "--seminar", default="theory", show_default=True, metavar="NAME", help="Seminar profile, as for init."
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
