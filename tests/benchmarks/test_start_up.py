"""How long a student waits: `scaffold --help`, and `scaffold init` on a cached paper of 40 pages, without LaTeX.

Printed as ratios to a bare Python start in the same run; `make bench` repeats each REPEATS times and takes the median.
Nothing here asserts a time: in the whole suite once is enough.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.loopback import Loopback

pytestmark = pytest.mark.slow

REPEATS = int(os.environ.get("REPEATS", "1"))
EXAMPLE = ROOT / "examples" / "eprints" / "2401.00001"


def _median(command: list[str], repeats: int = REPEATS, before: Path | None = None) -> float:
    """Median wall time of a command, in seconds; before is a folder to remove first."""
    times = []
    for _ in range(repeats):
        if before is not None:
            shutil.rmtree(before, ignore_errors=True)
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _long_paper(folder: Path) -> Path:
    """The example's long version three times over, which makes about 40 pages."""
    shutil.copytree(EXAMPLE / "v2", folder)
    main = (folder / "main.tex").read_text(encoding="utf-8")
    head, rest = main.split("\\begin{document}", 1)
    body, tail = rest.split("\\end{document}", 1)
    (folder / "main.tex").write_text(f"{head}\\begin{{document}}{body * 3}\\end{{document}}{tail}", encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Modules are compiled before what is timed, as pip leaves them."""
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path / "compiled"))
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    subprocess.run([sys.executable, "-m", "scaffold", "--help"], check=True, capture_output=True)


@pytest.fixture
def bare(compiled: None) -> float:
    """A Python that does nothing."""
    return _median([sys.executable, "-c", "pass"])


def test_help(bare: float) -> None:
    took = _median([sys.executable, "-m", "scaffold", "--help"])
    print(f"\nscaffold --help: {took:.3f} s, {took / bare:.1f} x a bare Python ({bare:.3f} s)")


@pytest.mark.long
def test_init_of_a_cached_paper(bare: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCAFFOLD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("SCAFFOLD_ARXIV_DELAY", "0")
    with Loopback() as arxiv:
        arxiv.add("2401.00009", archive=_long_paper(tmp_path / "long"), pdf=EXAMPLE / "v2.pdf", title="A long paper")
        monkeypatch.setenv("SCAFFOLD_ARXIV_URL", arxiv.url)
        target = tmp_path / "project"
        command = [sys.executable, "-m", "scaffold", "init", "2401.00009", str(target), "--no-tex"]
        subprocess.run(command, check=True, capture_output=True, env=dict(os.environ))
        took = _median([*command, "--offline"], before=target)
    print(f"\nscaffold init, cached, no LaTeX: {took:.2f} s, {took / bare:.0f} x a bare Python ({bare:.3f} s)")
