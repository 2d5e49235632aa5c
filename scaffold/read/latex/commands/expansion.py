"""TeX's ways of building definitions from pieces: \\expandafter before \\fi, \\@for, \\@ifstar, \\@ifnextchar."""

from __future__ import annotations

import re

from scaffold.read.latex.commands.definitions import call
from scaffold.read.latex.engine import Engine, command
from scaffold.tex import tokens

_BEFORE_END = re.compile(r"\s*\\([A-Za-z@]+)\s*\\(fi|else)(?![A-Za-z@])")
_LONGEST = 400
"""Items of a \\@for at most."""


@command("expandafter")
def expand_after(engine: Engine, _: str) -> None:
    """\\expandafter\\x\\fi: the conditional ends first, so that \\x takes its arguments behind it."""
    frame = engine.frames[-1]
    m = _BEFORE_END.match(frame.text, frame.pos)
    if m:
        frame.pos = m.end()
        engine.commands[m[2]](engine, m[2])
        engine.settle()
        call(engine, m[1])


@command("@for")
def for_each(engine: Engine, _: str) -> None:
    """\\@for\\x:=a,b,c\\do{…}: the body once for each item."""
    name = engine.control()
    frame = engine.frames[-1]
    end = frame.text.find("\\do", frame.pos)
    if name is None or end < 0:
        return
    items = engine.plain_name(frame.text[frame.pos : end].lstrip(" :=")).split(",")
    frame.pos = end + len("\\do")
    body = engine.argument()
    if body:
        place = re.compile(r"(\\[A-Za-z@]+)?" + re.escape("\\" + name) + r"(?![A-Za-z@])")
        texts = [_with(item.strip(), body, place) for item in items[:_LONGEST]]
        engine.push_text("\n".join(texts), at_letter=True)


def _with(item: str, body: str, place: re.Pattern[str]) -> str:
    """The body with the item in each place; a space keeps it apart from a control sequence before it."""
    return place.sub(lambda m: f"{m[1]} {item}" if m[1] else item, body)


@command("@ifstar")
def if_star(engine: Engine, _: str) -> None:
    """\\@ifstar{starred}{plain}: by whether a star follows."""
    starred, plain = engine.argument(), engine.argument()
    if starred is not None and plain is not None:
        engine.push_text(starred if engine.star() else plain, at_letter=True)


@command("@ifnextchar", "kernel@ifnextchar")
def if_next(engine: Engine, _: str) -> None:
    """\\@ifnextchar[{yes}{no}: by the next character, which stays."""
    char, yes, no = engine.argument(), engine.argument(), engine.argument()
    if char is None or yes is None or no is None:
        return
    engine.settle()
    frame = engine.frames[-1]
    follows = frame.text.startswith(char, tokens.skip_space(frame.text, frame.pos))
    engine.push_text(yes if follows else no, at_letter=True)
