"""What is measured is kept, and measured again as soon as anything changes that it depends on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from scaffold.check.artefacts import pdf as reader
from scaffold.pipeline import measurements
from tests.conftest import ROOT


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCAFFOLD_CACHE", str(tmp_path / "cache"))


def test_each_input_counts() -> None:
    seen: list[str] = []

    def measured(name: str, *parts: object) -> tuple[str, ...]:
        def measure() -> tuple[str, ...]:
            seen.append(name)
            return (name,)

        return measurements.kept(measure, *parts)

    assert measured("first", b"pdf", "profile") == ("first",)
    assert measured("again", b"pdf", "profile") == ("first",)
    assert measured("other file", b"PDF", "profile") == ("other file",)
    assert measured("other profile", b"pdf", "Profile") == ("other profile",)
    assert seen == ["first", "other file", "other profile"]


def test_nothing_is_kept_of_an_error() -> None:
    def broken() -> tuple[str, ...]:
        raise reader.Unreadable("damaged")

    with pytest.raises(reader.Unreadable):
        measurements.kept(broken, "name")
    assert measurements.kept(lambda: ("right",), "name") == ("right",)


def test_a_pdf_is_read_once_and_is_then_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = ROOT / "examples" / "eprints" / "2401.00001" / "v2.pdf"
    first = measurements.read_pdf(pdf)
    assert first == reader.read(pdf)
    assert len(first.lines) > 100
    monkeypatch.setattr(reader, "read", lambda path, known: pytest.fail("it is read again"))
    assert measurements.read_pdf(pdf) == first
    with pytest.raises(reader.Unreadable):
        measurements.read_pdf(tmp_path / "missing.pdf")


def test_only_pages_that_have_changed_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.pdf"
    _drawn(path, "first", "second", "third")
    measurements.read_pdf(path)
    read: list[int] = []
    of_a_page = reader._page

    def counted(page: Any, hashed: str) -> reader.Page:
        read.append(page.page_number)
        return of_a_page(page, hashed)

    monkeypatch.setattr(reader, "_page", counted)
    _drawn(path, "first", "other", "third", before=7)  # the objects have other numbers
    assert [line.text for line in measurements.read_pdf(path).lines] == ["first", "other", "third"]
    assert read == [2]
    _drawn(path, "first", "other", "third", font="Courier")
    assert measurements.read_pdf(path).loose == ("Courier",)
    assert read == [2, 1, 2, 3]


def _drawn(path: Path, *texts: str, font: str = "Helvetica", before: int = 0) -> None:
    """Writes a PDF with a text on each page; before is the number of objects before the pages."""
    writer = PdfWriter()
    for _ in range(before):
        writer._add_object(DictionaryObject())
    names = {"Type": "Font", "Subtype": "Type1", "BaseFont": font}
    shared = writer._add_object(DictionaryObject({NameObject(f"/{k}"): NameObject(f"/{v}") for k, v in names.items()}))
    fonts = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F"): shared})})
    for text in texts:
        page = writer.add_blank_page(200, 100)
        page[NameObject("/Resources")] = fonts
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F 12 Tf 10 80 Td ({text}) Tj ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
    writer.write(path)


def test_a_form_that_holds_itself_is_read_each_time(tmp_path: Path) -> None:
    path = tmp_path / "circle.pdf"
    _drawn(path, "text")
    writer = PdfWriter(path)
    circle = DictionaryObject()
    circle[NameObject("/Next")] = writer._add_object(circle)
    resources = writer.pages[0]["/Resources"].get_object()
    assert isinstance(resources, DictionaryObject)
    resources[NameObject("/Properties")] = circle
    writer.write(path)
    (page,) = measurements.read_pdf(path).pages
    assert ([line.text for line in page.lines], page.contents) == (["text"], "")


def test_a_damaged_pdf_is_unreadable_each_time(tmp_path: Path) -> None:
    path = tmp_path / "damaged.pdf"
    path.write_bytes(b"%PDF-1.5 nothing")
    for _ in range(2):
        with pytest.raises(reader.Unreadable):
            measurements.read_pdf(path)
