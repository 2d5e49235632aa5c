r"""What is opened in a text and never closed, or closed and never opened: braces, formulas, environments.

TeX notices most of it far away: at the end of the file that \input reads, or of the document. Here the text is read as
a person does, each file by itself. Bodies of definitions are left out: they may hold one half of a pair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from scaffold.tex import tokens
from scaffold.tex.environments import DISPLAYS

__all__ = ["Unpaired", "unpaired"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpaired:
    r"""A sign without its partner.

    kind: "open" (never closed), "closed" (never opened), "names" (an \end of another name, which is other), or
    "empty line" (within a formula, where TeX allows none). sign: "{", "$", "\[", "\begin{align}" … line (from 1) is
    where it stands, for an empty line the empty one; since is the line of the sign. start: the text there, with what
    is before a brace or a dollar.
    """

    kind: Literal["open", "closed", "names", "empty line"]
    sign: str
    line: int
    since: int
    start: str
    other: str = ""


_TOKEN = re.compile(r"\\(begin|end)\s*\{([^{}]*)\}|(\\[\[\]()])|\\.|([{}])|(\$\$?)|(\n)(?=[ \t]*\n)", re.DOTALL)
_DEFINES = re.compile(
    r"\\(?:(?:re|provide)?newcommand|(?:re)?newenvironment|(?:New|Renew|Provide|Declare)Document\w+|[gex]?def|DeclareMath\w+"
    r"|newtheorem)(?![A-Za-z])[^{}\n]*"
)
_BEFORE = re.compile(r"\\[A-Za-z]+\*?[ ]?(?:\[[^\[\]\n]*\])?\Z|\S*[ ]?\Z")
"""What is shown before a brace: its command, or the word."""

_FORMULAS = frozenset((*DISPLAYS, *(f"{name}*" for name in DISPLAYS), "math"))
_CLOSER = {"\\[": "\\]", "\\(": "\\)"}
_OPENER = {closer: opener for opener, closer in _CLOSER.items()}
_SHOWN = 40


def unpaired(raw: str) -> tuple[Unpaired, ...]:
    """The signs of a file without their partners, in order; of a document only what stands after its preamble."""
    return tuple(sorted(_Reader(raw).found(), key=lambda u: u.line))


class _Reader:
    def __init__(self, raw: str) -> None:
        self.buffer = tokens.Buffer(raw, "")
        self.text = _without_definitions(_body(self.buffer.text))
        self.stack: list[tuple[str, int]] = []
        self.told: set[int] = set()

    def found(self) -> Iterator[Unpaired]:
        for m in _TOKEN.finditer(self.text):
            at = m.start()
            if m[1] == "begin":
                self.stack.append((f"\\begin{{{m[2]}}}", at))
            elif m[1] == "end":
                yield from self._end(m[2], at, m.end())
            elif (sign := m[3] or m[4]) in ("\\[", "\\(", "{"):
                self.stack.append((sign, at))
            elif sign:
                yield from self._close("{" if sign == "}" else _OPENER[sign], sign, at)
            elif m[5]:
                self._dollars(m[5], at)
            elif m[6] and not self.buffer.raw[at + 1 : self.text.index("\n", at + 1)].strip():
                yield from self._empty_line(at + 1)
        yield from self._opened(0)

    def _close(self, opener: str, closer: str, at: int) -> Iterator[Unpaired]:
        """What stands between a pair is not closed; a closer without its opener is one too many."""
        index = self._last(opener)
        if index is None:
            yield self._unpaired("closed", closer, at)
            return
        yield from self._opened(index + 1)
        self.stack.pop()

    def _end(self, name: str, at: int, after: int) -> Iterator[Unpaired]:
        opener = f"\\begin{{{name}}}"
        top = self.stack[-1] if self.stack else ("", 0)
        begun = re.match(r"\\begin\{(.*)\}", top[0])
        if self._last(opener) is None and begun and tokens.close_environment(self.text, after, begun[1]) < 0:
            self.stack.pop()
            yield self._unpaired("names", top[0], at, since=top[1], other=f"\\end{{{name}}}")
            return
        yield from self._close(opener, f"\\end{{{name}}}", at)

    def _dollars(self, sign: str, at: int) -> None:
        r"""A dollar ends the formula that it is in, otherwise it begins one: also within \text{…} of another."""
        top = self.stack[-1][0] if self.stack else ""
        if sign == "$$" and top == "$":
            self.stack[-1] = ("$", at + 1)
        elif top == sign:
            self.stack.pop()
        else:
            self.stack.append((sign, at))

    def _empty_line(self, at: int) -> Iterator[Unpaired]:
        """No formula goes on after an empty line."""
        signs = [sign for sign, _ in self.stack]
        index = next((n for n, sign in enumerate(signs) if _is_formula(sign)), None)
        if index is None:
            return
        sign, since = self.stack[index]
        if since in self.told:
            return
        if self._ends_later(sign, at):
            self.told.add(since)
            yield self._unpaired("empty line", sign, at, since=since)
        elif signs[index:].count("$") % 2 == 0 and "{" in signs[index:] and sign == "$":
            yield from (self._unpaired("open", "{", place) for other, place in self.stack[index:] if other == "{")
            del self.stack[index:]
        else:
            yield self._unpaired("open", sign, since)
            del self.stack[index:]

    def _ends_later(self, sign: str, at: int) -> bool:
        """Whether a display that holds an empty line has its end after it."""
        if sign.startswith("\\begin"):
            return tokens.close_environment(self.text, at, sign[7:-1]) >= 0
        if sign == "\\[":
            later = re.compile(r"\\[\[\]]").search(self.text, at)
            return later is not None and later[0] == "\\]"
        return sign == "$$" and "$$" in self.text[at:].lstrip().partition("\n\n")[0]

    def _last(self, opener: str) -> int | None:
        return next((n for n in range(len(self.stack) - 1, -1, -1) if self.stack[n][0] == opener), None)

    def _opened(self, index: int) -> Iterator[Unpaired]:
        """What is open from this place of the stack on, which is left out of it."""
        yield from (self._unpaired("open", sign, at) for sign, at in self.stack[index:])
        del self.stack[index:]

    def _unpaired(
        self, kind: Literal["open", "closed", "names", "empty line"], sign: str, at: int, since: int | None = None,
        other: str = "",
    ) -> Unpaired:  # fmt: skip
        start = at if since is None else since
        before = _BEFORE.search(self.text, max(0, start - _SHOWN), start) if sign in ("{", "$", "$$") else None
        first = before.start() if before else start
        shown = self.buffer.raw[first : first + _SHOWN].split("\n")[0].strip()
        lines = self.buffer.line_at
        return Unpaired(kind=kind, sign=sign, line=lines(at), since=lines(start), start=shown, other=other)


def _is_formula(sign: str) -> bool:
    return sign in ("$", "$$", "\\[", "\\(") or sign[7:-1] in _FORMULAS


def _body(text: str) -> str:
    r"""The text with its preamble and \end{document} blanked, so that positions stay."""
    begin, end = text.find("\\begin{document}"), text.find("\\end{document}")
    if begin < 0:
        return text
    begin, end = begin + len("\\begin{document}"), end if end >= 0 else len(text)
    return _blank(text[:begin]) + text[begin:end] + _blank(text[end:])


def _without_definitions(text: str) -> str:
    """The text with the arguments of definitions blanked."""
    pieces, last = [], 0
    for m in _DEFINES.finditer(text):
        end = m.end()
        while (read := tokens.option(text, end) or tokens.group(text, end)) is not None:
            end = read[1]
        if m.start() >= last:
            pieces += [text[last : m.start()], _blank(text[m.start() : end])]
            last = end
    return "".join([*pieces, text[last:]])


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
