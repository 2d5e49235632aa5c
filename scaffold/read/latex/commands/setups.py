"""Commands that set up what the paper uses later: TikZ's libraries, styles and layers, names of colours and fonts."""

from __future__ import annotations

import re

from scaffold.model import Setup
from scaffold.read.latex.commands import proof_at_the_end
from scaffold.read.latex.engine import Engine, command
from scaffold.tex import tokens

_ASSIGNED = re.compile(r"\s*\+?=\s*(?=\[)")
_EXTERNAL = re.compile(r"\s*external\s*(?:,|$)|,\s*external\s*(?=,|$)")
"""The library that lets every drawing run LaTeX again."""

_GROUPS = {"definecolor": 3, "providecolor": 3, "colorlet": 2}
_FONTS = {"DeclareFontFamily": (3, 1), "DeclareFontShape": (6, 1), "DeclareSymbolFont": (5, 0)}
"""How many arguments they have, and which of them names what is declared."""


@command("usetikzlibrary", "usepgflibrary")
def library(engine: Engine, how: str) -> None:
    """\\usetikzlibrary{a,b}."""
    names = _EXTERNAL.sub("", engine.argument() or engine.option() or "").strip()
    if names:
        _note(engine, Setup(package="tikz", source=f"\\{how}{{{names}}}", once=True))


@command("pgfdeclarelayer")
def layer(engine: Engine, _: str) -> None:
    """\\pgfdeclarelayer{name}."""
    if name := engine.argument():
        _note(engine, Setup(package="tikz", source=f"\\pgfdeclarelayer{{{name}}}", once=True))


@command("tikzset", "pgfsetlayers", "pgfkeys", "tikzcdset")
def keys(engine: Engine, how: str) -> None:
    """\\tikzset{keys}, as the author wrote it; those of the library that is left out are unknown without it."""
    given = engine.raw_group()
    if given is not None and how == "pgfkeys":
        proof_at_the_end.note_defaults(engine, given)
    if given is not None and "external/" not in given:
        package = "tikz-cd" if how == "tikzcdset" else "tikz"
        _note(engine, Setup(package=package, source=f"\\{how}{{{given}}}"))


@command("tikzstyle")
def style(engine: Engine, _: str) -> None:
    """\\tikzstyle{name}=[keys], or += to add keys."""
    frame = engine.frames[-1]
    start, name = frame.start, engine.argument()
    assigned = _ASSIGNED.match(frame.text, frame.pos)
    given = tokens.option(frame.text, assigned.end()) if assigned and name else None
    if given is not None:
        frame.pos = given[1]
        _note(engine, Setup(package="tikz", source=frame.buffer.raw[start : frame.pos]))


@command(*_GROUPS)
def colour(engine: Engine, how: str) -> None:
    """\\definecolor{name}{model}{value}, \\colorlet{name}{mixture}."""
    option = engine.option()
    groups = [engine.argument() for _ in range(_GROUPS[how])]
    if groups[0] and None not in groups:
        options = "" if option is None else f"[{option}]"
        source = f"\\{how}{options}" + "".join(f"{{{group}}}" for group in groups)
        _note(engine, Setup(package="xcolor", source=source, name=groups[0].strip()))


@command(*_FONTS)
def font(engine: Engine, how: str) -> None:
    """\\DeclareFontShape{encoding}{family}{series}{shape}{files}{}, and what else declares a font."""
    count, named = _FONTS[how]
    groups = [group for _ in range(count) if (group := engine.argument()) is not None]
    if len(groups) == count:
        source = f"\\{how}" + "".join(f"{{{group}}}" for group in groups)
        _note(engine, Setup(package="", source=source, name=groups[named].strip(), once=True))


def _note(engine: Engine, setup: Setup) -> None:
    """Keeps what holds for the whole paper: not what an environment or a macro says for its own drawing."""
    if not engine.envs and engine.frames[-1].buffer.is_file:
        engine.notes.setups.append(setup)
