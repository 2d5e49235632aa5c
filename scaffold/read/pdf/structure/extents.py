"""Where a statement or a proof ends: the next head, a change of font, space, or a mark."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scaffold.read.pdf.layout.columns import Layout, Line
from scaffold.read.pdf.layout.text import note_at, words
from scaffold.read.pdf.page.glyphs import boxes
from scaffold.read.pdf.structure.heads import Head, begins

_MARKS = "□■∎◻⬜◾▪♦◆◇⋄△▲◁▷◀▶⊓⊔♢♠✷"
_ITEM = re.compile(
    r"(?:[•◦▪–∗·-]|\ufffd(?=\s[^\W\d_])|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4}|[A-Z]|[A-Z]\d|[A-Z]{1,2}\d)[.)]|\d{1,2}[.)]|[A-Z]\d?[.):])\s"
)
_CAPTION = re.compile(r"(?:Figure|Fig\.|Table|Abbildung|Tabelle)\s*[A-Z]?\.?\d")
_APART = 0.2
"""Space above an indented paragraph, in type sizes, with which it is no paragraph of the statement above."""

_FAR = 160
"""Maximum number of lines of a statement or proof: three pages."""


@dataclass(frozen=True, slots=True)
class Extent:
    """A head with the lines of its text: from head.at to end (exclusive)."""

    head: Head
    end: int


def extents(paper: Layout, heads: Sequence[Head], headings: Sequence[int]) -> list[Extent]:
    """The extent of every head. headings: the lines where sections begin."""
    stops = sorted({*(h.at for h in heads), *headings, len(paper.lines)})
    closing = _closing(paper, heads, stops)
    claims = sorted({*headings, *(h.at for h in heads if h.proof), len(paper.lines)})
    out = []
    for h in heads:
        stop = stops[bisect_right(stops, h.at)]
        if h.proof:
            out.append(_proof(paper, h, stop, claims[bisect_right(claims, h.at)]))
        else:
            stop = min(stop, h.at + _FAR)
            mark = _marked(paper, h.at, stop) if h.heading.lower() in closing else None
            out.append(Extent(h, mark or _own(paper, h, _statement_end(paper, h, stop))))
    return out


def headless(paper: Layout, found: Sequence[Extent], headings: Sequence[int]) -> list[Extent]:
    """The text after each statement up to the end mark of a proof, if no head or heading comes first.

    The proof has no head of its own: its head is empty.
    """
    stops = sorted({*(e.head.at for e in found), *headings, len(paper.lines)})
    out = []
    for e in found:
        stop = min(stops[bisect_right(stops, e.head.at)], e.end + _FAR)
        end = next((n + 1 for n in range(e.end, stop) if _ends_sentence_with_mark(paper, n)), None)
        if end is not None and not e.head.proof and not _marked(paper, e.end - 1, e.end):
            out.append(Extent(Head(at=e.end, heading="", number=None, end=0, style=e.head.style, proof=True), end))
    return out


def _ends_sentence_with_mark(paper: Layout, n: int) -> bool:
    """Whether an end mark stands alone or after the end of a sentence, as no relation at the edge of a line does."""
    if not _marked(paper, n, n + 1):
        return False
    line = paper.lines[n]
    text = line.text.rstrip()
    text = text[:-1].rstrip() if not _drawn_mark(paper, n) and not text.endswith(".") else text
    return not text or text.endswith((".", "!", ")", "]")) or re.search(r"\bQ\.?\s?E\.?\s?D?$", text) is not None


def _closing(paper: Layout, heads: Sequence[Head], stops: Sequence[int]) -> set[str]:
    """Headings whose statements nearly always end with a mark, as proofs do."""
    marked: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for h in heads:
        if not h.proof and not _is_italic(paper, h):
            every[h.heading.lower()] += 1
            marked[h.heading.lower()] += _marked(paper, h.at, stops[bisect_right(stops, h.at)]) is not None
    return {name for name, n in every.items() if n > 1 and marked[name] >= 0.8 * n}


def _marked(paper: Layout, at: int, stop: int) -> int | None:
    """The line after the first end mark between a line and a stop."""
    return next((n + 1 for n in range(at, stop) if ends_with_mark(paper.lines[n]) or _drawn_mark(paper, n)), None)


def _proof(paper: Layout, h: Head, stop: int, far: int) -> Extent:
    """A proof ends at its mark; it includes statements within it if the mark comes after them."""
    for n in range(h.at, min(far, h.at + 3 * _FAR)):
        if ends_with_mark(paper.lines[n]) or _drawn_mark(paper, n):
            return Extent(h, n + 1)
    return Extent(h, stop)


def _own(paper: Layout, h: Head, end: int) -> int:
    """The end without the upper parts of tall formulas in the next line, which are above its baseline."""
    following = paper.lines[end] if end < len(paper.lines) else None
    while following is not None and end - 1 > h.at and rises_to(paper.lines[end - 1], following):
        end -= 1
    while following is not None and end < len(paper.lines) and _hangs(paper, end, following):
        end += 1
    return end


def _hangs(paper: Layout, n: int, following: Line) -> bool:
    """Whether a row of small signs is below a formula's row, nearer to it than to the next line: a sum's limits."""
    row, above = paper.lines[n], paper.lines[n - 1]
    small = row is not following and row.size < 0.75 * following.size and not words(above)
    return small and 0 < row.base - above.base < min(following.base - row.base, following.size)


def rises_to(row: Line, line: Line) -> bool:
    """Whether a row without words is part of a tall formula in a line near below or above it."""
    if words(row) or (row.page, row.column) != (line.page, line.column):
        return False
    brackets = row.base < line.base and not row.text.strip("\ufffd ")  # these hang from their baseline
    return abs(line.base - row.base) < (1.7 if brackets else 1.25) * line.size


def ends_with_mark(line: Line) -> bool:
    """Whether a line ends with the sign that ends a proof, at the right edge or after a full stop."""
    if re.search(r"\bQ\.?\s?E\.?\s?D\.?$", line.text):
        return True
    glyphs = [g for g in line.glyphs if g.text.strip()]
    if not glyphs or abs(max(g.x1 for g in glyphs) - line.right) > 1.2 * line.size:
        return False
    last = max(glyphs, key=lambda g: g.x1)
    gap = last.x0 - max((g.x1 for g in glyphs if g is not last), default=line.left - 99)
    if last.text in _MARKS:
        return True
    if gap < 0.8 * line.size or not last.style.math or abs(last.x1 - line.right) > 0.4 * line.size:
        return False
    return last.text in "2\ufffd4" and (len(glyphs) == 1 or line.text[:-1].rstrip().endswith((".", ")")))


def _drawn_mark(paper: Layout, n: int) -> bool:
    """Whether a square of rules, such as amsthm's, is at the right edge of a line."""
    line = paper.lines[n]
    sides = [
        r for r in paper.rules.get(line.page, ())
        if r.x1 - r.x0 < 1 and 4 < r.bottom - r.top < 11 and abs(r.bottom - line.base) < 2.5
        and line.right - 14 < r.x0 < line.right + 3
    ]  # fmt: skip
    return len(sides) == 2 and 3 < abs(sides[0].x0 - sides[1].x0) < 10


def _statement_end(paper: Layout, h: Head, stop: int) -> int:
    """The line after a statement: by its font if that is not the paper's own, otherwise by space."""
    italic = _is_italic(paper, h)
    framed = _frame_end(paper, h.at, stop)
    if framed is not None:
        return framed
    tight = paper.lines[h.at].lead < 1.15 * paper.leading  # typed by hand: as close as a paragraph, and as long
    for n in range(h.at + 1, stop):
        line = paper.lines[n]
        if ends_with_mark(paper.lines[n - 1]):
            return n
        if _captioned(line) or _smaller(paper, h.at, n):
            return n
        if italic and _roman(line) and not _ITEM.match(line.text) and not _display(line):
            return n
        if not italic and (_new_text(paper, n) or (tight and _indented(paper, n))):
            return n
        if (
            italic
            and _new_text(paper, n)
            and not _letters(line, "italic")
            and line.text[:1].isupper()
            and words(line) > 5
        ):
            return n
    return stop


def _frame_end(paper: Layout, at: int, stop: int) -> int | None:
    """The line after the frame that begins with a head, across page breaks; None if there is no frame."""
    head = paper.lines[at]
    bottom = _frame_foot(paper, head, head.base - 3.5 * head.size)
    for n in range(at + 1, stop):
        if bottom is None:
            return None
        line, above = paper.lines[n], paper.lines[n - 1]
        if (line.page, line.column) != (above.page, above.column):
            bottom = _frame_foot(paper, line, line.base - 3.5 * line.size)
            if bottom is None:
                return n
        elif line.base > bottom:
            return n
    return stop if bottom is not None else None


def _frame_foot(paper: Layout, line: Line, highest: float) -> float | None:
    """The bottom of the tallest frame whose first line is this one."""
    feet = [
        bottom
        for x0, top, x1, bottom in boxes(paper.rules.get(line.page, ()))
        if x0 <= line.x0 and line.x1 <= x1 and highest < top < line.base < bottom - line.size
    ]
    return max(feet, default=None)


def _indented(paper: Layout, n: int) -> bool:
    """Whether a paragraph begins with an indent at a line, after a full stop."""
    line = paper.lines[n]
    indented = 0.8 * line.size < line.x0 - line.left < 4 * line.size and line.text[:1].isupper() and words(line) > 3
    return indented and paper.lines[n - 1].text.endswith((".", "!", "?")) and not _ITEM.match(line.text)


def _smaller(paper: Layout, at: int, n: int) -> bool:
    """Whether lines in smaller type begin after a full stop and space: a table, or the authors' addresses."""
    line, rows = paper.lines[n], paper.lines[n : n + 3]
    small = all(r.size < 0.9 * paper.lines[at].size and len(r.text) > 5 for r in rows)
    return small and line.lead > 1.5 * paper.leading and paper.lines[n - 1].text.endswith((".", "!", "?"))


def _display(line: Line) -> bool:
    """Whether it is a displayed formula with words as names: away from both edges, with a relation and few words."""
    inner = line.x0 > line.left + 1.5 * line.size and line.x1 < line.right - 1.5 * line.size
    return inner and words(line) < 6 and any(c in line.text for c in "=≤≥<>≈∼≡⊆⊂")


def _captioned(line: Line) -> bool:
    return bool(_CAPTION.match(line.text)) and line.lead > 1.1 * line.size


def _is_italic(paper: Layout, h: Head) -> bool:
    """Whether a statement is set in italics: most letters of its first lines after the head."""
    line = paper.lines[h.at]
    first = [
        line.style_at(p).italic
        for p in range(h.end + note_at(line.text[h.end :])[1], len(line.text))
        if line.text[p].isalpha() and not line.style_at(p).math and not line.style_at(p).bold
    ]
    if len(first) > 8 and all(first[:8]):
        return True
    below = next((n for n in paper.lines[h.at + 1 : h.at + 5] if words(n) > 2), None)
    if len(first) < 40 and below is not None:
        first += [g.style.italic for g in below.glyphs if g.text.isalpha() and not g.style.math]
    return sum(first) > 0.5 * len(first) if first else False


def _letters(line: Line, of: str) -> int:
    return sum(getattr(g.style, of) for g in line.glyphs if g.text.isalpha() and not g.style.math)


def _roman(line: Line) -> bool:
    """Whether it is running text in upright letters: enough words, hardly any of them in italics."""
    letters = [g for g in line.glyphs if g.text.isalpha() and not g.style.math]
    if line.x0 > line.left + 3.5 * line.size:
        return False
    small = re.search(r"(?<![^\W\d_])[^\W\d_A-Z]{2}", line.text)  # operators of a display may be words: Var, Pr
    upright = sum(g.style.italic for g in letters) < 0.3 * len(letters)
    return len(letters) >= 12 and upright and words(line) >= 3 and small is not None


def _new_text(paper: Layout, n: int) -> bool:
    """Whether a new block begins at a line, with more space above it than between paragraphs of a statement."""
    line, above = paper.lines[n], paper.lines[n - 1]
    if _ITEM.match(line.text) or not (line.text[:1].isupper() or words(line) > 5) or line.text[:1].islower():
        return False
    if words(line) < 2 or line.x0 > line.left + 4 * line.size:  # a formula
        return False
    indented = 0.8 * line.size < line.x0 - line.left < 4 * line.size
    display = above.x0 > above.left + (0.8 if words(above) < 3 else 3.5) * above.size
    if line.page != above.page or line.column != above.column:
        return indented and (display or above.text.endswith((".", "!", "?")))
    if display:
        whole = line.x1 > line.right - 5 * line.size or line.text.endswith((".", "!", "?", ":"))
        return indented and whole and begins(n, paper)
    little = indented and above.text.endswith((".", "!", "?")) and not _in_item(paper, n)
    spaced = min(1.25 * paper.leading, paper.leading + _APART * line.size) if little else 1.25 * paper.leading
    return line.lead > spaced and words(line) > 1


def _in_item(paper: Layout, n: int) -> bool:
    """Whether a line begins where the text of an item above it does: tall signs may have pushed it down."""
    line = paper.lines[n]
    for above in reversed(paper.lines[max(0, n - _FAR) : n]):
        if item := _ITEM.match(above.text):
            return abs(line.x0 - above.glyph_at(item.end()).x0) < 0.3 * line.size
        if above.x0 < line.x0 - 0.3 * line.size:
            return False
    return False
