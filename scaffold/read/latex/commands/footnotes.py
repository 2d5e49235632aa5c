r"""Notes below the text: each \footnote is counted, and a label in it names the note, not what stands around it."""

from __future__ import annotations

import re

from scaffold.read.latex.drafts import Target
from scaffold.read.latex.engine import Engine, begins, command
from scaffold.read.latex.stack import Env
from scaffold.tex import tokens

__all__ = ["count_marks"]

_MARK = re.compile(r"\\footnote(?:mark)?(?![A-Za-z@])(?!\s*\[)")


@command("footnote", "footnotetext", "footnotemark")
def note(engine: Engine, how: str) -> None:
    r"""\footnote[number]{…}: its text is read in place."""
    given = engine.option()
    if not engine.in_document:
        return
    counter = _counter(engine, how)
    before = engine.counters.value(counter)
    if given is not None:
        engine.counters.set(counter, engine.counters.evaluate(given))
    elif not how.endswith("text"):
        engine.counters.step(counter)
    number = engine.counters.print(counter)
    if given is not None:
        engine.counters.set(counter, before)
    if not how.endswith("mark"):
        _read(engine, Target(number=number, kind="footnote"))


def _read(engine: Engine, target: Target) -> None:
    """Read the group that follows; labels in it name the target."""
    content = engine.groups(1)
    if content is None:
        return
    around, engine.target = engine.target, target

    def restore() -> None:
        engine.target = around

    frame = engine.frames[-1]
    frame.pos = content[0][0]
    frame.mark(content[0][1], restore)


def _counter(engine: Engine, how: str) -> str:
    """The counter of a note: those below a box are counted for themselves."""
    boxed = how != "footnotemark" and any(env.name == "minipage" for env in engine.envs)
    return "mpfootnote" if boxed else "footnote"


def count_marks(engine: Engine, title: str) -> None:
    """Count the footnotes in a heading, whose text is not read."""
    for _ in _MARK.finditer(tokens.mask(title)):
        engine.counters.step("footnote")


@begins("minipage")
def begin_minipage(engine: Engine, name: str) -> None:
    r"""A box with footnotes of its own, a, b, …"""
    engine.counters.set("mpfootnote", 0)
    engine.open(Env(name=name))
