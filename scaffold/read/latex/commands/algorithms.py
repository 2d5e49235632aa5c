"""Lines of pseudocode, which are counted and can be labelled: packages algorithmic, algorithmicx and algorithm2e."""

from __future__ import annotations

from collections.abc import Callable

from scaffold.read.latex import algorithm2e
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


_DECLARED = {"SetKwFor": 1, "SetKwProg": 1, "SetKwRepeat": 1, "SetKwBlock": 1, "SetKwInput": 1, "SetKwInOut": 1,
             "SetKwComment": 1, "SetKwIF": 3, "SetKwSwitch": 3}  # fmt: skip
"""Commands of algorithm2e that declare commands, and how many."""

_SETTINGS = {
    "linesnumbered": ("LinesNumbered", "linesnumbered", "LinesNotNumbered", "linesnotnumbered"),
    "vlined": ("SetAlgoVlined", "SetAlgoLined", "SetAlgoNoLine"),
    "noend": ("SetAlgoNoEnd", "SetAlgoLongEnd", "SetAlgoShortEnd"),
}
"""Options of algorithm2e, and the commands that set each (those at the front) or take it back."""

_SETTING = {"LinesNumbered", "linesnumbered", "SetAlgoVlined", "SetAlgoNoEnd"}


@command(*_DECLARED)
def declared(engine: Engine, how: str) -> None:
    """\\SetKwFor{name}{…}…"""
    names = [engine.argument() or "" for _ in range(_DECLARED[how])]
    engine.pseudocode.declare(how, [name.strip() for name in names])


@command(*(name for names in _SETTINGS.values() for name in names))
def sets_algorithm2e(engine: Engine, how: str) -> None:
    """A command that sets what an option of algorithm2e sets."""
    option = next(option for option, names in _SETTINGS.items() if how in names)
    engine.flags[_flag(option, in_document=engine.in_document)] = how in _SETTING


def _flag(option: str, *, in_document: bool) -> str:
    return f"algorithm2e {option}{' in the document' if in_document else ''}"


def _is_set(engine: Engine, option: str) -> bool:
    """Whether an option holds; the package takes up its options where the document begins, after the preamble."""
    given = option in tokens.key_values(engine.notes.packages.get("algorithm2e", ""))
    before = engine.flags.get(_flag(option, in_document=False), False)
    return engine.flags.get(_flag(option, in_document=True), given or before)


def begin_algorithm2e(engine: Engine, name: str) -> None:
    """Behind \\begin{algorithm}: notes where its lines begin, if algorithm2e numbers them."""
    if "algorithm2e" not in engine.notes.packages or not _is_set(engine, "linesnumbered"):
        return
    frame = engine.frames[-1]
    end = frame.find(f"\\end{{{name}}}")
    if end < 0:
        return
    text = frame.text[frame.pos : end]
    ends = not (_is_set(engine, "vlined") or _is_set(engine, "noend"))
    for at, number in reversed(algorithm2e.numbered(text, engine.pseudocode, ends=ends)):
        frame.mark(frame.pos + at, _on_line(engine, number))


def _on_line(engine: Engine, number: int) -> Callable[[], None]:
    def action() -> None:
        engine.target = Target(number=str(number), kind="line", statement=engine.statement())

    return action
