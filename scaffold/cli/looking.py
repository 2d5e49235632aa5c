"""`scaffold versions` and `scaffold find`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scaffold.cli.options import json_option
from scaffold.cli.show import Progress
from scaffold.cli.subject import MAIN
from scaffold.cli.terminal import echo, print_json, style

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


@click.command()
@click.argument("source", metavar="ID")
@click.option("--offline", is_flag=True, help="Use only the cache, not the network.")
def versions(source: str, offline: bool) -> None:
    """List the versions of a paper on arXiv.

    The one that scaffold would use is marked, with the reason.
    """
    from scaffold.pipeline import looking

    with Progress(lines=False) as progress:
        found = looking.versions(source, offline, progress)
    echo(style(found.metadata.title, bold=True))
    for version in found.metadata.history:
        mark = MAIN if version.number == found.chosen else " "
        echo(f"  {mark} v{version.number:<3} {_facts(version.date, version.kilobytes, version.withdrawn)}".rstrip())
    if not found.metadata.history:
        echo(f"  v1 to v{found.metadata.version}: arXiv gave no dates and sizes")
    if found.metadata.comment:
        echo(f"  comment on v{found.metadata.version}: {found.metadata.comment}")
    echo(f"v{found.chosen}: {found.reason}" if found.chosen else found.reason)


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@click.option("--offline", is_flag=True, help="Look only through the list of the seminar.")
@json_option()
def find(words: tuple[str, ...], *, offline: bool, as_json: bool) -> None:
    """Find papers by words of their titles.

    Those of the seminar come first: of papers.csv in this folder, otherwise of the default list. Then those of arXiv.
    """
    from scaffold.pipeline import looking

    with Progress(lines=False) as progress:
        found = looking.find(" ".join(words), progress, offline=offline)
    if as_json:
        print_json(looking.find_json(found))
        return
    for offer in found.listed:
        echo(f"{style(f'{offer.id:<12}', fg='cyan')} {offer.title}")
        echo(f"{'':<12} on the list of the seminar{f': {offer.topic}' if offer.topic else ''}")
    if found.problem:
        echo(f"{style('Warning:', fg='yellow')} arXiv could not be asked: {found.problem}", err=True)
    for paper in found.arxiv:
        echo(f"{style(f'{paper.id:<12}', fg='cyan')} {paper.title}")
        echo(f"{'':<12} {_names(paper.authors)} ({paper.published.year})")


def _names(authors: Sequence[str]) -> str:
    return ", ".join(authors[:3]) + (" and others" if len(authors) > 3 else "")


def _facts(day: date | None, kilobytes: int | None, withdrawn: bool) -> str:
    """When a version was submitted, and how large its source is."""
    size = f"{kilobytes} kB" if kilobytes is not None else ""
    return f"{day.isoformat() if day else 'unknown date'}  {'withdrawn' if withdrawn else size}"
