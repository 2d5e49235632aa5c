"""LaTeX source to a Paper: walks through the source, then assembles the result."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from pathlib import Path

from scaffold.diagnostics import Log
from scaffold.model import Paper
from scaffold.printable import changed
from scaffold.read.latex import external, main_file
from scaffold.read.latex.commands import (
    acronyms,
    algorithms,
    braced_tests,
    conditionals,
    conditions,
    crossrefs,
    definitions,
    environments,
    expansion,
    floats,
    footnotes,
    handmade,
    hooks,
    inputs,
    ref_formats,
    setups,
    structure,
    theorems,
    typed_statements,
)
from scaffold.read.latex.drafts import Known
from scaffold.read.latex.engine import Engine
from scaffold.read.latex.paper import leftover_files
from scaffold.read.latex.paper.assemble import assemble
from scaffold.read.latex.source import Tree
from scaffold.read.numbers import Numbers, Reading
from scaffold.tex import blanks, tokens

_HANDLERS = (
    acronyms,
    algorithms,
    braced_tests,
    conditionals,
    crossrefs,
    definitions,
    environments,
    expansion,
    floats,
    footnotes,
    hooks,
    inputs,
    ref_formats,
    setups,
    theorems,
)
"""Imported because they register handlers with the engine."""

_MOST_AGAIN = 3
"""How often a document is read again at most."""


def read(root: Path, main: str | None = None) -> Paper:
    """The paper in the folder root, as `reading` reads it with the numbers that it computes."""
    return reading(root, main, Numbers()).paper


def reading(root: Path, main: str | None, numbers: Numbers) -> Reading:
    """The paper in the folder root, with these numbers in place of computed ones, and what its pages should print.

    main: its main file (None: scaffold chooses and reports the choice). Raises NoMainFile if no file is a LaTeX
    document. Other problems never raise; they are reported as diagnostics.
    """
    log = Log()
    tree = Tree(root)
    name = main_file.find_main(tree, main, log)
    engine = _settled(tree, name, log)
    external.add_labels(engine, posixpath.dirname(name), lambda file, quiet: walk(tree, file, quiet))
    made = assemble(engine, name, numbers)
    return replace(made, paper=changed(made.paper, blanks.shortened))


def _settled(tree: Tree, main: str, log: Log) -> Engine:
    """The main file read again, as LaTeX runs again, until what comes later in it changes no number before."""
    before = len(log.entries)
    engine, known = walk(tree, main, log), Known()
    for _ in range(_MOST_AGAIN):
        now = crossrefs.known(engine)
        if now == known:
            break
        log.forget_after(before)
        engine, known = walk(tree, main, log, now), now
    return engine


def walk(tree: Tree, main: str, log: Log, known: Known | None = None) -> Engine:
    """Read the main file and all it inputs. known: what an earlier reading found."""
    engine = Engine(tree, log)
    engine.known = known or engine.known
    engine.job = posixpath.splitext(posixpath.basename(main))[0]
    buffer = tokens.Buffer(tree.text(main), main)
    engine.in_document = not main_file.begins(tree, main)
    structure.set_up_counters(engine, False)
    environments.make_commands(engine)
    engine.counters.set("secnumdepth", 3)
    frame = engine.push(buffer, posixpath.dirname(main))
    if frame:
        if engine.in_document:
            handmade.mark_heads(engine, frame)
        conditions.mark_conditions(engine, frame)
        typed_statements.mark_statements(engine, frame)
    engine.run()
    while engine.envs:
        env = engine.envs.pop()
        if env.close:
            env.close()
    leftover_files.read_leftover_proofs(engine)
    return engine
