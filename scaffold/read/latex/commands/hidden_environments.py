"""Environments that the paper declares as text which is not read: printed as it is written, or not at all."""

from __future__ import annotations

from scaffold.read.latex.engine import Engine, command

__all__ = ["hide", "is_hidden"]

_HIDDEN = "\\hidden:"


def is_hidden(engine: Engine, name: str) -> bool:
    """Whether the content of this environment is not read."""
    return engine.flags.get(_HIDDEN + name, False)


def hide(engine: Engine, name: str) -> None:
    """Its content is not read from here on."""
    engine.flags[_HIDDEN + name] = True


@command("DefineVerbatimEnvironment", "CustomVerbatimEnvironment", "RecustomVerbatimEnvironment",
         "lstnewenvironment", "newverbatim", "newtcblisting", "newminted")  # fmt: skip
def verbatim_environment(engine: Engine, how: str) -> None:
    """An environment of the paper's own whose content is printed as it is written."""
    option = engine.option() if how in ("newtcblisting", "newminted") else None
    name = engine.argument()
    if name and how == "newminted":
        name = option or f"{name.strip()}code"
    if name:
        hide(engine, name.strip())


@command("IncludeComment", "ExcludeComment", "includecomment", "excludecomment", "specialcomment",
         "includeversion", "excludeversion")  # fmt: skip
def comment_environment(engine: Engine, how: str) -> None:
    """Packages comment and version: \\excludecomment{proof} hides an environment, \\includecomment shows it again."""
    name = engine.argument()
    if name and how in ("excludecomment", "excludeversion"):
        hide(engine, name)
    elif name and how in ("includecomment", "includeversion"):
        engine.flags.pop(_HIDDEN + name, None)
