r"""Which text stands on which line of pseudocode: package algorithm2e, whose lines are paragraphs.

A line begins where something is printed and ends at \;, at a blank line, and around the blocks of \If{…}{…} and its
like, whose last word ("end", "until") is a line of its own. Comments have no number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scaffold.tex import tokens

__all__ = ["LineNumbers", "Words", "numbered"]

HEAD, BLOCK, OPEN_BLOCK, ELSE, LATER, INLINE = "head", "block", "open block", "else", "later", "inline"
"""Arguments of a command: on its own line; a block with or without its end as a line; a line for "else"; a condition
that is printed after the block; everything on one line."""

Blocks = dict[str, tuple[str, ...]]
"""The arguments of each command, in order."""

_SILENT = re.compile(
    r"BlankLine|Set[A-Z]\w*|LinesN\w+|DontPrintSemicolon|PrintSemicolon|dontprintsemicolon|linesnumbered|caption|label"
    r"|nllabel|vspace|(?:small|med|big)skip|setcounter|(?:foot|script)notesize|small|normalsize|tiny|normalfont|index"
    r"|centering|raggedright|Ind[pm]|Res[a-z]*SetCounter|let|renewcommand|hypersetup|par"
)
"""Commands that print nothing, so that no line begins there; their arguments are not printed there either."""

_PIECE = re.compile(r"(\\;|\n[ \t]*\n\s*)|\\([A-Za-z@]+)\*?|\\.|[{}\s]|[^\\{}\s]+", re.DOTALL)
"""What ends a line; the name of a command; anything else."""

_OWN = re.compile(r"end\{|begin\{")
_BRACKETS = re.compile("[()]")
_DEEPEST = 40
"""Blocks within each other whose lines are counted; the lines of deeper ones are not."""


def _simple(*names: str) -> Blocks:
    """Loops and functions, with their form on one line."""
    found: Blocks = dict.fromkeys(names, (HEAD, BLOCK))
    return found | {f"l{name}": (INLINE, INLINE) for name in names}


def _choice(first: str, second: str, third: str) -> Blocks:
    """\\If, \\ElseIf and \\Else with their forms: on one line, without an end, if and else at once."""
    found = _simple(first, second) | {third: (BLOCK,), f"l{third}": (INLINE,), f"u{third}": (OPEN_BLOCK,)}
    found |= {f"u{name}": (HEAD, OPEN_BLOCK) for name in (first, second)}
    return found | {f"e{first}": (HEAD, OPEN_BLOCK, ELSE, BLOCK), f"le{first}": (INLINE, INLINE, INLINE)}


@dataclass(slots=True)
class Words:
    r"""The commands that a paper has: those of the package, and those that \SetKwFor and its like declare.

    silent: those whose text has no number. comments: those of comments.
    """

    blocks: Blocks = field(
        default_factory=lambda: (
            _simple("For", "ForEach", "ForAll", "While", "Switch", "Procedure", "Function")
            | _choice("If", "ElseIf", "Else")
            | _choice("Switch", "Case", "Other")
            | {"Repeat": (LATER, BLOCK), "lRepeat": (INLINE, INLINE), "Begin": (BLOCK,)}
        )
    )
    silent: set[str] = field(default_factory=lambda: {"KwIn", "KwOut", "KwData", "KwResult", "KwInput", "KwOutput"})
    comments: set[str] = field(default_factory=lambda: {"tcc", "tcp"})

    def declare(self, how: str, names: list[str]) -> None:
        r"""What \SetKwFor{name} (how: "SetKwFor") and its like declare."""
        first, *others = names
        if how in ("SetKwFor", "SetKwProg"):
            self.blocks |= _simple(first)
        elif how == "SetKwRepeat":
            self.blocks |= {first: (LATER, BLOCK), f"l{first}": (INLINE, INLINE)}
        elif how == "SetKwBlock":
            self.blocks[first] = (BLOCK,)
        elif how in ("SetKwIF", "SetKwSwitch") and len(others) == 2:
            self.blocks |= _choice(first, *others)
        elif how in ("SetKwInput", "SetKwInOut"):
            self.silent.add(first)
        elif how == "SetKwComment":
            self.comments.add(first)


LineNumbers = list[tuple[int, int]]
"""Positions in a text, in order, and the line that everything from there on stands on."""


def numbered(text: str, words: Words, *, ends: bool) -> LineNumbers:
    """The lines of an environment's text, from 1; ends says whether the last word of a block is printed."""
    lines = _Lines(text, words, ends)
    lines.read(0, len(text))
    return sorted(dict(lines.found).items())


class _Lines:
    def __init__(self, text: str, words: Words, ends: bool) -> None:
        self.found: LineNumbers = []
        self._text = text
        self._words = words
        self._ends = ends
        self._count = 0
        self._open = False
        self._depth = 0

    def read(self, at: int, end: int) -> None:
        """Reads the text between two positions."""
        while at < end and (m := _PIECE.match(self._text, at, end)):
            at = self._command(m, end) if m[2] else self._plain(m)

    def _plain(self, m: re.Match[str]) -> int:
        if m[1]:
            self._open = False
        elif m[0].strip("{}").strip():
            self._begin(m.start())
        return m.end()

    def _command(self, m: re.Match[str], end: int) -> int:
        name, text = m[2], self._text
        if name in self._words.blocks:
            return self._block(m, end)
        if name in self._words.comments:
            return self._comment(m)
        if name in self._words.silent or _SILENT.fullmatch(name):
            self._open &= name not in self._words.silent and name != "par"
            return self._after_arguments(m.end())
        if name == "nl" and not self._open:  # numbers a line that has a number already
            self._line(m.start())
        if not _OWN.match(text, m.start() + 1):
            self._begin(m.start())
        return m.end()

    def _begin(self, at: int) -> None:
        """What stands here is printed: on the line that is open, or on a new one."""
        if not self._open:
            self._count += 1
            self._open = True
            self.found.append((at, self._count))

    def _line(self, at: int) -> None:
        self._open = False
        self._begin(at)
        self._open = False

    def _comment(self, m: re.Match[str]) -> int:
        r"""\tcp{text} ends the line, as does \tcp*{text} beside it, but \tcp*[f]{text} does not."""
        option = tokens.option(self._text, m.end())
        self._open &= bool(option and option[0].strip() in ("f", "h"))
        return self._after_arguments(option[1] if option else m.end())

    def _after_arguments(self, at: int) -> int:
        while (option := tokens.option(self._text, at)) or (option := tokens.group(self._text, at)):
            at = option[1]
        return at

    def _block(self, m: re.Match[str], end: int) -> int:
        self._begin(m.start())
        first, later = self._count, -1
        at = self._beside(m.end())
        for part in self._words.blocks[m[2]]:
            if part == ELSE:
                self._line(at)
                continue
            found = tokens.group(self._text, at)
            if found is None or found[1] > end:
                break
            if part == LATER:
                later = at
            elif part in (BLOCK, OPEN_BLOCK):
                self._within(found, at, ends=part == BLOCK and (self._ends or later >= 0))
            if part == BLOCK and later >= 0:  # the condition of "until" stands before the block in the source
                self.found += [(later, self._count), (at, first)]
            at = found[1]
        self._open = False
        return at

    def _within(self, found: tuple[str, int], at: int, *, ends: bool) -> None:
        self._open = False
        if self._depth < _DEEPEST:
            self._depth += 1
            self.read(tokens.skip_blank(self._text, at) + 1, found[1] - 1)
            self._depth -= 1
        if ends:
            self._line(found[1] - 1)
        self._open = False

    def _beside(self, at: int) -> int:
        r"""Behind the comment beside the head of a block: \If(\tcp*[f]{why}){…}; a label there is of this line."""
        start = tokens.skip_space(self._text, at)
        if not self._text.startswith("(", start):
            return at
        depth = 0
        for m in _BRACKETS.finditer(self._text, start):
            depth += {"(": 1, ")": -1}[m[0]]
            if depth == 0:
                return m.end()
        return at
