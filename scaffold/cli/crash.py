"""What the command line says when scaffold itself fails: a bug, not trouble that a user could fix."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

import click
from click.core import ParameterSource

from scaffold.cli.terminal import echo, style

_PUBLIC = re.compile(r"(?:arxiv:)?(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?|v?\d+", re.IGNORECASE)
"""Values that are shown whatever their parameter: identifiers of arXiv, versions and numbers."""


_LONGEST_MESSAGE = 160
"""Characters of an exception's message that are printed: two lines of a terminal."""


_GIVEN = (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)


def show(error: Exception, group: click.Group, argv: Sequence[str]) -> None:
    """Writes the file for a bug report and says where it is; prints its text where it cannot be written."""
    from scaffold.pipeline import crash

    words, secrets = described(group, argv)
    text, path = crash.report(error, words, secrets)
    echo(f"{style('Error:', fg='red', bold=True)} a bug in scaffold ({_message(error)}).", err=True)
    if path is None:
        echo("  No file could be written here. Please report the bug with this text:\n", err=True)
        echo(text, err=True)
    else:
        echo(f"  Please report it and attach {path}: the traceback, the command and the versions of", err=True)
        echo("  what is installed. The message above is not in the file, as it may quote your text.", err=True)


def _message(error: Exception) -> str:
    """The exception as one line of a terminal."""
    try:
        words = " ".join(str(error).split())
    except Exception:  # the exception cannot say what it is
        words = ""
    return (
        f"{type(error).__name__}: {textwrap.shorten(words, _LONGEST_MESSAGE, placeholder=' …')}"
        if words
        else type(error).__name__
    )


def described(group: click.Group, argv: Sequence[str]) -> tuple[str, list[str]]:
    """The command with its options, private values left out; and values that must not be shown anywhere."""
    words, names = list(argv), ["scaffold"]
    command: click.Command = group
    while isinstance(command, click.Group) and words and words[0] in command.commands:
        names.append(words[0])
        command = command.commands[words.pop(0)]
    try:
        context = command.make_context(names[-1], words, resilient_parsing=True)
    except click.ClickException:
        return " ".join(names), []
    given = list(_given(command, context))
    shown = [f"{p.name}={value if _is_public(p, value) else '(not shown)'}" for p, value in given]
    return " ".join([*names, *dict.fromkeys(shown)]), [str(value) for p, value in given if p.name == "student"]


def _given(command: click.Command, context: click.Context) -> Iterator[tuple[click.Parameter, Any]]:
    """The parameters that the command line or the environment gave, with their values."""
    for parameter in command.get_params(context):
        name = parameter.name or ""
        if context.get_parameter_source(name) in _GIVEN and name in context.params:
            yield parameter, context.params[name]


def _is_public(parameter: click.Parameter, value: Any) -> bool:
    """Whether a value is one of a fixed choice, or says nothing of the user: no names, no paths."""
    fixed = isinstance(parameter.type, (click.Choice, click.IntRange, click.types.BoolParamType))
    is_flag = isinstance(parameter, click.Option) and parameter.is_flag
    return fixed or is_flag or bool(_PUBLIC.fullmatch(str(value)))
