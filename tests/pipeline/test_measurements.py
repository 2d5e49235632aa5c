"""What is measured is kept, and measured again as soon as anything changes that it depends on."""

from __future__ import annotations

from pathlib import Path

import pytest

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
    monkeypatch.setattr(reader, "read", lambda path: pytest.fail("it is read again"))
    assert measurements.read_pdf(pdf) == first
    with pytest.raises(reader.Unreadable):
        measurements.read_pdf(tmp_path / "missing.pdf")


def test_a_damaged_pdf_is_unreadable_each_time(tmp_path: Path) -> None:
    path = tmp_path / "damaged.pdf"
    path.write_bytes(b"%PDF-1.5 nothing")
    for _ in range(2):
        with pytest.raises(reader.Unreadable):
            measurements.read_pdf(path)
