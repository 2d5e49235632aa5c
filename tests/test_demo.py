"""`make demo` from end to end, and the folder it may not touch."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scaffold.engines.pdf import pdf_pages

ROOT = Path(__file__).resolve().parent.parent
BASH = shutil.which("bash")

pytestmark = pytest.mark.skipif(sys.platform == "win32" or BASH is None, reason="a shell script")


def demo(folder: Path) -> subprocess.CompletedProcess[str]:
    assert BASH is not None
    return subprocess.run(
        [BASH, str(ROOT / ".ci" / "demo.sh")],
        env={**os.environ, "VENV": sys.prefix, "DEMO": str(folder)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=240,
    )


@pytest.mark.requires_latex
@pytest.mark.requires_office
def test_demo_makes_both_pdfs(tmp_path: Path) -> None:
    folder = tmp_path / "a demo"
    result = demo(folder)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "No such file" not in result.stderr
    report, slides = (folder / "margins" / "build" / f"{name}.pdf" for name in ("report", "slides"))
    assert pdf_pages(report) == 5
    assert pdf_pages(slides) >= 10
    assert str(report) in result.stdout
    assert str(slides) in result.stdout
    typed = [shlex.split(line[2:]) for line in result.stdout.splitlines() if line.startswith("$ ")]
    assert typed == [
        ["scaffold", "init", "2401.00001", str(folder / "margins"), "--student", "Ada Lovelace"],
        ["cd", str(folder / "margins"), "&&", "scaffold", "build"],
    ]


def test_demo_spares_a_folder_that_it_did_not_make(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine", encoding="utf-8")
    result = demo(tmp_path)
    assert result.returncode == 1
    assert "not from an earlier demo" in result.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.tex"]
