"""A native statement on its slides: divided like LaTeX's pictures, at a size at which every part fits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from scaffold.tex.drawings import numbered
from scaffold.write.equations.extent import depth, rows, unfenced, widest
from scaffold.write.equations.omml import Formula, NativeParagraph, characters
from scaffold.write.slides.pictures import MARGIN, Sheet
from scaffold.write.slides.printed import letters
from scaffold.write.text.runs import Run

__all__ = ["SIZES", "Form", "divided", "fitted"]

SIZES = (28.0, 26.0, 24.0, 22.0, 20.0, 18.0)
"""Font sizes of statements in points, largest first."""

_CLOSER = 0.9
"""Line spacing used when a statement does not fit otherwise; common in PowerPoint masters."""

_SLACK = 0.93
"""Widths are estimates, so what is scaled to the line is made smaller by this factor."""

_SMALLEST = 14.0
"""Smallest size in points of a display that cannot break, such as a wide matrix; LaTeX scales such a display, too."""


_ASIDE = 8.0
"""Points between text and a drawing above or below it."""

_EDGES = 2 * MARGIN
"""Empty space above and below a picture of LaTeX, beyond its max_height; rows as deep as its bands have it, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One part of a statement on its slide: font size in points, line spacing (pitch), depth in points.

    rows are the texts above, between and below its drawings, None for a drawing; () without drawings. top is the
    distance of a row's text from the top of the row.
    """

    paragraphs: tuple[NativeParagraph, ...]
    size: float
    pitch: float
    depth: float
    rows: tuple[Form | None, ...] = ()
    top: float = 0.0


def fitted(
    parts: Sequence[Sequence[NativeParagraph]],
    largest: float,
    width: float,
    max_height: float,
    sheets: Sequence[Sequence[Sheet]] = (),
) -> tuple[Form, ...] | None:
    """The parts at the first size, not above `largest`, at which all fit; None when they do not fit at 18 points.

    sheets are the bands of LaTeX's picture of each part: its texts and the drawings between them.
    """
    bands = sheets or [()] * len(parts)
    for pitch in (1.0, _CLOSER):
        for size in SIZES:
            if size > largest:
                continue
            forms = [_form(part, size, pitch, width, bands=cut) for part, cut in zip(parts, bands, strict=True)]
            if all(form is not None and form.depth <= max_height + (_EDGES if form.rows else 0.0) for form in forms):
                return tuple(_spared(f, max_height) for f in forms if f is not None)
    return None


def _spared(form: Form, max_height: float) -> Form:
    """The form with half a line of slack at the end, as far as the height allows."""
    depth = max(form.depth, min(max_height, form.depth + 0.5 * form.size))
    last = form.rows[-1] if form.rows else None
    rows = (*form.rows[:-1], replace(last, depth=last.depth + depth - form.depth)) if last else form.rows
    return replace(form, depth=depth, rows=rows)


def _form(
    part: Sequence[NativeParagraph], size: float, pitch: float, width: float, bands: Sequence[Sheet] = ()
) -> Form | None:
    set_out = tuple(fit for paragraph in part for fit in _broken(paragraph, size, width))
    if any(p.scale * size < min(_SMALLEST, size) for p in set_out):
        return None
    groups = _apart(set_out)
    if [band.drawing for band in bands] != [n for n, _ in groups] and (bands or any(n is not None for n, _ in groups)):
        return None
    if not bands:
        return Form(paragraphs=set_out, size=size, pitch=pitch, depth=depth(set_out, size, width, pitch=pitch))
    rows = tuple(_rows(groups, bands, (size, pitch, width)))
    deep = sum(row.depth if row else band.height for row, band in zip(rows, bands, strict=True))
    return Form(paragraphs=set_out, size=size, pitch=pitch, depth=deep, rows=rows)


def _rows(
    groups: Sequence[tuple[int | None, tuple[NativeParagraph, ...]]],
    bands: Sequence[Sheet],
    how: tuple[float, float, float],
) -> Iterator[Form | None]:
    """Text between drawings; each row is at least as deep as the band of LaTeX's picture."""
    size, pitch, width = how
    for n, ((drawing, content), band) in enumerate(zip(groups, bands, strict=True)):
        if drawing is not None:
            yield None
            continue
        top, below = _ASIDE * (n > 0), _ASIDE * (n + 1 < len(bands))
        deep = max(band.height, top + depth(content, size, width, pitch=pitch) + below)
        yield Form(paragraphs=content, size=size, pitch=pitch, depth=deep, top=top)


def _apart(paragraphs: Sequence[NativeParagraph]) -> list[tuple[int | None, tuple[NativeParagraph, ...]]]:
    """Groups of text, and drawings by their number, in order."""
    groups: list[tuple[int | None, tuple[NativeParagraph, ...]]] = []
    for paragraph in paragraphs:
        drawing = _drawing(paragraph)
        if drawing is None and groups and groups[-1][0] is None:
            groups[-1] = (None, (*groups[-1][1], paragraph))
        else:
            groups.append((drawing, (paragraph,)))
    return groups


def _drawing(paragraph: NativeParagraph) -> int | None:
    """The number of the drawing that a paragraph stands for; None for text, and for a drawing after a bullet."""
    alone = paragraph.pieces[0] if len(paragraph.pieces) == 1 and not paragraph.bullet else None
    return numbered(alone.text) if isinstance(alone, Run) else None


def _broken(paragraph: NativeParagraph, size: float, width: float) -> Iterator[NativeParagraph]:
    """A display wider than the line: split into rows, else broken between operators, else made smaller."""
    line_width = width - paragraph.inset
    if widest(paragraph, size) <= line_width:
        yield paragraph
        return
    if not paragraph.display:
        yield from _opened_out(paragraph, size, width)
        return
    (formula,) = (piece for piece in paragraph.pieces if isinstance(piece, Formula))
    if apart := rows(formula):
        for n, row in enumerate(apart):
            one = replace(paragraph, pieces=(row,), bullet="" if n else paragraph.bullet)
            yield from _broken(one, size, width)
        return
    opened = replace(paragraph, pieces=(unfenced(formula),))
    if widest(opened, size) <= line_width:
        yield opened
        return
    yield replace(paragraph, scale=_SLACK * line_width / widest(paragraph, size))


def _opened_out(paragraph: NativeParagraph, size: float, width: float) -> Iterator[NativeParagraph]:
    """A paragraph with its too wide formulas moved to lines of their own."""
    line_width = width - paragraph.inset
    waiting: list[Run | Formula] = []
    bullet = paragraph.bullet
    for piece in paragraph.pieces:
        wide = isinstance(piece, Formula) and widest(replace(paragraph, pieces=(piece,)), size) > line_width
        if not (wide and isinstance(piece, Formula)):
            waiting.append(piece)
            continue
        if waiting:
            yield replace(paragraph, pieces=tuple(waiting), bullet=bullet)
            bullet = ""
        waiting = []
        yield from _broken(replace(paragraph, pieces=(piece,), display=True, bullet=bullet), size, width)
        bullet = ""
    if waiting:
        yield replace(paragraph, pieces=tuple(waiting), bullet=bullet)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word or a formula after which a part may end, and its paragraph; first: it starts the paragraph."""

    paragraph: int
    piece: Run | Formula
    first: bool


def divided(
    paragraphs: Sequence[NativeParagraph], printed: Sequence[str]
) -> tuple[tuple[NativeParagraph, ...], ...] | None:
    """The paragraphs divided like the printed text; None when a part would be empty."""
    units = [unit for n, paragraph in enumerate(paragraphs) for unit in _units(n, paragraph)]
    cuts = [0, *_cuts([_letters(paragraphs, unit) for unit in units], printed), len(units)]
    parts = [units[a:b] for a, b in pairwise(cuts)]
    return tuple(tuple(_joined(paragraphs, part)) for part in parts) if all(parts) else None


def _units(number: int, paragraph: NativeParagraph) -> Iterator[_Unit]:
    first = True
    for piece in paragraph.pieces:
        words = re.findall(r"\s*\S+\s*|\s+", piece.text) if isinstance(piece, Run) else ()
        for unit in [replace(piece, text=word) for word in words] if isinstance(piece, Run) else [piece]:
            yield _Unit(number, unit, first)
            first = False


def _letters(paragraphs: Sequence[NativeParagraph], unit: _Unit) -> Counter[str]:
    bullet = paragraphs[unit.paragraph].bullet if unit.first else ""
    return letters(bullet + characters([NativeParagraph(pieces=(unit.piece,))]))


def _cuts(units: Sequence[Counter[str]], printed: Sequence[str]) -> Iterator[int]:
    """The end of each part but the last: where the letters so far match those printed so far best."""
    wanted: Counter[str] = Counter()
    for text in printed[:-1]:
        wanted += letters(text)
        missing = Counter(wanted)
        best, at, distance = sum(wanted.values()), 0, sum(wanted.values())
        for n, unit in enumerate(units, 1):
            for c, count in unit.items():
                distance += abs(missing[c] - count) - abs(missing[c])
                missing[c] -= count
            if distance <= best:
                best, at = distance, n
        yield at


def _joined(paragraphs: Sequence[NativeParagraph], part: Sequence[_Unit]) -> Iterator[NativeParagraph]:
    """Units as paragraphs again; the continuation of a paragraph has no bullet."""
    for n in dict.fromkeys(unit.paragraph for unit in part):
        own = [unit for unit in part if unit.paragraph == n]
        pieces: list[Run | Formula] = []
        for unit in own:
            last = pieces[-1] if pieces else None
            if isinstance(unit.piece, Run) and isinstance(last, Run) and _alike(last, unit.piece):
                pieces[-1] = replace(last, text=last.text + unit.piece.text)
            else:
                pieces.append(unit.piece)
        yield replace(paragraphs[n], pieces=tuple(pieces), bullet=paragraphs[n].bullet if own[0].first else "")


def _alike(one: Run, other: Run) -> bool:
    return replace(one, text="") == replace(other, text="")
