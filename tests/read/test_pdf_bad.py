"""PDFs that are damaged, huge, foreign or malicious: a clear message or a poorer result, in bounded time."""

from __future__ import annotations

import zlib
from pathlib import Path

import pypdf
import pytest
from pypdf.generic import ArrayObject, NameObject, NumberObject, StreamObject

from scaffold.errors import UnreadablePdf
from scaffold.model import Paper
from scaffold.read.pdf.page.pages import MAX_PAGES
from scaffold.read.pdf.reader import read
from tests.conftest import ROOT

EXAMPLE = ROOT / "examples" / "eprints" / "2401.00001" / "v2.pdf"

OBJECTS = {
    "catalog": b"<< /Type /Catalog /Pages 2 0 R >>",
    "page": b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
    b"/Resources << /Font << /F 5 0 R >> >> >>",
    "helvetica": b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
}


def _file(*objects: bytes) -> bytes:
    """A PDF of objects 1, 2, 3 …, of which the first is the catalogue."""
    out, places = b"%PDF-1.5\n", []
    for n, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return (
        out
        + head
        + table
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    )


def _stream(data: bytes, extra: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), extra, packed)


def _one_page(content: bytes, font: bytes = OBJECTS["helvetica"], pages: bytes = b"") -> bytes:
    tree = pages or b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return _file(OBJECTS["catalog"], tree, OBJECTS["page"], content, font)


def _codes(paper: Paper) -> set[str]:
    return {d.code for d in paper.diagnostics}


def _read_or_told(pdf: Path) -> Paper | None:
    """The paper, or None if an error with a hint says why there is none."""
    try:
        return read(pdf)
    except UnreadablePdf as error:
        return None if error.hint and pdf.name in error.message else read(pdf)


def _saved(tmp_path: Path, data: bytes) -> Path:
    (tmp_path / "odd.pdf").write_bytes(data)
    return tmp_path / "odd.pdf"


TEXT = b"BT /F 10 Tf 72 700 Td (Theorem 1. Every finite tree has a leaf, and that is all.) Tj ET"


def test_a_page_tree_that_bites_its_tail_ends(tmp_path: Path) -> None:
    loop = b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"
    pdf = _saved(tmp_path, _one_page(_stream(TEXT), pages=loop))
    paper = _read_or_told(pdf)
    assert paper is None or paper.pages


def test_a_stream_that_unpacks_to_a_thousandfold_is_not_unpacked(tmp_path: Path) -> None:
    packer = zlib.compressobj(9)
    block = b" " * 10_000_000
    packed = b"".join(packer.compress(block) for _ in range(10)) + packer.flush()
    twice = zlib.compress(packed, 9)
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream" % (len(twice), twice)
    once = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
    for content in (once, stream):
        paper = read(_saved(tmp_path, _one_page(content)))
        assert "unreadable-page" in _codes(paper)


def test_forms_that_draw_each_other_without_end_are_given_up(tmp_path: Path) -> None:
    form = _stream(
        b"/X Do " * 20, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    )
    page = OBJECTS["page"].replace(b"/Font", b"/XObject << /X 6 0 R >> /Font")
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    data = _file(OBJECTS["catalog"], tree, page, _stream(TEXT + b" /X Do"), OBJECTS["helvetica"], form)
    assert read(_saved(tmp_path, data)).pages == 1


def test_a_form_that_unpacks_to_a_thousandfold_is_not_unpacked(tmp_path: Path) -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 10_000_000) for _ in range(10)) + packer.flush()
    form = b"<< /Length %d /Filter /FlateDecode /Type /XObject /Subtype /Form /BBox [0 0 9 9] >>\nstream\n%s\nendstream"
    page = OBJECTS["page"].replace(b"/Font", b"/XObject << /X 6 0 R >> /Font")
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    data = _file(
        OBJECTS["catalog"], tree, page, _stream(TEXT + b" /X Do"), OBJECTS["helvetica"], form % (len(packed), packed)
    )
    assert "unreadable-page" in _codes(read(_saved(tmp_path, data)))


def test_many_nested_objects_are_no_harm(tmp_path: Path) -> None:
    deep = b"[" * 20_000 + b"]" * 20_000
    pdf = _saved(tmp_path, _one_page(_stream(TEXT), pages=b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Odd %s >>" % deep))
    paper = _read_or_told(pdf)
    assert paper is None or paper.pages == 1


def test_two_thousand_pages_are_read_so_far(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=_saved(tmp_path, _one_page(_stream(TEXT))))
    page = writer.pages[0]
    for _ in range(1999):
        writer.add_page(page)
    writer.write(tmp_path / "long.pdf")
    paper = read(tmp_path / "long.pdf")
    assert paper.pages == 2000
    assert "long-pdf" in _codes(paper)
    assert max(s.page or 0 for s in paper.statements) <= MAX_PAGES


def test_two_hundred_megabytes_are_read_where_the_pages_are(tmp_path: Path) -> None:
    size = 200_000_000  # a picture that no page shows; zeros, so that the file takes no space on disk
    small = _one_page(_stream(TEXT)).partition(b"xref\n")[0]
    places = [small.index(b"%d 0 obj" % n) for n in range(1, 6)] + [len(small)]
    with (tmp_path / "large.pdf").open("wb") as file:
        file.write(small + b"6 0 obj\n<< /Length %d >>\nstream\n" % size)
        file.seek(size, 1)
        file.write(b"\nendstream\nendobj\n")
        start = file.tell()
        file.write(b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places))
        file.write(b"trailer << /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start)
    paper = read(tmp_path / "large.pdf")
    assert [s.title for s in paper.statements] == ["Theorem 1"]


def test_a_scan_is_read_without_statements_and_reported(tmp_path: Path) -> None:
    image = StreamObject()
    image.set_data(b"\x00" * 100)
    image.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(10),
            NameObject("/Height"): NumberObject(10),
            NameObject("/ColorSpace"): NameObject("/DeviceGray"),
            NameObject("/BitsPerComponent"): NumberObject(8),
        }
    )
    writer = pypdf.PdfWriter()
    for _ in range(3):
        page = writer.add_blank_page(width=612, height=792)
        held = pypdf.generic.DictionaryObject({NameObject("/I"): writer._add_object(image)})
        page[NameObject("/Resources")] = pypdf.generic.DictionaryObject({NameObject("/XObject"): held})
        content = StreamObject()
        content.set_data(b"q 600 0 0 780 0 0 cm /I Do Q")
        page[NameObject("/Contents")] = ArrayObject([writer._add_object(content)])
    writer.write(tmp_path / "scan.pdf")
    paper = read(tmp_path / "scan.pdf")
    assert paper.statements == ()
    (diagnostic,) = (d for d in paper.diagnostics if d.code == "no-text")
    assert "scan" in diagnostic.message
    assert "OCR" in diagnostic.message


def test_fonts_without_unicode_say_so(tmp_path: Path) -> None:
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Odd /Encoding /Identity-H "
        b"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Odd "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>"
    )
    lines = b"".join(b"1 0 0 1 72 %d Tm <00410042004300440045004600470048> Tj " % (700 - 12 * n) for n in range(20))
    paper = read(_saved(tmp_path, _one_page(_stream(b"BT /F 10 Tf " + lines + b"ET"), font)))
    assert "no-unicode" in _codes(paper)
    assert paper.statements == ()


def test_text_from_right_to_left_is_reported(tmp_path: Path) -> None:
    to_unicode = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <FF> "
        b"endcodespacerange 1 beginbfrange <41> <5A> <05D0> endbfrange endcmap end end"
    )
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
    lines = b"".join(b"1 0 0 1 72 %d Tm (HGFEDCBA HGFEDCBA) Tj " % (700 - 12 * n) for n in range(20))
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    data = _file(
        OBJECTS["catalog"], tree, OBJECTS["page"], _stream(b"BT /F 10 Tf " + lines + b"ET"), font, _stream(to_unicode)
    )
    assert "right-to-left" in _codes(read(_saved(tmp_path, data)))


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_file_cut_anywhere_is_a_message_or_a_paper(tmp_path: Path, share: float) -> None:
    data = EXAMPLE.read_bytes()
    pdf = _saved(tmp_path, data[: int(share * len(data))])
    paper = _read_or_told(pdf)
    assert paper is None or paper.pages
