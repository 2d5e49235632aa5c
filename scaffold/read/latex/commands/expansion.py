"""TeX's ways of building definitions from pieces: \\expandafter before \\fi, loops, \\@ifstar, \\@ifnextchar."""

from __future__ import annotations

import re

from scaffold.read.latex.commands.definitions import call
from scaffold.read.latex.engine import Engine, command
from scaffold.tex import tokens

_BEFORE_END = re.compile(r"\s*\\([A-Za-z@]+)\s*\\(fi|else)(?![A-Za-z@])")
_IN = re.compile(r"\s*(\\[A-Za-z@]+\s*(?:/\s*\\[A-Za-z@]+\s*)*)(?:\[[^\[\]]*\]\s*)?in\b")
_TOKEN = re.compile(r"\\[A-Za-z@]+|\\.|\{[^{}]*\}|.", re.DOTALL)
_LONGEST = 400
"""Items of a loop at most."""


@command("expandafter")
def expand_after(engine: Engine, _: str) -> None:
    """\\expandafter\\x\\fi: the conditional ends first, so that \\x takes its arguments after it."""
    frame = engine.frames[-1]
    m = _BEFORE_END.match(frame.text, frame.pos)
    if m:
        frame.pos = m.end()
        engine.commands[m[2]](engine, m[2])
        engine.leave_finished()
        call(engine, m[1])


@command("@for")
def for_each(engine: Engine, _: str) -> None:
    """\\@for\\x:=a,b,c\\do{…}: the body once for each item."""
    name = engine.control()
    frame = engine.frames[-1]
    end = frame.text.find("\\do", frame.pos)
    if name is None or end < 0:
        return
    items = _listed(engine, frame.text[frame.pos : end].lstrip(" :="))
    frame.pos = end + len("\\do")
    body = engine.argument()
    if body:
        _repeat(engine, [name], items, body)


@command("@tfor")
def for_each_token(engine: Engine, _: str) -> None:
    """\\@tfor\\x:=abc\\do{…}: the body once for each token."""
    name = engine.control()
    frame = engine.frames[-1]
    end = frame.text.find("\\do", frame.pos)
    if name is None or end < 0:
        return
    items = _TOKEN.findall(frame.text[frame.pos : end].lstrip(" :="))
    frame.pos = end + len("\\do")
    body = engine.argument()
    if body:
        _repeat(engine, [name], [item for item in items if not item.isspace()], body)


@command("foreach")
def for_each_in(engine: Engine, _: str) -> None:
    """pgffor's \\foreach\\x in {A,...,Z}{…} where papers define by it; in the document it draws."""
    frame = engine.frames[-1]
    found = _IN.match(frame.text, frame.pos)
    if found is None or engine.in_document:
        return
    frame.pos = found.end()
    items, body = engine.argument(), engine.argument()
    if items and body:
        names = [name.strip() for name in found[1].replace("\\", "").split("/")]
        listed = _filled(_listed(engine, items))
        _repeat(engine, names, listed, body)


@command("docsvlist", "forcsvlist")
def for_each_do(engine: Engine, how: str) -> None:
    """etoolbox's \\docsvlist{A,B}, that is \\do{A}\\do{B}, and \\forcsvlist, which names the command."""
    does = engine.argument() if how == "forcsvlist" else "\\do"
    items = engine.argument()
    if items and does:
        listed = _listed(engine, items)[:_LONGEST]
        engine.push_text("".join(f"{does}{{{item}}}" for item in listed), at_letter=True)


def _listed(engine: Engine, items: str) -> list[str]:
    """The items of a list, which may be given by a macro."""
    name = items.strip()
    kept = engine.macros.parameterless(name[1:]) if name.startswith("\\") else None
    return [item.strip() for item in (items if kept is None else kept).split(",")]


def _filled(items: list[str]) -> list[str]:
    """The items with what three dots between two of them stand for: letters, or numbers one by one."""
    out: list[str] = []
    for n, item in enumerate(items):
        last = items[n + 1] if n + 1 < len(items) else ""
        if item != "..." or not out:
            out.append(item)
        elif out[-1].isdecimal() and last.isdecimal():
            out += map(str, range(int(out[-1]) + 1, min(int(last), int(out[-1]) + _LONGEST)))
        elif len(out[-1]) == len(last) == 1:
            out += map(chr, range(ord(out[-1]) + 1, ord(last)))
    return out


def _repeat(engine: Engine, names: list[str], items: list[str], body: str) -> None:
    """Read the body once for each item, whose parts, between slashes, stand in it as the control sequences named."""
    place = re.compile(r"(\\[A-Za-z@]+)?\\(" + "|".join(map(re.escape, names)) + r")(?![A-Za-z@])")
    made = []
    for item in items[:_LONGEST]:
        parts = [part.strip() for part in item.split("/", len(names) - 1)]
        made.append(_with(dict(zip(names, parts + parts[-1:] * len(names), strict=False)), body, place))
    engine.push_text("\n".join(made), at_letter=True)


def _with(parts: dict[str, str], body: str, place: re.Pattern[str]) -> str:
    """The body with the parts in their places; a space separates one from a control sequence before it."""
    return place.sub(lambda m: f"{m[1]} {parts[m[2]]}" if m[1] else parts[m[2]], body)


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
    engine.leave_finished()
    frame = engine.frames[-1]
    follows = frame.text.startswith(char, tokens.skip_space(frame.text, frame.pos))
    engine.push_text(yes if follows else no, at_letter=True)
