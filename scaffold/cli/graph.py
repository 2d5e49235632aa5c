"""`scaffold graph`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from scaffold.cli.options import json_option
from scaffold.cli.show import print_problems
from scaffold.cli.subject import MAIN, Asked, load_subject, print_title, takes_subject
from scaffold.cli.terminal import echo, print_file, print_json, style

if TYPE_CHECKING:
    from scaffold.pipeline.planning import Mapped
    from scaffold.plans import Branch

HEAVY = style("●", fg="cyan")
_DEFAULT_LIMIT = 30
_DEEPEST, _MOST_LINES = 12, 200
"""Levels and lines of the tree that are printed: more is nothing that a person reads on a terminal."""

_STDOUT = "-"


@click.command()
@takes_subject
@click.option("--dot", metavar="FILE", help="Write the road map as a Graphviz DOT file (- for standard output).")
@click.option("--svg", metavar="FILE", help="Write the road map as an SVG image (- for standard output).")
@json_option("the whole graph")
@click.option(
    "--limit",
    type=click.IntRange(min=1, max=200),
    default=_DEFAULT_LIMIT,
    show_default=True,
    help="Maximum number of statements in DOT and SVG; the least used are left out first.",
)
def graph(
    asked: Asked,
    dot: str | None,
    svg: str | None,
    as_json: bool,
    limit: int,
) -> None:
    """Show which statements the main results use, as a tree.

    PROJECT is a folder made by scaffold init (default: the current folder). SOURCE is anything that scaffold init
    accepts. The statements that the proofs rely on most are bold and marked ●. If a statement occurs again, its
    subtree is not repeated. Of a very large paper, the lines left out are counted.
    """
    from scaffold.pipeline import exporting, planning

    if sum((as_json, dot == _STDOUT, svg == _STDOUT)) > 1:
        raise click.UsageError("Only one of --json, --dot - and --svg - can write to standard output.")
    mapped = planning.mapped(load_subject(asked), limit)
    _files(mapped, dot, svg)
    if as_json:
        print_json(exporting.graph_json(mapped))
    elif _STDOUT not in (dot, svg):
        _tree(mapped)
    print_problems(mapped.diagnostics)


def _files(m: Mapped, dot: str | None, svg: str | None) -> None:
    from scaffold.pipeline import exporting

    for path, text in ((dot, exporting.graph_dot), (svg, exporting.graph_svg)):
        if path == _STDOUT:
            print_file(text(m))
        elif path:
            exporting.save(text(m), path)
            echo(f"wrote {path}: {len(m.roadmap.nodes)} statements", err=True)


def _tree(m: Mapped) -> None:
    """Prints the outline as a tree, and what the marks mean."""
    print_title(m.subject.paper)
    if not m.outline:
        echo('  No main result found. Name the main results in scaffold.toml: main = ["Theorem 3"]')
        return
    heavy = {n.id for n in m.roadmap.nodes if n.heavy}
    shown, below = _shown(m.outline)
    for n, (lines, branch) in enumerate(zip(_lines([b.depth for b in shown]), shown, strict=True)):
        main = branch.id in m.graph.mains
        title = style(branch.title, bold=main or branch.id in heavy)
        sign = f"{MAIN} " if main else f"{HEAVY} " if branch.id in heavy else ""
        name = f" ({m.names[branch.id]})" if branch.id in m.names else ""
        echo(f"  {style(lines, dim=True)}{sign}{title}{name}{_facts(m, branch, below.get(n, 0))}")
    _foot(m, bool(heavy))


def _shown(outline: Sequence[Branch]) -> tuple[list[Branch], dict[int, int]]:
    """The lines of the outline that are printed, and the number of lines left out after each of them, by its place."""
    shown: list[Branch] = []
    below: dict[int, int] = {}
    for branch in outline:
        if branch.depth == 0 or (branch.depth <= _DEEPEST and len(shown) < _MOST_LINES):
            shown.append(branch)
        else:
            below[len(shown) - 1] = below.get(len(shown) - 1, 0) + 1
    return shown, below


def _facts(m: Mapped, branch: Branch, left_out: int) -> str:
    """The page, equivalent statements, where the subtree is, how many lines are left out; "" if there is none."""
    same = next((group for group in m.graph.equivalents if branch.id in group), ())
    others = dict.fromkeys(m.subject.paper.statement(id).title for id in same)
    titles = [title for title in others if title != branch.title]
    facts = [f"p. {branch.page}" if branch.page else "", f"same as {', '.join(titles)}" if titles else ""]
    facts.append("↑ see above" if branch.again else "")
    facts.append(f"… {left_out} more below (all: --json)" if left_out else "")
    line = " · ".join(f for f in facts if f)
    return "  " + style(line, dim=True) if line else ""


def _lines(depths: list[int]) -> Iterable[str]:
    """The connecting lines before each line of a tree, from the depths of its lines."""
    drawn: list[str] = []
    followed: set[int] = set()
    for depth in reversed(depths):
        before = "".join("│  " if level in followed else "   " for level in range(1, depth))
        drawn.append(before + ("" if depth == 0 else "├─ " if depth in followed else "└─ "))
        followed = {level for level in followed if level < depth} | {depth}
    return reversed(drawn)


def _foot(m: Mapped, heavy: bool) -> None:
    paper, needed = m.subject.paper, set(m.graph.order)
    rest = sum(m.graph.stands_for[s.id] == s.id and s.id not in needed for s in paper.statements)
    echo()
    echo("  " + "   ".join(_legend(m, heavy)))
    if rest:
        echo(f"  {rest} other statement{'s are' if rest != 1 else ' is'} not used by these proofs")


def _legend(m: Mapped, heavy: bool) -> Iterator[str]:
    yield f"{MAIN} main result{' (set in scaffold.toml)' if m.subject.chosen else ''}"
    if heavy:
        yield f"{HEAVY} used most by the proofs"
