"""The engine's stacks: texts being read, open environments, and declared theorems."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from scaffold.read.latex.drafts import ReferentDraft, Target
from scaffold.tex import tokens


class Frame:
    """A text being read: start: position of the current control sequence. pos: position after it."""

    __slots__ = (
        "_absent", "_braces", "branches", "buffer", "end", "folder", "marks", "opened", "pattern", "pos", "proof_end",
        "skipped", "start", "text", "unclosed",
    )  # fmt: skip

    def __init__(self, buffer: tokens.Buffer, folder: str = "") -> None:
        self.buffer = buffer
        self.text = buffer.text
        self.pos = 0
        self.start = 0
        self.end = len(buffer.text)
        self.folder = folder
        self.marks: list[tuple[int, Callable[[], None]]] = []
        self.pattern = tokens.CONTROL_AT if buffer.at_letter else tokens.CONTROL
        self.proof_end = -1
        """Where a hand-typed proof ends because the next heading begins."""
        self.branches: set[int] = set()
        """Where branches end that are read, whose braces are no group."""
        self.skipped: list[tuple[int, int, int]] = []
        """Where a conditional began (-1: in another text), and a part from there on that is not read: start and end."""
        self.opened: dict[int, int] = {}
        """Where each conditional began of which a branch is read, and where that branch begins."""
        self.unclosed = 0
        self._absent: set[str] = set()
        self._braces = (0, 0, 0)

    def mark(self, pos: int, action: Callable[[], None]) -> None:
        """Run action when the engine reaches or has skipped a position; the nearest mark is last."""
        at = len(self.marks)
        while at > 0 and self.marks[at - 1][0] < pos:
            at -= 1
        self.marks.insert(at, (pos, action))

    def kept(self, start: int, text: str, unended: Iterable[int] = ()) -> str:
        """The text from start without what conditionals leave out that began before it, or are unended at its end."""
        pieces, pos = [], start
        left_out = [(left, after) for began, left, after in self.skipped if began < start <= left]
        left_out += [(at, self.opened[at]) for at in unended if at >= start and at in self.opened]
        for left, after in sorted(left_out):
            if pos <= left <= start + len(text):
                pieces.append(text[pos - start : left - start])
                pos = after
        return "".join((*pieces, text[pos - start :])) if pieces else text

    def find(self, needle: str) -> int:
        """The next occurrence of a text; -1 if there is none. An absent text is not searched for again."""
        if needle in self._absent:
            return -1
        found = self.text.find(needle, self.pos)
        if found < 0:
            self._absent.add(needle)
        return found

    def depth_since(self, start: int) -> int:
        """Number of open braces between start and the current control sequence; cached between calls."""
        since, pos, depth = self._braces
        if since != start or pos > self.start:
            pos, depth = start, 0
        depth += _balance(self.text, pos, self.start)
        self._braces = (start, self.start, depth)
        return depth


@dataclass(slots=True, kw_only=True)
class Spec:
    """A declared theorem environment. heading is LaTeX; counter None: unnumbered.

    style says how to read its arguments: "" an optional note, "tcb:prefix" {title}{label}; "unique": an optional
    note, and the number is printed only if there are several; "silent": it is only printed where it is referred to;
    "bare": so is the heading, in whose place the note stands; "noted": the note stands in the place of the number.
    """

    env: str
    heading: str
    counter: str | None
    style: str = ""
    lead: str = ""
    """Code that thmtools reads before every body, and tail: code that it reads after it."""
    tail: str = ""


@dataclass(slots=True, kw_only=True)
class Env:
    """An open environment (or \\begingroup): what to do and what to restore at its end."""

    name: str
    kind: str = ""
    target: Target | None = None
    undo: list[Callable[[], None]] = field(default_factory=list)
    close: Callable[[], None] | None = None
    end_code: str | None = None
    data: object = None
    frame: Frame | None = None
    start: int = 0
    numbered: bool = False
    """Whether a float has its number already."""
    before: int = 0
    """How many parts the float before had."""
    item: ReferentDraft | None = None
    """The item of a list that is open."""


def _balance(text: str, start: int, end: int) -> int:
    """Open braces minus closed ones between two positions, without escaped ones."""
    opened = text.count("{", start, end) - text.count("\\{", start, end)
    return opened - text.count("}", start, end) + text.count("\\}", start, end)
