"""Whether a finished deck can be shown: nothing off the slide, no overflow, no overlapping or too small text.

`findings(deck)` lists the problems of a .pptx, for benchmarks and for `scaffold check`. Text is measured with font
metrics, equations by their structure, with inherited sizes and positions. If a shape has two alternatives, both are
measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from scaffold.check.artefacts.shapes import Box, Deck, Shape, Slide
from scaffold.check.deck.text import Filled, fill
from scaffold.check.inputs import DECK, TWIN, Inputs, NotLoaded
from scaffold.check.registry import registered
from scaffold.check.result import Check, failed, findings_or, passed, short, unfinished, unknown

__all__ = ["Finding", "check", "findings", "prompts"]

FLOOR, MAP_FLOOR = 18.0, 14.0
"""Smallest type size in points of text and of the labels on a map of boxes and arrows. References, captions, footers
and references to the paper may be smaller."""

_SMALL = (
    "references",
    "place in the paper",
    "caption",
    "footer",
    "slide number",
    "legend",
    "backup mark",
)
"""Names of shapes and layouts whose text may be smaller."""

_UNNAMED = re.compile(r"PlaceHolder \d+")
"""What LibreOffice calls the placeholders of a deck that it saves."""

_FEET = ("ftr", "sldNum", "dt")
_OFF = 1.5
"""Points by which a shape may exceed the slide, and text its box: rounding."""

_SLACK = 0.35
"""Lines by which text with equations may exceed its box: their heights are estimates."""

_TOUCH = 3.0
"""Points by which two texts may overlap: their lines include empty space."""

_NEXT = {
    "off": "move it onto the slide, or make it smaller",
    "tall": "shorten the text, enlarge its box, or continue on another slide",
    "wide": "make the text smaller or its box wider",
    "over": "move one of them",
    "small": "set it in 18 pt or more, and shorten it if necessary",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A problem on a slide (numbered from 1)."""

    slide: int
    kind: Literal["off", "tall", "wide", "over", "small"]
    message: str


def findings(deck: Deck) -> tuple[Finding, ...]:
    """Everything that exceeds its slide or box, overlaps other text, or is too small to read."""
    return tuple(f for slide in deck.slides for f in _slide(deck, slide))


@registered(
    "deck",
    what="no shape leaves its slide, no text overflows its box, overlaps other text or is below 18 points "
    "(references, captions, references to the paper and maps may be smaller)",
    place=120,
)
def check(inputs: Inputs) -> tuple[Check, ...]:
    """Whether a deck exists and can be read, and the problems on its slides."""
    if inputs.deck is None:
        message = f"neither {DECK} nor {TWIN} exists"
        return () if inputs.twin else (unknown(message, "slides", "restore one of them from a backup"),)
    if isinstance(inputs.deck, NotLoaded):
        return (failed(inputs.deck.message, DECK, inputs.deck.next),)
    return _check(inputs.deck, DECK, inputs.final)


def _check(deck: Deck, where: str, final: bool) -> tuple[Check, ...]:
    """Each finding as a failed check; with final, also each slide that still has prompts."""
    found = [
        failed(f"slide {f.slide}: {f.message}", f"{where}, slide {f.slide}", _NEXT[f.kind]) for f in findings(deck)
    ]
    left = prompts(deck)
    slides = len({n for n, _ in left})
    if final:
        found += [
            unfinished(
                f"slide {n}: “{short(text, 40)}” is still a placeholder",
                f"{where}, slide {n}",
                "write your own text",
            )
            for n, text in sorted(dict(reversed(left)).items())
        ]
    message = f"no overflow on {len(deck.slides)} slides, backup slides included" + (
        f"; {len(left)} placeholders left on {slides} slides" if left else ""
    )
    return findings_or(found, passed(message, where))


def prompts(deck: Deck) -> tuple[tuple[int, str], ...]:
    """Our questions that are not answered yet, with the numbers of their slides. They are set in italics and muted."""
    return tuple(
        (slide.number, p.text)
        for slide in deck.slides
        for shape in slide.shapes
        for p in shape.paragraphs
        if p.text.strip() and all(x.italic and x.colour == "accent3" for x in p.pieces if x.text.strip())
    )


# ---- one slide ------------------------------------------------------------------------------------------------------


def _slide(deck: Deck, slide: Slide) -> Iterator[Finding]:
    # The rows of a table grow with their text: their boxes are not those of its frame.
    texts = [(s, fill(s)) for s in slide.shapes if s.kind != "frame" and s.text.strip()]
    for shape in slide.shapes:
        yield from _beyond_slide(deck, slide, shape, next((f for s, f in texts if s is shape), None))
    for shape, filled in texts:
        yield from _overfull(slide, shape, filled)
        yield from _small(slide, shape)
    yield from _covered(slide, texts)


def _beyond_slide(deck: Deck, slide: Slide, shape: Shape, filled: Filled | None) -> Iterator[Finding]:
    """A shape beyond the slide, enlarged to its text if it grows with it."""
    x, y, w, h = shape.box
    if shape.grows and filled:
        h = max(h, filled.depth + shape.insets[1] + shape.insets[3])
    by = max(-x, -y, x + w - deck.width, y + h - deck.height)
    if by > _OFF:
        message = f"{_label(shape)} extends {by:.0f} pt beyond the slide"
        yield Finding(slide=slide.number, kind="off", message=message)


def _overfull(slide: Slide, shape: Shape, filled: Filled) -> Iterator[Finding]:
    """Text that is higher or wider than its box, if the box does not grow with it."""
    _, top, _, bottom = shape.insets
    formulas = any(p.formula is not None for q in shape.paragraphs for p in q.pieces)
    size = max(p.size for p in shape.paragraphs)
    by = filled.depth - (shape.box[3] - top - bottom)
    if by > (_SLACK * size * 1.2 if formulas else _OFF) and not shape.grows:
        message = f"{_label(shape)} has {filled.lines} lines and overflows its box by {by:.0f} pt"
        yield Finding(slide=slide.number, kind="tall", message=message)
    if filled.excess > _OFF and not (shape.grows and not shape.wraps):
        message = f"{_label(shape)}: “{filled.too_wide[:40]}” is {filled.excess:.0f} pt wider than its box"
        yield Finding(slide=slide.number, kind="wide", message=message)


def _small(slide: Slide, shape: Shape) -> Iterator[Finding]:
    """Text that is too small to read from the back row."""
    if shape.holder in _FEET or slide.layout.lower() in _SMALL or shape.name.lower() in _SMALL or _is_place(shape):
        return
    in_map = shape.name == "Here" or (not shape.holder and any(line.joins for line in slide.shapes))
    floor = MAP_FLOOR if in_map else FLOOR
    sizes = [p.size for q in shape.paragraphs for p in q.pieces if p.text.strip()]
    if sizes and min(sizes) < floor - 0.1:
        message = f"{_label(shape)} is set in {min(sizes):g} pt; the minimum is {floor:g} pt"
        yield Finding(slide=slide.number, kind="small", message=message)


def _is_place(shape: Shape) -> bool:
    """Whether a placeholder that has lost its name in LibreOffice is that of the place in the paper: muted, upright."""
    pieces = [p for q in shape.paragraphs for p in q.pieces if p.text.strip()]
    return bool(_UNNAMED.fullmatch(shape.name)) and all(p.colour == "accent3" and not p.italic for p in pieces)


def _covered(slide: Slide, texts: Sequence[tuple[Shape, Filled]]) -> Iterator[Finding]:
    """Text that overlaps other text, and text that is hidden by a picture or a filled shape."""
    for (a, f), (b, g) in combinations(texts, 2):
        if not _alternatives(a, b) and _overlap(f.box, g.box) > _TOUCH:
            message = f"the text of {_label(a)} overlaps the text of {_label(b)}"
            yield Finding(slide=slide.number, kind="over", message=message)
    for shape, filled in texts:
        for other in slide.shapes:
            hides = other.kind in ("picture", "frame") or (other.filled and other.kind == "text")
            if not hides or other.order <= shape.order or _alternatives(shape, other) or other.text.strip():
                continue
            if _overlap(filled.box, other.box) > _TOUCH:
                message = f"{_label(other)} hides text of {_label(shape)}"
                yield Finding(slide=slide.number, kind="over", message=message)


def _alternatives(a: Shape, b: Shape) -> bool:
    """Whether two shapes are alternatives of each other, of which only one is drawn."""
    return a.alternative == b.alternative and a.alternative > 0 and a.twin != b.twin


def _overlap(a: Box, b: Box) -> float:
    """The shorter side of the intersection of two boxes; 0.0 or less if they do not intersect."""
    wide = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    high = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return min(wide, high)


def _label(shape: Shape) -> str:
    """The name of a shape, and its first words."""
    words = short(shape.text, 30)
    return f"{shape.name or shape.kind} “{words}”" if words else shape.name or shape.kind
