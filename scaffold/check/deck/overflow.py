"""Whether a finished deck can be shown: nothing off the slide, beyond its box, over another's words, or too small.

`findings(deck)` is the list of what is wrong with a .pptx, for benchmarks as for `scaffold check`: text is measured in
the file with font metrics, equations by their structure, inherited sizes and places included, in both alternatives
where a shape has two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from scaffold.check.artefacts.shapes import Box, Deck, Shape, Slide
from scaffold.check.deck.text import Filled, fill
from scaffold.check.inputs import DECK, TWIN, Inputs, Trouble
from scaffold.check.registry import registered
from scaffold.check.result import Check, failed, passed, settled, short, unknown

__all__ = ["Finding", "check", "findings", "prompts"]

FLOOR, MAP_FLOOR = 18.0, 14.0
"""Points below which nothing is set but references, captions, footers and pointers into the paper; and, on a map of
boxes and arrows, the labels of its boxes."""

_SMALL = (
    "references",
    "place in the paper",
    "caption",
    "footer",
    "slide number",
    "legend",
    "backup mark",
)
"""Names of shapes that may be smaller, and layouts."""

_FEET = ("ftr", "sldNum", "dt")
_OFF = 1.5
"""Points by which a shape may stick out of the slide, and text out of its box: rounding."""

_SLACK = 0.35
"""Lines by which text with equations may exceed its box: their heights are estimates."""

_TOUCH = 3.0
"""Points by which two texts may overlap: the white within their lines."""

_NEXT = {
    "off": "move it onto the slide, or make it smaller",
    "tall": "shorten the text, give its box more room, or go on on another slide",
    "wide": "make the text smaller or its box wider",
    "over": "move one of them",
    "small": "set it in 18 points or more, or say less",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something wrong on a slide (numbered from 1)."""

    slide: int
    kind: Literal["off", "tall", "wide", "over", "small"]
    message: str


def findings(deck: Deck) -> tuple[Finding, ...]:
    """All that runs off a slide, out of its box, over another's words, or is too small to read."""
    return tuple(f for slide in deck.slides for f in _slide(deck, slide))


@registered(
    "deck",
    what="nothing off a slide, out of its box, over other words, or below 18 points (references, captions, pointers "
    "and maps may be)",
    place=120,
)
def check(inputs: Inputs) -> tuple[Check, ...]:
    """Whether there is a deck, whether it can be read, and what is wrong on its slides."""
    if inputs.deck is None:
        told = f"neither {DECK} nor {TWIN} is there"
        return () if inputs.twin else (unknown("deck", told, "slides", "restore one of them from a copy"),)
    if isinstance(inputs.deck, Trouble):
        return (failed("deck", inputs.deck.message, DECK, inputs.deck.next),)
    return _check(inputs.deck, DECK, inputs.final)


def _check(deck: Deck, where: str, final: bool) -> tuple[Check, ...]:
    """Each finding as a failed check; of a deck that should be final, each slide with prompts."""
    found = [
        failed("deck", f"slide {f.slide}: {f.message}", f"{where}, slide {f.slide}", _NEXT[f.kind])
        for f in findings(deck)
    ]
    left = prompts(deck)
    slides = len({n for n, _ in left})
    if final:
        found += [
            failed("deck", f"slide {n}: “{short(text, 40)}” waits for your words", f"{where}, slide {n}", "answer it")
            for n, text in sorted(dict(reversed(left)).items())
        ]
    told = f"{len(deck.slides)} slides, nothing runs off" + (
        f"; {len(left)} prompts on {slides} slides wait for your words" if left else ""
    )
    return settled(found, passed("deck", told, where))


def prompts(deck: Deck) -> tuple[tuple[int, str], ...]:
    """Questions of ours that nobody has answered yet, with their slides: they are set in italics and muted."""
    return tuple(
        (slide.number, p.text)
        for slide in deck.slides
        for shape in slide.shapes
        for p in shape.paragraphs
        if p.text.strip() and all(x.italic and x.colour == "accent3" for x in p.pieces if x.text.strip())
    )


# ---- one slide ------------------------------------------------------------------------------------------------------


def _slide(deck: Deck, slide: Slide) -> Iterator[Finding]:
    texts = [(s, fill(s)) for s in slide.shapes if s.text.strip()]
    for shape in slide.shapes:
        yield from _off(deck, slide, shape, next((f for s, f in texts if s is shape), None))
    for shape, filled in texts:
        yield from _overfull(slide, shape, filled)
        yield from _small(slide, shape)
    yield from _covered(slide, texts)


def _off(deck: Deck, slide: Slide, shape: Shape, filled: Filled | None) -> Iterator[Finding]:
    """A shape, or the text that its shape grows with, beyond the slide."""
    x, y, w, h = shape.box
    if shape.grows and filled:
        h = max(h, filled.depth + shape.insets[1] + shape.insets[3])
    by = max(-x, -y, x + w - deck.width, y + h - deck.height)
    if by > _OFF:
        yield Finding(slide=slide.number, kind="off", message=f"{_called(shape)} runs {by:.0f} pt off the slide")


def _overfull(slide: Slide, shape: Shape, filled: Filled) -> Iterator[Finding]:
    """Text deeper or wider than its box, where the box does not grow with it."""
    _, top, _, bottom = shape.insets
    formulas = any(p.formula is not None for q in shape.paragraphs for p in q.pieces)
    size = max(p.size for p in shape.paragraphs)
    by = filled.depth - (shape.box[3] - top - bottom)
    if by > (_SLACK * size * 1.2 if formulas else _OFF) and not shape.grows:
        told = f"{_called(shape)} has {filled.lines} lines and runs {by:.0f} pt out of its box"
        yield Finding(slide=slide.number, kind="tall", message=told)
    if filled.excess > _OFF and not (shape.grows and not shape.wraps):
        told = f"{_called(shape)}: “{filled.too_wide[:40]}” is {filled.excess:.0f} pt wider than its box"
        yield Finding(slide=slide.number, kind="wide", message=told)


def _small(slide: Slide, shape: Shape) -> Iterator[Finding]:
    """The smallest letters of a shape that should be read from the back row."""
    if shape.holder in _FEET or slide.layout.lower() in _SMALL or shape.name.lower() in _SMALL:
        return
    in_map = shape.name == "Here" or (not shape.holder and any(line.joins for line in slide.shapes))
    floor = MAP_FLOOR if in_map else FLOOR
    sizes = [p.size for q in shape.paragraphs for p in q.pieces if p.text.strip()]
    if sizes and min(sizes) < floor - 0.1:
        told = f"{_called(shape)} is set in {min(sizes):g} pt, less than {floor:g}"
        yield Finding(slide=slide.number, kind="small", message=told)


def _covered(slide: Slide, texts: Sequence[tuple[Shape, Filled]]) -> Iterator[Finding]:
    """Words that lie over other words, and words that a picture or a filled shape above hides."""
    for (a, f), (b, g) in combinations(texts, 2):
        if not _apart(a, b) and _shared(f.box, g.box) > _TOUCH:
            told = f"the words of {_called(a)} and of {_called(b)} lie over each other"
            yield Finding(slide=slide.number, kind="over", message=told)
    for shape, filled in texts:
        for other in slide.shapes:
            hides = other.kind in ("picture", "frame") or (other.filled and other.kind == "text")
            if not hides or other.order <= shape.order or _apart(shape, other) or other.text.strip():
                continue
            if _shared(filled.box, other.box) > _TOUCH:
                told = f"{_called(other)} hides words of {_called(shape)}"
                yield Finding(slide=slide.number, kind="over", message=told)


def _apart(a: Shape, b: Shape) -> bool:
    """Whether two shapes are never drawn together: alternatives of each other."""
    return a.alternative == b.alternative and a.alternative > 0 and a.twin != b.twin


def _shared(a: Box, b: Box) -> float:
    """The smaller side of what two boxes have in common; 0.0 or less where they have nothing."""
    wide = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    high = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return min(wide, high)


def _called(shape: Shape) -> str:
    """The shape by its name, and its first words."""
    words = short(shape.text, 30)
    return f"{shape.name or shape.kind} “{words}”" if words else shape.name or shape.kind
