r"""Statements without \newtheorem: the label of a list, or what an environment prints first, is their heading."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scaffold.read.kinds import KIND_WORDS, PROOF_WORDS
from scaffold.read.latex import plain_text
from scaffold.read.latex.commands import proof_macros, statements
from scaffold.read.latex.engine import Engine, begins, command
from scaffold.read.latex.stack import Env
from scaffold.tex import tokens

__all__ = ["LISTS", "Head", "printed_head"]

LISTS = ("trivlist", "list")
"""Lists that environments are made of."""

_HEAD = re.compile(
    r"\W*(?P<words>(?:[^\W\d_]+[ -]){0,3}?[^\W\d_]+?)"
    r"(?:[ ~]*(?P<number>\d+(?:\.\d+)*[′'*]?|\\ref\{[^{}]*\})|[ ~]+(?P<letter>[A-Z](?:\.?\d+)*|[IVX]+))?"
    r"[ .:]*(?:\((?P<note>.*)\)[ .:]*)?"
)
_COUNTS = re.compile(r"\\(?:(?:ref)?stepcounter|addtocounter)(?![A-Za-z])")
_ITEM = re.compile(r"\s*\\item\s*(?=\[)")
_NOT_STATED = frozenset(("case", "algorithm", "note"))
"""Kinds whose words head other things too: a part of a proof, a program, a warning."""


@dataclass(frozen=True, slots=True)
class Head:
    """A heading as it is printed, with its number and its note."""

    heading: str
    number: str | None
    note: str | None


def printed_head(engine: Engine, tex: str) -> Head | None:
    """What the LaTeX prints, if that is the heading of a statement and nothing else; None if it counts by itself."""
    if _COUNTS.search(tex):
        return None
    shown = proof_macros.SILENT.sub(" ", engine.counters.render_in(tex))
    found = _HEAD.fullmatch(plain_text.text(shown, engine.name_of, keep_refs=True))
    if found is None or not _states(found["words"]):
        return None
    number = found["number"] or found["letter"]
    if number is not None and number.startswith("\\"):
        return Head(f"{found['words']} {number}", None, found["note"])
    return Head(found["words"], number, found["note"])


def _states(words: str) -> bool:
    """Whether words name a kind of statement."""
    named = words.split()
    kinds = {KIND_WORDS.get(word.lower()) for word in (named[0], named[-1])} - {None}
    proves = named[0].lower() in PROOF_WORDS
    return words[0].isupper() and not proves and bool(kinds - _NOT_STATED)


@begins(*LISTS)
@command("trivlist")
def begin_labelled(engine: Engine, name: str) -> None:
    r"""A list whose only label is a heading: \begin{trivlist}\item[\hskip\labelsep\bf Theorem 1.2]."""
    env = engine.open(Env(name=name))
    frame, cursor = engine.frames[-1], engine.cursor()
    if name == "list":
        cursor.argument(), cursor.argument()
    item = _ITEM.match(frame.text, cursor.pos)
    label = tokens.option(frame.text, item.end()) if item else None
    head = printed_head(engine, label[0]) if label and engine.in_document else None
    if label and head:
        frame.pos = label[1]
        statements.begin_headed(engine, env, head.heading, head.number, note=head.note)


@command("endtrivlist")
def end_labelled(engine: Engine, name: str) -> None:
    r"""\endtrivlist."""
    engine.shut(name.removeprefix("end"))
