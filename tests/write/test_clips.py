"""Clips of pages that are rotated, cropped, or do not begin at the origin."""

from __future__ import annotations

import io
import random

import pypdfium2
import pypdfium2.raw as raw
import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, RectangleObject

from scaffold.model import Region
from scaffold.write.clips import clips

SHEET = (30.0, 50.0, 430.0, 650.0)
LINES = 9
"""Lines of the statement: 10 points high every 20, 200 wide, the first a hundred points below the top left."""


def sheet(turned: int, cropped: bool, inherited: bool = False, begin: str = "q") -> bytes:
    """A page that shows the lines upright after rotation, with a neighbour's line above and below.

    cropped: readers are shown a part of it; inherited: the size of its sheet is set for all pages at once; begin: how
    its content begins.
    """
    left, bottom, right, top = SHEET
    width, height = right - left, top - bottom
    shown_height = height if turned in (0, 180) else width
    # from the page as shown, origin at its lower left, to the sheet
    matrix = {
        0: (1, 0, 0, 1, left, bottom),
        90: (0, 1, -1, 0, right, bottom),
        180: (-1, 0, 0, -1, right, top),
        270: (0, -1, 1, 0, left, top),
    }[turned]
    rows = "\n".join(f"100 {shown_height - 90 - 20 * n} 200 10 re f" for n in range(LINES + 2))
    stream = DecodedStreamObject()
    stream.set_data(f"{begin} {' '.join(map(str, matrix))} cm\n{rows}\nQ".encode())
    writer = PdfWriter()
    page = writer.add_blank_page(width, height)
    page[NameObject("/Contents")] = writer._add_object(stream)
    page.mediabox = RectangleObject(SHEET)
    if inherited:
        del page["/MediaBox"]
        parent = page["/Parent"].get_object()
        assert isinstance(parent, DictionaryObject)
        parent[NameObject("/MediaBox")] = RectangleObject(SHEET)
    if cropped:
        page.cropbox = RectangleObject((left + 20, bottom + 35, right - 10, top - 25))
    page.rotate(turned)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def bars(clip: bytes) -> list[tuple[int, int]]:
    """Of each page of a clip: how many bars it shows, and how many pixels the widest has at 1 pixel a point."""
    document = pypdfium2.PdfDocument(clip)
    out = []
    for n in range(len(document)):
        bitmap = document[n].render(scale=2, grayscale=True)
        data, stride = bytes(bitmap.buffer), bitmap.stride
        rows = [sum(v < 128 for v in data[r * stride : r * stride + bitmap.width]) for r in range(bitmap.height)]
        begun = sum(a == 0 and b > 0 for a, b in zip([0, *rows], rows, strict=False))
        out.append((begun, max(rows) // 2))
    document.close()
    return out


@pytest.mark.parametrize("inherited", [False, True])
@pytest.mark.parametrize("cropped", [False, True])
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_clip_shows_its_lines_and_no_others(turned: int, cropped: bool, inherited: bool) -> None:
    region = Region(1, (95, 98, 305, 98 + 20 * LINES - 6))
    clip = clips.clip(sheet(turned, cropped, inherited), [region])
    shown = bars(clip)
    assert sum(count for count, _ in shown) == LINES
    assert {wide for _, wide in shown} == {200}
    assert len(shown) > 1, "a high region is cut between its lines"
    assert {round(width) for width, _ in clips.sizes(clip)} == {214}


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_clip_shows_nothing_in_its_holes_and_all_around_them(turned: int) -> None:
    """Of the second of two bars the middle is a neighbour's, and of the third the whole."""
    region = Region(1, (95, 98, 305, 152), ((150, 119, 250, 131), (200, 115, 220, 135), (90, 138, 310, 154)))
    clip = clips.clip(sheet(turned, False), [region])
    assert bars(clip) == [(2, 200)]
    document = pypdfium2.PdfDocument(clip)
    bitmap = document[0].render(scale=1, grayscale=True)
    row = bytes(bitmap.buffer)[29 * bitmap.stride : 29 * bitmap.stride + bitmap.width]
    document.close()
    dark = [n for n, value in enumerate(row) if value < 128]
    assert (dark[0], dark[-1], len(dark)) == (7, 206, 100), "half of the bar, without what holes that overlap share"


def test_a_strip_that_is_a_hole_as_a_whole_is_left_out() -> None:
    """A neighbour fills a strip of a region, or all of it."""
    region = Region(1, (95, 98, 305, 98 + 20 * LINES - 6))
    pdf = sheet(0, False)
    first, *others = bars(clips.clip(pdf, [region]))
    top = 98 + 20 * first[0] - 1
    shown = clips.clip(pdf, [Region(1, region.box, ((90, 90, 310, top),))])
    assert bars(shown) == others
    assert clips.clip(pdf, [Region(1, region.box, ((90, 90, 310, 300),))]) == b""


@pytest.mark.parametrize(
    "part", [(0, 0, 999, 999), (-50, -50, 50, 50), (20, 20, 20, 20), (-99, -99, -9, -9), (0, 0, 9e4, 9e4)]
)
def test_any_part_of_a_page_can_be_shown(part: tuple[float, float, float, float]) -> None:
    """PDFium drops clip paths that it takes for needless, and crashes where it is given none."""
    with pypdfium2.PdfDocument(clips._stencil([part])) as document:
        page = document[0]
        path = raw.FPDFPageObj_GetClipPath(raw.FPDFPage_GetObject(page, 0))
        assert raw.FPDFClipPath_CountPaths(path) == 1


def test_a_page_that_ends_more_than_it_begins_shows_nothing_in_holes_either() -> None:
    region = Region(1, (95, 98, 305, 152), ((90, 119, 310, 131), (90, 138, 310, 154)))
    assert bars(clips.clip(sheet(0, False, begin="Q Q q"), [region])) == [(1, 200)]


def test_a_clip_with_holes_is_the_same_at_every_time() -> None:
    region = Region(1, (95, 98, 305, 152), ((150, 119, 250, 131),))
    assert clips.clip(sheet(0, False), [region]) == clips.clip(sheet(0, False), [region])


def test_clips_of_one_page_are_those_made_one_by_one() -> None:
    """The second begins above the first and has a hole, and the third has no region."""
    pdf = sheet(90, True, inherited=True)
    regions = {
        "a": [Region(1, (95, 138, 305, 238))],
        "b": [Region(1, (95, 98, 305, 152), ((90, 119, 310, 131),)), Region(1, (95, 98, 305, 118))],
        "c": [],
    }
    assert clips.clips(pdf, regions) == {name: clips.clip(pdf, regions[name]) for name in regions}
    assert [sum(count for count, _ in bars(clip)) for clip in clips.clips(pdf, regions).values() if clip] == [5, 3]


def lettered(*, listed: bool) -> bytes:
    """Two pages with nine lines each in one large font. listed: their contents are a list that stands by itself."""
    writer, font, fonts, data = PdfWriter(), DecodedStreamObject(), DictionaryObject(), DictionaryObject()
    font.set_data(random.Random(1).randbytes(50_000))  # compresses badly, as fonts do
    named = {"/Type": "/Font", "/Subtype": "/TrueType", "/BaseFont": "/Helvetica"}
    data.update({NameObject(key): NameObject(value) for key, value in named.items()})
    data[NameObject("/FontDescriptor")] = DictionaryObject({NameObject("/FontFile2"): writer._add_object(font)})
    fonts[NameObject("/F")] = writer._add_object(data)
    rows = "\n".join(f"100 {510 - 20 * n} 200 10 re f" for n in range(LINES + 2))
    for _ in range(2):
        page, stream = writer.add_blank_page(400, 600), DecodedStreamObject()
        stream.set_data(rows.encode())
        content = writer._add_object(stream)
        page[NameObject("/Contents")] = writer._add_object(ArrayObject([content])) if listed else content
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


BOX = (95, 98, 305, 98 + 20 * LINES - 6)


def test_a_font_is_once_in_a_clip_of_many_strips_and_pages() -> None:
    """With holes or not: of a paper with 84 pages, clips took 50 MB in memory and in the student's folder."""
    hole = (150, 119, 250, 131)
    clip = clips.clip(lettered(listed=False), [Region(1, BOX, (hole,)), Region(2, BOX)])
    assert clips.count(clip) > 4
    assert 50_000 < len(clip) < 60_000


def test_holes_of_one_strip_are_not_in_another_that_has_the_same_list_of_contents() -> None:
    """PDFium writes the holes of a page into its list of contents, which copies of a page share."""
    regions = [Region(1, BOX, ((90, 119, 310, 131),)), Region(1, BOX, ((90, 139, 310, 151),)), Region(1, BOX)]
    apart, listed = (clips.clip(lettered(listed=listed), regions) for listed in (False, True))
    assert bars(listed) == bars(apart)
    assert sum(count for count, _ in bars(listed)) == 3 * LINES - 2


def test_a_pdf_that_cannot_be_opened_has_no_clips() -> None:
    assert clips.clips(b"no PDF", {"a": [Region(1, (0, 0, 9, 9))], "b": []}) == {"a": b"", "b": b""}
