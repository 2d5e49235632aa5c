"""Whose is it: the files of a folder of hand-ins by student, whatever they are called."""

from __future__ import annotations

import re
import unicodedata
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
    that no other student has; also without umlauts and accents, or with "ue" for "ü", if nobody is spelt like that.
    """
    labels: dict[str, list[str]] = {}
    for file in sorted(files):
        labels.setdefault(_label(file), []).append(file)
    names = [(member, seat) for seat in seats for member in seat.members]
    of: dict[str, list[str]] = {}
    others = []
    for label, own in labels.items():
        seat = _owner(label, names)
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


def _owner(label: str, names: Sequence[tuple[str, Seat]]) -> Seat | None:
    """Whose name is in a label: the whole name before the family name alone, as it is spelt before other spellings."""
    words = key(label).split()
    for of in (lambda name: name, _family):
        for spelt in (lambda word: {word}, _spellings):
            there = set().union(*map(spelt, words))
            found = [
                (frozenset(own), seat)
                for name, seat in names
                if (own := key(of(name)).split()) and all(there & spelt(word) for word in own)
            ]
            if found:
                return _only(found)
    return None


def _family(name: str) -> str:
    """The family name in "First Last" or "Last, First", with both halves of a double name."""
    return name.partition(",")[0] if "," in name else name.split()[-1]


def _only(found: Sequence[tuple[frozenset[str], Seat]]) -> Seat | None:
    """The one seat of the names that are there, without names that are part of another ("Klee" in "Klee-Blatt")."""
    longest = [seat for own, seat in found if not any(own < other for other, _ in found)]
    return longest[0] if len({seat.folder for seat in longest}) == 1 else None


def _spellings(word: str) -> set[str]:
    """A word as it is, without umlauts and accents, and with two letters for one, as in names of files."""
    return {word, _plain(word.translate(_ONE)), _plain(unicodedata.normalize("NFC", word).translate(_TWO))}


def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word) if unicodedata.category(c) != "Mn")


_ONE = str.maketrans({"ø": "o", "ł": "l", "ı": "i", "đ": "d", "æ": "a"})
_TWO = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "ł": "l", "ı": "i", "đ": "d"})
