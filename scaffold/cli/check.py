"""`scaffold check`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffold.cli.options import json_option, project_argument
from scaffold.cli.show import Progress, print_problems
from scaffold.cli.terminal import echo, print_json, style

if TYPE_CHECKING:
    from scaffold.check.result import Check

FAILED, UNKNOWN = 40, 41
"""Exit codes: a check failed; no check failed, but something could not be measured."""

_MAX_FINDINGS = 5
"""Maximum number of findings printed for one check."""

_MARKS = {
    "pass": style("✓", fg="green"),
    "fail": style("✗", fg="red"),
    "unknown": style("?", fg="yellow"),
}


@click.command()
@project_argument
@click.option("--final", is_flag=True, help="Check the version to hand in: draft mode and unfilled placeholders fail.")
@json_option()
@click.option("--junit", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Also write JUnit XML.")
def check(project: Path | None, final: bool, as_json: bool, junit: Path | None) -> int:
    """Check the report and the slides before you hand them in.

    Exit code 0: every check passed. 40: a check failed. 41: no check failed, but something could not be measured.
    """
    from scaffold import pipeline
    from scaffold.pipeline import checking, outputs
    from scaffold.pipeline import junit as xml

    folder = project or pipeline.project_folder(Path.cwd())
    with Progress(lines=False) as progress:
        checks, problems = checking.check(folder, final, progress), outputs.problems(folder)
    if junit is not None:
        xml.write(checks, junit)
    if as_json:
        print_json(checking.check_json(checks, problems))
    else:
        _print(checks)
        print_problems(problems)
    return code(checks)


def code(checks: Sequence[Check]) -> int:
    """The exit code of these checks."""
    verdicts = {c.verdict for c in checks}
    return FAILED if "fail" in verdicts else UNKNOWN if "unknown" in verdicts else 0


def _print(checks: Sequence[Check]) -> None:
    """Prints one line per check; if it did not pass, a line for each finding and what to do next."""
    wide = max((len(c.name) for c in checks), default=0)
    for found in _grouped(checks):
        first = f"{_MARKS[found[0].verdict]} {found[0].name:<{wide}}  "
        for n, line in enumerate(_lines(found)):
            echo((first if n == 0 else " " * (wide + 4)) + line)
    echo(f"\n{_counted(checks)}")


def _counted(checks: Sequence[Check]) -> str:
    """ "16 checks passed, 1 failed"."""
    from scaffold.check.result import counts

    words = {"pass": "passed", "fail": "failed", "unknown": "unknown"}
    rows = [(n, words[verdict]) for verdict, n in counts(checks).items() if n]
    first = [f"{n} check{'s' * (n != 1)} {word}" for n, word in rows[:1]]
    return ", ".join(first + [f"{n} {word}" for n, word in rows[1:]])


def _grouped(checks: Sequence[Check]) -> list[list[Check]]:
    """The checks in order; checks that did not pass are grouped by name and verdict."""
    rows: dict[tuple[str, ...], list[Check]] = {}
    for n, c in enumerate(checks):
        rows.setdefault((c.name, c.verdict, str(n) if c.verdict == "pass" else ""), []).append(c)
    return list(rows.values())


def _lines(found: Sequence[Check]) -> Iterator[str]:
    """The lines for one check: at most `_MAX_FINDINGS` findings, each hint once, after the findings it is for."""
    by_next: dict[str, list[Check]] = {}
    for c in found[:_MAX_FINDINGS]:
        by_next.setdefault(c.next, []).append(c)
    for advice, rows in by_next.items():
        yield from (c.message for c in rows)
        place = " → ".join(filter(None, (_place(rows), advice)))
        if place and rows[0].verdict != "pass":
            yield style(place, dim=True)
    if len(found) > _MAX_FINDINGS:
        yield f"and {len(found) - _MAX_FINDINGS} more: scaffold check --json"


def _place(rows: Sequence[Check]) -> str:
    """The places of these findings, each file once: "slides.pptx, slide 2, slide 3", "summary.tex:4, 13"."""
    places = dict[str, list[str]]()
    for where in dict.fromkeys(c.where for c in rows if c.where):
        file, mark, inside = re.match(r"(.*?)(?:(, |:)(.*))?$", where, re.DOTALL).groups("")  # type: ignore[union-attr]
        places.setdefault(file + mark, []).append(inside)
    return "; ".join(file + ", ".join(inside) for file, inside in places.items())
