"""Whose is it: the files of a folder of hand-ins by student, whatever they are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from scaffold.cohort.roster import Seat
from scaffold.cohort.tables import key

__all__ = ["MOODLE", "Handin", "grouped"]

MOODLE = re.compile(r"_\d+_assignsubmission_")
"""Between a participant's name and the rest, in names of files and folders that Moodle makes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handin:
    """What one student or team has handed in: paths relative to the folder. seat is None if the owner is not known."""

    label: str
    seat: Seat | None
    files: tuple[str, ...]


def grouped(files: Iterable[str], seats: Sequence[Seat]) -> tuple[Handin, ...]:
    """The files by owner: those of the table in its order, also who has handed in nothing, then all others by label.

    An owner is known by all words of a name in the name of the file or of its outermost folder, or by a family name
    that no other student has.
    """
    labels: dict[str, list[str]] = {}
    for file in sorted(files):
        labels.setdefault(_label(file), []).append(file)
    names = [(key(member).split(), seat) for seat in seats for member in seat.members]
    of: dict[str, list[str]] = {}
    others = []
    for label, own in labels.items():
        seat = _owner(set(key(label).split()), names)
        if seat is None:
            others.append(Handin(label=label, seat=None, files=tuple(own)))
        else:
            of.setdefault(seat.folder, []).extend(own)
    known = (
        Handin(label=s.name, seat=s, files=tuple(of.get(s.folder, ()))) for s in seats if s.paper or s.folder in of
    )
    return (*known, *others)


def _label(file: str) -> str:
    first, *rest = PurePosixPath(file).parts
    before = MOODLE.split(first)[0]
    return before if before != first or rest else PurePosixPath(first).stem


def _owner(words: set[str], names: Sequence[tuple[Sequence[str], Seat]]) -> Seat | None:
    whole = {seat.folder: seat for name, seat in names if name and words.issuperset(name)}
    if len(whole) == 1:
        return next(iter(whole.values()))
    family = {seat.folder: seat for name, seat in names if name and name[-1] in words}
    return next(iter(family.values())) if not whole and len(family) == 1 else None
