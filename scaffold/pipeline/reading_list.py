"""What `reading` shows: the reading list of a paper, with what the student has read by the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffold import disk
from scaffold.model import Paper
from scaffold.pipeline.planning import Subject
from scaffold.pipeline.proving import checked_names
from scaffold.plans import ToRead
from scaffold.plans import to_json as plain
from scaffold.project import state

__all__ = ["Reading", "enter", "reading", "reading_json"]

SCHEMA = 1
_READ = ("checked", "skimmed", "read")


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines of the list, and by id what the ledger says of them: checked, skimmed, not read; unproved: read."""

    lines: tuple[ToRead, ...]
    levels: Mapping[str, str]

    @property
    def minutes(self) -> int:
        """The time for all lines."""
        return sum(line.minutes for line in self.lines)

    @property
    def left(self) -> int:
        """The time for what is not read in any way."""
        return sum(line.minutes for line in self.lines if self.levels.get(line.id) not in _READ)


def reading(subject: Subject) -> Reading:
    """The reading list of a project or source; of a source, nothing is read yet."""
    from scaffold.planning.reading_list import reading_list
    from scaffold.write.report import ledger

    entries = subject.settings.ledger if subject.settings else {}
    return Reading(reading_list(subject.paper), ledger.levels(subject.paper, entries))


def enter(subject: Subject, names: Sequence[str], level: str) -> Mapping[str, str]:
    """Enters in the ledger of the project how these proofs were read; returns the entries.

    What has no proof that could be checked, such as a definition, was read.

    Raises NoSuchStatement for a name that the paper does not have, NotAProject or DiskError if scaffold.toml cannot be
    read or written.
    """
    folder = subject.folder or Path.cwd()
    titles = {s.id: s.title if s.number else s.id for s in subject.paper.statements}
    proved = _proved(subject.paper)
    entries = {titles[id]: level if id in proved else "read" for id in checked_names(subject.paper, names)}
    path = folder / state.FILE
    settings = state.load(folder)
    same = {_key(name): name for name in settings.ledger}
    written = {same.get(_key(name), name): word for name, word in entries.items()}
    text = state.with_ledger(path.read_bytes().decode(), written)
    state.parse(text, path)
    disk.write(text.encode(), path)
    return entries


def _proved(paper: Paper) -> set[str]:
    """The ids of the statements that the paper proves in any of their forms."""
    from scaffold.planning.equivalents import representatives

    stands_for = representatives(paper)
    groups = {stands_for[s.id] for s in paper.statements if s.proofs}
    return {s.id for s in paper.statements if stands_for[s.id] in groups}


def _key(name: str) -> str:
    return " ".join(name.lower().split())


def reading_json(found: Reading) -> dict[str, Any]:
    """The list as plain JSON values."""
    lines = [{**plain(line), "ledger": found.levels.get(line.id)} for line in found.lines]
    return {"schema": SCHEMA, "minutes": found.minutes, "left": found.left, "reading": lines}
