"""Figures, tables and algorithms that float: their parts, captions and graphics."""

from __future__ import annotations

import re

from scaffold.read.latex.commands import algorithms
from scaffold.read.latex.counters import shown, styled
from scaffold.read.latex.drafts import FigureDraft, ReferentDraft, Stretch, Target
from scaffold.read.latex.engine import Engine, begins, command
from scaffold.read.latex.stack import Env
from scaffold.tex import tokens

_FLOATS = ("figure", "figure*", "wrapfigure", "SCfigure", "sidewaysfigure", "table", "table*", "wraptable",
           "sidewaystable", "algorithm", "algorithm*",
           "algorithm2e", "longtable", "subfigure", "subtable", "minipage", "listing")  # fmt: skip


@command("newfloat", "DeclareFloatingEnvironment", "trivfloat", "DeclareNewTOC")
def new_float(engine: Engine, how: str) -> None:
    """\\newfloat{x}{place}{file}[within] of package float, and its kin with keys: a float that has its counter."""
    keys, name = tokens.key_values(engine.option() or ""), (engine.argument() or "").strip()
    if how == "newfloat":
        engine.argument(), engine.argument()
    within = engine.option() if how == "newfloat" else keys.get("within")
    name = keys.get("type", name) if how == "DeclareNewTOC" else name
    if name and name.isalpha():
        engine.own_floats.add(name)
        engine.counters.new(name, within, f"{shown(within)}.\\arabic{{{name}}}" if within else None)


@begins(*_FLOATS)
def begin_float(engine: Engine, name: str) -> None:
    """A float; figures are noted."""
    at = engine.here()
    engine.option()
    kind = name.rstrip("*").replace("wrap", "").replace("sideways", "").replace("SC", "").replace("2e", "")
    if kind in ("minipage", "subfigure", "subtable"):
        engine.open(Env(name=name, kind="" if kind == "minipage" else "part"))
        return
    before = engine.counters.value(_part_of(kind)) or engine.counters.value(_counted_parts(kind))
    engine.counters.set(_counted_parts(kind), 0)
    if "subfigure" not in engine.notes.packages:
        engine.counters.set(_part_of(kind), 0)
    span = engine.span()
    figure = (
        FigureDraft(file=span.file, line=span.line, section=len(engine.notes.sections) - 1)
        if kind == "figure"
        else None
    )
    if figure:
        engine.notes.figures.append(figure)
    outermost = engine.inside("float:algorithm") is None
    env = Env(name=name, kind="float:" + kind, data=figure, before=before)
    _note_float(engine, env, kind, at)
    engine.open(env)
    if kind == "algorithm" and outermost:
        algorithms.begin_algorithm2e(engine, name)


_RESTATED = {"figure": "Figure", "table": "Table", "algorithm": "Algorithm"}
"""Floats that can be restated, and what their captions call them."""


def _note_float(engine: Engine, env: Env, kind: str, at: Stretch) -> None:
    """Notes a float outside statements and other floats, which statements may refer to."""
    apart = any(e.kind == "statement" or e.kind.startswith("float:") for e in engine.envs)
    if apart or not engine.in_document or env.name.rstrip("*").removesuffix("2e") not in _RESTATED:
        return
    draft = ReferentDraft(
        kind=kind,
        heading=_RESTATED[kind],
        number="",
        at=at,
        order=engine.notes.next_order(),
        section=len(engine.notes.sections) - 1,
        macros_at=len(engine.macros.events),
        name=env.name,
    )
    engine.notes.referents.append(draft)
    marked = len(engine.notes.marks)

    def close() -> None:
        draft.at.end = engine.home().pos if engine.frames else at.end
        draft.mark = next((m for m in engine.notes.marks[marked:] if m.kind == kind), None)

    env.close = close


def _float(engine: Engine) -> Env | None:
    return next((e for e in reversed(engine.envs) if e.kind.startswith("float:")), None)


def _part_of(kind: str) -> str:
    """The counter of a float's parts."""
    return f"sub{kind}"


def _counted_parts(kind: str) -> str:
    """The counter of parts that a float had before its caption, for the float that continues it."""
    return f"{_part_of(kind)} before its caption"


def _captioned(engine: Engine, env: Env | None, kind: str) -> None:
    """A float has its number from here on; its parts begin again."""
    engine.counters.set(_counted_parts(kind), engine.counters.value(_part_of(kind)))
    engine.counters.set(_part_of(kind), 0)
    if env is not None:
        env.numbered = True


def _within_next(engine: Engine, env: Env | None) -> bool:
    """Whether a part belongs to the number of a caption that is to come.

    With package subfigure always; else if the float has no caption yet, or another one follows.
    """
    if env is None or not env.numbered or "subfigure" in engine.notes.packages:
        return True
    frame = engine.frames[-1]
    end = frame.find("\\end{" + env.name + "}")
    return end >= 0 and 0 <= frame.find("\\caption") < end


def _next_part(engine: Engine, env: Env | None, kind: str) -> str:
    """The number of a float's next part: within that of the caption before it, or after it."""
    c, part = engine.counters, _part_of(kind)
    c.step(part)
    before = c.value(kind)
    c.set(kind, before + _within_next(engine, env))
    whole = c.print(kind)
    c.set(kind, before)
    if part in c.the:
        return whole + c.print(part)
    letter = styled("alph", c.value(part))
    return whole + (f"({letter})" if "subfigure" in engine.notes.packages else letter)


@command("subfloat", "subfigure", "subtable", "subcaptionbox")
def part_of_float(engine: Engine, how: str) -> None:
    """\\subfloat[caption]{…}: its labels, in either argument, name the part; both are read in place."""
    env = _float(engine)
    if env is None or engine.star():
        return
    kind = "table" if how == "subtable" else env.kind[6:]
    engine.target = Target(number=_next_part(engine, env, kind), kind=kind)


@command("ContinuedFloat")
def continued_float(engine: Engine, _: str) -> None:
    """The float goes on with the number and the parts of the one before."""
    env = _float(engine)
    if env is not None:
        kind = env.kind[6:]
        engine.counters.set(kind, engine.counters.value(kind) - 1)
        engine.counters.set(_part_of(kind), env.before)


@command("caption", "captionof", "topcaption", "subcaption")
def caption(engine: Engine, how: str) -> None:
    """\\caption[short]{text}: the float is counted here."""
    starred = engine.star()
    env = _float(engine)
    kind = (engine.argument() or "figure") if how == "captionof" else env.kind[6:] if env else ""
    engine.option()
    text = engine.raw_group()
    if not kind or text is None:
        return
    part = how == "subcaption" or (how == "caption" and engine.inside("part") is not None)
    number = ""
    if part and not starred:
        number = _next_part(engine, env, kind)
    elif not starred:
        engine.counters.step(kind)
        number = engine.counters.print(kind)
        _captioned(engine, env, kind)
    figure = env.data if env and isinstance(env.data, FigureDraft) and not part else None
    mark = engine.mark(kind, number, engine.here(), caption=text) if number and not part else None
    if figure:
        figure.caption, figure.number = figure.caption or text.strip(), figure.number or number or None
        figure.mark = figure.mark or mark
    engine.target = Target(number=number, kind=kind, figure=figure, mark=mark)
    for key in re.findall(r"\\label\s*\{([^{}]*)\}", text):
        engine.label(key)


@command("tbl")
def table_caption(engine: Engine, _: str) -> None:
    """World Scientific's \\tbl{caption}{table}."""
    if engine.notes.document_class.startswith("ws"):
        caption(engine, "caption")


@command("includegraphics", "includepdf", "includesvg", "epsfbox", "epsfig", "psfig")
def graphics(engine: Engine, how: str) -> None:
    """\\includegraphics[…]{file}."""
    engine.star()
    engine.option()
    engine.option()
    name = engine.argument()
    if name and how in ("epsfig", "psfig"):
        keys = tokens.key_values(name)
        name = keys.get("file") or keys.get("figure")
    env = _float(engine)
    if name and env and isinstance(env.data, FigureDraft):
        found = find_graphics(engine, engine.plain_name(name))
        if found not in env.data.files:
            env.data.files.append(found)


@command("graphicspath")
def graphics_path(engine: Engine, _: str) -> None:
    """\\graphicspath{{a/}{b/}}."""
    engine.options["\\graphicspath"] = engine.argument() or ""


def find_graphics(engine: Engine, name: str) -> str:
    """The graphics file that a name means; the name itself when it is not in the source."""
    folders = re.findall(r"\{([^{}]*)\}", engine.options.get("\\graphicspath", ""))
    places = tuple(dict.fromkeys((engine.home().folder, "", *(f.rstrip("/") for f in folders))))
    return engine.tree.find(name, places, ("", ".pdf", ".png", ".jpg", ".jpeg", ".eps", ".PDF", ".svg")) or name
