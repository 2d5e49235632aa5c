"""The reader's machine: a stack of texts walked control sequence by control sequence, groups and environments kept.

It is TeX's gullet as far as structure needs it: macros that only print are skipped, macros that hide structure are
expanded, and every position leads back to a file. What a control sequence does is registered by the modules beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from scaffold.diagnostics import Log
from scaffold.model import Macro
from scaffold.read.latex import algorithm2e, limits
from scaffold.read.latex.counters import Counters
from scaffold.read.latex.drafts import Known, MarkDraft, Notes, StatementDraft, Stretch, Target
from scaffold.read.latex.known import NAMES
from scaffold.read.latex.list_settings import ListSettings
from scaffold.read.latex.macros import MacroTable, key_of
from scaffold.read.latex.postponed import Postponed
from scaffold.read.latex.source import Tree
from scaffold.read.latex.stack import Env, Frame, Spec
from scaffold.spans import Span
from scaffold.tex import tokens
from scaffold.tex.arguments import CannotExpand, Cursor, expansion, take

_OVERLAY = re.compile(r"\s*<([^<>\n]{0,60})>")
_EMPTY_LINE = re.compile(r"[ \t]*\n[ \t]*\n")
Handler = Callable[["Engine", str], None]
COMMANDS: dict[str, Handler] = {}
BEGIN: dict[str, Handler] = {}
QUIET = {"\\", "[", "]", "item", "nonumber", "notag", "tag", "bgroup", "egroup", "begingroup", "endgroup", "caption",
         "qed", "QED", "qeds", "eop", "blacksquare", "Box", "square", "endproof",
         "foreach", "docsvlist", "forcsvlist", "@tfor", "loop",
         "tikzset", "tikzstyle", "pgfsetlayers", "pgfkeys", "definecolor", "providecolor", "colorlet",
         "DeclareFontFamily", "DeclareFontShape", "DeclareSymbolFont"}  # fmt: skip
"""Commands that matter where they stand but are no reason to expand a macro that contains them."""


def command(*names: str) -> Callable[[Handler], Handler]:
    """Register what a control sequence does; the handler is called just after it."""

    def register(handler: Handler) -> Handler:
        for name in names:
            COMMANDS[name] = handler
        return handler

    return register


def begins(*names: str) -> Callable[[Handler], Handler]:
    """Register what \\begin{name} does; the handler is called just after the name."""

    def register(handler: Handler) -> Handler:
        for name in names:
            BEGIN[name] = handler
        return handler

    return register


class _Uses(Cursor):
    """The arguments of the paper's own macros in a file: an empty line is one, \\par."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame.text, frame.pos, at_letter=frame.buffer.at_letter)
        self._raw = frame.buffer.raw

    def argument(self) -> str | None:
        """A mandatory argument."""
        if line := _EMPTY_LINE.match(self._raw, self.pos):
            self.pos = line.end()
            return r"\par"
        return super().argument()


class Engine:
    """One document being read: its texts, definitions, counters and notes."""

    def __init__(self, tree: Tree, log: Log) -> None:
        self.tree = tree
        self.log = log
        self.notes = Notes()
        self.commands = dict(COMMANDS)
        self.macros = MacroTable(frozenset(COMMANDS) - QUIET)
        self.counters = Counters(expand=self.macros.parameterless)
        self.frames: list[Frame] = []
        self.envs: list[Env] = []
        self.flags: dict[str, bool] = {}
        self.conditions: list[tuple[Frame, int]] = []
        """Open conditionals of TeX: the text in which each began, and where."""
        self.target: Target | None = None
        self.in_document = False
        self.appendix = False
        self.fuel = limits.FUEL
        self.total_fuel = limits.TOTAL_FUEL
        self.at_begin_document: list[str] = []
        self.options: dict[str, str] = {}
        self.job = ""
        """What \\jobname is: the name of the main file, without its ending."""
        self.theorems: dict[str, Spec] = {}
        self.own_floats: set[str] = set()
        self.postponed = Postponed()
        self.proofs_at_end: set[str] = {"proofEnd"}
        """Environments of proofs whose option holds keys, not a heading."""
        self.unended = 0
        """How many statements and proofs had no \\end."""
        self.registers: set[str] = set()
        self.lists = ListSettings()
        self.pseudocode = algorithm2e.Words()
        self.loops: dict[str, str] = {}
        self.hooks: dict[str, str] = {}
        """Code that runs at the begin or the end of an environment, by "begin:name" and "end:name"."""
        self.files_read: set[str] = set()
        self.known = Known()
        """What an earlier reading of the document found."""
        self.passed_on: list[str] = []
        """Labels of rows without a number, which name the next row that has one."""
        self._called: str | None = None

    # --- the walk

    def run(self) -> None:
        """Read until nothing is left on the stack; what nests deeper than Python's own stack is left out."""
        while self.frames:
            try:
                self._walk()
            except RecursionError:
                self.log.warn(
                    "too-deep", "", self.span(), "commands call each other too deeply here; they are left out"
                )
                self.leave(self.frames[-1])

    def _walk(self) -> None:
        frames, commands, current = self.frames, self.commands, self.macros.current
        while frames:
            frame = frames[-1]
            m = frame.pattern.search(frame.text, frame.pos, frame.end)
            if frame.marks and frame.marks[-1][0] <= (m.start() if m else frame.end):
                frame.marks.pop()[1]()
                continue
            if m is None:
                self.leave(frame)
                continue
            frame.start, frame.pos = m.span()
            name = m[1]
            handler = commands.get(name)
            if handler is not None:
                if frame.buffer.line == 0:
                    self.fuel = limits.FUEL
                handler(self, name)
            elif name in current and self.macros.is_structural(name):
                self.expand(current[name])
            elif name[:2] == "c@":
                commands["c@"](self, name)

    def leave(self, frame: Frame) -> None:
        """A text is read to its end."""
        while frame.marks:
            frame.marks.pop()[1]()
        if self.frames and self.frames[-1] is frame:
            self.frames.pop()

    def push(
        self, buffer: tokens.Buffer, folder: str | None = None, within: tuple[int, int] | None = None
    ) -> Frame | None:
        """Read this text next; None when the stack or the fuel is used up. within: the stretch of it that is read."""
        if len(self.frames) >= limits.MAX_DEPTH:
            self.log.warn(
                "too-deep",
                buffer.file,
                self.span(),
                "macros or inputs nest too deeply here; the rest of this expansion is left out",
            )
            return None
        if buffer.is_file and within is None:
            self.files_read.add(buffer.file)
            self.total_fuel += limits.FUEL_PER_CHARACTER * len(buffer.text)
        frame = Frame(buffer, self.frames[-1].folder if folder is None and self.frames else folder or "")
        frame.pos, frame.end = within or (frame.pos, frame.end)
        self.frames.append(frame)
        return frame

    def before(self, code: str, action: Callable[[], None]) -> None:
        """Read this code, then do the action where the text that is being read now goes on."""
        frame = self.frames[-1]
        frame.mark(frame.pos, action)
        self.push_text(code, at_letter=True)

    def push_text(self, text: str, *, at_letter: bool = False) -> None:
        """Read an expansion next."""
        cost = len(text) + limits.CALL_COST
        self.fuel -= cost
        self.total_fuel -= cost
        if self.fuel < 0 or self.total_fuel < 0:
            self.log.warn(
                "runaway-macro", text[:30], self.span(), "a macro calls itself without end; its expansion is left out"
            )
            self._drop_expansions()
            self._forget_runaways()
            return
        span = self.span()
        self.push(tokens.Buffer(text, span.file, line=max(1, span.line), at_letter=at_letter, masked=True))

    def _forget_runaways(self) -> None:
        """The macro that called itself without end means nothing from now on."""
        name = self._called
        if name is not None:
            self.macros.restore(name, None)

    def _drop_expansions(self) -> None:
        self.fuel = limits.FUEL
        while len(self.frames) > 1 and not self.frames[-1].buffer.is_file:
            self.leave(self.frames[-1])

    def leave_finished(self) -> None:
        """Leave expansions that were read to their end, so that arguments are read where TeX would find them."""
        while len(self.frames) > 1:
            frame = self.frames[-1]
            if frame.buffer.is_file or frame.marks or frame.text[frame.pos : frame.end].strip():
                return
            self.frames.pop()

    def expand(self, macro: Macro) -> None:
        """Replace a macro's call by its expansion; one that cannot be followed stays."""
        self.leave_finished()
        self._called = key_of(macro)
        cursor = self.uses()
        try:
            text = expansion(macro, take(macro.parameters, cursor))
        except CannotExpand:
            return
        self.frames[-1].pos = cursor.pos
        self.push_text(text, at_letter="@" in (macro.body or ""))

    def cursor(self) -> Cursor:
        """The position reached in the text on top; who takes from it moves the frame's own."""
        frame = self.frames[-1]
        return Cursor(frame.text, frame.pos, at_letter=frame.buffer.at_letter)

    def uses(self) -> Cursor:
        """As `cursor`, to take the arguments of a macro of the paper's."""
        return _Uses(self.frames[-1]) if self.frames[-1].buffer.is_file else self.cursor()

    # --- arguments, taken from the text on top

    def argument(self) -> str | None:
        """The next mandatory argument; None when there is none."""
        return self._taken(Cursor.argument)

    def option(self) -> str | None:
        """The next optional argument; None when there is none."""
        return self._taken(Cursor.option)

    def _taken(self, how: Callable[[Cursor], str | None]) -> str | None:
        self.leave_finished()
        cursor = self.cursor()
        got, self.frames[-1].pos = how(cursor), cursor.pos
        return got

    def overlay(self) -> str:
        """Take beamer's specification of an overlay or mode, <2->, if one follows: what stands in it, or ""."""
        if "beamerarticle" not in self.notes.packages and self.notes.document_class != "beamer":
            return ""
        self.leave_finished()
        frame = self.frames[-1]
        found = _OVERLAY.match(frame.text, frame.pos)
        frame.pos = found.end() if found else frame.pos
        return found[1] if found else ""

    def raw_group(self) -> str | None:
        """The next argument as the author wrote it, comments included."""
        self.leave_finished()
        frame = self.frames[-1]
        got = tokens.argument(frame.text, frame.pos, at_letter=frame.buffer.at_letter)
        if got is None:
            return None
        braced = frame.text[got[1] - 1] == "}"
        frame.pos = got[1]
        return frame.buffer.raw[got[1] - len(got[0]) - braced : got[1] - braced]

    def star(self) -> bool:
        """Whether a star follows; it is taken."""
        self.leave_finished()
        frame = self.frames[-1]
        found, frame.pos = tokens.star(frame.text, frame.pos)
        return found

    def control(self) -> str | None:
        """The next control sequence's name, braced or not, or built by \\csname; None when something else follows."""
        self.leave_finished()
        frame = self.frames[-1]
        got = tokens.control(frame.text, frame.pos)
        if got is None:
            return None
        frame.pos = got[1]
        if got[0] == "csname":
            end = frame.text.find("\\endcsname", frame.pos, frame.pos + limits.MAX_NAME)
            if end < 0:
                return None
            name = self.plain_name(frame.text[frame.pos : end])
            frame.pos = end + len("\\endcsname")
            return name
        return got[0] if frame.buffer.at_letter or "@" not in got[0] else self._without_at(frame, got[0])

    def _without_at(self, frame: Frame, name: str) -> str:
        """In the document @ ends a name: \\x@y is \\x and then @y."""
        short = name.split("@")[0]
        if short:
            frame.pos = frame.text.rfind(name, 0, frame.pos) + len(short)
        return short or name

    def plain_name(self, text: str) -> str:
        """A name with its counters printed and its parameterless macros expanded."""
        text = self.counters.render_in(text) if "\\" in text else text
        for _ in range(4):
            new = re.sub(r"\\([A-Za-z@]+) ?", lambda m: self._word(m[1]), text)
            if new == text:
                break
            text = new
        return text.strip()

    def _word(self, name: str) -> str:
        return self.macros.parameterless(name) or (self.job if name == "jobname" else "")

    # --- where we are

    def home(self) -> Frame:
        """The innermost text that is a file; the outermost text when none is."""
        for frame in reversed(self.frames):
            if frame.buffer.is_file:
                return frame
        return self.frames[0]

    def span(self) -> Span:
        """Where the control sequence in work stands in the files."""
        if not self.frames:
            return Span("")
        frame = self.frames[-1]
        return Span(frame.buffer.file, frame.buffer.line_at(frame.start))

    def here(self) -> Stretch:
        """An empty stretch after the control sequence in work, in the innermost text that is a file."""
        home = self.home()
        return Stretch(home.buffer, home.pos, home.pos)

    def mark(self, kind: str, number: str, at: Stretch, *, caption: str = "") -> MarkDraft:
        """Note a number that is printed here."""
        made = MarkDraft(kind=kind, number=number, at=at, caption=caption)
        self.notes.marks.append(made)
        return made

    def label(self, key: str) -> None:
        """\\label{key}: it names what was counted last."""
        key = key.strip()
        target = self.target or Target(number="", kind="document")
        statement = self.statement()
        kept = Target(
            number=target.number,
            kind=target.kind,
            statement=target.statement or statement,
            section=target.section,
            figure=target.figure,
            mark=target.mark,
            heading=len(self.notes.sections) - 1,
            at=self._here(),
        )
        if key in self.notes.labels:
            self.log.info(
                "label-twice", key, self.span(), f"the label {key} is given more than once; the last one counts"
            )
        self.notes.labels[key] = kept
        if target.statement is not None and target.kind == "theorem":
            target.statement.labels.append(key)
        elif target.section is not None:
            target.section.labels.append(key)
        elif target.figure is not None:
            target.figure.labels.append(key)

    def _here(self) -> Stretch | None:
        """Where the command that is read stands; None if it comes from a macro."""
        frame = self.frames[-1]
        return Stretch(frame.buffer, frame.start, frame.pos) if frame.buffer.is_file else None

    def begun_in(self, frame: Frame) -> list[int]:
        """Where the conditionals began in a text that are still open."""
        return [start for began, start in self.conditions if began is frame]

    # --- groups and environments

    def local(self, undo: Callable[[], None]) -> None:
        """Run undo at the end of the innermost group or environment; never, when there is none."""
        for frame in reversed(self.frames):
            env = self.envs[-1] if self.envs and self.envs[-1].frame is frame else None
            since = env.start if env else 0
            close = frame.pos - 1
            for _ in range(frame.depth_since(since)):
                close = tokens.close_brace(frame.text, close + 1)
                if close < 0:
                    break
                if close not in frame.branches:
                    frame.mark(close, undo)
                    return
            if env or frame.buffer.is_file:
                break
        if self.envs:
            self.envs[-1].undo.append(undo)

    def open(self, env: Env) -> Env:
        """Enter an environment."""
        env.target = self.target
        env.frame = self.frames[-1] if self.frames else None
        env.start = env.frame.pos if env.frame else 0
        self.envs.append(env)
        if len(self.envs) > limits.MAX_ENVIRONMENTS:
            self._give_up(self.envs.pop(1))
        open_statements = [n for n, e in enumerate(self.envs) if e.kind == "statement"]
        if len(open_statements) > limits.MAX_STATEMENTS:
            self._give_up(self.envs.pop(open_statements[0]))
        return env

    def _give_up(self, env: Env) -> None:
        self.log.warn("too-deep", env.name, self.span(), "environments nest too deeply here, or are never ended")
        if env.close:
            env.close()

    def shut(self, name: str) -> bool:
        """Leave the innermost environment of that name, and unended ones within it; False when none is open."""
        for depth in range(len(self.envs) - 1, max(-1, len(self.envs) - 60), -1):
            if self.envs[depth].name == name:
                break
        else:
            return False
        while len(self.envs) > depth:
            env = self.envs.pop()
            if env.close:
                env.close()
            for undo in reversed(env.undo):
                undo()
            self.target = env.target
        return True

    def inside(self, kind: str) -> Env | None:
        """The innermost open environment of that kind."""
        for env in reversed(self.envs):
            if env.kind == kind:
                return env
        return None

    def statement(self) -> StatementDraft | None:
        """The statement that is open here."""
        env = self.inside("statement")
        return env.data if env and isinstance(env.data, StatementDraft) else None

    def choose(self, branches: list[tuple[int, int]], pick: int | None) -> None:
        """Read one of several groups in place (start, end of content) and jump over the others; None: none of them."""
        frame = self.frames[-1]
        after = branches[-1][1] + 1
        if pick is None or pick >= len(branches):
            frame.pos = after
            return
        start, end = branches[pick]
        frame.pos = start
        frame.branches.add(end)

        def jump() -> None:
            frame.skipped.append((start, end, after))
            frame.pos = after

        frame.mark(end, jump)

    def groups(self, count: int) -> list[tuple[int, int]] | None:
        """Start and end of the content of the next count groups, not taken; None when there are fewer."""
        self.leave_finished()
        frame = self.frames[-1]
        return tokens.groups(frame.text, frame.pos, count)

    def name_of(self, macro: str) -> str | None:
        """What a name such as \\theoremname prints: the paper's definition, else babel's in the document's language."""
        body = self.macros.parameterless(macro)
        if body is not None:
            return body
        return NAMES.get(self.notes.language or "english", {}).get(macro) or NAMES["english"].get(macro)
