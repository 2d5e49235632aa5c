"""A finished PDF as checks see it: only visible content."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject

from scaffold.check.artefacts import pdf as reader


def stream(data: bytes, **entries: object) -> StreamObject:
    made = StreamObject()
    made._data = data
    for name, value in entries.items():
        made[NameObject(f"/{name}")] = value
    return made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A page 200 x 100 with a line of text, a rule, and a form that shows a part of a larger page."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 100)
    font = DictionaryObject(
        {NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
         NameObject("/BaseFont"): NameObject("/Helvetica")}
    )  # fmt: skip
    resources = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F"): font})})
    form = stream(
        b"BT /F 10 Tf 110 50 Td (seen) Tj 0 40 Td (hidden) Tj ET",
        Type=NameObject("/XObject"),
        Subtype=NameObject("/Form"),
        BBox=ArrayObject(NumberObject(n) for n in (100, 40, 300, 70)),
        Resources=resources,
    )
    names = DictionaryObject({NameObject("/X"): writer._add_object(form)})
    page[NameObject("/Resources")] = DictionaryObject({**resources, NameObject("/XObject"): names})
    drawn = stream(b"BT /F 12 Tf 10 80 Td (left) Tj 100 0 Td (right) Tj ET 10 50 80 0.4 re f 1 0 0 1 -100 -40 cm /X Do")
    page[NameObject("/Contents")] = writer._add_object(drawn)
    writer.add_metadata({"/Title": "A title"})
    writer.add_outline_item(title="1 Summary", page_number=0)
    writer.write(tmp_path / "x.pdf")
    return tmp_path / "x.pdf"


def test_lines_have_baselines_and_end_at_columns(path: Path) -> None:
    (page,) = reader.read(path).pages
    found = [(x.text, round(x.baseline), round(x.left)) for x in page.lines]
    assert found == [("left", 20, 10), ("right", 20, 110), ("seen", 90, 10)]
    assert [(round(x0), round(x1), round(top)) for x0, x1, top in page.rules] == [(10, 90, 50)]


def test_title_bookmarks_and_fonts_that_are_not_embedded(path: Path) -> None:
    read = reader.read(path)
    assert (read.title, read.loose, [b.title for b in read.bookmarks]) == ("A title", ("Helvetica",), ["1 Summary"])


def test_what_is_no_pdf(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.5 cut short")
    with pytest.raises(reader.Unreadable):
        reader.read(tmp_path / "x.pdf")
