"""The proof ledger: what the student says of each proof in scaffold.toml, as one line of the review."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from scaffold.diagnostics import Diagnostic, Log
from scaffold.model import Paper
from scaffold.spans import Span

__all__ = ["LEVELS", "diagnostics", "line"]

LEVELS = ("checked", "skimmed", "not read")
"""What can be said of a proof, from the best to the least."""


def line(paper: Paper, ledger: Mapping[str, str], proofs: Collection[str] = ()) -> str:
    """generated/ledger.tex: the line, and for the draft which of `proofs` (ids) nothing is said of.

    ledger maps what names a result ("Lemma 4.2", or its id) to one of LEVELS; entries that name nothing are left out.
    """
    said = _said(paper, ledger)
    groups = []
    for level in LEVELS:
        if names := ", ".join(f"\\paperref{{{id}}}" for id, word in said.items() if word == level):
            groups.append(f"{level}: {names}")
    text = "% What scaffold.toml says under [ledger]. Generated: scaffold replaces this file.\n"
    if groups:
        text += f"\\scaffoldledger{{{'; '.join(groups)}}}\n"
    if left := ", ".join(f"\\paperref{{{id}}}" for id in proofs if id not in said):
        text += (
            "\\towrite{Say in scaffold.toml, under [ledger], whether you checked, skimmed or did not read the proof of "
            f"each: {left}.}}\n"
        )
    return text


def diagnostics(paper: Paper, ledger: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """Entries that name no result of the paper, or say what is not in LEVELS."""
    log, ids = Log(), _ids(paper)
    for name, word in ledger.items():
        if _key(name) not in ids:
            log.warn("ledger-unknown", name, Span("scaffold.toml", 0), "the paper has no result of that name")
        elif _key(word) not in LEVELS:
            choice = ", ".join(LEVELS)
            log.warn("ledger-word", name, Span("scaffold.toml", 0), f"{word!r} is none of {choice}")
    return tuple(log.entries)


def _said(paper: Paper, ledger: Mapping[str, str]) -> dict[str, str]:
    """What is said, by id, in the paper's order."""
    ids = _ids(paper)
    found = {ids[_key(name)]: _key(word) for name, word in ledger.items() if _key(name) in ids and _key(word) in LEVELS}
    return {s.id: found[s.id] for s in paper.statements if s.id in found}


def _ids(paper: Paper) -> dict[str, str]:
    """Ids by what a student may call a result; where two share a title, the first has it."""
    names = {_key(s.title): s.id for s in reversed(paper.statements)}
    return names | {_key(s.id): s.id for s in paper.statements}


def _key(name: str) -> str:
    return " ".join(name.lower().split())
