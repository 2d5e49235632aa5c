"""The manual page of scaffold (man 7 man), made from the commands as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from scaffold import __version__

__all__ = ["page"]


def page(program: click.Group) -> str:
    """The page as roff, for man1."""
    context = click.Context(program, info_name="scaffold")
    lines = [
        f'.TH SCAFFOLD 1 "" "scaffold {__version__}" "User Commands"',
        ".SH NAME",
        f"scaffold {_escaped('- ' + _sentence(program.help or ''))}",
        ".SH SYNOPSIS",
        r".B scaffold",
        r"[OPTIONS] COMMAND [ARGS]...",
        ".SH DESCRIPTION",
        *_text("scaffold help lists the commands; scaffold help COMMAND explains one."),
        ".SH OPTIONS",
        *_options(program, context),
        ".SH COMMANDS",
    ]
    for name, command in program.commands.items():
        lines += _command(command, click.Context(command, info_name=name, parent=context))
    codes = "0 if all went well, 2 for wrong usage, 130 after Ctrl-C; each kind of error has its own."
    lines += [".SH EXIT STATUS", *_text(codes)]
    return "\n".join(lines) + "\n"


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    """A command and those below it: usage, help, options."""
    words = " ".join((context.command_path, *command.collect_usage_pieces(context)))
    yield f".SS {_escaped(words)}"
    yield from _text(command.help or "")
    yield from _options(command, context)
    if isinstance(command, click.Group):
        for name, sub in command.commands.items():
            yield from _command(sub, click.Context(sub, info_name=name, parent=context))


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None and record[1] and not (context.parent and parameter.name == "help"):
            yield from (".TP", f".B {_escaped(record[0])}", _escaped(record[1]))


def _text(text: str) -> Iterator[str]:
    """Paragraphs."""
    for paragraph in re.split(r"\n\s*\n", text.replace("\b", "").strip()):
        yield from (".PP", _escaped(" ".join(paragraph.split())))


def _sentence(text: str) -> str:
    return text.partition("\n\n")[0].replace("\n", " ").strip().removesuffix(".")


def _escaped(text: str) -> str:
    """Text that roff prints as it is."""
    plain = " ".join(text.split()).replace("\\", r"\e").replace("-", r"\-")
    ascii_only = "".join(c if c.isascii() else f"\\[u{ord(c):04X}]" for c in plain)
    return rf"\&{ascii_only}" if ascii_only.startswith((".", "'")) else ascii_only
