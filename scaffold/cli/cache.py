"""`scaffold cache`: what was downloaded and compiled, and how to remove it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from scaffold.cli.options import Commands
from scaffold.cli.terminal import echo, style

if TYPE_CHECKING:
    from scaffold.pipeline.caching import Cached


@click.group(cls=Commands)
def cache() -> None:
    """Show or remove what scaffold downloaded and compiled."""


@cache.command("list")
def list_papers() -> None:
    """List the papers in the cache, with their files."""
    from scaffold.pipeline import caching

    found = caching.contents()
    for host, papers in groupby(found.papers, key=lambda p: p.host):
        echo(style(host, bold=True))
        for paper in papers:
            files = ", ".join(f"v{f.version} {f.what} {caching.amount(f.size)}" for f in paper.files)
            echo(f"  {style(paper.id, fg='cyan')}  {paper.title}".rstrip())
            echo(f"    {files or 'only metadata'}")
    _print_totals(found)


@cache.command()
def size() -> None:
    """Show how much space the cache takes, and where it is."""
    from scaffold.pipeline import caching

    _print_totals(caching.contents())


@cache.command()
@click.argument("source", required=False, metavar="[ID]")
def clear(source: str | None) -> None:
    """Remove one paper, or everything that is kept.

    ID is that of a paper, 1905.03684, or of one version, 1905.03684v2. Without it, compiled documents are removed, too.
    Projects are not affected: they have copies of their own.
    """
    from scaffold.pipeline import caching

    removed = caching.clear(source)
    if removed.results:
        echo(f"Removed {caching.amount(removed.results)} of compiled documents.")
    if not removed.papers:
        if not removed.results:
            echo(f"Nothing to remove: {source or 'every paper'} is absent from {removed.folder}.")
        return
    names = ", ".join(f"{paper.id}{removed.version}" for paper in removed.papers[:5])
    more = f" and {len(removed.papers) - 5} more" if len(removed.papers) > 5 else ""
    echo(f"Removed the downloads of {names}{more} from {removed.folder}.")


def _print_totals(found: Cached) -> None:
    from scaffold.pipeline import caching

    count = len(found.papers)
    echo(f"{count} paper{'s' * (count != 1)}, {caching.amount(found.size)}, in {found.folder}")
    if found.results:
        echo(f"Compiled documents, so that nothing is compiled twice: {caching.amount(found.results)}")
