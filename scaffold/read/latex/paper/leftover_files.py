"""Files of the source that the paper does not input: their proofs that name a statement of the paper are kept."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import TYPE_CHECKING

from scaffold.read.latex.commands import handmade
from scaffold.tex import tokens

if TYPE_CHECKING:
    from scaffold.read.latex.engine import Engine

_MAX_FILES = 12
_DISCARDED = re.compile(
    r"(?i)\b_?(?:old|outtakes?|unused|trash|archives?|backups?|obsolete|attic|cut|junk|discarded)(?:\b|_)"
)


def read_leftover_proofs(engine: Engine) -> None:
    """Record proofs from files that the paper does not input, if they name a known label; ignore the rest."""
    if not engine.notes.labels:
        return
    files = (n for n in engine.tree.files() if n.endswith(".tex") and n not in engine.files_read)
    for name in [n for n in files if not _DISCARDED.search(n)][:_MAX_FILES]:
        text = engine.tree.text(name)
        if re.search(r"[Pp]roof", text) and "\\documentclass" not in text and "\\begin{document}" not in text:
            _read(engine, name)


def _read(engine: Engine, name: str) -> None:
    notes = engine.notes
    before = (
        len(notes.sections),
        len(notes.statements),
        len(notes.proofs),
        len(notes.figures),
        dict(notes.labels),
        len(notes.displays),
        len(notes.referents),
    )
    quiet = len(engine.log.entries)
    engine.envs.clear()
    engine.conditions.clear()
    frame = engine.push(tokens.Buffer(engine.tree.text(name), name))
    if frame:
        handmade.mark_heads(engine, frame)
    engine.run()
    del (
        notes.sections[before[0] :],
        notes.statements[before[1] :],
        notes.figures[before[3] :],
        notes.displays[before[5] :],
        notes.referents[before[6] :],
        engine.log.entries[quiet:],
    )
    new, notes.labels = notes.proofs[before[2] :], before[4]
    del notes.proofs[before[2] :]
    for proof in new:
        proof.section, proof.inside = -1, None
        if proof.head and names_label(proof.head, notes.labels.keys()) and not proof.owners:
            proof.leftover = True
            notes.proofs.append(proof)


def names_label(head: str, labels: Container[str]) -> bool:
    """Whether a proof's heading has a known label, in a reference or alone."""
    keys = re.findall(r"\\[A-Za-z]*ref\*?\s*\{([^{}]*)\}", head) or [head.strip()]
    return any(k.strip() in labels for key in keys for k in key.split(","))
