r"""Acronyms of the packages acro, acronym and glossaries: \DeclareAcronym, \newacronym, \acro, and their uses."""

from __future__ import annotations

from scaffold.read.latex.engine import Engine, command
from scaffold.tex import tokens
from scaffold.tex.acronyms import COMMANDS, Acronym


@command("DeclareAcronym")
def declare_acronym(engine: Engine, _how: str) -> None:
    r"""acro's \DeclareAcronym{key}{short=…, long=…}."""
    key, options = engine.argument(), tokens.key_values(engine.argument() or "")
    if key and "short" in options:
        short, long = options["short"], options.get("long", "")
        engine.notes.acronyms[key.strip()] = Acronym(
            short=short.strip(),
            long=long.strip(),
            shorts=_plural(options, "short"),
            longs=_plural(options, "long"),
        )


def _plural(options: dict[str, str], form: str) -> str:
    """A plural that acro's options give: a form of its own, or another ending; "" for none."""
    ending = options.get(f"{form}-plural")
    return options.get(f"{form}-plural-form", "").strip() or (options[form].strip() + ending if ending else "")


@command("newacronym")
def new_acronym(engine: Engine, _how: str) -> None:
    r"""The \newacronym[options]{key}{short}{long} of glossaries."""
    options = tokens.key_values(engine.option() or "")
    key, short, long = engine.argument(), engine.argument(), engine.argument()
    if key and short and long:
        engine.notes.acronyms[key.strip()] = Acronym(
            short=short, long=long, shorts=options.get("shortplural", ""), longs=options.get("longplural", "")
        )


@command("newglossaryentry")
def new_entry(engine: Engine, _how: str) -> None:
    r"""The \newglossaryentry{key}{name=…, text=…} of glossaries."""
    key, options = engine.argument(), tokens.key_values(engine.argument() or "")
    text = options.get("text") or options.get("name")
    if key and text:
        engine.notes.acronyms[key.strip()] = Acronym(short=text, shorts=options.get("plural", ""))


@command("acro", "acrodef", "newacro")
def acro(engine: Engine, _how: str) -> None:
    r"""The \acro{key}[short]{long} of the package acronym."""
    key, short, long = engine.argument(), engine.option(), engine.argument()
    if key and long:
        engine.notes.acronyms[key.strip()] = Acronym(short=short or key.strip(), long=long)


@command(*COMMANDS)
def use(engine: Engine, how: str) -> None:
    """A use, after which the acronym is known, unless it asks for one form alone."""
    starred = engine.star()
    engine.option()
    key = engine.argument()
    if key and not starred and COMMANDS[how].form in ("first", "full"):
        engine.notes.known_acronyms.setdefault(key.strip(), engine.notes.next_order())
