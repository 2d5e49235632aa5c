r"""Options of classes and packages of the paper's own: \DeclareOption, \ProcessOptions, and the package kvoptions."""

from __future__ import annotations

import posixpath

from scaffold.read.latex.engine import Engine, command
from scaffold.tex import tokens


def passed_to(engine: Engine, file: str) -> str:
    """The options that the source passes to a class or package before it is loaded."""
    return engine.options.get("\\passed:" + file, "")


def give(engine: Engine, file: str, options: str) -> None:
    """Let a class or package be read under these options; to a package, `options` has what was passed already."""
    passed = passed_to(engine, posixpath.basename(file)) if file.endswith(".cls") else ""
    engine.options["\\given:" + file] = f"{passed},{options}"


@command("DeclareOption")
def declare_option(engine: Engine, _: str) -> None:
    """\\DeclareOption{x}{code}: the code runs at \\ProcessOptions when the option was given."""
    name = "*" if engine.star() else engine.argument()
    code = engine.argument()
    if name and code is not None:
        engine.options[_option(engine, name)] = code


def _option(engine: Engine, name: str) -> str:
    """The key of an option that the class or package in work declares."""
    return f"\\option:{engine.home().buffer.file}:{name.strip()}"


def _given(engine: Engine, file: str) -> str:
    """The options with which a class or package of the paper's own is read."""
    return engine.options.get("\\given:" + file, "")


@command("ProcessOptions")
def process_options(engine: Engine, _: str) -> None:
    """\\ProcessOptions runs what the given options declare, in the order of the declarations, or (*) of the options."""
    starred = engine.star()
    file = engine.home().buffer.file
    own = _given(engine, file)
    given = [*tokens.key_values(engine.notes.class_options), *tokens.key_values(own)]
    start = _option(engine, "")
    declared = [key.removeprefix(start) for key in engine.options if key.startswith(start)]
    wanted = [n for n in given if n in declared] if starred else [n for n in declared if n in given]
    codes = [engine.options[start + name] for name in dict.fromkeys(wanted)]
    other = engine.options.get(start + "*", "")
    if other:
        unknown = [n for n in tokens.key_values(own) if n not in declared]
        codes += [other.replace("\\CurrentOption", name) for name in unknown]
    engine.push_text("\n".join(codes), at_letter=True)


@command("PassOptionsToPackage", "PassOptionsToClass")
def pass_options(engine: Engine, how: str) -> None:
    """\\PassOptionsToPackage{options}{package}, for when it is loaded."""
    options, name = engine.argument(), engine.argument()
    if options and name:
        key = f"\\passed:{name.strip()}" + (".cls" if how.endswith("Class") else ".sty")
        engine.options[key] = ",".join(filter(None, (engine.options.get(key), options)))


@command("DeclareBoolOption", "DeclareVoidOption", "DeclareComplementaryOption")
def declare_switch(engine: Engine, how: str) -> None:
    """kvoptions: \\DeclareBoolOption[true]{x} makes a switch of the package's name and x; it is thrown at once."""
    default, name = engine.option(), (engine.argument() or "").strip()
    file = engine.home().buffer.file
    prefix = engine.options.get("\\prefix:" + file, posixpath.splitext(posixpath.basename(file))[0] + "@")
    given = tokens.key_values(f"{engine.notes.class_options},{_given(engine, file)}")
    if how == "DeclareBoolOption" and name:
        value = default == "true" if name not in given else given[name].strip() != "false"
        engine.push_text(f"\\newif\\if{prefix}{name}" + (f"\\{prefix}{name}true" if value else ""), at_letter=True)
    elif how == "DeclareVoidOption":
        code = engine.argument()
        if code and name in given:
            engine.push_text(code, at_letter=True)
    else:
        engine.argument()


@command("SetupKeyvalOptions")
def set_up_switches(engine: Engine, _: str) -> None:
    """kvoptions: what the names of switches begin with."""
    keys = tokens.key_values(engine.argument() or "")
    if "prefix" in keys:
        engine.options["\\prefix:" + engine.home().buffer.file] = keys["prefix"]


@command("ExecuteOptions")
def execute_options(engine: Engine, _: str) -> None:
    """\\ExecuteOptions{a,b}."""
    names = (engine.argument() or "").split(",")
    codes = [engine.options.get(_option(engine, name), "") for name in names]
    engine.push_text("\n".join(codes), at_letter=True)
