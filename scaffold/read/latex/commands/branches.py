r"""Code that prints a heading, with its conditionals decided: of \ifx&#1&\else (#1)\fi what its arguments leave."""

from __future__ import annotations

import re

from scaffold.read.latex.commands import braced_tests, conditionals
from scaffold.read.latex.engine import Engine
from scaffold.read.latex.stack import Frame
from scaffold.tex import tokens

__all__ = ["decided"]

_TESTS = re.compile(r"\\((?:[iI]f|not)[A-Za-z@]+|if|else|or|fi)(?![A-Za-z@])")
_DECIDING = (conditionals.test, braced_tests.if_then_else, braced_tests.braced_test, braced_tests.half_test,
             conditionals.other_branch, conditionals.end_if)  # fmt: skip
_END = "\\relax"
"""Comes after the code, so that its arguments are sought no further."""


def decided(engine: Engine, code: str) -> str:
    """The code with the branches in it that LaTeX takes; of a test that the source does not decide, the first.

    Code in which a conditional begins or ends alone stays as it is.
    """
    words = [m[1] for m in _TESTS.finditer(code)]
    if not words or words.count("fi") != sum(engine.commands.get(word) is conditionals.test for word in words):
        return code
    depth, span = len(engine.conditions), engine.span()
    frame = engine.push(tokens.Buffer(code + _END, span.file, line=max(1, span.line), at_letter=True, masked=True))
    if frame is None:
        return code
    made = _pieces(engine, frame, len(code))
    del engine.frames[engine.frames.index(frame) :], engine.conditions[depth:]
    return tokens.joined(*made)


def _pieces(engine: Engine, frame: Frame, end: int) -> list[str]:
    """What is left of the text up to a position, as the reader goes through it."""
    made: list[str] = []
    while frame.pos < end:
        pos, found = frame.pos, _TESTS.search(frame.text, frame.pos, end)
        stop = found.start() if found else end
        if frame.marks and frame.marks[-1][0] <= stop:
            stop, jump = frame.marks.pop()
            made.append(frame.text[pos:stop])
            jump()
            continue
        made.append(frame.text[pos:stop])
        frame.start, frame.pos = found.span() if found else (end, end)
        handler = engine.commands.get(found[1]) if found else None
        if found and handler in _DECIDING:
            handler(engine, found[1])
        elif found:
            made.append(found[0])
    return made
