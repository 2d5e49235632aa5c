"""`scaffold check`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scaffold.check.result import Check

FAILED, UNKNOWN = 40, 41
"""Exit codes: some check failed; none failed, but something could not be measured."""

_MARKS = {
    "pass": click.style("✓", fg="green"),
    "fail": click.style("✗", fg="red"),
    "unknown": click.style("?", fg="yellow"),
}


@click.command()
@click.argument("project", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="As JSON, for other programs.")
def check(project: Path | None, as_json: bool) -> int:
    """Measure report and deck as they would be handed in.

    Exits with 0 only when every check passes, with 40 when one fails, with 41 when none fails but something could not
    be measured.
    """
    from scaffold import pipeline
    from scaffold.pipeline import checking

    checks = checking.check(project or pipeline.project_folder(Path.cwd()))
    if as_json:
        click.echo(json.dumps(checking.check_json(checks), ensure_ascii=False, indent=1))
    else:
        _print(checks)
    return code(checks)


def code(checks: Sequence[Check]) -> int:
    """The exit code of these checks."""
    verdicts = {c.verdict for c in checks}
    return FAILED if "fail" in verdicts else UNKNOWN if "unknown" in verdicts else 0


def _print(checks: Sequence[Check]) -> None:
    """One line a check; below what is amiss, where and what to do next."""
    wide = max((len(c.name) for c in checks), default=0)
    for c in checks:
        click.echo(f"{_MARKS[c.verdict]} {c.name:<{wide}}  {c.message}")
        if c.verdict != "pass" and (c.where or c.next):
            told = " → ".join(filter(None, (c.where, c.next)))
            click.echo(click.style(f"  {'':<{wide}}  {told}", dim=True))
    counts = [(sum(c.verdict == v for c in checks), word) for v, word in
              (("pass", "passed"), ("fail", "failed"), ("unknown", "unknown"))]  # fmt: skip
    click.echo("\n" + ", ".join(f"{n} {word}" for n, word in counts if n))
