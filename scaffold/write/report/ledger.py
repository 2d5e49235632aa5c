"""The proof ledger: which proofs the student checked (from scaffold.toml), as one line of the review."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from scaffold.diagnostics import Diagnostic, Log
from scaffold.languages import Language
from scaffold.model import Paper
from scaffold.spans import Span
from scaffold.spelling import meant

__all__ = ["LEVELS", "READ", "diagnostics", "levels", "line", "some"]

LEVELS = ("checked", "skimmed", "not read")
"""Values for a proof, from most to least."""

READ = "read"
"""The value for what has no proof to check, such as a definition; the review does not list it."""

_NAMED = 8
"""Most statements that a task of the draft names: more would take lines that are the student's."""

_WORDS = {"checked": "ledger.checked", "skimmed": "ledger.skimmed", "not read": "ledger.not-read"}
"""The keys of what the review says for each."""


def line(paper: Paper, ledger: Mapping[str, str], proofs: Collection[str] = (), *, language: Language) -> str:
    """generated/ledger.tex: the line, and for the draft those of `proofs` (ids) without an entry.

    ledger maps the title or id of a result ("Lemma 4.2") to one of LEVELS; entries that match no result are ignored.
    """
    known = levels(paper, ledger)
    groups = []
    for level in LEVELS:
        if names := ", ".join(f"\\paperref{{{id}}}" for id, word in known.items() if word == level):
            groups.append(f"{language(_WORDS[level])}: {names}")
    text = "% From [ledger] in scaffold.toml. Generated: scaffold replaces this file.\n"
    if groups:
        text += f"\\scaffoldledger{{{'; '.join(groups)}}}\n"
    if left := [id for id in proofs if id not in known]:
        text += f"\\towrite{{{language('report.ledger', names=some(left, language))}}}\n"
    return text


def some(ids: Sequence[str], language: Language) -> str:
    """References to these statements, the first ones of many: the command `reading` lists all."""
    shown, more = ids[:_NAMED], len(ids) - _NAMED
    names = ", ".join(f"\\paperref{{{id}}}" for id in (ids if more <= 1 else shown))
    return language("names.others", names=names, n=more) if more > 1 else names


def diagnostics(paper: Paper, ledger: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """Reports entries that match no result of the paper, or whose value is none of its values."""
    log, ids = Log(), _ids(paper)
    proved = {s.id: bool(s.proofs) for s in paper.statements}
    for name, word in ledger.items():
        if _key(name) not in ids:
            near = meant(name, (s.title for s in paper.statements if s.number == name.split(" ")[-1]))
            message = f"[ledger] names {name!r}, but the paper has no result with this name{near}"
            log.warn("ledger-unknown", name, Span("scaffold.toml", 0), message)
        elif _key(word) not in (allowed := _allowed(proved[ids[_key(name)]])):
            choice = ", ".join(allowed)
            message = f"[ledger] says {word!r} of {name}, which is not one of {choice}{meant(word, allowed)}"
            log.warn("ledger-word", name, Span("scaffold.toml", 0), message)
    return tuple(log.entries)


def levels(paper: Paper, ledger: Mapping[str, str]) -> dict[str, str]:
    """The valid entries by id, in the paper's order."""
    ids = _ids(paper)
    found = {ids[_key(name)]: _key(word) for name, word in ledger.items() if _key(name) in ids}
    return {s.id: found[s.id] for s in paper.statements if found.get(s.id) in _allowed(bool(s.proofs))}


def _allowed(proved: bool) -> tuple[str, ...]:
    """The values for a statement, by whether the paper proves it."""
    return LEVELS if proved else (*LEVELS, READ)


def _ids(paper: Paper) -> dict[str, str]:
    """Ids by the names that a student may use for a result; a title that two share means the first."""
    names = {_key(s.title): s.id for s in reversed(paper.statements)}
    return names | {_key(s.id): s.id for s in paper.statements}


def _key(name: str) -> str:
    return " ".join(name.lower().split())
