r"""What statements refer to outside statements, as statements of their own: conditions, items of lists, floats."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping

from scaffold.model import GRAPHICS
from scaffold.read import kinds
from scaffold.read.comparisons import Candidate, comparison
from scaffold.read.latex.drafts import Notes, ReferentDraft, StatementDraft, Target
from scaffold.read.passages import kinds_of

__all__ = ["kind_of", "referents"]

_LABEL = re.compile(r"\\label(?![A-Za-z@])\s*(?:\[[^\[\]]*\]\s*)?\{([^{}]*)\}")
_KEYS = re.compile(r"\\[A-Za-z]*ref[A-Za-z]*\*?\s*(?:\[[^\[\]]*\]\s*)?\{([^{}]*)\}")
_TYPED = re.compile(r"\b(Algorithm|Table|Figure)s?(?:~|\s)+([A-Z]?[\d.]*\d)")
_CITED = re.compile(r"\\[A-Za-z]*cite[A-Za-z]*\*?\s*(?:\[[^\[\]]*\]\s*)*\{([^{}]*)\}")
_TAG = re.compile(r"\(?[A-Z]{1,3}\.?\d{1,2}'{0,2}\)?")
_PARTS = ("line", "subfigure", "subtable")
"""Kinds of labels that name a part of a float, besides its own kind."""

_KINDS = {
    "Equation": "equation", "Equations": "equation", "Figure": "drawing", "Table": "table", "Item": "item",
}  # fmt: skip
"""Kinds by the headings of what is no statement: a figure that only LaTeX draws is a drawing."""

_LONGEST = 12_000


def kind_of(heading: str) -> str:
    """The kind of a display or referent by what its number counts."""
    return _KINDS.get(heading) or kinds.kind_of(heading)


def referents(notes: Notes, others: Iterable[StatementDraft]) -> tuple[list[StatementDraft], StatementDraft | None]:
    """The conditions under typed tags, the floats and items that the others refer to, and those that these refer to.

    Figures that are files are left out, as they are shown as such. Then the table among them in which the paper
    compares itself with other works, which is there in any case; None if there is none.
    """
    files = {f.number for f in notes.figures if any(name.lower().endswith(GRAPHICS) for name in f.files)}
    pairs = ((d, _made(d, notes.labels)) for d in notes.referents)
    found = [(d, made) for d, made in pairs if made and not (d.kind == "figure" and made.number in files)]
    compared = comparison(_tables(notes, found))
    return _named([made for _, made in found], others, compared), compared


def _tables(
    notes: Notes, found: Iterable[tuple[ReferentDraft, StatementDraft]]
) -> Iterator[tuple[StatementDraft, Candidate]]:
    parts = kinds_of((d.title_tex, d.level) for d in notes.sections)
    for d, made in found:
        if d.kind == "table":
            caption = d.mark.caption if d.mark else ""
            rows = made.body.replace(caption, "")
            works = {key.strip() for m in _CITED.finditer(rows) for key in m[1].split(",")}
            part, heading = (parts[d.section], notes.sections[d.section].title_tex) if d.section >= 0 else (None, "")
            words = " ".join(caption.split())
            yield made, Candidate(caption=words, rows=rows, works=len(works), part=part, heading=heading)


def _named(
    every: list[StatementDraft], others: Iterable[StatementDraft], wanted: StatementDraft | None
) -> list[StatementDraft]:
    """Those that are named, by the others or by each other, and the one that is wanted in any case."""
    named, keys, titles = (
        {id(d) for d in every if _TAG.fullmatch(d.number or "") or d is wanted},
        set[str](),
        set[str](),
    )
    todo = [*(f"{d.name or ''} {d.body}" for d in others), *(d.body for d in every if id(d) in named)]
    while todo:
        for text in todo:
            keys |= {key.strip() for m in _KEYS.finditer(text) for key in m[1].split(",")}
            titles |= {f"{m[1]} {m[2]}" for m in _TYPED.finditer(text)}
        new = [d for d in every if id(d) not in named and _is_named(d, keys, titles)]
        named |= {id(d) for d in new}
        todo = [d.body for d in new]
    return [d for d in every if id(d) in named]


def _is_named(d: StatementDraft, keys: Container[str], titles: Container[str]) -> bool:
    return f"{d.heading} {d.number}" in titles or any(key in keys for key in d.labels)


def _made(d: ReferentDraft, labels: Mapping[str, Target]) -> StatementDraft | None:
    """The draft as a statement; None if it has no number, or cannot be cut out of the source."""
    text = d.at.buffer.shown(d.at.start, d.at.end).strip()
    number = d.mark.number if d.mark else d.number
    if not text or not number or len(text) > _LONGEST:
        return None
    return StatementDraft(
        env=d.name,
        heading=d.heading,
        number=number,
        name=None,
        file=d.at.buffer.file,
        line=d.at.buffer.line_at(d.at.start),
        order=d.order,
        section=d.section,
        body=_whole(text, d.name) if d.name else text,
        labels=[key for key in dict.fromkeys(_LABEL.findall(text)) if key in labels and _is_of(d, number, labels[key])],
        macros_at=d.macros_at,
    )


def _is_of(d: ReferentDraft, number: str, target: Target) -> bool:
    """Whether a label within the source of a draft names it, or a part of it."""
    return target.kind in (d.kind, *_PARTS) if d.name else (target.kind, target.number) == (d.kind, number)


def _whole(text: str, name: str) -> str:
    """A float with its environment, as it is in one column."""
    inside = re.sub(rf"\\end\s*\{{{re.escape(name)}\}}\Z", "", text)
    return f"\\begin{{{name.rstrip('*')}}}{inside}\\end{{{name.rstrip('*')}}}"
