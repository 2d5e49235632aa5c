"""The paper's own macros: what was defined, how arguments are taken, what an expansion is, what needs what."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from scaffold.tex import tokens

_PARAMETER = re.compile(r"(\\[A-Za-z@]+)?#(#|\d)")
_NAMES = re.compile(r"\\([A-Za-z@]+|.)", re.S)
_ENVIRONMENTS = re.compile(r"\\begin\s*\{([^{}\\]+)\}")

NO_VALUE = "-NoValue-"
MAX_DELIMITED = 50_000
"""Characters in which the delimiter of an argument is sought."""


@dataclass(frozen=True, slots=True)
class Param:
    """How one argument is taken: m mandatory, o optional with default (None: no value), s star, u up to a delimiter."""

    kind: str
    default: str | None = None
    stop: str = ""


@dataclass(slots=True, kw_only=True)
class Definition:
    """A macro, or the two halves of an environment (end is not None)."""

    name: str
    params: tuple[Param, ...]
    body: str
    source: str = ""
    file: str = ""
    line: int = 0
    end: str | None = None
    prefix: str = ""
    """Text that must follow the name (\\def\\x.#1{…})."""
    names: frozenset[str] = field(default_factory=frozenset)
    envs: frozenset[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        text = self.body + (self.end or "")
        self.names = frozenset(_NAMES.findall(text))
        self.envs = frozenset(_ENVIRONMENTS.findall(text))

    @property
    def swallows(self) -> bool:
        """Whether an argument vanishes: what stands in it is not part of the document."""
        text = self.body + (self.end or "")
        return any(f"#{i}" not in text for i, p in enumerate(self.params, 1) if p.kind in "mu")


def simple_params(count: int, default: str | None) -> tuple[Param, ...]:
    """Parameters of \\newcommand[count][default]."""
    if count <= 0:
        return ()
    first = (Param("o", default),) if default is not None else (Param("m"),)
    return first + (Param("m"),) * (min(count, 9) - 1)


def def_params(text: str) -> tuple[str, tuple[Param, ...]]:
    """Prefix and parameters of a \\def's parameter text such as "#1#2", "[#1]#2" or "#1\\end"."""
    pieces = re.split(r"#(\d)", text)
    prefix = pieces[0].strip("\n")
    params = []
    for stop in pieces[2::2]:
        params.append(Param("u", stop=stop) if stop.strip() else Param("m"))
    if text.endswith("#") and params:
        params[-1] = Param("u", stop="{")
    return prefix, tuple(params)


def xparse_params(spec: str) -> tuple[Param, ...]:
    """Parameters of an xparse argument specification such as "s o m O{x} d()"."""
    params: list[Param] = []
    pos = 0
    while pos < len(spec) and len(params) < 9:
        c = spec[pos]
        pos += 1
        if c in "mvlbl":
            params.append(Param("m"))
        elif c == "s":
            params.append(Param("s"))
        elif c == "t":
            params.append(Param("s", stop=spec[pos : pos + 1]))
            pos += 1
        elif c == "o":
            params.append(Param("o", NO_VALUE))
        elif c == "O":
            default = tokens.argument(spec, pos)
            params.append(Param("o", default[0] if default else ""))
            pos = default[1] if default else pos
        elif c in "dDrR":
            delimiters = spec[pos : pos + 2]
            pos += 2
            value = NO_VALUE
            if c in "DR" and (default := tokens.argument(spec, pos)):
                value, pos = default
            params.append(Param("d", value, delimiters))
        elif c in ">=" and (extra := tokens.argument(spec, pos)):
            pos = extra[1]
    return tuple(params)


def bind(params: Iterable[Param], text: str, pos: int, *, at_letter: bool = False) -> tuple[list[str], int] | None:
    """The arguments that follow pos, and the position behind them; None when they cannot be taken."""
    args: list[str] = []
    for p in params:
        if p.kind == "m":
            arg = tokens.argument(text, pos, at_letter=at_letter)
        elif p.kind == "o":
            arg = tokens.option(text, pos) or (p.default or "", pos)
        elif p.kind == "s":
            arg = _star(text, pos, p.stop or "*")
        elif p.kind == "d":
            arg = _delimited(text, pos, p)
        else:
            arg = _up_to(text, pos, p.stop)
        if arg is None:
            return None
        args.append(arg[0])
        pos = arg[1]
    return args, pos


def _star(text: str, pos: int, mark: str) -> tuple[str, int]:
    after = tokens.skip_space(text, pos)
    return (r"\BooleanTrue ", after + 1) if text[after : after + 1] == mark else (r"\BooleanFalse ", pos)


def _delimited(text: str, pos: int, p: Param) -> tuple[str, int]:
    after = tokens.skip_space(text, pos)
    if len(p.stop) == 2 and text[after : after + 1] == p.stop[0] and (end := text.find(p.stop[1], after + 1)) >= 0:
        return text[after + 1 : end], end + 1
    return p.default or "", pos


def _up_to(text: str, pos: int, stop: str) -> tuple[str, int] | None:
    """The text up to a delimiter outside braces; the braces around a whole argument are taken off."""
    if text.find(stop, pos, pos + MAX_DELIMITED) < 0:
        return None
    depth = 0
    for m in re.compile(re.escape(stop) + r"|\\.|[{}]", re.S).finditer(text, pos, pos + MAX_DELIMITED):
        if depth == 0 and m[0] == stop:
            arg = text[pos : m.start()]
            whole = arg.startswith("{") and tokens.close_brace(arg, 1) == len(arg) - 1
            return (arg[1:-1] if whole else arg), m.start() + (0 if stop == "{" else len(stop))
        if m[0] == "{":
            depth += 1
        elif m[0] == "}":
            depth -= 1
            if depth < 0:
                return None
    return None


def substitute(body: str, args: list[str]) -> str:
    """The body with #1… replaced and ## halved; a letter never grows onto the control sequence before it."""
    if "#" not in body:
        return body

    def value(m: re.Match[str]) -> str:
        before = m[1] or ""
        if m[2] == "#":
            return before + "#"
        arg = args[int(m[2]) - 1] if 0 < int(m[2]) <= len(args) else ""
        return f"{before} {arg}" if before and arg[:1].isalpha() else before + arg

    return _PARAMETER.sub(value, body)


class MacroTable:
    """Definitions by name (environments by ":name"), and the questions asked of them."""

    def __init__(self, structural: frozenset[str]) -> None:
        """structural: control sequences that the reader acts upon."""
        self._structural = set(structural)
        self.current: dict[str, Definition] = {}
        self.history: list[Definition] = []
        self._memo: dict[str, bool] = {}

    def act_upon(self, *names: str) -> None:
        """Count more control sequences as structural."""
        self._structural.update(names)
        self._memo.clear()

    def define(self, definition: Definition, *, keep: bool = True) -> Definition | None:
        """Record a definition and return the one it replaces; keep: whether statements may need it."""
        key = definition.name if definition.end is None else ":" + definition.name
        old = self.current.get(key)
        self.current[key] = definition
        self._memo.clear()
        if keep:
            self.history.append(definition)
        return old

    def restore(self, key: str, old: Definition | None) -> None:
        """Undo a local definition at the end of its group."""
        if old is None:
            self.current.pop(key, None)
        else:
            self.current[key] = old
        self._memo.clear()

    def environment(self, name: str) -> Definition | None:
        """The user's own environment of that name."""
        return self.current.get(":" + name)

    def environments(self) -> frozenset[str]:
        """Names of the user's own environments."""
        return frozenset(key[1:] for key in self.current if key.startswith(":"))

    def parameterless(self, name: str) -> str | None:
        """Body of a macro without parameters; None when there is no such."""
        d = self.current.get(name)
        return d.body if d and not d.params and d.end is None else None

    def is_structural(self, key: str) -> bool:
        """Whether expanding the macro could show or hide structure, so that the reader must look inside."""
        known = self._memo.get(key)
        if known is None:
            self._memo[key] = False  # a macro that calls itself adds nothing by that
            d = self.current[key]
            known = d.swallows or self._touches(d)
            self._memo[key] = known
        return known

    def _touches(self, d: Definition) -> bool:
        if d.names & self._structural or any(n.startswith("if") and n != "iff" for n in d.names):
            return True
        return any(n in self.current and self.is_structural(n) for n in d.names)
