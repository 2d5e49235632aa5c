"""Commands that read other files: \\input, \\include, \\import, \\subfile, and \\endinput that ends one."""

from __future__ import annotations

import posixpath
import re

from scaffold.read.latex.commands import conditions, handmade, typed_statements
from scaffold.read.latex.commands.input_files import find_input
from scaffold.read.latex.engine import Engine, command
from scaffold.tex import tokens

_BARE_NAME = re.compile(r"\s*(?:\"([^\"{}\n]*)\"|((?:\\jobname(?![A-Za-z])|[^\s{}\\\[\]])+))")


@command("input", "include", "subfile", "subfileinclude", "@input", "markdownInput")
def include_file(engine: Engine, how: str) -> None:
    """\\input{x}, \\input x, \\include{x}, \\subfile{x}."""
    name = _file_name(engine)
    if name is None or (how == "include" and _left_out(engine, name)):
        return
    found = find_input(engine, name)
    folder = engine.home().folder
    read_file(engine, found, name, posixpath.dirname(found) if found and how.startswith("subfile") else folder)


@command("InputIfFileExists")
def include_if_exists(engine: Engine, _: str) -> None:
    """\\InputIfFileExists{x}{before}{otherwise}."""
    name, branches = engine.argument(), engine.groups(2)
    if name is None or not branches:
        return
    found = find_input(engine, name)
    frame = engine.frames[-1]
    if found is None:
        engine.choose(branches, 1)
        return
    before = frame.text[slice(*branches[0])]
    frame.pos = branches[1][1] + 1
    read_file(engine, found, name, engine.home().folder)
    if before.strip():
        engine.push_text(before, at_letter=True)


def _file_name(engine: Engine) -> str | None:
    """A name in braces, or TeX's own form that ends at a space."""
    engine.leave_finished()
    frame = engine.frames[-1]
    m = _BARE_NAME.match(frame.text, frame.pos)
    if m:
        frame.pos = m.end()
        return m[1] or m[2]
    return engine.argument()


def _left_out(engine: Engine, name: str) -> bool:
    only = engine.options.get("\\includeonly")
    return only is not None and name.strip() not in [n.strip() for n in only.split(",")]


@command("includeonly")
def include_only(engine: Engine, _: str) -> None:
    """\\includeonly{a,b}."""
    engine.options["\\includeonly"] = engine.argument() or ""


@command("import", "subimport", "inputfrom", "includefrom", "subinputfrom", "subincludefrom")
def import_file(engine: Engine, how: str) -> None:
    """import's \\import{folder}{file}: inputs within it are searched for in that folder."""
    folder, name = engine.argument(), engine.argument()
    if folder is None or name is None:
        return
    base = engine.home().folder if how.startswith("sub") else ""
    path = posixpath.normpath(posixpath.join(base, folder.strip()))
    path = "" if path == "." else path
    read_file(engine, engine.tree.find(name, (path, folder.strip("/")), (".tex", "")), name, path)


def read_file(engine: Engine, found: str | None, name: str, folder: str) -> None:
    """Read a file next; a missing file, or one that inputs itself, is reported."""
    if found is None:
        if not name.endswith((".bbl", ".ind", ".pdf_tex", ".tikz", ".gls", ".pgf", ".fls")) and "\\" not in name:
            engine.log.warn("missing-file", name, engine.span(), f"{name} is missing from the source")
        return
    if sum(f.buffer.file == found and f.buffer.is_file for f in engine.frames) >= 1:
        engine.log.warn("input-loop", found, engine.span(), f"{found} inputs itself")
        return
    if found.endswith(".bbl"):
        engine.notes.bibliographies.append(found)
        return
    at_letter = found.endswith((".sty", ".cls"))
    frame = engine.push(tokens.Buffer(engine.tree.text(found), found, at_letter=at_letter), folder)
    if frame and engine.in_document:
        start = frame.text.find("\\begin{document}")
        if start >= 0:
            frame.pos = start + len("\\begin{document}")
        handmade.mark_heads(engine, frame)
        conditions.mark_conditions(engine, frame)
        typed_statements.mark_statements(engine, frame)


@command("endinput")
def end_input(engine: Engine, _: str) -> None:
    """\\endinput: the lines after this one are not read."""
    home = engine.home()
    line_end = home.text.find("\n", home.pos)
    home.end = home.end if line_end < 0 else min(home.end, line_end)
