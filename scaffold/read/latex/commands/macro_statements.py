r"""Statements that are the argument of a macro: \newcommand{\Thm}[1]{\refstepcounter{t}{\bf Theorem \thet.} #1}."""

from __future__ import annotations

import re

from scaffold.read.kinds import KIND_WORDS, PROOF_WORDS
from scaffold.read.latex.commands import branches, proof_macros, statements
from scaffold.read.latex.drafts import Target
from scaffold.read.latex.engine import Engine
from scaffold.read.latex.stack import Env
from scaffold.tex import tokens

__all__ = ["begin_by_macro"]

_ENV = "scaffold@statement"
_LONGEST_HEAD = 300
_SKIPS_LAST = re.compile(r"(?:\s|\\(?:par|(?:small|med|big)(?:skip|break))(?![A-Za-z]))*\Z")
_SLANTED = re.compile(r"\\(?:textit|emph|textsl)\s*\{\s*|\{\s*\\(?:it|em|sl|itshape|slshape)(?![A-Za-z])\s*")
_WORDS = r"[^\W\d]+(?: [^\W\d]+)?"


def begin_by_macro(engine: Engine, counter: str) -> bool:
    """A macro has counted, and prints a heading with the number and then text: a statement, which ends with it."""
    frame = engine.frames[-1]
    if frame.buffer.is_file or not engine.in_document or engine.statement() is not None:
        return False
    rest, number = branches.decided(engine, frame.text[frame.pos : frame.end]), engine.counters.print(counter)
    found = _head(engine, rest, number)
    if found is None:
        return False
    end, heading, note = found
    body = _upright(_SKIPS_LAST.sub("", rest[end:]).lstrip())
    if not body:
        return False
    frame.pos = frame.end
    engine.push_text(tokens.joined(body, rf"\end{{{_ENV}}}"), at_letter=True)
    statements.begin_headed(engine, engine.open(Env(name=_ENV)), heading, number, note=note)
    printed = engine.counters.referred(counter, number)
    engine.target = Target(number=printed, kind="theorem", statement=engine.notes.statements[-1])
    return True


def _upright(body: str) -> str:
    """The body without the slanted type in which all of it is set, as in an environment."""
    found = _SLANTED.match(body)
    whole = found and tokens.close_brace(body, body.index("{") + 1) == len(body) - 1
    return body[found.end() : -1].strip() if found and whole else body


def _head(engine: Engine, rest: str, number: str) -> tuple[int, str, str | None] | None:
    """Where the heading ends with which the text begins, its words and its note; None if it does not begin so."""
    own = re.escape(number)
    form = re.compile(rf"\W*(?:(?P<w>{_WORDS})[\s~]*{own}|{own}\W*(?P<v>{_WORDS}))\W*?(?:\((?P<n>.*)\)\W*)?")
    found = None
    for end in _ends(rest):
        text = engine.counters.render_in(proof_macros.SILENT.sub(" ", rest[:end]))
        if m := form.fullmatch(proof_macros.printed(engine, text)):
            word = (m["w"] or m["v"]).strip()
            last = word.split(" ")[-1].lower()
            found = (end, word, m["n"]) if last in KIND_WORDS and last not in PROOF_WORDS else found
    return found


def _ends(text: str) -> list[int]:
    """Where groups end that stand in no other one, near the beginning."""
    found, depth = list[int](), 0
    for m in re.finditer(r"\\.|[{}]", text[:_LONGEST_HEAD], re.DOTALL):
        depth += {"{": 1, "}": -1}.get(m[0], 0)
        if m[0] == "}" and depth == 0:
            found.append(m.end())
    return found
