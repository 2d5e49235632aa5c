"""What changed between two versions of a paper: statements, aligned by what they say and not by their numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from scaffold.model import Paper, Statement

__all__ = ["Changes", "Pair", "Piece", "compare"]

_SIMILAR = 0.55
"""How much two bodies must have in common to be the same statement, if nothing else says so."""

_SAME_NAME = 0.3
"""The same for statements that the paper calls the same."""

_TOKEN = re.compile(r"\\[A-Za-z@]+|\\.|[A-Za-z]+|\d+(?:\.\d+)?|\S")
_LABEL = re.compile(r"\\label\s*\{[^{}]*\}")

Operation = Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the body of a statement: in both versions, only in the old one or only in the new one."""

    operation: Operation
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A statement in both versions. pieces: what changed in its body, empty if nothing did.

    proof: whether a proof appeared or went, or its text changed; "" if none of that. LaTeX is not compared with the
    text of a page word by word, and in texts of two pages the order in which signs were read counts for nothing.
    """

    old: Statement
    new: Statement
    pieces: tuple[Piece, ...] = ()
    proof: Literal["", "appeared", "went", "changed"] = ""

    @property
    def renumbered(self) -> bool:
        """Whether the paper calls it otherwise."""
        return self.old.title != self.new.title

    @property
    def changed(self) -> bool:
        """Whether anything is to be said about it."""
        return self.renumbered or bool(self.pieces) or bool(self.proof)


@dataclass(frozen=True, slots=True)
class Changes:
    """The statements of two versions: those in both, in the order of the new one, and those in one of them only.

    A statement that the paper repeats is added or removed once.
    """

    pairs: tuple[Pair, ...]
    added: tuple[Statement, ...]
    removed: tuple[Statement, ...]

    @property
    def renamed(self) -> dict[str, str]:
        """The new id of each statement of the old version whose id is another."""
        return {pair.old.id: pair.new.id for pair in self.pairs if pair.old.id != pair.new.id}

    @property
    def none(self) -> bool:
        """Whether nothing changed."""
        return not (self.added or self.removed or any(pair.changed for pair in self.pairs))


def compare(old: Paper, new: Paper) -> Changes:
    """The changes from old to new."""
    matched = _matched(old.statements, new.statements)
    stayed = {statement.id for statement in matched.values()}
    return Changes(
        pairs=tuple(_pair(matched[s.id], s) for s in new.statements if s.id in matched),
        added=tuple(s for s in new.statements if s.id not in matched and s.restates is None),
        removed=tuple(s for s in old.statements if s.id not in stayed and s.restates is None),
    )


def _matched(old: Sequence[Statement], new: Sequence[Statement]) -> dict[str, Statement]:
    """The old statement of each new one, by the new one's id; each old one is that of one new one."""
    found: dict[str, Statement] = {}
    left = {s.id: s for s in old}
    for candidates in (_equal, _labelled, _similar):
        waiting = [s for s in new if s.id not in found]
        for before, after in candidates([*left.values()], waiting):
            if before.id in left and after.id not in found:
                found[after.id] = left.pop(before.id)
    return found


def _equal(old: Sequence[Statement], new: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Statements with the same words; of several, in order, those of the same name first."""
    by_body: dict[tuple[str, ...], list[Statement]] = {}
    for s in old:
        by_body.setdefault(_tokens(s), []).append(s)
    for same_name in (True, False):
        for s in new:
            for before in by_body.get(_tokens(s), ()):
                if not same_name or before.title == s.title:
                    yield before, s


def _labelled(old: Sequence[Statement], new: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Statements with a label in common: authors rarely give one to another statement."""
    by_label = {label: s for s in old for label in s.labels}
    for s in new:
        for label in s.labels:
            if label in by_label:
                yield by_label[label], s


def _similar(old: Sequence[Statement], new: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Statements that say nearly the same, the most similar first."""
    scored = [(_likeness(a, b), a, b) for a in old for b in new]
    for score, a, b in sorted(scored, key=lambda row: -row[0]):
        least = _SAME_NAME if a.title == b.title else _SIMILAR
        if score >= least:
            yield a, b


def _likeness(a: Statement, b: Statement) -> float:
    """From 0 to 1, of statements whose kinds agree; a note in common counts as much as a third of the words."""
    matcher = SequenceMatcher(None, *_comparable(a, b), autojunk=False)
    if matcher.real_quick_ratio() < _SAME_NAME or matcher.quick_ratio() < _SAME_NAME:
        return 0.0
    named = 0.3 if a.name and a.name == b.name else 0.0
    kinds = 0.1 if a.kind == b.kind else 0.0
    return matcher.ratio() + named + kinds


def _comparable(a: Statement, b: Statement) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The bodies in tokens; only the words of both if one of them is LaTeX and the other text from a page."""
    if a.form == b.form:
        return _tokens(a), _tokens(b)
    bodies = (_COMMANDS.sub(" ", s.body) if s.form == "latex" else s.body for s in (a, b))
    first, second = (tuple(_WORD.findall(body.lower())) for body in bodies)
    return first, second


_COMMANDS = re.compile(r"\\[A-Za-z@]+\*?(?:\s*\{[A-Za-z:*-]*\})?|\$[^$]*\$")
_WORD = re.compile(r"[a-z]{3,}")


def _tokens(statement: Statement) -> tuple[str, ...]:
    """The body in words, commands and signs; how it is broken into lines, and its labels, count for nothing."""
    return tuple(_TOKEN.findall(_LABEL.sub("", statement.body)))


def _pair(old: Statement, new: Statement) -> Pair:
    before, after = _tokens(old), _tokens(new)
    alike = old.form != new.form or before == after or _read(old.body, old.form) == _read(new.body, new.form)
    pieces = [] if alike else list(_pieces(before, after))
    if new.form == "text":
        pieces = _without_moved(pieces)
    return Pair(old=old, new=new, pieces=tuple(pieces), proof=_proof(old, new))


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", _text(old[a:b]))
            continue
        if a < b:
            yield Piece("removed", _text(old[a:b]))
        if c < d:
            yield Piece("added", _text(new[c:d]))


def _without_moved(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without those that are only in another place, or only without spaces between the same signs.

    Signs of a formula are read from a page in no certain order. Empty if nothing else changed.
    """
    moved = Counter(_signs(p) for p in pieces if p.operation == "removed")
    moved &= Counter(_signs(p) for p in pieces if p.operation == "added")
    left, kept = {"removed": moved.copy(), "added": moved.copy()}, []
    for piece in pieces:
        if piece.operation == "same" or not left[piece.operation][_signs(piece)]:
            kept.append(piece)
            continue
        left[piece.operation][_signs(piece)] -= 1
        if piece.operation == "added":
            kept.append(Piece("same", piece.text))
    return kept if any(p.operation != "same" for p in kept) else []


def _signs(piece: Piece) -> str:
    return piece.text.replace(" ", "")


def _text(words: Iterable[str]) -> str:
    return " ".join(words)


def _proof(old: Statement, new: Statement) -> Literal["", "appeared", "went", "changed"]:
    before, after = ([_read(p.body, s.form) for p in s.proofs] for s in (old, new))
    if before == after or (before and after and old.form != new.form):
        return ""
    if not before:
        return "appeared"
    return "changed" if after else "went"


_CALLED = re.compile(r"([A-Z][a-z]+\.?)\s+\(?(?:[A-Z](?![A-Za-z])|\d+)(?:\.\d+)*\)?")
"""What a text calls by a number, such as Lemma B.2, Section 3 or Eq. (12)."""


def _read(body: str, form: Literal["latex", "text"]) -> str:
    """LaTeX in one line; of the text of a page, its signs without their order and without numbers of references."""
    if form == "latex":
        return " ".join(body.split())
    return "".join(sorted("".join(_CALLED.sub(r"\1", body).split())))
