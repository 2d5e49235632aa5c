"""`scaffold config`: what scaffold fills in for you in new projects."""

from __future__ import annotations

import click

from scaffold.cli.options import Commands
from scaffold.cli.terminal import echo


@click.group(cls=Commands)
def config() -> None:
    """Show or change what scaffold fills in for you in new projects."""


@config.command("list")
def list_values() -> None:
    """List what is remembered, and the file that it is in."""
    from scaffold.pipeline import remembering

    values = remembering.remembered()
    for name, value in values.items():
        echo(f"{name} = {value}")
    echo(f"{'' if values else 'Nothing is remembered yet. '}File: {remembering.config_file()}")


@config.command("set")
@click.argument("name", metavar="NAME")
@click.argument("value", metavar="VALUE")
def set_value(name: str, value: str) -> None:
    """Remember a value.

    NAME is student (your name), or a header field that your seminar asks for, such as "Matriculation number".
    """
    from scaffold.pipeline import remembering

    remembering.remember({name: value})
    echo(f"{name} = {value}")


@config.command()
@click.argument("name", metavar="NAME")
def unset(name: str) -> None:
    """Forget a value."""
    from scaffold.pipeline import remembering

    removed = remembering.forget(name)
    echo(f"{name} is forgotten." if removed else f"Nothing is remembered under {name}.")
