"""`scaffold diff`."""

from __future__ import annotations

from typing import Any

import click

from scaffold.cli.changes import print_changes
from scaffold.cli.options import json_option
from scaffold.cli.show import Progress
from scaffold.cli.terminal import print_json


@click.command(
    epilog="OLD and NEW are versions of the project's paper (v1 v3), folders of projects, or papers as for init. With "
    "one, the paper of the project is compared with it; without any, or with the folder of a project alone, with the "
    "version that scaffold would choose now."
)
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--offline", is_flag=True, help="Use only the cache, not the network.")
@json_option()
def diff(old: str | None, new: str | None, *, as_json: bool, **chosen: Any) -> None:
    """Show what changed between two versions of a paper.

    Statements, their words, and proofs.
    """
    from scaffold import pipeline
    from scaffold.pipeline import comparing

    options = pipeline.Options(source="", tex=False, **chosen)
    first, second = (old, new) if new is not None else (None, old)
    with Progress(as_json, lines=False) as progress:
        changes = comparing.diff(first, second, options, progress)
    if as_json:
        print_json(comparing.changes_json(changes))
    else:
        print_changes(changes)
