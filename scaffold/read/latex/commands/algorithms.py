"""Lines of pseudocode, which are counted and can be labelled: packages algorithmic and algorithmicx."""

from __future__ import annotations

from scaffold.read.latex.drafts import Target
from scaffold.read.latex.engine import Engine, begins, command
from scaffold.read.latex.stack import Env
from scaffold.tex import tokens

_LINE = "algorithmic line"
"""The counter of the lines; both packages begin at 1 in each algorithmic environment."""

_UPPER = ("STATE IF ELSIF ELSE FOR FORALL WHILE REPEAT UNTIL LOOP RETURN PRINT BODY INPUTS OUTPUTS GLOBALS").split()
_ENDS_UPPER = "ENDIF ENDFOR ENDWHILE ENDLOOP ENDBODY ENDINPUTS ENDOUTPUTS ENDGLOBALS".split()
_MIXED = "State If ElsIf Else For ForAll While Repeat Until Loop Procedure Function".split()
_ENDS_MIXED = "EndIf EndFor EndWhile EndLoop EndProcedure EndFunction".split()


@begins("algorithmic", "algorithmic*")
def begin_algorithmic(engine: Engine, name: str) -> None:
    """\\begin{algorithmic}[1]: its lines are counted from 1."""
    engine.option()
    engine.counters.new(_LINE)
    engine.open(Env(name=name, kind="algorithmic"))


@command(*_UPPER, *_MIXED, *_ENDS_UPPER, *_ENDS_MIXED)
def line(engine: Engine, how: str) -> None:
    """A command that begins a line; option noend leaves the ends of blocks away."""
    env = engine.inside("algorithmic")
    ends = how in _ENDS_UPPER or how in _ENDS_MIXED
    if env is None or (ends and _without_ends(engine)):
        return
    engine.counters.step(_LINE)
    engine.target = Target(number=engine.counters.print(_LINE), kind="line", statement=engine.statement())


def _without_ends(engine: Engine) -> bool:
    loaded = (engine.notes.packages.get(name, "") for name in ("algorithmic", "algpseudocode", "algcompatible"))
    return any("noend" in tokens.key_values(options) for options in loaded)


@command("algrestore")
def restored(engine: Engine, _: str) -> None:
    """\\algstore … \\algrestore: the lines go on."""
    engine.argument()
    engine.counters.set(_LINE, engine.counters.values.get(f"{_LINE} stored", 0))


@command("algstore")
def stored(engine: Engine, _: str) -> None:
    """\\algstore{name}."""
    engine.argument()
    engine.counters.values[f"{_LINE} stored"] = engine.counters.value(_LINE)
