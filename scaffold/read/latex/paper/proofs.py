"""Proofs and uses for the model: every proof with each statement that it proves."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scaffold.model import Proof
from scaffold.read.latex.drafts import RefUse, StatementDraft
from scaffold.read.latex.paper import running_proofs
from scaffold.read.latex.paper.inputs import Inputs
from scaffold.read.latex.paper.proof_owners import find_owners, is_stub
from scaffold.read.latex.paper.uses import Names, Uses
from scaffold.tex import tokens

if TYPE_CHECKING:
    from scaffold.read.latex.engine import Engine

_SKETCH = re.compile(r"(?i)\bsketch\b|\bidea\b|\boutline\b")


@dataclass(slots=True)
class Links:
    """Proofs and uses by statement, and references from running text."""

    proofs: dict[int, list[Proof]] = field(default_factory=dict)
    uses: dict[int, list[str]] = field(default_factory=dict)
    mentions: list[tuple[RefUse, StatementDraft]] = field(default_factory=list)

    def proofs_of(self, d: StatementDraft) -> tuple[Proof, ...]:
        """The statement's proofs in reading order."""
        return tuple(self.proofs.get(id(d), ()))

    def uses_of(self, d: StatementDraft) -> tuple[str, ...]:
        """Ids that its proofs use, each once."""
        return tuple(dict.fromkeys(self.uses.get(id(d), ())))


def attach(engine: Engine, drafts: list[StatementDraft], ids: dict[int, str], opened: Callable[[str], str]) -> Links:
    """Find the owners of every proof and what it uses. opened: LaTeX with the paper's own references spelt out."""
    notes = engine.notes
    names = Names(drafts)
    running_proofs.add(find_owners(engine, drafts, names, opened))
    uses = Uses(notes, drafts, names)
    links = Links(mentions=uses.mentions())
    inputs = Inputs(engine.tree, engine.macros.current)
    for proof in sorted(notes.proofs, key=lambda p: (p.order, p.end_order)):
        if not proof.owners:
            continue
        own = {id(o) for o in proof.owners}
        used = tuple(ids[id(u)] for u in uses.of(proof) if id(u) not in own)
        section = notes.sections[proof.section] if 0 <= proof.section < len(notes.sections) else None
        complete = not is_stub(proof.body) and not _SKETCH.search(proof.head)
        number = section.number if section else None
        record = Proof(
            body=tokens.spelled(inputs.placed(proof.body.strip())),
            file=proof.file,
            line=proof.line,
            uses=used,
            found_by=proof.found_by,
            section=number,
            complete=complete,
        )
        for owner in proof.owners:
            links.proofs.setdefault(id(owner), []).append(record)
            links.uses.setdefault(id(owner), []).extend(used)
    return links
