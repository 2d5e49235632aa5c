"""Conditionals: evaluated where the source decides them, else the first branch is read with a diagnostic."""

from __future__ import annotations

import re

from scaffold.read.latex import known
from scaffold.read.latex.commands import definitions
from scaffold.read.latex.engine import Engine, command
from scaffold.read.latex.stack import Frame
from scaffold.tex import tokens

TEX_IFS = (
    "if", "ifcat", "ifx", "ifnum", "ifdim", "ifodd", "ifvmode", "ifhmode", "ifmmode", "ifinner", "ifvoid", "ifhbox",
    "ifvbox", "ifeof", "iftrue", "iffalse", "ifcase", "ifdefined", "ifcsname", "iffontchar", "ifpdf", "ifPDFTeX",
    "ifpdftex", "ifxetex", "ifXeTeX", "ifluatex", "ifLuaTeX", "iftutex", "if@twocolumn", "if@twoside", "if@titlepage",
    "if@openright", "if@mainmatter", "if@restonecol", "if@compatibility", "if@filesw", "if@nobreak", "if@draft",
)  # fmt: skip
_ALWAYS = {
    "iftrue": True, "iffalse": False, "ifpdf": True, "ifPDFTeX": True, "ifpdftex": True, "ifxetex": False,
    "ifXeTeX": False, "ifluatex": False, "ifLuaTeX": False, "iftutex": False, "if@twocolumn": False,
    "if@twoside": False, "if@titlepage": False, "if@openright": False, "if@mainmatter": True, "if@restonecol": False,
    "if@compatibility": False, "if@draft": False, "ifmmode": False, "ifinner": False, "ifeof": False, "ifvoid": True,
}  # fmt: skip
_MOST_UNCLOSED = 3
"""Conditionals without \\fi in a file, after which scaffold stops looking for their ends."""

_IFNUM = re.compile(r"\\ifnum(?![A-Za-z@])")
_EMPTY = re.compile(r"\s*\\relax\s*\\detokenize(?:\s*\\expandafter)?\s*(?=\{)")
"""Asks whether an argument is empty: \\if\\relax\\detokenize{#1}\\relax."""
_BUILT = re.compile(r"\s*(?:\\expandafter\s*)*\\csname(?![A-Za-z@])")
"""A name built by \\csname: an undefined one is \\relax."""
_TURNED = re.compile(r"\\unless\s*\Z")
_NEAR = 20
"""Characters before a test in which \\unless stands."""

_COUNTER = re.compile(r"(?:the|c@|cl@|p@)(.+)")
"""The names that a counter defines."""
_WITH_CHAPTERS = frozenset(("chapter", "chaptermark", "@chapter", "frontmatter", "mainmatter", "backmatter"))
"""Names that the reader knows always, and LaTeX in a class with chapters alone."""

_NESTED = re.compile(r"\\(if[A-Za-z@]*|else|fi|or)(?![A-Za-z@])")
_ONE_NUMBER = re.compile(r"\s*(\\value\s*\{[^}]*\}|(?:\\(?:the|number)\s*)?\\[A-Za-z@]+|-?\d+) ?")
_STARRED = re.compile(r"\\[A-Za-z]+\s*\*")
_LONG = frozenset(("newcommand", "renewcommand", "providecommand", "DeclareRobustCommand"))
"""Definitions of macros that are \\long, unlike those by \\def, and so of another meaning to \\ifx."""

_POINTS = {"pt": 1.0, "bp": 1.00375, "in": 72.27, "cm": 28.45274, "mm": 2.845274, "pc": 12.0, "sp": 1 / 65536}
_LENGTH = rf"-?\d*\.?\d+\s*(?:{'|'.join(_POINTS)})"
_OF_PAGES = {r"\textwidth": (230.0, 620.0), r"\columnwidth": (130.0, 620.0), r"\textheight": (350.0, 900.0)}
"""Lengths that the layout decides, between the least and the greatest that a paper has."""

_SIDE = rf"({_LENGTH}|{'|'.join(map(re.escape, _OF_PAGES))})"
_LENGTHS = re.compile(rf"\s*{_SIDE}\s*([<>=])\s*{_SIDE}(?![A-Za-z@.]) ?")
_SPECIAL = frozenset(" {}$&#^_~")
_NUMBERS = re.compile(
    r"\s*((?:\\numexpr(?:(?!\\relax)[^<>={}])*\\relax\s*|\\value\s*\{[^}]*\}|\\c@[A-Za-z@]+|\\the(?=\\)|\\[A-Za-z@]+\s*|-?\d+)+)\s*([<>=])\s*((?:\\value\s*\{[^}]*\}|\\c@[A-Za-z@]+|\\[A-Za-z@]+|-?\d+))\s?"
)


@command("newif")
def new_if(engine: Engine, _: str) -> None:
    """\\newif\\iffoo: a switch, off."""
    name = engine.control()
    if not name or not name.startswith("if"):
        return
    flag = name[2:]
    engine.commands[name] = test
    engine.commands[flag + "true"] = _switch
    engine.commands[flag + "false"] = _switch
    engine.macros.act_upon(flag + "true", flag + "false")
    engine.macros.current.pop(name, None)
    _put(engine, flag, False)


def _switch(engine: Engine, name: str) -> None:
    """\\footrue, \\foofalse."""
    value = name.endswith("true")
    _throw(engine, name.removesuffix("true" if value else "false"), value)


@command("newtoggle", "providetoggle", "newbool", "providebool", "newboolean", "provideboolean")
def new_toggle(engine: Engine, how: str) -> None:
    """etoolbox's and ifthen's switches."""
    name = engine.argument()
    if name is None:
        return
    if "toggle" not in how:
        engine.commands.setdefault("if" + name, test)
        engine.commands.setdefault(name + "true", _switch)
        engine.commands.setdefault(name + "false", _switch)
        engine.macros.act_upon(name + "true", name + "false")
    if name not in engine.flags:
        _put(engine, name, False)


@command("toggletrue", "togglefalse", "booltrue", "boolfalse")
def toggle(engine: Engine, how: str) -> None:
    """\\toggletrue{x}."""
    name = engine.argument()
    if name is not None:
        _throw(engine, name, how.endswith("true"))


@command("settoggle", "setbool", "setboolean")
def set_toggle(engine: Engine, _: str) -> None:
    """\\setboolean{x}{true}."""
    name, value = engine.argument(), engine.argument()
    if name is not None and value is not None:
        _throw(engine, name, value.strip().lower() == "true")


def _throw(engine: Engine, flag: str, value: bool) -> None:
    """Turn a switch on or off, in the document up to the end of the group."""
    old = engine.flags.get(flag)
    _put(engine, flag, value)
    if engine.in_document and old is not None and not definitions.globally(engine):
        engine.local(lambda: _put(engine, flag, old))


def _put(engine: Engine, flag: str, value: bool) -> None:
    engine.flags[flag] = value
    engine.macros.throw(conditional(engine, flag), value)


def conditional(engine: Engine, flag: str) -> str:
    """The name of the conditional that asks for a switch: \\iffoo, or one of our own for a toggle."""
    return "if" + flag if engine.commands.get("if" + flag) is test else toggle_conditional(flag)


def toggle_conditional(flag: str) -> str:
    """The name of the conditional for a toggle, which LaTeX asks for with braces only."""
    letters = (c if "a" <= c.lower() <= "z" else "Z" + "abcdefghij"[ord(c) % 10] for c in flag)
    return "iftoggleZ" + "".join(letters)


@command(*TEX_IFS)
def test(engine: Engine, name: str) -> None:
    """A conditional of TeX's: read the branch that holds."""
    if name == "ifcase":
        _skip_cases(engine, max(0, _case(engine)))
        return
    at = _begun(engine)
    truth = _evaluate(engine, name)
    if truth is not None and _TURNED.search(at[0].text, max(0, at[1] - _NEAR), at[1]):
        truth = not truth
    if truth is None:
        engine.log.info(
            "undecided",
            "\\" + name,
            engine.span(),
            "scaffold cannot tell which branch of this conditional LaTeX takes; it read the first one",
        )
    if truth is not False or _skip(engine, stop_at_else=True) == "else":
        _open(engine, at)


def _open(engine: Engine, at: tuple[Frame, int]) -> None:
    """A conditional that began there is read from here on."""
    engine.conditions.append(at)
    if at[0] is engine.frames[-1]:
        at[0].opened[at[1]] = at[0].pos


def _begun(engine: Engine) -> tuple[Frame, int]:
    """Where the conditional in work begins."""
    return engine.frames[-1], engine.frames[-1].start


def _evaluate(engine: Engine, name: str) -> bool | None:
    if name[2:] in engine.flags:
        return engine.flags[name[2:]]
    if name in _ALWAYS:
        return _ALWAYS[name]
    if name == "ifdefined":
        return is_defined(engine, engine.control())
    if name == "ifcsname":
        frame = engine.frames[-1]
        end = frame.text.find("\\endcsname", frame.pos)
        if end < 0:
            return None
        text, frame.pos = frame.text[frame.pos : end], end + len("\\endcsname")
        return is_defined(engine, engine.plain_name(text))
    compare = {"ifx": _ifx, "if": _if, "ifnum": _ifnum, "ifodd": _ifodd, "ifdim": _ifdim, "ifcat": _ifcat}.get(name)
    return compare(engine) if compare is not None else None


def is_defined(engine: Engine, name: str | None) -> bool | None:
    """Whether a name is that of a command or environment; None without a name."""
    if name is None:
        return None
    if name in engine.macros.current or name in engine.macros.environments() or name in engine.theorems:
        return True
    if (counter := _COUNTER.match(name)) is not None and engine.counters.knows(counter[1]):
        return True
    if name in _WITH_CHAPTERS:
        return engine.counters.knows("chapter")
    given = known.given(name, engine.notes.document_class, engine.notes.packages)
    return name in engine.commands if given is None else given


def _meaning(engine: Engine, name: str) -> str | None:
    """What two control sequences are compared by: a body, or the name of a primitive; None: undefined."""
    found = engine.macros.current.get(name)
    if found is not None:
        body = found.definition if found.body is None else found.body.strip()
        body = f"\\long {body}" if found.form in _LONG and not _STARRED.match(found.definition) else body
        return f"{len(found.parameters)}:{body}" if found.parameters else body
    if name in ("undefined", "@undefined", "UnDefined"):
        return None
    if name in ("empty", "@empty"):
        return ""
    return "\\" + name if name == "relax" or is_defined(engine, name) else None


def _ifx(engine: Engine) -> bool | None:
    values: list[str | None] = []
    for _ in range(2):
        built = _BUILT.match(engine.frames[-1].text, engine.frames[-1].pos)
        token = _token(engine)
        if token is None:
            return None
        meaning = _meaning(engine, token[1:]) if token.startswith("\\") and len(token) > 1 else token
        values.append("\\relax" if meaning is None and built else meaning)
    return values[0] == values[1]


def _token(engine: Engine, before: str = "") -> str | None:
    """The next token: a control sequence (with backslash) or a character; a space only after a character before it."""
    engine.leave_finished()
    frame = engine.frames[-1]
    start, frame.pos = frame.pos, tokens.skip_blank(frame.text, frame.pos)
    if frame.pos > start and len(before) == 1:
        return " "
    if frame.text[frame.pos : frame.pos + 1] == "\\":
        name = engine.control()
        if name == "expandafter":
            return _token(engine)
        return None if name is None else "\\" + name
    char = frame.text[frame.pos : frame.pos + 1]
    frame.pos += 1
    return char or None


def _if(engine: Engine) -> bool | None:
    """\\if compares two characters after expansion: \\if0\\blind, \\if\\full1, \\if\\relax\\detokenize{x}\\relax."""
    frame = engine.frames[-1]
    if empty := _EMPTY.match(frame.text, frame.pos):
        frame.pos = empty.end()
        return not (engine.argument() or "").strip()
    values: list[str] = []
    for _ in range(2):
        token = _token(engine)
        if token is None:
            return None
        body = engine.macros.parameterless(token[1:]) if token.startswith("\\") else token
        if body is None:
            return None
        values.extend(body.strip())
        if len(values) >= 2:
            break
    return values[0] == values[1] if len(values) >= 2 else None


def _ifnum(engine: Engine) -> bool | None:
    frame = engine.frames[-1]
    m = _NUMBERS.match(frame.text, frame.pos)
    if not m:
        return None
    frame.pos = m.end()
    known = all(decidable(engine, side) for side in (m[1], m[3]))
    return holds(engine.counters.evaluate(m[1]), m[2], engine.counters.evaluate(m[3])) if known else None


def _ifodd(engine: Engine) -> bool | None:
    frame = engine.frames[-1]
    m = _ONE_NUMBER.match(frame.text, frame.pos)
    if not m or "page" in m[1] or not decidable(engine, m[1]):
        return None
    frame.pos = m.end()
    return engine.counters.evaluate(m[1]) % 2 == 1


def _ifcat(engine: Engine) -> bool | None:
    """\\ifcat compares what kinds of characters two tokens are; what is no character is one kind."""
    kinds: list[str] = []
    token: str | None = ""
    while len(kinds) < 2:
        token = _token(engine, token or "")
        kept = token == "\\noexpand"
        token = _token(engine) if kept else token
        body = engine.macros.parameterless(token[1:]) if token and token.startswith("\\") and not kept else None
        if token is None or (body is not None and "\\" in body):
            return None
        if body is None and not kept and len(token) > 1 and token != "\\relax":
            return None
        kinds += ["\\relax"] if body is None and token.startswith("\\") else map(_category, body or token)
    return kinds[0] == kinds[1]


def _category(char: str) -> str:
    """The kind that TeX gives to a character: a letter, a special one, or another."""
    return "letter" if char.isalpha() and char.isascii() else char if char in _SPECIAL else "other"


def _ifdim(engine: Engine) -> bool | None:
    """\\ifdim between lengths that are written out, or one that every page has and one that decides without it."""
    frame = engine.frames[-1]
    m = _LENGTHS.match(frame.text, frame.pos)
    if not m or any(side[1:] in engine.macros.current for side in (m[1], m[3])):
        return None
    frame.pos = m.end()
    (least, most), (low, high) = map(_length, (m[1], m[3]))
    held = {holds(left, m[2], right) for left in (least, most) for right in (low, high)}
    return held.pop() if len(held) == 1 and (m[2] != "=" or most < low or high < least or least == most) else None


def _length(text: str) -> tuple[float, float]:
    """The least and the greatest that a length can be, in points."""
    if text in _OF_PAGES:
        return _OF_PAGES[text]
    number, unit = text[:-2].strip(), text[-2:]
    return (float(number) * _POINTS[unit],) * 2


def decidable(engine: Engine, side: str) -> bool:
    """Whether the source decides what number this side of a comparison is."""
    names = re.findall(r"\\([A-Za-z@]+)", side)
    return all(
        n in ("value", "the", "numexpr", "relax", "number")
        or n.startswith("c@")
        or engine.macros.parameterless(n) is not None
        for n in names
    )


def holds(left: float, sign: str, right: float) -> bool:
    """Whether a comparison by <, > or = holds; not by any other sign."""
    return {"<": left < right, ">": left > right, "=": left == right}.get(sign, False)


def _case(engine: Engine) -> int:
    frame = engine.frames[-1]
    m = re.compile(r"\s*(\\value\s*\{[^}]*\}|\\[A-Za-z@]+|-?\d+)\s?").match(frame.text, frame.pos)
    if not m:
        return 0
    frame.pos = m.end()
    return engine.counters.evaluate(m[1])


def _skip_cases(engine: Engine, index: int) -> None:
    """Jump to the index-th branch of an \\ifcase."""
    at = _begun(engine)
    for _ in range(index):
        stop = _skip(engine, stop_at_else=True, stop_at_or=True)
        if stop == "else":
            break
        if stop != "or":
            return
    _open(engine, at)


@command("else", "or")
def other_branch(engine: Engine, _: str) -> None:
    """The end of the branch that holds: jump to \\fi."""
    if engine.conditions:
        began, frame = engine.conditions.pop(), engine.frames[-1]
        _skip(engine)
        _note_skipped(began, frame)


@command("fi")
def end_if(engine: Engine, _: str) -> None:
    """\\fi."""
    if engine.conditions:
        _note_skipped(engine.conditions.pop(), engine.frames[-1])


def _note_skipped(began: tuple[Frame, int], frame: Frame) -> None:
    """Note that the text is not read from the command in work to the position reached."""
    frame.skipped.append((began[1] if began[0] is frame else -1, frame.start, frame.pos))


def _skip(engine: Engine, *, stop_at_else: bool = False, stop_at_or: bool = False) -> str:
    """Jump over a branch, nested conditionals included; what ended it, "" when nothing did."""
    depth = 0
    while engine.frames:
        frame = engine.frames[-1]
        if frame.unclosed >= _MOST_UNCLOSED:
            return ""
        for m in _NESTED.finditer(frame.text, frame.pos, frame.end):
            word = m[1]
            if word == "fi":
                if depth == 0:
                    frame.pos = m.end()
                    return "fi"
                depth -= 1
            elif depth == 0 and ((word == "else" and stop_at_else) or (word == "or" and stop_at_or)):
                frame.pos = m.end()
                return word
            elif engine.commands.get(word) is test:
                depth += 1
        if len(engine.frames) == 1 or frame.buffer.is_file:
            frame.unclosed += 1
            engine.log.warn("no-fi", frame.buffer.file, engine.span(), "a conditional is not closed in this file")
            return ""
        engine.leave(frame)
    return ""


@command("loop")
def loop(engine: Engine, _: str) -> None:
    """\\loop … \\ifnum … \\repeat: its conditional has no \\fi; it is read again as long as that holds."""
    frame = engine.frames[-1]
    end = frame.find("\\repeat")
    if end >= 0:
        body, frame.pos = frame.text[frame.pos : end], end + len("\\repeat")
        _repeated(engine, body)


@command("whiledo")
def while_do(engine: Engine, _: str) -> None:
    """ifthen's \\whiledo{\\value{c}<9}{…}."""
    condition, body = engine.argument(), engine.argument()
    if condition and body is not None:
        _repeated(engine, f"\\ifnum{condition} {body}")


@command("forloop")
def for_loop(engine: Engine, _: str) -> None:
    """forloop's \\forloop[step]{c}{1}{\\value{c}<9}{…}."""
    step, counter, start = engine.option() or "1", engine.argument(), engine.argument()
    condition, body = engine.argument(), engine.argument()
    if counter and start and condition and body is not None:
        engine.counters.set(counter, engine.counters.evaluate(start))
        _repeated(engine, f"\\ifnum{condition} {body}\\addtocounter{{{counter}}}{{{step}}}")


def _repeated(engine: Engine, body: str) -> None:
    """Read the body of a loop as often as LaTeX does; not at all where only LaTeX can tell how often."""
    tests = list(_IFNUM.finditer(body))
    condition = _NUMBERS.match(body, tests[-1].end()) if tests else None
    if condition is None or not all(decidable(engine, side) for side in (condition[1], condition[3])):
        return
    key = f"scaffold@loop{len(engine.loops)}"
    engine.loops[key] = f"{body}\\scaffold@again{{{key}}}\\fi"
    engine.push_text(engine.loops[key], at_letter=True)


@command("scaffold@again")
def again(engine: Engine, _: str) -> None:
    """The end of a loop whose condition holds: its conditional ends, and it is read once more."""
    body = engine.loops.get(engine.argument() or "")
    frame = engine.frames[-1]
    if body is not None and frame.text.startswith("\\fi", frame.pos):
        frame.pos += len("\\fi")
        end_if(engine, "fi")
        engine.leave_finished()
        engine.push_text(body, at_letter=True)
