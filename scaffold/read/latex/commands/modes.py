r"""Modes of beamer and beamerarticle: what is printed on slides only, or in the article only (\mode<presentation>)."""

from __future__ import annotations

import re
from typing import Any

from scaffold.read.latex.engine import Engine
from scaffold.tex import tokens

__all__ = ["hide", "make_commands", "shown"]

_SPEC = re.compile(r"\s*<([^<>\n]{0,60})>")
_NEXT_MODE = re.compile(r"^(?:\\mode\*?|\\(?:begin|end)\{document\})[ \t]*$", re.MULTILINE)
"""The lines that end text for another mode: nothing else stands on them."""

_SLIDES = frozenset(("handout", "trans", "second"))
_OTHERS = {"beamer": _SLIDES | {"article"}, "article": _SLIDES | {"presentation", "beamer"}}
"""The modes in which a document is not typeset, by what it is."""


def _kind(engine: Engine) -> str:
    """What is typeset: "beamer", "article", or "" without modes."""
    if engine.notes.document_class == "beamer":
        return "beamer"
    return "article" if "beamerarticle" in engine.notes.packages else ""


def shown(engine: Engine, spec: str) -> bool:
    """Whether a specification, such as "presentation" or "article|beamer:2", lets anything be printed."""
    others = _OTHERS.get(_kind(engine), frozenset[str]())
    return not spec.strip() or not all(part.strip() in others for part in spec.split("|"))


def make_commands(engine: Engine) -> None:
    """The commands exist with beamer and beamerarticle only."""
    for name, handler in (("mode", mode), ("only", only), ("alt", alternative), ("frame", frame)):
        engine.commands.setdefault(name, handler)
        engine.macros.act_upon(name)


def hide(engine: Engine, name: str) -> None:
    """An environment for another mode begins, as \\begin{frame}<presentation>: it counts, but is not printed."""
    place = engine.frames[-1]
    spec = _SPEC.match(place.text, place.pos) if _kind(engine) else None
    if spec is not None and not shown(engine, spec[1]):
        _count_only(engine, tokens.close_environment(place.text, spec.end(), name))


def _count_only(engine: Engine, end: int) -> None:
    """Forget what is noted up to this position."""
    notes = engine.notes
    lists: list[list[Any]] = [notes.sections, notes.statements, notes.proofs]
    lists += [notes.figures, notes.displays, notes.referents]
    before, labels = [len(drafts) for drafts in lists], dict(notes.labels)

    def forget() -> None:
        for drafts, count in zip(lists, before, strict=True):
            del drafts[count:]
        notes.labels = labels

    if end >= 0:
        engine.frames[-1].mark(end, forget)


def mode(engine: Engine, _: str) -> None:
    """\\mode<article>{text}, and \\mode<presentation> up to the next line with \\mode alone."""
    if engine.star():
        return
    place, on = engine.frames[-1], shown(engine, engine.overlay())
    if place.text.startswith("{", tokens.skip_blank(place.text, place.pos)):
        _choose(engine, 1, 0 if on else None)
    elif not on:
        following = _NEXT_MODE.search(place.text, place.pos, place.end)
        place.pos = following.start() if following else place.end


def only(engine: Engine, _: str) -> None:
    """\\only<article>{text}."""
    _choose(engine, 1, 0 if shown(engine, engine.overlay()) else None)


def alternative(engine: Engine, _: str) -> None:
    """\\alt<presentation>{on slides}{otherwise}."""
    _choose(engine, 2, 0 if shown(engine, engine.overlay()) else 1)


def frame(engine: Engine, _: str) -> None:
    """\\frame<presentation>{…} counts, but is not printed."""
    if shown(engine, engine.overlay()):
        return
    engine.option()
    if groups := engine.groups(1):
        _count_only(engine, groups[0][1])


def _choose(engine: Engine, count: int, pick: int | None) -> None:
    if groups := engine.groups(count):
        engine.choose(groups, pick)
