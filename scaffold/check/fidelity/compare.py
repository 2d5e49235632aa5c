"""Whether statements in the report and the deck match the paper: compares them with the paper's source.

Generated statements are compared as LaTeX, those of the deck as words and equations of the finished file. A statement
that is only a picture cannot be read: it passes as long as the picture is the one that scaffold made for it.
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
from scaffold.check.fidelity.atoms import Content, Difference, difference
from scaffold.check.inputs import DECK, Inputs, present
from scaffold.check.registry import registered
from scaffold.check.result import Check, failed, findings_or, passed, unknown
from scaffold.model import Paper, Statement
from scaffold.tex import drawings
from scaffold.tex.packages import registry

__all__ = ["deck", "fingerprints", "report", "shown", "twin"]

_WHAT = "match the paper: words, equations and their order, brackets, accents, sub- and superscripts"
_FOLDER = "generated/statements"
_REFERENCE = re.compile(
    r"\\scaffoldfallback\b|Its formulas (?:could not be typeset|need (?:LaTeX to be set|more of LaTeX))"
)
"""The reference to the paper that replaces a statement which could not be set. It quotes nothing."""

_MARKUP = re.compile(r"\\[A-Za-z]+\s*|[{}$]")
_BOXED = re.compile(r"\\sfdraw(?:ing|block) |\\sf(?:block)?drawn\{\d+\}")
"""The markup of our theme around a drawing."""

_CLIP = re.compile(r"\{(generated/clips/[^{}]+)\}")


@registered("fidelity", what=f"statements restated in the report {_WHAT}; a shortened one is marked", place=70)
def report(inputs: Inputs) -> tuple[Check, ...]:
    """The restated statements of the report."""
    project, paper, files, written = inputs.folder, inputs.paper, inputs.files, inputs.written
    labels = _labels(paper)
    shown = {c.arguments[0]: c for c in commands(files, "paperstatement", 1)}
    findings: list[Check] = []
    for statement in paper.restatable:
        if statement.id in shown and not shown[statement.id].starred:
            findings += _restated(project, "report", statement, paper, labels=labels, written=written)
    findings += _shortened(files)
    restated = [s for s in paper.restatable if s.id in shown]
    whole = [s for s in restated if not shown[s.id].starred]
    message = _counted(project, "report", whole, "restated in the report")
    if shortened := [s.title for s in restated if shown[s.id].starred]:
        message += f"; shortened: {', '.join(shortened)}"
    return findings_or(findings, passed(message, "report"))


@registered("Beamer fidelity", what=f"statements of the Beamer deck {_WHAT}", needs=("twin",), place=170)
def twin(inputs: Inputs) -> tuple[Check, ...]:
    """The statements of the Beamer deck."""
    project, paper, written = inputs.folder, inputs.paper, inputs.written
    labels = _labels(paper)
    there = {p.stem for p in (project / "slides" / _FOLDER).glob("*.tex")}
    shown = [s for s in paper.restatable if s.id in there]
    findings = [c for s in shown for c in _restated(project, "slides", s, paper, labels=labels, written=written)]
    return findings_or(findings, passed(_counted(project, "slides", shown, "of the Beamer deck"), "slides"))


def _counted(project: Path, place: str, shown: Sequence[Statement], where: str) -> str:
    """How many of the statements were compared and match, and which ones are shown in another form."""
    texts = [(s.title, _text(project / place / _FOLDER / f"{s.id}.tex")) for s in shown]
    clips = sum(_CLIP.search(text) is not None for _, text in texts)
    references = [title for title, text in texts if _REFERENCE.search(text) and not _CLIP.search(text)]
    message = _matching(len(texts) - clips - len(references), where, references)
    return message + (f"; clips of the paper's PDF: {clips}" if clips else "")


def _matching(count: int, where: str, references: Sequence[str]) -> str:
    """How many statements match, without those that a reference replaces: no misquote, but no statement either."""
    message = f"{count} statement{'s' * (count != 1)} {where} match{'es' * (count == 1)} the paper word for word"
    if not count:
        message = f"no statement {where} has words to compare"
    return message + (f"; replaced by a reference to the paper: {', '.join(references)}" if references else "")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def _source(paper: Paper, statement: Statement, labels: Mapping[str, str], *, undrawn: bool = False) -> Content:
    """The content of a statement in the paper. undrawn: without drawings that only LaTeX can make.

    The notation of a package is not read: `odd` says so."""
    text = statement.standalone or statement.body
    if undrawn:
        text = drawings.omitted(text, paper.macros)
    content = latex.content(text, paper.macros, labels)
    own = (m.definition for m in paper.macros if m.name in statement.macros)
    return replace(content, odd=content.odd or registry.unread(paper, "\n".join((text, *own))))


def _restated(
    project: Path, place: str, statement: Statement, paper: Paper, labels: Mapping[str, str], written: Mapping[str, str]
) -> Iterator[Check]:
    name = f"{place}/{_FOLDER}/{statement.id}.tex"
    restore = "restore it: run scaffold update"
    if not (project / name).is_file():
        yield failed(f"{statement.title} is missing: its file does not exist", name, restore)
        return
    text = (project / name).read_text(encoding="utf-8", errors="replace")
    if _CLIP.search(text) is not None:
        yield from _clip(project, place, statement, text, written=written)
        return
    if _REFERENCE.search(text) is not None:
        return
    ours = _source(paper, statement, labels)
    theirs = latex.content(_BOXED.sub("", text), paper.macros, labels)
    found = difference(ours, theirs)
    if found and ours.odd:
        message = f"{statement.title} in the {place} cannot be compared because of {ours.odd} in its source"
        yield unknown(message, name, "compare it with the paper yourself")
    elif found and _hash((project / name).read_bytes()) == written.get(name):
        yield _as_written(statement, f"in the {place}", found, name)
    elif found:
        yield failed(f"{statement.title} in the {place} {_describe(found)}", name, restore)


def _as_written(statement: Statement, place: str, found: Difference, where: str) -> Check:
    """A statement that differs although nobody changed it: plain text without LaTeX, or a fault of scaffold."""
    message = f"{statement.title} {place} is as scaffold wrote it, and {_describe(found)}"
    return unknown(message, where, "compare it with the paper, or run init again where scaffold doctor lacks nothing")


def _clip(project: Path, place: str, statement: Statement, text: str, written: Mapping[str, str]) -> Iterator[Check]:
    """A clip of the paper's page cannot be read: it passes if its file is unchanged, otherwise it is unknown."""
    for path in sorted(set(_CLIP.findall(text))):
        file = f"{place}/{path}"
        if not (project / file).is_file() or _hash((project / file).read_bytes()) != written.get(file):
            message = f"{statement.title} is a picture that scaffold did not make for it"
            yield unknown(message, file, "compare it with the paper, or run scaffold update")


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _shortened(files: tuple[Source, ...]) -> Iterator[Check]:
    """A shortened statement must be marked as shortened in print."""
    for c in commands(files, "paperstatement", 2):
        if c.starred and c.option is not None and not c.option.strip(" ~{}"):
            message = f"{c.arguments[0]} is shortened, but is not marked as shortened"
            yield failed(message, c.where, "write \\paperstatement*[shortened]{…}{…}")


# ---- the deck -------------------------------------------------------------------------------------------------------


@registered("deck fidelity", what=f"statements on slides {_WHAT}", needs=("deck",), place=150)
def deck(inputs: Inputs) -> tuple[Check, ...]:
    """The statements of the deck."""
    file, paper, pictures, where = present(inputs.deck), inputs.paper, inputs.pictures, DECK
    labels = _labels(paper)
    findings: list[Check] = []
    matching, references = 0, list[str]()
    for ids, slides in shown(file, paper).items():
        if _refers(slides):
            references.append(paper.statement(ids[0]).title)
        else:
            matching += 1
        same = inputs.slides_shown.get(ids[0]) == _fingerprint(slides)
        tried = [
            tuple(_slide(paper.statement(id), slides, paper, labels, pictures=pictures, where=where, same=same))
            for id in ids
        ]
        # Of several statements with this title, report the closest match: the slide does not show the others.
        findings += min(tried, key=lambda found: sum(len(check.message) for check in found))
    message = _matching(matching, "on slides", references)
    return findings_or(findings, passed(message, where))


def fingerprints(file: Deck, paper: Paper) -> dict[str, str]:
    """By its id, what the deck shows of each statement, as a hash: a later check knows whether it was changed."""
    return {ids[0]: _fingerprint(slides) for ids, slides in shown(file, paper).items()}


def _fingerprint(shown: Sequence[tuple[Slide, Shape]]) -> str:
    return _hash(repr(omml.content(shape for _, shape in shown)).encode())


def _refers(shown: Sequence[tuple[Slide, Shape]]) -> bool:
    """Whether the shapes of a statement are a reference to the paper: neither a picture nor the statement."""
    pictured = any(shape.kind == "picture" for _, shape in shown)
    return not pictured and any(_REFERENCE.search(shape.text) for _, shape in shown)


def shown(file: Deck, paper: Paper) -> dict[tuple[str, ...], list[tuple[Slide, Shape]]]:
    """The shapes that show a statement, in the deck's order, by the ids of all statements with its title."""
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
    for s in sorted(paper.restatable, key=lambda s: -len(s.title)):
        title = " ".join(_MARKUP.sub("", s.title.replace("~", " ")).split())
        titles[title] = (*titles.get(title, ()), s.id)
    return titles


def _named(texts: Iterable[str], titles: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Ids of the statements whose title begins the first text that begins with a title; empty if none does."""
    for text in (" ".join(t.split()) for t in texts):
        for title, ids in titles.items():
            if text.startswith(title) and not re.match(r"\.?\w|['’]", text[len(title) :]):
                return ids
    return ()


def _own(ids: tuple[str, ...], slide: Slide) -> tuple[str, ...]:
    """The id in the slide's name, if there is one; otherwise all ids."""
    return next(((id,) for id in ids if slide.name.endswith(f"-{id}")), ids)


def _slide(
    statement: Statement,
    shown: Sequence[tuple[Slide, Shape]],
    paper: Paper,
    labels: Mapping[str, str],
    pictures: Mapping[str, Collection[str]] | None,
    where: str,
    same: bool,
) -> Iterator[Check]:
    """same: whether the slides show it as they did when they were written."""
    number = shown[0][0].number
    place = f"{where}, slide {number}"
    drawn = [shape for _, shape in shown if shape.kind == "picture"]
    if drawn:
        yield from _pictured(statement, drawn, pictures, place)
        return
    if _refers(shown):
        return
    table = any(shape.kind == "frame" for _, shape in shown)
    own = _drawn(statement, [slide for slide, _ in shown])
    yield from _pictured(statement, own, pictures, place)
    if not table and len(own) != len(drawings.found(statement.standalone or statement.body, paper.macros)):
        message = f"{statement.title} on slide {number} does not have as many drawings as in the paper"
        yield unknown(message, place, "compare it with the paper yourself")
    ours = _source(paper, statement, labels, undrawn=not table)
    theirs = omml.content(shape for _, shape in shown)
    found = difference(ours, theirs)
    if found and ours.odd:
        message = f"{statement.title} on slide {number} cannot be compared because of {ours.odd} in its source"
        yield unknown(message, place, "compare it with the paper yourself")
    elif found and same:
        yield _as_written(statement, f"on slide {number}", found, place)
    elif found:
        message = f"{statement.title} on slide {number} {_describe(found)}"
        yield failed(message, place, "restore the paper's words; the report has them")


def _drawn(statement: Statement, slides: Sequence[Slide]) -> list[Shape]:
    """The pictures of a statement's drawings, which only LaTeX can make, on its slides."""
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
            yield failed(f"the picture of {statement.title} is cropped", place, "remove the cropping")
        elif pictures is not None and not any(d.startswith(statement.title) for d in pictures.get(shape.image, ())):
            message = f"{statement.title} is a picture that scaffold did not make for it"
            yield unknown(message, place, "compare it with the paper yourself")


def _describe(found: Difference) -> str:
    if found.lost and found.gained:
        return f"has “{found.gained}” instead of “{found.lost}”"
    return f"lacks “{found.lost}”" if found.lost else f"has “{found.gained}”, which the paper does not have"


def _labels(paper: Paper) -> dict[str, str]:
    """The text that a citation of each work may print: its label, or authors and year."""
    labels = {}
    for work in paper.references:
        known = {k.lower(): v for k, v in work.fields}
        labels[work.key] = work.label or f"{known.get('author', '')} et al {known.get('year', '')}"
    return labels
