"""Builds reports in tests: writes the files, runs the engine, and reads the log."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from scaffold.engines.latex.compile import TexResult, compile_tex
from scaffold.model import Paper
from scaffold.plans import ProjectFile
from scaffold.read.crosscheck import crosscheck
from scaffold.read.latex.reader import reading
from tests.conftest import ROOT

EXAMPLE = ROOT / "examples" / "eprints" / "2401.00001"


@lru_cache(maxsize=1)
def example() -> Paper:
    """The example's full version, as `init` reads it."""
    return crosscheck(lambda numbers: reading(EXAMPLE / "v2", None, numbers), EXAMPLE / "v2.pdf")


def put(folder: Path, files: Iterable[ProjectFile]) -> None:
    """The files, below folder."""
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)


def build(folder: Path, files: Iterable[ProjectFile], *, engine: str | None = None, **changes: str) -> TexResult:
    """Compiles the report; changes replace whole files of report/ (dots in names written as __)."""
    put(folder, files)
    for name, text in changes.items():
        (folder / "report" / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return compile_tex(folder / "report" / "report.tex", folder / "build", engine=engine)


def sound(result: TexResult) -> None:
    """No error, nothing undefined, nothing over the margin by more than 5 pt."""
    assert not result.errors, result.errors
    assert "undefined" not in result.log, re.findall(r".*undefined.*", result.log)
    over = [float(p) for p in re.findall(r"Overfull \\hbox \(([\d.]+)pt too wide\)", result.log)]
    assert max(over, default=0) <= 5


def meters(result: TexResult) -> dict[str, tuple[float, float]]:
    """Pages used and the budget, by the part's title, according to the log."""
    found = re.findall(r"scaffold-report Warning: (.+?): ([\d.]+) of ([\d.]+) pages", result.log)
    return {name: (float(used), float(budget)) for name, used, budget in found}


def page_texts(folder: Path) -> list[str]:
    """The words of each page of the PDF that `build` made."""
    import pypdfium2

    with pypdfium2.PdfDocument(folder / "build" / "report.pdf") as document:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]
