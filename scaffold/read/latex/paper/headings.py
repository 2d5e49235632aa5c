"""Headings of statements when all labels are known: resolves references and finds repeated statements."""

from __future__ import annotations

import re

from scaffold.read.latex.drafts import Notes, StatementDraft
from scaffold.read.latex.paper.standalone import Resolver
from scaffold.read.latex.paper.uses import Names

_REFERRING = re.compile(r"(.*?)[\s~]*\\[A-Za-z]*ref\*?\{([^{}]*)\}\s*(.*)$", re.S)
_ONLY_REF = re.compile(r"\s*\\ref\{([^{}]*)\}\s*")
_AGAIN = re.compile(r"(?i)\b(?:re-?stat|repeat|again|recall|rephras|formal|full version)")
_RESTATES = re.compile(
    r"(?i)\b(?:re-?stat(?:e|ed|ing)|repeat(?:ed|ing)?|stat(?:e|ed|ing)(?: here)? again|recall(?:ed|ing)? the statement|"
    r"state once more)\b"
)
_KEYS = re.compile(r"\\[A-Za-z]*ref\*?\s*\{([^{}]*)\}")
_SENTENCE = re.compile(
    r"(?<=[.!?])\s+(?=[A-Z\\])|\n[ \t]*\n|\\(?:sub)*section\b"
    r"|\\(?:begin|end)\s*\{[^{}]*\}(?:\s*\[[^\[\]]*\])*"
)
_LOOK_BACK = 400
_NAME_ALONE = re.compile(r"[^\W\d]+ [\w.]+")
_NUMBERED_NOTE = re.compile(r"([^\W\d][^\d\\$]*?)[\s~]+(\d[\w.]*\w|\d)\b[\s,.:]*(.*)", re.S)


def resolve_headings(notes: Notes, resolver: Resolver, unique: frozenset[str] = frozenset()) -> list[StatementDraft]:
    """Statements in reading order. Resolves references in headings, numbers and notes, and finds repeated statements.

    unique: environments that print no number if the paper has only one of them.
    """
    for env in sorted(unique):
        if len(alone := [d for d in notes.statements if d.env == env and d.restates is None]) == 1:
            alone[0].number = None
            for target in notes.labels.values():
                if target.statement is alone[0] and target.kind == "theorem":
                    target.number = ""
    names = Names(notes.statements)
    for draft in notes.statements:
        _by_number(notes, draft)
        draft.number = resolver.refs.text(draft.number) if draft.number else draft.number
        m = _REFERRING.match(draft.heading)
        if not draft.heading and draft.name and (by_note := _REFERRING.match(draft.name)) and not by_note[3]:
            m, draft.name = by_note, None
        if m:
            _by_heading(notes, draft, m[1].strip(), m[2], rest=m[3], resolver=resolver)
        if draft.name:
            _by_note(draft, names, resolver)
        if draft.restates is None:
            _by_announcement(notes, draft, resolver)
    return notes.statements


def _by_announcement(notes: Notes, draft: StatementDraft, resolver: Resolver) -> None:
    """ "We now restate Theorem \\ref{x} and prove it." just before a statement: it repeats that one, of its kind."""
    if draft.buffer is None or not draft.buffer.is_file or draft.start <= 0:
        return
    before = resolver.opened(draft.buffer.text[max(0, draft.start - _LOOK_BACK) : draft.start])
    last = _SENTENCE.split(before.rstrip())[-1]
    keys = {key.strip() for m in _KEYS.finditer(last) for key in m[1].split(",")} if _RESTATES.search(last) else set()
    if len(keys) == 1:
        original = _labelled(notes, keys.pop(), draft)
        if original is not None and original.order < draft.order and original.heading == draft.heading:
            if draft.number is None:
                draft.restates = original
            else:
                draft.rewords = original


def _labelled(notes: Notes, key: str, draft: StatementDraft) -> StatementDraft | None:
    """The other statement that a label refers to."""
    target = notes.labels.get(key.strip())
    found = target.statement if target and target.kind == "theorem" else None
    return found if found is not draft else None


def _by_number(notes: Notes, draft: StatementDraft) -> None:
    """A number that is only a reference (\\renewcommand\\thetheorem{\\ref{x}}) repeats what it refers to."""
    m = _ONLY_REF.fullmatch(draft.number or "")
    if m:
        draft.restates = draft.restates or _labelled(notes, m[1], draft)


def _by_heading(notes: Notes, draft: StatementDraft, heading: str, key: str, rest: str, resolver: Resolver) -> None:
    """A heading that refers ("Theorem \\ref{x}") becomes heading, number and what it repeats."""
    original = _labelled(notes, key, draft)
    draft.heading = heading or (original.heading if original else "Statement")
    draft.number = draft.number or resolver.refs.number(key)
    if rest and not draft.name:
        draft.name = rest.strip("() ")
    draft.restates = original or draft.restates


def _by_note(draft: StatementDraft, names: Names, resolver: Resolver) -> None:
    """The note with its references printed; "Theorem 3 restated" shows what an unnumbered statement repeats."""
    note = resolver.body(resolver.spelled_out(draft.name or "", draft.order), (), draft.macros_at)
    draft.name = note
    if not draft.heading:
        _head_from_note(draft, note)
        return
    words = note.replace("~", " ")
    named = [d for d in names.in_words(words) if d is not draft]
    again = _AGAIN.search(words) or _NAME_ALONE.fullmatch(words)
    if len(named) == 1 and again and draft.restates is None and draft.number is None:
        draft.restates = named[0]


def _head_from_note(draft: StatementDraft, note: str) -> None:
    """If the environment prints no heading, its note is the heading: "Theorem 3.6 of Euler"."""
    m = _NUMBERED_NOTE.fullmatch(note)
    if m and draft.number is None:
        draft.heading, draft.number, draft.name = m[1], m[2], m[3] or None
    else:
        draft.heading, draft.name = note, None
