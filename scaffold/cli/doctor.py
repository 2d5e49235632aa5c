"""`scaffold doctor`."""

from __future__ import annotations

from itertools import groupby

import click

_TITLES = {
    "python": "Python packages",
    "tex": "LaTeX",
    "office": "LibreOffice",
    "fonts": "Fonts",
    "optional": "Optional",
}


@click.command()
@click.option("--missing", "only_missing", is_flag=True, help="Only what is missing.")
def doctor(only_missing: bool) -> int:
    """Say what is installed, what is missing, and the command that brings it."""
    from scaffold.engines import doctor as room

    findings = room.examine()
    for group, rows in groupby(findings, key=lambda f: f.group):
        shown = [f for f in rows if f.missing or not only_missing]
        if shown:
            click.echo(click.style(_TITLES.get(group, group), bold=True))
        for f in shown:
            mark = (
                click.style("✓", fg="green")
                if not f.missing
                else click.style("✗" if f.required else "–", fg="red" if f.required else "yellow")
            )
            click.echo(f"  {mark} {f.name:<22} {f.found or 'missing: needed for ' + f.needed_for}")
    command, extra = room.one_command(findings), room.one_command(findings, optional=True)
    if command:
        click.echo(f"\nTo install what is missing:\n  {command}")
    elif extra and any(f.missing for f in findings):
        click.echo(f"\nAll that is required is there. To install the rest:\n  {extra}")
    else:
        click.echo("\nAll there.")
    return room.exit_code(findings)
