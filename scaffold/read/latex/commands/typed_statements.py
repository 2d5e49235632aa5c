r"""Statements typed without an environment ("{\bf Theorem 2.} …"): they are not read, and scaffold says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scaffold.read.kinds import KIND_WORDS
from scaffold.read.latex.commands.conditions import PARAGRAPH, STARTS
from scaffold.spans import Span

if TYPE_CHECKING:
    from scaffold.read.latex.engine import Engine
    from scaffold.read.latex.stack import Frame

__all__ = ["mark_statements"]

_KINDS = frozenset("theorem lemma proposition corollary definition conjecture".split())
_OFTEN_ELSE = frozenset(("construction", "setup", "definitions", "consequence"))
"""Words that head paragraphs of other kinds."""

_NAMES = "|".join(word.capitalize() for word, kind in KIND_WORDS.items() if kind in _KINDS and word not in _OFTEN_ELSE)
_WORDS = rf"(?P<words>(?:[A-Z][a-z]+[\s~]+)?(?:{_NAMES}))(?:[\s~]+(?P<number>\d+(?:\.\d+)*'?|[A-Z](?:\.\d+)*))?"
_HEAD = re.compile(
    r"(?:\\(?!(?:sub)*section|chapter|part|item|begin|end|label|caption|title|footnote)[A-Za-z]+\s*\{"
    r"|\{)(?:\s|\\[A-Za-z]+(?![A-Za-z]))*"
    rf"{_WORDS}\s*(?:[.:]\s*\}}|\([^()]{{1,80}}\)\s*[.:]?\s*\}}|\}}\s*(?:[.:]|\())"
    rf"|\\proclaim\s+{_WORDS.replace('words', 'words2').replace('number', 'number2')}\s*\."
)
r"""A heading in a group of its own, with a stop or a name; or plain TeX's \proclaim."""


def mark_statements(engine: Engine, frame: Frame) -> None:
    """Marks every typed heading of a statement in this file, so that scaffold says where it stands in running text."""
    if not any(word in frame.text for word in ("\\bf", "\\textbf", "\\proclaim", "\\sc", "\\textsc")):
        return
    found = []
    for start in STARTS.finditer(frame.text, frame.pos, frame.end):
        head = _HEAD.match(frame.text, start.end())
        if head is not None and PARAGRAPH.search(start[0]):
            found.append(head)
    for head in reversed(found):  # the last first: marks are kept in that order
        _mark(engine, frame, head)


def _mark(engine: Engine, frame: Frame, head: re.Match[str]) -> None:
    def note() -> None:
        apart = any(e.kind in ("statement", "proof") or e.kind.startswith("float:") for e in engine.envs)
        if apart or not engine.in_document or frame.pos > head.start():
            return
        words = re.sub(r"[\s~]+", " ", head["words"] or head["words2"])
        number = head["number"] or head["number2"]
        name = f"{words} {number}" if number else words
        engine.log.warn(
            "typed-statement",
            name,
            Span(frame.buffer.file, frame.buffer.line_at(head.start())),
            f"the heading “{name}” is typed by hand, not by an environment: scaffold does not read the statement; "
            "with the paper's PDF, try --from pdf",
        )

    frame.mark(head.start(), note)
