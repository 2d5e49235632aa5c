"""\\begin and \\end: which environment is what; displays, which count and can be labelled."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scaffold.model import Macro
from scaffold.read.kinds import KIND_WORDS, PROOF_WORDS
from scaffold.read.latex import plain_text
from scaffold.read.latex.commands import (
    apxproof,
    branches,
    floats,
    hidden_environments,
    lists,
    macro_statements,
    modes,
    proof_at_the_end,
    proof_macros,
    statements,
    structure,
    theorems,
    typed_heads,
    unended,
)
from scaffold.read.latex.drafts import DisplayDraft, MarkDraft, Stretch, Target
from scaffold.read.latex.engine import BEGIN, COMMANDS, Engine, begins, command
from scaffold.read.latex.stack import Env
from scaffold.tex import tokens
from scaffold.tex.arguments import CannotExpand, expansion, substitute, take
from scaffold.tex.definitions import environments as opened_by
from scaffold.tex.definitions import names
from scaffold.tex.environments import NUMBERED, NUMBERED_ROWS

_NUMBERED = (*NUMBERED, *NUMBERED_ROWS, "empheq", "boxedequation", "numcases")
_BY_REFERENCE = re.compile(r"\W*((\w+)[\s~]*\\ref\{[^{}]*\})")
_ROW_ENDED = re.compile(r"\\\\\*?\s*(?:\[[^\[\]]*\]\s*)?\Z")
_NEAR = 60
"""Characters before a command in which the end of the row before it stands."""
_CLOSED = re.compile(r"(?:[^\\]|\\[^\[\]])*\\\]")
_LONGEST_DISPLAY = 20_000
_VERBATIM = frozenset(("verbatim", "Verbatim", "lstlisting", "alltt", "comment"))
"""Commands that begin text which is not read, in \\newenvironment{x}{\\verbatim}{\\endverbatim}."""

_PASSING_ON = frozenset(("align", "alignat", "flalign", "xalignat"))
"""Displays of which a row without a number passes its label on to the next row that has one."""

_ITEM = re.compile(r"\\item\s*(?=\[)")
_STEPS = re.compile(r"\\refstepcounter\s*\{(\w+)\}")
_OFTEN_REDEFINED = frozenset(("subequations", "appendices"))
"""Environments that the reader knows, in which a paper's own definition counts in another way."""


@command("begin")
def begin(engine: Engine, _: str) -> None:
    """\\begin{name}."""
    name = _name(engine)
    if name is None:
        return
    modes.hide(engine, name)
    if hidden_environments.is_hidden(engine, name):
        _jump_over(engine, name)
    elif engine.in_document and (apxproof.moved(engine, name) or proof_at_the_end.moved(engine, name)):
        return
    elif code := engine.hooks.get("begin:" + name):
        engine.before(code, lambda: _begin(engine, name))
    else:
        _begin(engine, name)


def _begin(engine: Engine, name: str) -> None:
    own, spec = engine.macros.environment(name), engine.theorems.get(name)
    redefined = name not in BEGIN or name in statements.PROOF_ENVS or name in lists.LISTS
    redefined = redefined or name in _OFTEN_REDEFINED
    if own is not None and spec is not None and _prints_another(engine, own):
        _begin_own(engine, name, own)
    elif spec is not None:
        statements.begin_statement(engine, spec, name)
        apxproof.begun(engine, name)
        proof_at_the_end.begun(engine, name)
    elif own is not None and engine.in_document and redefined:
        _begin_own(engine, name, own)
    elif name in engine.proofs_at_end:
        statements.begin_proof(engine, name)
    elif name in engine.lists.kinds:
        lists.begin_list(engine, name)
    elif name.rstrip("*") in engine.own_floats:
        floats.begin_float(engine, name)
    elif name in BEGIN:
        BEGIN[name](engine, name)
    elif (undeclared := theorems.declare_by_name(engine, name)) is not None:
        statements.begin_statement(engine, undeclared, name)
    else:
        engine.open(Env(name=name))
        if name not in COMMANDS and (handler := engine.commands.get(name)) is not None:
            handler(engine, name)  # \let\oldappendices\appendices


@command("end")
def end(engine: Engine, _: str) -> None:
    """\\end{name}."""
    name = _name(engine)
    if name is None:
        return
    if name == "document":
        structure.end_document(engine)
    elif code := engine.hooks.get("end:" + name):
        engine.before(code, lambda: _end(engine, name))
    else:
        _end(engine, name)


def _end(engine: Engine, name: str) -> None:
    env = next((e for e in reversed(engine.envs[-60:]) if e.name == name), None)
    if env is not None and env.end_code is not None:
        code, env.end_code = env.end_code, None
        engine.push_text(code + "\\end{" + name + "}", at_letter="@" in code)
    elif env is not None:
        unended.finish_within(engine, name)
        engine.shut(name)


def _name(engine: Engine) -> str | None:
    name = engine.argument()
    return engine.plain_name(name) if name is not None and "\\" in name else name.strip() if name is not None else None


def _jump_over(engine: Engine, name: str) -> None:
    frame = engine.frames[-1]
    end_at = frame.text.find("\\end{" + name + "}", frame.pos)
    frame.pos = frame.end if end_at < 0 else end_at + len(name) + 6


def _prints_another(engine: Engine, own: Macro) -> bool:
    """Whether a declared theorem was made to begin another one, to count otherwise, or to print a given number."""
    name = own.name
    if own.form != "renewenvironment" or not engine.in_document:
        return False
    counter = engine.theorems[name].counter
    if any(m[1] != counter for m in _STEPS.finditer(own.body or "")):
        return True
    others = {e for e in opened_by(own) if e in engine.theorems and e != name}
    begin_code = expansion(own, ["1" for _ in own.parameters]) if own.parameters else ""
    item = _ITEM.search(begin_code)
    label = tokens.option(begin_code, item.end()) if item else None
    head = typed_heads.printed_head(engine, label[0] if label else begin_code)
    return any(engine.theorems[e].heading != engine.theorems[name].heading for e in others) or (
        head is not None and head.number is not None
    )


def _begin_own(engine: Engine, name: str, own: Macro) -> None:
    """An environment of the paper's: expanded when it hides structure; one that prints "Proof" is a proof."""
    frame = engine.frames[-1]
    before = frame.pos
    cursor = engine.cursor()
    try:
        values = take(own.parameters, cursor)
        begin_code, end_code = expansion(own, values), substitute(own.end or "", values)
    except CannotExpand:
        engine.open(Env(name=name))
        return
    frame.pos = cursor.pos
    if not _VERBATIM.isdisjoint(names(own)) and _VERBATIM.isdisjoint(engine.macros.current):
        _jump_over(engine, name)
        return
    structural = engine.macros.is_structural(":" + name)
    shown = branches.decided(engine, begin_code)
    head = proof_head(engine, name, shown)
    if head is not None and not _hides_proof(engine, own):
        if own.parameters and frame.text.startswith(f"\\end{{{name}}}", tokens.skip_blank(frame.text, frame.pos)):
            frame.pos = before  # what it takes is the text of the proof
            head = proof_head(engine, name, branches.decided(engine, expansion(own, ["" for _ in values]))) or ""
        frame.pos = before if name in statements.PROOF_ENVS and not own.parameters else frame.pos
        statements.begin_proof(engine, name, head)
        return
    env = engine.open(Env(name=name, kind="own", end_code=end_code if structural else None))
    if (heading := restated_head(engine, shown)) is not None and not _hides_proof(engine, own):
        statements.begin_headed(engine, env, heading, None, note=None)
    elif (typed := typed_heads.printed_head(engine, shown)) and typed.number and not _hides_proof(engine, own):
        statements.begin_headed(engine, env, typed.heading, typed.number, note=typed.note)
    elif structural:
        engine.push_text(begin_code, at_letter="@" in begin_code)


def proof_head(engine: Engine, name: str, begin_code: str) -> str | None:
    """What an environment prints first, when that is the heading of a proof; None when it is not a proof."""
    if name in statements.PROOF_ENVS:
        words = begin_code
    else:
        words = (
            begin_code
            if "roof" in begin_code or "eweis" in begin_code or "reuve" in begin_code or "imostra" in begin_code
            else ""
        )
        if not words:
            return None
    printed = plain_text.text(proof_macros.SILENT.sub(" ", words), engine.name_of, keep_refs=True)
    first = re.match(r"\W*(?i:sketch\s+of\s+(?:the\s+)?)?(\w+)", printed)
    if first and first[1].lower() in PROOF_WORDS:
        return printed if re.search(r"\bof\b|\bfor\b|\\", printed) else ""
    return "" if name in statements.PROOF_ENVS else None


def restated_head(engine: Engine, begin_code: str) -> str | None:
    """What an environment prints first, when that is a statement's name by reference, such as "Theorem \\ref{x}"."""
    if "ref" not in begin_code:
        return None
    printed = plain_text.text(proof_macros.SILENT.sub(" ", begin_code), engine.name_of, keep_refs=True)
    found = _BY_REFERENCE.match(printed)
    return found[1] if found and found[2].lower() in KIND_WORDS else None


def _hides_proof(engine: Engine, own: Macro) -> bool:
    """Whether the environment opens a known one inside, which will say what it is."""
    return any(
        e in BEGIN or e in engine.theorems or engine.macros.environment(e)
        for e in opened_by(own)
        if e != own.name and e not in lists.LISTS and e not in typed_heads.LISTS
    ) or not engine.theorems.keys().isdisjoint(names(own) - {own.name})


# --- equations


@dataclass(slots=True, kw_only=True)
class Row:
    """The row of a display in work; counted: each row has a number of its own."""

    numbered: bool
    counted: bool
    at: Stretch
    display: DisplayDraft | None = None
    labels: list[str] = field(default_factory=list)
    tag: str | None = None
    silent: bool = False
    forced: bool = False
    """Whether the row asks for a number that others of the display do not have."""


@begins(*_NUMBERED, *(n + "*" for n in _NUMBERED), "displaymath")
def begin_equation(engine: Engine, name: str) -> None:
    """A display whose rows are counted; starred ones only when tagged. empheq names the one that it sets."""
    shown = name
    if name.startswith("empheq"):
        engine.option()
        shown = (engine.argument() or "").partition("=")[0].strip()
    numbered = not shown.endswith("*") and shown != "displaymath"
    counted = shown.rstrip("*") in (*NUMBERED_ROWS, "numcases")
    _open_display(engine, name, Row(numbered=numbered, counted=counted, at=engine.here()))


def make_commands(engine: Engine) -> None:
    """\\equation … \\endequation do what the environment does, unless the paper defines them anew.

    They stand in \\newenvironment{x}{\\equation}{\\endequation}.
    """
    for name in (*NUMBERED, *NUMBERED_ROWS):
        if name not in COMMANDS:
            engine.commands[name] = _begin_by_command
            engine.commands["end" + name] = _end_by_command
            engine.macros.act_upon(name, "end" + name)


def _begin_by_command(engine: Engine, name: str) -> None:
    if engine.in_document:
        begin_equation(engine, name)


def _end_by_command(engine: Engine, name: str) -> None:
    engine.shut(name.removeprefix("end"))


@command("[")
def begin_brackets(engine: Engine, name: str) -> None:
    """\\[: a display without a number, but for its \\tag; one that is not closed is no display."""
    frame = engine.frames[-1]
    closed = _CLOSED.match(frame.text, frame.pos, min(frame.end, frame.pos + _LONGEST_DISPLAY))
    if engine.in_document and closed is not None:
        _open_display(engine, name, Row(numbered=False, counted=False, at=engine.here()))


@command("]")
def end_brackets(engine: Engine, _: str) -> None:
    """\\]."""
    engine.shut("[")


def _open_display(engine: Engine, name: str, row: Row) -> None:
    env = engine.open(Env(name=name, kind="equation", data=row))
    engine.target = Target(number="", kind="equation", statement=engine.statement())
    if engine.statement() is None and engine.in_document:
        row.display = DisplayDraft(
            name=name,
            at=row.at,
            order=engine.notes.next_order(),
            section=len(engine.notes.sections) - 1,
            macros_at=len(engine.macros.events),
        )
        engine.notes.displays.append(row.display)

    def close() -> None:
        _finish_row(engine, env)

    env.close = close


def _finish_row(engine: Engine, env: Env) -> None:
    """Count the row and let its labels name it."""
    row = env.data
    assert isinstance(row, Row)
    shown = row.tag is not None or ((row.numbered or row.forced) and not row.silent and _shown(engine, row))
    if shown and row.tag is None:
        engine.counters.step("equation")
    number = row.tag if row.tag is not None else engine.counters.print("equation") if shown else ""
    if engine.frames:  # one that is never ended has no end in the source
        row.at.end = engine.home().pos
    mark = engine.mark("equation", number, row.at) if shown and row.tag is None else None
    kind = env.name.rstrip("*")
    waits = kind in _PASSING_ON and engine.known.cited is None
    labels = [*engine.passed_on, *row.labels] if waits and shown else row.labels
    if waits:
        engine.passed_on = [] if shown else [*engine.passed_on, *row.labels]
    if row.tag is None:
        number = engine.counters.referred("equation", number)
    for key in labels:
        if shown or waits or engine.known.cited is not None:
            _let_name(engine, key, number, mark=mark, tagged=row.tag is not None or key not in row.labels)
        else:
            _name_unnumbered(engine, env, key)
    if shown and row.display is not None:
        row.display.labels += labels
    env.data = Row(numbered=row.numbered, counted=row.counted, at=row.at, display=row.display)


def _let_name(engine: Engine, key: str, number: str, *, mark: MarkDraft | None = None, tagged: bool) -> None:
    engine.notes.labels[key] = Target(
        number=number,
        kind="equation",
        statement=engine.statement(),
        mark=mark,
        tagged=tagged,
        heading=len(engine.notes.sections) - 1,
    )


def _name_unnumbered(engine: Engine, env: Env, key: str) -> None:
    """The label of a row without a number: the number that it would have, or what is counted around the display."""
    if env.name.rstrip("*") == "eqnarray" or env.name in ("equation", "multline"):
        value = engine.counters.value("equation")
        engine.counters.set("equation", value + 1)
        _let_name(engine, key, engine.counters.print("equation"), tagged=True)
        engine.counters.set("equation", value)
        return
    within, engine.target = engine.target, env.target
    engine.label(key)
    engine.target = within


def _shown(engine: Engine, row: Row) -> bool:
    """Whether the row's number is printed: where only cited equations have one, a reference must name it."""
    return engine.known.cited is None or not engine.known.cited.isdisjoint(row.labels)


@command("\\")
def row_end(engine: Engine, _: str) -> None:
    """\\\\ ends a row of an aligned display, outside braces (those of \\substack)."""
    env = engine.envs[-1] if engine.envs else None
    if env and isinstance(env.data, Row) and env.data.counted and not _in_braces(engine, env):
        _finish_row(engine, env)


def _in_braces(engine: Engine, env: Env) -> bool:
    """Whether a group is open that began within the environment."""
    frame = engine.frames[-1]
    return env.frame is frame and frame.depth_since(env.start) > 0


@command("intertext", "shortintertext")
def end_row_by_text(engine: Engine, how: str) -> None:
    r"""\intertext ends the row before it, if no \\ has."""
    frame = engine.frames[-1]
    if not _ROW_ENDED.search(frame.text, max(0, frame.start - _NEAR), frame.start):
        row_end(engine, how)


@command("IEEEyesnumber", "yesnumber")
def numbered_row(engine: Engine, _: str) -> None:
    r"""\IEEEyesnumber: the row has a number in an environment with a star too."""
    env = engine.inside("equation")
    if env and isinstance(env.data, Row):
        env.data.silent, env.data.forced = False, True


@command("nonumber", "notag", "tag", "IEEEnonumber")
def no_number(engine: Engine, how: str) -> None:
    """\\nonumber, \\notag, \\tag{x}."""
    env = engine.inside("equation")
    if how == "tag":
        engine.star()
        text = engine.counters.render_in(engine.argument() or "")
        statement = engine.statement()
        if statement is not None:
            statement.tags.append(text)
        if env and isinstance(env.data, Row):
            env.data.tag = text
            if env.data.display is not None:
                env.data.display.tags.append(text)
    elif env and isinstance(env.data, Row):
        env.data.silent = True


@begins("subequations", "dgroup")
def begin_subequations(engine: Engine, name: str) -> None:
    """amsmath's subequations, breqn's dgroup: one number, letters within."""
    c = engine.counters
    c.step("equation")
    parent, the = c.print("equation"), c.the.get("equation", r"\arabic{equation}")
    c.set("parentequation", c.value("equation"))
    c.set("equation", 0)
    c.the["parentequation"] = re.sub(r"(?<![A-Za-z])equation(?![A-Za-z])", "parentequation", the)
    c.the["equation"] = r"\theparentequation\alph{equation}"
    env = engine.open(Env(name=name, kind="subequations"))
    engine.target = Target(number=parent, kind="equation", statement=engine.statement())

    def close() -> None:
        c.set("equation", c.value("parentequation"))
        c.the["equation"] = the

    env.close = close


# --- floats


def _printing(engine: Engine) -> Env | None:
    """The environment that prints here: a list within one is how that sets its heading off."""
    return next((env for env in reversed(engine.envs) if env.kind or env.name not in typed_heads.LISTS), None)


@command("refstepcounter")
def ref_step(engine: Engine, _: str) -> None:
    """\\refstepcounter{c}: counts, and a \\label names it."""
    name = engine.argument()
    if name:
        name = engine.plain_name(name)
        engine.counters.step(name)
        env = _printing(engine)
        if (
            env
            and env.kind == "own"
            and not engine.frames[-1].buffer.is_file
            and statements.begin_handmade(engine, env, name)
        ):
            return
        if (env is None or env.kind != "own") and macro_statements.begin_by_macro(engine, name):
            return
        number = engine.counters.referred(name, engine.counters.print(name))
        engine.target = Target(number=number, kind=name, statement=engine.statement())
