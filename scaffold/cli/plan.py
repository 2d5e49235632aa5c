"""`scaffold plan`."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

from scaffold.cli.show import plus_questions
from scaffold.cli.subject import MAIN, amiss, ask, head, page, takes_subject

if TYPE_CHECKING:
    from scaffold.model import SourceKind
    from scaffold.pipeline.planning import Planned
    from scaffold.plans import Item, ReportPart, Slide

_WIDTH = 100
"""Columns of a line, the same on every terminal, so that what is printed can be compared."""

_FIRST_CUTS = 3
_UNSAID = {"section-map": "(the paper's sections)"}


@click.command()
@takes_subject
@click.option("--json", "as_json", is_flag=True, help="Both plans as JSON, for other programs.")
@click.option("--minutes", type=click.IntRange(min=1, max=600), help="Length of the talk, if not the project's.")
@click.option("--seminar", metavar="NAME", help="The rules, if not the project's: a shipped profile, or a .toml file.")
def plan(
    source: str | None,
    main: str | None,
    version: str | None,
    offline: bool,
    read_from: SourceKind,
    as_json: bool,
    minutes: int | None,
    seminar: str | None,
) -> None:
    """Show what goes into the report and how the talk's minutes are shared out.

    PROJECT is a folder that init made (by default the one you are in), SOURCE whatever init takes. Heights are
    estimates in pages; what would not leave room to write is cited. Slides that may be left out are numbered in the
    order of leaving out: 1 goes first.
    """
    from scaffold.pipeline import exporting, planning

    made = planning.planned(
        ask(source, main, version, offline, read_from=read_from), seminar_name=seminar, minutes=minutes
    )
    if as_json:
        click.echo(json.dumps(exporting.plan_json(made), ensure_ascii=False, indent=1))
    else:
        head(made.subject.paper)
        _mains(made)
        _report(made)
        _talk(made)
    amiss(made.subject.lost)


def _mains(p: Planned) -> None:
    mains = [s.title for s in p.subject.paper.statements if s.main]
    word = " (your word, scaffold.toml)" if p.subject.chosen else ""
    click.echo(f"  {MAIN} {', '.join(mains)}{word}" if mains else "  no main result found: the plan asks for them")


def _report(p: Planned) -> None:
    click.echo()
    click.echo(click.style(f"Report: {p.profile.pages:g} pages", bold=True) + f"  {p.profile.title}")
    for part in p.report.parts:
        _part(part, p)


def _part(part: ReportPart, p: Planned) -> None:
    """One part: its budget, its items with their heights, what it cites."""
    taken = sum(item.height for item in part.items)
    pages = f"{part.pages:g} page{'s' * (part.pages != 1)}, {part.pages - taken:.2f} of them to write"
    click.echo(f"\n  {click.style(part.title, bold=True)}: {pages}{_pictured(part, p)}")
    for item in part.items:
        if item.kind == "statement" and item.text:
            click.echo(click.style(f"          {item.text}", dim=True))
        _wrapped(f"    {item.height:.2f}  ", _said(item, p))
    if part.cited:
        titles = ", ".join(p.subject.paper.statement(id).title for id in part.cited)
        _wrapped("    cited ", f"(no room to restate): {titles}")


def _pictured(part: ReportPart, p: Planned) -> str:
    """The first part on proofs holds the road map's picture, which is no item."""
    first = next((x.key for x in p.report.parts if x.form == "proofs"), None)
    return ", less the road map" if part.key == first and p.report.roadmap.nodes else ""


def _said(item: Item, p: Planned) -> str:
    """What an item is, in one line."""
    if item.kind == "statement":
        return _titled(item.ref, p)
    marks = {"prompt": "? ", "text": "· "}
    return marks.get(item.kind, "") + (item.text or _UNSAID.get(item.kind, item.ref))


def _titled(id: str, p: Planned) -> str:
    s = p.subject.paper.statement(id)
    name = f" ({p.names[id]})" if id in p.names else ""
    return "  ".join(x for x in (f"{s.title}{name}", page(s)) if x)


def _wrapped(begin: str, text: str) -> None:
    """Text after its figures; further lines stand below the text."""
    click.echo(textwrap.fill(text, _WIDTH, initial_indent=begin, subsequent_indent=" " * len(begin)))


def _talk(p: Planned) -> None:
    """The slides by section, with minutes, the running total, and the order of leaving out."""
    spoken = [s for s in p.talk.slides if s.seconds]
    backup = [s for s in p.talk.slides if not s.seconds]
    click.echo()
    length = f"{_counted(p.talk.minutes, 'minute')}{plus_questions(p.talk.questions)}"
    click.echo(click.style(f"Talk: {length}", bold=True) + f"  {_counted(len(spoken), 'slide')}")
    click.echo(click.style("\n     #   time   until  cut", dim=True))
    total, numbered = 0, enumerate(spoken, start=1)
    for section, slides in groupby(numbered, key=lambda row: row[1].section):
        click.echo(f"  {click.style(section, bold=True)}")
        for n, slide in slides:
            total += slide.seconds
            _wrapped(f"    {n:>2}  {_clock(slide.seconds)}   {_clock(total)}  {slide.cut or '':>3}  ", _shown(slide, p))
    if backup:
        click.echo(click.style("  Backup", bold=True))
        _wrapped("    ", ", ".join(_brief(slide, p) for slide in backup))
    _short(spoken, p.talk.minutes)


def _shown(slide: Slide, p: Planned) -> str:
    """The slide's title, with what stands on it where that says more."""
    refs = [i.ref for i in (*slide.items, *slide.right) if i.kind == "statement"]
    several = f": {', '.join(p.subject.paper.statement(id).title for id in refs)}" if len(refs) > 1 else ""
    where = f"  p. {slide.page}" if slide.page else ""
    return f"{slide.title}{several}{where}"


def _brief(slide: Slide, p: Planned) -> str:
    refs = [i.ref for i in slide.items if i.kind == "statement"]
    return p.subject.paper.statement(refs[0]).title if refs else slide.title


def _short(spoken: Sequence[Slide], minutes: int) -> None:
    """What leaving out the first few slides saves."""
    order = sorted((s for s in spoken if s.cut), key=lambda s: s.cut or 0)[:_FIRST_CUTS]
    if order:
        saved = sum(s.seconds for s in order)
        names = ", ".join(str(spoken.index(s) + 1) for s in order)
        click.echo(
            f"\n  Late? Leaving out slides {names}, in this order, leaves {_clock(60 * minutes - saved).strip()}."
        )


def _clock(seconds: int) -> str:
    """Minutes and seconds, as wide as a talk's longest."""
    return f"{seconds // 60:>2}:{seconds % 60:02}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"
