"""`scaffold seminar collect`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffold.cli.options import FILE, json_option, seminar_option
from scaffold.cli.programme import TABLE, here, programme_here, programme_option
from scaffold.cli.projects import into_option
from scaffold.cli.show import Progress
from scaffold.cli.terminal import echo, print_json, style, typed

if TYPE_CHECKING:
    from scaffold.pipeline.collecting import Facts
    from scaffold.pipeline.manifests import Manifest

_SHOWN = 5
"""Files that a line names."""


@click.command()
@click.argument("handins", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--table", type=FILE, help="Who has which paper (default: assignment.csv, if it is here).")
@into_option
@seminar_option
@programme_option
@click.option(
    "--due", type=click.DateTime(["%Y-%m-%d"]), help="The deadline (default: that of the report in the profile)."
)
@click.option("-o", "--output", type=FILE, help="Also write the facts to this CSV file.")
@json_option()
def collect(
    handins: Path,
    *,
    table: Path | None,
    into: Path,
    seminar: str,
    programme: Path | None,
    due: datetime | None,
    output: Path | None,
    as_json: bool,
) -> None:
    """Measure what students have handed in.

    DIR has a file or a folder for each student, or is the ZIP file of all submissions that Moodle makes. What cannot be
    measured is unknown.
    """
    from scaffold.pipeline import collecting

    with Progress(lines=False) as progress:
        found = collecting.collect(
            handins,
            here(table, TABLE),
            into,
            rules=seminar,
            programme=programme_here(programme),
            due=due.date() if due else None,
            progress=progress,
        )
    if as_json:
        print_json(collecting.facts_json(found))
    else:
        for line in (line for facts in found for line in _lines(facts)):
            echo(line)
        echo(f"\n{_counted(found)}")
    if output is not None:  # after what took long is shown: the file may not be writable
        collecting.write_csv(found, seminar, output)
    if output is not None and not as_json:
        echo(f"\nWritten to {typed(str(output))}")


def _counted(found: Sequence[Facts]) -> str:
    """How many have handed in, and how many of these late."""
    known = [f for f in found if f.known]
    counts = {
        "handed in": sum(bool(f.files) for f in known),
        "late": sum(bool(f.late) for f in known),
        "with nothing": sum(not f.files for f in known),
        "not in the table": len(found) - len(known),
    }
    return ", ".join(f"{count} {what}" for what, count in counts.items())


def _lines(f: Facts) -> Iterator[str]:
    known = "" if f.known else "  (not in the table of who has which paper)"
    yield f"{style(f.name, bold=True)}  {f.paper}{known}".rstrip()
    if f.when is not None:
        late = "deadline unknown" if f.late is None else f"{f.late:g} days late" if f.late else "in time"
        yield f"  {'handed in':<12} {f.when.replace('T', ' ')}, {late}"
    if f.manifest is not None:
        yield from _of_manifest(f.manifest)
    if f.pages is not None:
        parts = "".join(f" · {title} {pages:.2f}" for title, pages in f.parts.items()) or " · parts unknown"
        yield f"  {'report':<12} {f.pages} pages{parts}"
    if f.slides is not None or f.minutes is not None:
        facts = (f"{f.slides} pages" if f.slides else "", f"{f.minutes:g} minutes" if f.minutes else "minutes unknown")
        yield f"  {'slides':<12} {' · '.join(filter(None, facts))}"
    for name, (verdict, messages) in f.checks.items():
        if verdict != "pass":
            more = f" (and {len(messages) - 1} more)" if len(messages) > 1 else ""
            yield f"  {name:<12} {'✗' if verdict == 'fail' else '?'} {messages[0]}{more}"
    for problem in f.problems:
        yield f"  {'problem':<12} {problem}"
    for question in f.ask:
        yield f"  {'ask':<12} {question}"


def _of_manifest(m: Manifest) -> Iterator[str]:
    """What the hand-in says of itself, and where that is not so."""
    about = (f"scaffold {m.scaffold}", m.day, m.stage, m.paper)
    yield f"  {'submitted':<12} {' · '.join(filter(None, about))}"
    for reason in m.reasons:
        yield f"  {'in spite of':<12} {reason}"
    for word, names in (("differs", m.differs), ("missing", m.missing)):
        if names:
            more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
            yield f"  {word:<12} {', '.join(names[:_SHOWN])}{more}"
