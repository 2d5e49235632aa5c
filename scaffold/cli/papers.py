"""`scaffold seminar papers` and `scaffold seminar fetch`."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffold.cli.options import FILE, json_option
from scaffold.cli.show import Progress
from scaffold.cli.terminal import echo, print_json, style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scaffold.pipeline.loads import Load

PARTLY = 42
"""Exit code: some of many were done, and some failed."""


@click.command()
@click.argument("listed", required=False, type=FILE, metavar="[PAPERS.csv]")
@json_option()
def papers(listed: Path | None, as_json: bool) -> None:
    """List the papers by topic, with their lengths.

    Pages, statements and proofs are those of papers that were fetched; nothing is downloaded.
    """
    from scaffold.pipeline import loads

    with Progress(lines=False) as progress:
        found = loads.papers(listed, progress)
    if as_json:
        print_json(loads.papers_json(found))
        return
    for topic, group in groupby(sorted(found, key=lambda x: _place(x, found)), key=lambda x: x.offer.topic):
        echo(style(topic or "(no topic)", bold=True))
        for load in group:
            echo(f"  {load.offer.id:<12} {_length(load):<43}  {load.offer.title}".rstrip())
    if any(load.why == loads.NOT_FETCHED for load in found):
        echo("\nscaffold seminar fetch downloads the papers, whose lengths are then shown.")


def _place(load: Load, found: Sequence[Load]) -> int:
    """Where the topic of a paper comes first in the list."""
    return next(n for n, other in enumerate(found) if other.offer.topic == load.offer.topic)


def _length(load: Load) -> str:
    if load.why:
        return load.why
    pages = f"{load.pages:>3} pages" if load.pages else "  ? pages"
    return f"{pages} · {load.statements:>3} statements · {load.proofs:>3} proofs"


@click.command()
@click.argument("listed", required=False, type=FILE, metavar="[PAPERS.csv]")
@json_option()
def fetch(listed: Path | None, as_json: bool) -> int:
    """Download the papers into the cache, slowly.

    arXiv allows one request in three seconds. If it is interrupted, the same command goes on. Exit code 42: some papers
    could not be fetched.
    """
    from scaffold.pipeline import loads

    with Progress(lines=False) as progress:
        arrivals = loads.fetch(listed, progress)
    if as_json:
        print_json(loads.fetch_json(arrivals))
    else:
        for a in arrivals:
            why = f": {a.why}" if a.why else ""
            colour = {"fetched": "green", "cached": None}.get(a.state, "red")
            echo(f"  {a.offer.id:<12} {style(a.state, fg=colour)}{why}")
        counts = {state: sum(a.state == state for a in arrivals) for state in ("fetched", "cached")}
        rest = len(arrivals) - sum(counts.values())
        echo(f"{counts['fetched']} fetched, {counts['cached']} were in the cache, {rest} missing")
    return PARTLY if any(a.why for a in arrivals) else 0
