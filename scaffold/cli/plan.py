"""`scaffold plan`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

from scaffold.cli.options import json_option
from scaffold.cli.show import plus_questions, print_problems
from scaffold.cli.subject import MAIN, Asked, load_subject, page_of, print_title, takes_subject
from scaffold.cli.terminal import echo, print_json, style

if TYPE_CHECKING:
    from scaffold.pipeline.planning import Planned
    from scaffold.plans import Item, ReportPart, Slide

_FIRST_CUTS = 3
_DEFAULT_TEXT = {"section-map": "(the paper's sections)"}


@click.command()
@takes_subject
@json_option("both plans")
@click.option("--minutes", type=click.IntRange(min=1, max=600), help="Length of the talk (default: from the project).")
@click.option(
    "--seminar", metavar="NAME", help="Seminar profile (default: from the project): a built-in name or a .toml file."
)
def plan(
    asked: Asked,
    as_json: bool,
    minutes: int | None,
    seminar: str | None,
) -> None:
    """Show what goes into the report, and the time of each slide.

    PROJECT is a folder made by scaffold init (default: the current folder). SOURCE is anything that scaffold init
    accepts. Heights are estimates in pages; statements that would leave too little space for your own text are only
    cited. The column "cut" gives the order in which to skip slides: 1 first.
    """
    from scaffold.pipeline import exporting, planning

    subject = load_subject(asked)
    if subject.folder is None:
        seminar = seminar or os.environ.get("SCAFFOLD_SEMINAR")
    made = planning.planned(subject, seminar_name=seminar, minutes=minutes)
    if as_json:
        print_json(exporting.plan_json(made))
    else:
        print_title(made.subject.paper)
        _print_mains(made)
        _print_report(made)
        _print_talk(made)
    print_problems(made.subject.not_found)


def _print_mains(p: Planned) -> None:
    mains = [s.title for s in p.subject.paper.statements if s.main]
    word = " (set in scaffold.toml)" if p.subject.chosen else ""
    echo(f"  {MAIN} {', '.join(mains)}{word}" if mains else "  no main result found: the report asks you to name it")


def _print_report(p: Planned) -> None:
    echo()
    echo(style(f"Report: {p.profile.pages:g} pages", bold=True) + f"  {p.profile.title}")
    for part in p.report.parts:
        _print_part(part, p)


def _print_part(part: ReportPart, p: Planned) -> None:
    """Prints one part: its page budget, its items with their heights, and what it only cites."""
    taken = sum(item.height for item in part.items)
    pages = f"{part.pages:g} page{'s' * (part.pages != 1)}, {part.pages - taken:.2f} for your text"
    echo(f"\n  {style(part.title, bold=True)}: {pages}{_road_map_note(part, p)}")
    for item in part.items:
        if item.kind == "statement" and item.text:
            echo(style(f"          {item.text}", dim=True))
        echo(f"    {item.height:.2f}  {_description(item, p)}")
    if part.cited:
        titles = ", ".join(p.subject.paper.statement(id).title for id in part.cited)
        echo(f"    cited (no space to restate): {titles}")


def _road_map_note(part: ReportPart, p: Planned) -> str:
    """A note for the first part on proofs: it also holds the road map, which is not an item."""
    first = next((x.key for x in p.report.parts if x.form == "proofs"), None)
    return ", minus the road map" if part.key == first and p.report.roadmap.nodes else ""


def _description(item: Item, p: Planned) -> str:
    """An item in one line."""
    if item.kind == "statement":
        return _titled(item.ref, p)
    if item.kind == "proof":
        return f"· the steps of the proof of {p.subject.paper.statement(item.ref).title} (only in the draft)"
    if item.kind == "named":
        return f"· {_titled(item.ref, p)}, which a statement above names (only in the draft)"
    if item.kind == "notation":
        return "· the sentences that introduce its symbols (only in the draft)"
    if item.kind == "quotes":
        return f"· the authors in their own words: {item.ref} (only in the draft)"
    marks = {"prompt": "? ", "text": "· "}
    return marks.get(item.kind, "") + (item.text or _DEFAULT_TEXT.get(item.kind, item.ref))


def _titled(id: str, p: Planned) -> str:
    s = p.subject.paper.statement(id)
    name = f" ({p.names[id]})" if id in p.names else ""
    return "  ".join(x for x in (f"{s.title}{name}", page_of(s)) if x)


def _print_talk(p: Planned) -> None:
    """Prints the slides by section, with their times, the running total and the order in which to skip them."""
    timed = [s for s in p.talk.slides if s.seconds]
    backup = [s for s in p.talk.slides if not s.seconds]
    echo()
    length = f"{_counted(p.talk.minutes, 'minute')}{plus_questions(p.talk.questions)}"
    echo(style(f"Talk: {length}", bold=True) + f"  {_counted(len(timed), 'slide')}")
    if p.in_deck not in (None, len(timed)):
        echo(style(f"  the deck has {p.in_deck}: a long statement takes several slides, and yours count", dim=True))
    echo(style("\n     #   time   until  cut", dim=True))
    total, numbered = 0, enumerate(timed, start=1)
    for section, slides in groupby(numbered, key=lambda row: row[1].section):
        echo(f"  {style(section, bold=True)}")
        for n, slide in slides:
            total += slide.seconds
            begin = f"    {n:>2}  {_clock(slide.seconds)}   {_clock(total)}  {slide.cut or '':>3}  "
            echo(begin + _shown(slide, p))
    if backup:
        echo(style("  Backup", bold=True))
        echo(f"    {', '.join(_brief(slide, p) for slide in backup)}")
    _print_cuts(timed, p.talk.minutes)


def _shown(slide: Slide, p: Planned) -> str:
    """The slide's title, with its statements if there are several."""
    refs = [i.ref for i in (*slide.items, *slide.right) if i.kind == "statement"]
    several = f": {', '.join(p.subject.paper.statement(id).title for id in refs)}" if len(refs) > 1 else ""
    where = f"  p. {slide.page}" if slide.page else ""
    return f"{p.titles.get(slide.id, slide.title)}{several}{where}"


def _brief(slide: Slide, p: Planned) -> str:
    refs = [i.ref for i in slide.items if i.kind == "statement"]
    return p.subject.paper.statement(refs[0]).title if refs else p.titles.get(slide.id, slide.title)


def _print_cuts(timed: Sequence[Slide], minutes: int) -> None:
    """Prints how much time skipping the first few slides saves."""
    from scaffold.talk.timing import in_order

    order = sorted((s for s in timed if s.cut), key=lambda s: s.cut or 0)[:_FIRST_CUTS]
    if order:
        saved = sum(s.seconds for s in order)
        names = in_order([timed.index(s) + 1 for s in order])
        echo(f"\n  Running late? Skip {names} to finish in {_clock(60 * minutes - saved).strip()}.")


def _clock(seconds: int) -> str:
    """Minutes and seconds, padded to five columns."""
    return f"{seconds // 60:>2}:{seconds % 60:02}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"
