r"""Conditions under tags that authors type in running text ("\textbf{Assumption (A1).} …", "\item[(H2)] …")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scaffold.read.kinds import kind_of
from scaffold.read.latex.drafts import ReferentDraft, Stretch
from scaffold.tex.environments import DISPLAYS

if TYPE_CHECKING:
    from scaffold.read.latex.engine import Engine
    from scaffold.read.latex.stack import Frame

__all__ = ["PARAGRAPH", "STARTS", "mark_conditions"]

_TAG = r"(?P<tag>\(\s*[A-Z]{1,3}\.?\d{1,2}'{0,2}\s*\)|\b[A-Z]{1,3}\.?\d{1,2}'{0,2}(?![\w']))"
_STYLED = r"\\(?:textbf|textit|textsc|textsf|textrm|emph|underline|paragraph\*?|mathbf)\s*\{"
_SWITCHED = r"\{\s*\\(?:bf|it|sc|em|rm|sf|bfseries|itshape|scshape|sffamily)(?![A-Za-z])\s*"
_WORD = r"(?:(?P<word>[A-Z][a-z]{3,14})(?:\s|~)+)?"
STARTS = re.compile(
    r"(?:\A|\n|\\par(?![A-Za-z])|\\noindent(?![A-Za-z])|\\\\(?:\[[^\[\]]*\])?|\\item(?![A-Za-z])"
    r"|\\(?:begin|end|(?:sub)*section\*?|paragraph\*?)\s*\{[^{}]*\})"
    r"(?:\s|\\(?:noindent|smallskip|medskip|bigskip|indent|quad|par)(?![A-Za-z]))*"
)
PARAGRAPH = re.compile(r"\A\Z|\\|\n[ \t]*\n")
"""What begins more than a line: a tag without a type of its own must stand there."""

_HEAD = re.compile(
    rf"(?:{_STYLED}|{_SWITCHED})\s*{_WORD}{_TAG}\s*[.:]?\s*\}}\s*[.:]?"
    rf"|\[\s*(?:(?:{_STYLED}|{_SWITCHED})\s*)?{_WORD.replace('word', 'word2')}{_TAG.replace('tag', 'tag2')}"
    r"\s*[.:]?\s*\}?\s*[.:]?\s*\]"
    r"|(?P<tag3>\(\s*[A-Z]{1,3}\.?\d{1,2}'{0,2}\s*\))[.:]?\s+"
    r"(?=\$|\\\(|[A-Z]|\\emph|(?:for|there|let|if|we|any|every|each|all)\b)"
)
r"""What begins a condition: a tag in bold or slanted type, as the option of an item, or before a sentence."""

_STOPS = re.compile(
    r"\\(?P<edge>begin|end)\s*\{(?P<name>[^{}]*)\}"
    r"|(?P<gap>\n[ \t]*\n\s*|\\par(?![A-Za-z]))"
    r"|\\(?:item|(?:sub)*section|(?:sub)?paragraph|chapter|appendix|bibliography)(?![A-Za-z])"
)
_DISPLAY = re.compile(rf"\\\[|\$\$|\\begin\s*\{{(?:{'|'.join(DISPLAYS)})\*?\}}")
_CONDITIONS = ("assumption", "hypothesis", "condition", "axiom", "property")
_LONGEST, _MOST = 3_000, 60


def mark_conditions(engine: Engine, frame: Frame) -> None:
    """Marks every typed condition of this file, so that the engine notes it where it stands in running text."""
    found = []
    for start in STARTS.finditer(frame.text, frame.pos, frame.end):
        head = _HEAD.match(frame.text, start.end())
        if head is not None and (not head["tag3"] or PARAGRAPH.search(start[0])):
            found.append(head)
    for n, head in reversed(list(enumerate(found[:_MOST]))):  # the last first: marks are kept in that order
        following = found[n + 1].start() if n + 1 < len(found) else frame.end
        _mark(engine, frame, head, following)


def _mark(engine: Engine, frame: Frame, head: re.Match[str], following: int) -> None:
    word = head["word"] or head["word2"]
    if word and kind_of(word) not in _CONDITIONS:
        return

    def note() -> None:
        apart = any(e.kind in ("statement", "proof") or e.kind.startswith("float:") for e in engine.envs)
        if apart or not engine.in_document or frame.pos > head.start():
            return
        engine.notes.referents.append(
            ReferentDraft(
                kind="condition",
                heading=word or "Condition",
                number=re.sub(r"\s+", "", head["tag"] or head["tag2"] or head["tag3"]),
                at=Stretch(frame.buffer, head.end(), _end(engine, frame.text, head.end(), following)),
                order=engine.notes.next_order(),
                section=len(engine.notes.sections) - 1,
                macros_at=len(engine.macros.events),
            )
        )

    frame.mark(head.start(), note)


def _end(engine: Engine, text: str, start: int, following: int) -> int:
    """The end of a condition: of its paragraph or item, with the display that follows its words."""
    depth = 0
    for m in _STOPS.finditer(text, start, min(start + _LONGEST, following)):
        if m["edge"] == "begin" and (depth or m["name"] not in engine.theorems):
            depth += 1
        elif m["edge"] == "end" and depth:
            depth -= 1
        elif not (depth or (m["gap"] and _DISPLAY.match(text, m.end()))):
            return m.start()
    return min(start + _LONGEST, following)
