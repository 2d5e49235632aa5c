"""How often `init` starts programs, which is most of what a student waits for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scaffold.engines import limits
from scaffold.fetch.progress import quiet
from scaffold.pipeline import creating
from scaffold.pipeline.reading import Options
from scaffold.write.slides import pictures
from tests.loopback import Loopback
from tests.pipeline.conftest import ID


@pytest.mark.requires_latex
@pytest.mark.requires_pandoc
def test_init_starts_few_programs(arxiv: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCAFFOLD_ARXIV_URL", arxiv.url)
    monkeypatch.setenv("SCAFFOLD_ARXIV_DELAY", "0")
    monkeypatch.setenv("SCAFFOLD_CACHE", str(tmp_path / "cache"))
    started: list[str] = []
    real = limits.run

    def run(argv: Any, *args: Any, **options: Any) -> limits.Finished:
        if "--version" not in argv:
            started.append(Path(argv[0]).stem)
        return real(argv, *args, **options)

    monkeypatch.setattr(limits, "run", run)
    creating.init(Options(source=ID, directory=tmp_path / "one", own=False), quiet)
    assert started.count("pdflatex") <= 3, "once for the pictures, once for Beamer, once for the report"
    assert started.count("bibtex") <= 1, "of what the report probably cites"
    assert started.count("pandoc") <= 2, "once for all statements, once for all formulas"
    started.clear()
    monkeypatch.setattr(pictures, "_rendered", lambda *_: started.append("a picture is drawn"))
    creating.init(Options(source=ID, directory=tmp_path / "two", own=False), quiet)
    assert started == []
