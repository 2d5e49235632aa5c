"""Commands that define: macros, environments, operators, \\the<counter>, counters and their arithmetic."""

from __future__ import annotations

import re
from dataclasses import replace

from scaffold.model import Macro
from scaffold.read.latex.commands import hidden_environments
from scaffold.read.latex.counters import shown
from scaffold.read.latex.drafts import Target
from scaffold.read.latex.engine import COMMANDS, Engine, begins, command
from scaffold.read.latex.known import THEOREM_COMMANDS
from scaffold.read.latex.macros import key_of
from scaffold.read.latex.stack import Env
from scaffold.tex import acronyms, tokens
from scaffold.tex.definitions import FORMS, complete, names, to_latex

_FREE = frozenset("[]") | acronyms.COMMANDS.keys() | {"acro", "newacro"}
"""Commands that the reader acts upon only as long as they mean what they mean to LaTeX."""

_HEADINGS = frozenset("part chapter section subsection subsubsection paragraph".split())
_DEPTHS = frozenset(("secnumdepth", "tocdepth"))
_COUNTED = re.compile(r"\\((?:ref)?stepcounter|setcounter|addtocounter)\s*\{\s*([A-Za-z@]+)\s*\}(?:\s*\{([^{}]*)\})?")
"""Commands for counters in a definition."""

_NUMBER = re.compile(r"(\s*=\s*|\s*by\s*|\s*)(-?\s*(?:\d+|\\value\s*\{[^{}]*\}|\\[A-Za-z@]+)) ?")
_ASKED = re.compile(r"(?:\\(?:the|number|roman|romannumeral|numexpr|ifnum|ifodd|ifcase|advance|by|let)|[-+*/<>=])\s*\Z")
_ASSIGNED = re.compile(r"\s*=|\\(?:z@|@ne|tw@|m@ne|c@)")
_NEAR = 20
_REF_NUMBER = re.compile(r"\\getrefnumber\s*\{([^{}]*)\}")
_STRUCTURE = frozenset(("begin", "end", "\\"))
"""What a class makes of these serves its own environments and paragraphs, not the statements (imsart)."""

_GLOBAL = re.compile(r"\\global\s*(?:\\(?:long|outer|protected)\s*)*\Z")
_OF_NUMBERS = frozenset(("the", "value", "number", "numexpr", "relax"))
_CONTROL = re.compile(r"\\([A-Za-z@]+) *")
_ENDS_IN_WORD = re.compile(r"\\[A-Za-z@]+\Z")
_KEPT = re.compile(r"\\(?:noexpand|unexpanded|protect)(?![A-Za-z@])")
_EXPANDABLE = frozenset("def gdef edef xdef newcommand renewcommand providecommand @namedef csdef csedef".split())
"""Definitions of macros that an \\edef expands: others are robust, or stand for another name."""
_DEEPEST, _LONGEST_BODY = 20, 20_000
_WORD = re.compile(r"\\([A-Za-z@]+)")


def _source(engine: Engine, macro: Macro) -> str:
    """The definition as written, from the control sequence in work to the position reached.

    One whose name was built (\\csname) is spelt out, and a paper's own name for the defining command
    (\\let\\nc\\newcommand) is replaced by LaTeX's: neither exists where the definition is used.
    """
    frame = engine.frames[-1]
    text = frame.buffer.raw[frame.start : frame.pos]
    if macro.name.startswith("\\") and macro.body is not None and "\\csname" in text.partition("{")[0]:
        return to_latex(macro)
    word = _WORD.match(text)
    if word and word[1] not in COMMANDS and macro.form in FORMS:
        return f"\\{macro.form}{text[word.end() :]}"
    return text


def define(engine: Engine, macro: Macro, *, is_global: bool = False) -> None:
    """Record a definition; \\the<counter> goes to the counters; in a group it is undone at the group's end."""
    key, macro = key_of(macro), _placed(engine, macro)
    if key in _STRUCTURE:
        return
    if key.startswith("the") and engine.counters.knows(key[3:]) and not macro.parameters:
        _define_the(engine, key[3:], macro.body or "", is_global)
        return
    if key in COMMANDS and key not in _FREE and not _declares(key, macro):
        if key in _HEADINGS:
            _count_with(engine, key, macro.body or "")
        engine.macros.history.append(macro)
        return
    engine.commands.pop(key, None)
    old = engine.macros.define(macro)
    if engine.in_document and not (is_global or globally(engine)):
        engine.local(lambda: engine.macros.restore(key, old))


def _count_with(engine: Engine, heading: str, body: str) -> None:
    """A heading that the paper redefines starts other counters again, too; what else it counts is reported."""
    others = []
    for how, counter, value in _COUNTED.findall(body):
        if counter == heading or not engine.counters.knows(counter) or counter in _DEPTHS:
            continue
        if how == "setcounter" and value.strip() == "0":
            engine.counters.reset_by(counter, heading)
        else:
            others.append(counter)
    if others:
        engine.log.warn(
            "redefined-heading",
            f"\\{heading}",
            engine.span(),
            f"the source redefines \\{heading} to count {' and '.join(dict.fromkeys(others))}; scaffold counts as with "
            "LaTeX's own, so compare the numbers after it with the paper",
        )


def _declares(key: str, macro: Macro) -> bool:
    """Whether a name that some package has for \\newtheorem is a shorthand of the paper's own."""
    return key in THEOREM_COMMANDS and key != "newtheorem" and "newtheorem" in names(macro)


def _placed(engine: Engine, macro: Macro) -> Macro:
    """The macro with its source and where that stands."""
    span = engine.span()
    return replace(macro, definition=macro.definition or _source(engine, macro), file=span.file, line=span.line)


def globally(engine: Engine) -> bool:
    """Whether \\global stands before the command in work."""
    frame = engine.frames[-1]
    return _GLOBAL.search(frame.text, max(0, frame.start - 30), frame.start) is not None


def _define_the(engine: Engine, counter: str, body: str, is_global: bool) -> None:
    old = engine.counters.the.get(counter)
    if counter == "equation" and engine.counters.the.get("parentequation") == r"\theequation":
        # As the number of the group was printed before: it is the other counter that has it now.
        body = body.replace(r"\theparentequation", (old or "").replace("{equation}", "{parentequation}"))
    engine.counters.the[counter] = body
    if engine.in_document and not is_global and old is not None:
        restored = old

        def undo() -> None:
            engine.counters.the[counter] = restored

        engine.local(undo)


@command(*(FORMS.keys() - {"let"}), "protected@edef", "protected@xdef")
def new_definition(engine: Engine, how: str) -> None:
    """Every command that defines a name but \\let, as the parser of definitions reads it."""
    internal, how = "@" in how[1:], how.removeprefix("protected@")
    macro = _read(engine, how)
    if macro is None or (how.lower().startswith("provide") and key_of(macro) in engine.macros.current):
        return
    if macro.parameters and macro.parameters[-1].kind == "b":
        macro = _around_body(engine, macro)
    if how in ("edef", "xdef", "csedef", "csxdef"):
        macro = _fixed(engine, macro)
    if FORMS[how].named == "word" or internal:
        # The paper's own package would load all its algorithms, and a name that was built does not exist elsewhere.
        # Nor does @ belong to names there.
        macro = replace(macro, definition=to_latex(macro))
    define(engine, macro, is_global=how in ("gdef", "xdef", "csgdef", "csxdef"))
    if macro.name == "\\@currentlabel" and not macro.parameters:
        number = engine.counters.render(macro.body or "")
        engine.target = replace(engine.target or Target(number="", kind="document"), number=number)


def _read(engine: Engine, how: str) -> Macro | None:
    """The definition that the command in work makes; None when it is cut short."""
    named = FORMS[how].named
    star = engine.star()
    name = engine.control() if named == "control" else engine.argument()
    if name is None:
        return None
    name = name if named == "control" else engine.plain_name(name)
    engine.leave_finished()
    cursor = engine.cursor()
    macro = complete(how, name if named == "environment" else "\\" + name, cursor, star=star)
    engine.frames[-1].pos = cursor.pos
    return macro


def _around_body(engine: Engine, macro: Macro) -> Macro:
    """An environment that takes its body as an argument, as what stands before the body and after it.

    The body is read where it stands; one that is not printed is passed over.
    """
    begin, found, end = (macro.body or "").partition(f"#{len(macro.parameters)}")
    if not found:
        hidden_environments.hide(engine, macro.name)
    return replace(macro, parameters=macro.parameters[:-1], body=begin, end=end + (macro.end or ""))


def _fixed(engine: Engine, macro: Macro) -> Macro:
    """An \\edef with what its counters and macros are now, which is what it means whatever they come to."""
    body = _expanded(engine, _frozen(engine, macro))
    made = replace(macro, body=body)
    return replace(made, definition=to_latex(made)) if macro.body is not None and body != macro.body else made


def _frozen(engine: Engine, macro: Macro) -> str:
    """The body of an \\edef with the macros without arguments in it replaced by what they mean now.

    Where a part is kept from expansion, the macro's own old meaning alone is put in.
    """
    frame, own = engine.frames[-1], macro.name.removeprefix("\\")
    kept = _KEPT.search(frame.text, frame.start, frame.pos) is not None

    def meaning(m: re.Match[str]) -> str:
        found, body = engine.macros.current.get(m[1]), engine.macros.parameterless(m[1])
        if found is None or body is None or (m[1] != own and (kept or found.form not in _EXPANDABLE)):
            return m[0]
        return f"{body} " if _ENDS_IN_WORD.search(body) else body

    made = macro.body or ""
    for _ in range(_DEEPEST):
        before, made = made, _CONTROL.sub(meaning, made)
        if made == before or len(made) > _LONGEST_BODY or kept:
            break
    return made


def _expanded(engine: Engine, body: str) -> str:
    """The body of an \\edef: counters and registers print what they are now."""
    made = engine.counters.render_in(body)
    words = _WORD.findall(made)
    numbers = all(name in _OF_NUMBERS or name.startswith("c@") for name in words)
    return engine.counters.render(made) if words and numbers else made


@command("newcount")
def new_register(engine: Engine, _: str) -> None:
    """\\newcount\\x: a register that holds a number, which loops count with."""
    name = engine.control()
    if name:
        engine.registers.add(name)
        engine.commands[name] = _assign
        engine.macros.act_upon(name)
        _set(engine, name, 0)


def _set(engine: Engine, name: str, value: int) -> None:
    engine.macros.define(Macro(name="\\" + name, definition="", body=str(value)), keep=False)


def _assign(engine: Engine, name: str) -> None:
    """\\x=5, the number in digits or in a register or counter."""
    value = _number(engine, required=False)
    if value is not None:
        _set(engine, name, value)


@command("advance")
def advance(engine: Engine, _: str) -> None:
    """\\advance\\x by 1."""
    name = engine.control()
    value = _number(engine)
    if name is None or value is None:
        return
    if name.startswith("c@") and engine.counters.knows(name[2:]):
        engine.counters.set(name[2:], engine.counters.value(name[2:]) + value)
    elif name in engine.registers:
        _set(engine, name, int(engine.macros.parameterless(name) or 0) + value)


@command("c@")
def assign_counter(engine: Engine, name: str) -> None:
    """\\c@x=5 or \\c@x\\z@: the register of a counter, where its number is not asked for."""
    frame = engine.frames[-1]
    asked = _ASKED.search(frame.text, max(0, frame.start - _NEAR), frame.start)
    if asked is None and engine.counters.knows(name[2:]) and _ASSIGNED.match(frame.text, frame.pos):
        value = _number(engine)
        engine.counters.set(name[2:], engine.counters.value(name[2:]) if value is None else value)


def _number(engine: Engine, *, required: bool = True) -> int | None:
    """The number that comes next, after = or by; None where none does."""
    frame = engine.frames[-1]
    found = _NUMBER.match(frame.text, frame.pos)
    if found is None or not (required or found[1]):
        return None
    frame.pos = found.end()
    return engine.counters.evaluate(found[2])


@command("let", "global@let")
def let(engine: Engine, _: str) -> None:
    """\\let\\x=\\y: x means what y means now."""
    name = engine.control()
    frame = engine.frames[-1]
    before = engine.cursor()
    frame.pos = tokens.skip_space(frame.text, frame.pos)
    if frame.text[frame.pos : frame.pos + 1] == "=":
        frame.pos += 1
    other = engine.control()
    if name is None:
        return
    if other is None:
        if (character := complete("let", "\\" + name, before)) is not None:
            frame.pos = before.pos
            define(engine, character)
    elif name.startswith("c@") and other.startswith("c@"):
        engine.counters.share(name[2:], other[2:])
    elif name.startswith("the") and engine.counters.knows(name[3:]):
        body = engine.counters.the.get(other[3:]) if other.startswith("the") else None
        define(engine, Macro(name="\\" + name, definition="", body=body or "\\" + other))
    elif name.startswith("end") and name[3:]:
        if other.startswith("end") and other in engine.commands:
            _let_act(engine, name, other)
    else:
        _let_be(engine, name, other)


def _let_be(engine: Engine, name: str, other: str) -> None:
    """One name takes the meaning of another: a theorem's, a macro's, a command's that the reader acts upon."""
    if other in engine.theorems:
        engine.theorems[name] = engine.theorems[other]
        if other in engine.commands:
            _let_act(engine, name, other)
    elif (found := engine.macros.current.get(other)) is not None and _changed(engine, found):
        define(engine, Macro(name="\\" + name, definition="", form="let", body="\\" + other, final=True))
        engine.macros.saved[len(engine.macros.history) - 1] = found
    elif found is not None:
        define(engine, replace(found, name="\\" + name, definition=_renamed(found, "\\" + name)))
    elif other in engine.commands:
        _let_act(engine, name, other)
    else:
        define(engine, Macro(name="\\" + name, definition="", form="let", body="\\" + other, final=True))


def _changed(engine: Engine, found: Macro) -> bool:
    """Whether a macro keeps, by \\let, the meaning of a name that means something else by now."""
    return found.final and (found.body or "")[1:] in engine.macros.current


def _let_act(engine: Engine, name: str, other: str) -> None:
    """One name does what another does; a handler is told the name that it is registered for, not the new one.

    The definition of a new name is kept for statements, which have what LaTeX means by the other.
    """
    handler = engine.commands[other]
    if name not in COMMANDS:
        made = Macro(name="\\" + name, definition="", form="let", body="\\" + other, final=True)
        engine.macros.history.append(_placed(engine, made))

    def act(engine: Engine, _: str) -> None:
        handler(engine, other)

    # \csname looks at the text from its own name on, and recognizes itself.
    engine.commands.setdefault(name, handler if handler is csname else act)
    if engine.macros.acted_upon(other):
        engine.macros.act_upon(name)


def _renamed(found: Macro, name: str) -> str:
    """The definition under another name: what it means now, whatever its old name comes to mean later."""
    return re.sub(re.escape(found.name) + r"(?![A-Za-z@])", lambda _: name, found.definition, count=1)


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
        engine.macros.define(replace(declared, definition=source))
    engine.open(Env(name=name))


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
        engine.counters.the[name] = shown(real)


@command("setcounter", "addtocounter")
def set_counter(engine: Engine, how: str) -> None:
    """\\setcounter and \\addtocounter, which are global."""
    name, value = engine.argument(), engine.argument()
    if not name or value is None:
        return
    name = engine.plain_name(name)
    number = engine.counters.evaluate(_REF_NUMBER.sub(lambda m: _referred(engine, m[1]), value))
    engine.counters.set(name, number + (engine.counters.value(name) if how == "addtocounter" else 0))


@command("setcounterref", "addtocounterref")
def set_counter_by_label(engine: Engine, how: str) -> None:
    """refcount's \\setcounterref{c}{label}."""
    name, key = engine.argument(), engine.argument()
    if name and key:
        start = engine.counters.value(name) if how == "addtocounterref" else 0
        engine.counters.set(name, start + int(_referred(engine, key)))


def _referred(engine: Engine, key: str) -> str:
    """The number of a label as refcount takes it; 0 where that is none, or not known yet."""
    key = key.strip()
    engine.notes.asked.add(key)
    target = engine.notes.labels.get(key)
    number = target.number if target is not None else engine.known.numbers.get(key, "")
    return number if number.isdecimal() else "0"


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
    head = "" if how == "counterwithout" else f"{shown(parent)}."
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
