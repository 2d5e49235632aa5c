r"""Code that runs elsewhere: at the begin and end of environments, before and after commands, at \begin{document}."""

from __future__ import annotations

from dataclasses import replace

from scaffold.read.latex.engine import Engine, Handler, command
from scaffold.tex import tokens


@command("AtBeginEnvironment", "BeforeBeginEnvironment", "AtEndEnvironment", "AfterEndEnvironment")
def hook(engine: Engine, how: str) -> None:
    """etoolbox: code at the begin or the end of an environment."""
    name, code = engine.argument(), engine.argument()
    if name and code:
        _hook(engine, "begin" if "Begin" in how else "end", name, code)


def _hook(engine: Engine, place: str, name: str, code: str) -> None:
    key = f"{place}:{name.strip()}"
    engine.hooks[key] = engine.hooks.get(key, "") + code


@command("pretocmd", "apptocmd", "preto", "appto", "epreto", "eappto", "gpreto", "gappto", "g@addto@macro")
def patch(engine: Engine, how: str) -> None:
    """etoolbox: code before or after what a command does; before only for one that the reader acts upon."""
    name, code = engine.control(), engine.argument()
    if how.endswith("tocmd"):
        engine.argument(), engine.argument()
    if not name or not code:
        return
    first = "preto" in how
    found, handler = engine.macros.current.get(name), engine.commands.get(name)
    if found is not None and found.body is not None:
        body = tokens.joined(code, found.body) if first else tokens.joined(found.body, code)
        engine.macros.define(replace(found, body=body), keep=False)
    elif handler is not None and first:
        engine.commands[name] = _patched(handler, code)


@command("patchcmd", "xpatchcmd")
def patch_within(engine: Engine, _: str) -> None:
    r"""etoolbox's \patchcmd{\x}{search}{replace}{…}{…}, of a macro of the paper's or of \the<counter>."""
    name, search, instead = engine.control(), engine.argument(), engine.argument()
    engine.argument(), engine.argument()
    if not name or not search or instead is None:
        return
    found = engine.macros.current.get(name)
    if name.startswith("the") and (the := engine.counters.the.get(name[3:])):
        engine.counters.the[name[3:]] = the.replace(search, instead, 1)
    elif found is not None and found.body is not None and search in found.body:
        engine.macros.define(replace(found, body=found.body.replace(search, instead, 1)), keep=False)


def _patched(handler: Handler, code: str) -> Handler:
    def patched(engine: Engine, name: str) -> None:
        engine.before(code, lambda: handler(engine, name))

    return patched


@command("AddToHook")
def add_to_hook(engine: Engine, _: str) -> None:
    """\\AddToHook{env/x/begin}[label]{code}, or begindocument."""
    name, _label, code = engine.argument(), engine.option(), engine.argument()
    parts = (name or "").strip().split("/")
    if code and parts[0] == "begindocument":
        engine.at_begin_document.append(code)
    elif code and parts[0] == "enddocument":
        engine.postponed.add("", code)
    elif code and parts[0] == "env" and len(parts) == 3:
        _hook(engine, "begin" if parts[2] in ("before", "begin") else "end", parts[1], code)


@command("AtEndDocument")
def at_end_document(engine: Engine, _: str) -> None:
    """Code for \\end{document}."""
    code = engine.argument()
    if code:
        engine.postponed.add("", code)


@command("AtBeginDocument", "AtEndPreamble", "AfterEndPreamble", "AtBeginDvi")
def at_begin_document(engine: Engine, _: str) -> None:
    """Code for \\begin{document}."""
    code = engine.argument()
    if code and not engine.in_document:
        engine.at_begin_document.append(code)
    elif code:
        engine.push_text(code)
