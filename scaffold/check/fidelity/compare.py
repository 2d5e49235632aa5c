"""Whether report and deck still say what the paper says: restated statements against the paper's own text.

The generated statements are compared as LaTeX, the deck's as the words and equations of the finished file. A statement
that is shown as a picture only cannot be read: it passes while the picture is the one that was made for it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from scaffold.check.artefacts.latex_files import Source, commands
from scaffold.check.artefacts.shapes import Deck, Shape, Slide
from scaffold.check.fidelity import latex, omml
from scaffold.check.fidelity.atoms import Difference, Said, difference
from scaffold.check.inputs import DECK, Inputs, present
from scaffold.check.registry import registered
from scaffold.check.result import Check, failed, passed, settled, unknown
from scaffold.model import Paper, Statement
from scaffold.tex import drawings
from scaffold.tex.packages import qsymbols

__all__ = ["deck", "report", "twin"]

_WHAT = "the paper's: words, equations, the order in them, brackets, accents and scripts"
_FOLDER = "generated/statements"
_POINTER = re.compile(
    r"\\scaffoldfallback\b|Its formulas (?:could not be typeset|need (?:LaTeX to be set|more of LaTeX))"
)
"""What stands in place of a statement that could not be set: it says where to look, and quotes nothing."""

_MARKUP = re.compile(r"\\[A-Za-z]+\s*|[{}$]")
_BOXED = re.compile(r"\\sfdraw(?:ing|block) |\\sf(?:block)?drawn\{\d+\}")
"""What our theme sets around a drawing."""

_CLIP = re.compile(r"\{(generated/clips/[^{}]+)\}")


@registered("fidelity", what=f"the statements restated in the report are {_WHAT}; a shortened one says so", place=70)
def report(inputs: Inputs) -> tuple[Check, ...]:
    """The restated statements of the report."""
    project, paper, files, written = inputs.folder, inputs.paper, inputs.files, inputs.written
    labels = _labels(paper)
    shown = {c.arguments[0]: c for c in commands(files, "paperstatement", 1)}
    findings: list[Check] = []
    for statement in paper.statements:
        if statement.id in shown and not shown[statement.id].starred:
            findings += _restated(project, "report", statement, paper, labels=labels, written=written)
    findings += _shortened(files)
    told = f"{len(shown)} restated statements are the paper's, word for word"
    told += _pointed(project, "report", [s for s in paper.statements if s.id in shown])
    return settled(findings, passed("fidelity", told, "report"))


@registered("Beamer fidelity", what=f"the statements of the Beamer deck are {_WHAT}", needs=("twin",), place=170)
def twin(inputs: Inputs) -> tuple[Check, ...]:
    """The statements of the Beamer deck."""
    project, paper, written = inputs.folder, inputs.paper, inputs.written
    labels = _labels(paper)
    there = {p.stem for p in (project / "slides" / _FOLDER).glob("*.tex")}
    shown = [s for s in paper.statements if s.id in there]
    findings = [c for s in shown for c in _restated(project, "slides", s, paper, labels=labels, written=written)]
    told = f"{len(shown)} statements of the Beamer deck are the paper's, word for word"
    told += _pointed(project, "slides", shown)
    return settled(findings, passed("fidelity", told, "slides"))


def _pointed(project: Path, place: str, shown: Sequence[Statement]) -> str:
    """Names those of which only the place in the paper is given: no misquote, but no statement either."""
    files = ((s.title, project / place / _FOLDER / f"{s.id}.tex") for s in shown)
    names = [t for t, f in files if f.is_file() and _POINTER.search(f.read_text(encoding="utf-8", errors="replace"))]
    return f"; only a pointer into the paper stands for {', '.join(names)}" if names else ""


def _source(paper: Paper, statement: Statement, labels: Mapping[str, str], *, undrawn: bool = False) -> Said:
    """What the paper says, undrawn: without what only LaTeX draws; what a package makes of `x is not followed."""
    text = statement.standalone or statement.body
    if undrawn:
        text = drawings.omitted(text, paper.macros)
    said = latex.said(text, paper.macros, labels)
    return replace(said, odd=said.odd or "a backtick of qsymbols") if qsymbols.occurs(paper, text) else said


def _restated(
    project: Path, place: str, statement: Statement, paper: Paper, labels: Mapping[str, str], written: Mapping[str, str]
) -> Iterator[Check]:
    name = f"{place}/{_FOLDER}/{statement.id}.tex"
    again = "make it anew: copy the file from a new project (scaffold init)"
    if not (project / name).is_file():
        yield failed("fidelity", f"{statement.title} has lost its text", name, again)
        return
    text = (project / name).read_text(encoding="utf-8", errors="replace")
    if _CLIP.search(text) is not None:
        yield from _clip(project, place, statement, text, written=written)
        return
    if _POINTER.search(text) is not None:
        return
    ours = _source(paper, statement, labels)
    theirs = latex.said(_BOXED.sub("", text), paper.macros, labels)
    found = difference(ours, theirs)
    if found and ours.odd:
        told = f"{statement.title} in the {place} cannot be compared: {ours.odd} in its source is not followed"
        yield unknown("fidelity", told, name, "compare it with the paper by eye")
    elif found:
        yield failed("fidelity", f"{statement.title} in the {place} {_spoken(found)}", name, again)


def _clip(project: Path, place: str, statement: Statement, text: str, written: Mapping[str, str]) -> Iterator[Check]:
    """A clip of the paper's page cannot be read back: it is as it was written, or unknown."""
    for path in sorted(set(_CLIP.findall(text))):
        file = f"{place}/{path}"
        if not (project / file).is_file() or _hash((project / file).read_bytes()) != written.get(file):
            told = f"{statement.title} is a picture that is not the one made for it"
            yield unknown("fidelity", told, file, "compare it with the paper by eye, or copy it from a new project")


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _shortened(files: tuple[Source, ...]) -> Iterator[Check]:
    """A shortened statement says in print that it is one."""
    for c in commands(files, "paperstatement", 2):
        if c.starred and c.option is not None and not c.option.strip(" ~{}"):
            told = f"{c.arguments[0]} is shortened, and nothing says so"
            yield failed("fidelity", told, c.where, "write \\paperstatement*[shortened]{…}{…}")


# ---- the deck -------------------------------------------------------------------------------------------------------


@registered("deck fidelity", what=f"the statements on slides are {_WHAT}", needs=("deck",), place=150)
def deck(inputs: Inputs) -> tuple[Check, ...]:
    """The statements of the deck."""
    file, paper, pictures, where = present(inputs.deck), inputs.paper, inputs.pictures, DECK
    labels = _labels(paper)
    findings: list[Check] = []
    count = 0
    for ids, slides in _shown(file, paper).items():
        count += 1
        tried = [
            tuple(_slide(paper.statement(id), slides, paper, labels, pictures=pictures, where=where)) for id in ids
        ]
        # Of several that share a title the nearest is told: what another one says is no fault of the slide.
        findings += min(tried, key=lambda found: sum(len(check.message) for check in found))
    told = f"{count} statements of the deck say what the paper says"
    return settled(findings, passed("fidelity", told, where))


def _shown(file: Deck, paper: Paper) -> dict[tuple[str, ...], list[tuple[Slide, Shape]]]:
    """The shapes that show a statement, by the ids of those that have its title, in the deck's order."""
    titles = _by_title(paper)
    found: dict[tuple[str, ...], list[tuple[Slide, Shape]]] = {}
    for slide in file.slides:
        heading = slide.title
        for shape in slide.shapes:
            heading = shape.text if shape.name == "Heading" and shape.text.strip() else heading
            if shape.name != "Statement" or shape.twin:
                continue
            if ids := _named((shape.description, heading), titles):
                found.setdefault(_own(ids, slide), []).append((slide, shape))
    return found


def _by_title(paper: Paper) -> dict[str, tuple[str, ...]]:
    """Ids by title, the longest title first; unnumbered statements may share one."""
    titles: dict[str, tuple[str, ...]] = {}
    for s in sorted(paper.statements, key=lambda s: -len(s.title)):
        title = " ".join(_MARKUP.sub("", s.title.replace("~", " ")).split())
        titles[title] = (*titles.get(title, ()), s.id)
    return titles


def _named(texts: Iterable[str], titles: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Whose title the first of the texts begins with; nobody's: nothing."""
    for text in (" ".join(t.split()) for t in texts):
        for title, ids in titles.items():
            if text.startswith(title) and not re.match(r"\.?\w|['’]", text[len(title) :]):
                return ids
    return ()


def _own(ids: tuple[str, ...], slide: Slide) -> tuple[str, ...]:
    """The one of them that the slide is named after, where it is."""
    return next(((id,) for id in ids if slide.name.endswith(f"-{id}")), ids)


def _slide(
    statement: Statement,
    shown: Sequence[tuple[Slide, Shape]],
    paper: Paper,
    labels: Mapping[str, str],
    pictures: Mapping[str, Collection[str]] | None,
    where: str,
) -> Iterator[Check]:
    number = shown[0][0].number
    place = f"{where}, slide {number}"
    drawn = [shape for _, shape in shown if shape.kind == "picture"]
    if drawn:
        yield from _pictured(statement, drawn, pictures, place)
        return
    if any(_POINTER.search(shape.text) for _, shape in shown):
        return
    own = _drawn(statement, [slide for slide, _ in shown])
    yield from _pictured(statement, own, pictures, place)
    if len(own) != len(drawings.found(statement.standalone or statement.body, paper.macros)):
        told = f"{statement.title} on slide {number} does not show as many drawings as the paper does"
        yield unknown("fidelity", told, place, "compare it with the paper by eye")
    ours = _source(paper, statement, labels, undrawn=True)
    theirs = omml.said(shape for _, shape in shown)
    found = difference(ours, theirs)
    if found and ours.odd:
        told = f"{statement.title} on slide {number} cannot be compared: {ours.odd} in its source is not followed"
        yield unknown("fidelity", told, place, "compare it with the paper by eye")
    elif found:
        told = f"{statement.title} on slide {number} {_spoken(found)}"
        yield failed("fidelity", told, place, "put back what the paper says; the report has it")


def _drawn(statement: Statement, slides: Sequence[Slide]) -> list[Shape]:
    """The pictures of what only LaTeX draws of a statement, on its slides."""
    once = {slide.number: slide for slide in slides}.values()
    title = " ".join(_MARKUP.sub("", statement.title.replace("~", " ")).split())
    return [
        s
        for slide in once
        for s in slide.shapes
        if s.name == "Drawing" and s.kind == "picture" and " ".join(s.description.split()).startswith(title)
    ]


def _pictured(
    statement: Statement, drawn: Sequence[Shape], pictures: Mapping[str, Collection[str]] | None, place: str
) -> Iterator[Check]:
    for shape in drawn:
        if shape.cropped:
            yield failed("fidelity", f"the picture of {statement.title} is cropped", place, "show it whole")
        elif pictures is not None and not any(d.startswith(statement.title) for d in pictures.get(shape.image, ())):
            told = f"{statement.title} is a picture that is not the one made for it"
            yield unknown("fidelity", told, place, "compare it with the paper by eye")


def _spoken(found: Difference) -> str:
    if found.lost and found.gained:
        return f"says “{found.gained}” for “{found.lost}”"
    return f"lost “{found.lost}”" if found.lost else f"says “{found.gained}”, which the paper does not"


def _labels(paper: Paper) -> dict[str, str]:
    """What a citation of each work may print: its label, or names and year."""
    labels = {}
    for work in paper.references:
        known = {k.lower(): v for k, v in work.fields}
        labels[work.key] = work.label or f"{known.get('author', '')} et al {known.get('year', '')}"
    return labels
