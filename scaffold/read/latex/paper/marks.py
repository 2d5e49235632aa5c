"""Numbers beside displays, captions and items: with the words around them, and replaced by what the pages print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from scaffold.read.latex import prose
from scaffold.read.latex.drafts import MarkDraft, Notes, StatementDraft, Stretch
from scaffold.read.numbers import Mark, Numbers, Place
from scaffold.spans import Span

_OPENING = 3
"""Runs of words by which a statement is recognized on a page."""

_BELOW_HEADING = re.compile(
    r"\\(?:part|chapter|(?:sub)*section|(?:sub)?paragraph)\*?\s*(?:\[[^\[\]]*\])?\s*\{[^\n]*\}\s*\Z"
)
"""A heading, before which a page may end, not after it."""

_LONGEST_TITLE = 200
_PART = re.compile(r"\(?[a-z]\)?")
"""What is printed after the number of a figure for one of its parts, or of a group of equations for one of them."""


def marks(notes: Notes) -> tuple[Mark, ...]:
    """All marks of the paper, in the order of its source."""
    labelled = {id(t.mark) for t in notes.labels.values() if t.mark}
    displays: dict[int, int] = {}
    for draft in notes.marks:
        if draft.kind == "equation":
            displays.setdefault(id(draft.at), len(displays))
    return tuple(_mark(d, id(d) in labelled, displays.get(id(d.at))) for d in notes.marks)


def _mark(draft: MarkDraft, labelled: bool, display: int | None) -> Mark:
    at, text = draft.at, draft.at.buffer.text
    before = ""
    if display is not None:
        before, after = prose.before(text, at.start), prose.after(text, at.end)
    elif draft.kind == "item":
        after = prose.of_item(text, at.end)
    else:
        after = "".join(prose.opening(draft.caption, 1))
    return Mark(
        kind=draft.kind,
        number=draft.number,
        labelled=labelled,
        before=before,
        after=after,
        display=display,
        span=Span(at.buffer.file, at.buffer.line_at(at.start)),
    )


def places(notes: Notes, keys: Iterable[str]) -> tuple[Place, ...]:
    """Where these labels are."""
    return tuple(_place(key, notes.labels[key].at) for key in keys)


def _place(key: str, at: Stretch | None) -> Place:
    if at is None:
        return Place(key=key, before="", after="")
    text = at.buffer.text
    below = _BELOW_HEADING.search(text[max(0, at.start - _LONGEST_TITLE) : at.start])
    return Place(key=key, before="" if below else prose.before(text, at.start), after=prose.after(text, at.end))


def openings(drafts: list[StatementDraft]) -> tuple[tuple[str, ...], ...]:
    """The words with which each statement begins."""
    return tuple(prose.opening(d.body, _OPENING) for d in drafts)


def renumber(notes: Notes, numbers: Numbers) -> None:
    """Replaces numbers of statements and marks, and what labels print for them, by those of the pages."""
    for at, number in numbers.statements.items():
        statement = notes.statements[at]
        statement.number = number
        for target in notes.labels.values():
            if target.kind == "theorem" and target.statement is statement:
                target.number = number
    _renumber_parts(notes, numbers.marks)
    for at, number in numbers.marks.items():
        mark = notes.marks[at]
        mark.number = number
        for target in notes.labels.values():
            if target.mark is mark:
                target.number = number
        for figure in notes.figures:
            if figure.mark is mark:
                figure.number = number


def _renumber_parts(notes: Notes, numbers: Mapping[int, str]) -> None:
    """Labels of parts, and of groups of equations: they print the number of a mark and more, or less."""
    changes = {(notes.marks[at].kind, notes.marks[at].number): number for at, number in numbers.items()}
    for target in notes.labels.values():
        if target.mark is None and (found := _part(changes, target.kind, target.number)):
            target.number = found


def _part(changes: Mapping[tuple[str, str], str], kind: str, number: str) -> str:
    """The new number of a part, or of the whole of which parts are renumbered; "" if it stays."""
    for (of, old), new in changes.items():
        if of != kind or not old:
            continue
        if number.startswith(old) and _PART.fullmatch(number[len(old) :]):
            return new + number[len(old) :]
        letter = old[len(number) :]
        if number and old.startswith(number) and len(letter) == 1 and letter.islower() and new.endswith(letter):
            return new[:-1]
    return ""
