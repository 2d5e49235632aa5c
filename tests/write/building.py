"""Builds reports in tests: writes the files, runs the engine, and reads the log."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from scaffold.engines.latex.compile import TexResult, compile_tex
from scaffold.engines.latex.runs import Citations
from scaffold.model import Paper
from scaffold.pipeline import lettering
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
    """Compiles the report as `init` does; changes replace whole files of report/ (dots in names written as __)."""
    put(folder, files)
    for name, text in changes.items():
        (folder / "report" / name.replace("__", ".")).write_text(text, encoding="utf-8")
    main = folder / "report" / "report.tex"
    return compile_tex(main, folder / "build", engine=engine, expected=citations(main))


def citations(main: Path) -> Citations | None:
    """What a report probably cites, which saves one or two of three runs; None with biblatex."""
    head, _, body = main.read_text(encoding="utf-8").partition("\\begin{document}")
    if "bib=biblatex" in head:
        return None
    parts = [
        (main.parent / f"{name}.tex").read_text(encoding="utf-8") for name in re.findall(r"\\input\{(\w+)\}", body)
    ]
    statements = main.parent / "generated" / "statements"

    def body_of(shown: re.Match[str]) -> str:
        file = statements / f"{shown[1]}.tex"
        return file.read_text(encoding="utf-8") if file.is_file() else ""

    style = re.search(r"bibstyle=([\w-]+)", head)
    keys = lettering.cited(re.sub(r"\\paperstatement\{([^}]*)\}", body_of, part) for part in parts)
    return Citations(keys, style[1] if style else "unsrtnat", ("generated/references", "own"))


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
