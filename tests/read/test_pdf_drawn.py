"""Glyphs, rules and pictures are where pdfminer's own layout has them, whatever moves, slants or scales them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from pdfminer.layout import LTChar, LTCurve, LTImage, LTLine, LTRect

from scaffold.read.pdf.page.glyphs import Page
from scaffold.read.pdf.page.pages import count_pages, pages_of
from tests.conftest import ROOT
from tests.read.test_pdf_bad import OBJECTS, _file, _stream

EXAMPLE = ROOT / "examples" / "eprints" / "2401.00001" / "v2.pdf"
TEXT = b"BT /F 10 Tf 72 700 Td (Words of text) Tj %s ET"
DRAWN = {
    "moved": TEXT % b"0 -20 TD (and) Tj T* (more) Tj (again) ' 2 1 (twice) \"",
    "kerned": TEXT % b"[(a) -300 (b) 40.5 (c)] TJ",
    "spaced": TEXT % b"3 Tc 7 Tw (a b c) Tj 0 Tc [(a b) 10 (c d)] TJ",
    "scaled": TEXT % b"50 Tz (narrow) Tj -100 Tz (mirrored) Tj",
    "raised": TEXT % b"5 Ts (up) Tj -30 Ts (down) Tj",
    "slanted": TEXT % b"1 0 .3 1 100 500 Tm (slanted) Tj",
    "turned": TEXT % b"0 1 -1 0 100 500 Tm (turned) Tj",
    "upside down": TEXT % b"-1 0 0 -1 100 500 Tm (down) Tj /F -9 Tf (negative) Tj",
    "beyond the page": TEXT % b"1 0 0 1 600 900 Tm (beyond the page) Tj",
    "within a state": b"q 2 0 0 2 10 20 cm " + TEXT % b"" + b" Q " + TEXT % b"0 -30 Td (b) Tj",
    "rules": b"72 600 m 200 600 l S 72 500 100 2 re f 10 10 m 20 30 l 5 5 l h S 0 0 m 1 1 l 2 0 m 150 0 l S",
    "frames": b"50 50 m 300 50 l 310 60 310 90 300 100 c 50 100 l h S 9 9 m 9 19 19 19 19 9 c S 5 w 72 60 99 -20 re S",
    "a picture in the commands": b"q 9 0 0 9 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID (BT) EI Q " + TEXT % b"",
    "nonsense": b"(text) Tj /G 9 Tf 1 Td ] >> ) 0 0 m l S q Q Q Q " + TEXT % b"/Missing 10 Tf (other) Tj",
}


def pdfminers(page: Any) -> tuple[list[Any], list[Any], int]:
    """Upright characters, rules and the number of pictures, by pdfminer."""
    found = list(_items(page.layout))
    chars = [c for c in found if isinstance(c, LTChar) and c.upright and c.matrix[0] > 0 and c.get_text().strip()]
    rules = [
        r for r in found
        if isinstance(r, (LTRect, LTLine)) or (isinstance(r, LTCurve) and r.width >= 100 and r.height >= 12)
    ]  # fmt: skip
    height, width = page.layout.height, page.layout.width
    inside = [c for c in chars if 0 <= c.x0 <= width and 0 <= height - c.matrix[5] <= height]
    return (
        [(c.x0, height - c.y1, c.x1, height - c.y0, c.size) for c in inside],
        [(r.x0, height - r.y1, r.x1, height - r.y0) for r in rules],
        sum(isinstance(i, LTImage) for i in found),
    )


def _items(container: Any) -> Iterator[Any]:
    for item in container:
        if hasattr(item, "__iter__") and not isinstance(item, LTChar):
            yield from _items(item)
        else:
            yield item


def same(pdf: Path) -> list[Page]:
    """The pages of a PDF, each compared with pdfminer's."""
    pages = list(pages_of(pdf, count_pages(pdf)))
    with pdfplumber.open(pdf) as document:
        for page, other in zip(pages, document.pages, strict=True):
            chars, rules, images = pdfminers(other)
            assert [(g.x0, g.top, g.x1, g.bottom, g.size) for g in page.glyphs if g.text.strip()] == chars
            assert [(r.x0, r.top, r.x1, r.bottom) for r in page.rules] == rules
            assert page.images == images
    return pages


def test_the_example() -> None:
    assert sum(len(page.glyphs) for page in same(EXAMPLE)) > 1000


@pytest.mark.parametrize("name", DRAWN)
def test_what_is_drawn(name: str, tmp_path: Path) -> None:
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    (tmp_path / "a.pdf").write_bytes(
        _file(OBJECTS["catalog"], tree, OBJECTS["page"], _stream(DRAWN[name]), OBJECTS["helvetica"])
    )
    (page,) = same(tmp_path / "a.pdf")
    assert page.glyphs or page.rules


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_form_on_a_turned_page(turn: int, tmp_path: Path) -> None:
    form = (
        b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Matrix [0 1 -1 0 300 0] "
        b"/Resources << /Font << /F 5 0 R >> >>"
    )
    page = (
        OBJECTS["page"]
        .replace(b"/Font", b"/XObject << /X 6 0 R >> /Font")
        .replace(b"/Parent", b"/Rotate %d /Parent" % turn)
    )
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    (tmp_path / "a.pdf").write_bytes(
        _file(
            OBJECTS["catalog"], tree, page, _stream(b"/X Do " + DRAWN["rules"]), OBJECTS["helvetica"],
            _stream(TEXT % b"0 -20 Td (b) Tj", form),
        )
    )  # fmt: skip
    assert same(tmp_path / "a.pdf")[0].rules


def test_vertical_text(tmp_path: Path) -> None:
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-V /DescendantFonts [<< /Type /Font "
        b"/Subtype /CIDFontType2 /BaseFont /F /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
        b"/Supplement 0 >> /FontDescriptor << /Type /FontDescriptor /FontName /F >> >>] >>"
    )
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    content = _stream(b"BT /F 10 Tf 72 700 Td <004100420043> Tj ET")
    (tmp_path / "a.pdf").write_bytes(_file(OBJECTS["catalog"], tree, OBJECTS["page"], content, font))
    assert len(same(tmp_path / "a.pdf")[0].glyphs) == 3
