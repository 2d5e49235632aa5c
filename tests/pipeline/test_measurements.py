"""What a build measures is kept, and measured again as soon as anything changes that it depends on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scaffold.check.artefacts import pdf as reader
from scaffold.pipeline import building, measurements
from scaffold.project import state


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCAFFOLD_CACHE", str(tmp_path / "cache"))


def test_each_input_counts() -> None:
    seen: list[str] = []

    def measured(name: str, *parts: object, fresh: bool = False) -> tuple[str, ...]:
        def measure() -> tuple[str, ...]:
            seen.append(name)
            return (name,)

        return measurements.kept(measure, *parts, fresh=fresh)

    assert measured("first", b"pdf", "profile") == ("first",)
    assert measured("again", b"pdf", "profile") == ("first",)
    assert measured("other file", b"PDF", "profile") == ("other file",)
    assert measured("other profile", b"pdf", "Profile") == ("other profile",)
    assert measured("fresh", b"pdf", "profile", fresh=True) == ("fresh",)
    assert measured("after it", b"pdf", "profile") == ("fresh",)
    assert seen == ["first", "other file", "other profile", "fresh"]


def test_nothing_is_kept_of_an_error() -> None:
    def broken() -> tuple[str, ...]:
        raise reader.Unreadable("damaged")

    with pytest.raises(reader.Unreadable):
        measurements.kept(broken, "name", fresh=False)
    assert measurements.kept(lambda: ("right",), "name", fresh=False) == ("right",)


@pytest.mark.requires_latex
@pytest.mark.requires_office
def test_a_build_without_a_change_reads_no_pdf(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Path(shutil.copytree(built / "paper", tmp_path / "here"))
    read: list[Path] = []
    real = reader.read

    def counted(path: Path) -> reader.Pdf:
        read.append(path)
        return real(path)

    monkeypatch.setattr(reader, "read", counted)

    def lengths() -> tuple[str, ...]:
        settings = state.load(project)
        return building._lengths(project, settings, project / "build" / "report.pdf", fresh=False)

    first = lengths()
    assert [line.split(":")[0] for line in first] == ["Summary", "Review", "Summary of the proofs"]
    assert lengths() == first
    assert len(read) == 1
    summary = project / "report" / "summary.tex"
    summary.write_text(summary.read_text(encoding="utf-8") + "\nWords.\n", encoding="utf-8")
    assert lengths() == first
    assert len(read) == 2
