"""The paper's own macros while it is read: what is in force, what was defined, what holds structure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from scaffold.model import Macro
from scaffold.tex.definitions import names, parse, to_latex

_KERNEL = (
    r"\long\def\@gobble#1{}", r"\long\def\@gobbletwo#1#2{}", r"\long\def\@gobblethree#1#2#3{}",
    r"\long\def\@gobblefour#1#2#3#4{}", r"\long\def\@firstofone#1{#1}",
    r"\long\def\@firstoftwo#1#2{#1}", r"\long\def\@secondoftwo#1#2{#2}",
)  # fmt: skip
"""LaTeX's own macros that show one argument and drop the others: papers build switches of them by \\let."""


def key_of(macro: Macro) -> str:
    """The key in the table: a command's name without backslash, ":name" of anything else."""
    return macro.name[1:] if macro.name.startswith("\\") else ":" + macro.name


def swallows(macro: Macro) -> bool:
    """Whether an argument vanishes: what stands in it is not part of the document."""
    text = f"{macro.body}{macro.end or ''}"
    numbered = (p for p in macro.parameters if p.kind != "l")
    return macro.body is not None and any(f"#{n}" not in text for n, p in enumerate(numbered, 1) if p.kind in "mu")


class MacroTable:
    """Definitions by name (environments by ":name"), and the questions asked of them."""

    def __init__(self, structural: frozenset[str]) -> None:
        """structural: control sequences that the reader acts upon."""
        self._structural = set(structural)
        self.current: dict[str, Macro] = {}
        self.history: list[Macro] = []
        self.events: list[tuple[str, Macro | None]] = []
        """All changes of what names mean, in order; None: a name means nothing of the paper's any more.

        A switch changes what its conditional means.
        """
        self.saved: dict[int, Macro] = {}
        """By its place in the history, a \\let: the definition whose meaning it keeps."""
        self._thrown: dict[tuple[str, bool], Macro] = {}
        self._memo: dict[str, bool] = {}
        for definition in _KERNEL:
            if (macro := parse(definition)) is not None:
                self.define(macro, keep=False)

    def act_upon(self, *names: str) -> None:
        """Count more control sequences as structural."""
        self._structural.update(names)
        self._memo.clear()

    def acted_upon(self, name: str) -> bool:
        """Whether the control sequence counts as structural by itself."""
        return name in self._structural

    def define(self, definition: Macro, *, keep: bool = True) -> Macro | None:
        """Record a definition and return the one it replaces; keep: whether statements may need it."""
        key = key_of(definition)
        old = self.current.get(key)
        self.current[key] = definition
        self._memo.clear()
        if keep:
            self.history.append(definition)
            self.events.append((key, definition))
        return old

    def restore(self, key: str, old: Macro | None) -> None:
        """Undo a local definition at the end of its group."""
        if old is None:
            self.current.pop(key, None)
        else:
            self.current[key] = old
        self.events.append((key, old))
        self._memo.clear()

    def throw(self, conditional: str, value: bool) -> None:
        """Record that a switch is turned on or off: TeX lets its conditional be \\iftrue or \\iffalse."""
        name = "iftrue" if value else "iffalse"
        made = Macro(name=f"\\{conditional}", definition="", body=f"\\{name}", final=True)
        self.events.append((conditional, self._thrown.setdefault((conditional, value), made)))

    def rewrite(self, rewritten: Callable[[Macro], Macro]) -> None:
        """Put another in place of each definition; one that stands in several places stays one."""
        known = {id(d): d for d in (*self.history, *self.current.values(), *self.saved.values())}
        made = {key: rewritten(d) for key, d in known.items()}
        self.history = [made[id(d)] for d in self.history]
        self.current.update({key: made[id(d)] for key, d in self.current.items()})
        self.saved = {n: made[id(d)] for n, d in self.saved.items()}
        self.events = [(key, d and made.get(id(d), d)) for key, d in self.events]

    def environment(self, name: str) -> Macro | None:
        """The user's own environment of that name; also one that is made of two commands, \\x and \\endx."""
        begin, end = self.current.get(name), self.current.get("end" + name)
        if ":" + name not in self.current and begin and end and None not in (begin.body, end.body):
            made = replace(begin, name=name, end=end.body, form="newenvironment")
            self.current[":" + name] = replace(made, definition=to_latex(made))
        return self.current.get(":" + name)

    def environments(self) -> frozenset[str]:
        """Names of the user's own environments."""
        return frozenset(key[1:] for key in self.current if key.startswith(":"))

    def parameterless(self, name: str) -> str | None:
        """Body of a macro without parameters; None when there is no such."""
        d = self.current.get(name)
        return d.body if d and not d.parameters and d.end is None else None

    def is_structural(self, key: str) -> bool:
        """Whether expanding the macro could show or hide structure, so that the reader must look inside."""
        known = self._memo.get(key)
        if known is None:
            self._memo[key] = False  # a macro that calls itself adds nothing by that
            d = self.current[key]
            known = swallows(d) or self._touches(d)
            self._memo[key] = known
        return known

    def _touches(self, d: Macro) -> bool:
        used = names(d)
        if used & self._structural or any(n.startswith("if") and n != "iff" for n in used):
            return True
        return any(n in self.current and self.is_structural(n) for n in used)
