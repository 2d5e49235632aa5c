"""What the commands of a page draw: glyphs, rules and pictures, placed as pdfminer places them.

pdfminer makes an object with a dozen fields for every character, stroke and form. Here a glyph is made at once, from
what its font says about its code, which is asked once for a font; a stroke that is no rule is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Literal

from pdfminer.layout import LTChar
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import stream_value
from pdfminer.utils import Point, apply_matrix_pt, apply_matrix_rect, get_bound, mult_matrix

from scaffold.read.pdf.page.commands import commands
from scaffold.read.pdf.page.glyphs import FRAME, MAX_GLYPHS, MAX_RULES, Glyph, Page, Rule, Style

__all__ = ["page_of"]

_BLANK = 32
"""The code after which word spacing is added."""

_SLOPE = 0.2
"""Text that rises or falls faster than this is no text of the page: a watermark."""

_Heights = tuple[float, float, float, float]
"""Top, bottom, baseline and size."""

_Box = tuple[float, float, _Heights]
"""Left, right and heights."""

_Placed = tuple[str, float, float]
"""A character, where it begins in its text, and its width."""


def page_of(page: Any, number: int, fonts: Any, commands: int) -> Page:
    """A page of pdfminer's, drawn with a font manager of fonts.manager(). commands: their bytes."""
    sheet = _Sheet(fonts)
    _Interpreter(fonts, sheet).process_page(page)
    return Page(
        number=number,
        width=sheet.width,
        height=sheet.height,
        glyphs=tuple(sheet.glyphs),
        rules=tuple(sheet.rules),
        images=sheet.images,
        turned=sheet.chars > 50 and sheet.upright < sheet.chars / 5,
        commands=commands,
    )


class _Interpreter(PDFPageInterpreter):
    """pdfminer's interpreter with faster commands. It takes operands from the end of one list, in place."""

    def pop(self, n: int) -> list[Any]:
        if not n:
            return []
        taken = self.argstack[-n:]
        del self.argstack[-n:]
        return taken

    def execute(self, streams: Sequence[object]) -> None:
        found = [stream_value(stream) for stream in streams]
        content = b"\n".join(s.get_data() for s in found if self._may_run(s))
        self.stream_ids.clear()
        self.stream_ids.update(s.objid for s in found if s.objid is not None and self._may_run(s))
        for operator in commands(content, self.argstack):
            function, count = _function(operator)
            if function is not None and len(taken := self.pop(count)) == count:
                function(self, *taken)

    def _may_run(self, stream: Any) -> bool:
        """Whether a stream is none of those that are being drawn: a form that draws itself would never end."""
        return stream.objid is not None and stream.objid not in self.parent_stream_ids

    def do_TJ(self, seq: Any) -> None:
        if self.textstate.font is not None:
            self.device.render_string(self.textstate, seq, self.graphicstate.ncs, self.graphicstate)


@lru_cache(maxsize=256)
def _function(operator: bytes) -> tuple[Callable[..., None] | None, int]:
    """The function for an operator and the number of its operands; None if pdfminer does not know the operator."""
    name = operator.decode("utf-8", "ignore").replace("*", "_a").replace('"', "_w").replace("'", "_q")
    function = getattr(_Interpreter, f"do_{name}", None)
    return function, function.__code__.co_argcount - 1 if function else 0


class _Sheet(PDFTextDevice):
    """Takes what is drawn on one page."""

    ctm: Any

    def __init__(self, fonts: Any) -> None:
        super().__init__(fonts)
        self.width = self.height = 0.0
        self.glyphs: list[Glyph] = []
        self.rules: list[Rule] = []
        self.images = self.chars = self.upright = 0

    def begin_page(self, page: Any, ctm: Any) -> None:
        x0, y0, x1, y1 = apply_matrix_rect(ctm, page.mediabox)
        self.width, self.height = abs(x0 - x1), abs(y0 - y1)

    def render_image(self, name: str, stream: Any) -> None:
        self.images += 1

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        """Keeps lines, rectangles, and frames with round corners."""
        shape = "".join(step[0] for step in path)
        if shape[:1] != "m" or len(self.rules) >= MAX_RULES:
            return
        for part in re.finditer("m[^m]+", shape):
            self._stroke(part[0], path[part.start() : part.end()])

    def _stroke(self, shape: str, path: Sequence[Any]) -> None:
        points = [apply_matrix_pt(self.ctm, step[-2:] if step[0] != "h" else path[0][-2:]) for step in path]
        if len(shape) > 3 and shape.endswith("lh") and points[-2] == points[0]:
            shape = shape[:-2] + "h"
            points.pop()
        x0, y0, x1, y1 = get_bound(points)
        small = x1 - x0 < FRAME[0] or y1 - y0 < FRAME[1]
        if small and shape not in ("ml", "mlh") and not (shape in ("mlllh", "mllll") and _square(points)):
            return
        if len(self.rules) < MAX_RULES:
            self.rules.append(Rule(x0, self.height - y1, x1, self.height - y0))

    def render_string(self, textstate: Any, seq: Iterable[Any], ncs: Any, graphicstate: Any) -> None:
        if textstate.font.is_vertical():
            super().render_string(textstate, seq, ncs, graphicstate)
        else:
            self._across(_Row(textstate, self), textstate, seq)

    def _across(self, row: _Row, state: Any, seq: Iterable[Any]) -> None:
        """Takes the characters of horizontal text."""
        style, y = state.font.letters.style, state.linematrix[1]
        if row.level:
            self._take_level([*row.placed(state, seq)], row, y, style)
            return
        for text, x, advance in row.placed(state, seq):
            self._take(text, style, row.upright and row.box(x, y, advance))

    def _take_level(self, found: Sequence[_Placed], row: _Row, y: float, style: Style) -> None:
        """Takes characters that share their heights, as _take takes one: nearly all of a page are of this kind."""
        found = found[: MAX_GLYPHS - self.chars]
        self.chars += len(found)
        self.upright += len(found)
        top, bottom, base, size = row.level or (0.0, 0.0, -1.0, 0.0)
        if not 0 <= base <= self.height:
            return
        a, _, c, _, e, _ = row.matrix
        shift, width, take, glyph = y * c, self.width, self.glyphs.append, tuple.__new__
        for text, x, advance in found:
            left = x * a + shift + e
            right = a * advance + left
            left += 0.0
            if right < left:
                left, right = right, left
            if text and 0 <= left <= width:
                take(glyph(Glyph, (text, left, top, right, bottom, base, size, style)))

    def render_char(self, matrix: Any, font: Any, fontsize: float, scaling: float, rise: float, cid: int, ncs: Any,
                    graphicstate: Any) -> float:  # fmt: skip
        """Takes a character of vertical text, which pdfminer places."""
        text, width = font.letters[cid]
        char = LTChar(matrix, font, fontsize, scaling, rise=rise, text=text, textwidth=width,
                      textdisp=font.char_disp(cid), ncs=ncs, graphicstate=graphicstate)  # fmt: skip
        upright = char.upright and abs(matrix[1]) < _SLOPE * matrix[0]
        heights = _heights(self.height, char.y0, char.y1, matrix[5], size=char.size)
        self._take(text, font.letters.style, upright and (char.x0, char.x1, heights))
        return char.adv

    def _take(self, text: str, style: Style, box: _Box | Literal[False]) -> None:
        """Takes a character with its box; False for one that is not upright, which counts only."""
        if self.chars >= MAX_GLYPHS:
            return
        self.chars += 1
        if not box:
            return
        self.upright += 1
        x0, x1, (top, bottom, base, size) = box
        if text and 0 <= x0 <= self.width and 0 <= base <= self.height:
            self.glyphs.append(Glyph._make((text, x0, top, x1, bottom, base, size, style)))


def _heights(sheet: float, y0: float, y1: float, base: float, size: float) -> _Heights:
    """Heights from the top of a sheet; a baseline far from the box, as of odd fonts, is moved to it."""
    top, bottom, base = sheet - y1, sheet - y0, sheet - base
    if not top - 2 * size <= base <= bottom + 2 * size:
        base = bottom - 0.2 * size
    return top, bottom, base, size


class _Row:
    """The measures that all characters of a piece of horizontal text share."""

    def __init__(self, state: Any, sheet: _Sheet) -> None:
        self.size, self.scaling = state.fontsize, state.scaling * 0.01
        self._low, self._sheet = state.font.get_descent() * self.size + state.rise, sheet.height
        self.matrix = a, b, c, d, _, _ = mult_matrix(state.matrix, sheet.ctm)
        self.upright = a * d * self.scaling > 0 and b * c <= 0 and abs(b) < _SLOPE * a
        # All characters of text that is not slanted share their heights, and the memory for them.
        self.level = self._heights(*state.linematrix) if b == 0 == c and self.upright else None

    def placed(self, state: Any, seq: Iterable[Any]) -> Iterator[_Placed]:
        """The characters of a piece of text; at its end, the state is that after it."""
        (x, y), started, decode, letters = state.linematrix, False, state.font.decode, state.font.letters
        size, scaling, space = self.size, self.scaling, state.charspace * self.scaling
        word = 0 if state.font.is_multibyte() else state.wordspace * scaling
        kern = 0.001 * size * scaling
        for piece in seq:
            if isinstance(piece, (int, float)):
                x -= piece * kern
                started = True
            elif isinstance(piece, bytes):
                for code in decode(piece):
                    if started:
                        x += space
                    text, width = letters[code]
                    advance = width * size * scaling
                    yield text, x, advance
                    x += advance
                    if code == _BLANK and word:
                        x += word
                    started = True
        state.linematrix = (x, y)

    def _heights(self, x: float, y: float) -> _Heights:
        _, b, _, d, _, f = self.matrix
        base = x * b + y * d + f
        low, high = d * self._low + base, d * (self._low + self.size) + base
        y0, y1 = min(low, high), max(low, high)
        return _heights(self._sheet, y0, y1, base, size=float(y1 - y0))

    def box(self, x: float, y: float, advance: float) -> _Box:
        """The box of a character of slanted text at this place of it."""
        a, b, c, d, e, f = self.matrix
        e = x * a + y * c + e
        base = x * b + y * d + f
        x0, y0, x1, y1 = apply_matrix_rect((a, b, c, d, e, base), (0, self._low, advance, self._low + self.size))
        return x0, x1, _heights(self._sheet, y0, y1, base, size=float(y1 - y0))


def _square(points: Sequence[Point]) -> bool:
    """Whether points go around a rectangle, back to the first."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3), last = points
    upright = x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0
    lying = y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0
    return points[0] == last and (upright or lying)
