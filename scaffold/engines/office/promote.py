"""Prepares the copy of a deck for LibreOffice: pictures replace formulas, links and vector graphics are left out.

PowerPoint stores native formulas in an alternate content whose Choice `Requires="a14"`. LibreOffice 7.4 uses that
choice but drops every formula in it, so the Fallback, a picture that PowerPoint renders on every save, replaces it. A
picture with an up-to-date vector version is removed and returned as a stamp.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scaffold.engines.office.fingerprints import fingerprint, has_formula
from scaffold.engines.office.links import LeftOut, take_out
from scaffold.engines.office.stamp import Stamp
from scaffold.engines.office.vectors import FallbackPicture, Vector, Vectors, digest, embedded, outdated
from scaffold.ooxml import EMU, MC, A, P

__all__ = ["Lost", "Prepared", "prepare"]

_SLACK = 1.0
"""Points by which shapes may overlap without counting as covered."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Native formulas without a picture in the deck: page (from 0), position and content.

    slide is the slide's number and title for messages; rect is left, top, width and height in points of the slide.
    """

    page: int
    slide: str
    rect: tuple[float, float, float, float]
    choice: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """The deck to export, stamps for its pages, formulas without a picture, and what was left out; size in points."""

    deck: bytes
    size: tuple[float, float]
    stamps: tuple[Stamp, ...]
    lost: tuple[Lost, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A shape of a slide in drawing order: its box in points (None: unknown), and whether it is upright."""

    shape: Any
    box: tuple[float, float, float, float] | None
    upright: bool = True


@dataclass(slots=True, kw_only=True)
class _Slide:
    """A slide under preparation; natives are the native formulas by the picture that replaces them."""

    slide: Any
    page: int
    name: str
    natives: dict[Any, tuple[str, Any]] = field(default_factory=dict)
    stamps: list[Stamp] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)


def prepare(deck: bytes, vectors: Vectors) -> Prepared:
    """The copy to export. Raises the errors of python-pptx and lxml if deck is not a deck."""
    from pptx import Presentation

    file: Any = Presentation(io.BytesIO(deck))
    left_out = take_out(file, [_name(slide, number) for number, slide in enumerate(file.slides, 1)])
    stamps, lost, page = list[Stamp](), list[Lost](), 0
    for number, slide in enumerate(file.slides, 1):
        if slide._element.get("show") in ("0", "false"):
            continue
        work = _Slide(slide=slide, page=page, name=_name(slide, number))
        _promote_all(work, vectors)
        _take_out(work, vectors)
        stamps += work.stamps
        lost += work.lost
        page += 1
    out = io.BytesIO()
    file.save(out)
    size = (file.slide_width / EMU, file.slide_height / EMU)
    return Prepared(deck=out.getvalue(), size=size, stamps=tuple(stamps), lost=tuple(lost), left_out=left_out)


def _name(slide: Any, number: int) -> str:
    title = slide.shapes.title
    text = " ".join(title.text_frame.text.split()) if title is not None else ""
    return f"slide {number} ({text})" if text else f"slide {number}"


def _promote_all(work: _Slide, vectors: Vectors) -> None:
    """Replaces every alternate content with its fallback; formulas without a fallback are lost."""
    tree = work.slide.shapes._spTree
    for alternate in list(tree.iter(f"{MC}AlternateContent")):
        choice, fallback = alternate.find(f"{MC}Choice"), alternate.find(f"{MC}Fallback")
        formulas = choice is not None and has_formula(choice)
        instead = list(fallback) if fallback is not None else []
        if formulas and (not instead or outdated(work.slide.part, choice, fallback, vectors)):
            work.lost.append(_lost(work, choice))
            instead = []
        elif not instead and choice is not None:
            instead = list(choice)
        elif formulas:
            work.natives |= {element: (fingerprint(choice), choice) for element in instead}
        for element in instead:
            alternate.addprevious(element)
        alternate.getparent().remove(alternate)
    for bare in [shape for shape in tree.iter(f"{P}sp") if has_formula(shape)]:
        work.lost.append(_lost(work, bare))
        bare.getparent().remove(bare)


def _lost(work: _Slide, choice: Any) -> Lost:
    frame = next(choice.iter(f"{A}xfrm"), None)
    off, ext = (frame.find(f"{A}off"), frame.find(f"{A}ext")) if frame is not None else (None, None)
    if off is None or ext is None:
        return Lost(work.page, work.name, (0.0, 0.0, 0.0, 0.0), choice)
    x, y, w, h = (int(e.get(k)) / EMU for e, k in ((off, "x"), (off, "y"), (ext, "cx"), (ext, "cy")))
    return Lost(work.page, work.name, (x, y, w, h), choice)


def _take_out(work: _Slide, vectors: Vectors) -> None:
    """Removes every picture that can be stamped: it has a vector version, is upright, and nothing covers it."""
    seen = list(_flat(work.slide.shapes))
    for n, it in enumerate(seen):
        found = _form(work, it, vectors) if it.box is not None and it.upright else None
        if found is None or any(_covers(above, found.rect) for above in seen[n + 1 :]):
            continue
        work.stamps.append(found)
        element = it.shape._element
        element.getparent().remove(element)
    if work.stamps:
        for timing in work.slide._element.findall(f"{P}timing"):
            work.slide._element.remove(timing)


def _flat(
    shapes: Any, scale: tuple[float, float] = (1.0, 1.0), by: tuple[float, float] = (0.0, 0.0), upright: bool = True
) -> Iterator[_Seen]:
    """All shapes in drawing order; shapes in groups have their boxes on the slide."""
    for shape in shapes:
        if shape._element.xpath("./*/p:cNvPr[@hidden='1' or @hidden='true']"):
            continue
        box = _box(shape, scale, by)
        straight = upright and not shape._element.xpath("./*/a:xfrm[@rot!='0' or @flipH='1' or @flipV='1']")
        if shape._element.tag != f"{P}grpSp":
            yield _Seen(shape, box, straight)
            continue
        inner = shape._element.xpath("./p:grpSpPr/a:xfrm")
        if box is None or not inner or inner[0].find(f"{A}chExt") is None:
            yield _Seen(shape, box, False)
            continue
        size, start = inner[0].find(f"{A}chExt"), inner[0].find(f"{A}chOff")
        wide, high = (max(1, int(size.get(k))) / EMU for k in ("cx", "cy"))
        x, y = (int(start.get(k)) / EMU for k in ("x", "y"))
        within = (box[2] / wide, box[3] / high)
        yield from _flat(shape.shapes, within, (box[0] - x * within[0], box[1] - y * within[1]), straight)


def _box(shape: Any, scale: tuple[float, float], by: tuple[float, float]) -> tuple[float, float, float, float] | None:
    sides = (shape.left, shape.top, shape.width, shape.height)
    if any(side is None for side in sides):
        return None
    x, y, w, h = (side / EMU for side in sides)
    return (x * scale[0] + by[0], y * scale[1] + by[1], w * scale[0], h * scale[1])


def _covers(above: _Seen, rect: tuple[float, float, float, float]) -> bool:
    """Whether a shape drawn later may cover part of a rectangle on the slide."""
    if above.box is None:
        return True
    (x, y, w, h), (left, top, wide, high) = above.box, rect
    apart = x >= left + wide - _SLACK or x + w <= left + _SLACK
    return not (apart or y >= top + high - _SLACK or y + h <= top + _SLACK)


def _form(work: _Slide, seen: _Seen, vectors: Vectors) -> Stamp | None:
    """The stamp with the vector version of a shape; None if there is none that is up to date."""
    element = seen.shape._element
    if element in work.natives:
        found, choice = work.natives[element]
        stamp = _native(work, seen, choice, vectors.natives.get(found, ()), pictures=vectors.pictures)
        if stamp is not None and _plain(choice.find(f"{P}sp")):
            return stamp
    if element.tag != f"{P}pic" or not _plain(element) or seen.box is None:
        return None
    blip = element.find(f"{P}blipFill/{A}blip")
    vector = vectors.pictures.get(digest(embedded(work.slide.part, blip))) if blip is not None else None
    return (
        Stamp(page=work.page, file=vector.file, source_page=vector.page, box=_cropped(vector, element), rect=seen.box)
        if vector
        else None
    )


def _native(
    work: _Slide, seen: _Seen, choice: Any, candidates: Sequence[FallbackPicture], pictures: Mapping[str, Vector]
) -> Stamp | None:
    """The stamp for a native formula whose box is not smaller than `init` wrote it, at the top left of the box.

    In a smaller box PowerPoint breaks the lines differently, in a larger box they stay in place.
    """
    size = choice.find(f".//{A}xfrm/{A}ext")
    if seen.box is None or size is None:
        return None
    wide, high = (int(size.get(side)) / EMU + _SLACK for side in ("cx", "cy"))
    fitting = [b for b in candidates if wide >= b.width and high >= b.height and b.picture in pictures]
    best = max((pictures[b.picture] for b in fitting), key=lambda v: v.width, default=None)
    place = (*seen.box[:2], best.width, best.height) if best else None
    return (
        Stamp(page=work.page, file=best.file, source_page=best.page, box=best.box, rect=place)
        if best and place
        else None
    )


def _cropped(vector: Vector, picture: Any) -> tuple[float, float, float, float]:
    """The box of the vector version, cropped like the picture."""
    crop = picture.find(f"{P}blipFill/{A}srcRect")
    left, top, right, bottom = (int(crop.get(side, 0)) / 100_000 if crop is not None else 0.0 for side in "ltrb")
    x0, y0, x1, y1 = vector.box
    w, h = x1 - x0, y1 - y0
    return (x0 + left * w, y0 + bottom * h, x1 - right * w, y1 - top * h)


_SHAPED = {f"{A}{name}" for name in ("xfrm", "prstGeom", "noFill", "ln", "extLst", "effectLst")}


def _plain(shape: Any | None) -> bool:
    """Whether a picture or text has no frame, background, effect, recolouring or special outline."""
    if shape is None or shape.find(f"{P}style") is not None or shape.find(f"{P}spPr") is None:
        return False
    properties = shape.find(f"{P}spPr")
    lines = [c for line in properties.findall(f"{A}ln") for c in line if c.tag != f"{A}noFill"]
    effects = [e for effect in properties.findall(f"{A}effectLst") for e in effect]
    outline = properties.find(f"{A}prstGeom")
    recoloured = [e for blip in shape.iter(f"{A}blip") for e in blip if e.tag != f"{A}extLst"]
    painted = [e for e in shape.iter() if isinstance(e.tag, str) and e.tag.endswith("}imgProps")]
    rectangular = outline is None or outline.get("prst") == "rect"
    return rectangular and all(c.tag in _SHAPED for c in properties) and not (lines or effects or recoloured or painted)
