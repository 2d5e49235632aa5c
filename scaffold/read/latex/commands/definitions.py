"""Commands that define: macros, environments, operators, \\the<counter>, counters and their arithmetic."""

from __future__ import annotations

import re

from scaffold.read.latex import macros
from scaffold.read.latex.engine import COMMANDS, Engine, begins, command
from scaffold.read.latex.macros import Definition
from scaffold.read.latex.stack import Env
from scaffold.tex import tokens


def _source(engine: Engine, definition: Definition) -> str:
    """The definition as written, from the control sequence in work to the position reached.

    One whose name was built (\\csname) is spelt out: the pieces that built it are not there where it is used.
    """
    frame = engine.frames[-1]
    text = frame.buffer.raw[frame.start : frame.pos]
    if definition.end is None and "\\csname" in text.partition("{")[0]:
        return _spelt(definition)
    return text


def _spelt(d: Definition) -> str:
    """A \\def that makes the same macro; parameters that \\def does not know are taken as mandatory."""
    params = "".join(f"#{n}{p.stop}" for n, p in enumerate(d.params, 1))
    return f"\\def\\{d.name}{d.prefix}{params}{{{d.body}}}"


def define(engine: Engine, definition: Definition, *, is_global: bool = False) -> None:
    """Record a definition; \\the<counter> goes to the counters; in a group it is undone at the group's end."""
    span = engine.span()
    definition.source = definition.source or _source(engine, definition)
    definition.file, definition.line = span.file, span.line
    name = definition.name
    if definition.end is None and name.startswith("the") and engine.counters.knows(name[3:]) and not definition.params:
        _define_the(engine, name[3:], definition.body, is_global)
        return
    if name in COMMANDS and definition.end is None:
        engine.macros.history.append(definition)
        return
    if definition.end is None:
        engine.commands.pop(name, None)
    key = name if definition.end is None else ":" + name
    old = engine.macros.define(definition)
    if engine.in_document and not is_global:
        engine.local(lambda: engine.macros.restore(key, old))


def _define_the(engine: Engine, counter: str, body: str, is_global: bool) -> None:
    old = engine.counters.the.get(counter)
    engine.counters.the[counter] = body
    if engine.in_document and not is_global and old is not None:
        restored = old

        def undo() -> None:
            engine.counters.the[counter] = restored

        engine.local(undo)


@command("newcommand", "renewcommand", "providecommand", "newrobustcmd", "renewrobustcmd", "DeclareRobustCommand")
def new_command(engine: Engine, how: str) -> None:
    """\\newcommand*{\\x}[n][default]{body}."""
    engine.star()
    name = engine.control()
    if name is None:
        return
    count, default = engine.option(), engine.option()
    body = engine.argument()
    if body is None or (how in ("providecommand",) and name in engine.macros.current):
        return
    number = int(count) if count and count.strip().isdigit() else 0
    define(engine, Definition(name=name, params=macros.simple_params(number, default), body=body))


@command("def", "gdef", "edef", "xdef")
def tex_def(engine: Engine, how: str) -> None:
    """\\def\\x#1#2{body}, with delimited parameters."""
    name, (prefix, params), body = engine.control(), _parameters(engine), engine.argument()
    if name is None or body is None:
        return
    if how in ("edef", "xdef"):
        body = _expanded(engine, body)
    define(engine, Definition(name=name, params=params, body=body, prefix=prefix), is_global=how in ("gdef", "xdef"))


def _parameters(engine: Engine) -> tuple[str, tuple[macros.Param, ...]]:
    """Prefix and parameters that stand before a definition's text; none where no brace follows."""
    frame = engine.frames[-1]
    brace = frame.text.find("{", frame.pos)
    if brace < 0:
        return "", ()
    text, frame.pos = frame.text[frame.pos : brace], brace
    return macros.def_params(text)


def _expanded(engine: Engine, body: str) -> str:
    """The body of an \\edef: counters print what they are now."""
    return engine.counters.render(body) if "\\the" in body or "\\arabic" in body else body


@command("let", "global@let")
def let(engine: Engine, _: str) -> None:
    """\\let\\x=\\y: x means what y means now."""
    name = engine.control()
    frame = engine.frames[-1]
    frame.pos = tokens.skip_space(frame.text, frame.pos)
    if frame.text[frame.pos : frame.pos + 1] == "=":
        frame.pos += 1
    other = engine.control()
    if name is None or other is None:
        return
    if name.startswith("c@") and other.startswith("c@"):
        engine.counters.share(name[2:], other[2:])
    elif name.startswith("the") and engine.counters.knows(name[3:]):
        define(engine, Definition(name=name, params=(), body="\\" + other))
    elif name.startswith("end") and name[3:]:
        return
    elif other in engine.theorems:
        engine.theorems[name] = engine.theorems[other]
    elif (found := engine.macros.current.get(other)) is not None:
        define(
            engine,
            Definition(
                name=name, params=found.params, body=found.body, source=_renamed(found, name), prefix=found.prefix
            ),
        )
    elif (handler := engine.commands.get(other)) is not None:
        engine.commands.setdefault(name, handler)
    else:
        define(engine, Definition(name=name, params=(), body="\\" + other + " "))


def _renamed(found: Definition, name: str) -> str:
    """The definition under another name: what it means now, whatever its old name comes to mean later."""
    return re.sub(re.escape("\\" + found.name) + r"(?![A-Za-z@])", lambda _: "\\" + name, found.source, count=1)


@command("@namedef", "csdef", "csgdef")
def named_def(engine: Engine, _: str) -> None:
    """\\@namedef{x}#1#2{body}."""
    name, (prefix, params), body = engine.argument(), _parameters(engine), engine.argument()
    if name is not None and body is not None:
        definition = Definition(name=engine.plain_name(name), params=params, body=body, prefix=prefix)
        definition.source = _spelt(definition)
        define(engine, definition)


@command("csname")
def csname(engine: Engine, _: str) -> None:
    """\\csname x\\endcsname: as if \\x stood here."""
    frame = engine.frames[-1]
    frame.pos = frame.start
    name = engine.control()
    if name:
        call(engine, name)


@command("@nameuse", "csuse")
def name_use(engine: Engine, _: str) -> None:
    """\\@nameuse{x}."""
    name = engine.argument()
    if name:
        call(engine, engine.plain_name(name))


def call(engine: Engine, name: str) -> None:
    """Do what the control sequence of that name does."""
    handler = engine.commands.get(name)
    if handler is csname:
        return  # a name built of itself
    if handler:
        handler(engine, name)
    elif name in engine.macros.current and engine.macros.is_structural(name):
        engine.expand(engine.macros.current[name])


@command("newenvironment", "renewenvironment", "provideenvironment")
def new_environment(engine: Engine, _: str) -> None:
    """\\newenvironment{x}[n][default]{begin}{end}."""
    engine.star()
    name = engine.argument()
    count, default = engine.option(), engine.option()
    begin, end = engine.argument(), engine.argument()
    if name is None or begin is None or end is None:
        return
    number = int(count) if count and count.strip().isdigit() else 0
    define(
        engine,
        Definition(name=engine.plain_name(name), params=macros.simple_params(number, default), body=begin, end=end),
    )


@command("NewEnviron", "RenewEnviron")
def new_environ(engine: Engine, _: str) -> None:
    """environ's \\NewEnviron{x}[n][default]{… \\BODY …}: without \\BODY the environment's content vanishes."""
    name = engine.argument()
    count, default = engine.option(), engine.option()
    body = engine.argument()
    if name is None or body is None:
        return
    begin, found, end = body.partition("\\BODY")
    if not found:
        engine.flags["\\hidden:" + name] = True
    number = int(count) if count and count.strip().isdigit() else 0
    define(
        engine,
        Definition(name=engine.plain_name(name), params=macros.simple_params(number, default), body=begin, end=end),
    )


@command("NewDocumentCommand", "RenewDocumentCommand", "ProvideDocumentCommand", "DeclareDocumentCommand",
         "NewExpandableDocumentCommand")  # fmt: skip
def new_document_command(engine: Engine, _: str) -> None:
    """\\NewDocumentCommand{\\x}{spec}{body} (xparse)."""
    name, spec, body = engine.control(), engine.argument(), engine.argument()
    if name is not None and spec is not None and body is not None:
        define(engine, Definition(name=name, params=macros.xparse_params(spec), body=body))


@command(
    "NewDocumentEnvironment", "RenewDocumentEnvironment", "ProvideDocumentEnvironment", "DeclareDocumentEnvironment"
)
def new_document_environment(engine: Engine, _: str) -> None:
    """\\NewDocumentEnvironment{x}{spec}{begin}{end} (xparse)."""
    name, spec, begin, end = engine.argument(), engine.argument(), engine.argument(), engine.argument()
    if name is None or spec is None or begin is None or end is None:
        return
    params = tuple(p for p in macros.xparse_params(spec.replace("+", "").replace("b", "")))
    if "b" in spec.replace("+", "").split():
        begin, end = begin.replace(f"#{len(params) + 1}", ""), end.replace(f"#{len(params) + 1}", "")
    define(engine, Definition(name=engine.plain_name(name), params=params, body=begin, end=end))


_DECLARATIONS = {
    "DeclareMathOperator": 1, "DeclarePairedDelimiter": 2, "DeclarePairedDelimiterX": 3, "DeclarePairedDelimiterXPP": 5,
    "DeclareMathSymbol": 3, "DeclareMathAlphabet": 4, "DeclareTextFontCommand": 1, "DeclareBoldMathCommand": 1,
    "DeclareMathDelimiter": 5,
    "newsavebox": 0, "newlength": 0,
}  # fmt: skip
"""Declarations of a control sequence, and how many arguments follow its name (an optional one after it not counted)."""


@command(*_DECLARATIONS)
def declare(engine: Engine, how: str) -> None:
    """Declarations that define nothing structural but that a statement may need: kept verbatim."""
    engine.star()
    name = engine.control()
    engine.option()
    parts = [engine.argument() for _ in range(_DECLARATIONS[how])]
    if name and None not in parts:
        span = engine.span()
        definition = Definition(
            name=name, params=(), body=" ".join(part or "" for part in parts), file=span.file, line=span.line
        )
        definition.source = _source(engine, definition)
        engine.macros.define(definition)


_SET = {
    "SetKw": (r"\textbf", " ", ""), "SetKwData": (r"\textsf", "(", ")"), "SetKwFunction": (r"\texttt", "(", ")"),
    "SetKwArray": (r"\textsf", "[", "]"),
}  # fmt: skip
"""algorithm2e's declaring commands: the font of the word, and what stands around its argument."""


@command(*_SET)
def set_keyword(engine: Engine, how: str) -> None:
    """algorithm2e's \\SetKwFunction{x}{word}: \\x prints the word, \\x{y} word(y)."""
    name, word = engine.argument(), engine.argument()
    if name is None or word is None or not name.isalpha():
        return
    font, opens, closes = _SET[how]
    around = rf"{font}{{{word}{opens}}}\emph{{#1}}" + (rf"{font}{{{closes}}}" if closes else "")
    body = rf"\textnormal{{\IfValueTF{{#1}}{{{around}}}{{{font}{{{word}}}}}}}\xspace"
    # Spelt out, since the paper's own package would bring all its algorithms along.
    source = rf"\DeclareDocumentCommand\{name}{{g}}{{{body}}}"
    define(engine, Definition(name=name, params=(), body=body, source=source))


@begins("lrbox")
def begin_box(engine: Engine, name: str) -> None:
    """lrbox's \\begin{lrbox}{\\x}: what \\usebox{\\x} prints, kept with the box's own declaration."""
    frame = engine.frames[-1]
    box, before = engine.control(), frame.start
    ends = frame.text.find("\\end{lrbox}", frame.pos)
    declared = engine.macros.current.get(box or "")
    if box and declared is not None and ends > 0 and not engine.in_document:
        text = frame.buffer.raw[before : ends + len("\\end{lrbox}")]
        source = f"\\newsavebox\\{box}\n{text}"
        engine.macros.define(
            Definition(name=box, params=(), body=text, source=source, file=declared.file, line=declared.line)
        )
    engine.open(Env(name=name))


@command("newqsymbol")
def new_symbol(engine: Engine, _: str) -> None:
    """qsymbols' \\newqsymbol{`x}{meaning}: the name is what is written in formulas, and no control sequence."""
    name, body = engine.argument(), engine.argument()
    if name and body is not None:
        define(engine, Definition(name=name.strip(), params=(), body=body, end=""))


@command("newcounter")
def new_counter(engine: Engine, _: str) -> None:
    """\\newcounter{c}[within]."""
    name, within = engine.argument(), engine.option()
    if name and not engine.counters.knows(name):
        engine.counters.new(name.strip(), within.strip() if within else None)


@command("newaliascnt")
def new_alias(engine: Engine, _: str) -> None:
    """aliascnt's \\newaliascnt{lemma}{theorem}: another name for the same counter."""
    name, real = engine.argument(), engine.argument()
    if name and real:
        engine.counters.alias[name] = real
        engine.counters.the[name] = rf"\the{real}"


@command("setcounter", "addtocounter")
def set_counter(engine: Engine, how: str) -> None:
    """\\setcounter and \\addtocounter, which are global."""
    name, value = engine.argument(), engine.argument()
    if not name or value is None:
        return
    name = engine.plain_name(name)
    number = engine.counters.evaluate(value)
    engine.counters.set(name, number + (engine.counters.value(name) if how == "addtocounter" else 0))


@command("stepcounter")
def step_counter(engine: Engine, _: str) -> None:
    """\\stepcounter{c}."""
    name = engine.argument()
    if name:
        engine.counters.step(engine.plain_name(name))


@command("numberwithin", "counterwithin", "@addtoreset", "counterwithout", "@removefromreset")
def number_within(engine: Engine, how: str) -> None:
    """Who resets whom: \\numberwithin and its LaTeX descendants; the unstarred ones also set \\the<counter>."""
    starred = engine.star()
    style = engine.option() or "\\arabic"
    name, parent = engine.argument(), engine.argument()
    if not name or not parent:
        return
    if how in ("counterwithout", "@removefromreset"):
        engine.counters.free(name, parent)
    else:
        engine.counters.reset_by(name, parent)
    if starred or how.startswith("@"):
        return
    head = "" if how == "counterwithout" else rf"\the{parent}."
    engine.counters.the[name] = rf"{head}{style}{{{name}}}"


@command("makeatletter", "makeatother")
def at_letter(engine: Engine, how: str) -> None:
    """@ becomes a letter, or stops being one."""
    frame = engine.frames[-1]
    frame.pattern = tokens.CONTROL_AT if how == "makeatletter" else tokens.CONTROL
    frame.buffer.at_letter = how == "makeatletter"


@command("begingroup", "bgroup")
def begin_group(engine: Engine, _: str) -> None:
    """A group without braces."""
    engine.open(Env(name="\\group", kind="group"))


@command("endgroup", "egroup")
def end_group(engine: Engine, _: str) -> None:
    """The end of a group without braces."""
    engine.shut("\\group")
