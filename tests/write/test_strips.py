"""Tall clips are cut between their lines, so that a page or a slide can end within a statement."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise

import pypdfium2
from hypothesis import given
from hypothesis import strategies as st

from scaffold.model import Region
from scaffold.write.clips import clips
from scaffold.write.clips.strips import strips

WIDTH, HEIGHT = 400.0, 600.0


def page_of(lines: Sequence[tuple[float, float]]) -> bytes:
    """A PDF of one page with a black bar for each line, from its top to its bottom, counted from the page's top."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, NameObject

    writer = PdfWriter()
    page = writer.add_blank_page(WIDTH, HEIGHT)
    stream = DecodedStreamObject()
    stream.set_data("\n".join(f"60 {HEIGHT - b} 280 {b - a} re f" for a, b in lines).encode())
    page[NameObject("/Contents")] = writer._add_object(stream)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def cut(lines: Sequence[tuple[float, float]], top: float, bottom: float) -> list[tuple[float, float]]:
    """Top and bottom of the strips of a region across the page."""
    document = pypdfium2.PdfDocument(page_of(lines))
    try:
        found = strips(document[0], Region(1, (50, top, 350, bottom)))
    finally:
        document.close()
    assert all((r.page, r.box[0], r.box[2]) == (1, 50, 350) for r in found)
    return [(r.box[1], r.box[3]) for r in found]


def paragraphs(count: int) -> list[tuple[float, float]]:
    """Lines 8 points high every 12, and 10 more after every third."""
    return [(20 + 12 * n + 10 * (n // 3), 28 + 12 * n + 10 * (n // 3)) for n in range(count)]


def test_a_high_region_is_cut_where_the_white_is_widest() -> None:
    found = cut(paragraphs(12), 20, 190)
    assert [round(b) for _, b in found[:-1]] == [59, 105, 151]


def test_a_few_lines_stay_one() -> None:
    assert cut(paragraphs(5), 20, 80) == [(20, 80)]


def test_what_has_no_white_stays_whole() -> None:
    assert cut([(20, 300)], 20, 300) == [(20, 300)]


@given(
    st.lists(st.tuples(st.floats(4, 40), st.floats(0.2, 14)), min_size=1, max_size=18),
)
def test_strips_tile_the_region_and_divide_no_line(sizes: list[tuple[float, float]]) -> None:
    lines, y = [], 20.0
    for depth, gap in sizes:
        lines.append((y, y + depth))
        y += depth + gap
    bottom = min(lines[-1][1], HEIGHT - 5)
    found = cut(lines, 20, bottom)
    assert found[0][0] == 20
    assert found[-1][1] == bottom
    assert all(a[1] == b[0] for a, b in pairwise(found))
    assert all(b - a >= 25 for a, b in found[:-1])
    edges = [b for _, b in found[:-1]]
    assert not [e for e in edges for a, b in lines if a + 0.01 < e < b - 0.01]


def test_the_pages_of_a_clip_meet_without_overlap() -> None:
    made = clips.clip(page_of(paragraphs(12)), [Region(1, (50, 20, 350, 190))])
    depths = [height for _, height in clips.sizes(made)]
    assert clips.count(made) == 4
    assert round(sum(depths), 1) == 170 + 2 * 2
    assert {width for width, _ in clips.sizes(made)} == {304}
